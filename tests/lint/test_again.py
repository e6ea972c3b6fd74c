"""A file that an editor looks at again after a change comes to what a first look at it comes to."""

import re
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.base.frozen import replace
from specrules.library import library_for
from specrules.lint.look import Looker
from specrules.lint.rules import BY_REQUIREMENT, all_rules
from specrules.spec.model import Spec
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from tests.damage import one_damage
from tests.lint.made import a_spec
from tests.lint.test_rules import example as example_of

ROOT = Path(__file__).parent.parent.parent
SPEC = (ROOT / "specs" / "mutual-aid.yaml").read_text(encoding="utf-8")
RULES = [rule for rule in all_rules().values() if Spec in rule.on]
APART = import_module("specrules.lint.look")._rules_apart()
AFRESH = Looker()
SMALL = a_spec("""\
definitions:
  keyworker: the person who plans and reviews somebody's treatment with them
requirements:
  MA-1:
    standard-clause: mutual-aid/keyworkers-facilitate-access
    owed-by: riverbank
    strength: should
    target: at least 90%
  MA-3:
    standard-clause: mutual-aid/premises-for-meetings
    owed-by: riverbank
    strength: must
    judged-at: each site
    applies-if: a suitable room exists
    checks:
      offered: dated offer or meeting log
      fee: no more than £10 a meeting
  X-1:
    title: People who drink more than 30 units a day are not accepted
    owed-by: {each-of: [riverbank, trust]}
    strength: must
    checks:
      done: {share: people seen, of: people referred, target: at least 100%}
      again: {share: people seen, of: people referred, target: no more than 80%}
    source: local decision, 2026-02-10
  X-2:
    title: People must attend two mutual aid meetings a week
    owed-by: riverbank
    strength: should
    checks: {done: {count: times it was done, target: at least 3}}
""")
# What somebody is still writing: a heading is lacking, another is misspelt, and one has nothing under it yet.
HALF_WRITTEN = SMALL.replace("    strength: must\n", "", 1).replace(
    "owed-by: riverbank\n    strength", "owed: river\n    strength"
)
HALF_WRITTEN += "  X-3:\n    title: People are asked\n    checks:\n"


def looked(looker, text):
    return looker.look("spec.yaml", text.encode("utf-8", "surrogatepass"), asked_for=True)


def look_again_and_again(text, chance, changes):
    """Look at *text* after each of so many changes, and hold what comes of it to what a first look gives."""
    looker = Looker(remembers=True)
    looked(looker, text)
    for _ in range(changes):
        before, text = text, one_damage(text, chance)
        assert looked(looker, text) == looked(AFRESH, text)
        text = before if chance.random() < 0.5 else text


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([SMALL, HALF_WRITTEN]))
def test_looking_again_comes_to_what_a_first_look_comes_to(seed, text):
    look_again_and_again(text, Random(seed), 3)


# What somebody changes in one place that another may be read by: names, numbers, figures and dates.
ELSEWHERE = [
    ("riverbank:", "river:"),
    ("owed-by: riverbank", "owed-by: trust"),
    ("name: Riverbank Recovery", "name: Al-Anon"),
    ("role: mental health", "role: commissioner"),
    ("sites: [Quay]", "sites: []"),
    ("  X-1:", "  Y-1:"),
    ("  X-2:", "  MA-1:"),
    ("done: {share", "made: {share"),
    (
        "\n    checks: {done: {count",
        "\n    met-when: {all: [done]}\n    checks: {done: {evidence-from: X-1.again, count",
    ),
    ("target: at least 100%", "target: at least capacity"),
    ("definitions:", "constants: {capacity: 80%}\ndefinitions:"),
    ("definitions:", "constants: {capacity: 90 people}\ndefinitions:"),
    ("returns: {every: quarter", "returns: {every: year"),
    ("starts: 2026-04-01", "starts: 2028-12-01"),
    ("catalogues: [mutual-aid", "catalogues: [co-occurring"),
    ("mutual-aid/keyworkers-facilitate-access", "mutual-aid/premises-for-meetings"),
    ("keyworker: the person", "people: the person"),
    ("title: Integrated", "title: [iNSERT name]"),
    (
        "status: draft",
        "status: agreed\nvariations:\n  - {number: 1, date: 2026-05-01, what: less, changes: [X-2]}",
    ),
]


def moved_up(text, name):
    """*text* with the requirement called *name*, if it is there, above the one that it stood below."""
    head, heading, rest = text.partition("requirements:\n")
    first, *others = re.split(r"(?m)^(?=  \S)", rest)
    at = next((n for n, each in enumerate(others) if each.startswith(f"  {name}:")), 0)
    if at:
        others[at - 1 : at + 1] = others[at], others[at - 1]
    return f"{head}{heading}{first}{''.join(others)}"


