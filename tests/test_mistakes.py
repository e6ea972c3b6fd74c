"""One mistake is one finding, on its own line, whichever line of a specification it is made in."""

import random
from collections import Counter
from pathlib import Path

import pytest

from specrules.lint.look import Looker
from tests.mistakes import MISTAKES, RARER, made_in

ROOT = Path(__file__).parents[1]
SPECS = [
    "tests/broken/harbour.yaml",
    "examples/anytown/spec.yaml",
    "examples/contract-year/spec.yaml",
    "examples/harbour/spec.yaml",
    "examples/tutorial/spec.yaml",
    "examples/two-readers/spec.yaml",
    "specs/recovery-service.yaml",
]
LOOKER = Looker()
# A line that is lost has no place of its own; of one written twice, the second is the one too many.
_BESIDE = {
    "the line lost": (-1, 0, 1),
    "the line written twice": (1,),
    "a remark below it, in two lines": (2,),
}


def look(base, text):
    """What is found in a text that stands for the file *base*, without what is no error of its own."""
    return LOOKER.look(str(ROOT / base), text.encode(), asked_for=True).findings


def outcome(base, before, mistake):
    """How a mistake was told: not at all, once where it is, once elsewhere, or in several findings."""
    name, line, text = mistake
    found = [each for each in look(base, text) if each.name not in before]
    if len(found) != 1:
        return "several" if found else "none"
    span = found[0].place.span
    beside = _BESIDE.get(name, (0,))
    is_there = span is not None and span.line - line in beside
    return "there" if is_there or name == "the line lost" else "elsewhere"


def tell(bases, share, seed=0):
    """How many of the mistakes in *bases* were told in which way; *share* of them are made."""
    chance, told = random.Random(seed), Counter()
    for base in bases:
        text = (ROOT / base).read_text(encoding="utf-8")
        before = {each.name for each in look(base, text)}
        mistakes = [each for each in made_in(text) if chance.random() < share]
        told.update(outcome(base, before, each) for each in mistakes)
    return told


def holds(told):
    """Whether of 1,000 mistakes that are found 995 are one finding, and of as many findings 995 are there."""
    found = told["there"] + told["elsewhere"] + told["several"]
    once = told["there"] + told["elsewhere"]
    return once >= 0.995 * found and told["there"] >= 0.995 * once


def test_of_a_few_hundred_mistakes_nearly_all_are_told_once():
    told = tell(SPECS[:1], 0.06)
    assert sum(told.values()) > 200
    assert told["several"] + told["elsewhere"] <= 5, told


@pytest.mark.slow
def test_a_mistake_on_one_line_is_one_finding_there(record_property):
    told = tell(SPECS, 0.1)
    record_property("mistakes made on one line each", sum(told.values()))
    record_property("of them one finding on that line", told["there"])
    record_property("of them one finding on another line", told["elsewhere"])
    record_property("of them several findings", told["several"])
    assert holds(told), told


@pytest.mark.deep
def test_every_mistake_on_every_line_is_one_finding_there():
    told = tell(SPECS, 1)
    assert holds(told), told


# How each kind of file is begun with; of its mistakes so many in a hundred are kept.
KEPT = {
    "tests/broken/harbour.yaml": 18,
    "examples/two-readers/spec.yaml": 6,
    "rules/mutual-aid/directory-of-groups-held.yaml": 6,
    "rules/measures/access/longest-wait.yaml": 10,
    "rules/datasets/ndtms-k.yaml": 4,
}


def told_of(base, text, before):
    """All that is said of *text* and was not said *before*, on a line each."""
    for each in look(base, text):
        at = each.place.span
        where = f"{at.line}:{at.column}-{at.end_line}:{at.end_column}" if at else "file"
        said = (f"{each.name} {where}", each.message, each.remedy, each.meant)
        if (line := " | ".join(filter(None, said))) not in before:
            yield line


def table():
    """A share of all mistakes in one file of each kind, and what is said of each."""
    for base, share in KEPT.items():
        text, chance = (ROOT / base).read_text(encoding="utf-8"), random.Random(base)
        before = set(told_of(base, text, ()))
        yield f"== {base}"
        for name, line, changed in made_in(text, MISTAKES | RARER):
            if chance.random() * 100 < share:
                yield f"{line} {name}"
                yield from (f"  {each}" for each in told_of(base, changed, before))


def test_what_is_said_of_some_mistakes_is_as_it_was_kept(as_kept):
    as_kept("mistakes.txt", "\n".join(table()) + "\n")
