"""The returns of one period are put together; what does not belong is named and left out."""

from datetime import date
from itertools import permutations

import pytest

from specrules.base.findings import Place
from specrules.evidence.assemble import assemble
from specrules.evidence.facts import Absent, Grade, Origin, Return
from specrules.result import Reason
from specrules.spec.model import Party, Returns, Spec, Status
from specrules.values.periods import Every, read_due, read_period
from tests.evidence.making import SHARE, STATEMENT, asked

COUNCIL = Party("council", "Anytown Council", "commissioner")
RIVERBANK = Party("riverbank", "Riverbank Recovery", "drug and alcohol treatment", "this contract")
TRUST = Party("trust", "Anytown Mental Health Trust", "mental health", "agreement", agreed=date(2026, 5, 1))
HOSPITAL = Party("hospital", "Anytown Hospital", "hospital liaison")
Q1, Q2 = read_period("2026-27-Q1"), read_period("2026-27-Q2")
SPEC = Spec(
    id="anytown",
    title="A service",
    version="2",
    status=Status.AGREED,
    parties=(COUNCIL, RIVERBANK, TRUST, HOSPITAL),
    starts=date(2026, 4, 1),
    ends=date(2029, 3, 31),
    returns=Returns(Every.QUARTER, read_due("15 working days after the quarter ends")),
    requirements=(),
    file="spec.yaml",
)
ASKS = (
    asked("MA-1.a", SHARE, party="riverbank"),
    asked("NWD-6.b", STATEMENT, party="trust"),
    asked("H-1.a", SHARE, party="hospital"),
)


def a_return(file="riverbank.csv", **more):
    """A return from Riverbank for the first quarter, in time."""
    settings = {
        "digest": f"{file}-digest",
        "spec": "anytown",
        "spec_version": "2",
        "party": "riverbank",
        "period": "2026-27-Q1",
        "submitted": date(2026, 7, 20),
        "cells": {"MA-1.a/number": 57},
    }
    return Return(file, **{**settings, **more})


def put(*returns, period=Q1, asks=ASKS):
    """The evidence, the codes of the findings, and the files used."""
    evidence, findings, used = assemble(SPEC, asks, returns, period)
    return evidence, [finding.code for finding in findings], [each.file for each in used]


def found(code, *returns):
    """The finding of that code."""
    _, findings, _ = assemble(SPEC, ASKS, returns, Q1)
    (finding,) = [finding for finding in findings if finding.code == code]
    return finding


def absent(evidence):
    """Why the cells of each party are missing, where its row has none."""
    return {party: each.reason for party, each in zip(evidence.parties, evidence.absent, strict=True)}


def test_parties_stand_in_the_order_of_the_specification():
    evidence, _, used = put(a_return("b.csv", party="trust"), a_return("a.csv"))
    assert evidence.parties == ("council", "riverbank", "trust", "hospital")
    assert evidence.rows == ({}, {"MA-1.a/number": 57}, {"MA-1.a/number": 57}, {})
    assert used == ["a.csv", "b.csv"]


def test_each_party_says_why_its_evidence_is_missing():
    evidence, codes, _ = put(period=Q2)
    assert absent(evidence) == {
        "council": Reason.NOT_ASKED,
        "riverbank": Reason.NOT_SUBMITTED,
        "trust": Reason.NOT_SUBMITTED,
        "hospital": Reason.NOT_AGREED,
    }
    assert codes == ["EV446", "EV446"]


def test_a_party_that_was_not_bound_when_the_period_began_has_not_agreed():
    evidence, _, _ = put(a_return())
    assert absent(evidence)["trust"] is Reason.NOT_AGREED


def test_a_cell_tells_its_origin_when_asked():
    origin = Origin(Place("riverbank.csv"), "d", "57")
    evidence, _, _ = put(a_return(origins={"MA-1.a/number": origin}))
    assert evidence.origin(1, "MA-1.a/number") == origin
    assert evidence.origin(1, "MA-9.z/number") is None
    assert evidence.origin(0, "MA-1.a/number") is None


