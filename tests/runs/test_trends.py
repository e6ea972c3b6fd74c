"""Every period stays in its series, and something is called better only where that is certain."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.result import MET, NOT_APPLICABLE, RESULTS
from specrules.runs.store import Folder
from specrules.runs.trends import Direction, _direction, _ends, trends
from tests.runs.made import SPEC, kept
from tests.runs.test_store import change

HIGHER = SPEC.replace("at least 90%", "at least 96%")


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Four quarters, kept out of order, of which one was restated; the target rose in the last."""
    folder = tmp_path_factory.mktemp("trends")
    runs, at = folder / "runs", folder / "anytown"
    kept(runs, at, "2026-27-Q2", delivered="44 of 60")
    kept(runs, at, "2026-27-Q1", delivered="12 of 60")
    kept(runs, at, "2026-27-Q3", delivered="57 of 60", plan=None)
    kept(runs, at, "2026-27-Q1", delivered="57 of 60")
    kept(runs, at, "2026-27-Q4", delivered="58 of 61", spec=HIGHER)
    return runs


def test_each_period_has_the_review_that_counts_in_the_order_of_time(year):
    found = trends(Folder(year))
    assert found.periods == ("2026-27-Q1", "2026-27-Q2", "2026-27-Q3", "2026-27-Q4")
    first = found.series[0]
    assert [each.word for each in first.results] == ["met", "not met", "met", "partly met"]
    (delivered,) = first.figures
    assert [each.found for each in delivered.points] == [
        "57 of 60 (95%)",
        "44 of 60 (73.3%)",
        "57 of 60 (95%)",
        "58 of 61 (95.1%)",
    ]


def test_a_figure_can_be_better_while_the_result_is_worse_because_the_target_rose(year):
    first = trends(Folder(year)).series[0]
    assert (first.direction, first.figures[0].direction) == (Direction.WORSE, Direction.BETTER)


def test_a_period_is_in_the_series_whatever_its_result_was(year):
    for each in trends(Folder(year)).series:
        assert len(each.results) == 4
        assert all(len(figures.points) == 4 for figures in each.figures)


def test_the_last_periods_are_shown_party_by_party(year, said):
    code, text, remarks = said("trend", year)
    assert (code, remarks) == (1, "")
    assert (
        text
        == """\
Trends: Recovery service of Anytown
===================================
Contract  anytown
Periods   2026-27-Q1 to 2026-27-Q4, 4 kept reviews

Riverbank Recovery
------------------

No.   What is owed                       2026-27-Q1  2026-27-Q2  2026-27-Q3  2026-27-Q4  Direction
----  ---------------------------------  ----------  ----------  ----------  ----------  -----------
MA-1  Keyworkers help people to use      met         not met     met         partly met  worse
      mutual aid, by FAMA or an agreed
      equivalent
R-1   The service has a plan for people  met         met         no evid.    met         cannot tell
      who stop coming
R-2   The plan is looked at again in     met         not met     not met     not met     the same
      time

From the last period but one to the last: 1 cannot tell, 1 the same, 1 worse.
"""
    )


def test_one_requirement_is_shown_closely_with_every_figure(year, said):
    text = said("trend", year, "--requirement", "MA-1")[1]
    assert text.partition("\n\n")[2] == (
        "MA-1  Riverbank Recovery: worse\n"
        "-------------------------------\n"
        "Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent\n"
        "\n"
        "Period      Result\n"
        "----------  ----------\n"
        "2026-27-Q1  met\n"
        "2026-27-Q2  not met\n"
        "2026-27-Q3  met\n"
        "2026-27-Q4  partly met\n"
        "\n"
        "delivered: better. Usual limits need at least 12 points, and there are 4.\n"
        "\n"
        "Period      Found             Wanted\n"
        "----------  ----------------  ----------------------------------------\n"
        "2026-27-Q1  57 of 60 (95%)    at least 90%; at least 75% is partly met\n"
        "2026-27-Q2  44 of 60 (73.3%)  at least 90%; at least 75% is partly met\n"
        "2026-27-Q3  57 of 60 (95%)    at least 90%; at least 75% is partly met\n"
        "2026-27-Q4  58 of 61 (95.1%)  at least 96%; at least 75% is partly met\n"
    )


def test_the_data_have_every_point_exactly(year, said):
    found = json.loads(said("trend", year, "--format", "json")[1])
    (delivered,) = found["series"][0]["figures"]
    assert [each["low"] for each in delivered["points"]] == ["19/20", "11/15", "19/20", "58/61"]
    assert delivered["usual"] is None
    assert delivered["why_no_limits"] == "usual limits need at least 12 points, and there are 4"


