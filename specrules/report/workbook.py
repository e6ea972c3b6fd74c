"""A review as an Excel workbook: the cards, every verdict, every fact, and how it was made.

In: a view.  Out: the bytes of an ``.xlsx`` file, the same on every run.  Each sheet
but the last is one table with a head that stays in sight and filters.  Every text is
written as text, so that none of it is taken for a formula or a link; a result is a
word first and a colour second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from specrules.report import saying
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from specrules.result import Result
    from specrules.view import CardView, NoWrongDoorView, VerdictView, View

_LONGEST = 32_000  # Excel's own limit is 32,767 characters, and longer text is left out without a word
_TOP = 3  # rows over the head of a table
_LINE, _TITLE = 15, 26  # heights
_A3, _A4 = 8, 9  # as Excel numbers paper
_WIDEST_ON_A4 = 190  # characters; wider tables could not be read in print
_COLOURS = {
    "met": ("#005A30", "#E8F3EC"),
    "partly met": ("#8A4B00", "#FFF3DF"),
    "not met": ("#A50000", "#FCEAEA"),
    "no evidence": ("#425563", "#F0F4F5"),
    "not applicable": ("#4C6272", "#FFFFFF"),
    "allowed": ("#3D4FA0", "#EEF0FA"),
}
_COUNTS = tuple(_COLOURS)

Cell = str | int | tuple[str, ...] | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet on its way. *columns* have their widths, and *results* are those of them that hold results.

    *empty* is said where there is no row.
    """

    title: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    results: tuple[str, ...] = ()
    empty: str = ""


def as_workbook(view: View) -> bytes:
    """Return *view* as a workbook."""
    from xlsxwriter import Workbook

    packed = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(packed, {"in_memory": True, **plain}) as book:
        _properties(book, view)
        looks = _looks(book)
        for each in _sheets(view):
            _write(book, looks, each, view)
    return packed.getvalue()


def _properties(book: Workbook, view: View) -> None:
    header = view.header
    made = datetime.combine(date.fromisoformat(header.as_at), time())
    title = _text(f"Review of {header.title}, {header.period}")[:250]
    book.set_properties({"title": title, "subject": _text(header.mark)[:250], "created": made})


# -- what stands in the sheets


def _sheets(view: View) -> Iterator[_Sheet]:
    yield _cards(view.compliance)
    if view.no_wrong_door:
        yield _doors(view.no_wrong_door)
    yield _verdicts(view.verdicts)
    yield _facts(view.verdicts)
    yield _needed(view)
    yield _made(view)


def _cards(cards: Iterable[CardView]) -> _Sheet:
    columns = {"Party": 30, "Role": 24, "Rating": 34, "Score": 16, "With settled evidence": 14}
    rows: Iterator[Row] = (
        (
            card.name,
            card.role if card.bound else f"{card.role} (not agreed)",
            card.rating.words,
            card.adjusted.words if card.adjusted else "",
            card.adjusted.coverage_words if card.adjusted else "",
            *(card.counts.get(word, 0) for word in _COUNTS),
        )
        for card in cards
    )
    return _Sheet("Scorecard", {**columns, **dict.fromkeys(_COUNTS, 10)}, tuple(rows), empty=saying.NOBODY)


def _doors(card: NoWrongDoorView) -> _Sheet:
    names = {party: f"{name} ({party})" for party, name in card.doors}
    rows = (
        (
            principle.title,
            *(_door(door.result, door.state) for door in principle.doors),
            principle.joint.word,
            ", ".join(names.get(each, each) for each in principle.decided_by),
        )
        for principle in card.principles
    )
    doors = tuple(names.values())
    columns = {"Principle": 40, **dict.fromkeys(doors, 18), "Together": 18, "Decided by": 30}
    return _Sheet("No wrong door", columns, tuple(rows), (*doors, "Together"))


def _door(result: Result | None, state: str) -> str:
    return result.word if result else state


def _verdicts(verdicts: Iterable[VerdictView]) -> _Sheet:
    columns = {"Requirement": 12, "Clause": 9, "Title": 36, "Strength": 11, "Party": 20, "Result": 15}
    columns |= {"Without allowances": 15, "Found": 30, "Needed": 30, "Why": 20, "What it would take": 30}
    rows = (
        (
            each.requirement,
            each.clause,
            each.title,
            each.strength,
            each.party_name,
            each.result.word,
            each.raw.word,
            _each((check.name, check.found) for check in each.checks),
            _each((check.name, check.wanted) for check in each.checks),
            "; ".join(each.reasons),
            _each((check.name, check.would_take) for check in each.checks),
        )
        for each in verdicts
    )
    return _Sheet("Verdicts", columns, tuple(rows), ("Result", "Without allowances"), saying.NOBODY)


def _each(said: Iterable[tuple[str, str | None]]) -> Cell:
    """What is said of each check, a line each."""
    return tuple(f"{name}: {text}" for name, text in said if text)


