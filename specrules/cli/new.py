"""``specrules new``: a specification to begin with."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.phrases import number
from specrules.cli.app import Answer, Misused, RulesOption, app, library_of_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.library import Library
    from specrules.spec.model import StandardClause


_NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as our-spec.yaml.")]


@app.command()
def new(
    file: _NewFile,
    clause: Annotated[
        list[str] | None,
        typer.Option(metavar="CLAUSE", help="A standard clause, or a whole theme; give it again for more."),
    ] = None,
    title: Annotated[str, typer.Option(metavar="WORDS", help="The title of the specification.")] = "",
    commissioner: Annotated[str, typer.Option(metavar="NAME", help="The commissioner's name.")] = "",
    provider: Annotated[str, typer.Option(metavar="NAME", help="The provider's name.")] = "",
    partner: Annotated[str, typer.Option(metavar="NAME", help="The mental health service's name.")] = "",
    rules: RulesOption = None,
) -> Answer:
    """Write a specification to begin with, of the clauses you choose.

    For example: specrules new our-spec.yaml --clause mutual-aid --clause no-wrong-door/asked-about-use
    """
    from specrules.authoring.starting import Start, starting_spec
    from specrules.base.writing import write_file

    if file.exists():
        raise Misused(f"{file} is there already, and was left as it is; name another file.")
    library = library_of_option(rules)
    asking = not clause and sys.stdin is not None and sys.stdin.isatty()
    chosen = _chosen(library, _asked_for(library) if asking else clause or [])
    words = {"title": title, "commissioner": commissioner, "provider": provider, "partner": partner}
    said = _asked_names(words) if asking else words
    start = Start(id=_id(file.stem))._replace(**{key: each for key, each in said.items() if each})
    write_file(file, starting_spec(chosen, start).encode())
    written = number(len(chosen), "requirement")
    return Answer(
        0,
        f"Written to {file}: {written}. Every number in it is an example, and says so.\n"
        f"Next: decide each of them, then run: specrules lint {file}\n",
    )


def _id(stem: str) -> str:
    """A short name for the specification, made of the name of its file."""
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:64] or "your-service"


def _chosen(library: Library, names: Sequence[str]) -> list[StandardClause]:
    """The clauses that *names* stand for, each a clause or a theme, with those that belong with them."""
    from specrules.authoring.starting import with_companions

    if not names:
        raise Misused(
            "Which clauses? Write --clause mutual-aid, say; to see them all: specrules list standard-clauses"
        )
    ids = [id for name in names for id in _ids(library, name)]
    return [found for id in with_companions(ids) if (found := library.clause(id))]


def _ids(library: Library, name: str) -> list[str]:
    from specrules.base.findings import nearest

    under = [id for id in library.ids() if id == name or id.startswith(f"{name}/")]
    if not under:
        near = nearest(name, (*library.ids(), *library.themes()))
        hint = f" Did you mean {near}?" if near else " To see them: specrules list standard-clauses"
        raise Misused(f"There is no standard clause or theme called {name}.{hint}")
    return under


# -- questions, where a person is at the terminal


def _asked_for(library: Library) -> list[str]:
    """The clauses that a person picks by their numbers, or a theme by its name."""
    ids = library.ids()
    for place, id in enumerate(ids, start=1):
        clause = library.clause(id)
        typer.echo(f"{place:4}  {id}: {clause.title}" if clause else f"{place:4}  {id}", err=True)
    answer = typer.prompt("Which clauses (numbers or themes, with commas between)", err=True)
    words = [word.strip() for word in str(answer).split(",") if word.strip()]
    return [ids[int(word) - 1] if word.isdigit() and 0 < int(word) <= len(ids) else word for word in words]


def _asked_names(known: dict[str, str]) -> dict[str, str]:
    questions = {
        "title": "The title of the specification",
        "commissioner": "The commissioner's name",
        "provider": "The provider's name",
        "partner": "The mental health service's name",
    }
    return {key: known[key] or _asked(asks) for key, asks in questions.items()}


def _asked(question: str) -> str:
    asks = f"{question} (Enter to leave it open)"
    return str(typer.prompt(asks, default="", show_default=False, err=True)).strip()
