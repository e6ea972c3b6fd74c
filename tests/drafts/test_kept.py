"""What returns said is kept, and never believed when anything has changed."""

import json
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from specrules.base.frozen import replace
from specrules.drafts.coding import part_as_data, read_part, read_return, return_as_data
from specrules.drafts.kept import Kept, asked_digest
from specrules.drafts.parts import Flip, Part, Rerated, Unasked
from specrules.drafts.questions import Line
from specrules.drafts.stored import stored
from specrules.evidence import opening
from specrules.evidence.facts import Absent, CellName, Range, Return, Row
from specrules.judging.scorecard import Rating
from specrules.result import RESULTS, Reason
from specrules.rollup import move_of
from specrules.values.periods import read_period
from tests.made import PERIOD, a_spec
from tests.report.files import a_folder

CELLS = st.recursive(
    st.none()
    | st.text(max_size=8)
    | st.integers()
    | st.fractions()
    | st.dates()
    | st.sampled_from([Absent(each) for each in Reason]),
    lambda inner: st.tuples(inner, inner).map(lambda pair: Range(*pair)),
    max_leaves=3,
)
ROWS = st.lists(
    st.builds(Row, st.text(max_size=4), st.text(max_size=4), st.text(max_size=4), st.none() | st.dates())
)


@given(st.dictionaries(st.text(max_size=6), CELLS | ROWS.map(tuple), max_size=4))
def test_every_cell_comes_back_as_it_was(cells):
    found = read_return(json.loads(json.dumps(return_as_data(a_return(cells)))), "today.csv")
    assert found.cells == cells
    assert [type(each) for each in found.cells.values()] == [type(each) for each in cells.values()]
    assert (found.file, found.submitted, found.party) == ("today.csv", date(2026, 7, 1), "riverbank")


def a_return(cells):
    return Return(
        "r.csv", "d" * 64, party="riverbank", period="2026-27-Q1", submitted=date(2026, 7, 1), cells=cells
    )


RESULT = st.none() | st.sampled_from(RESULTS)
RATING = st.none() | st.builds(Rating, st.text(max_size=4), st.text(max_size=4), st.text(max_size=4))
NAME = st.text(max_size=4)
LINES = st.builds(Line, NAME, NAME, NAME, NAME, NAME)
PARTS = st.builds(
    Part,
    st.integers(0, 9),
    st.lists(st.tuples(NAME, NAME, RESULT, RESULT).map(lambda e: Flip(*e, move_of(*e[2:])))).map(tuple),
    st.lists(st.builds(Rerated, NAME, RATING, RATING)).map(tuple),
    st.lists(st.builds(Unasked, NAME, NAME, st.lists(st.builds(CellName, NAME, NAME)).map(tuple))).map(tuple),
    st.lists(LINES).map(tuple),
    st.lists(st.tuples(LINES, LINES)).map(tuple),
)


@given(PARTS)
def test_what_a_draft_would_have_meant_comes_back_as_it_was(part):
    assert read_part(json.loads(json.dumps(part_as_data(part)))) == part


def kept(tmp_path, cells):
    path = tmp_path / "kept"
    notes = Kept(path)
    notes.keep_answers(a_return(cells), "asked")
    notes.write()
    return path


def test_answers_are_found_again_with_who_sent_them(tmp_path):
    found = Kept(kept(tmp_path, {"a": Fraction(1, 3)}))
    assert found.sender("d" * 64) == ("2026-27-Q1", "riverbank")
    assert found.has_answers("d" * 64, "asked")
    assert found.answers("d" * 64, "r.csv").cells == {"a": Fraction(1, 3)}


def test_another_file_or_other_questions_find_nothing(tmp_path):
    found = Kept(kept(tmp_path, {"a": 1}))
    assert not found.has_answers("e" * 64, "asked")
    assert not found.has_answers("d" * 64, "other")


def test_a_line_that_was_changed_or_cut_off_is_not_believed(tmp_path):
    path = kept(tmp_path, {"a": 1})
    text = path.read_text(encoding="utf-8")
    moved = text.replace('"asked"', '"other"')
    for damaged in (text.replace('"a":1', '"a":2'), moved, text[:-20], "answers\t" + "d" * 64, ""):
        path.write_text(damaged, encoding="utf-8")
        assert Kept(path).sender("d" * 64) is None


def test_what_was_kept_of_one_thing_cannot_be_moved_to_another(tmp_path):
    path = tmp_path / "kept"
    notes = Kept(path)
    notes.keep_parts({"one": Part(1)})
    notes.write()
    path.write_text(path.read_text(encoding="utf-8").replace("\tone\t", "\ttwo\t"), encoding="utf-8")
    assert Kept(path).part("two") is None


def test_a_file_of_which_more_than_half_is_of_no_use_is_written_anew(tmp_path):
    path = tmp_path / "kept"
    notes = Kept(path)
    notes.keep_parts({f"old {n}": Part(n) for n in range(3)})
    notes.tidy()
    again = Kept(path)
    assert again.part("old 1") == Part(1)
    again.keep_parts({"new": Part(9)})
    again.tidy()
    assert [bool(Kept(path).part(key)) for key in ("old 0", "old 1", "old 2", "new")] == [True] * 4
    last = Kept(path)
    assert last.part("new") == Part(9)
    last.tidy()
    assert [bool(Kept(path).part(key)) for key in ("old 0", "old 1", "old 2", "new")] == [False] * 3 + [True]


def test_without_a_file_nothing_is_kept():
    notes = Kept(None)
    notes.keep_parts({"one": Part(1)})
    notes.tidy()
    assert notes.part("one") is None


def test_other_questions_and_another_release_have_another_fingerprint():
    spec = a_spec(digest="a")
    asked = [
        (spec, PERIOD, "1"),
        (replace(spec, digest="b"), PERIOD, "1"),
        (replace(spec, catalogue_digests={"mutual-aid/links": "c"}), PERIOD, "1"),
        (spec, read_period("2026-27-Q2"), "1"),
        (spec, PERIOD, "2"),
    ]
    assert len({asked_digest(*each) for each in asked}) == len(asked)


def test_what_did_not_change_is_not_read_again_and_comes_out_the_same(tmp_path, monkeypatch):
    folder, path = a_folder(tmp_path), tmp_path / "kept"
    first = list(stored([folder], Kept(path)))
    monkeypatch.setattr(opening, "_open", lambda *_: 1 / 0)
    again = list(stored([folder], Kept(path)))
    assert [_cells(each) for each in again] == [_cells(each) for each in first]
    assert any(_cells(each) for each in first)


def test_a_return_that_changed_is_read_again(tmp_path):
    folder, path = a_folder(tmp_path), tmp_path / "kept"
    before = [_cells(each) for each in stored([folder], Kept(path))]
    for each in sorted(folder.rglob("*.yaml")):
        each.write_text(each.read_text(encoding="utf-8").replace("57 of", "30 of"), encoding="utf-8")
    after = [_cells(each) for each in stored([folder], Kept(path))]
    fresh = [_cells(each) for each in stored([folder], Kept(None))]
    assert after == fresh != before


def _cells(past):
    return [(each.party, each.cells) for each in past.given_of_all(past.spec).returns]
