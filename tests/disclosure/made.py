"""Small partnerships and tables of invented counts, and their publication."""

from specrules.base.findings import Place
from specrules.base.frozen import replace
from specrules.compile import planned
from specrules.disclosure.counts import Count, Linked, Name, Sum
from specrules.disclosure.policy import Policy
from specrules.disclosure.publishing import publication
from specrules.engine import open_engine
from specrules.evidence.facts import Origin, Return
from specrules.judging.given import Given
from specrules.judging.review import review
from specrules.spec.model import JudgedAt, Level
from tests.made import COUNCIL, PERIOD, RIVERBANK, TRUST, a_check, a_requirement, a_spec

SITES = ("North", "South", "East")
SUMMED = a_requirement(
    a_check(target="at least 90%", name="delivered"), id="MA-1", judged_at=JudgedAt(Level.SITE, summed=True)
)
SHARE = a_requirement(a_check(target="at least 90%", name="reviewed"), id="MA-2")
PARTIES = (COUNCIL, replace(RIVERBANK, sites=SITES), TRUST)


def a_return(party, cells, period="2026-27-Q1"):
    """A return of one party, by cell."""
    file = f"{party}.csv"
    origins = {key: Origin(Place(file, cell=key), "d", str(found)) for key, found in cells.items()}
    return Return(file, party, "anytown", "1", party, period, cells=cells, origins=origins)


def run_and_view(requirements, cells, earlier=(), policy=None, period=PERIOD):
    """The run of some requirements on cells by party, and what is published of it."""
    spec = a_spec(*requirements, parties=PARTIES, file="spec.yaml", digest="a" * 64)
    returns = tuple(a_return(party, own, period.name) for party, own in cells.items())
    given = Given(planned(spec, period), returns)
    with open_engine("python") as engine:

        def judged(published=None):
            return review(given, engine, published=published)

        run = judged()
        return run, publication(run, judged, earlier, policy or Policy())


def at_sites(counts, item="MA-1.delivered"):
    """Cells from (number, out of) at each site."""
    cells = {}
    for site, (number, out_of) in zip(SITES, counts, strict=True):
        cells[f"{item}@{site}/number"], cells[f"{item}@{site}/out of"] = number, out_of
    return cells


def a_table(rows):
    """A table with its margins as a linked system, every number printed."""
    counts, sums = {}, []
    wide = range(len(rows[0]))

    def name(row, column):
        return Name("2026-27-Q1", "riverbank", f"{row},{column}")

    for r, row in enumerate(rows):
        counts.update({name(r, c): Count(value) for c, value in enumerate(row)})
        counts[name(r, "all")] = Count(sum(row))
        sums.append(Sum(name(r, "all"), tuple(name(r, c) for c in wide)))
    for c in wide:
        counts[name("all", c)] = Count(sum(row[c] for row in rows))
        sums.append(Sum(name("all", c), tuple(name(r, c) for r in range(len(rows)))))
    counts[name("all", "all")] = Count(sum(map(sum, rows)))
    sums.append(Sum(name("all", "all"), tuple(name(r, "all") for r in range(len(rows)))))
    sums.append(Sum(name("all", "all"), tuple(name("all", c) for c in wide)))
    return Linked(counts, tuple(sums))
