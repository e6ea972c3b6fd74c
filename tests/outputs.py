"""What every JSON output is held to: the schema that the package publishes for it."""

import json

from specrules.spec.schema import validate


def held_to_its_schema(text):
    """The data in *text*, which must follow the published schema of its kind. A kept review holds another."""
    data = json.loads(text)
    kind = data["specrules"].rpartition(" ")[0]
    assert validate(kind, data) == []
    if kind == "run":
        assert validate("review", data["review"]) == []
    return data
