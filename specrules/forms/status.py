"""What a form says beside each line: filled in, or what is still missing.

In: a question and the cells of its line.  Out: words, twice over: as a formula
that a spreadsheet works out while somebody types, and worked out here for the
cells that are filled in already.  The two are made from one list, and the tests
hold the formulas against LibreOffice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.evidence.facts import Column
from specrules.evidence.values import BLANKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from specrules.forms.form import Found, Question

TO_FILL_IN, FILLED_IN, NOT_NEEDED = "to fill in", "filled in", "not needed"
NOT_KNOWN = "counts as not known"
# Words that count as an empty cell, as they may be typed into a workbook.
UNKNOWN = tuple(sorted(word for word in BLANKS if word))
# What may stand for a small number that was taken out on purpose.
HIDDEN = ("*", "..")
# Counts of different people out of the same whole.
PARTS = (Column.NUMBER, Column.NOT_RECORDED, Column.EXCEPTED, Column.WAITING)
VALUES = (Column.ANSWER, Column.NUMBER, Column.OUT_OF, *PARTS[1:], Column.BASELINE)

Cells = dict[Column, "Found"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is missing in a line: the words for it, its test as a formula, and its test here."""

    words: str
    formula: str
    holds: Callable[[Mapping[Column, Found]], bool]


def faults(question: Question, at: Mapping[Column, str]) -> list[Fault]:
    """What can be missing in the line of *question*, the worst first. *at* says where its cells stand."""
    values = [column for column in VALUES if column in at]
    blank = [f'{at[column]}=""' for column in values]
    found = [
        Fault(TO_FILL_IN, _all(blank), lambda cells: all(_is_blank(cells, each) for each in values)),
        *(_blank(column, at) for column in values if len(values) > 1),
        Fault(
            NOT_KNOWN,
            _any([f"SUMPRODUCT(--(not_known={at[column]}))>0" for column in values]),
            lambda cells: any(str(cells.get(column)).casefold() in BLANKS for column in values),
        ),
    ]
    if Column.OUT_OF in at and Column.NUMBER in at:
        found.append(_more_than_all(at))
    if Column.DOCUMENT in at:
        found.append(_document(at))
    if question.is_condition:
        found.append(_argument(at))
    return found


def _blank(column: Column, at: Mapping[Column, str]) -> Fault:
    return Fault(f'"{column}" is missing', f'{at[column]}=""', lambda cells: _is_blank(cells, column))


def _is_blank(cells: Mapping[Column, Found], column: Column) -> bool:
    return cells.get(column) in (None, "")


def _more_than_all(at: Mapping[Column, str]) -> Fault:
    parts = [column for column in PARTS if column in at]
    total = f"SUM({','.join(at[column] for column in parts)})"

    def holds(cells: Mapping[Column, Found]) -> bool:
        known = [value for column in parts if isinstance(value := cells.get(column), int)]
        out_of = cells.get(Column.OUT_OF)
        return isinstance(out_of, int) and sum(known) > out_of

    words = '"number" is more than "out of"'
    return Fault(words, f"AND(ISNUMBER({at[Column.OUT_OF]}),{total}>{at[Column.OUT_OF]})", holds)


def _document(at: Mapping[Column, str]) -> Fault:
    formula = f'AND({at[Column.ANSWER]}="yes",{at[Column.DOCUMENT]}="")'
    return Fault(
        "name the document",
        formula,
        lambda cells: _is(cells.get(Column.ANSWER), "yes") and not cells.get(Column.DOCUMENT),
    )


def _argument(at: Mapping[Column, str]) -> Fault:
    answer, reason, agreed = at[Column.ANSWER], at[Column.REASON], at[Column.AGREED_BY]
    return Fault(
        "say why, and who agreed",
        f'AND({answer}="no",OR({reason}="",{agreed}=""))',
        lambda cells: (
            _is(cells.get(Column.ANSWER), "no")
            and not (cells.get(Column.REASON) and cells.get(Column.AGREED_BY))
        ),
    )


def _is(found: Found, word: str) -> bool:
    return isinstance(found, str) and found.casefold() == word


def formula(found: Sequence[Fault], spared_when: str = "") -> str:
    """The status as a formula; *spared_when* is true where the requirement does not apply."""
    text = f'"{FILLED_IN}"'
    for fault in reversed(found):
        words = fault.words.replace('"', '""')
        text = f'IF({fault.formula},"{words}",{text})'
    return f'=IF({spared_when},"{NOT_NEEDED}",{text})' if spared_when else f"={text}"


def spared(at: Mapping[Column, str]) -> str:
    """Whether a condition whose cells stand *at* is argued not to hold, as a formula."""
    reason, agreed = at[Column.REASON], at[Column.AGREED_BY]
    return f'AND({at[Column.ANSWER]}="no",{reason}<>"",{agreed}<>"")'


def is_spared(cells: Mapping[Column, Found]) -> bool:
    """Whether the condition in *cells* is argued not to hold."""
    return (
        _is(cells.get(Column.ANSWER), "no")
        and bool(cells.get(Column.REASON))
        and bool(cells.get(Column.AGREED_BY))
    )


def words(found: Sequence[Fault], cells: Mapping[Column, Found], is_not_needed: bool = False) -> str:
    """The status of *cells*, worked out here."""
    if is_not_needed:
        return NOT_NEEDED
    return next((fault.words for fault in found if fault.holds(cells)), FILLED_IN)


def _all(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def _any(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
