"""``specrules extract``: look at an extract, make its tables once, and invent one to try things on."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.phrases import listed, number
from specrules.cli.app import Answer, Misused, app, period_of_option
from specrules.cli.progress import steps_done

if TYPE_CHECKING:
    from specrules.library import Library
    from specrules.spec.datasets import Dataset

extract = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(extract, name="extract", help="Check, convert or invent a client-level extract.")

_KEEP = (
    "There is a row for each person, and the list of unused records says where in the file they stand: "
    "all of it stays with those who may see the file."
)
_Dataset = Annotated[str, typer.Option(metavar="NAME", help="The dataset whose columns the file has.")]


@extract.command()
def check(
    note: Annotated[Path, typer.Argument(metavar="NOTE", help="The note that comes with the extract, YAML.")],
) -> Answer:
    """Say what is wrong in an extract, and what it can measure.

    For example: specrules extract check examples/harbour/extracts/harbour.yaml
    """
    from specrules.extracts.opening import named
    from specrules.extracts.supply import look_at
    from specrules.report.findings import render

    library = _library(note)
    looked = look_at(note, library)
    records = number(looked.records, "record")
    people = number(looked.people, "person", "people")
    lines = [f"{named(note)}: {records}, {people} in treatment in the period"]
    lines += [f"  can support    {id}" for id in looked.supported]
    lines += [f"  cannot support {id}: {why}" for id, why in looked.lacking]
    lines += [
        f"  cannot see     which {table} of people who are there were left out, and "
        f"{number(often, 'measure reads', 'measures read')} them: state how many there should be"
        for table, often in looked.unstated
    ]
    text = "\n".join(lines) + "\n"
    if looked.findings:
        text += "\n" + render(looked.findings, looked.sources)
    return Answer(1 if looked.findings else 0, text)


@extract.command()
def convert(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Extracts as CSV files.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where the tables go; yours alone to read."),
    ],
    dataset: _Dataset = "ndtms-k",
) -> Answer:
    """Make the tables of extracts, once. Started again, it goes on.

    For example: specrules extract convert riverbank.csv -o tables
    """
    from specrules.extracts.convert import REJECTS, Source, convert
    from specrules.extracts.opening import named

    library = _library(files[0])
    found = _dataset(library, dataset)
    with steps_done("Tables", of=2 * len(files) + len(found.tables)) as said:
        made = convert([Source(file, found) for file in files], output, said)
    withheld = sum(each.withheld for each in made.accounts)
    faults = [each for account in made.accounts for each in account.rejected.values()]
    rejected = sum(sum(each.values()) for each in faults) - withheld
    records = sum(each.records for each in made.accounts)
    text = f"{named(output)}: {', '.join(sorted(made.files))}, from {number(records, 'record')}.\n"
    if rejected:
        unused = number(rejected, "record")
        text += f"{unused} could not be used; {named(output / REJECTS)} says which, and why.\n"
    if withheld:
        people = number(withheld, "record is of somebody", "records are of people")
        text += f"{people} who did not agree, and in no table.\n"
    if records:
        text += f"{_KEEP}\n"
    else:
        text += "There are headings and nothing below them; ask for the file to be sent again.\n"
    return Answer(0 if records and not rejected and not withheld else 1, text)


@extract.command()
def invent(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The CSV file to write.")],
    clients: Annotated[int, typer.Option(min=1, metavar="N", help="How many people.")] = 100,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number gives other people.")] = 1,
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The period it is for.")] = "2026-27-Q1",
    provider: Annotated[str, typer.Option(metavar="CODE", help="The code of the service.")] = "X0001",
    faults: Annotated[int, typer.Option(min=0, max=1000, help="Faulty lines in a thousand.")] = 20,
) -> Answer:
    """Invent an extract with the faults that real ones have. Nobody in it exists.

    For example: specrules extract invent --clients 100000 -o invented.csv
    """
    from specrules.extracts.invented import Invention, write_invented
    from specrules.extracts.opening import named

    wanted = Invention(clients, seed, period_of_option(period), provider, faults)
    written = write_invented(output, wanted)
    records, people = number(written, "record"), number(clients, "person", "people")
    return Answer(0, f"{named(output)}: {records} of {people}, all invented.\n")


def _library(beside: Path) -> Library:
    from specrules.library import library_for

    return library_for(beside)[0]


def _dataset(library: Library, name: str) -> Dataset:

    found = library.dataset(name)[0]
    if found is None:
        raise Misused(f"--dataset: there is none called {name}. There are {listed(library.dataset_names())}.")
    return found
