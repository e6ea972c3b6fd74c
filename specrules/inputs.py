"""Find what a review is made from, and read it.

In: the paths a person named, a specification and returns or one folder that
holds both.  Out: the specification, the period, the returns for it and the
meeting log.  A file says itself what kind it is, in its ``specrules:`` line.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.errors import NothingChecked, SpecrulesError, UnreadableFile
from specrules.base.files import read_text, shown
from specrules.base.findings import Finding, Severity
from specrules.base.phrases import listed
from specrules.base.written import is_our_own
from specrules.library import kind_of, library_for, read_spec
from specrules.text.tree import read_tree
from specrules.values.periods import Period, period_of, read_period
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from specrules.compile import Planned
    from specrules.compile.plan import Plan
    from specrules.evidence.facts import Return
    from specrules.evidence.opening import Many, Opened
    from specrules.extracts.supply import Supply
    from specrules.judging.given import Given
    from specrules.library import Library
    from specrules.log.model import Log
    from specrules.spec.model import Spec

_TEXTS = (".yaml", ".yml")
# Remarks and empty lines may stand above it, and the next line does not go on with it.
_FIRST_LINE = re.compile(r"(?:#.*\n|\n)*specrules: ([a-z]+(?: [a-z]+)*) [0-9]+\n(?=[A-Za-z0-9#]|\Z)")
# The last two are no returns, but a party that sent one has sent something.
_TABLES = (".csv", ".xlsx", ".xls", ".ods")


class FaultySpec(SpecrulesError):
    """A specification has errors, so nothing can be judged by it. *sources* has its text by its name.

    It may be a return that was named by mistake, so what may identify a person is in neither.
    """

    def __init__(self, message: str, findings: Sequence[Finding], sources: Mapping[str, str]) -> None:
        from specrules.lint.people import cleaned, masked

        super().__init__(message)
        self.findings = tuple(map(cleaned, findings))
        self.sources = {name: masked(text) for name, text in sources.items()}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a review. *named* are the returns that were named one by one, not found in a folder.

    *our_own* are tables in a folder that an earlier review wrote there: they are no returns.
    *given* are returns that are in no folder: their bytes, by the names they came with.
    """

    spec: Path
    returns: tuple[Path, ...]
    log: Path | None = None
    named: frozenset[Path] = frozenset()
    passed_over: tuple[Path, ...] = ()
    our_own: tuple[Path, ...] = ()
    extracts: tuple[Path, ...] = ()  # the notes that come with them
    given: Mapping[str, bytes] = field(default_factory=dict)


# -- finding


def gather(paths: Sequence[Path]) -> Inputs:
    """Return the files of a review: a specification first and then returns or folders, or one folder.

    The meeting log is the one beside the specification.  Raises UnreadableFile
    when a path does not exist, when there is no specification, or when there
    are two and none was named.
    """
    first, *others = paths
    found = _Found()
    if first.is_dir():
        found.take(paths)
        return _inputs(_only(found, first), found)
    found.take(others)
    return _inputs(first, found)


def only_spec(folder: Path) -> Path:
    """Return the one specification in *folder* or below. Raises UnreadableFile unless there is just one."""
    found = _Found()
    found.take([folder])
    return _only(found, folder)


class _Found:
    """Files by kind, in the order in which they were found."""

    def __init__(self) -> None:
        self.specs: list[Path] = []
        self.returns: list[Path] = []
        self.named: list[Path] = []
        self.passed_over: list[Path] = []
        self.our_own: list[Path] = []
        self.notes: list[Path] = []

    def take(self, paths: Iterable[Path]) -> None:
        """Sort the files that *paths* name. A file that is named itself is taken for a return."""
        for path in paths:
            if path.is_dir():
                for file in _inside(path):
                    self.sort(file)
            elif os.path.lexists(path):
                self.named.append(path)
                self.returns.append(path)
            else:
                raise UnreadableFile(
                    f"{shown(path)} was not read: there is no such file; check how its name is spelt."
                )

    def sort(self, file: Path) -> None:
        """Put a file of a folder where it belongs."""
        kind = "return" if file.suffix.lower() in _TABLES else _kind(file)
        if kind == "return":
            (self.our_own if is_our_own(file) else self.returns).append(file)
        elif kind == "spec":
            self.specs.append(file)
        elif kind == "extract":
            self.notes.append(file)
        elif kind is None:
            self.passed_over.append(file)


def _inside(folder: Path) -> Iterator[Path]:
    """The tables and YAML files below *folder*, in the order of their names."""

    def stop(fault: OSError) -> None:
        raise UnreadableFile(f"{shown(folder)} was not read: a folder in it cannot be opened.") from fault

    for place, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from _files(Path(place), sorted(names), (*_TEXTS, *_TABLES))


