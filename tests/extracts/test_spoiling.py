"""However an extract is spoilt, the true figures lie in the range: nobody does better by what is not there.

Rows are left out of any table where somebody stated how many there should be, cells are blanked, and
records are spoilt so that they cannot be used, for measures of every shape, of the whole and of groups.
"""

import random
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from specrules.extracts.convert import Account, Tables
from specrules.extracts.facts import Asked, Asking
from specrules.measures.duck import Duck, connected
from specrules.measures.lower import Query
from specrules.spec.datasets import lacking
from specrules.spec.measures import Condition, Form, Mark, Measure, Rows, Wait, in_group
from specrules.spec.notes import Control, Note
from tests.extracts.test_missing import CODES, SITES, in_treatment, totals, truth
from tests.measures.making import INVENTED, MEASURES, Q1, count_by_hand
from tests.measures.test_engines import filled
from tests.measures.test_worlds import asked_whether_recorded

# Besides those that every engine is held to: persons told by their contacts, and waits at every part.
_HELD = Rows("contacts", (), "held")
_MISSED = Rows("contacts", (Condition("outcome", ("missed",)),), "held")
_KEPT = Mark(Rows("", (Condition("outcome", ("kept",)),)))
_NAMED = Mark(Rows("", (Condition("kind", ("meeting",)),)))
_REVIEWED = Mark(Rows("reviews", (Condition("mutual-aid", ("delivered",)),), "reviewed"), "person")
_IN_TREATMENT = Rows("episodes", (), during=("referred", "discharged"))
_BY_CONTACT = st.builds(
    lambda counting, among, out, excused, counted: Measure(
        "a/by-contact", "", Form.RATIO, counting, among, out, excused, counted
    ),
    st.sampled_from(["people", "contacts"]),
    st.sampled_from([_HELD, _MISSED]),
    st.sampled_from([(), (_NAMED,), (_REVIEWED,)]),
    st.sampled_from([(), (_NAMED,), (_REVIEWED,)]),
    st.sampled_from([_KEPT, _REVIEWED]),
)
_BY_REVIEW = st.builds(
    lambda counting, counted: Measure(
        "a/by-review", "", Form.RATIO, counting, Rows("reviews", (), "reviewed"), counted=counted
    ),
    st.sampled_from(["people", "reviews"]),
    st.sampled_from([Mark(Rows("", (Condition("mutual-aid", ("delivered",)),))), Mark(_MISSED, "episode")]),
)
_DIFFERENT = st.builds(
    lambda counting, out: Measure(
        "a/different", "", Form.COUNT, counting, _IN_TREATMENT, out, distinct="substance"
    ),
    st.sampled_from(["people", "episodes"]),
    st.sampled_from([(), (_REVIEWED,), (Mark(Rows("", (Condition("discharged"),))),)]),
)
_WAITS = st.builds(
    lambda part: Measure(
        "a/waits",
        "",
        Form.DAYS,
        "episodes",
        _IN_TREATMENT,
        wait=Wait("referred", "seen"),
        percentile=Fraction(part, 10),
    ),
    st.sampled_from([1, 9, 10]),
)
SHAPES = st.builds(
    lambda measure, fewest: replace(measure, fewest=fewest),
    st.one_of(MEASURES, MEASURES, _BY_CONTACT, _BY_REVIEW, _DIFFERENT, _WAITS),
    st.sampled_from([1, 1, 1, 2, 3]),
)
BLANKS = {
    "episodes": ("seen", "substance"),
    "reviews": ("mutual_aid",),
    "contacts": ("outcome", "group"),
}
TABLES = ("episodes", "reviews", "contacts")
DATES = {"reviews": "reviewed", "contacts": "held"}

# -- what is so: a few people with much of everything, nearly all of it in the period, and all in treatment

_WORDS = {
    "substance": ("alcohol", "opiates"),
    "mutual_aid": ("delivered", "not delivered"),
    "kind": ("appointment", "appointment", "call", "meeting"),
    "outcome": ("missed", "kept"),
    "group": ("Monday", "Friday"),
}
_COLUMNS = {
    "episodes": ("referred", "seen", "discharged", "substance"),
    "reviews": ("reviewed", "mutual_aid"),
    "contacts": ("held", "kind", "outcome", "group"),
}


