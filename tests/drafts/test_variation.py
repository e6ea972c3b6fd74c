"""The variation between two specifications: nothing is left out, and both ways mirror each other."""

import random
from datetime import date

import pytest

from specrules.base.frozen import replace
from specrules.drafts.variation import (
    CARD,
    CHECK,
    HAND_OFF,
    OTHERWISE_TOLD,
    PARTY,
    REQUIREMENT,
    SPEC,
    Move,
    variation,
)
from specrules.inputs import read_checked
from specrules.spec.model import (
    AllowanceLimits,
    CardSettings,
    Check,
    CheckKind,
    Combination,
    Comparator,
    DatedTarget,
    HandOff,
    How,
    JudgedAt,
    Level,
    Over,
    Party,
    Requirement,
    Spec,
    Strength,
    Variation,
)
from specrules.values.periods import Every
from specrules.values.reading import read_quantity, read_target
from tests.chance import one_requirement
from tests.made import COUNCIL, RIVERBANK, a_check, a_hand_off, a_requirement, a_spec, dated


def fields(told):
    return {field for _, of, _ in told for field in of}


def named(kind):
    return set(kind.__match_args__)


def test_every_field_that_could_change_is_told():
    assert named(Requirement) == fields(REQUIREMENT) | OTHERWISE_TOLD
    assert named(Check) == fields(CHECK) | {"name", "written"}
    assert named(HandOff) == fields(HAND_OFF) | {"written"}
    assert named(Party) == fields(PARTY) | {"id", "written"}
    assert named(CardSettings) == fields(CARD) | {"written"}
    by_name = {"parties", "requirements", "definitions", "constants", "allowances", "cards", "variations"}
    of_files = {"file", "digest", "principles", "catalogue_digests", "written"}
    assert named(Spec) == fields(SPEC) | by_name | of_files


