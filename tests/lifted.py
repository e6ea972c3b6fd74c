"""What would lift a result, found by trying everything, to hold what is told against.

In: a chance that can be repeated.  Out: how many random cases were tried, and those
in which what is told differs from what trying everything finds.
"""

from functools import cache
from itertools import combinations, product

from specrules.base.frozen import replace
from specrules.compile import compile_spec
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When, children, nodes
from specrules.evidence.facts import Value
from specrules.judging.asking import missing
from specrules.judging.lifting import conditions, least, lifts_of_card
from specrules.judging.remedies import Lever, ways
from specrules.judging.scorecard import COLOURS, Cards, PartyCard, Rating, Section, band, score
from specrules.judging.verdicts import CheckVerdict, Verdict
from specrules.result import MET, NOT_MET, RESULTS, Reason, between
from specrules.spec.model import CardSettings, Strength
from specrules.values.reading import read_quantity, read_target
from tests import slow
from tests.made import AS_AT, PERIOD, RIVERBANK, a_check, a_requirement
from tests.made import a_spec as spec_of

ENGINE = PlainEngine()


# -- the fewest checks


def a_tree(chance, inputs, depth=2, may_hold_conditions=True):
    """A tree over some of *inputs*, which may come up more than once."""
    if not depth or chance.random() < 0.3:
        return Input(chance.randrange(inputs))
    items = tuple(a_tree(chance, inputs, depth - 1, may_hold_conditions) for _ in range(chance.randint(1, 3)))
    kinds = ["all", "any", "at least", "graded", "not", "bands"]
    match chance.choice([*kinds, "when"] if may_hold_conditions else kinds):
        case "all":
            return All(items)
        case "any":
            return AnyOf(items)
        case "at least":
            return AtLeast(chance.randint(1, len(items) + 1), items)
        case "graded":
            return Graded(items)
        case "not":
            return Not(items[0])
        case "bands":
            # The compiler puts conditions round bands, never inside them.
            return Bands(*(a_tree(chance, inputs, depth - 1, False) for _ in range(2)))
        case _:
            return When(items[0], items[-1])


def fewest_changes(rule, given, level, fixed):
    """The size of the smallest change that is enough, by trying all; None where none is.

    A change that makes a part apply or not apply is none: that is not for anybody to choose.
    """
    applies = applying(rule, given)
    facts = {n for n in conditions(rule.tree) if given[n].settled}
    free = [n for n, each in enumerate(given) if n not in (*fixed, *facts) and each.low is not None]
    for size in range(len(free) + 1):
        for places in combinations(free, size):
            for new in product((MET, NOT_MET), repeat=size):
                tried = list(given)
                for place, result in zip(places, new, strict=True):
                    tried[place] = result
                found = ENGINE.decide(rule, tuple(tried))
                if found.low is not None and found.low >= level and applying(rule, tuple(tried)) == applies:
                    return size
    return None


def applying(rule, given):
    return [ENGINE.decide(Rule(each, rule.inputs), given).low is None for each in nodes(rule.tree)]


def places(tree, in_condition=False):
    """Each input of *tree*, with whether it stands in a condition."""
    if isinstance(tree, Input):
        yield tree.number, in_condition
    elif isinstance(tree, When):
        yield from places(tree.condition, True)
        yield from places(tree.item, in_condition)
    else:
        for each in children(tree):
            yield from places(each, in_condition)


def asks_twice(tree):
    """Whether a condition is a check as well. The compiler makes no such rule: they are asked apart."""
    found = set(places(tree))
    return any((number, not where) in found for number, where in found)


def checks_wrong(chance, most=4):
    """One random rule: None where the least set is right, else what is not."""
    inputs = chance.randint(1, most)
    rule = Rule(a_tree(chance, inputs), inputs)
    if asks_twice(rule.tree):
        return None
    given = tuple(chance.choice(RESULTS) for _ in range(inputs))
    fixed = frozenset(n for n in range(inputs) if chance.random() < 0.1)
    level = chance.choice([1, 2])
    if ENGINE.decide(rule, given).low is None:
        return None if least(rule, given, level, fixed) is None else (rule, given, "nothing applies")
    told, wanted = least(rule, given, level, fixed), fewest_changes(rule, given, level, fixed)
    size = None if told is None else len(told)
    return None if size == wanted else (rule, given, level, fixed, told, wanted)


# -- how many more


