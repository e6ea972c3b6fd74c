"""What may be typed into a cell of a form, and what is said to whoever types.

In: a question and one of its columns.  Out: a rule in the words of xlsxwriter's
``data_validation``.  A rule lets through everything that the reader of returns
understands, and stops only what it would refuse.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from specrules.evidence.facts import Column, ValueKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.forms.form import Question

Rule = dict[str, Any]

# Ranges of the hidden sheet: words for nothing known, words for a small number taken out, names of documents.
NOT_KNOWN, HIDDEN, DOCUMENT_NAMES = "not_known", "hidden", "document_names"

_COUNT = (
    "How many",
    "A whole number; 0 only if there were none. Leave it blank if you do not know. "
    "<5 and * may stand for a small number that is hidden.",
)
_DATE = ("Date", "Day, month and year, such as 31/03/2026.")
_YES_NO = ("Yes or no", "Choose yes or no. Leave it blank if you do not know.")
_PERCENT = ("Percentage", "As it was published, with its percent sign, such as 41.5%.")
_CHOICE = ("Choose one", "Choose one of the words in the list.")
_POST = "A post, such as service manager; never a person's name."
_WORDS = {
    Column.OWNER: ("Owner", f"Who keeps the document. {_POST}"),
    Column.REASON: ("Reason", "Why it does not apply. Never anything about a person using the service."),
    Column.AGREED_BY: ("Agreed by", f"Who agreed that it does not apply. {_POST}"),
}
COMMENT = ("Comment", "Anything the commissioner should know. Never anything about a person.")
NAMED = ("Name", "The group, meeting or organisation; never a person's name.")
CONTACT = ("Contact", f"Who to ask for. {_POST}")
FOUND = ("What was found", "Choose the word that this reader found, alone, for this case.")
KIND = ("Kind", "Choose one of the kinds in the list. If there is nothing to list, write none.")
SITE = ("Site", "Choose the site that the row is of. A site without a row counts as not known.")
STATUS = ("Status", "Final, or provisional if figures may still change.")
SUPERSEDES = ("Supersedes", "The file name of the return that this one replaces, if it replaces one.")
SUBMITTED = ("Submitted", "The day you send this return.")
DATA_AS_AT = ("Data as at", "The day the figures were taken, if that was another day.")


def rule_of(question: Question, column: Column, cell: str, offered: str) -> Rule:
    """What may be typed into the cell called *cell*; *offered* is the range of the words to choose from."""
    match question.request.columns[column]:
        case ValueKind.COUNT:
            return _count(cell)
        case ValueKind.PERCENT:
            return anything(_PERCENT)
        case ValueKind.MONEY | ValueKind.DURATION | ValueKind.NUMBER:
            return _amount(cell, question)
        case ValueKind.DATE:
            return a_day(cell, _DATE)
        case ValueKind.YES_NO | ValueKind.WORDS:
            return one_of(["yes", "no"], _YES_NO)
        case ValueKind.CHOICE:
            return one_of(f"={offered}", _CHOICE)
        case _ if column is Column.DOCUMENT:
            return suggested(f"={DOCUMENT_NAMES}", ("Document", _shown_by(question.request.document)))
        case _:
            return anything(_WORDS[column])


def one_of(source: str | Sequence[str], says: tuple[str, str]) -> Rule:
    """Only the words of a list."""
    return {"validate": "list", "source": source, **_said(says), **_stop("Please choose from the list.")}


def suggested(source: str, says: tuple[str, str]) -> Rule:
    """The words of a list, and others too."""
    return {"validate": "list", "source": source, **_said(says), "show_error": False}


def anything(says: tuple[str, str]) -> Rule:
    """Any text, with a word of advice."""
    return {"validate": "any", **_said(says)}


def a_day(cell: str, says: tuple[str, str] = _DATE) -> Rule:
    """A date of this century, or a word for one that is not known."""
    first, last = (f"DATE({day:%Y,%m,%d})" for day in (date(2000, 1, 1), date(2099, 12, 31)))
    test = f"AND({cell}>={first},{cell}<={last})"
    return _when(cell, test, _among(cell, NOT_KNOWN), says, "Please type a date, such as 31/03/2026.")


def _count(cell: str) -> Rule:
    other = f'OR(LEFT({cell},1)="<",{_among(cell, HIDDEN)},{_among(cell, NOT_KNOWN)})'
    wrong = "Please type a whole number, 0 or more. Percentages cannot be used: type how many."
    return _when(cell, f"AND({cell}>=0,{cell}=INT({cell}))", other, _COUNT, wrong)


def _amount(cell: str, question: Question) -> Rule:
    is_money = ValueKind.MONEY in question.request.columns.values()
    unit = "pounds" if is_money else question.request.unit
    says = ("Amount" if unit else "Number", f"A number{' of ' if unit else ''}{unit}, without any words.")
    return _when(
        cell, f"{cell}>=0", _among(cell, NOT_KNOWN), says, f"Please type {says[1][0].lower()}{says[1][1:]}"
    )


def _when(cell: str, number: str, other: str, says: tuple[str, str], wrong: str) -> Rule:
    """A number that passes one test, or text that passes another."""
    test = f"=IF(ISNUMBER({cell}),{number},{other})"
    return {"validate": "custom", "value": test, **_said(says), **_stop(wrong)}


def _among(cell: str, area: str) -> str:
    # SUMPRODUCT and not COUNTIF, to which a * or a < would mean something of its own.
    return f"SUMPRODUCT(--({area}={cell}))>0"


def _shown_by(document: str) -> str:
    wanted = f"What is asked for: {document}. " if document else ""
    return f"{wanted[:150]}What shows your yes: its name and version. List it on the sheet Documents first."


def _said(says: tuple[str, str]) -> Rule:
    return {"input_title": says[0][:32], "input_message": says[1][:255]}


def _stop(wrong: str) -> Rule:
    return {"error_title": "Not like this", "error_message": wrong[:255], "error_type": "stop"}
