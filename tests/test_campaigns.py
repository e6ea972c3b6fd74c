"""Long campaigns, run by ``.ci/run --deep``. Their last figures are in ``bench/results/campaigns.json``."""

import json
import random
from pathlib import Path

import pytest

from specrules.base.files import Source
from specrules.library import Library, shipped
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from tests import lifted, slow
from tests.chance import PARTIES, one_requirement, row_for
from tests.made import COUNCIL, a_spec, judgement_of

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "bench" / "results" / "campaigns.json"

pytestmark = pytest.mark.deep


def keep(name, **figures):
    """Note the figures of one campaign beside those of the others."""
    known = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    KEPT.write_text(json.dumps({**known, name: figures}, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def test_both_engines_and_the_slow_oracle_agree_half_a_million_times():
    cases = differ = 0
    for seed in range(1000, 1500):
        chance = random.Random(seed)
        requirements = [one_requirement(chance, f"R-{n}") for n in range(10)]
        cells = {party.id: row_for(chance, requirements) for party in PARTIES}
        spec = a_spec(*requirements, parties=(COUNCIL, *PARTIES))
        for judged in judgement_of(spec, cells, engine="both").judged:
            for party, result in zip(judged.duty.parties, judged.raw, strict=True):
                cases += 1
                differ += result is not slow.requirement(judged.duty.requirement, cells[party])
    keep("random requirements and evidence", cases=cases, disagreements=differ)
    assert differ == 0


def test_a_hundred_thousand_damaged_specifications_give_findings_and_no_crash():
    chance = random.Random(7)
    whole = (ROOT / "examples" / "anytown" / "spec.yaml").read_text(encoding="utf-8")
    library = Library([Path(shipped("rules"))])
    read = 0
    for _ in range(100_000):
        start = chance.randrange(len(whole) - 400)
        text = damaged(chance, whole[: start + 400] if chance.random() < 0.1 else whole[start : start + 400])
        tree = read_tree(Source("damaged.yaml", text, "", "utf-8", ()))
        read_spec(tree, library)
        read += 1
    keep("damaged specifications", read=read, crashes=0)


@pytest.mark.parametrize("wrong", lifted.CLAIMS)
def test_what_would_lift_a_result_is_the_least_in_twenty_thousand_cases(wrong):
    found = [fault for seed in range(10_000, 30_000) if (fault := wrong(random.Random(seed)))]
    keep(f"what it would take: {wrong.__name__.removesuffix('_wrong')}", cases=20_000, wrong=len(found))
    assert found == []


def damaged(chance, text):
    """The text with a few characters changed, taken out or put in."""
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(letters))
        odd = chance.choice("\t:-#'\"[]{}&*!|>%@` \u00a0\u2019\u202e0n£\n")
        letters[at : at + chance.randint(0, 2)] = odd * chance.randint(0, 2)
    return "".join(letters)
