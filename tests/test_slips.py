"""What is said of a slip, and what is read in spite of it, is as it was kept, on whatever line it happens.

Each slip is made on each line, and on all, of one small text that has every shape a text can have.
``expected/slips.txt`` has, for each line, what is said, and what is read otherwise than without the slip.
"""

import json
import re

import pytest

from specrules.base.files import Source
from specrules.text.tree import Mapping, Scalar, read_tree

TEXT = """\
title: Rooms are free
parties:
  council: {name: Anytown, role: commissioner}
  trust:
    name: Anytown Trust
    sites: [Quay, High Street]
needs:
  - a room
  - "a key"
note: Open to all
  who ask for it
groups:
- title: SMART
  days:
    - Monday
    - Friday
- title: AA
  fee: at least 3
last: {most: £10,
  per: meeting}
"""
SLIPS = {
    "a Tab before the line": lambda line: f"\t{line}",
    "a Tab for its spaces": lambda line: "\t" + line.lstrip(),
    "a Tab for every two spaces": lambda line: line.replace("  ", "\t"),
    "a Tab after the dash": lambda line: line.replace("- ", "-\t"),
    "one space more": lambda line: f" {line}",
    "two spaces more": lambda line: f"  {line}",
    "four spaces more": lambda line: f"    {line}",
    "one space less": lambda line: line.removeprefix(" "),
    "two spaces less": lambda line: line.removeprefix("  "),
    "no spaces before it": str.lstrip,
    "special spaces before it": lambda line: f"\u00a0\u00a0{line}",
    "special spaces for its spaces": lambda line: re.sub("^ +", lambda at: "\u00a0" * len(at[0]), line),
    "a special space after the colon": lambda line: line.replace(": ", ":\u00a0"),
    "a special space after the dash": lambda line: line.replace("- ", "-\u00a0"),
    "no space after the colon": lambda line: line.replace(": ", ":"),
    "no space after the dash": lambda line: line.replace("- ", "-"),
    "no dash": lambda line: line.replace("- ", "", 1),
    "no colon": lambda line: line.replace(":", "", 1),
    "an equals sign": lambda line: line.replace(":", " =", 1),
    "a long dash": lambda line: line.replace(":", " –", 1),
    "a long dash for the dash": lambda line: line.replace("- ", "– "),
    "a bullet": lambda line: re.sub(r"^( *)(- )?", r"\1• ", line),
    "a star": lambda line: re.sub(r"^( *)(- )?", r"\1* ", line),
    "a dash before it": lambda line: re.sub(r"^( *)", r"\1- ", line),
    "a number": lambda line: f"1. {line}",
    "a second colon": lambda line: line + ": more",
    "a second heading": lambda line: line + ", name: more",
    "a second heading without a comma": lambda line: line + " name: more",
    "a second heading behind three words": lambda line: line + " and all of it name: more",
    "a second heading as its value": lambda line: re.sub(r": .*", r": name: more", line),
    "a quotation mark before the value": lambda line: re.sub(r"(: |- )", r'\1"', line, count=1),
    "a quotation mark before the heading": lambda line: re.sub(r"^([ -]*)", r'\1"', line),
    "a quotation mark at the end": lambda line: line + '"',
    "words after quotation marks": lambda line: re.sub(r"(: |- )(.+)", r'\1"\2" or so', line, count=1),
    "a bracket before the value": lambda line: re.sub(r"(: |- )", r"\1[", line, count=1),
    "a curly bracket before the value": lambda line: re.sub(r"(: |- )", r"\1{", line, count=1),
    "a round bracket round the value": lambda line: re.sub(r"(: |- )(.+)", r"\1(\2)", line, count=1),
    "a bracket at the end": lambda line: line + "]",
    "no closing bracket": lambda line: line.rstrip("]}"),
    "another closing bracket": lambda line: line.translate(str.maketrans("]}", "}]")),
    "no opening bracket": lambda line: line.replace("[", "").replace("{", ""),
    "no comma": lambda line: line.replace(",", ""),
    "a semicolon for the comma": lambda line: line.replace(",", ";"),
    "a comma at the end": lambda line: line + ",",
    "a sign before the value": lambda line: re.sub(r"(: |- )", r"\1@", line, count=1),
    "more than": lambda line: re.sub(r"(: |- )", r"\1> ", line, count=1),
    "a per cent sign": lambda line: "%" + line,
    "a star before the value": lambda line: re.sub(r"(: |- )", r"\1*", line, count=1),
    "an exclamation mark before the value": lambda line: re.sub(r"(: |- )", r"\1!", line, count=1),
    "curly quotation marks": lambda line: re.sub(r"(: |- )(.+)", r"\1“\2”", line, count=1),
    "a mark of mail": lambda line: f"> {line}",
    "a plus sign": lambda line: f"+{line}",
    "a minus sign and a plus sign": lambda line: f"-{line}\n+{line} too",
    "a number sign before it": lambda line: re.sub(r"^( *)", r"\1# ", line),
    "two versions": lambda line: f"<<<<<<< mine\n{line}\n=======\n{line} too\n>>>>>>> theirs",
    "three backticks": lambda line: f"```\n{line}\n```",
    "a line of dashes": lambda line: f"{line}\n----",
    "a line of dots": lambda line: f"{line}\n...",
    "words below": lambda line: f"{line}\nwords that stand alone",
    "words below, further right": lambda line: f"{line}\n   words that stand alone",
    "a remark below that goes on": lambda line: f"{line}\n# a remark\nthat goes on",
    "the line twice": lambda line: f"{line}\n{line}",
    "a backslash in quotation marks": lambda line: re.sub(r"(: |- )(.+)", r'\1"\\S: \2"', line, count=1),
}


