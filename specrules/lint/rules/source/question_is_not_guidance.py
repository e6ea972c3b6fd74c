"""The rule ``question-is-not-guidance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("SO704", "question-is-not-guidance", Severity.ERROR)
def question_is_not_guidance(spec: Spec) -> Found:
    """A requirement does not rest on a question.

    A consultation asks what people think. It places no duty on anybody, and what
    was asked is not what was decided.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: {document: "Building recovery in communities: consultation (NTA, 2011)", section: Four}

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        asked = [each for each in requirement.citations if "consultation" in each.document.casefold()]
        answered = any(
            word in each.document.casefold()
            for each in asked
            for word in ("response", "outcome", "report on")
        )
        if asked and not answered and requirement.standard_clause is None:
            yield Wrong(
                place(requirement.written, key="source"),
                f"{requirement.id} rests on a consultation, which asks questions and places no duties.",
                "Name guidance that does, or write: local decision, and its date.",
                requirement,
            )
