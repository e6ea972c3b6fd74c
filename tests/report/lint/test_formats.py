"""What lint found, in every format: whole outputs, and what each platform asks of its own."""

import csv
import io
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.lint import LintRun, lint
from specrules.lint.run import Hidden
from specrules.report.lint import ALSO, FORMATS, Shown, written
from specrules.report.lint.places import fingerprints
from specrules.spec.schema import validate
from tests.lint.made import a_spec
from tests.lint.test_lint import write

BROKEN = Path(__file__).parents[2] / "broken"
SCHEMAS = Path(__file__).parents[2] / "schemas"
TOP = "/home/ann/specs"
FILE = f"{TOP}/north & south/leeds £.yaml"
TEXT = """\
specrules: spec 1
requirements:
  MA-1: {title: "£10 and 🎉", target: at least 0.9, strength: must}
  MA-2:
    title: "a: b"
    force: must
"""
LINE = TEXT.split("\n")[2]
AT = LINE.index("at least 0.9")


def at(line, column, end):
    return Span(line, column + 1, line, end + 1)


WRONG = Finding(
    "MS302",
    "percent-or-fraction",
    Severity.ERROR,
    Place(FILE, at(3, AT, AT + 12)),
    '"at least 0.9" could mean 90% or 0.9%. Write it with a percent sign.',
    'MA-1 "£10 and 🎉"',
    meant="at least 90%",
    remedy="Write at least 90% instead.",
)
CLASH = Finding(
    "FI104",
    "misspelt-heading",
    Severity.ERROR,
    Place(FILE, Span(6, 5, 6, 10)),
    '"force" is not a heading used here.',
    also=(Place(FILE, Span(4, 3, 4, 7)), Place("rules/one.yaml", Span(2, 1, 2, 5))),
)
ADVICE = Finding(
    "SO702",
    "stronger-than-source",
    Severity.ADVICE,
    Place("returns/q1.xlsx", sheet="Return", cell="D7"),
    "=HYPERLINK(1) | <b>*bold*</b> @all #1 ]]> \u202e\x1b[2J",
    remedy="-1 is not a remedy.",
)
WHOLE = Finding(
    "FI111",
    "not-utf8",
    Severity.WARNING,
    Place("old.yaml"),
    "This file is saved the old Windows way, 100%: yes.",
)
ALLOWED = Finding(
    "SO718", "no-remedy", Severity.ADVICE, Place(FILE, Span(4, 3, 4, 7)), "Nothing follows.", 'MA-2 "a: b"'
)
KNOWN = Finding("SO701", "no-source", Severity.ERROR, Place(FILE, Span(4, 3, 4, 7)), "No source.", "MA-2")
RUN = LintRun(
    (WRONG, CLASH, WHOLE, ADVICE),
    files=17,
    rules=42,
    to_act_on=True,
    passed_over=1,
    sources={FILE: TEXT},
    hidden=(Hidden(ALLOWED, "the panel decides in the autumn"), Hidden(KNOWN)),
    failing=frozenset({CLASH, WRONG}),
)
CLEAN = LintRun((), files=1, rules=42, to_act_on=False)
SHOWN = Shown(TOP)
ENDINGS = {"json": "json", "sarif": "json", "gitlab": "json", "junit": "xml", "html": "html", "csv": "csv"}


def document(form, run=RUN):
    return json.loads(written(run, form, SHOWN))


# -- the whole of each


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_shows_it_all(form, as_kept):
    text = written(RUN, form, SHOWN)
    as_kept(f"{form}.{ENDINGS.get(form, 'txt')}", text.replace("\r\n", "\n"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_run_has_its_form_too(form, as_kept):
    as_kept(f"clean-{form}.{ENDINGS.get(form, 'txt')}", written(CLEAN, form, SHOWN).replace("\r\n", "\n"))


def test_text_is_another_name_for_full():
    assert ALSO == {"text": "full"}
    assert written(RUN, "text") == written(RUN, "full")


@pytest.mark.parametrize("form", [*FORMATS, "statistics"])
def test_nothing_printed_can_move_the_cursor_or_turn_text_round(form):
    said = written(RUN, form, SHOWN)
    assert "\x1b" not in said
    assert "\u202e" not in said


# -- files that could not be read

GONE = "b.yaml was not read: there is no such file."
UNREAD = CLEAN._replace(unreadable=(GONE,))


def test_sarif_says_which_files_were_not_read(validates):
    told = document("sarif", UNREAD)
    validates("sarif-2.1.0-used.schema.json", told)
    assert told["runs"][0]["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": GONE}}],
        }
    ]


