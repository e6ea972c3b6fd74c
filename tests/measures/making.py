"""Small invented extracts, measures over them, and a slow oracle that counts by hand.

The oracle shares no code with the package but the shapes of a measure: it goes row by row, knows only
true, false and None for what a blank leaves open, and never saw SQL.
"""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from specrules.base.files import Source
from specrules.measures.lower import KEYS, Query, columns_of
from specrules.spec.datasets import read_dataset
from specrules.spec.measures import Condition, Form, Mark, Measure, Rows, Wait, in_group
from specrules.text.tree import read_tree
from specrules.values.periods import Every, period_of, read_period

DATASET = """\
specrules: dataset 1
dataset: invented
title: An invented dataset
status: checked
dates: YYYY-MM-DD
provider: PROVIDER
person: [PERSON]
tables:
  episodes:
    key: [EPISODE]
    columns:
      referred: {column: REFERRED, reads: date, required: yes}
      seen: {column: SEEN, reads: date}
      discharged: {column: DISCHARGED, reads: date}
      substance: {column: SUBSTANCE, reads: code, codes: {A: alcohol, O: opiates, N: neither}}
  reviews:
    key: [REVIEW]
    columns:
      reviewed: {column: REVIEWED, reads: date, required: yes}
      mutual-aid: {column: MUTUALAID, reads: code, codes: {Y: delivered, N: not delivered}}
  contacts:
    key: [CONTACT]
    columns:
      held: {column: HELD, reads: date, required: yes}
      kind: {column: KIND, reads: code, required: yes, codes: {A: appointment, C: call, M: meeting}}
      outcome: {column: OUTCOME, reads: code, codes: {M: missed, K: kept}}
      group: {column: GROUPNAME, reads: text}
control: {rows: episodes, during: [referred, discharged]}
"""
INVENTED, _found = read_dataset(read_tree(Source("datasets/invented.yaml", DATASET, "", "utf-8")))
assert INVENTED is not None
assert _found == ()

TYPES = {
    "episodes": {
        "provider": str,
        "person": int,
        "episode": int,
        "referred": date,
        "seen": date,
        "discharged": date,
        "substance": str,
    },
    "reviews": {"provider": str, "person": int, "episode": int, "review": int, "reviewed": date}
    | {"mutual_aid": str},
    "contacts": {"provider": str, "person": int, "episode": int, "contact": int, "held": date, "kind": str}
    | {"outcome": str, "group": str},
}
Q1 = read_period("2026-27-Q1")
SQL_TYPES = {str: "VARCHAR(40)", int: "BIGINT", date: "DATE"}

# -- rows

_DAY = st.integers(-40, 130).map(lambda n: date(2026, 4, 1) + timedelta(days=n))


def _maybe(strategy):
    return st.one_of(st.none(), strategy, strategy)


_PEOPLE = {"provider": st.sampled_from("PQ"), "person": st.integers(1, 4), "episode": st.integers(1, 5)}
_ROWS = {
    "episodes": {
        **_PEOPLE,
        "referred": _DAY,
        "seen": _maybe(_DAY),
        "discharged": _maybe(_DAY),
        "substance": _maybe(st.sampled_from(["alcohol", "opiates", "neither"])),
    },
    "reviews": {
        **_PEOPLE,
        "reviewed": _DAY,
        "mutual_aid": _maybe(st.sampled_from(["delivered", "not delivered"])),
    },
    "contacts": {
        **_PEOPLE,
        "held": _DAY,
        "kind": st.sampled_from(["appointment", "call", "meeting"]),
        "outcome": _maybe(st.sampled_from(["missed", "kept"])),
        "group": _maybe(st.sampled_from(["Monday", "Friday"])),
    },
}


def _numbered(table, rows):
    key = {"episodes": "episode", "reviews": "review", "contacts": "contact"}[table]
    return [
        {name: n if name == key else row.get(name) for name in TYPES[table]} for n, row in enumerate(rows)
    ]


