"""Whatever is no longer as it was kept is named, in words, and only that."""

import json

import pytest

from specrules import __version__
from specrules.base.build import build
from specrules.base.errors import UnreadableFile
from specrules.base.files import digest_of
from specrules.runs import again
from specrules.runs.record import Input, Role, read_record, text_of
from specrules.runs.staging import staged
from specrules.runs.store import INPUTS, Folder
from specrules.runs.verifying import verify
from specrules.values.periods import read_period
from tests.runs.made import LOG, SPEC, a_body, kept, laid_out, put
from tests.runs.test_store import change, fork


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Two quarters, of which the first was restated."""
    folder = tmp_path_factory.mktemp("year")
    runs, at = folder / "runs", folder / "anytown"
    return [
        kept(runs, at, log=LOG),
        kept(runs, at, "2026-27-Q2", delivered="44 of 60"),
        kept(runs, at, delivered="50 of 60"),
    ]


@pytest.fixture
def runs(year, tmp_path):
    """A copy of the year that a test may harm."""
    for each in (*year[0].path.parent.iterdir(), *(year[0].path.parent / INPUTS).iterdir()):
        if each.is_file():
            copy = tmp_path / each.relative_to(year[0].path.parent)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(each.read_bytes())
    return tmp_path


def faults(runs, **how):
    return [fault.what for fault in verify(Folder(runs), **how).faults]


def test_what_was_kept_is_as_it_was(runs):
    found = verify(Folder(runs))
    assert (len(found.records), found.again, found.faults) == (3, True, ())


def test_old_records_come_out_the_same_after_everything_they_were_made_from_has_changed(year, runs):
    at = year[0].path.parent.parent / "anytown"
    laid_out(at, spec=SPEC.replace("at least 90%", "at least 99%"), delivered="1 of 60")
    assert faults(runs) == []


def test_where_the_files_lay_makes_no_difference(tmp_path):
    one = kept(tmp_path / "runs", tmp_path / "a" / "long" / "way" / "down")
    other = kept(tmp_path / "runs", tmp_path / "b")
    assert (one.path, other.is_new) == (other.path, False)


def test_an_edited_record_is_named(year, runs):
    name = year[0].path.name
    change(runs / name, (runs / name).read_bytes().replace(b"partly met", b"met", 1))
    assert faults(runs)[0] == f"{name} was changed after it was kept: its content no longer gives its name."


def forged(runs, name, before, after):
    """A record with something else in it, under the name that goes with that; the old one is gone."""
    record = read_record(name, (runs / name).read_bytes())
    text = json.dumps(record.body.review).replace(before, after, 1)
    body = type(record.body)(
        **{**{each: getattr(record.body, each) for each in record.body.__slots__}, "review": json.loads(text)}
    )
    data = text_of(body, record.head.follows, record.head.restates)
    (runs / name).unlink()
    made = runs / f"{record.head.period}-{digest_of(data)[:16]}.json"
    made.write_bytes(data)
    return made.name


def test_a_record_that_was_edited_and_named_anew_does_not_come_out_again(year, runs):
    name = forged(runs, year[2].path.name, '"result": "allowed"', '"result": "met"')
    assert faults(runs) == [
        f"{name}: judged again from the files kept with it, the result of MA-1 for riverbank is "
        '"allowed", and the record says "met".'
    ]


def by_another_build(runs, name, before="", after="", **made):
    """A record as another build would have kept it; the chain goes on from where it was."""
    record = read_record(name, (runs / name).read_bytes())
    fields = {each: getattr(record.body, each) for each in record.body.__slots__}
    review = json.loads(json.dumps(record.body.review).replace(before, after))
    body = type(record.body)(**{**fields, "review": review, "made": {**record.body.made, **made}})
    data = text_of(body, record.head.follows, record.head.restates)
    (runs / name).unlink()
    made = runs / f"{record.head.period}-{digest_of(data)[:16]}.json"
    made.write_bytes(data)
    return made.name


ANOTHER = {"build": "0123456789ab"}


def test_what_another_build_kept_may_be_worded_otherwise(year, runs):
    name = by_another_build(runs, year[2].path.name, "people", "persons", **ANOTHER)
    found = verify(Folder(runs))
    assert (found.faults, found.worded) == ((), (name,))


def test_what_another_build_kept_and_this_one_judges_otherwise_is_told_as_that(year, runs):
    name = by_another_build(runs, year[2].path.name, '"result": "allowed"', '"result": "met"', **ANOTHER)
    assert faults(runs) == [
        f"{name} is as it was kept, but this build judges it otherwise: the result of MA-1 for riverbank is "
        f'"allowed" now, and was "met". It was kept by specrules {__version__}, build 0123456789ab, and this '
        f"is specrules {__version__}, build {build()}. Verify it with the one that kept it."
    ]


def test_a_figure_that_another_build_finds_otherwise_is_told(year, runs, monkeypatch):
    by_another_build(runs, year[2].path.name, **ANOTHER)
    monkeypatch.setattr(again, "figures", lambda _: ())
    assert "what stands under figures is" in faults(runs)[-1]


def test_a_heading_that_an_early_build_did_not_write_is_not_missed(year, runs):
    record = read_record(year[2].path.name, (runs / year[2].path.name).read_bytes())
    rated = ', "rated": true'
    assert rated in json.dumps(record.body.review)
    by_another_build(runs, year[2].path.name, rated, "", build="")
    assert faults(runs) == []


def test_without_judging_again_it_would_pass(year, runs):
    forged(runs, year[2].path.name, '"result": "allowed"', '"result": "met"')
    assert faults(runs, again=False) == []


def test_a_record_that_was_taken_away_leaves_a_gap(year, runs):
    (runs / year[1].path.name).unlink()
    assert faults(runs) == [
        f"{year[2].path.name} comes after {year[1].path.name}, which is not in this folder: "
        "removed, or given another name."
    ]


def test_a_record_under_another_name_is_missed_and_seen(year, runs):
    (runs / year[0].path.name).rename(runs / "first-quarter.json")
    found = faults(runs)
    assert len(found) == 3
    assert found[2] == "first-quarter.json stands among the records and is none."


def test_a_return_that_was_changed_is_named(year, runs):
    record = Folder(runs).read(year[0].path.name)
    sent = next(each for each in record.body.inputs if each.role is Role.RETURN)
    change(runs / INPUTS / sent.sha256, b"specrules: return 1\n")
    assert faults(runs) == [
        f"The return returns/2026-27-Q1/riverbank.yaml of {year[0].path.name} is not as it was: "
        f"inputs/{sent.sha256} was changed after it was kept."
    ]


def test_a_file_that_is_gone_is_named(year, runs):
    record = Folder(runs).read(year[0].path.name)
    log = next(each for each in record.body.inputs if each.role is Role.LOG)
    (runs / INPUTS / log.sha256).unlink()
    assert (
        f"The meeting log meeting-log.yaml of {year[0].path.name} is not as it was: "
        f"inputs/{log.sha256} is missing or cannot be read."
    ) in faults(runs)


def test_a_record_from_a_newer_format_is_named(year, runs):
    text = (runs / year[2].path.name).read_bytes().replace(b'"run 1"', b'"run 2"')
    (runs / year[2].path.name).unlink()
    (runs / f"2026-27-Q1-{digest_of(text)[:16]}.json").write_bytes(text)
    assert 'is a "run 2", and this version of specrules reads "run 1"' in faults(runs)[0]


def test_one_record_can_be_looked_at_alone(year, runs):
    (runs / year[0].path.name).unlink()
    name = year[1].path.name
    assert faults(runs, names=[name]) == [
        f"{name} comes after {year[0].path.name}, which is not in this folder: "
        "removed, or given another name."
    ]


def test_two_reviews_kept_at_the_same_moment_are_shown_until_the_next_joins_them(tmp_path):
    fork(tmp_path, a_body("2026-27-Q1"), a_body("2026-27-Q2"))
    one, two = Folder(tmp_path).names()
    assert faults(tmp_path, again=False) == [
        f"{one} and {two} were kept at the same moment: none comes after another. "
        "All of them stand, and the next review kept here comes after all."
    ]
    put(tmp_path, "2026-27-Q3")
    found = verify(Folder(tmp_path), again=False)
    assert (found.faults, found.joined) == ((), 1)


def test_two_reviews_of_one_period_are_shown_until_one_of_them_is_kept_once_more(tmp_path):
    fork(tmp_path, a_body(says="met"), a_body(says="not met"))
    one, two = Folder(tmp_path).names()
    assert faults(tmp_path, again=False) == [
        f"{one} and {two} are all for 2026-27-Q1, and none restates another. "
        "Keep the one that is right once more, and it counts instead of all."
    ]
    put(tmp_path, says="not met")
    assert faults(tmp_path, again=False) == []


def test_what_cannot_be_judged_again_is_named_with_the_reason(tmp_path):
    kept_one = put(tmp_path)
    assert faults(tmp_path) == [f"{kept_one.path.name} cannot be judged again. It names no specification."]


@pytest.mark.parametrize("name", ["../../escaped.yaml", "rules/../../../escaped.yaml", "/tmp/escaped.yaml"])
@pytest.mark.parametrize("role", Role)
def test_a_forged_record_lays_nothing_out_outside_its_own_folder(name, role):
    with (
        pytest.raises(UnreadableFile, match="it is no name of a file in a folder"),
        staged([Input(role, name, "")], lambda each: pytest.fail("it was read")),
    ):
        pytest.fail("it was laid out")


def test_no_row_about_a_person_is_kept(tmp_path):
    """The figures of extracts are kept in place of the extracts."""
    from pathlib import Path

    from specrules.inputs import gather, read
    from tests.runs.made import keep_reviewed

    inputs = gather([Path("examples/harbour")])
    record = keep_reviewed(inputs, read(inputs, read_period("2026-27-Q1")), tmp_path)
    assert faults(tmp_path) == []
    rows = Path("examples/harbour/extracts/harbour.csv").read_bytes().splitlines()
    everything = b"".join(each.read_bytes() for each in (tmp_path / INPUTS).iterdir())
    assert record.is_new
    assert len(rows) > 100
    assert not any(row in everything for row in rows[1:])
