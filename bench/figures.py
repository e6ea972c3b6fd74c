"""Where the figures of a measurement go: printed, and kept in ``bench/results``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def keep(name: str, figures: dict[str, Any]) -> None:
    """Print *figures* with how busy the machine was, and keep them as ``results/NAME.json``."""
    about = {"processors": os.cpu_count(), "others at work": round(os.getloadavg()[0], 1)}
    text = json.dumps({**figures, **about}, indent=2)
    print(text)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def kept(name: str) -> dict[str, Any]:
    """The figures of ``results/NAME.json``; none where it was never written."""
    path = RESULTS / f"{name}.json"
    figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return figures
