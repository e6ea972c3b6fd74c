"""Read the headings on top of a return: whose it is, what it is for, and when it was made.

In: a file that was opened.  Out: a :class:`Header`, and a finding for each heading
that is missing or wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity, nearest
from specrules.base.phrases import day
from specrules.evidence.codes import finding
from specrules.evidence.facts import ValueKind
from specrules.evidence.values import plain_text, read_value, why_wrong
from specrules.values.periods import read_period
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from specrules.evidence.cells import Cell
    from specrules.evidence.opening import Opened

FORMAT = 1  # the newest "return" this reads
_STATUSES = ("provisional", "final")
_NOT_YET_FINAL = frozenset(("draft", "interim", "preliminary"))


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a return, "" or None for those it lacks. *period* has its usual form if it can."""

    spec: str = ""
    spec_version: str = ""
    spec_digest: str = ""
    party: str = ""
    period: str = ""
    submitted: date | None = None
    data_as_at: date | None = None
    provisional: bool = False
    supersedes: str = ""
    readable: bool = True

    @property
    def made(self) -> date | None:
        """The last day that the return can say anything about."""
        return max((day for day in (self.submitted, self.data_as_at) if day), default=None)


def read_header(opened: Opened, uk_dates: bool) -> tuple[Header, list[Finding]]:
    """Return the headings of a return, and what is wrong with them.

    A file without any, of another kind, or of a newer format is not readable.
    """
    cells = opened.answers.header
    readable, findings = _kind(opened, cells)
    reader = _Reader(opened.file, cells, uk_dates, [], opened.answers.nearly)
    header = Header(
        spec=reader.text("spec"),
        spec_version=reader.text("spec version", Severity.WARNING),
        spec_digest=_plain(cells.get("spec digest")).replace("-", "").casefold(),
        party=reader.text("party"),
        period=reader.period(),
        submitted=reader.date("submitted"),
        data_as_at=reader.date("data as at"),
        provisional=reader.status() == "provisional",
        supersedes=_plain(cells.get("supersedes")),
        readable=opened.readable and readable,
    )
    return header, findings + (reader.findings if header.readable else [])


def _kind(opened: Opened, cells: Mapping[str, Cell]) -> tuple[bool, list[Finding]]:
    """Whether the file says that it is a return of a format that is read here."""
    if not opened.readable:
        return False, []
    cell = cells.get("specrules")
    text = _plain(cell).casefold()
    place = cell.place if cell else Place(opened.file)
    if not text and "party" in cells:
        message = f'This does not say "specrules: return {FORMAT}". It was read as if it did.'
        return True, [finding("EV432", place, message, severity=Severity.WARNING)]
    match = re.fullmatch("return ([0-9]{1,4})", text)
    if match and int(match[1]) == FORMAT:
        return True, []
    if match and int(match[1]) > FORMAT:
        message = f"return {match[1]} is newer than this specrules reads (return {FORMAT})."
        return False, [finding("EV432", place, message, remedy="Install a newer specrules.")]
    if not cells and opened.answers.lines:
        message = 'The headings of the return are missing ("party", "period" and the others).'
        is_book = opened.answers.lines[0].item.place.sheet is not None
        where = 'on its first sheet, "Return"' if is_book else "above the answers"
        remedy = f"They stand {where}. Copy them, or the answers, from one form into the other."
        return False, [finding("EV432", place, message, remedy=remedy)]
    message = f'This file is not a return: it does not begin with "specrules: return {FORMAT}".'
    remedy = f'In a table, "specrules" stands in one cell and "return {FORMAT}" in the cell beside it.'
    return False, [finding("EV432", place, message, remedy=remedy)]


def _plain(cell: Cell | None) -> str:
    return "" if cell is None or cell.found is None else plain_text(cell.text)


def _status_meant(text: str) -> str | None:
    """The status that was probably meant: "final version" means final, and a draft is provisional."""
    if not _NOT_YET_FINAL.isdisjoint(text.split()):
        return "provisional"
    found = [each for each in _STATUSES if each in text]
    return found[0] if len(found) == 1 else None if found else nearest(text, _STATUSES)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one heading after the other, adding to *findings* on the way."""

    file: str
    cells: Mapping[str, Cell]
    uk_dates: bool
    findings: list[Finding]
    nearly: Collection[str]

    def report(
        self, name: str, message: str, meant: str | None = None, severity: Severity | None = None
    ) -> None:
        cell = self.cells.get(name)
        if cell is None and name in self.nearly:
            return  # the heading that was meant to be this one was told where it stands
        place = cell.place if cell else Place(self.file)
        self.findings.append(finding("EV432", place, message, meant=meant, severity=severity))

    def text(self, name: str, severity: Severity | None = None) -> str:
        """The text of a heading that should not be missing."""
        text = _plain(self.cells.get(name))
        if not text:
            message = f'The return does not say its "{name}".'
            if severity is None:
                message = f'The return does not say its "{name}", so it cannot be used.'
            self.report(name, message, severity=severity)
        return text

    def period(self) -> str:
        """The period, in its usual form. Excel makes a date of a month such as 2026-07.

        A date is the first day of a quarter too: whoever reads the review is told what it was taken for.
        """
        text = self.text("period")
        cell = self.cells.get("period")
        if cell and isinstance(cell.found, date) and cell.found.day == 1:
            text = f"{cell.found:%Y-%m}"
            message = f"This cell holds a date, {day(cell.found)}. It was read as the month {text}."
            remedy = f"Make the cell text, and write {text} in it, or another period, such as 2026-27-Q1."
            self.findings.append(
                finding("EV432", cell.place, message, severity=Severity.WARNING, remedy=remedy)
            )
        if not text:
            return ""
        try:
            return read_period(text).name
        except NotUnderstood as fault:
            message = "This is not a period, such as 2026-27-Q1, so the return cannot be used."
            self.report("period", message, fault.meant)
            return text

    def date(self, name: str) -> date | None:
        """A date. One that is missing is only worth a remark."""
        cell = self.cells.get(name)
        if cell is None or cell.found is None:
            if name == "submitted":
                self.report(name, f'The return does not say when it was "{name}".', severity=Severity.WARNING)
            return None
        value = read_value(ValueKind.DATE, cell.found, uk_dates=self.uk_dates)
        if value.known:
            day: date = value.low
            return day
        wrong = why_wrong(ValueKind.DATE, cell.found, uk_dates=self.uk_dates)
        message, meant = wrong or ("This is not a date.", None)
        self.report(name, message, meant)
        return None

    def status(self) -> str:
        """Provisional or final; a return that says neither is final."""
        text = _plain(self.cells.get("status")).casefold()
        if text and text not in _STATUSES:
            self.report("status", "A return is provisional or final.", _status_meant(text))
        return text
