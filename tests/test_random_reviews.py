"""Random requirements on random evidence: both engines, and a slow oracle that tries every way."""

import random

import pytest

from specrules.quantities import read_target
from specrules.spec.model import Combination, DatedTarget, How, Party
from tests import slow
from tests.made import COUNCIL, a_check, a_requirement, a_spec, judgement_of

PARTIES = tuple(Party(f"p{n}", f"Provider {n}", "provider", "this contract") for n in range(100))
SPECS_A_SEED, SEEDS = 10, 20  # x 100 parties: 20,000 cases


def one_check(chance, name):
    kind = chance.choice(["share", "share", "count", "count", "statement"])
    if kind == "statement":
        return a_check("statement", name=name, document=None)
    if kind == "count":
        targets = DatedTarget(read_target("at least 4"), chance.choice([None, read_target("at least 2")]))
        return a_check("count", name=name, targets=(targets,))
    floor = DatedTarget(read_target("at least 80%"), chance.choice([None, read_target("at least 50%")]))
    ceiling = DatedTarget(
        read_target("no more than 20%"), chance.choice([None, read_target("no more than 50%")])
    )
    return a_check("share", name=name, targets=(chance.choice([floor, ceiling]),))


def combination(chance, names, depth=2):
    """A tree that uses each name once, so that the oracle is exact and not merely safe."""
    if depth and len(names) > 2 and chance.random() < 0.5:
        cut = chance.randint(1, len(names) - 1)
        inner = combination(chance, names[:cut], depth - 1)
        items = (inner, *names[cut:])
    else:
        items = tuple(names)
    how = chance.choice([How.ALL, How.ANY, How.GRADED, How.AT_LEAST])
    tree = Combination(how, items, chance.randint(1, len(items)) if how is How.AT_LEAST else 0)
    return Combination(How.NOT, (tree,)) if chance.random() < 0.1 else tree


def one_requirement(chance, id):
    names = [f"c{n}" for n in range(chance.randint(1, 5))]
    conditions = [f"w{n}" for n in range(chance.choice([0, 0, 1, 2]))]
    half = chance.randint(0, len(names) - 1)
    return a_requirement(
        *[one_check(chance, name) for name in names],
        id=id,
        owed_by=tuple(party.id for party in PARTIES),
        conditions=tuple(one_check(chance, name) for name in conditions),
        applies_if=combination(chance, conditions) if conditions else None,
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
            cells[f"{key}/number"] = chance.choice([None, "<5" if most > 3 else None, *range(most + 1)])
        elif check.kind == "count":
            cells[f"{key}/answer"] = chance.choice([None, "<5", *range(7)])
        else:
            cells[f"{key}/answer"] = chance.choice([None, "yes", "no"])
    return cells


def row_for(chance, requirements):
    return {key: cell for each in requirements for key, cell in cells_for(chance, each).items()}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_both_engines_and_the_slow_oracle_agree(seed):
    chance = random.Random(seed)
    requirements = [one_requirement(chance, f"R-{n}") for n in range(SPECS_A_SEED)]
    cells = {
        party.id: {k: v for each in requirements for k, v in cells_for(chance, each).items()}
        for party in PARTIES
    }
    spec = a_spec(*requirements, parties=(COUNCIL, *PARTIES))
    for judged in judgement_of(spec, cells, engine="both").judged:
        for party, result in zip(judged.duty.parties, judged.raw, strict=True):
            assert result is slow.requirement(judged.duty.requirement, cells[party]), (
                judged.duty.requirement,
                cells[party],
            )
