"""Frozen classes hold what they are given, cannot be changed, and compare by their values."""

import copy
import pickle

import pytest

from specrules.frozen import frozen, replace


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
