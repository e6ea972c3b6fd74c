"""Text that somebody meant ill, or did not mean at all, goes through every command into every form."""

import csv
import io
import json
import re
from xml.dom import minidom

import openpyxl
import pytest
from docx import Document

from specrules.__main__ import main
from tests.report.files import SPEC, a_folder, a_return
from tests.report.pages import inert_but_for_the_filter

LOG = """\
specrules: meeting log 1
comments:
  - {id: C-1, requirement: MA-1, party: riverbank, period: 2026-27-Q1,
     date: 2026-08-03, by: {role: manager}, says: TEXT}
queries:
  - {id: Q-1, requirement: MA-1, party: riverbank, period: 2026-27-Q1,
     date: 2026-08-03, by: {role: manager}, asks: TEXT}
allowances:
  - id: A-1
    requirement: NWD-1
    party: council
    from: 2026-04-01
    to: 2026-06-30
    reason: TEXT
    approved-by: {name: TEXT, role: TEXT, date: 2026-04-02}
"""
HOSTILE = {
    # No tag is closed before another begins: a text between < and > is refused, as a blank to fill in.
    "markup": "</p><img src=x onerror=alert(1) </div><!--",
    "a quote and a handler": '" onmouseover="alert(1)" x=\'',
    "a formula": '=HYPERLINK("http://x.invalid","click")',
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a template": "{{ 7 * 7 }}{% for x in y %}",
    "Markdown": "[click](javascript:alert(1)) | a | b |\n# head",
    "right to left": "مركز التعافي ٣",
    "faces": "👨👩👧🏽 café e\u0301",
    "10,000 characters": "abcdefghij" * 1_000,
    "an end of CDATA": "]]></failure> &copy",
}
# A specification in which these stand is refused; in a return they may come.
UNSEEN = {
    "faces that are joined": "👨\u200d👩\u200d👧",
    "control characters": "a\x07b\x1b[31mred\x08",
    "turned round": "\u202egnp.exe\u2066x",
    "a space": " ",
    "nothing": "",
}


@pytest.fixture
def made(tmp_path, capsys):
    """A function that makes every form of a review with one text wherever somebody can write."""

    def making(text, in_spec):
        written = json.dumps(text, ensure_ascii=False)
        answer = f"MA-1.delivered: {{number: 30, out-of: 60, note: {written}}}"
        folder = a_folder(
            tmp_path / "in",
            spec=_with(written) if in_spec else SPEC,
            riverbank=a_return("riverbank", answer),
            meeting_log=LOG.replace("TEXT", written) if in_spec else None,
        )
        code = main(["pack", str(folder), "--output", str(tmp_path / "out/pack")])
        if code < 2:
            main(["roll-up", str(tmp_path / "out/pack"), "--output", str(tmp_path / "out/all")])
            for name in ("schedule.html", "schedule.md", "schedule.docx"):
                main(["schedule", str(folder / "spec.yaml"), "-o", str(tmp_path / "out" / name)])
        return code, capsys.readouterr().err

    return making


def _with(written):
    """The specification with one text wherever it has words of its own."""
    spec = SPEC.replace("name: Riverbank Recovery", f"name: {written}")
    for words in (
        "A small service",
        "Keyworkers help people to use mutual aid",
        "local decision, 2026-02-10",
    ):
        spec = spec.replace(words, written, 1)
    return spec.replace("share: people helped", f"share: {written}")


def opens(folder):
    """Look into every file of *folder*; returns how many there were."""
    files = [path for path in folder.rglob("*") if path.suffix in OPENED]
    for path in files:
        OPENED[path.suffix](path)
    return len(files)


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_form_opens_and_nothing_in_it_comes_alive(made, tmp_path, text):
    code, said = made(text, True)
    assert code < 2 and "fault in specrules" not in said
    assert opens(tmp_path / "out") > 20


@pytest.mark.slow
@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_what_cannot_be_seen_is_refused_in_a_specification_and_harmless_in_a_return(made, tmp_path, text):
    code, said = made(text, True)
    assert code == 2 and "spec.yaml, line 3" in " ".join(said.split())
    assert not (tmp_path / "out").exists()
    code, said = made(text, False)
    assert code < 2 and "fault in specrules" not in said
    assert opens(tmp_path / "out") > 15


def _page(path):
    inert_but_for_the_filter(path.read_text(encoding="utf-8"))
    _plain(path)


def _plain(path):
    text = path.read_bytes().decode("utf-8-sig")
    assert all(each.isprintable() or each in "\n\r" for each in text), path.name


def _table(path):
    _plain(path)
    for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))):
        assert not [each for each in row if re.match(r"[=@\t\r]|[+-](?![0-9])", each)], path.name


def _workbook(path):
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert cells and not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


OPENED = {
    ".html": _page,
    ".txt": _plain,
    ".md": _plain,
    ".csv": _table,
    ".xlsx": _workbook,
    ".docx": Document,
    ".json": lambda path: json.loads(path.read_bytes()),
    ".xml": lambda path: minidom.parse(str(path)),  # noqa: S318 - we wrote it
}
