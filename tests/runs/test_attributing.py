"""Causes add up to the whole change, and looking back mirrors looking forward."""

from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.compile import compile_spec
from specrules.engine import open_engine
from specrules.evidence.facts import Absent
from specrules.log.model import Allowance, Approval
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_MET, Reason
from specrules.runs.attributing import Factor, Share, Side, _always, _Between, attributed
from specrules.spec.model import Combination, How
from specrules.values.periods import read_period
from tests.made import AS_AT, PERIOD, RIVERBANK, TRUST, a_check, a_requirement, a_spec

NONE = Absent(Reason.NOT_SUBMITTED)
Q2 = read_period("2026-27-Q2")
KEY = ("R-1", "riverbank")


def a_requirement_like(target="at least 90%", within="within 6 months"):
    """A share, a statement and a date, all of which have to hold."""
    return a_requirement(
        a_check(target=target, name="share"),
        a_check("statement", name="plan"),
        a_check("date", within, name="done"),
        owed_by=("riverbank", "trust"),
        met_when=Combination(How.ALL, ("share", "plan", "done")),
    )


def a_side(cells, period=PERIOD, as_at=AS_AT, allowances=(), asked=True, decided=None, **targets):
    """One review of one requirement, on what Riverbank said; Trust said the same."""
    requirement = a_requirement_like(**targets)
    spec = a_spec(*([requirement] if asked else []), digest=f"{asked} {sorted(targets.items())}")
    plan = compile_spec(spec, period)
    rows = {party.id: ({}, NONE) for party in spec.parties}
    rows[RIVERBANK.id] = rows[TRUST.id] = ({f"R-1.{key}": found for key, found in cells.items()}, NONE)
    side = Side(plan, rows, (), as_at, tuple(map(_always, allowances)), {})
    with open_engine("python") as engine:
        judged = _Between(side, side, engine)._judge(frozenset())
    return Side(plan, rows, (), as_at, side.allowances, {**judged, **(decided or {})})


def shares(before, after):
    with open_engine("python") as engine:
        return attributed(before, after, engine)


def share_of(number, out_of=100, **more):
    return {
        "share/number": number,
        "share/out of": out_of,
        "plan/answer": "yes",
        "plan/document": "Plan v2",
        "done/answer": date(2026, 5, 1),
        **more,
    }


ALLOWANCE = Allowance(
    "A-1", "R-1", "riverbank", date(2026, 4, 1), date(2026, 9, 30), "late", Approval("lead", AS_AT)
)


@pytest.mark.parametrize(
    ("before", "after", "factor", "ends"),
    [
        (a_side(share_of(95)), a_side(share_of(60)), Factor.FIGURES, (MET, NOT_MET)),
        (
            a_side(share_of(85)),
            a_side(share_of(85), target="at least 80%"),
            Factor.SPECIFICATION,
            (NOT_MET, MET),
        ),
        (a_side(share_of(None)), a_side(share_of(95)), Factor.EVIDENCE, (NO_EVIDENCE, MET)),
        (a_side(share_of(95)), a_side(share_of("tbc")), Factor.EVIDENCE, (MET, NO_EVIDENCE)),
        (a_side(share_of(95)), a_side({}), Factor.EVIDENCE, (MET, NO_EVIDENCE)),
        (a_side(share_of(95)), a_side(share_of(95), as_at=date(2027, 1, 21)), Factor.DAY, (MET, NOT_MET)),
        (
            a_side(share_of(60)),
            a_side(share_of(60), allowances=[ALLOWANCE]),
            Factor.ALLOWANCES,
            (NOT_MET, ALLOWED),
        ),
        (a_side(share_of(60)), a_side(share_of(60), decided={KEY: MET}), Factor.DECISIONS, (NOT_MET, MET)),
        (a_side(share_of(60), asked=False), a_side(share_of(60)), Factor.SPECIFICATION, (None, NOT_MET)),
    ],
    ids=lambda each: str(each) if isinstance(each, Factor) else "",
)
def test_one_cause_alone_accounts_for_the_whole_change(before, after, factor, ends):
    found = shares(before, after)[KEY]
    assert (found.before, found.after) == ends
    assert found.shares == {factor: Share(Fraction(1), ends[1])}


