"""What always holds when returns are read, whatever is in them."""

import io
import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.evidence.facts import Absent, ValueKind
from specrules.evidence.layout import read_grids
from specrules.evidence.opening import Opened
from specrules.evidence.returns import answers, read_return
from specrules.evidence.table import read_csv
from specrules.evidence.values import read_value
from tests.evidence.making import (
    CONDITION,
    HEADER,
    REGISTER,
    SHARE,
    STATEMENT,
    WITH_BLANKS,
    asked,
    rows_of,
    table,
    write_csv,
    write_xlsx,
)
from tests.evidence.test_personal import nhs_number

ASKS = (
    asked("A-1.share", SHARE),
    asked("A-2.blanks", WITH_BLANKS),
    asked("A-3.shown", STATEMENT),
    asked("A-4.applies", CONDITION),
    asked("A-5.fee", ValueKind.MONEY, site="North"),
    asked("A-5.fee", ValueKind.MONEY, site="South"),
    asked("A-6.wait", ValueKind.DURATION, unit="working days"),
    asked("A-7.when", ValueKind.DATE),
    asked("A-8.stage", ValueKind.CHOICE, words=("none", "draft", "in use")),
    asked("A-9.offered", ValueKind.WORDS, words=("TSF", "SMART-based")),
    asked("A-10.groups", REGISTER, words=("12-step", "other")),
)
COLUMNS = [
    "item",
    "site",
    "answer",
    "number",
    "out of",
    "not recorded",
    "document",
    "owner",
    "date",
    "reason",
    "agreed by",
]
GOOD = (
    {"item": "A-1.share", "number": "57", "out of": "64"},
    {"item": "A-2.blanks", "number": "<5", "out of": "64", "not recorded": "2"},
    {"item": "A-3.shown", "answer": "yes", "document": "Log", "owner": "manager", "date": "2026-05-01"},
    {"item": "A-4.applies", "answer": "no", "reason": "no room", "agreed by": "council"},
    {"item": "A-5.fee", "site": "North", "answer": "£8"},
    {"item": "A-5.fee", "site": "South", "answer": "9"},
    {"item": "A-6.wait", "answer": "12 working days"},
    {"item": "A-7.when", "answer": "2026-06-01"},
    {"item": "A-8.stage", "answer": "draft"},
    {"item": "A-9.offered", "answer": "TSF; SMART-based"},
)
GROUPS = (["12-step", "First", "secretary", "2026-06-01"], ["other", "Second", "chair", "2026-05-01"])
KIND_OF = {
    request.key(column): (request, kind) for request in ASKS for column, kind in request.columns.items()
}


def parsed(text):
    """The cells of a return in CSV, without a file."""
    grid, findings = read_csv(source_of("a.csv", text.encode()))
    (found,) = answers([Opened("a.csv", "d", read_grids([grid]))], ASKS)
    return found, findings


def as_text(rows):
    """The rows of a return as the text of a CSV file."""

    class Kept(io.BytesIO):
        def write_bytes(self, data):
            self.write(data)

    kept = Kept()
    write_csv(kept, rows)
    return kept.getvalue().decode()


def values(found):
    """What the cells of a return say."""
    return {
        key: read_value(KIND_OF[key][1], cell, words=KIND_OF[key][0].words, unit=KIND_OF[key][0].unit)
        for key, cell in found.cells.items()
    }


def complete(lines=GOOD, groups=GROUPS):
    """The rows of a return with every answer."""
    register = [["register", "A-10.groups"], ["kind", "name", "contact", "last contact"], *groups]
    return [*rows_of(*lines, columns=COLUMNS), [], *register]


def test_a_complete_return_has_nothing_wrong_with_it():
    found, findings = parsed(as_text(complete()))
    assert [*found.findings, *findings] == [each for each in found.findings if each.code == "EV424"]
    assert all(value.known for value in values(found).values())
    assert set(found.cells) == set(KIND_OF)


