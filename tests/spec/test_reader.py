"""Specifications are read into values, with their standard clauses merged in."""

from datetime import date
from random import Random

import pytest

from specrules.base.files import Source
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import replace
from specrules.spec.model import CheckKind, Combination, How, JudgedAt, Level, Status, Strength
from specrules.spec.reader import Reading, read_in_part, read_spec
from specrules.text.tree import read_tree
from specrules.values.periods import Every
from specrules.values.quantities import write_target
from specrules.values.reading import read_quantity, read_target
from tests.spec.making import (
    EVERYTHING,
    HEAD,
    a_library,
    at,
    found,
    read,
    requirement,
    the_finding,
    tree_of,
    with_check,
    with_requirement,
)


@pytest.fixture(scope="module")
def everything(library):
    """The specification in which every heading stands."""
    reading = read(EVERYTHING, library)
    assert reading.findings == ()
    return reading.spec


def duty(spec, id):
    return next(each for each in spec.requirements if each.id == id)


def check(requirement, name):
    return next(each for each in requirement.checks if each.name == name)


def targets(check):
    return [write_target(each.target) for each in check.targets]


# -- the specification


def test_what_a_specification_says_of_itself(everything):
    assert (everything.id, everything.version, everything.status) == ("anytown-2026", "1", Status.AGREED)
    assert (everything.starts, everything.ends) == (date(2026, 4, 1), date(2029, 3, 31))
    assert (everything.returns.every, everything.returns.uk_dates) == (Every.QUARTER, True)
    assert everything.catalogues == ("help", "doors")
    assert everything.definitions == {"FAMA": "facilitating access to mutual aid"}
    assert everything.file == "spec.yaml"


def test_the_digests_of_the_clauses_used_are_kept(everything, library):
    assert everything.catalogue_digests == {
        id: library.clause(id).digest for id in ("doors/referrals", "help/reach-groups", "help/rooms")
    }


def test_a_party_is_bound_by_what_it_says_from_the_day_it_says(everything):
    trust = everything.party("trust")
    assert (trust.bound_by, trust.agreed) == ("joint agreement", date(2026, 2, 10))
    assert trust.sites == ("Mill Lane",)
    assert trust.subcontractors == ("Harbour Families",)


def test_cards_have_their_bands_best_first(everything):
    card = everything.cards["compliance"]
    assert [(colour, write_target(target)) for colour, target in card.bands] == [
        ("green", "at least 90%"),
        ("amber", "at least 75%"),
    ]
    assert card.partly_met_counts == read_quantity("50%")
    assert everything.cards["no-wrong-door"].shadow_until == date(2026, 9, 30)


def test_a_version_is_text_with_or_without_quotation_marks(library):
    assert read(HEAD.replace('"1"', "1.10") + REQUIREMENT, library).spec.version == "1.10"


REQUIREMENT = with_requirement("title: Something is done").removeprefix(HEAD)


def test_a_specification_without_dates_is_none_but_everything_else_is_looked_at(library):
    text = HEAD.replace("starts: 2026-04-01", "starts: soon") + REQUIREMENT.replace("riverbank", "riverbnk")
    reading = read(text, library)
    assert reading.spec is None
    assert [each.name for each in reading.findings] == ["not-a-date", "unknown-party"]


def test_a_specification_with_an_error_is_not_usable(library):
    reading = read(HEAD + REQUIREMENT.replace("riverbank", "riverbnk"), library)
    assert reading.spec is not None
    assert not reading.usable


def test_a_specification_saved_as_utf16_is_usable(library):
    source = Source("spec.yaml", HEAD + REQUIREMENT, "", "utf-16")
    assert read_spec(read_tree(source), library).usable


# -- a requirement of its own


def test_a_requirement_says_who_owes_what_and_how_firmly(everything):
    own = duty(everything, "MA-3")
    assert (own.title, own.owed_by, own.strength) == ("Checks of every kind", ("trust",), Strength.ENCOURAGED)
    assert own.citations[0].document == "Our own plan"


def test_a_local_decision_is_kept_as_it_is_written(everything):
    assert duty(everything, "MA-1").local_source == "local decision, 2026-02-10"


