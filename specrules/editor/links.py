"""Where a name is explained, and everywhere it is used.

In: an open file and a word of it.  Out: the place that explains the word, and
the changes that give a requirement another number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError
from specrules.editor.names import clause_of, entries, named, parties, requirements
from specrules.editor.spots import spots
from specrules.spec.shape import PATTERNS, Combined, Reads, Table, Text
from specrules.text.edits import Edit, rename_key, replace_value
from specrules.text.tree import Entry
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.base.findings import Place
    from specrules.editor.names import OpenFile
    from specrules.editor.spots import Spot
    from specrules.spec.model import Written
    from specrules.text.tree import Scalar

#: Headings under which a check of the same requirement is named.
BESIDE = ("relies-on", "after", "if-fewer")
_ITEMS = (Reads.CHECK, Reads.ITEM)


class CannotRename(SpecrulesError):
    """A word has no number that could be changed, or not to that one."""


def reads(spot: Spot) -> Reads | None:
    """How the text at *spot* is read, or None for anything but a text."""
    return spot.shape.reads if isinstance(spot.shape, Text) and not spot.is_key else None


def is_number(spot: Spot) -> bool:
    """Whether *spot* is the number of a requirement, where it is given."""
    return spot.is_key and isinstance(spot.shape, Table) and spot.shape.names is Reads.NUMBER


def requirement_at(spot: Spot) -> Entry | None:
    """The requirement that *spot* is in, or None."""
    in_one = len(spot.above) > 1 and spot.above[0].key.text == "requirements"
    return spot.above[1] if in_one else None


def definition(file: OpenFile, spot: Spot) -> Place | None:
    """The place that explains the name at *spot*, or None where it is not a name of something."""
    name, here = spot.scalar.text.strip(), requirement_at(spot)
    match reads(spot):
        case Reads.CLAUSE:
            clause = file.library.clause(name)
            return _head(clause.written, "standard-clause") if clause else None
        case Reads.MEASURE:
            measure = file.library.measure(name)[0]
            return _head(measure.written, "measure") if measure else None
        case Reads.PARTY:
            party = named(parties(file.tree), name)
            return file.place(party.key) if party else None
        case Reads.CHECK | Reads.ITEM:
            return _item(file, name)
    if here and (spot.under in BESIDE or isinstance(spot.shape, Combined) or _is_setting(spot)):
        return _check(file, here, name)
    return None


def _is_setting(spot: Spot) -> bool:
    return spot.is_key and spot.under == "checks"


def _head(written: Written | None, key: str) -> Place | None:
    return written.value(key) if written else None


def _item(file: OpenFile, item: str) -> Place | None:
    number, _, check = item.partition(".")
    requirement = named(requirements(file.tree), number)
    if requirement is None:
        return None
    return _check(file, requirement, check) if check else file.place(requirement.key)


def _check(file: OpenFile, requirement: Entry, name: str) -> Place | None:
    """Where a check is explained: in the standard clause if that has it, and otherwise in the file itself."""
    clause = clause_of(requirement, file.library)
    for each in clause.checks if clause else ():
        if each.name == name and each.written:
            return each.written.place
    own = named((*entries(requirement.value, "checks"), *entries(requirement.value, "conditions")), name)
    return file.place(own.key) if own else None


# -- another number


def number_at(file: OpenFile, spot: Spot | None) -> Scalar:
    """The word at *spot*, if it is the number of a requirement. Raises CannotRename."""
    if spot and is_number(spot):
        return spot.scalar
    if spot and reads(spot) in _ITEMS and named(requirements(file.tree), _number(spot.scalar)):
        return spot.scalar
    raise CannotRename("Only the number of a requirement can be renamed, such as MA-1.")


def renamed(file: OpenFile, spot: Spot | None, new: str) -> tuple[Edit, ...]:
    """The changes that give the requirement at *spot* the number *new*, wherever the file uses it.

    Raises CannotRename where that is no number, or another requirement's.
    """
    old = _number(number_at(file, spot))
    _refuse(file, old, new)
    return tuple(_edits(file, old, new))


def _number(scalar: Scalar) -> str:
    return scalar.text.strip().partition(".")[0]


def _refuse(file: OpenFile, old: str, new: str) -> None:

    pattern: re.Pattern[str] = re.compile(PATTERNS[Reads.NUMBER])
    if not pattern.fullmatch(new):
        raise CannotRename(f"{quoted(new)} is not {Reads.NUMBER}.")
    if new != old and named(requirements(file.tree), new):
        raise CannotRename(f"There is a requirement {new} already.")


def _edits(file: OpenFile, old: str, new: str) -> Iterator[Edit]:
    for spot in spots(file.tree):
        number, dot, check = spot.scalar.text.strip().partition(".")
        if number == old and is_number(spot) and not dot:
            yield rename_key(Entry(spot.scalar, spot.scalar), new)
        elif number == old and reads(spot) in _ITEMS:
            yield replace_value(spot.scalar, f"{new}{dot}{check}")
