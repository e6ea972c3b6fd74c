"""The rule ``cannot-fail``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.reach import all_choices, most
from specrules.lint.registry import Found, Wrong, rule
from specrules.quantities import Comparison, Target, write_target
from specrules.spec.model import (
    Check,
    CheckKind,
    Spec,
)

if TYPE_CHECKING:
    from fractions import Fraction


@rule("MS304", "cannot-fail", Severity.WARNING)
def cannot_fail(spec: Spec) -> Found:
    """A target leaves room for an answer that does not meet it.

    "At least 0%" is met by everybody, so it decides nothing. The same goes for
    an easier target for partly met that nobody can miss: not met could never
    come out.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 0%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            for dated in check.targets:
                for target in (dated.target, dated.partly):
                    if target and _anything_meets(check, target):
                        yield Wrong(
                            target_place(requirement, check),
                            f'Every answer meets "{write_target(target)}", so it decides nothing.',
                            "Ask for something that can be missed, or take it out.",
                            requirement,
                        )
                        break


def _anything_meets(check: Check, target: Target) -> bool:
    if target.words:
        return target.comparison is Comparison.ONE_OF and all_choices(check, target)
    highest: Fraction | int | None = most(check)
    if check.kind in (CheckKind.SHARE, CheckKind.AUDIT):
        highest = 100
    no_floor = target.low is None or not target.low.number
    no_ceiling = target.high is None or (highest is not None and target.high.number >= highest)
    return no_floor and no_ceiling
