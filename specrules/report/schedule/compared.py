"""Where a signed document and the specification have parted, in words.

In: the parts that differ.  Out: text of 100 columns for the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import number
from specrules.report.show import show
from specrules.report.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.report.schedule.parted import Parting

_SHOWN = 10  # changes of one part


def as_text(partings: Sequence[Parting], document: str, spec: str) -> str:
    """Return what is not the same in *document* and *spec*, ending with a line end."""
    if not partings:
        return "\n".join(paragraph(f"{document} and {spec} say the same.")) + "\n"
    count = number(len(partings), "part")
    opening = paragraph(f"{document} and {spec} have parted in {count}.")
    blocks = [opening, *(_block(each, spec) for each in partings)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _block(parting: Parting, spec: str) -> list[str]:
    name = f"{parting.key} {parting.title}" if parting.title not in ("", parting.key) else parting.key
    lines = paragraph(show(name))
    if parting.missing == "document":
        lines += paragraph("  It is in the specification and not in the document.")
    if parting.missing == "specification":
        lines += paragraph("  It is in the document and not in the specification.")
    for each in parting.changes[:_SHOWN]:
        lines += paragraph(f"  The document has: {_quoted(each.document)}")
        lines += paragraph(f"  The specification has: {_quoted(each.specification)}")
    if more := len(parting.changes) - _SHOWN:
        lines += paragraph(f"  and {more} more changes") if more > 0 else []
    return lines


def _quoted(text: str) -> str:
    return f"“{show(text)}”" if text else "nothing"
