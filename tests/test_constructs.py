"""What each construct of the language makes of evidence, from its words to its result."""

from datetime import date
from fractions import Fraction

import pytest

from specrules.base.frozen import replace
from specrules.compile import compile_spec, requests
from specrules.compile.holding import contract_year, in_proportion, quarter_of, target_for
from specrules.evidence.facts import Column, Range
from specrules.judging.scorecard import cards, score
from specrules.judging.verdicts import verdicts
from specrules.result import (
    AT_LEAST_PARTLY,
    MET,
    NO_EVIDENCE,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    Reason,
    WhyNot,
)
from specrules.sentences import question
from specrules.spec.baseline import from_baseline
from specrules.spec.model import CardSettings, Combination, DatedTarget, How, JudgedAt, Level, Over
from specrules.values.periods import Every, read_period
from specrules.values.quantities import write_target
from specrules.values.reading import read_quantity, read_target
from tests.made import PERIOD, a_check, a_requirement, a_spec, dated, judgement_of, result_on, verdict_on

YEAR_END = read_period("2026-27-Q4")


def two(first, second, cells, **more):
    """The verdict on two checks of one requirement."""
    return verdict_on(a_requirement(first, second, **more), cells)


# -- exceptions, waiting, too few


@pytest.mark.parametrize(("excepted", "expected"), [(0, NOT_MET), (9, NOT_MET), (10, MET), (11, MET)])
def test_exceptions_leave_the_second_number_only(excepted, expected):
    check = a_check("share", "at least 90%", exceptions=("in prison",))
    assert result_on(check, {"number": 81, "out of": 100, "excepted": excepted}) is expected


def test_without_the_number_of_exceptions_there_is_no_evidence():
    check = a_check("share", "at least 90%", exceptions=("in prison",))
    assert result_on(check, {"number": 95, "out of": 100}) is NO_EVIDENCE


def test_when_everybody_is_excepted_there_are_too_few_to_judge():
    check = a_check("share", "at least 90%", exceptions=("in prison",))
    found = verdict_on(a_requirement(check), {"only/number": 0, "only/out of": 5, "only/excepted": 5})
    assert (found.raw, found.reasons) == (NO_EVIDENCE, (Reason.TOO_FEW_CASES,))


@pytest.mark.parametrize(("waiting", "expected"), [(0, NOT_MET), (9, NOT_MET), (10, NO_EVIDENCE)])
def test_people_still_waiting_might_turn_out_either_way(waiting, expected):
    check = a_check("share", "at least 90%", still_waiting=True)
    assert result_on(check, {"number": 80, "out of": 100, "still waiting": waiting}) is expected


def test_people_still_waiting_never_count_as_a_success():
    check = a_check("share", "at least 80%", still_waiting=True)
    assert result_on(check, {"number": 80, "out of": 100, "still waiting": 5}) is MET


@pytest.mark.parametrize(("out_of", "expected"), [(9, NO_EVIDENCE), (10, MET)])
def test_fewer_than_the_fewest_are_too_few(out_of, expected):
    check = a_check("share", "at least 90%", sample=read_quantity("10"))
    assert result_on(check, {"number": out_of, "out of": out_of}) is expected


QUARTER = a_check("share", "at least 90%", name="quarter", sample=read_quantity("10"), if_fewer="year")
WHOLE_YEAR = a_check("share", "at least 90%", name="year", over=Over.LAST_12_MONTHS)


@pytest.mark.parametrize(
    ("out_of", "over_the_year", "expected"),
    [(9, 40, MET), (9, 35, NOT_MET), (10, 35, MET), (9, None, NO_EVIDENCE), ("<5", 40, MET)],
)
def test_with_too_few_another_check_decides(out_of, over_the_year, expected):
    cells = {
        "quarter/number": out_of,
        "quarter/out of": out_of,
        "year/number": over_the_year,
        "year/out of": 40,
    }
    assert two(QUARTER, WHOLE_YEAR, cells).raw is expected


def test_what_was_found_is_then_that_of_the_other_check():
    cells = {"quarter/number": 3, "quarter/out of": 3, "year/number": 38, "year/out of": 40}
    assert two(QUARTER, WHOLE_YEAR, cells).checks[0].found.text == "38 of 40 (95%)"


# -- statistics


