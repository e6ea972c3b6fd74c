"""Fixes put right what was found, add nothing, change nothing else, and say the same as before."""

from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specrules.base.errors import NotWritten
from specrules.base.files import read_text, source_of
from specrules.base.findings import Severity
from specrules.cli import run
from specrules.library import library_for
from specrules.lint import lint
from specrules.lint.fixing import fixable, mended, mended_files, still_says
from specrules.report.findings import summary
from specrules.report.fixes import as_text, diff
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from tests.damage import damaged
from tests.lint.made import a_spec

BROKEN = Path(__file__).parents[1] / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
both = pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])


@cache
def found_in(text):
    """The specification in a text as far as it can be read, and the errors in it."""
    tree = read_tree(source_of("spec.yaml", text.encode()))
    spec, findings = read_spec(tree, library_for("spec.yaml")[0])
    return spec, Counter(each.code for each in findings if each.severity is Severity.ERROR)


@cache
def mend(text, *, unsafe=False):
    return mended(source_of("spec.yaml", text.encode()), unsafe=unsafe)


# -- on every broken file


@each_file
@both
def test_a_fix_removes_its_finding_and_adds_none(path, unsafe):
    text = read_text(path).text
    after = mend(text, unsafe=unsafe)
    (_, before), (_, left) = found_in(text), found_in(after.text)
    assert left == before - Counter(fix.finding.code for fix, _ in after.made)


@each_file
@both
def test_to_mend_again_changes_nothing(path, unsafe):
    after = mend(read_text(path).text, unsafe=unsafe)
    assert mend(after.text, unsafe=unsafe).text == after.text


@each_file
def test_a_safe_fix_changes_nobody_s_duties(path):
    text = read_text(path).text
    before, _ = found_in(text)
    after, _ = found_in(mend(text).text)
    assert still_says(before, after)


@each_file
def test_what_is_said_to_be_mendable_is_mended(path):
    found = lint(path)
    (after,) = mended_files(found) or (None,)
    assert fixable(found.findings, found.sources) == (len(after.made) if after else 0)


def test_a_file_with_nothing_to_mend_is_not_read_again(tmp_path, monkeypatch):
    path = tmp_path / "spec.yaml"
    path.write_text(a_spec().replace("    strength: should\n", ""), encoding="utf-8")
    found = lint(path)
    monkeypatch.setattr(import_module("specrules.lint.fixing"), "read_tree", None)
    assert found.findings
    assert fixable(found.findings, found.sources) == 0


@each_file
def test_comments_and_other_lines_stay(path):
    text = read_text(path).text
    after = mend(text).text
    touched = sum(one != other for one, other in zip(text.split("\n"), after.split("\n"), strict=False))
    assert touched <= 16 or path.stem.endswith("-all-over")
    assert after.startswith(text.split("\n", 1)[0])


# -- on random damage


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(FILES)), st.randoms(use_true_random=False), st.booleans())
def test_whatever_the_damage_mending_adds_no_error_and_ends(path, random, unsafe):
    text = damaged(read_text(path).text, random)
    after = mend(text, unsafe=unsafe)
    (before, errors), (now, left) = found_in(text), found_in(after.text)
    gone = Counter(fix.finding.code for fix, _ in after.made)
    hiding = {"FI115", "FI199"} & gone.keys()
    assert hiding or left <= errors
    assert unsafe or still_says(before, now)
    assert mend(after.text, unsafe=unsafe).text == after.text


