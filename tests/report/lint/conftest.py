"""What the tests of formats share."""

import json
from pathlib import Path

import pytest
from jsonschema.validators import validator_for

SCHEMAS = Path(__file__).parents[2] / "schemas"


@pytest.fixture
def validates():
    """A function that checks a document against a schema in ``tests/schemas``."""

    def check(name, data):
        schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
        validator = validator_for(schema)
        validator.check_schema(schema)
        assert [error.message for error in validator(schema).iter_errors(data)] == []

    return check
