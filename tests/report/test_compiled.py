"""The rules a specification becomes, as text and as data."""

import json

from specrules.compile import compile_spec
from specrules.engine.lowering import compile_rule
from specrules.engine.strata import as_json
from specrules.report import compiled
from specrules.report.sheet import WIDTH
from specrules.spec.schema import validate
from tests.made import PERIOD, a_spec
from tests.report.made import PARTIES, requirements


def a_plan():
    return compile_spec(a_spec(*requirements(), parties=PARTIES), PERIOD)


def the_duty(requirement):
    return next(each for each in compiled.as_data(a_plan())["duties"] if each["requirement"] == requirement)


def test_the_whole_plan(as_kept):
    as_kept("compiled.txt", compiled.as_text(a_plan()))


def test_every_duty_names_its_clause_and_line():
    assert "  clause 4.2.1, spec.yaml, line 14, owed by Riverbank Recovery\n" in compiled.as_text(a_plan())


def test_what_is_not_in_force_has_no_rules():
    assert "not in force in this period" in compiled.as_text(a_plan())
    assert the_duty("AC-1")["rulesets"] == []


def test_lines_keep_within_their_width():
    assert max(map(len, compiled.as_text(a_plan()).splitlines())) <= WIDTH


def test_the_data_is_exactly_what_durable_rules_is_given():
    duty = next(each for each in a_plan().duties if each.requirement.id == "MA-3")
    assert the_duty("MA-3")["rulesets"] == [json.loads(text) for text in as_json(compile_rule(duty.rule))]


def test_every_given_flag_names_its_input():
    inputs = range(len(the_duty("MA-3")["inputs"]))
    assert {flag["input"] for flag in the_duty("MA-3")["given"]} == set(inputs)


def test_the_published_schema_describes_it():
    assert validate("compiled", json.loads(compiled.as_json(a_plan()))) == []


def test_the_published_schema_refuses_what_it_does_not_know():
    data = compiled.as_data(a_plan())
    data["duties"][0]["more"] = 1
    assert validate("compiled", data)
