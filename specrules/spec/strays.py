"""Headings that stand a level too far left or right, and names and headings that were lost above them.

Comes in: headings as they stand in the file, and the shape that they should
have.  Goes out: the same headings, each where it belongs, with one finding for
each that was not there.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import product, takewhile
from typing import TYPE_CHECKING

from specrules.base.findings import Span
from specrules.base.once import once_each
from specrules.spec import faults as f
from specrules.spec.faults import closest
from specrules.spec.headings import A_COMPARISON, a, variants
from specrules.spec.shape import ByKey, ByNode, Field, Record, Shape, Table, Text
from specrules.text.tree import Entry, Mapping, Scalar, Style
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from collections.abc import Mapping as Mapped

    from specrules.spec.faults import Faults


@once_each
def fields_of(shape: Shape) -> Mapped[str, Field]:
    """The headings that may stand under a name, where nothing but headings may."""
    if isinstance(shape, Record):
        return shape.by_key
    if isinstance(shape, ByNode):
        return fields_of(shape.record) if shape.record else {}
    records = variants(shape) if isinstance(shape, ByKey) else ()
    return {each.key: each for record in records for each in record.fields}


def joined(name: Entry, strays: Sequence[Entry]) -> Entry:
    """*name* with *strays* under it as well."""
    own = name.value.entries if isinstance(name.value, Mapping) else ()
    start, end = name.value.span, strays[-1].value.span
    span = Span(start.line, start.column, end.end_line, end.end_column)
    return Entry(name.key, Mapping((*own, *strays), span))


def too_far_left(strays: Collection[Entry], owner: Entry, faults: Faults) -> None:
    """Report that *strays* begin too far to the left to stand under *owner*, where they belong."""
    for stray in list(strays)[:1]:
        word, name = quoted(stray.key.text), quoted(owner.key.text)
        message = f"{word} belongs under {name}, and begins too far to the left."
        if len(strays) > 1:
            more = f"{word} and {len(strays) - 1} more below it"
            message = f"{more} belong under {name}, and begin too far to the left."
        it = "each line" if len(strays) > 1 else "it"
        remedy = f"Begin {it} 2 spaces to the right of {owner.key.text}."
        faults.add(f.HEADING_ELSEWHERE, stray.key.span, message, remedy=remedy)


def put_back(node: Mapping, shape: Record, faults: Faults) -> Mapping:
    """*node*, a record of *shape*, with every stray of it where it belongs."""
    # Every record of every file comes this way, and nearly all have nothing astray in them.
    tables, is_known, by_key = [], True, shape.by_key
    for entry in node.entries:
        field = by_key.get(entry.key.text)
        if field is None:
            is_known = False
        elif field.shape.__class__ is Table:
            if entry.value.__class__ is Mapping:
                tables.append((entry, field.shape))
            else:
                is_known = False  # its names may stand below it
    for table, of in tables:
        node = _out_of_table(node, table, of, shape, faults)
    if tables:
        node = _tables_apart(node, tables, shape, faults)
    for table, of in tables:
        node = _last_apart(node, table, of, shape, faults)
    if is_known:
        return node
    node = _below_its_heading(node, shape, faults)
    node = _under_lost_table(node, shape, faults)
    node = _into_what_is_above(node, shape, faults)
    node = _under_lost_heading(node, shape, faults)
    return _under_their_table(node, shape, faults)


def under_checks(node: Mapping, checks: Collection[str], faults: Faults) -> Mapping:
    """*node*, what an example sets, with names of *checks* that stand beside its headings under "checks"."""
    mine = [each for each in node.entries if each.key.text in checks]
    if not mine or node.get("checks") is not None:
        return node
    words = " and ".join(quoted(each.key.text) for each in mine[:2])
    are = "is a check, and belongs" if len(mine) == 1 else "are checks, and belong"
    message = f'{words} {are} under a heading "checks" of its own here.'
    remedy = "Write checks: on a line above, and begin what belongs to it 2 spaces further right."
    if faults.sign_at(node.span) == "{":
        remedy = "Write checks: before them, and curly brackets round them."
    faults.add(f.MISSING_HEADING, mine[0].key.span, message, remedy=remedy)
    kept = [each for each in node.entries if each not in mine]
    return Mapping((*kept, _new("checks", mine)), node.span)


# -- too far right


def _out_of_table(node: Mapping, table: Entry, of: Table, shape: Record, faults: Faults) -> Mapping:
    """*node* with headings of its own that were written among the names of one of its tables."""
    inside = _inside(table)
    lost = [each for each in inside if each.key.text in shape.by_key and node.get(each.key.text) is None]
    if not lost:
        return node
    own = fields_of(of.of)
    # What stands under a name is what stands under names here.
    lost = [each for each in lost if not (isinstance(each.value, Mapping) and _fits(each, own))]
    names = [each for each in inside if isinstance(each.value, Mapping) and each not in lost]
    if not names:
        return node
    mine = [each for each in lost if each.key.span < names[0].key.span or each.key.text not in own]
    for each in mine:
        word = quoted(each.key.text)
        message = f"{word} is not one of the {table.key.text}, and begins too far to the right."
        remedy = f"Begin it in the column of {table.key.text}."
        faults.add(f.HEADING_ELSEWHERE, each.key.span, message, remedy=remedy)
    if not mine:
        return node
    last = mine[-1]
    under_it = _below_it(last, inside, shape.by_key[last.key.text].shape, fields_of(of.of))
    new = [*mine[:-1], joined(last, under_it)] if under_it else mine
    return _moved(node, table, [*mine, *under_it], new)


def _below_it(heading: Entry, inside: Sequence[Entry], shape: Shape, others: Collection[str]) -> list[Entry]:
    """Those of *inside* that begin in the column of *heading*, with nothing under it, and belong there."""
    if _inside(heading) or (isinstance(heading.value, Scalar) and heading.value.text):
        return []
    below = [each for each in inside if each.key.span > heading.key.span]
    if isinstance(shape, ByNode) and shape.record:
        shape = shape.record
    if isinstance(shape, Record):
        return [each for each in below if each.key.text in shape.by_key]
    fields = fields_of(shape.of) if isinstance(shape, Table) else {}
    return [each for each in below if _fits(each, fields) > _fits(each, others)]


def _inside(entry: Entry) -> tuple[Entry, ...]:
    return entry.value.entries if isinstance(entry.value, Mapping) else ()


def _moved(node: Mapping, table: Entry, mine: list[Entry], new: list[Entry]) -> Mapping:
    """*node* without *mine* among the entries of *table*, and with *new* of its own."""
    rest = tuple(each for each in _inside(table) if each not in mine)
    kept = [each for each in node.entries if each.key.span != table.key.span]
    left = Entry(table.key, Mapping(rest, table.value.span))
    return Mapping((*kept, left, *new), node.span)


def _tables_apart(
    node: Mapping, tables: Iterable[tuple[Entry, Shape]], shape: Record, faults: Faults
) -> Mapping:
    """What stands under one table and belongs to another that is needed and has lost its heading."""
    lost = [each for each in shape.required if isinstance(each.shape, Table) and node.get(each.key) is None]
    for field, (table, of) in product(lost, tables):
        own, fields = (fields_of(each.of) for each in (of, field.shape) if isinstance(each, Table))
        mine = [each for each in _inside(table) if _fits(each, fields) > _fits(each, own)]
        if mine:
            _no_heading(field.key, mine[0], faults, table.key)
            return _moved(node, table, mine, [_new(field.key, mine)])
    return node


def _last_apart(node: Mapping, table: Entry, of: Table, shape: Record, faults: Faults) -> Mapping:
    """*node* with the last names of *table* under the heading that they are called for and have lost."""
    inside, own = _inside(table), fields_of(of.of)
    if len(inside) < 2 or not own or inside[-1].key.text in own:
        return node
    if not _inside(inside[-1]):
        return _texts_apart(node, table, shape, faults)
    if _fits(inside[-1], own):
        return node
    last = [*takewhile(lambda each: _inside(each) and not _fits(each, own), reversed(inside))][::-1]
    for field in shape.fields:
        names = field.shape.by_key if isinstance(field.shape, Record) else {}
        mine = [each for each in last if each.key.text in names]
        if mine and node.get(field.key) is None:
            _no_heading(field.key, mine[0], faults, table.key)
            return _moved(node, table, mine, [_new(field.key, mine)])
    return node


def _texts_apart(node: Mapping, table: Entry, shape: Record, faults: Faults) -> Mapping:
    """*node* with the last texts in *table* under the heading that they are called for and have lost."""
    inside = _inside(table)
    said = [*takewhile(_is_said, reversed(inside))][::-1]
    for field in shape.fields:
        names = fields_of(field.shape) if isinstance(field.shape, Record | ByNode) else {}
        mine = [each for each in said if each.key.text in names]
        if 1 < len(mine) < len(inside) and mine == said and node.get(field.key) is None:
            _no_heading(field.key, mine[0], faults, table.key)
            return _moved(node, table, mine, [_new(field.key, mine)])
    return node


def _fits(entry: Entry, fields: Collection[str]) -> int:
    return sum(each.key.text in fields for each in _inside(entry))


def _new(key: str, entries: list[Entry]) -> Entry:
    """A heading that was not written, with *entries* under it."""
    start, end = entries[0].key.span, entries[-1].value.span
    span = Span(start.line, start.column, end.end_line, end.end_column)
    return Entry(Scalar(key, start, Style.PLAIN), Mapping(tuple(entries), span))


# -- too far left


def _into_what_is_above(node: Mapping, shape: Record, faults: Faults) -> Mapping:
    """Headings that belong to the last thing above them."""
    kept: list[Entry] = []
    moved: list[tuple[Entry, list[Entry]]] = []  # under what, and which
    for entry in node.entries:
        field = shape.by_key.get(kept[-1].key.text) if kept else None
        found = None
        is_known = entry.key.text in shape.by_key or _may_be_misspelt(entry, node, shape)
        if field and not is_known and not isinstance(field.shape, Record):
            found = _with_stray(kept[-1], field.shape, entry)
        if found is None:
            kept.append(entry)
            continue
        kept[-1], owner = found
        if moved and moved[-1][0].key is owner.key:
            moved[-1][1].append(entry)
        else:
            moved.append((owner, [entry]))
    for owner, entries in moved:
        too_far_left(entries, owner, faults)
    return Mapping(tuple(kept), node.span)


def _may_be_misspelt(entry: Entry, node: Mapping, shape: Record) -> bool:
    """Whether *entry* has nearly a heading of *shape* that *node* has not."""
    lacking = [each.key for each in shape.fields if node.get(each.key) is None]
    return closest(entry.key.text, lacking) is not None


def _with_stray(entry: Entry, shape: Shape, stray: Entry) -> tuple[Entry, Entry] | None:
    """*entry* with *stray* in the last thing under it that has room for it, and that thing."""
    is_empty = isinstance(entry.value, Scalar) and not entry.value.text
    if is_empty and _is_in_short(entry, shape, stray):
        return joined(entry, [stray]), entry
    if not isinstance(entry.value, Mapping) or not entry.value.entries:
        return None
    fields = fields_of(shape)
    if stray.key.text in fields and entry.value.get(stray.key.text) is None:
        return joined(entry, [stray]), entry
    if _is_in_short(entry, shape, stray):
        return joined(entry, [stray]), entry
    last = entry.value.entries[-1]
    under = shape.of if isinstance(shape, Table) else getattr(fields.get(last.key.text), "shape", None)
    found = _with_stray(last, under, stray) if under else None
    if found is None:
        return None
    inside = (*entry.value.entries[:-1], found[0])
    return Entry(entry.key, Mapping(inside, entry.value.span)), found[1]


def _is_in_short(entry: Entry, shape: Shape, stray: Entry) -> bool:
    """Whether names under *entry* may have a text each, and the last has, or *stray* a target for one."""
    if not _may_be_short(shape) or not isinstance(stray.value, Scalar) or not stray.value.text:
        return False
    inside = _inside(entry)
    return bool(inside and isinstance(inside[-1].value, Scalar)) or bool(
        re.match(A_COMPARISON, stray.value.text)
    )


def _may_be_short(shape: Shape) -> bool:
    """Whether what *shape* names may have a text alone, and no headings."""
    return isinstance(shape, Table) and isinstance(shape.of, ByNode) and bool(shape.of.text)


def _below_its_heading(node: Mapping, shape: Record, faults: Faults) -> Mapping:
    """Words that begin in the column of their heading, which has nothing else under it ("definitions")."""
    for n, entry in enumerate(node.entries):
        field = shape.by_key.get(entry.key.text)
        is_empty = isinstance(entry.value, Scalar) and not entry.value.text
        own = fields_of(field.shape) if field and isinstance(field.shape, Record) else {}
        if not field or not is_empty or not (own or _holds_words(field.shape)):
            continue
        rest = node.entries[n + 1 :]
        mine = list(takewhile(partial(_may_be_below, shape=shape, own=own), rest))
        if mine:
            too_far_left(mine, entry, faults)
            kept = rest[len(mine) :]
            return Mapping((*node.entries[:n], joined(entry, mine), *kept), node.span)
    return node


def _may_be_below(entry: Entry, shape: Record, own: Collection[str]) -> bool:
    """Whether *entry* is no heading of *shape*, and one of a heading's *own* or, if it has none, words."""
    return entry.key.text not in shape.by_key and (entry.key.text in own if own else _is_said(entry))