def test_the_kinds_of_check(everything):
    kinds = [each.kind for each in duty(everything, "MA-3").checks]
    elsewhere = {CheckKind.STATEMENT, CheckKind.CONDITION, CheckKind.SENT, CheckKind.RECEIVED}
    assert set(kinds) == set(CheckKind) - elsewhere


def test_a_sample_has_a_size_and_somebody_who_chooses_it(everything):
    audit = check(duty(everything, "MA-3"), "read")
    assert (audit.sample, audit.sample_by) == (read_quantity("20"), "council")


def test_targets_are_in_the_order_of_their_dates(everything):
    dated = check(duty(everything, "MA-3"), "again").targets
    assert [each.since for each in dated] == [date(2026, 4, 1), date(2027, 4, 1)]
    assert dated[1].partly == read_target("at least 60%")


def test_a_condition_needs_no_document(everything):
    (condition,) = duty(everything, "MA-3").conditions
    assert condition.document is None


def test_combinations_stand_inside_one_another(everything):
    own = duty(everything, "MA-3")
    assert own.met_when.how is How.AT_LEAST
    assert len(own.met_when.items) == len(own.checks)
    assert own.partly_met_when == Combination(How.ANY, ("read", Combination(How.NOT, ("stage",))))


def test_a_list_without_covers_wants_all_its_choices(library):
    read = requirement(with_check("{list: programmes, choices: [TSF, SMART]}"), library)
    assert read.checks[0].covers == ("TSF", "SMART")


def test_a_target_of_the_requirement_is_for_its_only_check(library):
    own = ["target: at least 90%", "partly-met: at least 75%"]
    text = with_check("{share: people helped, of: people}", *own)
    (only,) = requirement(text, library).checks
    assert targets(only) == ["at least 90%"]
    assert only.targets[0].partly == read_target("at least 75%")


def test_a_target_of_the_requirement_is_for_the_only_check_that_wants_one(library):
    checks = ["  said: {statement: it is so}", "  done: {share: people helped, of: people}"]
    text = with_requirement("title: A", "checks:", *checks, "target: at least 90%")
    said, done = requirement(text, library).checks
    assert (targets(said), targets(done)) == ([], ["at least 90%"])


def test_a_target_of_the_requirement_is_for_a_list_when_nothing_else_can_have_it(library):
    checks = ["  said: {statement: it is so}", "  offer: {list: programmes, choices: [TSF, SMART]}"]
    text = with_requirement("title: A", "checks:", *checks, "target: at least 1 of 2")
    assert targets(requirement(text, library).checks[1]) == ["at least 1 of 2"]


def test_where_the_target_of_a_requirement_is_written_is_known_to_its_check(library):
    text = with_check("{share: people helped, of: people}", "target: at least 90%")
    (only,) = requirement(text, library).checks
    span = only.written.value("target").span
    assert text.splitlines()[span.line - 1][span.column - 1 :] == "at least 90%"


def test_evidence_from_a_check_of_the_same_requirement_needs_no_number(library):
    one = "  one: {count: things, target: at least 1}"
    two = "  two: {count: things, target: at least 2, evidence-from: one}"
    _, two = requirement(with_requirement("title: A", "checks:", one, two), library).checks
    assert two.evidence_from == "R-1.one"


def test_a_question_is_kept_as_text(library):
    text = with_requirement("title: A", "applies-if: a room exists")
    assert requirement(text, library).applies_if == "a room exists"


def test_one_condition_decides_by_its_name(library):
    conditions = "conditions: {rooms: {statement: there are rooms}}"
    text = with_requirement("title: A", conditions, "applies-if: rooms")
    assert requirement(text, library).applies_if == Combination(How.ALL, ("rooms",))


# -- a requirement of the catalogue


def test_a_clause_brings_its_title_people_checks_and_source(library):
    text = with_requirement("standard-clause: help/reach-groups", "target: at least 90%")
    read = requirement(text, library)
    assert read.title == "Keyworkers help people to reach groups"
    assert (read.people, read.left_out) == ("in treatment in the period", ("offered and declined",))
    assert read.citations[0].page == "5"
    assert targets(read.checks[0]) == ["at least 90%"]
    assert read.standard_clause.id == "help/reach-groups"


