"""One change makes a fault in a sound specification: it is found once, on its line, and its cause is named.

The specification, ``broken/harbour.yaml``, has most headings of the language.  ``one-fault.txt`` has the
changes: lines with - are taken out, lines with + are put in, and the finding is wanted on the line with a !.
``expected/one-fault.txt`` has what is said of each.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from specrules.lint.look import Looker

HERE = Path(__file__).parent
LOOKER = Looker()
SOUND = (HERE / "broken/harbour.yaml").read_text(encoding="utf-8")


def typed(line):
    """A line of a change as it is typed, with the characters that are written by their numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line[3:])


def changed(change):
    """The specification after a change, and the line on which the finding is wanted."""
    lines = change.splitlines()
    before, after = ("".join(f"\n{typed(line)}" for line in lines if line[0] in s) for s in ("=-", "=+"))
    assert SOUND.count(f"{before}\n") == 1
    first = SOUND[: SOUND.index(f"{before}\n")].count("\n") + 2
    wanted = next(n for n, line in enumerate(each for each in lines if each[0] in "=+") if line[1] == "!")
    return SOUND.replace(f"{before}\n", f"{after}\n"), first + wanted


CHANGES = [
    change
    for change in (HERE / "one-fault.txt").read_text(encoding="utf-8").strip().split("\n\n")
    if not change.startswith("#")
]


@cache
def found(change):
    """What is found after a change."""
    return LOOKER.look("spec.yaml", changed(change)[0].encode(), asked_for=True).findings


@pytest.mark.parametrize("change", CHANGES)
def test_one_fault_is_found_once_on_its_line(change):
    assert [each.place.span.line for each in found(change)] == [changed(change)[1]]


def test_what_is_said_of_each_fault_is_as_it_was_kept(as_kept):
    said = (
        f"{change}\n{each.name}: {each.message} {each.remedy or ''} {each.meant or ''}".rstrip()
        for change in CHANGES
        for each in found(change)
    )
    as_kept("one-fault.txt", "\n\n".join(said) + "\n")
