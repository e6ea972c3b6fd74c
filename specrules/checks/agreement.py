"""How far two readers of the same cases agree, beyond what chance alone would bring about.

In: what each found of every case.  Out: Cohen's kappa as an exact number, from the
library nltk: 1 where they never differ, 0 where they agree no more than chance
would make them.  On a scale it is the weighted kappa, for which two words that
stand next to each other differ less than the two ends do.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.evidence.facts import Reading
    from specrules.spec.model import Check

# The library counts in floats. Kappa of n cases is a fraction over no more than n * n * (words - 1), so with
# twelve places it stands on the same side of a target of three places as that fraction, for some thousand.
_PLACES = 12


def alike(readings: Sequence[Reading]) -> int:
    """Of how many cases the two readers found the same."""
    return sum(each.first == each.second for each in readings)


def agreement_of(check: Check, readings: Sequence[Reading]) -> Fraction:
    """Return the kappa of *readings*, weighted where the words of *check* are a scale.

    Two readers who never differ agree fully, also where they found one word only.
    """
    if alike(readings) == len(readings):
        return Fraction(1)
    return _kappa(tuple(readings), check.choices if check.rubric else ())


def shown(kappa: Fraction, targets: Sequence[Fraction]) -> str:
    """*kappa* to two places, or to as many as keep it on its own side of every one of *targets*."""
    for places in range(2, _PLACES):
        scaled = round(kappa * 10**places)
        if all((Fraction(scaled, 10**places) >= each) == (kappa >= each) for each in targets):
            break
    return str(Decimal(scaled).scaleb(-places))


@lru_cache(maxsize=1024)
def _kappa(readings: tuple[Reading, ...], scale: tuple[str, ...]) -> Fraction:
    """Kappa as the library works it out; how far words of *scale* lie apart counts as weight."""
    from nltk.metrics.agreement import AnnotationTask

    rank = {word: number for number, word in enumerate(scale)}
    found = [(each.first, each.second) for each in readings]
    labels = [
        (reader, case, word)
        for case, words in enumerate(found)
        for reader, word in zip(("first", "second"), words, strict=True)
    ]
    if not scale:
        return _exact(AnnotationTask(labels).kappa())
    # Not told how far apart two words can be: it would divide by that in one of two places only.
    task = AnnotationTask(labels, distance=lambda one, other: abs(rank[one] - rank[other]))
    return _exact(task.weighted_kappa())


def _exact(kappa: float) -> Fraction:
    return Fraction(round(kappa * 10**_PLACES), 10**_PLACES)