def test_the_same_as_a_page(year, said):
    for command in (("trend", year), ("compare", year)):
        code, text, _ = said(*command, "--format", "html")
        assert code == 1
        assert text.startswith("<!DOCTYPE html>\n")
        assert "Riverbank Recovery" in text


def test_three_years_of_figures_have_limits_and_what_stands_out_is_named(tmp_path, said):
    runs = tmp_path / "runs"
    quarters = [f"{year}-{year % 100 + 1}-Q{n}" for year in (2026, 2027, 2028) for n in (1, 2, 3, 4)]
    for n, quarter in enumerate(quarters):
        kept(runs, tmp_path / "anytown", quarter, delivered="20 of 60" if n == 11 else f"{56 + n % 2} of 60")
    text = said("trend", runs, "--requirement", "MA-1")[1]
    assert (
        """
delivered: worse. Usually between 70.5% and 100%, on average 89.0%. 2028-29-Q4: outside what is
usual. 2026-27-Q1 to 2028-29-Q3: in a row on one side of the average.
"""
        in text
    )


# -- the direction


def ranges(result):
    return _ends(result)


@pytest.mark.parametrize("result", RESULTS)
def test_what_did_not_change_is_the_same_only_when_it_is_certain(result):
    expected = Direction.SAME if result.low is not None and result.low == result.high else Direction.UNKNOWN
    assert _direction([ranges(result), ranges(result)], "more") is expected


def test_what_is_not_owed_has_no_direction():
    assert _direction([ranges(MET), ranges(NOT_APPLICABLE)], "more") is Direction.UNKNOWN
    assert _direction([ranges(MET)], "more") is Direction.UNKNOWN


ENDS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda ends: (min(ends), max(ends)))


@given(ENDS, ENDS, st.sampled_from(["more", "less"]))
def test_it_is_better_just_when_every_way_the_evidence_could_turn_out_is_better(before, after, better):
    found = _direction([before, after], better)
    gains = [
        (new - old) * (1 if better == "more" else -1)
        for old in range(before[0], before[1] + 1)
        for new in range(after[0], after[1] + 1)
    ]
    assert (found is Direction.BETTER) == (min(gains) > 0)
    assert (found is Direction.WORSE) == (max(gains) < 0)
    assert (found is Direction.SAME) == (set(gains) == {0})


@given(ENDS, ENDS)
def test_where_neither_more_nor_less_is_better_nothing_is(before, after):
    assert _direction([before, after], "") in (Direction.SAME, Direction.UNKNOWN)


# -- what cannot be used


def test_a_record_that_was_changed_is_left_out_and_named(tmp_path, said):
    runs, at = tmp_path / "runs", tmp_path / "anytown"
    kept(runs, at)
    second = kept(runs, at, "2026-27-Q2")
    change(second.path, second.path.read_bytes().replace(b"57 of 60", b"58 of 60"))
    code, text, remarks = said("trend", runs)
    assert code == 1
    assert "Periods   2026-27-Q1, 1 kept review\n" in text
    assert remarks == (
        f"Left out: {second.path.name} was changed after it was kept: its content no longer gives its name.\n"
    )


def test_a_folder_of_several_contracts_needs_the_name_of_one(tmp_path, said):
    kept(tmp_path / "runs", tmp_path / "a")
    kept(
        tmp_path / "runs", tmp_path / "b", spec=SPEC.replace("id: anytown", "id: harbourton"), of="harbourton"
    )
    runs = tmp_path / "runs"
    assert said("trend", runs) == (
        2,
        "",
        f"{runs} holds reviews of anytown and harbourton. Name one of them with --contract.\n",
    )
    assert said("trend", runs, "--contract", "harbourton")[0] == 0
    assert said("trend", runs, "--contract", "anywhere")[2] == (
        f"{runs} holds reviews of anytown and harbourton, and none of anywhere.\n"
    )


def test_a_folder_without_records_and_a_requirement_that_is_not_there_are_refused(tmp_path, year, said):
    assert said("trend", tmp_path)[2] == (
        f"{tmp_path} holds no kept review. specrules review --keep FOLDER makes one.\n"
    )
    assert said("trend", year, "--requirement", "MA-11")[2] == (
        "--requirement: no kept review has a requirement MA-11. Did you mean MA-1?\n"
    )
