"""What lint rules find and leave alone, beyond the examples on their pages."""

import sys
from textwrap import indent

import pytest

from specrules import read_spec
from specrules.authoring.listings import clauses
from specrules.library import Library, shipped
from specrules.lint import lint
from specrules.lint.rules import all_rules
from specrules.lint.rules.source.source_page_wrong import PAGES
from tests.lint.made import a_spec, codes, linted, marked


def requirement(checks, *lines, strength="should"):
    """A requirement with *checks* and further lines, as text."""
    text = f"""\
title: Something is done
owed-by: riverbank
strength: {strength}
source: local decision, 2026-02-10
if-not-met: improvement plan
checks:
{indent(checks, "  ")}
""" + "".join(f"{line}\n" for line in lines)
    return "requirements:\n  X-1:\n" + indent(text, "    ")


def of(code, findings):
    return [each for each in findings if each.code == code]


# -- a target nobody can meet


def a_share(target, name="one", **more):
    rest = "".join(f", {key.replace('_', '-')}: {value}" for key, value in more.items())
    return f"{name}: {{share: people seen, of: people referred, target: {target}{rest}}}"


def shared(first, second, *lines):
    return requirement(f"{a_share(first)}\n{a_share(second, 'two', evidence_from='X-1.one')}", *lines)


def test_a_floor_above_the_ceiling_of_the_same_figure_cannot_pass(tmp_path):
    (found,) = of("MS303", linted(tmp_path, shared("at least 95%", "no more than 90%")))
    assert (
        found.message == 'No result can meet both "at least 95%" and "no more than 90%" of the same figure.'
    )
    assert len(found.also) == 1


def test_of_two_checks_with_one_ceiling_the_first_is_shown(tmp_path):
    checks = [
        a_share("at least 95%"),
        a_share("no more than 90%", "two", evidence_from="X-1.one"),
        a_share("no more than 90%", "three", evidence_from="X-1.one"),
    ]
    text = a_spec(requirement("\n".join(checks)))
    (found,) = of("MS303", linted(tmp_path, requirement("\n".join(checks))))
    (also,) = found.also
    assert text.split("\n")[also.span.line - 1].strip().startswith("two:")


def test_a_floor_at_the_ceiling_can_pass(tmp_path):
    assert "MS303" not in codes(linted(tmp_path, shared("at least 90%", "no more than 90%")))


def test_two_figures_may_ask_for_different_things(tmp_path):
    checks = f"{a_share('at least 95%')}\n{a_share('no more than 90%', 'two')}"
    assert "MS303" not in codes(linted(tmp_path, requirement(checks)))


@pytest.mark.parametrize(
    ("met_when", "clash"),
    [
        ("all of them", True),
        ("any of them", False),
        ("at least 1 of them", False),
        ("at least 2 of them", True),
        ("{graded: [one, two]}", True),
        ("{all: [{any: [one]}, two]}", True),
        ("{any: [{all: [one, two]}, two]}", False),
        ("{all: [one, {not: two}]}", False),
    ],
)
def test_only_checks_that_must_both_be_met_clash(met_when, clash, tmp_path):
    found = codes(linted(tmp_path, shared("at least 95%", "no more than 90%", f"met-when: {met_when}")))
    assert ("MS303" in found) is clash


def test_three_clashing_checks_are_one_finding(tmp_path):
    checks = [a_share("at least 95%"), a_share("no more than 90%", "two", evidence_from="X-1.one")]
    checks.append(a_share("no more than 80%", "three", evidence_from="X-1.one"))
    (found,) = of("MS303", linted(tmp_path, requirement("\n".join(checks))))
    assert "no more than 80%" in found.message


def test_targets_that_change_are_left_to_their_author(tmp_path):
    dated = "targets: [{from: 2026-04-01, target: at least 95%}]"
    checks = f"one: {{share: people seen, of: people referred, {dated}}}\n"
    checks += a_share("no more than 90%", "two", evidence_from="X-1.one")
    assert "MS303" not in codes(linted(tmp_path, requirement(checks)))


def test_a_register_of_one_kind_cannot_cover_two(tmp_path):
    checks = """\
one:
  register: groups
  of-kind: 12-step
  covers: [12-step, SMART Recovery]
  contact-within: 90 days
  target: at least 2"""
    assert "MS303" in codes(linted(tmp_path, requirement(checks)))


def test_ruling_out_every_choice_cannot_pass(tmp_path):
    checks = 'one: {choice: the stage, choices: [draft, agreed], target: "not one of draft, agreed"}'
    assert "MS303" in codes(linted(tmp_path, requirement(checks)))


# -- a target nobody can miss


