"""``specrules verify``: whether kept reviews still say what they said."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.cli.app import Answer, Format, FormatOption, app
from specrules.cli.engines import engines


@app.command()
def verify(
    path: Annotated[
        Path,
        typer.Argument(metavar="FOLDER_OR_RECORD", help="A folder of kept reviews, or one record in it."),
    ],
    only_digests: Annotated[
        bool, typer.Option("--only-digests", help="Look at the files alone, and judge nothing again.")
    ] = False,
    form: FormatOption = Format.TEXT,
) -> Answer:
    """Prove that kept reviews still say what they said.

    For example: specrules verify runs
    """
    from specrules.base.files import shown
    from specrules.report import runs
    from specrules.runs.store import Folder
    from specrules.runs.verifying import verify as verified

    if not path.exists():
        raise UnreadableFile(f"{shown(path)} was not read: there is no such file or folder.")
    folder = Folder(path if path.is_dir() else path.parent)
    found = verified(folder, () if path.is_dir() else (path.name,), again=not only_digests, engines=engines)
    if not found.records and not found.faults:
        raise NothingChecked(
            f"Nothing was verified: {shown(path)} holds no kept review. "
            "specrules review --keep FOLDER makes one."
        )
    makers = {Format.TEXT: runs.verified, Format.JSON: runs.verified_as_json}
    return Answer(1 if found.faults else 0, makers[form](found))
