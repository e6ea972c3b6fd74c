"""The rule ``must-and-should``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.clauses import clauses
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Strength

if TYPE_CHECKING:
    from specrules.spec.model import Spec

# Most texts have none of the words: a pattern takes longer to make than to do without.
_MUST = (("must", "shall"), r"\b(?:must|shall)\b(?! be able)")
_SHOULD = (("should", "may"), r"\b(?:should|may)\b(?! be able| need)")


@rule("SO711", "must-and-should", Severity.WARNING)
def must_and_should(spec: Spec) -> Found:
    """The words of a requirement are as firm as its strength.

    A title that says must under a strength of should leaves two readings, and the
    weaker one will be argued for.

    Bad:

        requirements:
          X-1:
            title: Keyworkers must offer a meeting
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Keyworkers should offer a meeting
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    firm = {each.id: each.strength is Strength.MUST for each in spec.requirements}
    for clause in clauses(spec):
        if clause.heading not in ("title", "wording"):
            continue
        must, should = _said(clause.text, *_MUST), _said(clause.text, *_SHOULD)
        wrong = should if firm[clause.about.id] else must
        if wrong and not (must and should):
            strength = "must" if firm[clause.about.id] else "not must"
            yield Wrong(
                clause.place,
                f'The {clause.heading} says "{wrong[0]}", and the strength is {strength}.',
                "Let both say the same.",
                clause.about,
                meant=f"{clause.text[: wrong.start()]}{'must' if firm[clause.about.id] else 'should'}"
                f"{clause.text[wrong.end() :]}",
            )


def _said(text: str, words: tuple[str, ...], pattern: str) -> re.Match[str] | None:
    plain = text.lower()
    return re.search(pattern, text, re.IGNORECASE) if any(word in plain for word in words) else None