def test_a_yes_with_its_document_is_documented():
    cells = {"NWD-6.b/answer": "yes", "NWD-6.b/document": "Protocol v2"}
    evidence, _, _ = put(a_return("trust.csv", party="trust", cells=cells))
    assert evidence.grades == {("trust", "NWD-6.b/answer"): Grade.DOCUMENTED}


@pytest.mark.parametrize("document", [None, "tbc", Absent(Reason.NOT_READABLE)])
def test_a_bare_yes_is_self_declared(document):
    cells = {"NWD-6.b/answer": "yes", "NWD-6.b/document": document}
    assert put(a_return("trust.csv", party="trust", cells=cells))[0].grades == {}


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"spec": "othertown"}, "EV440", ["othertown", "anytown"]),
        ({"spec": ""}, "EV440", ["anytown"]),
        ({"period": "2026-27-Q2"}, "EV441", ["2026-27-Q2", "2026-27-Q1"]),
        ({"period": "about July"}, "EV441", ["2026-27-Q1"]),
        ({"spec_version": "1"}, "EV442", ["version 1 ", "version 2"]),
        ({"party": "riverbnk"}, "EV445", ["riverbank"]),
    ],
)
def test_a_return_that_does_not_belong_is_named_and_not_used(change, code, named):
    evidence, _, used = put(a_return(**change))
    finding = found(code, a_return(**change))
    assert used == []
    assert evidence.rows == ({}, {}, {}, {})
    assert finding.place == Place("riverbank.csv")
    text = f"{finding.message} {finding.meant}"
    assert all(name in text for name in named)


@pytest.mark.parametrize("heading", ["spec", "period", "spec_version", "party"])
def test_free_text_in_a_heading_is_not_repeated(heading):
    _, findings, _ = assemble(SPEC, ASKS, [a_return(**{heading: "Ann Canary, 12 High Street"})], Q1)
    assert "Canary" not in repr(findings)


def test_a_return_that_names_no_version_is_used():
    assert put(a_return(spec_version=""))[2] == ["riverbank.csv"]


def test_whoever_sent_another_version_is_not_said_to_have_sent_nothing():
    assert put(a_return(spec_version="1"))[1] == ["EV442"]


def test_a_return_for_a_part_of_the_period_may_be_meant_for_all_of_it():
    month, quarter = (found("EV441", a_return(period=name)) for name in ("2026-05", "2026-27-Q2"))
    assert month.remedy == 'If it is for 2026-27-Q1, write that after "period".'
    assert quarter.remedy == ""


@pytest.mark.parametrize(("period", "is_told"), [("2026-05", True), ("2026-27", True), ("2026-27-Q1", False)])
def test_a_review_of_another_length_than_returns_says_so(period, is_told):
    asked = read_period(period)
    sent = [a_return(f"{each.id}.csv", party=each.id, period=period) for each in SPEC.parties]
    found = {each.code for each in assemble(SPEC, ASKS, sent, asked)[1]}
    assert ("EV454" in found) is is_told


def test_whoever_sent_only_another_period_sent_nothing_for_this_one_and_is_told_so_once():
    evidence, codes, _ = put(a_return(period="2026-27-Q2"))
    assert codes == ["EV441"]
    assert absent(evidence)["riverbank"] is Reason.NOT_SUBMITTED


@pytest.mark.parametrize("order", [*permutations(("a.csv", "b.csv", "c.csv"))])
def test_of_several_returns_from_one_party_none_is_used(order):
    evidence, codes, used = put(*(a_return(file) for file in order))
    assert (used, codes) == ([], ["EV443"])
    assert absent(evidence)["riverbank"] is Reason.CONFLICTING
    message = found("EV443", *(a_return(file) for file in order)).message
    assert all(file in message for file in order)