def test_what_the_specification_writes_goes_before_what_the_clause_says(everything):
    read = duty(everything, "MA-1")
    assert read.title == "Keyworkers help everybody to reach groups"
    assert (read.people, read.left_out, read.section) == ("in treatment", ("declined",), "Groups")


def test_the_section_is_that_of_the_clause(everything):
    assert duty(everything, "MA-2").section == "Places"


def test_the_section_is_the_theme_where_the_clause_has_none(library):
    text = with_requirement("standard-clause: help/reach-groups", "target: at least 90%")
    assert requirement(text, library).section == "Help from others"


def test_a_clause_brings_when_it_applies_and_how_its_checks_count(everything):
    read = duty(everything, "MA-2")
    assert read.applies_if == "a suitable room exists"
    assert read.met_when == Combination(How.ALL, ("offered", "fee"))
    assert read.partly_met_when == Combination(How.ANY, ("offered",))
    assert read.judged_at == JudgedAt(Level.SITE)


def test_a_clause_brings_its_principle(everything):
    assert duty(everything, "NWD-4").principle == "referral"


ROOMS = ("standard-clause: help/rooms", "checks:")


def test_text_for_a_check_of_the_clause_is_its_target(library):
    text = with_requirement(*ROOMS, "  fee: no more than £10 a meeting")
    assert targets(check(requirement(text, library), "fee")) == ["no more than £10 a meeting"]


def test_text_for_a_statement_of_the_clause_is_its_document(library):
    text = with_requirement(*ROOMS, "  fee: no more than £10", "  offered: meeting log")
    assert check(requirement(text, library), "offered").document == "meeting log"


def test_a_statement_of_the_clause_may_need_no_document(library):
    text = with_requirement(*ROOMS, "  fee: no more than £10", "  offered: not needed")
    assert check(requirement(text, library), "offered").document is None


def test_headings_for_a_check_of_the_clause_are_laid_over_it(everything):
    read = duty(everything, "MA-2")
    assert check(read, "kept").contact_within == read_quantity("90 days")
    assert check(read, "links").covers == ("12-step", "SMART")
    assert check(read, "links").not_recorded
    assert check(read, "fee").targets[0].since == date(2026, 4, 1)


def test_checks_stand_in_the_order_of_the_clause_with_further_ones_after_them(everything):
    names = [each.name for each in duty(everything, "MA-2").checks]
    assert names == ["offered", "fee", "links", "kept", "further"]


def test_evidence_shared_in_a_clause_gets_the_number_of_the_requirement(everything):
    assert check(duty(everything, "MA-2"), "kept").evidence_from == "MA-2.links"


def test_a_check_that_the_specification_does_not_touch_stands_at_the_clause_it_names(everything):
    untouched = requirement_text(everything, check(duty(everything, "MA-1"), "delivered").written.span)
    assert untouched == "help/reach-groups"


def requirement_text(spec, span: Span) -> str:
    return EVERYTHING.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]


def test_a_hand_off_has_its_settings(everything):
    hand_off = duty(everything, "NWD-4").hand_off
    assert hand_off.look_back == read_quantity("28 days")
    assert write_target(hand_off.outcome_known.target) == "at least 90%"
    assert hand_off.answers == ("accepted", "not accepted with reason")
    assert hand_off.may_differ_by == 2


def test_a_users_own_clause_goes_before_a_shipped_one(tmp_path):
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    a_library(shipped), a_library(own)
    clause = own / "help" / "reach-groups.yaml"
    clause.write_text(clause.read_text().replace("title: Keyworkers", "title: Our keyworkers"))
    from specrules.library import Library

    text = with_requirement("standard-clause: help/reach-groups", "target: at least 90%")
    assert requirement(text, Library([own, shipped])).title == "Our keyworkers help people to reach groups"


# -- what is wrong: references


