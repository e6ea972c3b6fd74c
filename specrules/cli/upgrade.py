"""``specrules upgrade``: files of an older format, rewritten as the newest."""

from __future__ import annotations

from typing import Annotated

import typer

from specrules.base.phrases import number
from specrules.cli.app import Answer, app


@app.command()
def upgrade(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders to upgrade.")],
    diff: Annotated[bool, typer.Option("--diff", help="Only show what would change; write nothing.")] = False,
) -> Answer:
    """Rewrite files of an older format as the newest.

    For example: specrules upgrade specs
    """
    from specrules.authoring.upgrading import upgraded
    from specrules.base.errors import NothingChecked
    from specrules.base.files import read_text, shown
    from specrules.base.writing import write_file
    from specrules.library import yaml_files

    sources = [read_text(file) for path in paths for file in yaml_files(path)]
    found = [(source, done) for source in sources if (done := upgraded(source))]
    if not found:
        where = ", ".join(map(shown, paths))
        raise NothingChecked(f"Nothing was upgraded: no YAML file that begins with specrules is in {where}.")
    older = [(source, done) for source, done in found if done.was != done.now]
    if not diff:
        for source, done in older:
            write_file(source.path, done.text.encode())
    said = [_said(shown(source.path), done.was, done.now, done.places, diff) for source, done in older]
    if diff:
        said += [line for source, done in older for line in _difference(source.path, source.text, done.text)]
    newest = len(found) - len(older)
    closing = f"{number(newest, 'file is', 'files are')} of the newest format already."
    return Answer(1 if diff and older else 0, "\n".join([*said, *([closing] if newest else [])]) + "\n")


def _said(path: str, was: str, now: str, places: int, diff: bool) -> str:
    return f"{path}: {was} {'would become' if diff else 'is now'} {now}, {number(places, 'place')} changed."


def _difference(path: str, before: str, after: str) -> list[str]:
    from difflib import unified_diff

    return list(unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="", n=1))
