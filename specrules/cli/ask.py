"""``specrules ask``: what to ask each party for, what matters most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.base.phrases import listed
from specrules.cli.app import (
    Answer,
    AsAtOption,
    Misused,
    PeriodOption,
    ReviewPaths,
    app,
    day_of_option,
    period_of_option,
    refused,
)
from specrules.cli.engines import engines

if TYPE_CHECKING:
    from specrules.view import View


@app.command()
def ask(
    paths: ReviewPaths,
    period: PeriodOption = "",
    as_at: AsAtOption = "",
    party: Annotated[
        str, typer.Option(metavar="PARTY", help="Only what this party is asked, by its short name.")
    ] = "",
) -> Answer:
    """List what each party should still send, and what it could lift.

    For example: specrules ask examples/anytown
    """
    from specrules.engine import make_ready
    from specrules.inputs import gather, read
    from specrules.judging.review import review
    from specrules.report.asking import as_text
    from specrules.viewing import view

    wanted, day = period_of_option(period) if period else None, day_of_option(as_at) if as_at else None
    make_ready()
    try:
        given = read(gather(paths), wanted)
    except SpecrulesError as error:
        return refused(error)
    with engines() as engine:
        run = review(given, engine, day)
    seen = view(run)
    _expect_party(seen, party)
    asked = any(each.party == party or not party for each in seen.needed)
    return Answer(1 if asked else 0, as_text(seen, party))


def _expect_party(seen: View, party: str) -> None:
    """Raise Misused where no card is for *party*."""

    known = [card.party for card in seen.compliance]
    if party and party not in known:
        raise Misused(f"--party: there is no party called {party} here. There are {listed(known)}.")