@pytest.mark.parametrize(
    ("was", "wrong", "name", "place"),
    [
        ("owed-by: riverbank", "owed-by: riverbnk", "unknown-party", "riverbnk"),
        ("owed-by: riverbank", "owed-by: Riverbank", "unknown-party", "Riverbank"),
        ("owed-by: riverbank", "owed-by: {each-of: [riverbank, trst]}", "unknown-party", "trst"),
        ("owed-by: riverbank", "owed-by: {each-with-role: mental helth}", "unknown-party", "mental helth"),
        ("strength: must", "strength: Must", "unknown-choice", "Must"),
        ("strength: must", "strength: no", "unknown-choice", "no"),
        ("status: agreed", "status: agred", "unknown-choice", "agred"),
        ("every: quarter", "every: quarterly", "unknown-choice", "quarterly"),
        ("[help, doors]", "[help, dors]", "unknown-theme", "dors"),
        ("[help, doors]", "help", "wrong-shape", "help"),
        ("starts: 2026-04-01", "starts: 01/04/2026", "uk-date", "01/04/2026"),
        ("starts: 2026-04-01", "starts: 2026-02-30", "no-such-date", "2026-02-30"),
        ("ends: 2029-03-31", "ends: 2025-03-31", "ends-before-start", "2025-03-31"),
        ("due: 15 working days after the quarter ends", "due: mid July", "not-a-due-date", "mid July"),
        ("id: anytown-2026", "id: Anytown 2026", "not-an-id", "Anytown 2026"),
        ("  R-1:", "  R 1:", "not-an-id", "R 1"),
        ("title: Something is done", "title:", "nothing-written", "title"),
        ("title: Something is done", "title: [a, b]", "wrong-shape", "[a, b]"),
        ("title: Something is done", "titel: Something is done", "misspelt-heading", "titel"),
        ("{starts: 2026-04-01, ends: 2029-03-31}", "three years", "wrong-shape", "three years"),
        ("{starts: 2026-04-01, ends: 2029-03-31}", "{starts: 2026-04-01}", "missing-heading", "contract"),
    ],
)
def test_one_cause_gives_one_finding_at_its_place(library, was, wrong, name, place):
    text = HEAD + REQUIREMENT
    assert was in text
    assert found(text.replace(was, wrong), library) == [(name, place)]


def test_requirements_that_are_a_list_are_refused(library):
    assert found(HEAD + "requirements:\n  - title: A\n", library)[0][0] == "wrong-shape"


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("owed-by: riverbnk", "riverbank"),
        ("owed-by: River Bank", "riverbank"),
        ("owed-by: {each-with-role: Mental Helth}", "mental health"),
    ],
)
def test_the_nearest_party_is_suggested(library, wrong, meant):
    finding = the_finding(HEAD + REQUIREMENT.replace("owed-by: riverbank", wrong), library)
    assert finding.meant == meant


def test_a_role_is_matched_whatever_its_capitals(library):
    text = HEAD + REQUIREMENT.replace("owed-by: riverbank", "owed-by: {each-with-role: Mental Health}")
    assert requirement(text, library).owed_by == ("trust",)


def test_a_day_of_a_uk_date_is_suggested(library):
    finding = the_finding(HEAD.replace("2026-04-01", "01/04/2026") + REQUIREMENT, library)
    assert finding.meant == "2026-04-01"


def test_a_slip_in_the_name_of_a_clause_is_read_as_what_was_meant(library):
    text = with_requirement("standard-clause: help/reach-group", "target: at least 90%")
    finding = the_finding(text, library)
    assert (finding.name, finding.meant) == ("unknown-clause", "help/reach-groups")


@pytest.mark.parametrize(
    "id", ["nothing/like-it", "../help/rooms", "/etc/passwd", "help", "con/x", "a:b/c", "help//room"]
)
def test_a_clause_that_is_not_there_is_one_finding(library, id):
    checks = "checks: {x: at least 1, y: at least 2}"
    text = with_requirement(f'standard-clause: "{id}"', "target: at least 90%", checks)
    assert [name for name, _ in found(text, library)] == ["unknown-clause"]


def test_a_theme_that_is_not_named_is_reported_once(library):
    text = EVERYTHING.replace("catalogues: [help, doors]\n", "")
    assert found(text, library) == [("theme-not-named", "help/reach-groups")]


