"""Targets and settings fit the kind of check they are for."""

import pytest

from specrules.spec.model import CheckKind
from specrules.spec.targets import WANTED, reaching
from specrules.values.reading import read_quantity, read_target
from tests.spec.making import at, found, requirement, the_finding, with_check, with_requirement

CHECKS = {
    "share": "{{share: people helped, of: people, {}}}",
    "audit": "{{audit: notes that agree, of: notes read, {}}}",
    "count": "{{count: keyworkers trained, {}}}",
    "money": "{{money: fee charged, {}}}",
    "time": "{{time: longest wait, {}}}",
    "date": "{{date: it was last reviewed, {}}}",
    "choice": "{{choice: stage, choices: [none, draft, agreed], {}}}",
    "rating": "{{rating: shaped, scale: {{poor: a, fair: b, good: c}}, {}}}",
    "list": "{{list: programmes, choices: [TSF, SMART, other], covers: [TSF, SMART], {}}}",
    "register": "{{register: groups, choices: [12-step, SMART], {}}}",
    "agreement": "{{agreement: the same notes, {}}}",
}
FITTING = {
    "share": ("at least 90%", "no more than 5%", "between 70% and 90%", "exactly 100%"),
    "audit": ("at least 90%",),
    "count": ("at least 5", "no more than 3 complaints", "exactly 0", "between 2 and 4"),
    "money": ("no more than £10 a meeting", "at least £500"),
    "time": ("within 15 working days", "no more than 6 weeks", "within 48 hours"),
    "date": ("within 12 months", "no more than 90 days"),
    "choice": ('"one of draft, agreed"', "not one of none", "one of Agreed"),
    "rating": ("at least good", "at least Fair", '"one of fair, good"', "not one of poor"),
    "list": ("at least 1 of 2", "at least 2", "exactly 2"),
    "register": ("at least 3", "at least 3 groups"),
    "agreement": ("at least 0.6", "at least 0.667", "at least 1"),
}
NOT_FITTING = {
    "agreement": ("at least 60%", "at least 2", "no more than 0.6", "within 5 days", "one of a"),
    "share": ("at least 5 people", "within 5 days", "one of a", "at least £5", "at least 1 of 2"),
    "audit": ("at least £5",),
    "count": ("at least 90%", "at least £5", "within 5 days", "at least 2 of 3", "one of a"),
    "money": ("at least 90%", "no more than 10"),
    "time": ("at least 3", "at least 90%"),
    "date": ("at least 12 months", "at least 3", "no more than 90%"),
    "choice": ("at least 90%", "at least 2"),
    "rating": ("at least 90%", "at least 2", "within 5 days"),
    "list": ("at least 1 of 3", "at least 90%"),
    "register": ("at least 90%", "at least 2 of 3"),
}
PAIRS = [(kind, target) for kind, targets in FITTING.items() for target in targets]
MISFITS = [(kind, target) for kind, targets in NOT_FITTING.items() for target in targets]


def with_target(kind, *lines):
    return with_check(CHECKS[kind].format(", ".join(lines)))


@pytest.mark.parametrize(("kind", "target"), PAIRS)
def test_a_target_that_fits_is_read(library, kind, target):
    (check,) = requirement(with_target(kind, f"target: {target}"), library).checks
    assert len(check.targets) == 1


@pytest.mark.parametrize(("kind", "target"), MISFITS)
def test_a_target_that_does_not_fit_is_found_where_it_is(library, kind, target):
    text = with_target(kind, f"target: {target}")
    assert found(text, library) == [("target-kind", target)]


def test_what_is_wanted_instead_is_said(library):
    finding = the_finding(with_target("money", "target: at least 90%"), library)
    assert finding.message == 'only is of the kind money, and "at least 90%" is not a target for that.'
    assert finding.remedy == "Write an amount in pounds, such as no more than £10 a meeting."