WAIT = a_check("time", "within 10 working days", statistic="median", of="people who started")


def test_a_statistic_is_held_against_the_target_when_it_says_of_how_many():
    assert result_on(WAIT, {"answer": "10 working days", "out of": 12}) is MET
    assert result_on(WAIT, {"answer": "11 working days", "out of": 12}) is NOT_MET


@pytest.mark.parametrize("cases", [None, 0])
def test_a_statistic_of_nobody_or_of_an_unknown_number_settles_nothing(cases):
    assert result_on(WAIT, {"answer": "3 working days", "out of": cases}) is NO_EVIDENCE


def test_a_statistic_shows_of_how_many_it_is():
    found = verdict_on(a_requirement(WAIT), {"only/answer": "9 working days", "only/out of": 12})
    assert found.checks[0].found.text == "9 working days, of 12"


@pytest.mark.parametrize(("answer", "expected"), [("4.2", MET), ("4.19", NOT_MET)])
def test_a_mean_of_numbers_has_decimals(answer, expected):
    check = a_check("count", "at least 4.2", statistic="mean", of="people who answered")
    assert result_on(check, {"answer": answer, "out of": 30}) is expected


@pytest.mark.parametrize(("answer", "expected"), [("2.5", MET), ("2.6", NOT_MET)])
def test_a_number_with_decimals_in_its_target_has_decimals(answer, expected):
    assert result_on(a_check("count", "no more than 2.5"), {"answer": answer}) is expected


# -- steps


HAPPENED = a_check("date", name="happened")
REPORTED = a_check(
    "date", "within 2 working days", "within 5 working days", name="reported", after="happened"
)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("2026-05-01", MET),  # a Friday
        ("2026-05-05", MET),  # the next working day: Monday 4 May 2026 is a bank holiday
        ("2026-05-06", MET),
        ("2026-05-07", PARTLY_MET),
        ("2026-05-12", NOT_MET),
        (None, NO_EVIDENCE),
    ],
)
def test_time_between_two_dates_is_counted_in_working_days(reported, expected):
    cells = {"happened/answer": "2026-05-01", "reported/answer": reported}
    verdict = two(HAPPENED, REPORTED, cells)
    assert verdict.checks[1].result is expected


def test_a_step_before_the_one_it_comes_after_settles_nothing_and_says_so():
    cells = {"happened/answer": "2026-05-02", "reported/answer": "2026-05-01"}
    verdict = two(HAPPENED, REPORTED, cells)
    assert (verdict.checks[1].result, verdict.checks[1].reason) == (NO_EVIDENCE, Reason.CONFLICTING)


@pytest.mark.parametrize(
    ("happened", "reported", "expected"),
    [
        (("2026-04-30", "2026-05-01"), ("2026-05-01", "2026-05-05"), MET),
        (("2026-04-29", "2026-05-01"), ("2026-05-01", "2026-05-05"), AT_LEAST_PARTLY),
        (("2026-05-01", "2026-05-01"), ("2026-05-06", "2026-05-12"), NO_EVIDENCE),
        (("2026-05-01", "2026-05-02"), ("2026-05-01", "2026-05-01"), NO_EVIDENCE),
    ],
)
def test_time_between_two_dates_that_are_ranges_is_all_that_it_may_be(happened, reported, expected):
    ranges = [Range(*map(date.fromisoformat, days)) for days in (happened, reported)]
    cells = dict(zip(("happened/answer", "reported/answer"), ranges, strict=True))
    assert two(HAPPENED, REPORTED, cells).checks[1].result is expected


def test_people_cannot_grow_from_step_to_step():
    discussed = a_check("count", "at least 5", name="discussed")
    connected = a_check("count", "at least 5", name="connected", after="discussed")
    verdict = two(discussed, connected, {"discussed/answer": 6, "connected/answer": 7})
    assert verdict.checks[1].reason is Reason.CONFLICTING
    assert two(discussed, connected, {"discussed/answer": 7, "connected/answer": 6}).raw is MET


# -- data quality


COMPLETE = a_check("share", "at least 95%", name="complete")
HOUSED = a_check("share", "at least 80%", name="housed", relies_on="complete")


