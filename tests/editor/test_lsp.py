"""What an editor shows while somebody writes, asked of ``specrules lsp`` as an editor asks."""

from itertools import count
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from tests.editor.client import Editor

HEAD = """\
specrules: spec 1
id: anytown-2026
title: Recovery service
version: "1"
status: draft
parties:
  council: {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
catalogues: [mutual-aid]
requirements:
"""
CLAUSE = """\
  MA-1:
    standard-clause: mutual-aid/keyworkers-facilitate-access
    owed-by: riverbank
    strength: should
    target: at least 90%
"""
OWN = """\
  LO-1:
    title: People helped to reach a group are asked how it went
    owed-by: riverbank
    strength: must
    source: local decision, 2026-02-10
    if-not-met: improvement plan within 20 working days
    checks:
      asked:
        share: people asked how it went
        of: people helped to reach a group
        target: at least 80%
      helped:
        share: people helped
        of: people in treatment in the period
        evidence-from: MA-1.delivered
        target: at least 50%
"""
SPEC = HEAD + CLAUSE + OWN


NUMBERS = count()


@pytest.fixture
def opened(editor):
    """A function that opens a text as a file of this test alone, and waits until it was looked at."""

    def opened(text, name=""):
        uri = editor.open(text, name or f"opened-{next(NUMBERS)}.yaml")
        editor.wrong(uri)
        return uri

    return opened


def wrong(editor, text, name):
    return editor.wrong(editor.open(text, name))


def sorts(found):
    return [each["code"] for each in found]


# -- what is wrong


def test_nothing_is_said_of_a_file_in_which_nothing_is_wrong(editor):
    assert wrong(editor, SPEC, "clean.yaml") == []


def test_a_slip_is_underlined_as_it_is_typed_and_before_the_file_is_saved(editor, opened):
    uri = opened(SPEC)
    editor.type(uri, SPEC.replace("strength: should", "strength: shold"))
    (found,) = editor.wrong(uri)
    assert editor.marked(uri, found["range"]) == "shold"
    assert (found["code"], found["severity"], found["source"]) == ("FI103", 1, "specrules")
    assert found["message"] == (
        'MA-1 "Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent": strength: '
        '"shold" is not "must", "should" or "encouraged". Did you mean "should"? Write should instead.'
    )
    editor.type(uri, SPEC)
    assert editor.wrong(uri) == []


def test_of_many_changes_at_once_the_last_is_looked_at(editor, opened):
    uri = opened(SPEC)
    for length in range(1, 6):
        editor.type(uri, SPEC.replace("strength: should", f"strength: {'shold'[:length]}"))
    assert sorts(editor.wrong(uri)) == ["FI103"]
    editor.type(uri, SPEC)
    assert editor.wrong(uri) == []


@pytest.mark.parametrize("before", ["£", "🙂", "£🙂£🙂"])
def test_what_is_underlined_is_right_with_a_pound_sign_or_an_emoji_before_it(editor, before, opened):
    uri = opened(SPEC)
    editor.type(uri, SPEC.replace("{name: Anytown Council, role", f"{{name: Any{before}town, roel"))
    (found,) = editor.wrong(uri)
    assert editor.marked(uri, found["range"]) == "roel"
    start = found["range"]["start"]["character"]
    assert start == len(f"  council: {{name: Any{before}town, ".encode("utf-16-le")) // 2


NO_REMEDY = SPEC.replace("    if-not-met: improvement plan within 20 working days\n", "")


def test_advice_is_not_shown_as_an_error(editor):
    (found,) = wrong(editor, NO_REMEDY, "advice.yaml")
    assert (found["code"], found["severity"]) == ("SO718", 3)


def test_a_comment_lets_a_finding_stand(editor):
    reason = "strength: must  # specrules: allow SO718 because the contract says it for all"
    assert wrong(editor, NO_REMEDY.replace("strength: must", reason), "stands.yaml") == []


def test_a_file_may_have_any_name(editor, opened):
    uri = opened(SPEC, "Anytown [2] £ 🙂.yaml")
    editor.type(uri, NO_REMEDY)
    assert sorts(editor.wrong(uri)) == ["SO718"]


def test_a_file_of_another_program_is_left_alone(editor, opened):
    uri = opened("name: build\non: [push]\n")
    assert editor.explained(uri, "name") is None
    assert editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) == []