def tables(most=6):
    """Whole extracts: rows by table."""
    return st.fixed_dictionaries(
        {
            table: st.lists(st.fixed_dictionaries(columns), max_size=most).map(
                lambda rows, table=table: _numbered(table, rows)
            )
            for table, columns in _ROWS.items()
        }
    )


# -- measures

_SUBSTANCE = st.sampled_from(
    [
        (),
        (Condition("substance", ("alcohol",)),),
        (Condition("substance", ("alcohol", "opiates")),),
        (Condition("substance"),),
    ]
)
_EPISODES = st.builds(
    lambda where, stretch: Rows("episodes", where, **stretch),
    _SUBSTANCE,
    st.sampled_from([{"dated": "referred"}, {"during": ("referred", "discharged")}]),
)
_MARKS = st.sampled_from(
    [
        Mark(Rows("", (Condition("substance", ("opiates",)),))),
        Mark(Rows("", (Condition("discharged"),))),
        Mark(Rows("reviews", (Condition("mutual-aid", ("delivered",)),), dated="reviewed"), "person"),
        Mark(Rows("reviews", (Condition("mutual-aid", ("not delivered",)),)), "episode"),
        Mark(Rows("reviews"), "episode"),
        Mark(Rows("contacts", (Condition("outcome", ("kept",)), Condition("kind", ("call",)))), "person"),
    ]
)
_FEW = st.lists(_MARKS, max_size=2).map(tuple)
_RATIO = st.builds(
    lambda counting, among, out, excused, counted: Measure(
        "a/ratio", "", Form.RATIO, counting, among, out, excused, counted
    ),
    st.sampled_from(["people", "episodes"]),
    _EPISODES,
    _FEW,
    _FEW,
    _MARKS,
)
_WITHIN = st.builds(
    lambda counting, among, out, excused, days: Measure(
        "a/within", "", Form.WITHIN, counting, among, out, excused, wait=Wait("referred", "seen", days)
    ),
    st.sampled_from(["people", "episodes"]),
    _EPISODES,
    _FEW,
    _FEW,
    st.sampled_from([0, 7, 21]),
)
_COUNT = st.builds(
    lambda counting, among, out: Measure("a/count", "", Form.COUNT, counting, among, out),
    st.sampled_from(["people", "episodes"]),
    _EPISODES,
    _FEW,
)
_MEETING = (Condition("kind", ("meeting",)),)
_GROUPS = st.just(
    Measure("a/groups", "", Form.COUNT, "contacts", Rows("contacts", _MEETING, "held"), distinct="group")
)
_DAYS = st.builds(
    lambda among: Measure(
        "a/days", "", Form.DAYS, "episodes", among, wait=Wait("referred", "seen"), percentile=Fraction(1, 2)
    ),
    _EPISODES,
)
_CALL = (Condition("kind", ("call",)), Condition("outcome", ("kept",)))
_FOLLOW_UP = st.builds(
    lambda where, later, joined, days: Measure(
        "a/follow-up",
        "",
        Form.FOLLOW_UP,
        "contacts",
        Rows("contacts", where, "held"),
        counted=Mark(Rows("contacts", later, "held"), joined, days),
    ),
    st.sampled_from([(Condition("outcome", ("missed",)),), (Condition("kind", ("appointment",)),)]),
    st.sampled_from([_CALL, (Condition("kind", ("call", "meeting")),)]),
    st.sampled_from(["person", "episode"]),
    st.sampled_from([3, 7, 30]),
)
_LATEST = st.builds(
    lambda where: Measure("a/latest", "", Form.LATEST, "contacts", Rows("contacts", where, "held")),
    st.sampled_from([(Condition("kind", ("call",)),), _CALL, (Condition("outcome", ("kept",)),)]),
)
_STEPS = st.just(
    Measure(
        "a/steps",
        "",
        Form.STEPS,
        "people",
        Rows("contacts", (Condition("kind", ("appointment",)),), "held"),
        steps=tuple(
            Rows("contacts", (Condition("kind", (kind,)),), "held")
            for kind in ("appointment", "call", "meeting")
        ),
    )
)
MEASURES = st.one_of(_RATIO, _RATIO, _WITHIN, _COUNT, _GROUPS, _DAYS, _FOLLOW_UP, _LATEST, _STEPS)