def test_two_causes_of_which_either_would_do_account_for_half_each():
    found = shares(a_side(share_of(95)), a_side(share_of(60, **{"plan/answer": "no"})))[KEY]
    # Both are figures of the same kind, so they are one cause.
    assert found.shares == {Factor.FIGURES: Share(Fraction(1), NOT_MET)}
    found = shares(a_side(share_of(95)), a_side(share_of(60), as_at=date(2027, 1, 21)))[KEY]
    assert found.shares == {
        Factor.FIGURES: Share(Fraction(1, 2), NOT_MET),
        Factor.DAY: Share(Fraction(1, 2), NOT_MET),
    }


def test_a_target_that_was_lowered_while_figures_fell_is_seen_though_the_result_is_the_same():
    found = shares(a_side(share_of(95)), a_side(share_of(60), target="at least 50%"))[KEY]
    assert (found.before, found.after) == (MET, MET)
    assert found.shares == {
        Factor.SPECIFICATION: Share(Fraction(0), MET),
        Factor.FIGURES: Share(Fraction(0), NOT_MET),
    }


def test_a_line_is_never_made_of_half_of_each_return():
    """Of 95 of 100 and then 40 of 40 nobody may make 95 of 40."""
    found = shares(a_side(share_of(95)), a_side(share_of(40, 40)))
    assert found == {}


def test_reviews_that_are_alike_have_nothing_to_attribute():
    assert shares(a_side(share_of(95)), a_side(share_of(95))) == {}


# -- whatever the two reviews are

NUMBERS = st.sampled_from([60, 85, 95, None, "tbc", "<5", "*"])


@st.composite
def sides(draw):
    cells = {
        "share/number": draw(NUMBERS),
        "share/out of": draw(st.sampled_from([100, None])),
        "plan/answer": draw(st.sampled_from(["yes", "no", None])),
        "plan/document": draw(st.sampled_from(["Plan v2", None])),
        "done/answer": draw(st.sampled_from([date(2026, 5, 1), date(2025, 5, 1), None])),
    }
    return a_side(
        {key: found for key, found in cells.items() if draw(st.booleans()) or found},
        period=draw(st.sampled_from([PERIOD, Q2])),
        as_at=draw(st.sampled_from([AS_AT, date(2027, 1, 21)])),
        allowances=draw(st.sampled_from([(), (ALLOWANCE,)])),
        asked=draw(st.sampled_from([True, True, True, False])),
        decided=draw(st.sampled_from([{}, {}, {KEY: NOT_MET}])),
        target=draw(st.sampled_from(["at least 90%", "at least 80%"])),
    )


@settings(max_examples=40)
@given(sides(), sides())
def test_the_causes_of_every_change_add_up_to_the_whole_of_it_looking_forward_as_looking_back(before, after):
    forward, back = shares(before, after), shares(after, before)
    for key in {*before.results, *after.results}:
        was, now = before.results.get(key), after.results.get(key)
        found, other = forward.get(key), back.get(key)
        assert (found is None) == (other is None)
        if found and other:
            assert (found.before, found.after) == (was, now) == (other.after, other.before)
            assert sum(each.share for each in found.shares.values()) == (1 if was is not now else 0)
            assert _shares(found) == _shares(other)
        else:
            assert was is now


def _shares(found):
    return {name: each.share for name, each in found.shares.items()}


@settings(max_examples=15)
@given(sides(), sides())
def test_a_share_is_the_average_over_every_order_in_which_the_causes_could_have_come(before, after):
    """By brute force: each order is walked step by step."""
    with open_engine("python") as engine:
        between, found = _Between(before, after, engine), attributed(before, after, engine)
    orders = list(permutations(between.factors))
    for key, each in found.items():
        if each.before is each.after:
            continue
        told = dict.fromkeys(between.factors, Fraction(0))
        for order in orders:
            for n, factor in enumerate(order):
                was, now = (between.result(frozenset(order[:end]), key) for end in (n, n + 1))
                gained = (
                    (now is each.after) - (was is each.after) - (now is each.before) + (was is each.before)
                )
                told[factor] += Fraction(gained, 2 * len(orders))
        assert {name: share.share for name, share in each.shares.items() if share.share} == {
            name: share for name, share in told.items() if share
        }


@settings(max_examples=15)
@given(sides(), sides())
def test_what_is_the_same_in_both_is_no_cause(before, after):
    for found in shares(before, after).values():
        if before.as_at == after.as_at:
            assert Factor.DAY not in found.shares
        if before.allowances == after.allowances:
            assert Factor.ALLOWANCES not in found.shares
        if before.plan == after.plan:
            assert Factor.SPECIFICATION not in found.shares
        if before.rows == after.rows:
            assert not {Factor.FIGURES, Factor.EVIDENCE} & found.shares.keys()
