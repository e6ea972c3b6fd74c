"""How far two readers agree, and what a low agreement does."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.checks.agreement import agreement_of, alike, shown
from specrules.evidence.facts import Reading
from specrules.spec.model import Check, CheckKind

WORDS = ("not yet", "in part", "in full")
PLAIN = Check("read-alike", CheckKind.AGREEMENT, "notes", choices=WORDS)
SCALE = Check("rated-alike", CheckKind.AGREEMENT, "plans", choices=WORDS, rubric=tuple((w, w) for w in WORDS))
FOUND = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)), min_size=1, max_size=40)


def readings(found):
    return tuple(Reading(case, *pair) for case, pair in enumerate(found, 1))


def kappa_by_the_book(found, distance):
    """One less the disagreement there is over that which chance would bring about, as Cohen (1968) has it."""
    there = sum(distance(*pair) for pair in found) * len(found)
    by_chance = sum(distance(one, other) for one, _ in found for _, other in found)
    return 1 - Fraction(there, by_chance) if there else Fraction(1)


def apart(one, other):
    return abs(WORDS.index(one) - WORDS.index(other))


def differ(one, other):
    return int(one != other)


@given(FOUND)
def test_the_library_comes_to_what_the_book_says_to_the_last_place_that_is_used(found):
    for check, distance in ((PLAIN, differ), (SCALE, apart)):
        assert abs(agreement_of(check, readings(found)) - kappa_by_the_book(found, distance)) < Fraction(
            1, 10**11
        )


@given(FOUND, st.integers(-100, 100))
def test_it_stands_on_the_same_side_of_every_target_as_the_exact_figure(found, hundredths):
    target = Fraction(hundredths, 100)
    for check, distance in ((PLAIN, differ), (SCALE, apart)):
        exact = kappa_by_the_book(found, distance)
        assert (agreement_of(check, readings(found)) >= target) == (exact >= target)


@given(FOUND, st.randoms())
def test_neither_the_order_of_the_cases_nor_who_read_first_matters(found, chance):
    turned = [pair[::-1] for pair in chance.sample(found, len(found))]
    for check in (PLAIN, SCALE):
        one, other = agreement_of(check, readings(found)), agreement_of(check, readings(turned))
        assert abs(one - other) < Fraction(1, 10**11)


def test_readers_who_find_one_word_only_and_never_differ_agree_fully():
    assert agreement_of(PLAIN, readings([("in part", "in part")] * 5)) == 1


def test_next_to_each_other_on_a_scale_is_nearer_than_the_two_ends():
    same = [("not yet", "not yet"), ("in part", "in part"), ("in full", "in full")]
    near, far = readings([*same, ("in part", "in full")]), readings([*same, ("not yet", "in full")])
    assert agreement_of(SCALE, near) > agreement_of(SCALE, far)
    assert alike(near) == alike(far) == 3


@pytest.mark.parametrize(
    ("kappa", "targets", "text"),
    [
        (Fraction(1), (), "1.00"),
        (Fraction(-1, 4), (), "-0.25"),
        (Fraction(599, 1000), (Fraction(3, 5),), "0.599"),
        (Fraction(6004, 10000), (Fraction(3, 5),), "0.60"),
    ],
)
def test_it_is_shown_in_as_few_places_as_keep_it_on_its_own_side_of_the_target(kappa, targets, text):
    assert shown(kappa, targets) == text
