"""What is printed for other databases is kept, so that a change of one word of it is seen."""

import pytest

from specrules.library import Library, shipped
from specrules.measures.lower import DIALECTS, RUN_BY_US, Query, commented
from specrules.values.periods import read_period

LIBRARY = Library([shipped("rules")])
NDTMS = LIBRARY.dataset("ndtms-k")[0]
Q1 = read_period("2026-27-Q1")


def printed(dialect):
    measures = [LIBRARY.measure(id)[0] for id in LIBRARY.measure_ids()]
    return "\n".join(commented(Query(each, NDTMS, Q1), dialect) for each in measures)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_is_printed_as_it_is_kept(dialect, as_kept):
    as_kept(f"{dialect}.sql", printed(dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_we_did_not_run_says_so(dialect):
    says = printed(dialect).count("not run by us")
    assert says == (0 if dialect in RUN_BY_US else len(LIBRARY.measure_ids()))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_is_divided_or_rounded(dialect):
    text = "\n".join(line for line in printed(dialect).splitlines() if not line.startswith("--"))
    assert "ROUND" not in text
    assert "/" not in text
    assert "FLOAT" not in text
    assert "DOUBLE" not in text
