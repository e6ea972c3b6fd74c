"""A record says the same, byte for byte, as often as it is written, and refuses to be read otherwise."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.base.files import digest_of
from specrules.base.frozen import replace as with_values
from specrules.runs.record import (
    Input,
    Link,
    NotAsKept,
    Role,
    fingerprint,
    is_whole_head,
    name_of,
    read_head,
    read_record,
    text_of,
)
from tests.runs.made import a_body

LINK = Link("2026-27-Q1-0123456789abcdef.json", "0123456789abcdef" * 4)
TEXTS = st.text(max_size=40)
LINKS = st.lists(st.builds(Link, TEXTS, TEXTS), max_size=3, unique=True)


def bodies():
    inputs = st.lists(st.builds(Input, st.sampled_from(Role), TEXTS, TEXTS), max_size=3).map(tuple)
    plain = st.recursive(TEXTS | st.integers() | st.none() | st.booleans(), st.lists, max_leaves=4)
    reviews = st.dictionaries(TEXTS, plain, max_size=4)
    return st.builds(
        lambda review, inputs, version: with_values(a_body(), review=review, inputs=inputs, version=version),
        reviews,
        inputs,
        TEXTS,
    )


@settings(max_examples=40)
@given(bodies(), LINKS, LINKS)
def test_what_is_written_reads_back(body, follows, restates):
    text = text_of(body, follows, restates)
    record = read_record(name_of(body, text), text)
    assert (record.body, record.sha256) == (body, digest_of(text))
    assert (record.head.follows, record.head.restates) == (tuple(sorted(follows)), tuple(sorted(restates)))
    assert text_of(record.body, record.head.follows, record.head.restates) == text


@settings(max_examples=40)
@given(bodies(), LINKS)
def test_the_beginning_of_a_record_says_what_it_is_about(body, follows):
    text = text_of(body, follows, ())
    name = name_of(body, text)
    begins = next(text[:end] for end in range(0, len(text), 50) if is_whole_head(text[:end]))
    assert read_head(name, begins) == read_record(name, text).head


@settings(max_examples=40)
@given(bodies(), LINKS, LINKS)
def test_a_review_has_the_same_fingerprint_wherever_it_stands(body, follows, restates):
    text = text_of(body, follows, restates)
    assert read_head("x", text).fingerprint == fingerprint(body)


@settings(max_examples=40)
@given(bodies(), st.data())
def test_no_byte_of_a_record_can_be_changed(body, data):
    text = text_of(body, [LINK], ())
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[at]))
    with pytest.raises(NotAsKept):
        read_record(name_of(body, text), text[:at] + bytes([other]) + text[at + 1 :])


@settings(max_examples=40)
@given(bodies(), st.data())
def test_no_record_that_was_cut_off_can_be_read(body, data):
    text = text_of(body, [LINK], ())
    with pytest.raises(NotAsKept):
        read_record(name_of(body, text), text[: data.draw(st.integers(0, len(text) - 1))])


def test_a_record_opens_with_its_kind_and_format_and_a_line_for_each_heading():
    lines = text_of(a_body(), [LINK], ()).decode().splitlines()
    assert lines[1] == '"specrules": "run 1",'
    assert [line.partition(":")[0].strip('"') for line in lines[1:-1]] == [
        "specrules",
        "spec",
        "version",
        "period",
        "as_at",
        "fingerprint",
        "follows",
        "restates",
        "made",
        "inputs",
        "figures",
        "review",
    ]


def test_the_name_is_the_period_and_the_start_of_what_sha256sum_prints():
    text = text_of(a_body(), (), ())
    assert name_of(a_body(), text) == f"2026-27-Q1-{digest_of(text)[:16]}.json"


def named_after(text):
    return f"2026-27-Q1-{digest_of(text)[:16]}.json", text


def test_a_record_from_a_newer_format_is_refused_by_name():
    name, text = named_after(text_of(a_body(), (), ()).replace(b'"run 1"', b'"run 2"'))
    with pytest.raises(NotAsKept) as refused:
        read_record(name, text)
    assert str(refused.value) == (
        f'{name} is a "run 2", and this version of specrules reads "run 1": '
        "it was kept by a newer version, so use that one."
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "cannot be read as a record: it is cut off or damaged."),
        (b"[" * 100_000, "cannot be read as a record: it is cut off or damaged."),
        (b"[]", "cannot be read as a record: it is cut off or damaged."),
        (b'{"specrules": "review 1"}', "is no record of a review."),
        (b'{"specrules": 7}', "is no record of a review."),
        (
            json.dumps({"specrules": "run 1"}).encode(),
            "cannot be read as a record: it is cut off or damaged.",
        ),
        (
            json.dumps(json.loads(text_of(a_body(), (), ()))).encode(),
            "is not written as records are, so it was not made by keeping a review.",
        ),
        (
            text_of(a_body(), (), ()).replace(fingerprint(a_body()).encode(), b"0" * 64),
            "is not written as records are, so it was not made by keeping a review.",
        ),
    ],
)
def test_what_is_no_record_is_refused_though_it_is_named_as_one(text, why):
    name, text = named_after(text)
    with pytest.raises(NotAsKept) as refused:
        read_record(name, text)
    assert str(refused.value) == f"{name} {why}"


def test_a_record_under_another_name_is_refused():
    with pytest.raises(NotAsKept, match="is not named as a record is"):
        read_record("quarter-1.json", text_of(a_body(), (), ()))
