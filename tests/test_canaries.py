"""What may identify a person is seeded everywhere, things go wrong, and none of it comes out anywhere.

An NHS number, a date of birth and a postcode are written into every column and heading of a return, into
its comments, the names of its sheets and of its file, and into a specification; and files are broken in the
ways that files break.  Then the commands that read them run, and all they say, write or keep is searched.
"""

import base64
import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from typer.main import get_command

from specrules.__main__ import main
from specrules.cli import app
from specrules.extracts.invented import HEADINGS as EXTRACT
from tests.report.files import LOG, SIGNED, SPEC, a_folder

NHS, BORN, POSTCODE = "943 476 5919", "born 17/11/1961", "LS6 3QX"
TEXT = f"{NHS} {BORN} {POSTCODE}"
SECRETS = ("9434765919", "17111961", "19611117", "LS63QX")
COLUMNS = ("item", "site", "answer", "number", "out of", "document", "owner", "date", "comment", "note")
HEADINGS = {
    "specrules": "return 1",
    "spec": "anytown",
    "spec-version": "1",
    "party": "riverbank",
    "period": "2026-27-Q1",
    "submitted": "2026-07-10",
    "status": "final",
    "supersedes": "",
}
HARBOUR = Path(__file__).parent.parent / "examples/harbour"
GOOD = {"item": "MA-1.delivered", "number": "57", "out of": "60"}


def in_every_column():
    """A CSV return whose last rows have the text in each column in turn."""
    lines = [*(f"{name},{value}" for name, value in HEADINGS.items()), "", ",".join(COLUMNS)]
    rows = [GOOD, *({**GOOD, column: TEXT} for column in COLUMNS), {"item": TEXT, "comment": TEXT}]
    lines += [",".join(row.get(column, "") for column in COLUMNS) for row in rows]
    return "\n".join(lines)


def in_every_heading():
    """CSV returns with the text in each heading in turn."""
    for name in HEADINGS:
        lines = [f"{each},{TEXT if each == name else value}" for each, value in HEADINGS.items()]
        yield "\n".join(
            [*lines, f"{TEXT},{TEXT}", "", ",".join(COLUMNS), f"MA-1.delivered,,,57,60,,,,{TEXT},"]
        )


def as_workbook(text, sheet):
    """A CSV return as a workbook."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for line in text.splitlines():
        book.active.append(line.split(","))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def broken(text):
    """A return as it was meant, and as files break."""
    data = text.encode()
    yield data
    yield data.replace(b"\n\n", b"\n")
    yield data[: len(data) * 2 // 3]
    yield data.replace(b",57,", b',"57,', 1)
    yield data.replace(b"item,site", b"item,item", 1)
    yield data.replace(b"57", b"57\x00", 1)
    yield text.encode("utf-16")
    yield data.replace(b",", b";")
    yield as_workbook(text, "LS6 3QX 943 476 5919")
    yield as_workbook(text, "Return")[:-200]


def searched(said, *folders):
    """All that was said and written, in plain letters, workbooks taken apart and base64 undone."""
    texts = [said]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            texts.append(path.name)
            data = path.read_bytes() if path.is_file() else b""
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as packed:
                    data = b"\n".join(packed.read(name) for name in packed.namelist())
            texts.append(data.decode("utf-8", errors="replace"))
    found = "\n".join(texts)
    undone = [base64.b64decode(each).decode("utf-8", "replace") for each in _coded(found)]
    return re.sub(r"[^A-Z0-9]", "", "\n".join([found, *undone]).upper())


def _coded(text):
    return [each for each in re.findall(r"[A-Za-z0-9+/]{24,}={0,2}", text) if len(each) % 4 == 0]


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run commands with a cache of their own, and return all that they said."""
    monkeypatch.setenv("SPECRULES_CACHE", str(tmp_path / "cache"))

    def running(*argv):
        main([str(each) for each in argv])
        captured = capsys.readouterr()
        return captured.out + captured.err

    return running


def none_of_it(text):
    return [secret for secret in SECRETS if secret in text]