def world(chance):
    """Drawn by hand: what hypothesis draws is mostly so small that there is nothing to spoil."""

    def cell(term):
        if term == "discharged":
            return Q1.end + timedelta(chance.randint(0, 9)) if chance.random() < 0.4 else None
        latest = 90 if term == "referred" else 95
        return (
            chance.choice(_WORDS[term])
            if term in _WORDS
            else Q1.start + timedelta(chance.randint(-9, latest))
        )

    def row(table, who, n):
        return {**who, table.removesuffix("s"): n, **{term: cell(term) for term in _COLUMNS[table]}}

    people = [
        {"provider": chance.choice(CODES), "person": chance.randint(1, 3), "episode": n}
        for n in range(chance.randint(2, 5))
    ]
    return {
        "episodes": [row("episodes", who, n) for n, who in enumerate(people)],
        **{
            table: [row(table, chance.choice(people), n) for n in range(chance.randint(2, 6))]
            for table in DATES
        },
    }


# -- what is left of it


def in_period(table, row):
    return in_treatment(row) if table == "episodes" else Q1.contains(row[DATES[table]])


def stated_of_groups(chance, rows, kinds):
    """What is stated of some of the groups, by the word that all who are in them have in a row at least."""
    words = [word for word in _WORDS["substance"] if chance.random() < 0.7]
    own = {
        word: [each for each in rows["episodes"] if in_treatment(each) and each["substance"] == word]
        for word in words
    }
    of = {w: {"people": len({each["person"] for each in r}), "episodes": len(r)} for w, r in own.items()}
    return {"substance": {word: {k: n for k, n in of[word].items() if k in kinds} for word in words}}


def stated(rows, kinds, codes=CODES):
    """What somebody who sees everything states: of people always, and of some *kinds* besides."""
    others = {
        table: sum(in_period(table, each) and each["provider"] in codes for each in rows[table])
        for table in DATES
    }
    return {k: n for k, n in (totals(rows, {"people", "episodes"}, codes) | others).items() if k in kinds}


class Spoilt:
    """What is left of the rows, and what was counted of those that could not be used."""

    def __init__(self, rows):
        self.rows = {table: [dict(each) for each in own] for table, own in rows.items()}
        self.records, self.things = {}, {}

    def leave_out(self, table, n):
        """A row, of which somebody said how many there should be."""
        if in_period(table, self.rows[table][n]):
            del self.rows[table][n]

    def leave_out_all_of(self, person):
        """Everything of somebody who is in treatment, as the control total says."""
        if any(in_treatment(each) and each["person"] == person for each in self.rows["episodes"]):
            self.rows = {
                table: [each for each in own if each["person"] != person] for table, own in self.rows.items()
            }

    def blank(self, table, n, term):
        self.rows[table][n][term] = None

    def spoil(self, table, n, *, is_record):
        provider = self.rows[table].pop(n)["provider"]
        counted = self.records if is_record else self.things.setdefault(table, {})
        counted[provider] = counted.get(provider, 0) + 1

    def tables(self):
        told = {provider: {"REFERRED: not a date": number} for provider, number in self.records.items()}
        account = Account("extract.csv", "", 0, "utf-8", told)
        return Tables(Path(), "invented", {}, (account,), {}, self.things)


def spoilt(chance, rows, kinds, known):
    """*rows* as somebody might send them who wants to look better; blanks of *known* terms say something."""
    found = Spoilt(rows)
    for how in chance.choices(("row", "row", "person", "blank", "record", "thing"), k=chance.randint(1, 3)):
        there = [(table, n) for table, own in found.rows.items() for n in range(len(own))]
        if not there:
            break
        table, n = chance.choice(there)
        match how:
            case "row" if table in kinds:
                found.leave_out(table, n)
            case "person":
                found.leave_out_all_of(found.rows[table][n]["person"])
            case "blank":
                for term in {chance.choice(BLANKS[table])} - known:
                    found.blank(table, n, term)
            case "record" | "thing":
                found.spoil(table, n, is_record=how == "record")
    return found


GROUPS = [("substance", each) for each in ("alcohol", "opiates")]
PLACES = st.sampled_from([("", ""), ("", ""), *GROUPS, *GROUPS, *(("site", each) for each in SITES)])


@pytest.fixture(scope="module")
def duck():
    with connected(threads=1) as connection:
        yield Duck(connection)


