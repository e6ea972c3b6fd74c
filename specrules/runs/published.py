"""Publications that are kept beside the reviews they were made of.

In: a folder of kept reviews.  Out: what was published of a contract before, so that the next publication is
linked with all of it and nobody has to name it; and of which periods nothing is known to be published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.files import digest_of
from specrules.base.writing import prepare_folder, write_once
from specrules.disclosure.editions import read_edition, spec_of
from specrules.runs.store import Folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from specrules.disclosure.linked import Edition
    from specrules.spec.model import Spec

SHELF = "published"


def kept_editions(folder: Path, spec: Spec) -> list[Edition]:
    """Everything that was published by *spec* and is kept in *folder*. Raises NotPublished."""
    return [read_edition(file, spec) for file in kept_publications(folder, spec.id)]


def kept_publications(folder: Path, spec: str) -> list[Path]:
    """The files of all that was published by the specification *spec* and is kept in *folder*."""
    return [file for file in sorted((folder / SHELF).glob("*.json")) if spec_of(file) == spec]


def keep_publication(folder: Path, period: str, text: bytes) -> Path:
    """Keep what is published, under a name that tells its period and its content. Raises NotWritten."""
    prepare_folder(folder / SHELF)
    path = folder / SHELF / f"{period}-{digest_of(text)[:16]}.json"
    write_once(path, text)
    return path


def unknown_periods(folder: Path, spec: Spec, before: Sequence[Edition], period: str) -> list[str]:
    """The other periods that a review is kept of and no publication is known of."""
    known = {each.period.name for each in before} | {period}
    kept = {head.period for head in Folder(folder).heads()[0] if head.spec == spec.id}
    return sorted(kept - known)
