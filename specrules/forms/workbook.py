"""Write a form as an Excel workbook.

In: a form, and what already stands in it.  Out: the bytes of an ``.xlsx`` file, the
same on every run.  The reader of returns finds its way by the words in the
sheets (``item``, ``number``, ``register``), never by positions, so columns may be
moved; labels are locked only so that nobody changes one by accident.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from specrules.base.phrases import day
from specrules.evidence.cells import reference
from specrules.evidence.facts import Column, ValueKind
from specrules.evidence.layout import (
    CASE,
    COMMENT,
    CONTACT,
    DOCUMENT_COLUMNS,
    DOCUMENTS,
    FIRST,
    ITEM,
    KIND,
    LAST_CONTACT,
    LAST_MEETING,
    NAME,
    SECOND,
    SECTION,
    SITE,
    WORD,
    WORDS_OFFERED,
)
from specrules.forms import rules, status
from specrules.forms.form import LAST_TIME, RAISED_COLUMNS, Asked, Filled, Form, Found, Question, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_RAISED = dict(zip(RAISED_COLUMNS, (22, 80, 14, 12, 18), strict=True))
_LINE_HEIGHT, _TITLE_HEIGHT, _FRONT_WIDTH = 13, 24, 100
_A3, _A4 = 8, 9  # as Excel numbers paper
ROWS = 24  # of a register or of the list of documents, ready to be filled in
ASKED, STATUS = "what is asked", "status"
_WIDTHS: dict[str, int] = {
    ITEM: 18,
    ASKED: 48,
    SITE: 13,
    WORD: 20,
    Column.ANSWER: 13,
    Column.NUMBER: 8,
    Column.OUT_OF: 8,
    Column.NOT_RECORDED: 9,
    Column.EXCEPTED: 9,
    Column.WAITING: 9,
    Column.BASELINE: 9,
    Column.DOCUMENT: 21,
    Column.OWNER: 14,
    Column.DATE: 11,
    Column.REASON: 21,
    Column.AGREED_BY: 14,
    LAST_TIME: 11,
    STATUS: 18,
    COMMENT: 24,
}
_REGISTER_WIDTHS = {
    KIND: 30,
    NAME: 32,
    CONTACT: 30,
    LAST_CONTACT: 14,
    SITE: 18,
    CASE: 12,
    FIRST: 30,
    SECOND: 30,
}
_LISTED = (
    "One row each; add rows below if there are more. "
    'If there is nothing to list, write "none" as the only kind.'
)
_LISTED_BY_SITE = (
    "One row each; add rows below if there are more. "
    'If there is nothing to list at a site, write "none" as its only kind.'
)
_READ_TWICE = (
    "One row for each case, by its number in the sample (1, 2, 3), and what each of the two readers found, "
    "without having seen what the other did. Add rows below if there are more cases."
)
_DOCUMENT_WIDTHS = dict(zip(DOCUMENT_COLUMNS, (44, 12, 28, 14), strict=True))
_INSTRUCTIONS = (
    "Fill in the yellow cells, on this sheet and on each of the sheets named below. The others are locked, "
    "without a password, so that nothing is changed by accident.",
    "Above, “submitted” is the day you send this and “data-as-at” the day the figures were taken. “status” "
    "is provisional while figures may still change. “supersedes” stays blank, unless this replaces a return "
    "that you sent before: then write the file name of that one.",
    "Leave blank what you do not know. A blank cell is no evidence, and n/a is read as blank: neither is "
    "ever counted as nought. Write 0 only if there were none.",
    "“number” and “out of” are counts, never percentages. A small number may be written <5 or *.",
    "A yes needs the document that shows it. List documents on the sheet Documents, then choose from them.",
    "The column “status” says what is still missing in a line.",
    "Never write the name, initials, date of birth, address or NHS number of anybody who uses a service. "
    "Owners and contacts are posts, such as service manager.",
    "Save the workbook as .xlsx, without a password, and send it by {due}. You can try it first: "
    "specrules return check, and the name of this file.",
)


def as_workbook(form: Form, filled: Filled | None = None) -> bytes:
    """Return *form* as the bytes of a workbook, with what is already *filled* in."""
    import xlsxwriter

    data = BytesIO()
    # Nothing that a specification or a return says may become a formula or a link.
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, {"in_memory": True, **safe})
    _Maker(book, form, filled or Filled()).run()
    book.close()
    return data.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of a workbook, made once. The *open* ones are cells to fill in; all others are locked."""

    title: Format
    head: Format
    plain: Format
    faint: Format
    strong: Format
    duty: Format
    duty_about: Format
    closed: Format
    status: Format
    before: Format
    open: Format
    open_day: Format
    open_money: Format
    unlocked: Format


