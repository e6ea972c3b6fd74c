"""The workbook in a real spreadsheet program: it opens, works out its formulas and is read once saved again.

Skipped where LibreOffice is not installed, unless SPECRULES_CI_COMPLETE says that nothing may be skipped.
"""

import os
import shutil
import subprocess

import openpyxl
import pytest

from specrules.forms import status
from specrules.forms.form import Filled
from specrules.forms.workbook import as_workbook
from tests.forms.making import a_form, everything, read_back

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not OFFICE and not os.environ.get("SPECRULES_CI_COMPLETE"), reason="LibreOffice is not installed"
    ),
]


def converted(path, folder, kind):
    """A workbook opened by LibreOffice and saved again as *kind*, its formulas worked out anew."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory):
    """The full return of Riverbank, with some answers missing, as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("office")
    full = everything(a_form())
    cells = full.cells | {
        "MA-1.delivered/number": None,
        "MA-4.routinely/number": 200,
        "MA-4.robustly/out of": "n/a",
        "NWD-10.policy/document": None,
        "MA-3.applies@Quayside/answer": "no",
        "AC-3.applies/answer": "no",
        "AC-3.applies/reason": None,
    }
    filled = Filled(full.header, cells, full.registers, full.comments, full.documents)
    path = folder / "in" / "return.xlsx"
    path.parent.mkdir()
    # The words worked out here are taken away, so that those found below are LibreOffice's own.
    book = openpyxl.load_workbook(_file(path, as_workbook(a_form(), filled)))
    book.save(path)
    return converted(path, folder, "xlsx"), filled


def _file(path, data):
    path.write_bytes(data)
    return path


def said(path):
    """What the column status says of each line, by item, site and word."""
    book, found = openpyxl.load_workbook(path, data_only=True), {}
    for sheet in book:
        if sheet["A1"].value == "section":
            heads = [cell.value for cell in sheet[4]]
            for row in sheet.iter_rows(min_row=5, values_only=True):
                line = dict(zip(heads, row, strict=True))
                if line["status"]:
                    found[line["item"], line.get("site") or "", line.get("word") or ""] = line["status"]
    return found


def test_its_formulas_say_what_is_missing(saved_again):
    told = said(saved_again[0])
    assert told["MA-1.delivered", "", ""] == '"number" is missing'
    assert told["MA-4.routinely", "", ""] == '"number" is more than "out of"'
    assert told["MA-4.robustly", "", ""] == status.NOT_KNOWN
    assert told["NWD-10.policy", "", ""] == "name the document"
    assert told["MA-3.fee", "Quayside", ""] == status.NOT_NEEDED
    assert told["MA-3.fee", "High Street", ""] == status.FILLED_IN
    assert told["AC-3.applies", "", ""] == "say why, and who agreed"


def test_its_formulas_say_what_was_worked_out_here(saved_again, tmp_path):
    path, filled = saved_again
    ours = _file(tmp_path / "ours.xlsx", as_workbook(a_form(), filled))
    assert said(path) == said(ours)


def test_what_it_saves_is_read_back_exactly(saved_again, tmp_path):
    path, filled = saved_again
    ours = read_back(_file(tmp_path / "ours.xlsx", as_workbook(a_form(), filled)))
    assert read_back(path).cells == ours.cells


def test_it_is_printed_on_a_few_pages(saved_again, tmp_path):
    printed = converted(saved_again[0], tmp_path, "pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type/Page\n") + printed.count(b"/Type /Page\n") <= 12
