"""The language as data: which headings each kind of file has, and what may stand under them.

One truth.  The reader walks these shapes to read a file and to explain what is
wrong with it; ``schema`` turns the same shapes into the JSON Schemas that
editors use.  Where several shapes may stand, the kind of text decides (words, a
list, or headings), or one heading does (``share``, ``count``); never a guess.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from specrules.base.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Reads(StrEnum):
    """How the text of a value is read. Each member says what is wanted, in words."""

    TEXT = "words"
    HEADER = "the kind of file and its format number"
    NAME = "a short name in small letters, digits and hyphens, such as riverbank"
    PARTY = "the short name of a party, such as riverbank"
    THEME = "a theme of the catalogue, such as mutual-aid"
    NUMBER = "a requirement's number in letters, digits and hyphens, such as MA-1"
    CLAUSE = "a standard clause as theme/name, such as mutual-aid/premises-for-meetings"
    CLAUSE_NAME = "theme/name in small letters, digits and hyphens, such as mutual-aid/premises-for-meetings"
    ITEM = "a requirement, or one of its checks, such as MA-1 or MA-1.delivered"
    ENTRY = "the number of an entry of the list of coverage, such as MA-SPEC-01"
    CHECK = "a check of a requirement, such as MA-1.delivered"
    MEASURE = "a measure as theme/name, such as mutual-aid/fama-delivered"
    TERM = "the name of a column in small letters, digits and hyphens, such as referred"
    DATE = "a date as year-month-day, such as 2026-04-01"
    CHOICE = "one of the words offered"
    STATISTIC = "longest, shortest, mean, median, or a percentile such as 90th percentile"
    TARGET = "a target, such as at least 90%"
    QUANTITY = "a quantity, such as 240 people, 41% or £1,200,000"
    PERCENT = "a percentage, such as 50%"
    LENGTH = "a length of time, such as 28 days or 5 working days"
    COUNT = "a whole number, such as 2"
    PERIOD = "a period, such as 2026-27-Q1"
    DUE = "when a return is due, such as 15 working days after the quarter ends"
    SETTING = "a target, or the document that shows a statement"


_SMALL = "[a-z0-9][a-z0-9-]{0,63}"
_NUMBER = "[A-Za-z0-9][A-Za-z0-9-]{0,63}"
#: What names must look like.
PATTERNS: Mapping[Reads, str] = MappingProxyType(
    {
        Reads.NAME: _SMALL,
        Reads.NUMBER: _NUMBER,
        Reads.CLAUSE_NAME: f"{_SMALL}(?:/{_SMALL}){{1,3}}",
        Reads.MEASURE: f"{_SMALL}(?:/{_SMALL}){{1,3}}",
        Reads.TERM: _SMALL,
        Reads.ITEM: rf"{_NUMBER}(?:\.{_SMALL})?",
        Reads.ENTRY: "[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]{2}[a-z]?",
    }
)


# Shapes are named tuples because frozen dataclasses take much longer to define, and every run defines them.


class Text(NamedTuple):
    """A value written as text. *choices* are the words offered, for a choice."""

    reads: Reads
    choices: tuple[str, ...] = ()


class List(NamedTuple):
    """A list, each item of one shape. *filled* is whether it needs at least one."""

    of: Shape
    filled: bool = False


class Field(NamedTuple):
    """A heading of a record, what it says, and what stands under it.

    *example* is the text of a value.  *also* are words that people write when
    they mean this heading.
    """

    key: str
    says: str
    shape: Shape
    required: bool = False
    example: str = ""
    also: tuple[str, ...] = ()


class Record(NamedTuple):
    """Headings that belong together. *called* names the whole: "party", "dated target".

    *refuses* are headings known elsewhere that must not stand here, and why.
    """

    called: str
    by_key: Mapping[str, Field]
    required: tuple[Field, ...]
    refuses: Mapping[str, str]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The headings, in the order in which they are listed."""
        return tuple(self.by_key.values())


class Table(NamedTuple):
    """Names of the author's own choosing, each with the same shape under it."""

    names: Reads
    of: Shape


class ByNode(NamedTuple):
    """One shape for text, one for headings, and one for a list where that may stand."""

    text: Shape
    record: Shape
    items: Shape | None = None


class ByKey(NamedTuple):
    """Records told apart by the one heading each of them begins with; *otherwise* has none of these."""

    called: str
    records: Mapping[str, Record]
    otherwise: Record | None = None


class Combined(NamedTuple):
    """Checks by name under ``all``, ``any``, ``at least 2``, ``graded`` or ``not``, or a phrase about all."""


class Plain(NamedTuple):
    """Anything, kept as text, lists and headings. For the facts of an example, which a return would hold."""


Shape: TypeAlias = "Text | List | Record | Table | ByNode | ByKey | Combined | Plain"


def _record(
    called: str, fields: Iterable[Field], refuses: Mapping[str, str] = MappingProxyType({})
) -> Record:
    by_key = {each.key: each for each in fields}
    return Record(called, by_key, tuple(each for each in by_key.values() if each.required), refuses)


TEXT = Text(Reads.TEXT)
NAME = Text(Reads.NAME)
PARTY_NAME = Text(Reads.PARTY)
DATE = Text(Reads.DATE)
TARGET = Text(Reads.TARGET)
TEXTS = List(TEXT, filled=True)
PLAIN = Plain()
COMBINED = Combined()


def _choice(*words: str) -> Text:
    return Text(Reads.CHOICE, words)


# The kinds of file, and the newest format number of each that this version reads.
FORMATS: Mapping[str, int] = MappingProxyType(
    {
        "spec": 1,
        "standard clause": 1,
        "return": 1,
        "meeting log": 1,
        "settings": 1,
        "theme": 1,
        "table": 1,
        "coverage": 1,
        "measure": 1,
        "dataset": 1,
        "extract": 1,
    }
)


def _header(kind: str) -> Field:
    says = "The kind of file this is, and the number of its format."
    return Field(
        "specrules", says, Text(Reads.HEADER, (f"{kind} {FORMATS[kind]}",)), True, f"{kind} {FORMATS[kind]}"
    )


# -- checks

