"""``specrules return check``: what a review would say of one return, before it is sent."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it when it runs
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.cli.app import Answer, Format, FormatOption, Misused, refused
from specrules.cli.returns import group
from specrules.errors import SpecrulesError, UnreadableFile

if TYPE_CHECKING:
    from specrules.evidence.header import Header
    from specrules.evidence.opening import Opened
    from specrules.given import Given
    from specrules.view import View

_LEVELS = 4  # folders above a return in which its specification is looked for


@group.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="RETURN", help="The return: .xlsx, .csv or .yaml.")],
    spec: Annotated[
        Path | None,
        typer.Argument(
            metavar="[SPEC]", help="The specification. Without it: the one of that id in the folders above."
        ),
    ] = None,
    form: FormatOption = Format.TEXT,
) -> Answer:
    """Say what a review would say of a return.

    It names what is missing or wrong, with its cell, and what would come out.

    For example: specrules return check riverbank.xlsx specs/recovery-service.yaml
    """
    from specrules.report import check as report
    from specrules.report import json

    opened, header = _opened(path)
    try:
        given = _given(path, spec or _spec_of(path, header))
    except SpecrulesError as error:
        return refused(error)
    seen = _own_view(given, opened, header)
    code = 1 if seen.unmet or report.to_put_right(seen) else 0
    return Answer(code, json.review(seen) if form is Format.JSON else report.as_text(seen))


def _opened(path: Path) -> tuple[Opened, Header]:
    """The return and its headings. Raises UnreadableFile, with the reason, when it cannot be read as one."""
    from specrules.evidence.header import read_header
    from specrules.evidence.opening import open_return

    opened = open_return(path)
    header, findings = read_header(opened, uk_dates=True)
    if not header.readable:
        why = [*opened.answers.findings, *findings][-1]
        raise UnreadableFile(f"{opened.file}: {why.message}")
    return opened, header


def _spec_of(path: Path, header: Header) -> Path:
    """The specification that a return is for, beside it or in the folders above it. Raises Misused."""
    from specrules.files import shown

    folders = [path.resolve().parent, *path.resolve().parent.parents][:_LEVELS]
    for folder in folders:
        for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"), *folder.glob("specs/*.yaml"))):
            if _is_spec(file, header.spec):
                return file
    named = f"specification {header.spec}" if header.spec else "specification"
    raise Misused(
        f"The {named} was not found beside {shown(path)} or in the folders above it. "
        "Name its file after the return."
    )


def _is_spec(file: Path, id: str) -> bool:
    """Whether *file* is the specification called *id*."""
    from specrules.files import read_text
    from specrules.library import kind_of
    from specrules.tree import Mapping, Scalar, read_tree

    try:
        tree = read_tree(read_text(file))
    except UnreadableFile:
        return False
    root = tree.root
    if kind_of(tree) != "spec" or not isinstance(root, Mapping):
        return False
    named = next((each.value for each in root.entries if each.key.text == "id"), None)
    return isinstance(named, Scalar) and named.text.casefold() == id.casefold()


def _given(path: Path, spec: Path) -> Given:
    """All that a review of this one return is made from."""
    from specrules.inputs import Inputs, read

    return read(Inputs(spec, (path,), named=frozenset([path])))


def _own_view(given: Given, opened: Opened, header: Header) -> View:
    """What the review of this one return shows of its party."""
    from specrules.engine import open_engine
    from specrules.report.check import own
    from specrules.review import review
    from specrules.view import view

    with open_engine("both") as engine:
        run = review(given, engine)
    party = next(each.id for each in given.spec.parties if each.id.casefold() == header.party.casefold())
    return own(view(run), party, opened.file)
