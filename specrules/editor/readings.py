"""What a word of a file means, in plain English.

In: an open file and a word of it.  Out: the paragraphs that an editor shows
beside the word: the duty or check as ``specrules explain`` puts it, with its
source; otherwise what the heading is for, with an example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules import sentences
from specrules.editor.links import BESIDE, is_number, reads, requirement_at
from specrules.spec.shape import Combined, Reads

if TYPE_CHECKING:
    from specrules.editor.names import OpenFile
    from specrules.editor.spots import Spot
    from specrules.spec.model import Check, Requirement, StandardClause
    from specrules.spec.shape import Field


def reading(file: OpenFile, spot: Spot) -> str:
    """What the word at *spot* means, or "" when there is nothing to say of it."""
    return "\n".join(_lines(file, spot) or (_heading(spot.field) if spot.field else ()))


def _lines(file: OpenFile, spot: Spot) -> list[str]:
    """What a name of something says of it, or none."""
    name, within = spot.scalar.text.strip(), requirement_at(spot)
    match reads(spot):
        case Reads.CLAUSE:
            clause = file.library.clause(name)
            return clause_in_words(clause) if clause else []
        case Reads.PARTY:
            return _party(file, name)
        case Reads.CHECK | Reads.ITEM:
            return _item(file, name)
    if is_number(spot):
        return _item(file, name)
    if spot.is_key and [each.key.text for each in spot.above] == ["parties"]:
        return _party(file, name)
    of_a_check = (spot.is_key and spot.under == "checks") or spot.under in BESIDE
    if within and (of_a_check or isinstance(spot.shape, Combined)):
        return _item(file, f"{within.key.text}.{name}")
    return []


def _heading(field: Field) -> tuple[str, ...]:
    example = (f"For example: {field.key}: {field.example}",) if field.example else ()
    return (field.says, *example)


def clause_in_words(clause: StandardClause) -> list[str]:
    """A standard clause: its title, what is looked at, and where it comes from."""
    lines = [clause.title]
    lines += [f"{each.name}: {line}" for each in clause.checks for line in sentences.check(each)[:1]]
    for each in clause.citations:
        page = f", page {each.page}" if each.page else ""
        passage = f": {each.passage}" if each.passage else ""
        lines.append(f"Source: {each.document}, {each.section}{page}{passage}.")
    return [*lines, f"The guidance's own strength: {clause.guidance}."]


def _party(file: OpenFile, name: str) -> list[str]:
    known = file.spec.parties if file.spec else ()
    return [f"{each.name}, {each.role}." for each in known if each.id == name]


def _item(file: OpenFile, item: str) -> list[str]:
    """A requirement or one of its checks, as far as the specification can be read."""
    number, dot, name = item.partition(".")
    found = _requirement(file, number)
    if found is None or file.spec is None:
        return []
    if not dot:
        return [f"{found.id}: {found.title}", *sentences.requirement(found, file.spec)]
    check: Check | None = next((each for each in found.checks if each.name == name), None)
    return [*sentences.check(check), *sentences.sources(found)] if check else []


def _requirement(file: OpenFile, number: str) -> Requirement | None:
    known = file.spec.requirements if file.spec else ()
    return next((each for each in known if each.id == number), None)
