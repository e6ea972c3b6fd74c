"""Random requirements and random evidence for them, from a chance that can be repeated."""

from specrules.base.frozen import replace
from specrules.spec.model import Combination, DatedTarget, How, Party
from specrules.values.reading import read_quantity, read_target
from tests.made import a_check, a_requirement

PARTIES = tuple(Party(f"p{n}", f"Provider {n}", "provider", "this contract") for n in range(100))


HOWS = (How.ALL, How.ANY, How.AT_LEAST, How.GRADED)


# Changes from a baseline that the evidence gives.
FLOOR = ("at least 20 percentage points above baseline", "at least the baseline")
CEILING = ("at least 20 percentage points below baseline", "no more than 10 percentage points above baseline")


def one_check(chance, name, halves=True):
    """A share, a count or a bare statement; with a target that is partly met, where *halves*."""
    kind = chance.choice(["share", "share", "count", "count", "statement"])
    if kind == "statement":
        return a_check("statement", name=name, document=None)
    floor, ceiling = ("at least 80%", "at least 50%"), ("no more than 20%", "no more than 50%")
    measured = kind == "share" and chance.random() < 0.2
    ends = [FLOOR, CEILING] if measured else [floor, ceiling]
    target, partly = chance.choice(ends) if kind == "share" else ("at least 4", "at least 2")
    half = read_target(partly) if halves and chance.random() < 0.5 else None
    targets = (DatedTarget(read_target(target), half),)
    if kind == "count":
        statistic = chance.choice(["", "", "median"])
        return a_check(kind, name=name, targets=targets, statistic=statistic)
    return a_check(
        kind,
        name=name,
        targets=targets,
        exceptions=("away",) if chance.random() < 0.2 else (),
        still_waiting=chance.random() < 0.2,
        baseline_asked="the average elsewhere" if measured else "",
        sample=read_quantity("3") if chance.random() < 0.2 else None,
    )


def relying(chance, checks):
    """The checks, some of which rely on one before them, or come after it."""
    made = []
    for check in checks:
        if made and chance.random() < 0.2:
            check = replace(check, relies_on=chance.choice(made).name)
        counts = [each for each in made if each.kind == check.kind == "count"]
        if counts and chance.random() < 0.3:
            check = replace(check, after=chance.choice(counts).name)
        made.append(check)
    return made


def combination(chance, names, depth=2, hows=HOWS):
    """A tree that uses each name once, so that the oracle is exact and not merely safe."""
    if depth and len(names) > 2 and chance.random() < 0.5:
        cut = chance.randint(1, len(names) - 1)
        inner = combination(chance, names[:cut], depth - 1, hows)
        items = (inner, *names[cut:])
    else:
        items = tuple(names)
    how = chance.choice(hows)
    tree = Combination(how, items, chance.randint(1, len(items)) if how is How.AT_LEAST else 0)
    return Combination(How.NOT, (tree,)) if chance.random() < 0.1 else tree


def one_requirement(chance, id):
    """Up to five checks and two conditions, put together in any way. No condition is half met."""
    names = [f"c{n}" for n in range(chance.randint(1, 5))]
    conditions = [f"w{n}" for n in range(chance.choice([0, 0, 1, 2]))]
    half = chance.randint(0, len(names) - 1)
    return a_requirement(
        *relying(chance, [one_check(chance, name) for name in names]),
        id=id,
        owed_by=tuple(party.id for party in PARTIES),
        conditions=tuple(one_check(chance, name, halves=False) for name in conditions),
        applies_if=combination(chance, conditions, hows=HOWS[:3]) if conditions else None,
        met_when=combination(chance, names[half:]) if chance.random() < 0.7 or half else None,
        partly_met_when=combination(chance, names[:half]) if half else None,
    )


def cells_for(chance, requirement):
    cells = {}
    for check in (*requirement.conditions, *requirement.checks):
        key = f"{requirement.id}.{check.name}"
        if check.kind == "share":
            out_of = chance.choice([None, 0, "<5", *range(1, 13)])
            most = out_of if isinstance(out_of, int) else 4
            cells[f"{key}/out of"] = out_of
            excepted = chance.choice([None, *range(most + 1)]) if check.exceptions else 0
            waiting = chance.choice([None, *range(most - (excepted or 0) + 1)]) if check.still_waiting else 0
            most -= (excepted or 0) + (waiting or 0)
            cells[f"{key}/number"] = chance.choice([None, "<5" if most > 3 else None, *range(most + 1)])
            if check.exceptions:
                cells[f"{key}/excepted"] = excepted
            if check.still_waiting:
                cells[f"{key}/still waiting"] = waiting
            if check.baseline_asked:
                cells[f"{key}/baseline"] = chance.choice([None, "0.5", "0%", "40%", "62.5%", "100%"])
        elif check.kind == "count":
            hidden = None if check.statistic else "<5"  # a median is no count of people that could be hidden
            cells[f"{key}/answer"] = chance.choice([None, hidden, *range(7)])
            if check.statistic:
                cells[f"{key}/out of"] = chance.choice([None, "<5", *range(7)])
        else:
            cells[f"{key}/answer"] = chance.choice([None, "yes", "no"])
    return cells


def row_for(chance, requirements):
    return {key: cell for each in requirements for key, cell in cells_for(chance, each).items()}