def test_a_file_that_was_not_read_is_an_error_among_the_tests():
    import xmlschema

    told = written(UNREAD, "junit", SHOWN)
    xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(told)
    suites = ElementTree.fromstring(told)  # noqa: S314 - our own text
    assert [each.get("message") for each in suites.iter("error")] == [GONE]
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("1", "0", "1")


def test_a_file_that_was_not_read_has_an_annotation_of_the_ten():
    run = UNREAD._replace(findings=tuple(many(11, Severity.ERROR)))
    lines = written(run, "github").splitlines()
    assert lines[0] == f"::error::{GONE}"
    assert len([line for line in lines if line.startswith("::error")]) == 10
    assert lines[-1].endswith("2 findings have no annotation.")


# -- SARIF


def test_sarif_follows_the_standard_as_far_as_it_is_used(validates):
    validates("sarif-2.1.0-used.schema.json", document("sarif"))
    validates("sarif-2.1.0-used.schema.json", document("sarif", CLEAN))


@pytest.fixture
def official_sarif():
    """A reader of the schema that OASIS publishes with SARIF 2.1.0, where ``.ci/run`` has unpacked it."""
    path = os.environ.get("SPECRULES_SARIF_SCHEMA")
    if not path:
        reason = "SPECRULES_SARIF_SCHEMA does not say where the schema of SARIF is"
        (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)(reason)
    return Draft7Validator(json.loads(Path(path).read_text(encoding="utf-8")))


def faults_in(reader, document):
    return [f"{each.json_path}: {each.message}" for each in reader.iter_errors(document)]


@pytest.mark.parametrize("run", [RUN, CLEAN], ids=["findings", "clean"])
def test_sarif_follows_the_official_schema(run, official_sarif):
    assert faults_in(official_sarif, document("sarif", run)) == []


@pytest.mark.slow
def test_sarif_of_real_files_follows_the_official_schema(official_sarif):
    assert faults_in(official_sarif, document("sarif", lint(BROKEN))) == []


def test_the_official_schema_of_sarif_finds_what_is_wrong(official_sarif):
    wrong = document("sarif")
    wrong["runs"][0]["results"][0]["level"] = "fatal"
    assert faults_in(official_sarif, wrong) != []


def test_sarif_counts_columns_in_characters_and_says_so():
    run = document("sarif")["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert LINE[region["startColumn"] - 1 : region["endColumn"] - 1] == "at least 0.9"


def test_sarif_names_files_from_the_top_of_the_repository_as_addresses():
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in document("sarif")["runs"][0]["results"]
    ]
    assert uris[0] == "north%20%26%20south/leeds%20%C2%A3.yaml"
    assert uris[2] == "old.yaml"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("/elsewhere/a b.yaml", "file:///elsewhere/a%20b.yaml"),
        ("C:/specs/a.yaml", "file:///C:/specs/a.yaml"),
        ("odd:name.yaml", "odd%3Aname.yaml"),
    ],
)
def test_sarif_has_an_address_for_every_file(file, uri):
    run = RUN._replace(findings=(Finding("FI111", "x", Severity.ERROR, Place(file), "Wrong."),), hidden=())
    (result,) = document("sarif", run)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_has_what_is_hidden_with_its_reason():
    results = document("sarif")["runs"][0]["results"]
    assert [each["suppressions"] for each in results] == [
        [],
        [],
        [],
        [],
        [{"kind": "inSource", "justification": "the panel decides in the autumn"}],
        [{"kind": "external", "justification": "It was there before: see the baseline."}],
    ]


def test_sarif_has_the_change_that_would_mend_what_is_safe_to_mend(tmp_path):
    path = write(tmp_path / "spec.yaml", a_spec().replace("starts: 2026-04-01", "starts: 31/03/2026"))
    run = lint(path)
    (result,) = [each for each in document("sarif", run)["runs"][0]["results"] if each["ruleId"] == "FI109"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == ["2026-03-31"]


@pytest.mark.slow
def test_sarif_of_real_files_follows_the_standard_too(validates):
    validates("sarif-2.1.0-used.schema.json", document("sarif", lint(BROKEN)))


def test_sarif_explains_each_rule_once():
    run = document("sarif")["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == sorted({each["ruleId"] for each in run["results"]})
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])


