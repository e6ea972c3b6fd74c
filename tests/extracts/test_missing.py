"""Whoever is left out of an extract, the true figures lie in the range: of the whole, and at every site."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.extracts.convert import Tables
from specrules.extracts.facts import Asked, Asking, percentile
from specrules.measures.duck import Duck, connected
from specrules.measures.lower import Query
from specrules.spec.measures import Form
from specrules.spec.notes import Control, Note
from tests.measures.making import INVENTED, MEASURES, Q1, count_by_hand
from tests.measures.test_engines import filled

CODES = ("P", "Q", "R")
SITES = {"High Street": ("P",), "Quayside": ("Q",)}  # R stands for no site
DAYS = st.integers(-40, 130).map(lambda n: date(2026, 4, 1) + timedelta(days=n))
EPISODE = st.fixed_dictionaries(
    {
        "provider": st.sampled_from(CODES),
        "person": st.integers(1, 3),
        "referred": DAYS,
        "seen": st.one_of(st.none(), DAYS),
        "discharged": st.one_of(st.none(), DAYS),
        "substance": st.sampled_from(["alcohol", "opiates"]),
    }
)
REVIEW = {"reviewed": DAYS, "mutual_aid": st.sampled_from(["delivered", "not delivered"])}
CONTACT = {
    "held": DAYS,
    "kind": st.sampled_from(["appointment", "call", "meeting"]),
    "outcome": st.sampled_from(["missed", "kept"]),
    "group": st.just("Monday"),
}


@st.composite
def worlds(draw):
    """Everything that is so: episodes, with reviews and contacts that belong to them."""
    episodes = [
        {**each, "episode": n} for n, each in enumerate(draw(st.lists(EPISODE, min_size=1, max_size=5)))
    ]

    def of_some(columns, key):
        lines = draw(
            st.lists(st.tuples(st.sampled_from(episodes), st.fixed_dictionaries(columns)), max_size=5)
        )
        own = ("provider", "person", "episode")
        return [{**{each: of[each] for each in own}, key: n, **line} for n, (of, line) in enumerate(lines)]

    return {
        "episodes": episodes,
        "reviews": of_some(REVIEW, "review"),
        "contacts": of_some(CONTACT, "contact"),
    }


def in_treatment(episode):
    return episode["referred"] <= Q1.end and (episode["discharged"] or Q1.end) >= Q1.start


def totals(rows, kinds, codes=CODES):
    """What somebody who sees everything states of those in treatment."""
    there = [each for each in rows["episodes"] if in_treatment(each) and each["provider"] in codes]
    counts = {"people": len({each["person"] for each in there}), "episodes": len(there)}
    return {kind: counts[kind] for kind in kinds}


def without(rows, episodes):
    return {table: [each for each in own if each["episode"] not in episodes] for table, own in rows.items()}


@st.composite
def left_out(draw, rows, site, every_episode):
    """Episodes that are left out: any where those are counted, else all of somebody, there or anywhere."""
    there = [each for each in rows["episodes"] if in_treatment(each)]
    if every_episode:
        return (
            set(draw(st.lists(st.sampled_from([each["episode"] for each in there]), max_size=3)))
            if there
            else set()
        )
    own = [(each["person"], each["provider"] if site else "") for each in there]
    gone = draw(st.lists(st.sampled_from(own), max_size=2)) if own else []
    return {each["episode"] for each, who in zip(there, own, strict=True) if who in gone}


def note(rows, kinds, of_sites):
    sites = {site: totals(rows, own, SITES[site]) for site, own in of_sites.items()}
    control = Control(totals(rows, {"people", *kinds}), "somebody else", sites)
    return Note("s", "p", Q1.name, "extract.csv", "invented", CODES, None, control, SITES)


def measured(rows, measure, beside, site):
    nothing = Tables(Path(), "invented", {}, (), {}, {})
    with connected(threads=1) as connection:
        asking = Asking(filled(Duck(connection), rows), nothing, beside, INVENTED, Q1)
        return asking.at(Asked(measure.id, "site" if site else "", site), measure)


KINDS = st.sets(st.sampled_from(["people", "episodes"]))


@settings(max_examples=30)
@given(st.data())
def test_the_true_figures_lie_in_the_range_whoever_is_left_out(data):
    rows, site = data.draw(worlds()), data.draw(st.sampled_from(["", *SITES]))
    measure = data.draw(MEASURES)
    kinds = data.draw(KINDS)
    beside = note(rows, kinds, data.draw(st.fixed_dictionaries(dict.fromkeys(SITES, KINDS))))
    gone = data.draw(left_out(rows, site, "episodes" in kinds))
    found = measured(without(rows, gone), measure, beside, site)
    query = Query(measure, INVENTED, Q1, per_provider=False, providers=SITES.get(site, CODES))
    if found.missing is None:
        true = truth(measure, count_by_hand(query, rows))
        for low_and_high, exact in zip((found.number, found.out_of), true, strict=False):
            assert low_and_high[0] <= exact <= low_and_high[1]


def truth(measure, lines):
    """The exact figures of an extract in which nothing is blank."""
    if measure.form is Form.DAYS:
        cases = dict(lines)
        return (percentile(cases, measure.percentile, cases.pop(None, 0))[0],)
    number, *rest = lines[0]
    return (number,) if measure.form in (Form.COUNT, Form.LATEST) else (number, rest[0])