_THRESHOLDS = (
    Field(
        "target",
        "What it takes for the check to be met.",
        TARGET,
        example="at least 90%",
        also=("threshold", "green"),
    ),
    Field(
        "partly-met",
        "An easier target: half way counts as partly met.",
        TARGET,
        example="at least 75%",
        also=("amber",),
    ),
    Field(
        "targets",
        "Targets that change, each with the day from which it holds, the earliest first.",
        List(
            _record(
                "dated target",
                (
                    Field("from", "The first day on which the target holds.", DATE, example="2026-04-01"),
                    Field(
                        "contract-year",
                        "The year of the contract in which it holds, counted from 1.",
                        Text(Reads.COUNT),
                        example="2",
                    ),
                    Field(
                        "quarter",
                        "The quarter of the financial year in which it holds: 1 is April to June.",
                        Text(Reads.COUNT),
                        example="2",
                    ),
                    Field(
                        "at",
                        "The sites, subcontractors or groups for which it holds, as a list.",
                        List(Text(Reads.TEXT), filled=True),
                        example="[opiate, non-opiate]",
                    ),
                    Field("target", "What it takes for the check to be met.", TARGET, True, "at least 90%"),
                    Field(
                        "partly-met",
                        "An easier target: half way counts as partly met.",
                        TARGET,
                        example="at least 75%",
                    ),
                ),
            ),
            filled=True,
        ),
    ),
)
_PEOPLE = (
    Field("people", "Who is counted.", TEXT, example="in treatment in the period"),
    Field(
        "left-out",
        "Who is left out, as a list.",
        TEXTS,
        example="[offered and declined]",
        also=("exclusions", "excluded"),
    ),
)
_EXCEPTIONS = Field(
    "exceptions",
    "Who leaves the second number unless they are in the first, as a list. The return counts them.",
    TEXTS,
    example="[offered and declined]",
    also=("excepted",),
)
_STILL_WAITING = Field(
    "still-waiting",
    "Ask also how many are still waiting: until it is known, they widen the result to a range.",
    _choice("asked"),
    example="asked",
)
_WITHIN = Field(
    "within", "How soon it has to happen to be counted.", Text(Reads.LENGTH), example="15 working days"
)
_FEWEST = Field(
    "fewest",
    "The fewest people or cases that can be judged. With fewer the result is no evidence: too few cases.",
    Text(Reads.COUNT),
    example="10",
    also=("minimum", "minimum-denominator"),
)
_IF_FEWER = Field(
    "if-fewer",
    "The check of the same requirement that decides where there are too few, such as one over 12 months.",
    NAME,
    example="over-the-year",
)
_STATISTIC = Field(
    "statistic",
    "Which figure of many it is. The return says as well how many people or cases it is about.",
    Text(Reads.STATISTIC),
    example="median",
)
_OF_STATISTIC = Field("of", "Whom, or what, the statistic is about.", TEXT, example="people who started")
_BESIDE = (
    Field(
        "relies-on",
        "A check of the same requirement that has to be met before this figure is believed.",
        NAME,
        example="complete",
        also=("data-quality",),
    ),
    Field(
        "after",
        "A check of the same requirement that comes before this one, step by step: its date, or its people.",
        NAME,
        example="asked",
    ),
    Field(
        "comparators",
        "Figures to look at beside the result. They never move it.",
        List(
            _record(
                "comparator",
                (
                    Field("name", "Whose figure it is.", TEXT, True, "England"),
                    Field("figure", "How much.", Text(Reads.QUANTITY), True, "41%"),
                    Field("source", "Where it was published.", TEXT, True, "NDTMS, adults in treatment"),
                    Field("date", "On which day.", DATE, example="2026-03-31"),
                ),
            ),
            filled=True,
        ),
    ),
)
_BASELINE = Field(
    "baseline",
    "The figure that a change is measured from, once it is known.",
    Text(Reads.QUANTITY),
    example="41%",
)
_BASELINE_ASKED = Field(
    "baseline-asked",
    "What the figure is that a change is measured from, where each return has to say it.",
    TEXT,
    example="the average for England in the same 12 months",
    also=("benchmark",),
)
_IN_PROPORTION = Field(
    "part-periods",
    "What the target counts for where only part of a period lies in the contract.",
    _choice("in proportion", "as written"),
    example="in proportion",
)
_OVER = Field(
    "over",
    "The stretch of time it is about, when that is not the period of the return.",
    _choice("the period", "the year to date", "the last 12 months", "the contract to date"),
    example="the year to date",
)
_NOT_RECORDED = Field(
    "not-recorded",
    "Ask for a third number: people whose record is blank. They widen the result to a range.",
    _choice("asked"),
    example="asked",
)
_EVIDENCE = Field(
    "evidence-from",
    "The check, of this or another requirement, whose evidence this one looks at too.",
    Text(Reads.CHECK),
    example="MA-1.delivered",
)
_MEASURE = Field(
    "measure",
    "The measure of the catalogue that works the figure out from an extract, as theme/name.",
    Text(Reads.MEASURE),
    example="mutual-aid/fama-delivered",
)
_SAMPLE = Field(
    "sample",
    "The fewest cases that can be judged, and who chooses them.",
    TARGET,
    example="at least 20 chosen by council",
)
_THRESHOLD_FROM = Field(
    "threshold-from",
    "Where the figure of the target was taken from.",
    TEXT,
    example="McHugh (2012), on Cohen's kappa",
)
_DOCUMENT = Field(
    "document",
    'The document that shows it, or "not needed" where a bare yes will do.',
    TEXT,
    example="policy or protocol",
)
_SCALE = Field(
    "scale",
    "The words of the scale, from worst to best, and what each means.",
    Table(Reads.TEXT, TEXT),
    True,
    also=("rubric", "levels"),
)
_COVERS = Field("covers", "Which of the choices are wanted.", TEXTS, example="[12-step, SMART Recovery]")
_CONTACT = Field(
    "contact-within",
    "Count only rows whose last contact is no longer ago than this.",
    Text(Reads.LENGTH),
    example="90 days",
)
_OF = Field(
    "of",
    "Out of whom, or out of how many of what.",
    TEXT,
    True,
    "people in treatment in the period",
    ("denominator", "out of", "out-of", "out-of-whom", "out of whom", "total"),
)


def _choices(required: bool) -> Field:
    return Field(
        "choices", "The words that may be chosen, as a list.", TEXTS, required, "[none, draft, agreed]"
    )


# What people write for the kinds of check that have other names elsewhere.
_OTHER_NAMES = {
    "share": (
        "numerator",
        "rate",
        "percentage",
        "percent",
        "proportion",
        "ratio",
        "kpi",
        "indicator",
        "metric",
    ),
    "count": ("number", "volume"),
    "money": ("cost", "price", "fee", "spend"),
    "time": ("wait", "waiting-time", "duration"),
    "statement": ("declaration", "confirmation"),
}


def _kind(
    key: str, says: str, example: str, *fields: Field, refuses: Mapping[str, str] | None = None
) -> Record:
    own = Field(key, says, TEXT, True, example, _OTHER_NAMES.get(key, ()))
    return _record(key, (own, *fields), refuses or {})


_COUNTED = (*_THRESHOLDS, *_PEOPLE, _OVER, _BASELINE, _BASELINE_ASKED, *_BESIDE, _EVIDENCE)
_FIGURE = (_STATISTIC, _OF_STATISTIC, _FEWEST, _IF_FEWER, *_COUNTED)
_BELIEVED = (*_BESIDE[:1], _EVIDENCE)

#: The kinds of check, by the heading each begins with.
KINDS: Mapping[str, Record] = MappingProxyType(
    {
        each.called: each
        for each in (
            _kind(
                "share",
                "What is counted, out of all in scope.",
                "people helped to use mutual aid",
                _OF,
                _WITHIN,
                _STILL_WAITING,
                _NOT_RECORDED,
                _MEASURE,
                _EXCEPTIONS,
                _FEWEST,
                _IF_FEWER,
                *_COUNTED,
            ),
            _kind(
                "audit",
                "What a sample is read for.",
                "case notes that agree with NDTMS",
                _OF,
                _SAMPLE,
                _NOT_RECORDED,
                _EXCEPTIONS,
                _IF_FEWER,
                *_COUNTED,
            ),
            _kind(
                "count", "What is counted.", "keyworkers trained in FAMA", _MEASURE, _IN_PROPORTION, *_FIGURE
            ),
            _kind("money", "Which amount, in pounds.", "fee charged to groups", *_FIGURE),
            _kind("time", "Which length of time.", "wait for a first appointment", _MEASURE, *_FIGURE),
            _kind(
                "statement",
                "What the party says is so.",
                "a written protocol says that people are asked",
                _DOCUMENT,
                _EVIDENCE,
                refuses=dict.fromkeys(("target", "partly-met", "targets"), "it is answered yes or no"),
            ),
            _kind(
                "date",
                "What was last done, and when.",
                "the access criteria were last reviewed",
                _MEASURE,
                *_THRESHOLDS,
                *_BESIDE[:2],
                _EVIDENCE,
            ),
            _kind(
                "choice",
                "What is chosen.",
                "stage of the joint pathway",
                _choices(True),
                *_THRESHOLDS,
                *_BELIEVED,
            ),
            _kind(
                "rating",
                "What is rated, by somebody's judgement, on a scale.",
                "how far people in recovery shape the service",
                _SCALE,
                Field("rated-by", "Who rates it, by role.", TEXT, example="commissioner"),
                *_THRESHOLDS,
                *_BELIEVED,
            ),
            _kind(
                "list",
                "What is listed.",
                "structured programmes offered",
                _choices(True),
                _COVERS,
                *_THRESHOLDS,
                _EVIDENCE,
            ),
            _kind(
                "register",
                "What the rows are: each has a kind, a name, a named contact and the date of last contact.",
                "mutual aid groups the service is in touch with",
                _choices(False),
                _COVERS,
                Field("of-kind", "Count only rows of this kind.", TEXT, example="SMART Recovery"),
                _CONTACT,
                *_THRESHOLDS,
                _EVIDENCE,
            ),
            _kind(
                "agreement",
                "What two people read apart. The return says what each of them found of each case.",
                "the same case notes, read by two people apart",
                _choices(False),
                _SCALE._replace(required=False),
                _SAMPLE,
                _THRESHOLD_FROM,
                *_THRESHOLDS,
            ),
        )
    }
)

