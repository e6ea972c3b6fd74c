"""What is said of changes made by chance is as it was kept, and nothing else is read than was kept.

Each change tells one way in which the reading of a text, or of what it means, could have gone wrong from the
reading as it is, and was kept because no other test did.  Where chance found none, one was made on purpose.
``by-chance.txt`` has the changes: a base from ``BASES``, the lines of it that are replaced ("at 4 to 5", or
"before 4" where none is), and after a + what stands there instead.  ``expected/by-chance.txt`` has what is
said of each, and what is read otherwise than of its base; ``expected/by-chance.json`` what is read of that.
"""

import json
import re
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from specrules.log.reading import read_log
from specrules.spec.clauses import read_standard_clause
from specrules.spec.reader import check_return, read_settings, read_spec, read_theme
from specrules.spec.tables import read_coverage, read_table
from tests.spec import making
from tests.test_slips import TEXT, place, plain

SHAPES = """\
# Invented
id: rooms-2026
"title": 'Rooms at £5, or free'
wording: |
  The provider lends rooms.
  Nobody pays.

    Not even once.
why: >-
  Rooms: are few.
opens: 09:30
from: 2026-04-01
at 7: [Monday, "Friday, too",
  {day: Sunday, fee: £3}]
parties:
  trust: {name: Trust, sites: [Quay,
      Mill], role: health}   # both
groups:
  -
    title: SMART 😀
    days: []
  - - AA
    - NA
empty:
most: 'it''s'
last: end
"""
NAMES = """\
specrules: spec 1
requirements:
  MA-1:
    title: One
    target: at least 90%
    checks:
      seen: {share: people, of: all}
  MA-2:
    title: Two
    target: at least 80%
    weight: 2
  NWD-1:
    title: Three
    checks:
      sent:
        count: people
        over: the period
parties:
  - name: Anytown
    role: commissioner
    sites:
    - Quay
    - Mill
  - name: Riverbank
    role: provider
last: end
"""
WIDE = """\
a:
    b:
        - c: 1
          d: 2
          e: 3
        - c: 3
          d: 4
    e: one two three
      goes on
    f: |
        text of it
        more
    g:
        h: x
        i: y
        j: [k,
            l]
m: n
"""
TIGHT = """\
top:
 one: 1
 two:
  - x
  - y: 1
    z: 2
 three: "q"
 four: 'r s'
end: {a: b, c: [d, e]}
"""
#: By its name, a text and what reads it to its end, if more than its shape is looked at.
BASES = {
    "slips": (TEXT, None),
    "shapes": (SHAPES, None),
    "names": (NAMES, None),
    "wide": (WIDE, None),
    "tight": (TIGHT, None),
    "nothing": ("", None),
    "everything": (making.EVERYTHING, read_spec),
    "log": (making.LOG, read_log),
    "settings": (making.SETTINGS, read_settings),
    "theme": (making.THEME, lambda tree: read_theme(tree, "doors")),
    "table": (making.TABLE, read_table),
    "coverage": (making.COVERAGE, read_coverage),
    "return": (making.RETURN, lambda tree: (None, check_return(tree))),
    "help": (making.HELP, read_standard_clause),
    "rooms": (making.ROOMS, read_standard_clause),
    "referrals": (making.REFERRALS, read_standard_clause),
}
PATHS = {
    "help": "help/reach-groups.yaml",
    "rooms": "help/rooms.yaml",
    "referrals": "doors/referrals.yaml",
    "table": "groups.yaml",
}
CHANGES = (Path(__file__).parent / "by-chance.txt").read_text(encoding="utf-8").strip().split("\n\n")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return making.a_library(tmp_path_factory.mktemp("rules"))