# -- which are safe


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    strength: should", "    strength: Should"),
        ("    owed-by: riverbank", "    owed_by: riverbank"),
        ("    owed-by: riverbank", "    owned-by: riverbank"),
        (
            "contract: {starts: 2026-04-01, ends: 2029-03-31}",
            "contract: {starts: 01/04/2026, ends: 31/03/2029}",
        ),
        ("title: Integrated drug", "title: “Integrated” drug"),
        ("status: draft", "status:\u00a0draft"),
        ("catalogues: [mutual-aid, no-wrong-door]", "catalogues: mutual-aid"),
    ],
)
def test_a_safe_fix_gives_back_what_was_there(before, after):
    assert before in a_spec()
    assert found_in(mend(a_spec().replace(before, after)).text)[1] == Counter()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("target: at least 3", "target: at least three"),
        ("owed-by: riverbank", "owed-by: riverbnk"),
        ("strength: should", "strength: shuold"),
        ("strength: should", "strength: may"),
        ("starts: 2026-04-01", "starts: 01/04/2026"),
        ("target: at least 3", "target: ≥ 3"),
    ],
)
def test_what_could_change_a_duty_is_only_mended_when_asked(before, after):
    text = a_spec().replace(before, after, 1)
    assert mend(text).text == text
    wholly = mend(text, unsafe=True)
    assert found_in(wholly.text)[1] == Counter()
    assert not any(fix.safe for fix, _ in wholly.made)


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [("  lighthouse:\n", "  lighthuose:\n", 1), ("owed-by: lighthouse", "owed-by: lighthuose", 5)],
    ids=["under parties", "wherever it owes something"],
)
def test_a_party_is_called_one_name_everywhere_when_asked(before, after, places):
    text = read_text(BROKEN / "harbour.yaml").text
    wrong = text.replace(before, after)
    assert wrong.count("lighthuose") == places
    assert mend(wrong).text == wrong
    assert mend(wrong, unsafe=True).text == text


def test_what_has_a_comma_is_put_in_quotation_marks_once():
    text = read_text(BROKEN / "harbour.yaml").text
    assert mend(text.replace('"£1,200,000"', "£1.2m"), unsafe=True).text == text


def test_of_two_that_differ_neither_is_chosen():
    text = a_spec().replace("status: draft", "status: draft\nstatus: agreed")
    assert mend(text, unsafe=True).text == text


def test_a_second_copy_goes():
    text = a_spec()
    assert mend(text.replace("status: draft", "status: draft\nstatus: draft")).text == text


# -- the command


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(a_spec().replace("status: draft", "status: Draft  # for now"), encoding="utf-8")
    return path


def test_fix_mends_the_file_and_says_what_it_did(spec, capsys):
    assert run(["lint", "--fix", str(spec)]) == 0
    said = capsys.readouterr().err
    was, now = '"status: Draft  # for now"', '"status: draft  # for now"'
    assert said == (
        f"{spec}, line 5: {was} is now {now}. unknown-choice (FI103)\n1 fault mended in 1 file.\n"
    )
    assert "status: draft  # for now\n" in spec.read_text(encoding="utf-8")


def test_diff_changes_nothing(spec, capsys):
    before = spec.read_bytes()
    assert run(["lint", "--diff", str(spec)]) == 1
    assert capsys.readouterr().out.splitlines()[3:] == [
        " id: anytown-recovery-2026",
        " title: Integrated drug and alcohol recovery service",
        ' version: "1"',
        "-status: Draft  # for now",
        "+status: draft  # for now",
        " parties:",
        "   council:   {name: Anytown Council, role: commissioner}",
        "   riverbank:",
    ]
    assert spec.read_bytes() == before


def test_diff_of_a_clean_file_is_empty(tmp_path, capsys):
    path = tmp_path / "spec.yaml"
    path.write_text(a_spec(), encoding="utf-8")
    assert (run(["lint", "--diff", str(path)]), capsys.readouterr().out) == (0, "")


def test_unsafe_says_so(spec, capsys):
    spec.write_text(
        spec.read_text(encoding="utf-8").replace("at least 3", "at least three"), encoding="utf-8"
    )
    assert run(["lint", "--fix", "--unsafe", str(spec)]) == 0
    assert "(MS321, not safe: please check)" in capsys.readouterr().err


def test_unsafe_alone_means_nothing(spec):
    with pytest.raises(Exception, match="goes with --fix or --diff"):
        run(["lint", "--unsafe", str(spec)])


