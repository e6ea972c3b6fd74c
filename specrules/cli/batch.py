"""Where a review of many returns keeps what it has read, in case it is cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from specrules.evidence.kept import Kept


def kept_in(output: Path | None, returns: Sequence[Path]) -> Kept | None:
    """What was read by a review into the same folder that was cut short; None for a few returns."""
    from specrules import __version__
    from specrules.evidence.kept import NAME, WORTH_IT, Kept

    books = sum(path.suffix.lower() == ".xlsx" for path in returns)
    return Kept(output / NAME, __version__) if output and books >= WORTH_IT else None
