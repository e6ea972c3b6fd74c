"""What lint found, one module for each format.

In: a run of lint, and the folder that paths are named from.  Out: text.  Every
format is written with the standard library alone, so none is ever missing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple

if TYPE_CHECKING:
    from specrules.lint import LintRun

#: Every format, and what it is for.
FORMATS = {
    "full": "for people: the lines with carets under the fault, and what to do",
    "concise": "for people in a hurry: one line for each finding",
    "json": "for programs",
    "json-lines": "for programs that read one line at a time",
    "sarif": "for platforms that gather findings of many tools (SARIF 2.1.0)",
    "junit": "for platforms that show test results",
    "github": "annotations in the log of a GitHub job, the worst first",
    "github-summary": "the summary page of a GitHub job",
    "gitlab": "the code quality report of a GitLab merge request",
    "markdown": "a table for a merge request, a wiki or a message",
    "html": "a page for a browser, or to paste into a document",
    "csv": "a table for a spreadsheet",
}
#: Other names of formats, used by commands that have only two.
ALSO = {"text": "full"}


class Shown(NamedTuple):
    """How a run is shown: *top* is the folder that files are named from, *colour* whether it is painted."""

    top: str = ""
    colour: bool = False


def written(run: LintRun, form: str, shown: Shown = Shown()) -> str:  # noqa: B008 - it cannot be changed
    """Return *run* in the format called *form*, which is one of ``FORMATS``."""
    module = import_module(f"{__name__}.{ALSO.get(form, form).replace('-', '_')}")
    text: str = module.written(run, shown)
    return text