@pytest.mark.parametrize(
    ("check", "target"),
    [
        ("share: people seen, of: people referred", "at least 0%"),
        ("share: people seen, of: people referred", "no more than 100%"),
        ("share: people seen, of: people referred", "between 0% and 100%"),
        ("count: keyworkers", "at least 0"),
        ("money: fee", "at least £0"),
        ("time: longest wait", "at least 0 days"),
        ("list: programmes, choices: [a, b, c], covers: [a, b]", "no more than 2"),
        ("choice: stage, choices: [draft, agreed]", '"one of draft, agreed"'),
    ],
)
def test_a_target_everybody_meets_cannot_fail(check, target, tmp_path):
    part = requirement(f"one: {{{check}, target: {target}}}")
    (found,) = of("MS304", linted(tmp_path, part))
    assert marked(found, a_spec(part)) == target


@pytest.mark.parametrize(
    ("check", "target"),
    [
        ("share: people seen, of: people referred", "at least 1%"),
        ("share: people turned away, of: people referred", "no more than 99%"),
        ("count: complaints", "exactly 0"),
        ("count: complaints", "no more than 100"),
        ("money: fee", "no more than £0"),
        ("list: programmes, choices: [a, b, c], covers: [a, b]", "no more than 1"),
        ("choice: stage, choices: [draft, agreed]", '"one of agreed"'),
    ],
)
def test_a_target_somebody_misses_is_left_alone(check, target, tmp_path):
    found = linted(tmp_path, requirement(f"one: {{{check}, target: {target}}}"))
    assert "MS304" not in codes(found)


def test_an_easier_target_that_everybody_meets_is_found(tmp_path):
    part = requirement("one: {share: a, of: b, target: at least 90%, partly-met: at least 0%}")
    (found,) = of("MS304", linted(tmp_path, part))
    assert '"at least 0%"' in found.message


# -- 100%


def test_everybody_in_an_audit_is_a_case_note_and_cannot_leave(tmp_path):
    checks = "one: {audit: notes that agree, of: notes read, sample: at least 20, target: at least 100%}"
    assert "MS312" not in codes(linted(tmp_path, requirement(checks)))


def test_people_left_out_of_the_whole_requirement_count_for_its_checks(tmp_path):
    part = requirement(a_share("at least 100%"), "left-out: [said no]")
    assert "MS312" not in codes(linted(tmp_path, part))


# -- checks that count for nothing


def test_a_check_that_lends_its_evidence_counts_for_something(tmp_path):
    checks = f"{a_share('at least 50%')}\n{a_share('at least 90%', 'two', evidence_from='X-1.one')}"
    assert "MS340" not in codes(linted(tmp_path, requirement(checks, "met-when: {all: [two]}")))


def test_a_check_that_another_relies_on_counts_for_something(tmp_path):
    checks = f"{a_share('at least 95%')}\n{a_share('at least 80%', 'two', relies_on='one')}"
    assert "MS340" not in codes(linted(tmp_path, requirement(checks, "met-when: two")))


def test_a_check_for_partly_met_counts_for_something(tmp_path):
    checks = f"{a_share('at least 50%')}\n{a_share('at least 90%', 'two')}"
    lines = "met-when: {all: [two]}", "partly-met-when: {any: [one]}"
    assert "MS340" not in codes(linted(tmp_path, requirement(checks, *lines)))


def test_a_check_of_the_catalogue_that_is_not_counted_is_found_at_met_when(tmp_path):
    part = """\
requirements:
  NWD-1:
    standard-clause: no-wrong-door/rapid-assessment-and-referral
    owed-by: {each-of: [riverbank, trust]}
    strength: must
    if-not-met: improvement plan
    checks: {assessed: at least 90%, referred: at least 90%}
    met-when: {all: [assessed, referred]}
"""
    (found,) = of("MS340", linted(tmp_path, part))
    assert '"protocol"' in found.message
    assert marked(found, a_spec(part)) == "{all: [assessed, referred]}"


def test_a_standard_clause_with_a_check_that_counts_for_nothing_is_found(tmp_path):
    folder = tmp_path / "rules" / "own"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text(
        """\
specrules: standard clause 1
standard-clause: own/one
title: Something is done
guidance: recommended
citations: [{document: A guide (2020), section: One}]
checks:
  done: {statement: it is done}
  asked: {statement: it was asked for}
met-when: {all: [done]}
""",
        encoding="utf-8",
    )
    (found,) = lint(folder).findings
    assert (found.code, found.subject) == ("MS340", 'own/one "Something is done"')


def test_one_cause_has_one_finding(tmp_path):
    part = """\
requirements:
  MA-4:
    standard-clause: mutual-aid/recovery-support-recorded
    owed-by: riverbank
    strength: should
    checks: {routinely: at least 95%, robustly: {sample: at least 20, target: at least 90%}}
    met-when: {all: [routinely]}
"""
    assert codes(linted(tmp_path, part)).count("EV401") == 1
    assert "MS340" not in codes(linted(tmp_path, part))


# -- mutual aid


