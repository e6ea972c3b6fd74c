"""Read a return and hold it against what was asked.

In: the file of a return and the requests of a specification.  Out: a
:class:`Return`, a value as found for each cell that was asked for, and a finding
with its cell for everything that is wrong.  A message never repeats what
somebody wrote in words, since that could be about a person using the service.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from specrules.base.collecting import undisturbed
from specrules.base.findings import Finding, Place, Severity, nearest
from specrules.base.phrases import listed, number
from specrules.evidence.cells import Cell, seen
from specrules.evidence.codes import finding
from specrules.evidence.facts import (
    Absent,
    Column,
    Document,
    Origin,
    Request,
    Return,
    Row,
    Value,
    ValueKind,
)
from specrules.evidence.header import Header, read_header
from specrules.evidence.layout import (
    CONTACT,
    DOCUMENT_COLUMNS,
    KIND,
    LAST_CONTACT,
    NAME,
    SITE,
    Line,
    Register,
)
from specrules.evidence.opening import Opened, open_return, open_returns
from specrules.evidence.personal import has_name
from specrules.evidence.readings import readings_in
from specrules.evidence.settling import VALUES, filled, settled
from specrules.evidence.slips import FEWEST, HIGH, LOW, Matched, Way, beside_requirements, by_what_is_asked
from specrules.evidence.values import BLANKS, Readers, plain_text, serial_date, why_wrong
from specrules.result import Reason
from specrules.values.quantities import Rounding

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

_POSTS = (Column.OWNER, Column.AGREED_BY)
_HINTS = 20
_LISTED = 3  # items without a line that are each told; more have one cause, such as a sheet that was deleted
_NAMED = 20
_UNREADABLE = frozenset(("EV422", "EV437", "EV439"))  # what is said of a cell that holds something else
# Counts of different people out of the same whole.
_PARTS = (Column.NUMBER, Column.NOT_RECORDED, Column.EXCEPTED, Column.WAITING)
# An answer that was written over an item, which never has one of these forms.
_AN_ANSWER = re.compile(r"yes|no|[<£]? ?[0-9][0-9,.]*%?(?: (?:out )?of [0-9][0-9,]*)?")
_Given = TypeVar("_Given", Line, Register)
_NONE = frozenset(("none", "nil", "no groups"))
_TOTALS = frozenset(("total", "totals", "sum", "subtotal", "sub-total", "grand total", "overall", "all"))


def read_return(path: str | os.PathLike[str], requests: Sequence[Request]) -> Return:
    """Return what one file says in answer to *requests*. Raises nothing: faults are findings."""
    return answers([open_return(path)], requests)[0]


def read_returns(paths: Sequence[str | os.PathLike[str]], requests: Sequence[Request]) -> tuple[Return, ...]:
    """Return what every file says in answer to *requests*; folders are opened up.

    Raises UnreadableFile for a path that does not exist.
    """
    return answers(open_returns(paths), requests)


def answers(opened: Iterable[Opened], requests: Sequence[Request]) -> tuple[Return, ...]:
    """Hold files that were opened against *requests*, which may be those of many parties."""
    with undisturbed():
        return tuple(map(answering(requests), opened))


def answering(requests: Sequence[Request]) -> Callable[[Opened], Return]:
    """What holds one file after the other against *requests*."""
    return partial(_answer_or_fault, _Asked(requests))


def _answer_or_fault(asked: _Asked, opened: Opened) -> Return:
    """The answers of one return; what goes wrong with it stays with it."""
    try:
        return _answer(opened, asked)
    except Exception as fault:
        message = (
            "This file cannot be read as a return: something in it is more than specrules can read "
            f"({type(fault).__name__}). Please report it."
        )
        problem = finding("EV433", Place(opened.file), message)
        return _return(opened, Header(readable=False), (*opened.answers.findings, problem))


def _answer(opened: Opened, asked: _Asked) -> Return:
    header, findings = read_header(opened, asked.uk_dates)
    if not header.readable:
        return _return(opened, header, (*opened.answers.findings, *findings))
    filling = _Filling(opened, header, asked)
    filling.run()
    if slips := filling.slips_by_what_is_asked():
        filling = _Filling(opened, header, asked, slips)
        filling.run()
    found = (*opened.answers.findings, *findings, *filling.findings)
    return _return(opened, header, found, filling)


def _return(
    opened: Opened, header: Header, findings: tuple[Finding, ...], filling: _Filling | None = None
) -> Return:
    return Return(
        file=opened.file,
        digest=opened.digest,
        spec=header.spec,
        spec_version=header.spec_version,
        party=header.party,
        period=header.period,
        submitted=header.submitted,
        data_as_at=header.data_as_at,
        provisional=header.provisional,
        supersedes=header.supersedes,
        cells=filling.cells if filling else {},
        origins=filling.origins if filling else {},
        findings=findings,
        readable=header.readable,
        spec_digest=header.spec_digest,
        comments=filling.comments if filling else {},
        documents=filling.documents if filling else (),
        headings={key: cell.place for key, cell in opened.answers.header.items()},
    )


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """An item or a site as it is compared."""
    return " ".join(seen(text).split()).casefold()


class _Asked:
    """What every party is asked, sorted once for all returns."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self.uk_dates = any(request.uk_dates for request in requests)
        self.items = {_name(request.item) for request in requests}
        self.parties: dict[str, list[Request]] = {}
        for request in requests:
            self.parties.setdefault(_name(request.party), []).append(request)
        self.readers = Readers()

    def read(self, request: Request, kind: ValueKind, found: Any) -> Value:
        """What was found in a cell, read as *kind*."""
        return self.readers.of(request, kind)[found]


