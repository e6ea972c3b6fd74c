"""How far the answers to a check can reach: the most that can be counted, the choices there are.

In: checks and their targets.  Out: what an answer can be at all, so that a rule
can tell a target nobody meets, or everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specrules.quantities import Target
    from specrules.spec.model import Check


def most(check: Check) -> int | None:
    """The most that a list or register can count, or None when there is no limit."""
    if not check.covers:
        return None
    kind = check.of_kind.casefold()
    return sum(kind in ("", word.casefold()) for word in check.covers)


def all_choices(check: Check, target: Target) -> bool:
    """Whether a target names every choice of its check."""
    named = {word.casefold() for word in target.words}
    return bool(check.choices) and all(choice.casefold() in named for choice in check.choices)
