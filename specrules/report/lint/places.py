"""Names and fingerprints of findings, as platforms want them.

In: findings, and the texts they point into.  Out: file names from the top of a
repository, and fingerprints that stay the same when lines move.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH118

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from specrules.base.files import digest_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.base.findings import Finding, Place


def name_from(top: str, file: str) -> str:
    """Return the name of *file* from the folder *top*, with ``/``; as it is when it is not in there."""
    if not top:
        return file
    whole = os.path.abspath(file)
    inside = whole.startswith(os.path.join(top, ""))
    return whole[len(os.path.join(top, "")) :].replace(os.sep, "/") if inside else file


def first_line(place: Place) -> int:
    """The line a platform should show for *place*: the first of the file where it is no line."""
    return place.span.line if place.span else 1


def fingerprints(findings: Iterable[Finding], sources: Mapping[str, str], top: str) -> list[str]:
    """A fingerprint for each finding, in order: different ones, and the same when only lines move.

    It is made of the file, the code, the clause and the text marked, and of how
    many like it came before.
    """
    lines = {file: lines_of(text) for file, text in sources.items()}
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        parts = (
            name_from(top, finding.place.file),
            finding.code,
            (finding.subject or "").partition(' "')[0],
            finding.place.sheet or "",
            finding.place.cell or "",
            _marked(finding.place, lines.get(finding.place.file, [])),
        )
        same = "\0".join(parts)
        seen[same] += 1
        found.append(digest_of(f"{same}\0{seen[same]}".encode("utf-8", "surrogatepass"))[:32])
    return found


def _marked(place: Place, lines: list[str]) -> str:
    """The text at *place* on its first line, however it is spaced."""
    if place.span is None or place.span.line > len(lines):
        return ""
    line, column, end_line, end_column = place.span
    text = lines[line - 1]
    return " ".join(text[column - 1 : end_column - 1 if end_line == line else None].split())
