"""What may identify a person is seeded everywhere, things go wrong, and none of it comes out anywhere.

An NHS number, a date of birth and a postcode are written into every column and heading of a return, into
its comments, the names of its sheets and of its file, and into a specification; and files are broken in the
ways that files break.  Then the commands that read them run, and all they say, write or keep is searched.
"""

import base64
import io
import re
import zipfile

import openpyxl
import pytest
from typer.main import get_command

from specrules.__main__ import main
from specrules.cli import app
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
