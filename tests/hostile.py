"""Makers of hostile files: specifications to be refused at once, and returns as broken as returns can be."""

from itertools import pairwise

from tests.evidence.making import header_with, table, write_xlsx
from tests.report.files import SPEC

LEVELS = 200_000


def with_bytes(old, new):
    """The small specification with one thing in it exchanged."""
    found = SPEC.encode().replace(old, new, 1)
    assert found != SPEC.encode()
    return found


def bomb(line):
    """Nine of each line in the next: 9 to the 9th of the first, were anybody to write them out."""
    names = "abcdefghijklmnopqrst"
    lines = ["specrules: spec 1", "a: &a {k: v}"]
    lines += [line(name, before) for before, name in pairwise(names)]
    return "\n".join(lines).encode()


def aliases(name, before):
    """A line of a bomb made of lists."""
    return f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"


def merges(name, before):
    """A line of a bomb made of headings merged into one another."""
    inner = "".join(f"\n  k{n}: {{<<: *{before}}}" for n in range(9))
    return f"{name}: &{name}{inner}"


# Each with the line it is found on (0 for the whole file), what is said, and what to do.
SPECS = {
    "brackets that do not match": (b"a: [1, 2\nb: }\n", 1, 'The bracket "[" is opened here', 'Write "]"'),
    "prose": (b"Dear all,\n\nplease find attached.\n", 1, "not a specification", "specrules: spec 1"),
    "nothing": (b"", 0, "empty", "Write the specification in it"),
    "only remarks": (b"# to do\n\n# all of it\n", 0, "nothing in it but comments", "Write the specification"),
    "a list": (b"- specrules: spec 1\n- id: x\n", 1, "not a specification", "specrules: spec 1"),
    "a tab": (with_bytes(b"    title: Key", b"\ttitle: Key"), 13, "begins with a Tab", "space bar"),
    "a key given twice": (
        with_bytes(b"    owed-by: riverbank\n", b"    owed-by: riverbank\n    owed-by: council\n"),
        16,
        '"owed-by" is given twice: "riverbank" on line 15 and "council" on line 16',
        "Delete the one you do not want",
    ),
    "a bomb of lists": (bomb(aliases), 2, "repeats itself more than 100 times", "Write the text out"),
    "a bomb of merged keys": (bomb(merges), 2, "repeats itself more than 100 times", "Write the text out"),
    "200,000 brackets": (b"[" * LEVELS, 1, "nested more than 64 levels deep", "fewer lists"),
    "200,000 braces": (b"{a: " * LEVELS, 1, "nested more than 64 levels deep", "fewer lists"),
    "200,000 dashes": (b"- " * LEVELS, 1, "nested more than 64 levels deep", "fewer lists"),
    "200,000 question marks": (b"? " * LEVELS, 1, "nested more than 64 levels deep", "fewer lists"),
    "a NUL": (with_bytes(b"Anytown Council", b"Any\0town Council"), 7, "U+0000", "Delete it"),
    "nothing but NULs": (b"\0" * 5000, 1, "U+0000", "Delete"),
    "an escape": (with_bytes(b"Anytown Council", b"Any\x1b[2Jtown"), 7, "U+001B", "Delete it"),
    "a turn of the writing": (
        with_bytes(b"Anytown Council", "Any\u202etown".encode()),
        7,
        "U+202E",
        "Delete it",
    ),
    "a tag": (
        with_bytes(b"name: Anytown Council", b"name: !!python/object/apply:os.system [id]"),
        7,
        "exclamation mark",
        "Delete it",
    ),
    "a second document": (
        SPEC.encode() + b"---\n" + SPEC.encode(),
        28,
        "second document",
        "Take the line out",
    ),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, 0, "not plain text", "save it as UTF-8"),
    "a word of a million letters": (
        b"specrules: spec 1\ntitle: " + b"x" * 1_000_000,
        2,
        "too long",
        "Shorten it",
    ),
    "a newer format": (
        with_bytes(b"spec 1", b"spec 2"),
        1,
        "newer than this specrules reads",
        "Install a newer",
    ),
    "an unknown key": (
        with_bytes(b"strength: must", b"strenght: must"),
        16,
        'Did you mean "strength"?',
        "strength",
    ),
    "an unknown clause": (
        with_bytes(
            b"    title: Keyworkers help people to use mutual aid\n",
            b"    standard-clause: mutual-aid/keyworker-facilitate-access\n",
        ),
        13,
        'no standard clause "mutual-aid/keyworker-facilitate-access"',
        "Write mutual-aid/keyworkers-facilitate-access instead.",
    ),
    "an unknown party": (
        with_bytes(b"owed-by: riverbank", b"owed-by: riverbnk"),
        15,
        'No party is called "riverbnk"',
        "Write riverbank instead.",
    ),
}

# One check for each thing that can be wrong with a line of the workbook below.
WIDE = """\
specrules: spec 1
id: anytown
title: A service that is asked many things
version: "1"
status: agreed
parties:
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends, dates: DD/MM/YYYY}
requirements:
  R-1:
    title: Many things are done
    owed-by: riverbank
    strength: must
    checks:
      first: {count: groups invited, target: at least 5}
      formula: {count: groups visited, target: at least 5}
      serial: {date: the list of groups was last brought up to date, target: within 12 months}
      merged: {share: people told of a group, of: people in treatment, target: at least 50%}
      left-out: {count: groups lent a room, target: at least 5}
      last: {share: people taken to a group, of: people in treatment, target: at least 50%}
"""


def write_messy_workbook(path):
    """Write a workbook whose first and last lines are sound, with a fault in every line between them."""

    def fill(book, sheet):
        sheet.write_formula("B10", "=SUM(2,3)", None, "")
        sheet.merge_range("C13:D13", 60)

    lines = table(
        {"item": "R-1.first", "answer": 5},
        {"item": "R-1.formula"},
        {"item": "R-1.serial", "answer": 46199},
        {"item": "R-1.frist", "answer": 5},
        {"item": "R-1.merged", "number": 60},
        {"item": "R-1.last", "number": 57, "out of": 60},
    )
    rows = [*map(list, header_with(submitted="16/07/2026").items()), [], *lines]
    return write_xlsx(path, rows, fill, {"Notes": [["Please ring before you come."]]})
