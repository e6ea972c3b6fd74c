"""Cases at the edges of a requirement, made from its targets.

In: a requirement where it can be tried.  Out: what a return could say that only
just meets a target, is one person or one penny off, is about nobody, or says
nothing, each with the result that the check must come to.  What must come of it
is worked out here apart from the engines, from the target alone.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.frozen import replace
from specrules.spec.model import Check, CheckKind
from specrules.values.comparing import reached
from specrules.values.periods import earliest_within
from specrules.values.quantities import write_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from specrules.compile.plan import PlannedCheck
    from specrules.spec.model import DatedTarget
    from specrules.trial.examples import Setting
    from specrules.values.quantities import Quantity, Target

MET, PARTLY, NOT_MET, NOTHING = "met", "partly met", "not met", "no evidence"
_PEOPLE = 100  # out of how many, where the target does not ask for more


class Answer(NamedTuple):
    """What a return could say of one check, and what the check must come to. None: nothing is said."""

    says: str
    fact: object | None
    expect: str


class Case(NamedTuple):
    """What a return could say of the whole requirement.

    *check* is the one at its edge, and *expect* what it must come to; without a
    check, *expect* is about the requirement.
    """

    name: str
    facts: dict[str, object]
    expect: str
    check: str = ""


def cases(setting: Setting) -> tuple[Case, ...]:
    """Every case at an edge of the requirement: of each check in turn, the others being met, and of none."""
    edges = {each.check.name: answers(setting, each) for each in _own(setting)}
    good = {name: _good(found) for name, found in edges.items()}
    said = {name: answer.fact for name, answer in good.items() if answer}
    found = [
        Case(f"{name}: {answer.says}", _without_none({**said, name: answer.fact}), answer.expect, name)
        for name, all_of_it in edges.items()
        for answer in all_of_it
    ]
    return (*found, *_handed_off(setting), *_nothing_said(setting))


def _own(setting: Setting) -> list[PlannedCheck]:
    """Each check once that asks for evidence of its own and is no end of a hand-off."""
    once = {each.check.name: each for each in reversed(setting.duty.checks)}
    return [
        each
        for each in reversed(once.values())
        if each.in_force and each.hand_off is None and not each.check.evidence_from
    ]


def _good(found: tuple[Answer, ...]) -> Answer | None:
    return next((each for each in found if each.expect == MET), None)


def _without_none(facts: dict[str, object | None]) -> dict[str, object]:
    return {name: fact for name, fact in facts.items() if fact is not None}


def _nothing_said(setting: Setting) -> Iterator[Case]:
    """A return that says nothing at all, and one in which every cell is blank."""
    blank: dict[str, object] = {each.check.name: "" for each in _own(setting) if not _is_table(each)}
    yield Case("everything left out", {}, NOTHING)
    yield Case("everything blank", blank, NOTHING)


def _handed_off(setting: Setting) -> Iterator[Case]:
    """A hand-off at the edges of its targets, with counts that differ, and of nobody."""
    ends = {each.check.kind: each for each in setting.duty.checks if each.hand_off}
    for kind, part in ((CheckKind.RECEIVED, "answered-in-time"), (CheckKind.SENT, "outcome-known")):
        planned = ends.get(kind)
        for answer in _shares(planned) if planned else ():
            number, _, of = str(answer.fact).partition(" of ")
            if of != "0":
                yield Case(f"{part}: {answer.says}", _counts(of, **{part: number}), answer.expect, kind)
    if CheckKind.RECEIVED in ends:
        apart = ends[CheckKind.RECEIVED].hand_off
        received = str(_PEOPLE - (apart.may_differ_by if apart else 0) - 1)
        differing = _counts(str(_PEOPLE), **{"received": received, "answered-in-time": received})
        yield Case("counts that differ by one too many", differing, NOTHING, CheckKind.RECEIVED)
        yield Case("nobody sent", _counts("0"), "not applicable")


def _counts(people: str, **changed: str) -> dict[str, object]:
    """What both sides say of a hand-off when all went well, but for what is *changed*."""
    parts = ("sent", "outcome-known", "received", "answered-in-time")
    return {**dict.fromkeys(parts, people), "waiting": "0", **changed}


# -- one check


def answers(setting: Setting, planned: PlannedCheck) -> tuple[Answer, ...]:
    """What a return could say of one check, from the edges of its target to nothing."""
    if not _is_plain(planned) or setting.requirement.judged_at.summed:
        return ()
    empty = Answer("left out", None, NOTHING)
    blank = () if _is_table(planned) else (Answer("blank", "", NOTHING),)
    return (*_said(setting, planned), *blank, empty)


def _is_table(planned: PlannedCheck) -> bool:
    return any(cell.request.is_table for cell in planned.own)


def _is_plain(planned: PlannedCheck) -> bool:
    """Whether the check asks for no more than its kind does, so that its edges are those of its target."""
    check = planned.check
    plain = Check(check.name, check.kind, check.words)
    usual = {
        name: getattr(check, name)
        for name in ("of", "targets", "people", "left_out", "sample", "sample_by", "document", "choices")
    }
    return check == replace(plain, **usual, covers=check.covers)


def _said(setting: Setting, planned: PlannedCheck) -> Iterator[Answer]:
    match planned.check.kind:
        case CheckKind.SHARE | CheckKind.AUDIT:
            return _shares(planned)
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME:
            return _amounts(planned)
        case CheckKind.STATEMENT:
            return _statements(planned)
        case CheckKind.CONDITION:
            return _conditions()
        case CheckKind.DATE:
            return _dates(setting, planned)
        case CheckKind.CHOICE:
            return _choices(planned)
        case CheckKind.LIST:
            return _lists(planned)
        case _:
            return iter(())


def _word(value: Fraction, planned: PlannedCheck) -> str:
    """What a value must come to: by the target, or else by the easier one."""
    target = planned.target
    if target is None or _reaches(value, target.target):
        return MET
    return PARTLY if target.partly and _reaches(value, target.partly) else NOT_MET


def _reaches(value: Fraction, target: Target) -> bool:
    return reached(target, value, value) == (True, True)


def _edges(planned: PlannedCheck) -> list[Quantity]:
    """The ends of the target and of the easier one, each once, the target's first."""
    target = planned.target
    both = [target.target, *([target.partly] if target.partly else [])] if target else []
    return list(dict.fromkeys(end for each in both for end in each.ends))