@settings(deadline=None, max_examples=30)
@given(st.permutations(GOOD), st.permutations(GROUPS), st.permutations(COLUMNS))
def test_the_order_of_lines_and_columns_changes_nothing(lines, groups, columns):
    register = [["register", "A-10.groups"], ["kind", "name", "contact", "last contact"], *groups]
    rows = [*map(list, HEADER.items()), *table(*lines, columns=columns), *register]
    found, _ = parsed(as_text(rows))
    usual, _ = parsed(as_text(complete()))
    rows_key = "A-10.groups/rows"
    assert {**found.cells, rows_key: 0} == {**usual.cells, rows_key: 0}
    assert set(found.cells[rows_key]) == set(usual.cells[rows_key])


ANSWERS = [(n, name) for n, line in enumerate(GOOD) for name in line if name not in ("item", "site")]


@pytest.mark.parametrize("blank", [None, "n/a", " - "])
@pytest.mark.parametrize(("line", "column"), ANSWERS)
def test_blanking_an_answer_never_makes_any_value_more_certain(line, column, blank):
    lines = [{**each, column: blank} if n == line else each for n, each in enumerate(GOOD)]
    before, after = (values(parsed(as_text(complete(each)))[0]) for each in (GOOD, lines))
    for key, value in after.items():
        if value.known:
            assert (value.low, value.high) == (before[key].low, before[key].high)


@pytest.mark.parametrize(
    ("line", "column"), [(n, "item") for n in range(len(GOOD))] + [(4, "site"), (5, "site")]
)
def test_blanking_what_a_line_is_about_loses_only_that_line(line, column):
    lines = [{**each, column: None} if n == line else each for n, each in enumerate(GOOD)]
    before, after = (parsed(as_text(complete(each)))[0].cells for each in (GOOD, lines))
    assert after.items() <= before.items()
    assert len(after) < len(before)


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 2))
def test_blanking_one_number_never_settles_a_share(number, out_of, blanks, place):
    def known(*numbers):
        names = ("number", "out of", "not recorded")
        line = {"item": "A-2.blanks", **dict(zip(names, numbers, strict=True))}
        found, _ = parsed(as_text(rows_of(line, columns=COLUMNS)))
        return all(value.known for value in values(found).values())

    numbers = [number, out_of, blanks]
    numbers[place] = None
    assert not known(*numbers)


@settings(deadline=None)
@given(st.text(max_size=400))
@example("item,answer\nA-7.when,\0")
@example("register,A-10.groups\nkind,name\n\n\nregister\n")
def test_any_text_at_all_is_read_without_a_crash(text):
    found, _ = parsed(text)
    assert found.cells.keys() <= KIND_OF.keys()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["item", "number", "out of", "57", "", "A-1.share", "register", "kind", "x"])
        )
    )
)
def test_any_rows_at_all_are_read_without_a_crash(rows):
    found, _ = parsed(as_text([*map(list, HEADER.items()), *rows]))
    assert found.cells.keys() <= KIND_OF.keys()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="items:regt \n-{}[]*&!#'\"A1.,<5%|>\tx", max_size=120))
def test_any_yaml_at_all_is_read_without_a_crash(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in HEADER.items()) + text, encoding="utf-8")
    assert read_return(path, ASKS).cells.keys() <= KIND_OF.keys()


def test_a_csv_file_and_a_workbook_with_the_same_cells_say_the_same(tmp_path):
    rows = complete()
    one = read_return(write_csv(tmp_path / "a.csv", rows), ASKS)
    two = read_return(write_xlsx(tmp_path / "a.xlsx", rows), ASKS)
    assert one.cells == two.cells


# --- privacy: values planted in every column, and looked for in every finding

NAMES = ("Annabel Canary", "Canary-Smith", "o'canary")
NUMBERS = [number for nine in ("943476591", "401023213", "485777345") if (number := nhs_number(nine))]


