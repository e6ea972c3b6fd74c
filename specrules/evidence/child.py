"""Read workbooks, in a process of its own that may fail.

In: the bytes of one workbook after the other on standard input.  Out: the return
sheets of each as JSON on standard output, or why it was refused.  A hostile or
damaged workbook can make a reader abort, hang or take all memory, and none of
that can be caught; here it ends this process and nothing else.  The guard goes
first.  Values then come from calamine; what calamine leaves out (errors, formulas
never calculated, hidden rows, numbers shown as a percentage) the guard has noted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence  # noqa: TC003 - typing takes long to load
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from specrules.evidence.glance import column as column_of
from specrules.evidence.guard import Part, Refused, Walk, Walker, parts_of, unpack, walk, walk_all
from specrules.evidence.personal import is_too_short, suspects, withhold, withhold_from_cell

Value = int | float | str | bool | time | date | datetime | timedelta  # as calamine gives it

MEMORY = 1 << 29
UNSAFE = "it could not be read safely. Copy the answers into a new return, save it and send that."
_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_TEXTS = "xl/sharedStrings.xml"
_NOTES, _NOTE = ("comments", "threadedComment"), ("comment", "threadedComment")
_MAY_BE_PERCENT = re.compile(rb"""%|&\#|numFmtId\s*=\s*["']\s*[+0]*(?:9|10)\s*["']""")
_BUILT_IN_PERCENT = frozenset({9, 10})  # ECMA-376 part 1, 18.8.30: 0% and 0.00%
# What stands in the first cell of a sheet of a return; and of one that only holds words to choose from.
_REGISTER = "register"
_OFFERED = ("words offered", "from the last meeting")
_NEAR_THE_TOP = 20  # rows
# Three of these beside each other are the headings of answers.
_COLUMNS = frozenset(("item", "what is asked", "site", "word", "answer", "number", "out of"))
_FEW = 3
_OURS = ("specrules", _REGISTER, "section", "documents")


def main() -> None:
    """Read workbooks until there are no more. Each message begins with its length, in eight bytes."""
    limit()
    import gc
    import json

    gc.disable()  # there is little to throw away before this process ends, and looking for it takes long

    messages, answers = sys.stdin.buffer, sys.stdout.buffer
    while size := messages.read(8):
        data = messages.read(int.from_bytes(size, "big"))
        answer = json.dumps(_answer(data)).encode()
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def _answer(data: bytes) -> dict[str, object]:
    """What a workbook holds, or why it was refused."""
    try:
        return {"sheets": list(read(data))}
    except Refused as refused:
        return {"refused": str(refused)}
    except MemoryError:  # nothing is left to go on with; another process will say so
        raise
    except Exception:
        # What calamine refuses, or a workbook that contradicts itself, harms no other workbook.
        return {"refused": UNSAFE}


