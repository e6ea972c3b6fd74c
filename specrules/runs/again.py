"""Judge a kept review again, and say what comes out otherwise.

In: a record, and the files kept with it.  Out: the first thing that is not as it was kept, in one sentence.
The build that kept a review has to come to the very same text.  Another build may word it otherwise, and has
to come to the same results, figures and ratings; where it does not, the sentence says which build kept it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from specrules import __version__
from specrules.base.build import build
from specrules.base.errors import SpecrulesError
from specrules.engine import open_engine
from specrules.runs.staging import figures, staged
from specrules.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.engine import Engines
    from specrules.runs.record import Body, Record
    from specrules.runs.store import Folder

_LONGEST = 60
_OF_THE_MAKING = ("engines", "note", "package_version")
_WHERE = ("verdicts", "checks", "cards", "compliance", "no_wrong_door", "principles", "together", "figures")
_WHAT = ("requirement", "party", "name", "check", "result", "low", "high", "raw", "adjusted", "rated")
_SCORED = ("score", "rating", "counts")
_COUNTED = ("met", "partly met", "not met", "no evidence", "not applicable", "allowed")
_DECIDED = frozenset((*_WHERE, *_WHAT, *_SCORED, *_COUNTED))
"""The headings of a review that say what was decided. What stands under others says why, in words."""

Path = tuple[str | int, ...]
Value = Mapping[str, Any]
Difference = tuple[Path, Any, Any]
Compared = Callable[[Value, Value, Path], Iterable[str]]


def differs(folder: Folder, record: Record, engines: Engines = open_engine) -> str:
    """The first thing that comes out otherwise when the review is judged again, or ""."""
    body = record.body
    try:
        with staged(body.inputs, lambda each: folder.input(each.sha256)) as stage:
            run = stage.judge(read_period(body.period), date.fromisoformat(body.as_at), "both", engines)
            now = {**stage.as_data(run), "figures": list(figures(run))}
    except (SpecrulesError, ValueError) as error:
        return f"{record.head.name} cannot be judged again. {error}"
    before = {**body.review, "figures": list(body.figures)}
    compared = _decided if is_of_another_build(body) else _all_but_the_making
    first = next(_differences(before, now, (), compared), None)
    return _told(record, first) if first else ""


def is_of_another_build(body: Body) -> bool:
    """Whether other code than this judged a review when it was kept."""
    return made_by(body) != made_by_this()


def made_by(body: Body) -> str:
    """The version and the build that kept a review, as people read it."""
    code = body.made.get("build")
    return f"specrules {body.made.get('specrules')}, " + (f"build {code}" if code else "an early build")


def made_by_this() -> str:
    """The version and the build that is at work."""
    return f"specrules {__version__}, build {build()}"


def _decided(before: Value, _now: Value, _at: Path) -> Iterable[str]:
    """The headings that say what was decided, as far as an older build wrote them."""
    return (key for key in before if key in _DECIDED)


def _all_but_the_making(before: Value, now: Value, at: Path) -> Iterable[str]:
    """Every heading, but for those that say with what a review was made."""
    return (key for key in {**before, **now} if not (at == ("run",) and key in _OF_THE_MAKING))


def _differences(before: Any, now: Any, at: Path, compared: Compared) -> Iterator[Difference]:
    """Every place where *now* is not as *before*, under the headings that are *compared*."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in compared(before, now, at):
            yield from _differences(before.get(key), now.get(key), (*at, key), compared)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _differences(one, other, (*at, number), compared)
    elif before != now:
        yield at, before, now


def _told(record: Record, first: Difference) -> str:
    """What comes out otherwise, in words."""
    at, before, now = first
    name, place = record.head.name, _place(record.body.review, at)
    if is_of_another_build(record.body):
        return (
            f"{name} is as it was kept, but this build judges it otherwise: {place} is {_short(now)} now, "
            f"and was {_short(before)}. It was kept by {made_by(record.body)}, and this is "
            f"{made_by_this()}. Verify it with the one that kept it."
        )
    return (
        f"{name}: judged again from the files kept with it, {place} is {_short(now)}, and the record says "
        f"{_short(before)}."
    )


def _place(review: Mapping[str, Any], at: Path) -> str:
    """Where in a review something stands, as its reader knows it."""
    heading = next((each.replace("_", " ") for each in reversed(at) if isinstance(each, str)), "")
    match at:
        case ("verdicts", int(number), *_):
            verdict = review["verdicts"][number]
            return f"the {heading} of {verdict['requirement']} for {verdict['party']}"
        case ("cards", "compliance", int(number), *_):
            return f"the {heading} of the card of {review['cards']['compliance'][number]['party']}"
        case ("cards", "no_wrong_door", *_):
            return f"the {heading} of the no wrong door card"
    return f"what stands under {heading}"


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = (
        value
        if isinstance(value, str)
        else f"{len(value)} of them"
        if isinstance(value, list)
        else str(value)
    )
    return f'"{text[:_LONGEST]}{"..." if len(text) > _LONGEST else ""}"'
