"""A draft against the past: what it would have made of returns that were sent for another specification.

In: a draft, and what reviews were given.  Out: for each of these periods what flips and for whom, what
cannot be judged because nobody asked, and the ratings before and under the draft.  Parties whose results
depend on nothing that changed since they were judged last are not judged again, where that was kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from specrules.base.build import build
from specrules.drafts.kept import Kept, print_of, text_of
from specrules.drafts.parts import Part, parts, whole
from specrules.drafts.together import only, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.drafts.past import Past
    from specrules.drafts.together import Group
    from specrules.engine import OpenEngine
    from specrules.spec.model import Spec
    from specrules.values.periods import Period


@dataclass(frozen=True, slots=True)
class Quarter:
    """One period of one specification, judged as it was and by the draft."""

    spec: Spec
    period: Period
    found: Part


@dataclass(frozen=True, slots=True)
class Replay:
    """A draft and all that it was held against, the earliest period first."""

    draft: Spec
    quarters: tuple[Quarter, ...]


def replay(draft: Spec, stored: Iterable[Past], engine: OpenEngine, kept: Kept | None = None) -> Replay:
    """Judge what reviews were given by *draft*, and hold it against what it was judged by.

    What is *kept* is not judged again, and what is judged is kept.  Raises EngineFault when the engines
    disagree.
    """
    made = [_quarter(draft, past, engine, kept or Kept(None)) for past in stored]
    return Replay(draft, tuple(sorted(made, key=lambda each: (each.spec.id, each.period.end))))


def _quarter(draft: Spec, past: Past, engine: OpenEngine, kept: Kept) -> Quarter:
    common = print_of("part 1", build(), *engine.used, *text_of(draft), past.common())
    keys = {past.print(common, group): group for group in together(past.spec, draft)}
    found = {key: part for key in keys if (part := kept.part(key))}
    fresh = _judged(draft, past, engine, {key: group for key, group in keys.items() if key not in found})
    if not engine.stopped:  # what comes of a stop may come out otherwise the next time
        kept.keep_parts(fresh)
    kept.write()
    return Quarter(past.spec, past.period, whole((*found.values(), *fresh.values()), draft, past.spec))


def _judged(draft: Spec, past: Past, engine: OpenEngine, groups: Mapping[str, Group]) -> dict[str, Part]:
    """What the draft would have meant for *groups*, which are judged all at once, by their keys."""
    if not groups:
        return {}
    parties = frozenset(chain.from_iterable(groups.values()))
    given = past.given(parties)
    made = parts(only(draft, parties), given, engine, tuple(groups.values()))
    return dict(zip(groups, made, strict=True))
