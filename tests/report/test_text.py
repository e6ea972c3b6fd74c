"""A review as text."""

import os
import re
import subprocess
import sys
from contextvars import copy_context
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.base.findings import Place
from specrules.base.frozen import replace
from specrules.evidence.facts import Origin
from specrules.judging.scorecard import Cards
from specrules.report.sheet import WIDTH, as_for_a_file, fit
from specrules.report.text import FINDINGS_SHOWN, paragraph, review
from specrules.spec.model import Comparator
from specrules.values.reading import read_quantity
from specrules.view import Audience
from specrules.viewing import view
from tests.made import COUNCIL, RIVERBANK, TRUST, a_check, a_requirement, a_spec
from tests.report.made import ALLOWANCE, a_finding, a_published_run, a_run, cells, requirements, run_of

# Moves the cursor, turns text round, starts a line or a table of its own, looks like markup or a formula.
ATTACKS = (
    "\x1b[2J\x1b[31mred",
    "\x9b2J",
    "abc\u202edef",
    "zero\u200bwidth",
    "line\nMA-9  forged  must  met",
    "line\r\u2028\x85forged",
    "a|b",
    "[/] [link=https://example.org]x[/link] :smile:",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script> {{7*7}}",
    "\x01",
    "\0nul",
    "\x7fdelete",
    "\ud800 alone",
)


def a_document(text):
    """A run in which the text of one cell, a document, is *text*."""
    statement = a_check("statement", name="signed")
    requirement = a_requirement(statement, id="MA-1", owed_by=("riverbank",))
    given_cells = {"riverbank": {"MA-1.signed/answer": "no", "MA-1.signed/document": text}}
    run = run_of(a_spec(requirement), given_cells)
    check = run.verdicts[0].checks[0]
    facts = tuple(
        replace(fact, origin=Origin(Place("riverbank.csv", cell=f"C{n}"), "d", text))
        for n, fact in enumerate(check.facts)
    )
    verdict = replace(run.verdicts[0], checks=(replace(check, facts=facts),))
    card = run.cards.compliance[0]
    section = replace(card.sections[0], verdicts=(verdict,))
    cards = Cards((replace(card, sections=(section,)),), None)
    return replace(run, verdicts=(verdict,), cards=cards)


def everything(figure):
    return True


def test_the_whole_review(as_kept):
    as_kept("small.txt", review(view(a_run())))


def test_the_whole_review_for_publication_with_every_count_held_back(as_kept):
    as_kept("small-published.txt", review(view(a_published_run(), Audience.PUBLICATION)))


def test_nothing_owed_that_counts_is_said_so():
    run = run_of(a_spec(requirements()[3], parties=(COUNCIL, RIVERBANK, TRUST)), {})
    assert "none: nothing that counts was owed" in review(view(run))


def test_all_being_well_is_said_in_the_last_line():
    count = a_requirement(a_check("count", "at least 1", name="a"), id="MA-1")
    text = review(view(run_of(a_spec(count), {"riverbank": {"MA-1.a/answer": 1}})))
    assert text.endswith("Everything that must be done is met, does not apply or is allowed.\n")


def test_what_is_not_rated_says_so_and_moves_no_last_line():
    one = a_requirement(a_check("count", "at least 4"), id="R-1", report_only=True)
    text = review(view(run_of(a_spec(one), {"riverbank": {"R-1.only/answer": 1}})))
    assert "must, not rated: not met" in text
    assert "No duty that is rated here says must." in text


def test_ratings_that_are_only_reported_are_a_profile_and_no_failing():
    scale = ("not yet", "begun", "in place")
    shaped = a_check("rating", "at least in place", name="shaped", choices=scale)
    one = a_requirement(shaped, id="R-1", report_only=True)
    two = a_requirement(shaped, id="R-2", report_only=True)
    text = review(view(run_of(a_spec(one, two), {"riverbank": {"R-1.shaped/answer": "begun"}})))
    assert "Profile   1 begun, 1 without a rating\n" in text
    assert "must, not rated: begun" in text


def test_figures_to_compare_stand_beside_a_result():
    england = Comparator("England", read_quantity("84%"), "an invented report", date(2026, 3, 31))
    one = a_requirement(a_check("share", "at least 90%", comparators=(england,)), id="R-1")
    cells = {"riverbank": {"R-1.only/number": 80, "R-1.only/out of": 100}}
    assert "England, 84% (an invented report, 31 March 2026)" in review(view(run_of(a_spec(one), cells)))


def test_a_verdict_that_is_simply_met_needs_no_reasons():
    count = a_requirement(a_check("count", "at least 1", name="a"), id="MA-1")
    assert "Why:" not in review(view(run_of(a_spec(count), {"riverbank": {"MA-1.a/answer": 1}})))


def test_an_unreadable_return_is_named_in_the_last_line():
    text = review(view(a_run(unreadable=("returns/trust.xlsx",))))
    assert " ".join(text.split()).endswith("Not readable: returns/trust.xlsx.")


def test_one_engine_alone_claims_no_agreement():
    text = review(view(a_run(engines=("python",), note="durable-rules could not be loaded.")))
    assert "Decided by     python\n               durable-rules could not be loaded.\n" in text


def test_the_commissioner_stands_first_on_the_no_wrong_door_card():
    heads = next(line for line in review(view(a_run())).splitlines() if line.startswith("Principle"))
    assert re.match(r"Principle +Anytown Council ", heads)


