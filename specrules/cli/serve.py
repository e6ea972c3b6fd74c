"""``specrules serve``: a page on this computer for drafting and reviewing in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from specrules.base.phrases import listed
from specrules.cli.app import Answer, Misused, app


@app.command()
def serve(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="The folder of your specifications, or one of them.")
    ] = Path(),
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address; do not open it.")
    ] = False,
    idle: Annotated[
        int,
        typer.Option(min=1, max=1440, metavar="MINUTES", help="Stop when no page has been used for so long."),
    ] = 120,
) -> Answer:
    """Open a page in your browser to draft, check and review. Only this computer can reach it.

    Stop it with Ctrl-C.  For example: specrules serve specs/
    """
    from specrules.main import put
    from specrules.page.folder import Folder
    from specrules.page.server import Served

    if not folder.exists():
        raise Misused(f"There is no folder {folder}.")
    place = Folder(folder) if folder.is_dir() else Folder(folder.parent, folder.name)
    page = Served(place)
    put(f"Open this address in your browser: {page.address}\nIt opens once. To stop: Ctrl-C\n")
    if not no_browser:
        _show(page.address)
    page.run(idle * 60)
    return _over(page.visit.drafts.unsaved())


def _show(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _over(unsaved: tuple[str, ...]) -> Answer:
    """What is said at the end; what was written and not saved is gone."""

    if not unsaved:
        return Answer(0, "Stopped. Everything that was written is saved.\n")
    return Answer(1, remarks=(f"Stopped. These had changes that were not saved: {listed(unsaved)}.",))