def a_register(covers):
    return requirement(f"one: {{register: groups, contact-within: 90 days, covers: [{covers}]}}")


@pytest.mark.parametrize(
    ("covers", "code"),
    [
        ("12-step", "MA504"),
        ("smart recovery", "MA504"),
        ("AA, NA, CA", "MA505"),
        ("12-step, Al-Anon", "MA505"),
    ],
)
def test_too_little_choice_of_groups_is_found(covers, code, tmp_path):
    found = codes(linted(tmp_path, a_register(covers)))
    assert [each for each in found if each in ("MA504", "MA505")] == [code]


@pytest.mark.parametrize(
    "covers", ["12-step, SMART Recovery", "housing, employment", "housing", "AA, housing"]
)
def test_enough_choice_and_registers_of_other_things_are_left_alone(covers, tmp_path):
    assert {"MA504", "MA505"}.isdisjoint(codes(linted(tmp_path, a_register(covers))))


def test_a_fee_that_does_not_count_is_no_limit(tmp_path):
    part = """\
requirements:
  MA-3:
    standard-clause: mutual-aid/premises-for-meetings
    owed-by: riverbank
    strength: should
    checks: {fee: no more than £10 a meeting}
    met-when: {all: [offered]}
"""
    found = codes(linted(tmp_path, part))
    assert found.count("MA512") == 1
    assert "MS340" not in found


# -- no wrong door


def principles(*owed_by):
    return "requirements:\n" + "".join(
        f"""\
  NWD-{n}:
    title: Something is done
    principle: referral
    owed-by: {who}
    strength: should
    checks: {{done: {{count: times it was done, target: at least 3}}}}
    source: local decision, 2026-02-10
"""
        for n, who in enumerate(owed_by, start=1)
    )


def test_a_principle_owed_on_both_sides_by_different_requirements_is_no_one_way_door(tmp_path):
    assert "NW611" not in codes(linted(tmp_path, principles("riverbank", "trust")))


def test_a_principle_of_the_commissioner_alone_is_no_door(tmp_path):
    assert "NW611" not in codes(linted(tmp_path, principles("council")))


@pytest.mark.parametrize("role", ["alcohol service", "drug service", "Drug and alcohol treatment"])
def test_a_service_for_drugs_or_alcohol_alone_stands_on_that_side_of_the_door(role, tmp_path):
    part = f"""\
parties:
  council:   {{name: Anytown Council, role: commissioner}}
  riverbank: {{name: Riverbank Recovery, role: {role}, bound-by: this contract}}
  trust:     {{name: Anytown Mental Health Trust, role: mental health, bound-by: this contract}}
"""
    (found,) = of("NW611", linted(tmp_path, part + principles("riverbank")))
    assert found.message == 'Only drug and alcohol services owe the no wrong door principle "referral".'


def test_every_requirement_on_one_side_is_shown(tmp_path):
    (found,) = of("NW611", linted(tmp_path, principles("trust", "trust", "council")))
    assert found.message == 'Only mental health services owe the no wrong door principle "referral".'
    assert len(found.also) == 2


def test_a_side_without_any_party_is_found_once(tmp_path):
    part = """\
parties:
  council:   {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
""" + principles("riverbank", "council")
    (found,) = of("NW611", linted(tmp_path, part))
    assert found.message.startswith("No party is a mental health service")
    assert marked(found, a_spec(part)) == "parties"


# -- source and strength


def a_clause(strength, *lines):
    """A requirement of the commissioner's that its guidance requires."""
    part = f"""\
requirements:
  NWD-1:
    standard-clause: no-wrong-door/lead-commissioner-named
    owed-by: council
    strength: {strength}
"""
    return part + "".join(f"    {line}\n" for line in lines)


def test_a_should_for_what_guidance_requires_is_weaker(tmp_path):
    assert "SO703" in codes(linted(tmp_path, a_clause("should")))


@pytest.mark.parametrize("lines", [(), ("source: local decision, 2026-02-10",)])
def test_a_must_for_what_guidance_requires_is_neither_weaker_nor_stronger(lines, tmp_path):
    assert {"SO702", "SO703"}.isdisjoint(codes(linted(tmp_path, a_clause("must", *lines))))


def test_a_weaker_strength_that_was_decided_is_left_alone(tmp_path):
    found = linted(tmp_path, a_clause("encouraged", "source: local decision, 2026-02-10"))
    assert "SO703" not in codes(found)


def test_a_must_of_the_commissioner_alone_needs_no_remedy(tmp_path):
    assert "SO718" not in codes(linted(tmp_path, a_clause("must")))