def limit() -> None:
    """Cap the memory this process may take, and let it leave no files behind, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent is what is left
        return
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    for what, most in limits.items():
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):  # macOS has no limit on memory; elsewhere a lower one is set already
            continue


def read(data: bytes) -> Iterator[dict[str, object]]:
    """Yield every sheet of a workbook as plain data; cells only of the sheets that belong to a return.

    Raises Refused before anything else opens a workbook that is not safe to read.

    ``rows`` holds every row from the first: text, numbers, yes or no, and "" for
    nothing.  A cell that is none of these is in ``others`` instead, as ``[row, column,
    kind, text]``.  Kinds: d date, e error, f formula never calculated, s text, o
    anything else.  One that held something personal is text without it, followed by
    what that was.
    """
    from io import BytesIO

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    parts = parts_of(data)
    targets = _targets(parts)
    names = {part: withhold(name)[0] for name, part in targets.items()}
    walks = walk_all(parts, _percent_styles(parts), names)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for about in book.sheets_metadata:
        hidden = about.visible != SheetVisibleEnum.Visible
        name, kinds = withhold(about.name)
        facts: dict[str, object] = {"name": name, "named": list(kinds), "hidden": hidden}
        if about.typ == SheetTypeEnum.WorkSheet:
            notes = _notes(parts, targets[about.name])
            facts["noted"] = [[cell, kind] for cell, text in notes for kind in withhold(text)[1]]
            sheet = _opened(book, about.name, parts, targets)
            rows = sheet.to_python(skip_empty_area=False)
            facts["offered"] = _first(rows) in _OFFERED
            facts["empty"] = not any(any(cell != "" for cell in row) for row in rows)
            if _is_ours(about.name, rows):
                marks = walks[targets[about.name]]
                facts |= {"hidden_rows": sorted(marks.hidden), "hidden_columns": marks.hidden_columns}
                facts |= {"notes": [cell for cell, _ in notes]}
                facts["merged"] = [_range(each) for each in marks.merged]
                facts |= {"others": _set_apart(rows, marks), "rows": rows}
            else:
                facts["unread"] = _first_of_each_kind(rows)
                facts["answers"] = _has_answers(rows)
        yield facts


def _opened(book: Any, name: str, parts: dict[str, Part], targets: dict[str, str]) -> Any:
    """A sheet, opened. Raises Refused with the cell that calamine would not have, where there is one."""
    try:
        return book.get_sheet_by_name(name)
    except Exception:
        from specrules.evidence.oddities import look_for_odd_cell

        texts = len(_elements(parts, _TEXTS, "si"))
        look_for_odd_cell(unpack(parts[targets[name]]), withhold(name)[0], texts)
        raise


def _range(text: str) -> list[int]:
    """A range such as ``B2:C9`` as its first row, first column, last row and last column."""
    first, _, last = text.partition(":")
    corners = [re.fullmatch("([A-Z]{1,3})([0-9]{1,7})", each) for each in (first, last or first)]
    if None in corners:
        raise Refused(UNSAFE)
    return [number for each in corners if each for number in (int(each[2]), column_of(each[1]))]


def _is_ours(name: str, rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet is the return or a register, by its name or its cells; others stay unread."""
    named = name.casefold().split()[:1] in (["return"], ["register"])
    return named or _first(rows) in _OURS or _has_headings(rows)


def _has_headings(rows: Sequence[Sequence[object]]) -> bool:
    """Whether the headings of a return stand near the top, whatever somebody has called the sheet."""
    pairs = ([cell for cell in row if cell != ""][:2] for row in rows[:_NEAR_THE_TOP])
    return any(str(pair[0]).strip().casefold() == _OURS[0] for pair in pairs if len(pair) == 2)