class _Filling:
    """Fills the cells of one return, request by request.

    *slips* has a finding for each sheet of which it is known that its answers stand in other lines.
    """

    def __init__(
        self, opened: Opened, header: Header, asked: _Asked, slips: Mapping[str | None, Finding] | None = None
    ) -> None:
        self.opened, self.header, self.asked = opened, header, asked
        self.slips = dict(slips or {})
        self.requests = asked.parties.get(_name(header.party), [])
        self.sites: dict[str, dict[str, Request]] = {}
        for request in self.requests:
            self.sites.setdefault(_name(request.item), {})[_name(request.site)] = request
        self.first_items = {_name(each.requirement): each.item for each in reversed(self.requests)}
        self.cells: dict[str, Any] = {}
        self.origins: dict[str, Origin] = {}
        self.findings: list[Finding] = []
        self.spared: set[tuple[str, str]] = set()
        self.comments: dict[str, Origin] = {}
        self.meant: dict[str, str | None] = {}
        self.missing: list[Request] = []
        self.twice: list[tuple[Request, tuple[Place, ...]]] = []
        self.unplaced: Counter[str] = Counter()
        self.overwritten: list[Cell] = []
        # In YAML each line has headings of its own, so what lacks one does so by itself.
        self.is_table = not opened.file.casefold().endswith((".yaml", ".yml"))
        self.without_column: dict[tuple[str | None, str], list[tuple[Request, Place, str]]] = {}
        self.documents = tuple(map(_document, opened.answers.documents))
        self.index = {_name(each.name): cells for each, cells in self.named_documents()}

    def named_documents(self) -> Iterable[tuple[Document, Mapping[str, Cell]]]:
        """The documents of the list, each with the cells of its row."""
        return zip(self.documents, self.opened.answers.documents, strict=True)

    def run(self) -> None:
        """Fill in every cell that was asked for and has a line."""
        if not self.requests:
            return
        lines = self.matched_lines()
        registers = self.matched_registers()
        # Conditions go first: where a requirement is shown not to apply, nothing else of it is missed.
        for request in sorted(self.requests, key=lambda request: Column.REASON not in request.columns):
            key = (request.item, request.site)
            if request.is_table:
                if register := self.only(request, registers.get(key, [])):
                    self.table(request, register)
            elif line := self.only(request, self.joined(request, lines.get(key, []))):
                self.line(request, line)
        self.look_at_missing()
        self.look_at_twice()
        self.look_at_columns()

    def only(self, request: Request, given: Sequence[_Given]) -> _Given | None:
        """The one thing given in answer to a request; None with a finding when there is none, or several."""
        if not given and not self.is_spared(request) and not self.opened.answers.has_lost_items:
            self.missing.append(request)
        elif len(given) > 1:
            self.given_twice(request, [each.item for each in given])
        return given[0] if len(given) == 1 else None

    def look_at_missing(self) -> None:
        """Report what has no line, unless a line that was not read was probably meant to be it."""
        missing = self.look_at_overwritten([each for each in self.missing if not self.is_elsewhere(each)])
        place = Place(self.opened.file)
        if len(missing) <= _LISTED:
            for each in missing:
                self.report("EV421", each, place, "This was asked, and the return has no line for it.")
            return
        message = (
            f"{len(missing)} of the {len(self.requests)} items that were asked have no line in the return: "
            f"{_named(missing)}."
        )
        remedy = "If a sheet or some lines were deleted, copy them from a new form: specrules return new."
        self.findings.append(finding("EV421", place, message, remedy=remedy))

    def look_at_overwritten(self, missing: list[Request]) -> list[Request]:
        """Report answers that stand where an item should; return what is missing for another reason."""
        if len(missing) != len(self.overwritten):
            for item in self.overwritten:
                self.not_asked(item, None)
            return missing
        meant = missing[0].item if len(missing) == 1 else None
        for item in self.overwritten:
            message = "There is an answer here where the item should stand, so this line was not read."
            remedy = f"Write {meant or 'the item'} here again, and its answer beside it."
            self.findings.append(finding("EV420", item.place, message, meant=meant, remedy=remedy))
        return []

    def is_elsewhere(self, request: Request) -> bool:
        """Whether a line that was not read was probably meant for a request, but for its item or its site."""
        self.unplaced[request.item] -= 1
        return request.item in self.meant.values() or self.unplaced[request.item] >= 0

    def look_at_twice(self) -> None:
        """Report what is answered more than once; much of it has one cause, such as a copy of a sheet."""
        remedy = "Keep the right one and delete the others."
        if any(each.name == "given-twice" for each in self.opened.answers.findings):
            return  # in YAML a heading that is there twice was told where it stands
        if len(self.twice) <= _LISTED:
            for request, places in self.twice:
                message = f"This is answered {len(places)} times, so none of the answers counts."
                self.report("EV425", request, places[0], message, also=places[1:], remedy=remedy)
            return
        _, (first, *others) = self.twice[0]
        message = (
            f"{len(self.twice)} items are answered more than once, so none of their answers counts: "
            f"{_named([request for request, _ in self.twice])}."
        )
        remedy = f"{remedy} If a sheet is there twice, delete the one that is wrong."
        self.findings.append(finding("EV425", first, message, also=tuple(others), remedy=remedy))

    def is_spared(self, request: Request) -> bool:
        """Whether the return says, and argues, that the requirement does not apply there."""
        return request.optional or (request.requirement, request.site) in self.spared

    def report(self, code: str, request: Request, place: Place, message: str, **more: Any) -> None:
        """Add a finding about a request."""
        at = f" at {request.site}" if request.site else ""
        subject = f'{request.item}{at} "{request.asks}"'
        self.findings.append(finding(code, place, message, subject=subject, **more))

    def put(self, request: Request, column: Column, found: Any, cell: Cell) -> None:
        """Keep what was found in a cell, and where."""
        key = request.key(column)
        self.cells[key] = found
        self.origins[key] = Origin(cell.place, self.opened.digest, cell.text)

    def given_twice(self, request: Request, items: Sequence[Cell]) -> None:
        """None of several lines about one thing counts."""
        self.twice.append((request, tuple(item.place for item in items)))
        for column in request.columns:
            self.put(request, column, Absent(Reason.CONFLICTING), items[0])

    # --- which line answers which request

    def matched_lines(self) -> dict[tuple[str, str], list[Line]]:
        """The lines for each request; a line that answers none is reported."""
        matched: dict[tuple[str, str], list[Line]] = {}
        of_requirements: dict[str | None, list[Line]] = {}
        requirements = {_name(request.requirement): request.requirement for request in self.requests}
        for line in self.opened.answers.lines:
            requirement = requirements.get(_name(line.item.text))
            if line.comment is not None:
                self.comment(requirement, line.item, line.comment)
            if requirement:
                if not line.says_nothing:
                    of_requirements.setdefault(line.item.place.sheet, []).append(line)
                continue
            request = self.request_for(line.item, line.site)
            if request:
                matched.setdefault((request.item, request.site), []).append(line)
        self.look_at_odd_places(of_requirements)
        self.findings += self.slips.values()
        if not self.slips:
            return matched
        return {key: [_unread(line, self.slips) for line in lines] for key, lines in matched.items()}

    def look_at_odd_places(self, of_requirements: Mapping[str | None, Sequence[Line]]) -> None:
        """Report answers where nothing is asked, unless all answers of the sheet slipped."""
        for sheet, lines in of_requirements.items():
            answered = [line.item.place for line in lines if filled(line.cells)]
            if self.has_slipped(sheet, answered, LOW):
                continue
            for line in lines:
                self.unknown_item(line.item)
        without: dict[str | None, list[Place]] = {}
        for place in self.opened.answers.without_item:
            without.setdefault(place.sheet, []).append(place)
        for sheet, places in without.items():
            if self.has_slipped(sheet, places, HIGH):
                continue
            for place in places:
                message = "This line has answers, but does not say to which item."
                remedy = "Write the item in its first column."
                self.findings.append(finding("EV420", place, message, remedy=remedy))

    def has_slipped(self, sheet: str | None, places: Sequence[Place], way: Way) -> bool:
        """Whether the answers of a sheet slipped, of which some stand in *places* where nothing is asked."""
        if sheet not in self.slips and places and self.is_table:
            slip = beside_requirements(self.asked_on().get(sheet, []), places, way)
            self.slips |= {sheet: slip} if slip else {}
        return sheet in self.slips

    def slips_by_what_is_asked(self) -> dict[str | None, Finding]:
        """The sheets of which many answers cannot be read as what is asked beside them, but a row away."""
        if not self.is_table or sum(each.code in _UNREADABLE for each in self.findings) < FEWEST:
            return {}
        slips = {
            sheet: by_what_is_asked(lines, self.asked.read)
            for sheet, lines in self.asked_on().items()
            if sheet not in self.slips
        }
        known = {sheet: slip for sheet, slip in slips.items() if slip}
        return self.slips | known if known else {}

    def asked_on(self) -> dict[str | None, list[Matched]]:
        """The lines on each sheet that answer a request, from the top."""
        found: dict[str | None, list[Matched]] = {}
        for line in self.opened.answers.lines:
            site = _name(line.site.text) if line.site.found is not None else ""
            request = self.sites.get(_name(line.item.text), {}).get(site)
            if request and not request.is_table:
                found.setdefault(line.item.place.sheet, []).append(Matched(request, line))
        return found

    def comment(self, requirement: str | None, item: Cell, cell: Cell) -> None:
        """Keep what is said in words about a requirement or an item."""
        if cell.found is not None and not isinstance(cell.found, Absent):
            about = requirement or " ".join(item.text.split())
            self.comments[about] = Origin(cell.place, self.opened.digest, plain_text(cell.found))

    def joined(self, request: Request, lines: list[Line]) -> list[Line]:
        """The lines about a request, those that each say yes or no to one word put together into one."""
        own = [line for line in lines if line.word is not None and line.word.found is not None]
        if not own or ValueKind.WORDS not in request.columns.values():
            return lines
        whole = [line for line in lines if line not in own]
        answers = {word: self.answer_to(request, word, own) for word in request.words}
        known = [self.look_at_word(request, line) for line in own]
        if not all(known):  # what was meant by it was asked for there, and is not called blank as well
            wrong = Absent(Reason.WRONG_TYPE)
            answers = {word: wrong if said is None else said for word, said in answers.items()}
        place = own[0].cells[Column.ANSWER].place if Column.ANSWER in own[0].cells else own[0].item.place
        return [*whole, self.join(request, own[0], answers, place)]

    def answer_to(self, request: Request, word: str, lines: Sequence[Line]) -> bool | Absent | None:
        """What the one line about a word says: None when it says nothing, Absent when it cannot be read."""
        about = [line for line in lines if line.word and _name(plain_text(line.word.found)) == _name(word)]
        if len(about) > 1:
            places = tuple(line.item.place for line in about)
            message = "This word is answered more than once, so none of the answers counts."
            self.report("EV425", request, places[0], message, also=places[1:])
            return Absent(Reason.CONFLICTING)
        cell = about[0].cells.get(Column.ANSWER) if len(about) == 1 else None
        if cell is None or isinstance(cell.found, Absent):
            return None if cell is None else cell.found
        value = self.asked.read(request, ValueKind.YES_NO, cell.found)
        wrong = why_wrong(ValueKind.YES_NO, cell.found)
        if wrong:
            self.report("EV422", request, cell.place, wrong[0])
        if value.missing is Reason.WRONG_TYPE:
            return Absent(Reason.WRONG_TYPE)
        return bool(value.low) if value.known else None

    def look_at_word(self, request: Request, line: Line) -> bool:
        """Whether a line is about a word that was offered; a finding is added where it is not."""
        word = plain_text(line.word.found) if line.word else ""
        known = line.word is None or _name(word) in map(_name, request.words)
        if line.word and not known:
            wrong = why_wrong(ValueKind.CHOICE, word, words=request.words)
            message, meant = wrong or ("This is not among the words offered.", None)
            self.report("EV420", request, line.word.place, message, meant=meant)
        return known

    def join(
        self, request: Request, line: Line, answers: Mapping[str, bool | Absent | None], place: Place
    ) -> Line:
        """One line for the answers to all words. While one is open nothing is known, as with any blank."""
        said = tuple(word for word, answer in answers.items() if answer is True)
        cell = Cell(said, "; ".join(said) or "none", place)
        if not all(isinstance(answer, bool) for answer in answers.values()):
            # What cannot be read was reported in its own place, and is not called blank as well.
            cell = Cell(
                next((each for each in answers.values() if isinstance(each, Absent)), None), "", place
            )
        return Line(line.item, line.site, {Column.ANSWER: cell})

    def request_for(self, item: Cell, site: Cell) -> Request | None:
        """The request a line answers, or None with a finding."""
        sites = self.sites.get(_name(item.text))
        if sites is None:
            self.unknown_item(item)
            return None
        request = sites.get(_name(site.text) if site.found is not None else "")
        if request is None:
            self.unknown_site(site, sites)
        return request

    def unknown_item(self, item: Cell) -> None:
        name = _name(item.text)
        if name in _TOTALS:
            message = "This looks like a line of totals. Totals are worked out again, so it was not read."
            self.findings.append(finding("EV420", item.place, message, severity=Severity.ADVICE))
            return
        if name in self.asked.items:
            message = "This item is asked of another party, so this line was not read."
            self.findings.append(finding("EV420", item.place, message))
        elif _AN_ANSWER.fullmatch(name):
            self.overwritten.append(item)
        else:
            self.not_asked(item, self.item_meant(item.text))

    def not_asked(self, item: Cell, near: str | None) -> None:
        """Report a line about an item that is not asked of anybody, with the one that was probably meant."""
        message = "This line answers an item that nobody asked for, so it was not read."
        self.findings.append(finding("EV420", item.place, message, meant=near))

    def item_meant(self, text: str) -> str | None:
        """The item that was probably meant; the first of a requirement that was named without its check."""
        if text not in self.meant:
            of_it = self.first_items.get(_name(text))
            # To look for the nearest takes long, and nobody needs to be told of it often.
            near = nearest(text, [r.item for r in self.requests]) if len(self.meant) < _HINTS else None
            self.meant[text] = of_it or near
        return self.meant[text]

    def unknown_site(self, site: Cell, sites: Mapping[str, Request]) -> None:
        names = [request.site for request in sites.values()]
        if "" in sites:
            near = None
            message = "This item is asked of the party as a whole, so a line for one site was not read."
        else:
            near = nearest(site.text, names)
            self.unplaced[next(iter(sites.values())).item] += 1
            message = "This item is asked of each site, so this line was not read. "
            message += f"The sites are: {', '.join(names)}."
        self.findings.append(finding("EV420", site.place, message, meant=near))

    def matched_registers(self) -> dict[tuple[str, str], list[Register]]:
        """The registers for each request, those of several sites taken apart."""
        matched: dict[tuple[str, str], list[Register]] = {}
        for register in self.opened.answers.registers:
            sites = self.sites.get(_name(register.item.text))
            if sites is None:
                self.unknown_item(register.item)
            elif set(sites) == {""}:
                request = sites[""]
                matched.setdefault((request.item, ""), []).append(register)
            else:
                for request, part in self.by_site(register, sites):
                    matched.setdefault((request.item, request.site), []).append(part)
        for register in self.opened.answers.registers:
            # A table without a row of a site is blank there, as a line without an answer is.
            for request in self.sites.get(_name(register.item.text), {}).values():
                blank = [Register(register.item, (), register.sound)]
                matched.setdefault((request.item, request.site), blank)
        return matched

    def by_site(self, register: Register, sites: Mapping[str, Request]) -> Iterable[tuple[Request, Register]]:
        """The rows of a register for each site that has some."""
        rows: dict[str, list[Mapping[str, Cell]]] = {}
        for row in register.rows:
            site = row.get(SITE) or register.item.emptied()
            request = self.request_for(register.item, site)
            if request:
                rows.setdefault(_name(request.site), []).append(row)
        for name, own in rows.items():
            yield sites[name], Register(register.item, tuple(own), register.sound)

    # --- lines

    def line(self, request: Request, line: Line) -> None:
        """Read the cells of one line."""
        cells = self.settled(request, line)
        values = {}
        for column, kind in request.columns.items():
            cell = cells.get(column) or line.item.emptied()
            self.put(request, column, cell.found, cell)
            values[column] = self.asked.read(request, kind, cell.found)
            self.look(request, column, cell, values[column])
        self.look_for_names(request, [cells.get(column) for column in _POSTS if column in request.columns])
        self.look_for_blanks(request, cells, values, line.item.place)
        self.look_at_share(request, cells, values)
        self.look_at_statement(request, cells, values)

    def settled(self, request: Request, line: Line) -> dict[Column, Cell]:
        """The cells of a line where they were asked for; what nobody asked for is reported."""
        cells, extra = settled(request, line.cells)
        cells |= self.listed_document(request, cells)
        if Column.OUT_OF in request.columns and Column.ANSWER in extra and self.recomputed(request, cells):
            extra.remove(Column.ANSWER)
        for column in extra:
            if isinstance(cells[column].found, Absent):
                continue  # what is wrong with it was said where it was read
            message = f'Nothing was asked for in the column "{column}" here, so it was not read.'
            self.report("EV439", request, cells[column].place, message)
        return cells

    def recomputed(self, request: Request, cells: Mapping[Column, Cell]) -> bool:
        """Whether a percentage stands beside its two counts; a finding is added where they do not agree."""
        said = cells[Column.ANSWER]
        reported = _percentage(said.found)
        counts = [
            self.asked.read(request, ValueKind.COUNT, cells[column].found if column in cells else None)
            for column in (Column.NUMBER, Column.OUT_OF)
        ]
        if reported is None or any(not each.known or each.low != each.high for each in counts):
            return False
        number, out_of = (each.low for each in counts)
        places = len(reported.partition(".")[2])
        share = Fraction(number * 100, out_of) if out_of else None
        if share is not None and not _could_be(Fraction(reported), share, places, request.rounding):
            rounded = _decimals(request.rounding.rounded(share, places), places)
            message = (
                f"{reported}% is reported here, but {number} of {out_of} is {rounded}%. "
                "The two counts were used."
            )
            places_of = (cells[Column.NUMBER].place, cells[Column.OUT_OF].place)
            self.report("EV451", request, said.place, message, also=places_of)
        return True

    def listed_document(self, request: Request, cells: Mapping[Column, Cell]) -> dict[Column, Cell]:
        """Owner and date of the document that a line names, from the list, where the line is silent."""
        named = cells.get(Column.DOCUMENT)
        row = self.index.get(_name(plain_text(named.found))) if named and named.found else None
        if row is None or Column.DOCUMENT not in request.columns:
            return {}
        silent = [
            each for each in (Column.OWNER, Column.DATE) if each not in cells or cells[each].found is None
        ]
        return {each: row[str(each)] for each in silent if str(each) in row}

    def look(self, request: Request, column: Column, cell: Cell, value: Value) -> None:
        """Report what is wrong with one cell."""
        kind = request.columns[column]
        if value.missing is Reason.WRONG_TYPE:
            wrong = why_wrong(
                kind, cell.found, words=request.words, unit=request.unit, uk_dates=request.uk_dates
            )
            if wrong:
                serial = kind is ValueKind.DATE and serial_date(cell.found)
                self.report("EV437" if serial else "EV422", request, cell.place, wrong[0], meant=wrong[1])
        elif value.missing is Reason.SUPPRESSED:
            self.report("EV424", request, cell.place, "The number here is hidden, so it is not known.")
        elif kind is ValueKind.COUNT and value.known and value.low != value.high:
            self.report("EV424", request, cell.place, f"This counts as {value.low} to {value.high}.")
        elif kind is ValueKind.DATE and value.known and self.is_too_late(value.low):
            self.put(request, column, Absent(Reason.OUTSIDE_PERIOD), cell)
            self.report("EV427", request, cell.place, self.too_late())

    def look_for_names(self, request: Request, cells: Iterable[Cell | None]) -> None:
        """Report a person's name where a post is wanted."""
        for cell in cells:
            if cell is not None and isinstance(cell.found, str) and has_name(cell.found):
                message = "This looks like a person's name, where a post is wanted."
                self.report(
                    "EV452", request, cell.place, message, remedy="Write a post, such as service manager."
                )

    def is_too_late(self, day: date) -> bool:
        """Whether a date lies after the day the return was made."""
        return self.header.made is not None and day > self.header.made

    def too_late(self) -> str:
        """The message about a date that is too late."""
        made = self.header.made
        day = f"{made.day} {made:%B %Y}" if made else ""
        return f"This date lies after {day}, when the return was made, so it does not count."

    def look_for_blanks(
        self, request: Request, cells: Mapping[Column, Cell], values: Mapping[Column, Value], where: Place
    ) -> None:
        """One finding for all the blank cells of a line that should hold a value."""
        asked = [column for column in VALUES if column in values]
        blank = [column for column in asked if values[column].missing is Reason.BLANK]
        is_reported = any(values[column].missing is Reason.WRONG_TYPE for column in asked)
        if not blank or is_reported or self.is_spared(request):
            return
        places = [cells[column].place if column in cells else where for column in blank]
        names = " and ".join(f'"{column}"' for column in blank)
        message = f"{names} {'is' if len(blank) == 1 else 'are'} blank, so there is no evidence here."
        if self.is_table and not any(column in cells for column in blank):
            self.without_column.setdefault((where.sheet, names), []).append((request, where, message))
            return
        if any(column in cells and cells[column].found is not None for column in blank):
            message = f'{message} "n/a" and the like are read as blank.'
        self.report("EV423", request, places[0], message)

    def look_at_columns(self) -> None:
        """Report what is blank in every line because no column is called so."""
        for (_, names), lines in self.without_column.items():
            if len(lines) == 1:
                ((request, where, message),) = lines
                self.report("EV423", request, where, message)
                continue
            requests = [request for request, _, _ in lines]
            message = (
                f"No column here is called {names}, so there is no evidence for {len(lines)} items: "
                f"{_named(requests)}."
            )
            remedy = f"Write {names} above the column that holds it."
            self.findings.append(finding("EV423", lines[0][1], message, remedy=remedy))

    def look_at_share(
        self, request: Request, cells: Mapping[Column, Cell], values: Mapping[Column, Value]
    ) -> None:
        """Numbers that add up to more than they are out of settle nothing."""
        parts = [column for column in _PARTS if column in values]
        if Column.OUT_OF not in values or not values[Column.OUT_OF].known:
            return
        known = [column for column in parts if values[column].known]
        if sum(values[column].low for column in known) <= values[Column.OUT_OF].high:
            return
        first, *others = [cells[column].place for column in (*known, Column.OUT_OF)]
        message = f"{' and '.join(known)} together are more than {Column.OUT_OF}, so none of them counts."
        if len(known) == 1:
            message = f"{known[0]} is more than {Column.OUT_OF}, so neither counts."
        self.report("EV426", request, first, message[0].upper() + message[1:], also=tuple(others))
        for column in (*known, Column.OUT_OF):
            self.put(request, column, Absent(Reason.CONFLICTING), cells[column])

    def look_at_statement(
        self, request: Request, cells: Mapping[Column, Cell], values: Mapping[Column, Value]
    ) -> None:
        """A yes wants its document; a no about a condition wants its reason and who agreed."""
        answer = values.get(Column.ANSWER)
        if answer is None or request.columns[Column.ANSWER] is not ValueKind.YES_NO or not answer.known:
            return
        place = cells[Column.ANSWER].place
        if answer.low:
            if Column.DOCUMENT in values and values[Column.DOCUMENT].missing is Reason.BLANK:
                wanted = f": {request.document}" if request.document else ""
                self.report("EV434", request, place, f"This yes needs the document that shows it{wanted}.")
            return
        lacking = [
            each for each in (Column.REASON, Column.AGREED_BY) if each in values and values[each].missing
        ]
        if lacking:
            names = " and ".join(f'"{column}"' for column in lacking)
            self.report("EV435", request, place, f"This no does not count without {names}.")
        elif Column.REASON in values:
            self.spared.add((request.requirement, request.site))

    # --- tables

    def table(self, request: Request, table: Register) -> None:
        """Read the rows of a register, or what two readers found."""
        if Column.READINGS in request.columns:
            self.readings(request, table)
        else:
            self.register(request, table)

    def readings(self, request: Request, table: Register) -> None:
        """Read what two readers found, case by case."""
        found, wrong = readings_in(table, request.words)
        cases = len(found) if isinstance(found, tuple) and not isinstance(found, Absent) else 0
        cell = Cell(found, number(cases, "case") if found is not None else "", table.item.place)
        self.put(request, Column.READINGS, found, cell)
        for each in wrong:
            self.report(each.code, request, each.place, each.message, meant=each.meant)
        if found is None and not self.is_spared(request):
            self.report("EV423", request, cell.place, "This table of two readers is blank.")

    def register(self, request: Request, register: Register) -> None:
        """Read the rows of a register."""
        found = self.rows(request, register)
        rows = found if isinstance(found, tuple) else ()
        text = f"{len(rows)} rows" if len(rows) != 1 else "1 row"
        cell = Cell(found, text if found is not None else "", register.item.place)
        for column in request.columns:
            self.put(request, column, found, cell)
        if found is None and not self.is_spared(request):
            remedy = 'If there is nothing to put in it, write "none" as its only kind.'
            self.report("EV423", request, cell.place, "This register is blank.", remedy=remedy)

    def rows(self, request: Request, register: Register) -> tuple[Row, ...] | Absent | None:
        """The rows, () when the register says that there are none, and None when it says nothing."""
        cells = [cell for row in register.rows for cell in row.values()]
        if not register.sound or any(isinstance(cell.found, Absent) for cell in cells):
            return Absent(Reason.NOT_READABLE)
        if len(register.rows) == 1 and _says_none(register.rows[0], request.words):
            return ()
        rows = [self.row(request, row, register) for row in register.rows]
        self.look_for_copies(request, register, rows)
        return tuple(dict.fromkeys(row for row in rows if row)) or None

    def look_for_copies(self, request: Request, register: Register, rows: Sequence[Row | None]) -> None:
        """A row that says the same as one above it is counted once, which may not be what was meant."""
        first: dict[Row, Place] = {}
        for cells, row in zip(register.rows, rows, strict=True):
            filled = [cell.place for cell in cells.values() if cell.found is not None]
            if row is None or not filled:
                continue
            if row not in first:
                first[row] = filled[0]
                continue
            message = "This row says the same as another, so the two count once."
            remedy = "Delete one, or write what was meant in it."
            at, also = filled[0], (first[row],)
            self.report("EV425", request, at, message, remedy=remedy, also=also, severity=Severity.WARNING)

    def row(self, request: Request, cells: Mapping[str, Cell], register: Register) -> Row | None:
        """One row, or None when it names nothing."""
        texts = {name: _text(cells.get(name)) for name in (KIND, NAME, CONTACT)}
        where = next((cell.place for cell in cells.values() if cell.found is not None), register.item.place)
        if not texts[KIND] and not texts[NAME]:
            message = "This row has neither a kind nor a name, so it does not count."
            self.report("EV423", request, where, message)
            return None
        kind = self.kind(request, texts[KIND], cells.get(KIND), where)
        self.look_for_names(request, [cells.get(CONTACT)])
        return Row(kind, texts[NAME], texts[CONTACT], self.last_contact(request, cells.get(LAST_CONTACT)))

    def kind(self, request: Request, text: str, cell: Cell | None, where: Place) -> str:
        """The kind of a row, in the words that were offered."""
        for word in request.words:
            if _name(word) == _name(text):
                return word
        place = cell.place if cell else where
        if not text:
            self.report("EV423", request, place, '"kind" is blank in this row.')
        elif request.words:
            wrong = why_wrong(ValueKind.CHOICE, text, words=request.words)
            message, meant = wrong or ("", None)
            self.report("EV422", request, place, message, meant=meant)
        return text

    def last_contact(self, request: Request, cell: Cell | None) -> date | None:
        """The date of last contact in a row, or None when it gives none that counts."""
        if cell is None:
            return None
        value = self.asked.read(request, ValueKind.DATE, cell.found)
        if value.missing is Reason.BLANK:
            message = '"last contact" is blank in this row.'
            self.report("EV423", request, cell.place, message, severity=Severity.ADVICE)
        elif value.missing is Reason.WRONG_TYPE:
            wrong = why_wrong(ValueKind.DATE, cell.found, uk_dates=request.uk_dates)
            code = "EV437" if serial_date(cell.found) else "EV422"
            message, meant = wrong or ("", None)
            self.report(code, request, cell.place, message, meant=meant)
        elif value.known and self.is_too_late(value.low):
            self.report("EV427", request, cell.place, self.too_late())
        elif value.known:
            day: date = value.low
            return day
        return None