def planted(chance):
    """A text with a name and an NHS number in it, in one of many ways of writing."""
    number, name = chance.choice(NUMBERS), chance.choice(NAMES)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return chance.choice(
        [number, spaced, name, f"{name} {spaced}", f"{name}; {number}", f"57 {name}", f"{name}%"]
    )


def leaks(found):
    """Whether anything planted is in what a reader of the findings sees."""
    seen = repr([(each.message, each.subject, each.meant, each.remedy) for each in found.findings]).casefold()
    digits = "".join(letter for letter in seen if letter.isdigit())
    return "canary" in seen or any(number in digits for number in NUMBERS)


def seeded(chance):
    """The rows of a return with something planted in most of its cells."""
    lines = []
    for line in GOOD:
        kept = {name: cell if chance.random() < 0.3 else planted(chance) for name, cell in line.items()}
        extra = {name: planted(chance) for name in COLUMNS if name not in kept and chance.random() < 0.5}
        lines.append({**kept, "item": line["item"] if chance.random() < 0.8 else planted(chance), **extra})
    groups = [[cell if chance.random() < 0.3 else planted(chance) for cell in row] for row in GROUPS]
    rows = complete(lines, groups)
    for row in rows[: len(HEADER)]:
        if row[0] not in ("specrules", "party") and chance.random() < 0.3:
            row[1] = planted(chance)
    rows.insert(0, [planted(chance), planted(chance)])
    rows[len(HEADER) + 2].append(planted(chance))  # a heading nobody knows
    return [*rows, [planted(chance)], [], ["x", planted(chance)]]


@pytest.mark.parametrize("seed", range(40))
def test_nothing_planted_in_a_csv_file_reaches_a_finding(seed):
    found, findings = parsed(as_text(seeded(random.Random(seed))))
    assert found.findings
    assert not leaks(found)
    assert "canary" not in repr(findings).casefold()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_planted_in_a_workbook_reaches_a_finding(tmp_path, seed):
    found = read_return(write_xlsx(tmp_path / "a.xlsx", seeded(random.Random(seed))), ASKS)
    assert found.findings
    assert not leaks(found)


@pytest.mark.parametrize("seed", range(40))
def test_nothing_planted_in_yaml_reaches_a_finding(tmp_path, seed):
    chance = random.Random(seed)
    lines = [f"{key}: {value}" for key, value in HEADER.items()]
    lines += ["items:", *(f"  {line['item']}: {{{', '.join(_pairs(line, chance))}}}" for line in GOOD)]
    lines += [f"  {planted(chance)}: {planted(chance)}", "registers:", "  A-10.groups:"]
    lines += [f"    - {{kind: {planted(chance)}, name: {planted(chance)}, {planted(chance)}: x}}"]
    if seed % 4 == 3:
        chance.shuffle(lines)
    (tmp_path / "a.yaml").write_text("\n".join(lines), encoding="utf-8")
    found = read_return(tmp_path / "a.yaml", ASKS)
    assert found.findings
    assert not leaks(found)


def _pairs(line, chance):
    pairs = [f"{name}: {planted(chance)}" for name in line if name != "item"]
    return [*pairs, *chance.choices(pairs, k=chance.randint(0, 1)), f"{planted(chance)}: {planted(chance)}"]


def test_no_nhs_number_is_kept_anywhere_in_a_return():
    for seed in range(12):
        found, _ = parsed(as_text(seeded(random.Random(seed))))
        kept = "".join(letter for letter in repr(found) if letter.isdigit())
        assert not any(number in kept for number in NUMBERS)


def test_what_could_not_be_kept_is_no_evidence():
    line = {"item": "A-3.shown", "answer": "yes", "document": NUMBERS[0]}
    found, _ = parsed(as_text(rows_of(line, columns=COLUMNS)))
    assert isinstance(found.cells["A-3.shown/document"], Absent)