def asking(duck, left, totals, sites, groups=None):
    control = Control(totals, "somebody else", sites, groups or {})
    note = Note("s", "p", Q1.name, "extract.csv", "invented", CODES, None, control, SITES)
    return Asking(filled(duck, left.rows), left.tables(), note, INVENTED, Q1)


@settings(max_examples=20)
@given(SHAPES, PLACES, st.integers(0, 10**9))
def test_the_true_figures_lie_in_the_range_however_an_extract_is_spoilt(duck, measure, at, seed):
    (of, place), chance = at, random.Random(seed)
    whole = in_group(measure, of, place) if of == "substance" else measure
    assume(not lacking(whole, INVENTED))
    rows = world(chance)
    kinds = {"people", *(each for each in TABLES if chance.random() < 0.7)}
    left = spoilt(chance, rows, kinds, {each.replace("-", "_") for each in asked_whether_recorded(whole)})
    sites = {site: stated(rows, kinds, codes) for site, codes in SITES.items() if chance.random() < 0.5}
    of_groups = {kind for kind in ("people", "episodes") if chance.random() < 0.7}
    groups = stated_of_groups(chance, rows, of_groups)
    found = asking(duck, left, stated(rows, kinds), sites, groups).at(Asked(measure.id, of, place), measure)
    if found.missing is not None:
        return
    codes = SITES[place] if of == "site" else CODES
    lines = count_by_hand(Query(whole, INVENTED, Q1, per_provider=False, providers=codes), rows)
    if measure.form not in (Form.COUNT, Form.LATEST):
        cases = sum(number for _, number in lines) if measure.form is Form.DAYS else lines[0][1]
        assert cases >= measure.fewest
    for low_and_high, exact in zip((found.number, found.out_of), truth(whole, lines), strict=False):
        assert low_and_high[0] <= exact <= low_and_high[1]


# -- one by one: two people in treatment, and the rows of each


def two_people(*, reviews=(), contacts=()):
    start = {"referred": Q1.start, "seen": Q1.start, "discharged": None}
    episodes = [
        {**whose(n), **start, "substance": word, "episode": n}
        for n, word in enumerate(("alcohol", "opiates"))
    ]
    return {
        "episodes": episodes,
        "reviews": [{**whose(who), "review": n, **row} for n, (who, row) in enumerate(reviews)],
        "contacts": [{**whose(who), "contact": n, **row} for n, (who, row) in enumerate(contacts)],
    }


def whose(number):
    return {"provider": "P", "person": number, "episode": number}


def contact(kind, outcome="kept"):
    return {"held": Q1.end, "kind": kind, "outcome": outcome, "group": "Monday"}


def ends(duck, left, rows, measure):
    found = asking(duck, left, stated(rows, {"people", *TABLES}), {}).measured(measure)
    return found.number, found.out_of


def steps(*kinds):
    every = tuple(Rows("contacts", (Condition("kind", (kind,)),), "held") for kind in kinds)
    return Measure("a/steps", "", Form.STEPS, "people", every[0], steps=every)


def of_people(counted, among=_HELD, out=()):
    return Measure("a/ratio", "", Form.RATIO, "people", among, out, counted=counted)


def test_whose_first_step_is_left_out_may_have_failed_the_next(duck):
    rows = two_people(
        contacts=[(0, contact("appointment")), (0, contact("call")), (1, contact("appointment"))]
    )
    left = Spoilt(rows)
    left.leave_out("contacts", 2)
    assert ends(duck, left, rows, steps("appointment", "call")) == ((1, 2), (1, 2))


def test_who_is_there_without_the_row_for_which_they_are_looked_at_is_not_forgotten(duck):
    rows = two_people(contacts=[(0, contact("call")), (1, contact("call", "missed"))])
    left = Spoilt(rows)
    left.leave_out("contacts", 1)
    assert ends(duck, left, rows, of_people(_KEPT)) == ((1, 2), (1, 2))


def test_a_row_that_is_left_out_may_take_out_whoever_has_others(duck):
    rows = two_people(
        contacts=[(0, contact("call")), (0, contact("meeting")), (1, contact("call", "missed"))]
    )
    left = Spoilt(rows)
    left.leave_out("contacts", 1)
    assert ends(duck, left, rows, of_people(_KEPT, out=(_NAMED,)))[0][0] == 0


