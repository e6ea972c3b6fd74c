"""Which clauses say something, by the words they say it in.

In: a specification, and patterns.  Out: the clauses that match.  Rules that go by
words can be wrong about what was meant, so they give advice, or warn where
tests/corpus shows that they are right 19 times in 20.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from specrules.lint import rules
from specrules.lint.clauses import clauses
from specrules.lint.rules import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.lint.clauses import Clause
    from specrules.spec.model import Spec


_RULES = f"{rules.__name__}."
# What is counted under these is told, and asked of nobody: "people turned away" turns nobody away.
_FIGURES = frozenset({"share", "audit", "count", "money", "time", "date", "of"})


def saying(
    spec: Spec,
    module: str,
    pattern: str,
    unless: str,
    *,
    figures: bool = False,
) -> Iterator[tuple[Clause, str]]:
    """The clauses that match *pattern* and not *unless*, with the words that match; one for a requirement.

    Both are regular expressions, for which capital letters are the same as small ones.
    What a check counts is looked at only when *figures*.  *module* is that of the rule, whose words in the
    index are in every clause that can match.
    """
    told: set[str] = set()
    words = INDEX[module.removeprefix(_RULES)]
    for clause in clauses(spec):
        if clause.heading in _FIGURES and not figures:
            continue
        # Most clauses have none of the words, and seeing that takes a fiftieth of the time.
        if not any(word in (clause.words if " " in word else clause.plain) for word in words):
            continue
        found = None if clause.about.id in told else _made(pattern).search(clause.text)
        if found and not _made(unless).search(clause.text):
            told.add(clause.about.id)
            yield clause, " ".join(found[0].split())


@cache
def _made(pattern: str) -> re.Pattern[str]:
    """*pattern*, made ready when a clause first needs it: that takes longer than reading a specification."""
    return re.compile(pattern, re.IGNORECASE)
