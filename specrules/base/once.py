"""Make something of each object once, as long as the same objects come up again.

In: a function of one object.  Out: one that remembers.  Where many files have a
requirement in common, or an editor looks at a file again, it is the very same object; and so is the shape
that a kind of file should have.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Of = TypeVar("Of")
Made = TypeVar("Made")

_MOST_KNOWN = 500


def once_each(make: Callable[[Of], Made]) -> Callable[[Of], Made]:
    """*make*, which remembers what it made of which objects that cannot be changed."""
    # Known by which object it is: as long as it is kept here, no other can be in its place.
    known: dict[int, tuple[Of, Made]] = {}

    @wraps(make)
    def made(of: Of) -> Made:
        found = known.get(id(of))
        if found is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            found = known[id(of)] = of, make(of)
        return found[1]

    return made
