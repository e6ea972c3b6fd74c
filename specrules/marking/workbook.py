"""The workbook in which a specification is read and marked up.

In: a specification, and what of it can be marked up.  Out: the bytes of a workbook with
two sheets: the duties in plain English, and a table with a yellow cell beside each value.
The same specification always gives the same bytes.
"""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from specrules import sentences
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from specrules.marking.items import Item
    from specrules.spec.model import Spec

#: What the first cell says, and the one beside it.
BEGINS, KIND = "specrules", "marked specification 1"
COLUMNS = ("Duty", "What", "As it is", "Change it to", "Comment", "Place in the text")
_WIDTHS = (12, 30, 44, 44, 40, 20)
_HOW = (
    "Write what it should be into the yellow cell beside it, and remarks into the one after that. "
    "Save this as .xlsx and send it back; its changes are shown one by one before any is taken over."
)
# Nothing that a specification says may become a formula or a link.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_workbook(spec: Spec, items: Sequence[Item]) -> bytes:
    """Return *spec* as a workbook to be marked up."""
    import xlsxwriter

    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, **_PLAIN})
    made = datetime.combine(spec.starts, time())
    book.set_properties({"title": show(spec.title)[:250], "created": made})
    looks = _looks(book)
    _write_reading(book, looks, spec)
    _write_table(book, looks, spec, items)
    book.close()
    return data.getvalue()


def _looks(book: Workbook) -> dict[str, Format]:
    usual: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
    line = {"border": 1, "border_color": "#C9CDD1"}
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4557"}
    return {
        "title": book.add_format({**usual, "bold": True, "font_size": 15, "text_wrap": False}),
        "plain": book.add_format({**usual, **line}),
        "bare": book.add_format({**usual, "text_wrap": False}),
        "strong": book.add_format({**usual, **line, "bold": True}),
        "head": book.add_format({**usual, **line, **head}),
        # As text, so that nothing typed becomes a number or a date of the program's own.
        "open": book.add_format({**usual, **line, "locked": False, "bg_color": "#FFF6D6", "num_format": "@"}),
    }


def _write_reading(book: Workbook, looks: dict[str, Format], spec: Spec) -> None:
    """The duties in plain English, one to a row."""
    sheet = book.add_worksheet("In plain English")
    _page(sheet, rows=2)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 110)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, show(f"{spec.title} ({spec.id}, version {spec.version})"), looks["title"])
    sheet.write_string(2, 0, "Duty", looks["head"])
    sheet.write_string(2, 1, "What it asks", looks["head"])
    for row, each in enumerate(spec.requirements, start=3):
        lines = [each.title, *sentences.requirement(each, spec)]
        sheet.set_row(row, _height(lines, 130))
        sheet.write_string(row, 0, show(each.id), looks["strong"])
        sheet.write_string(row, 1, "\n".join(map(show, lines))[:_MOST], looks["plain"])


def _write_table(book: Workbook, looks: dict[str, Format], spec: Spec, items: Sequence[Item]) -> None:
    """The values, each with a cell to change it in."""
    sheet = book.add_worksheet("To mark up")
    _page(sheet, rows=4)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, None, {"hidden": column == len(_WIDTHS) - 1})
    for row, (name, said) in enumerate(((BEGINS, KIND), ("id", spec.id), ("how", _HOW))):
        sheet.write_string(row, 0, name, looks["bare"])
        sheet.write_string(row, 1, said, looks["bare"])
    for column, name in enumerate(COLUMNS):
        sheet.write_string(4, column, name, looks["head"])
    for row, each in enumerate(items, start=5):
        sheet.set_row(row, _height([each.value], 40))
        for column, said in enumerate((each.duty, each.heading, each.value)):
            sheet.write_string(row, column, said if column == 2 else show(said), looks["plain"])
        sheet.write_blank(row, 3, None, looks["open"])
        sheet.write_blank(row, 4, None, looks["open"])
        sheet.write_string(row, 5, each.path, looks["plain"])
    sheet.autofilter(4, 0, 4 + len(items), len(COLUMNS) - 2)


_MOST = 32_000


def _page(sheet: Any, rows: int) -> None:
    sheet.hide_gridlines(2)
    sheet.freeze_panes(rows + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(rows)


def _height(lines: Sequence[str], width: int) -> int:
    """A height that shows all of *lines*, which is not left to each program to work out."""
    return min(400, 4 + 13 * sum(1 + len(line) // width for line in lines))
