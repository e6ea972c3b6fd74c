"""Parties are judged apart only where no other return counts, and what is kept is what would be judged."""

import random
from functools import partial
from itertools import chain

import pytest

from specrules.base.files import digest_of
from specrules.base.frozen import replace
from specrules.compile import planned
from specrules.drafts import replaying
from specrules.drafts.kept import Kept
from specrules.drafts.past import past_of
from specrules.drafts.replaying import replay
from specrules.drafts.together import only, together
from specrules.engine import open_engine
from specrules.evidence.facts import Column, Return, ValueKind
from specrules.judging.given import Given
from specrules.log.model import EMPTY
from specrules.spec.model import JudgedAt, Level, Party
from tests.chance import one_check
from tests.made import PERIOD, a_check, a_hand_off, a_requirement, a_spec

PARTIES = tuple(
    Party(f"p{n}", f"Provider {n}", "provider", "this contract", sites=("A", "B")) for n in range(6)
)
NAMES = tuple(each.id for each in PARTIES)


def a_duty(chance, id):
    """A duty of some parties: each for itself at once or at its sites, together, or as a hand-off."""
    owed_by = tuple(chance.sample(NAMES, chance.randint(1, 4)))
    checks = [one_check(chance, f"c{n}") for n in range(chance.randint(1, 2))]
    more = chance.choice([{}, {}, {}, {"principle": "one door"}, {"judged_at": JudgedAt(Level.SITE)}])
    if len(owed_by) > 1 and chance.random() < 0.25:
        more = chance.choice([{"jointly": True}, {"hand_off": a_hand_off()}])
    return a_requirement(*checks, id=id, owed_by=owed_by, essential=chance.random() < 0.2, **more)


def a_pair(seed):
    """An agreed specification, and a draft that is like it in most things."""
    chance = random.Random(seed)
    agreed = a_spec(*(a_duty(chance, f"R-{n}") for n in range(4)), parties=PARTIES)
    kept = [each for each in agreed.requirements if chance.random() < 0.8]
    others = [a_duty(chance, each.id) for each in agreed.requirements if each not in kept]
    parties = [each for each in PARTIES if chance.random() < 0.95]
    there = {each.id for each in parties}
    owed = [
        replace(each, owed_by=tuple(id for id in each.owed_by if id in there))
        for each in (*kept, *others, a_duty(chance, "R-9"))
    ]
    draft = [each for each in owed if len(each.owed_by) > (1 if each.jointly or each.hand_off else 0)]
    chance.shuffle(draft)
    return agreed, a_spec(*draft, parties=tuple(parties), version="2")


def a_cell(chance, kind):
    if kind is ValueKind.YES_NO:
        return chance.choice([None, "yes", "no"])
    return chance.choice([None, "<5", *range(8)])


def answers_of(spec, party, seed):
    """Random answers of one party to all that it was asked, as a return."""
    chance = random.Random(f"{party} {seed}")
    cells = {
        each.key(column): a_cell(chance, kind)
        for each in planned(spec, PERIOD).asked
        if each.party == party
        for column, kind in each.columns.items()
        if column is not Column.DOCUMENT
    }
    digest = digest_of(repr(cells).encode())
    return Return(
        f"{party}.csv", digest, spec=spec.id, party=party, period=PERIOD.name, cells=cells, origins={}
    )


def given_of(spec, seeds, log=EMPTY):
    """What a review was given, with the answers of each party made from a seed of its own."""
    return Given(planned(spec, PERIOD), tuple(answers_of(spec, *each) for each in seeds.items()), log)


def replayed(draft, given, kept=None):
    with open_engine("python") as engine:
        return replay(draft, [past_of(given)], engine, kept).quarters


