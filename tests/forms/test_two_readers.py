"""The table in which two readers say what they found, in every form of a return."""

from pathlib import Path

import pytest

from specrules.evidence.facts import Reading
from specrules.forms.form import Filled
from specrules.forms.plain import as_csv, as_yaml
from specrules.forms.workbook import as_workbook
from specrules.library import read_spec
from tests.forms.making import a_form, read_back

SPEC = Path(__file__).parents[1] / "cases" / "two-readers-who-differ" / "spec.yaml"
TABLE = "MA-4.read-alike"
KEY = f"{TABLE}/readings"
FORMS = {
    "csv": lambda form: as_csv(form).encode("utf-8-sig"),
    "yaml": lambda form: as_yaml(form).encode(),
    "xlsx": as_workbook,
}


@pytest.fixture(scope="module")
def spec():
    return read_spec(SPEC).spec


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_that_nobody_filled_in_has_the_table_blank(tmp_path, spec, kind):
    path = tmp_path / f"new.{kind}"
    path.write_bytes(FORMS[kind](a_form(spec=spec)))
    assert read_back(path, spec=spec).cells[KEY] is None


def test_what_two_readers_found_is_read_from_its_sheet(tmp_path, spec):
    path = tmp_path / "full.xlsx"
    rows = (("2", "agrees", "does not agree"), ("1", "Agrees", "agrees"))
    path.write_bytes(as_workbook(a_form(spec=spec), Filled(registers={TABLE: rows})))
    found = read_back(path, spec=spec).cells[KEY]
    assert found == (Reading(1, "agrees", "agrees"), Reading(2, "agrees", "does not agree"))
