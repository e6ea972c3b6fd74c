"""Everything that can be wrong with a meeting log, by its code.

In: a code, a record and a message.  Out: a finding at the place of the record.
A code never changes its meaning and is never used again for another.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.log.model import Record

_ERROR, _WARNING, _ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Code(NamedTuple):
    """The name of a code, how much it matters, and why, as one or two sentences."""

    name: str
    severity: Severity
    about: str


CODES: Mapping[str, Code] = MappingProxyType(
    {
        "AL801": Code(
            "allowance-for-nothing",
            _ADVICE,
            "An allowance is for one requirement or check of one party that owes it. One for anything else "
            "does nothing, and somebody believes that it does.",
        ),
        "AL802": Code(
            "allowance-lapsed",
            _ADVICE,
            "An allowance counts up to its last day. After it the result counts again, as it is.",
        ),
        "AL803": Code(
            "allowance-not-needed",
            _ADVICE,
            "What is met without its allowance needs none. End it, so that it does not hide a fall later.",
        ),
        "AL804": Code(
            "allowance-about-to-lapse",
            _ADVICE,
            "An allowance that ends before the next period does is decided now: it ends, or another follows.",
        ),
        "AL805": Code(
            "allowances-overlap",
            _WARNING,
            "One duty of one party has one allowance at a time. Of two, nobody knows whose conditions hold.",
        ),
        "AL806": Code(
            "renewed-too-often",
            _WARNING,
            "An allowance is for a time. One that is renewed again and again is a change of the contract.",
        ),
        "AL807": Code(
            "query-overdue", _WARNING, "A query whose day has gone by without an answer is asked again."
        ),
        "AL808": Code(
            "action-without-owner",
            _WARNING,
            "An action that nobody owns, or that is due on no day, is not done.",
        ),
        "AL809": Code(
            "action-that-nothing-closes",
            _WARNING,
            "An action closes on evidence. Without saying which, it can never be shown to be done.",
        ),
        "AL810": Code(
            "dated-in-the-future",
            _ERROR,
            "A record bears the day on which it was made. A later day is a slip, or was not so yet.",
        ),
        "AL811": Code(
            "record-of-nothing",
            _WARNING,
            "A record is about a requirement, a check and a party that the specification names.",
        ),
        "AL812": Code(
            "raised-without-evidence",
            _WARNING,
            "Absent evidence never raises a score. A decision that raises a result names the document or "
            "cell that shows why; without it the result stays.",
        ),
        "AL813": Code(
            "adjudication-of-another-result",
            _WARNING,
            "A decision is about the result that was there. Where another was found since, it is taken anew.",
        ),
        "AL814": Code(
            "not-as-declared",
            _WARNING,
            "Somebody has looked, and found it otherwise than the return says. The result stands until the "
            "figure is sent again or somebody decides.",
        ),
        "AL815": Code("action-overdue", _WARNING, "The day of an action has gone by, and it is still open."),
        "AL816": Code(
            "number-given-twice",
            _ERROR,
            "Each record has a number of its own, so that the next record can refer to it.",
        ),
        "AL817": Code(
            "refers-to-nothing", _WARNING, "A record refers to others by their numbers in the same log."
        ),
        "AL818": Code("out-of-order", _ERROR, "Time runs one way: what answers comes after what was asked."),
        "AL819": Code(
            "closed-on-no-evidence",
            _WARNING,
            "An action closes on something that can be looked at: a cell of a return, or a document of the "
            "index. Until then it is open.",
        ),
        "AL822": Code(
            "allowance-too-long", _WARNING, "The specification says how long an allowance may last at most."
        ),
        "AL823": Code(
            "outside-the-contract",
            _WARNING,
            "An allowance and a record are for days on which the contract holds. Another day is a slip.",
        ),
        "AL820": Code(
            "kept-to-no-day",
            _ADVICE,
            "A log that says up to which day it is kept shows a day that was mistyped.",
        ),
        "AL821": Code(
            "personal-details-in-log",
            _WARNING,
            "A meeting log speaks of duties and posts. What may identify a person using the service is "
            "not printed.",
        ),
    }
)


def finding(
    code: str,
    record: Record | None,
    message: str,
    *,
    key: str = "",
    remedy: str | None = None,
    also: tuple[Place, ...] = (),
    file: str = "",
) -> Finding:
    """Return the finding *code* at *record*, or at what stands under *key* in it."""
    name, severity, _ = CODES[code]
    written = record.written if record else None
    place = (written.value(key) if key else written.place) if written else Place(file)
    subject = f"{called(record)} {record.id}" if record else None
    return Finding(code, name, severity, place, message, subject, None, remedy, also)


_CALLED = {
    "IndexedDocument": "document",
}


def called(record: Record) -> str:
    """What a kind of record is called: "allowance", "document"."""
    name = type(record).__name__
    return _CALLED.get(name, name.lower())
