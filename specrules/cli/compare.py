"""``specrules compare``: what changed between two reviews and why, or between two specifications."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.base.phrases import number
from specrules.cli.app import Answer, ForOption, Misused, Readers, app, not_for_publication, refused
from specrules.cli.engines import engines

if TYPE_CHECKING:
    from specrules.drafts.variation import Notice

_SPECS = (".yaml", ".yml")


class CompareFormat(StrEnum):
    """How a comparison is printed. HTML is for two reviews; Markdown and Word are for two specifications."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"


@app.command()
def compare(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="BEFORE AFTER",
            help="Two kept reviews, or review.json files; or one folder of kept reviews, for its last two; "
            "or two specifications, for the variation between them.",
        ),
    ],
    form: Annotated[
        CompareFormat,
        typer.Option(
            "--format",
            help="Print text or JSON; of two reviews also a page, of two specifications also Markdown.",
        ),
    ] = CompareFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a variation as a Word document, .docx."),
    ] = None,
    audience: ForOption = Readers.COMMISSIONER,
) -> Answer:
    """Say what changed between two reviews, and the cause of each.

    Of two specifications: the variation, clause by clause, in plain sentences.

    For example: specrules compare runs, or specrules compare old.yaml new.yaml
    """
    if len(paths) == 2 and all(each.suffix.lower() in _SPECS for each in paths):
        return _varied(paths[0], paths[1], form, output)
    if output or form is CompareFormat.MARKDOWN:
        raise Misused("Markdown and Word are for the variation between two specifications, two YAML files.")
    from specrules.report import runs
    from specrules.report.html import runs as pages
    from specrules.runs.opening import compared, open_review, remarks

    before, after = (open_review(each, engines) for each in _two(paths))
    for each in (before, after):
        if each.review["run"]["audience"] != Readers.PUBLICATION:
            not_for_publication(audience, f"a review made for the {Readers.COMMISSIONER}")
    found, aside = compared(before, after, engines), remarks(before, after)
    makers = {
        CompareFormat.TEXT: runs.compared,
        CompareFormat.JSON: runs.compared_as_json,
        CompareFormat.HTML: pages.compared,
    }
    return Answer(1 if found.changes else 0, makers[form](found), aside)


def _varied(before: Path, after: Path, form: CompareFormat, output: Path | None) -> Answer:
    """The variation between two specifications."""
    from specrules.drafts.variation import variation
    from specrules.inputs import read_checked

    if form is CompareFormat.HTML:
        raise Misused("A page is made of two reviews. Of two specifications: --format markdown, or --output.")
    if output and output.suffix.lower() != ".docx":
        raise Misused(f"--output: {output} is no .docx. Markdown and JSON are printed: --format markdown.")
    try:
        notice = variation(read_checked(before)[0], read_checked(after)[0])
    except SpecrulesError as error:
        return refused(error)
    remarks = _one_version(notice)
    code = 0 if notice.says_the_same else 1
    return Answer(code, _written(notice, output) if output else _notice(notice, form), remarks)


def _notice(notice: Notice, form: CompareFormat) -> str:
    from specrules.report.papers import variation

    makers = {
        CompareFormat.TEXT: variation.text,
        CompareFormat.JSON: variation.data,
        CompareFormat.MARKDOWN: variation.markdown,
    }
    return makers[form](notice)


def _written(notice: Notice, output: Path) -> str:
    from specrules.base.files import shown
    from specrules.base.writing import write_file
    from specrules.report.papers.variation import document

    write_file(output, document(notice))
    many = len(notice.clauses)
    return f"Written to {shown(output)}: {number(many, 'clause')}.\n"


def _one_version(notice: Notice) -> tuple[str, ...]:
    """A remark where a return could not say for which of two texts it is."""
    if not notice.one_version:
        return ()
    version = notice.before.version
    return (
        f"Both call themselves version {version}, and they differ. Give the later one a version of its own.",
    )


def _two(paths: list[Path]) -> tuple[Path, Path]:
    """The two things to compare. Raises Misused when there are not two."""
    from specrules.runs.opening import newest_two

    if len(paths) == 1 and paths[0].is_dir():
        return newest_two(paths[0])
    if len(paths) != 2:
        raise Misused("Name two kept reviews to compare, the earlier first, or one folder of kept reviews.")
    return paths[0], paths[1]
