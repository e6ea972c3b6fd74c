"""Examples are run, edges are made from targets, and what no example reaches is said."""

import json
import shutil
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.engine import open_engine
from specrules.library import Library
from specrules.spec.reader import read_spec
from specrules.trial.boundaries import answers, cases
from specrules.trial.examples import outcome, setting_in
from specrules.trial.files import try_files
from tests.spec.making import CATALOGUE, HEAD, a_library, tree_of

ROOT = Path(__file__).parent.parent.parent
OWN = """\
requirements:
  R-1:
    title: People are helped
    owed-by: riverbank
    strength: must
    source: local decision, 2026-02-10
    checks: {helped: {share: people helped, of: people, target: at least 90%, partly-met: at least 75%}}
    examples:
      - {name: on the target, facts: {helped: 90 of 100}, expect: met}
      - {name: on the easier target, facts: {helped: 75 of 100}, expect: partly met}
      - {name: nothing said, facts: {}, expect: no evidence}
"""
REGISTER = """\
requirements:
  R-1:
    title: Groups meet in our rooms
    owed-by: riverbank
    strength: must
    source: local decision, 2026-02-10
    judged-at: each site
    checks: {only: {register: groups that meet here, choices: [smart, other], covers: [smart]}}
    examples:
      - {name: one, facts: {only: %s}, expect: %s}
"""
WHOLE = OWN + "      - {name: few, facts: {helped: 1 of 100}, expect: not met}\n"
PLAIN = HEAD.replace("catalogues: [help, doors]\n", "")


def write(folder, text=OWN):
    path = folder / "spec.yaml"
    path.write_text(PLAIN + text, encoding="utf-8")
    return str(path)


def run(capsys, *args):
    code = main(["test", *args])
    out, err = capsys.readouterr()
    return code, out, err


def setting(check, more=""):
    """A requirement with one check, where it can be tried."""
    text = f"requirements:\n  R-1:\n    title: A\n    owed-by: riverbank\n    strength: must\n{more}"
    text += f"    source: local decision, 2026-02-10\n    checks: {{only: {{{check}}}}}\n"
    reading = read_spec(tree_of(PLAIN + text), Library([]))
    assert reading.findings == ()
    return setting_in(reading.spec, reading.spec.requirements[0])


def edges(check):
    here = setting(check)
    return {each.says: each.expect for each in answers(here, here.duty.checks[0])}


# -- examples of a specification


def test_the_examples_of_a_requirement_are_run_with_its_own_numbers(tmp_path):
    (subject,) = try_files([write(tmp_path)]).subjects
    assert [(each.name, each.got) for each in subject.examples] == [
        ("on the target", "met"),
        ("on the easier target", "partly met"),
        ("nothing said", "no evidence"),
    ]


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ("{High Street: [{kind: smart}], Quay: [{kind: smart}, {kind: other}]}", "met"),
        ("{High Street: [{kind: smart}], Quay: [{kind: other}]}", "partly met"),
        ("{High Street: [{kind: smart}]}", "no evidence"),
        ("{High Street: [{kind: none}], Quay: [{kind: smart}]}", "partly met"),
        ("[{kind: smart}]", "met"),
        ("[{kind: other}]", "not met"),
    ],
)
def test_the_rows_of_a_register_may_be_given_for_each_site(tmp_path, facts, result):
    path = tmp_path / "spec.yaml"
    path.write_text(PLAIN.replace("[High Street]", "[High Street, Quay]") + REGISTER % (facts, result))
    (subject,) = try_files([str(path)]).subjects
    assert [each.got for each in subject.examples] == [result]


def test_a_result_that_no_example_reaches_is_named(tmp_path):
    (subject,) = try_files([write(tmp_path)]).subjects
    assert subject.name == "anytown-2026 R-1"
    assert (subject.reachable, subject.unreached) == (
        ("met", "partly met", "not met", "no evidence"),
        ("not met",),
    )


def test_an_example_that_fails_reaches_nothing(tmp_path):
    (subject,) = try_files([write(tmp_path, OWN.replace("helped: 90 of 100", "helped: 89 of 100"))]).subjects
    assert [each.name for each in subject.failed] == ["on the target"]
    assert "met" in subject.unreached


def test_a_requirement_that_begins_later_is_tried_where_it_holds(tmp_path):
    text = OWN.replace("    strength: must\n", "    strength: must\n    from: 2026-05-15\n")
    (subject,) = try_files([write(tmp_path, text)]).subjects
    assert subject.failed == ()


def test_a_requirement_that_falls_due_once_a_year_is_tried_like_the_rest(tmp_path):
    text = OWN.replace("    strength: must\n", "    strength: must\n    every: year\n")
    (subject,) = try_files([write(tmp_path, text)]).subjects
    assert subject.failed == ()
    assert subject.reachable == ("met", "partly met", "not met", "no evidence")


