"""However the blanks of an extract turn out, the true figure lies in the range that was given."""

from dataclasses import fields, is_dataclass
from itertools import product

from hypothesis import assume, given, settings

from specrules.measures.duck import Duck, connected
from specrules.measures.lower import Query
from specrules.spec.measures import Condition, Form
from tests.measures.making import INVENTED, MEASURES, Q1, count_by_hand, tables
from tests.measures.test_engines import filled

OPEN = {
    ("episodes", "substance"): ("alcohol", "opiates", "neither"),
    ("reviews", "mutual_aid"): ("delivered", "not delivered"),
    ("contacts", "outcome"): ("missed", "kept"),
}
SHARES = (Form.RATIO, Form.FOLLOW_UP, Form.STEPS)


def asked_whether_recorded(measure):
    """The terms of which a measure asks only whether they are recorded: of a blank, that is known."""
    found = set()

    def look(part):
        if isinstance(part, Condition) and not part.words:
            found.add(part.term)
        elif isinstance(part, tuple):
            for each in part:
                look(each)
        elif is_dataclass(part):
            for each in fields(part):
                look(getattr(part, each.name))

    look(measure)
    return found


def worlds(rows, known):
    """Every way in which blanks among the words could have been filled in, but for terms that are *known*."""
    blanks = [
        (table, n, term)
        for (table, term) in OPEN
        for n, row in enumerate(rows[table])
        if row[term] is None and term not in known
    ]
    for words in product(*(OPEN[table, term] for table, _, term in blanks)):
        world = {table: [dict(row) for row in each] for table, each in rows.items()}
        for (table, n, term), word in zip(blanks, words, strict=True):
            world[table][n][term] = word
        yield world


@given(MEASURES.filter(lambda measure: measure.form in SHARES), tables(most=3))
@settings(max_examples=30)
def test_the_true_share_lies_in_the_range(measure, rows):
    possible = list(worlds(rows, asked_whether_recorded(measure)))
    assume(len(possible) <= 200)
    query = Query(measure, INVENTED, Q1, per_provider=False)
    with connected(threads=1) as connection:
        number, out_of, blank, unsure = filled(Duck(connection), rows).rows(query)[0]
    for world in possible:
        true_number, true_out_of, *_ = count_by_hand(query, world)[0]
        assert number <= true_number <= number + blank + unsure
        assert out_of <= true_out_of <= out_of + unsure
