"""Whatever is changed in a requirement, some sentence changes, so that readers can tell them apart."""

from datetime import date
from pathlib import Path

import pytest

from specrules.base.files import read_text
from specrules.base.frozen import replace
from specrules.library import Library
from specrules.sentences import requirement as sentences
from specrules.spec.model import (
    Combination,
    Comparator,
    How,
    JudgedAt,
    Level,
    Over,
    Strength,
)
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from specrules.values.periods import Every
from specrules.values.reading import read_quantity
from tests.made import a_check, a_requirement, a_spec, dated

ROOT = Path(__file__).parent.parent
FIVE = read_quantity("5 working days")
ENGLAND = Comparator("England", read_quantity("84%"), "an invented report")
CHECK = a_check("share", "at least 90%", "at least 75%", name="helped")
DUTY = a_requirement(CHECK, a_check("count", "at least 4", name="trained"))

CHECKS = {
    "kind": replace(CHECK, kind="audit"),
    "words": replace(CHECK, words="people asked"),
    "of": replace(CHECK, of="people who left"),
    "target": replace(CHECK, targets=(dated("at least 91%", "at least 75%"),)),
    "partly met": replace(CHECK, targets=(dated("at least 90%", "at least 76%"),)),
    "since": replace(CHECK, targets=(dated("at least 90%", "at least 75%", date(2027, 4, 1)),)),
    "contract year": replace(CHECK, targets=(replace(CHECK.targets[0], contract_year=2),)),
    "quarter": replace(CHECK, targets=(replace(CHECK.targets[0], quarter=2),)),
    "at": replace(CHECK, targets=(replace(CHECK.targets[0], at=("North",)),)),
    "people": replace(CHECK, people="adults"),
    "left out": replace(CHECK, left_out=("in prison",)),
    "exceptions": replace(CHECK, exceptions=("in prison",)),
    "fewest": replace(CHECK, sample=read_quantity("10")),
    "if fewer": replace(CHECK, sample=read_quantity("10"), if_fewer="trained"),
    "not recorded": replace(CHECK, not_recorded=True),
    "still waiting": replace(CHECK, still_waiting=True),
    "within": replace(CHECK, within=FIVE),
    "over": replace(CHECK, over=Over.LAST_12_MONTHS),
    "constant": replace(CHECK, constant=read_quantity("240 people")),
    "relies on": replace(CHECK, relies_on="trained"),
    "after": replace(CHECK, after="trained"),
    "baseline": replace(CHECK, baseline=read_quantity("41%")),
    "baseline asked": replace(CHECK, baseline_asked="the average for England"),
    "part periods": replace(CHECK, in_proportion=True),
    "comparators": replace(CHECK, comparators=(ENGLAND,)),
    "threshold from": replace(CHECK, threshold_from="an article"),
}
DUTIES = {
    "title": replace(DUTY, title="Something else is done"),
    "owed by": replace(DUTY, owed_by=("trust",)),
    "jointly": replace(DUTY, owed_by=("riverbank", "trust"), jointly=True),
    "each of": replace(DUTY, owed_by=("riverbank", "trust")),
    "strength": replace(DUTY, strength=Strength.SHOULD),
    "wording": replace(DUTY, wording="The provider shall help."),
    "people": replace(DUTY, people="adults"),
    "left out": replace(DUTY, left_out=("in prison",)),
    "from": replace(DUTY, since=date(2027, 4, 1)),
    "until": replace(DUTY, until=date(2027, 4, 1)),
    "applies if": replace(DUTY, applies_if="a suitable room exists"),
    "all": replace(DUTY, met_when=Combination(How.ALL, ("helped", "trained"))),
    "any": replace(DUTY, met_when=Combination(How.ANY, ("helped", "trained"))),
    "one of them": replace(DUTY, met_when=Combination(How.AT_LEAST, ("helped", "trained"), 1)),
    "points": replace(DUTY, met_when=Combination(How.AT_LEAST, ("helped", "trained"), 3, (2, 1))),
    "partly met when": replace(DUTY, partly_met_when=Combination(How.ANY, ("helped",))),
    "each site": replace(DUTY, judged_at=JudgedAt(Level.SITE)),
    "sites added up": replace(DUTY, judged_at=JudgedAt(Level.SITE, summed=True)),
    "groups": replace(DUTY, judged_at=JudgedAt(Level.GROUP, "substance", ("opiate", "alcohol"))),
    "shown": replace(DUTY, shown_at=(JudgedAt(Level.GROUP, "substance", ("opiate", "alcohol")),)),
    "shown at sites": replace(DUTY, shown_at=(JudgedAt(Level.SITE),)),
    "if not met": replace(DUTY, if_not_met="an action plan"),
    "essential": replace(DUTY, essential=True),
    "every": replace(DUTY, every=Every.YEAR),
    "rated from": replace(DUTY, rated_from=date(2026, 10, 1)),
    "report only": replace(DUTY, report_only=True),
    "weight": replace(DUTY, weight=2),
    "source": replace(DUTY, local_source="local decision, 2026-02-10"),
}


def told(requirement):
    return tuple(sentences(requirement, a_spec(requirement)))


@pytest.mark.parametrize("changed", list(CHECKS.values()), ids=list(CHECKS))
def test_a_changed_check_reads_differently(changed):
    assert told(replace(DUTY, checks=(changed, DUTY.checks[1]))) != told(DUTY)


@pytest.mark.parametrize("changed", list(DUTIES.values()), ids=list(DUTIES))
def test_a_changed_requirement_reads_differently(changed):
    assert told(changed) != told(DUTY)


def test_no_two_changes_read_the_same():
    every = [told(each) for each in DUTIES.values()]
    every += [told(replace(DUTY, checks=(each, DUTY.checks[1]))) for each in CHECKS.values()]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "specs").glob("*.yaml")))
def test_no_two_requirements_of_a_shipped_specification_read_the_same(name):
    spec = read_spec(read_tree(read_text(ROOT / "specs" / name)), Library([ROOT / "rules"])).spec
    every = [tuple(sentences(each, spec)) for each in spec.requirements]
    assert len(set(every)) == len(every)