# -- fingerprints


def test_a_fingerprint_stays_when_lines_move():
    lower = f"# more\n\n{TEXT}"
    moved = [
        each
        if each.place.span is None
        else each.__class__(
            each.code,
            each.name,
            each.severity,
            Place(
                FILE,
                Span(
                    each.place.span.line + 2,
                    *each.place.span[1:2],
                    each.place.span.end_line + 2,
                    each.place.span.end_column,
                ),
            ),
            each.message,
            each.subject,
        )
        for each in RUN.findings
    ]
    assert fingerprints(RUN.findings, {FILE: TEXT}, TOP) == fingerprints(moved, {FILE: lower}, TOP)


def test_a_fingerprint_stays_when_the_repository_moves():
    elsewhere = FILE.replace(TOP, "/build/7")
    moved = Finding(
        WRONG.code, WRONG.name, WRONG.severity, Place(elsewhere, WRONG.place.span), "", WRONG.subject
    )
    assert fingerprints([moved], {elsewhere: TEXT}, "/build/7") == fingerprints([WRONG], {FILE: TEXT}, TOP)


def test_two_findings_never_share_a_fingerprint():
    found = [WRONG, WRONG, CLASH, WHOLE, WHOLE]
    assert len(set(fingerprints(found, {FILE: TEXT}, TOP))) == 5


# -- JUnit


@pytest.mark.parametrize("run", [RUN, CLEAN], ids=["findings", "clean"])
def test_junit_follows_its_schema(run):
    import xmlschema

    schema = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
    schema.validate(written(run, "junit", SHOWN))


def test_junit_fails_what_makes_lint_fail_and_nothing_else():
    suites = ElementTree.fromstring(written(RUN, "junit", SHOWN))  # noqa: S314 - our own text
    cases = [(case.get("name"), [child.tag for child in case]) for case in suites.iter("testcase")]
    assert [tags for _, tags in cases] == [["failure"], ["failure"], ["skipped"], ["skipped"]]
    assert (suites.get("tests"), suites.get("failures")) == ("4", "2")


def test_no_two_tests_of_a_file_have_one_name():
    run = RUN._replace(findings=(WRONG, WRONG, CLASH, CLASH, CLASH))
    suites = ElementTree.fromstring(written(run, "junit", SHOWN))  # noqa: S314 - our own text
    assert [case.get("name") for case in suites.iter("testcase")] == [
        "percent-or-fraction (MS302), line 3",
        "percent-or-fraction (MS302), line 3, number 2",
        "misspelt-heading (FI104), line 6",
        "misspelt-heading (FI104), line 6, number 2",
        "misspelt-heading (FI104), line 6, number 3",
    ]


def test_a_clean_run_is_one_test_that_passed():
    suites = ElementTree.fromstring(written(CLEAN, "junit", SHOWN))  # noqa: S314 - our own text
    assert [list(case) for case in suites.iter("testcase")] == [[]]


# -- GitHub


def many(count, severity):
    return [
        Finding("SO718", "no-remedy", severity, Place("a.yaml", Span(n, 1, n, 2)), f"Number {n}.")
        for n in range(1, count + 1)
    ]


def test_github_gets_at_most_ten_of_a_kind_the_worst_first_and_the_rest_is_counted():
    found = [*many(3, Severity.ADVICE), *many(14, Severity.WARNING), *many(11, Severity.ERROR)]
    lines = written(CLEAN._replace(findings=tuple(found)), "github").splitlines()
    kinds = [line.split(" ")[0] for line in lines[:-1]]
    assert kinds == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 3
    assert lines[-1].endswith("5 findings have no annotation.")


def test_an_annotation_is_one_line_whatever_is_in_it():
    odd = Finding("FI111", "x", Severity.ERROR, Place("a,b:c%.yaml"), "One\r\ntwo % three")
    line = written(CLEAN._replace(findings=(odd,)), "github").splitlines()[0]
    assert line == "::error file=a%2Cb%3Ac%25.yaml,title=x (FI111)::One<U+000D><U+000A>two %25 three"


