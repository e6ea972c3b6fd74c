"""The rule ``ceiling-without-blanks``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MS345", "ceiling-without-blanks", Severity.ADVICE)
def ceiling_without_blanks(spec: Spec) -> Found:
    """A share with only a ceiling asks how many records are blank.

    Where few is good, a record that nobody filled in looks like a good one. "not-
    recorded: asked" has the blanks counted apart, so that leaving them blank
    gains nothing.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              left: {share: people who left early, of: people who left, target: no more than 20%}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              left: {share: left early, of: people who left, not-recorded: asked, target: no more than 20%}
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks if requirement.standard_clause is None else ():
            limited = any(each.target.high and not each.target.low for each in check.targets)
            if check.kind is CheckKind.SHARE and limited and not check.not_recorded:
                yield Wrong(
                    target_place(requirement, check),
                    "Few is good here, and a record left blank counts as none.",
                    "Add not-recorded: asked",
                    requirement,
                )
