"""Findings as a commissioner sees them, and as a program reads them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.lint import LintRun, lint
from specrules.report.findings import as_json, as_text, render, summary, tally
from specrules.report.show import width

SCHEMA = Path(__file__).parents[2] / "specrules" / "schemas" / "findings.schema.json"
FILE = "specs/leeds.yaml"
TEXT = """\
requirements:
  MA-1:
      target: at least 0.9
    force: must
    force: may
\ttitle: x
    title: café £ 日本\u00a0wrong
"""


def a_finding(span=None, severity=Severity.ERROR, message="This is wrong.", file=FILE, **more):
    settings = {"code": "MS302", "name": "percent-or-fraction", **more}
    return Finding(severity=severity, place=Place(file, span), message=message, **settings)


def rendered(*findings, **options):
    return render(findings, {FILE: TEXT}, **options)


# -- the whole of it


def test_a_finding_says_where_what_how_and_last_its_code():
    found = a_finding(
        Span(3, 24, 3, 27),
        message='"at least 0.9" could mean 90% or 0.9%. Write it with a percent sign.',
        subject='MA-1 "Keyworkers help people to use mutual aid"',
        meant="90%",
    )
    assert rendered(found) == (
        'specs/leeds.yaml, line 3 - MA-1 "Keyworkers help people to use mutual aid"\n'
        '  "at least 0.9" could mean 90% or 0.9%. Write it with a percent sign.\n'
        "    3 |       target: at least 0.9\n"
        "      |                        ^^^  90%\n"
        "                                                     percent-or-fraction (MS302)\n"
    )


def test_a_finding_that_joins_two_places_shows_both_in_order():
    found = a_finding(
        Span(5, 5, 5, 10),
        message='"force" is given twice: "must" on line 4, "may" on line 5. Only one can count.',
        also=(Place(FILE, Span(4, 5, 4, 10)),),
        remedy="Delete the one you do not want.",
        code="FI102",
        name="given-twice",
    )
    assert rendered(found) == (
        "specs/leeds.yaml, line 5\n"
        '  "force" is given twice: "must" on line 4, "may" on line 5. Only one can count.\n'
        "    4 |     force: must\n"
        "      |     ^^^^^\n"
        "    5 |     force: may\n"
        "      |     ^^^^^\n"
        "  Delete the one you do not want.                            given-twice (FI102)\n"
    )


def test_a_tab_can_be_seen():
    found = a_finding(Span(6, 1, 6, 2), message="This line starts with a tab.", code="FI101", name="file-tab")
    assert rendered(found) == (
        "specs/leeds.yaml, line 6\n"
        "  This line starts with a tab.\n"
        "    6 | →title: x\n"
        "      | ^\n"
        "                                                                file-tab (FI101)\n"
    )


def test_carets_stand_under_wide_letters_and_odd_spaces():
    found = a_finding(Span(7, 21, 7, 26))
    assert rendered(found).splitlines()[2:4] == [
        "    7 |     title: café £ 日本␣wrong",
        "      |                       ^^^^^",
    ]


def test_a_whole_file_has_no_line():
    found = a_finding(message="This file is empty.", code="FI121", name="empty-file")
    assert rendered(found) == (
        "specs/leeds.yaml, whole file\n"
        "  This file is empty.\n"
        "                                                              empty-file (FI121)\n"
    )


def test_a_cell_is_named_with_its_sheet():
    found = Finding(
        "EV425",
        "item-given-twice",
        Severity.ERROR,
        Place("returns/riverbank.xlsx", sheet="Return", cell="D7"),
        "MA-1.delivered is answered twice.",
        also=(Place("returns/riverbank.xlsx", sheet="Return", cell="D9"),),
    )
    assert render([found], {}) == (
        "returns/riverbank.xlsx, sheet Return, cell D7\n"
        "  MA-1.delivered is answered twice.\n"
        "  See also returns/riverbank.xlsx, sheet Return, cell D9.\n"
        "                                                        item-given-twice (EV425)\n"
    )


@pytest.mark.parametrize(
    ("severity", "label"),
    [
        (Severity.ERROR, "(MS302)"),
        (Severity.WARNING, "(MS302, warning)"),
        (Severity.ADVICE, "(MS302, advice)"),
    ],
)
def test_how_much_it_matters_is_said_in_words(severity, label):
    assert rendered(a_finding(severity=severity)).endswith(f"{label}\n")


def test_long_texts_are_wrapped_and_the_code_gets_a_line_of_its_own():
    found = a_finding(
        message="word " * 20, remedy="Write something else here, of which there is a great deal to say."
    )
    assert rendered(found) == (
        "specs/leeds.yaml, whole file\n"
        "  word word word word word word word word word word word word word word word\n"
        "  word word word word word\n"
        "  Write something else here, of which there is a great deal to say.\n"
        "                                                     percent-or-fraction (MS302)\n"
    )


def test_of_a_long_line_the_part_that_is_wrong_is_shown():
    line = "wording: " + "before " * 30 + "WRONG" + " after" * 30
    start = line.index("WRONG") + 1
    found = a_finding(Span(1, start, 1, start + 5))
    assert render([found], {FILE: line}).splitlines()[2:4] == [
        "    1 | … before before before before before before WRONG after after after aft…",
        "      |                                             ^^^^^",
    ]


def test_the_place_after_a_line_that_fills_the_screen_is_still_on_it():
    line = "x" * 72
    text = render([a_finding(Span(1, 73, 1, 73))], {FILE: line})
    assert max(map(len, text.splitlines())) == 80


def test_a_finding_over_several_lines_is_marked_on_its_first():
    assert rendered(a_finding(Span(2, 3, 5, 15))).splitlines()[2:4] == ["    2 |   MA-1:", "      |   ^^^^^"]


def test_an_empty_stretch_has_one_caret():
    assert rendered(a_finding(Span(2, 8, 2, 8))).splitlines()[2:4] == ["    2 |   MA-1:", "      |        ^"]


def test_findings_are_in_order_with_an_empty_line_between():
    later, earlier = a_finding(Span(4, 5, 4, 10)), a_finding(Span(3, 7, 3, 13))
    assert rendered(later, earlier) == f"{rendered(earlier)}\n{rendered(later)}"


def test_colour_is_only_added():
    found = a_finding(Span(3, 24, 3, 27), subject='MA-1 "Keyworkers"', remedy="Write 90%.", meant="90%")
    coloured = rendered(found, colour=True)
    assert "\x1b[31m^^^\x1b[0m" in coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[31m"):
        coloured = coloured.replace(code, "")
    assert coloured == rendered(found)


def test_nothing_that_somebody_else_wrote_can_move_the_cursor():
    nasty = "\x1b[2J\u202e\r\n"
    found = a_finding(
        Span(1, 1, 1, 4),
        message=nasty,
        file=nasty,
        subject=nasty,
        meant=nasty,
        remedy=nasty,
        also=(Place(nasty),),
    )
    text = render([found], {nasty: f"{nasty}x"})
    assert all(line.isprintable() for line in text.split("\n"))


# -- for every text

LINES = st.text(st.characters(exclude_characters="\r\n"), max_size=200) | st.text(
    "日a\t\u00a0é\u0301", max_size=200
)


@given(st.lists(LINES, min_size=1, max_size=4), st.data())
def test_every_stretch_of_every_text_is_marked_within_80_columns(lines, data):
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    end = data.draw(st.integers(start, len(lines[line - 1]) + 1))
    text = render([a_finding(Span(line, start, line, end))], {FILE: "\n".join(lines)})
    shown, carets = text.split("\n")[2:4]
    assert width(shown) <= 80
    assert width(carets) <= 80
    assert set(carets) <= set(" |^")
    assert "^" in carets


@given(st.integers(1, 9), st.integers(1, 300), st.integers(1, 9), st.integers(1, 300))
def test_a_place_outside_the_text_is_no_reason_to_fail(line, column, end_line, end_column):
    assert "MS302" in rendered(a_finding(Span(line, column, end_line, end_column)))


# -- the last line


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ("", "nothing wrong"),
        ("e", "1 error"),
        ("eew", "2 errors, 1 warning"),
        ("awwa", "2 warnings, 2 pieces of advice"),
        ("a", "1 piece of advice"),
    ],
)
def test_findings_are_counted_by_how_much_they_matter(severities, words):
    known = {"e": Severity.ERROR, "w": Severity.WARNING, "a": Severity.ADVICE}
    assert tally(a_finding(severity=known[each]) for each in severities) == words


def test_the_last_line_says_what_was_done():
    assert summary(LintRun((), 17, 42, to_act_on=False)) == "42 rules ran on 17 files: nothing wrong."


def test_the_last_line_says_what_was_not_done():
    run = LintRun((a_finding(),), 1, 42, to_act_on=True, passed_over=2, unreadable=("x was not read.",))
    assert summary(run) == (
        "42 rules ran on 1 file: 1 error. "
        "2 other YAML files were passed over: no line there begins with specrules. "
        "1 file could not be read."
    )


def test_the_text_of_a_run_ends_with_its_last_line():
    run = LintRun((a_finding(),), 1, 42, to_act_on=True, sources={FILE: TEXT})
    assert as_text(run) == f"{rendered(a_finding())}\n{summary(run)}\n"


def test_a_clean_run_is_one_line():
    assert as_text(LintRun((), 1, 42, to_act_on=False)) == "42 rules ran on 1 file: nothing wrong.\n"


# -- JSON


@pytest.fixture(scope="module")
def valid():
    """Whether data is as the published schema says; nothing is fetched."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=Registry()).is_valid