@pytest.mark.parametrize(
    ("clause", "checks", "found"),
    [
        ("mutual-aid/keyworkers-facilitate-access", ("delivered",), True),
        ("fama/three-steps", ("connected", "followed-up", "raised"), True),
        ("mutual-aid/choice-of-groups-available", (), False),
    ],
)
def test_the_commissioner_alone_owes_nothing_that_guidance_asks_of_services(clause, checks, found, tmp_path):
    targets = "".join(f"      {each}: at least 90%\n" for each in checks)
    part = f"""\
catalogues: [mutual-aid, fama, no-wrong-door]
requirements:
  X-1:
    standard-clause: {clause}
    owed-by: council
    strength: should
{"    checks:" if checks else ""}
{targets}"""
    assert ("SO707" in codes(linted(tmp_path, part))) is found


def test_what_is_asked_for_in_no_guidance_the_commissioner_may_owe_alone(tmp_path):
    part = principles("council") + "definitions: {mutual-aid/groups: groups that meet}\n"
    assert "SO707" not in codes(linted(tmp_path, part))


def test_a_party_that_is_not_bound_is_told_once_with_all_it_owes(tmp_path):
    part = """\
parties:
  council:   {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: family support}
""" + principles("riverbank", "riverbank")
    (found,) = of("SO719", linted(tmp_path, part))
    assert found.message == "Riverbank Recovery owes NWD-1 and NWD-2, and nothing binds it."
    assert (found.subject, marked(found, a_spec(part))) == ("party riverbank", "riverbank")


@pytest.mark.parametrize("word", ["Times  it was DONE", "times it"])
def test_a_definition_is_used_whatever_its_capitals_and_spaces(word, tmp_path):
    assert "SO714" not in codes(linted(tmp_path, f"definitions:\n  {word}: what is counted\n"))


def test_a_definition_is_used_in_the_plural(tmp_path):
    part = "definitions:\n  Time: what is counted\n"
    assert "SO714" not in codes(linted(tmp_path, part))


def test_part_of_another_word_is_no_use_of_a_definition(tmp_path):
    part = "definitions:\n  some: what is counted\n"
    assert "SO714" in codes(linted(tmp_path, part))


def test_thousands_of_definitions_are_no_trouble(tmp_path):
    part = "definitions:\n" + "".join(f"  word {n}: meaning {n}\n" for n in range(5000))
    assert codes(linted(tmp_path, part)).count("SO714") == 5000


def test_a_definition_used_only_in_itself_is_used_nowhere(tmp_path):
    part = "definitions:\n  peer mentor: a peer mentor is a person in recovery\n"
    (found,) = of("SO714", linted(tmp_path, part))
    assert found.message == '"peer mentor" is defined, and used nowhere.'


def test_a_definition_used_in_another_is_used(tmp_path):
    part = "definitions:\n  times: how often, as a peer counts it\n  peer: somebody in recovery\n"
    assert "SO714" not in codes(linted(tmp_path, part))


@pytest.mark.parametrize(
    ("ends", "every", "late"),
    [
        ("2026-07-20", "quarter", True),
        ("2026-07-21", "quarter", False),
        ("2026-07-20", "month", False),
        ("2027-04-20", "year", True),
        ("2027-04-21", "year", False),
    ],
)
def test_the_first_return_is_due_by_the_last_day_of_the_contract(ends, every, late, tmp_path):
    part = f"contract: {{starts: 2026-04-01, ends: {ends}}}\n"
    part += f"returns: {{every: {every}, due: 15 working days after the {every} ends}}\n"
    assert ("SO717" in codes(linted(tmp_path, part))) is late


# -- mutual aid and its records


def fama(*checks, title="Keyworkers use FAMA"):
    """A requirement about facilitated access, with a count for each of *checks*."""
    counts = "\n".join(f"c{number}: {{count: {words}}}" for number, words in enumerate(checks))
    text = requirement(counts, "target: at least 3") if len(checks) == 1 else requirement(counts)
    return text.replace("Something is done", title).replace("}\n", ", target: at least 3}\n")


RAISED, MET, ASKED = "people it was raised with", "people who met a member", "people asked how it went"


@pytest.mark.parametrize(
    ("checks", "missing"),
    [
        ((RAISED, MET), "asking how it went"),
        ((RAISED, ASKED), "contact with a member"),
        ((MET, ASKED), "raising mutual aid"),
    ],
)
def test_the_one_step_of_facilitated_access_that_nobody_counts_is_named(checks, missing, tmp_path):
    (found,) = of("MA510", linted(tmp_path, fama(*checks)))
    assert found.message.endswith(f"and not {missing}.")


@pytest.mark.parametrize(
    ("checks", "title"),
    [
        ((RAISED, MET, ASKED), "Keyworkers use FAMA"),
        ((RAISED, "leaflets given"), "Keyworkers use FAMA"),
        ((RAISED, MET), "Complaints are followed"),
    ],
)
def test_all_steps_one_step_or_another_subject_say_nothing_of_steps(checks, title, tmp_path):
    assert "MA510" not in codes(linted(tmp_path, fama(*checks, title=title)))


