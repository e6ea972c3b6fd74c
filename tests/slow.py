"""A slow oracle for checks: every value a cell could have, one at a time.

It shares nothing with ``specrules.checks``: targets are read again from their
words, ranges are walked through, and the result is the narrowest that holds
every way the evidence could turn out.
"""

from fractions import Fraction
from itertools import product

from specrules.result import NO_EVIDENCE, NOT_APPLICABLE, between
from specrules.spec.model import CheckKind, Combination, How
from specrules.values.quantities import Unit, write_target


def values(cell):
    """Every number a cell could stand for, or None when it says nothing."""
    if cell is None:
        return None
    return range(1, 5) if cell == "<5" else [cell]


def share(check, cells):
    """The result of a share by trying every way its cells could turn out."""
    columns = ("number", "out of", "excepted", "not recorded", "still waiting")
    ways = [values(cells[column] if column in columns[:2] else cells.get(column, 0)) for column in columns]
    if None in ways:
        return NO_EVIDENCE
    base = baseline(check, cells)
    if base is None:
        return NO_EVIDENCE
    numbers, wholes, excepted, blanks, waiting = ways
    fewest = int(check.sample.number) if check.sample else 1
    if min(wholes) - max(excepted) < fewest or min(numbers) > max(wholes) - min(excepted):
        return NO_EVIDENCE
    grades = {
        grade(check.targets[0], Fraction(number + extra, whole - away), base)
        for number in numbers
        for whole in wholes
        for away in excepted
        for extra in range(max(blanks) + max(waiting) + 1)
        if number + extra <= whole - away
    }
    return between(min(grades), max(grades))


def baseline(check, cells):
    """The share that a change is measured from; None when it is asked and not given with its sign."""
    if not check.baseline_asked:
        return Fraction(0)
    given = cells.get("baseline")
    return Fraction(given[:-1]) / 100 if given and given.endswith("%") else None


def grade(dated, value, base=Fraction(0)):
    """2, 1 or 0 for one exact value."""
    if reaches(dated.target, value, base):
        return 2
    return 1 if dated.partly and reaches(dated.partly, value, base) else 0


def reaches(target, value, base):
    """Whether one exact value reaches a target, by the words of the target."""
    words = write_target(target).split()
    if words[-1] == "baseline":
        change = sum(Fraction(word) / 100 for word in words if word.isdigit())
        if "below" in words:
            return value <= base - change if words[0] == "at" else value >= base - change
        return value >= base + change if words[0] == "at" else value <= base + change
    numbers = [
        end.number / 100 if end.unit is Unit.PERCENT else end.number
        for end in (target.low, target.high)
        if end
    ]
    match words[0]:
        case "at":
            return value >= numbers[0]
        case "no" | "within":
            return value <= numbers[0]
        case "exactly":
            return value == numbers[0]
    return numbers[0] <= value <= numbers[-1]


# Requirements ----------------------------------------------------------------------------------------------


def requirement(wanted, cells):
    """The result of a requirement from its cells, by trying every way its evidence could turn out.

    For shares, counts and bare statements, whose cells are used once each.
    """
    if wanted.applies_if is not None:
        conditions = {each.name: grades(each, wanted.id, cells) for each in wanted.conditions}
        asked = ways_of(wanted.applies_if, conditions)
        if asked == {0}:
            return NOT_APPLICABLE
        if asked != {2}:
            return NO_EVIDENCE
    found = {each.name: grades_beside(each, wanted, cells) for each in wanted.checks}
    everything = Combination(How.GRADED, tuple(found))
    ways = ways_of(wanted.met_when or everything, found)
    if wanted.partly_met_when:
        half = ways_of(wanted.partly_met_when, found)
        ways = {2 if way == 2 else 1 if part == 2 else 0 for way in ways for part in half}
    return between(min(ways), max(ways))


def grades_beside(check, wanted, cells):
    """Every grade one check could have, given the checks that it relies on or comes after."""
    named = {each.name: each for each in wanted.checks}
    if check.relies_on and grades_beside(named[check.relies_on], wanted, cells) != {2}:
        return {0, 1, 2}
    if check.after:
        before = values(cells[f"{wanted.id}.{check.after}/answer"])
        these = values(cells[f"{wanted.id}.{check.name}/answer"])
        if before is None or (these is not None and min(these) > max(before)):
            return {0, 1, 2}
    return grades(check, wanted.id, cells)


def grades(check, requirement, cells):
    """Every grade one check could have."""
    key = f"{requirement}.{check.name}"
    if check.statistic:
        cases = values(cells.get(f"{key}/out of"))
        if cases is None or min(cases) < 1:
            return {0, 1, 2}
    if check.kind is CheckKind.SHARE:
        columns = {column: cells.get(f"{key}/{column}") for column in ("number", "out of")}
        more = {column: f"{key}/{column}" for column in ("excepted", "still waiting", "baseline")}
        columns |= {column: cells[name] for column, name in more.items() if name in cells}
        result = share(check, columns)
        return set(range(result.low, result.high + 1)) if result is not NO_EVIDENCE else {0, 1, 2}
    answers = values(cells.get(f"{key}/answer"))
    if answers is None:
        return {0, 1, 2}
    if check.kind is CheckKind.COUNT:
        return {grade(check.targets[0], Fraction(answer)) for answer in answers}
    return {2 if answer == "yes" else 0 for answer in answers}


def ways_of(tree, found):
    """Every grade a combination could have, each check turning out in every way."""
    if isinstance(tree, str):
        return found[tree]
    parts = [ways_of(item, found) for item in tree.items]
    return {together(tree, list(world)) for world in product(*parts)}


def together(tree, parts):
    """The grade of a combination when the grade of each part is known."""
    match tree.how:
        case How.ALL:
            return min(parts)
        case How.ANY:
            return max(parts)
        case How.NOT:
            return 2 - parts[0]
        case How.AT_LEAST:
            return sorted(parts)[-min(tree.number, len(parts))]
    return 2 if set(parts) == {2} else 0 if set(parts) == {0} else 1
