import pytest
from hypothesis import given

from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When, as_data, nodes
from specrules.result import MET
from tests.engine.strategies import inputs, trees


def test_rules_of_the_same_shape_are_one_key():
    assert {Rule(All(inputs(2)), 2): "known"}[Rule(All(inputs(2)), 2)] == "known"


def test_the_operator_is_part_of_the_shape():
    assert Rule(All(inputs(2)), 2) != Rule(AnyOf(inputs(2)), 2)


def test_nested_lists_are_not_the_same_as_flat_ones():
    assert All((Input(0), All(inputs(2, first=1)))) != All(inputs(3))


@given(trees())
def test_a_rule_holds_its_tree_as_it_was_given(tree):
    assert Rule(tree, 6).tree is tree


def test_an_input_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="input 2 is not one of the 2 inputs"):
        Rule(All((Input(0), Not(Input(2)))), 2)


def test_a_negative_input_is_refused():
    with pytest.raises(ValueError, match="input -1 is not one"):
        Rule(Input(-1), 2)


@pytest.mark.parametrize("n", [0, -1])
def test_at_least_none_is_refused(n):
    with pytest.raises(ValueError, match="ask for 1 or more"):
        AtLeast(n, inputs(2))


def test_a_condition_anywhere_in_the_met_part_of_bands_is_refused():
    with pytest.raises(ValueError, match="belongs around the Bands"):
        Bands(All((Input(0), Not(When(Input(1), Input(2))))), Input(3))


def test_a_condition_in_the_partly_part_of_bands_is_fine():
    assert Bands(Input(0), When(Input(1), Input(2))).partly == When(Input(1), Input(2))


def test_a_signature_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="2 inputs and was given 1 results"):
        Rule(All(inputs(2)), 2).check((MET,))


def test_nodes_come_before_their_children():
    tree = When(Input(0), Bands(Input(1), Not(Input(2))))
    assert list(nodes(tree)) == [tree, Input(0), tree.item, Input(1), Not(Input(2)), Input(2)]


def test_a_tree_as_data_names_every_operator():
    tree = When(
        Input(0),
        Graded((All((Input(1),)), AnyOf(()), AtLeast(2, (Input(2),)), Bands(Input(3), Not(Input(4))))),
    )
    assert as_data(tree) == {
        "when": {"input": 0},
        "then": {
            "graded": [
                {"all": [{"input": 1}]},
                {"any": []},
                {"at least": 2, "of": [{"input": 2}]},
                {"met": {"input": 3}, "partly": {"not": {"input": 4}}},
            ]
        },
    }
