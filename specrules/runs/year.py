"""A year of kept reviews, published together.

In: a folder of kept reviews, the year, and what was published before.  Out: what anybody may see of each
review, the earliest first.  Each is judged again from what was kept with it, made safe with all that was
published before, in this year or ever, and attacked.  Where one cannot be made safe, none is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from specrules.base.errors import NothingChecked
from specrules.base.files import shown
from specrules.disclosure.editions import edition_in
from specrules.disclosure.publishing import publication
from specrules.engine import open_engine
from specrules.judging.review import review
from specrules.report.json import review as as_json
from specrules.runs.staging import staged
from specrules.runs.store import current
from specrules.runs.verifying import fault_of
from specrules.values.periods import read_period, year_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from specrules.disclosure.linked import Edition
    from specrules.disclosure.policy import Policy
    from specrules.engine import Engines, OpenEngine
    from specrules.evidence.facts import Published
    from specrules.judging.review import Run
    from specrules.runs.record import Head
    from specrules.runs.store import Folder
    from specrules.spec.model import Spec
    from specrules.values.periods import Period
    from specrules.view import View


@dataclass(frozen=True, slots=True)
class PublishedReview:
    """What anybody may see of a review of one period, and the same as ``review.json``."""

    period: str
    view: View
    text: bytes


def published_year(
    folder: Folder,
    spec: str,
    period: Period,
    before: Callable[[Spec], Sequence[Edition]],
    policy: Policy,
    engines: Engines = open_engine,
) -> tuple[PublishedReview, ...]:
    """Every kept review by *spec* of the year that *period* is in, for publication.

    *before* gives what was published, as a specification reads it.  Raises Exposed where a small number of
    people could be worked out, EngineFault, and NothingChecked for a record that is not as it was kept.
    """
    made: list[PublishedReview] = []
    for head in _of_the_year(folder, spec, period).values():
        if fault := fault_of(folder, head.name, engines=engines):
            raise NothingChecked(f"Nothing was published. {fault}")
        with engines("both") as engine:
            made.append(_published(folder, head, before, made, policy, engine))
    return tuple(made)


def _of_the_year(folder: Folder, spec: str, period: Period) -> Mapping[str, Head]:
    """What counts of each period of a year, the earliest first."""
    heads, unfit = folder.heads()
    if unfit:
        raise NothingChecked(f"Nothing was published. {unfit[0]}")
    ours = [head for head in current(heads) if head.spec == spec]
    return {head.period: head for head in ours if year_of(read_period(head.period)) == year_of(period)}


def _published(
    folder: Folder,
    head: Head,
    before: Callable[[Spec], Sequence[Edition]],
    made: Sequence[PublishedReview],
    policy: Policy,
    engine: OpenEngine,
) -> PublishedReview:
    """One of them, safe with what was published *before* and with those that were *made* so far."""
    body = folder.read(head.name).body
    as_at = date.fromisoformat(body.as_at)
    with staged(body.inputs, lambda each: folder.input(each.sha256)) as stage:
        given = stage.read(read_period(body.period))

        def judged(published: Published | None = None) -> Run:
            return review(given, engine, as_at, published)

        run = judged()
        name = shown(folder.path / head.name)
        linked = [*before(run.spec), *(edition_in(each.text, name, run.spec) for each in made)]
        view = publication(run, judged, linked, policy)
    return PublishedReview(body.period, view, as_json(view).encode())