def test_every_kind_that_can_have_a_target_says_what_it_wants():
    assert {str(kind) for kind in WANTED} == set(CHECKS)
    assert all(kind in CheckKind for kind in WANTED)


@pytest.mark.parametrize(("written", "meant"), [("at least 0.9", "90%"), ("at least 95", "95%")])
def test_a_bare_number_for_a_share_is_percent_or_fraction(library, written, meant):
    text = with_target("share", f"target: {written}")
    finding = the_finding(text, library)
    assert (finding.code, at(text, finding), finding.meant) == ("MS302", written.split()[-1], meant)


def test_quotation_marks_round_a_percentage_change_nothing(library):
    assert requirement(with_target("share", 'target: "at least 95%"'), library).checks[0].targets


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("90%", "no-comparison"),
        ("more than 90%", "strict-comparison"),
        ("at least 101%", "over-100-percent"),
        ("quite a lot", "not-a-target"),
        ("between 90% and 80%", "wrong-way-round"),
    ],
)
def test_a_target_that_cannot_be_read_says_why(library, target, name):
    assert [each for each, _ in found(with_target("share", f"target: {target}"), library)] == [name]


@pytest.mark.parametrize("kind", [kind for kind in CHECKS if kind != "list"])
def test_a_check_that_wants_a_target_and_has_none_is_named(library, kind):
    text = with_target(kind, "evidence-from: only").replace(", evidence-from: only", "")
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding), finding.message.split()[0]) == ("target-missing", "only", "only")


@pytest.mark.parametrize(
    "check",
    [
        "{statement: it is so}",
        "{list: programmes, choices: [TSF, SMART]}",
        "{register: groups, choices: [12-step], covers: [12-step]}",
    ],
)
def test_some_checks_need_no_target(library, check):
    assert requirement(with_check(check), library).checks[0].targets == ()


def test_what_is_not_recorded_and_who_still_waits_are_asked_only_where_a_check_says_so(library):
    share = "{share: people helped, of: people seen, target: at least 90%%%s}"
    said = share % ", not-recorded: asked, still-waiting: asked"
    for text, is_asked in ((share % "", False), (said, True)):
        check = requirement(with_check(text), library).checks[0]
        assert (check.not_recorded, check.still_waiting) == (is_asked, is_asked)


def test_so_many_out_of_another_number_than_there_are_to_cover_is_told_how_many_there_are(library):
    text = with_check("{list: programmes, choices: [a, b], covers: [a, b], target: at least 2 of 5}")
    assert the_finding(text, library).message == '"at least 2 of 5" is out of 5, and only has 2 to cover.'
    text = with_check("{share: people helped, of: people seen, target: at least 2 of 5}")
    assert the_finding(text, library).message.startswith("only is of the kind share, and")


def test_a_share_of_a_figure_of_the_contract_has_that_figure(library):
    text = with_check("{share: places filled, of: capacity, target: at least 90%}")
    check = requirement(f"{text}constants: {{capacity: 240 people}}\n", library).checks[0]
    assert check.constant == read_quantity("240 people")


def test_a_target_of_a_requirement_is_for_the_check_that_wants_one(library):
    beside = (
        "checks: {one: {share: a, of: b}, two: {list: programmes, choices: [TSF]}, three: {statement: so}}"
    )
    checks = requirement(with_requirement("title: A", "target: at least 90%", beside), library).checks
    assert [len(each.targets) for each in checks] == [1, 0, 0]


def test_a_statement_has_no_target(library):
    text = with_check("{statement: it is so, target: at least 1}")
    finding = the_finding(text, library)
    assert finding.message == '"target" says nothing in a statement: it is answered yes or no.'


# -- easier targets


@pytest.mark.parametrize("kind", ["share", "count"])
def test_partly_met_may_be_easier(library, kind):
    unit = "%" if kind == "share" else ""
    text = with_target(kind, f"target: at least 9{unit}", f"partly-met: at least 7{unit}")
    assert requirement(text, library).checks[0].targets[0].partly