def _shares(planned: PlannedCheck) -> Iterator[Answer]:
    sample = int(planned.check.sample.number) if planned.check.sample else 1
    edges = [end.value for end in _edges(planned)]
    whole = lcm(1, *(each.denominator for each in edges))
    of = whole * -(-max(_PEOPLE, sample) // whole)
    for edge in edges:
        on = int(edge * of)
        beside = ((on, "on the target"), (on - 1, "one person fewer"), (on + 1, "one person more"))
        for number, says in beside:
            if 0 <= number <= of:
                yield Answer(
                    f"{says} ({number} of {of})",
                    f"{number} of {of}",
                    _word(Fraction(number, of), planned),
                )
    yield Answer("nobody to count (0 of 0)", "0 of 0", NOTHING)
    if sample > 1:
        few = sample - 1
        yield Answer(f"a sample too small ({few} of {few})", f"{few} of {few}", NOTHING)


def _amounts(planned: PlannedCheck) -> Iterator[Answer]:
    step = Fraction(1, 100) if planned.check.kind is CheckKind.MONEY else Fraction(1)
    for edge in _edges(planned):
        for number, says in (
            (edge.number, "on the target"),
            (edge.number - step, "a little less"),
            (edge.number + step, "a little more"),
        ):
            if number >= 0:
                text = write_quantity(replace(edge, number=number, of="", at=None))
                yield Answer(f"{says} ({text})", text, _word(number, planned))


def _statements(planned: PlannedCheck) -> Iterator[Answer]:
    if planned.check.document is None:
        yield Answer("yes", "yes", MET)
    else:
        yield Answer("yes, with its document", {"answer": "yes", "document": "A document"}, MET)
        yield Answer("a bare yes", {"answer": "yes"}, NOTHING)
    yield Answer("no", "no", NOT_MET)


def _conditions() -> Iterator[Answer]:
    argued = {"answer": "no", "reason": "A reason", "agreed by": "A role"}
    yield Answer("yes", "yes", MET)
    yield Answer("no, with its reason and who agreed", argued, NOT_MET)
    yield Answer("a bare no", "no", NOTHING)


def _dates(setting: Setting, planned: PlannedCheck) -> Iterator[Answer]:
    from datetime import timedelta

    a_day = timedelta(days=1)
    if planned.target:
        yield from _dates_of(planned.target, setting.as_at)
    else:
        yield Answer("given", setting.as_at.isoformat(), MET)
    yield Answer("after the day it is judged", (setting.as_at + a_day).isoformat(), NOTHING)


def _dates_of(target: DatedTarget, as_at: date) -> Iterator[Answer]:
    from datetime import timedelta

    a_day = timedelta(days=1)
    first = earliest_within(_length(target.target), as_at)
    half = earliest_within(_length(target.partly), as_at) if target.partly else first
    yield Answer("on the last day that counts", first.isoformat(), MET)
    yield Answer("a day too old", (first - a_day).isoformat(), PARTLY if half < first else NOT_MET)
    if half < first:
        yield Answer("too old for the easier target", (half - a_day).isoformat(), NOT_MET)


def _length(target: Target) -> Quantity:
    if target.high is None:
        raise ValueError("a date's target says how long ago it may be")
    return target.high


def _choices(planned: PlannedCheck) -> Iterator[Answer]:
    target = planned.target
    for word in planned.check.choices:
        if target and _accepts(target.target, word):
            yield Answer(word, word, MET)
        elif target:
            half = target.partly and _accepts(target.partly, word)
            yield Answer(word, word, PARTLY if half else NOT_MET)


def _accepts(target: Target, word: str) -> bool:
    among = word.casefold() in {each.casefold() for each in target.words}
    return among is not str(target.comparison).startswith("not")


def _lists(planned: PlannedCheck) -> Iterator[Answer]:
    """All that is wanted, and one less each time down to none."""
    wanted = planned.check.covers
    others = [each for each in planned.check.choices if each not in wanted]
    for number in range(len(wanted), -1, -1):
        words = [*wanted[:number], *(others[:1] if not number else [])]
        expect = _covered(number, planned)
        if words:
            yield Answer(f"{number} of the {len(wanted)} wanted", words, expect)


def _covered(number: int, planned: PlannedCheck) -> str:
    if planned.target is None:
        return MET if number == len(planned.check.covers) else NOT_MET
    return _word(Fraction(number), planned)