def test_a_step_that_another_requirement_counts_is_not_missing(tmp_path):
    other = fama(ASKED, RAISED).replace("requirements:\n", "").replace("X-1", "X-2")
    assert "MA510" not in codes(linted(tmp_path, fama(RAISED, MET) + other))


def a_list(*words, title="Groups meet"):
    return requirement(f"there: {{list: groups that meet, choices: [{', '.join(words)}]}}").replace(
        "Something is done", title
    )


def test_smart_recovery_without_its_partnership_is_found_where_it_is_asked_for(tmp_path):
    part = a_list("12-step", "SMART Recovery")
    (found,) = of("MA519", linted(tmp_path, part))
    assert marked(found, a_spec(part)) == "[12-step, SMART Recovery]"


@pytest.mark.parametrize(
    "part",
    [
        a_list("12-step", "community groups"),
        a_list("12-step", "SMART Recovery", title="The service is a SMART Recovery partner"),
    ],
)
def test_other_groups_and_a_named_partnership_say_nothing_of_smart_recovery(part, tmp_path):
    assert "MA519" not in codes(linted(tmp_path, part))


def for_people(people, title="People are offered mutual aid"):
    return requirement("done: {count: people offered it, target: at least 3}", f"people: {people}").replace(
        "Something is done", title
    )


@pytest.mark.parametrize(
    ("people", "missing"),
    [
        ("in community treatment", "in-patient and residential"),
        ("in community or residential treatment", "in-patient"),
        ("in the community or in-patient", "residential"),
    ],
)
def test_a_setting_in_which_no_mutual_aid_is_owed_is_named(people, missing, tmp_path):
    (found,) = of("MA524", linted(tmp_path, for_people(people)))
    assert found.message == f"Mutual aid is owed in the community, and not in {missing} treatment."


@pytest.mark.parametrize(
    ("people", "title"),
    [
        ("in treatment", "People are offered mutual aid"),
        ("in community, in-patient or residential treatment", "People are offered mutual aid"),
        ("in community treatment", "People are offered a health check"),
    ],
)
def test_every_setting_or_no_mutual_aid_says_nothing_of_settings(people, title, tmp_path):
    assert "MA524" not in codes(linted(tmp_path, for_people(people, title)))


def measured(words, measure):
    return requirement(
        f"one: {{share: {words}, of: people seen, measure: mutual-aid/{measure}, target: at least 9%}}"
    )


@pytest.mark.parametrize(
    ("words", "measure", "wrong"),
    [
        ("people given peer support", "fama-delivered", True),
        ("people helped to use mutual aid", "peer-support-involved", True),
        ("people given peer support", "peer-support-involved", False),
        ("people helped by FAMA", "fama-delivered", False),
        ("people given peer support or mutual aid", "fama-delivered", False),
        ("people seen", "fama-delivered", False),
    ],
)
def test_a_measure_counts_what_its_check_is_about(words, measure, wrong, tmp_path):
    assert ("EV404" in codes(linted(tmp_path, measured(words, measure)))) is wrong


@pytest.mark.parametrize(
    ("share", "whole", "wrong"),
    [
        ("people who started treatment in the period", "people referred in the period", True),
        ("people seen in the quarter", "people referred in the quarter", True),
        ("people who started treatment", "people referred in the period", False),
        ("people reviewed in the period", "people in treatment in the period", False),
        ("people who completed in the period", "people who left in the period", False),
        ("people starting in the period who were seen", "people who started in the period", False),
        ("people seen in the period, of them", "people referred in the period", False),
    ],
)
def test_who_is_counted_in_a_period_is_followed_from_who_came_in_it(share, whole, wrong, tmp_path):
    part = requirement(f'one: {{share: "{share}", of: {whole}, target: at least 80%}}')
    assert ("MS311" in codes(linted(tmp_path, part))) is wrong


@pytest.mark.parametrize(
    "more",
    [
        "people: who smoke",
        "applies-if: people smoke tobacco",
    ],
)
def test_words_about_smoking_are_enough(more, tmp_path):
    part = f"""\
catalogues: [co-occurring]
requirements:
  CO-1:
    standard-clause: co-occurring/shared-care-planning
    owed-by: riverbank
    strength: should
    checks: {{shared-plan: at least 90%, coordinator: at least 95%}}
    {more}
"""
    assert "NW617" not in codes(linted(tmp_path, part))


# -- pages of the guide


def cited(section, page, document="Improving access to mutual aid: a brief guide for commissioners"):
    source = f'source: {{document: "{document}", section: "{section}", page: "{page}"}}'
    return requirement("one: {count: people told, target: at least 3}").replace(
        "source: local decision, 2026-02-10", source
    )


@pytest.mark.parametrize(
    ("section", "page", "wrong"),
    [
        ("Self-assessment", "4", True),
        ("Self-assessment", "5", False),
        ("Self-assessment", "6", False),
        ("self-assessment", "7", True),
        ("A section nobody knows", "7", False),
    ],
)
def test_a_page_is_held_against_the_pages_of_its_section(section, page, wrong, tmp_path):
    assert ("SO705" in codes(linted(tmp_path, cited(section, page)))) is wrong