def test_a_misspelt_theme_is_not_also_a_theme_that_is_not_named(library):
    assert found(EVERYTHING.replace("[help, doors]", "[hepl, doors]"), library) == [("unknown-theme", "hepl")]


@pytest.mark.parametrize(
    ("written", "remedy"), [("refferal", "Write referral instead."), ("quuxly", "Write one of them.")]
)
def test_a_principle_is_offered_where_one_is_nearly_said(library, written, remedy):
    assert the_finding(with_requirement("title: A", f"principle: {written}"), library).remedy == remedy


def test_all_themes_with_no_comma_between_them_are_told_apart(library):
    text = with_requirement("title: A").replace("[help, doors]", "[help doors]")
    finding = the_finding(text, library)
    assert (finding.message, finding.meant) == (
        'There is no comma between "help" and "doors".',
        "help, doors",
    )


@pytest.mark.parametrize("title", ["'A room of 6\"'", 'A "quiet room"'])
def test_quotation_marks_that_are_meant_are_left_alone(library, title):
    assert found(with_requirement(f"title: {title}"), library) == []


def test_a_file_that_has_as_many_headings_of_nothing_as_of_another_kind_is_what_it_says(library):
    text = "specrules: spec 1\npublication: {}\nbaseline: old\nfoo: 1\nbar: 2\n"
    assert "wrong-kind-of-file" not in dict(found(text, library))


def test_a_principle_that_no_theme_has_is_found(library):
    text = with_requirement("title: A", "principle: refferal")
    assert found(text, library) == [("unknown-choice", "refferal")]


def test_a_principle_that_a_clause_names_and_no_theme_has_is_found_in_the_clause(library):
    class Odd(type(library)):
        def clause(self, id):
            clause = super().clause(id)
            return replace(clause, principle="refferal") if clause.principle else clause

    reading = read(EVERYTHING, Odd(library.folders))
    (finding,) = {each for each in reading.findings if each.name == "unknown-choice"}
    assert (finding.place.file.endswith("doors/referrals.yaml"), finding.meant) == (True, "referral")


def test_what_is_wrong_in_the_second_of_two_requirements_with_one_number_is_found_too(library):
    text = with_requirement("title: A") + "  R-1: {title: B, owed-by: nobody, strength: must, checks: {}}\n"
    assert dict(found(text, library)).keys() >= {"given-twice", "unknown-party"}


def test_of_two_requirements_with_one_number_the_first_is_read(library):
    text = with_requirement("title: A") + "  R-1: {title: B}\n"
    assert [each.title for each in read(text, library).spec.requirements if each.id == "R-1"] == ["A"]


def test_a_duty_that_ends_before_it_starts_is_found(library):
    text = with_requirement("title: A", "from: 2027-04-01", "until: 2026-04-01")
    assert found(text, library) == [("ends-before-start", "2026-04-01")]


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        ("“High Street” “Quayside”", ("High Street", "Quayside")),
        ("“High Street” and “Quayside”", ("“High Street” and “Quayside”",)),
        ("“High” Street, Quayside", ("“High” Street", "Quayside")),
    ],
)
def test_names_in_curly_quotes_are_two_where_nothing_stands_between_them(sites, expected, library):
    reading = read(EVERYTHING.replace("sites: [High Street]", f"sites: [{sites}]"), library)
    assert reading.spec.party("riverbank").sites == expected


def test_a_second_dash_before_an_item_is_named_and_left_out(library):
    text = HEAD.replace("sites: [Mill Lane]", "sites:\n      - - Mill Lane\n      - Quayside") + REQUIREMENT
    reading = read(text, library)
    assert [each.message for each in reading.findings] == ["There is a dash too many before this item."]


def test_the_facts_of_an_example_have_the_names_of_what_is_asked(library):
    example = "  - {name: one, facts: {onyl: 9 of 10}, expect: met}"
    check = "{share: people helped, of: people, target: at least 90%}"
    finding = the_finding(with_check(check, "examples:", example), library)
    assert finding.message == 'This requirement asks for nothing called "onyl". It asks for: only.'
    assert finding.meant == "only"