_NO_NUMBERS = dict.fromkeys(
    ("target", "partly-met", "targets", "sample", "contact-within", "fewest", "baseline", "comparators"),
    "a standard clause has no numbers of its own, and each specification sets them",
)


def _without_numbers(record: Record) -> Record:
    fields = tuple(each for each in record.fields if each.key not in _NO_NUMBERS)
    return _record(record.called, fields, _NO_NUMBERS)


OVERLAY = _record(
    "check of the standard clause",
    (
        *_THRESHOLDS,
        *_PEOPLE,
        _SAMPLE,
        _THRESHOLD_FROM,
        _FEWEST,
        _IF_FEWER,
        _EXCEPTIONS,
        _STILL_WAITING,
        _WITHIN,
        _OVER,
        _BASELINE,
        _BASELINE_ASKED,
        _IN_PROPORTION,
        _DOCUMENT,
        _COVERS,
        _CONTACT,
        _NOT_RECORDED,
        _MEASURE,
        *_BESIDE,
    ),
)
CHECK = ByKey("check", KINDS)
CHECKS = Table(Reads.NAME, CHECK)
CHECKS_OF_CLAUSE = Table(Reads.NAME, ByNode(text=Text(Reads.SETTING), record=ByKey("check", KINDS, OVERLAY)))
CHECKS_IN_CATALOGUE = Table(
    Reads.NAME, ByKey("check", {key: _without_numbers(each) for key, each in KINDS.items()})
)


# -- requirements

CITATION = _record(
    "citation",
    (
        Field(
            "document",
            "The document, with its author and year.",
            TEXT,
            True,
            "Better care (Public Health England, 2017)",
        ),
        Field("section", "The section, or the statement.", TEXT, True, "Quality statement 2"),
        Field("page", "The page, as text.", TEXT, example='"5"'),
        Field(
            "passage", "What it says, in your own words.", TEXT, example="Services ask about both conditions"
        ),
    ),
)
_CITATIONS = Field("citations", "Where it comes from.", List(CITATION, filled=True), True)
OWED_BY = ByNode(
    text=PARTY_NAME,
    record=ByKey(
        "owed-by",
        {
            "each-of": _record(
                "owed-by",
                (
                    Field(
                        "each-of",
                        "Each of these parties owes it.",
                        List(PARTY_NAME, filled=True),
                        True,
                        "[riverbank, trust]",
                    ),
                ),
            ),
            "jointly": _record(
                "owed-by",
                (
                    Field(
                        "jointly",
                        "These parties owe it together: all are asked, and one result is for all of them.",
                        List(PARTY_NAME, filled=True),
                        True,
                        "[riverbank, trust]",
                    ),
                ),
            ),
            "each-with-role": _record(
                "owed-by",
                (
                    Field(
                        "each-with-role",
                        "Each party with this role owes it.",
                        TEXT,
                        True,
                        "mental health",
                        ("role", "roles"),
                    ),
                ),
            ),
        },
    ),
)
HAND_OFF = _record(
    "hand-off",
    (
        Field(
            "referrals",
            "Which people are counted, by the day they were sent.",
            TEXT,
            True,
            "people with both conditions, sent in the period",
        ),
        Field(
            "look-back",
            "How long after the period ends the counts are made.",
            Text(Reads.LENGTH),
            True,
            "28 days",
        ),
        Field(
            "answer-within",
            "How soon the service that receives a referral answers.",
            Text(Reads.LENGTH),
            True,
            "5 working days",
        ),
        Field("answered", "The target of the service that receives.", TARGET, True, "at least 95%"),
        Field(
            "outcome-known",
            "The target of the service that sends: of how many it knows the outcome.",
            TARGET,
            example="at least 90%",
        ),
        Field(
            "answers",
            "What counts as an answer, as a list.",
            TEXTS,
            True,
            "[accepted, joint work, better route agreed]",
        ),
        Field(
            "counts-may-differ-by",
            "By how many people the two services' counts may differ before both are queried.",
            Text(Reads.COUNT),
            example="2",
        ),
    ),
)
_ENTRIES = Field(
    "covers",
    "The entries of the list of coverage that it answers to.",
    List(Text(Reads.ENTRY), filled=True),
    example="[MA-SPEC-01]",
)
_EACH = ByNode(
    text=_choice("each site", "each subcontractor"),
    record=_record(
        "set of groups",
        (
            Field("each", "What the groups are.", TEXT, True, "main substance"),
            Field("of", "The groups, as a list.", TEXTS, True, "[opiate, non-opiate, alcohol]"),
        ),
    ),
)
JUDGED_AT = (
    Field(
        "judged-at", "Where it is judged, when that is not the party as a whole.", _EACH, example="each site"
    ),
    Field(
        "asked-at",
        "Where figures are asked, when the party is judged on their sum.",
        _EACH,
        example="each site",
    ),
)
SHOWN_AT = Field(
    "shown-at",
    "Where figures are shown beside the result, which is the party's as a whole.",
    ByNode(text=_EACH.text, record=_EACH.record, items=List(_EACH, filled=True)),
    example="{each: main substance, of: [opiate, non-opiate, alcohol]}",
)
GUIDANCE = ("required", "recommended", "may consider")
STRENGTHS = ("must", "should", "encouraged")
_TITLE = Field(
    "title",
    "What is owed, as one sentence.",
    TEXT,
    True,
    "Keyworkers help people to use mutual aid",
    ("description", "requirement", "name", "duty"),
)
_SECTION = Field("section", "Where it stands on the compliance card.", TEXT, example="Mutual aid")
_PRINCIPLE = Field("principle", "Where it stands on the no wrong door card.", TEXT, example="referral")
_MET_WHEN = (
    Field("met-when", "How the checks count together.", COMBINED, example="all of them"),
    Field("partly-met-when", "Which checks make it partly met.", COMBINED, example="{any: [one-room]}"),
)
_APPLIES_IF = Field(
    "applies-if",
    "When it applies at all: a question that is answered yes or no, or conditions and how they combine.",
    COMBINED,
    example="a suitable room exists",
    also=("applies-when", "where"),
)
_CONDITIONS = Field("conditions", "What decides whether it applies, written like checks.", CHECKS)
_REQUIREMENT = (
    Field("clause", "Its number in the contract, as text.", TEXT, example='"4.2.1"'),
    Field("wording", "Its words as signed.", TEXT, example="The provider shall..."),
    Field(
        "owed-by",
        "Who owes it: a party, each of several, or each with a role.",
        OWED_BY,
        True,
        "riverbank",
        (
            "provider",
            "party",
            "duty-on",
            "duty-holder",
            "owner",
            "owned-by",
            "responsible",
            "lead",
            "supplier",
        ),
    ),
    Field("strength", "How firmly it is owed.", _choice(*STRENGTHS), True, "must", ("force", "obligation")),
    _SECTION,
    _PRINCIPLE,
    *_PEOPLE,
    Field("from", "The first day on which it holds.", DATE, example="2026-10-01"),
    Field("until", "The last day on which it holds.", DATE, example="2027-03-31", also=("to",)),
    _APPLIES_IF,
    _CONDITIONS,
    *_THRESHOLDS,
    *_MET_WHEN,
    *JUDGED_AT,
    SHOWN_AT,
    Field(
        "hand-off",
        "Referrals between services, judged from both ends.",
        HAND_OFF,
        also=("handoff", "handover"),
    ),
    Field(
        "if-not-met",
        "What follows when it is not met.",
        TEXT,
        example="improvement plan within 20 working days",
        also=("remedy", "consequence", "sanction"),
    ),
    Field(
        "essential",
        "Whether no rating can be better than this requirement.",
        _choice("yes", "no"),
        example="yes",
    ),
    Field(
        "every",
        "How often it is judged, when that is less often than returns come.",
        _choice("quarter", "half year", "year"),
        example="year",
        also=("frequency",),
    ),
    Field(
        "rated-from",
        "The day from which it counts towards a rating. Before, it is asked and shown.",
        DATE,
        example="2026-10-01",
        also=("baseline-until",),
    ),
    Field(
        "report-only",
        "Whether it is only asked and shown, and never counts towards a rating.",
        _choice("yes", "no"),
        example="yes",
    ),
    Field("weight", "How many times it counts in a score, from 1 to 10.", Text(Reads.COUNT), example="2"),
    Field(
        "source",
        "Where a requirement of your own comes from: a document and section, or a dated local decision.",
        ByNode(text=TEXT, record=CITATION),
        example="local decision, 2026-02-10",
        also=("reference", "citation"),
    ),
)
_SHOWN = (
    Field("name", "What it shows, as a sentence.", TEXT, True, "exactly on the target is met"),
    Field(
        "facts",
        "What a return would say, by the name of the check or condition.",
        PLAIN,
        True,
        "{delivered: 90 of 100}",
    ),
    Field(
        "expect",
        "The result it must give.",
        _choice("met", "partly met", "not met", "no evidence", "not applicable"),
        True,
        "met",
    ),
    Field("as-at", "The day on which it is judged, where that matters.", DATE, example="2026-07-21"),
)
_EXAMPLES = Field(
    "examples",
    "Examples that specrules test runs: what a return would say, and the result it must give.",
    List(
        _record("example", _SHOWN, {"with": "the requirement has its numbers already"}),
        filled=True,
    ),
)
OWN_REQUIREMENT = _record(
    "requirement",
    (
        _TITLE,
        *_REQUIREMENT,
        Field("checks", "What is looked at, by short names.", CHECKS, also=("measures",)),
        _EXAMPLES,
    ),
)
CLAUSE_REQUIREMENT = _record(
    "requirement",
    (
        Field(
            "standard-clause",
            "The clause of the catalogue that this is.",
            Text(Reads.CLAUSE),
            True,
            "mutual-aid/premises-for-meetings",
        ),
        _TITLE._replace(required=False),
        *_REQUIREMENT,
        Field(
            "checks",
            "Your own settings for the clause's checks, and further checks.",
            CHECKS_OF_CLAUSE,
            also=("measures",),
        ),
        _EXAMPLES,
    ),
)
REQUIREMENT = ByKey("requirement", {"standard-clause": CLAUSE_REQUIREMENT}, OWN_REQUIREMENT)


