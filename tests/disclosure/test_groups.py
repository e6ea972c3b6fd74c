"""Figures of groups beside a whole give away neither each other nor the whole."""

from random import Random

from specrules.disclosure.policy import Policy
from specrules.evidence.facts import Range
from specrules.spec.model import JudgedAt, Level
from specrules.view import HIDDEN
from tests.disclosure.attacker import Solving
from tests.disclosure.made import run_and_view
from tests.made import a_check, a_requirement

GROUPS = {"sex": ("male", "female"), "substance": ("opiate", "alcohol", "other")}
ITEM = "MA-2.reviewed"
SHARE = a_requirement(
    a_check(target="at least 90%", name="reviewed"),
    id="MA-2",
    shown_at=tuple(JudgedAt(Level.GROUP, what, groups) for what, groups in GROUPS.items()),
)


def cells(whole, **groups):
    """The cells of a whole and of its groups, each a number and out of how many."""
    found = {}
    for place, (number, out_of) in {"": whole, **groups}.items():
        item = f"{ITEM}@{place}" if place else ITEM
        found[f"{item}/number"], found[f"{item}/out of"] = number, out_of
    return found


def printed(told, **more):
    """What is in print of each cell."""
    check = run_and_view([SHARE], {"riverbank": told}, **more)[1].verdicts[0].checks[0]
    return {fact.item: fact.text for fact in check.all_facts}


def test_a_small_group_is_hidden_with_another_and_the_whole_is_shown():
    told = printed(
        cells((50, 100), male=(2, 40), female=(48, 60), opiate=(20, 40), alcohol=(20, 40), other=(10, 20))
    )
    assert told[f"{ITEM}/number"] == "50"
    assert told[f"{ITEM}@male/number"] == told[f"{ITEM}@female/number"] == HIDDEN
    assert HIDDEN not in {told[f"{ITEM}@{each}/number"] for each in GROUPS["substance"]}


def test_the_few_who_are_in_two_groups_or_in_none_cannot_be_worked_out():
    for female in (47, 49):  # three in no group, or one in both
        told = printed(
            cells(
                (90, 120),
                male=(40, 60),
                female=(female, 60),
                opiate=(30, 40),
                alcohol=(30, 40),
                other=(30, 40),
            )
        )
        assert HIDDEN in {told[f"{ITEM}{each}/number"] for each in ("", "@male", "@female")}


def test_where_one_figure_is_a_range_groups_are_shown_together_or_not_at_all():
    ranges = {
        "male": (Range(3, 12), Range(40, 49)),
        "female": (Range(30, 39), Range(60, 69)),
        "opiate": (Range(10, 19), Range(40, 49)),
        "alcohol": (Range(11, 20), Range(30, 39)),
        "other": (Range(12, 21), Range(30, 39)),
    }
    told = printed(cells((Range(33, 42), Range(100, 109)), **ranges))
    assert {told[f"{ITEM}@{each}/number"] for each in GROUPS["sex"]} == {HIDDEN}
    assert HIDDEN not in {told[f"{ITEM}@{each}/number"] for each in GROUPS["substance"]}
    assert told[f"{ITEM}/number"] != HIDDEN


def test_nothing_is_recovered_from_groups_beside_a_whole():
    rng, held = Random(8), 0
    for _ in range(60):
        groups = {name: (n, n + rng.randint(0, 9)) for name in GROUPS["sex"] for n in [rng.randint(0, 9)]}
        whole = tuple(map(sum, zip(*groups.values(), strict=True)))
        rest = list(whole)
        for name in GROUPS["substance"][:-1]:
            number = rng.randint(0, rest[0])
            groups[name] = number, number + rng.randint(0, rest[1] - rest[0])
            rest = [a - b for a, b in zip(rest, groups[name], strict=True)]
        groups["other"] = tuple(rest)
        told = cells(whole, **groups)
        shown = {key: int(text) for key, text in printed(told, policy=Policy()).items() if text != HIDDEN}
        held += len(told) - len(shown)
        assert not recovered(told, shown)
    assert held


def recovered(told, shown):
    """The numbers that are held back and that a solver finds, and those under five that it nearly finds."""
    equations, true = [], dict(told)
    for column in ("number", "out of"):
        for groups in GROUPS.values():
            equations.append((f"{ITEM}/{column}", tuple(f"{ITEM}@{each}/{column}" for each in groups)))
    for item in (ITEM, *(f"{ITEM}@{each}" for groups in GROUPS.values() for each in groups)):
        equations.append((f"{item}/out of", (f"{item}/number", f"{item}, left over")))
        true[f"{item}, left over"] = told[f"{item}/out of"] - told[f"{item}/number"]
    attacker, found = Solving(equations, shown), []
    for name in true.keys() - shown.keys():
        values = attacker.values(name)
        is_small = 0 < true[name] < 5
        if (name in told and len(values) == 1) or (
            is_small and (values[-1] < 5 or values[-1] - values[0] < 4)
        ):
            found.append(name)
    return found
