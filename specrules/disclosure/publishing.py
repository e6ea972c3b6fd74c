"""A review for anybody to read.

In: a run, how to judge it again, and what was published before.  Out: the view of the
same review judged on what may be published, once an attacker has found nothing in
it.  Whatever is in the view was worked out from what is in the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError
from specrules.base.frozen import replace
from specrules.base.phrases import listed
from specrules.disclosure.attack import exposed, rounded
from specrules.disclosure.editions import edition_of
from specrules.disclosure.linked import Links, links
from specrules.disclosure.protect import held_back
from specrules.evidence.facts import Absent, CellName, Published, Range
from specrules.result import Reason
from specrules.view import HIDDEN, Audience, View
from specrules.viewing import view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from specrules.disclosure.counts import Linked, Name
    from specrules.disclosure.linked import Edition
    from specrules.disclosure.policy import Policy
    from specrules.judging.review import Run

_TOLD = 5  # counts named in a sentence
_NOT_SHOWN = Absent(Reason.NOT_PUBLISHED)


class Exposed(SpecrulesError):
    """A publication was refused. The text names what could be worked out from it, and not what it is."""


def publication(
    run: Run, again: Callable[[Published], Run], earlier: Sequence[Edition], policy: Policy
) -> View:
    """The view of *run* for publication. *again* judges it on what is published.

    Raises Exposed when a small count could be worked out from it and what was published *earlier*.
    """
    found = links(edition_of(run), earlier, policy)
    held = held_back(found.linked, policy)
    seen = view(again(published(found, held, run.period.name, policy)), Audience.PUBLICATION)
    pass_gate(seen, found, held, policy)
    return seen


def published(found: Links, held: frozenset[Name], period: str, policy: Policy) -> Published:
    """What the cells of *period* say in print. Of what is held back, some may still count in a sum."""
    hidden = frozenset(CellName(name.party, name.key) for name in held if name.period == period)
    instead: dict[CellName, object] = dict.fromkeys(hidden, _NOT_SHOWN)
    for cell, name in found.counted.items() if policy.nearest else ():
        if cell not in held:
            value = found.linked.counts[name].value
            instead[CellName(cell.party, cell.key)] = Range(*rounded(value, policy.nearest))
    return Published({**instead, **_stand_ins(found, held)}, hidden)


def _stand_ins(found: Links, held: frozenset[Name]) -> dict[CellName, Range]:
    """For sums that are shown, what their held back parts come to, as if it were all in the first."""
    made: dict[CellName, Range] = {}
    for total, parts in found.summed:
        hidden = [name for name in parts if name in held]
        if total not in held and found.apart.isdisjoint(hidden):
            rest = sum(found.linked.counts[found.counted[name]].value for name in hidden)
            for name in hidden:
                made[CellName(name.party, name.key)] = Range(rest, rest)
                rest = 0
    return made


def pass_gate(seen: View, found: Links, held: frozenset[Name], policy: Policy) -> None:
    """Attack what is to be published, as it stands in the view. Raises Exposed when anything is found."""
    texts = {
        CellName(fact.party, fact.item): fact.text
        for verdict in seen.verdicts
        for check in verdict.checks
        for fact in check.all_facts
    }
    shown = {
        name
        for cell, name in found.counted.items()
        if texts.get(CellName(cell.party, cell.key), HIDDEN if cell in held else "") != HIDDEN
    }
    linked = found.linked
    before = set(exposed(_before(linked, seen.header.period), (), policy))
    left = [name for name in exposed(linked, linked.counts.keys() - shown, policy) if name not in before]
    if left:
        raise Exposed(_refused(left))


def _before(linked: Linked, period: str) -> Linked:
    """The system as it was before *period* was published."""
    counts = {name: count for name, count in linked.counts.items() if name.period != period}
    sums = tuple(each for each in linked.sums if counts.keys() >= {each.whole, *each.parts})
    return replace(linked, counts=counts, sums=sums)


def _refused(found: Sequence[Name]) -> str:
    told = listed([f"{name.key} of {name.party} in {name.period}" for name in found[:_TOLD]])
    more = f", and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    return (
        "Nothing was published: small numbers of people could be worked out from this and what was published "
        f"before ({told}{more}). Leave this period out, or publish a longer one instead."
    )