@pytest.mark.parametrize(
    ("complete", "expected", "reason"),
    [(95, MET, None), (94, NO_EVIDENCE, Reason.NOT_RELIABLE), (None, NO_EVIDENCE, Reason.NOT_RELIABLE)],
)
def test_a_figure_is_believed_only_where_its_data_are_good_enough(complete, expected, reason):
    cells = {"complete/number": complete, "complete/out of": 100, "housed/number": 9, "housed/out of": 10}
    check = two(COMPLETE, HOUSED, cells).checks[1]
    assert (check.result, check.reason) == (expected, reason)


def test_the_facts_behind_the_data_quality_are_shown_as_well():
    cells = {"complete/number": 95, "complete/out of": 100, "housed/number": 9, "housed/out of": 10}
    facts = two(COMPLETE, HOUSED, cells).checks[1].facts
    assert [fact.key.split(".")[1] for fact in facts] == [
        "housed/number",
        "housed/out of",
        "complete/number",
        "complete/out of",
    ]


# -- ratings


SHAPED = a_check("rating", "at least good", "at least fair", choices=("poor", "fair", "good"))


@pytest.mark.parametrize(
    ("answer", "expected"), [("good", MET), ("Fair", PARTLY_MET), ("poor", NOT_MET), (None, NO_EVIDENCE)]
)
def test_a_rating_reaches_its_word_or_a_better_one(answer, expected):
    assert result_on(SHAPED, {"answer": answer}) is expected


# -- figures of the contract


@pytest.mark.parametrize(
    ("people", "expected"), [(204, MET), (203, NOT_MET), (250, MET), (None, NO_EVIDENCE)]
)
def test_a_share_of_a_figure_of_the_contract_asks_for_one_number(people, expected):
    check = a_check("share", "at least 85%", constant=read_quantity("240 people"))
    assert result_on(check, {"number": people}) is expected


def test_a_share_of_the_contract_may_be_more_than_all():
    check = a_check("share", "at least 85%", constant=read_quantity("240 people"))
    found = verdict_on(a_requirement(check), {"only/number": 252})
    assert found.checks[0].found.text == "252 of 240 (105%)"


# -- targets for a year, a quarter, a place


def targets(*rows):
    return tuple(replace(dated(target), **more) for target, more in rows)


ROWS = targets(
    ("at least 20%", {}),
    ("at least 15%", {"at": ("Quayside",)}),
    ("at least 25%", {"contract_year": 2}),
    ("at least 30%", {"contract_year": 2, "quarter": 4}),
)


@pytest.mark.parametrize(
    ("period", "site", "expected"),
    [
        ("2026-27-Q1", "", "at least 20%"),
        ("2026-27-Q1", "Quayside", "at least 15%"),
        ("2027-28-Q1", "", "at least 25%"),
        ("2027-28-Q4", "", "at least 30%"),
        ("2028-29-Q1", "", "at least 20%"),
    ],
)
def test_the_row_that_says_most_holds(period, site, expected):
    found = target_for(ROWS, a_spec(), read_period(period), site)
    assert write_target(found.target) == expected


def test_between_equals_the_one_that_began_last_holds():
    rows = targets(("at least 20%", {}), ("at least 30%", {"since": date(2026, 7, 1)}))
    assert [
        write_target(target_for(rows, a_spec(), read_period(period)).target)
        for period in ("2026-27-Q1", "2026-27-Q2")
    ] == ["at least 20%", "at least 30%"]


def test_a_contract_that_begins_in_october_has_its_own_years():
    spec = a_spec(starts=date(2026, 10, 1))
    periods = map(read_period, ("2026-27-Q3", "2027-28-Q2", "2027-28-Q3"))
    assert [contract_year(spec, period) for period in periods] == [1, 1, 2]


def test_quarters_are_those_of_the_financial_year():
    assert [quarter_of(read_period(f"2026-27-Q{n}")) for n in (1, 2, 3, 4)] == [1, 2, 3, 4]


# -- groups and sums


SUBSTANCES = ("opiate", "alcohol")


def test_a_requirement_can_be_judged_for_each_of_some_groups():
    check = a_check("share", targets=targets(("at least 50%", {}), ("at least 10%", {"at": ("opiate",)})))
    where = JudgedAt(Level.GROUP, "main substance", SUBSTANCES)
    cells = {
        "only@opiate/number": 1,
        "only@opiate/out of": 10,
        "only@alcohol/number": 4,
        "only@alcohol/out of": 10,
    }
    found = verdict_on(a_requirement(check, judged_at=where), cells)
    assert [(each.site, each.result) for each in found.checks] == [("opiate", MET), ("alcohol", NOT_MET)]
    assert found.raw is PARTLY_MET


