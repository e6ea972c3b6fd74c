"""See quickly that data follows a schema.

In: a JSON Schema, and data as JSON has it.  Out: whether the data follows it for certain.  Only what most
schemas use is known here, and no reason is ever given: whoever is told "no" asks jsonschema, which knows
every keyword and finds the words.  A review of many parties takes that fourteen times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

Looks: TypeAlias = Callable[[Any], bool]

_ABOUT = frozenset(("$schema", "$id", "$defs", "title", "description", "examples"))
_CLASSES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


class Unknown(Exception):
    """A schema says something that is not known here."""


def conforms(schema: Any) -> Looks:
    """Return what says whether data follows *schema*: yes for certain, or else no. Raises Unknown."""
    return _Looking(schema).at(schema)


class _Looking:
    """Makes what looks at data from the parts of one schema, each definition once."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        self.defined: dict[str, Looks] = {}

    def at(self, schema: Any) -> Looks:
        """What looks at data by one part of the schema."""
        if isinstance(schema, bool):
            return lambda _: schema
        said = {key: value for key, value in schema.items() if key not in _ABOUT}
        if "properties" in said:
            said = {"additionalProperties": True, **said}
        looks = [self.keyword(key, said) for key in said if key != "properties"]
        if len(looks) == 1:
            return looks[0]
        return lambda data: all(look(data) for look in looks)

    def keyword(self, key: str, said: dict[str, Any]) -> Looks:
        """What looks at data by one keyword. Data of a kind that it says nothing about follows it."""
        value = said[key]
        match key:
            case "type":
                return _of_type([value] if isinstance(value, str) else value)
            case "const" | "enum":
                return _among([value] if key == "const" else value)
            case "pattern":
                found = re.compile(value).search
                return lambda data: not isinstance(data, str) or found(data) is not None
            case "minimum":
                return lambda data: data.__class__ not in (int, float) or data >= value
            case "minItems":
                return lambda data: not isinstance(data, list) or len(data) >= value
            case "required":
                wanted = frozenset(value)
                return lambda data: not isinstance(data, dict) or wanted <= data.keys()
            case "items":
                each = self.at(value)
                return lambda data: not isinstance(data, list) or all(map(each, data))
            case "anyOf":
                ways = [self.at(each) for each in value]
                return lambda data: any(way(data) for way in ways)
            case "additionalProperties":  # of headings that "properties" does not name
                return self.properties(said.get("properties", {}), value)
            case "$ref":
                return self.referred(value)
            case _:
                raise Unknown(key)

    def properties(self, named: dict[str, Any], others: Any) -> Looks:
        """What looks at an object heading by heading."""
        known = {name: self.at(each) for name, each in named.items()}
        other = self.at(others)
        return lambda data: (
            not isinstance(data, dict) or all(known.get(name, other)(value) for name, value in data.items())
        )

    def referred(self, reference: str) -> Looks:
        """What looks at data by a definition, which may be in the making still."""
        name = reference.removeprefix("#/$defs/")
        if name == reference or name not in self.whole["$defs"]:
            raise Unknown(reference)
        if name not in self.defined:
            self.defined[name] = lambda data: self.defined[name](data)
            self.defined[name] = self.at(self.whole["$defs"][name])
        return self.defined[name]


def _of_type(types: list[str]) -> Looks:
    if unknown := [each for each in types if each not in _CLASSES]:
        raise Unknown(unknown[0])
    # By its very class: Python takes True for a whole number, and JSON does not.
    classes = frozenset(one for each in types for one in _CLASSES[each])
    return lambda data: data.__class__ in classes


def _among(values: list[Any]) -> Looks:
    if not all(each.__class__ in _SCALARS for each in values):
        raise Unknown("enum")
    known = frozenset((each.__class__, each) for each in values)  # as True is 1 to Python, and not to JSON
    return lambda data: data.__class__ in _SCALARS and (data.__class__, data) in known


_SCALARS = (str, int, type(None))
