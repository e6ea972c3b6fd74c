"""The extracts of a review: each note is read, its file made into tables, and every measure asked.

In: notes, the plan of a period and the catalogue.  Out: for each party the figures of its extract, with what
was wrong in it.  Rows never leave this module: the tables stand in a folder of the user's alone that
is gone when it returns, unless the note names tables that were made before.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.files import read_text
from specrules.base.findings import Finding, Place
from specrules.evidence.codes import finding
from specrules.evidence.personal import withhold
from specrules.extracts.convert import Source, Tables, convert, read_tables
from specrules.extracts.evidence import asked_by
from specrules.extracts.facts import Asked, Asking, Measured, Supplied
from specrules.extracts.opening import named
from specrules.extracts.remarks import remarks
from specrules.measures.duck import Duck, connected
from specrules.measures.lower import NotSupported, tables_of
from specrules.measures.spark import NoSpark, session
from specrules.spec.datasets import lacking
from specrules.spec.notes import Note, read_note
from specrules.text.tree import read_tree
from specrules.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specrules.compile.plan import Plan
    from specrules.library import Library
    from specrules.measures.spark import Spark
    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Measure

DUCKDB, SPARK = "duckdb", "spark"


@dataclass(frozen=True, slots=True)
class Supply:
    """What all extracts of a period say, and what was read for it: files and catalogue, by fingerprint."""

    supplied: tuple[Supplied, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    catalogue: Mapping[str, str] = field(default_factory=dict)


def measures_of(plan: Plan) -> tuple[str, ...]:
    """The measures that the checks of a plan name, each once."""
    named = [check.check.measure for duty in plan.duties if duty.in_force for check in duty.checks]
    return tuple(sorted({each for each in named if each}))


def asked_of(plan: Plan) -> tuple[Asked, ...]:
    """What the checks of a plan ask of an extract, each once: measures, of a whole party or of places."""
    checks = [check for duty in plan.duties if duty.in_force for check in duty.checks if check.check.measure]
    every = [each for check in checks for each in (check, *check.shown)]
    return tuple(dict.fromkeys(asked for each in every for asked in asked_by(each)))


def supply(notes: Sequence[Path], plan: Plan, library: Library, engine: str = DUCKDB) -> Supply:
    """Ask the extracts of *notes* every measure of *plan*. Notes for another period are passed over.

    *engine* is what runs the queries, "duckdb" or "spark".  Raises UnreadableFile for a note that cannot be
    opened, and NoSpark.
    """
    gathering = _Gathering(plan, library, engine)
    for path in notes:
        gathering.take(path)
    return gathering.supply()


def note_of(path: Path) -> Note | None:
    """The note at *path*, or None when it cannot be read as one."""
    return read_note(read_tree(read_text(path)))[0]


def file_of(note: Note) -> Path:
    """The file of an extract, which stands beside its note."""
    return Path(note.path).parent / note.file


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to say of one extract apart from any review.

    *unstated* are tables of which nobody said how many rows there should be, and how many measures read each.
    """

    records: int
    people: int
    supported: tuple[str, ...]
    lacking: tuple[tuple[str, str], ...]
    unstated: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, str]


def look_at(path: Path, library: Library) -> Looked:
    """Look at the extract of the note at *path*. Raises SpecrulesError when one of them cannot be used."""
    text = read_text(path)
    note, trouble = read_note(read_tree(text))
    dataset = library.dataset(note.dataset)[0] if note else None
    if note is None or dataset is None or _leads_out(note):
        why = "; ".join(each.message for each in trouble) or "its dataset or its file is not there."
        raise UnreadableFile(f"{text.path} cannot be used: {withhold(why)[0]}")
    measures = [measure for id in library.measure_ids() if (measure := library.measure(id)[0])]
    why_not = {each.id: lacking(each, dataset) for each in measures}
    with tempfile.TemporaryDirectory(prefix="specrules-") as scratch:
        made = _tables(file_of(note), dataset, Path(scratch))
        with _engine(DUCKDB, made, Path(scratch)) as engine:
            asking = Asking(engine, made, note, dataset, read_period(note.period))
            place = Place(named(file_of(note)))
            said = [finding(code, place, message, remedy=remedy) for code, message, remedy in remarks(asking)]
            return Looked(
                sum(each.records for each in made.accounts),
                asking.shortfall.found,
                tuple(id for id, why in why_not.items() if not why),
                tuple((id, why) for id, why in why_not.items() if why),
                _unstated(note, dataset, [each for each in measures if not why_not[each.id]]),
                (*trouble, *said),
                {text.path: text.text},
            )


def _unstated(note: Note, dataset: Dataset, measures: list[Measure]) -> tuple[tuple[str, int], ...]:
    """Tables that measures read, and in which nobody sees when a row of somebody who is there is left out."""
    every = [table for each in measures for table in tables_of(each)]
    told = {*note.control.totals, "clients"}
    return tuple(
        (each.name, every.count(each.name)) for each in dataset.tables if each.name in {*every} - told
    )


