"""Random requirements on random evidence: both engines, and a slow oracle that tries every way."""

import random

import pytest

from tests import slow
from tests.chance import PARTIES, one_requirement, row_for
from tests.made import COUNCIL, a_spec, judgement_of

SPECS_A_SEED, SEEDS = 10, 20  # x 100 parties: 20,000 cases


@pytest.mark.parametrize("seed", range(SEEDS))
def test_both_engines_and_the_slow_oracle_agree(seed):
    chance = random.Random(seed)
    requirements = [one_requirement(chance, f"R-{n}") for n in range(SPECS_A_SEED)]
    cells = {party.id: row_for(chance, requirements) for party in PARTIES}
    spec = a_spec(*requirements, parties=(COUNCIL, *PARTIES))
    for judged in judgement_of(spec, cells, engine="both").judged:
        for party, result in zip(judged.duty.parties, judged.raw, strict=True):
            assert result is slow.requirement(judged.duty.requirement, cells[party]), (
                judged.duty.requirement,
                cells[party],
            )
