"""The rule ``check-decides-nothing``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.truth import answers_to, level, names_in
from specrules.spec.model import Spec, StandardClause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.lint.truth import Answers
    from specrules.spec.model import Combination


@rule("MS342", "check-decides-nothing", Severity.WARNING, on=(Spec, StandardClause))
def check_decides_nothing(document: Spec | StandardClause) -> Found:
    """Every check in "met-when" can make a difference.

    Where the other checks settle the result whatever this one says, it is asked
    for in every return and decides nothing.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              seen: {count: people seen, target: at least 3}
              helped: {count: people helped, target: at least 2}
            met-when: {any: [seen, {all: [seen, helped]}]}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              seen: {count: people seen, target: at least 3}
              helped: {count: people helped, target: at least 2}
            met-when: {any: [seen, helped]}
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        trees = [tree for tree in (duty.met_when, duty.partly_met_when) if tree]
        names = sorted({name for tree in trees for name in names_in(tree)})
        answers = answers_to(duty.checks, names) if trees else None
        for name in _idle(trees, names, answers or []):
            yield Wrong(
                place(duty.written, key="met-when"),
                f'The check "{name}" is named here, and makes no difference: the others settle the result.',
                "Take it out, or combine it otherwise.",
                duty,
            )


def _idle(trees: Sequence[Combination], names: Sequence[str], answers: Sequence[Answers]) -> list[str]:
    """Those of *names* whose answer never changes what any of *trees* comes to; none when nothing does."""
    results: dict[str, dict[tuple[tuple[str, int], ...], set[tuple[int, ...]]]] = {name: {} for name in names}
    for each in answers:
        result = tuple(level(tree, each) for tree in trees)
        for name in names:
            others = tuple((other, each[other]) for other in names if other != name)
            results[name].setdefault(others, set()).add(result)
    idle = [name for name in names if all(len(found) == 1 for found in results[name].values())]
    return idle if len(idle) < len(names) else []