def test_the_guide_may_be_cited_without_a_page(tmp_path):
    part = cited("Self-assessment", "4").replace(', page: "4"', "")
    assert "SO705" not in codes(linted(tmp_path, part))


def test_what_a_check_counts_may_have_another_period_than_the_return(tmp_path):
    part = requirement("one: {count: people seen each month, target: at least 3}")
    assert "MS309" in codes(linted(tmp_path, part))


def test_what_a_check_counts_may_mix_up_peer_support_and_mutual_aid(tmp_path):
    part = requirement("one: {count: people given peer support or mutual aid, target: at least 3}")
    assert "MA507" in codes(linted(tmp_path, part))


def test_people_in_an_audit_are_a_sample_and_may_begin_before_the_period(tmp_path):
    people = "people who started treatment in the period, of: people referred in the period"
    share = requirement(f"one: {{share: {people}, target: at least 80%}}")
    assert "MS311" in codes(linted(tmp_path, share))
    audit = f"one: {{audit: {people}, sample: at least 20, target: at least 80%}}"
    assert "MS311" not in codes(linted(tmp_path, requirement(audit)))


@pytest.mark.parametrize("key", ["met-when", "partly-met-when"])
def test_of_how_a_requirement_is_met_or_partly_met_one_may_be_said_alone(key, tmp_path):
    checks = "one: {count: people seen, target: at least 3}\ntwo: {count: people helped, target: at least 2}"
    assert "MS343" not in codes(linted(tmp_path, requirement(checks, f"{key}: {{any: [one, two]}}")))


def test_pages_of_another_document_are_not_known(tmp_path):
    assert "SO705" not in codes(linted(tmp_path, cited("Self-assessment", "4", "Our own guide")))


def test_the_pages_of_the_guide_are_those_the_catalogue_cites():
    citations = [each for clause in clauses(Library([shipped("rules")])) for each in clause.citations]
    cited = {(each.section.casefold(), each.page) for each in citations if each.page}
    assert cited <= {(section, page) for section, pages in PAGES.items() for page in pages}


# -- what a small change to a rule would make of it


def test_only_the_staff_among_those_who_owe_something_are_no_party(tmp_path):
    part = """\
parties:
  council:    {name: Anytown Council, role: commissioner}
  riverbank:  {name: Riverbank Recovery, role: treatment, bound-by: this contract}
  keyworkers: {name: Keyworkers, role: treatment, bound-by: this contract}
requirements:
  X-1:
    title: Something is done
    owed-by: {each-of: [riverbank, keyworkers]}
    strength: should
    checks: {done: {count: times it was done, target: at least 3}}
    source: local decision, 2026-02-10
"""
    assert [each.message.split()[0] for each in of("SO708", linted(tmp_path, part))] == ["Keyworkers"]


@pytest.mark.parametrize(("agreed", "late"), [("2029-03-31", 0), ("2029-04-01", 1)])
def test_a_party_may_be_bound_from_the_last_day_of_the_contract(agreed, late, tmp_path):
    part = f"""\
parties:
  council:   {{name: Anytown Council, role: commissioner}}
  riverbank: {{name: Riverbank Recovery, role: treatment, bound-by: this contract, agreed: {agreed}}}
"""
    assert len(of("MS305", linted(tmp_path, part))) == late


@pytest.mark.parametrize(
    "title", ["Public Health England is told", "What is done is told to Public Health England"]
)
def test_who_does_the_work_of_a_body_now_has_a_capital_only_where_the_text_begins(title, tmp_path):
    (found,) = of(
        "SO715",
        linted(
            tmp_path,
            requirement("done: {count: times, target: at least 3}").replace("Something is done", title),
        ),
    )
    now = found.remedy.partition("perhaps ")[2].removesuffix(".")
    assert found.meant == title.replace(
        "Public Health England", now if title[0] == "W" else now[0].upper() + now[1:]
    )


def test_two_units_in_one_share_are_both_named(tmp_path):
    checks = "one: {share: sessions attended, of: people in treatment, target: at least 80%}"
    (found,) = of("MS346", linted(tmp_path, requirement(checks))) or (None,)
    assert found.message == "Sessions attended are sessions, and people in treatment are people."


def test_a_time_is_of_another_unit_than_the_people_it_is_about(tmp_path):
    share = "one: {share: sessions attended, of: sessions offered, target: at least 80%}"
    time = (
        "two: {time: sessions waited for, statistic: median, of: people who started, target: within 9 days}"
    )
    assert "MS346" not in codes(linted(tmp_path, requirement(f"{share}\n{time}")))


# -- dates and times