@st.composite
def queries(draw, measures=MEASURES):
    """A measure, of all or of a group of people, and how it is asked for."""
    measure, by = draw(measures), ()
    if measure.among.table == "episodes":
        by = draw(st.sampled_from([(), ("substance",)]))
        if group := draw(st.sampled_from(["", "alcohol"])):
            measure = in_group(measure, "substance", group)
    period = None if measure.among.dated and draw(st.booleans()) else Q1
    return Query(
        measure,
        INVENTED,
        period,
        every=draw(st.sampled_from(list(Every))),
        per_provider=draw(st.booleans()),
        by=by,
        providers=draw(st.sampled_from([(), ("P",), ("P", "Q")])),
    )


# -- the oracle


def count_by_hand(query, rows):
    """What must come out of *query*: sorted rows, as the engines give them."""
    groups = {}
    for group, base in _bases(query, rows):
        groups.setdefault(group, []).append(base)
    if not groups and not _names(query):
        groups[()] = []  # without groups, engines say that there is nobody
    found = [tuple(line) for group, bases in groups.items() for line in _lines(query, group, bases, rows)]
    return sorted(found, key=lambda row: [(each is not None, str(type(each)), each) for each in row])


def _names(query):
    return columns_of(query)[: -len(_values(query))]


def _values(query):
    match query.measure.form:
        case Form.DAYS:
            return ("days", "cases")
        case Form.LATEST:
            return ("latest", "perhaps")
        case Form.COUNT:
            return ("numerator", "unsure")
    return ("numerator", "denominator", "blank", "unsure")


def _bases(query, rows):
    """The rows looked at, surely or perhaps, each with its group and its period."""
    measure = query.measure
    among = measure.steps[0] if measure.form is Form.STEPS else measure.among
    only_sure = measure.form is Form.STEPS
    for row in rows[among.table]:
        state = _says(among, row)
        period = _period(query, among, row)
        if state is False or period is None or (only_sure and state is None):
            continue
        if query.providers and row["provider"] not in query.providers:
            continue
        group = ((row["provider"],) if query.per_provider else ()) + tuple(row[each] for each in query.by)
        group += () if query.period else (_number(query.every, row[among.dated]),)
        yield group, (row, state, period)


def _period(query, among, row):
    """The stretch of days of the period that a row is looked at in, or None."""
    if not query.period:
        if query.measure.form is Form.LATEST:
            return (None, None)
        found = period_of(query.every, row[among.dated])
        return found.start, found.end
    start, end = query.period.start, query.period.end
    if among.during:
        first, last = row[among.during[0]], row[among.during[1]]
        touches = first <= end and (last is None or last >= start)
    else:
        touches = row[among.dated] <= end and (query.measure.form is Form.LATEST or row[among.dated] >= start)
    return (start, end) if touches else None


