"""Frozen classes hold what they are given, cannot be changed, and compare by their values."""

import copy
import pickle
import typing

import pytest

from specrules.base.frozen import NamedTuple, frozen, replace


@frozen(apart=("written",))
class Named:
    """A thing with a name."""

    name: str
    number: int = 1
    written: str | None = None

    @property
    def loud(self) -> str:
        """The name in capitals."""
        return self.name.upper()


def test_fields_are_given_in_their_order_or_by_name():
    assert (Named("a", 2).name, Named("a", 2).number, Named(number=3, name="b").number) == ("a", 2, 3)


def test_a_field_left_out_has_its_default():
    assert Named("a").number == 1


def test_a_field_without_a_default_has_to_be_given():
    with pytest.raises(TypeError):
        Named()


def test_nothing_can_be_changed_added_or_taken_away():
    thing = Named("a")
    for change in (
        lambda: setattr(thing, "name", "b"),
        lambda: setattr(thing, "other", "b"),
        lambda: delattr(thing, "name"),
    ):
        with pytest.raises(AttributeError, match="cannot be changed"):
            change()


def test_equal_values_are_equal_things_wherever_they_were_written():
    assert Named("a", written="line 1") == Named("a", written="line 2") != Named("b")
    assert len({Named("a", written="line 1"), Named("a")}) == 1


def test_another_kind_of_thing_is_never_equal():
    assert Named("a") != ("a", 1)


def test_a_changed_copy_leaves_the_first_as_it_was():
    thing = Named("a")
    assert (replace(thing, number=2), thing.number) == (Named("a", 2), 1)


def test_a_field_that_is_not_there_cannot_be_replaced():
    with pytest.raises(TypeError):
        replace(Named("a"), colour="red")


def test_copies_keep_everything():
    thing = Named("a", 2, "line 1")
    for made in (copy.copy(thing), copy.deepcopy(thing), pickle.loads(pickle.dumps(thing))):  # noqa: S301
        assert (made, made.written) == (thing, "line 1")


def test_it_shows_what_it_holds_and_keeps_its_methods():
    assert (repr(Named("a", written="line 1")), Named("a").loud) == ("Named(name='a', number=1)", "A")


# -- tuples whose places have names


class Place(NamedTuple):
    """Where a thing stands."""

    line: int
    column: int = 1

    @property
    def words(self):
        """The place in words."""
        return f"line {self.line}"


class TypingsPlace(typing.NamedTuple):
    """The same, made by typing."""

    line: int
    column: int = 1


BOTH = (Place, TypingsPlace)


def test_a_named_tuple_holds_what_that_of_typing_holds():
    for given, named in ((1, 2), {}), ((1,), {}), ((), {"column": 3, "line": 4}), ((5,), {"column": 6}):
        ours, theirs = (kind(*given, **named) for kind in BOTH)
        assert tuple(ours) == tuple(theirs) and ours == theirs
        assert (ours.line, ours.column) == (theirs.line, theirs.column)
        assert repr(ours) == repr(theirs).removeprefix("Typings")
        assert ours._asdict() == theirs._asdict() and hash(ours) == hash(theirs)
    assert Place(7).words == "line 7"


def test_a_named_tuple_refuses_what_that_of_typing_refuses():
    for kind in BOTH:
        for given, named in ((), {}), ((1, 2, 3), {}), ((1,), {"row": 2}), ((1,), {"line": 2}):
            with pytest.raises(TypeError):
                kind(*given, **named)
        with pytest.raises(ValueError, match="row"):
            kind(1)._replace(row=2)
        for change in (lambda one: setattr(one, "line", 2), lambda one: setattr(one, "row", 2)):
            with pytest.raises(AttributeError):
                change(kind(1))


def test_a_named_tuple_is_taken_apart_replaced_and_copied():
    place = Place(3, 4)
    match place:
        case Place(line, column):
            assert (line, column) == (3, 4)
    assert place._replace(column=9) == (3, 9) and type(place._replace(line=1)) is Place
    for other in (
        copy.copy(place),
        copy.deepcopy(place),
        pickle.loads(pickle.dumps(place)),  # noqa: S301 - we wrote it
        Place._make([3, 4]),
    ):
        assert other == place and type(other) is Place


def test_a_class_made_from_a_named_tuple_keeps_its_places():
    class Further(Place):
        pass

    assert Further(1).column == 1 and type(Further(1)) is Further
