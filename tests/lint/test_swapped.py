"""Two lines that changed places are one finding, at the upper one of them."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from specrules.base.files import source_of
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.lint.look import Looker
from specrules.lint.swapped import two_lines_as_one
from tests.lint.made import a_spec

ROOT = Path(__file__).parent.parent.parent
LOOKER = Looker()
SPECS = [
    "tests/broken/harbour.yaml",
    "examples/contract-year/spec.yaml",
    "examples/harbour/spec.yaml",
    "examples/tutorial/spec.yaml",
    "examples/two-readers/spec.yaml",
    "specs/recovery-service.yaml",
]
HEAD = """\
requirements:
  T-1:
    title: The people who are referred are seen
    owed-by: riverbank
    strength: should
    source: local decision, 2026-02-10
    checks:
      seen: {share: people seen, of: people referred, target: at least 95%}
"""
NEXT = """\
  T-2:
    title: The people who are seen are asked how it was
    owed-by: riverbank
    strength: should
    source: local decision, 2026-02-10
    checks:
      asked: {share: people asked, of: people seen, target: at least 95%}
"""


def look(text, base="examples/tutorial/spec.yaml"):
    return LOOKER.look(str(ROOT / base), text.encode(), asked_for=True).findings


def swapped(text, line):
    """*text* with a *line* and the next in each other's place."""
    lines = text.split("\n")
    lines[line - 1 : line + 1] = lines[line], lines[line - 1]
    return "\n".join(lines)


def errors_in(text):
    return [each for each in look(text) if each.severity is Severity.ERROR]


@cache
def sound(base):
    return (ROOT / base).read_text(encoding="utf-8")


@pytest.mark.parametrize("base", SPECS)
def test_any_two_lines_that_change_places_are_one_finding_at_most_and_next_to_it(base):
    text = sound(base)
    before = {(each.name, each.message) for each in look(text, base)}
    for line, (one, two) in enumerate(pairwise(text.split("\n")), 1):
        if one.strip() and two.strip():
            found = [
                each for each in look(swapped(text, line), base) if (each.name, each.message) not in before
            ]
            told = [each.place.span.line for each in found if "changed places" in each.message]
            assert len(found) < 2, (line, found)
            assert all(line - 1 <= each <= line + 1 for each in told), (line, found)


def test_a_finding_says_which_of_two_lines_belongs_above_the_other():
    text = a_spec(HEAD + NEXT)
    line = text.split("\n").index("  T-2:") + 1
    (found,) = errors_in(swapped(text, line))
    assert found.name == "heading-elsewhere"
    assert found.message == 'This line and the next have changed places: "T-2" belongs above "title".'
    assert found.remedy == "Move the next line above this one."
    assert found.place.span == (line, 5, line, 10)
    assert [each.span for each in found.also] == [(line + 1, 3, line + 1, 6)]


def test_a_line_without_a_heading_is_called_by_its_words():
    text = a_spec(HEAD + NEXT).replace(
        "source: local decision, 2026-02-10\n    checks:\n      asked",
        "source:\n      local decision, 2026-02-10\n    checks:\n      asked",
    )
    line = text.split("\n").index("    source:") + 1
    (found,) = errors_in(swapped(text, line))
    assert found.message == (
        'This line and the next have changed places: "source" belongs above "local decision, 2026-02-10".'
    )


def test_empty_lines_between_two_that_changed_places_count_for_nothing():
    text = a_spec(HEAD + NEXT)
    line = text.split("\n").index("  T-2:") + 1
    lines = swapped(text, line).split("\n")
    lines.insert(line, "")
    (found,) = errors_in("\n".join(lines))
    assert 'changed places: "T-2" belongs above "title".' in found.message
    assert [each.span.line for each in (found.place, *found.also)] == [line, line + 2]


def test_what_an_error_had_hidden_is_told_with_the_two_lines():
    text = a_spec(HEAD + NEXT.replace("strength: should", "strength: must"))
    line = text.split("\n").index("  T-2:") + 1
    names = [each.name for each in look(text)]
    assert "no-remedy" in names
    assert [each.name for each in look(swapped(text, line))] == ["heading-elsewhere", *names]