@pytest.mark.parametrize("said", ["old.csv", "OLD.csv", "old", "in/old.csv", "feedbeef", "feedbeef00"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_return_that_replaces_another_is_used(said, turned):
    returns = [a_return("in/old.csv", digest="feedbeef00"), a_return("new.csv", supersedes=said)]
    _, codes, used = put(*(reversed(returns) if turned else returns))
    assert (used, codes) == (["new.csv"], ["EV444"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("odl.csv", '"odl.csv", and no return of that name was read for 2026-27-Q1. Did you mean "old.csv"?'),
        ("new.csv", "itself."),
        ("trust.csv", "trust.csv, which is not a return of riverbank."),
        ("last.csv", "last.csv, which is not for 2026-27-Q1."),
        ("what Ann Lee sent", "something that is not the file name of a return for 2026-27-Q1."),
    ],
)
def test_what_a_return_wrongly_supersedes_is_named_where_two_came(said, told):
    last = a_return("last.csv", period="2025-26-Q4")
    given = [
        a_return("old.csv"),
        a_return("new.csv", supersedes=said),
        a_return("trust.csv", party="trust"),
        last,
    ]
    _, findings, _ = assemble(SPEC, ASKS, given, Q1)
    (two,) = [each for each in findings if each.code == "EV443"]
    assert (two.place.file, [place.file for place in two.also]) == ("new.csv", ["old.csv"])
    assert f"new.csv says that it supersedes {told}" in f"{two.message} {two.remedy}"


@pytest.mark.parametrize("said", ["new.csv", "last.csv", "trust.csv"])
def test_what_a_return_wrongly_supersedes_is_named_where_it_is_used(said):
    others = [a_return("last.csv", period="2025-26-Q4"), a_return("trust.csv", party="trust")]
    _, findings, used = assemble(SPEC, ASKS, [a_return("new.csv", supersedes=said), *others], Q1)
    (told,) = [each for each in findings if each.code == "EV444"]
    assert told.place.file == "new.csv"
    assert "new.csv" in [each.file for each in used]


def test_of_two_returns_of_one_name_neither_is_replaced_by_that_name():
    given = [a_return("q1/a.csv"), a_return("q2/a.csv"), a_return("new.csv", supersedes="a.csv")]
    (two,) = [each for each in assemble(SPEC, ASKS, given, Q1)[1] if each.code == "EV443"]
    assert put(*given)[1:] == (["EV443"], [])
    said = "new.csv says that it supersedes q1/a.csv and q2/a.csv, which share that name"
    assert said in two.message
    assert two.remedy.startswith("Rename them, so that each has a name of its own")


def test_of_two_returns_of_one_name_the_path_or_the_sha256_tells_which_is_replaced():
    old = [a_return("q1/a.csv", digest="feedbeef00"), a_return("a.csv", supersedes="feed-beef")]
    assert put(*old, a_return("new.csv", supersedes="a.csv"))[2] == ["new.csv"]
    assert put(*old, a_return("new.csv", supersedes="q1/a.csv"))[2] == []


def test_what_is_wrong_with_a_heading_is_told_where_it_stands():
    at = Place("new.csv", None, "Return", "B13")
    given = [a_return("old.csv"), a_return("new.csv", supersedes="x.csv", headings={"supersedes": at})]
    assert found("EV443", *given).place == at


def test_the_older_return_need_not_be_given_again():
    _, codes, used = put(a_return("new.csv", supersedes="old.csv"), a_return("trust.csv", party="trust"))
    assert (used, codes) == (["new.csv", "trust.csv"], [])


def test_of_several_newest_ones_it_is_said_which_they_are():
    given = [a_return("1.csv"), *(a_return(f"{n}.csv", supersedes="1.csv") for n in (2, 3, 4))]
    (two,) = [each for each in assemble(SPEC, ASKS, given, Q1)[1] if each.code == "EV443"]
    assert "Of 2.csv, 3.csv and 4.csv none says that it supersedes the others." in two.message


@pytest.mark.parametrize("said", ["other.csv", "feed", "old.cs"])
def test_a_return_that_replaces_something_else_conflicts(said):
    returns = [a_return("old.csv", digest="feedbeef00"), a_return("new.csv", supersedes=said)]
    assert put(*returns)[1:] == (["EV443"], [])


def test_the_last_of_a_chain_is_used():
    chain = [a_return("1.csv"), a_return("2.csv", supersedes="1.csv"), a_return("3.csv", supersedes="2.csv")]
    for order in permutations(chain):
        assert put(*order)[1:] == (["EV444", "EV444"], ["3.csv"])


def test_two_that_replace_each_other_conflict():
    circle = [a_return("1.csv", supersedes="2.csv"), a_return("2.csv", supersedes="1.csv")]
    assert put(*circle)[1:] == (["EV443"], [])


def test_the_same_file_twice_is_read_once():
    twice = [a_return("a.csv", digest="d"), a_return("copy/a.csv", digest="d")]
    assert put(*twice)[1:] == (["EV444"], ["a.csv"])


@pytest.mark.parametrize(
    "file", ["riverbank.xlsx", "2026-27-Q1/Riverbank return v2.xls", "2026-27/q1_riverbank.pdf"]
)
def test_a_return_that_cannot_be_read_is_its_partys_by_its_name(file):
    unread = Return(file, "d", readable=False)
    evidence, codes, used = put(unread)
    assert absent(evidence)["riverbank"] is Reason.NOT_READABLE
    assert (codes, used) == ([], [file])


def test_a_return_that_cannot_be_read_may_name_its_party_itself():
    evidence, _, _ = put(Return("a.xlsx", "d", party="riverbank", readable=False))
    assert absent(evidence)["riverbank"] is Reason.NOT_READABLE


@pytest.mark.parametrize(
    "file", ["riverbankside.xlsx", "notes.xlsx", "2026-27-Q2/riverbank.xlsx", "riverbank 2026-08.csv"]
)
def test_a_return_that_is_of_somebody_else_or_another_period_is_not_this_partys(file):
    evidence, _, used = put(Return(file, "d", readable=False))
    assert absent(evidence)["riverbank"] is Reason.NOT_SUBMITTED
    assert used == []


def test_a_return_that_can_be_read_goes_before_one_that_cannot():
    evidence, _, used = put(Return("riverbank.xlsx", "d", readable=False), a_return())
    assert used == ["riverbank.csv"]
    assert evidence.rows[1]


def test_a_late_return_is_used_and_its_working_days_counted():
    assert put(a_return(submitted=date(2026, 7, 21)))[1] == []
    late = a_return(submitted=date(2026, 7, 24))
    assert put(late)[2] == ["riverbank.csv"]
    assert found("EV447", late).message.endswith("came on 24 July 2026, 3 working days late.")


def test_figures_taken_before_the_period_ended_are_named():
    early = a_return(submitted=date(2026, 5, 1))
    assert put(early)[2] == ["riverbank.csv"]
    assert found("EV453", early).message == (
        "This return was submitted on 1 May 2026, before 2026-27-Q1 ended on 30 June 2026, so its figures "
        "cannot be of all of it."
    )
    taken = a_return(submitted=date(2026, 7, 10), data_as_at=date(2026, 6, 29))
    assert "was taken on 29 June 2026" in found("EV453", taken).message


def test_figures_cannot_be_taken_after_they_were_sent():
    odd = a_return(submitted=date(2026, 7, 10), data_as_at=date(2026, 7, 13))
    assert found("EV453", odd).message == (
        "These figures were taken on 13 July 2026, and sent before that, on 10 July 2026. "
        "One of the two days is wrong."
    )


def test_figures_taken_on_the_last_day_are_of_all_of_it():
    last = a_return(submitted=date(2026, 6, 30), data_as_at=date(2026, 6, 30))
    assert "EV453" not in put(last)[1]


def test_a_return_late_by_a_weekend_is_late_all_the_same():
    spec_due = a_return(submitted=date(2026, 7, 22))
    assert "1 working day late" in found("EV447", spec_due).message


def test_a_party_that_was_not_asked_is_not_missed():
    evidence, codes, _ = put(asks=())
    assert absent(evidence)["riverbank"] is Reason.NOT_ASKED
    assert codes == []
