"""What should hold for every requirement and all evidence."""

import random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from specrules.base.frozen import replace
from specrules.evidence.facts import Absent
from specrules.judging.verdicts import verdicts
from specrules.result import NOT_APPLICABLE, Reason
from specrules.spec.model import DatedTarget
from specrules.values.comparing import stricter
from specrules.values.reading import read_target
from tests.chance import PARTIES, cells_for, one_requirement
from tests.made import COUNCIL, a_check, a_requirement, a_spec, judgement_of

chances = st.integers(0, 2**32).map(random.Random)
# Most random evidence is open or full; what is left over is enough.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def a_duty(chance):
    """A random requirement owed by one provider, and random cells for it."""
    requirement = replace(one_requirement(chance, "R-1"), owed_by=("p0",))
    return requirement, cells_for(chance, requirement)


def verdict(requirement, cells):
    spec = a_spec(requirement, parties=(COUNCIL, PARTIES[0]))
    (found,) = verdicts(judgement_of(spec, {"p0": cells}))
    return found


def low(result):
    """The low end of a result. What does not apply is out of the reckoning, which no absence may achieve."""
    return 2 if result is NOT_APPLICABLE else result.low


@calmly
@given(chances)
def test_taking_evidence_away_never_raises_a_low_end(chance):
    requirement, cells = a_duty(chance)
    before = low(verdict(requirement, cells).raw)
    for key in cells:
        without = {other: cell for other, cell in cells.items() if other != key}
        assert low(verdict(requirement, without).raw) <= before
        assert low(verdict(requirement, {**cells, key: None}).raw) <= before


@calmly
@given(chances)
def test_filling_a_blank_never_widens_or_flips_a_settled_verdict(chance):
    requirement, cells = a_duty(chance)
    blank = [key for key, cell in cells.items() if cell is None]
    assume(blank)
    before = verdict(requirement, cells).raw
    assume(before.settled)
    other = cells_for(chance, requirement)
    filled = {key: other[key] if cell is None else cell for key, cell in cells.items()}
    assert verdict(requirement, filled).raw is before


@calmly
@given(chances)
def test_contradicting_evidence_reopens_a_verdict_and_says_so(chance):
    requirement = a_requirement(a_check("count", "at least 4"))
    cells = {"R-1.only/answer": chance.randint(0, 9)}
    spec = a_spec(requirement)
    (settled,) = verdicts(judgement_of(spec, {"riverbank": cells}))
    twice = {"R-1.only/answer": Absent(Reason.CONFLICTING)}
    (reopened,) = verdicts(judgement_of(spec, {"riverbank": twice}))
    assert settled.raw.settled
    assert not reopened.raw.settled
    assert reopened.reasons == (Reason.CONFLICTING,)


targets = st.integers(0, 100).flatmap(lambda n: st.sampled_from([f"at least {n}%", f"no more than {n}%"]))


@calmly
@given(chances, targets, targets)
def test_a_stricter_target_never_turns_not_met_into_met(chance, one, other):
    harder, easier = read_target(one), read_target(other)
    assume(stricter(harder, easier))
    check = a_check("share")
    asked = [replace(check, targets=(DatedTarget(target),)) for target in (easier, harder)]
    cells = cells_for(chance, a_requirement(check))
    results = []
    for each in asked:
        (found,) = verdicts(judgement_of(a_spec(a_requirement(each)), {"riverbank": cells}))
        results.append(found.raw)
    assert results[1].low <= results[0].low
    assert results[1].high <= results[0].high


@calmly
@given(chances)
def test_the_order_of_rows_and_cells_changes_nothing(chance):
    requirement, cells = a_duty(chance)
    shuffled = list(cells.items())
    chance.shuffle(shuffled)
    assert verdict(requirement, dict(shuffled)).raw is verdict(requirement, cells).raw


@calmly
@given(chances)
def test_a_verdict_that_is_open_says_why(chance):
    requirement, cells = a_duty(chance)
    found = verdict(requirement, cells)
    assert found.raw.settled or found.reasons
