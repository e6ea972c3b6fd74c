"""The measures of the catalogue do what their examples say, on rows that anybody can count."""

from datetime import date
from pathlib import Path

import pytest

from specrules.base.files import Source
from specrules.base.phrases import day
from specrules.extracts.facts import percentile
from specrules.library import Library, shipped
from specrules.lint import lint
from specrules.measures.lower import Query, name_of
from specrules.spec.datasets import keys_of, lacking
from specrules.spec.measures import Form, read_measure
from specrules.text.tree import read_tree
from specrules.values.periods import read_period
from tests.measures.making import count_by_hand

LIBRARY = Library([shipped("rules")])
NDTMS = LIBRARY.dataset("ndtms-k")[0]
MEASURES = {id: LIBRARY.measure(id)[0] for id in LIBRARY.measure_ids()}
EXAMPLES = [(id, each.name) for id, measure in MEASURES.items() for each in measure.examples]


def whole(rows):
    """The rows of an example with everything in them that it leaves out."""
    return {
        table.name: [_row(table, each, n) for n, each in enumerate(rows.get(table.name, ()), start=1)]
        for table in NDTMS.tables
    }


def _row(table, given, number):
    row = {"provider": "X0001", **{key: int(given.get(key, number)) for key in keys_of(NDTMS, table.name)}}
    for column in table.columns:
        text = given.get(column.term)
        row[name_of(column.term)] = date.fromisoformat(text) if text and column.reads == "date" else text
    return row


def in_words(measure, rows):
    match measure.form:
        case Form.LATEST:
            return day(rows[0][0])
        case Form.COUNT:
            return str(rows[0][0])
        case Form.DAYS:
            cases = dict(rows)
            low, high = percentile(cases, measure.percentile, cases.pop(None, 0))
            return f"{low} days" if low == high else f"{low} to {high} days"
    number, out_of, blank, _ = rows[0]
    return f"{number} of {out_of}" if not blank else f"{number} to {number + blank} of {out_of}"


@pytest.mark.parametrize(("id", "name"), EXAMPLES)
def test_an_example_comes_out_as_it_says(id, name):
    measure = MEASURES[id]
    example = next(each for each in measure.examples if each.name == name)
    query = Query(measure, NDTMS, read_period(example.period), per_provider=False)
    assert in_words(measure, count_by_hand(query, whole(example.rows))) == example.expect


@pytest.mark.parametrize("id", MEASURES)
def test_every_measure_has_an_example_and_a_source_and_is_supported(id):
    assert MEASURES[id].examples
    assert MEASURES[id].citations
    assert lacking(MEASURES[id], NDTMS) == ""


def test_measures_and_datasets_are_clean():
    assert lint([f"{shipped('rules')}/measures", f"{shipped('rules')}/datasets"]).findings == ()


def test_no_measure_of_the_catalogue_has_a_number_of_days_of_its_own():
    for measure in MEASURES.values():
        marks = [each for each in (measure.counted, measure.wait) if each]
        assert all(each.within is None for each in marks)


MEASURE = "mutual-aid/recovery-support-reviewed.yaml"


@pytest.mark.parametrize("condition", ["{kind: {recovery support: yes}}", "{kind: [{recovery: support}]}"])
def test_a_row_says_words_and_no_headings(condition, tmp_path):
    text = (Path(shipped("rules")) / "measures" / MEASURE).read_text("utf-8")
    file = tmp_path / MEASURE
    file.parent.mkdir()
    file.write_text(text.replace("{kind: recovery support}", condition), encoding="utf-8")
    (found,) = lint(file).findings
    assert found.place.span.line == 6
    assert "What is wanted is words." in found.message


def test_a_measure_of_clients_counts_people():
    head = "specrules: measure 1\nmeasure: a/clients\ntitle: All\n"
    text = f"{head}shape: count\namong: {{rows: clients, dated: born}}\n"
    measure, _ = read_measure(read_tree(Source("", text, "", "utf-8")))
    assert measure.counting == "people"
