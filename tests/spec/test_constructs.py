"""What contradicts itself in the way checks are counted, follow one another and count."""

import pytest

from specrules.spec.model import How, JudgedAt, Level
from specrules.values.quantities import write_target
from tests.spec.making import HEAD, at, found, requirement, the_finding, with_check

DUTY = "requirements:\n  R-1:\n    title: A\n    owed-by: riverbank\n    strength: must\n"
SHARE = "{share: a, of: b, target: at least 90%}"


def duty(*lines):
    """A specification with one requirement that has these further lines."""
    return HEAD + DUTY + "".join(f"    {line}\n" for line in lines)


def checks(**named):
    """A specification with one requirement that has these checks."""
    return duty("checks:", *[f"  {name}: {check}" for name, check in named.items()])


# -- statistics


def test_a_figure_of_several_says_which_it_is(library):
    finding = the_finding(with_check("{time: wait, of: people who started, target: within 5 days}"), library)
    assert (finding.code, finding.name) == ("MS351", "no-statistic")


def test_a_statistic_says_of_whom(library):
    finding = the_finding(with_check("{time: wait, statistic: median, target: within 5 days}"), library)
    assert finding.name == "no-denominator"


def test_an_average_is_the_mean(library):
    text = with_check("{time: wait, statistic: Average, of: people, target: within 5 days}")
    assert requirement(text, library).checks[0].statistic == "mean"


# -- checks beside each other


@pytest.mark.parametrize("key", ["relies-on", "after", "if-fewer"])
def test_a_check_that_is_not_there_is_found_and_the_nearest_named(library, key):
    text = checks(one=f"{{share: a, of: b, fewest: 5, target: at least 90%, {key}: otter}}", other=SHARE)
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding), finding.meant) == ("unknown-check", "otter", "other")


def test_checks_that_wait_for_one_another_are_found_once(library):
    one = "{share: a, of: b, target: at least 90%, relies-on: other}"
    other = "{share: a, of: b, target: at least 90%, relies-on: one}"
    names = [name for name, _ in found(checks(one=one, other=other), library)]
    assert set(names) == {"checks-in-a-circle"}


def test_a_date_follows_no_people(library):
    late = "{date: it was done, target: within 5 days, after: one}"
    finding = the_finding(checks(one=SHARE, late=late), library)
    assert finding.name == "steps-of-different-kinds"


def test_another_check_cannot_decide_where_any_number_is_enough(library):
    one = "{share: a, of: b, target: at least 90%, if-fewer: other}"
    assert the_finding(checks(one=one, other=SHARE), library).name == "fewer-than-what"


def test_a_date_that_only_has_to_be_given_needs_no_target(library):
    text = checks(first="{date: it began}", then="{date: it ended, after: first, target: within 5 days}")
    assert found(text, library) == []


# -- places and selections


TARGETS = "checks: {only: {share: a, of: b, targets: [%s]}}"


def test_a_target_for_a_place_that_is_not_judged_is_found(library):
    text = duty(
        "judged-at: each site", TARGETS % "{target: at least 5%}, {at: [High Stret], target: at least 1%}"
    )
    finding = the_finding(text, library)
    assert (finding.name, finding.meant) == ("target-nowhere", "High Street")


def test_a_target_for_a_place_has_none_where_the_party_is_judged_as_a_whole(library):
    text = duty(TARGETS % "{target: at least 5%}, {at: [High Street], target: at least 1%}")
    assert the_finding(text, library).message.endswith("none, as it is judged for the party as a whole.")


def test_a_target_for_a_place_is_not_also_nowhere_where_no_places_are_named(library):
    text = duty(
        "judged-at: each site", TARGETS % "{target: at least 5%}, {at: [Quayside], target: at least 1%}"
    )
    of_council = text.replace("owed-by: riverbank", "owed-by: council")
    assert the_finding(of_council, library).name == "no-sites"


def test_a_place_without_a_target_is_found(library):
    where = "judged-at: {each: substance, of: [opiate, alcohol]}"
    finding = the_finding(duty(where, TARGETS % "{at: [opiate], target: at least 5%}"), library)
    assert (finding.name, "alcohol" in finding.message) == ("place-without-target", True)


def test_two_targets_for_the_same_year_are_found(library):
    rows = "{contract-year: 2, target: at least 5%}, {contract-year: 2, target: at least 6%}"
    assert the_finding(duty(TARGETS % rows), library).name == "same-target-twice"


def test_there_are_four_quarters(library):
    text = duty(TARGETS % "{quarter: 5, target: at least 5%}")
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding)) == ("unknown-choice", "5")


def test_judged_and_asked_at_places_are_two_things(library):
    text = duty("judged-at: each site", "asked-at: each site", f"checks: {{only: {SHARE}}}")
    assert the_finding(text, library).name == "two-kinds"


def test_groups_are_read_with_what_they_are(library):
    text = duty("judged-at: {each: substance, of: [opiate, alcohol]}", f"checks: {{only: {SHARE}}}")
    assert requirement(text, library).judged_at == JudgedAt(Level.GROUP, "substance", ("opiate", "alcohol"))


# -- how it counts


def test_nothing_is_judged_more_often_than_returns_come(library):
    text = duty("every: quarter", f"checks: {{only: {SHARE}}}").replace(
        "every: quarter, due: 15 working days after the quarter",
        "every: year, due: 15 working days after the year",
    )
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding)) == ("asked-more-often-than-returns", "quarter")


@pytest.mark.parametrize("weight", ["0", "11"])
def test_a_weight_is_a_small_number(library, weight):
    text = duty(f"weight: {weight}", f"checks: {{only: {SHARE}}}")
    assert the_finding(text, library).name == "weight-too-great"


