"""JSON Schemas for editors, made from the shapes that the reader uses.

Comes in: a shape.  Goes out: a schema (draft 2020-12, or 07 for editors) with a
description and an example for every heading.  ``python -m specrules.spec.schema`` writes them into
``specrules/schemas``.  A schema knows what may stand where; what a target means
and whether a name exists is for the reader.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from specrules.base.files import Source, read_text
from specrules.base.writing import write_file
from specrules.spec.shape import (
    FILES,
    FORMATS,
    PATTERNS,
    ByKey,
    ByNode,
    Combined,
    Field,
    List,
    Plain,
    Reads,
    Record,
    Shape,
    Table,
    Text,
)
from specrules.spec.walk import plain
from specrules.text.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema import Draft202012Validator

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
_KINDS_OF_NODE = ("string", "number", "object", "array")


def schema_of(kind: str) -> Schema:
    """The schema of one of the kinds of file in ``shape.FILES``, such as "spec"."""
    writer = _Writer()
    root = writer.record(FILES[kind])
    return {
        "$schema": DRAFT,
        "$id": f"urn:specrules:{file_name(kind)}:{FORMATS[kind]}",
        "title": f"specrules {kind} {FORMATS[kind]}",
        **root,
        "$defs": dict(sorted(writer.shared.items())),
    }


def file_name(kind: str) -> str:
    """The name of a schema's file, without its ending."""
    return kind.replace(" ", "-")


class _Writer:
    """Writes shapes as schemas. What may stand in several places is written once, under ``$defs``."""

    def __init__(self) -> None:
        self.shared: dict[str, Schema] = {}
        self._names: dict[int, str] = {}
        self._by: dict[type, Callable[[Any], Schema]] = {
            Text: text,
            List: self.list,
            Record: self.shared_once,
            Table: self.table,
            ByNode: self.by_node,
            ByKey: self.shared_once,
            Combined: lambda shape: self.combined(),
            Plain: lambda shape: {"type": "object"},
        }

    def write(self, shape: Shape) -> Schema:
        """The schema of any shape."""
        return self._by[type(shape)](shape)

    def record(self, shape: Record) -> Schema:
        """Headings, each with its description."""
        return {
            "type": "object",
            "properties": {each.key: self.field(each) for each in shape.fields},
            "required": [each.key for each in shape.required],
            "additionalProperties": False,
        }

    def field(self, field: Field) -> Schema:
        """What stands under one heading."""
        return {"description": field.says, **self.write(field.shape), "examples": [example_of(field)]}

    def shared_once(self, shape: Record | ByKey) -> Schema:
        """A reference to a shape that may stand in several places; it is written when it is first met."""
        name = self._names.get(id(shape))
        if name is None:
            name = self._names[id(shape)] = _free(shape.called, self.shared)
            self.shared[name] = {}
            self.shared[name] = self.record(shape) if isinstance(shape, Record) else self.by_key(shape)
        return {"$ref": f"#/$defs/{name}"}

    def list(self, shape: List) -> Schema:
        """A list of one shape."""
        least = {"minItems": 1} if shape.filled else {}
        return {"type": "array", "items": self.write(shape.of), **least}

    def table(self, shape: Table) -> Schema:
        """Names of the author's choosing."""
        names = (
            {"propertyNames": {"pattern": _whole(PATTERNS[shape.names])}} if shape.names in PATTERNS else {}
        )
        return {"type": "object", "minProperties": 1, **names, "additionalProperties": self.write(shape.of)}

    def by_node(self, shape: ByNode) -> Schema:
        """The kind of node decides which schema holds."""
        kinds: dict[str, Shape] = {"object": shape.record} | ({"array": shape.items} if shape.items else {})
        choice = self.write(shape.text)
        for kind, each in kinds.items():
            choice = {"if": {"type": kind}, "then": self.write(each), "else": choice}
        return choice

    def by_key(self, shape: ByKey) -> Schema:
        """The one heading that is there decides which schema holds."""
        records = {key: self.write(record) for key, record in shape.records.items()}
        choice = self._otherwise(shape)
        for key, record in reversed(records.items()):
            choice = {"if": {"required": [key]}, "then": record, "else": choice}
        return {"type": "object", **choice}

    def _otherwise(self, shape: ByKey) -> Schema:
        """What holds where none of the headings that decide is there. An editor offers them all the same."""
        offered = {key: {"description": record.by_key[key].says} for key, record in shape.records.items()}
        if shape.otherwise:
            return {"allOf": [self.write(shape.otherwise), {"properties": offered}]}
        return {"properties": offered, "minProperties": 1, "additionalProperties": False}

    def combined(self) -> Schema:
        """Names under headings that say how they count together; these may stand inside one another."""
        reference = {"$ref": "#/$defs/combination"}
        self.shared["combination"] = {
            "if": {"type": "object"},
            "then": {
                "minProperties": 1,
                "maxProperties": 1,
                "patternProperties": {
                    "^(all|any|graded|at least [1-9][0-9]?)$": {
                        "type": "array",
                        "items": reference,
                        "minItems": 1,
                    },
                    "^not$": {
                        "if": {"type": "array"},
                        "then": {"items": reference, "minItems": 1, "maxItems": 1},
                        "else": reference,
                    },
                },
                "additionalProperties": False,
            },
            "else": text(Text(Reads.TEXT)),
        }
        return reference


