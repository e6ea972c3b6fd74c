"""How far long work has come: a bar on standard error for whoever watches a screen, and for nobody else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from specrules.main import remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FEWEST = 20  # returns: fewer are read before a person has read that they are


@contextmanager
def returns_read() -> Iterator[Callable[[int, int], None] | None]:
    """What tells how many returns are read, and of how many; None where nobody watches."""
    bars: list[Any] = []

    def told(done: int, of: int) -> None:
        if of < _FEWEST:
            return
        if not bars or bars[-1].length != of:
            bars.append(typer.progressbar(length=of, label="Returns read", show_pos=True, file=sys.stderr))
        bars[-1].update(done - bars[-1].pos)

    try:
        yield told if _somebody_watches() else None
    finally:
        # Also where the work was stopped: what draws a bar hides the cursor until it ends.
        for each in bars:
            each.render_finish()


@contextmanager
def steps_done(label: str, of: int) -> Iterator[Callable[[str], None]]:
    """What is told of each step that was done, of so many at most: a line for each where nobody watches."""
    if not _somebody_watches():
        yield remark
        return
    layout = f"{label}  [%(bar)s]  %(info)s  %(label)s"
    with typer.progressbar(length=of, show_eta=False, bar_template=layout, file=sys.stderr) as bar:

        def said(done: str) -> None:
            bar.label = done
            bar.update(1)

        yield said
        bar.update(of)


def _somebody_watches() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