@pytest.mark.parametrize("seed", range(60))
def test_what_was_kept_and_what_is_judged_now_come_to_the_same(seed, tmp_path, monkeypatch):
    agreed, draft = a_pair(seed)
    chance, path = random.Random(seed), tmp_path / "kept"
    first = dict.fromkeys(NAMES, seed)
    changed = chance.choice(NAMES)
    second = {**first, changed: seed + 1000}
    fresh = [replayed(draft, given_of(agreed, each)) for each in (first, second)]
    assert replayed(draft, given_of(agreed, first), Kept(path)) == fresh[0]
    judged = judged_by(monkeypatch)
    assert replayed(draft, given_of(agreed, first), Kept(path)) == fresh[0]
    assert judged == []
    assert replayed(draft, given_of(agreed, second), Kept(path)) == fresh[1]
    with_it = {party for group in together(agreed, draft) if changed in group for party in group}
    assert set(judged) <= with_it


def judged_by(monkeypatch):
    """The parties that are judged from now on, in a list that grows."""
    judged, parts = [], replaying.parts

    def told(draft, given, engine, groups):
        judged.extend(chain.from_iterable(groups))
        return parts(draft, given, engine, groups)

    monkeypatch.setattr(replaying, "parts", told)
    return judged


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_for_some_parties_reads_a_return_of_another(seed):
    for group in together(*a_pair(seed)):
        for spec in a_pair(seed):
            plan = planned(only(spec, frozenset(group)), PERIOD).plan
            read = {c.party for duty in plan.duties for check in duty.checks for c in check.asked} - {""}
            assert read <= set(group)


SHARE = a_check(target="at least 90%", partly="at least 75%")
TWO = a_spec(a_requirement(SHARE, owed_by=("p0", "p1")), parties=PARTIES)
SEEDS = {"p0": 1, "p1": 2}


@pytest.mark.parametrize(
    ("draft", "given", "again"),
    [
        (TWO, partial(given_of, TWO, SEEDS), set()),
        (replace(TWO, digest="other"), partial(given_of, TWO, SEEDS), {"p0", "p1"}),
        (TWO, partial(given_of, replace(TWO, digest="other"), SEEDS), {"p0", "p1"}),
        (TWO, partial(given_of, TWO, {"p0": 1, "p1": 3}), {"p1"}),
        (TWO, partial(given_of, TWO, {"p0": 1}), {"p1"}),
        (TWO, lambda: replace_log(given_of(TWO, SEEDS)), {"p0", "p1"}),
    ],
    ids=["nothing", "the draft", "the specification", "a return", "a return is gone", "the log"],
)
def test_who_is_judged_again_when_something_changed(draft, given, again, tmp_path, monkeypatch):
    path = tmp_path / "kept"
    replayed(TWO, given_of(TWO, SEEDS), Kept(path))
    judged = judged_by(monkeypatch)
    replayed(draft, given(), Kept(path))
    assert set(judged) == again


def replace_log(given):
    return Given(given.planned, given.returns, files={"log.yaml": "changed"})


def test_another_build_judges_everything_again(tmp_path, monkeypatch):
    path = tmp_path / "kept"
    replayed(TWO, given_of(TWO, SEEDS), Kept(path))
    monkeypatch.setattr(replaying, "build", lambda: "another")
    judged = judged_by(monkeypatch)
    replayed(TWO, given_of(TWO, SEEDS), Kept(path))
    assert set(judged) == {"p0", "p1"}


def test_who_hands_people_on_owes_together_or_shares_a_door_is_judged_together():
    spec = a_spec(
        a_requirement(SHARE, id="R-1", owed_by=NAMES),
        a_requirement(hand_off=a_hand_off(), id="R-2", owed_by=("p0", "p3")),
        a_requirement(SHARE, id="R-3", owed_by=("p4", "p3"), jointly=True),
        a_requirement(SHARE, id="R-4", owed_by=("p1", "p2"), principle="one door"),
        parties=PARTIES,
    )
    assert sorted(map(sorted, together(spec))) == [["p0", "p3", "p4"], ["p1", "p2"], ["p5"]]
