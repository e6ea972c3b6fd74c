"""Somebody writes the tutorial's specification for the first time, and mends mistakes by their messages.

The walker knows nothing of the language.  It only does what a message says: writes
what is to be written instead, at the place given, or adds the line that is asked for.
"""

import re
from pathlib import Path

import pytest

from specrules.lint import lint

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "examples" / "tutorial" / "spec.yaml"
TEXT = FIRST.read_text(encoding="utf-8")

# What was right, and what somebody writes in its place.
MISTAKES = {
    "a target without a percent sign": ("target: at least 95%", "target: at least 95"),
    "a target as a fraction": ("target: at least 90%", "target: at least 0.9"),
    "a target with a sign": ("target: at least 95%", "target: '>= 95%'"),
    "a heading misspelt": ("    owed-by: riverbank", "    owd-by: riverbank"),
    "a heading by another word": ("    target: at least 90%", "    threshold: at least 90%"),
    "shall for must": ("strength: must", "strength: shall"),
    "a capital": ("strength: must", "strength: Must"),
    "a party by its whole name": ("owed-by: riverbank", "owed-by: Riverbank Recovery"),
    "a party misspelt": ("owed-by: riverbank", "owed-by: riverbnk"),
    "a clause misspelt": ("mutual-aid/links-with-organisations", "mutual-aid/links-with-organizations"),
    "a theme misspelt": ("catalogues: [mutual-aid]", "catalogues: [mutual-ade]"),
    "no denominator": ("        of: people referred in the period\n", ""),
    "no strength": ("    strength: must\n", ""),
    "no version": ('version: "1"\n', ""),
    "a date the British way": ("starts: 2026-04-01", "starts: 01/04/2026"),
    "a tab": ("    owed-by: riverbank", "\towed-by: riverbank"),
    "no space after a colon": ("    strength: must", "    strength:must"),
    "no first line": ("specrules: spec 1\n", ""),
    "a check of the clause misspelt": ("maintained: {contact", "maintaned: {contact"),
}


def found(path, text):
    path.write_text(text, encoding="utf-8")
    return lint([path]).findings


def replaced(text, span, words):
    lines = text.splitlines(keepends=True)
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + words + line[span.end_column - 1 :]
    return "".join(lines)


def added(text, number, words, below=0):
    """*text* with a line after line *number*, lined up with the headings that follow line *below*."""
    lines = text.splitlines(keepends=True)
    room = re.match(r" *", lines[below])[0]
    lines.insert(number, f"{room}{words}\n")
    return "".join(lines)


def mended(text, finding):
    """*text* after doing what the message of *finding* says, and nothing else."""
    span, remedy = finding.place.span, finding.remedy or ""
    if line := re.fullmatch(r"Add a line after line (\d+), such as: (.*)", remedy):
        return added(text, int(line[1]), line[2], span.line)
    if line := re.search(r"Begin it with the line: (.*)", remedy):
        return added(text, 0, line[1])
    if spaces := re.match(r"Press the space bar (\d+) times instead", remedy):
        return text.replace("\t", " " * int(spaces[1]), 1)
    if remedy == "Write a space after the colon.":
        colon = text.splitlines()[span.line - 1].index(":")
        return replaced(text, span._replace(column=colon + 2, end_column=colon + 2), " ")
    if finding.meant and span.line == span.end_line:
        return replaced(text, span, finding.meant)
    if written := re.match(r"Write (?:it as: )?(.+?) instead\.", remedy) or re.match(
        r"Write it as: (.+)", remedy
    ):
        return replaced(text, span, written[1])
    if re.match(r"(Take it out|Delete it)", remedy):
        return "".join(line for n, line in enumerate(text.splitlines(keepends=True), 1) if n != span.line)
    raise AssertionError(f"the message does not say what to do: {finding.message} {remedy}")


def test_the_specification_of_the_tutorial_has_nothing_wrong():
    assert lint([FIRST]).findings == ()


def test_the_specification_of_the_tutorial_is_the_one_on_its_page():
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    assert "".join(blocks) == TEXT.partition("\n")[2]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_likely_mistake_is_mended_by_its_message_alone(mistake, tmp_path):
    right, wrong = MISTAKES[mistake]
    assert right in TEXT
    text, path = TEXT.replace(right, wrong, 1), tmp_path / "spec.yaml"
    findings = found(path, text)
    assert findings
    for _ in range(4):
        if not findings:
            break
        text = mended(text, findings[0])
        findings = found(path, text)
    assert [f"{each.message} {each.remedy}" for each in findings] == []