SUMMED = a_requirement(a_check("share", "at least 90%"), judged_at=JudgedAt(Level.SITE, summed=True))


def at_sites(north, south):
    return {
        "only@North/number": north,
        "only@North/out of": 10,
        "only@South/number": south,
        "only@South/out of": 10,
    }


@pytest.mark.parametrize(
    ("north", "south", "expected"), [(10, 8, MET), (10, 7, NOT_MET), (10, None, NO_EVIDENCE)]
)
def test_figures_of_sites_are_added_up(north, south, expected):
    assert verdict_on(SUMMED, at_sites(north, south)).raw is expected


def test_the_sum_is_what_is_shown():
    assert verdict_on(SUMMED, at_sites(10, 8)).checks[0].found.text == "18 of 20 (90%)"


# -- how often, and how it counts


ANNUAL = a_requirement(a_check("count", "at least 4"), every=Every.YEAR)


def test_what_is_judged_once_a_year_is_not_due_before_its_end():
    found = verdict_on(ANNUAL, {"only/answer": 1})
    assert (found.raw, found.why_not) == (NOT_APPLICABLE, WhyNot.NOT_DUE)
    assert requests(compile_spec(a_spec(ANNUAL), PERIOD)) == ()


def test_what_is_judged_once_a_year_is_judged_at_its_end():
    assert verdict_on(ANNUAL, {"only/answer": 1}, period=YEAR_END).raw is NOT_MET


def test_what_is_judged_once_a_year_is_judged_when_the_contract_ends_before():
    spec = a_spec(ANNUAL, ends=date(2026, 6, 30))
    assert compile_spec(spec, PERIOD).duties[0].in_force


def run_of(*requirements, cells):
    found = judgement_of(a_spec(*requirements), {"riverbank": cells})
    return found, tuple(verdicts(found))


@pytest.mark.parametrize(
    "more", [{"report_only": True}, {"rated_from": date(2026, 7, 1)}], ids=["report only", "rated later"]
)
def test_what_is_not_rated_is_shown_and_counts_for_nothing(more):
    from specrules.engine import open_engine

    met = a_requirement(a_check("count", "at least 4"), id="R-1")
    missed = a_requirement(a_check("count", "at least 4"), id="R-2", **more)
    found, every = run_of(met, missed, cells={"R-1.only/answer": 4, "R-2.only/answer": 1})
    with open_engine("python") as engine:
        (card,) = cards(found, every, engine).compliance
    assert (card.rating.colour, card.adjusted.low, card.counts["not met"]) == ("green", 1, 1)


def test_a_weight_counts_that_many_times():
    heavy = a_requirement(a_check("count", "at least 4"), id="R-1", weight=3)
    light = a_requirement(a_check("count", "at least 4"), id="R-2")
    _, every = run_of(heavy, light, cells={"R-1.only/answer": 4, "R-2.only/answer": 1})
    assert score(every, CardSettings()).low == read_target("at least 75%").low.number / 100


# -- points, changes, parts of periods, duties owed together


def points(wanted, **weights):
    items = tuple(name if weight > 0 else Combination(How.NOT, (name,)) for name, weight in weights.items())
    against = sum(-weight for weight in weights.values() if weight < 0)
    return Combination(How.AT_LEAST, items, wanted + against, tuple(map(abs, weights.values())))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [("yyn", MET), ("yny", NOT_MET), ("ynn", MET), ("nyn", NOT_MET), ("y?n", MET), ("yn?", NO_EVIDENCE)],
)
def test_points_are_added_up_and_some_count_against(answers, expected):
    checks = [a_check("statement", name=name, document=None) for name in ("asked", "trained", "complaint")]
    words = {"y": "yes", "n": "no", "?": None}
    cells = {f"{check.name}/answer": words[answer] for check, answer in zip(checks, answers, strict=True)}
    met_when = points(3, asked=3, trained=1, complaint=-1)
    assert verdict_on(a_requirement(*checks, met_when=met_when), cells).raw is expected


