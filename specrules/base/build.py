"""Which build of specrules is at work: the release, and a fingerprint of its code.

In: the files of the package.  Out: a few digits that are another wherever the code is.  Between two releases
the number stays the same while the code changes, so the number alone does not say what judged a review.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = 12


@cache
def build() -> str:
    """The first digits of the SHA-256 of every module of this package, the same on every machine."""
    digest = sha256()
    for name, text in _modules(Path(__file__).parents[1]):
        digest.update(f"{name}\n{len(text)}\n".encode() + text)
    return digest.hexdigest()[:_DIGITS]


def _modules(package: Path) -> Iterator[tuple[str, bytes]]:
    """Every module by its name in the package, and its text with line ends as they are on Linux."""
    for place, folders, names in os.walk(package):
        folders.sort()
        for path in (Path(place, name) for name in sorted(names) if name.endswith(".py")):
            yield path.relative_to(package).as_posix(), path.read_bytes().replace(b"\r\n", b"\n")
