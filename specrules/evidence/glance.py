"""Look at the rows of a sheet all at once, where they stand as spreadsheets usually write them.

In: the text of a part that holds a sheet.  Out: what the walk of
``specrules.evidence.guard`` would note of its rows, element by element; or None when
anything stands otherwise, and the rows have to be walked.  Without their figures most
rows of a table are the same to the letter, so what each shape of row may hold is
looked at once.  Nothing is guessed: no element, comment or prefix that is not in the
shapes below can hide among the rows, and every cell is found under its own name.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

TRUE = ("1", "true")
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_FIGURES = b"0123456789.-"
_REFERENCE = re.compile(rb'<c r="[A-Z]+([0-9]+)"')
# What text may hold here; what is left out is no XML, or is left to a parser to judge.
_TEXT = rb"(?:[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]|&(?:amp|lt|gt|quot|apos);)*+"
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})"(?: s="")?(?: t="(s|n|b|d|e|str|inlineStr)")? ?(?:/>|>'
    rb'(<f(?: [A-Za-z]+="[^"<>&]*")*+(?:/>|>' + _TEXT + rb"</f>))?+"
    rb"(<v ?/>|<v>" + _TEXT + rb"</v>|<is><t(?: xml:space=\"preserve\")?>" + _TEXT + rb"</t></is>)?+</c>)\s*+"
)
# A row as it stands behind "<row ", without figures: its attributes, and its cells.
_ROW = re.compile(
    rb'r=""((?: [A-Za-z0-9:]+="[^"<>&]*")*+) ?(?:/>|>\s*+((?:' + _CELL.pattern + rb")*+)</row>)\s*+"
)
# Names that figures could have been taken out of. A cell and a row are looked for by number.
_NAMES = (
    *(b"</row>", b"</c>", b"<v>", b"</v>", b"<v/>", b"<v />", b"<is><t", b"</t></is>"),
    *(b"<f>", b"<f ", b"<f/>", b"</f>", b' s="'),
    *(b' t="s"', b' t="n"', b' t="b"', b' t="d"', b' t="str"', b' t="inlineStr"'),
    *(b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;"),
)
_UNUSUAL = (b"]]>", b"\xef\xbf")  # not allowed in text; letters that may not be allowed anywhere


_Parts = tuple[bytes, bytes, bytes, bytes]  # of a cell: its letters, its kind, its formula, its result


class Glance:
    """What stands in the rows: how many cells, how far they reach, and which of them are special.

    A plain class, for the reason given in ``specrules.evidence.guard``.
    """

    __slots__ = ("cells", "formulas", "hidden", "percent", "rows", "widest")

    def __init__(self) -> None:
        self.cells = self.rows = self.widest = 0
        self.percent: set[tuple[int, int]] = set()
        self.hidden: set[int] = set()
        self.formulas: set[tuple[int, int]] = set()


class _Shape:
    """A row without its figures: the cells it has, and what to look for where it stands."""

    __slots__ = ("cells", "formulas", "hides", "names", "widest")

    def __init__(
        self, attributes: bytes, cells: list[tuple[bytes, bytes, bytes, bytes]], text: bytes
    ) -> None:
        self.cells = len(cells)
        # A result that is text may be empty, and is there all the same.
        open_ones = [
            letters for letters, kind, formula, result in cells if formula and not (result and kind == b"str")
        ]
        self.formulas = [column(letters.decode()) for letters in open_ones]
        self.widest = column(cells[-1][0].decode()) if cells else 0
        self.hides = b' hidden="' in attributes
        self.names = [text.count(name) for name in _NAMES]


def parted(text: bytes) -> tuple[bytes, bytes, bytes] | None:
    """What stands before the rows of a sheet, the rows, and what stands behind; None if that is not plain."""
    begin, end = text.find(_BEGIN), text.rfind(_END)
    if begin < 0 or end < begin or text.count(b"sheetData") != 2:
        return None
    head, rows, tail = text[: begin + len(_BEGIN)], text[begin + len(_BEGIN) : end], text[end:]
    # In a comment or an instruction it would be no element.
    return None if b"<!" in head or b"<?" in head[5:] else (head, rows, tail)


def glance(rows: bytes, percent: frozenset[str]) -> Glance | None:
    """What stands in *rows*, where *percent* are the styles of percentages; None when they are not usual."""
    if not _is_text(rows):
        return None
    before, *texts = rows.split(b"<row ")
    shapes = [_shape(each) for each in rows.translate(None, _FIGURES).split(b"<row ")[1:]]
    known = [shape for shape in shapes if shape]
    if before.strip() or len(known) != len(texts) or len(known) != len(shapes) or not _named(rows, known):
        return None
    found = _found(rows, texts, known)
    if found and percent:
        styled = rb'<c r="([A-Z]{1,3})([0-9]+)" s="(?:' + "|".join(sorted(percent)).encode() + rb')"'
        found.percent = {(int(row), column(letters.decode())) for letters, row in re.findall(styled, rows)}
    return found


def _is_text(rows: bytes) -> bool:
    if rows.isascii() and b"]" not in rows:  # as in most sheets, of which that is seen at once
        return True
    try:
        rows.decode()
    except UnicodeDecodeError:
        return False
    return not any(each in rows for each in _UNUSUAL)


@lru_cache(maxsize=256)
def _shape(text: bytes) -> _Shape | None:
    """The shape of a row from its text without figures; None when it is not usual or holds an error."""
    row = _ROW.fullmatch(text)
    if row is None or b' r="' in row[1]:
        return None
    cells = _CELL.findall(row[2] or b"")
    columns = [column(letters.decode()) for letters, *_ in cells]
    in_order = all(one < two for one, two in pairwise(columns))
    is_plain = all(_is_plain(kind, result) for _, kind, _, result in cells)
    return _Shape(row[1], cells, text) if in_order and is_plain else None


def _is_plain(kind: bytes, result: bytes) -> bool:
    """Whether a result is what its kind says it is, written so that every reader reads the same."""
    if kind == b"e" or (kind == b"inlineStr" and result.startswith(b"<v")):
        return False
    return b"&" not in result or kind in (b"str", b"inlineStr")


@lru_cache(maxsize=1024)
def column(letters: str) -> int:
    """The number of a column: ``D`` is 4."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1024)