def a_share(chance):
    """A share with any target, and cells for it whose counts can be true."""
    target, partly = chance.choice(
        [
            ("at least 80%", "at least 50%"),
            ("at least 90%", "at least 75%"),
            ("no more than 20%", "no more than 50%"),
            ("between 40% and 60%", "between 30% and 80%"),
        ]
    )
    check = a_check(
        target=target,
        partly=partly if chance.random() < 0.5 else None,
        exceptions=("away",) if chance.random() < 0.4 else (),
        still_waiting=chance.random() < 0.3,
        not_recorded=chance.random() < 0.3,
        sample=read_quantity("3") if chance.random() < 0.2 else None,
    )
    out_of = chance.randint(1, 10)
    cells = {"out of": out_of, "number": chance.randint(0, out_of)}
    left = out_of - cells["number"]
    for column, asked in (
        ("excepted", check.exceptions),
        ("still waiting", check.still_waiting),
        ("not recorded", check.not_recorded),
    ):
        if asked:
            cells[column] = chance.randint(0, left)
            left -= cells[column]
    return check, cells


def told_of(check, cells):
    """The ways that are told for a check on the cells of its line."""
    planned = planned_of(check)
    return ways(planned, tuple(Value(each, each) for each in ordered(planned, cells)), AS_AT)


@cache
def planned_of(check):
    return compile_spec(spec_of(a_requirement(check)), PERIOD).duties[0].checks[0]


def ordered(planned, cells):
    return [cells[column] for column in planned.columns]


def reached(check, cells, level):
    return slow.share(check, cells).low >= level


def steps_that_do(check, cells, column, steps, level):
    """The smallest of *steps* in one cell that is enough, or None; no count falls below nothing."""
    for step in steps:
        new = {**cells, column: cells.get(column, 0) + step}
        parts = sum(new.get(each, 0) for each in ("number", "excepted", "still waiting", "not recorded"))
        fits = parts <= new["out of"] + max(step, 0) * (column == "number")
        fits = fits and new["number"] <= new["out of"] - new.get("excepted", 0)
        if min(new.values()) >= 0 and fits and reached(check, new, level):
            return abs(step)
    return None


def numbers_wrong(chance):
    """One random share: None where every number told is the smallest that is enough, else what is not."""
    check, cells = a_share(chance)
    result = slow.share(check, cells)
    found = told_of(check, cells)
    if result is MET or result.low == 2:
        return None if not found else (check, cells, found)
    if not result.settled:
        return blanks_wrong(check, cells, found)
    for level, partly in ((2, False), (1, True)):
        if result.low >= level or (partly and not check.targets[0].partly):
            continue
        told = {each.lever: each.number for each in found if each.partly is partly}
        people = steps_that_do(check, cells, "number", nearest_first(cells), level)
        away = None
        if check.exceptions:
            away = steps_that_do(check, cells, "excepted", range(1, cells["out of"] + 1), level)
        if (told.get(Lever.DOING), told.get(Lever.AGREEING)) != (people, away):
            return check, cells, level, found, people, away
    return None


def nearest_first(cells):
    return [sign * step for step in range(1, cells["out of"] + 1) for sign in (1, -1)]


def blanks_wrong(check, cells, found):
    """Whether the fewest blanks that would settle an open share as met are told."""
    blanks = cells.get("not recorded", 0) + cells.get("still waiting", 0)
    best = None
    for yes in range(blanks + 1):
        for no in range(blanks - yes + 1):
            left = {"number": cells["number"] + yes, "still waiting": blanks - yes - no, "not recorded": 0}
            if (best is None or yes + no < best) and reached(check, {**cells, **left}, 2):
                best = yes + no
    told = [each.number for each in found]
    return None if told == ([best] if best else []) else (check, cells, found, best)


# -- the fewest requirements


def a_card(chance, answered=None):
    """A card of a few verdicts with any weights, and settings with bands or without.

    Each has one check, which says why it is open.
    """
    verdicts = tuple(
        Verdict(
            a_requirement(
                id=f"R-{n}",
                strength=chance.choice(list(Strength)),
                essential=chance.random() < 0.2,
                weight=chance.randint(1, 3),
            ),
            "riverbank",
            "2026-27-Q1",
            result := chance.choice(RESULTS),
            result,
            (CheckVerdict("only", "", "it", "", result, None, None if result.settled else answered, (), ()),),
            rule=Rule(Input(0), 1),
        )
        for n in range(chance.randint(1, 4))
    )
    bands = (("green", read_target("at least 90%")), ("amber", read_target("at least 60%")))
    settings = CardSettings(bands=bands) if chance.random() < 0.6 else CardSettings()
    scored, low = score(verdicts, settings), rated(verdicts, settings)
    card = PartyCard(
        RIVERBANK, True, (Section("", verdicts, MET),), {}, scored, scored, Rating(low or "", low or "")
    )
    return card, settings


