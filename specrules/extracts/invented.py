"""Invented extracts of any size, with the faults that real ones have.

In: how many people, and a seed.  Out: a CSV file like one of the NDTMS dataset K, and how many people are in
treatment in a period.  Nobody in it exists: names are two random letters, and every date is drawn.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from specrules.base.errors import NotWritten
from specrules.base.files import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from specrules.values.periods import Period

HEADINGS = (
    *("AGNCY", "CLIENT", "EPISODID", "CONSENT", "FINITIAL", "SINITIAL", "DOB", "SEX"),
    *("REFLD", "TRIAGED", "CPLANDT", "DISD", "DRUG1", "DUALDIAG"),
    *("MODID", "MODAL", "REFMODDT", "FAOMODDT", "MODST", "MODEND", "MODEXIT"),
    *("SUBMID", "SUBMODDT", "RECPEER", "RECMAID", "RECFMSP", "RECHSE", "RECEMP", "RECCHKP", "PSYSTP"),
)
_FLAGS = 7


@dataclass(frozen=True, slots=True)
class Invention:
    """What to invent. *faults* is the share of rows, in a thousand, that have something wrong with them."""

    clients: int
    seed: int
    period: Period
    provider: str = "X0001"
    faults: int = 20


def lines(wanted: Invention) -> Iterator[str]:
    """The lines of the file, the headings first."""
    yield ",".join(HEADINGS) + "\r\n"
    chance = random.Random(wanted.seed)  # noqa: S311 - nothing here is secret
    for client in range(1, wanted.clients + 1):
        yield from _person(chance, wanted, client)


def write_invented(path: Path, wanted: Invention) -> int:
    """Write the file, and return how many records it has. Raises NotWritten."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            written = 0
            for line in lines(wanted):
                file.write(line)
                written += 1
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NotWritten(
            f"{shown(path)} could not be written; check that you may, and how full it is."
        ) from error
    return written - 1


def _person(chance: random.Random, wanted: Invention, client: int) -> Iterator[str]:
    initials = [chance.choice("ABCDEFGHJKLMNPRSTW") for _ in range(2)]
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(18000))
    who = [wanted.provider, str(client), "", "Y" if chance.randrange(100) else "N", *initials]
    who += [_uk(born), chance.choice("12")]
    for episode in range(1 if chance.randrange(10) else 2):
        who[2] = f"E{client}-{episode}"
        yield from _episode(chance, wanted, who)


def _episode(chance: random.Random, wanted: Invention, who: list[str]) -> Iterator[str]:
    referred = wanted.period.start - timedelta(days=chance.randrange(-80, 320))
    triaged = referred + timedelta(days=chance.randrange(25)) if chance.randrange(12) else None
    discharged = referred + timedelta(days=chance.randrange(60, 500)) if chance.randrange(3) == 0 else None
    episode = [_uk(referred), _uk(triaged), _uk(triaged), _uk(discharged)]
    episode += [chance.choice(("1", "2", "7")), chance.choice(("Y", "N", "N", "NA"))]
    for number in range(chance.choice((1, 1, 2))):
        kind = "96" if number or chance.randrange(3) else "95"
        begun = referred + timedelta(days=chance.randrange(40))
        ended = discharged if discharged and chance.randrange(2) else None
        intervention = [f"{who[2]}-{number}", kind, _uk(referred), _uk(begun), _uk(begun)]
        intervention += [_uk(max(ended, begun)) if ended else "NA", chance.choice("ABC") if ended else "NA"]
        for line in _reviews(chance, wanted, begun, intervention[0]):
            yield _line(chance, wanted, [*who, *episode, *intervention, *line])


def _reviews(chance: random.Random, wanted: Invention, begun: date, id: str) -> Iterator[list[str]]:
    count = chance.choice((0, 1, 1, 2, 3))
    if not count:
        yield ["NA"] * (2 + _FLAGS)
    for number in range(count):
        day = begun + timedelta(days=chance.randrange(1, 200))
        flags = [
            chance.choice(("Y", "Y", "Y", "N", "N", "NA") if n < 2 else ("Y", "N", "N"))
            for n in range(_FLAGS)
        ]
        yield [f"{id}-{number}", _uk(day), *flags]


def _line(chance: random.Random, wanted: Invention, cells: list[str]) -> str:
    """One line of the file, sometimes with one of the faults that real files have."""
    if chance.randrange(1000) < wanted.faults:
        fault = chance.randrange(6)
        if fault == 0:
            cells[8] = "31/02/2026"
        elif fault == 1:
            cells[6] = "NA"
        elif fault == 2:
            cells[11] = "01/01/2001"
        elif fault == 3:
            cells[-3] = "X"
        elif fault == 4:
            cells = cells[:-2]
        else:
            cells[23] = "NA" if cells[21] != "NA" else cells[23]
    return ",".join(cells) + "\r\n"


def _uk(day: date | None) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else "NA"
