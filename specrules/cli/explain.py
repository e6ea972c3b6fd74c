"""``specrules explain``: a specification, or the code of a lint rule, in plain English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.cli.app import Answer, Misused, app, refused, spec_in

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")
# How requirements are numbered, such as MA-1 or NWD-6.2; no name of a rule has a figure behind a dash.
_NUMBER = re.compile(r"[A-Za-z]+-[0-9][0-9.]*")


@app.command()
def explain(
    subject: Annotated[
        str,
        typer.Argument(metavar="SPEC_OR_CODE", help="A specification, or the code or name of a lint rule."),
    ],
    requirement: Annotated[
        str, typer.Argument(metavar="REQUIREMENT", help="Only this requirement, by its number.")
    ] = "",
) -> Answer:
    """Say in plain English what a specification asks, or a code means.

    For example: specrules explain specs/recovery-service.yaml MA-1, or specrules explain MS302
    """
    if _CODE.fullmatch(subject) or not _is_file(subject):
        if _NUMBER.fullmatch(subject):
            raise Misused(f"Name the specification before the requirement: specrules explain SPEC {subject}")
        from specrules.lint import explain as explain_rule

        return Answer(0, explain_rule(subject).rstrip() + "\n")
    from specrules.inputs import read_checked

    try:
        spec = read_checked(spec_in(Path(subject)))[0]
    except SpecrulesError as error:
        return refused(error)
    return Answer(0, _in_words(spec, requirement))


def _is_file(subject: str) -> bool:
    return Path(subject).exists() or "." in subject or "/" in subject


def _in_words(spec: Spec, number: str) -> str:
    """The specification, or one requirement, as plain sentences in lines of 100 columns."""
    from specrules import sentences
    from specrules.base import phrases
    from specrules.base.findings import nearest
    from specrules.report.text import paragraph
    from specrules.values.periods import write_due

    known = {each.id: each for each in spec.requirements}
    if number and number not in known:
        near = nearest(number, tuple(known))
        hint = f" Did you mean {near}?" if near else f" It has {phrases.listed(known)}."
        raise Misused(f"{spec.file} has no requirement {number}.{hint}")
    chosen = [known[number]] if number else list(spec.requirements)
    blocks = [
        [f"{each.id}: {each.title}", *(f"  {line}" for line in sentences.requirement(each, spec))]
        for each in chosen
    ]
    terms = [
        f"The contract runs from {phrases.day(spec.starts)} to {phrases.day(spec.ends)}. Each party that "
        f"owes a duty sends a return for every {spec.returns.every}, due {write_due(spec.returns.due)}.",
        *sentences.allowances(spec),
    ]
    opening = [[f"{spec.title} ({spec.id}, version {spec.version})"], terms] if not number else []
    lines = [[part for line in block for part in paragraph(line)] for block in [*opening, *blocks]]
    return "\n\n".join("\n".join(block) for block in lines) + "\n"
