"""Put the returns of one period together.

In: a specification, what it asks, returns, and a period.  Out: the evidence, with a
row for each party in the order of the specification; what is wrong between
the returns; and the returns that were used.  A return for another
specification, version or period is not used, and of two from one party neither
is, unless one says that it replaces the other.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Finding, Place, Severity, nearest
from specrules.base.phrases import day, listed, number
from specrules.evidence.codes import finding
from specrules.evidence.facts import Absent, Column, Evidence, Grade, Origin, Request, Return, ValueKind
from specrules.evidence.values import Values
from specrules.result import Reason
from specrules.values.periods import Period, due_date, period_of, read_period, working_days_between
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from specrules.spec.model import Party, Spec


def assemble(
    spec: Spec, requests: Sequence[Request], returns: Sequence[Return], period: Period
) -> tuple[Evidence, tuple[Finding, ...], tuple[Return, ...]]:
    """Return the evidence for *period*, the findings about the returns as a whole, and the returns used.

    The findings of each return stay its own.  A return that cannot be read is
    among those used when it can be told whose it is and nothing better came.
    """
    gathering = _Gathering(spec, requests, period)
    gathering.look_at_length()
    in_order = sorted(returns, key=lambda each: each.file)
    gathering.given = _once(in_order, gathering.findings)
    for each in gathering.given:
        gathering.take(each)
    chosen = {party.id: gathering.choose(party) for party in spec.parties}
    used = tuple(each for each in chosen.values() if each)
    rows = [chosen[party.id] for party in spec.parties]
    evidence = Evidence(
        period=period,
        parties=tuple(party.id for party in spec.parties),
        rows=tuple(each.cells if each and each.readable else {} for each in rows),
        absent=tuple(gathering.absent(party, chosen[party.id]) for party in spec.parties),
        origin=_origin(rows),
        grades=_grades(requests, chosen),
    )
    return evidence, tuple(gathering.findings), used


def _once(returns: Iterable[Return], findings: list[Finding]) -> list[Return]:
    """The returns, each once when the same bytes were given more than once."""
    seen: dict[str, Return] = {}
    for each in returns:
        first = seen.setdefault(each.digest or each.file, each)
        if first.file != each.file:
            findings.append(
                _about("EV444", each, f"This file is the same as {first.file}, so it was read once.")
            )
    return list(seen.values())


def _origin(rows: Sequence[Return | None]) -> Callable[[int, str], Origin | None]:
    """The function that gives the origin of a cell."""

    def origin(row: int, cell: str) -> Origin | None:
        found = rows[row]
        return found.origins.get(cell) if found else None

    return origin


def _grades(requests: Sequence[Request], chosen: Mapping[str, Return | None]) -> dict[tuple[str, str], Grade]:
    """The facts that name a document. Every other is self-declared."""
    grades = {}
    documents = Values(ValueKind.TEXT)  # of which thousands of parties name the same
    for request in requests:
        used = chosen.get(request.party)
        if used is None or Column.DOCUMENT not in request.columns:
            continue
        document = documents[used.cells.get(request.key(Column.DOCUMENT))]
        if document.known and request.key(Column.ANSWER) in used.cells:
            grades[request.party, request.key(Column.ANSWER)] = Grade.DOCUMENTED
    return grades


def _about(code: str, about: Return, message: str, heading: str = "", **more: Any) -> Finding:
    """A finding about a return, at one of its headings where that has a value."""
    return finding(code, _at(about, heading), message, **more)


def _is_told(each: Return, heading: str) -> bool:
    """Whether the findings of a return say themselves that a heading of it says nothing that can be read."""
    return any(
        problem.code == "EV432"
        and problem.severity is Severity.ERROR
        and (problem.place == _at(each, heading) or problem.meant == heading)
        for problem in each.findings
    )


def _at(about: Return, heading: str) -> Place:
    return about.headings.get(heading, Place(about.file))


class _Gathering:
    """Sorts returns by party, and says of each that is not used why not."""

    def __init__(self, spec: Spec, requests: Sequence[Request], period: Period) -> None:
        self.spec, self.period = spec, period
        self.due = due_date(spec.returns.due, period)
        self.asked = {request.party for request in requests if not request.optional}
        self.ids = {party.id.casefold(): party.id for party in spec.parties}
        self.given: list[Return] = []
        self.readable: dict[str, list[Return]] = {}
        self.unreadable: dict[str, list[Return]] = {}
        self.refused: set[str] = set()
        self.conflicting: set[str] = set()
        self.findings: list[Finding] = []

    def report(self, code: str, about: Return, message: str, heading: str = "", **more: Any) -> None:
        """Add a finding about one return, or about one of its headings."""
        self.findings.append(_about(code, about, message, heading, **more))

    def look_at_length(self) -> None:
        """Report a period that is longer or shorter than those for which returns are asked."""
        every = self.spec.returns.every
        if period_of(every, self.period.start) == self.period:
            return
        place = self.spec.written.place if self.spec.written else Place(self.spec.file)
        usual = period_of(every, self.period.start).name
        message = (
            f"This review is for {self.period.name}, and returns are asked for every {every}, such as "
            f"{usual}. What is wanted in a {every} was held against it."
        )
        self.findings.append(finding("EV454", place, message))

    # --- one return

    def take(self, each: Return) -> None:
        """Sort in one return, unless it does not belong here."""
        party = self.ids.get(each.party.casefold())
        if not each.readable:
            party = party or self.party_by_file_name(each.file)
            if party and self.may_be_for_period(each):
                self.unreadable.setdefault(party, []).append(each)
        elif self.is_for_spec(each) and self.is_for_period(each):
            if party is None:
                self.unknown_party(each)
            elif self.is_for_version(each, party):
                self.readable.setdefault(party, []).append(each)
        elif party:
            self.refused.add(party)  # of which it was said why what it sent is not used

    def is_for_spec(self, each: Return) -> bool:
        if each.spec.casefold() == self.spec.id.casefold():
            return True
        named = f"for {each.spec}" if _is_plain(each.spec) else "not for a specification that it names"
        message = f"This return is {named}, and this is {self.spec.id}. It was not used."
        if not _is_told(each, "spec"):
            self.report("EV440", each, message, "spec")
        return False

    def is_for_period(self, each: Return) -> bool:
        if each.period == self.period.name:
            return True
        named = f"for {each.period}" if _is_plain(each.period) else "not for a period that it names"
        message = f"This return is {named}, and this is {self.period.name}. It was not used."
        period = _period(each.period)
        is_near = period is not None and period.overlaps(self.period)
        remedy = f'If it is for {self.period.name}, write that after "period".' if is_near else ""
        if not _is_told(each, "period"):
            self.report("EV441", each, message, "period", remedy=remedy)
        return False

    def is_for_version(self, each: Return, party: str) -> bool:
        if each.spec_version in ("", self.spec.version):
            return True
        named = each.spec_version if _is_plain(each.spec_version) else "another version"
        message = (
            f"This return is for version {named} of {self.spec.id}, and this is version {self.spec.version}."
        )
        self.refused.add(party)
        remedy = "Send a return for this version."
        self.report("EV442", each, f"{message} It was not used.", "spec version", remedy=remedy)
        return False

    def unknown_party(self, each: Return) -> None:
        said = each.party.casefold()
        called = {party.name.casefold(): party.id for party in self.spec.parties}
        near = called.get(said) or (nearest(each.party, list(self.ids.values())) if said else None)
        message = f"This return is not from a party of {self.spec.id}, so it was not used."
        remedy = f"The parties are: {', '.join(self.ids.values())}."
        if near:
            remedy = f'Did you mean "{near}"? {remedy}'
        if not _is_told(each, "party"):
            self.report("EV445", each, message, "party", meant=near, remedy=remedy)
        if sender := near or self.party_by_file_name(each.file):
            self.refused.add(sender)  # of which it was said why what it sent is not used

    def party_by_file_name(self, file: str) -> str | None:
        """The party whose name is part of the name of a file."""
        name = f"-{_words(PurePosixPath(file).stem)}-"
        found = [id for id in self.ids.values() if f"-{_words(id)}-" in name]
        return max(found, key=len, default=None)

    def may_be_for_period(self, each: Return) -> bool:
        """Whether a return that cannot be read may be for this period, by its headings or its path."""
        named = [each.period] if each.period else _PERIOD.findall(each.file)
        return all(period.overlaps(self.period) for text in named if (period := _period(text)))

    # --- one party

    def choose(self, party: Party) -> Return | None:
        """The return of a party that is used, or None."""
        came = self.readable.get(party.id, [])
        replaced = [each for one in came for each in _replaced_by(one, came)]
        current = [each for each in came if not any(each is old for old in replaced)]
        if len(came) > 1:
            self.report_several(party, came, current)
        if len(current) == 1:
            self.look_at_replaced(current[0], came)
            self.look_when(current[0])
            self.look_at_status(current[0], came)
            return current[0]
        if came:
            self.conflicting.add(party.id)
            return None
        unread = self.unreadable.get(party.id, [])
        if not unread:
            self.report_missing(party)
        return unread[0] if unread else None

    def report_several(self, party: Party, came: list[Return], current: list[Return]) -> None:
        if len(current) != 1:
            self.report_conflict(party, came, current)
            return
        for each in came:
            if each is not current[0]:
                message = f"This return was replaced by {current[0].file}, and was not used."
                self.report("EV444", each, message, also=(Place(current[0].file),))

    def report_conflict(self, party: Party, came: list[Return], current: list[Return]) -> None:
        """Report returns of which none counts, and why it cannot be told which of them is the newest."""
        wrong = {each.file: said for each in came if (said := self.wrongly_named(each, came))}
        at = next((each for each in came if each.file in wrong), came[0])
        files = listed([each.file for each in came])
        message = (
            f"{party.id} sent {len(came)} returns for {self.period.name}: {files}. None of them was used."
        )
        remedy = 'In the newer one, write the file name of the older one after "supersedes".'
        if wrong:
            message += "".join(f" {file} says that it supersedes {said}." for file, said in wrong.items())
            names = [PurePosixPath(each.file).name for each in came if each is not at]
            if sum(_replaces(at, each) for each in came) > 1:
                remedy = 'Rename them, so that each has a name of its own, and write that after "supersedes".'
            elif near := nearest(at.supersedes, names):
                remedy = f'Did you mean "{near}"? {remedy}'
        elif not current:
            message += " Each of them says that it supersedes another, in a circle, so none is the newest."
            remedy = 'In the oldest one, delete what stands after "supersedes".'
        elif len(current) < len(came):
            none, rest = ("neither", "other") if len(current) == 2 else ("none", "others")
            files = listed([each.file for each in current])
            message += f" Of {files} {none} says that it supersedes the {rest}."
            remedy = 'In the newest one, write the file name of the one before it after "supersedes".'
        heading = "supersedes" if wrong or not current else ""
        others = tuple(_at(each, heading) for each in came if each is not at)
        self.report("EV443", at, message, heading, remedy=remedy, also=others)

    def wrongly_named(self, each: Return, came: Iterable[Return]) -> str:
        """What a return says that it supersedes and cannot, with the reason; "" where nothing is wrong."""
        named = [other for other in came if _replaces(each, other)]
        if not each.supersedes or _replaced_by(each, came):
            return ""
        if named:
            files = listed([other.file for other in named])
            return f"{files}, which share that name, so that none of them was replaced"
        if _is_named(each.supersedes, each):
            return "itself"
        other = next((other for other in self.given if _is_named(each.supersedes, other)), None)
        if other is None:
            if not _FILE.fullmatch(each.supersedes):
                return f"something that is not the file name of a return for {self.period.name}"
            return f'"{each.supersedes}", and no return of that name was read for {self.period.name}'
        if not other.readable:
            return f"{other.file}, which cannot be read as a return"
        if other.party.casefold() != each.party.casefold():
            return f"{other.file}, which is not a return of {each.party}"
        if other.period != each.period:
            return f"{other.file}, which is not for {each.period}"
        return f"{other.file}, which was not used"

    def look_at_replaced(self, used: Return, came: Iterable[Return]) -> None:
        """Report where the return that is used replaces what it cannot, or what looks newer than it is."""
        named = self.wrongly_named(used, came)
        # The one that it replaces need not be given again, and may be one that could not be read.
        if any(_is_named(used.supersedes, each) and each.readable for each in self.given) and named:
            remedy = 'After "supersedes" stands the return of the same period that this one replaces, if any.'
            message = f"This return says that it supersedes {named}. It was used all the same."
            self.report("EV444", used, message, "supersedes", remedy=remedy, severity=Severity.WARNING)
        for other in came:
            if (
                any(other is old for old in _replaced_by(used, came))
                and used.submitted
                and other.submitted
                and used.submitted < other.submitted
            ):
                message = (
                    f"This return was submitted on {day(used.submitted)}, and it supersedes {other.file}, "
                    f"which was submitted after it, on {day(other.submitted)}."
                )
                remedy = "Check both dates, and which of the two is the newer."
                self.report("EV453", used, message, "submitted", remedy=remedy)

    def look_when(self, used: Return) -> None:
        """Report a return that came after it was due, and one that tells of days that were still to come."""
        due, end = self.due, self.period.end
        taken, how = (used.data_as_at, "taken") if used.data_as_at else (used.submitted, "submitted")
        if taken and taken < end:
            message = (
                f"This return was {how} on {day(taken)}, before {self.period.name} ended on {day(end)}, "
                "so its figures cannot be of all of it."
            )
            remedy = "Check the date, or send the figures of all of it."
            heading = "data as at" if used.data_as_at else "submitted"
            self.report("EV453", used, message, heading, remedy=remedy)
        if used.data_as_at and used.submitted and used.data_as_at > used.submitted:
            message = (
                f"These figures were taken on {day(used.data_as_at)}, and sent before that, on "
                f"{day(used.submitted)}. One of the two days is wrong."
            )
            self.report("EV453", used, message, "data as at", remedy="Check both dates.")
        if used.submitted and used.submitted > due:
            days = number(working_days_between(due, used.submitted), "working day")
            message = f"This return was due on {day(due)} and came on {day(used.submitted)}, {days} late."
            self.report("EV447", used, message, "submitted")

    def look_at_status(self, used: Return, came: Iterable[Return]) -> None:
        """Report figures that may still change, and a specification that changed after they were asked."""
        if used.provisional:
            taken = f", taken on {day(used.data_as_at)}," if used.data_as_at else ""
            final = [other.file for other in _replaced_by(used, came) if not other.provisional]
            instead = f" It supersedes {listed(final)}, which was final." if final else ""
            message = f"This return is provisional: its figures{taken} may still change.{instead}"
            remedy = "Send the final figures in a return that supersedes it."
            severity = Severity.WARNING if final else None
            self.report("EV450", used, message, "status", remedy=remedy, severity=severity)
        if not self.spec.digest.startswith(used.spec_digest):
            message = (
                f"This return was made from {self.spec.id} as it was before: its text has changed since, "
                "though not its version."
            )
            remedy = "Check that every item still means the same, or make a new one: specrules return new."
            self.report("EV449", used, message, "spec digest", remedy=remedy)

    def report_missing(self, party: Party) -> None:
        """Report a party that was asked, is bound, and sent nothing."""
        expected = party.id in self.asked and party.bound_on(self.period.start)
        if not expected or party.id in self.refused:
            return
        message = f"{party.id} sent no return for {self.period.name}. What it was asked has no evidence."
        place = party.written.place if party.written else Place(self.spec.file)
        self.findings.append(finding("EV446", place, message))

    def absent(self, party: Party, used: Return | None) -> Absent:
        """Why a cell that is not in the party's row is missing."""
        if not party.bound_on(self.period.start):
            return Absent(Reason.NOT_AGREED)
        if party.id not in self.asked:
            return Absent(Reason.NOT_ASKED)
        if party.id in self.conflicting:
            return Absent(Reason.CONFLICTING)
        if used and not used.readable:
            return Absent(Reason.NOT_READABLE)
        return Absent(Reason.NOT_SUBMITTED)


