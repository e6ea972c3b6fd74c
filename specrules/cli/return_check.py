"""``specrules return check``: what a review would say of one return, before it is sent."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.findings import Severity
from specrules.cli.app import Answer, Misused, refused
from specrules.cli.engines import engines
from specrules.cli.returns import group
from specrules.report.lint import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.base.findings import Finding
    from specrules.evidence.header import Header
    from specrules.evidence.opening import Opened
    from specrules.judging.given import Given
    from specrules.view import View

# The whole answer has two forms of its own; what is wrong in the file has all that lint has.
_WHOLE = ("text", "json")
CheckFormat = StrEnum("CheckFormat", {name: name for name in dict.fromkeys((*_WHOLE, *FORMATS))})  # type: ignore[misc]
_TEXT = CheckFormat("text")
Form = Annotated[
    CheckFormat,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"text for people, json for programs; or, of what is wrong in the file alone, one of "
        f"{', '.join(each for each in FORMATS if each not in _WHOLE)}.",
    ),
]
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
    form: Form = _TEXT,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print how often each kind of fault was found.")
    ] = False,
) -> Answer:
    """Say what a review would say of a return.

    It names what is missing or wrong, with its cell, and what would come out.

    For example: specrules return check riverbank.xlsx specs/recovery-service.yaml
    """
    from specrules.base.files import shown
    from specrules.report.check import to_put_right

    opened, header = _opened(path)
    try:
        used = spec or _spec_of(path, header)
        given = _given(path, used)
    except SpecrulesError as error:
        return refused(error)
    seen = _own_view(given, opened, header)
    code = 1 if seen.unmet or to_put_right(seen) else 0
    # Which of several it was is seen by its name alone, so it is told where nobody gave it.
    told = () if spec else (f"Held against {shown(used)}.",)
    return Answer(code, _said(seen, path, "statistics" if statistics else str(form)), told)


def _said(seen: View, path: Path, form: str) -> str:
    """All of it as text or JSON; in the formats of lint, what is wrong in the file."""
    from specrules.report import check, json

    if form in _WHOLE:
        return json.review(seen) if form == "json" else check.as_text(seen)
    from specrules.linting import top_of
    from specrules.report.lint import Shown, written

    return written(check.as_run(seen, _source(path, seen)), form, Shown(top_of(str(Path.cwd()))))


def _source(path: Path, seen: View) -> dict[str, str]:
    """The text of a return that is one, by its name in findings; nothing for a workbook."""
    from specrules.base.files import read_text, shown

    is_text = path.suffix.lower() in (".csv", ".yaml", ".yml") and seen.findings
    return {shown(path): read_text(path).text} if is_text else {}


def _opened(path: Path) -> tuple[Opened, Header]:
    """The return and its headings. Raises UnreadableFile, with the reason, when it cannot be read as one."""
    from specrules.evidence.header import read_header
    from specrules.evidence.opening import open_return

    opened = open_return(path)
    header, findings = read_header(opened, uk_dates=True)
    if not header.readable:
        *before, why = (*opened.answers.findings, *findings)
        raise UnreadableFile(f"{opened.file}: {why.message}{_first_fault(before)}")
    return opened, header


def _first_fault(found: Sequence[Finding]) -> str:
    """What is wrong first in a file, with its place there; "" where nothing was *found* to be."""
    first = next((each for each in found if each.severity is Severity.ERROR), None)
    if first is None:
        return ""
    where = str(first.place)
    return f" {where[0].upper()}{where[1:]}: {first.message}"


def _spec_of(path: Path, header: Header) -> Path:
    """The specification that a return is for, beside it or in the folders above it. Raises Misused."""
    from specrules.base.files import shown

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
    from specrules.base.files import read_text
    from specrules.library import kind_of
    from specrules.text.tree import Mapping, Scalar, read_tree

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
    from specrules.engine import make_ready
    from specrules.inputs import Inputs, read

    make_ready()
    return read(Inputs(spec, (path,), named=frozenset([path])))


def _own_view(given: Given, opened: Opened, header: Header) -> View:
    """What the review of this one return shows of its party."""
    from specrules.judging.review import review
    from specrules.report.check import own
    from specrules.viewing import view

    with engines() as engine:
        run = review(given, engine)
    party = next(each.id for each in given.spec.parties if each.id.casefold() == header.party.casefold())
    return own(view(run), party, opened.file)
