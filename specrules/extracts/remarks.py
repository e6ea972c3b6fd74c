"""What is worth saying of an extract: how much of it could not be used, and who is missing from it.

In: an extract of which measures are asked.  Out: a code, a sentence and what to do, for each thing
there is to say.  Nothing that stands in a row is ever part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import listed, number
from specrules.evidence.personal import withhold
from specrules.extracts.missing import PEOPLE
from specrules.extracts.reading import AGAIN, NO_CONSENT, in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.extracts.convert import Account
    from specrules.extracts.facts import Asking
    from specrules.extracts.missing import Shortfall
    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Condition

    Remark = tuple[str, str, str | None]


_IN_UNUSED = "They may be in the records that could not be used: mend these first."


def remarks(asking: Asking) -> Iterable[Remark]:
    """What is worth saying of an extract: a code, a sentence and what to do, for each."""
    yield from _totals(asking)
    for account in asking.tables.accounts:
        yield from _not_used(asking.dataset, account)
        yield from _nameless(asking, account)
        yield from _set_apart(account)
        yield from _of_cells(account)
        yield from _others(asking.note.providers, account)
    for column, often in asking.tables.disagreed.items():
        times = "once" if often == 1 else f"{often:,} times"
        yield "EV482", f"Repeated records disagree on {column} {times}.", None


def _not_used(dataset: Dataset, account: Account) -> Iterable[Remark]:
    faults: dict[str, int] = {}
    for each in account.rejected.values():
        for fault, count in each.items():
            if not fault.endswith(NO_CONSENT):
                faults[fault] = faults.get(fault, 0) + count
    if again := faults.pop(AGAIN, 0):
        lines = number(again, "line below the first has", "lines below the first have")
        yield "EV480", f"{lines} the headings again, and nobody's record.", None
    if not faults:
        return
    told = "; ".join(f"{in_full(fault, dataset)} ({count:,})" for fault, count in sorted(faults.items()))
    total = sum(faults.values())
    records = number(account.records - again, "record")
    yield (
        "EV480",
        f"{total:,} of {records} could not be used: {told}. {_either_way(total)} the figures.",
        "Run specrules extract convert to get a list of them, by their number.",
    )


def _either_way(count: int) -> str:
    one = "It could have counted either way, so it widens"
    return one if count == 1 else "Each could have counted either way, so they widen"


def _nameless(asking: Asking, account: Account) -> Iterable[Remark]:
    for table, numbers in (account.nameless or {}).items():
        found = asking.dataset.table(table)
        count = sum(numbers.values())
        if not found:
            continue
        key = listed([name for name in found.key if name.upper() != asking.dataset.provider.upper()])
        said = number(count, f"record tells of one of the {table}", f"records tell of {table}")
        yield (
            "EV480",
            f"{said} without all of {key}, so that nobody can say which. {_either_way(count)} the figures.",
            "Ask for the file to be sent again with these filled in.",
        )


def _set_apart(account: Account) -> Iterable[Remark]:
    if account.withheld:
        people = number(
            account.withheld,
            "record is of somebody who did not agree, and was",
            "records are of people who did not agree, and were",
        )
        yield "EV486", f"{people} not used.", None
    if account.repeated:
        things = number(account.repeated, "record is of something", "records are of things")
        yield "EV491", f"{things} that others are of too; each counts once.", None


def _others(ours: tuple[str, ...], account: Account) -> Iterable[Remark]:
    """Services that the note does not name, one of which may be written in another way there."""
    others = [each for each in account.providers or {} if each not in ours]
    if not others:
        return
    known = {each.casefold() for each in ours}
    near = any(each.casefold() in known for each in others)
    remedy = (
        "One is a code of the note but for its capitals: write it the same way in both." if near else None
    )
    yield "EV489", f"Records of {number(len(others), 'other service')} in the file were not used.", remedy


def _of_cells(account: Account) -> Iterable[Remark]:
    for column, count in (account.unknown or {}).items():
        cells = number(count, f"cell of {column} holds", f"cells of {column} hold")
        they = "It counts" if count == 1 else "They count"
        yield "EV487", f"{cells} a code that nobody listed. {they} as blank.", None
    for table, count in (account.orphans or {}).items():
        records = number(
            count,
            f"record of {table} has nothing of what it belongs",
            f"records of {table} have nothing of what they belong",
        )
        yield "EV488", f"{records} to.", None


def _totals(asking: Asking) -> Iterable[Remark]:
    note, said_by = asking.note, withhold(asking.note.control.stated_by)[0]
    yield from _total(asking.shortfall, "in treatment", "", said_by, unused=asking.unused)
    places: dict[str, Shortfall] = {}
    for site in note.sites:
        if stated := asking.missing.stated(PEOPLE, asking.missing.site(site)):
            places[site] = stated
    for site, total in places.items():
        yield from _total(total, f"in treatment at {site}", f" at {site}", said_by)
    yield from _untold(asking)
    for told_by in asking.missing.groups():
        yield from _group(asking, told_by, said_by)


def _total(
    total: Shortfall, there: str, at: str, said_by: str, blank: int = 0, unused: int = 0
) -> Iterable[Remark]:
    """Where others were found than stated; who is *blank* may be of a group, and need not be missing.

    Who is missing may be among the records that are *unused*, where these are enough.
    """
    people = number(total.stated, "person was", "people were")
    besides = f", and {number(blank, 'person', 'people')} of whom it does not say" if blank else ""
    said = f"By {said_by}, {people} {there}, and the extract has {total.found:,}{besides}."
    if (missing := total.missing - blank) > 0:
        yield (
            "EV481",
            f"{said} {_who_is_missing(missing)} every figure{at}.",
            _IN_UNUSED if missing <= unused else "Send the extract again, whole.",
        )
    elif total.found > total.stated:
        yield "EV481", f"{said} Please find out which of the two is right.", None


def _group(asking: Asking, told_by: Condition, said_by: str) -> Iterable[Remark]:
    """What the totals of a group show, and those of which the dataset cannot tell who is counted."""
    group = f"{told_by.words[0]} ({told_by.term})"
    whose = asking.group(told_by)
    stated = asking.missing.stated(PEOPLE, whose) if whose.is_group else None
    if stated:
        blank = asking.silent(asking.dataset.control, PEOPLE, told_by)
        yield from _total(stated, f"in treatment as {group}", f" of {group}", said_by, blank)
    if unused := [kind for kind in asking.missing.of_group(told_by) if asking.why_not(told_by, kind)]:
        why = asking.why_not(told_by, unused[0])
        message = f"The note says how many {listed(unused)} of {group} there should be, and nobody can count "
        yield "EV481", f"{message}them: {why}.", "Correct the note, or leave these totals out of it."


def _who_is_missing(count: int) -> str:
    return "The one who is missing widens" if count == 1 else f"The {count:,} who are missing widen"


def _untold(asking: Asking) -> Iterable[Remark]:
    """Sites of which nobody can say who is missing. Where there is one alone, the whole says so."""
    missing = asking.missing
    untold = [each for each in asking.note.sites if missing.untold(missing.site(each))]
    if untold and len(asking.note.providers) > 1:
        yield (
            "EV481",
            f"Nobody has said how many people there should be at {listed(untold)}. Whoever is at another "
            "site may have been there too, so they widen its figures.",
            f"State a total for each site, or how many {missing.among} there are in all.",
        )