def test_the_search_finds_what_is_there():
    assert none_of_it(searched(TEXT)) == ["9434765919", "17111961", "LS63QX"]
    assert none_of_it(searched(base64.b64encode(f"a long text with {NHS} in it".encode()).decode()))


def written(folder, files):
    """Write returns into *folder* under names that say too much, and return their paths."""
    paths = []
    for number, data in enumerate(files):
        kind = "xlsx" if data[:2] == b"PK" else "csv"
        paths.append(folder / f"returns/riverbank {NHS} {number}.{kind}")
        paths[-1].write_bytes(data)
    return paths


def test_nothing_that_may_identify_a_person_comes_out_of_a_return(tmp_path, run):
    folder = a_folder(tmp_path / "in", riverbank=None)
    paths = written(folder, [in_every_column().encode(), as_workbook(in_every_column(), f"{POSTCODE} {NHS}")])
    for path in paths:
        said = run("review", folder / "spec.yaml", path, "--output", tmp_path / "out", "--format", "json")
        said += run("return", "check", path, folder / "spec.yaml")
        assert "EV436" in said
        assert none_of_it(searched(said, tmp_path / "out", tmp_path / "cache")) == []


def test_nothing_of_a_person_comes_out_of_returns_that_are_broken(tmp_path, run):
    folder = a_folder(tmp_path / "in", riverbank=None)
    paths = written(
        folder, [each for text in (in_every_column(), *in_every_heading()) for each in broken(text)]
    )
    said = run("review", folder, "--output", tmp_path / "out", "--format", "json")
    assert said.count("EV436") > len(paths)
    assert none_of_it(searched(said, tmp_path / "out", tmp_path / "cache")) == []
    said = run("review", folder, "--for", "publication", "--output", tmp_path / "public")
    assert none_of_it(searched(said, tmp_path / "public")) == []


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "gitlab"])
def test_lint_does_not_repeat_what_identifies_a_person_in_a_specification(form, tmp_path, run):
    spec = SPEC.replace("Keyworkers help people to use", f"As agreed for {NHS}, people use")
    folder = a_folder(tmp_path / "in", council=SIGNED, spec=spec)
    said = run("lint", folder / "spec.yaml", "--format", form)
    assert "an NHS number" in said
    assert none_of_it(searched(said, tmp_path / "cache")) == []


# -- how somebody may be reached

REACHED = "write to jane.smith@example.org or ring 07700 900123"
REACHED_BY = ("JANESMITH", "7700900123", "EXAMPLEORG")


STATED = SPEC.replace(", document: not needed", "")
STATEMENT = ("NWD-1.signed", "yes", "{}", "{}", "2026-06-30", "by {}")
COUNCIL = {**HEADINGS, "party": "council"}


def stated(kind, said, columns=("item", "answer", "document", "owner", "date", "comment")):
    """A return in which one statement says something in each cell of words."""
    cells = [each.format(said) for each in STATEMENT]
    if kind == "yaml":
        below = [f'    {column}: "{cell}"' for column, cell in zip(columns[1:], cells[1:], strict=True)]
        lines = [f'{name}: "{value}"' for name, value in COUNCIL.items() if value]
        return "\n".join([*lines, "items:", f"  {cells[0]}:", *below]).encode()
    lines = [f"{name},{value}" for name, value in COUNCIL.items()]
    cells = [cell.replace(",", ":") for cell in cells]
    text = "\n".join([*lines, "", ",".join(columns), ",".join(cells)])
    return as_workbook(text, "Return") if kind == "xlsx" else text.encode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
def test_how_somebody_may_be_reached_comes_out_of_no_cell_of_a_return(kind, tmp_path, run):
    folder = a_folder(tmp_path / "in", council=None, spec=STATED)
    path = folder / f"returns/council.{kind}"
    path.write_bytes(stated(kind, REACHED))
    said = run("review", folder, "--output", tmp_path / "out", "--format", "json")
    for form in ("text", "json", "sarif"):
        said += run("return", "check", path, folder / "spec.yaml", "--format", form)
    found = searched(said, tmp_path / "out", tmp_path / "cache")
    assert "WITHHELD" in found
    assert [each for each in REACHED_BY if each in found] == []
    assert "This looks as if it held an e-mail address." in said
    assert "This looks as if it held a telephone number." in said


@pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
def test_an_address_alone_in_a_cell_changes_no_verdict_and_an_nhs_number_does(kind, tmp_path, run):
    folder = a_folder(tmp_path / "in", council=None, spec=STATED)
    judged = {}
    for said in ("service manager", "manager@example.org", "07700 900123", NHS):
        (folder / f"returns/council.{kind}").write_bytes(stated(kind, said))
        run("review", folder, "--verdicts", tmp_path / "verdicts.csv")
        judged[said] = (tmp_path / "verdicts.csv").read_text()
    assert judged["manager@example.org"] == judged["07700 900123"] == judged["service manager"] != judged[NHS]


# -- extracts

CANARY = "CANARY{}Z"
KNOWN = {"AGNCY": "X0001", "CONSENT": "Y", "DOB": "04/05/1976", "SEX": "1", "REFLD": "02/04/2026"}
AS_WRITTEN = ("AGNCY", "DRUG1")  # no codes of these are listed, so tables keep what stands there


def an_extract(*rows):
    """The text of an extract with these rows, each of which says what differs."""
    whole = [
        {"FINITIAL": "Q", "SINITIAL": "Z", "EPISODID": f"E{n}", **KNOWN, **row} for n, row in enumerate(rows)
    ]
    lines = [EXTRACT, *([each.get(name, "NA") for name in EXTRACT] for each in whole)]
    return "".join(",".join(cells) + "\r\n" for cells in lines)


def of_canaries():
    """Extracts with a canary in each column, in rows that are used and rows that are not; and broken ones."""
    marks = {name: CANARY.format(number) for number, name in enumerate(EXTRACT)}
    rows = [{}, {}, *({name: mark} for name, mark in marks.items()), marks]
    rows += [{"REFLD": "soon", **row} for row in rows]
    text, mark = an_extract(*rows), CANARY.format("")
    first = marks["CLIENT"]
    yield "whole", text.encode()
    yield "no headings", text.partition("\r\n")[2].encode()
    yield "a canary for a heading", text.replace("FINITIAL", mark).encode()
    yield "two headings alike", text.replace("FINITIAL", "SINITIAL").encode()
    yield "two canaries for headings", text.replace("FINITIAL", mark).replace("SINITIAL", mark).encode()
    yield "a quotation mark never closed", text.replace(first, f'"{first}', 1).encode()
    yield "another alphabet", text.replace(first, f"{first}\xe9").encode("latin-1")
    yield "bytes of no alphabet", text.encode() + b"\xff\xfe" + mark.encode()
    yield "a zero byte", text.replace(first, f"{first}\0").encode()
    yield "cells too many and too few", f"{text}{mark}\r\n{','.join([mark] * 99)}".encode()
    yield "cells shifted", text.replace("X0001,", "X0001,NA,").encode()
    yield "cut off", text.encode()[:-40]
    yield "one row alone", ",".join(marks.values()).encode()


def every_extract(test):
    """Run a test with each of them."""
    return pytest.mark.parametrize("data", [pytest.param(data, id=how) for how, data in of_canaries()])(test)


@every_extract
def test_nothing_that_stands_in_a_row_comes_out_where_an_extract_is_looked_at(data, tmp_path, run):
    folder = harbour(tmp_path, data)
    said = run("extract", "check", folder / "extracts/harbour.yaml")
    said += run("extract", "convert", folder / "extracts/harbour.csv", "-o", tmp_path / "tables")
    # Who sent how many records stands beside the tables, by the codes of services as they are written.
    for table in (*tmp_path.glob("tables/*.parquet"), *tmp_path.glob("tables/extract.json")):
        table.unlink()
    assert "Traceback" not in said
    assert "CANARY" not in searched(said, tmp_path / "tables", tmp_path / "cache")