def test_an_annotation_over_several_lines_has_no_columns():
    wide = Finding("FI111", "x", Severity.ERROR, Place("a.yaml", Span(1, 2, 3, 4)), "Wrong.")
    assert "::error file=a.yaml,line=1,endLine=3,title=" in written(
        CLEAN._replace(findings=(wide,)), "github"
    )


def test_the_summary_page_is_never_longer_than_github_shows():
    found = [
        Finding("FI111", "x", Severity.ERROR, Place("£.yaml", Span(n, 1, n, 2)), "£" * 2000)
        for n in range(999)
    ]
    page = written(CLEAN._replace(findings=tuple(found)), "github-summary")
    assert len(page.encode()) <= 1024 * 1024
    assert re.search(r"\n\d{3} more findings are not on this page\.\n$", page)


# -- GitLab


def test_gitlab_follows_its_schema(validates):
    validates("gitlab-code-quality-used.schema.json", document("gitlab"))
    validates("gitlab-code-quality-used.schema.json", document("gitlab", CLEAN))


def test_gitlab_counts_lines_from_one():
    assert [each["location"]["lines"]["begin"] for each in document("gitlab")] == [3, 6, 1, 1]


# -- our own


def test_json_follows_the_published_schema():
    assert validate("findings", document("json")) == []
    assert validate("findings", document("json", CLEAN)) == []


def test_json_lines_are_the_findings_of_json():
    lines = [json.loads(line) for line in written(RUN, "json-lines").splitlines()]
    assert lines == document("json")["findings"]


def test_csv_has_no_formulas():
    rows = list(csv.reader(io.StringIO(written(RUN, "csv"))))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_statistics_count_each_code_the_most_frequent_first():
    found = (*many(12, Severity.ADVICE), WRONG)
    assert written(CLEAN._replace(findings=found), "statistics") == (
        "12  SO718  advice   no-remedy\n"
        " 1  MS302  error    percent-or-fraction\n"
        "\n"
        "42 rules ran on 1 file: 1 error, 12 pieces of advice.\n"
    )


# -- attacks

odd_texts = st.text(st.sampled_from("a<>&\"'`*_[]|\\\n\r\t\0\x1b\u202e\u2028]>:%,@=#£🎉-"), max_size=30)


def finding_of(text):
    return Finding(
        "FI111", "not-utf8", Severity.ERROR, Place(text or "x", Span(1, 1, 1, 2)), text, text, text, text
    )


class Tags(HTMLParser):
    """Every tag of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, [name for name, _ in attrs]))


@given(odd_texts)
def test_a_page_has_no_tags_but_its_own(text):
    finding = finding_of(text)
    run = CLEAN._replace(findings=(finding,), sources={finding.place.file: text})
    plain = finding_of("plain")
    same = CLEAN._replace(
        findings=(plain,), sources={"plain": "plain"} if text.strip("\r\n") and text else {}
    )
    assert {tag for tag, _ in Tags(written(run, "html")).tags} <= {
        *(tag for tag, _ in Tags(written(same, "html")).tags),
        "pre",
    }


@given(odd_texts)
def test_xml_stays_xml_and_csv_keeps_its_columns(text):
    run = CLEAN._replace(findings=(finding_of(text),))
    ElementTree.fromstring(written(run, "junit"))  # noqa: S314 - our own text
    assert {len(row) for row in csv.reader(io.StringIO(written(run, "csv")))} == {12}


@given(odd_texts)
def test_a_row_of_markdown_stays_a_row(text):
    lines = written(CLEAN._replace(findings=(finding_of(text),)), "markdown").split("\n")
    (row,) = [line for line in lines if line.startswith("| error")]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 7


def test_a_page_does_not_repeat_a_long_suggestion_where_nobody_sees_it(tmp_path):
    path = tmp_path / "spec.yaml"
    items = ", ".join(f"Site number {n}" for n in range(8))
    path.write_text(f"specrules: spec 1\nparties:\n  riverbank:\n    sites: {{each-of: {items}}}\n")
    page = written(lint(path), "html")
    assert f"^  [{items}]" not in page
    assert f"Write [{items}] instead." in page
