"""A review as JUnit XML, and as tidy tables."""

import csv
from io import StringIO
from xml.etree import ElementTree

import pytest

from specrules.base.frozen import replace
from specrules.report import junit, observations
from specrules.report.show import show
from specrules.report.verdict_table import inert
from specrules.view import HIDDEN, Audience
from specrules.viewing import view
from tests.report.made import a_published_run, a_run
from tests.report.test_html import MORE_ATTACKS, with_text_everywhere
from tests.report.test_text import ATTACKS

SMALL = view(a_run())


def cases(seen=SMALL):
    """Each test by its party and name, with what became of it."""
    suites = ElementTree.fromstring(junit.review(seen))  # noqa: S314 - our own
    return {
        (case.get("classname"), case.get("name")): case[0].tag if len(case) else "passed"
        for suite in suites
        for case in suite
    }


def lines(text):
    return list(csv.DictReader(StringIO(text)))


def test_the_whole_of_a_small_review(as_kept):
    as_kept("small.junit.xml", junit.review(SMALL))
    as_kept("observations.csv", observations.observations(SMALL))
    as_kept("findings.csv", observations.findings(SMALL))


def test_what_has_to_be_acted_on_fails_and_nothing_open_passes():
    became = cases()
    unmet = {(each.party, f"{each.requirement} {each.title}") for each in SMALL.unmet}
    met = {
        (each.party, f"{each.requirement} {each.title}")
        for each in SMALL.verdicts
        if each.result.word == "met"
    }
    assert {case for case, end in became.items() if end == "failure"} == unmet
    assert {case for case, end in became.items() if end == "passed"} == met


def test_the_counts_of_a_suite_are_those_of_its_tests():
    for suite in ElementTree.fromstring(junit.review(SMALL)):  # noqa: S314 - our own
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall(".//failure"))
        assert int(suite.get("skipped")) == len(suite.findall(".//skipped"))


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS])
def test_strings_that_attack_stay_text(text):
    seen = with_text_everywhere(SMALL, text)
    names = {name for _, name in cases(seen)}
    assert all(name.endswith(show(text)) for name in names)
    assert {line["found"] for line in lines(observations.observations(seen))} <= {inert(show(text)), ""}


def test_a_figure_that_is_held_back_is_in_neither():
    held = view(a_published_run(), Audience.PUBLICATION)
    texts = [line["text"] for line in lines(observations.observations(held))]
    assert HIDDEN in texts and "57" not in texts and "23" not in texts
    assert "57 of 64" in junit.review(SMALL) and "57 of 64" not in junit.review(held)


def test_a_check_of_which_nothing_is_known_has_its_line():
    bare = replace(SMALL, verdicts=tuple(_without_facts(each) for each in SMALL.verdicts))
    found = lines(observations.observations(bare))
    assert len(found) == sum(len(each.checks) for each in SMALL.verdicts)


def _without_facts(verdict):
    return replace(verdict, checks=tuple(replace(check, facts=()) for check in verdict.checks))