def tree_of(text):
    return read_tree(Source("spec.yaml", text, "", "utf-8"))


def plain(node):
    if node is None or isinstance(node, Scalar):
        return node and node.text
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


SOUND = plain(tree_of(TEXT).root)


def otherwise(tree):
    """What is read otherwise than without the slip, in short."""
    read = plain(tree.root)
    if isinstance(read, dict):
        changed = {key: value for key, value in read.items() if SOUND.get(key) != value}
        changed.update(dict.fromkeys(SOUND.keys() - read, "(not there)"))
        read = dict(sorted(changed.items()))
    return [] if read == {} else [f"reads {json.dumps(read, ensure_ascii=False)}"]


def place(finding):
    places = [each.span for each in (finding.place, *finding.also) if each.span]
    return " and ".join(f"{at.line}:{at.column}-{at.end_line}:{at.end_column}" for at in places)


def said_of(text):
    """Everything found in *text*, whether it was read to its end, and what is read otherwise."""
    tree = tree_of(text)
    found = [
        f"{each.name} {place(each)} {each.message} {each.remedy or ''} {each.meant or ''}".rstrip()
        for each in tree.findings
    ]
    return found + ([] if tree.complete else ["not read to its end"]) + otherwise(tree)


def slipped(slip, first, last):
    """The text with *slip* on its lines *first* to *last*, counted from 1; None if nothing changes."""
    lines = TEXT.splitlines()
    changed = [slip(line) if first <= n <= last else line for n, line in enumerate(lines, 1)]
    return None if changed == lines else "\n".join([*changed, ""])


LINES = len(TEXT.splitlines())
#: What happens to lines that follow each other, as it does when they are pasted.
PASTED = [name for name in SLIPS if re.search(r"Tab|space|bullet|star$|mark of mail|plus|number|dash$", name)]


def table():
    ways = [(name, lines) for lines in (1, 2) for name in SLIPS if lines == 1 or name in PASTED]
    for name, lines in (*ways, *((name, LINES) for name in SLIPS)):
        on = {1: "", 2: ", on two lines"}.get(lines, ", on every line")
        yield f"== {name}{on}"
        for first in range(1, LINES - lines + 2):
            text = slipped(SLIPS[name], first, first + lines - 1)
            for said in (text and said_of(text)) or ["nothing"][: bool(text)]:
                yield f"{first:2} {said}"


def test_what_is_said_of_a_slip_on_any_line_is_as_it_was_kept(as_kept):
    as_kept("slips.txt", "\n".join(table()) + "\n")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_on_every_line_is_told_within_the_text(slip):
    text = "\n".join(map(slip, TEXT.splitlines()))
    last = len(text.splitlines())
    assert all(each.place.span is None or each.place.span.line <= last for each in tree_of(text).findings)