# -- files

PARTY = _record(
    "party",
    (
        Field("name", "Its full name.", TEXT, True, "Riverbank Recovery"),
        Field(
            "role",
            'What it does. A "commissioner" is bound by the specification itself.',
            TEXT,
            True,
            "drug and alcohol treatment",
        ),
        Field(
            "bound-by",
            "What binds it. Without this it is shown as not agreed, and not judged.",
            TEXT,
            example="this contract",
        ),
        Field("agreed", "The day from which it is bound.", DATE, example="2026-02-10"),
        Field(
            "sites",
            "The names of its sites, as a list.",
            TEXTS,
            example="[High Street, Quayside]",
            also=("locations", "premises", "venues", "addresses"),
        ),
        Field(
            "subcontractors",
            "The names of its subcontractors, as a list.",
            TEXTS,
            example="[Harbour Families]",
        ),
    ),
)
CONTRACT = _record(
    "contract",
    (
        Field(
            "starts",
            "Its first day.",
            DATE,
            True,
            "2026-04-01",
            ("from", "start", "start-date", "starts-on", "begins"),
        ),
        Field(
            "ends",
            "Its last day.",
            DATE,
            True,
            "2029-03-31",
            ("until", "to", "end", "end-date", "ends-on", "expires"),
        ),
    ),
)
RETURNS = _record(
    "schedule of returns",
    (
        Field(
            "every",
            "How often a return is made.",
            _choice("month", "quarter", "half year", "year"),
            True,
            "quarter",
            ("frequency", "how-often", "period"),
        ),
        Field(
            "due",
            "When each return is due.",
            Text(Reads.DUE),
            True,
            "15 working days after the quarter ends",
            ("deadline", "due-date"),
        ),
        Field(
            "dates",
            "How returns write dates, when that is not year-month-day.",
            _choice("DD/MM/YYYY"),
            example="DD/MM/YYYY",
        ),
        Field(
            "percentages",
            "How a percentage given beside its two counts is rounded, when that is not to the nearest.",
            _choice("rounded down", "rounded up"),
            example="rounded down",
        ),
        Field("extracts", "The dataset in which extracts come.", NAME, example="ndtms-k"),
    ),
)
CARD = _record(
    "card",
    (
        Field(
            "green",
            "The share of requirements met from which the card is green.",
            TARGET,
            example="at least 90%",
        ),
        Field(
            "amber",
            "The share of requirements met from which the card is amber.",
            TARGET,
            example="at least 75%",
        ),
        Field(
            "partly-met-counts",
            "How much a requirement that is partly met counts.",
            Text(Reads.PERCENT),
            example="50%",
        ),
        Field(
            "shadow-until",
            "Until the end of this day everything is shown and nothing is rated.",
            DATE,
            example="2026-09-30",
        ),
        Field(
            "words",
            "What the three colours are called here, where a scheme of other words is agreed.",
            _record(
                "words of a rating",
                tuple(
                    Field(colour, f"What {colour} is called.", TEXT, True, word)
                    for colour, word in (
                        ("green", "good"),
                        ("amber", "approaching target"),
                        ("red", "requires improvement"),
                    )
                ),
            ),
        ),
    ),
)
SPEC = _record(
    "specification",
    (
        _header("spec"),
        Field(
            "id", "A short name for the specification. Returns give it.", NAME, True, "anytown-recovery-2026"
        ),
        Field(
            "title",
            "Its title, as on the contract.",
            TEXT,
            True,
            "Integrated drug and alcohol recovery service",
        ),
        Field("version", "Its version, as text.", TEXT, True, '"1"'),
        Field("status", "How far it has come.", _choice("draft", "agreed", "varied", "ended"), True, "draft"),
        Field(
            "parties",
            "Everybody who owes something, by a short name.",
            Table(Reads.NAME, PARTY),
            True,
            also=("party", "providers", "organisations", "organizations", "partners"),
        ),
        Field("contract", "When the contract starts and ends, both days included.", CONTRACT, True),
        Field("returns", "How often returns are made, and when they are due.", RETURNS, True),
        Field(
            "catalogues",
            "The themes of the catalogue whose standard clauses may be used. It binds nobody.",
            List(Text(Reads.THEME), filled=True),
            example="[mutual-aid, no-wrong-door]",
        ),
        Field("definitions", "Words, and what they mean here.", Table(Reads.TEXT, TEXT)),
        Field(
            "constants",
            "Figures of the contract, such as its capacity, by short names that targets can use.",
            Table(Reads.NAME, Text(Reads.QUANTITY)),
        ),
        Field(
            "variations",
            "What was changed after it was agreed, in the order of their numbers.",
            List(
                _record(
                    "variation",
                    (
                        Field("number", "Its number.", Text(Reads.COUNT), True, "1"),
                        Field("date", "The day from which it holds.", DATE, True, "2026-10-01"),
                        Field(
                            "changes",
                            "The requirements it changes.",
                            List(Text(Reads.NUMBER), filled=True),
                            True,
                            "[MA-1]",
                        ),
                        Field(
                            "what",
                            "What it changes, as a sentence.",
                            TEXT,
                            True,
                            "the target of MA-1 rises to 95%",
                        ),
                    ),
                ),
                filled=True,
            ),
        ),
        Field(
            "allowances",
            "How far agreed allowances may go.",
            _record(
                "set of limits of allowances",
                (
                    Field(
                        "longest", "How long one may last at most.", Text(Reads.LENGTH), example="6 months"
                    ),
                    Field(
                        "renewals", "How often one may be renewed at most.", Text(Reads.COUNT), example="1"
                    ),
                ),
            ),
        ),
        Field(
            "requirements",
            "The duties, by their numbers.",
            Table(Reads.NUMBER, REQUIREMENT),
            True,
            also=("clauses", "duties"),
        ),
        Field(
            "cards",
            "How the cards are rated.",
            _record(
                "set of cards",
                (
                    Field("compliance", "The compliance card.", CARD),
                    Field("no-wrong-door", "The no wrong door card.", CARD),
                ),
            ),
        ),
    ),
)

