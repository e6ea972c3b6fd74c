"""The rule ``turned-round``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.lint.about import target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.quantities import write_target

if TYPE_CHECKING:
    from specrules.spec.model import Spec, StandardClause


@rule("MS347", "turned-round", Severity.WARNING)
def turned_round(spec: Spec) -> Found:
    """A target asks for more where more is better, and for less where less is.

    "At least 90%" of referrals refused is met by a service that turns nearly
    everybody away. Each standard clause has examples with targets of both
    services that do well and services that do not: where all of these ask for
    less and the specification asks for more, or the other way about, the
    target was most likely meant for another check.

    Bad:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/not-excluded-for-other-condition
            owed-by: riverbank
            strength: should
            target: at least 90%

    Good:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/not-excluded-for-other-condition
            owed-by: riverbank
            strength: should
            target: no more than 5%
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        for check in requirement.checks:
            for dated in check.targets:
                asked = dated.target.better
                if clause and asked and _ways(clause).get(check.name, "") not in ("", asked):
                    yield Wrong(
                        target_place(requirement, check),
                        f'"{write_target(dated.target)}" asks for {_MORE[asked]} of what there should be '
                        f"{_FEWER[asked]} of: {check.words or check.name}.",
                        f"Write {_END[asked]}",
                        requirement,
                    )
                    break


@once_each
def _ways(clause: StandardClause) -> dict[str, str]:
    """Which way the examples of a standard clause ask the figure of each of its checks to go."""
    return {check.name: clause.better(check.name) for check in clause.checks}


_MORE = {"more": "more", "less": "fewer"}
_FEWER = {"more": "fewer", "less": "more"}
_END = {
    "more": 'the most there may be, such as "no more than 5%".',
    "less": 'the least there has to be, such as "at least 90%".',
}