def test_a_party_that_nothing_binds_yet_can_be_tried(tmp_path):
    (tmp_path / "spec.yaml").write_text(
        (PLAIN + OWN).replace(", bound-by: this contract", ""), encoding="utf-8"
    )
    (subject,) = try_files([str(tmp_path)]).subjects
    assert subject.failed == ()


def test_a_requirement_without_examples_rests_on_those_of_its_clause(tmp_path):
    a_library(tmp_path / "rules")
    duty = "requirements:\n  R-1: {standard-clause: help/reach-groups, owed-by: riverbank, strength: must, "
    path = tmp_path / "spec.yaml"
    path.write_text(
        HEAD.replace("[help, doors]", "[help]") + duty + "target: at least 90%}\n", encoding="utf-8"
    )
    done = try_files([str(tmp_path)])
    assert done.resting == 1
    assert [each.name for each in done.subjects] == ["doors/referrals", "help/reach-groups", "help/rooms"]


def test_a_fact_that_nothing_asks_for_is_found(tmp_path, capsys):
    code, _, err = run(capsys, write(tmp_path, OWN.replace("{helped: 90 of 100}", "{hleped: 90 of 100}")))
    assert code == 2
    assert 'This requirement asks for nothing called "hleped". It asks for: helped.' in err


# -- edges


def test_a_share_is_tried_on_its_target_and_one_person_either_side():
    assert edges("share: a, of: b, target: at least 90%, partly-met: at least 75%") == {
        "on the target (90 of 100)": "met",
        "one person fewer (89 of 100)": "partly met",
        "one person more (91 of 100)": "met",
        "on the target (75 of 100)": "partly met",
        "one person fewer (74 of 100)": "not met",
        "one person more (76 of 100)": "partly met",
        "nobody to count (0 of 0)": "no evidence",
        "blank": "no evidence",
        "left out": "no evidence",
    }


def test_a_target_that_a_hundred_people_cannot_hit_is_tried_on_more():
    found = edges("share: a, of: b, target: at least 99.9%")
    assert found["on the target (999 of 1000)"] == "met"
    assert found["one person fewer (998 of 1000)"] == "not met"


def test_a_ceiling_is_tried_the_other_way_round():
    found = edges("share: a, of: b, target: no more than 10%")
    assert (found["one person fewer (9 of 100)"], found["one person more (11 of 100)"]) == ("met", "not met")


def test_an_audit_is_tried_with_a_sample_too_small():
    found = edges("audit: a, of: b, sample: at least 20 chosen by council, target: at least 90%")
    assert found["a sample too small (19 of 19)"] == "no evidence"


def test_money_is_tried_a_penny_either_side():
    found = edges("money: fee, target: no more than £10 a meeting")
    assert (found["on the target (£10)"], found["a little more (£10.01)"]) == ("met", "not met")


def test_a_date_is_tried_on_the_last_day_that_counts():
    assert edges("date: the criteria were last reviewed, target: within 12 months") == {
        "on the last day that counts": "met",
        "a day too old": "not met",
        "after the day it is judged": "no evidence",
        "blank": "no evidence",
        "left out": "no evidence",
    }


def test_a_date_that_another_is_counted_from_only_has_to_be_given():
    later = "}, later: {date: b, after: only, target: within 5 days"
    assert edges(f"date: a{later}") == {
        "given": "met",
        "after the day it is judged": "no evidence",
        "blank": "no evidence",
        "left out": "no evidence",
    }


def test_what_is_summed_over_sites_has_no_edge_at_any_of_them():
    here = setting("count: packs, target: at least 600", "    asked-at: each site\n")
    assert {each.name for each in cases(here)} == {"everything left out", "everything blank"}


def test_a_statement_is_tried_without_its_document():
    found = edges("statement: a protocol says so, document: protocol")
    assert (found["yes, with its document"], found["a bare yes"], found["no"]) == (
        "met",
        "no evidence",
        "not met",
    )


CHECKS = [
    "share: a, of: b, target: at least 90%, partly-met: at least 75%",
    "share: a, of: b, target: between 20% and 30%",
    "share: a, of: b, target: no more than 0%",
    "audit: a, of: b, sample: at least 130 chosen by council, target: at least 33%",
    "count: a, target: at least 5, partly-met: at least 3",
    "money: a, target: no more than £10 a meeting, partly-met: no more than £12.50 a meeting",
    "time: a, target: within 15 working days",
    "time: a, target: within 48 hours",
    "statement: a",
    "statement: a, document: not needed",
    "date: a, target: within 12 months, partly-met: within 18 months",
    "date: a, target: within 10 working days",
    'choice: a, choices: [none, draft, agreed], target: one of agreed, partly-met: "one of draft, agreed"',
    "choice: a, choices: [none, draft, agreed], target: not one of none",
    "list: a, choices: [TSF, SMART, other], covers: [TSF, SMART], target: at least 1 of 2",
    "list: a, choices: [TSF, SMART, other]",
]