def _document(row: Mapping[str, Cell]) -> Document:
    """A row of the list of documents, as written."""
    return Document(*(_in_words(row.get(name)) for name in DOCUMENT_COLUMNS))


def _unread(line: Line, sheets: Collection[str | None]) -> Line:
    """A line, of which nothing counts where it stands on one of some sheets."""
    if line.item.place.sheet not in sheets:
        return line
    return line.with_cells(
        {column: cell.holding(Absent(Reason.NOT_READABLE)) for column, cell in line.cells.items()}
    )


def _named(requests: Sequence[Request]) -> str:
    """The items of some requests, the first of them where there are many."""
    names = [f"{each.item} at {each.site}" if each.site else each.item for each in requests]
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return listed([*names[:_NAMED], *more])


def _in_words(cell: Cell | None) -> str:
    """What a cell says, "" where nothing can be told of it."""
    said = None if cell is None or isinstance(cell.found, Absent) else cell.found
    return "" if said is None else plain_text(said)


def _percentage(found: Any) -> str | None:
    """The number of a percentage such as "86.0%", or None."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%", plain_text(found)) if found else None
    return match[1] if match else None


def _could_be(reported: Fraction, share: Fraction, places: int, rounding: Rounding) -> bool:
    """Whether *share* rounds to *reported*. Either neighbour of a half will do: people round it both ways."""
    if rounding is Rounding.NEAREST:
        return abs(share - reported) <= Fraction(1, 2 * 10**places)
    return rounding.rounded(share, places) == reported


def _decimals(number: Fraction, places: int) -> str:
    whole, rest = divmod(int(number * 10**places), 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


def _text(cell: Cell | None) -> str:
    """The text of a cell of a register, "" when it says nothing."""
    if cell is None or cell.found is None:
        return ""
    text = plain_text(cell.found)
    return "" if text.casefold() in BLANKS else text


def _says_none(row: Mapping[str, Cell], words: tuple[str, ...]) -> bool:
    """Whether a row is only the word "none", when that is not a kind itself."""
    filled = [
        plain_text(cell.found).casefold()
        for name, cell in row.items()
        if cell.found is not None and name != SITE
    ]
    return len(filled) == 1 and filled[0] in _NONE and filled[0] not in map(_name, words)
