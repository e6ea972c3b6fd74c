"""What returns said is kept, and never believed when anything has changed."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from specrules.drafts.kept import KeptReturns, asked_digest
from specrules.drafts.stored import stored
from specrules.evidence import opening
from specrules.evidence.facts import Absent, Range, Return, Row
from specrules.frozen import replace
from specrules.periods import read_period
from specrules.result import Reason
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
def test_every_cell_comes_back_as_it_was(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("kept") / "kept"
    KeptReturns(path).keep(a_return(cells), "asked")
    found = KeptReturns(path).find("today.csv", "d" * 64, "asked")
    assert found.cells == cells
    assert [type(each) for each in found.cells.values()] == [type(each) for each in cells.values()]
    assert (found.file, found.submitted, found.party) == ("today.csv", date(2026, 7, 1), "riverbank")


def a_return(cells):
    return Return(
        "r.csv", "d" * 64, party="riverbank", period="2026-27-Q1", submitted=date(2026, 7, 1), cells=cells
    )


def kept(tmp_path, cells):
    path = tmp_path / "kept"
    KeptReturns(path).keep(a_return(cells), "asked")
    return path


def test_another_file_or_other_questions_find_nothing(tmp_path):
    found = KeptReturns(kept(tmp_path, {"a": 1}))
    assert found.find("r.csv", "e" * 64, "asked") is None
    assert found.find("r.csv", "d" * 64, "other") is None


def test_a_line_that_was_changed_or_cut_off_is_not_believed(tmp_path):
    path = kept(tmp_path, {"a": 1})
    text = path.read_text(encoding="utf-8")
    for damaged in (text.replace('"a":1', '"a":2'), text[:-20], "d" * 64 + " asked", ""):
        path.write_text(damaged, encoding="utf-8")
        assert KeptReturns(path).find("r.csv", "d" * 64, "asked") is None


def test_an_answer_kept_for_one_set_of_questions_cannot_be_moved_to_another(tmp_path):
    path = kept(tmp_path, {"a": 1})
    path.write_text(path.read_text(encoding="utf-8").replace(" asked ", " other "), encoding="utf-8")
    assert KeptReturns(path).find("r.csv", "d" * 64, "other") is None


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
    first = list(stored([folder], KeptReturns(path)))
    monkeypatch.setattr(opening, "_open", lambda *_: 1 / 0)
    again = list(stored([folder], KeptReturns(path)))
    assert [_cells(each) for each in again] == [_cells(each) for each in first]
    assert any(_cells(each) for each in first)


def test_a_return_that_changed_is_read_again(tmp_path):
    folder, path = a_folder(tmp_path), tmp_path / "kept"
    before = [_cells(each) for each in stored([folder], KeptReturns(path))]
    for each in sorted(folder.rglob("*.yaml")):
        each.write_text(each.read_text(encoding="utf-8").replace("57 of", "30 of"), encoding="utf-8")
    after = [_cells(each) for each in stored([folder], KeptReturns(path))]
    fresh = [_cells(each) for each in stored([folder], KeptReturns(None))]
    assert after == fresh != before


def _cells(given):
    return [(each.party, each.cells) for each in given.returns]


def test_a_share_is_kept_exactly(tmp_path):
    found = KeptReturns(kept(tmp_path, {"a": Fraction(1, 3)})).find("r.csv", "d" * 64, "asked")
    assert found.cells == {"a": Fraction(1, 3)}
