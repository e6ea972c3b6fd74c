"""Whether a table in a folder is one that specrules wrote there itself, and so no return.

In: the path of a CSV file or of a workbook.  Out: yes or no.  Only the beginning of a text is read, and a
workbook is never opened: it is known by its name and by the review beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCORECARD, REVIEW = "scorecard.xlsx", "review.json"
_BEGINS = (
    "spec,version,period,as at,party,party name,requirement",  # verdicts
    "spec,title,period,as at,party,party name,requirement",  # results of a roll-up
    "spec,period,party,requirement,check,result,found,wanted",  # observations
    "spec,period,severity,code,name,file,place,message",  # findings of a review
    "file,record,column,reason",  # records of an extract that were not used
)
_ENOUGH = 200  # bytes: more than the longest of them takes


def is_our_own(file: Path) -> bool:
    """Whether specrules wrote *file*. One that cannot be read is not known to be ours."""
    if file.name == SCORECARD:
        return '"specrules": "review ' in _first(file.with_name(REVIEW))
    if file.suffix.lower() != ".csv":
        return False
    line = _first(file).partition("\n")[0]
    # A spreadsheet that saved it again has left out the quotation marks.
    return line.rstrip("\r").replace('"', "").startswith(_BEGINS)


def _first(file: Path) -> str:
    """The beginning of a text, or nothing where there is none."""
    try:
        # What is no file, such as a pipe, may have no end and no beginning.
        if not file.is_file():
            return ""
        with file.open("rb") as data:
            return data.read(_ENOUGH).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""