def typed(line):
    """A line as it is typed, with the characters that are written by their numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line)


def made(change):
    """The name of the base of *change*, and its text after it."""
    base, *lines = change.splitlines()
    text = BASES[base.removeprefix("In ")][0].split("\n")
    hunks = []
    for line in lines:
        if line.startswith("+"):
            hunks[-1][2].append(typed(line[1:]))
        else:
            first, _, last = re.sub(r"^(at|before) ", "", line).partition(" to ")
            hunks.append((int(first), int(last or first) - line.startswith("before"), []))
    for first, last, instead in reversed(hunks):
        text[first - 1 : last] = instead
    return base.removeprefix("In "), "\n".join(text)


def tree_of(base, text):
    """A tree of *text*, as if it stood where *base* does."""
    return making.tree_of(text, PATHS.get(base, "spec.yaml"))


def read_to_its_end(tree, base, library):
    """What the reader of *base* makes of *tree*, and everything found."""
    reader = BASES[base][1]
    return read_spec(tree, library) if reader is read_spec else reader(tree)


@cache
def of_base(base, library):
    """The parts of what is read of *base* as it is."""
    return parts_of(read_to_its_end(tree_of(base, BASES[base][0]), base, library)[0])


def parts_of(value, path=()):
    """Every value in what was read that is not empty, by the names that lead to it."""
    if hasattr(value, "__match_args__"):
        inner = {name: getattr(value, name) for name in value.__match_args__ if name not in _OF_PLACES}
    elif isinstance(value, dict):
        inner = value
    elif isinstance(value, tuple):
        names = (getattr(each, "id", None) or getattr(each, "name", None) for each in value)
        inner = {
            name or str(number): each for number, (name, each) in enumerate(zip(names, value, strict=True), 1)
        }
    elif value is None or value is False or value == "":
        return {}
    else:
        return {path: value.name if isinstance(value, Enum) else str(value)}
    return {
        names: each
        for name, inside in inner.items()
        for names, each in parts_of(inside, (*path, name)).items()
    }


# Where a thing is written, and in which text, is no part of what it says.
_OF_PLACES = {"written", "span", "at", "source", "file", "digest", "catalogue_digests"}


def read_otherwise(read, sound):
    """The *read* values that are not those of the *sound* text; of what is gone as a whole, the whole."""
    if not read:
        yield "  reads nothing"
        return
    there = {names[:end] for names in read for end in range(1, len(names) + 1)}
    gone = {
        next(names[:end] for end in range(1, len(names) + 1) if names[:end] not in there)
        for names in sound.keys() - there
    }
    other = {names: each for names, each in read.items() if sound.get(names) != each}
    for names, each in sorted((other | dict.fromkeys(gone, "nothing")).items()):
        yield f"  reads {' '.join(names)}: {each}"


def said_of(change, library):
    """Everything found after *change*, and what is read otherwise."""
    base, text = made(change)
    tree = tree_of(base, text)
    reader = BASES[base][1]
    if reader is None:
        found = tree.findings
    else:
        read, found = read_to_its_end(tree, base, library)
    for each in found:
        subject = each.subject and f"in {each.subject}:"
        parts = (each.name, place(each), subject, each.message, each.remedy, each.meant)
        yield " ".join(part for part in parts if part)
        for span, new in tree.mends.get((each.code, each.place), ()) if reader is None else ():
            where = f"{span.line}:{span.column}-{span.end_column}"
            yield f"  {where} becomes {json.dumps(new, ensure_ascii=False)}"
    if not tree.complete:
        yield "not read to its end"
    if reader:
        yield from read_otherwise(parts_of(read), of_base(base, library))
    else:
        read, sound = plain(tree.root), plain(tree_of(base, BASES[base][0]).root)
        sound = sound if isinstance(sound, dict) else {}
        if isinstance(read, dict):
            gone = dict.fromkeys(sound.keys() - read, "(not there)")
            read = {key: value for key, value in read.items() if sound.get(key) != value} | gone
        yield f"reads {json.dumps(read, ensure_ascii=False, sort_keys=True)}"


def test_what_is_said_of_each_change_is_as_it_was_kept(library, as_kept):
    said = ("\n".join([change, *said_of(change, library)]) for change in CHANGES)
    as_kept("by-chance.txt", "\n\n".join(said) + "\n")


def test_what_is_read_of_each_base_is_as_it_was_kept(library, as_kept):
    read = {
        base: {" ".join(names): each for names, each in of_base(base, library).items()}
        for base, (_, reader) in BASES.items()
        if reader
    }
    as_kept("by-chance.json", json.dumps(read, ensure_ascii=False, indent=1) + "\n")