@pytest.mark.slow
@every_extract
def test_nothing_that_stands_in_a_row_of_an_extract_comes_out_of_a_review(data, tmp_path, run):
    folder, out = harbour(tmp_path, data), tmp_path / "out"
    said = run("ask", folder) + run("review", folder, "--keep", out / "kept")
    said += run("review", folder, "--format", "json", "--output", out / "review")
    said += run("review", folder, "--for", "publication", "--output", out / "published")
    said += run("pack", folder, "--output", out / "pack")
    assert "Traceback" not in said
    assert "CANARY" not in searched(said, out, tmp_path / "cache")


def harbour(folder, data):
    """The folder of the example with these bytes for an extract."""
    shutil.copytree(HARBOUR, folder / "harbour")
    (folder / "harbour/extracts/harbour.csv").write_bytes(data)
    return folder / "harbour"


def test_tables_keep_only_what_has_no_listed_codes(tmp_path, run):
    rows = tmp_path / "rows.csv"
    rows.write_bytes(dict(of_canaries())["whole"])
    run("extract", "convert", rows, "-o", tmp_path / "tables")
    kept = {CANARY.format(EXTRACT.index(name)) for name in AS_WRITTEN}
    assert set(re.findall("CANARY[0-9]+Z", searched("", tmp_path / "tables"))) == kept


# -- what is no return, or was named in place of another file


@pytest.mark.parametrize("line", ['"{}: [', '"{}": 3', "a: *9434765919", "a: !!9434765919 b"])
def test_a_return_that_is_named_in_place_of_a_specification_is_not_repeated(line, tmp_path, run):
    folder = a_folder(tmp_path / "in")
    wrong = folder / "returns/riverbank.yaml"
    # A postcode stays: in a specification it may be that of premises.
    wrong.write_text(wrong.read_text() + f"  {line}\n".format(f"{NHS} {BORN}") * 2)
    for command in (("review", wrong, folder), ("ask", wrong), ("extract", "check", wrong)):
        assert none_of_it(searched(run(*command))) == [], command


def test_what_a_meeting_log_says_of_an_allowance_is_written_without_what_identifies_a_person(tmp_path, run):
    log = LOG.replace("the new record system is late", TEXT).replace("review meeting", TEXT)
    folder = a_folder(tmp_path / "in", log=log + f'    conditions: "{TEXT}"\n')
    said = run("review", folder, "--output", tmp_path / "out", "--verdicts", tmp_path / "out/verdicts.csv")
    for command in (("pack", folder, "--output", tmp_path / "pack"), ("plan", folder), ("ask", folder)):
        said += run(*command)
    assert "withheld" in said
    assert none_of_it(searched(said, tmp_path / "out", tmp_path / "pack", tmp_path / "cache")) == []


# -- every command

PUBLISH = {"review", "pack", "compare", "roll-up"}
REFUSE_TO = {"plan", "trend", "replay"}
FOR_THE_PARTIES = {"ask", "verify", "return new", "return check", "extract check", "extract convert"}
OF_NOBODY = {
    *(
        "new",
        "lint",
        "explain",
        "schedule",
        "compile",
        "test",
        "list",
        "schema",
        "upgrade",
        "sql",
        "serve",
        "lsp",
    ),
    *("spec to-xlsx", "spec from-xlsx", "extract invent"),
}


def every_command():
    """Each command with its own, by the words that call it."""
    for name, command in get_command(app).commands.items():
        for more, each in getattr(command, "commands", {"": command}).items():
            yield f"{name} {more}".strip(), each


def test_of_every_command_it_is_known_for_whom_it_writes():
    """A new one is put where it belongs, and tested for what it may not say: here or in tests/disclosure."""
    assert {name for name, _ in every_command()} == PUBLISH | REFUSE_TO | FOR_THE_PARTIES | OF_NOBODY


def test_whoever_can_be_asked_to_publish_does_so_or_refuses():
    asked = {name for name, each in every_command() if any("--for" in p.opts for p in each.params)}
    assert asked == PUBLISH | REFUSE_TO