SETTINGS_OF_EXAMPLE = _record(
    "requirement",
    tuple(
        each._replace(required=False)
        for each in CLAUSE_REQUIREMENT.fields
        if each.key not in ("standard-clause", "owed-by", "examples")
    ),
    {
        "owed-by": "an example is about whoever owes it",
        "standard-clause": "an example is about the clause it stands in",
    },
)
EXAMPLE = _record(
    "example",
    (
        *_SHOWN[:1],
        Field(
            "with", "Headings of a requirement: the numbers a specification would set.", SETTINGS_OF_EXAMPLE
        ),
        *_SHOWN[1:],
    ),
)
STANDARD_CLAUSE = _record(
    "standard clause",
    (
        _header("standard clause"),
        Field(
            "standard-clause",
            "Its name in the catalogue: theme/name.",
            Text(Reads.CLAUSE_NAME),
            True,
            "mutual-aid/premises-for-meetings",
        ),
        _TITLE,
        _SECTION,
        Field(
            "guidance",
            "How firmly the guidance puts it.",
            _choice(*GUIDANCE),
            True,
            "may consider",
        ),
        _CITATIONS,
        _ENTRIES,
        _PRINCIPLE,
        *_PEOPLE,
        Field("checks", "What is looked at, by short names.", CHECKS_IN_CATALOGUE),
        _APPLIES_IF,
        _CONDITIONS,
        *_MET_WHEN,
        *JUDGED_AT,
        Field(
            "hand-off",
            'Write "yes" when a specification must say how referrals between services are judged.',
            _choice("yes", "no"),
            example="yes",
        ),
        Field("examples", "Examples that the tests run.", List(EXAMPLE, filled=True)),
    ),
    MappingProxyType(
        {"owed-by": "the catalogue binds nobody", "strength": "each specification sets its own"} | _NO_NUMBERS
    ),
)

_ANSWER = (
    Field("site", "The site or subcontractor it is about.", TEXT, example="Quayside"),
    Field("answer", "The answer.", TEXT, example="yes"),
    Field("number", "How many.", TEXT, example="57", also=("numerator",)),
    Field("out of", "Out of how many.", TEXT, example="64", also=("denominator", "of")),
    Field("not recorded", "How many have no record.", TEXT, example="2"),
    Field("excepted", "How many are excepted.", TEXT, example="3"),
    Field("still waiting", "How many are still waiting.", TEXT, example="4"),
    Field("baseline", "The figure that a change is measured from.", TEXT, example="41%"),
    Field("document", "The document that shows it.", TEXT, example="Joint protocol v2"),
    Field("owner", "Who keeps the document, by role.", TEXT, example="service manager"),
    Field("date", "The date of the document.", TEXT, example="2026-05-01"),
    Field("reason", "The reason for a no.", TEXT, example="no room meets fire rules"),
    Field("agreed by", "Who agreed the reason, by role.", TEXT, example="contract manager"),
)
ANSWER = _record("answer", _ANSWER)
ROW = _record(
    "row of a register",
    (
        Field("kind", "Its kind.", TEXT, True, "12-step"),
        Field("name", "Its name.", TEXT, example="Tuesday evening meeting"),
        Field("contact", "The contact there, by role.", TEXT, example="group secretary"),
        Field("last contact", "The date of last contact.", TEXT, example="2026-05-01"),
        Field("site", "The site that is in touch with it.", TEXT, example="Quayside"),
    ),
)
READING = _record(
    "row of readings",
    (
        Field("case", "Its number in the sample.", TEXT, True, "1"),
        Field("first reader", "What the first reader found.", TEXT, example="yes"),
        Field("second reader", "What the second reader found.", TEXT, example="no"),
        Field("site", "The site whose case it is.", TEXT, example="Quayside"),
    ),
)
RETURN = _record(
    "return",
    (
        _header("return"),
        Field("spec", "The id of the specification it answers.", TEXT, True, "anytown-recovery-2026"),
        Field("spec-version", "The version of the specification.", TEXT, example='"1"'),
        Field(
            "party",
            "Who makes the return, by its short name in the specification.",
            TEXT,
            True,
            "riverbank",
            ("provider",),
        ),
        Field("period", "The period it is for.", TEXT, True, "2026-27-Q1", ("quarter",)),
        Field("submitted", "The day it was sent.", TEXT, example="2026-07-14"),
        Field("data-as-at", "The day on which the figures were taken.", TEXT, example="2026-07-10"),
        Field(
            "status", "Whether figures may still change.", _choice("provisional", "final"), example="final"
        ),
        Field(
            "supersedes",
            "The return it replaces: its file name, or the beginning of its fingerprint.",
            TEXT,
            example="riverbank.xlsx",
        ),
        Field(
            "items",
            "The answers, by item.",
            Table(Reads.TEXT, ByNode(text=TEXT, record=ANSWER, items=List(ANSWER))),
        ),
        Field(
            "registers",
            "The rows of each register, or of what two readers found, by item.",
            Table(Reads.TEXT, List(ByKey("row", {"kind": ROW, "case": READING}))),
        ),
    ),
)
# -- the meeting log: each record has a day, who made it, and in which role

_PERSON = _record(
    "person",
    (
        Field("name", "The meeting or the post-holder.", TEXT, example="contract review meeting"),
        Field("role", "In which role.", TEXT, True, "contract manager"),
    ),
)


def _on(says: str = "On which day.") -> Field:
    return Field("date", says, DATE, True, "2026-11-05", ("when",))