def a_duty(id, *lines, target="at least 80%"):
    """A requirement called *id*, with further lines."""
    text = f"""\
  {id}:
    title: Something is done
    owed-by: riverbank
    strength: should
    checks: {{seen: {{share: people seen at home, of: people referred, target: {target}}}}}
    source: local decision, 2026-02-10
"""
    return text + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["from: 2029-02-01"], True),
        (["from: 2026-05-01", "until: 2026-06-30"], True),
        (["from: 2026-05-01", "until: 2026-07-01"], False),
        (["from: 2026-07-01", "until: 2026-07-15"], False),
    ],
)
def test_a_requirement_is_judged_when_it_is_in_force_on_the_first_day_of_a_period(lines, found, tmp_path):
    assert ("MS305" in codes(linted(tmp_path, "requirements:\n" + a_duty("X-1", *lines)))) is found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([], True),
        (["judged-at: each site"], False),
        (["from: 2026-07-01"], True),
        (["from: 2026-07-02"], False),
    ],
)
def test_opposite_targets_of_one_level_and_one_time_contradict_each_other(lines, found, tmp_path):
    part = "requirements:\n" + a_duty("X-1", "until: 2026-07-01")
    part += a_duty("X-2", *lines, target="no more than 20%")
    assert ("MS307" in codes(linted(tmp_path, part))) is found


@pytest.mark.parametrize("versus", ["above", "below"])
def test_a_share_and_a_change_of_it_do_not_contradict_each_other(versus, tmp_path):
    change = f"no more than 20% of the baseline {versus} baseline, baseline-asked: the average for England"
    part = f"requirements:\n{a_duty('X-1')}{a_duty('X-2', target=change)}"
    assert codes(linted(tmp_path, part)) == ["SO725", "MS345"]


def test_a_requirement_that_contradicts_several_above_it_is_told_once_with_the_furthest_of_them(tmp_path):
    targets = ["at least 70%", "at least 90%", "at least 80%", "no more than 20%", "no more than 75%"]
    part = "requirements:\n" + "".join(a_duty(f"X-{n}", target=each) for n, each in enumerate(targets, 1))
    assert [each.message for each in of("MS307", linted(tmp_path, part))] == [
        'X-2 asks for "at least 90%" and X-4 for "no more than 20%" of the same thing.',
        'X-2 asks for "at least 90%" and X-5 for "no more than 75%" of the same thing.',
    ]


def steps(look, document):
    """How many lines of the program are run while *look* looks at *document*."""
    run = []

    def trace(*_):
        run.append(1)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        list(look(document))
    finally:
        sys.settrace(before)
    return len(run)


@pytest.mark.parametrize("ceiling", ["at least 20%", "no more than 20%", "no more than 5%"])
def test_twice_the_requirements_for_one_figure_are_twice_the_work(ceiling, tmp_path):
    def work(number):
        duties = [a_duty(f"X-{n}", target=("at least 10%", ceiling)[n % 2]) for n in range(number)]
        path = tmp_path / "spec.yaml"
        path.write_text(a_spec("requirements:\n" + "".join(duties)), encoding="utf-8")
        return steps(all_rules()["MS307"].look, read_spec(path).spec)

    assert work(80) < 2.5 * work(40)


def test_twice_the_names_that_are_no_names_are_twice_the_work(tmp_path):
    def work(number):
        path = tmp_path / "spec.yaml"
        path.write_text(
            a_spec("constants:\n" + "".join(f"  a {n}: {n}\n" for n in range(number))), encoding="utf-8"
        )
        return steps(lambda path: lint(path).findings, path)

    work(1)  # the first time the catalogue is read
    assert work(400) < 2.5 * work(200)


def a_hand_off(look_back):
    return f"""\
requirements:
  NWD-10:
    standard-clause: no-wrong-door/referrals-answered
    owed-by: {{each-of: [riverbank, trust]}}
    strength: should
    source: local decision, 2026-02-10
    hand-off:
      referrals: people with both conditions, sent in the period
      look-back: {look_back}
      answer-within: 5 working days
      answered: at least 95%
      outcome-known: at least 90%
      answers: [accepted, joint work]
"""


@pytest.mark.parametrize(
    ("look_back", "found"),
    [
        ("21 days", False),
        ("22 days", True),
        ("15 working days", False),
        ("16 working days", True),
        ("3 weeks", False),
        ("1 month", True),
    ],
)
def test_a_look_back_is_too_long_from_the_day_after_returns_are_due(look_back, found, tmp_path):
    assert ("SO738" in codes(linted(tmp_path, a_hand_off(look_back)))) is found


