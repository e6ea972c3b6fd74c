"""Adding a duty of the catalogue: what is asked, what is written, and where."""

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.authoring.adding import Answers, CannotAdd, added, asks, duty_lines, missing, next_number
from specrules.base.files import source_of
from specrules.base.findings import Severity
from specrules.library import Library, shipped
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree

LIBRARY = Library([shipped("rules")])
CLAUSE = LIBRARY.clause("mutual-aid/keyworkers-facilitate-access")
HEAD = """\
specrules: spec 1
id: anytown
title: A small service
version: "1"
status: agreed
parties:
  council: {name: Anytown Council, role: commissioner}
  riverbank:
    name: Riverbank Recovery
    role: drug and alcohol treatment
    bound-by: this contract
    sites: [High Street, Quayside]
    subcontractors: [Harbour Families]
  trust: {name: Anytown Trust, role: mental health, bound-by: a joint agreement}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
"""
SPEC = f"""\
{HEAD}catalogues: [no-wrong-door]   # makes clauses available

requirements:
  NWD-1:   # the first
    standard-clause: no-wrong-door/asked-about-use
    owed-by: trust
    strength: must
    checks:
      suspected: at least 90%
      confirmed: at least 90%   # agreed in May

  # ours
  OWN-1:
    title: The joint pathway is signed
    owed-by: council
    strength: must
    checks:
      signed: {{statement: the pathway is signed, document: not needed}}
    source: local decision, 2026-02-10
    # a last word

cards:
  compliance: {{green: at least 90%, amber: at least 75%}}
"""


def tree_of(text):
    return read_tree(source_of("spec.yaml", text.encode()))


def answers_for(of, number="X-1", owed_by=("riverbank",), strength="should", jointly=False, **said):
    """Every answer that is needed, as its example has it, and others as said."""
    examples = {each.name: each.example or each.choices[0] for each in asks(of) if each.needed}
    given = {name.replace("_", "-"): text for name, text in said.items()}
    return Answers(number, owed_by, strength, jointly, MappingProxyType(examples | given))


def errors(text):
    return [
        each.message for each in read_spec(tree_of(text), LIBRARY).findings if each.severity is Severity.ERROR
    ]


# -- what is asked


def test_a_clause_asks_for_the_target_it_wants_and_gives_no_number_of_its_own():
    assert [(each.name, each.needed, each.example) for each in asks(CLAUSE)] == [
        ("clause", False, "4.2.1"),
        ("target.delivered", True, "at least 90%"),
        ("partly-met.delivered", False, ""),
        ("if-not-met", False, "improvement plan within 20 working days"),
    ]


def test_a_rating_asks_for_one_word_of_its_scale_but_never_the_worst():
    clause = LIBRARY.clause("recovery-orientation/recovery-community")
    ask = next(each for each in asks(clause) if each.name.startswith("target."))
    worst = clause.checks[0].choices[0]
    assert ask.choices and not any(each.endswith(f" {worst}") for each in ask.choices)


def test_a_number_goes_on_from_the_highest_of_its_theme():
    assert next_number(tree_of(SPEC), CLAUSE) == "MA-1"
    assert next_number(tree_of(SPEC.replace("OWN-1", "MA-41")), CLAUSE) == "MA-42"


def test_what_is_missing_is_said_by_name():
    wrong = missing(tree_of(SPEC), CLAUSE, Answers("", (), ""))
    assert wrong == {
        "number": "Give it a number of letters, digits and hyphens, such as MA-1.",
        "owed-by": "Choose who owes it.",
        "strength": "Choose how firmly it is asked.",
        "target.delivered": "Answer delivered: the target, such as: at least 90%.",
    }
    taken = missing(tree_of(SPEC), CLAUSE, answers_for(CLAUSE, "OWN-1"))
    assert taken == {"number": "There is a requirement OWN-1 already. Choose another number."}
    assert missing(tree_of(SPEC), CLAUSE, answers_for(CLAUSE)) == {}


# -- what is written


NEW = """\

  # Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent.
  # The guidance says: ...
  MA-1:
    standard-clause: mutual-aid/keyworkers-facilitate-access
    clause: "4.2.1"
    owed-by: riverbank
    strength: should
    checks:
      delivered: at least 90%
    if-not-met: "a plan: within 20 working days"
"""


def test_the_duty_is_written_below_the_others_and_nothing_else_moves():
    answers = answers_for(CLAUSE, "MA-1", clause="4.2.1", if_not_met="a plan: within 20 working days")
    said = duty_lines(CLAUSE, answers)[1].text
    assert said.startswith("# The guidance says: may consider (Improving access to mutual aid")
    new = NEW.replace("# The guidance says: ...", said)
    wanted = SPEC.replace("[no-wrong-door]", "[no-wrong-door, mutual-aid]")
    wanted = wanted.replace("2026-02-10\n    # a last", f"2026-02-10\n{new}    # a last")
    made = added(tree_of(SPEC), CLAUSE, answers)
    assert made.text == wanted
    assert errors(made.text) == []


