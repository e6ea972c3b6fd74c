"""What an allowance changed, in a few words, also where a decision was taken on the same result."""

import pytest

from specrules.base.frozen import replace
from specrules.base.frozen import replace as replace_in
from specrules.log.model import Adjudication, Log, Person
from specrules.report.html import review as page
from specrules.report.saying import agreement, effect
from specrules.view import Audience
from specrules.viewing import view
from tests.made import AS_AT, PERIOD
from tests.report.made import ALLOWANCE, a_run

FOR_MA_4 = replace(ALLOWANCE, requirement="MA-4")
DECISION = Adjudication(
    "AD-1", "MA-4", "riverbank", PERIOD, AS_AT, Person("lead commissioner"), "not met", "partly met",
    "clause 12.3", "the late records count in part", "D-1", grounded=True,
)  # fmt: skip


def seen(allowance, *decisions):
    run = a_run(allowances=(allowance,), adjudications=decisions)
    return view(replace_in(run, log=Log(adjudications=decisions)))


@pytest.mark.parametrize(
    ("allowance", "decisions", "said"),
    [
        (FOR_MA_4, (), "allowed; not met without it"),
        (FOR_MA_4, (DECISION,), "partly met by decision AD-1; not met without either"),
        (replace(FOR_MA_4, until=PERIOD.start), (), "not in force; not met"),
        (
            replace(FOR_MA_4, until=PERIOD.start),
            (DECISION,),
            "not in force; partly met by decision AD-1",
        ),
        (replace(FOR_MA_4, requirement="MA-99"), (), "none: not owed in this period"),
    ],
)
def test_an_allowance_and_a_decision_on_one_result_are_told_apart(allowance, decisions, said):
    assert [effect(each) for each in seen(allowance, *decisions).allowances] == [said]


def test_the_page_says_the_same():
    assert "Partly met by decision AD-1; not met without either" in page(seen(FOR_MA_4, DECISION))


def test_for_publication_an_agreement_says_by_whom_and_not_why():
    run = a_run(allowances=(replace(ALLOWANCE, conditions="leads are listed", renewals=1),))
    (allowance,) = view(run, Audience.PUBLICATION).allowances
    assert agreement(allowance).startswith("Agreed by ")
    assert agreement(allowance).endswith(". Renewed 1 time.")