def test_rows_of_any_day_are_held_against_a_total_by_the_date_that_each_has(duck):
    review = {"reviewed": Q1.end, "mutual_aid": "delivered"}
    rows = two_people(reviews=[(0, review), (1, review)])
    left = Spoilt(rows)
    left.leave_out("reviews", 1)
    assert ends(duck, left, rows, of_people(Mark(Rows("reviews"), "episode"), _IN_TREATMENT)) == (
        (1, 2),
        (2, 2),
    )


def test_each_row_that_is_missing_may_name_something_different(duck):
    rows = two_people()
    left = Spoilt(rows)
    left.leave_out_all_of(0)
    measure = Measure("a/different", "", Form.COUNT, "people", _IN_TREATMENT, distinct="substance")
    assert ends(duck, left, rows, measure) == ((1, 2), None)
    left.leave_out_all_of(1)
    assert ends(duck, left, rows, measure) == ((0, 2), None)


def test_a_row_that_does_not_name_what_is_counted_may_be_of_something_different(duck):
    rows = two_people(contacts=[(0, contact("meeting")), (1, contact("meeting") | {"group": "Friday"})])
    left = Spoilt(rows)
    left.blank("contacts", 1, "group")
    measure = Measure("a/groups", "", Form.COUNT, "contacts", _HELD, distinct="group")
    assert ends(duck, left, rows, measure) == ((1, 2), None)
    named = replace(measure, among=replace(_HELD, where=(Condition("group"),)))
    assert ends(duck, left, rows, named) == ((1, 1), None)


def test_records_that_cannot_be_used_do_not_make_enough_cases_for_a_wait(duck):
    rows, wait = two_people(), Wait("referred", "seen")
    measure = Measure(
        "a/wait", "", Form.DAYS, "episodes", _IN_TREATMENT, wait=wait, percentile=Fraction(1, 10)
    )
    left = Spoilt(rows)
    left.spoil("episodes", 1, is_record=True)
    assert ends(duck, left, rows, measure) == ((0, 0), None)
    assert ends(duck, left, rows, replace(measure, fewest=2)) == (None, None)


# -- groups of people: somebody with a blank may be of any, and is not missing besides


def of_alcohol(duck, left, rows, totals, measure):
    groups = {"substance": {"alcohol": totals}}
    found = asking(duck, left, stated(rows, {"people", "episodes"}), {}, groups)
    found = found.at(Asked(measure.id, "substance", "alcohol"), measure)
    return found.number, found.out_of


@pytest.mark.parametrize(
    ("counting", "kind"), [("people", "people"), ("people", "episodes"), ("episodes",) * 2]
)
def test_who_is_blank_and_not_there_in_a_group_is_counted_once(duck, counting, kind):
    rows = two_people()
    left = Spoilt(rows)
    left.blank("episodes", 0, "substance")
    measure = Measure("a/count", "", Form.COUNT, counting, _IN_TREATMENT)
    # One is of the group by its total, and none by the file; that one is the one who is blank, or missing.
    assert of_alcohol(duck, left, rows, {kind: 1}, measure) == ((0, 1), None)
    assert of_alcohol(duck, left, rows, {kind: 2}, measure) == ((0, 2), None)


def test_whoever_says_elsewhere_of_which_group_they_are_may_be_missing_from_another(duck):
    rows = two_people()
    rows["episodes"].append({**rows["episodes"][0], "substance": "opiates", "episode": 2})
    left = Spoilt(rows)
    left.blank("episodes", 0, "substance")
    measure = Measure("a/count", "", Form.COUNT, "people", _IN_TREATMENT)
    assert of_alcohol(duck, left, rows, {"people": 1}, measure) == ((0, 2), None)


def test_a_blank_does_not_say_when_a_row_that_is_missing_was_dated(duck):
    rows = two_people()
    left = Spoilt(rows)
    left.blank("episodes", 1, "substance")
    measure = Measure("a/latest", "", Form.LATEST, "episodes", Rows("episodes", (), "referred"))
    assert of_alcohol(duck, left, rows, {"episodes": 2}, measure)[0] == (Q1.start, Q1.end)


def test_who_is_missing_from_the_whole_need_not_be_missing_from_a_group(duck):
    rows = two_people()
    left = Spoilt(rows)
    left.leave_out_all_of(1)
    measure = Measure("a/count", "", Form.COUNT, "people", _IN_TREATMENT)
    assert of_alcohol(duck, left, rows, {"people": 1}, measure) == ((1, 1), None)
    assert of_alcohol(duck, left, rows, {}, measure) == ((1, 2), None)
