"""Everything that can be wrong with a return, by its code.

In: a code, a place and a message.  Out: a :class:`Finding` with the code's name and
how much it matters.  A code never changes its meaning and is never used again
for another.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_ERROR, _WARNING, _ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Code(NamedTuple):
    """The name of a code, how much it usually matters, and what it is about, as one sentence."""

    name: str
    severity: Severity
    about: str


CODES: Mapping[str, Code] = MappingProxyType(
    {
        "EV420": Code("unknown-item", _ERROR, "A line answers something that was not asked."),
        "EV421": Code("item-not-answered", _WARNING, "Something that was asked has no line."),
        "EV422": Code("wrong-type", _ERROR, "A cell holds something else than was asked for."),
        "EV423": Code("blank-cell", _WARNING, "A cell that was asked for is blank."),
        "EV424": Code("suppressed", _ADVICE, "A number was hidden because it is small."),
        "EV425": Code("item-given-twice", _ERROR, "Two lines answer the same thing."),
        "EV426": Code("more-than-all", _ERROR, "A number is larger than what it is out of."),
        "EV427": Code("outside-period", _ERROR, "A date lies after the day the return was made."),
        "EV428": Code("merged-cells", _WARNING, "Cells that hold answers are merged."),
        "EV429": Code("never-calculated", _ERROR, "A formula was never calculated, or ends in an error."),
        "EV430": Code("hidden-rows-or-sheet", _WARNING, "Rows, columns or a sheet of the return are hidden."),
        "EV431": Code("extra-sheet", _ADVICE, "A sheet is not part of the return."),
        "EV432": Code("return-header", _ERROR, "A heading of the return is missing or wrong."),
        "EV433": Code("unreadable", _ERROR, "A file cannot be read as a return."),
        "EV434": Code("document-missing", _WARNING, "A yes does not name the document that shows it."),
        "EV435": Code("condition-not-argued", _WARNING, "A no lacks its reason, or who agreed to it."),
        "EV436": Code("personal-identifier", _WARNING, "Something looks as if it identified a person."),
        "EV437": Code("date-as-serial", _ERROR, "A date is shown as a bare number."),
        "EV438": Code("broken-table", _ERROR, "A line of a CSV file cannot be told apart into cells."),
        "EV439": Code("cell-not-asked", _ADVICE, "A cell is filled that was not asked for."),
        "EV440": Code("wrong-spec", _ERROR, "A return is for another specification."),
        "EV441": Code("wrong-period", _WARNING, "A return is for another period."),
        "EV442": Code("wrong-version", _ERROR, "A return is for another version of the specification."),
        "EV443": Code("two-returns", _ERROR, "A party sent two returns for one period."),
        "EV444": Code("replaced", _ADVICE, "A return replaces another."),
        "EV445": Code("return-from-nobody-named", _ERROR, "A return is from nobody the specification names."),
        "EV446": Code("not-submitted", _WARNING, "A party sent no return."),
        "EV447": Code("late", _WARNING, "A return came after it was due."),
        "EV448": Code("note-on-a-cell", _ADVICE, "Somebody put a note on a cell, which is not read."),
        "EV449": Code("spec-has-changed", _WARNING, "The specification changed after the return was made."),
        "EV450": Code("provisional", _ADVICE, "The figures of a return may still change."),
        "EV451": Code("figures-differ", _WARNING, "A reported figure is not what its counts come to."),
        "EV452": Code("a-person-is-named", _WARNING, "A person is named where a post is wanted."),
        "EV453": Code("odd-dates", _WARNING, "The days on which a return was made cannot be right."),
        "EV454": Code("another-length", _WARNING, "A review is for another length of time than returns."),
        "EV480": Code("records-not-used", _WARNING, "Records of an extract cannot be used."),
        "EV481": Code("control-total", _WARNING, "An extract has not as many people as it should have."),
        "EV482": Code("records-disagree", _WARNING, "Repeated records of an extract disagree."),
        "EV483": Code("measure-not-supported", _WARNING, "An extract does not have what a measure reads."),
        "EV484": Code("extract-not-used", _ERROR, "An extract is not for this review."),
        "EV485": Code("extract-unreadable", _ERROR, "An extract cannot be read."),
        "EV486": Code("no-consent", _ADVICE, "People in an extract did not agree to it."),
        "EV487": Code("unknown-code", _WARNING, "An extract has codes that its dataset does not list."),
        "EV488": Code("orphans", _WARNING, "Records of an extract belong to nothing."),
        "EV489": Code("other-services", _ADVICE, "An extract has records of other services."),
        "EV491": Code("records-repeated", _ADVICE, "Records of an extract say the same thing again."),
        "EV490": Code("extract-differs", _WARNING, "A return and an extract give different figures."),
    }
)


def finding(
    code: str,
    place: Place,
    message: str,
    *,
    subject: str | None = None,
    meant: str | None = None,
    remedy: str | None = None,
    also: tuple[Place, ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """Return the finding *code* at *place*, as serious as its code says unless told otherwise.

    What was *meant* also becomes the remedy where there is no other, since a
    cell of a workbook has no line to show it under.
    """
    name, usual, _ = CODES[code]
    if meant and remedy is None:
        remedy = f'Did you mean "{meant}"?'
    return Finding(code, name, severity or usual, place, message, subject, meant, remedy, also)
