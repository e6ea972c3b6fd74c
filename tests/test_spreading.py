"""A text that is spread out has each passage whole, its lines known by the numbers they are written with."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.text.spreading import moved_back, spread_out

PASSAGES = st.lists(st.text("ab\n", max_size=40).map("{}\n".format), min_size=1, max_size=6)
THREE = ("a\nb\n", "c\n", "d\ne\nf\n")


@given(PASSAGES, st.lists(PASSAGES, max_size=3))
def test_every_line_is_written_where_it_is_said_to_be_whatever_was_spread_before(passages, earlier):
    before = None
    for each in earlier:
        before = spread_out(each, before)
    spread = spread_out(passages, before)
    lines, written = spread.text.split("\n"), "".join(passages).split("\n")
    firsts = accumulate((each.count("\n") for each in passages), initial=0)
    for passage, first, begins in zip(passages, firsts, spread.begins, strict=False):
        for number in range(passage.count("\n")):
            assert lines[begins + number] == written[first + number]
            assert spread.line(begins + number + 1) == first + number + 1
            assert spread.passage(begins + number + 1) == passage


def test_what_is_typed_in_one_passage_moves_no_other():
    before = spread_out(THREE, None)
    after = spread_out((*THREE[:1], "c\nc\n", *THREE[2:]), before)
    assert after.begins == before.begins


def test_a_passage_that_has_come_between_two_stands_in_the_room_between_them():
    before = spread_out(THREE, None)
    after = spread_out((THREE[0], "new\n", *THREE[1:]), before)
    assert (after.begins[0], *after.begins[2:]) == before.begins
    assert before.begins[0] + 2 < after.begins[1] < before.begins[1]


def test_a_passage_of_more_lines_than_have_room_makes_all_begin_anew():
    before = spread_out(THREE, None)
    after = spread_out(("a\n" * 100, *THREE[1:]), before)
    assert after.begins != before.begins
    assert after.text.startswith("a\n" * 100)


def test_a_passage_that_fills_its_room_to_the_last_line_moves_no_other():
    before = spread_out(THREE, None)
    room = before.begins[1] - before.begins[0]
    full = spread_out(("a\n" * room, *THREE[1:]), before)
    assert (full.begins, full.passage(room), full.passage(room + 1)) == (before.begins, "a\n" * room, "c\n")
    assert spread_out(("a\n" * (room + 1), *THREE[1:]), before).begins != before.begins


def test_places_in_the_text_and_no_others_are_taken_back():
    spread = spread_out(THREE, None)
    line = spread.begins[1] + 1
    span = Span(line, 1, line, 2)
    places = (Place("a.yaml", span), Place("a.yaml", None), Place("b.yaml", span), Place("b.yaml", None))
    found = Finding("XX100", "x", Severity.ERROR, places[0], "It is so.", also=places[1:])
    back = moved_back(found, "a.yaml", spread)
    assert back.place.span == Span(3, 1, 3, 2)
    assert back.also == places[1:]
