"""``specrules schedule``: the contract schedule, and whether a signed one still says the same."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - read when the command is made
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import NothingChecked, SpecrulesError, UnreadableFile
from specrules.base.phrases import number
from specrules.cli.app import Answer, Misused, SpecArgument, app, refused

if TYPE_CHECKING:
    from specrules.report.schedule.content import Schedule
    from specrules.spec.model import Spec


class ScheduleFormat(StrEnum):
    """In what form a schedule is written."""

    DOCX = "docx"
    HTML = "html"
    MD = "md"


@app.command()
def schedule(
    spec: SpecArgument,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write .docx, .html or .md. Without it: print."),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="DOCUMENT", help="Say where this signed .docx and the specification have parted."
        ),
    ] = None,
    contract: Annotated[
        str, typer.Option(metavar="FORM", help="Whose headings: nhs or council, or one of your own.")
    ] = "nhs",
    form: Annotated[
        ScheduleFormat | None,
        typer.Option("--format", help="Without it: what the ending of FILE says, or md."),
    ] = None,
) -> Answer:
    """Write the contract schedule, or compare a signed one with it.

    For example: specrules schedule specs/recovery-service.yaml -o schedule.docx
    """
    from specrules.inputs import read_checked
    from specrules.library import library_for
    from specrules.report.schedule.content import schedule_of
    from specrules.report.schedule.headings import TABLE, headings_of

    if check and output:
        raise Misused("--check compares a document and --output writes one; give one of the two.")
    kind = form or _kind_of(output)
    headings = headings_of(library_for(spec)[0].table(TABLE), contract)
    try:
        read = read_checked(spec)[0]
    except SpecrulesError as error:
        return refused(error)
    made = schedule_of(read, headings)
    return _compared(made, check, read.file) if check else _written(made, read, output, kind)


def _kind_of(output: Path | None) -> ScheduleFormat:
    """What the ending of a file's name says. Raises Misused for another ending."""
    ending = output.suffix.lower().lstrip(".") if output else "md"
    if ending not in tuple(ScheduleFormat):
        raise Misused(f"A schedule is .docx, .html or .md, not .{ending}. Name the file so, or say --format.")
    return ScheduleFormat(ending)


def _written(made: Schedule, spec: Spec, output: Path | None, kind: ScheduleFormat) -> Answer:
    from specrules.base.files import shown
    from specrules.base.writing import write_file

    if output is None:
        if kind is ScheduleFormat.DOCX:
            raise Misused(
                "A Word document cannot be printed here. Name a file for it: --output schedule.docx"
            )
        return Answer(0, _as(made, spec, kind).decode())
    write_file(output, _as(made, spec, kind))
    clauses = len(spec.requirements)
    return Answer(0, f"Written to {shown(output)}: {number(clauses, 'clause')}.\n")


def _as(made: Schedule, spec: Spec, kind: ScheduleFormat) -> bytes:
    """The schedule as the bytes of a file."""
    if kind is ScheduleFormat.DOCX:
        from specrules.report.schedule.document import as_document

        return as_document(made, spec.starts)
    if kind is ScheduleFormat.HTML:
        from specrules.report.schedule.page import as_page

        return as_page(made).encode()
    from specrules.report.schedule.markdown import as_markdown

    return as_markdown(made).encode()


def _compared(made: Schedule, document: Path, spec: str) -> Answer:
    """Where a signed document has parted from the schedule. Raises UnreadableFile and NothingChecked."""
    from specrules.base.files import read_bytes, shown
    from specrules.report.schedule.compared import as_text
    from specrules.report.schedule.parted import partings
    from specrules.report.schedule.signed import LIMIT, NotRead, paragraphs_of

    try:
        paragraphs = paragraphs_of(read_bytes(document, LIMIT))
    except NotRead as error:
        raise UnreadableFile(f"{shown(document)} was not read: {error}.") from error
    found = partings(made, paragraphs)
    if found is None:
        raise NothingChecked(
            f"No clause of {spec} was found in {shown(document)}. Clauses are found by the number in "
            "square brackets behind their titles, which specrules schedule writes; were they taken out?"
        )
    return Answer(1 if found else 0, as_text(found, shown(document), spec))
