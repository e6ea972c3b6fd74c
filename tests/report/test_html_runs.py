"""The pages on kept reviews show every change and every period, and nothing that others wrote comes alive."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from specrules.report.html.runs import compared, run_chart, trends
from specrules.result import MET, NO_EVIDENCE, NOT_MET, PARTLY_MET
from specrules.rollup import Move
from specrules.runs.charts import limits
from specrules.runs.comparing import Because, Cause, Change, Comparison, Reviewed
from specrules.runs.trends import Direction, Figures, Point, Series, Trends
from specrules.values.quantities import Unit

REVIEW = Reviewed("", "anytown", "Recovery service", "1", "2026-27-Q1", "2026-07-21")
HOSTILE = '<script>alert(1)</script>"{{ 7 * 7 }}'


def a_change(text="Keyworkers help", **more):
    causes = (
        Because(
            Cause.SPECIFICATION, Fraction(1, 3), "partly met", (f"{text}: at least 80% -> at least 90%",)
        ),
        Because(Cause.FIGURES, Fraction(2, 3), "not met", ("delivered: 57 of 60 -> 44 of 60",)),
    )
    values = {"before": MET, "after": NOT_MET, "move": Move.WORSE, "causes": causes, **more}
    return Change("MA-1", text, "riverbank", text, **values)


def a_comparison(text="Keyworkers help"):
    new = a_change(text, before=None, after=NO_EVIDENCE, move=Move.STANDING, causes=())
    held = a_change(text, after=MET, move=Move.SAME)
    return Comparison(REVIEW, REVIEW, (a_change(text), new), (held,), 4, True)


def figures(values, unit=Unit.PERCENT, text="delivered", wanted=()):
    points = tuple(
        Point(f"20{n + 10}-{n + 11}", *(value or (None, None)), text, text, wanted[n] if wanted else text)
        for n, value in enumerate(values)
    )
    exact = [each.low if each.low == each.high else None for each in points]
    return Figures(text, unit, "more", points, Direction.WORSE, limits(exact, Fraction(1)))


def a_trend(text="delivered"):
    values = [(Fraction(n % 3 + 6, 10),) * 2 for n in range(11)]
    found = figures([*values, (Fraction(1, 10),) * 2], text=text)
    more = f"{text} in time"
    open_ones = figures([(Fraction(1, 2), Fraction(3, 4)), None, (Fraction(1, 4),) * 2], text=more)
    series = Series(
        "MA-1", text, "riverbank", text, (MET, None, PARTLY_MET), Direction.WORSE, (found, open_ones)
    )
    return Trends("anytown", text, ("2026-27-Q1", "2026-27-Q2", "2026-27-Q3"), ("", "", ""), (series,), ())


def main_of(page):
    return page[page.index("<main") : page.index("</main>")] + "</main>\n"


def test_what_changed_as_a_page(as_kept):
    as_kept("changed.html", main_of(compared(a_comparison())))


def test_trends_as_a_page(as_kept):
    as_kept("trends.html", main_of(trends(a_trend())))


def test_text_that_others_wrote_is_inert():
    for page in (compared(a_comparison(HOSTILE)), trends(a_trend(HOSTILE))):
        assert "<script" not in page
        assert "49" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
        assert "default-src" in page


def test_a_figure_known_in_one_period_alone_has_no_picture():
    assert run_chart(figures([None, (Fraction(1),) * 2])) is None


ENDS = st.tuples(*[st.integers(0, 40).map(lambda n: Fraction(n, 40))] * 2).map(
    lambda ends: tuple(sorted(ends))
)


@given(st.lists(st.none() | ENDS, min_size=2, max_size=20), st.sampled_from([Unit.PERCENT, Unit.DAYS]))
def test_every_period_has_its_place_in_the_picture_and_a_higher_figure_stands_higher(values, unit):
    drawn = run_chart(figures(values, unit))
    known = [value for value in values if value]
    assert (drawn is None) == (len(known) < 2)
    if drawn:
        assert [dot.low is None for dot in drawn.dots] == [value is None for value in values]
        assert [dot.x for dot in drawn.dots] == sorted({dot.x for dot in drawn.dots})
        places = [
            (end, y)
            for value, dot in zip(values, drawn.dots, strict=True)
            if value
            for end, y in zip(value, (dot.low, dot.high), strict=True)
        ]
        assert all(14 <= y <= 180 for _, y in places)
        assert all(one[1] >= other[1] for one in places for other in places if one[0] <= other[0])


def test_what_was_wanted_is_a_line_through_its_periods_and_moves_when_the_target_does():
    values = [(Fraction(n, 4),) * 2 for n in range(4)]
    wanted = [
        "at least 50%",
        "at least 50%; at least 20% is partly met",
        "at least 75%",
        "between 25% and 100%",
    ]
    drawn = run_chart(figures(values, wanted=wanted))
    half, three_quarters = (next(dot.low for dot in drawn.dots if dot.low == y) for y in (97, 56))
    assert [y for _, _, y in drawn.targets] == [half, three_quarters, 138, 14]
    (first, until, _), (since, _, _), *_ = drawn.targets
    assert first <= drawn.dots[0].x and until == since and drawn.dots[1].x < until < drawn.dots[2].x


def test_a_target_stands_in_the_picture_though_every_figure_is_lower():
    drawn = run_chart(figures([(Fraction(2),) * 2] * 2, Unit.COUNT, wanted=["at least 8"] * 2))
    assert [y for _, _, y in drawn.targets] == [14]


def test_a_target_that_is_no_fixed_amount_of_the_same_kind_is_not_drawn():
    for wanted in (
        "yes",
        "",
        "at least 5 percentage points above the baseline",
        "within 5 days",
        "TSF or SMART",
    ):
        assert run_chart(figures([(Fraction(1, 2),) * 2] * 2, wanted=[wanted] * 2)).targets == ()