def _looks(book: Workbook) -> _Looks:
    usual = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
    line = {"border": 1, "border_color": "#C9CDD1"}
    opened = {**line, "locked": False, "bg_color": "#FFF6D6", "align": "left"}
    duty = {"bg_color": "#E3ECF2"}

    def made(**more: Any) -> Format:
        return book.add_format(usual | more)

    return _Looks(
        title=made(bold=True, font_size=15, font_color="#1F4557", text_wrap=False),
        head=made(bold=True, font_color="#FFFFFF", bg_color="#1F4557", **line),
        plain=made(**line),
        faint=made(font_color="#5A646D"),
        strong=made(bold=True, text_wrap=False),
        duty=made(bold=True, text_wrap=False, top=1, top_color="#5B7A8C", **duty),
        duty_about=made(font_color="#3D4A54", text_wrap=False, **duty),
        closed=made(bg_color="#ECEEF0", **line),
        status=made(bold=True, align="left", **line),
        before=made(font_color="#5A646D", **line),
        open=made(**opened),
        open_day=made(num_format="dd/mm/yyyy", **opened),
        open_money=made(num_format='"£"#,##0.00', **opened),
        unlocked=made(locked=False, align="left"),
    )


@dataclass(frozen=True, slots=True)
class _ToDo:
    """How much of a sheet is still to do: as a formula, and now."""

    sheet: Worksheet
    title: str
    formula: str
    now: int
    lines: str


@dataclass(slots=True)
class _Page:
    """The sheet of a section on its way: where each column stands, the last row, and what its lines say."""

    sheet: Worksheet
    at: Mapping[str, int]
    row: int = 3
    said: list[str] = field(default_factory=list)

    def next(self) -> int:
        """The next row, counted from 0."""
        self.row += 1
        return self.row


_Line = tuple[dict[Column, str], dict[Column, Found]]  # where the cells of a line stand, and what is in them


