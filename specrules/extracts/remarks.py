"""What is worth saying of an extract: how much of it could not be used, and who is missing from it.

In: an extract of which measures are asked.  Out: a code, a sentence and what to do, for each thing
there is to say.  Nothing that stands in a row is ever part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.evidence.personal import withhold
from specrules.extracts.missing import PEOPLE
from specrules.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.extracts.convert import Account
    from specrules.extracts.facts import Asking

    Remark = tuple[str, str, str | None]


def remarks(asking: Asking) -> Iterable[Remark]:
    """What is worth saying of an extract: a code, a sentence and what to do, for each."""
    yield from _totals(asking)
    for account in asking.tables.accounts:
        yield from _not_used(account)
        yield from _set_apart(account)
        yield from _of_cells(account)
        if others := len([each for each in account.providers or {} if each not in asking.note.providers]):
            services = several(others, "other service", "other services")
            yield "EV489", f"Records of {services} in the file were not used.", None
    for column, number in asking.tables.disagreed.items():
        times = "once" if number == 1 else f"{number} times"
        yield "EV482", f"Repeated records disagree on {column} {times}.", None


def several(number: int, one: str, more: str) -> str:
    """So many of something, in words that fit one as well as more."""
    return f"{number} {one if number == 1 else more}"


def _not_used(account: Account) -> Iterable[Remark]:
    faults: dict[str, int] = {}
    for each in account.rejected.values():
        for fault, number in each.items():
            if not fault.endswith(": no consent"):
                faults[fault] = faults.get(fault, 0) + number
    if not faults:
        return
    told = "; ".join(f"{fault} ({number})" for fault, number in sorted(faults.items()))
    total = sum(faults.values())
    they = (
        "It could have counted either way, so it widens"
        if total == 1
        else ("Each could have counted either way, so they widen")
    )
    records = several(account.records, "record", "records")
    yield (
        "EV480",
        f"{total} of {records} could not be used: {told}. {they} the figures.",
        "Run specrules extract convert to get a list of them, by their number.",
    )


def _set_apart(account: Account) -> Iterable[Remark]:
    if account.withheld:
        people = several(
            account.withheld,
            "record is of somebody who did not agree, and was",
            "records are of people who did not agree, and were",
        )
        yield "EV486", f"{people} not used.", None
    if account.repeated:
        things = several(account.repeated, "record is of something", "records are of things")
        yield "EV491", f"{things} that others are of too; each counts once.", None


def _of_cells(account: Account) -> Iterable[Remark]:
    for column, number in (account.unknown or {}).items():
        cells = several(number, f"cell of {column} holds", f"cells of {column} hold")
        they = "It counts" if number == 1 else "They count"
        yield "EV487", f"{cells} a code that nobody listed. {they} as blank.", None
    for table, number in (account.orphans or {}).items():
        records = several(
            number,
            f"record of {table} has nothing of what it belongs",
            f"records of {table} have nothing of what they belong",
        )
        yield "EV488", f"{records} to.", None


def _totals(asking: Asking) -> Iterable[tuple[str, str, str | None]]:
    note, said_by = asking.note, withhold(asking.note.control.stated_by)[0]
    places = {"": asking.shortfall}
    for site in note.sites:
        if stated := asking.missing.stated(PEOPLE, asking.missing.site(site)):
            places[site] = stated
    for site, total in places.items():
        at = f" at {site}" if site else ""
        said = (
            f"By {said_by}, {total.stated} people were in treatment{at}, and the extract has {total.found}."
        )
        if total.missing:
            yield (
                "EV481",
                f"{said} {_who_is_missing(total.missing)} every figure{at}.",
                "Send the extract again, whole.",
            )
        elif total.found > total.stated:
            yield "EV481", f"{said} Please find out which of the two is right.", None
    yield from _untold(asking)


def _who_is_missing(number: int) -> str:
    return "The one who is missing widens" if number == 1 else f"The {number} who are missing widen"


def _untold(asking: Asking) -> Iterable[tuple[str, str, str | None]]:
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