def _by(says: str = "Who said it, and in which role.") -> Field:
    return Field("by", says, _PERSON, True, also=("who", "author"))


def _id(example: str) -> Field:
    return Field("id", "Its number in the log.", Text(Reads.NUMBER), True, example)


def _item(says: str, required: bool = True) -> Field:
    return Field("requirement", says, Text(Reads.ITEM), required, "MA-1.delivered", ("about",))


def _of_party(says: str) -> Field:
    return Field("party", says, NAME, True, "riverbank", ("provider", "service", "organisation"))


_PERIOD = Text(Reads.PERIOD)
_OF_PERIOD = Field("period", "The period that it is about.", _PERIOD, True, "2026-27-Q2", ("quarter",))

COMMENT = _record(
    "comment",
    (
        _id("C-1"),
        _item("The requirement, or the one check, that it is about."),
        _of_party("Whose result it is about, and who comments."),
        _OF_PERIOD,
        _on(),
        _by(),
        Field(
            "kind",
            "Whether it explains a result, or says that something in it is wrong.",
            _choice("comment", "factual accuracy"),
            example="factual accuracy",
            also=("type",),
        ),
        Field("says", "What is said.", TEXT, True, "the room at Quayside was closed in August", ("text",)),
        Field(
            "replies",
            "What the commissioner answers.",
            List(
                _record(
                    "reply",
                    (
                        _on(),
                        _by("Who replies, and in which role."),
                        Field("says", "The reply.", TEXT, True, "noted; the dates are in the minutes"),
                        Field(
                            "outcome",
                            "What became of it. A result moves only by evidence or an adjudication.",
                            _choice("accepted", "accepted in part", "not accepted"),
                            example="accepted in part",
                        ),
                    ),
                ),
                filled=True,
            ),
            also=("reply",),
        ),
    ),
)
QUERY = _record(
    "query",
    (
        _id("Q-1"),
        _item("The requirement, or the one check, that it is about.", required=False),
        _of_party("Who is asked."),
        _OF_PERIOD,
        _on("On which day it was asked."),
        _by("Who asks, and in which role."),
        Field(
            "asks", "What is asked.", TEXT, True, "why do the two counts differ by 7?", ("says", "question")
        ),
        Field(
            "due",
            "The day by which an answer is wanted.",
            DATE,
            example="2026-11-19",
            also=("deadline", "answer-by"),
        ),
        Field(
            "then",
            "What became of it since, the earliest first. Nothing that was written is taken out.",
            List(
                _record(
                    "step of a query",
                    (
                        _on(),
                        _by(),
                        Field(
                            "state",
                            "Answered, restated (asked again, or the figure sent again), or closed.",
                            _choice("answered", "restated", "closed"),
                            True,
                            "answered",
                        ),
                        Field("says", "The answer, or why it is asked again.", TEXT, True, "2 left"),
                    ),
                ),
                filled=True,
            ),
        ),
    ),
)
ALLOWANCE = _record(
    "allowance",
    (
        _id("A-1"),
        _item("The requirement, or the one check, that it is for."),
        _of_party("Who it is for."),
        Field("from", "Its first day.", DATE, True, "2026-04-01"),
        Field("to", "Its last day.", DATE, True, "2026-09-30", ("until",)),
        Field("reason", "Why it was agreed.", TEXT, True, "the Quayside building was closed by a flood"),
        Field(
            "approved-by",
            "Who agreed it, and when.",
            _record(
                "approval",
                (
                    *_PERSON.fields,
                    Field("date", "On which day.", DATE, True, "2026-06-12", ("when",)),
                ),
            ),
            True,
        ),
        Field("conditions", "What it depends on.", TEXT, example="a temporary room by 1 August"),
        Field(
            "renewals",
            "How many times it has been renewed.",
            Text(Reads.COUNT),
            example="0",
            also=("renewed",),
        ),
        Field("renews", "The allowance that this one renews.", Text(Reads.NUMBER), example="A-1"),
        Field("action", "The action that is to make it needless.", Text(Reads.NUMBER), example="ACT-1"),
    ),
)
_DEFINITE = ("met", "partly met", "not met")
ADJUDICATION = _record(
    "adjudication",
    (
        _id("AD-1"),
        Field("requirement", "The requirement that was decided.", Text(Reads.NUMBER), True, "MA-1"),
        _of_party("Whose result it is."),
        _OF_PERIOD,
        _on(),
        _by("Who decided, and in which role."),
        Field("was", "The result before.", _choice(*_DEFINITE, "no evidence"), True, "not met"),
        Field("becomes", "The result from now on.", _choice(*_DEFINITE), True, "partly met"),
        Field("authority", "What lets them decide.", TEXT, True, "clause 12.3, disputed results"),
        Field("reason", "Why.", TEXT, True, "two of the records were counted twice"),
        Field(
            "evidence",
            "The document of the index, or the cell, that shows it. Without it a result is never raised.",
            TEXT,
            example="D-1",
        ),
    ),
)
VERIFICATION = _record(
    "verification",
    (
        _id("V-1"),
        _item("The requirement, or the one check, whose evidence was looked at."),
        _of_party("Whose evidence it is."),
        _OF_PERIOD,
        _on("On which day it was seen."),
        _by("Who has seen it, and in which role."),
        Field(
            "method", "How it was looked at.", TEXT, True, "read the case notes beside the return", ("how",)
        ),
        Field("sample", "How many of how many were looked at.", TEXT, example="20 of 104 records"),
        Field("document", "The document of the index that was seen.", Text(Reads.NUMBER), example="D-1"),
        Field(
            "found",
            "Whether it is as the return says. What is not as declared is never graded up.",
            _choice("as declared", "not as declared"),
            True,
            "as declared",
        ),
        Field(
            "grade",
            "How far the evidence can be relied on now; verified where nothing is written.",
            _choice("documented", "verified"),
            example="verified",
        ),
    ),
)
INDEXED = _record(
    "document",
    (
        _id("D-1"),
        Field("title", "What it is called.", TEXT, True, "Mutual aid policy"),
        Field("version", "Which version.", TEXT, example="3"),
        Field("owner", "The post that keeps it.", TEXT, example="service manager"),
        _on("The day it bears."),
        Field("held", "Where it is kept.", TEXT, example="contract folder, section 4"),
    ),
)
DECISION = _record(
    "decision",
    (
        _id("DEC-1"),
        Field("period", "The period that it is about.", _PERIOD, example="2026-27-Q2"),
        _on(),
        _by("Which meeting or post decided, and in which role."),
        Field(
            "decides",
            "What was decided.",
            TEXT,
            True,
            "the next audit looks at Quayside",
            ("says", "decision"),
        ),
        Field(
            "requirements", "Requirements that it is about.", List(Text(Reads.ITEM), True), example="[MA-3]"
        ),
    ),
)
ACTION = _record(
    "action",
    (
        _id("ACT-1"),
        _item("The requirement, or the one check, whose result it answers."),
        _of_party("Whose result it is."),
        Field("period", "In whose review it was agreed.", _PERIOD, True, "2026-27-Q2", ("quarter",)),
        _on("On which day it was agreed."),
        _by("Who agreed it, and in which role."),
        Field("does", "What will be done.", TEXT, True, "open a second evening clinic", ("action", "says")),
        Field("owner", "The post that sees to it.", TEXT, example="service manager, Riverbank"),
        Field("due", "The day by which it is done.", DATE, example="2026-12-31", also=("deadline",)),
        Field(
            "evidence",
            "The requirement, or the one check, whose result in a later review closes it.",
            Text(Reads.ITEM),
            example="MA-1.delivered",
        ),
        Field(
            "closes-when",
            "The result that closes it; met where nothing is written. Supplied: once the evidence is there.",
            _choice("supplied", "partly met", "met"),
            example="supplied",
        ),
        Field(
            "document",
            "The document that closes it, where no result of a review can.",
            TEXT,
            example="the signed protocol with the hospital",
        ),
        Field(
            "notes",
            "How it goes, the earliest first.",
            List(
                _record(
                    "note",
                    (_on(), _by(), Field("says", "How it goes.", TEXT, True, "the room is found")),
                ),
                filled=True,
            ),
        ),
        Field(
            "closed",
            "When it was closed, and by which evidence.",
            _record(
                "closing",
                (
                    _on(),
                    _by("Who closed it, and in which role."),
                    Field("period", "The period whose return shows it.", _PERIOD, example="2026-27-Q3"),
                    Field(
                        "evidence",
                        "The cell of a return, or the document of the index, that shows it.",
                        TEXT,
                        True,
                        "riverbank.xlsx, sheet Return, cell D6",
                    ),
                ),
            ),
        ),
        Field(
            "withdrawn",
            "When it was given up, and why.",
            _record(
                "withdrawal",
                (
                    _on(),
                    _by("Who gave it up, and in which role."),
                    Field("reason", "Why.", TEXT, True, "the duty ended with variation 2"),
                ),
            ),
        ),
    ),
)
MEETING_LOG = _record(
    "meeting log",
    (
        _header("meeting log"),
        Field(
            "kept-to",
            "The day up to which the log is kept: what bears a later day is a slip.",
            DATE,
            example="2026-11-05",
            also=("up-to", "up to", "until"),
        ),
        Field("comments", "What parties say about their results, and the replies.", List(COMMENT)),
        Field("queries", "What was asked, and what became of it.", List(QUERY), also=("query", "questions")),
        Field("allowances", "What was agreed not to count, for whom and for how long.", List(ALLOWANCE)),
        Field("adjudications", "Results that were decided otherwise, and by what right.", List(ADJUDICATION)),
        Field("verifications", "Evidence that somebody has looked at.", List(VERIFICATION)),
        Field("documents", "The index of documents.", List(INDEXED)),
        Field("decisions", "What meetings decided.", List(DECISION)),
        Field("actions", "What will be done, by whom and by when, and what will show it.", List(ACTION)),
    ),
)
_PUBLICATION = _record(
    "set of rules for publication",
    (
        Field(
            "hide-below",
            "Numbers of people from 1 to one less than this are held back.",
            Text(Reads.COUNT),
            example="5",
            also=("suppress-below", "suppress", "small-numbers"),
        ),
        Field(
            "zeros",
            "Whether a number of people that is 0 is shown.",
            _choice("shown", "hidden"),
            example="shown",
        ),
        Field(
            "fewest-people",
            "A share of fewer people than this is held back.",
            Text(Reads.COUNT),
            example="10",
        ),
        Field(
            "round-to",
            "Numbers of people that are shown are rounded to the nearest so many, such as 5.",
            Text(Reads.COUNT),
            example="5",
            also=("rounding", "round", "nearest"),
        ),
        Field(
            "not-people",
            "Requirements, or checks, whose numbers are not of people, so that small ones are shown.",
            List(Text(Reads.ITEM), filled=True),
            example="[MA-3.meetings]",
        ),
    ),
)
SETTINGS = _record(
    "settings file",
    (
        _header("settings"),
        Field("rules", "The folder of your own catalogue, beside this file.", TEXT, example="rules"),
        Field(
            "fail-on",
            "From which findings on lint says that there is something to act on.",
            _choice("error", "warning", "advice"),
            example="error",
        ),
        Field(
            "leave-out",
            "Files and folders beside this file that lint passes over when it looks through a folder.",
            TEXTS,
            example="[drafts, old/spec-2024.yaml]",
            also=("exclude", "ignore", "skip"),
        ),
        Field(
            "baseline",
            "The file, beside this one, with the findings that were there before; only others are shown.",
            TEXT,
            example="lint-baseline.json",
        ),
        Field(
            "results",
            "Whether what lint found is kept, so that the next run is quicker.",
            _choice("kept", "not kept"),
            example="kept",
        ),
        Field(
            "publication",
            "What is held back from a publication.",
            _PUBLICATION,
            also=("publish", "disclosure"),
        ),
    ),
)
THEME = _record(
    "theme",
    (
        _header("theme"),
        Field("title", "Its name in words.", TEXT, True, "Mutual aid"),
        Field(
            "principles",
            "The principles of its card, in order.",
            TEXTS,
            example="[asking, referral, joint work]",
        ),
        _ENTRIES,
    ),
)
TABLE = _record(
    "table",
    (
        _header("table"),
        Field("table", "Its short name, which is also that of its file.", NAME, True, "mutual-aid-groups"),
        Field("title", "What it lists, in words.", TEXT, True, "Mutual aid groups"),
        Field(
            "use", "What it is for, and what to mind.", TEXT, example="Check a number before you print it."
        ),
        _CITATIONS,
        Field("as-at", "When what it says was so.", TEXT, True, "April 2014"),
        Field(
            "verified",
            "Whether it was checked against its source; where it was in part, its rows say which.",
            _choice("yes", "in part", "no"),
            True,
            "yes",
        ),
        _ENTRIES,
        Field(
            "columns",
            "The columns in order, each with what it says. The first one names the row.",
            Table(Reads.NAME, TEXT),
            True,
        ),
        Field("rows", "The rows. A column that a row leaves out is blank.", List(PLAIN, filled=True), True),
    ),
)
COVERAGE = _record(
    "list of coverage",
    (
        _header("coverage"),
        Field(
            "documents", "The documents by short names, each with its title.", Table(Reads.NAME, TEXT), True
        ),
        Field(
            "entries",
            "What the documents contain, by number.",
            Table(
                Reads.ENTRY,
                _record(
                    "entry",
                    (
                        Field(
                            "name", "What it is about, in a few words.", TEXT, True, "A vision of recovery"
                        ),
                        Field("document", "The short name of its document.", NAME, True, "mutual-aid-guide"),
                        Field("section", "The section it stands in.", TEXT, True, "Service specifications"),
                        Field(
                            "guidance",
                            "How firmly the document puts it.",
                            _choice(*GUIDANCE, "reference", "consultation question"),
                            True,
                            "may consider",
                        ),
                    ),
                ),
            ),
            True,
        ),
    ),
)

