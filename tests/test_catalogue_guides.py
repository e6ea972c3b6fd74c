"""The catalogue against its sources: actions for commissioners, principles of care, the consultation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from specrules.library import Library
from specrules.spec.model import CheckKind, StandardClause

RULES = Path(__file__).parent.parent / "rules"
ACTION = "What commissioners should do, action "
MAY_CONSIDER = "may consider"
MATURITY = ("not yet", "begun", "in place", "shown to work")


@cache
def clauses() -> tuple[StandardClause, ...]:
    """Every standard clause that is shipped."""
    library = Library([RULES])
    return tuple(found for each in library.ids() if (found := library.clause(each)))


def theme(name: str) -> list[StandardClause]:
    return [each for each in clauses() if each.id.startswith(f"{name}/")]


def sections() -> set[str]:
    return {citation.section for each in clauses() for citation in each.citations}


def test_each_of_the_seventeen_actions_for_commissioners_is_cited() -> None:
    cited = {section.removeprefix(ACTION) for section in sections() if section.startswith(ACTION)}
    assert cited == {str(number) for number in range(1, 18)}


def test_each_of_the_eight_principles_of_care_is_cited() -> None:
    cited = {section for section in sections() if section.startswith("Principles of care, ")}
    assert len(cited) == 8


def test_a_question_of_the_consultation_is_never_more_than_something_to_consider() -> None:
    assert {each.guidance for each in theme("recovery-orientation")} == {MAY_CONSIDER}


def test_a_clause_on_recovery_orientation_asks_for_ratings_and_lists_alone() -> None:
    kinds = {check.kind for each in theme("recovery-orientation") for check in each.checks}
    assert kinds == {CheckKind.RATING, CheckKind.LIST}


def test_ratings_use_the_same_four_words_so_that_a_profile_can_be_read_across() -> None:
    profile = [*theme("recovery-orientation"), *theme("co-occurring")]
    ratings = [check for each in profile for check in each.checks if check.kind is CheckKind.RATING]
    assert {check.choices for check in ratings} == {MATURITY}


def test_no_two_steps_of_a_scale_mean_the_same() -> None:
    for each in clauses():
        for check in each.checks:
            assert len({meaning for _, meaning in check.rubric}) == len(check.rubric)


def test_every_outcome_in_the_table_is_rated_by_its_own_check() -> None:
    table = Library([RULES]).table("outcome-domains")
    assert table is not None
    named = [row["clause-check"] for row in table.rows]
    rated = next(each for each in clauses() if each.id.endswith("/outcomes-defined-and-measured"))
    assert named == [check.name for check in rated.checks]


def test_the_outcomes_in_the_table_rest_on_all_three_principles() -> None:
    table = Library([RULES]).table("outcome-domains")
    assert table is not None
    assert {row["principle"] for row in table.rows} == {"wellbeing", "citizenship", "freedom from dependence"}