@pytest.mark.parametrize(
    ("kind", "target", "partly"),
    [
        ("share", "at least 90%", "at least 90%"),
        ("share", "at least 90%", "at least 95%"),
        ("share", "no more than 5%", "no more than 3%"),
        ("money", "no more than £10 a meeting", "no more than £8 a meeting"),
        ("time", "within 6 weeks", "within 2 months"),
        ("choice", "one of agreed", "one of draft"),
    ],
)
def test_partly_met_must_be_easier(library, kind, target, partly):
    text = with_target(kind, f"target: {target}", f"partly-met: {partly}")
    assert found(text, library) == [("partly-met-not-easier", partly)]


def test_partly_met_alone_is_half_way_to_nothing(library):
    text = with_target("share", "partly-met: at least 75%")
    assert found(text, library) == [("target-missing", "partly-met")]


def test_a_target_that_could_not_be_read_is_not_said_to_be_missing(library):
    assert len(found(with_target("share", "target: plenty"), library)) == 1


# -- dated targets

DATED = "targets: [{{{}target: at least 75%}}, {{{}target: at least 90%}}]"


def test_the_first_dated_target_may_hold_from_the_start(library):
    text = with_target("share", DATED.format("", "from: 2027-04-01, "))
    assert requirement(text, library).checks[0].targets[0].since is None


@pytest.mark.parametrize("second", ["2026-04-01", "2025-04-01"])
def test_dated_targets_are_in_order(library, second):
    text = with_target("share", DATED.format("from: 2026-04-01, ", f"from: {second}, "))
    assert found(text, library) == [("targets-out-of-order", second)]


def test_a_later_target_says_from_when_it_holds(library):
    text = with_target("share", DATED.format("from: 2026-04-01, ", ""))
    assert [name for name, _ in found(text, library)] == ["targets-out-of-order"]


def test_a_dated_target_needs_its_target(library):
    text = with_target("share", "targets: [{from: 2026-04-01}]")
    assert [name for name, _ in found(text, library)] == ["missing-heading"]


@pytest.mark.parametrize("other", ["target: at least 90%", "partly-met: at least 50%"])
def test_a_target_and_dated_targets_do_not_go_together(library, other):
    text = with_target("share", other, "targets: [{target: at least 75%}]")
    assert found(text, library) == [("two-targets", other.partition(":")[0])]


# -- a requirement's own target


def test_a_target_with_two_checks_that_want_one_is_for_nobody(library):
    checks = ["  one: {share: a, of: b}", "  two: {share: c, of: d}"]
    text = with_requirement("title: A", "checks:", *checks, "target: at least 90%")
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding)) == ("target-for-nobody", "target")
    assert finding.message.endswith("2 checks that could have it: one, two.")


def test_a_target_without_a_check_that_could_have_it_is_for_nobody(library):
    text = with_check("{statement: it is so}", "target: at least 90%")
    assert found(text, library) == [("target-for-nobody", "target")]


def test_a_target_of_the_check_and_one_of_the_requirement_are_two(library):
    text = with_check("{share: a, of: b, target: at least 80%}", "target: at least 90%")
    finding = the_finding(text, library)
    assert (finding.name, len(finding.also)) == ("two-targets", 1)


def test_a_requirement_may_add_to_the_target_of_its_check(library):
    text = with_check("{share: a, of: b, target: at least 90%}", "partly-met: at least 75%")
    assert requirement(text, library).checks[0].targets[0].partly


# -- words


@pytest.mark.parametrize(
    ("check", "place", "meant"),
    [
        ("{register: groups, choices: [12-step, SMART], covers: [12-step, SMRT]}", "SMRT", "SMART"),
        ("{register: groups, choices: [12-step, SMART], of-kind: Smrt, target: at least 3}", "Smrt", "SMART"),
        ('{choice: stage, choices: [draft, agreed], target: "one of draft, agred"}', "agred", "agreed"),
    ],
)
def test_words_must_be_among_the_choices(library, check, place, meant):
    text = with_check(check)
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding), finding.meant) == ("unknown-choice", place, meant)


