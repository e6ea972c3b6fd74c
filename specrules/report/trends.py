"""Trends over kept reviews, as text for people and as JSON for programs.

In: the trends of a contract.  Out: a table of the last periods for each party; or one requirement closely,
with every figure; or everything as JSON.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from specrules.base.phrases import listed, number
from specrules.report.runs import as_json_text
from specrules.report.sheet import columns
from specrules.report.text import beside, paragraph, table
from specrules.values.quantities import Quantity, Unit, show_number, write_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.result import Result
    from specrules.runs.charts import Limits
    from specrules.runs.trends import Figures, Series, Trends

Lines = list[str]

PERIODS_SHOWN = 4
_SHORT = {"not applicable": "n/a", "no evidence": "no evid."}


def overview(found: Trends) -> str:
    """The last periods of every requirement, party by party."""
    return _joined([_header(found), *_tables(found), _closing(found)])


def closely(found: Trends) -> str:
    """Every period of one requirement, with the figures behind each result."""
    parts = [_header(found)]
    for series in found.series:
        parts += _results(found, series)
        parts += [_figures(each) for each in series.figures]
    return _joined(parts)


def _joined(parts: list[Lines]) -> str:
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def _header(found: Trends) -> Lines:
    title = f"Trends: {found.title}"
    return [
        *paragraph(title),
        "=" * min(len(title), columns()),
        *beside("Contract", [found.spec], 10),
        *beside("Periods", [stretch(found)], 10),
    ]


def stretch(found: Trends) -> str:
    """From when to when the reviews are, and how many."""
    first, last = found.periods[0], found.periods[-1]
    reviews = number(len(found.periods), "kept review")
    return f"{first} to {last}, {reviews}" if first != last else f"{first}, {reviews}"


def _tables(found: Trends) -> Iterator[Lines]:
    shown = found.periods[-PERIODS_SHOWN:]
    # By party, in the order in which the parties first come.
    order = list(dict.fromkeys(each.party for each in found.series))
    ours = sorted(found.series, key=lambda each: order.index(each.party))
    for _, group in groupby(ours, key=lambda each: each.party):
        series = list(group)
        rows = [
            (
                each.requirement,
                each.title,
                *(_short(result) for result in each.results[-PERIODS_SHOWN:]),
                str(each.direction),
            )
            for each in series
        ]
        name = series[0].party_name
        heads = ("No.", "What is owed", *shown, "Direction")
        yield [name, "-" * len(name), "", *table(heads, rows, (8, 34, *([10] * len(shown)), 12))]


def _short(result: Result | None) -> str:
    if result is None:
        return "not asked"
    return _SHORT.get(result.word, result.word)


def _closing(found: Trends) -> Lines:
    counts: dict[str, int] = {}
    for each in found.series:
        counts[str(each.direction)] = counts.get(str(each.direction), 0) + 1
    told = ", ".join(f"{count} {direction}" for direction, count in sorted(counts.items()))
    return paragraph(f"From the last period but one to the last: {told}.")


def _results(found: Trends, series: Series) -> Iterator[Lines]:
    title = f"{series.requirement}  {series.party_name}: {series.direction}"
    yield [title, "-" * min(len(title), columns()), *paragraph(series.title)]
    rows = [
        (period, result.shown if result else "not asked")
        for period, result in zip(found.periods, series.results, strict=True)
    ]
    yield table(("Period", "Result"), rows, (14, 60))


def _figures(figures: Figures) -> Lines:
    rows = [(each.period, each.found, each.wanted) for each in figures.points]
    told = f"{figures.check}: {figures.direction}. {usual(figures)}"
    return [*paragraph(told), "", *table(("Period", "Found", "Wanted"), rows, (14, 40, 40))]


def usual(figures: Figures) -> str:
    """What is usual and which points are not, or why that cannot be told."""
    found = figures.usual
    if isinstance(found, str):
        return f"{found[0].upper()}{found[1:]}."
    low, middle, high = (amount(each, figures.unit) for each in (found.lower, found.middle, found.upper))
    said = [f"Usually between {low} and {high}, on average {middle}."]
    periods = [each.period for each in figures.points]
    if found.outside:
        said.append(f"{listed(periods[n] for n in found.outside)}: outside what is usual.")
    for first, last in _stretches(found.shifted):
        said.append(f"{periods[first]} to {periods[last]}: in a row on one side of the average.")
    return " ".join(said)


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each stretch of numbers that follow one another."""
    for _, group in groupby(enumerate(numbers), key=lambda each: each[1] - each[0]):
        stretch = [number for _, number in group]
        yield stretch[0], stretch[-1]


def amount(value: Fraction, unit: Unit) -> str:
    """A figure in words, to one decimal."""
    if unit is Unit.PERCENT:
        return show_number(value, unit)
    return write_quantity(Quantity(Fraction(round(value * 10), 10), unit))


# -- data


def as_json(found: Trends) -> str:
    """Every period of every series, whatever its result was."""
    return as_json_text(
        {
            "specrules": "trends 1",
            "contract": found.spec,
            "title": found.title,
            "periods": list(found.periods),
            "records": list(found.records),
            "left_out": list(found.left_out),
            "series": list(map(_series, found.series)),
        }
    )


def _series(series: Series) -> dict[str, Any]:
    return {
        "requirement": series.requirement,
        "title": series.title,
        "party": series.party,
        "results": [
            {"result": each.word, "low": each.low, "high": each.high} if each else None
            for each in series.results
        ],
        "direction": str(series.direction),
        "figures": list(map(_figures_data, series.figures)),
    }


def _figures_data(figures: Figures) -> dict[str, Any]:
    return {
        "check": figures.check,
        "unit": str(figures.unit),
        "better": figures.better or None,
        "points": [
            {
                "period": each.period,
                "low": _text(each.low),
                "high": _text(each.high),
                "found": each.found,
                "wanted": each.wanted,
            }
            for each in figures.points
        ],
        "direction": str(figures.direction),
        "usual": None if isinstance(figures.usual, str) else _limits(figures.usual),
        "why_no_limits": figures.usual if isinstance(figures.usual, str) else None,
    }


def _limits(usual: Limits) -> dict[str, Any]:
    ends = {name: str(getattr(usual, name)) for name in ("lower", "middle", "upper")}
    return {**ends, "from": usual.start, "outside": list(usual.outside), "shifted": list(usual.shifted)}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
