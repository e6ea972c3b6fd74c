"""The JSON Schemas say what the reader says, as far as shape goes."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from referencing.exceptions import Unresolvable

from specrules.__main__ import main
from specrules.base.findings import Severity
from specrules.spec.schema import as_text, file_name, for_editors, schema_of, validate, write_schemas
from specrules.spec.shape import FILES, ByKey, ByNode, List, Record, Table, Text
from specrules.spec.walk import plain
from tests.spec.making import tree_of
from tests.spec.test_headings import DOCUMENTS, findings_of, misspellings

SCHEMAS = Path(__file__).parents[2] / "specrules" / "schemas"


@cache
def text_of(kind):
    """The document of a kind, as JSON."""
    return json.dumps(plain(tree_of(DOCUMENTS[kind][0]).root))


def data_of(kind):
    """The document of a kind, as text, lists and headings that can be changed."""
    return json.loads(text_of(kind))


def accepts(kind, data, library):
    """Whether the reader finds nothing wrong with *data* written as YAML."""
    found = findings_of(kind, json.dumps(data, ensure_ascii=False), library)
    return not any(each.severity is Severity.ERROR for each in found)


# -- the files


@pytest.mark.parametrize("kind", FILES)
def test_the_schema_in_the_package_is_the_one_the_reader_has(kind):
    written = (SCHEMAS / f"{file_name(kind)}.schema.json").read_text(encoding="utf-8")
    assert written == as_text(schema_of(kind))


def test_writing_the_schemas_changes_nothing():
    before = {path.name: path.read_bytes() for path in SCHEMAS.iterdir()}
    write_schemas()
    assert {path.name: path.read_bytes() for path in SCHEMAS.iterdir()} == before


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_is_a_schema(kind):
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("kind", FILES)
def test_every_heading_is_described(kind):
    for record in [schema_of(kind), *schema_of(kind)["$defs"].values()]:
        assert all(each["description"].endswith(".") for each in record.get("properties", {}).values())


def test_the_example_of_a_heading_would_be_accepted():
    schema = schema_of("spec")
    for record in [schema, *schema["$defs"].values()]:
        for each in record.get("properties", {}).values():
            validator = Draft202012Validator({**each, "$defs": schema["$defs"]})
            assert all(validator.is_valid(example) for example in each.get("examples", ()))


def test_nothing_is_fetched(monkeypatch):
    import specrules.spec.schema as module

    module._validator.cache_clear()
    monkeypatch.setattr(module, "schema_of", lambda kind: {"$ref": "https://example.org/schema.json"})
    with pytest.raises(Unresolvable, match=r"example\.org"):
        module.validate("spec", {})
    module._validator.cache_clear()


def test_another_schema_of_the_package_is_found_by_its_name():
    assert validate("settings", {"specrules": "settings 1"}) == []
    assert validate("settings", {"specrules": "settings 2"}) != []


# -- the reader and the schema agree


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_the_reader_accepts_the_schema_accepts(kind, library):
    assert accepts(kind, data_of(kind), library)
    assert validate(kind, data_of(kind)) == []


def spots(data, shape, path=()):
    """Every record in *data*: the way to it, and its shape; and every choice: the way to it."""
    if isinstance(shape, ByKey):
        kind = next((key for key in data if key in shape.records), None)
        yield from spots(data, shape.records[kind] if kind else shape.otherwise, path)
    elif isinstance(shape, ByNode):
        kinds = {str: shape.text, dict: shape.record, list: shape.items}
        yield from spots(data, kinds[type(data)], path)
    elif isinstance(shape, Record):
        yield path, shape
        for key, value in data.items():
            yield from spots(value, shape.by_key[key].shape, (*path, key))
    elif isinstance(shape, Table | List):
        for key, value in data.items() if isinstance(shape, Table) else enumerate(data):
            yield from spots(value, shape.of, (*path, key))
    elif isinstance(shape, Text) and shape.choices:
        yield path, shape


def follow(data, path):
    for key in path:
        data = data[key]
    return data


def mutations():
    """Each fault that both must refuse: a required heading dropped, a heading misspelt, a wrong choice."""
    for kind in DOCUMENTS:
        for path, shape in spots(data_of(kind), FILES[kind]):
            if isinstance(shape, Text):
                yield kind, ("choose", *path)
                continue
            present = follow(data_of(kind), path)
            # Without its standard clause a requirement is one of the author's own, which may be right.
            for key in [each.key for each in shape.required]:
                if (key, shape.called) != ("standard-clause", "requirement"):
                    yield kind, ("drop", *path, key)
            yield from ((kind, ("misspell", *path, key)) for key in present)


def mutated(kind, mutation):
    what, *path, last = mutation
    data = data_of(kind)
    record = follow(data, path)
    if what == "choose":
        record[last] = "perhaps"
    elif what == "drop":
        del record[last]
    else:
        record[sorted(misspellings(last))[0]] = record.pop(last)
    return data


@pytest.mark.parametrize(("kind", "mutation"), list(mutations()), ids=str)
def test_neither_accepts_a_single_fault(kind, mutation, library):
    data = mutated(kind, mutation)
    assert not accepts(kind, data, library)
    assert validate(kind, data) != []


OPTIONAL = {
    kind: [
        (path, field.key)
        for path, shape in spots(data_of(kind), FILES[kind])
        if isinstance(shape, Record)
        for field in shape.fields
        if not field.required and field.key in follow(data_of(kind), path)
    ]
    for kind in DOCUMENTS
}


@pytest.mark.parametrize("kind", DOCUMENTS)
@settings(max_examples=40, deadline=None)
@given(chooser=st.data())
def test_whatever_is_left_out_what_the_reader_accepts_the_schema_accepts(kind, library, chooser):
    data = data_of(kind)
    for path, key in chooser.draw(st.lists(st.sampled_from(OPTIONAL[kind] or [((), "")]), max_size=6)):
        try:
            follow(data, path).pop(key, None)
        except (KeyError, IndexError):
            continue
    if accepts(kind, data, library):
        assert validate(kind, data) == []


# -- for editors


def parts(schema):
    """Every part of a schema that is a schema or a table of schemas."""
    if isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from parts(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from parts(each)


@pytest.mark.parametrize("kind", [*FILES, "review", "findings", "compiled"])
def test_the_schema_for_editors_is_of_draft_07(kind):
    schema = for_editors(kind)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not any("$defs" in each for each in parts(schema))


@pytest.mark.parametrize("kind", [*FILES, "review"])
def test_an_editor_is_never_left_to_guess_which_of_several_is_meant(kind):
    assert not any(each.get("anyOf") or each.get("oneOf") for each in parts(for_editors(kind)))


@pytest.mark.parametrize("kind", FILES)
def test_every_heading_is_explained_to_an_editor_with_an_example(kind):
    schema = for_editors(kind)
    for record in [schema, *schema["definitions"].values()]:
        for key, each in record.get("properties", {}).items():
            assert each["description"], key
            assert each["examples"], key


@pytest.mark.slow
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_both_drafts_accept_the_same(kind):
    validator = Draft7Validator(for_editors(kind))
    assert validator.is_valid(data_of(kind))
    for path, shape in spots(data_of(kind), FILES[kind]):
        if isinstance(shape, Record):
            for key in follow(data_of(kind), path):
                data = mutated(kind, ("misspell", *path, key))
                assert validator.is_valid(data) == (validate(kind, data) == []), (path, key)


def test_what_stands_beside_a_reference_is_kept():
    field = for_editors("spec")["properties"]["contract"]
    assert field["allOf"] == [{"$ref": "#/definitions/contract"}]
    assert field["description"].startswith("When the contract starts")


@pytest.mark.parametrize(
    ("what", "kind"),
    [("spec", "spec"), ("rules", "standard clause"), ("run", "run"), ("review", "review")],
)
def test_the_command_prints_the_schema_of_a_kind_of_file(what, kind, capsys):
    assert main(["schema", what]) == 0
    assert json.loads(capsys.readouterr().out) == for_editors(kind)


def test_a_kind_that_is_not_there_is_said(capsys):
    assert main(["schema", "specs"]) == 2
    assert capsys.readouterr().err == "There is no kind of file called specs. Did you mean spec?\n"