def test_words_are_compared_whatever_their_capitals(library):
    text = with_check("{register: groups, choices: [12-step, SMART], covers: [smart]}")
    assert requirement(text, library).checks[0].covers == ("smart",)


@pytest.mark.parametrize("sample", ["no more than 20", "at least 90%", "at least 2 of 3"])
def test_a_sample_is_the_fewest_cases(library, sample):
    text = with_target("audit", f"sample: {sample}", "target: at least 90%")
    assert found(text, library) == [("target-kind", sample)]


@pytest.mark.parametrize("length", ["90", "at least 90 days", "90%"])
def test_contact_is_within_a_length_of_time(library, length):
    text = with_target("register", f"contact-within: {length}", "target: at least 3")
    assert len(found(text, library)) == 1


# -- checks of a standard clause

ROOMS = ("standard-clause: help/rooms", "checks:")


def test_a_check_the_clause_does_not_have_suggests_the_nearest(library):
    finding = the_finding(with_requirement(*ROOMS, "  fees: no more than £10"), library)
    assert (finding.name, finding.meant) == ("unknown-check", "fee")


def test_a_check_the_clause_does_not_have_at_all_is_told_those_it_has(library):
    text = with_requirement(*ROOMS, "  fee: no more than £10", "  colour: at least 1")
    finding = the_finding(text, library)
    assert finding.message.endswith('no check called "colour". It has: offered, fee, links, kept.')


def test_a_further_check_may_not_take_the_name_of_one_of_the_clause(library):
    text = with_requirement(*ROOMS, "  fee: {count: fees, target: at least 1}", "  links: {covers: [SMART]}")
    assert ("name-taken", "fee") in found(text, library)


def test_a_target_of_the_clause_must_fit_its_kind(library):
    text = with_requirement(*ROOMS, "  fee: at least 90%")
    assert found(text, library) == [("target-kind", "at least 90%")]


def test_a_target_missing_from_a_clause_is_found_at_the_clause(library):
    text = with_requirement("standard-clause: help/reach-groups")
    assert found(text, library) == [("target-missing", "help/reach-groups")]


# -- evidence shared


def two(evidence, kind="{count: things, target: at least 2, evidence-from: %s}"):
    first = "  one: {count: things, target: at least 1}"
    return with_requirement("title: A", "checks:", first, "  two: " + kind % evidence)


@pytest.mark.parametrize("wrong", ["ones", "R-1.on", "R-2.one", "Not A Check"])
def test_evidence_comes_from_a_check_that_is_there(library, wrong):
    assert found(two(wrong), library) == [("unknown-check", wrong)]


def test_evidence_is_read_alike_at_both_ends(library):
    text = two("one", "{money: amount, target: at least £2, evidence-from: %s}")
    assert found(text, library) == [("evidence-of-another-kind", "one")]


def test_evidence_is_not_passed_on(library):
    third = "      three: {count: things, target: at least 3, evidence-from: two}\n"
    finding = the_finding(two("one") + third, library)
    assert (finding.name, finding.meant) == ("evidence-passed-on", "R-1.one")


def test_evidence_is_not_from_the_check_itself(library):
    assert [name for name, _ in found(two("two"), library)] == ["evidence-passed-on"]


def test_evidence_from_a_check_that_could_not_be_read_is_not_reported_too(library):
    text = two("one").replace("one: {count: things, target: at least 1}", "one: [things]")
    assert [name for name, _ in found(text, library)] == ["wrong-shape"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("not one of none", {"draft", "agreed"}),
        ("one of Agreed", {"agreed"}),
    ],
)
def test_a_target_is_reached_by_words_of_its_scale_whatever_their_case(target, words):
    assert reaching(read_target(target), ("None", "draft", "agreed")) == words
