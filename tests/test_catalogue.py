"""The catalogue and the specification to copy: they read, cite, set no threshold, and do what they show."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from specrules.base.files import read_text
from specrules.base.frozen import replace
from specrules.library import NO_THEMES, Library
from specrules.lint import lint
from specrules.spec.model import CheckKind, Example, Spec, StandardClause, Theme
from specrules.spec.reader import read_spec, read_standard_clause, read_theme
from specrules.text.tree import read_tree
from specrules.trial.examples import try_example

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
READY = sorted(ROOT.joinpath("specs").glob("*.yaml"))
THEMES = sorted(path.name for path in RULES.iterdir() if path.is_dir() and path.name not in NO_THEMES)
FILES = sorted(
    path for name in THEMES for path in RULES.joinpath(name).glob("*.yaml") if path.name != "theme.yaml"
)

GUIDE = "Improving access to mutual aid: a brief guide for commissioners (Public Health England, 2014)"
NICE = "Coexisting severe mental illness and substance misuse (NICE quality standard QS188, 2019)"
# Kinds of check that can only be met or not met: they take no easier target.
YES_OR_NO = {CheckKind.STATEMENT, CheckKind.CONDITION}
PEOPLE = re.compile(r"\bpeople\b|\breferrals\b")
# The name of a fellowship is its own.
UNWANTED = re.compile(r"misuse|abuse|dual diagnosis|breach|addict(?!s Anonymous)|non-complian", re.IGNORECASE)
NUMBER_OF_A_SPEC = re.compile(
    r"\d+%|£\d|\b\d+ (of|day|week|month|working|chosen)|\d{4}-\d\d-\d\d|exactly \d|: \d+$"
)

# What a requirement shows of itself: the numbers in it are those of an example anyway.
EXAMPLES = re.compile(r"^    examples:\n(?:      .*\n)+", re.MULTILINE)


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def clause(name: str) -> StandardClause:
    read, _ = read_standard_clause(read_tree(read_text(str(RULES / f"{name}.yaml"))))
    assert read is not None
    return read


def examples() -> list[tuple[str, str]]:
    """Every example as the name of its clause and its own name."""
    return [(name_of(path), each.name) for path in FILES for each in clause(name_of(path)).examples]


@cache
def theme(name: str) -> Theme:
    read, findings = read_theme(read_tree(read_text(str(RULES / name / "theme.yaml"))), name)
    assert findings == ()
    assert read is not None
    return read


def example(name: str, called: str) -> Example:
    return next(each for each in clause(name).examples if each.name == called)


def can_be_partly_met(read: StandardClause) -> bool:
    """Whether a specification can make the clause come out as partly met."""
    several = len(read.checks) > 1 or read.hand_off
    return several or any(check.kind not in YES_OR_NO for check in read.checks)


def reachable(read: StandardClause) -> set[str]:
    """Every result the clause can come to, allowances apart."""
    found = {"met", "not met", "no evidence"}
    if can_be_partly_met(read):
        found.add("partly met")
    if read.applies_if is not None or read.hand_off:
        found.add("not applicable")
    return found


@cache
def ready(path: Path) -> Spec:
    """A specification to copy."""
    reading = read_spec(read_tree(read_text(str(path))), Library([str(RULES)]))
    assert reading.findings == ()
    assert reading.spec is not None
    return reading.spec


clauses = pytest.mark.parametrize("name", [name_of(path) for path in FILES])
specs_to_copy = pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)


@clauses
def test_clause_reads_without_a_finding(name: str) -> None:
    _, findings = read_standard_clause(read_tree(read_text(str(RULES / f"{name}.yaml"))))
    assert findings == ()


@clauses
def test_lint_reads_all_of_a_clause_but_its_examples(name: str) -> None:
    library = Library([RULES], brief=True)
    assert library.clause(name) == replace(clause(name), examples=())
    assert library.trouble(name) == ()
    assert Library([RULES]).clause(name) == clause(name)


@clauses
def test_clause_is_called_what_its_file_is_called(name: str) -> None:
    assert clause(name).id == name


@clauses
def test_clause_stands_in_the_section_of_its_theme(name: str) -> None:
    assert clause(name).section == theme(name.partition("/")[0]).title


@clauses
def test_clause_says_where_it_comes_from_in_one_sentence_each(name: str) -> None:
    for citation in clause(name).citations:
        assert citation.document
        assert citation.section
        assert citation.passage
        assert ". " not in citation.passage


@clauses
def test_pages_of_the_commissioner_guide_are_given(name: str) -> None:
    pages = [each.page for each in clause(name).citations if each.document == GUIDE]
    assert all(page in {"3", "4", "5", "6", "7", "8", "10"} for page in pages)


@clauses
def test_clause_sets_no_threshold(name: str) -> None:
    for check in clause(name).checks:
        assert check.targets == ()
        assert check.sample is None
        assert check.contact_within is None


@clauses
def test_clause_that_counts_people_says_which(name: str) -> None:
    read = clause(name)
    counted = [check for check in read.checks if check.kind is CheckKind.SHARE and PEOPLE.search(check.of)]
    assert all(check.people or read.people for check in counted)


@clauses
def test_clause_has_an_example_of_every_result_it_can_come_to(name: str) -> None:
    assert {each.expect for each in clause(name).examples} == reachable(clause(name))


@clauses
def test_clause_shows_what_a_blank_or_hidden_cell_comes_to(name: str) -> None:
    unknown = [each for each in clause(name).examples if each.expect == "no evidence"]
    assert any(re.search(r"blank|hidden|suppressed|without|alone", each.name) for each in unknown)


@pytest.mark.parametrize(("name", "called"), examples())
def test_example_gives_its_expected_result(name: str, called: str) -> None:
    read = example(name, called)
    assert try_example(clause(name), read) == read.expect


def test_no_two_examples_of_a_clause_share_a_name() -> None:
    assert len(set(examples())) == len(examples())


def test_each_of_the_five_suggestions_for_service_specifications_is_a_clause() -> None:
    suggested = [
        name_of(path)
        for path in FILES
        if any(
            each.document == GUIDE and each.section == "Service specifications"
            for each in clause(name_of(path)).citations
        )
    ]
    assert suggested == [
        "mutual-aid/keyworkers-facilitate-access",
        "mutual-aid/links-with-organisations",
        "mutual-aid/premises-for-meetings",
        "mutual-aid/recovery-support-recorded",
        "mutual-aid/structured-programmes-offered",
    ]


def test_each_nice_statement_is_one_clause() -> None:
    cited = [
        each.section for path in FILES for each in clause(name_of(path)).citations if each.document == NICE
    ]
    assert sorted(cited) == ["Statement 1", "Statement 2", "Statement 3", "Statement 4"]


def test_nice_clauses_count_severe_mental_illness_and_ages_from_14() -> None:
    for read in map(clause, map(name_of, FILES)):
        if any(each.document == NICE for each in read.citations):
            assert "aged 14 and over with severe mental illness" in read.people


def test_every_folder_of_the_catalogue_is_a_theme_with_a_title_of_its_own() -> None:
    titles = [theme(name).title for name in THEMES]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_every_principle_has_a_clause_and_every_clause_a_principle() -> None:
    used = {clause(name_of(path)).principle for path in FILES if path.parent.name == "no-wrong-door"}
    assert used == set(theme("no-wrong-door").principles)


@pytest.mark.parametrize("path", [*FILES, *READY], ids=lambda path: path.stem)
def test_people_are_written_about_with_respect(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if UNWANTED.search(line) and "document:" not in line] == []


@specs_to_copy
def test_a_specification_to_copy_is_called_what_its_file_is_called(path: Path) -> None:
    assert ready(path).id == path.stem


def test_lint_finds_nothing_in_the_catalogue_or_the_specifications_to_copy() -> None:
    assert lint([str(RULES), *map(str, READY)]).findings == ()


@specs_to_copy
def test_a_specification_to_copy_uses_no_clause_twice(path: Path) -> None:
    used = [each.standard_clause.id for each in ready(path).requirements if each.standard_clause]
    assert len(set(used)) == len(used)


@pytest.mark.parametrize("called", ["mutual-aid", "fama"])
def test_every_clause_on_mutual_aid_stands_in_the_specification_to_copy(called: str) -> None:
    spec = ready(ROOT / "specs" / "mutual-aid.yaml")
    used = {each.standard_clause.id for each in spec.requirements if each.standard_clause}
    assert {name_of(path) for path in FILES if path.parent.name == called} <= used


def test_a_whole_service_has_sixty_requirements_or_more() -> None:
    assert len(ready(ROOT / "specs" / "adult-treatment.yaml").requirements) >= 60


@specs_to_copy
def test_every_number_in_a_specification_to_copy_says_that_it_is_an_example(path: Path) -> None:
    lines = EXAMPLES.sub("", path.read_text(encoding="utf-8")).splitlines()
    numbers = [line for line in lines if NUMBER_OF_A_SPEC.search(line.partition("#")[0].rstrip())]
    assert [line for line in numbers if "# example" not in line] == []


@specs_to_copy
def test_the_commissioners_own_duties_come_first_on_the_card(path: Path) -> None:
    owed = ["council" in each.owed_by for each in ready(path).requirements if each.principle]
    assert owed == sorted(owed, reverse=True)
