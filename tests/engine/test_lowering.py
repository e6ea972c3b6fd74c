import json
import re
from random import Random

import pytest

from specrules.base.errors import EngineFault
from specrules.engine import lowering
from specrules.engine.lowering import compile_rule, fnv, refuse_shared_hashes
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When
from specrules.engine.strata import as_json, in_words, starter
from specrules.result import MET, NOT_MET
from tests.engine.strategies import inputs, random_rule

NAMES = ["room", "agreed", "groups", "visits", "on time", "late"]

RULES = {
    "one input": Rule(Input(0), 1),
    "nothing": Rule(All(()), 0),
    **{f"all of {n}": Rule(All(inputs(n)), n) for n in (27, 28, 54, 55)},
    "all of 60": Rule(All(inputs(60)), 60),
    "graded 60 opposites": Rule(Graded(tuple(Not(each) for each in inputs(60))), 60),
    "any of 60 bands": Rule(AnyOf(tuple(Bands(Input(each), Input(each + 1)) for each in range(60))), 61),
    "all of 64 conditions": Rule(All(tuple(When(Input(each), Input(64)) for each in range(64))), 65),
    "8 of 17": Rule(AtLeast(8, inputs(17)), 17),
    "32 of 64": Rule(AtLeast(32, inputs(64)), 64),
    "2 of 64": Rule(AtLeast(2, inputs(64)), 64),
    "63 of 64": Rule(AtLeast(63, inputs(64)), 64),
    **{f"random {seed}": random_rule(Random(seed), read_once=False) for seed in range(40)},
}


@pytest.fixture(params=RULES, scope="module")
def strata(request):
    return compile_rule(RULES[request.param])


def pages(strata):
    return [page for stratum in strata.strata for page in stratum.pages]


def patterns(strata):
    return [
        pattern
        for text in as_json(strata)
        for name, rule in json.loads(text).items()
        if name != "zz"
        for pattern in [rule["all"][0]["m"]["$and"]]
    ]


# the limits of durable-rules


def test_a_page_has_no_more_than_50_rules_with_the_closing_one(strata):
    assert all(1 <= len(page.derivations) < 50 for page in pages(strata))


def test_a_fact_has_no_more_than_200_keys(strata):
    assert all(len(page.keys) + 5 <= 200 for page in pages(strata))


def test_a_ruleset_has_no_more_than_200_rules(strata):
    assert all(len(json.loads(text)) <= 200 for text in as_json(strata))


def test_a_pattern_has_under_30_terms(strata):
    assert all(len(pattern) < 30 for pattern in patterns(strata))


def test_a_pattern_opens_with_its_stratum_and_page(strata):
    assert all([*pattern[0], *pattern[1]] == ["L", "P"] for pattern in patterns(strata))


def test_a_pattern_asks_only_whether_our_own_flags_are_0_or_1(strata):
    for pattern in patterns(strata):
        for term in pattern[2:]:
            ((key, value),) = term.items()
            assert re.fullmatch("[ac][0-9]+", key)
            assert value in (0, 1)


def test_no_two_rules_ask_the_same_and_derive_the_same(strata):
    asked = [
        (stratum.number, each.head.key, frozenset(each.wanted))
        for stratum in strata.strata
        for page in stratum.pages
        for each in page.derivations
    ]
    assert len(set(asked)) == len(asked)


def test_every_ruleset_ends_with_the_closing_rule(strata):
    for text in as_json(strata):
        name, rule = list(json.loads(text).items())[-1]
        assert (name, rule) == ("zz", {"all": [{"m": {"$ex": {"close": 1}}}], "pri": 9})


def test_a_page_lists_every_flag_its_rules_ask_for(strata):
    for page in pages(strata):
        asked = {wanted.flag.key for each in page.derivations for wanted in each.wanted}
        assert set(page.keys) == asked


def test_rules_depend_only_on_flags_given_or_derived_in_strata_below(strata):
    known = {flag.key for flag in strata.given}
    rungs = {flag.key for flag in strata.derived if flag.note or isinstance(flag.tree, AtLeast)}
    for stratum in strata.strata:
        derivations = [each for page in stratum.pages for each in page.derivations]
        asked = {wanted.flag.key for each in derivations for wanted in each.wanted}
        # A rung of a ladder also asks whether it is set already, and at first it cannot be.
        assert asked <= known | rungs
        known |= {each.head.key for each in derivations}


def test_the_answer_is_read_from_what_was_derived(strata):
    derived = {flag.key for flag in strata.derived}
    answer = strata.answer
    assert {each.flag.key for each in (answer.applies, answer.allowed, *answer.ends)} <= derived


@pytest.mark.parametrize(("n", "of"), [(2, 3), (8, 17), (3, 30), (32, 64), (63, 64)])
def test_counting_takes_no_more_than_n_rules_an_item_for_each_end_and_threshold(n, of):
    rungs = [
        each
        for page in pages(compile_rule(Rule(AtLeast(n, inputs(of)), of)))
        for each in page.derivations
        if each.head.key != "c1" and len(each.wanted) in (2, 3) and each.wanted[-1].flag == each.head
    ]
    assert 0 < len(rungs) <= 4 * n * of


@pytest.mark.parametrize("tree", [AtLeast(1, inputs(9)), AtLeast(9, inputs(9)), AtLeast(20, inputs(9))])
def test_one_of_a_list_and_all_of_a_list_need_no_counting(tree):
    assert len(compile_rule(Rule(tree, 9)).strata) == 1


def test_identical_subtrees_are_worked_out_once():
    twin = AnyOf(inputs(2))
    apart = compile_rule(Rule(All((twin, AnyOf(inputs(2, first=2)))), 4))
    alike = compile_rule(Rule(All((twin, Not(Not(twin)))), 4))
    assert len(alike.strata[0].pages[0].derivations) < len(apart.strata[0].pages[0].derivations)