def _facts(verdicts: Iterable[VerdictView]) -> _Sheet:
    columns = {"Requirement": 12, "Check": 18, "Judged for": 24, "Item": 34, "Supplied by": 16}
    columns |= {"Text as written": 30, "Grade": 14, "File": 34, "Place": 20}
    rows = (
        (
            verdict.requirement,
            check.name,
            verdict.party_name,
            *(fact.item, fact.party, fact.text, fact.grade, fact.file, fact.place),
        )
        for verdict in verdicts
        for check in verdict.checks
        for fact in check.facts
    )
    return _Sheet("Facts", columns, tuple(rows), empty="No figure was read.")


def _needed(view: View) -> _Sheet:
    columns = {"From": 28, "Requirement": 12, "Check": 18, "What": 50, "Why": 26, "Could change a rating": 14}
    rows = (
        (party.name, item.requirement, item.check, item.what, item.reason, "yes" if item.decides else "no")
        for party in view.needed
        for item in party.items
    )
    return _Sheet("Evidence needed", columns, tuple(rows), empty=saying.NOTHING_NEEDED)


def _made(view: View) -> _Sheet:
    header = view.header
    rows: list[Row] = [
        ("Specification", f"{header.spec}, version {header.version}, {header.status}"),
        ("Period", f"{header.period}: {header.period_words}"),
        ("As at", header.as_at_words),
        ("Decided by", ", ".join(header.engines)),
        *((("Remark", header.note),) if header.note else ()),
        ("Figures held back", view.hidden),
        ("Made by", f"specrules {header.package}"),
        *((("Kept as", header.record),) if header.record else ()),
        *((f"sha256 of {file}", digest) for file, digest in header.files.items()),
        *((f"sha256 of standard clause {clause}", digest) for clause, digest in header.catalogue.items()),
    ]
    return _Sheet("How this was made", {"What": 60, "Which": 70}, tuple(rows))


# -- how they are written


def _looks(book: Workbook) -> dict[str, Any]:
    usual = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
    line = {**usual, "border": 1, "border_color": "#B8C4CC"}
    colours = {
        word: book.add_format({"font_color": dark, "bg_color": light, "bold": True})
        for word, (dark, light) in _COLOURS.items()
    }
    return {
        "title": book.add_format({**usual, "font_size": 15, "bold": True, "text_wrap": False}),
        "faint": book.add_format({**usual, "font_color": "#4C6272", "text_wrap": False}),
        "head": book.add_format({**line, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4557"}),
        "plain": book.add_format(line),
        **colours,
    }


def _write(book: Workbook, looks: Mapping[str, Any], made: _Sheet, view: View) -> None:
    sheet = book.add_worksheet(made.title)
    header = view.header
    sheet.set_row(0, _TITLE)
    sheet.write_string(0, 0, _text(f"{made.title}: {header.title}, {header.period}"), looks["title"])
    sheet.write_string(1, 0, _text(f"As at {header.as_at_words}. {header.mark}."), looks["faint"])
    widths = tuple(made.columns.values())
    sheet.set_row(_TOP, _height(tuple(made.columns), widths) + 4)
    for column, (name, width) in enumerate(made.columns.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(_TOP, column, _text(name), looks["head"])
    for number, row in enumerate(made.rows, _TOP + 1):
        sheet.set_row(number, _height(row, widths))
        for column, cell in enumerate(row):
            _put(sheet, number, column, cell, looks["plain"])
    if not made.rows:
        sheet.write_string(_TOP + 1, 0, made.empty, looks["faint"])
    _colour(sheet, made, looks)
    _lay_out(sheet, made, _text(header.mark))


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, look: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, look)
    else:
        sheet.write_string(row, column, _text(cell or ""), look)


def _text(cell: str | tuple[str, ...]) -> str:
    """Text safe to print, or lines of it, cut with a count of the rest where Excel would drop the whole."""
    text = show(cell) if isinstance(cell, str) else "\n".join(map(show, cell))
    rest = len(text) - _LONGEST
    return text if rest <= 0 else f"{text[:_LONGEST]}… and {rest:,} more characters"


def _height(row: Row, widths: tuple[int, ...]) -> int:
    """The height that shows all of a row, which is not left to each program to work out."""
    texts = (cell if isinstance(cell, tuple) else (str(cell),) for cell in row)
    lines = (
        sum(1 + len(line) // width for line in text) or 1 for text, width in zip(texts, widths, strict=True)
    )
    return min(_LINE * max(lines), 400)  # no row may be higher than 409


def _colour(sheet: Worksheet, made: _Sheet, looks: Mapping[str, Any]) -> None:
    """Colour each result by its word, so that a colour changes when somebody corrects the word."""
    names = list(made.columns)
    for column in (names.index(name) for name in made.results):
        for word in _COLOURS:
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": looks[word]}
            sheet.conditional_format(_TOP + 1, column, _TOP + max(1, len(made.rows)), column, rule)


def _lay_out(sheet: Worksheet, made: _Sheet, mark: str) -> None:
    last = _TOP + max(1, len(made.rows))
    sheet.autofilter(_TOP, 0, last, len(made.columns) - 1)
    sheet.freeze_panes(_TOP + 1, 1)
    sheet.repeat_rows(_TOP)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A3 if sum(made.columns.values()) > _WIDEST_ON_A4 else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8{mark.replace('&', '&&')[:120]}&C&8&A&R&8&P of &N")
