"""The pieces that a paper is made of, before anybody decides how they look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specrules.report.html.runs import RunChart

LONGEST = 1000
"""The longest text that is printed whole. Longer than any clause we have seen; review.json has all of it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest within a paper. *wide* says that a wide table stands below it."""

    text: str
    level: int = 1
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. A *faint* one is a remark."""

    text: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Short texts under one another, with their numbers where they are *counted*."""

    items: tuple[str, ...]
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. *shares* say how the width is shared out, *about* what the table says to who cannot see it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    about: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure over time: what is said of it, its picture, and the same numbers as a table."""

    title: str
    says: str
    picture: RunChart
    table: Table

    @property
    def parts(self) -> tuple[Block, ...]:
        """What stands for it where there are no pictures."""
        return Heading(self.title, 3), Text(self.says), self.table


Block = Heading | Text | Items | Table | Chart


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: its title, the line below it, the marking on each sheet, and its pieces in order."""

    title: str
    below: str
    mark: str
    blocks: tuple[Block, ...]
