"""The engines at work for a command, which keeps what is needed to look into a fault of theirs."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.errors import EngineFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.engine import Choice, OpenEngine, ReproducibleFault

FAULT_FILE = "engine-fault.json"


@contextmanager
def engines(choice: Choice = "both", folder: Path | None = None) -> Iterator[OpenEngine]:
    """The engines of *choice*; what is needed to look into a fault is kept in *folder*, or else here.

    It holds rules and results by number, and nothing of what anybody wrote.  Raises EngineFault.
    """
    from specrules.engine import open_engine
    from specrules.main import remark

    with open_engine(choice) as engine, keeping_faults(folder):
        yield engine
        if stop := next((each for found in engine.stopped.values() for each in found.values()), None):
            remark(
                "durable-rules stopped without an answer, so what it was asked counts as no evidence. "
                f"Please report it: {_kept(stop, folder)} has what is needed to look into it."
            )


@contextmanager
def keeping_faults(folder: Path | None = None) -> Iterator[None]:
    """Keep what is needed to look into a fault for which there is no verdict, in the same way.

    Raises EngineFault, which says where that is.
    """
    from specrules.engine import ReproducibleFault

    try:
        yield
    except ReproducibleFault as fault:
        path = _kept(fault, folder)
        message = f"{fault}. No verdict was given; {path} has what is needed to look into it."
        raise EngineFault(message) from fault


def _kept(fault: ReproducibleFault, folder: Path | None) -> Path:
    """The file in which a fault is kept. Raises NotWritten."""
    from specrules.base.writing import write_file

    path = (folder if folder and folder.is_dir() else Path()) / FAULT_FILE
    write_file(path, fault.reproducer().encode())
    return path
