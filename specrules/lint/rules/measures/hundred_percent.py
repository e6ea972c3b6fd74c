"""The rule ``hundred-percent``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import (
    CheckKind,
    Spec,
)
from specrules.values.quantities import Target, Unit


@rule("MS312", "hundred-percent", Severity.ADVICE)
def hundred_percent(spec: Spec) -> Found:
    """A target of 100% says who is left out.

    Some people say no, move away or leave. Where everybody counts, one of them
    makes the requirement not met, however good the service is.

    Bad:

        requirements:
          MA-6:
            title: Keyworkers talk about mutual aid with everybody
            owed-by: riverbank
            strength: must
            checks:
              raised:
                share: people with whom mutual aid was talked about
                of: people in treatment in the period
                target: at least 100%
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-6:
            title: Keyworkers talk about mutual aid with everybody
            owed-by: riverbank
            strength: must
            checks:
              raised:
                share: people with whom mutual aid was talked about
                of: people in treatment in the period
                left-out: [left before their second appointment]
                target: at least 100%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            everybody = check.kind is CheckKind.SHARE and not (check.left_out or requirement.left_out)
            if everybody and any(_asks_all(dated.target) for dated in check.targets):
                yield Wrong(
                    target_place(requirement, check),
                    "100% leaves no room for people who say no or leave, and nobody is left out.",
                    "Add left-out, with who is not counted, or ask for less than 100%.",
                    requirement,
                )


def _asks_all(target: Target) -> bool:
    return bool(target.low and target.low.unit is Unit.PERCENT and target.low.number >= 100)
