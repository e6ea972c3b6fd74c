"""Small counts are hidden so that nobody can work them out, and little else is."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.disclosure.attack import exposed
from specrules.disclosure.counts import Count, Linked, Name, Sum
from specrules.disclosure.policy import Policy
from specrules.disclosure.protect import held_back
from tests.disclosure.attacker import Trying
from tests.disclosure.made import a_table

USUAL = Policy()


def held(rows, policy=USUAL):
    return {name.key for name in held_back(a_table(rows), policy)}


def recovered(linked, hidden, below=5):
    """The hidden counts that the attacker finds, or finds to be small."""
    shown = {n: c.value for n, c in linked.counts.items() if (c.printed or c.settled) and n not in hidden}
    attacker, found = Trying(linked.sums, shown), []
    for name in sorted(set(linked.counts) - set(shown)):
        values = attacker.values(name)
        is_small = 0 < linked.counts[name].value < below
        told_small = values[-1] < below or values[-1] - values[0] < below - 1
        if (name in hidden and len(values) == 1) or (is_small and told_small):
            found.append(name)
    return found


def test_nothing_is_held_back_where_nothing_is_small():
    assert held([[5, 9], [12, 0]]) == set()


def test_a_small_count_needs_three_others_in_a_table():
    assert held([[3, 9, 20], [7, 8, 20], [20, 20, 20]]) == {"0,0", "0,1", "1,0", "1,1"}


def test_others_that_are_small_hide_a_small_count_as_well():
    assert held([[3, 4, 20], [4, 3, 20], [20, 20, 20]]) == {"0,0", "0,1", "1,0", "1,1"}


def test_where_zeros_are_hidden_nobody_is_like_a_few():
    assert "1,1" in held([[9, 9, 20], [7, 0, 20], [20, 20, 20]], Policy(zeros=False))


def test_totals_are_held_back_last():
    hidden = held([[3, 9], [20, 30]])
    assert hidden == {"0,0", "0,1", "1,0", "1,1"}


def test_what_everybody_has_already_is_not_held_back():
    a, b, whole = (Name("p", "x", key) for key in "abw")
    linked = Linked({a: Count(2, settled=True), b: Count(9), whole: Count(11)}, (Sum(whole, (a, b)),))
    assert held_back(linked, USUAL) == frozenset()


def test_a_count_that_can_only_be_worked_out_is_hidden_by_those_that_give_it_away():
    rest, number, out_of = (Name("p", "x", key) for key in ("rest", "number", "out of"))
    counts = {number: Count(98), out_of: Count(100), rest: Count(2, printed=False)}
    assert held_back(Linked(counts, (Sum(out_of, (number, rest)),)), USUAL) == {number}


def test_what_belongs_together_is_held_back_together():
    cases, median = Name("p", "x", "cases"), Name("p", "x", "median")
    linked = Linked({cases: Count(3)}, together=(frozenset((cases, median)),))
    assert held_back(linked, USUAL) == {cases, median}


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_small_count_of_a_table_can_be_worked_out(rows):
    linked = a_table(rows)
    hidden = held_back(linked, USUAL)
    assert exposed(linked, hidden, USUAL) == ()
    assert recovered(linked, hidden) == []


def test_the_attack_agrees_with_trying_every_number():
    rng = Random(5)
    for _ in range(40):
        linked = a_table([[rng.randint(0, 9) for _ in range(3)] for _ in range(3)])
        hidden = {name for name in linked.counts if rng.random() < 0.4}
        told = set(exposed(linked, hidden, USUAL))
        attacker = Trying(linked.sums, {n: c.value for n, c in linked.counts.items() if n not in hidden})
        for name in (n for n, c in linked.counts.items() if 0 < c.value < 5):
            values = attacker.values(name)
            is_hidden = values[-1] >= 5 and values[-1] - values[0] >= 4
            assert (name in told) != is_hidden
