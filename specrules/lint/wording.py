"""Which clauses say something, by the words they say it in.

In: a specification, and patterns.  Out: the clauses that match.  Rules that go by
words can be wrong about what was meant, so they give advice, or warn where
tests/corpus shows that they are right 19 times in 20.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.lint.clauses import clauses

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from specrules.lint.clauses import Clause
    from specrules.spec.model import Spec


# What is counted under these is told, and asked of nobody: "people turned away" turns nobody away.
_FIGURES = frozenset({"share", "audit", "count", "money", "time", "date", "of"})


def saying(
    spec: Spec, pattern: re.Pattern[str], unless: re.Pattern[str] | None = None, *, figures: bool = False
) -> Iterator[tuple[Clause, str]]:
    """The clauses that match *pattern* and not *unless*, with the words that match; one for a requirement.

    What a check counts is looked at only when *figures*.
    """
    told: set[str] = set()
    for clause in clauses(spec):
        if clause.heading in _FIGURES and not figures:
            continue
        found = None if clause.about.id in told else pattern.search(clause.text)
        if found and not (unless and unless.search(clause.text)):
            told.add(clause.about.id)
            yield clause, " ".join(found[0].split())
