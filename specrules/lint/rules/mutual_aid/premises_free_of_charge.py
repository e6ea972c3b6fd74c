"""The rule ``premises-free-of-charge``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MA513", "premises-free-of-charge", Severity.ADVICE)
def premises_free_of_charge(spec: Spec) -> Found:
    """Rooms are lent to fellowships for a nominal fee, not for nothing.

    Fellowships pay their own way, and many would not take a room for nothing. The
    guidance has meetings held for a nominal fee.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications, and Twelve-step
    fellowships

    Bad:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks: {fee: no more than £0}

    Good:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks: {fee: no more than £10 a meeting}
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        for check in requirement.checks if clause and clause.id == "mutual-aid/premises-for-meetings" else ():
            highs = [each.target.high for each in check.targets]
            if check.kind is CheckKind.MONEY and any(each and not each.number for each in highs):
                yield Wrong(
                    target_place(requirement, check),
                    "Nothing may be charged here, and fellowships pay their own way.",
                    "Ask for a nominal fee, such as no more than £10 a meeting.",
                    requirement,
                )