@pytest.mark.parametrize(
    ("written", "baseline", "target"),
    [
        ("at least 5 percentage points above baseline", "41%", "at least 46%"),
        ("no more than 2 percentage points below the baseline", "41%", "at least 39%"),
        ("at least 10 percentage points below baseline", "41%", "no more than 31%"),
        ("at least 10% above baseline", "30 people", "at least 33 people"),
        ("at least 10% of the baseline below baseline", "40%", "no more than 36%"),
        ("no more than 5 above baseline", "30", "no more than 35"),
        ("at least 2 working days below baseline", "12 working days", "no more than 10 working days"),
    ],
)
def test_a_change_from_a_baseline_is_the_figure_to_reach(written, baseline, target):
    kind = "share" if "%" in baseline else "time" if "days" in baseline else "count"
    check = a_check(kind, baseline=read_quantity(baseline))
    assert write_target(from_baseline(check, read_target(written), None, None)) == target


# -- figures that are only shown


@pytest.mark.parametrize(
    ("kind", "cells", "expected", "shown"),
    [
        ("share", {"number": 3, "out of": 9}, MET, "3 of 9 (33.3%)"),
        ("share", {"number": 0, "out of": 0}, NO_EVIDENCE, "0 of 0"),
        ("count", {"answer": 0}, MET, "0"),
        ("count", {"answer": None}, NO_EVIDENCE, None),
        ("money", {"answer": "£7.50"}, MET, "£7.50"),
        ("time", {"answer": "12 working days"}, MET, "12 working days"),
        ("time", {"answer": "12"}, NO_EVIDENCE, None),
    ],
)
def test_what_has_no_target_only_has_to_be_given(kind, cells, expected, shown):
    requirement = a_requirement(a_check(kind), report_only=True)
    found = verdict_on(requirement, {f"only/{column}": cell for column, cell in cells.items()})
    (check,) = found.checks
    assert (found.result, check.wanted) == (expected, "given")
    assert (check.found.text if check.found else None) == shown


# 57 of 100 against a baseline of the return's own.
@pytest.mark.parametrize(
    ("baseline", "expected"),
    [("55%", MET), ("55.01%", PARTLY_MET), ("57%", PARTLY_MET), ("57.01%", NOT_MET), ("99%", NOT_MET)],
)
def test_a_share_is_held_against_the_baseline_that_the_return_gives(baseline, expected):
    check = a_check(
        "share",
        "at least 2 percentage points above baseline",
        "at least the baseline",
        baseline_asked="the average for England",
    )
    assert result_on(check, {"number": 57, "out of": 100, "baseline": baseline}) is expected


@pytest.mark.parametrize(
    ("baseline", "reason"),
    [(None, Reason.BLANK), ("0.55", Reason.WRONG_TYPE), (55, Reason.WRONG_TYPE), ("*", Reason.SUPPRESSED)],
)
def test_without_a_baseline_that_can_be_read_nothing_is_known(baseline, reason):
    check = a_check("share", "at least the baseline", baseline_asked="the average for England")
    found = verdict_on(
        a_requirement(check), {"only/number": 99, "only/out of": 100, "only/baseline": baseline}
    )
    assert (found.result, found.reasons[0]) == (NO_EVIDENCE, reason)


@pytest.mark.parametrize(
    ("kind", "target", "answer", "baseline", "expected"),
    [
        ("count", "at least 10% above baseline", 33, "30", MET),
        ("count", "at least 10% above baseline", 32, "30", NOT_MET),
        ("count", "no more than the baseline", 30, "29.5", NOT_MET),
        ("money", "at least £2 below baseline", "£8", "£10", MET),
        ("time", "no more than 1 working day above baseline", "6 working days", "5", MET),
        ("time", "no more than 1 working day above baseline", "7 working days", "5 working days", NOT_MET),
    ],
)
def test_other_figures_are_held_against_a_baseline_in_their_own_unit(
    kind, target, answer, baseline, expected
):
    check = a_check(kind, target, baseline_asked="the same quarter of last year")
    assert result_on(check, {"answer": answer, "baseline": baseline}) is expected


