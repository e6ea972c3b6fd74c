"""The rule ``cannot-fail``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.reach import anything_meets
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.quantities import write_target

if TYPE_CHECKING:
    from specrules.spec.model import (
        Spec,
    )


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
                    if target and anything_meets(check, target):
                        yield Wrong(
                            target_place(requirement, check),
                            f'Every answer meets "{write_target(target)}", so it decides nothing.',
                            "Ask for something that can be missed, or take it out.",
                            requirement,
                        )
                        break