def test_a_file_that_has_no_name_yet_is_looked_at(editor):
    assert sorts(wrong(editor, NO_REMEDY, "untitled:Untitled-1")) == ["SO718"]


def test_settings_that_lead_nowhere_are_said_at_the_head(editor):
    folder = editor.folder / "astray"
    folder.mkdir()
    (folder / "specrules.yaml").write_text("specrules: settings 1\nrules: nowhere\n", encoding="utf-8")
    (found,) = wrong(editor, SPEC, "astray/spec.yaml")
    assert found["range"]["start"] == {"line": 0, "character": 0}
    assert found["message"].endswith(
        "specrules.yaml names the folder nowhere for rules, and there is none beside it."
    )


def test_each_of_two_folders_of_a_workspace_goes_by_its_own_settings(editor, tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    (other / "specrules.yaml").write_text("specrules: settings 1\nrules: nowhere\n", encoding="utf-8")
    both = Editor(one, other)
    try:
        first, second = ((folder / "spec.yaml").as_uri() for folder in (one, other))
        assert both.wrong(both.open(SPEC, first)) == []
        (found,) = both.wrong(both.open(SPEC, second))
        assert "names the folder nowhere" in found["message"]
        left = {"added": [], "removed": [{"uri": other.as_uri(), "name": "other"}]}
        both.tell("workspace/didChangeWorkspaceFolders", {"event": left})
        both.type(first, SPEC.replace("strength: should", "strength: shuold", 1))
        assert [each["code"] for each in both.wrong(first)] == ["FI103"]
    finally:
        both.close()


def test_a_standard_clause_that_changes_on_the_disk_is_read_again(editor):
    folder = editor.folder / "own"
    (folder / "rules" / "local").mkdir(parents=True)
    text = SPEC.replace("[mutual-aid]", "[mutual-aid, local]") + CLAUSE.replace("MA-1", "L-1").replace(
        "mutual-aid/keyworkers-facilitate-access", "local/asked"
    )
    uri = editor.open(text, "own/spec.yaml")
    assert any("local/asked" in each["message"] for each in editor.wrong(uri))
    clause = folder / "rules" / "local" / "asked.yaml"
    clause.write_text(
        "specrules: standard clause 1\nstandard-clause: local/asked\ntitle: People are asked\n"
        "guidance: required\ncitations: [{document: A guide (2014), section: One}]\n"
        "people: in treatment in the period\n"
        "checks:\n  asked: {share: people asked, of: people in treatment in the period}\n"
        "examples:\n  - {name: ninety, with: {target: at least 90%}, "
        "facts: {asked: 90 of 100}, expect: met}\n",
        encoding="utf-8",
    )
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": clause.as_uri(), "type": 1}]})
    assert not any("local/asked" in each["message"] for each in editor.wrong(uri))


# -- what a word means


def test_a_requirement_is_explained_in_plain_english_with_its_source(editor, opened):
    assert editor.explained(opened(SPEC), "  LO-1") == (
        "LO-1: People helped to reach a group are asked how it went\n"
        "Riverbank Recovery must make sure that people helped to reach a group are asked how it went.\n"
        "asked: People asked how it went, out of people helped to reach a group.\n"
        "  At least 80%.\n"
        "helped: People helped, out of people in treatment in the period.\n"
        "  At least 50%.\n"
        "It is met when every check is met, not met when none is even partly, and partly met between.\n"
        "If it is not met: improvement plan within 20 working days.\n"
        "Source: local decision, 2026-02-10."
    )


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("    stren", "How firmly it is owed.\nFor example: strength: must"),
        ("owed-by: river", "Riverbank Recovery, drug and alcohol treatment."),
        ("  coun", "Anytown Council, commissioner."),
        (
            "      asked",
            "People asked how it went, out of people helped to reach a group.\nAt least 80%.\n"
            "Source: local decision, 2026-02-10.",
        ),
        ("status: dr", "How far it has come.\nFor example: status: draft"),
    ],
)
def test_a_word_is_explained(editor, opened, before, says):
    assert editor.explained(opened(SPEC), before) == says


@pytest.mark.parametrize("before", ["mutual-aid/key", "evidence-from: MA"])
def test_a_standard_clause_and_its_evidence_are_explained_with_the_source(editor, opened, before):
    says = editor.explained(opened(SPEC), before)
    assert "out of people in treatment in the period." in says
    assert "Source: Improving access to mutual aid: a brief guide for commissioners" in says