def rated(verdicts, settings):
    """The colour that a card is sure of, worked out here again; None where it has none."""
    if settings.bands:
        scored = score(verdicts, settings)
        if scored is None:
            return None
        lows = [v.result.low for v in verdicts if v.requirement.essential and v.result.low is not None]
        return min(COLOURS.index(band(settings, scored.low)), *lows, 2)
    lows = [v.result.low for v in verdicts if v.requirement.strength is Strength.MUST]
    return min((low for low in lows if low is not None), default=None)


def cards_wrong(chance):
    """One random card: None where the fewest requirements are told for each colour, else what is not."""
    card, settings = a_card(chance)
    verdicts = card.sections[0].verdicts
    now = rated(verdicts, settings)
    if now is None:
        return None
    card = PartyCard(
        card.party, True, card.sections, {}, card.raw, card.adjusted, Rating(COLOURS[now], COLOURS[now])
    )
    told = {COLOURS.index(lift.colour): lift for lift in lifts_of_card(card, settings)}
    for level in range(now + 1, 3):
        wanted = fewest_requirements(verdicts, settings, level)
        if (len(told[level].rises) if level in told else None) != wanted:
            return verdicts, settings, level, told.get(level), wanted
        if level in told and rated(after(verdicts, told[level].rises), settings) < level:
            return verdicts, settings, level, told[level], "is not enough"
    return None


def after(verdicts, rises):
    """The verdicts once each that rises has come to what is told, and no further."""
    ends = {each.requirement: each.result.low for each in rises}
    return [
        each
        if each.requirement.id not in ends
        else Verdict(
            each.requirement, each.party, each.period, raised(each.result, ends[each.requirement.id]), MET, ()
        )
        for each in verdicts
    ]


def raised(result, low):
    return between(low, max(low, result.high))


def asked_wrong(chance):
    """One random card: None where exactly those answers are said to decide that do, else what is not."""
    card, settings = a_card(chance, answered=chance.choice([Reason.BLANK, Reason.NOT_SUBMITTED]))
    verdicts = card.sections[0].verdicts
    low, high = (rated(at_end(verdicts, end), settings) for end in (0, 1))
    if low is None:
        return None
    rating = Rating(COLOURS[low], COLOURS[high])
    made = PartyCard(card.party, True, card.sections, {}, card.raw, card.adjusted, rating)
    spec = spec_of(*(each.requirement for each in verdicts), cards={"compliance": settings})
    found = missing(verdicts, Cards((made,), None), spec)
    told = {each.verdict.requirement.id: [(turn.worst, turn.best) for turn in each.turns] for each in found}
    for n, verdict in enumerate(verdicts):
        ends = verdict.result.low, verdict.result.high
        if not verdict.result.settled and told[verdict.requirement.id] != turned(verdicts, n, ends, settings):
            return verdicts, settings, verdict, told
    return None


def turned(verdicts, place, ends, settings):
    """What the rating comes to at both ends of one answer, where they differ."""
    found = []
    for end in ends:
        tried = [with_result(v, between(end, end)) if n == place else v for n, v in enumerate(verdicts)]
        found.append(tuple(COLOURS[rated(at_end(tried, each), settings)] for each in (0, 1)))
    return [] if found[0] == found[1] else [tuple(found)]


def at_end(verdicts, high):
    """The verdicts with everything that is open at its low end (0) or its high one (1)."""
    ends = [(v, v.result.high if high else v.result.low) for v in verdicts]
    return [v if end is None else with_result(v, between(end, end)) for v, end in ends]


def with_result(verdict, result):
    return replace(verdict, result=result)


def fewest_requirements(verdicts, settings, level):
    applying = [n for n, each in enumerate(verdicts) if each.result.low is not None]
    for size in range(len(applying) + 1):
        for places in combinations(applying, size):
            tried = [
                Verdict(v.requirement, v.party, v.period, MET, MET, ()) if n in places else v
                for n, v in enumerate(verdicts)
            ]
            if rated(tried, settings) >= level:
                return size
    return None


CLAIMS = (checks_wrong, numbers_wrong, cards_wrong, asked_wrong)
"""Each tries one random case, and returns what is wrong with what is told, or None."""