_PERIOD = re.compile(r"(?<![0-9])20[0-9]{2}-[0-9]{2}(?:-(?:Q[1-4]|H[12]))?(?![0-9-])")


def _period(text: str) -> Period | None:
    try:
        return read_period(text)
    except NotUnderstood:
        return None


def _replaces(one: Return, other: Return) -> bool:
    """Whether *one* says that it supersedes *other*."""
    return one is not other and _is_named(one.supersedes, other)


def _replaced_by(one: Return, came: Iterable[Return]) -> list[Return]:
    """The return that *one* says it supersedes, if there is just one of that name."""
    named = [other for other in came if _replaces(one, other)]
    by_path = [other for other in named if one.supersedes.casefold() == other.file.casefold()]
    found = by_path or named
    return found if len(found) == 1 else []


def _is_named(said: str, other: Return) -> bool:
    """Whether what a return *said* it supersedes is *other*: its file name, or the start of its sha256."""
    said = said.casefold()
    if not said:
        return False
    path = PurePosixPath(other.file.casefold())
    digits = said.replace("-", "")
    is_digest = len(digits) >= 8 and other.digest.startswith(digits)
    return said in (path.name, path.stem, str(path)) or is_digest


# The name of a file, which a message may repeat; other words could be about a person.
_FILE = re.compile(r"[\w()./-]+(?: [\w()./-]+){0,9}\.(?:xlsx|csv|yaml|yml)", re.ASCII | re.IGNORECASE)


def _words(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", text.casefold()))


def _is_plain(text: str) -> bool:
    """Whether a heading is a plain name that a message may repeat."""
    return re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]|(?<=[0-9]) to (?=[0-9])){0,60}", text) is not None
