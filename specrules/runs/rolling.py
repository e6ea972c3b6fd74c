"""Kept reviews, to be set side by side with others.

In: paths of folders.  Out: what a comparison of many needs of each kept review in them that no other
restates, and those that are not as they were kept, each with the reason.  Nothing is judged again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.errors import UnreadableFile
from specrules.base.files import shown
from specrules.records import Record, Unused, record_of
from specrules.runs.record import NAME, NotAsKept
from specrules.runs.store import Folder, current

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def kept_reviews(paths: Sequence[Path]) -> Iterator[Record | Unused]:
    """Every kept review that counts in *paths*, at any depth, in the order of the folders' names."""
    for path in paths:
        for place, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            if any(map(NAME.fullmatch, names)):
                yield from _in(Folder(Path(place)))


def _in(folder: Folder) -> Iterator[Record | Unused]:
    heads, unfit = folder.heads()
    yield from (Unused(shown(folder.path), str(each)) for each in unfit)
    for head in current(heads):
        file = folder.path / head.name
        try:
            yield record_of(file, folder.read(head.name).body.review)
        except (NotAsKept, UnreadableFile) as error:
            yield Unused(shown(file), str(error))
