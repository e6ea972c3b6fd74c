"""Edits change what they are asked to change and nothing else."""

import re

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from specrules.base.files import LINE_END, source_of
from specrules.base.findings import Span
from specrules.text import edits
from specrules.text.edits import (
    Edit,
    apply,
    delete_entry,
    insert_after,
    offset,
    quote,
    rename_key,
    replace_value,
)
from specrules.text.tree import Mapping, Scalar, Sequence, read_tree

SPEC = """\
# A made-up specification
status: draft     # not agreed yet
"title": 'Rooms'
sites: [High Street, Quayside]  # two
empty:
fee: {max: £10, per: meeting}
notes: |
  One.

  Two.
items:
  - id: a   # first
    size: 1

  - id: b
"""


def tree_of(text):
    return read_tree(source_of("spec.yaml", text.encode()))


def entry_of(text, *path):
    """The entry at a path of headings and list positions."""
    node = tree_of(text).root
    for step in path[:-1]:
        node = node.items[step] if isinstance(node, Sequence) else node.get(step).value
    return node.get(path[-1])


def plain(node):
    """A node as ordinary lists, dictionaries and texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries}


def texts_in(text):
    """Every entry of *text* that has a text as its value."""
    return [entry for entry in entries_in(tree_of(text).root) if isinstance(entry.value, Scalar)]


def entries_in(node):
    """Every entry in *node*, outermost first."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry
            yield from entries_in(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from entries_in(item)


# --- applying


@given(st.text())
def test_no_edits_change_nothing(text):
    assert apply(text, []) == text


def test_edits_apply_in_whatever_order_they_come():
    one, two = Edit(Span(2, 9, 2, 14), "agreed"), Edit(Span(3, 10, 3, 17), "Halls")
    assert apply(SPEC, [two, one]) == apply(SPEC, [one, two])


def test_inserts_at_one_place_go_in_as_given():
    here = Span(1, 1, 1, 1)
    assert apply("c", [Edit(here, "a"), Edit(here, "b")]) == "abc"


def test_an_insert_may_touch_a_change():
    assert (
        apply("abc", [Edit(Span(1, 2, 1, 3), "B"), Edit(Span(1, 2, 1, 2), "-"), Edit(Span(1, 3, 1, 3), "+")])
        == "a-B+c"
    )


@pytest.mark.parametrize(("one", "two"), [((1, 3), (2, 4)), ((1, 4), (2, 3)), ((2, 3), (2, 3))])
def test_edits_that_overlap_are_refused_and_both_named(one, two):
    edits = [Edit(Span(1, start, 1, end), str(start)) for start, end in (one, two)]
    with pytest.raises(ValueError, match="change the same characters") as refused:
        apply("abcdef", edits)
    assert all(str(edit) in str(refused.value) for edit in edits)


def test_the_lines_of_a_text_are_counted_once_for_all_its_places(monkeypatch):
    counted, text = [], "".join(f"line: {number}\n" for number in range(90))

    class Counting:
        def finditer(self, text):
            counted.append(text)
            return LINE_END.finditer(text)

    monkeypatch.setattr(edits, "LINE_END", Counting())
    assert [offset(text, line, 1) for line in (1, 2, 90)] == [0, 8, len(text) - 9]
    assert counted == [text]


@pytest.mark.parametrize(
    "span", [(0, 1, 1, 1), (1, 0, 1, 1), (1, 5, 1, 6), (1, 3, 1, 2), (4, 1, 4, 1), (1, 1, 1, 9)]
)
def test_a_span_that_is_not_in_the_text_is_refused(span):
    with pytest.raises(ValueError, match="not a place in this text"):
        apply("abc\nd\n", [Edit(Span(*span), "")])


def test_line_ends_of_the_text_are_kept():
    text = SPEC.replace("\n", "\r\n")
    done = apply(text, [insert_after(entry_of(text, "status"), ["version: 1", "agreed: no"], 0)])
    assert done == text.replace("yet\r\n", "yet\r\nversion: 1\r\nagreed: no\r\n")


@given(st.text(alphabet="ab£😀\r\n"), st.data())
def test_an_offset_is_where_the_place_is(text, data):
    lines = re.split("\r\n|\r|\n", text)
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    assert text[offset(text, line, column) :].startswith(lines[line - 1][column - 1 :])


# --- values


@pytest.mark.parametrize(
    ("path", "new", "line"),
    [
        (["status"], "agreed", "status: agreed     # not agreed yet"),
        (["status"], "no", 'status: "no"     # not agreed yet'),
        (["title"], "Halls", '"title": "Halls"'),
        (["empty"], "full", "empty: full"),
        (["fee", "max"], "£5, or less", 'fee: {max: "£5, or less", per: meeting}'),
        (["items", 0, "id"], "c", "  - id: c   # first"),
    ],
)
def test_a_value_is_replaced_and_its_line_stays(path, new, line):
    done = apply(SPEC, [replace_value(entry_of(SPEC, *path).value, new)])
    changed = [
        after for before, after in zip(SPEC.splitlines(), done.splitlines(), strict=True) if before != after
    ]
    assert changed == [line]


def test_a_block_of_text_is_replaced_and_the_rest_stays():
    done = apply(SPEC, [replace_value(entry_of(SPEC, "notes").value, "None.")])
    assert done == SPEC.replace("|\n  One.\n\n  Two.", "None.")


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]))