def test_a_duty_stands_below_the_others_of_its_theme():
    clause = LIBRARY.clause("no-wrong-door/every-contact-counts")
    text = added(tree_of(SPEC), clause, answers_for(clause, "NWD-2", ("trust",))).text
    assert text.index("NWD-1:") < text.index("NWD-2:") < text.index("  # ours") < text.index("OWN-1:")
    assert "confirmed: at least 90%   # agreed in May\n\n  # " in text


def test_each_line_says_which_answer_it_came_from():
    made = added(tree_of(SPEC), CLAUSE, answers_for(CLAUSE, "MA-1", partly_met__delivered="x"))
    lines = dict(enumerate(made.text.split("\n"), start=1))
    named = {name: lines[line].strip() for line, name in made.answers.items()}
    assert named["number"] == "MA-1:"
    assert named["target.delivered"] == "delivered: at least 90%"
    assert lines[made.line].startswith("  # Keyworkers")


@pytest.mark.parametrize(
    ("owed_by", "jointly", "written"),
    [
        (("riverbank",), False, "riverbank"),
        (("riverbank", "trust"), False, "{each-of: [riverbank, trust]}"),
        (("riverbank", "trust"), True, "{jointly: [riverbank, trust]}"),
    ],
)
def test_several_owe_it_each_or_together(owed_by, jointly, written):
    made = added(tree_of(SPEC), CLAUSE, answers_for(CLAUSE, "MA-1", owed_by, jointly=jointly))
    assert f"    owed-by: {written}\n" in made.text
    assert errors(made.text) == []


@pytest.mark.parametrize("id", LIBRARY.ids())
def test_every_clause_of_the_catalogue_can_be_added_with_its_examples(id):
    clause = LIBRARY.clause(id)
    owed_by = ("riverbank", "trust") if clause.hand_off else ("riverbank",)
    answers = answers_for(clause, next_number(tree_of(SPEC), clause), owed_by)
    made = added(tree_of(SPEC), clause, answers)
    assert errors(made.text) == []
    assert read_spec(tree_of(made.text), LIBRARY).spec.requirements[-1].id in (answers.number, "OWN-1")


REQUIRED = """requirements:
  MA-1:
"""


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "requirements:\n",
        "requirements: {}\n",
        "catalogues: []\nrequirements:   # none yet\n",
        "catalogues:\n  - no-wrong-door\nrequirements:\n",
        "catalogues:\n- no-wrong-door   # theirs\n",
        "catalogues: [ no-wrong-door ]\nrequirements: {}",
        "catalogues: [mutual-aid]\nrequirements:",
        "catalogues:\nrequirements:\n",
    ],
)
def test_a_specification_without_requirements_gets_its_first(tail):
    text = added(tree_of(HEAD + tail), CLAUSE, answers_for(CLAUSE, "MA-1")).text
    assert text.startswith("specrules: spec 1\n")
    assert errors(text) == []
    assert "no-wrong-door" not in tail or "no-wrong-door" in text


def test_line_ends_stay_as_they_are():
    text = added(tree_of(SPEC.replace("\n", "\r\n")), CLAUSE, answers_for(CLAUSE, "MA-1")).text
    assert "\n" not in text.replace("\r\n", "")
    assert text.replace("\r\n", "\n") == added(tree_of(SPEC), CLAUSE, answers_for(CLAUSE, "MA-1")).text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "does not say yet that it is a specification"),
        ("- a\n", "does not say yet that it is a specification"),
        (HEAD + "requirements: {A-1: {title: x}}\n", "written in brackets"),
        (HEAD + "requirements: none yet\n", "written in a way"),
        (HEAD + "requirements: [\n", "cannot be read to its end"),
    ],
)
def test_where_nothing_can_be_added_nothing_is_and_it_says_why(text, says):
    with pytest.raises(CannotAdd, match=says):
        added(tree_of(text), CLAUSE, answers_for(CLAUSE, "MA-1"))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([each.name for each in asks(CLAUSE)]), st.text(max_size=30)))
def test_whatever_is_answered_the_rest_of_the_file_says_what_it_said(said):
    said = {name: text.strip() for name, text in said.items()}
    answers = Answers("MA-1", ("riverbank",), "should", said=MappingProxyType(said))
    try:
        text = added(tree_of(SPEC), CLAUSE, answers).text
    except CannotAdd:
        return
    lines = text.replace("[no-wrong-door, mutual-aid]", "[no-wrong-door]").split("\n")
    old = SPEC.split("\n")
    start = next(number for number, line in enumerate(lines) if line != old[number])
    assert lines[:start] + lines[start + len(lines) - len(old) :] == old
