"""Read workbooks, in a process of its own that may fail.

In: the bytes of one workbook after the other on standard input.  Out: the return
sheets of each as JSON on standard output, or why it was refused.  A hostile or
damaged workbook can make a reader abort, hang or take all memory, and none of
that can be caught; here it ends this process and nothing else.  The guard goes
first.  Values then come from calamine; what calamine leaves out (errors, formulas
never calculated, hidden rows, numbers shown as a percentage) the guard has noted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence  # noqa: TC003 - typing takes long to load
from datetime import date, datetime, time, timedelta

from specrules.evidence.guard import Part, Refused, Walk, parts_of, unpack, walk, walk_all
from specrules.evidence.personal import withhold

MEMORY = 1 << 30
_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_NOTES = ("comments", "threadedComment")
_BUILT_IN_PERCENT = frozenset({9, 10})  # ECMA-376 part 1, 18.8.30: 0% and 0.00%
# What stands in the first cell of a sheet of a return; and of one that only holds words to choose from.
_REGISTER, _OFFERED = "register", "words offered"
_OURS = ("specrules", _REGISTER, "section", "documents")


def main() -> None:
    """Read workbooks until there are no more. Each message begins with its length, in eight bytes."""
    limit()
    import json

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

    A cell is ``[row, column, kind, text]``.  Kinds: s text, n number, d date, b
    yes or no, e error, f formula never calculated, o anything else.  One that held
    something personal is text without it, followed by what that was.
    """
    from io import BytesIO

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    parts = parts_of(data)
    walks = walk_all(parts, _percent_styles(parts))
    targets = _targets(parts)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for about in book.sheets_metadata:
        hidden = about.visible != SheetVisibleEnum.Visible
        facts: dict[str, object] = {"name": withhold(about.name)[0], "hidden": hidden}
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False)
            facts["offered"] = _first(rows) == _OFFERED
            if _is_ours(about.name, rows):
                marks = walks[targets[about.name]]
                facts |= _cells(rows, marks) | {"hidden_rows": sorted(marks.hidden)}
                facts |= {"hidden_columns": marks.hidden_columns, "notes": _notes(parts, targets[about.name])}
                facts["merged"] = [
                    [a + 1, b + 1, c + 1, d + 1] for (a, b), (c, d) in sheet.merged_cell_ranges or ()
                ]
            facts["empty"] = not any(any(cell != "" for cell in row) for row in rows)
        yield facts


def _is_ours(name: str, rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet is the return or a register, by its name or its first cell; others stay unread."""
    return name.casefold().split()[:1] in (["return"], ["register"]) or _first(rows) in _OURS


def _first(rows: Sequence[Sequence[object]]) -> str:
    """The text of the first cell of a sheet, in small letters."""
    first = rows[0][0] if rows and rows[0] else ""
    return first.strip().casefold() if isinstance(first, str) else ""


def _cells(rows: Sequence[Sequence[object]], marks: Walk) -> dict[str, object]:
    found = {
        (row, column): _value(value, (row, column) in marks.percent)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    cells = marks.instead | found
    premises = _first(rows) == _REGISTER
    return {"cells": [_without_people(*place, *cells[place], premises) for place in sorted(cells)]}


def _without_people(row: int, column: int, kind: str, text: str, premises: bool) -> list[object]:
    """A cell without what may identify a person, which leaves this process nowhere else."""
    clean, kinds = withhold(text, premises)
    return [row, column, "s", clean, list(kinds)] if kinds else [row, column, kind, text]


def _value(value: object, percent: bool) -> tuple[str, str]:
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
        return "d", value.isoformat()
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


def _elements(parts: dict[str, Part], name: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a part: its tag without prefix, and its attributes without theirs."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {
            key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("xmlns")
        }
        found.append((tag.rpartition(":")[2], plain))

    if name in parts:
        walk(name, b"", unpack(parts[name]), start)
    return found


def _targets(parts: dict[str, Part]) -> dict[str, str]:
    """The name of each sheet, and of the part that holds it."""
    from posixpath import join, normpath

    files = {at["Id"]: at["Target"] for tag, at in _elements(parts, _RELATIONS) if tag == "Relationship"}
    sheets = {at["name"]: files[at["id"]] for tag, at in _elements(parts, _WORKBOOK) if tag == "sheet"}
    return {name: normpath(join("/xl", target)).lstrip("/") for name, target in sheets.items()}


def _notes(parts: dict[str, Part], sheet: str) -> list[str]:
    """The cells of a sheet that somebody has put a note on."""
    from posixpath import basename, dirname, join, normpath

    relations = _elements(parts, f"{dirname(sheet)}/_rels/{basename(sheet)}.rels")
    targets = [
        normpath(join("/", dirname(sheet), at["Target"])).lstrip("/")
        for tag, at in relations
        if tag == "Relationship" and at.get("Type", "").rpartition("/")[2] in _NOTES
    ]
    return [at["ref"] for name in targets for _, at in _elements(parts, name) if "ref" in at]


def _percent_styles(parts: dict[str, Part]) -> frozenset[int]:
    """The numbers of the cell styles that show a percentage."""
    elements = _elements(parts, _STYLES)
    shown = {
        int(at["numFmtId"]) for tag, at in elements if tag == "numFmt" and "%" in at.get("formatCode", "")
    } | _BUILT_IN_PERCENT
    tags = [tag for tag, _ in elements]
    if "cellXfs" not in tags:
        return frozenset()
    styles = [at for tag, at in elements[tags.index("cellXfs") + 1 :] if tag == "xf"]
    return frozenset(n for n, at in enumerate(styles) if int(at.get("numFmtId", 0)) in shown)