@pytest.mark.parametrize("line", ["essential: yes", "weight: 2", "rated-from: 2026-10-01"])
def test_what_is_only_reported_has_no_part_in_ratings(library, line):
    text = duty("report-only: yes", line, f"checks: {{only: {SHARE}}}")
    assert the_finding(text, library).name == "never-rated"


# -- baselines


def changed(target, baseline="baseline: 40%, "):
    return with_check(f"{{share: a, of: b, {baseline}target: {target}}}")


def test_a_change_becomes_the_figure_to_reach(library):
    (check,) = requirement(changed("at least 5 percentage points above baseline"), library).checks
    assert write_target(check.targets[0].target) == "at least 45%"


@pytest.mark.parametrize(
    ("target", "baseline", "name"),
    [
        ("at least 5 percentage points above baseline", "", "change-from-nothing"),
        ("at least 5% above baseline", "baseline: 40%, ", "points-or-part"),
        ("at least 61 percentage points above baseline", "baseline: 40%, ", "out-of-reach-of-baseline"),
        ("at least 5 percentage points above baseline", "baseline: 40 people, ", "baseline-in-another-unit"),
        ("at least £5 above baseline", "baseline-asked: England, ", "baseline-in-another-unit"),
        ("at least 5% above baseline", "baseline-asked: England, ", "points-or-part"),
        ("above the baseline", "baseline: 40%, ", "strict-comparison"),
    ],
)
def test_a_change_that_cannot_be_worked_out_is_found(library, target, baseline, name):
    text = changed(target, baseline)
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding)) == (name, target)


@pytest.mark.parametrize(
    ("target", "asked", "name"),
    [
        ("at least 90%", "baseline-asked: England, ", "baseline-of-no-use"),
        ("at least the baseline", "baseline-asked: England, baseline: 40%, ", "two-baselines"),
    ],
)
def test_a_baseline_that_is_asked_in_vain_is_found(library, target, asked, name):
    text = changed(target, asked)
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding)) == (name, "baseline-asked")


def test_both_readings_of_a_change_are_named(library):
    finding = the_finding(changed("at least 5% above baseline"), library)
    assert finding.message == ('"at least 5% above baseline" could mean 45% or 42%, the baseline being 40%.')


# -- reported and never rated


def test_what_is_never_rated_needs_no_target(library):
    checks = "checks: {upheld: {count: complaints upheld}, wait: {time: waited, statistic: mean, of: people}}"
    assert found(duty("report-only: yes", checks), library) == []
    assert [name for name, _ in found(duty(checks), library)] == ["target-missing", "target-missing"]


# -- so many a month


@pytest.mark.parametrize(
    ("target", "remedy"),
    [
        ("at least 30 a month", "Write how many in a quarter, such as: at least 90"),
        ("at least 30 people per month", "Write how many in a quarter, such as: at least 90"),
        ("no more than 2 each week", "Write how many in a quarter."),
        ("at least 4 a year", "Write how many in a quarter, or add over: the last 12 months"),
    ],
)
def test_a_target_for_another_stretch_of_time_than_the_return_is_found(library, target, remedy):
    text = with_check(f"{{count: kits given, target: {target}}}")
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding), finding.remedy) == ("another-pace", target, remedy)


@pytest.mark.parametrize(
    "check", ["target: at least 4 a quarter", "over: the last 12 months, target: at least 4 a year"]
)
def test_a_target_for_the_stretch_that_is_counted_is_right(library, check):
    assert found(with_check(f"{{count: kits given, {check}}}"), library) == []


# -- points


def pointed(points):
    return duty("checks:", f"  a: {SHARE}", f"  b: {SHARE}", f"met-when: {{{points}}}")


def test_points_are_read_with_what_counts_against_turned_round(library):
    tree = requirement(pointed("at least 2 points: {a: 3, b: -1}"), library).met_when
    assert (tree.how, tree.number, tree.weights) == (How.AT_LEAST, 3, (3, 1))
    assert tree.items[1].how is How.NOT


def test_more_points_than_there_are_is_found(library):
    finding = the_finding(pointed("at least 5 points: {a: 3, b: 1}"), library)
    assert finding.name == "too-few-to-combine"


@pytest.mark.parametrize("points", ["{a: many, b: 1}", "{a: 0, b: 1}", "[a, b]"])
def test_points_are_numbers(library, points):
    assert the_finding(pointed(f"at least 1 points: {points}"), library).name == "wrong-shape"


# -- variations


def varied(*rows):
    return (
        HEAD
        + "variations:\n"
        + "".join(f"  - {row}\n" for row in rows)
        + DUTY
        + f"    checks: {{only: {SHARE}}}\n"
    )


def test_a_variation_of_nothing_is_found(library):
    finding = the_finding(varied("{number: 1, date: 2026-10-01, changes: [R-2], what: a}"), library)
    assert (finding.name, finding.meant) == ("variation-of-nothing", "R-1")


def test_variations_stand_in_their_order(library):
    rows = [f"{{number: {n}, date: 2026-10-01, changes: [R-1], what: a}}" for n in (2, 1)]
    assert the_finding(varied(*rows), library).name == "variations-out-of-order"


# -- owed together


@pytest.mark.parametrize("line", ["judged-at: each site", "asked-at: each site"])
def test_what_is_owed_together_is_judged_for_the_parties_as_a_whole(library, line):
    text = duty(line, f"checks: {{only: {SHARE}}}")
    text = text.replace("owed-by: riverbank", "owed-by: {jointly: [riverbank, trust]}")
    assert the_finding(text, library).name == "together-and-apart"