def _number(every, day):
    year, month = day.year, day.month
    if every is Every.MONTH:
        return year * 100 + month
    financial = year if month >= 4 else year - 1
    since = (month - 4) % 12
    part = {Every.QUARTER: since // 3 + 1, Every.HALF_YEAR: since // 6 + 1, Every.YEAR: 0}[every]
    return financial * 10 + part


def _says(rows, row):
    """True, False, or None where a blank leaves it open."""
    answers = [_says_one(each, row) for each in rows.where]
    return False if False in answers else None if None in answers else True


def _says_one(condition, row):
    value = row[condition.term.replace("-", "_")]
    if not condition.words:
        return value is not None
    return None if value is None else value in condition.words


def _marked(query, mark, base, rows):
    row, _, (start, end) = base
    if not mark.rows.table:
        return _says(mark.rows, row)
    answers = []
    for other in rows[mark.rows.table]:
        if other[mark.joined_by] != row[mark.joined_by]:
            continue
        if query.per_provider and other["provider"] != row["provider"]:
            continue
        if mark.within is not None:
            gap = (other[mark.rows.dated] - row[query.measure.among.dated]).days
            if not 0 < gap <= mark.within:
                continue
        elif mark.rows.dated and not start <= other[mark.rows.dated] <= end:
            continue
        answers.append(_says(mark.rows, other))
    return True if True in answers else None if None in answers else False


def _in_time(wait, row):
    start, end = row[wait.start], row[wait.end]
    if start is None or end is None or end < start:
        return None
    return (end - start).days <= wait.within


def _lines(query, group, bases, rows):
    measure = query.measure
    match measure.form:
        case Form.DAYS:
            return _waits(measure, group, bases)
        case Form.LATEST:
            days = [(row[measure.among.dated], state) for row, state, _ in bases]
            sure = [day for day, state in days if state]
            return [(*group, max(sure, default=None), max((day for day, _ in days), default=None))]
        case Form.STEPS:
            return [(*group, *_climbed(query, bases, rows))]
        case Form.COUNT:
            states = [_state(query, unit, rows) for unit in _units(query, bases).values()]
            return [(*group, states.count("in"), states.count("open"))] if states or not _names(query) else []
    states = [_state(query, unit, rows) for unit in _units(query, bases).values()]
    sure, no, blank = (states.count(each) for each in ("in", "no", "blank"))
    return [(*group, sure, sure + no + blank, blank, states.count("open"))]


def _waits(measure, group, bases):
    counts = {}
    for row, state, _ in bases:
        start, end = row[measure.wait.start], row[measure.wait.end]
        known = state is True and start is not None and end is not None and end >= start
        days = (end - start).days if known else None
        counts[days] = counts.get(days, 0) + 1
    return [(*group, days, cases) for days, cases in counts.items()]


def _units(query, bases):
    key = query.measure.distinct or KEYS[query.measure.counting]
    units = {}
    for base in bases:
        if base[0][key] is not None:
            units.setdefault(base[0][key], []).append(base)
    return units


def _state(query, bases, rows):
    """in, no, blank (in the denominator, perhaps counted), open (perhaps in neither) or out."""
    measure = query.measure

    def told(look):
        answers = [(base[1], look(base)) for base in bases]
        if any(state is True and answer is True for state, answer in answers):
            return True
        return None if any(answer is not False for _, answer in answers) else False

    def any_of(marks):
        def look(base):
            answers = [_marked(query, mark, base, rows) for mark in marks]
            return True if True in answers else None if None in answers else False

        return told(look) if marks else False

    looked_at = any(state is True for _, state, _ in bases)
    gone, excused = any_of(measure.left_out), any_of(measure.excused)
    if measure.form is Form.WITHIN:
        hit = told(lambda base: _in_time(measure.wait, base[0]))
    elif measure.counted:
        hit = any_of((measure.counted,))
    else:
        hit = True
    if gone is True or (hit is False and excused is True):
        return "out"
    if not looked_at or gone is None:
        return "open"
    if hit is True:
        return "in"
    if excused is not False:
        return "open"
    return "no" if hit is False else "blank"


def _climbed(query, bases, rows):
    """How many took every step in order, of how many that took the first; every path is tried."""
    keys = ("person", "provider") if query.per_provider else ("person",)
    firsts = {}
    for row, _, _ in bases:
        firsts.setdefault(tuple(row[key] for key in keys), []).append(row["held"])
    done = 0
    for who, days in firsts.items():
        paths = set(days)
        for step in query.measure.steps[1:]:
            later = [
                row["held"]
                for row in rows[step.table]
                if tuple(row[key] for key in keys) == who and _says(step, row) is True
            ]
            paths = {day for day in later for path in paths if day >= path}
        done += bool(paths)
    return done, len(firsts), 0, 0