@given(st.sampled_from(texts_in(SPEC)), PRINTABLE)
def test_a_value_replaced_reads_back_as_given(entry, new):
    written = apply(SPEC, [replace_value(entry.value, new)])
    assert [
        each.value.text for each in entries_in(tree_of(written).root) if each.key.span == entry.key.span
    ] == [new]


@given(st.data(), st.text(alphabet="abc :#-*'\"\n", max_size=12))
def test_nothing_outside_the_span_changes(data, new):
    entry = data.draw(st.sampled_from(texts_in(SPEC)))
    start, end = (offset(SPEC, *entry.value.span[at : at + 2]) for at in (0, 2))
    done = apply(SPEC, [replace_value(entry.value, new)])
    assert done.startswith(SPEC[:start])
    assert done.endswith(SPEC[end:])


# --- headings and entries


def test_a_heading_is_renamed_and_its_value_stays():
    done = apply(SPEC, [rename_key(entry_of(SPEC, "items", 1, "id"), "item id")])
    assert done == SPEC.replace("- id: b", "- item id: b")


def test_a_heading_in_quotation_marks_keeps_them():
    text = '{"a":1}'
    assert apply(text, [rename_key(entry_of(text, "a"), "b")]) == '{"b":1}'


def test_a_heading_longer_than_yaml_allows_is_refused():
    with pytest.raises(ValueError, match="at most 1024"):
        rename_key(entry_of(SPEC, "status"), "x" * 1025)


@given(st.sampled_from(list(entries_in(tree_of(SPEC).root))), PRINTABLE.filter(lambda text: len(text) < 500))
def test_a_heading_renamed_reads_back_as_given(entry, new):
    tree = tree_of(apply(SPEC, [rename_key(entry, new)]))
    assert new in [each.key.text for each in entries_in(tree.root) if each.key.span[:2] == entry.key.span[:2]]


@pytest.mark.parametrize("path", [["status"], ["notes"], ["empty"], ["items", 0, "size"], ["items", 1, "id"]])
@pytest.mark.parametrize("text", [SPEC, SPEC.rstrip("\n")], ids=["ended", "not ended"])
def test_lines_are_added_below_an_entry(text, path):
    entry = entry_of(text, *path)
    done = apply(text, [insert_after(entry, ["new: 1", "more: 2"], entry.key.span.column - 1)])
    before, after = plain(tree_of(text).root), plain(tree_of(done).root)
    holder = before
    for step in path[:-1]:
        holder = holder[step]
    holder.update({"new": "1", "more": "2"})
    assert after == before
    assert not tree_of(done).findings


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (["status"], "status: draft     # not agreed yet\n", ""),
        (["notes"], "notes: |\n  One.\n\n  Two.\n", ""),
        (["empty"], "empty:\n", ""),
        (["fee", "max"], "max: £10, ", ""),
        (["fee", "per"], ", per: meeting", ""),
        (["items", 0, "id"], "id: a   # first\n    size", "   # first\n    size"),
        (["items", 0, "size"], "    size: 1\n", ""),
        (["items", 1, "id"], "- id: b", "- "),
    ],
)
def test_an_entry_is_deleted_and_the_rest_stays(path, old, new):
    assert SPEC.count(old) == 1
    done = apply(SPEC, [delete_entry(SPEC, entry_of(SPEC, *path))])
    assert done.replace(" \n", "\n") == SPEC.replace(old, new).replace(" \n", "\n")


