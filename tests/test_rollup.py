"""Kept reviews read back, and set side by side."""

import csv
import json
from itertools import product

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.frozen import replace
from specrules.cli import run
from specrules.records import Record, Unused, records, used
from specrules.report import json as as_json
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET, RESULTS
from specrules.rollup import Move, changes, move_of, roll_up
from specrules.viewing import view
from tests.report.made import a_run


def data(**run):
    """A review as data, with some of what it says of the run changed."""
    made = as_json.as_data(view(a_run()))
    made["run"].update(run)
    return made


def a_record(tmp_path, name="one", **run):
    """A record as read back from a file."""
    file = tmp_path / name / "review.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data(**run)), encoding="utf-8")
    found = next(iter(records([file])))
    assert isinstance(found, Record), found
    return found


def test_a_review_that_is_written_reads_back(tmp_path):
    found = a_record(tmp_path)
    assert (found.spec, found.period, found.as_at) == ("anytown", "2026-27-Q1", "2026-07-21")
    assert found.results["MA-1", "riverbank"] is PARTLY_MET
    assert found.results["MA-2", "riverbank"] is ALLOWED
    assert found.no_wrong_door.words == "red"
    assert [party.name for party in found.parties][:2] == ["Anytown Council", "Riverbank Recovery"]


def test_folders_are_looked_through_in_the_order_of_their_names(tmp_path):
    for name in ("b/q1", "a/q2", "a/q1", ".hidden"):
        a_record(tmp_path, name)
    found = [each.file.removeprefix(f"{tmp_path}/") for each in records([tmp_path])]
    assert found == ["a/q1/review.json", "a/q2/review.json", "b/q1/review.json"]


def test_the_scorecard_beside_a_review_is_found(tmp_path):
    assert a_record(tmp_path).page == ""
    (tmp_path / "one/index.html").touch()
    assert a_record(tmp_path).page == f"{tmp_path}/one/index.html"


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="there is no such file or folder"):
        list(records([tmp_path / "nowhere"]))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("\xff", "it is not JSON"),
        ("[]", "it lacks what a kept review has"),
        ("{}", "it lacks what a kept review has"),
        ('{"specrules": "findings 1"}', "it is no review"),
        ('{"specrules": "review 2"}', 'it is a "review 2", which this version cannot read'),
        ('{"specrules": "review 1", "run": 7}', "it lacks what a kept review has"),
    ],
)
def test_what_is_no_review_is_left_out_with_the_reason(tmp_path, text, reason):
    file = tmp_path / "review.json"
    file.write_bytes(text.encode("latin-1"))
    assert list(records([tmp_path])) == [Unused(str(file), reason)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdicts", 0, "result"), "excellent"),
        (("verdicts", 0, "low"), 2.5),
        (("verdicts", 0, "party"), 7),
        (("run", "spec"), None),
        (("cards", "compliance", 0, "rating", "low"), "gold"),
        (("cards", "compliance", 0, "counts"), {}),
        (("cards", "compliance", 1, "score", "adjusted", "low"), "1/0"),
        (("cards", "compliance", 1, "score", "adjusted", "low"), "3/2"),
        (("cards", "compliance", 1, "score", "adjusted", "high"), "1e999999999"),
        (("verdicts",), None),
    ],
)
def test_a_review_that_was_tampered_with_is_left_out(tmp_path, path, value):
    made = data()
    part = made
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    (tmp_path / "review.json").write_text(json.dumps(made), encoding="utf-8")
    assert isinstance(next(iter(records([tmp_path]))), Unused)


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda more: st.lists(more) | st.dictionaries(st.text(), more)
    )
)
def test_any_data_at_all_gives_a_record_or_a_reason(tmp_path_factory, value):
    file = tmp_path_factory.getbasetemp() / "review.json"
    for made in (value, {"specrules": "review 1", "run": value, "cards": value, "verdicts": value}):
        file.write_text(json.dumps(made), encoding="utf-8")
        assert isinstance(next(iter(records([file]))), Unused)


def test_an_area_has_its_reviews_oldest_first(tmp_path):
    later = a_record(tmp_path, "x", period="2026-27-Q2", as_at="2026-10-21")
    earlier = a_record(tmp_path, "y")
    other = a_record(tmp_path, "z", spec="elsewhere", title="A first service")
    rolled = roll_up([later, other, earlier])
    assert [area.spec for area in rolled.areas] == ["elsewhere", "anytown"]
    assert [each.period for each in rolled.areas[1].records] == ["2026-27-Q1", "2026-27-Q2"]