@pytest.mark.parametrize(
    ("ends", "due", "found"),
    [
        ("2026-04-01", "40 working days", True),
        ("2026-08-24", "40 working days", True),
        ("2026-08-25", "40 working days", False),
        ("2026-10-31", "40 working days", False),
        ("2026-08-29", "2 months", True),
        ("2026-08-30", "2 months", False),
    ],
)
def test_a_return_is_too_late_from_the_day_after_the_contract_ends(ends, due, found, tmp_path):
    part = f"""\
contract: {{starts: 2026-04-01, ends: {ends}}}
returns: {{every: quarter, due: {due} after the quarter ends}}
"""
    assert ("SO717" in codes(linted(tmp_path, part))) is found


# -- words


def definitions(*words):
    return "definitions:\n" + "".join(f"  {each}: what is meant\n" for each in words)


MANY = [f"{one}{two}x" for one in "bcdfghjkl" for two in "aeiouy"]


@pytest.mark.parametrize(
    ("part", "orphans"),
    [
        (definitions("one two three four five six"), 1),
        (definitions("one two three four five six seven eight nine ten"), 0),
        (definitions(*MANY), len(MANY)),
        (definitions(*MANY) + f"title: {' '.join(MANY)}\n", 0),
        (definitions(*MANY, "two words") + f"title: {' '.join(MANY)} two words\n", 0),
    ],
)
def test_words_that_are_defined_and_not_used_are_found_however_many_there_are(part, orphans, tmp_path):
    found = linted(tmp_path, part) if "title" not in part else titled(tmp_path, part)
    assert codes(found).count("SO714") == orphans


def titled(folder, part):
    """What is found where *part* has the title, too."""
    (folder / "spec.yaml").write_text(
        a_spec(part).replace("title: Integrated drug and alcohol recovery service\n", "", 1), encoding="utf-8"
    )
    return lint(folder / "spec.yaml").findings


@pytest.mark.parametrize(
    ("counted", "whole", "found"),
    [
        ("sessions attended", "people in treatment", True),
        ("sessions attended", "of all people", True),
        ("sessions attended", "all of the people", False),
    ],
)
def test_what_is_counted_is_named_in_the_first_three_words(counted, whole, found, tmp_path):
    part = requirement(f"one: {{share: {counted}, of: {whole}, target: at least 80%}}")
    assert ("MS346" in codes(linted(tmp_path, part))) is found


def test_checks_of_two_figures_do_not_settle_each_other(tmp_path):
    checks = "one: {count: visits, target: at least 3}\ntwo: {count: calls, target: at least 2}"
    again = "\nthree: {count: visits, evidence-from: one, target: at least 3}"
    assert "MS306" not in codes(linted(tmp_path, requirement(checks)))
    assert codes(linted(tmp_path, requirement(checks + again))).count("MS306") == 1


def test_each_check_that_never_decides_is_told_once_however_many_are_harder(tmp_path):
    checks = "c0: {count: visits, target: at least 3}"
    for n, target in enumerate((5, 1, 4, 5), 1):
        checks += f"\nc{n}: {{count: visits, evidence-from: X-1.c0, target: at least {target}}}"
    text = requirement(checks)
    found = of("MS306", linted(tmp_path, text))
    assert [marked(each, a_spec(text)) for each in found] == [f"at least {n}" for n in (3, 1, 4, 5)]


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("money: fee for the room, target: no more than £10 a meeting", True),
        ("money: cost of tea, target: no more than £10 a meeting", False),
        ("money: fee for the room, target: no more than £5 a meeting", False),
        ("money: fee for the room, target: no more than £10 a month", False),
    ],
)
def test_only_a_fee_for_the_same_can_be_higher_than_nominal(check, found, tmp_path):
    part = "definitions: {nominal fee: no more than £5 a meeting}\n" + requirement(f"one: {{{check}}}")
    assert ("MA514" in codes(linted(tmp_path, part))) is found


def test_an_improvement_that_a_check_counts_is_measured_from_somewhere_too(tmp_path):
    part = requirement("one: {count: the share of people linked with groups improves, target: at least 8}")
    assert "EV407" in codes(linted(tmp_path, part))


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ("aged 18 and over with severe mental illness", True),
        ("aged 18 and over, as commissioned, with severe mental illness", False),
    ],
)
def test_a_service_commissioned_for_adults_may_start_at_18(people, found, tmp_path):
    part = f"""\
requirements:
  QS-1:
    standard-clause: no-wrong-door/asked-about-use
    owed-by: trust
    strength: should
    people: {people}
    checks: {{suspected: at least 95%, confirmed: at least 95%}}
"""
    assert ("NW606" in codes(linted(tmp_path, part))) is found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("The trust is a partner in care", True),
        ("The service is a partner of SMART Recovery", False),
        ("The service goes to SMART meetings", True),
    ],
)
def test_only_a_partnership_with_smart_recovery_answers_to_groups_of_it(title, found, tmp_path):
    part = requirement("there: {list: groups that meet, choices: [12-step, SMART Recovery, other]}")
    part += a_duty("X-2").replace("Something is done", title)
    assert ("MA519" in codes(linted(tmp_path, part))) is found