def test_a_percentage_of_a_list_is_told_to_be_how_many_of_how_many(library):
    finding = the_finding(with_check("{list: groups, choices: [a, b], target: at least 90%}"), library)
    assert finding.message == 'only is of the kind list, and "at least 90%" is not a target for that.'
    assert finding.remedy == "Write how many of them, such as at least 1 of 2."


def test_sites_must_be_named_where_a_duty_is_judged_at_each(library):
    text = with_requirement("title: A", "judged-at: each subcontractor")
    assert found(text, library) == [("no-sites", "each subcontractor")]


def test_a_hand_off_is_between_two(library):
    both, alone = (
        "owed-by: {each-of: [riverbank, trust]}\n    strength: must",
        "owed-by: trust\n    strength: must",
    )
    text = EVERYTHING.replace(both, alone)
    assert found(text, library) == [("hand-off-alone", "trust")]


def test_a_clause_that_is_a_hand_off_needs_its_settings(library):
    text = with_requirement("standard-clause: doors/referrals")
    text = text.replace("owed-by: riverbank", "owed-by: {each-of: [riverbank, trust]}")
    assert found(text, library) == [("missing-heading", "R-1")]


def test_amber_must_be_easier_than_green(library):
    text = EVERYTHING.replace("amber: at least 75%", "amber: at least 95%")
    assert found(text, library) == [("partly-met-not-easier", "at least 95%")]


def test_a_card_is_green_from_a_share_upwards(library):
    text = EVERYTHING.replace("green: at least 90%, amber: at least 75%", "green: no more than 90%")
    assert found(text, library) == [("target-kind", "no more than 90%")]


def test_a_clause_with_a_fault_brings_its_findings_along(tmp_path):
    library = a_library(tmp_path)
    broken = tmp_path / "help" / "reach-groups.yaml"
    broken.write_text(broken.read_text().replace("guidance: may consider", "guidance: perhaps"))
    text = with_requirement("standard-clause: help/reach-groups", "target: at least 90%")
    finding = the_finding(text, library)
    assert (finding.name, finding.place.file) == ("unknown-choice", str(broken))


def test_a_clause_that_cannot_be_read_is_not_called_unknown(tmp_path):
    library = a_library(tmp_path)
    (tmp_path / "help" / "reach-groups.yaml").write_text("specrules: standard clause 2\n")
    text = with_requirement("standard-clause: help/reach-groups", "target: at least 90%")
    assert [each.name for each in read(text, library).findings] == ["wrong-kind-of-file"]


# -- what is wrong: the file


@pytest.mark.parametrize(
    ("first", "place", "message"),
    [
        ("specrules: spec 2", "spec 2", "spec 2 is newer than this specrules reads (spec 1)."),
        ("specrules: return 1", "return 1", "This file is a return, and a specification is wanted here."),
        ("specrules: 1", "1", '"1" is not a kind of file with the number of its format.'),
        ("specrules: spec", "spec", '"spec" is not a kind of file with the number of its format.'),
        ("specrules: spec 0", "spec 0", '"spec 0" is not a kind of file with the number of its format.'),
        ("specrules: [spec 1]", "[spec 1]", '"" is not a kind of file with the number of its format.'),
    ],
)
def test_another_kind_of_file_or_a_newer_number_is_refused_by_name(library, first, place, message):
    text = HEAD.replace("specrules: spec 1", first) + REQUIREMENT
    finding = the_finding(text, library)
    assert (finding.code, at(text, finding), finding.message) == ("FI123", place, message)


def test_a_file_that_has_twice_as_many_headings_of_another_kind_is_of_that_kind(library):
    headings = ("title", "version", "table", "citations", "columns", "rows")
    text = "specrules: spec 1\n" + "".join(f"{each}: x\n" for each in headings)
    assert the_finding(text, library).message == (
        'This line says "spec 1", and what follows has the headings of a table.'
    )


