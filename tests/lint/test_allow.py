"""Comments that allow a finding to stand: with a reason, where they are for, and until when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.lint import Options, lint
from specrules.text.comments import comments
from specrules.text.tree import read_tree
from tests.lint.made import a_spec
from tests.lint.test_lint import write

REQUIREMENTS = """\
requirements:
  X-1:
    title: Something is done
    owed-by: riverbank
    strength: should
    checks:
      done: {count: times it was done, target: at least 3}
  X-2:
    title: Something else is done
    owed-by: riverbank
    strength: should
    checks:
      done: {count: times it was done, target: at least 3}
"""
BECAUSE = "because the panel decides in the autumn"


def run_of(tmp_path, text, **options):
    return lint(write(tmp_path / "spec.yaml", text), Options(**options))


def with_comment(comment, above):
    """A specification in which two requirements give no source, with *comment* above the line *above*."""
    return a_spec(REQUIREMENTS).replace(above, f"{comment}\n{above}", 1)


def unsourced(run):
    return [each.subject.split()[0] for each in run.findings if each.code == "SO701"]


def about_comments(run):
    return [(each.code, each.place.span.line) for each in run.findings if each.code.startswith("FI19")]


def only(run, code):
    return [each for each in run.findings if each.code == code]


# -- where it is for


def test_without_a_comment_both_requirements_are_found(tmp_path):
    assert unsourced(run_of(tmp_path, a_spec(REQUIREMENTS))) == ["X-1", "X-2"]


def test_a_comment_at_the_end_of_a_line_is_for_that_line(tmp_path):
    text = a_spec(REQUIREMENTS).replace("  X-1:\n", f"  X-1:  # specrules: allow SO701 {BECAUSE}\n")
    run = run_of(tmp_path, text)
    assert unsourced(run) == ["X-2"]
    assert [(each.finding.subject.split()[0], each.reason) for each in run.hidden] == [
        ("X-1", "the panel decides in the autumn")
    ]


def test_a_comment_above_an_entry_is_for_the_whole_entry(tmp_path):
    comment = f"  # specrules: allow no-source {BECAUSE}"
    assert unsourced(run_of(tmp_path, with_comment(comment, "  X-1:\n"))) == ["X-2"]
    assert unsourced(run_of(tmp_path, with_comment(comment, "requirements:\n"))) == []


def test_a_comment_above_everything_is_for_the_whole_file(tmp_path):
    text = f"# Our specification\n# specrules: allow SO701 {BECAUSE}\n" + a_spec(REQUIREMENTS)
    run = run_of(tmp_path, text)
    assert (unsourced(run), len(run.hidden)) == ([], 2)


@pytest.mark.parametrize("codes", ["SO701, SO718", "so701 and no-remedy", "no-source, no-remedy"])
def test_a_comment_can_allow_several(codes, tmp_path):
    run = run_of(tmp_path, f"# specrules: allow {codes} {BECAUSE}\n" + a_spec(REQUIREMENTS))
    assert {each.finding.code for each in run.hidden} >= {"SO701"}
    assert unsourced(run) == []


def test_what_is_hidden_is_counted_in_the_last_line(tmp_path):
    from specrules.report.findings import summary

    run = run_of(tmp_path, f"# specrules: allow SO701 {BECAUSE}\n" + a_spec(REQUIREMENTS))
    assert "Not shown: 2 findings allowed by comments." in summary(run)


# -- what is no such comment


@pytest.mark.parametrize(
    "line",
    [
        f"title: 'x # specrules: allow SO701 {BECAUSE}'",
        f'title: "x # specrules: allow SO701 {BECAUSE}"',
        f"title: |\n  x\n  # specrules: allow SO701 {BECAUSE}",
        f"title: x# specrules: allow SO701 {BECAUSE}",
    ],
)
def test_a_hash_inside_a_text_is_no_comment(line, tmp_path):
    text = a_spec(REQUIREMENTS).replace("title: Integrated drug and alcohol recovery service", line)
    assert comments_of(text) == []


def test_a_comment_behind_the_sign_of_a_long_text_is_one():
    assert comments_of("a: |  # one\n  # two\n  text\n# three\n") == ["# one", "# three"]


def comments_of(text):
    tree = read_tree(source_of("spec.yaml", text.encode()))
    return [said for _, said in comments(tree)]


@given(
    st.lists(
        st.sampled_from(
            [
                "a: b",
                "c: 'x # y'",
                'd: "x # y"',
                "e: [1, 2]  # one",
                "# two",
                "f: x#y",
                "",
                "g: {h: '#'} # three",
                "i: |\n  # no",
            ]
        ),
        max_size=8,
    )
)
def test_the_comments_are_what_can_be_taken_out_without_changing_a_word(lines):
    numbered = [line.replace(":", f"{n}:", 1) if line[:1].isalpha() else line for n, line in enumerate(lines)]
    text = "\n".join([*numbered, "z: end", ""])
    tree = read_tree(source_of("spec.yaml", text.encode()))
    found = list(comments(tree))
    rows = text.split("\n")
    for span, said in reversed(found):
        row = rows[span.line - 1]
        assert row[span.column - 1 :].rstrip() == said
        rows[span.line - 1] = row[: span.column - 1].rstrip()
    assert words(read_tree(source_of("spec.yaml", "\n".join(rows).encode())).root) == words(tree.root)
    assert sum(line.count("# one") + line.count("# two") + line.count("# three") for line in lines) == len(
        found
    )


def words(node):
    if hasattr(node, "entries"):
        return [(entry.key.text, words(entry.value)) for entry in node.entries]
    return [words(item) for item in node.items] if hasattr(node, "items") else node.text


# -- what is wrong with a comment


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("allow SO701", "FI191", "does not say why"),
        ("allow SO701 because", "FI191", "does not say why"),
        ("allow SO701 because ...", "FI191", "does not say why"),
        ("alow SO701 because of the panel", "FI192", "does not understand it"),
        ("allow because of the panel", "FI192", "no rule called"),
        ("allow SO799 because of the panel", "FI192", 'no rule called "SO799"'),
        ("allow S0701 - the panel decides", "FI192", 'no rule called "S0701"'),
        ("allow SO701 - the panel decides", "FI192", 'here it stands behind "-"'),
        (
            "allow SO701, no-remedy until 2026-12-31 \u2013 it is so",
            "FI192",
            'here it stands behind "\u2013"',
        ),
        ("allow SO701 (the panel decides)", "FI192", 'here it stands behind "("'),
        ("allow SO701 until Christmas because of the panel", "FI192", "Christmas"),
        ("allow SO701 until 31/12/2026 because of the panel", "FI192", "31/12/2026"),
        ("allow SO701 because of the panel, until 2026-12-31", "FI192", "behind the reason"),
        ("allow FI104 because we like it so", "FI195", "cannot"),
        ("allow FI193 because we like it so", "FI195", "cannot"),
        ("allow no-remedy because it is so", "FI193", "not found here"),
    ],
)
def test_a_comment_that_does_not_work_is_a_finding(said, code, words, tmp_path):
    text = with_comment(f"  # specrules: {said}", "  X-1:\n")
    (found,) = [each for each in run_of(tmp_path, text).findings if each.code.startswith("FI19")]
    assert found.code == code
    assert words in f"{found.message} {found.remedy}" or words in found.message.replace(
        "no comment can", "cannot"
    )
    assert unsourced(run_of(tmp_path, text)) == ["X-1", "X-2"]


@pytest.mark.parametrize("begun", ["specrule: ", "specrules ", "Specrule "])
def test_a_comment_that_nearly_begins_as_one_allows_nothing_and_is_a_finding(begun, tmp_path):
    run = run_of(tmp_path, with_comment(f"  # {begun}allow SO701 {BECAUSE}", "  X-1:\n"))
    (found,) = only(run, "FI192")
    assert found.message == 'This comment does not begin with "specrules:", so it allows nothing.'
    assert unsourced(run) == ["X-1", "X-2"]


def test_a_remark_about_specrules_is_no_comment_for_it(tmp_path):
    run = run_of(tmp_path, with_comment("  # specrules allows comments", "  X-1:\n"))
    assert only(run, "FI192") == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("SO701, no-remedy", "Of what this comment allows, no-remedy is not found here."),
        (
            "SO714, no-source, no-remedy",
            "Of what this comment allows, so714 and no-remedy are not found here.",
        ),
    ],
)
def test_of_several_that_a_comment_allows_those_that_are_not_found_are_named(names, said, tmp_path):
    run = run_of(tmp_path, with_comment(f"  # specrules: allow {names} {BECAUSE}", "  X-1:\n"))
    assert [each.message for each in only(run, "FI193")] == [said]
    assert unsourced(run) == ["X-2"]


def test_the_remedy_for_a_slip_is_the_nearest_name(tmp_path):
    run = run_of(tmp_path, with_comment("  # specrules: allow no-sorce because of the panel", "  X-1:\n"))
    (found,) = only(run, "FI192")
    assert found.remedy == "Did you mean no-source?"


def test_a_comment_can_not_allow_what_is_wrong_with_comments(tmp_path):
    text = f"# specrules: allow FI191 {BECAUSE}\n" + with_comment("  # specrules: allow SO701", "  X-1:\n")
    assert sorted(code for code, _ in about_comments(run_of(tmp_path, text))) == ["FI191", "FI195"]


def test_where_errors_are_left_nothing_is_said_of_comments_that_allow_nothing(tmp_path):
    text = with_comment(f"  # specrules: allow no-remedy {BECAUSE}", "  X-1:\n").replace("owed-by", "owd-by")
    assert about_comments(run_of(tmp_path, text)) == []


# -- until when

UNTIL = f"  # specrules: allow SO701 until 2026-12-31 {BECAUSE}"


@pytest.mark.parametrize(
    ("day", "left", "about"),
    [("2026-12-31", ["X-2"], []), ("2027-01-01", ["X-1", "X-2"], ["FI194"]), ("", ["X-2"], [])],
    ids=["the last day", "the day after", "no day"],
)
def test_a_comment_holds_to_the_end_of_its_last_day(day, left, about, tmp_path):
    run = run_of(tmp_path, with_comment(UNTIL, "  X-1:\n"), as_at=day)
    assert unsourced(run) == left
    assert [code for code, _ in about_comments(run)] == about


def test_without_a_day_it_is_said_that_ends_were_not_looked_at(tmp_path):
    run = run_of(tmp_path, with_comment(UNTIL, "  X-1:\n"))
    assert len(run.remarks) == 1
    assert "add --as-at and the day" in run.remarks[0]
    assert run_of(tmp_path, with_comment(UNTIL, "  X-1:\n"), as_at="2026-01-01").remarks == ()


def test_comments_are_judged_anew_when_nothing_else_has_changed(tmp_path):
    path = write(tmp_path / "spec.yaml", with_comment(UNTIL, "  X-1:\n"))
    kept = str(tmp_path / "kept")
    assert unsourced(lint(path, Options(cache=kept, as_at="2026-12-31"))) == ["X-2"]
    assert unsourced(lint(path, Options(cache=kept, as_at="2027-01-01"))) == ["X-1", "X-2"]
