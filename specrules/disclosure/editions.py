"""What a publication says: one that is to be made, or one that was.

In: a run, or a kept ``review.json``.  Out: an edition, with the ends of every count, or
None where it is held back.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.files import read_bytes, shown
from specrules.compile import compile_spec
from specrules.disclosure.linked import Edition, Ends, total_key
from specrules.evidence.facts import CellName, Column
from specrules.values.periods import read_period
from specrules.values.understand import NotUnderstood
from specrules.view import HIDDEN, Audience

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from specrules.compile.plan import Plan, PlannedCheck
    from specrules.judging.review import Run
    from specrules.spec.model import Spec

_LIMIT = 64 * 1024 * 1024
_COUNT = re.compile(r"([0-9]{1,9})(?: to ([0-9]{1,9}))?")
_FOUND = {
    Column.OUT_OF: re.compile(r" of ([0-9]{1,9})\b"),
    Column.NOT_RECORDED: re.compile(r"\b([0-9]{1,9}) not known"),
    Column.EXCEPTED: re.compile(r"\b([0-9]{1,9}) excepted"),
    Column.WAITING: re.compile(r"\b([0-9]{1,9}) still waiting"),
}
_FIRST = re.compile(r"([0-9]{1,9})\b")


class NotPublished(SpecrulesError):
    """A file that was named as published is none. The text says which, and why."""


def edition_of(run: Run) -> Edition:
    """What a run says, before anything in it is held back."""
    facts = [fact for verdict in run.verdicts for check in verdict.checks for fact in check.all_facts]
    says = {
        CellName(fact.party, fact.key): (int(fact.value.low), int(fact.value.high))
        for fact in facts
        if _is_whole(fact.value.low) and _is_whole(fact.value.high)
    }
    people = {
        CellName(fact.party, fact.key): fact.origin.people
        for fact in facts
        if fact.origin and fact.origin.people is not None
    }
    baselines = {
        CellName(fact.party, fact.key): fact.value.low
        for fact in facts
        if fact.key.endswith(f"/{Column.BASELINE}") and isinstance(fact.value.low, Fraction)
    }
    return Edition(compile_spec(run.spec, run.period), says, people, baselines)


def _is_whole(number: object) -> bool:
    """Whether a figure is a whole number, also one where parts may be told: 3 people, of at most 3.5."""
    return type(number) is int or (isinstance(number, Fraction) and number.denominator == 1)


def read_edition(path: Path, spec: Spec) -> Edition:
    """What a kept review says that was made for publication. Raises NotPublished and UnreadableFile."""
    return edition_in(read_bytes(path, _LIMIT), shown(path), spec)


def edition_in(written: bytes, name: str, spec: Spec) -> Edition:
    """What the bytes of a publication say that is called *name*. Raises NotPublished."""
    import json

    try:
        data = json.loads(written)
        run = data["run"]
        if run["audience"] != Audience.PUBLICATION:
            raise NotPublished(
                f"{name} was made for the commissioner and not for publication. "
                "Name the review.json that was published."
            )
        if run["spec"] != spec.id:
            raise NotPublished(f"{name} is not a review by {spec.id}.")
        plan = compile_spec(spec, read_period(run["period"]))
        return Edition(plan, {**dict(_cells(data)), **dict(_totals(data, plan))})
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, NotUnderstood) as error:
        raise NotPublished(f"{name} is no review.json that specrules wrote.") from error


def spec_of(path: Path) -> str:
    """Which specification a kept review is by, or "" where it is none. Raises UnreadableFile."""
    import json

    try:
        return str(json.loads(read_bytes(path, _LIMIT))["run"]["spec"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""


def read_editions(paths: Sequence[Path], spec: Spec) -> list[Edition]:
    """What all reviews say that are among *paths*, or in the folders there. Raises as ``read_edition``."""
    files = [file for path in paths for file in _files(path)]
    if paths and not files:
        raise UnreadableFile("--published: no review.json was found.")
    return [read_edition(file, spec) for file in files]


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("review.json")) if path.is_dir() else [path]


def _cells(data: Any) -> Iterator[tuple[CellName, Ends | None]]:
    """What each cell says that is a number or held back."""
    for verdict in data["verdicts"]:
        shown = [fact for check in verdict["checks"] for each in check["shown"] for fact in each["because"]]
        for fact in (*verdict["because"], *shown):
            cell, text = CellName(fact["party"], fact["item"]), fact["text"]
            if text == HIDDEN:
                yield cell, None
            elif number := _COUNT.fullmatch(text):
                yield cell, (int(number[1]), int(number[2] or number[1]))


def _totals(data: Any, plan: Plan) -> Iterator[tuple[CellName, Ends | None]]:
    """What the sums over several places come to, as the checks show them."""
    found = {
        (verdict["requirement"], verdict["party"], check["name"]): check["found"]
        for verdict in data["verdicts"]
        for check in verdict["checks"]
    }
    for duty in plan.duties:
        for party in duty.parties:
            for planned in duty.checks:
                if len(planned.own) > len(planned.columns):
                    text = found.get((duty.requirement.id, party, planned.label)) or HIDDEN
                    yield from _total(planned, party, text)


def _total(planned: PlannedCheck, party: str, text: str) -> Iterator[tuple[CellName, Ends | None]]:
    for column in planned.columns:
        cell = CellName(party, total_key(planned.own[0].request.item, column))
        number = _FOUND.get(column, _FIRST).search(text)
        if number:
            yield cell, (int(number[1]), int(number[1]))
        elif text == HIDDEN:
            yield cell, None
        elif column in _FOUND:
            yield cell, (0, 0)
