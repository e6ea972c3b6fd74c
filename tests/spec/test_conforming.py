"""What is seen quickly to follow a schema does follow it."""

import json
import random

import pytest
from jsonschema import Draft202012Validator

from specrules.report.json import as_data
from specrules.spec.conforming import Unknown, conforms
from specrules.spec.schema import _shipped, _validator, validate
from specrules.viewing import view
from tests.report.made import a_run

OTHERS = (None, True, False, 0, 1, -1, 2.5, "", "met", "2026-10-01", [], {}, ["met"], {"low": 1})


@pytest.fixture(scope="module")
def review():
    return as_data(view(a_run()))


def spoilt(data, chance):
    """A copy of *data* in which one thing is another, is gone or is new."""
    copy = json.loads(json.dumps(data))
    inside = copy
    while True:
        places = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        place = chance.choice(places)
        if isinstance(inside[place], dict | list) and inside[place] and chance.random() < 0.8:
            inside = inside[place]
        else:
            break
    match chance.randrange(4):
        case 0:
            del inside[place]
        case 1 if isinstance(inside, dict):
            inside[f"{place}s"] = inside[place]
        case 2 if isinstance(inside[place], str):
            inside[place] += "s"  # which in words of people is no fault
        case _:
            inside[place] = chance.choice(OTHERS)
    return copy


def test_a_review_is_seen_to_follow_its_schema(review):
    assert conforms(_shipped("review"))(review)


def test_what_is_spoilt_is_seen_as_jsonschema_sees_it(review):
    quick, chance = conforms(_shipped("review")), random.Random(7)
    given = [spoilt(review, chance) for _ in range(40)]
    found = [quick(each) for each in given]
    assert found == [_validator("review").is_valid(each) for each in given]
    assert 5 < found.count(False) < 40


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"type": "integer"},
        {"type": ["string", "null"]},
        {"minimum": 1},
        {"minItems": 1},
        {"pattern": "^2"},
        {"const": "met"},
        {"enum": ["met", None, 1]},
        {"const": 0},
        {"required": ["low"]},
        {"items": {"type": "string"}},
        {"properties": {"low": {"type": "string"}}},
        {"properties": {"high": True}, "additionalProperties": False},
        {"additionalProperties": {"type": "integer"}},
        {"anyOf": [{"type": "null"}, {"type": "array", "minItems": 1}]},
        {"$ref": "#/$defs/whole", "$defs": {"whole": {"type": "object", "minimum": 1}}},
        {"items": {"$ref": "#/$defs/nested"}, "$defs": {"nested": {"items": {"$ref": "#/$defs/nested"}}}},
    ],
    ids=json.dumps,
)
def test_each_word_of_a_schema_means_what_it_means_to_jsonschema(schema):
    quick, slow = conforms(schema), Draft202012Validator(schema)
    assert [quick(each) for each in OTHERS] == [slow.is_valid(each) for each in OTHERS]


@pytest.mark.parametrize(
    "schema",
    [
        {"maximum": 3},
        {"type": "number"},
        {"enum": [[], {}]},
        {"const": True},
        {"items": {"if": {}, "then": False}},
        {"patternProperties": {}},
        {"$ref": "https://example.org/schema.json"},
        {"$ref": "#/$defs/nowhere", "$defs": {}},
    ],
    ids=json.dumps,
)
def test_a_schema_with_other_words_is_left_to_jsonschema(schema):
    with pytest.raises(Unknown):
        conforms(schema)


def test_a_schema_that_is_left_to_jsonschema_is_kept_to():
    assert validate("settings", {"specrules": "settings 1"}) == []
    assert validate("settings", {"specrules": "settings 2"}) != []
