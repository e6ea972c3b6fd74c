"""How often Python looks for what it may throw away: seldom, while nearly all that is made is kept.

In: how many values may be made between two looks, or that none is wanted.  Out: a stretch of the run in
which it is so.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def rarely_collecting(made: int) -> Iterator[None]:
    """Let Python look only after so many values more have been *made* than dropped, as long as this lasts.

    What is left counts as old, so that it is not looked through at once.
    """
    before = gc.get_threshold()
    gc.set_threshold(made, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        _count_as_old()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Work without Python looking for what could be thrown away: all of it is kept, and looking takes long.

    Afterwards it counts as old, so that it is not looked through at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """Let all values count as old; once in so many times they are looked through for rings instead.

    What we make has no rings, but what other libraries made in between may have.
    """
    if next(_TIMES) % _UNSEEN:
        gc.freeze()
        gc.unfreeze()
    else:
        gc.collect()


_TIMES, _UNSEEN = count(1), 1_000