def _files(folder: Path, names: Iterable[str], suffixes: tuple[str, ...]) -> Iterator[Path]:
    """The files of a folder by their endings, without hidden ones and those Excel keeps for itself."""
    for name in names:
        if not name.startswith((".", "~$")) and name.lower().endswith(suffixes):
            yield folder / name


def _kind(file: Path) -> str | None:
    """What a YAML file says it is, or None when it does not say or cannot be read."""
    try:
        source = read_text(file)
    except UnreadableFile:
        return None
    # Nearly every file says so in its first line, and is read whole by whoever wants what it says.
    first = _FIRST_LINE.match(source.text)
    return first[1] if first else kind_of(read_tree(source))


def _only(found: _Found, folder: Path) -> Path:
    """The one specification that was found."""
    if len(found.specs) == 1:
        return found.specs[0]
    if found.specs:
        raise UnreadableFile(
            f"{shown(folder)} holds {len(found.specs)} specifications: {listed(map(shown, found.specs))}. "
            "Name the one that is meant, before any returns."
        )
    odd = listed(map(shown, found.passed_over))
    raise UnreadableFile(
        f'{shown(folder)} holds no specification: no YAML file in it begins with "specrules: spec 1".'
        + (f" What kind of file it is, is not said in {odd}." if odd else "")
    )


def _inputs(spec: Path, found: _Found) -> Inputs:
    ours = _files_of(found.notes)
    return Inputs(
        spec=spec,
        returns=tuple(each for each in dict.fromkeys(found.returns) if each not in ours),
        log=_log(spec.parent),
        named=frozenset(found.named),
        passed_over=tuple(found.passed_over),
        our_own=tuple(found.our_own),
        extracts=tuple(found.notes),
    )


def _files_of(notes: Sequence[Path]) -> set[Path]:
    """The files that come with notes. They are no returns."""
    if not notes:
        return set()
    from specrules.extracts.supply import file_of, note_of

    read = [note_of(path) for path in notes]
    return {file_of(note) for note in read if note}


def _log(folder: Path) -> Path | None:
    """The meeting log in *folder* itself, or None. Raises UnreadableFile when there are two."""
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    files = [file for file in _files(folder, names, _TEXTS) if file.is_file()]
    logs = [file for file in files if _kind(file) == "meeting log"]
    if len(logs) > 1:
        beside = listed(map(shown, logs))
        raise UnreadableFile(
            f"There are {len(logs)} meeting logs beside the specification: {beside}. Keep one."
        )
    return logs[0] if logs else None


# -- reading


def read(
    inputs: Inputs,
    period: Period | None = None,
    many: Many | None = None,
    data_engine: str = "duckdb",
    library: Library | None = None,
) -> Given:
    """Read all files of a review, for *period* or else the newest that a return is for.

    A return found in a folder that is for another period is set aside; one that
    was named is kept, so that the review refuses it by name.  *many* says how
    returns are read where there are many, and *library* which catalogue counts, if not the one that
    goes with the specification.  Raises FaultySpec, UnreadableFile, and
    NothingChecked when no return is for the period.
    """
    from specrules.evidence.personal import withhold
    from specrules.judging.given import Given
    from specrules.log.model import EMPTY

    spec, findings = read_checked(inputs.spec, library)
    log, log_findings = _read_log(inputs.log)
    early = _Early(spec, period or _named_last(inputs.returns))
    opened = [early.answered(each) for each in _opened(inputs, spec, many)]
    chosen = period or _newest(opened, inputs.extracts) or period_of(spec.returns.every, spec.starts)
    named = {withhold(each)[0] for each in (*map(shown, inputs.named), *inputs.given)}
    ours = [each for each in opened if each.is_for(chosen) or each.file in named]
    aside = [each for each in opened if not (each.is_for(chosen) or each.file in named)]
    if aside and not ours:
        raise NothingChecked(_none_for(chosen, aside))
    by = early.planned(chosen)
    return Given(
        planned=by,
        returns=early.returns(ours, chosen),
        log=log or EMPTY,
        files={spec.file: spec.digest, **({log.file: log.digest} if log else {})},
        findings=(*findings, *log_findings),
        set_aside=tuple(f"{each.file} ({each.period.name})" for each in aside if each.period),
        extracts=_supply(inputs, by.plan, data_engine),
    )


def _opened(inputs: Inputs, spec: Spec, many: Many | None) -> Iterator[Dated]:
    """Every return, those in files first, with the period it is for."""
    from specrules.evidence.opening import each_opened, open_given

    found = each_opened(inputs.returns, many) if inputs.returns else ()
    given = (open_given(name, inputs.given[name]) for name in sorted(inputs.given))
    return (Dated(each, spec) for each in chain(found, given))