# -- measures, and the extracts they are worked out from

TABLES = ("clients", "episodes", "interventions", "reviews", "contacts")
COUNTED = ("people", "episodes", "interventions", "reviews", "contacts")
SHAPES = ("ratio", "count", "within", "days", "follow-up", "latest", "steps")
_WHERE = Field(
    "where",
    'What a row must say to be looked at: a word, or one of several. "recorded" is any word at all.',
    Table(Reads.TERM, ByNode(text=TEXT, record=TEXT, items=TEXTS)),
)
_DATED = Field("dated", "The date that must lie in the period.", Text(Reads.TERM), example="referred")
_TABLE = Field("rows", "Which rows are looked at.", _choice(*TABLES), True, "episodes")
AMONG = _record(
    "population",
    (
        _TABLE,
        _DATED,
        Field(
            "during",
            "The first and last day of a stretch that must touch the period; no last day is still open.",
            List(Text(Reads.TERM), filled=True),
            example="[referred, discharged]",
        ),
        _WHERE,
    ),
)
_COUNTED_ROWS = _record("counted rows", (AMONG.by_key["rows"], AMONG.by_key["dated"], AMONG.by_key["during"]))
MARK = _record(
    "condition",
    (
        _TABLE._replace(required=False),
        Field(
            "joined-by",
            "What joins these rows to those looked at.",
            _choice("person", "episode", "intervention"),
            example="person",
        ),
        _DATED,
        Field("within", "How many days later, at the most, counts.", Text(Reads.LENGTH), example="7 days"),
        _WHERE,
    ),
)
STEP = _record("step", (_TABLE, _DATED._replace(required=True), _WHERE))
MEASURE = _record(
    "measure",
    (
        _header("measure"),
        Field(
            "measure",
            "Its name as theme/name.",
            Text(Reads.MEASURE),
            True,
            "mutual-aid/fama-delivered",
        ),
        Field("title", "What it says, in words.", TEXT, True, "People helped to use mutual aid"),
        Field("shape", "How it is worked out.", _choice(*SHAPES), True, "ratio"),
        Field("counting", "What is counted, each once.", _choice(*COUNTED), example="people"),
        Field("among", "Who or what is looked at.", AMONG),
        Field("left-out", "Who is taken out before anything is counted.", List(MARK)),
        Field(
            "excused",
            "Who is taken out only when they would otherwise count against.",
            List(MARK),
            also=("exceptions",),
        ),
        Field("counted", "What makes somebody count.", MARK),
        Field(
            "wait",
            "From which date to which.",
            _record(
                "wait",
                (
                    Field("from", "The date it starts.", Text(Reads.TERM), True, "referred"),
                    Field("to", "The date it ends.", Text(Reads.TERM), True, "first-seen"),
                    Field("within", "The longest that counts.", Text(Reads.LENGTH), example="21 days"),
                ),
            ),
        ),
        Field("percentile", "Which of the waits, shortest first, is the figure.", Text(Reads.PERCENT)),
        Field("steps", "What must have happened, in this order.", List(STEP, filled=True)),
        Field("distinct", "Count how many different ones of this there are.", Text(Reads.TERM)),
        Field("fewest", "The fewest that can be judged.", Text(Reads.COUNT), example="10"),
        Field("citations", "Where it comes from.", List(CITATION)),
        Field(
            "examples",
            "Invented rows, and what the measure must make of them.",
            List(
                _record(
                    "example of a measure",
                    (
                        Field("name", "What it shows.", TEXT, True),
                        Field("period", "The period, 2026-27-Q1 when left out.", TEXT),
                        Field("rows", "The rows of each table.", PLAIN, True),
                        Field("expect", "What comes out.", TEXT, True, "1 of 2"),
                    ),
                )
            ),
        ),
    ),
)
COLUMN = _record(
    "column",
    (
        Field("column", "Its heading in the file.", TEXT, True, "REFLD"),
        Field("reads", "How it is read.", _choice("date", "code", "text"), True, "date"),
        Field("required", "Whether a row without it cannot be used.", _choice("yes"), example="yes"),
        Field("codes", "What each code means.", Table(Reads.TEXT, TEXT)),
    ),
)
DATASET = _record(
    "dataset",
    (
        _header("dataset"),
        Field("dataset", "Its name.", Text(Reads.NAME), True, "ndtms-k"),
        Field("title", "Its name in full.", TEXT, True, "NDTMS core dataset K"),
        Field(
            "status",
            "Whether the columns and codes were checked against a file of this version.",
            _choice("checked", "checked in part", "not checked"),
            True,
            "checked",
        ),
        Field("dates", "How dates are written.", _choice("DD/MM/YYYY", "YYYY-MM-DD"), True, "DD/MM/YYYY"),
        Field("missing", "What stands for nothing recorded, besides an empty cell.", TEXTS, example="[NA]"),
        Field("provider", "The column that names the service.", TEXT, True, "AGNCY"),
        Field(
            "person",
            "The columns that together tell one person from another.",
            TEXTS,
            True,
            "[FINITIAL, SINITIAL, DOB, SEX]",
        ),
        Field(
            "consent",
            "The column that says whether somebody agreed, and the code that says so.",
            _record(
                "consent",
                (
                    Field("column", "The column that says it.", TEXT, True, "CONSENT"),
                    Field("given", "The code that says yes.", TEXT, True, '"Y"'),
                ),
            ),
        ),
        Field(
            "tables",
            "What each row of the file says, by table.",
            Table(
                Reads.NAME,
                _record(
                    "table",
                    (
                        Field("key", "The columns that tell one from another.", TEXTS, True),
                        Field("columns", "Its columns.", Table(Reads.TERM, COLUMN), True),
                    ),
                ),
            ),
            True,
        ),
        Field(
            "in-order",
            "Pairs of dates of which the first is never later.",
            List(List(TEXT, filled=True)),
            example="[[DOB, REFLD]]",
        ),
        Field("control", "Which people the control total counts.", AMONG, True),
        Field(
            "totals",
            "Which other rows a control total counts, where these are not the ones dated in the period.",
            List(_COUNTED_ROWS),
            example="[{rows: interventions, during: [started, ended]}]",
        ),
        Field("citations", "Where the columns and codes come from.", List(CITATION)),
    ),
)
_TOTALS = tuple(Field(each, f"How many {each} there should be.", Text(Reads.COUNT)) for each in COUNTED[1:])
_TOTAL_OF_SITE = _record(
    "control total of a site",
    (Field("people", "People in treatment there in the period.", Text(Reads.COUNT)), *_TOTALS),
)
_TOTAL_OF_GROUP = _record(
    "control total of a group",
    (Field("people", "People of the group in treatment in the period.", Text(Reads.COUNT)), *_TOTALS),
)
EXTRACT = _record(
    "extract",
    (
        _header("extract"),
        Field("spec", "The id of the specification it is for.", TEXT, True, "anytown-recovery-2026"),
        Field("party", "Who it is from.", NAME, True, "riverbank"),
        Field("period", "The period it is for.", TEXT, True, "2026-27-Q1"),
        Field("file", "The CSV file, beside this one.", TEXT, True, "riverbank-ndtms.csv"),
        Field("dataset", "The dataset whose columns it has.", Text(Reads.NAME), True, "ndtms-k"),
        Field("providers", "The codes in the file that are this party.", TEXTS, True, "[N0852]"),
        Field(
            "sites",
            "Which of these codes are which site or subcontractor.",
            Table(Reads.TEXT, TEXTS),
            example="{High Street: [N0852]}",
        ),
        Field("data-as-at", "The day it was taken.", DATE, example="2026-07-10", also=("as-at",)),
        Field(
            "control-total",
            "How many there should be, from somebody other than the sender where possible.",
            _record(
                "control total",
                (
                    Field("people", "People in treatment in the period.", Text(Reads.COUNT), True, "412"),
                    *_TOTALS,
                    Field("stated-by", "Who says so.", TEXT, True, "partnership report"),
                    Field(
                        "sites",
                        "How many there should be at each site or subcontractor.",
                        Table(Reads.TEXT, _TOTAL_OF_SITE),
                        example="{High Street: {people: 218}}",
                    ),
                    Field(
                        "groups",
                        "How many there should be in each group of people, by what tells them apart.",
                        Table(Reads.TEXT, Table(Reads.TEXT, _TOTAL_OF_GROUP)),
                        example="{sex: {male: {people: 251}, female: {people: 160}}}",
                    ),
                ),
            ),
            True,
        ),
    ),
)

FILES: Mapping[str, Record] = MappingProxyType(
    {
        "spec": SPEC,
        "standard clause": STANDARD_CLAUSE,
        "return": RETURN,
        "meeting log": MEETING_LOG,
        "settings": SETTINGS,
        "theme": THEME,
        "table": TABLE,
        "coverage": COVERAGE,
        "measure": MEASURE,
        "dataset": DATASET,
        "extract": EXTRACT,
    }
)