@contextmanager
def _engine(name: str, made: Tables, scratch: Path) -> Iterator[Duck | Spark]:
    """The engine called *name*, with the tables in it."""
    if name == SPARK:
        with session() as spark:
            yield _shown(spark, made)
    else:
        with connected(scratch) as connection:
            yield _shown(Duck(connection), made)


def _shown(engine: Duck | Spark, made: Tables) -> Duck | Spark:
    for name, file in made.files.items():
        engine.show(name, [file])
    return engine


class _Gathering:
    """Takes notes one by one."""

    def __init__(self, plan: Plan, library: Library, engine: str) -> None:
        self.plan, self.library, self.engine = plan, library, engine
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}
        self.catalogue: dict[str, str] = {}
        self.supplied: dict[str, Supplied] = {}
        self.measures = self._measures()

    def _measures(self) -> dict[str, Measure]:
        found = {}
        for id in measures_of(self.plan):
            measure, trouble = self.library.measure(id)
            self.findings += trouble
            if measure:
                found[id] = measure
                self.catalogue[f"measures/{id}"] = measure.digest
        return found

    def supply(self) -> Supply:
        """Everything taken."""
        return Supply(tuple(self.supplied.values()), tuple(self.findings), self.files, self.catalogue)

    def report(self, code: str, note: Note, message: str, remedy: str | None = None) -> None:
        """Add a finding about an extract."""
        self.findings.append(finding(code, Place(named(file_of(note))), message, remedy=remedy))

    def take(self, path: Path) -> None:
        """Read one note and, when it is for this period, the extract it comes with."""
        note, trouble = read_note(read_tree(read_text(path)))
        self.findings += trouble
        if note is None or note.period != self.plan.period.name:
            return
        self.files[note.path] = note.digest
        if why := self._foreign(note):
            self.report("EV484", note, f"{why} The extract was not used.")
            return
        dataset, trouble = self.library.dataset(note.dataset)
        self.findings += trouble
        if dataset is None:
            known = ", ".join(self.library.dataset_names())
            self.report("EV484", note, f"There is no dataset {note.dataset}. The catalogue has: {known}.")
        else:
            self._use(note, dataset)

    def _foreign(self, note: Note) -> str:
        """Why an extract is not for this review; "" when it is."""
        spec = self.plan.spec
        if note.spec != spec.id:
            return f"Its note is for another specification, and this is {spec.id}."
        if note.party not in {each.id for each in spec.parties}:
            return f"Its note is from no party of {spec.id}."
        if note.party in self.supplied:
            self.supplied[note.party] = Supplied(note.party, named(file_of(note)), "")
            return f"{note.party} sent two extracts for {note.period}, so neither counts."
        if _leads_out(note):
            return "Its note names a file that does not stand beside it."
        return ""

    def _use(self, note: Note, dataset: Dataset) -> None:
        self.catalogue[f"datasets/{dataset.name}"] = dataset.digest
        path = file_of(note)
        try:
            with tempfile.TemporaryDirectory(prefix="specrules-") as scratch:
                made = _tables(path, dataset, Path(scratch))
                self._ask(note, dataset, made, Path(scratch))
        except NoSpark:
            raise
        except SpecrulesError as error:
            self.report("EV485", note, str(error))
            self.supplied[note.party] = Supplied(note.party, named(path), "")

    def _ask(self, note: Note, dataset: Dataset, made: Tables, scratch: Path) -> None:
        account = made.accounts[0]
        self.files[account.file] = account.digest
        with _engine(self.engine, made, scratch) as engine:
            asking = Asking(engine, made, note, dataset, self.plan.period)
            for code, message, remedy in remarks(asking):
                self.report(code, note, message, remedy)
            figures = self._figures(note, asking)
        self.supplied[note.party] = Supplied(note.party, account.file, account.digest, figures)

    def _figures(self, note: Note, asking: Asking) -> dict[Asked, Measured]:
        figures: dict[Asked, Measured] = {}
        lacking: dict[str, None] = {}
        for asked in asked_of(self.plan):
            if measure := self.measures.get(asked.measure):
                try:
                    figures[asked] = asking.at(asked, measure)
                except NotSupported as error:
                    lacking[str(error)] = None
        for why in lacking:
            self.report("EV483", note, why)
        return figures


def _leads_out(note: Note) -> bool:
    folder = os.path.realpath(Path(note.path).parent)
    return os.path.commonpath([folder, os.path.realpath(file_of(note))]) != folder


def _tables(path: Path, dataset: Dataset, scratch: Path) -> Tables:
    """The tables at *path*, or those made of the file that stands there."""
    return read_tables(path) if path.is_dir() else convert([Source(path, dataset)], scratch / "tables")
