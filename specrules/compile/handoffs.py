"""What a hand-off asks of both sides, and the checks made of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base import phrases
from specrules.compile.plan import Cell, PlannedCheck
from specrules.evidence.facts import Column, Request, ValueKind
from specrules.spec.model import Check, CheckKind
from specrules.values.quantities import write_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.spec.model import DatedTarget, HandOff, Requirement, Spec


def hand_off_checks(
    spec: Spec, requirement: Requirement, hand_off: HandOff, party: str
) -> list[PlannedCheck]:
    """The checks of *party*'s own part: people it sends to each other party, and people it receives."""
    made = []
    for other in requirement.owed_by:
        if other == party:
            continue
        sent = hand_off_requests(spec, requirement, hand_off, party, other)
        back = hand_off_requests(spec, requirement, hand_off, other, party)
        if hand_off.outcome_known:
            cells = _counts(sent["sent"], sent["outcome-known"]) + _counts(sent["received"], whose=other)
            made.append(_hand_off(spec, CheckKind.SENT, hand_off, hand_off.outcome_known, other, cells))
        cells = _counts(back["received"], back["answered-in-time"], back["waiting"])
        cells += _counts(back["sent"], whose=other)
        made.append(_hand_off(spec, CheckKind.RECEIVED, hand_off, hand_off.answered, other, cells))
    return made


def _hand_off(
    spec: Spec, kind: CheckKind, hand_off: HandOff, target: DatedTarget, other: str, cells: tuple[Cell, ...]
) -> PlannedCheck:
    who, within = spec.party(other).name, write_quantity(hand_off.answer_within)
    name, words, of = {
        CheckKind.SENT: (
            f"to-{other}",
            f"people sent to {who} whose outcome is known",
            f"people sent to {who}",
        ),
        CheckKind.RECEIVED: (
            f"from-{other}",
            f"people received from {who} who were answered within {within}",
            f"people received from {who}",
        ),
    }[kind]
    check = Check(name, kind, words, of=of, targets=(target,), written=hand_off.written)
    return PlannedCheck(check, target, cells, (Column.ANSWER,) * len(cells), other=other, hand_off=hand_off)


def hand_off_requests(
    spec: Spec, requirement: Requirement, hand_off: HandOff, sender: str, receiver: str
) -> dict[str, Request]:
    """The counts asked about people sent from *sender* to *receiver*, by name."""
    name = {p.id: p.name for p in spec.parties}
    within = write_quantity(hand_off.answer_within)
    to, by = f"{requirement.id}.to-{receiver}", f"{requirement.id}.from-{sender}"
    asks = {
        "sent": (f"{to}.sent", sender, f"Sent to {name[receiver]}: {hand_off.referrals}"),
        "outcome-known": (
            f"{to}.outcome-known",
            sender,
            f"Of these, how many you know the outcome of, {write_quantity(hand_off.look_back)} on",
        ),
        "received": (f"{by}.received", receiver, f"Received from {name[sender]}: {hand_off.referrals}"),
        "answered-in-time": (
            f"{by}.answered-in-time",
            receiver,
            f"Of these, answered within {within} ({phrases.listed(hand_off.answers, 'or')})",
        ),
        "waiting": (f"{by}.waiting", receiver, "Of these, still waiting for an answer"),
    }
    columns = MappingProxyType({Column.ANSWER: ValueKind.COUNT})
    return {
        part: Request(item, party, requirement.id, item.partition(".")[2], question, columns)
        for part, (item, party, question) in asks.items()
    }


def both_sides(
    spec: Spec, requirement: Requirement, hand_off: HandOff, party: str, other: str
) -> Iterable[Request]:
    """What *party* is asked about people sent to *other*, and about people received from it."""
    for sender, receiver in ((party, other), (other, party)):
        for request in hand_off_requests(spec, requirement, hand_off, sender, receiver).values():
            if request.party == party:
                yield request


def _counts(*requests: Request, whose: str = "") -> tuple[Cell, ...]:
    return tuple(Cell(each.key(Column.ANSWER), ValueKind.COUNT, each, whose) for each in requests)