@pytest.mark.parametrize(("items", "strata"), [(27, 1), (28, 2)])
def test_a_list_is_taken_in_parts_only_when_it_does_not_fit_one_rule(items, strata):
    assert len(compile_rule(Rule(All(inputs(items)), items)).strata) == strata


def test_one_operator_over_checks_is_one_fact_and_six_rules():
    (page,) = pages(compile_rule(Rule(Graded(inputs(4)), 4)))
    assert len(page.derivations) == 6


# names


def test_names_that_durable_rules_would_confuse_are_refused():
    with pytest.raises(EngineFault, match="cannot tell field_1079599 from field_1262382"):
        refuse_shared_hashes(["sid", "field_1079599", "field_1262382"])


def test_a_rule_whose_names_would_be_confused_is_refused(monkeypatch):
    monkeypatch.setattr(lowering, "fnv", lambda name: 1 if name in ("sid", "c3") else hash(name))
    with pytest.raises(EngineFault, match="cannot tell sid from c3"):
        compile_rule(Rule(All(inputs(2)), 2))


def test_a_name_given_twice_is_no_clash():
    refuse_shared_hashes(["a1", "a1"])


def test_the_names_of_even_the_largest_rules_are_told_apart():
    refuse_shared_hashes(
        ["sid", "id", "L", "P", "close", *(f"{kind}{n}" for kind in "ac" for n in range(20000))]
    )


@pytest.mark.parametrize(("name", "value"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_the_hash_is_fnv_1a(name, value):
    assert fnv(name) == value


# in words and in JSON


def words(tree, number):
    return in_words(compile_rule(Rule(tree, number)), NAMES.__getitem__)


def test_a_rule_in_words():
    assert words(All(inputs(2, first=1)), 3) == [
        "n1 is all of agreed, groups",
        "stratum 1",
        "  c1.1: n1 low>=1 unless n/a <- agreed low>=1 unless n/a and groups low>=1 unless n/a",
        "  c2.1: n1 low>=2 unless n/a <- agreed low>=2 unless n/a and groups low>=2 unless n/a",
        "  c3.1: n1 high>=1 unless n/a <- agreed high>=1 unless n/a and groups high>=1 unless n/a",
        "  c4.1: n1 high>=2 unless n/a <- agreed high>=2 unless n/a and groups high>=2 unless n/a",
        "  c5.1: n1 does not apply <- agreed does not apply and groups does not apply",
        "  c6.1: n1 not allowed <- agreed not allowed and groups not allowed",
    ]


def test_every_operator_in_words():
    tree = When(Input(0), Graded((AtLeast(2, inputs(3, first=1)), Bands(Input(4), Input(5)), Not(Input(0)))))
    assert [line for line in words(tree, 6) if " is " in line] == [
        "n1 is n2 when room",
        "n2 is graded from n3, n4, n5",
        "n3 is at least 2 of agreed, groups, visits",
        "n4 is met by on time, partly met by late",
        "n5 is the opposite of room",
    ]


def test_a_ladder_in_words():
    lines = words(AtLeast(2, inputs(3)), 3)
    assert [line for line in lines if "high>=2" in line] == [
        "  c12.1: n1 high>=2 unless n/a for every item"
        " <- room high>=2 unless n/a and agreed high>=2 unless n/a and groups high>=2 unless n/a",
        "  c10.1: n1 high>=2 for 1 so far <- room high>=2 and n1 not high>=2 for 1 so far",
        "  c11.1: n1 high>=2 unless n/a <- n1 high>=2 unless n/a for every item",
        "  c10.2: n1 high>=2 for 1 so far <- agreed high>=2 and n1 not high>=2 for 1 so far",
        "  c11.2: n1 high>=2 unless n/a <- agreed high>=2 and n1 high>=2 for 1 so far and n1 high<2",
        "  c11.3: n1 high>=2 unless n/a <- groups high>=2 and n1 high>=2 for 1 so far and n1 high<2",
    ]


def test_nothing_to_judge_in_words():
    assert words(All(()), 0) == [
        "n1 is all of nothing",
        "stratum 1",
        "  c1.1: n1 low>=1 unless n/a <- always",
        "  c2.1: n1 low>=2 unless n/a <- always",
        "  c3.1: n1 high>=1 unless n/a <- always",
        "  c4.1: n1 high>=2 unless n/a <- always",
        "  c5.1: n1 does not apply <- always",
        "  c6.1: n1 not allowed <- always",
    ]


def test_the_json_is_what_durable_rules_is_given():
    (text,) = as_json(compile_rule(Rule(Bands(*inputs(2)), 2)))
    assert json.loads(text)["c1.2"] == {"all": [{"m": {"$and": [{"L": 1}, {"P": 0}, {"a2": 1}, {"a3": 1}]}}]}


def test_flags_start_from_the_signature_and_from_nothing_derived():
    strata = compile_rule(Rule(Graded(inputs(2)), 2))
    values = starter(strata)((MET, NOT_MET))
    told = {(flag.tree.number, str(flag.says)): values[flag.key] for flag in strata.given}
    assert told[0, "low>=1"] == 1
    assert told[1, "low>=1"] == 0
    assert told[1, "applies"] == 1
    assert {values[flag.key] for flag in strata.derived} == {0}


def test_ends_that_cannot_be_are_a_fault():
    strata = compile_rule(Rule(Input(0), 1))
    low_1 = strata.answer.ends[0]
    values = {flag.key: 0 for flag in strata.derived} | {low_1.flag.key: 1, strata.answer.applies.flag.key: 1}
    with pytest.raises(EngineFault, match="cannot be"):
        strata.read(values)
