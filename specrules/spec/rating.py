"""How a requirement counts: how often, how much, from when, or not at all.

Comes in: the record of a requirement.  Goes out: how it is rated, with what
contradicts itself reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple
from specrules.base.phrases import listed
from specrules.spec import faults as f
from specrules.values.periods import Every
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from datetime import date

    from specrules.spec.faults import Faults
    from specrules.spec.walk import Filled

MOST = 10


class Rating(NamedTuple):
    """How a requirement counts towards a rating."""

    essential: bool = False
    every: Every | None = None
    since: date | None = None
    report_only: bool = False
    weight: int = 1


def rating_of(filled: Filled, returns: Every | None, faults: Faults) -> Rating:
    """How the requirement in *filled* counts, where *returns* says how often returns come."""
    report_only = filled.get("report-only") == "yes"
    if report_only:
        _refuse_rated(filled, faults)
    return Rating(
        essential=filled.get("essential") == "yes",
        every=_every(filled, returns, faults),
        since=filled.get("rated-from"),
        report_only=report_only,
        weight=_weight(filled, faults),
    )


def _refuse_rated(filled: Filled, faults: Faults) -> None:
    """Report what *filled*, which is only reported, says of how it counts."""
    keys = ("essential", "weight", "rated-from")
    said = [key for key in keys if filled.wrote(key) and filled.get(key) != "no"]
    if not said:
        return
    one, say = ("it", "says") if len(said) == 1 else ("them", "say")
    message = f"It is only reported, so {listed(map(quoted, said))} {say} nothing."
    remedy = f"Delete {one}, or delete report-only."
    also = [filled.written.key(key) for key in ("report-only", *said[1:])]
    faults.add(f.NEVER_RATED, filled.written.keys[said[0]], message, remedy=remedy, also=also)


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


def _every(filled: Filled, returns: Every | None, faults: Faults) -> Every | None:
    """How often it is judged; None where that is with every return."""
    if "every" not in filled.values:
        return None
    every = Every(filled.values["every"])
    if returns and _MONTHS[every] < _MONTHS[returns]:
        message = f"It is judged every {every}, and returns come every {returns}."
        remedy = f"Write every: {returns}, or ask for returns every {every}."
        faults.add(f.ASKED_TOO_OFTEN, filled.written.values["every"], message, remedy=remedy)
    return None if returns and _MONTHS[every] <= _MONTHS[returns] else every


def _weight(filled: Filled, faults: Faults) -> int:
    weight: int = filled.get("weight", 1)
    if 1 <= weight <= MOST:
        return weight
    message = f"{weight} is not a weight. A weight is a whole number from 1 to {MOST}."
    remedy = "Write report-only: yes for what never counts." if weight == 0 else f"Write {MOST} or less."
    faults.add(f.WEIGHT_TOO_GREAT, filled.written.values["weight"], message, remedy=remedy)
    return 1