def test_a_word_is_explained_in_a_file_that_cannot_be_read_to_its_end(editor, opened):
    assert editor.explained(opened(HEAD + CLAUSE + "  LO-1: {title: [\n"), "    stren").startswith(
        "How firmly"
    )


# -- what can be typed


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (SPEC + "    ", {"left-out", "applies-if", "examples"}),
        (SPEC + "    left", {"left-out"}),
        (SPEC + "  X-1:\n    ", {"standard-clause", "title", "owed-by", "strength"}),
        (SPEC + "  X-1:\n    strength: ", {"must", "should", "encouraged"}),
        (SPEC + "  X-1:\n    owed-by: r", {"riverbank", "council"}),
        (SPEC + "  X-1:\n    owed-by: {each-of: [", {"riverbank", "council"}),
        (SPEC + "  X-1:\n    checks:\n      a: {", {"share", "count", "money", "statement", "register"}),
        (SPEC + "  X-1:\n    checks:\n      a:\n        ", {"share", "count", "money", "statement"}),
        (SPEC + "      b:\n        count: x\n        evidence-from: ", {"MA-1.delivered", "LO-1.asked"}),
        (SPEC + "      b:\n        count: x\n        after: ", {"asked", "helped"}),
        (SPEC + "    met-when: {all: [", {"asked", "helped"}),
        (SPEC + "    met-when: ", {"all of them", "asked"}),
        (HEAD + CLAUSE + "    checks:\n      ", {"delivered"}),
        (HEAD + "  X-1:\n    standard-clause: mu", {"mutual-aid/keyworkers-facilitate-access"}),
        (HEAD.partition("[mutual")[0] + "[", {"mutual-aid", "no-wrong-door"}),
        ("# Ours\n", {"specrules: spec 1", "specrules: standard clause 1"}),
    ],
)
def test_what_can_be_typed_is_offered(editor, opened, typed, offered):
    assert offered <= set(editor.offered(opened(typed), typed))


def test_what_is_there_already_is_not_offered_again(editor, opened):
    assert {"owed-by", "strength", "title", "checks"}.isdisjoint(
        editor.offered(opened(SPEC + "    "), SPEC + "    ")
    )


def test_a_check_is_not_offered_its_own_evidence(editor, opened):
    text = SPEC + "      b:\n        count: x\n        evidence-from: "
    assert "LO-1.b" not in editor.offered(opened(text), text)


@pytest.mark.parametrize("before", ["strength: should # fir", "strength:", "title: Rec"])
def test_nothing_is_offered_in_a_comment_right_behind_a_colon_or_for_words_of_your_own(
    editor, opened, before
):
    text = SPEC.replace("strength: should", "strength: should # firmly", 1)
    assert editor.offered(opened(text), before) == []


def test_an_offer_that_is_taken_stands_in_the_place_of_the_unfinished_word(editor, opened):
    text = SPEC + "  🙂-1: {strength: mu"
    uri = opened(text)
    assert editor.taken(uri, text, "must") == SPEC + "  🙂-1: {strength: must"
    again = opened(SPEC.replace("    strength: must", "    strn: must"))
    assert editor.taken(again, "    strn", "strength") == SPEC


# -- where a name is explained


@pytest.mark.parametrize(
    ("before", "word"),
    [("mutual-aid/key", "mutual-aid/keyworkers-facilitate-access"), ("evidence-from: MA", "delivered")],
)
def test_a_name_leads_to_the_file_of_its_standard_clause(editor, opened, before, word):
    found = editor.ask_at("definition", opened(SPEC), before)
    assert found["uri"].endswith("rules/mutual-aid/keyworkers-facilitate-access.yaml")
    lines = Path(unquote(urlparse(found["uri"]).path)).read_text(encoding="utf-8").split("\n")
    assert word in lines[found["range"]["start"]["line"]]


def test_a_party_leads_to_where_it_is_described(editor, opened):
    uri = opened(SPEC)
    found = editor.ask_at("definition", uri, "owed-by: river")
    assert (found["uri"], editor.marked(uri, found["range"])) == (uri, "riverbank")
    assert found["range"]["start"]["line"] == 7


def test_evidence_leads_to_a_check_of_the_same_file(editor, opened):
    text = SPEC.replace("MA-1.delivered", "LO-1.asked")
    uri = opened(text)
    found = editor.ask_at("definition", uri, "evidence-from: LO")
    assert editor.marked(uri, found["range"]) == "asked"
    assert found["range"]["start"]["line"] == text[: text.index("      asked:")].count("\n")