@settings(max_examples=20)
@given(st.lists(st.one_of(st.sampled_from(ELSEWHERE), st.sampled_from(["MA-3", "X-1", "X-2"])), max_size=8))
@example([("People must attend", "People [iNSERT who] must attend"), ("title: People who", "title: ... who")])
def test_what_a_requirement_is_read_by_may_change_anywhere(changes):
    looker, text = Looker(remembers=True), SMALL
    looked(looker, text)
    for change in changes:
        if isinstance(change, str):
            text = moved_up(text, change)
        else:
            old, new = change if change[0] in text else reversed(change)
            text = text.replace(old, new)
        assert looked(looker, text) == looked(AFRESH, text)


@settings(max_examples=30)
@given(st.lists(st.integers(0, HALF_WRITTEN.count("\n") - 1), min_size=1, max_size=12))
def test_every_place_is_true_after_lines_are_added_anywhere(places):
    looker, lines = Looker(remembers=True), HALF_WRITTEN.split("\n")
    looked(looker, HALF_WRITTEN)
    for place in places:
        lines.insert(place, "" if place % 2 else "# a remark")
        assert looked(looker, "\n".join(lines)) == looked(AFRESH, "\n".join(lines))


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from([*[SMALL, HALF_WRITTEN] * 8, SPEC]))
def test_looking_again_comes_to_what_a_first_look_comes_to_whatever_was_done(seed, text):
    look_again_and_again(text, Random(seed), 4)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at least 90%", "at least 80%"),
        ("at least 90%", "at least 9O%"),
        ("  X-1:", "  X-1:\n    # a remark"),
        ("name: Riverbank Recovery", "name: Alcoholics Anonymous"),
        ("role: commissioner", "role: drug and alcohol treatment"),
        ("2026-02-10", "2026-02-11"),
        ("title: Integrated", "title: keyworker"),
        ("specrules: spec 1", "specrules: standard clause 1"),
        ("returns: {every: quarter", "returns: {every: year"),
        ("  X-2:", "  X-1:"),
    ],
)
def test_whatever_changes_is_looked_at_again(old, new):
    assert old in SMALL
    looker = Looker(remembers=True)
    looked(looker, SMALL)
    for text in (SMALL.replace(old, new), SMALL, SMALL.replace(old, new)):
        assert looked(looker, text) == looked(AFRESH, text)


@pytest.mark.parametrize(
    "text", [SMALL, SMALL.replace("units a day", "TBC"), SMALL.replace("least 100%", "100%")]
)
@pytest.mark.parametrize("typed", ["at least 80%", "at least 90%\n\n    # a remark"])
def test_a_requirement_that_did_not_change_is_not_looked_at_again(monkeypatch, text, typed):
    looker = Looker(remembers=True)
    looked(looker, text)
    seen = set()

    def look(spec):
        seen.update(each.id for each in spec.requirements)
        return iter(())

    rules = [rule._replace(look=look) for rule in APART]
    monkeypatch.setattr(import_module("specrules.lint.look"), "_rules_apart", lambda: rules)
    looked(looker, text.replace("at least 90%", typed))
    assert seen == {"MA-1"}


# -- rules that look at each requirement by itself


def spec_of(text):
    path = str(ROOT / "specs" / "spec.yaml")
    return read_spec(read_tree(source_of(path, text.encode())), library_for(path)[0]).spec


def together(*specs):
    """One specification with the requirements and the parties of several."""
    requirements = {each.id: each for spec in specs for each in spec.requirements}
    parties = {each.id: each for spec in specs for each in spec.parties}
    return replace(specs[0], requirements=tuple(requirements.values()), parties=tuple(parties.values()))


def test_a_rule_by_requirement_finds_the_same_in_each_by_itself():
    bad = [spec_of(a_spec(example_of(rule, "Bad").replace("X-1", f"X-{n}"))) for n, rule in enumerate(RULES)]
    known = [spec for spec in bad if spec]
    assert len(APART) == len(BY_REQUIREMENT)
    for spec in (together(*known), together(*reversed(known)), spec_of(SPEC), spec_of(SMALL)):
        around = replace(spec, title="", written=None, digest="")
        alone = [replace(around, requirements=(each,)) for each in spec.requirements]
        for rule in APART:
            assert list(rule.look(spec)) == [wrong for each in alone for wrong in rule.look(each)], rule.name
