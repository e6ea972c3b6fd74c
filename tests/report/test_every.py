"""A review in every form: each has words that say what it is for, and none is left out."""

import io
import re

import openpyxl
import pytest
from docx import Document

from specrules.base.frozen import replace
from specrules.report.every import FORMS, every_form
from specrules.viewing import view
from tests.made import COUNCIL, RIVERBANK, a_check, a_requirement, a_spec
from tests.report.made import a_run, requirements, run_of


def words(name, data):
    """All the words of one form."""
    if name.endswith(".xlsx"):
        sheets = openpyxl.load_workbook(io.BytesIO(data))
        return " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    if name.endswith(".docx"):
        document = Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    return data.decode()


def in_words(seen):
    """Every form of a view, as words on one line."""
    return {name: " ".join(words(name, data).split()) for name, data in every_form(seen).items()}


def test_every_form_says_what_it_is_for():
    assert sorted(every_form(view(a_run()))) == sorted(FORMS)
    assert len(set(FORMS.values())) == len(FORMS)


@pytest.fixture(scope="module")
def five_hundred():
    shares = [a_requirement(a_check(target="at least 90%", name="a"), id=f"R-{n}") for n in range(500)]
    given = {"R-0.a/number": 57, "R-0.a/out of": 60}
    return in_words(view(run_of(a_spec(*shares), {"riverbank": given})))


# What nobody has written about is in neither of them: faults in the files, and a duty that is met.
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"findings.csv", "plan.oscal.json"}))
def test_five_hundred_requirements_are_all_there(five_hundred, name):
    assert [n for n in range(500) if f"R-{n}" not in five_hundred[name]] == []


@pytest.mark.slow
def test_five_hundred_requirements_of_which_one_is_met_leave_the_rest_to_plan(five_hundred):
    assert [n for n in range(500) if f"R-{n}" not in five_hundred["plan.oscal.json"]] == [0]


def test_where_nobody_owes_anything_no_form_says_that_all_is_well():
    nothing = {"compliance": (), "verdicts": (), "needed": (), "unmet": (), "findings": (), "allowances": ()}
    found = in_words(replace(view(a_run()), no_wrong_door=None, **nothing))
    said = [name for name, text in found.items() if "Nobody owes anything in this period" in text]
    assert sorted(said) == [
        "index.html",
        "meeting.docx",
        "plan.oscal.json",
        "review.md",
        "review.oscal.json",
        "review.txt",
        "scorecard.xlsx",
    ]
    assert [name for name, text in found.items() if "Everything that must" in text] == []


def test_where_nothing_that_counts_is_owed_no_form_gives_a_score():
    found = in_words(view(run_of(a_spec(requirements()[3], parties=(COUNCIL, RIVERBANK)), {})))
    assert [name for name, text in found.items() if re.search(r"\b0%|Everything that must", text)] == []
    assert "No duty that is rated here says must." in found["review.txt"] + found["review.md"]
