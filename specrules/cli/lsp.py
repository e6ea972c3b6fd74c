"""``specrules lsp``: the server that an editor starts for itself."""

from __future__ import annotations

from importlib.util import find_spec

from specrules.base.errors import SpecrulesError
from specrules.cli.app import Answer, app


class NoServer(SpecrulesError):
    """What the server needs is not installed."""


@app.command()
def lsp() -> Answer:
    """Check and explain files in your editor, while you type. The editor starts it.

    Needs one more part: pip install 'specrules[editor]'.

    For example: specrules lsp
    """
    if find_spec("pygls") is None:
        raise NoServer("The server for editors needs one more part: pip install 'specrules[editor]'")
    from specrules.editor.server import start

    start()
    return Answer(0)
