"""The rule ``client-level-in-spec``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.evidence.personal import withhold
from specrules.lint.clauses import clauses
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("EV409", "client-level-in-spec", Severity.ERROR)
def client_level_in_spec(spec: Spec) -> Found:
    """A specification says nothing of any one person using a service.

    An NHS number or a date of birth that was pasted into a contract is read by
    everybody who has the contract.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), which asks for figures and never for records of
    people

    Bad:

        requirements:
          X-1:
            title: The case of the person born on 04/03/1971 is reviewed
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Cases are reviewed
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause in clauses(spec):
        kinds = withhold(clause.text)[1]
        if kinds:
            yield Wrong(
                clause.place,
                f"This looks like {listed(str(each) for each in kinds)}.",
                "Take it out, and tell whoever answers for data protection.",
                clause.about,
            )