CHANGES = {
    "clause": "4.2",
    "title": "Another thing is done",
    "wording": "shall be done",
    "strength": Strength.SHOULD,
    "section": "Access",
    "principle": "welcome",
    "people": "in treatment",
    "left_out": ("in prison",),
    "since": date(2026, 7, 1),
    "until": date(2027, 7, 1),
    "applies_if": "there is a room",
    "met_when": Combination(How.ANY, ("only",)),
    "partly_met_when": Combination(How.ANY, ("only",)),
    "judged_at": JudgedAt(Level.SITE),
    "if_not_met": "improvement plan",
    "essential": True,
    "every": Every.YEAR,
    "rated_from": date(2026, 10, 1),
    "report_only": True,
    "weight": 2,
    "local_source": "local decision, 2026-02-10",
    "hand_off": a_hand_off(),
    "owed_by": ("council",),
    "jointly": True,
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_requirement_that_changes_in_one_thing_is_told_in_one_line(field):
    old = a_requirement(a_check(target="at least 90%"))
    found = variation(a_spec(old), a_spec(replace(old, **{field: CHANGES[field]}))).clauses
    assert [(each.move, len(each.lines)) for each in found] == [(Move.CHANGED, 1)]
    assert found[0].lines[0].before != found[0].lines[0].after


CHECKS = {
    "kind": CheckKind.AUDIT,
    "words": "people seen",
    "of": "people referred",
    "targets": (dated("at least 80%"),),
    "people": "adults",
    "left_out": ("in prison",),
    "exceptions": ("in prison",),
    "sample": read_quantity("10"),
    "sample_by": "council",
    "if_fewer": "other",
    "not_recorded": True,
    "still_waiting": True,
    "within": read_quantity("5 days"),
    "statistic": "median",
    "over": Over.LAST_12_MONTHS,
    "constant": read_quantity("240 people"),
    "relies_on": "other",
    "after": "other",
    "document": None,
    "choices": ("one", "two"),
    "rubric": (("one", "a little"),),
    "rated_by": "commissioner",
    "threshold_from": "an article on kappa",
    "covers": ("one",),
    "of_kind": "12-step",
    "contact_within": read_quantity("90 days"),
    "baseline": read_quantity("41%"),
    "baseline_asked": "last year",
    "in_proportion": True,
    "comparators": (Comparator("England", read_quantity("84%"), "a report"),),
    "evidence_from": "R-2.only",
    "measure": "mutual-aid/fama-delivered",
}


def test_every_field_of_a_check_is_tried():
    assert set(CHECKS) == named(Check) - {"name", "written"}


@pytest.mark.parametrize("field", CHECKS)
def test_a_check_that_changes_in_one_thing_is_told_in_one_line(field):
    old = a_check(target="at least 90%")
    new = replace(old, **{field: CHECKS[field]})
    found = variation(a_spec(a_requirement(old)), a_spec(a_requirement(new))).clauses[0].lines
    assert len(found) == 1
    assert found[0].before != found[0].after
    assert found[0].about.startswith("only, ")


TERMS = {
    "title": "Another service",
    "version": "2",
    "starts": date(2026, 7, 1),
    "parties": (COUNCIL, replace(RIVERBANK, sites=("North",))),
    "definitions": {"agreed time": "5 working days"},
    "constants": {"capacity": read_quantity("240 people")},
    "cards": {"compliance": CardSettings(bands=(("green", read_target("at least 90%")),))},
    "variations": (Variation(1, date(2026, 10, 1), "the target rises", ("R-1",)),),
    "catalogues": ("mutual-aid",),
    "allowances": AllowanceLimits(read_quantity("6 months")),
}


@pytest.mark.parametrize("field", TERMS)
def test_what_changes_outside_the_clauses_is_told(field):
    old = a_spec(parties=(COUNCIL, RIVERBANK))
    found = variation(old, replace(old, **{field: TERMS[field]}))
    assert len(found.terms) == 1
    assert found.terms[0].before != found.terms[0].after


def test_the_same_specification_says_the_same():
    spec = a_spec(a_requirement(a_check(target="at least 90%")))
    assert variation(spec, replace(spec, version="2")).says_the_same
    assert not variation(spec, replace(spec, title="Another")).says_the_same


def test_a_clause_that_only_has_a_new_number_is_changed_and_not_another():
    old, new = a_spec(a_requirement(id="R-1")), a_spec(a_requirement(id="R-9"))
    found = variation(old, new).clauses
    assert [(each.requirement, each.move) for each in found] == [("R-9", Move.CHANGED)]
    assert (found[0].lines[0].before, found[0].lines[0].after) == ("R-1", "R-9")


def test_two_texts_of_one_version_are_named():
    old = a_spec(a_requirement(a_check(target="at least 90%")))
    assert variation(old, a_spec()).one_version
    assert not variation(old, replace(a_spec(), version="2")).one_version


@pytest.mark.parametrize("seed", range(30))
def test_there_and_back_mirror_each_other_and_leave_nothing_out(seed):
    chance = random.Random(seed)
    old, new = ([one_requirement(chance, f"R-{n}") for n in range(4)] for _ in range(2))
    shared = chance.sample(range(4), 2)
    new = [old[n] if n in shared else each for n, each in enumerate(new)][: chance.randint(2, 4)]
    parties = tuple(Party(id, id, "provider", "this contract") for id in old[0].owed_by)
    before, after = (a_spec(*each, parties=(COUNCIL, *parties)) for each in (old, new))
    there, back = variation(before, after), variation(after, before)
    differing = {o.id for o, n in zip(old, new, strict=False) if o != n} | {o.id for o in old[len(new) :]}
    assert {each.requirement for each in there.clauses} == differing
    assert sorted(map(mirrored, there.clauses)) == sorted(map(plain, back.clauses))


def plain(clause):
    return clause.requirement, str(clause.move), sorted((e.about, e.before, e.after) for e in clause.lines)


def mirrored(clause):
    moves = {Move.ADDED: Move.REMOVED, Move.REMOVED: Move.ADDED, Move.CHANGED: Move.CHANGED}
    lines = sorted((each.about, each.after, each.before) for each in clause.lines)
    return clause.requirement, str(moves[clause.move]), lines


def test_a_target_that_changes_on_a_day_is_told_with_its_day():
    old = a_requirement(a_check(target="at least 90%"))
    later = (*old.checks[0].targets, DatedTarget(read_target("at least 95%"), since=date(2026, 10, 1)))
    new = replace(old, checks=(replace(old.checks[0], targets=later),))
    line = variation(a_spec(old), a_spec(new)).clauses[0].lines[0]
    assert (line.before, line.after) == (
        "At least 90%.",
        "At least 90%. From 1 October 2026: at least 95%.",
    )


def test_every_specification_of_ours_says_the_same_as_itself():
    spec = read_checked("examples/anytown/spec.yaml")[0]
    found = variation(spec, spec)
    assert (found.terms, found.clauses) == ((), ())