def test_a_file_that_does_not_say_what_it_is_is_told_how_to_begin(library):
    finding = the_finding("title: Something\n", library)
    assert (finding.code, finding.remedy) == ("FI123", "Begin it with the line: specrules: spec 1")


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n"])
def test_a_file_without_headings_is_no_specification(library, text):
    assert the_finding(text, library).message == "This is not a specification."


def test_a_misspelt_first_heading_is_one_finding(library):
    text = (HEAD + REQUIREMENT).replace("specrules: spec 1", "specrule: spec 1")
    assert found(text, library) == [("misspelt-heading", "specrule")]


def test_an_empty_file_gives_the_parsers_finding_alone(library):
    reading = read("", library)
    assert (reading.spec, [each.code for each in reading.findings]) == (None, ["FI121"])


def test_nothing_is_said_to_be_missing_from_a_file_that_was_not_read_to_its_end(library):
    text = HEAD.replace("parties:", "---\nparties:")
    assert [each.code for each in read(text, library).findings] == ["FI120"]


def test_what_the_parser_has_reported_is_not_reported_again(library):
    text = HEAD + REQUIREMENT.replace("strength: must", "strength: must\n    strength: perhaps")
    assert [each.code for each in read(text, library).findings] == ["FI102"]


def test_a_heading_that_differs_only_in_capitals_from_another_is_one_finding(library):
    text = HEAD + REQUIREMENT.replace("strength: must", "strength: must\n    Strength: must")
    assert [each.code for each in read(text, library).findings] == ["FI116"]


# -- how it is said


def test_a_finding_names_the_clause_and_its_title(library):
    finding = the_finding(with_check("{share: people helped, of: people, target: 0.9}"), library)
    assert finding.subject == 'R-1 "Something is done"'


def test_the_title_in_a_finding_is_that_of_the_standard_clause(library):
    text = with_requirement("standard-clause: help/reach-groups", "target: at least 0.9")
    finding = the_finding(text, library)
    assert finding.subject == 'R-1 "Keyworkers help people to reach groups"'


def test_a_finding_of_the_parser_names_the_clause_too(library):
    text = HEAD + REQUIREMENT.replace("strength: must", "strength: must\n    strength: must")
    assert the_finding(text, library).subject == 'R-1 "Something is done"'


def test_a_finding_about_a_party_names_it(library):
    finding = the_finding(HEAD.replace("role: commissioner", "rol: commissioner") + REQUIREMENT, library)
    assert finding.subject == "party council"


def test_everything_is_found_in_one_pass(library):
    text = HEAD.replace("status: agreed", "status: signed").replace("2026-02-10", "10/02/2026")
    text += "requirements:\n  R-1: {title: A, owed-by: riverbnk, strength: must}\n"
    text += "  R-2: {titel: B, owed-by: trust, strength: Must}\n"
    assert found(text, library) == [
        ("unknown-choice", "signed"),
        ("uk-date", "10/02/2026"),
        ("unknown-party", "riverbnk"),
        ("misspelt-heading", "titel"),
        ("unknown-choice", "Must"),
    ]


def test_findings_are_errors(library):
    text = HEAD.replace("status: agreed", "status: signed") + REQUIREMENT
    assert the_finding(text, library).severity is Severity.ERROR


def test_the_line_to_add_is_given_with_its_place(library):
    finding = the_finding((HEAD + REQUIREMENT).replace("    strength: must\n", ""), library)
    last = len((HEAD + REQUIREMENT).splitlines()) - 1
    assert finding.remedy == f"Add a line after line {last}, such as: strength: must"


def test_a_heading_missing_inside_curly_brackets_is_added_there(library):
    finding = the_finding(HEAD.replace(", ends: 2029-03-31", "") + REQUIREMENT, library)
    assert finding.remedy == "Add it inside the curly brackets on line 16, such as: ends: 2029-03-31"


def test_the_part_of_a_target_that_is_wrong_is_pointed_at(library):
    text = with_check("{share: people helped, of: people, target: at least 0.9}")
    finding = the_finding(text, library)
    assert (at(text, finding), finding.meant) == ("0.9", "90%")


def test_positions_count_characters_not_bytes(library):
    text = with_check('{money: "£ for 🏠", target: no more than £10 a meeting, partly-met: at least 90%}')
    finding = the_finding(text, library)
    assert at(text, finding) == "at least 90%"