class _Maker:
    """Makes the sheets of one workbook."""

    def __init__(self, book: Workbook, form: Form, filled: Filled) -> None:
        self.book, self.form, self.filled = book, form, filled
        self.looks = _looks(book)
        self.titles: set[str] = set()
        self.names: set[str] = set()
        self.offers: dict[tuple[str, ...], str] = {}

    def run(self) -> None:
        """Make every sheet: the headings, the sections, the registers, the documents and the lists."""
        self.properties()
        front = self.sheet("Return")
        self.lists = self.book.add_worksheet(self.title("Lists"))
        self.lists.write_string(0, 0, WORDS_OFFERED)
        self.offer(status.UNKNOWN, rules.NOT_KNOWN)
        self.offer(status.HIDDEN, rules.HIDDEN)
        to_do = [self.section(each) for each in self.form.sections if _has_lines(each)]
        to_do += [self.register(each.question, each.sites) for each in self.form.tables]
        self.documents()
        if self.form.raised:
            self.last_meeting()
        self.front(front, to_do)
        self.lists.protect()
        self.lists.hide()
        front.activate()

    def properties(self) -> None:
        """Say in the file's properties which specification it answers, so that it can be shown later."""
        form = self.form
        title = f"Return of {form.party.name} for {form.period}"
        made = datetime.combine(form.spec.starts, time())
        self.book.set_properties({"title": title, "subject": form.spec.title, "created": made})
        for name, text in {**form.header, "spec-digest": form.spec.digest}.items():
            self.book.set_custom_property(name, text, "text")

    def sheet(self, title: str, wide: bool = False) -> Worksheet:
        """A new sheet with locked labels, printed one page wide."""
        sheet = self.book.add_worksheet(self.title(title))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A3 if wide else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        party = self.form.party.name.replace("&", "&&")
        sheet.set_footer(f"&L&8{party}, {self.form.period}&C&8&A&R&8&P of &N")
        return sheet

    def title(self, text: str) -> str:
        """A title that a sheet may have and that no other has: 31 characters, and not just any."""
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", text).strip(" '") or "Sheet"
        plain = f"{plain} " if plain.casefold() == "history" else plain  # Excel keeps that name for itself
        tries = (plain[: 31 - len(mark)] + mark for mark in ("", *(f" {n}" for n in range(2, 1000))))
        title = next(each for each in tries if each.casefold() not in self.titles)
        self.titles.add(title.casefold())
        return title

    def offer(self, words: tuple[str, ...], name: str = "") -> str:
        """The name of the range of the hidden sheet with *words*, written when they are first offered."""
        if words not in self.offers:
            column = len(self.offers)
            for row, word in enumerate(words, 1):
                self.lists.write_string(row, column, word)
            self.offers[words] = name or f"words_{column}"
            area = f"{_fixed(1, column)}:{_fixed(len(words), column)}"
            self.book.define_name(self.offers[words], f"={_quoted(self.lists)}!{area}")
        return self.offers[words]

    # --- the front

    def front(self, sheet: Worksheet, to_do: Sequence[_ToDo]) -> None:
        """The headings, how to fill in the rest, and how much of it is still to do."""
        form, looks = self.form, self.looks
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, _FRONT_WIDTH)
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, f"Return of {form.party.name} for {form.period}", looks.title)
        sheet.write_string(1, 0, f"{form.spec.title}; to be sent by {day(form.due)}", looks.strong)
        for row, (name, text) in enumerate(form.header.items(), 3):
            sheet.write_string(row, 0, name, looks.faint)
            sheet.write_string(row, 1, text, looks.faint)
        row = self.own_headings(sheet, 3 + len(form.header))
        row = self.instructions(sheet, row + 1)
        sheet.write_string(row + 1, 0, "Still to do", looks.strong)
        for number, each in enumerate(to_do, row + 2):
            sheet.write_formula(number, 0, each.formula, looks.status, each.now)
            link = f"internal:{_quoted(each.sheet)}!A1"
            sheet.write_url(number, 1, link, looks.plain, f"{each.lines} on the sheet “{each.title}”")

    def own_headings(self, sheet: Worksheet, row: int) -> int:
        """The headings that the party writes itself; the next row."""
        cells = [reference(row + number, 2) for number in range(1, 3)]
        own: dict[str, tuple[Format, rules.Rule]] = {
            "submitted": (self.looks.open_day, rules.a_day(cells[0], rules.SUBMITTED)),
            "data-as-at": (self.looks.open_day, rules.a_day(cells[1], rules.DATA_AS_AT)),
            "status": (self.looks.open, rules.one_of(["provisional", "final"], rules.STATUS)),
            "supersedes": (self.looks.open, rules.anything(rules.SUPERSEDES)),
        }
        for number, (name, (look, rule)) in enumerate(own.items(), row):
            sheet.write_string(number, 0, name, self.looks.strong)
            self.put(sheet, number, 1, self.filled.header.get(name), look)
            sheet.data_validation(number, 1, number, 1, rule)
            self.name(sheet, number, 1, name)
        return row + len(own)

    def instructions(self, sheet: Worksheet, row: int) -> int:
        """How to fill in the workbook, in numbered lines; the next row."""
        lines = [each.format(due=day(self.form.due)) for each in _INSTRUCTIONS]
        if self.form.before:
            lines.append(f"“{LAST_TIME}” is what you returned for {self.form.before}, to compare with.")
        sheet.write_string(row, 0, "How to fill it in", self.looks.strong)
        for number, text in enumerate(lines, 1):
            sheet.write_string(row + number, 0, f"{number}.", self.looks.faint)
            sheet.write_string(row + number, 1, text, self.looks.faint)
            sheet.set_row(row + number, _height(text, _FRONT_WIDTH))
        return row + len(lines) + 1

    # --- what is open from earlier meetings

    def last_meeting(self) -> None:
        """One sheet to read and not to fill in: the queries and actions that are still open."""
        sheet, looks = self.sheet("Queries and actions"), self.looks
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, LAST_MEETING, looks.faint)
        sheet.write_string(0, 1, "Open from earlier meetings", looks.title)
        how = "Nothing is filled in here. Answer in the column “comment” beside the requirement."
        sheet.write_string(1, 1, how, looks.faint)
        for column, (name, width) in enumerate(_RAISED.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, name, looks.head)
        for row, each in enumerate(self.form.raised, 3):
            for column, text in enumerate(each.cells):
                sheet.write_string(row, column, text, looks.plain)
            sheet.set_row(row, _height(each.says, _RAISED["what"]))
        sheet.repeat_rows(2)

    # --- a section

    def section(self, section: Section) -> _ToDo:
        """One sheet: a heading for each requirement, and below it a line for each question."""
        sheet, columns = self.sheet(section.title, wide=True), _columns(section, self.form.before)
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, SECTION, self.looks.faint)
        sheet.write_string(0, 1, section.title, self.looks.title)
        sheet.write_string(
            1, 1, "Fill in the yellow cells. Leave blank what you do not know.", self.looks.faint
        )
        for number, name in enumerate(columns):
            sheet.set_column(number, number, _WIDTHS[name])
            sheet.write_string(3, number, name, self.looks.head)
        sheet.freeze_panes(4, 2)
        sheet.repeat_rows(3)
        page = _Page(sheet, {name: number for number, name in enumerate(columns)})
        for asked in section.asked:
            self.duty(page, asked)
        return self.to_do(page, section.title)

    def to_do(self, page: _Page, title: str) -> _ToDo:
        """How many lines of a section still say that something is missing."""
        column = reference(1, page.at[STATUS] + 1)[:-1]
        area = f"{_quoted(page.sheet)}!${column}$5:${column}${page.row + 1}"
        done = "+".join(f'COUNTIF({area},"{word}")' for word in _DONE)
        for test, colour in ((_DONE, "#1B6E3C"), ((), "#A33B1F")):
            words = ",".join(f'${column}5="{word}"' for word in test)
            rule = f"=OR({words})" if test else f'=${column}5<>""'
            look = self.book.add_format({"font_color": colour})
            page.sheet.conditional_format(
                4, page.at[STATUS], page.row, page.at[STATUS],
                {"type": "formula", "criteria": rule, "format": look, "stop_if_true": True},
            )  # fmt: skip
        now = sum(each not in _DONE for each in page.said)
        return _ToDo(page.sheet, title, f"={len(page.said)}-({done})", now, f"of {len(page.said)} lines")

    def duty(self, page: _Page, asked: Asked) -> None:
        """The heading of a requirement, with room for a comment, and its lines."""
        questions = [each for each in asked.questions if not each.is_register]
        if not questions:
            return
        row, comment = page.row + 1, page.at[COMMENT]
        for text, look in ((asked.title, self.looks.duty), (asked.about, self.looks.duty_about)):
            for column in page.at.values():
                page.sheet.write_blank(page.row + 1, column, None, look)
            # Long text runs on over the blank cells beside it.
            page.sheet.write_string(page.next(), 1, text, look)
        page.sheet.write_string(row, 0, asked.requirement, self.looks.duty)
        self.put(page.sheet, row, comment, self.filled.comments.get(asked.requirement), self.looks.open)
        page.sheet.data_validation(row, comment, row, comment, rules.anything(rules.COMMENT))
        self.name(page.sheet, row, comment, f"{asked.requirement}_comment")
        conditions: dict[str, _Line] = {}
        for question in questions:
            for number, word in enumerate(question.words or ("",)):
                line = self.line(page, question, word, "" if number else _asks(question))
                self.status(page, question, line, conditions.get(question.request.site))
                if question.is_condition:
                    conditions[question.request.site] = line

    def line(self, page: _Page, question: Question, word: str, asks: str) -> _Line:
        """One line: what it *asks*, what was answered last time, and its cells."""
        request, looks, row = question.request, self.looks, page.next()
        labels = {ITEM: request.item, ASKED: asks, SITE: request.site, WORD: word}
        page.sheet.set_row(row, max(_height(text, _WIDTHS[name]) for name, text in labels.items()))
        for name, column in page.at.items():
            look = looks.plain if name in labels else looks.closed
            page.sheet.write_string(row, column, labels.get(name, ""), look)
        if LAST_TIME in page.at:
            page.sheet.write_string(row, page.at[LAST_TIME], question.before_of(word), looks.before)
        places, cells = {}, {}
        for name in request.columns:
            places[name] = reference(row + 1, page.at[name] + 1)
            cells[name] = self.filled.cells.get(request.key(name) + (f"/{word}" if word else ""))
            self.cell(page, row, question, name, cells[name])
            parts = (request.item, request.site, word, "" if name is Column.ANSWER else str(name))
            self.name(page.sheet, row, page.at[name], "_".join(filter(None, parts)))
        return places, cells

    def cell(self, page: _Page, row: int, question: Question, name: Column, found: Found) -> None:
        """One cell to be filled in: its look, and what may be typed into it."""
        column, looks, kind = page.at[name], self.looks, question.request.columns[name]
        look = {ValueKind.DATE: looks.open_day, ValueKind.MONEY: looks.open_money}.get(kind, looks.open)
        self.put(page.sheet, row, column, found, look)
        offered = self.offer(question.request.words) if kind is ValueKind.CHOICE else ""
        rule = rules.rule_of(question, name, reference(row + 1, column + 1), offered)
        page.sheet.data_validation(row, column, row, column, rule)

    def status(self, page: _Page, question: Question, line: _Line, condition: _Line | None) -> None:
        """The status of a line: a formula, and what it comes to now."""
        places, cells = line
        found = status.faults(question, places)
        said = status.words(found, cells, condition is not None and status.is_spared(condition[1]))
        formula = status.formula(found, status.spared(condition[0]) if condition else "")
        page.sheet.write_formula(page.row, page.at[STATUS], formula, self.looks.status, said)
        page.said.append(said)

    # --- registers and documents

    def register(self, question: Question, sites: tuple[str, ...]) -> _ToDo:
        """A sheet of its own for the rows of a register, or for what two readers found."""
        request, columns = question.request, question.columns_of_table
        sheet = self.sheet(f"Register {request.item}")
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, "register", self.looks.faint)
        sheet.write_string(0, 1, request.item, self.looks.title)
        sheet.write_string(1, 0, request.asks, self.looks.strong)
        told = f"Wanted: {question.wanted}. " if question.wanted else ""
        told += f"Last time: {question.before}. " if question.before else ""
        is_read_twice = Column.READINGS in request.columns
        how = _READ_TWICE if is_read_twice else _LISTED_BY_SITE if sites else _LISTED
        sheet.write_string(2, 0, told + how, self.looks.strong)
        self.table(sheet, 4, {name: _REGISTER_WIDTHS[name] for name in columns})
        rows = self.filled.registers.get(request.item, ())
        dated = columns.index(LAST_CONTACT) if LAST_CONTACT in columns else None
        self.rows(sheet, 5, len(columns), rows, dated)
        if is_read_twice:
            found = rules.one_of(f"={self.offer(request.words)}", rules.FOUND)
            sheet.data_validation(5, 1, 4 + ROWS, 2, found)
        else:
            self.advise(sheet, request.words)
        if sites:
            at, rule = columns.index(SITE), rules.one_of(f"={self.offer(sites)}", rules.SITE)
            sheet.data_validation(5, at, 4 + ROWS, at, rule)
        area = f"{_quoted(sheet)}!{_fixed(5, 0)}:{_fixed(4 + ROWS, len(columns) - 1)}"
        return _ToDo(sheet, sheet.name, f"=IF(COUNTA({area})=0,1,0)", 0 if rows else 1, "of 1 table")

    def advise(self, sheet: Worksheet, words: tuple[str, ...]) -> None:
        """What may be typed into the rows of a register: kinds, names and contacts."""
        if words:
            kinds = rules.suggested(f"={self.offer(words)}", rules.KIND)
            sheet.data_validation(5, 0, 4 + ROWS, 0, kinds)
        for column, says in ((1, rules.NAMED), (2, rules.CONTACT)):
            sheet.data_validation(5, column, 4 + ROWS, column, rules.anything(says))

    def documents(self) -> None:
        """The list of documents, from which the lines of the sections choose."""
        sheet = self.sheet("Documents")
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, DOCUMENTS, self.looks.title)
        told = (
            "Every document that shows something, once; add rows below if there are more. "
            "Owners are posts, never people's names."
        )
        sheet.write_string(1, 0, told, self.looks.strong)
        self.table(sheet, 3, _DOCUMENT_WIDTHS)
        self.rows(sheet, 4, len(_DOCUMENT_WIDTHS), self.filled.documents, 3)
        area = f"{_fixed(4, 0)}:{_fixed(3 + ROWS, 0)}"
        self.book.define_name(rules.DOCUMENT_NAMES, f"={_quoted(sheet)}!{area}")

    def table(self, sheet: Worksheet, row: int, widths: Mapping[str, int]) -> None:
        """The headings of a table, and the widths of its columns. Who has more rows can go on below."""
        for number, (name, width) in enumerate(widths.items()):
            sheet.set_column(number, number, width, self.looks.unlocked)
            sheet.write_string(row, number, name, self.looks.head)
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)

    def rows(
        self, sheet: Worksheet, top: int, width: int, rows: Sequence[Sequence[Found]], dated: int | None
    ) -> None:
        """The open rows of a table, some of them filled in; *dated* is the column of dates, if any."""
        for number in range(max(ROWS, len(rows))):
            cells = [*(rows[number] if number < len(rows) else ()), *[None] * width][:width]
            for column, found in enumerate(cells):
                look = self.looks.open_day if column == dated else self.looks.open
                self.put(sheet, top + number, column, found, look)
        if dated is not None:
            rule = rules.a_day(reference(top + 1, dated + 1))
            sheet.data_validation(top, dated, top + ROWS - 1, dated, rule)

    # --- cells

    def put(self, sheet: Worksheet, row: int, column: int, found: Found, look: Format) -> None:
        """Write what was found as what it is, so that text never turns into a formula or a number."""
        if found is None or found == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(found, date):
            sheet.write_datetime(row, column, datetime.combine(found, time()), self.looks.open_day)
        elif isinstance(found, int):
            sheet.write_number(row, column, found, look)
        else:
            sheet.write_string(row, column, found, look)

    def name(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Give a cell a name that a script can find it by."""
        plain = "cell_" + re.sub(r"[^A-Za-z0-9_.]+", "_", text)[:200]
        tries = (plain + mark for mark in ("", *(f"_{n}" for n in range(2, 1000))))
        name = next(each for each in tries if each.casefold() not in self.names)
        self.names.add(name.casefold())
        self.book.define_name(name, f"={_quoted(sheet)}!{_fixed(row, column)}")


_DONE = (status.FILLED_IN, status.NOT_NEEDED)


def _has_lines(section: Section) -> bool:
    return any(not each.is_register for asked in section.asked for each in asked.questions)


def _columns(section: Section, before: str) -> list[str]:
    """The columns that a section needs, in the order of a sheet."""
    questions = [each for asked in section.asked for each in asked.questions]
    used: set[str] = {ITEM, ASKED, STATUS, COMMENT, *([LAST_TIME] if before else [])}
    for each in questions:
        used |= set(each.request.columns)
        used |= {SITE} if each.request.site else set()
        used |= {WORD} if each.words else set()
    return [name for name in _WIDTHS if name in used]


def _asks(question: Question) -> str:
    wanted = f"\nWanted: {question.wanted}" if question.wanted else ""
    unit = f", in {question.request.unit}" if question.request.unit else ""
    return f"{question.request.asks}{unit}{wanted}"


def _height(text: str, width: int) -> int:
    """The height of a row that shows all of *text*, which is not left to each program to work out."""
    lines = sum(max(1, -(-len(line) // int(width * 1.18))) for line in text.split("\n"))
    return _LINE_HEIGHT * lines + 3


def _quoted(sheet: Worksheet) -> str:
    title: str = sheet.name
    return "'" + title.replace("'", "''") + "'"


def _fixed(row: int, column: int) -> str:
    """The reference of a cell that stays the same wherever it is used: ``$B$5``."""
    return re.sub("([A-Z]+)([0-9]+)", r"$\1$\2", reference(row + 1, column + 1))
