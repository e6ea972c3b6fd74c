"""``specrules schema``: what an editor needs to complete and explain our files."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.phrases import listed
from specrules.cli.app import Answer, Misused, app

if TYPE_CHECKING:
    from collections.abc import Mapping

# Other words for kinds of file, as people call them.
_ALSO: Mapping[str, str] = MappingProxyType({"rules": "standard clause"})
_OF_OUTPUT = (
    *("review", "findings", "compiled", "list", "test"),
    *("run", "verification", "comparison", "trends", "variation", "replay", "plan"),
)


@app.command()
def schema(
    what: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="spec, rules, return, run, meeting-log, settings, theme, table or another."
        ),
    ],
) -> Answer:
    """Print the JSON Schema of a kind of file, for your editor.

    For example: specrules schema spec > spec.schema.json
    """
    from specrules.spec.schema import as_text, for_editors

    return Answer(0, as_text(for_editors(_kind(what))))


def _kind(what: str) -> str:
    from specrules.base.findings import nearest
    from specrules.spec.schema import file_name
    from specrules.spec.shape import FILES

    kinds = {file_name(kind): kind for kind in (*FILES, *_OF_OUTPUT)} | dict(_ALSO)
    if file_name(what) not in kinds:
        near = nearest(what, tuple(kinds))
        hint = f" Did you mean {near}?" if near else f" There are: {listed(kinds)}."
        raise Misused(f"There is no kind of file called {what}.{hint}")
    return kinds[file_name(what)]
