"""How often rules that go by words are right, measured on labelled clauses.

The clauses were labelled before the rules were measured on them.  A rule that is
wrong more than once in twenty times may only give advice.
"""

import json
from pathlib import Path

import pytest
import yaml

from specrules.base.findings import Severity
from specrules.lint import lint
from specrules.lint.rules import all_rules
from tests.lint.made import a_spec

CORPUS = yaml.safe_load((Path(__file__).parents[1] / "corpus" / "clauses.yaml").read_text(encoding="utf-8"))
RULES = {each.name: each for each in all_rules().values()}
CLAUSES = [
    (name, side, clause, why)
    for name, sides in CORPUS.items()
    for side, found in sides.items()
    for clause, why in found.items()
]


def requirement(number, clause):
    return f"""\
  X-{number}:
    title: {json.dumps(clause, ensure_ascii=False)}
    owed-by: riverbank
    strength: should
    checks: {{done: {{count: times it was done, target: at least 3}}}}
    source: local decision, 2026-02-10
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """For each clause, the rules of the corpus that speak of it."""
    text = "requirements:\n" + "".join(requirement(n, clause) for n, (_, _, clause, _) in enumerate(CLAUSES))
    path = tmp_path_factory.mktemp("corpus") / "spec.yaml"
    path.write_text(a_spec(text), encoding="utf-8")
    found = [set() for _ in CLAUSES]
    for each in lint(path).findings:
        if each.name in CORPUS and each.subject:
            found[int(each.subject.split(" ")[0].removeprefix("X-"))].add(each.name)
    return found


def measured(name, told):
    """How often rule *name* spoke rightly and wrongly, and how often it should have spoken."""
    spoke = [(own, side) for (own, side, *_), rules in zip(CLAUSES, told, strict=True) if name in rules]
    right = sum((own, side) == (name, "wrong") for own, side in spoke)
    return right, len(spoke) - right, len(CORPUS[name]["wrong"])


def test_the_corpus_is_large_and_balanced_and_every_label_has_a_reason():
    wrong = sum(side == "wrong" for _, side, *_ in CLAUSES)
    assert len(CLAUSES) >= 300
    assert 0.45 <= wrong / len(CLAUSES) <= 0.55
    assert all(why for *_, why in CLAUSES)
    assert len({clause for _, _, clause, _ in CLAUSES}) == len(CLAUSES)


def test_every_rule_that_goes_by_words_is_in_the_corpus():
    by_words = {name for name, each in RULES.items() if "saying" in each.look.__globals__}
    assert by_words == set(CORPUS)


def test_precision_and_recall(told, as_kept, capsys):
    rows = [f"{'rule':32} {'spoke':>5} {'precision':>9} {'recall':>6}"]
    for name in CORPUS:
        right, wrong, all_wrong = measured(name, told)
        precision = right / (right + wrong) if right + wrong else 0
        rows.append(f"{name:32} {right + wrong:5} {precision:9.2f} {right / all_wrong:6.2f}")
    table = "\n".join(rows) + "\n"
    with capsys.disabled():
        print(f"\n{table}")  # noqa: T201 - the table is what this test is for
    as_kept("corpus.txt", table)


@pytest.mark.parametrize("name", CORPUS)
def test_a_rule_that_is_often_wrong_only_advises(name, told):
    right, wrong, all_wrong = measured(name, told)
    assert right >= all_wrong * 0.6
    if RULES[name].severity is not Severity.ADVICE:
        assert right / (right + wrong) >= 0.95
