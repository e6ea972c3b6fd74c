"""Everything on the page about the language can be written as it stands there."""

import re
from pathlib import Path

import pytest

from specrules.library import Library
from specrules.spec.headings import within
from specrules.spec.reader import read_spec, read_standard_clause
from specrules.spec.shape import FILES, Record
from tests.spec.making import HEAD, a_library, tree_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
#: Extracts and lint's own settings have pages of their own.
PAGES = PAGE + "".join(
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("extracts.md", "lint.md", "meeting.md", "publication.md")
)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
MANY = """\
  asked: {statement: a}
  rooms: {statement: a}
  one-room: {statement: a}
  policy: {statement: a}
"""


def indented(block, by):
    return "".join(f"{' ' * by}{line}\n" if line else "\n" for line in block.splitlines())


def whole(block):
    """A fragment inside a whole specification, by the heading it begins with."""
    first = block.partition(":")[0]
    duty = "requirements:\n  R-1:\n    title: A\n    owed-by: riverbank\n    strength: must\n"
    if first == "checks" or first in ("conditions", "judged-at", "shown-at"):
        return HEAD + duty + indented(block, 4)
    if first == "targets":
        where = "    judged-at: each site\n" if " {at:" in block else ""
        return HEAD + duty + where + "    checks: {only: {share: a, of: b}}\n" + indented(block, 4)
    if first == "met-when":
        return HEAD + duty + "    checks:\n" + indented(MANY, 4) + indented(block, 4)
    if first in ("constants", "variations"):
        return HEAD + block
    if first in ("cards", "allowances"):
        return HEAD + duty + block
    return HEAD + "requirements:\n" + indented(block, 2)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_a_block_on_the_page_reads_without_a_finding(block, library, tmp_path):
    if block.startswith("specrules: spec 1"):
        findings = read_spec(tree_of(block), Library([ROOT / "rules"])).findings
    elif block.startswith("specrules: standard clause 1"):
        findings = read_standard_clause(tree_of(block, "mutual-aid/keyworkers-facilitate-access.yaml"))[1]
    elif block.startswith("specrules:"):
        from tests.spec.test_headings import DOCUMENTS, findings_of

        kind = next(each for each in DOCUMENTS if block.startswith(f"specrules: {each} "))
        findings = findings_of(kind, block, a_library(tmp_path))
    else:
        findings = read_spec(tree_of(whole(block)), library).findings
    assert findings == ()


def records(shape):
    """Every record of the language, each once."""
    found, ahead = {}, [shape]
    while ahead:
        shape = ahead.pop()
        if id(shape) not in found:
            found[id(shape)] = shape
            ahead += within(shape)
    return [each for each in found.values() if isinstance(each, Record)]


RECORDS = {tuple(each.by_key): each for kind in FILES for each in records(FILES[kind])}.values()


@pytest.mark.parametrize("record", list(RECORDS), ids=lambda record: record.called)
def test_every_heading_is_on_a_page(record):
    shown = " ".join(
        [*re.findall(r"`([^`\n]+)`", PAGES), *re.findall(r"^```yaml\n(.*?)^```", PAGES, re.M | re.S)]
    )
    unsaid = [key for key in record.by_key if not re.search(rf"(?<![a-z-]){key}(?![a-z-])", shown)]
    assert unsaid == []
