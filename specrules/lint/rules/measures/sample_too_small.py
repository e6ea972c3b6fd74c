"""The rule ``sample-too-small``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place, target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.quantities import write_target

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MS308", "sample-too-small", Severity.WARNING)
def sample_too_small(spec: Spec) -> Found:
    """A sample is large enough for its target.

    In a sample of five one case is 20 points. A target of 90% is then met by all
    five or by nothing, and decided by chance.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              agree: {audit: notes that agree, of: notes read, sample: at least 5, target: at least 90%}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              agree: {audit: notes that agree, of: notes read, sample: at least 20, target: at least 90%}
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            size = check.sample.number if check.sample else Fraction(0)
            for dated in check.targets if size else ():
                low = dated.target.low
                if low and low.number < 100 and size * (100 - low.number) < 100:
                    asked, points = write_target(dated.target), round(Fraction(100) / size)
                    yield Wrong(
                        target_place(requirement, check),
                        f'In a sample of {size} one case is {points} points, so "{asked}" has room for none.',
                        "Read more cases, or ask for all of them.",
                        requirement,
                        (place(check.written, requirement.written, key="sample"),),
                    )
                    break
