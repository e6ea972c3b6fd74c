"""Invented partnerships of a few counts, what is published of them, and what anybody can work out.

The attacker knows how a specification is read: a share is a part of its whole, sites add up to their sum,
quarters to the year to date.  It has what is in print, and nothing else.
"""

from specrules.base.frozen import replace
from specrules.compile import compile_spec
from specrules.disclosure.linked import Edition, links
from specrules.disclosure.policy import Policy
from specrules.disclosure.protect import held_back
from specrules.disclosure.publishing import published
from specrules.evidence.facts import Absent, CellName
from specrules.spec.model import JudgedAt, Level, Over
from specrules.values.periods import read_period
from tests.disclosure.attacker import Solving
from tests.disclosure.made import PARTIES, SITES, at_sites
from tests.made import a_check, a_requirement, a_spec

WORDS = {"words": "had a review", "of": "people in treatment"}
QUARTER = a_requirement(replace(a_check(target="at least 90%", name="quarter"), **WORDS), id="Q-1")
YEAR = a_requirement(
    replace(a_check(target="at least 90%", name="year", over=Over.YEAR_TO_DATE), **WORDS), id="Y-1"
)
PLACES = a_requirement(
    replace(a_check(target="at least 90%", name="sites"), **WORDS),
    id="S-1",
    judged_at=JudgedAt(Level.SITE, summed=True),
)
SPEC = a_spec(QUARTER, YEAR, PLACES, parties=PARTIES)


def a_year(rng, sizes=(2, 5, 7, 9)):
    """The cells of four quarters at three sites, with the year to date."""
    so_far, quarters = [0, 0], []
    for _ in range(4):
        sites = [(rng.randint(0, size), size) for size in (rng.choice(sizes) for _ in SITES)]
        total = [sum(each) for each in zip(*sites, strict=True)]
        so_far = [a + b for a, b in zip(so_far, total, strict=True)]
        cells = at_sites(sites, "S-1.sites")
        for item, (number, out_of) in (("Q-1.quarter", total), ("Y-1.year", so_far)):
            cells[f"{item}/number"], cells[f"{item}/out of"] = number, out_of
        quarters.append(cells)
    return quarters


def publish(quarters, policy=None):
    """What is in print after each quarter: by quarter and cell, the number, or None for a star."""
    policy, editions, printed = policy or Policy(), [], {}
    for number, cells in enumerate(quarters, start=1):
        plan = compile_spec(SPEC, read_period(f"2026-27-Q{number}"))
        edition = Edition(plan, {CellName("riverbank", key): (n, n) for key, n in cells.items()})
        found = links(edition, editions, policy)
        told = published(found, held_back(found.linked, policy), plan.period.name, policy)
        shown = {key: None if CellName("riverbank", key) in told.held else n for key, n in cells.items()}
        shown |= _sums(shown, cells, told)
        printed |= {(number, key): n for key, n in shown.items()}
        says = {CellName("riverbank", key): None if n is None else (n, n) for key, n in shown.items()}
        editions.append(Edition(plan, says))
    return printed


def _sums(shown, cells, told):
    """The sum of sites is in print unless one of them counts for nothing in it."""
    sums = {}
    for column in ("number", "out of"):
        own = [f"S-1.sites@{site}/{column}" for site in SITES]
        kept = [key for key in own if isinstance(told.instead.get(CellName("riverbank", key)), Absent)]
        sums[f"S-1.sites/total {column}"] = None if kept else sum(cells[key] for key in own)
    if None in sums.values():  # a share is shown whole or not at all
        sums = dict.fromkeys(sums)
    return sums


def equations(quarters):
    """Every way in which what is printed hangs together."""
    made = []
    for q in range(1, quarters + 1):
        for column in ("number", "out of"):
            sites = tuple((q, f"S-1.sites@{site}/{column}") for site in SITES)
            made.append(((q, f"S-1.sites/total {column}"), sites))
            made.append(((q, f"Q-1.quarter/{column}"), sites))
            before = ((q - 1, f"Y-1.year/{column}"),) if q > 1 else ()
            made.append(((q, f"Y-1.year/{column}"), (*before, (q, f"Q-1.quarter/{column}"))))
        for item in ("Q-1.quarter", "Y-1.year", *(f"S-1.sites@{site}" for site in SITES)):
            parts = (q, f"{item}/number"), (q, f"{item}, left over")
            made.append(((q, f"{item}/out of"), parts))
    return made


def truth(quarters):
    """What every number is, printed or not."""
    true = {(q, key): n for q, cells in enumerate(quarters, 1) for key, n in cells.items()}
    for (q, key), n in list(true.items()):
        item, _, column = key.rpartition("/")
        if column == "out of":
            true[q, f"{item}, left over"] = n - true[q, f"{item}/number"]
    return true


def recovered(quarters, printed, below=5):
    """What the attacker works out of all that is in print: hidden numbers, and small ones nearly known."""
    known = {name: n for name, n in printed.items() if n is not None}
    attacker, found = Solving(equations(len(quarters)), known), []
    for name, n in truth(quarters).items():
        if name in known:
            if 0 < n < below:
                found.append(name)
            continue
        values = attacker.values(name)
        is_small = 0 < n < below
        nearly = values[-1] < below or values[-1] - values[0] < below - 1
        if (name in printed and len(values) == 1) or (is_small and nearly):
            found.append(name)
    return found