def test_a_word_of_your_own_leads_nowhere(editor, opened):
    assert editor.ask_at("definition", opened(SPEC), "title: Rec") is None


# -- another number


@pytest.mark.parametrize("before", ["  MA-1", "evidence-from: MA"])
def test_a_requirement_is_renamed_wherever_the_file_uses_it(editor, opened, before):
    uri = opened(SPEC)
    changes = editor.ask_at("rename", uri, before, newName="KW-7")["changes"][uri]
    assert editor.after(uri, changes) == SPEC.replace("MA-1", "KW-7")


@pytest.mark.parametrize(
    ("before", "new", "says"),
    [
        ("  MA-1", "LO-1", "There is a requirement LO-1 already."),
        (
            "  MA-1",
            "key workers",
            '"key workers" is not a requirement\'s number in letters, digits and hyphens, such as MA-1.',
        ),
        ("    stre", "KW-7", "Only the number of a requirement can be renamed, such as MA-1."),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_the_reason(editor, opened, before, new, says):
    assert editor.ask_at("rename", opened(SPEC), before, newName=new)["message"] == says


def test_only_a_number_offers_itself_to_be_renamed(editor, opened):
    uri = opened(SPEC)
    assert editor.marked(uri, editor.ask_at("prepareRename", uri, "  MA-1")) == "MA-1"
    assert "message" in editor.ask_at("prepareRename", uri, "title: Rec")


# -- what would put it right


BEGINNING = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


def actions(editor, uri, where, *kinds):
    context = {"diagnostics": [], **({"only": list(kinds)} if kinds else {})}
    asked = {"textDocument": {"uri": uri}, "range": where, "context": context}
    return editor.ask("textDocument/codeAction", asked)


def test_a_quick_fix_puts_its_finding_right_and_says_when_it_is_a_guess(editor):
    uri = editor.open(SPEC.replace("strength: should", "strength: shold"))
    (found,) = [each for each in editor.wrong(uri) if each["code"] == "FI103"]
    (fix,) = actions(editor, uri, found["range"])
    assert fix["title"] == "Write should instead. (look at it: this may change what is meant)"
    assert not fix["isPreferred"]
    assert "strength: should" in editor.after(uri, fix["edit"]["changes"][uri])


def test_no_quick_fix_is_offered_on_a_line_in_which_nothing_is_wrong(editor, opened):
    uri = opened(SPEC.replace("strength: should", "strength: shold"))
    assert actions(editor, uri, BEGINNING) == []


def test_everything_safe_is_mended_at_once_when_that_is_asked_for(editor, opened):
    slips = SPEC.replace("owed-by: riverbank\n    strength: must", "owd-by: riverbank\n    strength: Must")
    uri = opened(slips)
    (fix,) = actions(editor, uri, BEGINNING, "source.fixAll")
    assert editor.after(uri, fix["edit"]["changes"][uri]) == SPEC


# -- the outline, and the end


def test_the_outline_has_parties_requirements_and_their_checks(editor, opened):
    def as_text(symbols, indent=""):
        for each in symbols:
            yield f"{indent}{each['name']} | {each['detail']}".rstrip(" |")
            yield from as_text(each["children"], indent + "  ")

    symbols = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": opened(SPEC)}})
    assert list(as_text(symbols))[5:] == [
        "parties",
        "  council | Anytown Council",
        "  riverbank | Riverbank Recovery",
        "contract",
        "returns",
        "catalogues",
        "requirements",
        "  MA-1 | mutual-aid/keyworkers-facilitate-access",
        "  LO-1 | People helped to reach a group are asked how it went",
        "    asked",
        "    helped",
    ]


def test_the_server_ends_when_it_is_asked_to_or_when_the_editor_is_gone(editor, tmp_path):
    asked, gone = Editor(tmp_path), Editor(tmp_path)
    asked.ask("shutdown", None)
    asked.tell("exit", None)
    assert asked.process.wait(20) == 0
    gone.process.stdin.close()
    assert gone.process.wait(20) == 0
    asked.close()
    gone.close()


# -- what no good editor asks


def test_of_a_file_that_is_nowhere_there_is_nothing_to_say(editor):
    asked = {"textDocument": {"uri": "file:///nowhere/at-all.yaml"}, "position": {"line": 3, "character": 1}}
    assert editor.ask("textDocument/hover", asked) is None
    assert editor.ask("textDocument/completion", asked)["items"]