def test_a_heading_that_is_there_twice_and_missing_nowhere_is_just_that():
    text = a_spec(HEAD.replace("    checks:", "    source: local decision, 2026-02-11\n    checks:"))
    (found,) = errors_in(text)
    assert found.name == "given-twice"


def test_two_mistakes_that_no_two_lines_explain_stay_two():
    text = a_spec(
        HEAD.replace("    strength: should\n", "") + NEXT.replace("strength: should", "strenght: should")
    )
    assert [each.name for each in errors_in(text)] == ["missing-heading", "misspelt-heading"]


def test_a_mistake_on_one_of_the_two_lines_is_not_explained_by_their_places():
    text = a_spec(HEAD + NEXT)
    line = text.split("\n").index("  T-2:") + 1
    found = errors_in(
        swapped(text, line).replace("    title: The people who are seen", "\ttitle: The people who are seen")
    )
    assert not any("changed places" in each.message for each in found)


def test_errors_elsewhere_stay_and_where_there_are_many_nothing_is_tried():
    wrong = [
        NEXT.replace("T-2", f"T-{n}").replace("asked:", f"asked-{n}:").replace("should", "shuold")
        for n in range(3, 7)
    ]
    for many in range(5):
        text = a_spec(HEAD + NEXT + "".join(wrong[:many]))
        line = text.split("\n").index("  T-2:") + 1
        names = [each.name for each in errors_in(swapped(text, line))]
        is_told = "heading-elsewhere" in names
        assert is_told == (many < 3), names
        assert len(names) == many + (1 if is_told else 2)


def a_finding(message, first=2, last=2, *, name="given-twice", severity=Severity.ERROR):
    return Finding("FI101", name, severity, Place("a.yaml", Span(first, 1, last, 2)), message)


def advice(message):
    return a_finding(message, severity=Severity.ADVICE)


def told(found, left):
    """What is told of four lines, where *left* has what is found in a text with two of them changed."""
    as_one = two_lines_as_one(
        source_of("a.yaml", b"a: 1\nb: 1\nc: 1\nd: 1"), found, lambda source: left.get(source.text, found)
    )
    return [each.message.removeprefix("This line and the next have changed places: ") for each in as_one]


ONE, TWO, SOME, MORE = a_finding("one"), a_finding("two"), advice("some"), advice("more")
UPPER, LOWER = "b: 1\na: 1\nc: 1\nd: 1", "a: 1\nc: 1\nb: 1\nd: 1"


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ((ONE,), ()),
        ((ONE, TWO), (TWO,)),
        ((SOME, MORE), ()),
        ((ONE, SOME, MORE), (ONE,)),
        ((ONE, TWO), (a_finding("three", 4, 4),)),
        ((ONE, SOME), (MORE,)),
        ((ONE, TWO, SOME), (a_finding("three", 4, 4), SOME)),
        (tuple(map(a_finding, "abcde")), ()),
        ((a_finding("one", name="not-a-date"), a_finding("two", name="not-a-target")), ()),
    ],
)
def test_too_little_is_gone_or_too_much_is_new_to_speak_of_two_lines(found, left):
    assert told(found, {LOWER: left}) == []


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ((ONE, TWO), ()),
        ((ONE, TWO), (SOME, MORE)),
        ((ONE, SOME), ()),
        ((ONE, SOME, MORE), (MORE,)),
        ((*map(a_finding, "abc"), a_finding("three", 4, 4)), (a_finding("three", 4, 4),)),
        ((a_finding("one", name="not-a-date"), TWO), ()),
    ],
)
def test_two_that_are_gone_with_nothing_new_but_what_errors_hid_are_of_two_lines(found, left):
    assert told(found, {LOWER: left}) == ['"c" belongs above "b".', *(each.message for each in left)]


@pytest.mark.parametrize(("first", "last"), [(1, 2), (1, 4), (2, 2), (3, 3), (3, 4)])
def test_an_error_that_stays_on_one_of_the_two_lines_speaks_against_them(first, last):
    stays = a_finding("stays", first, last)
    assert told((ONE, TWO, stays), {LOWER: (stays,)}) == []


