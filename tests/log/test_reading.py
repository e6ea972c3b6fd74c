"""Meeting logs, settings and themes are read."""

from datetime import date

import pytest

from specrules.base.findings import Severity
from specrules.log.model import Approval
from specrules.log.reading import read_log
from specrules.spec.reader import check_return, read_settings, read_theme
from tests.spec.making import LOG, RETURN, SETTINGS, THEME, at, log_findings, tree_of


def test_an_allowance_says_what_for_whom_and_how_long():
    log, findings = read_log(tree_of(LOG, "log.yaml"))
    (allowance,) = log.allowances
    assert findings == ()
    assert (allowance.id, allowance.requirement, allowance.party) == ("A-1", "MA-1.delivered", "riverbank")
    assert (allowance.since, allowance.until) == (date(2026, 4, 1), date(2026, 9, 30))
    assert allowance.approved_by == Approval("contract manager", date(2026, 6, 12), "contract review meeting")
    assert (allowance.conditions, allowance.renewals) == ("a temporary room is found", 1)


@pytest.mark.parametrize("written", ["MA-*", '"*"', "MA-1.*", "MA-1, MA-2", "MA-1; MA-2"])
def test_an_allowance_for_several_requirements_at_once_is_told_to_be_for_one_each(written):
    tree = tree_of(LOG.replace("MA-1.delivered", written), "log.yaml")
    said = f'"{written.strip(chr(34))}" is about several, and each record is about one.'
    assert [(each.message, each.meant) for each in read_log(tree)[1]] == [(said, None)]


def test_a_log_may_hold_nothing_yet():
    log, findings = read_log(tree_of("specrules: meeting log 1\n"))
    assert (log.allowances, findings) == ((), ())


@pytest.mark.parametrize(
    ("was", "wrong", "name", "place"),
    [
        ("to: 2026-09-30", "to: 2026-03-31", "ends-before-start", "2026-03-31"),
        ("    to: 2026-09-30\n", "", "missing-heading", "id"),
        ("from: 2026-04-01", "from: 01/04/2026", "uk-date", "01/04/2026"),
        ("MA-1.delivered", "MA-*", "not-an-id", "MA-*"),
        ("renewals: 1", "renewals: once", "not-a-quantity", "once"),
        ("renewals: 1", "renewals: 1.5", "wrong-unit", "1.5"),
        ("role: contract manager, ", "", "missing-heading", "approved-by"),
        ("meeting log 1", "meeting log 2", "wrong-kind-of-file", "meeting log 2"),
        ("party: riverbank", "partie: riverbank", "misspelt-heading", "partie"),
    ],
)
def test_what_is_wrong_in_a_log_is_one_finding_at_its_place(was, wrong, name, place):
    assert was in LOG
    assert log_findings(LOG.replace(was, wrong)) == [(name, place)]


def test_an_allowance_without_a_day_it_can_be_judged_by_is_left_out():
    assert read_log(tree_of(LOG.replace("from: 2026-04-01", "from: soon")))[0].allowances == ()


def test_findings_name_the_allowance():
    _, (finding,) = read_log(tree_of(LOG.replace("from: 2026-04-01", "from: soon")))
    assert finding.subject == "allowance A-1"


def test_settings_have_defaults():
    settings, _ = read_settings(tree_of("specrules: settings 1\n"))
    assert (settings.rules, settings.fail_on) == ("", Severity.ERROR)


@pytest.mark.parametrize(
    ("said", "are_shown"),
    [("publication: {zeros: hidden}", False), ("publication: {zeros: shown}", True), ("", True)],
)
def test_settings_say_whether_a_publication_shows_noughts(said, are_shown):
    settings, found = read_settings(tree_of(f"specrules: settings 1\n{said}\n"))
    assert (settings.publication.zeros, found) == (are_shown, ())


def test_settings_say_from_when_on_lint_fails():
    assert read_settings(tree_of(SETTINGS))[0].fail_on is Severity.WARNING


def test_a_theme_has_its_principles_in_order():
    assert read_theme(tree_of(THEME), "doors")[0].principles == ("welcome", "referral")


def test_the_headings_of_a_return_are_checked_and_its_answers_are_not():
    text = RETURN.replace("57 of 64", "lots")
    assert check_return(tree_of(text)) == ()
    (finding,) = check_return(tree_of(RETURN.replace("out of: 9", "denominator: 9")))
    assert (finding.name, finding.meant) == ("misspelt-heading", "out of")


def test_an_unquoted_star_or_dash_is_an_answer_of_a_return():
    assert check_return(tree_of(RETURN.replace("57 of 64", "*").replace("£5", "-"))) == ()


def test_an_item_without_an_answer_is_found_at_the_item():
    text = RETURN.replace("MA-1.delivered: 57 of 64", "MA-1.delivered:")
    (finding,) = check_return(tree_of(text))
    assert (finding.name, at(text, finding)) == ("nothing-written", "MA-1.delivered")
