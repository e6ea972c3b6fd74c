"""One change makes a fault in a sound file: it is found once, on its line, and its cause is named.

``one-fault.txt`` has the changes: lines with - are taken out, lines with + are put in, and the
finding is wanted on the line with a !.  They are made in ``tests/broken/harbour.yaml``, a specification
with most headings of the language, and from a remark such as "# In rules/datasets/ndtms-k.yaml." on in
that file.  ``expected/one-fault.txt`` has what is said of each.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from specrules.lint.look import Looker

HERE = Path(__file__).parent
ROOT = HERE.parent
LOOKER = Looker()


@cache
def sound(base):
    """The text of a file before the change."""
    return (ROOT / base).read_text(encoding="utf-8")


def typed(line):
    """A line of a change as it is typed, with the characters that are written by their numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line[3:])


def changed(base, change):
    """The file after a change, and the line on which the finding is wanted."""
    lines, text = change.splitlines(), sound(base)
    before, after = ("".join(f"\n{typed(line)}" for line in lines if line[0] in s) for s in ("=-", "=+"))
    assert text.count(f"{before}\n") == 1
    first = text[: text.index(f"{before}\n")].count("\n") + 2
    wanted = next(n for n, line in enumerate(each for each in lines if each[0] in "=+") if line[1] == "!")
    return text.replace(f"{before}\n", f"{after}\n"), first + wanted


def changes():
    """Each change, with the file it is made in."""
    base = "tests/broken/harbour.yaml"
    for part in (HERE / "one-fault.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        if named := re.match(r"# In (\S+)\.$", part):
            base = named[1]
        elif not part.startswith("#"):
            yield base, part


CHANGES = list(changes())


def look(base, text):
    return LOOKER.look(str(ROOT / base), text.encode(), asked_for=True).findings


@cache
def found(base, change):
    """What is found after a change, and is not found without it."""
    before = {(each.name, each.message) for each in look(base, sound(base))} if "examples" in base else ()
    after = look(base, changed(base, change)[0])
    return [each for each in after if (each.name, each.message) not in before]


@pytest.mark.parametrize(("base", "change"), CHANGES)
def test_one_fault_is_found_once_on_its_line(base, change):
    assert [each.place.span.line for each in found(base, change)] == [changed(base, change)[1]]


def test_what_is_said_of_each_fault_is_as_it_was_kept(as_kept):
    said = (
        f"{change}\n{each.name}: {each.message} {each.remedy or ''} {each.meant or ''}".rstrip()
        for base, change in CHANGES
        for each in found(base, change)
    )
    as_kept("one-fault.txt", "\n\n".join(said) + "\n")
