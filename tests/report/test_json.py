"""A review as data."""

import json as stdlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.frozen import replace
from specrules.report import json
from specrules.result import Reason, WhyNot
from specrules.spec.schema import validate
from specrules.view import Audience
from specrules.viewing import view
from tests.made import a_check, a_requirement, a_spec
from tests.report.made import a_finding, a_published_run, a_run, run_of
from tests.report.test_text import ATTACKS, a_document

SCHEMA = Path(json.__file__).parents[1] / "schemas" / "review.schema.json"


def data(run=None):
    return stdlib.loads(json.review(view(run or a_run())))


def the_verdict(requirement, party, run=None):
    return next(
        each for each in data(run)["verdicts"] if (each["requirement"], each["party"]) == (requirement, party)
    )


def inside(value):
    """Every value within a value."""
    yield value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in below:
        yield from inside(each)


def test_the_whole_review(as_kept):
    as_kept("small.json", json.review(view(a_run())))


def test_the_published_schema_describes_it():
    assert validate("review", data()) == []


def test_the_published_schema_describes_it_with_everything_hidden():
    run = a_published_run()
    run = replace(run, spec=replace(run.spec, digest="0" * 64))
    assert validate("review", json.as_data(view(run, Audience.PUBLICATION))) == []


def words_of(schema):
    """The words of every closed list in a schema that says why evidence is missing."""
    lists = [each["enum"] for each in inside(schema) if isinstance(each, dict) and "enum" in each]
    return [each for each in lists if "not submitted" in each]


def test_the_published_schema_has_every_reason_there_is():
    missing, applies_not = set(map(str, Reason)), set(map(str, WhyNot))
    verdict, *checks = map(set, words_of(stdlib.loads(SCHEMA.read_text(encoding="utf-8"))))
    assert verdict == missing | applies_not
    assert checks == [missing | {None}, missing | {None}]


@pytest.mark.parametrize("place", [(), ("run",), ("verdicts", 0), ("cards",), ("verdicts", 0, "checks", 0)])
def test_the_published_schema_refuses_what_it_does_not_know(place):
    found = data()
    part = found
    for step in place:
        part = part[step]
    part["more"] = 1
    assert validate("review", found)


def test_it_opens_with_its_kind_and_format_number():
    assert next(iter(data().items())) == ("specrules", "review 1")


def test_a_verdict_has_the_published_keys_in_the_published_order():
    assert list(data()["verdicts"][0]) == [
        *("requirement", "party", "period", "result", "low", "high", "raw", "reasons", "because"),
        *("checks", "source", "clause", "title", "strength", "rated", "comments", "queries", "actions"),
        *("enough", "adjudications", "verifications"),
    ]


def test_a_range_is_no_evidence_with_its_two_ends():
    found = the_verdict("MA-3", "riverbank")
    assert (found["result"], found["low"], found["high"]) == ("no evidence", 0, 1)


@pytest.mark.parametrize(("requirement", "word"), [("AC-1", "not applicable"), ("MA-2", "allowed")])
def test_what_is_not_owed_has_no_ends(requirement, word):
    found = the_verdict(requirement, "riverbank")
    assert (found["result"], found["low"], found["high"]) == (word, None, None)


def test_an_allowance_leaves_the_raw_result():
    assert the_verdict("MA-2", "riverbank")["raw"] == "not met"


def test_a_cell_is_named_with_its_file_and_place():
    assert the_verdict("MA-1", "riverbank")["because"][0] == {
        "file": "riverbank.csv",
        "place": "cell MA-1.delivered/number",
        "text": "57",
        "grade": "self-declared",
        "item": "MA-1.delivered/number",
        "party": "riverbank",
    }


def test_a_service_that_was_not_asked_has_a_state_and_no_result():
    doors = data()["cards"]["no_wrong_door"]["principles"][1]["doors"]
    assert [(door["result"], door["state"]) for door in doors] == [
        ("met", ""),
        (None, "not asked"),
        ("not met", ""),
        (None, "not agreed"),
    ]


def test_without_principles_there_is_no_card_for_them():
    count = a_requirement(a_check("count", "at least 1", name="a"))
    assert data(run_of(a_spec(count), {}))["cards"]["no_wrong_door"] is None


def test_nothing_is_a_float():
    assert not [each for each in inside(json.as_data(view(a_run()))) if isinstance(each, float)]


def test_findings_are_as_lint_gives_them():
    from specrules.report.findings import as_json

    assert data()["findings"] == stdlib.loads(as_json([a_finding()], 1, 1))["findings"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_any_text_is_plain_ascii_on_its_way_and_whole_at_the_end(attack):
    printed = json.review(view(a_document(attack)))
    assert printed.isascii()
    assert all(line.isprintable() for line in printed.split("\n"))
    assert stdlib.loads(printed)["verdicts"][0]["because"][0]["text"] == attack


def test_two_runs_of_the_same_are_the_same_to_the_byte():
    assert json.review(view(a_run())) == json.review(view(a_run()))


def test_a_long_text_is_whole():
    found = the_verdict("MA-1", "riverbank", a_document("x" * 40_000))
    assert len(found["because"][0]["text"]) == 40_000


def test_a_reference_to_a_page_stands_with_the_section():
    assert the_verdict("MA-1", "riverbank")["source"] == [
        {
            "document": "A guide for commissioners",
            "section": "Service specifications, page 5",
            "passage": "Keyworkers help people.",
        }
    ]


def test_a_review_of_a_draft_without_findings_or_allowances_is_described_too():
    run = replace(a_run(allowances=()), findings=(), note="Only one engine was at work.")
    assert validate("review", data(run)) == []


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_the_text_is_what_the_standard_library_makes_of_it(value):
    assert json.indented(value) == stdlib.dumps(value, indent=2)


@pytest.mark.parametrize("value", ["\ud800", "\x7f", 2**64, [], {"é": {"😀": []}}], ids=ascii)
def test_what_a_fast_writer_cannot_write_is_written_all_the_same(value):
    assert json.indented(value) == stdlib.dumps(value, indent=2)