def test_a_finding_has_all_its_parts_in_json():
    found = a_finding(
        Span(5, 5, 5, 10),
        Severity.WARNING,
        subject='MA-1 "Keyworkers"',
        meant="90%",
        remedy="Write 90%.",
        also=(Place("a.xlsx", sheet="Return", cell="D7"),),
    )
    assert json.loads(as_json([found], 17, 42)) == {
        "specrules": "findings 1",
        "findings": [
            {
                "code": "MS302",
                "name": "percent-or-fraction",
                "severity": "warning",
                "file": "specs/leeds.yaml",
                "line": 5,
                "column": 5,
                "end_line": 5,
                "end_column": 10,
                "sheet": None,
                "cell": None,
                "subject": 'MA-1 "Keyworkers"',
                "message": "This is wrong.",
                "meant": "90%",
                "remedy": "Write 90%.",
                "also": [
                    {
                        "file": "a.xlsx",
                        "line": None,
                        "column": None,
                        "end_line": None,
                        "end_column": None,
                        "sheet": "Return",
                        "cell": "D7",
                    }
                ],
            }
        ],
        "hidden": [],
        "files": 17,
        "rules": 42,
    }


def test_json_is_as_its_schema_says(valid, tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text("specrules: spec 1\ntitle: a\ntitle: b\nparteis: {}\n", encoding="utf-8")
    run = lint(path)
    data = json.loads(as_json(run.findings, run.files, run.rules))
    assert len(data["findings"]) > 2
    assert valid(data)


def test_the_schema_refuses_what_is_not_a_finding(valid):
    data = json.loads(as_json([a_finding()], 1, 42))
    assert valid(data)
    for changed in ({**data, "more": 1}, {**data, "specrules": "findings 2"}, {"findings": []}):
        assert not valid(changed)
    data["findings"][0]["line"] = 0
    assert not valid(data)


def test_json_is_sorted_and_plain_ascii():
    later, earlier = a_finding(Span(4, 5, 4, 10)), a_finding(Span(3, 7, 3, 13), message="£ \u202e")
    text = as_json([later, earlier], 1, 42)
    assert text.isascii()
    assert [each["line"] for each in json.loads(text)["findings"]] == [3, 4]


def test_what_has_no_room_on_one_line_has_a_line_for_each_sentence():
    run = LintRun((), 17, 42, to_act_on=False, of_parties=31, passed_over=2)
    assert as_text(run).splitlines() == [
        "42 rules ran on 17 files: nothing wrong.",
        "31 returns and meeting logs were passed over; name them to look at them.",
        "2 other YAML files were passed over: no line there begins with specrules.",
    ]
