"""What was reviewed stays as it was when the specification is varied later."""

from specrules.base.frozen import replace
from specrules.spec.model import DatedTarget
from specrules.values.periods import read_period
from specrules.values.reading import read_target
from tests.made import PERIOD, a_check, a_requirement, a_spec, judgement_of

NEXT = read_period("2026-27-Q2")


def agreed():
    check = a_check("share", "at least 90%", name="helped")
    return a_spec(a_requirement(check, id="R-1"), a_requirement(a_check("count", "at least 4"), id="R-2"))


def varied():
    """The same with a harder target, one duty more and one less from 1 July 2026."""
    first, second = agreed().requirements
    (check,) = first.checks
    harder = DatedTarget(read_target("at least 95%"), since=NEXT.start)
    return replace(
        agreed(),
        requirements=(
            replace(first, checks=(replace(check, targets=(*check.targets, harder)),)),
            replace(second, until=PERIOD.end),
            a_requirement(a_check("count", "at least 9"), id="R-3", since=NEXT.start),
        ),
    )


def judged(spec, period):
    """The results of a review of riverbank, by requirement."""
    cells = {"R-1.helped/number": 92, "R-1.helped/out of": 100, "R-2.only/answer": 4, "R-3.only/answer": 4}
    found = judgement_of(spec, {"riverbank": cells}, period=period)
    return {each.duty.requirement.id: each.raw[0].word for each in found.judged if each.duty.in_force}


def test_a_period_before_the_variation_comes_out_as_it_did():
    assert judged(varied(), PERIOD) == judged(agreed(), PERIOD) == {"R-1": "met", "R-2": "met"}


def test_a_period_after_it_is_judged_by_what_was_varied():
    assert judged(varied(), NEXT) == {"R-1": "not met", "R-3": "not met"}