def test_reading_does_not_depend_on_where_the_tree_comes_from(library):
    assert read_spec(tree_of(EVERYTHING, "other.yaml"), library).spec.file == "other.yaml"


# -- lines out of place


def shifted():
    """The specification with one line two spaces further left, or two further right."""
    lines = EVERYTHING.splitlines(keepends=True)
    for n in range(1, len(lines), 3):
        for moved in (lines[n].removeprefix("  "), "  " + lines[n]):
            if moved != lines[n]:
                yield pytest.param(
                    "".join([*lines[:n], moved, *lines[n + 1 :]]), id=f"line {n + 1}: {moved.strip()}"
                )


@pytest.mark.parametrize("text", list(shifted()))
def test_a_line_out_of_place_is_not_followed_by_a_flood(library, text):
    assert len(read(text, library).findings) <= 7


def test_headings_that_belong_elsewhere_altogether_are_one_finding(library):
    text = EVERYTHING.replace("cards:\n", "  cards:\n").replace("  compliance:", "    compliance:")
    text = text.replace("  no-wrong-door:", "    no-wrong-door:")
    assert found(text, library) == [("heading-elsewhere", "cards")]


def test_a_party_taken_out_is_reported_once_with_all_its_places(library):
    text = EVERYTHING.replace("  trust:\n", "  elsewhere:\n")
    finding = the_finding(text, library)
    assert (finding.name, finding.meant, len(finding.also)) == ("unknown-party", None, 2)


# -- whatever it is given


PIECES = (
    "",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "- x",
    "at least 90%",
    "*",
    "~",
    '"',
    "|",
    "{",
    ": ",
    "\t",
    "1e999",
)


def damaged(chance):
    """The specification with a few lines lost, doubled, moved, cut or filled with something else."""
    lines = EVERYTHING.splitlines()
    for _ in range(chance.randint(1, 4)):
        n = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[n]
            case 1:
                lines.insert(n, chance.choice(lines))
            case 2:
                lines[n] = " " * chance.randint(0, 6) + lines[n].lstrip()
            case 3:
                lines[n] = f"{lines[n].partition(':')[0]}: {chance.choice(PIECES)}"
            case 4:
                cut = chance.randint(0, len(lines[n]))
                lines[n] = lines[n][:cut] + chance.choice(PIECES) + lines[n][cut + 2 :]
    return "\n".join(lines)


def test_a_damaged_specification_gives_findings_and_never_a_crash(library):
    chance = Random(20260401)
    for _ in range(60):
        for finding in read(damaged(chance), library).findings:
            assert finding.message
            assert finding.place.span is None or finding.place.span[:2] <= finding.place.span[2:]


# -- in part


def test_what_is_no_specification_is_not_read_in_part(library):
    assert read_in_part(tree_of("- a list\n"), library) is None


def test_a_specification_without_dates_that_can_be_read_always_holds(library):
    spec = read_in_part(
        tree_of(HEAD.replace("2026-04-01", "in April").replace("2029-03-31", "later")), library
    )
    assert (spec.starts, spec.ends) == (date.min, date.max)


def test_a_specification_whose_returns_cannot_be_read_has_one_in_every_quarter(library):
    spec = read_in_part(tree_of(HEAD.replace("every: quarter", "every: now and then")), library)
    assert spec.returns.every is Every.QUARTER


def test_what_is_read_in_part_is_what_stands_there(everything, library):
    spec = read_in_part(tree_of(EVERYTHING), library)
    assert (spec.starts, spec.ends, spec.returns) == (everything.starts, everything.ends, everything.returns)


@pytest.mark.parametrize(("severity", "usable"), [(Severity.ERROR, False), (Severity.WARNING, True)])
def test_only_what_has_no_error_may_be_used_to_judge(everything, severity, usable):
    finding = Finding("FI106", "missing-heading", severity, Place("spec.yaml"), "Something is missing.")
    assert Reading(everything, ()).usable
    assert Reading(everything, (finding,)).usable is usable
    assert not Reading(None, ()).usable