class _Early:
    """Holds returns against what was asked as they are opened, while the next are still read.

    For which *period* that is will be known when all were opened. Until then it is taken to be the one that
    was said or that a folder is named after, or else that of the first return; what was answered for another
    one is answered again.
    """

    def __init__(self, spec: Spec, period: Period | None) -> None:
        self.spec, self.period = spec, period
        self._plans: dict[Period, Planned] = {}
        self._answering: dict[Period, Callable[[Opened], Return]] = {}
        self._returns: dict[Dated, Return] = {}

    def answered(self, dated: Dated) -> Dated:
        """A return that was opened, its answers kept if it is for the period."""
        self.period = self.period or (dated.period if dated.counts else None)
        if self.period and dated.is_for(self.period):
            self._returns[dated] = self._return(dated, self.period)
        return dated

    def planned(self, period: Period) -> Planned:
        """The specification planned for a period."""
        from specrules.compile import planned

        if period not in self._plans:
            self._plans[period] = planned(self.spec, period)
        return self._plans[period]

    def returns(self, opened: Iterable[Dated], period: Period) -> tuple[Return, ...]:
        """The answers of all that were *opened*, for the period that it turned out to be."""
        known = self._returns if period == self.period else {}
        return tuple(known.get(each) or self._return(each, period) for each in opened)

    def _return(self, dated: Dated, period: Period) -> Return:
        from specrules.evidence.returns import answering

        if period not in self._answering:
            self._answering[period] = answering(self.planned(period).asked)
        return self._answering[period](dated.opened)


def _named_last(returns: Iterable[Path]) -> Period | None:
    """The newest of the periods that folders are named after."""
    found = filter(None, map(_period_of_folder, {f"{each.parent.as_posix()}/" for each in returns}))
    return max(found, key=_newness, default=None)


def _supply(inputs: Inputs, plan: Plan, data_engine: str) -> Supply | None:
    """What the extracts of a review say; None when there is none, which spares the database."""
    if not inputs.extracts:
        return None
    from specrules.extracts.supply import supply

    return supply(inputs.extracts, plan, library_for(inputs.spec)[0], data_engine)


def read_checked(path: Path, library: Library | None = None) -> tuple[Spec, tuple[Finding, ...]]:
    """The specification at *path*, with *library* or its own catalogue, and the findings that are no errors.

    Raises FaultySpec when it has errors, and UnreadableFile when it cannot be opened.
    """
    reading = read_spec(path, library)
    errors = sum(each.severity is Severity.ERROR for each in reading.findings)
    if reading.spec is None or errors:
        count = "an error" if errors == 1 else f"{errors} errors"
        text = read_text(path)
        message = f"{text.path} has {count}, so it was not used. Put that right first."
        raise FaultySpec(message, reading.findings, {text.path: text.text})
    return reading.spec, reading.findings


def log_beside(spec: Path) -> Log | None:
    """The meeting log beside a specification, or None. Raises UnreadableFile when there are two."""
    return _read_log(_log(spec.parent))[0]


def _read_log(path: Path | None) -> tuple[Log | None, tuple[Finding, ...]]:
    if path is None:
        return None, ()
    from specrules.log.reading import read_log

    return read_log(read_tree(read_text(path)))


class Dated:
    """A return that was opened, and the period it is for: what it says, or else its folder."""

    def __init__(self, opened: Opened, spec: Spec) -> None:
        from specrules.evidence.header import read_header

        header = read_header(opened, spec.returns.uk_dates)[0]
        self.opened = opened
        self.file = opened.file
        self.period = _period(header.period) or _period_of_folder(opened.file)
        self.counts = header.spec in ("", spec.id)

    def is_for(self, period: Period) -> bool:
        """Whether it is for *period*, or does not say for which.

        One for another specification is kept too, so that it is refused by the name of that.
        """
        return self.period is None or self.period == period or not self.counts


def _period(text: str) -> Period | None:
    try:
        return read_period(text) if text else None
    except NotUnderstood:
        return None


def _period_of_folder(file: str) -> Period | None:
    """The period that a folder of *file* is named after, the innermost first."""
    folders = reversed(file.split("/")[:-1])
    return next((period for folder in folders if (period := _period(folder))), None)


def _newest(opened: Iterable[Dated], notes: Sequence[Path]) -> Period | None:
    periods = [each.period for each in opened if each.period and each.counts]
    periods += [found for path in notes if (found := period_of_note(path))]
    return max(periods, key=_newness, default=None)


def _newness(period: Period) -> tuple[date, date]:
    """What the later of two periods has more of."""
    return period.end, period.start


def period_of_note(path: Path) -> Period | None:
    """The period that the note of an extract is for, or None where it cannot be read."""
    from specrules.extracts.supply import note_of

    note = note_of(path)
    return _period(note.period) if note else None


def _none_for(period: Period, others: Iterable[Dated]) -> str:
    found = listed(sorted({each.period.name for each in others if each.period}))
    return f"Nothing was checked: no return is for {period.name}. Those that were found are for {found}."