def test_the_summary_says_how_many_can_be_mended(spec):
    assert "1 of them can be mended: specrules lint --fix" in summary(lint(spec))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_saved_otherwise_is_saved_as_utf_8(encoding, tmp_path, capsys):
    path = tmp_path / "spec.yaml"
    text = a_spec().replace("Riverbank Recovery", "Riverbank’s Recovery £")
    path.write_bytes(text.encode(encoding))
    assert "1 of them can be mended" in summary(lint(path))
    run(["lint", "--fix", str(path)])
    assert path.read_text(encoding="utf-8") == text
    assert "saved as UTF-8. not-utf8 (FI111)" in capsys.readouterr().err


def test_line_ends_stay_as_they_are(spec):
    spec.write_bytes(spec.read_bytes().replace(b"\n", b"\r\n"))
    run(["lint", "--fix", str(spec)])
    data = spec.read_bytes()
    assert b"status: draft" in data
    assert data.count(b"\r\n") == data.count(b"\n")


def test_a_file_that_cannot_be_written_stops_the_work_and_stays(spec, monkeypatch):
    before = spec.read_bytes()

    def refuse(*_):
        raise NotWritten("There is no room.")

    monkeypatch.setattr("specrules.base.writing.write_file", refuse)
    with pytest.raises(NotWritten):
        run(["lint", "--fix", str(spec)])
    assert spec.read_bytes() == before


def test_nothing_is_said_of_files_that_need_no_mending():
    assert (as_text(()), diff(())) == ("", "")


# -- what the lint rules find


def spec_with(source, title="People are told about mutual aid"):
    return a_spec(f"""\
requirements:
  MA-6:
    title: {title}
    owed-by: riverbank
    strength: should
    checks: {{told: {{count: people told, target: at least 40}}}}
    source: {source}
""")


GUIDE = (
    '{document: "Improving access to mutual aid: a brief guide", section: Service specifications, page: "9"}'
)


def mended_on_disk(folder, text, *, unsafe=False):
    """The text of a file with *text* once lint has mended it."""
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    files = mended_files(lint(path), unsafe=unsafe)
    return files[0].text if files else text


def test_a_page_that_a_section_is_not_on_is_put_right_and_nothing_else(tmp_path):
    text = spec_with(GUIDE)
    assert mended_on_disk(tmp_path, text) == text.replace('page: "9"', 'page: "5"')


def test_what_a_comment_lets_stand_is_not_mended(tmp_path):
    text = spec_with(f"{GUIDE}  # specrules: allow source-page-wrong because our copy has other pages")
    assert mended_on_disk(tmp_path, text, unsafe=True) == text


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Keyworkers must offer a meeting", "Keyworkers should offer a meeting"),
        ("Public Health England is told", "The Office for Health Improvement and Disparities is told"),
    ],
)
def test_words_of_a_title_are_only_changed_when_that_is_asked_for(title, meant, tmp_path):
    text = spec_with("local decision, 2026-02-10", title)
    assert mended_on_disk(tmp_path, text) == text
    assert mended_on_disk(tmp_path, text, unsafe=True) == text.replace(title, meant)


# -- comments that allow nothing


@pytest.mark.parametrize(
    "comment",
    [
        "    # specrules: allow no-remedy because the panel decides in the autumn\n    strength: should",
        "    strength: should  # specrules: allow no-remedy because the panel decides in the autumn",
    ],
    ids=["on a line of its own", "behind a text"],
)
def test_a_comment_that_allows_nothing_goes(comment, tmp_path):
    text = a_spec()
    assert mended_on_disk(tmp_path, text.replace("    strength: should", comment)) == text


def test_a_comment_that_allows_something_stays(tmp_path):
    text = spec_with("TO-DO", "People are told").replace("    source: TO-DO\n", "")
    text = text.replace(
        "  MA-6:\n", "  # specrules: allow no-source because the panel decides in the autumn\n  MA-6:\n"
    )
    assert mended_on_disk(tmp_path, text) == text