def test_of_two_reviews_of_one_period_the_later_counts_and_the_other_is_named(tmp_path):
    first = a_record(tmp_path, "a")
    again = a_record(tmp_path, "b", as_at="2026-08-01")
    rolled = roll_up([again, first])
    assert rolled.areas[0].records == (again,)
    assert [each.file for each in rolled.left_out] == [first.file]


def test_the_order_in_which_files_are_found_makes_no_difference(tmp_path):
    found = [a_record(tmp_path, name, period=f"2026-27-Q{n}") for n, name in enumerate("cab", 1)]
    assert roll_up(found) == roll_up(found[::-1])


def test_only_what_is_different_is_a_change(tmp_path):
    before = a_record(tmp_path)
    after = replace(before, results={**before.results, ("MA-1", "riverbank"): MET})
    assert [(each.requirement, each.party, each.move) for each in changes(before, after)] == [
        ("MA-1", "riverbank", Move.BETTER)
    ]
    assert changes(before, before) == ()


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (NOT_MET, MET, Move.BETTER),
        (MET, PARTLY_MET, Move.WORSE),
        (NO_EVIDENCE, MET, Move.SETTLED),
        (NO_EVIDENCE, NOT_MET, Move.SETTLED),
        (MET, NO_EVIDENCE, Move.OPENED),
        (MET, NOT_APPLICABLE, Move.STANDING),
        (None, MET, Move.STANDING),
        (ALLOWED, NOT_MET, Move.STANDING),
    ],
)
def test_evidence_that_comes_or_goes_is_neither_better_nor_worse(before, after, move):
    assert move_of(before, after) is move


@pytest.mark.parametrize(("before", "after"), list(product(RESULTS, RESULTS)))
def test_a_move_back_undoes_a_move(before, after):
    back = {Move.BETTER: Move.WORSE, Move.WORSE: Move.BETTER, Move.SETTLED: Move.OPENED}
    there, again = move_of(before, after), move_of(after, before)
    assert there in (Move.SAME, Move.STANDING, Move.OPENED) or again is back[there]


def test_files_that_could_not_be_used_are_kept_apart(tmp_path):
    record = a_record(tmp_path)
    assert used([record, Unused("x", "why")]) == ([record], [Unused("x", "why")])


# -- every result as a table


def tables(tmp_path, capsys):
    """The rows of the table of two reviews, as CSV and as Parquet."""
    for n, period in enumerate(("2026-27-Q1", "2026-27-Q2")):
        a_record(tmp_path / "kept", period, period=period, as_at=f"2026-0{7 + n}-21", title="=1+1")
    found = []
    for name in ("a.csv", "a.parquet"):
        wanted = ["--output", str(tmp_path / "pages"), "--results", str(tmp_path / name)]
        assert run(["roll-up", str(tmp_path / "kept"), *wanted]) == 0
        assert f"Written to {tmp_path / name}: " in capsys.readouterr().err
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        found.append([tuple(row) for row in csv.reader(file)])
    rows = duckdb.sql(f"select * from read_parquet('{tmp_path / 'a.parquet'}')")
    found.append([tuple(rows.columns), *rows.fetchall()])
    return found


def test_every_result_has_a_line_in_both_kinds_of_table(tmp_path, capsys):
    comma, packed = tables(tmp_path, capsys)
    assert comma[0] == packed[0]
    assert [tuple(each.removeprefix("'") for each in row) for row in comma[1:]] == packed[1:]
    assert packed[1] == (
        *("anytown", "=1+1", "2026-27-Q1", "2026-07-21", "riverbank", "Riverbank Recovery"),
        *("MA-1", "Something is done", "partly met", "1", "1"),
    )
    assert {row[2] for row in packed[1:]} == {"2026-27-Q1", "2026-27-Q2"}


def test_a_table_of_another_kind_is_refused(tmp_path):
    with pytest.raises(SpecrulesError, match=r"a table is .csv or .parquet, not .xlsx"):
        run(["roll-up", str(tmp_path), "--output", str(tmp_path), "--results", "a.xlsx"])
