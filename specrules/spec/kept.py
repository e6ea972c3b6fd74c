"""Keep what was made of the parts of a file, for as long as the file has the same parts.

In: parts, and what makes something of them.  Out: what was made.  An editor reads a
file again at every keystroke, and all but one of its requirements are what they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_MOST_EQUAL = 8


class _Made(NamedTuple):
    """What was made, and the parts it was made of: while they are kept, no others can have their places."""

    parts: tuple[object, ...]
    value: Any


class Kept:
    """What was made of parts that were the very same objects, in this round and the one before it.

    A round goes on until *most* were made in it.  Where what is kept is *placeless*, it
    does not depend on where anything stands, nor on what any party is called.
    """

    def __init__(self, *, placeless: bool = False, most: int = 0) -> None:
        self.placeless = placeless
        self._most = most
        self._before: dict[tuple[int, ...], _Made] = {}
        self._now: dict[tuple[int, ...], _Made] = {}
        self._same: dict[str, list[Any]] = {}

    def begin(self) -> None:
        """Begin a round, if the last one is full: what that did not ask for is forgotten."""
        if len(self._now) > self._most:
            self._before, self._now = self._now, {}

    def same(self, name: str, value: T) -> T:
        """*value*, or what was given by that name before if it is equal, so that it is the very same part."""
        known: list[T] = self._same.setdefault(name, [])
        for each in known:
            if each == value:
                return each
        # Files of one folder may go with one or another of these; one file only with the last.
        known.insert(0, value)
        del known[_MOST_EQUAL if self.placeless else 1 :]
        return value

    def has(self, parts: tuple[object, ...]) -> bool:
        """Whether something was made of *parts*; if so it is kept for another round."""
        place = tuple(map(id, parts))
        if place in self._before:
            self._now[place] = self._before[place]
        return place in self._now

    def known(self, parts: tuple[object, ...]) -> Any:
        """What was made of *parts*, and is kept for another round; None where nothing was."""
        place = tuple(map(id, parts))
        made = self._now.get(place) or self._before.get(place)
        if made is None:
            return None
        self._now[place] = made
        return made.value

    def keep(self, parts: tuple[object, ...], value: object) -> None:
        """Keep what was made of *parts*."""
        self._now[tuple(map(id, parts))] = _Made(parts, value)

    def of(self, parts: tuple[object, ...], make: Callable[[], T]) -> T:
        """What *make* makes of *parts*, or made before."""
        place = tuple(map(id, parts))
        made = self._now.get(place) or self._before.get(place) or _Made(parts, make())
        self._now[place] = made
        value: T = made.value
        return value
