"""Keep what was made of the parts of a file, for as long as the file has the same parts.

In: parts, and what makes something of them.  Out: what was made.  An editor reads a
file again at every keystroke, and all but one of its requirements are what they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class _Made(NamedTuple):
    """What was made, and the parts it was made of: while they are kept, no others can have their places."""

    parts: tuple[object, ...]
    value: Any


class Kept:
    """What was made of parts that were the very same objects, in this round and the one before it."""

    def __init__(self) -> None:
        self._before: dict[tuple[int, ...], _Made] = {}
        self._now: dict[tuple[int, ...], _Made] = {}
        self._same: dict[str, Any] = {}

    def begin(self) -> None:
        """Begin a round: what the last one did not ask for is forgotten."""
        self._before, self._now = self._now, {}

    def same(self, name: str, value: T) -> T:
        """*value*, or what was last given by that name if it is equal, so that it is the very same part."""
        if self._same.setdefault(name, value) != value:
            self._same[name] = value
        known: T = self._same[name]
        return known

    def of(
        self, parts: tuple[object, ...], make: Callable[[], T], may_keep: Callable[[], bool] | None = None
    ) -> T:
        """What *make* makes of *parts*, or made before; kept if *may_keep* says so when it is there."""
        place = tuple(map(id, parts))
        made = self._now.get(place) or self._before.get(place) or _Made(parts, make())
        if may_keep is None or may_keep():
            self._now[place] = made
        value: T = made.value
        return value
