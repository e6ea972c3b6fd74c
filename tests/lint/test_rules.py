"""Every lint rule does what its page shows."""

import re
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from specrules.base.findings import Severity
from specrules.lint import rules
from specrules.lint.rules import BY_CLAUSES, INDEX, all_rules, called_for, rules_for
from tests.lint.made import codes, linted

ALL = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)


def page(rule):
    return cleandoc(rule.look.__doc__)


def example(rule, called):
    """The Bad or Good example on a rule's page."""
    found = re.search(rf"^{called}:\n\n((?:    .*\n?|\n)+)", page(rule), re.MULTILINE)
    assert found, f"{rule.name} has no example called {called}"
    return dedent(found[1])


@ALL
def test_the_bad_example_is_found_once(rule, tmp_path):
    found = linted(tmp_path, example(rule, "Bad"))
    assert codes(found).count(rule.code) == 1, found


@ALL
def test_the_good_example_is_not_found(rule, tmp_path):
    assert rule.code not in codes(linted(tmp_path, example(rule, "Good")))


@ALL
@pytest.mark.parametrize("called", ["Bad", "Good"])
def test_an_example_has_no_error_that_is_not_its_own(rule, called, tmp_path):
    found = linted(tmp_path, example(rule, called))
    assert [each for each in found if each.severity is Severity.ERROR and each.code != rule.code] == []


@ALL
def test_a_finding_says_where_and_what_to_do(rule, tmp_path):
    found = next(each for each in linted(tmp_path, example(rule, "Bad")) if each.code == rule.code)
    assert found.place.span
    assert found.place.file.endswith("spec.yaml")
    assert found.remedy
    assert (found.name, found.severity) == (rule.name, rule.severity)


@ALL
def test_a_message_is_short(rule, tmp_path):
    found = next(each for each in linted(tmp_path, example(rule, "Bad")) if each.code == rule.code)
    assert len(found.message.split()) <= 25


@ALL
def test_a_page_opens_with_what_ought_to_be(rule):
    first, empty, *_ = page(rule).splitlines()
    assert re.fullmatch(r"[A-Z].+\.", first)
    assert empty == ""


@pytest.mark.parametrize(
    "rule",
    [each for each in all_rules().values() if each.code[:2] in ("MA", "NW", "EV")],
    ids=lambda rule: rule.name,
)
def test_a_rule_from_guidance_names_document_and_section(rule):
    assert re.search(
        r"^Source: [A-Z].+\(Public Health\s+England, \d{4}\).*[,:] .+", page(rule), re.MULTILINE | re.DOTALL
    )


def test_every_rule_is_a_module_of_its_own_and_named_in_the_index():
    folder = Path(rules.__file__).parent
    names = {f"{path.parent.name}.{path.stem}" for path in folder.glob("*/*.py") if path.stem != "__init__"}
    assert names == set(INDEX)
    assert all(each.look.__module__.endswith(each.name.replace("-", "_")) for each in all_rules().values())


def test_a_rule_is_not_loaded_for_a_text_that_does_not_call_for_it():
    loaded = {each.name for each in rules_for("specrules: spec 1\n", "")}
    assert "no-source" in loaded
    assert "orphan-definition" not in loaded
    assert "orphan-definition" in {each.name for each in rules_for("Definitions: {}\n", "")}


@pytest.mark.parametrize("text", ["target: no   more than 5%\n", "target: no more\n  than 5%\n"])
def test_a_rule_is_loaded_for_words_that_stand_far_apart_or_on_two_lines(text):
    assert "ceiling-without-blanks" in {each.name for each in rules_for(text, "")}
    assert "MS345" in called_for(text)


def test_a_rule_about_clauses_is_not_loaded_for_words_that_stand_elsewhere():
    text = "title: The crisis service\n"
    assert "crisis-hours" not in {each.name for each in rules_for(text, "Keyworkers help")}
    assert "crisis-hours" in {each.name for each in rules_for(text, "A Crisis team")}


@pytest.mark.parametrize("name", sorted(BY_CLAUSES))
@given(data=st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_rule_is_loaded_for_every_clause_it_could_find(name, data):
    says = import_module(f"{rules.__name__}.{name}")._SAYS
    clause = data.draw(st.from_regex(re.compile(says, re.IGNORECASE)))
    found = re.search(says, " ".join(clause.split()), re.IGNORECASE)
    assume(found)
    code = next(each for each, rule in all_rules().items() if rule.look.__module__.endswith(f".{name}"))
    assert code in {each.code for each in rules_for("", found[0])}
    assert code in called_for(found[0])


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("MA508", "Obligatory use of mutual aid"),
        ("NW601", "The service may refuse people after self-harm"),
        ("NW602", "People are refused after misuse of medicines"),
        ("MS314", "Completions are incentivised"),
        ("SO709", "Records are state of the art"),
    ],
)
def test_a_word_that_alone_makes_a_clause_wrong_calls_for_the_rule(code, title, tmp_path):
    text = f"requirements:\n{BESIDE.replace('A room is free', title)}"
    assert code in codes(linted(tmp_path, text))


def test_the_rules_about_clauses_are_those_that_go_by_what_clauses_say():
    saying = {
        name
        for name, each in zip(INDEX, all_rules().values(), strict=True)
        if "saying" in each.look.__globals__
    }
    assert saying == BY_CLAUSES


def told(found):
    """All that is said in a finding, on one line."""
    places = [each.span for each in (found.place, *found.also)]
    where = " and ".join(f"{at.line}:{at.column}-{at.end_line}:{at.end_column}" for at in places if at)
    return " | ".join(filter(None, (where, found.subject, found.message, found.remedy, found.meant)))


# What stands beside a requirement does not change what is wrong with it.
BESIDE = """\
  ZZ-9:
    title: A room is free
    owed-by: council
    strength: should
    checks: {free: {count: rooms that are free, target: at least 3}}
    source: local decision, 2026-02-10
"""


def test_what_is_said_of_the_examples_is_as_it_was_kept(tmp_path, as_kept):
    lines = []
    for rule in all_rules().values():
        bad, good = example(rule, "Bad"), example(rule, "Good")
        found = linted(tmp_path, bad)
        lines += [f"{rule.code} {told(each)}" for each in found if each.code == rule.code]
        others = [each for each in codes(found) if each != rule.code]
        lines.append(f"{rule.code} beside it: {' '.join(others)}; in the good one: {goods(tmp_path, good)}")
    as_kept("examples.txt", "\n".join(lines) + "\n")


def goods(folder, text):
    return " ".join(codes(linted(folder, text)))


@ALL
def test_a_requirement_of_ones_own_beside_the_bad_example_hides_nothing(rule, tmp_path):
    bad = example(rule, "Bad")
    if list(re.findall(r"^\S[^:\n]*", bad, re.MULTILINE))[-1:] == ["requirements"]:
        assert rule.code in codes(linted(tmp_path, f"{bad.rstrip()}\n{BESIDE}"))


# Of a file that is not read to its end these cannot say that something is missing in it.
OF_WHOLE_FILES = """\
disengagement-not-explored families-left-out inpatient-left-out no-information-sharing no-named-lead
no-referral-response not-asked one-way-door orphan-definition party-owes-nothing premises-without-alternative
smart-partnership-missing tobacco-missing"""


def test_what_is_missing_is_only_said_of_a_whole_file():
    assert sorted(each.name for each in all_rules().values() if each.whole) == OF_WHOLE_FILES.split()