def _has_answers(rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet looks like one of answers, though nothing in its first cell says so."""
    texts = ({str(cell).strip().casefold() for cell in row} for row in rows[:_NEAR_THE_TOP])
    return any(len(_COLUMNS & each) >= _FEW for each in texts)


def _first(rows: Sequence[Sequence[object]]) -> str:
    """The text of the first cell of a sheet that holds anything, in small letters.

    Somebody may have put rows above it or columns beside it.
    """
    first = next((cell for row in rows for cell in row if cell != ""), "")
    return first.strip().casefold() if isinstance(first, str) else ""


_PLAIN = frozenset((str, float, int, bool))
_MAY_BE_PERSONAL = ("s", "n", "o")  # the kinds of cells that hold more than a date, an error or nothing
_TEN_DIGITS = 10**9  # a whole number below this has too few digits to be anything personal


def _set_apart(rows: list[list[Value]], marks: Walk) -> list[list[object]]:
    """Take every cell out of *rows* that is not plain, and return these in their order."""
    register = _first(rows) == _REGISTER
    others = {place: said for place, said in marks.instead.items() if _at(rows, *place) == ""}
    for row, column in _odd_places(rows, marks):
        others[row, column] = _value(_at(rows, row, column), (row, column) in marks.percent)
        rows[row - 1][column - 1] = ""
    return [_without_people(*place, *others[place], register) for place in sorted(others)]


def _at(rows: list[list[Value]], row: int, column: int) -> Value:
    """What a cell holds, "" outside of what there is."""
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def _odd_places(rows: list[list[Value]], marks: Walk) -> set[tuple[int, int]]:
    """Where the cells are that JSON has no word for, that show a percentage or may be personal."""
    odd = {place for place in marks.percent if _at(rows, *place) != ""}
    cells = list(chain.from_iterable(rows))
    kinds = set(map(type, cells)) - _PLAIN
    personal = _suspects(set(cells))
    if not kinds and not personal:
        return odd
    for row, values in enumerate(rows, 1):
        if kinds.isdisjoint(map(type, values)) and personal.isdisjoint(values):
            continue  # as most rows, of which that is seen at once
        for column, value in enumerate(values, 1):
            if type(value) in kinds or value in personal:
                odd.add((row, column))
    return odd


def _suspects(values: set[Value]) -> set[str | float]:
    """The texts and numbers that may hold something personal. All are looked at together, which is quick."""
    texts = {value for value in values - _HARMLESS if isinstance(value, str) and not is_too_short(value)}
    numbers = [
        value
        for value in values
        if isinstance(value, (float, int)) and (not -_TEN_DIGITS < value < _TEN_DIGITS or value % 1)
    ]
    found = suspects(texts)
    if len(_HARMLESS) < _REMEMBERED:
        _HARMLESS.update(texts - found)
    return found | {number for number in numbers if suspects((_plain(number),))}


# Texts that were looked at and hold nothing personal: returns made from one form have most of theirs in
# common.
_HARMLESS: set[Value] = set()
_REMEMBERED = 10_000


def _without_people(row: int, column: int, kind: str, text: str, register: bool) -> list[object]:
    """A cell without what may identify a person, which leaves this process nowhere else."""
    if kind not in _MAY_BE_PERSONAL:
        return [row, column, kind, text]
    clean, kinds = withhold_from_cell(text, register)
    return [row, column, "s", clean, list(kinds)] if kinds else [row, column, kind, text]


def _first_of_each_kind(rows: list[list[Value]]) -> list[list[object]]:
    """Where something personal stands first on a sheet that is not read, and of what kind."""
    found: dict[str, list[object]] = {}
    suspected = _suspects(set(chain.from_iterable(rows)))
    for row, values in enumerate(rows, 1) if suspected else ():
        for column, value in enumerate(values, 1):
            if value in suspected:
                for kind in withhold(_value(value, percent=False)[1])[1]:
                    found.setdefault(kind, [row, column, kind])
    return list(found.values())


_TRUE_DAYS = date(1900, 3, 1)
"""Before, Excel counts a day that never was, which is read as the day before it."""


def _value(value: Value, percent: bool) -> tuple[str, str]:
    """The kind of a value and its text. Numbers keep the 15 digits that Excel itself keeps."""
    if isinstance(value, str):
        return "s", value
    if isinstance(value, bool):
        return "b", str(value).upper()
    if isinstance(value, (int, float)):
        return ("s", _as_percent(value)) if percent else ("n", _plain(value))
    if isinstance(value, datetime):
        return ("d", value.date().isoformat()) if value.year > 1900 else ("o", value.time().isoformat())
    if isinstance(value, date):
        return "d" if value >= _TRUE_DAYS else "o", value.isoformat()
    if isinstance(value, timedelta):
        return "o", _hours(value)
    return "o", value.isoformat() if isinstance(value, time) else str(value)


def _plain(value: float) -> str:
    return f"{value:.15g}"


def _as_percent(value: float) -> str:
    """A number shown as a percentage, as its reader sees it: 0.95 is 95%."""
    from decimal import Decimal

    return f"{(Decimal(_plain(value)) * 100).normalize():f}%" if abs(value) < 1e9 else _plain(value)


def _hours(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


class _Elements(Walker):
    """Keeps the attributes, without their prefixes, of every element of some kinds."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted, self.found = wanted, list[tuple[str, dict[str, str]]]()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at one element."""
        name = tag.rpartition(":")[2]
        if name in self.wanted:
            plain = {key.rpartition(":")[2]: each for key, each in attributes.items() if key[:5] != "xmlns"}
            self.found.append((name, plain))


class _Notes(Walker):
    """Keeps the cell that each note is about, and what stands between the note's tags."""

    def __init__(self) -> None:
        self.found = list[tuple[str, list[str]]]()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at one element."""
        if tag.rpartition(":")[2] in _NOTE:
            self.found.append((attributes.get("ref", ""), []))

    def between(self, text: str) -> None:
        """Look at what stands between two tags."""
        if self.found:
            self.found[-1][1].append(text)


def _elements(parts: dict[str, Part], name: str, *wanted: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """The elements of a part that have one of these names: the name, and the attributes."""
    part = parts.get(name)
    return _elements_in(name, part.packed, part.size, part.deflated, wanted) if part else ()


@lru_cache(maxsize=32)
def _elements_in(
    name: str, packed: bytes, size: int, deflated: bool, wanted: tuple[str, ...]
) -> tuple[tuple[str, dict[str, str]], ...]:
    """The same of one part, which many returns made from one form share to the byte."""
    elements = _Elements(wanted)
    walk(name, ((piece, elements) for piece in unpack(Part(name, packed, size, deflated))))
    return tuple(elements.found)


def _targets(parts: dict[str, Part]) -> dict[str, str]:
    """The name of each sheet, and of the part that holds it."""
    from posixpath import join, normpath

    files = {at["Id"]: at["Target"] for _, at in _elements(parts, _RELATIONS, "Relationship")}
    sheets = {at["name"]: files[at["id"]] for _, at in _elements(parts, _WORKBOOK, "sheet")}
    return {name: normpath(join("/xl", target)).lstrip("/") for name, target in sheets.items()}


def _notes(parts: dict[str, Part], sheet: str) -> list[tuple[str, str]]:
    """The cells of a sheet that somebody has put a note on, and what the notes say."""
    from posixpath import basename, dirname, join, normpath

    relations = _elements(parts, f"{dirname(sheet)}/_rels/{basename(sheet)}.rels", "Relationship")
    targets = [
        normpath(join("/", dirname(sheet), at["Target"])).lstrip("/")
        for _, at in relations
        if at.get("Type", "").rpartition("/")[2] in _NOTES
    ]
    return [note for name in targets if name in parts for note in _notes_in(parts, name)]


def _notes_in(parts: dict[str, Part], name: str) -> Iterator[tuple[str, str]]:
    """The notes of one part: the cell of each, and its text."""
    from html import unescape

    notes = _Notes()
    walk(name, ((piece, notes) for piece in unpack(parts[name])))
    for cell, texts in notes.found:
        if cell:
            yield cell, unescape("".join(texts).replace("<![CDATA[", "").replace("]]>", ""))


def _percent_styles(parts: dict[str, Part]) -> frozenset[int]:
    """The numbers of the cell styles that show a percentage."""
    if _STYLES in parts and not _MAY_BE_PERCENT.search(b"".join(unpack(parts[_STYLES]))):
        return frozenset()
    elements = _elements(parts, _STYLES, "numFmt", "cellXfs", "xf")
    shown = {
        int(at["numFmtId"]) for tag, at in elements if tag == "numFmt" and "%" in at.get("formatCode", "")
    } | _BUILT_IN_PERCENT
    tags = [tag for tag, _ in elements]
    if "cellXfs" not in tags:
        return frozenset()
    styles = [at for tag, at in elements[tags.index("cellXfs") + 1 :] if tag == "xf"]
    return frozenset(n for n, at in enumerate(styles) if int(at.get("numFmtId", 0)) in shown)