def test_a_range_is_held_against_the_baseline_at_both_its_ends():
    check = a_check("share", "at least the baseline", baseline_asked="England", not_recorded=True)
    cells = {"number": 50, "out of": 100, "not recorded": 10, "baseline": "55%"}
    assert result_on(check, cells) is NO_EVIDENCE
    assert result_on(check, cells | {"baseline": "50%"}) is MET
    assert result_on(check, cells | {"baseline": "61%"}) is NOT_MET


def test_what_was_found_says_what_it_is_measured_from():
    check = a_check("share", "at least 2 percentage points above baseline", baseline_asked="England")
    found = verdict_on(
        a_requirement(check), {"only/number": 57, "only/out of": 100, "only/baseline": "56.5%"}
    )
    assert found.checks[0].found.text == "57 of 100 (57%); the baseline is 56.5%"
    assert [way.words for way in found.checks[0].ways] == ["2 more of the 43 others (59 of 100)"]


@pytest.mark.parametrize(
    "text", ["at least 5 percentage points above baseline", "no more than 10% below baseline"]
)
def test_a_change_is_written_as_it_is_read(text):
    assert write_target(read_target(text)) == text


@pytest.mark.parametrize(("answer", "expected"), [(15, MET), (14, NOT_MET)])
def test_in_part_of_a_period_a_target_counts_in_proportion(answer, expected):
    check = a_check("count", "at least 30", in_proportion=True)
    spec = a_spec(a_requirement(check), starts=date(2026, 5, 17))  # 45 of 91 days: 14.8 of 30
    (found,) = verdicts(judgement_of(spec, {"riverbank": {"R-1.only/answer": answer}}))
    assert found.raw is expected


def test_a_ceiling_in_proportion_is_rounded_down():
    dated_target = in_proportion(dated("no more than 5"), Fraction(45, 91))
    assert write_target(dated_target.target) == "no more than 2"


TOGETHER = a_requirement(
    a_check("statement", name="agreed", document=None), owed_by=("riverbank", "trust"), jointly=True
)


@pytest.mark.parametrize(
    ("riverbank", "trust", "expected"),
    [("yes", "yes", MET), ("yes", "no", NOT_MET), ("yes", None, NO_EVIDENCE), (None, None, NO_EVIDENCE)],
)
def test_a_duty_owed_together_has_one_result_for_all(riverbank, trust, expected):
    cells = {"riverbank": {"R-1.agreed/answer": riverbank}, "trust": {"R-1.agreed/answer": trust}}
    every = list(verdicts(judgement_of(a_spec(TOGETHER), cells)))
    assert [(each.party, each.raw) for each in every] == [("riverbank", expected), ("trust", expected)]


def test_each_of_those_who_owe_it_together_is_asked():
    asked = requests(compile_spec(a_spec(TOGETHER), PERIOD))
    assert [(each.party, each.item) for each in asked] == [
        ("riverbank", "R-1.agreed"),
        ("trust", "R-1.agreed"),
    ]


# -- what is asked


@pytest.mark.parametrize(
    ("over", "days"),
    [
        (Over.YEAR_TO_DATE, "in the year to date (1 April 2026 to 30 September 2026)"),
        (Over.LAST_12_MONTHS, "in the last 12 months (1 April 2026 to 30 September 2026)"),
        (Over.CONTRACT_TO_DATE, "in the contract to date (1 April 2026 to 30 September 2026)"),
    ],
)
def test_the_question_says_which_days_it_is_about(over, days):
    asked = question(a_check("share", over=over), a_spec(), read_period("2026-27-Q2"))
    assert days in asked


def test_the_year_before_is_part_of_the_last_12_months():
    first, last = Over.LAST_12_MONTHS.days(a_spec(), read_period("2027-28-Q1"))
    assert (first, last) == (date(2026, 7, 1), date(2027, 6, 30))


def test_what_is_asked_follows_from_the_check():
    check = a_check("share", "at least 90%", exceptions=("away",), still_waiting=True)
    (asked,) = requests(compile_spec(a_spec(a_requirement(check)), PERIOD))
    assert tuple(asked.columns) == (Column.NUMBER, Column.OUT_OF, Column.EXCEPTED, Column.WAITING)


def test_a_target_for_nobody_here_leaves_the_check_out():
    check = a_check("share", targets=(DatedTarget(read_target("at least 90%"), at=("Quayside",)),))
    assert result_on(check, {"number": 1, "out of": 2}) is NOT_APPLICABLE
