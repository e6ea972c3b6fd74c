"""The rule ``premises-no-fee``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import check_place, counted
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind, Spec

PREMISES = "mutual-aid/premises-for-meetings"


@rule("MA512", "premises-no-fee", Severity.WARNING, over=("MS340",))
def premises_no_fee(spec: Spec) -> Found:
    """Where premises are lent to mutual aid groups, the highest fee is said.

    The guidance has meetings held at services for a nominal fee. Without a
    highest amount that counts, a room at any price would do.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications.

    Bad:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks:
              fee: at least £5 a meeting

    Good:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks:
              fee: no more than £10 a meeting
    """
    for requirement in spec.requirements:
        if requirement.standard_clause is None or requirement.standard_clause.id != PREMISES:
            continue
        fees = [check for check in requirement.checks if check.kind is CheckKind.MONEY]
        limits = [check for check in fees if any(dated.target.high for dated in check.targets)]
        if fees and counted(requirement).isdisjoint(check.name for check in limits):
            yield Wrong(
                check_place(requirement, fees[0]),
                f"{requirement.id} opens premises to mutual aid groups, and no highest fee counts.",
                "Give the fee a target, such as no more than £10 a meeting, and let it count.",
                requirement,
            )