def _holds_words(shape: Shape) -> bool:
    return isinstance(shape, Table) and isinstance(shape.of, Text)


def _is_said(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and bool(entry.value.text)


def _under_lost_heading(node: Mapping, shape: Record, faults: Faults) -> Mapping:
    """Headings of a record that is needed and has lost its own heading ("starts" without "contract")."""
    unknown = [each for each in node.entries if each.key.text not in shape.by_key]
    for field in shape.required:
        mine = [each for each in unknown if each.key.text in fields_of(field.shape)]
        if not mine or node.get(field.key) or not isinstance(field.shape, Record):
            continue
        words = " and ".join(quoted(each.key.text) for each in mine[:2])
        belong = "belongs" if len(mine) == 1 else "belong"
        message = f'{words} {belong} under the heading "{field.key}", which is missing.'
        remedy = f"Write {field.key}: on a line above, and begin what belongs to it 2 spaces further right."
        faults.add(f.MISSING_HEADING, mine[0].key.span, message, remedy=remedy)
        kept = [each for each in node.entries if each not in mine]
        return Mapping((*kept, _new(field.key, mine)), node.span)
    return node


def _under_lost_table(node: Mapping, shape: Record, faults: Faults) -> Mapping:
    """Names of a table that is needed and has lost its heading, so that they stand at the margin."""
    unknown = [each for each in node.entries if each.key.text not in shape.by_key and _inside(each)]
    is_one = len(unknown) < len(node.entries)  # and not "checks" itself, begun too far to the left
    needed = [each for each in shape.fields if each.required or (each.key == "checks" and is_one)]
    for field in needed if unknown else ():
        fields = fields_of(field.shape.of) if isinstance(field.shape, Table) else {}
        others = [each for each in unknown if closest(each.key.text, [field.key]) is None]
        mine = [each for each in others if _fits(each, fields) * 2 > len(_inside(each))]
        if mine and node.get(field.key) is None:
            below = node.entries[node.entries.index(mine[-1]) + 1 :]
            mine += takewhile(partial(_only_has_a_target, shape=shape, of=field.shape), below)
            faults.knows_better(mine[0].key.span)
            beside = next((each.key for each in node.entries if each.key.text in shape.by_key), None)
            _no_heading(field.key, mine[0], faults, beside)
            kept = [each for each in node.entries if each not in mine]
            return Mapping((*kept, _new(field.key, mine)), node.span)
    return node


def _only_has_a_target(entry: Entry, shape: Record, of: Shape) -> bool:
    """Whether *entry* is no heading of *shape*, and a name with the target that may stand alone in *of*."""
    return entry.key.text not in shape.by_key and _is_in_short(entry, of, entry)


def _no_heading(key: str, first: Entry, faults: Faults, beside: Scalar | None) -> None:
    """Report that *key*, in the column of *beside*, is missing above the *first* of its entries."""
    is_within = beside and beside.span.column > 1
    where = f"in the column of {beside.text}" if beside and is_within else "at the margin"
    message = f'The heading "{key}:" is missing above {quoted(first.key.text)}.'
    remedy = f"Write {key}: on a line above it, {where}."
    faults.add(f.MISSING_HEADING, first.key.span, message, remedy=remedy)


def _under_their_table(node: Mapping, shape: Record, faults: Faults) -> Mapping:
    """Names that begin in the column of their heading ("requirements")."""
    unknown = [each for each in node.entries if _inside(each) and _is_no_heading(each, shape)]
    given = {each.key.text: each.key.span for each in node.entries}
    nearest_first = sorted(shape.fields, key=lambda each: given.get(each.key, _NOWHERE), reverse=True)
    for field in nearest_first if unknown else ():
        owner = node.get(field.key)
        fields = fields_of(field.shape.of) if isinstance(field.shape, Table) else {}
        mine = [each for each in unknown if fields and _all_fits(_parted(each, fields), fields)]
        if owner and mine and owner.key.span < mine[0].key.span and isinstance(owner.value, Mapping | Scalar):
            too_far_left(mine, owner, faults)
            kept = [each for each in node.entries if each not in mine]
            names = [name for each in mine for name in _parted(each, fields)]
            kept[kept.index(owner)] = joined(owner, names)
            return Mapping(tuple(kept), node.span)
    return node


_NOWHERE = Span(0, 0, 0, 0)


def _parted(name: Entry, fields: Collection[str]) -> list[Entry]:
    """*name* with its own headings, and the names below it that begin where it should, as if under it."""
    inside = _inside(name)
    own = list(takewhile(lambda each: each.key.text in fields, inside))
    if not own or len(own) == len(inside):
        return [name]
    return [Entry(name.key, _new("", own).value), *inside[len(own) :]]


def _all_fits(names: Iterable[Entry], fields: Collection[str]) -> bool:
    return all(_inside(each) and _fits(each, fields) == len(_inside(each)) for each in names)


def _is_no_heading(entry: Entry, shape: Record) -> bool:
    """Whether *entry*, with headings under it, is called like none of *shape*, or like one for a text."""
    field = shape.by_key.get(entry.key.text)
    return field is None or isinstance(field.shape, Text)


# -- names


def under_their_names(node: Mapping, shape: Table, heading: Scalar, faults: Faults) -> list[Entry]:
    """The entries of the table *node*; headings that begin in the column of the names are put under those."""
    fields = fields_of(shape.of)
    named = _named(node, shape, fields, heading, faults)
    entries = [each for name in named for each in _apart(name, fields, faults)]
    strays: list[Entry] = []
    kept: list[Entry] = []
    for entry in entries:
        is_name = bool(_inside(entry)) and _inside(entry)[0].key.text in fields
        is_stray = bool(strays) or not is_name
        if kept and is_stray and entry.key.text in fields and _has_room(kept[-1], entry):
            strays.append(entry)
            kept[-1] = joined(kept[-1], [entry] if is_name else _with_those_below(entry, fields, kept[-1]))
            continue
        _out_of_line(strays, kept, heading, faults)
        strays = []
        kept.append(entry)
    _out_of_line(strays, kept, heading, faults)
    return kept


def _out_of_line(strays: Sequence[Entry], names: Sequence[Entry], heading: Scalar, faults: Faults) -> None:
    """Report that *strays* begin in the column of the last of *names*, under which they belong.

    They begin too far to the left, or the only name too far to the right.
    """
    if not strays:
        return
    name = names[-1]
    begins = strays[0].key.span.column
    is_deep = begins - heading.span.column == _TWO_STEPS and name.key.span.column == begins
    if len(names) > 1 or not is_deep:
        too_far_left(strays, name, faults)
        return
    message = f"{quoted(name.key.text)} begins too far to the right, in the column of what belongs under it."
    remedy = f"Begin it 2 spaces to the right of {heading.text}."
    faults.add(f.HEADING_ELSEWHERE, name.key.span, message, remedy=remedy)


_TWO_STEPS = 4  # spaces


def _apart(name: Entry, fields: Collection[str], faults: Faults) -> tuple[Entry, ...]:
    """*name*, and what stands last under it as if it were one of *fields*, and is a name like it."""
    inside = _inside(name)
    if len(inside) < 2 or inside[-1].key.text in fields:
        return (name,)
    *above, last = inside
    is_next = isinstance(above[-1].value, Scalar) and not above[-1].value.text
    fits = _fits(last, fields) * 2 > max(len(_inside(last)), 2)
    if is_next or not fits:
        return (name,)
    word = quoted(name.key.text)
    message = f"{quoted(last.key.text)} stands under {word}, and begins too far to the right."
    remedy = f"Begin it in the column of {name.key.text}, and what stands under it as much further left."
    faults.add(f.HEADING_ELSEWHERE, last.key.span, message, remedy=remedy)
    return Entry(name.key, Mapping(tuple(above), name.value.span)), last


def _named(
    node: Mapping, shape: Table, fields: Collection[str], heading: Scalar, faults: Faults
) -> list[Entry]:
    """The entries of *node*, the first of them under a name of their own when they have lost it."""
    lost: list[Entry] = []
    for entry in node.entries:
        has_headings = isinstance(entry.value, Mapping) and not lost
        is_name = isinstance(entry.value, Scalar) and not entry.value.text
        if has_headings or is_name or entry.key.text not in fields:
            break
        lost.append(entry)
    if not lost or (len(lost) == 1 and _may_be_short(shape) and _is_said(lost[0])):
        return list(node.entries)  # a check that happens to be called like a heading of checks
    called = a(shape.of.called) if isinstance(shape.of, Record | ByKey) else "what it is called"
    message = (
        f"{quoted(lost[0].key.text)} stands right under {quoted(heading.text)}, without a name above it."
    )
    remedy = f"Write a name for {called} and a colon above it, and begin this 2 spaces further right."
    faults.add(f.HEADING_ELSEWHERE, lost[0].key.span, message, remedy=remedy)
    return [_new("unnamed", lost), *node.entries[len(lost) :]]


def _with_those_below(stray: Entry, fields: Collection[str], name: Entry) -> list[Entry]:
    """*stray*, and those of *fields* below it that begin where they should, and so seem to stand under it.

    They belong under *name*, and begin where its other headings do.
    """
    inside, begin = _inside(stray), {each.key.span.column for each in _inside(name)}
    own = list(takewhile(lambda each: each.key.text not in fields, inside))
    if not own or len(own) == len(inside):
        return [stray]
    if begin and inside[len(own)].key.span.column not in begin:
        return [stray]
    return [Entry(stray.key, _new("", own).value), *inside[len(own) :]]


def _has_room(name: Entry, stray: Entry) -> bool:
    """Whether *stray* could stand under *name*: there is nothing, or headings and not this one."""
    if isinstance(name.value, Mapping):
        return name.value.get(stray.key.text) is None
    return isinstance(name.value, Scalar) and not name.value.text.strip()