def test_the_next_entry_comes_up_behind_the_dash():
    text = "- id: a\n  size: 1\n- id: b\n"
    assert apply(text, [delete_entry(text, entry_of(text, 0, "id"))]) == "- size: 1\n- id: b\n"


def test_an_entry_of_brackets_on_several_lines_is_deleted():
    text = "fee: {\n  max: 1,  # pounds\n  per: 2\n}\n"
    assert (
        apply(text, [delete_entry(text, entry_of(text, "fee", "per"))])
        == "fee: {\n  max: 1,  # pounds\n  \n}\n"
    )


@given(st.data())
def test_deleting_an_entry_leaves_the_others(data):
    tree = tree_of(SPEC)
    entry = data.draw(st.sampled_from(list(entries_in(tree.root))))
    left = [each.key.text for each in entries_in(tree.root) if not is_part(each, entry)]
    done = tree_of(apply(SPEC, [delete_entry(SPEC, entry)]))
    assert [each.key.text for each in entries_in(done.root)] == left


def is_part(entry, whole):
    return whole.key.span[:2] <= entry.key.span[:2] and entry.value.span[2:] <= whole.value.span[2:]


# --- quotation marks


BARE = """\
draft; at least 90%; £10; 57 of 64; 1 April; MA-1; force:must; 10; -3; 0; 0.95; no more than £10 a meeting
don’t; R&D; <5; (none); 90%; 2026-27-Q1; 15 working days; a "word" in it; a - b; a*b; (a)"""
QUOTED = """\
no; Yes; ON; off; y; true; Null; ~; 0123; 1_000; 1e3; 0x1F; 0o17; 1.10; 0.50; -0; +5; .5; 5.; 10:30; 0.00001
4.2.1; 2026-04-01; 2026-04-01 10:30; *; -; - a; a: b; a:; a #b; #a; [a; a, b; a]; {a; 'a
"a; |; >5; %a; @a; `a; !a; &a; ? a
<<; =; ---; ...; “a”; \\a; 12345678901234567.5"""


@pytest.mark.parametrize("text", re.split("; |\n", BARE))
def test_text_that_everybody_reads_alike_is_bare(text):
    assert quote(text) == text


@pytest.mark.parametrize(
    "text", [*re.split("; |\n", QUOTED), "", " a", "a ", "a\nb", "a\tb", "a:\u00a0b", "\u200b"]
)
def test_text_that_somebody_reads_otherwise_is_quoted(text):
    assert quote(text).startswith('"')


@given(PRINTABLE)
def test_what_is_quoted_reads_back_without_a_finding(text):
    tree = tree_of(f"key: {quote(text)}\nlist: [{quote(text)}, end]\n")
    assert plain(tree.root) == {"key": text, "list": [text, "end"]}
    assert not tree.findings


@given(PRINTABLE)
def test_yaml_1_1_reads_what_is_quoted_as_the_same_text(text):
    read = yaml.safe_load(f"key: {quote(text)}\n")["key"]
    assert str(read) == text


@given(st.text())
def test_what_is_quoted_is_one_line_and_can_be_seen(text):
    assume(not re.search("[\ud800-\udfff]", text))
    assert quote(text).isprintable()


def test_half_a_character_is_refused():
    with pytest.raises(ValueError, match=r"U\+D800"):
        quote("a\ud800")


def test_a_place_behind_the_end_of_the_text_is_none():
    assert offset("ab", 1, 3) == 2
    with pytest.raises(ValueError, match="not a place"):
        offset("ab", 1, 4)


def test_an_edit_that_ends_behind_the_end_of_its_line_is_none():
    assert apply("ab\ncd", [Edit(Span(1, 1, 1, 3), "")]) == "\ncd"
    with pytest.raises(ValueError, match="not a place"):
        apply("ab\ncd", [Edit(Span(1, 1, 1, 4), "")])


def test_a_comment_does_not_come_up_behind_the_dash():
    text = "- id: a\n  # of the room\n  size: 1\n"
    done = apply(text, [delete_entry(text, entry_of(text, 0, "id"))])
    assert done == "- \n  # of the room\n  size: 1\n"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("\x07", r'"\x07"'),
        ("\u200b", r'"\u200b"'),
        ("\U000e0001", r'"\U000e0001"'),
        ("£: €", '"£: €"'),
    ],
)
def test_what_cannot_be_seen_is_written_by_its_number(text, quoted):
    assert quote(text) == quoted
