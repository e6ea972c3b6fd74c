"""Figures from an extract: ranges that are never better than what the extract can show."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.extracts.convert import Source, convert
from specrules.extracts.facts import Asking, percentile
from specrules.extracts.invented import HEADINGS
from specrules.library import Library, shipped
from specrules.measures.duck import Duck, connected
from specrules.result import Reason
from specrules.spec.measures import Rows
from specrules.spec.notes import Control, Note
from specrules.values.periods import read_period
from tests.extracts.test_convert import GOOD, NDTMS

LIBRARY = Library([shipped("rules")])
FAMA = LIBRARY.measure("mutual-aid/fama-delivered")[0]
Q1 = read_period("2026-27-Q1")


def person(number, **change):
    """One person with an episode, an intervention and a review, told apart from others by their initials."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ids = {"EPISODID": f"E{number}", "MODID": f"M{number}", "SUBMID": f"S{number}"}
    return {**GOOD, **ids, "FINITIAL": letters[number // 26], "SINITIAL": letters[number % 26], **change}


def measured(tmp_path, rows, measure=FAMA, dataset=NDTMS, **totals):
    path = Path(tmp_path) / "extract.csv"
    lines = [",".join(HEADINGS), *(",".join(row.get(each, "NA") for each in HEADINGS) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    tables = convert([Source(path, dataset)], Path(tmp_path) / "tables")
    control = Control({"people": len(rows), **totals}, "somebody else")
    note = Note("s", "p", "2026-27-Q1", "extract.csv", "ndtms-k", ("X0001",), None, control)
    with connected() as connection:
        engine = Duck(connection)
        for name, file in tables.files.items():
            engine.show(name, [file])
        return Asking(engine, tables, note, dataset, Q1).measured(measure)


def ends(found):
    return found.number, found.out_of


def test_a_whole_extract_gives_one_figure(tmp_path):
    people = [person(0), person(1, RECMAID="N"), person(2)]
    assert ends(measured(tmp_path, people)) == ((2, 2), (3, 3))


def test_a_blank_widens_the_numerator(tmp_path):
    assert ends(measured(tmp_path, [person(0), person(1, RECMAID="NA")])) == ((1, 2), (2, 2))


def test_whoever_is_missing_could_have_been_on_either_side(tmp_path):
    assert ends(measured(tmp_path, [person(0), person(1)], people=5)) == ((2, 5), (2, 5))


def test_a_record_that_cannot_be_used_could_have_been_anybody(tmp_path):
    found = measured(tmp_path, [person(0), person(1, REFLD="31/02/2026")], people=1)
    assert ends(found) == ((1, 2), (1, 2))


def test_a_review_that_does_not_say_which_it_is_could_have_been_of_anybody(tmp_path):
    people = [person(0), person(1, RECMAID="N"), person(2, SUBMID="NA", RECMAID="N")]
    assert ends(measured(tmp_path, people)) == ((1, 2), (3, 3))


REVIEWED = LIBRARY.measure("mutual-aid/recovery-support-reviewed")[0]


def test_a_total_of_interventions_counts_those_that_the_dataset_says_open_in_the_period(tmp_path):
    earlier = {"REFLD": "02/01/2026", "MODST": "09/01/2026", "RECMAID": "N"}
    people = [person(0, SUBMID="NA", SUBMODDT="NA"), person(1, **earlier)]
    counting = replace(REVIEWED, counting="interventions")
    assert ends(measured(tmp_path, people, counting, people=3, interventions=4)) == ((1, 3), (2, 4))
    started = replace(counting, among=Rows("interventions", (), "started"))
    # One of the two was started before; both that are missing may have been started in the period.
    assert ends(measured(tmp_path, people, started, people=3, interventions=4)) == ((0, 2), (1, 3))


def test_a_total_of_other_rows_says_nothing_of_those_that_a_measure_looks_at(tmp_path):
    measure, dataset = replace(REVIEWED, counting="interventions"), replace(NDTMS, totals=())
    found = measured(tmp_path, [person(0)], measure, dataset=dataset, people=2, interventions=2)
    assert found.missing is Reason.NOT_SUBMITTED
    found = measured(tmp_path, [person(0)], measure, dataset=dataset, interventions=2)
    assert ends(found) == ((1, 2), (1, 2))


def test_people_without_consent_are_missing_by_the_control_total(tmp_path):
    found = measured(tmp_path, [person(0), person(1, CONSENT="N", RECMAID="N")])
    assert ends(found) == ((1, 2), (1, 2))


def test_rows_of_another_service_are_not_counted(tmp_path):
    assert ends(measured(tmp_path, [person(0), person(1, AGNCY="X0002")], people=1)) == ((1, 1), (1, 1))


def test_more_people_than_stated_do_not_narrow_anything(tmp_path):
    assert ends(measured(tmp_path, [person(0), person(1)], people=1)) == ((2, 2), (2, 2))


def test_of_episodes_of_missing_people_nothing_can_be_said_without_a_total(tmp_path):
    wait = LIBRARY.measure("access/median-wait")[0]
    found = measured(tmp_path, [person(0, TRIAGED="05/04/2026")], wait, people=2)
    assert found.missing is not None
    stated = measured(tmp_path / "again", [person(0, TRIAGED="05/04/2026")], wait, people=2, episodes=1)
    assert stated.number == (3, 3)


def test_the_last_date_is_the_last_that_the_extract_shows(tmp_path):
    latest = LIBRARY.measure("treatment/latest-review")[0]
    assert measured(tmp_path, [person(0)], latest).number == (date(2026, 5, 1), date(2026, 5, 1))


def test_whoever_is_missing_may_have_had_it_on_the_last_day_of_the_period(tmp_path):
    latest = LIBRARY.measure("treatment/latest-review")[0]
    assert measured(tmp_path, [person(0)], latest, people=2).number == (date(2026, 5, 1), date(2026, 6, 30))
    spoilt = person(1, REFLD="31/02/2026")
    assert measured(tmp_path / "again", [person(0), spoilt], latest, people=1).number[1] == date(2026, 6, 30)


def test_a_wait_and_a_day_say_of_how_many_people_they_are_taken(tmp_path):
    seen = [person(0, TRIAGED="05/04/2026"), person(1, TRIAGED="06/04/2026"), person(2, TRIAGED="NA")]
    again = person(1, EPISODID="E9", MODID="M9", SUBMID="S9", TRIAGED="07/04/2026")
    wait, latest = map(LIBRARY.measure, ("access/median-wait", "treatment/latest-review"))
    assert measured(tmp_path, [*seen, again], wait[0], people=3, episodes=4).people == 2
    assert (
        measured(tmp_path / "again", [person(0), again | {"SUBMODDT": "01/08/2026"}], latest[0]).people == 1
    )


@pytest.fixture(autouse=True)
def again(tmp_path):
    (tmp_path / "again").mkdir()


# What a party could do to look better: leave people out, leave answers blank, or spoil a record.
PEOPLE = st.lists(st.sampled_from(["Y", "N"]), min_size=1, max_size=6)
SPOILT = st.sampled_from(["gone", "NA", "31/02/2026"])


def _spoilt(rows, which, how):
    if how == "gone":
        return [row for n, row in enumerate(rows) if n != which]
    change = {"RECMAID": "NA"} if how == "NA" else {"REFLD": how}
    return [{**row, **change} if n == which else row for n, row in enumerate(rows)]


@settings(max_examples=4)
@given(answers=PEOPLE, which=st.integers(0, 5), how=SPOILT)
def test_spoiling_an_extract_never_makes_the_worst_case_better(tmp_path_factory, answers, which, how):
    rows = [person(n, RECMAID=answer) for n, answer in enumerate(answers)]
    whole = measured(tmp_path_factory.mktemp("whole"), rows)
    spoilt = measured(
        tmp_path_factory.mktemp("spoilt"), _spoilt(rows, which % len(rows), how), people=len(rows)
    )
    if spoilt.missing is None:
        assert Fraction(spoilt.number[0], spoilt.out_of[1]) <= Fraction(whole.number[0], whole.out_of[1])
        assert spoilt.number[1] >= whole.number[1]
        assert spoilt.out_of[1] >= whole.out_of[1]


# -- percentiles

CASES = st.dictionaries(st.integers(0, 30), st.integers(1, 5), min_size=1, max_size=5)
PARTS = st.fractions(Fraction(1, 100), 1)


@given(CASES, PARTS)
def test_a_percentile_is_the_least_number_of_days_that_is_enough(cases, part):
    low, high = percentile(cases, part)
    total = sum(cases.values())
    assert low == high
    assert sum(n for days, n in cases.items() if days <= low) >= part * total
    assert sum(n for days, n in cases.items() if days < low) < part * total


@given(CASES, PARTS, st.lists(st.integers(0, 40), max_size=4))
def test_whatever_the_unknown_turn_out_to_be_lies_in_the_range(cases, part, truth):
    low, high = percentile(cases, part, len(truth))
    for days in truth:
        cases[days] = cases.get(days, 0) + 1
    exact = percentile(cases, part)[0]
    assert low <= exact
    assert high is None or exact <= high