def text(shape: Text) -> Schema:
    """The schema of a text. Numbers are let through where text is wanted: they are read as written."""
    if shape.reads in (Reads.CHOICE, Reads.HEADER):
        # To some editors a bare yes or no is true or false.
        truths = {"yes": True, "no": False}
        return {"enum": [*shape.choices, *(truths[each] for each in shape.choices if each in truths)]}
    if shape.reads in PATTERNS:
        return {"type": "string", "pattern": _whole(PATTERNS[shape.reads])}
    if shape.reads is Reads.DATE:
        return {"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"}
    return {"type": ["string", "number"], "pattern": r"\S"}


def _whole(pattern: str) -> str:
    return f"^{pattern}$"


def _free(called: str, taken: Mapping[str, Any]) -> str:
    """A name under ``$defs`` that is not taken."""
    name, number = file_name(called), 2
    while name in taken:
        name, number = f"{file_name(called)}-{number}", number + 1
    return name


# -- examples


def example_of(field: Field) -> Any:
    """An example of what stands under a heading: its own, or one made of what stands below it."""
    return _read(field.example) if field.example else _example(field.shape)


def _example(shape: Shape) -> Any:
    match shape:
        case Text():
            return shape.choices[0] if shape.choices else _sample(shape.reads)
        case List():
            return [_example(shape.of)]
        case Record():
            return {each.key: example_of(each) for each in shape.required or shape.fields[:1]}
        case Table():
            return {_sample(shape.names): _example(shape.of)}
        case ByNode():
            return _example(shape.text)
        case ByKey():
            return _example(next(iter(shape.records.values())))
        case Combined():
            return "all of them"
        case Plain():
            return {"delivered": "90 of 100"}


def _sample(reads: Reads) -> str:
    """What is given as an example where it is said how a text is read; otherwise any words."""
    return reads.rpartition("such as ")[2] if "such as " in reads else "words"


def _read(written: str) -> Any:
    import json

    tree = read_tree(Source("", written, "", "utf-8"))
    return json.loads(json.dumps(plain(tree.root))) if tree.root else written


# -- editors


def for_editors(kind: str) -> Schema:
    """The schema of a kind of file, or of another that the package has ("review"), as draft 07.

    Most editors read no newer draft.  It says the same; what stands beside a
    reference, which draft 07 passes over, is moved to where it counts.
    """
    schema: Schema = _draft_07(schema_of(kind) if kind in FILES else _shipped(kind))
    return {**schema, "$schema": DRAFT_07}


def _draft_07(part: Any) -> Any:
    if isinstance(part, list):
        return [_draft_07(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {"definitions" if key == "$defs" else key: _draft_07(each) for key, each in part.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/$defs/", "#/definitions/")
        if len(found) > 1:
            return {"allOf": [{"$ref": found.pop("$ref")}], **found}
    if isinstance(found.get("anyOf"), list):
        return _told_apart(found)
    return found


def _told_apart(schema: Schema) -> Schema:
    """A schema with one thing or null, in which the kind of value says which."""
    thing = next(each for each in schema.pop("anyOf") if each != {"type": "null"})
    return {**schema, "if": {"type": "null"}, "then": True, "else": thing}


# -- use


def validate(kind: str, data: Any) -> list[str]:
    """What is wrong with *data* by the schema of a kind of file, as sentences; empty when nothing is.

    *kind* is one of ours ("spec") or the name of another file in ``specrules/schemas`` ("review").
    """
    return sorted(f"{error.json_path}: {error.message}" for error in _validator(kind).iter_errors(data))


@cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = schema_of(kind) if kind in FILES else _shipped(kind)
    # An empty registry: nothing is ever fetched, whatever a reference says.
    return Draft202012Validator(schema, registry=Registry())


def _shipped(kind: str) -> Schema:
    import json

    schema: Schema = json.loads(read_text(_path(kind)).text)
    return schema


def _path(name: str) -> str:
    return f"{__file__.replace(chr(92), '/').rpartition('/spec/')[0]}/schemas/{name}.schema.json"


def as_text(schema: Schema) -> str:
    """A schema as it is written to its file."""
    import json

    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas() -> None:
    """Write the schema of every kind of file. Raises NotWritten."""
    for kind in FILES:
        write_file(_path(file_name(kind)), as_text(schema_of(kind)).encode())


if __name__ == "__main__":
    write_schemas()