@pytest.mark.parametrize(("first", "last"), [(1, 1), (4, 4), (4, 6)])
def test_an_error_that_stays_elsewhere_speaks_for_itself(first, last):
    stays = a_finding("stays", first, last)
    assert told((ONE, TWO, stays), {LOWER: (stays,)}) == ['"c" belongs above "b".', "stays"]


def test_advice_that_stays_on_one_of_the_two_lines_speaks_against_nothing():
    assert told((ONE, TWO, SOME), {LOWER: (SOME,)}) == ['"c" belongs above "b".', "some"]


@pytest.mark.parametrize(
    ("upper", "lower", "meant"),
    [
        ((a_finding("far", 4, 4),), (SOME, MORE), '"c" belongs above "b".'),
        ((SOME, MORE), (a_finding("far", 4, 4),), '"b" belongs above "a".'),
        ((SOME, MORE), (SOME,), '"c" belongs above "b".'),
        ((SOME,), (SOME, MORE), '"b" belongs above "a".'),
        ((), (), '"b" belongs above "a".'),
    ],
)
def test_the_two_lines_with_which_the_least_is_left_are_told(upper, lower, meant):
    found = (ONE, TWO, a_finding("far", 4, 4))
    assert told(found, {UPPER: upper, LOWER: lower})[0] == meant


def test_what_is_wrong_in_another_file_is_no_reason_to_try_a_line():
    elsewhere = Place("b.yaml", Span(2, 1, 2, 2))
    found = [Finding("FI101", "given-twice", Severity.ERROR, elsewhere, word) for word in ("one", "two")]
    assert told(found, {LOWER: ()}) == []


def test_a_finding_without_a_line_is_no_reason_to_try_one():
    found = [
        Finding("FI101", "given-twice", Severity.ERROR, Place("a.yaml"), word) for word in ("one", "two")
    ]
    assert told(found, {LOWER: (), UPPER: ()}) == []


def test_the_other_place_of_a_finding_is_tried_as_well():
    other = Place("a.yaml", Span(2, 1, 2, 2))
    found = [
        Finding(
            "FI101", "given-twice", Severity.ERROR, Place("a.yaml", Span(4, 1, 4, 2)), word, also=(other,)
        )
        for word in ("one", "two")
    ]
    assert told(found, {UPPER: ()}) == ['"b" belongs above "a".']


@pytest.mark.parametrize(("length", "is_tried"), [(50_000, True), (50_001, False)])
def test_of_a_long_file_the_lines_are_not_tried(length, is_tried):
    source = source_of("a.yaml", b"a: 1\nb: 1\n".ljust(length, b"#"))
    assert bool(two_lines_as_one(source, (ONE, TWO), lambda _: ())) is is_tried


def tried(text):
    """The lines that change places, of those next to each other, in a *text* with an error on each line."""
    lines = text.split("\n")
    found = [a_finding(str(number), number, number) for number in range(1, len(lines) + 1)][:4]
    seen = []

    def look(source):
        seen.append(source.text.split("\n"))
        return found

    two_lines_as_one(source_of("a.yaml", text.encode()), found, look)
    return [next(n for n, line in enumerate(lines) if line != other[n]) + 1 for other in seen]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("  a: 1\nb:", [1]),  # a name that went below its first heading
        ("  a: 1\nb:  # a remark", [1]),
        ("  a: 1\nb: 2", []),
        ("b:\n  a: 1", []),  # sound as it is
        ("a: 1\nb: 1", [1]),
        ("a: 1\nb:", []),  # nothing stands behind it either way
        ("a:\nb:\n  c: 1", []),
        ("a: 1\nb:\nc:\n  d: 1", []),
        ("a: 1\n\n\nb: 1", [1]),
        ("a: 1\n# a remark\nb: 1", []),
        ("a: some\n  words\nb: 1", [1, 2]),  # words may go on further right, headings may not
        ("a:\n- b: 1\n- c: 1", [1, 2]),
        ("- b: 1\na:\n- c: 1", [1]),
        ("a:\n  b:\n    c: 1\n    d: 1", [2, 3]),
        ("a:\n  b:\n    c: 1\n  e: 1", []),
    ],
)
def test_only_lines_that_fit_by_where_they_begin_are_tried_the_other_way_round(text, lines):
    assert tried(text) == lines
