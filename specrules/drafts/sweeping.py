"""How many would meet a target, worded one way or another.

In: a draft, one of its checks, the targets to try, and what reviews were given.  Out: for each target how
many results of the check's requirement would be met, partly met, not met, open or not owed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError
from specrules.base.frozen import replace
from specrules.base.phrases import listed
from specrules.compile import planned
from specrules.drafts.outcomes import outcome
from specrules.drafts.parts import in_place_of
from specrules.drafts.questions import questions
from specrules.spec.model import DatedTarget
from specrules.values.quantities import write_target
from specrules.values.reading import read_quantity, read_target
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specrules.drafts.past import Past
    from specrules.engine import OpenEngine
    from specrules.judging.given import Given
    from specrules.spec.model import Check, Requirement, Spec
    from specrules.values.quantities import Quantity, Target

WORDS = ("met", "partly met", "not met", "no evidence", "not applicable", "allowed")


class NotSwept(SpecrulesError):
    """What to sweep is not in the draft, or cannot be a target of it. The text says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One target, and how many results come to each word with it."""

    target: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What was swept, in words, and a step for each target in the order given."""

    item: str
    what: str
    steps: tuple[Step, ...]


def wordings(draft: Spec, text: str) -> list[tuple[Target, Spec]]:
    """The draft with each target of ``MA-1.delivered=80%,90%``. Raises NotSwept."""
    requirement, check = _swept(draft, text.partition("=")[0].strip())
    values = [each.strip() for each in text.partition("=")[2].split(",") if each.strip()]
    if not values:
        raise NotSwept(f"--sweep: write the targets to try behind an equals sign, as in {text}=80%,85%,90%.")
    targets = [_target(check, each) for each in values]
    return [(each, _with(draft, requirement, check, each)) for each in targets]


def sweep(draft: Spec, text: str, stored: Sequence[Past], engine: OpenEngine) -> Sweep:
    """Judge what reviews were given by each wording. Raises NotSwept, and EngineFault."""
    requirement, check = _swept(draft, text.partition("=")[0].strip())
    given = [each.given_of_all(draft) for each in stored]
    steps = [
        Step(write_target(target), _counts(worded, requirement.id, given, engine))
        for target, worded in wordings(draft, text)
    ]
    return Sweep(f"{requirement.id}.{check.name}", requirement.title, tuple(steps))


def _counts(draft: Spec, requirement: str, stored: Iterable[Given], engine: OpenEngine) -> dict[str, int]:
    only = replace(draft, requirements=_with_what_it_shares(draft, requirement))
    found: Counter[str] = Counter()
    for given in stored:
        now = planned(in_place_of(only, given.spec, given.period), given.period)
        asked = questions(now, given.planned)
        results = outcome(now, given, engine, asked.cells).results
        found.update(result.word for (id, _), result in results.items() if id == requirement)
    return {word: found[word] for word in WORDS}


def _with_what_it_shares(draft: Spec, requirement: str) -> tuple[Requirement, ...]:
    """The requirement that is swept, and those whose evidence its checks share."""
    swept = next(each for each in draft.requirements if each.id == requirement)
    shared = {check.evidence_from.partition(".")[0] for check in (*swept.conditions, *swept.checks)}
    return tuple(each for each in draft.requirements if each.id in {requirement, *shared})


def _swept(draft: Spec, item: str) -> tuple[Requirement, Check]:
    """The requirement and the check that are meant by ``MA-1.delivered``, or by ``MA-1`` alone."""
    id, _, name = item.partition(".")
    requirement = next((each for each in draft.requirements if each.id == id), None)
    if requirement is None:
        raise NotSwept(f"--sweep: {id} is no requirement of {draft.file}.")
    targeted = [each for each in requirement.checks if each.targets and name in ("", each.name)]
    if len(targeted) == 1 and targeted[0].targets[0].target.ends:
        return requirement, targeted[0]
    names = listed(f"{id}.{each.name}" for each in requirement.checks if each.targets)
    if not names:
        raise NotSwept(f"--sweep: no check of {id} has a target that could be another number.")
    raise NotSwept(f"--sweep: name one check of {id} whose target is a number. There are {names}.")


def _target(check: Check, text: str) -> Target:
    """A target as written, or a bare figure in place of the one in the draft's target."""
    now = check.targets[0].target
    try:
        try:
            figure = read_quantity(text)
        except NotUnderstood:
            target = read_target(text)
        else:
            target = _moved(now, figure, text)
    except NotUnderstood as error:
        raise NotSwept(f"--sweep: {error}") from error
    if [each.unit for each in target.ends[:1]] != [each.unit for each in now.ends[:1]]:
        raise NotSwept(f'--sweep: "{text}" is in another unit than "{write_target(now)}" of the draft.')
    return target


def _is_easier(partly: Target | None, target: Target) -> bool:
    if partly is None or len(target.ends) != 1 or len(partly.ends) != 1:
        return False
    if target.low and partly.low:
        return partly.low.number < target.low.number
    return bool(target.high and partly.high and partly.high.number > target.high.number)


def _moved(target: Target, figure: Quantity, text: str) -> Target:
    """A target with its one end somewhere else."""
    if target.low is not None and target.high is not None:
        now = write_target(target)
        raise NotSwept(f'--sweep: the draft has "{now}", so write each target in full and not only {text}.')
    return replace(target, low=target.low and figure, high=target.high and figure)


def _with(draft: Spec, requirement: Requirement, check: Check, target: Target) -> Spec:
    """The draft with one target at all times and places; what is partly met stays where it is easier."""
    partly = check.targets[0].partly
    worded = replace(check, targets=(DatedTarget(target, partly if _is_easier(partly, target) else None),))
    checks = tuple(worded if each is check else each for each in requirement.checks)
    made = replace(requirement, checks=checks)
    return replace(draft, requirements=tuple(made if r is requirement else r for r in draft.requirements))