@pytest.mark.parametrize("check", CHECKS)
def test_every_case_at_an_edge_comes_to_what_it_must(check):
    here = setting(check)
    with open_engine("python") as engine:
        for case in cases(here):
            verdict = outcome(here, case.facts, engine)
            assert (case.name, verdict.raw.word) == (case.name, case.expect)


@pytest.mark.parametrize("check", CHECKS)
def test_the_edges_reach_every_result_that_can_be_reached(check):
    from specrules.trial.reach import reach

    here = setting(check)
    assert {each.expect for each in cases(here)} == set(reach(here.duty).words)


# -- the command


@pytest.mark.slow
def test_the_shipped_catalogue_and_specifications_are_tested_whole(capsys):
    code, out, err = run(capsys, str(ROOT / "rules"), str(ROOT / "specs"), "--min-coverage", "100%")
    assert (code, err) == (0, "")
    assert "all come to what they must." in out.replace("\n", " ")
    assert "(100%)" in out


def test_what_does_not_hold_is_shown_with_its_place(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, WHOLE.replace("90 of 100}, expect: met", "90 of 100}, expect: not met"))
    code, out, _ = run(capsys, "spec.yaml")
    assert code == 1
    assert out == (
        "Clause or requirement  Examples  Edges  Results reached\n"
        "---------------------  --------  -----  ---------------\n"
        "anytown-2026 R-1       4         11     3 of 4, not met\n"
        "\n"
        "spec.yaml, line 26 - anytown-2026 R-1\n"
        '  "on the target" comes to met, and should come to not met.\n'
        "\n"
        "Results that no example comes to\n"
        "\n"
        "- anytown-2026 R-1: met\n"
        "\n"
        "4 examples and 11 cases at an edge ran: 1 did not come to what they must. Examples reach 3 of 4\n"
        "results (75%).\n"
    )


def test_too_little_coverage_is_something_to_act_on_only_when_it_is_asked(tmp_path, capsys):
    path = write(tmp_path)
    assert run(capsys, path)[0] == 0
    code, _, err = run(capsys, path, "--min-coverage", "75.1%")
    assert (code, err) == (1, "Examples reach 75% of the results, and 75.1% is wanted.\n")
    assert run(capsys, path, "--min-coverage", "75")[0] == 0


def test_coverage_is_never_rounded_up_to_all():
    from fractions import Fraction

    from specrules.report.trial import percent

    assert (percent(Fraction(9999, 10000)), percent(Fraction(1))) == ("99.9%", "100%")


def test_nothing_to_test_is_not_success(tmp_path, capsys):
    code, out, err = run(capsys, write(tmp_path, OWN.partition("    examples:")[0]))
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was tested: there is no example in ")


def test_a_clause_with_errors_is_shown_and_nothing_is_tested(tmp_path, capsys):
    path = tmp_path / "help" / "rooms.yaml"
    path.parent.mkdir()
    path.write_text(CATALOGUE["help/rooms.yaml"].replace("guidance: required", "guidance: strict"))
    code, out, err = run(capsys, str(path))
    assert (code, out) == (2, "")
    assert "has errors, so its examples were not run." in err
    assert "strict" in err


@pytest.mark.parametrize("least", ["101%", "most", "-1%", "£5", "90 people"])
def test_a_coverage_that_means_nothing_is_said(tmp_path, capsys, least):
    code, out, err = run(capsys, write(tmp_path), "--min-coverage", least)
    assert (code, out) == (2, "")
    assert err.startswith("--min-coverage: ")


def test_every_case_is_shown_when_it_is_asked(tmp_path, capsys):
    _, out, _ = run(capsys, write(tmp_path), "--edges")
    assert "helped: one person fewer (89 of 100)  partly met   partly met" in out


def test_what_was_tested_as_data(tmp_path, capsys):
    _, out, _ = run(capsys, write(tmp_path), "--format", "json")
    data = json.loads(out)
    assert (data["examples"], data["reachable"], data["reached"]) == (3, 4, 3)
    assert data["subjects"][0]["unreached"] == ["not met"]
    assert data["subjects"][0]["examples"][0] == {
        "name": "on the target",
        "line": 26,
        "expect": "met",
        "got": "met",
    }


def test_other_files_of_a_folder_are_passed_over(tmp_path, capsys):
    write(tmp_path)
    shutil.copy(ROOT / "examples" / "anytown" / "meeting-log.yaml", tmp_path)
    assert run(capsys, str(tmp_path))[0] == 0