def letters_of(column: int) -> str:
    """The letters of a column: 4 is ``D``."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _named(rows: bytes, shapes: list[_Shape]) -> bool:
    """Whether every name of an element stands in the rows as it does in the shapes, with no figure in it."""
    totals = [0] * len(_NAMES)
    for shape, times in Counter(shapes).items():
        totals = [total + times * each for total, each in zip(totals, shape.names, strict=True)]
    return all(rows.count(name) == total for name, total in zip(_NAMES, totals, strict=True) if total)


def _found(rows: bytes, texts: list[bytes], shapes: list[_Shape]) -> Glance | None:
    """What rows of these shapes hold; None unless they stand in order, and every cell in its own row."""
    found, numbers = Glance(), list[bytes]()
    for text, shape in zip(texts, shapes, strict=True):
        number = text[3 : text.find(b'"', 3)]
        if text[:3] != b'r="' or not number.isdigit() or len(number) > 7 or int(number) <= found.rows:
            return None
        found.rows = int(number)
        numbers += [number] * shape.cells
        if shape.formulas:
            found.formulas.update((found.rows, each) for each in shape.formulas)
        if shape.hides and _hides(text):
            found.hidden.add(found.rows)
    if _REFERENCE.findall(rows) != numbers:
        return None
    found.cells = len(numbers)
    found.widest = max((shape.widest for shape in set(shapes)), default=0)
    return found


def _hides(text: bytes) -> bool:
    """Whether the tag of a row says that it is hidden."""
    tag = text[: text.find(b">")].decode()
    return any(f' hidden="{true}"' in tag for true in TRUE)
