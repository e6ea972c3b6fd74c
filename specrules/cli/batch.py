"""What a review of many returns needs beside the review: progress for whoever looks, and what to keep."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from specrules.evidence.kept import Kept

_FEWEST = 20  # returns: fewer are read before a person has read that they are


def progress() -> Callable[[int, int], None] | None:
    """What tells how many returns are read, on standard error; None when nobody looks."""
    screen = sys.stderr
    if screen is None or not screen.isatty():
        return None

    def told(done: int, of: int) -> None:
        if of >= _FEWEST:
            last = done >= of
            screen.write("\r\x1b[K" if last else f"\r{done:,} of {of:,} returns read")
            screen.flush()

    return told


def kept_in(output: Path | None, returns: Sequence[Path]) -> Kept | None:
    """What was read by a review into the same folder that was cut short; None for a few returns."""
    from specrules import __version__
    from specrules.evidence.kept import NAME, WORTH_IT, Kept

    books = sum(path.suffix.lower() == ".xlsx" for path in returns)
    return Kept(output / NAME, __version__) if output and books >= WORTH_IT else None