def test_more_services_than_fit_are_shown_in_several_grids():
    others = tuple(replace(RIVERBANK, id=f"s{n}", name=f"Service {n}") for n in range(6))
    count = a_requirement(
        a_check("count", "at least 1", name="a"),
        id="N-1",
        principle="access",
        owed_by=tuple(each.id for each in others),
    )
    text = review(view(run_of(a_spec(count, parties=others), {})))
    assert text.count("Principle ") == 2
    assert all(f"Service {n}" in text for n in range(6))


def test_only_the_worst_findings_are_shown_in_full_and_the_rest_counted():
    findings = tuple(a_finding(place=Place("riverbank.csv", cell=f"C{n}")) for n in range(FINDINGS_SHOWN + 2))
    text = review(view(a_run(findings=findings)))
    assert "The worst of them (the JSON report has the other 2):" in text
    assert text.count("This yes needs the document") == FINDINGS_SHOWN


def test_a_long_text_is_cut_with_a_count():
    text = review(view(a_document("x" * 40_000)))
    assert "and 39,800 more characters" in text
    assert len(text) < 10_000


def test_a_blank_that_does_no_harm_is_left_out():
    text = review(view(a_document("")))
    assert "from" not in text.partition("Why:")[2]


@pytest.mark.parametrize("attack", ATTACKS)
def test_evidence_is_shown_inert(attack):
    text = review(view(a_document(attack)))
    assert all(line.isprintable() for line in text.splitlines())
    assert not [line for line in text.split("\n") if line.lstrip().startswith(("MA-9", "forged"))]


@pytest.mark.parametrize(
    "shown", ["a|b", "[/]", "[link=https://example.org]x[/link]", "=cmd|' /C", "{{7*7}}"]
)
def test_evidence_is_shown_as_written(shown):
    text = review(view(a_document(next(each for each in ATTACKS if shown in each))))
    assert shown in text


def test_a_figure_is_never_read_as_a_number():
    choice = a_check("choice", "one of 0123, 1e5", name="stage", choices=("0123", "1e5"))
    count = a_requirement(choice, id="MA-1")
    for word in ("0123", "1e5"):
        assert f" {word} " in review(view(run_of(a_spec(count), {"riverbank": {"MA-1.stage/answer": word}})))


def test_words_that_are_not_ours_to_use_do_not_appear():
    text = review(view(a_run())).casefold()
    assert not [
        word for word in ("breach", "misuse", "abuse", "dual diagnosis", "fail", "client") if word in text
    ]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(max_size=120))
def test_no_text_can_break_a_line_or_pass_the_edge(found, written):
    choice = a_check("choice", "one of a, b", name="stage", choices=("a", "b"))
    requirement = a_requirement(choice, id="MA-1", section=written, principle=written, local_source=written)
    titled = replace(
        requirement, title=written, clause=written, if_not_met=written, owed_by=("riverbank", "trust")
    )
    named = replace(RIVERBANK, name=written, role=written, bound_by=written)
    spec = a_spec(titled, parties=(named, TRUST), title=written)
    allowance = replace(ALLOWANCE, requirement="MA-1", reason=written)
    run = run_of(spec, {"trust": {"MA-1.stage/answer": found}}, allowances=(allowance,), note=written)
    lines = review(view(run)).split("\n")
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) <= WIDTH


@given(st.text())
def test_a_paragraph_keeps_within_its_lines(words):
    assert all(len(line) <= WIDTH and line.isprintable() for line in paragraph(words, 4))


def test_the_layout_is_the_same_whatever_else_is_installed(monkeypatch):
    import tabulate

    with_it = review(view(a_run()))
    monkeypatch.setattr(tabulate, "wcwidth", None)
    assert review(view(a_run())) == with_it


def test_no_cell_of_the_run_is_missing_from_the_checks_that_are_open():
    text = review(view(a_run()))
    for key in cells()["trust"]:
        if "to-riverbank" not in key:
            assert key.rpartition("/")[0] in text


# -- narrower windows


def in_window(columns, view):
    """The review of *view* as it is laid out for a window of so many columns."""

    def made():
        fit(columns)
        return review(view)

    return copy_context().run(made)


@pytest.mark.parametrize("window", [80, 89, 99])
def test_a_narrower_window_has_every_word_and_no_line_too_long(window):
    narrow, usual = in_window(window, view(a_run())), review(view(a_run()))
    assert max(map(len, narrow.splitlines())) <= window
    assert set(re.findall(r"\w+", narrow)) == set(re.findall(r"\w+", usual))


@pytest.mark.parametrize(("window", "columns"), [(20, 80), (100, 100), (300, 100)])
def test_no_window_is_too_narrow_and_none_makes_lines_longer(window, columns):
    assert in_window(window, view(a_run())) == in_window(columns, view(a_run()))


def test_a_file_is_laid_out_for_nobodys_window():
    def made():
        fit(80)
        return as_for_a_file(lambda: review(view(a_run())))

    assert copy_context().run(made) == review(view(a_run()))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal there")
def test_a_review_is_laid_out_for_the_window_it_is_looked_at_in():
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 76))
    program = "import sys; from specrules.cli import window; print(window())"
    subprocess.run([sys.executable, "-c", program], stdout=theirs, check=True)
    assert os.read(ours, 100).split() == [b"76"]
