"""``specrules spec to-xlsx`` and ``from-xlsx``: reading and marking up in Excel."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it when it runs
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.phrases import number
from specrules.cli.app import Answer, SpecArgument, app, refused

if TYPE_CHECKING:
    from specrules.marking.changes import Marked
    from specrules.spec.model import Spec
    from specrules.text.tree import Tree

group = typer.Typer(
    name="spec",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Read and mark up a specification in Excel, and take it back.",
)
app.add_typer(group)


@group.command("to-xlsx")
def to_xlsx(
    spec: SpecArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The workbook to write.")],
) -> Answer:
    """Write a workbook to read and mark up a specification in.

    Its numbers, dates and wording can be changed there, and remarks made.

    For example: specrules spec to-xlsx specs/recovery-service.yaml --output marked.xlsx
    """
    from specrules.base.files import shown
    from specrules.base.writing import write_file
    from specrules.marking.items import items
    from specrules.marking.workbook import as_workbook

    try:
        read, tree = _read(spec)
    except SpecrulesError as error:
        return refused(error)
    found = items(tree)
    write_file(output, as_workbook(read, found))
    return Answer(0, f"Written to {shown(output)}: {len(found):,} values that can be marked up.\n")


@group.command("from-xlsx")
def from_xlsx(
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="The workbook that came back.")],
    spec: SpecArgument,
    accept: Annotated[
        bool, typer.Option("--accept", help="Write the changes into the specification, each in its place.")
    ] = False,
) -> Answer:
    """Show what was changed in a workbook; --accept takes it over.

    For example: specrules spec from-xlsx marked.xlsx specs/recovery-service.yaml
    """
    from specrules.base.files import shown
    from specrules.marking.said import as_text

    try:
        read, tree = _read(spec)
    except SpecrulesError as error:
        return refused(error)
    found = _marked(workbook, read, tree)
    said = as_text(found, shown(workbook), shown(spec))
    if accept and found.changes:
        return _accepted(spec, tree, found, said)
    wanted = bool(found.changes or found.not_taken)
    more = ("To take the changes over, add --accept.",) if found.changes else ()
    return Answer(int(wanted), said, more)


def _read(path: Path) -> tuple[Spec, Tree]:
    """The specification, and where everything stands in it. Raises FaultySpec and UnreadableFile."""
    from specrules.base.files import read_text
    from specrules.inputs import read_checked
    from specrules.text.tree import read_tree

    return read_checked(path)[0], read_tree(read_text(path))


def _marked(workbook: Path, spec: Spec, tree: Tree) -> Marked:
    """What was marked up. Raises NotMarked, and UnreadableFile for what is not safe to read."""
    from specrules.base.files import read_bytes, shown
    from specrules.evidence.guard import MAX_BYTES, Refused
    from specrules.evidence.workbook import read_workbook
    from specrules.marking.changes import marked

    try:
        sheets, _ = read_workbook(shown(workbook), read_bytes(workbook, MAX_BYTES))
    except Refused as error:
        raise UnreadableFile(f"{shown(workbook)} was not read: {error}") from error
    return marked(sheets, tree, spec.id)


def _accepted(path: Path, tree: Tree, found: Marked, said: str) -> Answer:
    """Write the changes, unless the specification would then have an error."""
    from specrules.base.files import shown, source_of
    from specrules.base.findings import Severity
    from specrules.base.writing import write_file
    from specrules.library import library_for
    from specrules.marking.changes import with_changes
    from specrules.report.findings import render
    from specrules.spec.reader import read_spec
    from specrules.text.tree import read_tree

    text = with_changes(tree, found.changes)
    encoding = "utf-8-sig" if tree.source.encoding == "utf-8-sig" else "utf-8"
    after = source_of(shown(path), text.encode(encoding))
    errors = [
        each
        for each in read_spec(read_tree(after), library_for(path)[0]).findings
        if each.severity is Severity.ERROR
    ]
    if errors:
        shown_errors = render(errors, {after.path: after.text}).splitlines()
        nothing = "Nothing was written, because the specification would then have an error."
        return Answer(1, said, (*shown_errors, nothing))
    write_file(path, text.encode(encoding))
    taken = len(found.changes)
    done = f"Written to {shown(path)}: {number(taken, 'change')}.\n"
    return Answer(int(bool(found.not_taken)), f"{said}\n{done}")
