"""How many small changes to the linter's own code its tests notice.

    python bench/mutants.py [--each 60] [--seeds 1 2] [--only tree] [--jobs 2]

A copy of the project is changed in one place at a time - a comparison turned, a
number one off, "and" for "or", a condition denied - and the tests of that part
are run until the first fails (``bench/noticing.py``).  A change that no test notices
*survived*: either a test is missing, or the change makes no difference, and ``SURVIVORS``
says why.  A sample is drawn with each seed.  Figures go to ``bench/results/mutants.json``;
the run fails where too few were noticed, or a survivor has no reason.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import sys
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.figures import keep, kept  # noqa: E402
from bench.noticing import Changed, unnoticed  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SURVIVORS = ROOT / "bench" / "results" / "survivors.txt"


class Part(NamedTuple):
    """Modules, the tests that should notice changes to them, and the least share they have to notice."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    least: float


def _modules(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names.split())


def _all_in(folder: str) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py")))


#: The loader is in three parts: the reading of a text, what went wrong in it, and what it means.
PARTS = {
    "tree": Part(
        _modules("specrules/text", "tree events plainly rereading placed"),
        (
            "tests/test_rereading.py",
            "tests/test_placed.py",
            "tests/test_spreading.py",
            "tests/test_causes.py",
            "tests/test_plainly.py",
            "tests/test_tree.py",
            "tests/test_slips.py",
            "tests/test_broken.py",
            "tests/test_by_chance.py",
            "tests/test_one_fault.py",
            "tests/test_mistakes.py",
        ),
        0.95,
    ),
    "causes": Part(
        (
            *_all_in("specrules/text/causes"),
            *_modules("specrules/text", "mending lines characters spreading trouble"),
        ),
        (
            "tests/test_causes.py",
            "tests/test_tree.py",
            "tests/test_characters.py",
            "tests/test_placed.py",
            "tests/test_spreading.py",
            "tests/test_slips.py",
            "tests/test_broken.py",
            "tests/test_by_chance.py",
            "tests/test_one_fault.py",
            "tests/test_mistakes.py",
            "tests/lint/test_again.py",
        ),
        0.95,
    ),
    "reader": Part(
        (
            *_modules(
                "specrules/spec",
                "reader walk headings strays targets requirements clauses checks texts once faults",
            ),
            *_modules("specrules/lint", "swapped"),
        ),
        (
            "tests/test_walk.py",
            "tests/lint/test_swapped.py",
            "tests/test_broken.py",
            "tests/test_by_chance.py",
            "tests/test_one_fault.py",
            *sorted(
                path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "spec").glob("test_*.py")
            ),
            "tests/test_mistakes.py",
            "tests/lint/test_again.py",
        ),
        0.95,
    ),
    "quantities": Part(
        _modules("specrules/values", "quantities reading comparing"), ("tests/test_quantities.py",), 0.95
    ),
    "edits": Part(("specrules/text/edits.py",), ("tests/test_edits.py",), 0.95),
    "rules": Part(
        tuple(path for path in _all_in("specrules/lint/rules") if not path.endswith("__init__.py")),
        (
            "tests/lint/test_rules.py",
            "tests/lint/test_rule_details.py",
            "tests/lint/test_truth.py",
            "tests/lint/test_corpus.py",
            "tests/test_broken.py",
        ),
        0.85,
    ),
}


class Mutant(NamedTuple):
    """One change: the module, the line and its text, what becomes of what, and the function that has it.

    ``which`` tells it from changes to the module that read alike: ``" (2 of 3)"`` is the second of three,
    from the top and then from the left.  Of one that is like no other it is empty.
    """

    module: str
    line: int
    written: str
    instead: str
    function: str
    which: str = ""

    @property
    def name(self) -> str:
        """The change without its line number, so that it is known again when lines move."""
        return f"{self.module}: {self.written} -> {self.instead}{self.which}"


# --- changes

_TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
}


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST, ast.AST]]:
    """Every expression that can be changed in *tree*: the whole, its part, and what to put there."""
    for node in _code(tree):
        if isinstance(node, ast.Compare):
            for operator in node.ops:
                if type(operator) in _TURNED:
                    yield node, operator, _TURNED[type(operator)]()
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _TURNED:
            yield node, node.op, _TURNED[type(node.op)]()
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, node, node.operand
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield node, node, ast.Constant(node.value + 1)
        elif isinstance(node, ast.Constant) and type(node.value) is bool:
            yield node, node, ast.Constant(not node.value)
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node.test, node.test, ast.UnaryOp(ast.Not(), node.test)


def _code(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of *tree* that do something: no annotations, nothing for types alone, no guards.

    ``strict`` guards against lists of other lengths, which no text can bring about while the code is right.
    """
    ahead: list[ast.AST] = [tree]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.keyword) and node.arg == "strict":
            continue
        yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns"):
                continue
            ahead += [
                each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST)
            ]


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node) if hasattr(node, "lineno") else self.new
        return self.generic_visit(node)


def parsed(text: str) -> ast.Module:
    """*text* as a tree in which each operator is one of its own: Python has one ``and`` for all of them."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            node.ops = [type(each)() for each in node.ops]
        elif isinstance(node, ast.BoolOp | ast.BinOp):
            node.op = type(node.op)()
    return tree


def count_of(module: str) -> int:
    """How many changes to *module* there are."""
    return len(mutants(module))


def mutant(module: str, number: int) -> tuple[Mutant, str]:
    """One change to *module*, with the whole module as changed."""
    tree = parsed((ROOT / module).read_text(encoding="utf-8"))
    _, old, new = next(islice(changes(tree), number, None))
    whole = ast.unparse(ast.fix_missing_locations(_Put(old, new).visit(tree)))
    return mutants(module)[number], whole


@cache
def mutants(module: str) -> tuple[Mutant, ...]:
    """Every change to *module*, in the order of ``changes``, each with a name that no other has."""
    text = (ROOT / module).read_text(encoding="utf-8")
    tree = parsed(text)
    found, places = [], []
    functions, lines = _functions(tree), text.split("\n")
    for owner, old, new in list(changes(tree)):
        before = " ".join(ast.unparse(owner).split())
        changed = new if owner is old else _Put(old, new).visit(owner)
        after = " ".join(ast.unparse(changed).split())
        if owner is not old:
            _Put(new, old).visit(owner)
        written, instead = lines[owner.lineno - 1].strip(), f"{before} becomes {after}"
        found.append(Mutant(module, owner.lineno, written, instead, functions.get(old, "")))
        places.append((owner.lineno, owner.col_offset))
    return _told_apart(found, places)


def _told_apart(found: list[Mutant], places: list[tuple[int, int]]) -> tuple[Mutant, ...]:
    """*found*, which stand at *places*, with those that read alike counted from the top and the left."""
    alike: dict[str, list[int]] = {}
    for number in sorted(range(len(found)), key=places.__getitem__):
        alike.setdefault(found[number].name, []).append(number)
    for numbers in alike.values():
        for which, number in enumerate(numbers, 1):
            if len(numbers) > 1:
                found[number] = found[number]._replace(which=f" ({which} of {len(numbers)})")
    return tuple(found)


def _functions(tree: ast.Module) -> dict[ast.AST, str]:
    """The whole name of the function for each node of *tree* that is in the body of one."""
    classes = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    return {
        one: f"{prefix}{each.name}"
        for prefix, body in [("", tree.body), *((f"{each.name}.", each.body) for each in classes)]
        for each in body
        if isinstance(each, ast.FunctionDef)
        for line in each.body
        for one in ast.walk(line)
    }


# --- trying them


def reasons() -> dict[str, str]:
    """Why each known survivor may live: lines of the change, a tab and the reason."""
    lines = SURVIVORS.read_text(encoding="utf-8").splitlines() if SURVIVORS.exists() else []
    parts = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {name: reason for name, _, reason in parts}


def campaign(
    part: Part, each: int, chance: random.Random, jobs: int, known: dict[str, str]
) -> tuple[int, list[Mutant]]:
    """How many changes to *part* were tried, and which of them no test noticed; some are *known* for it."""
    everything = [(module, number) for module in part.modules for number in range(count_of(module))]
    sample = [mutant(*one) for one in chance.sample(everything, min(each, len(everything)))]
    changed = [Changed(one.module, one.function, whole) for one, whole in sample]
    same = frozenset(number for number, (one, _) in enumerate(sample) if is_same(one, known))
    survivors = []
    for number in unnoticed(ROOT, part.modules, part.tests, changed, jobs, same):
        survivors.append(sample[number][0])
        print(f"line {survivors[-1].line} of {survivors[-1].name}", file=sys.stderr, flush=True)
    return len(sample), survivors


def is_same(one: Mutant, known: dict[str, str]) -> bool:
    """Whether it is *known* of a change that it makes no difference."""
    return known.get(one.name, "").startswith("same")


def figures_of(part: Part, tried: int, survivors: list[Mutant], known: dict[str, str]) -> dict[str, Any]:
    """How many changes were tried and survived, and the share noticed of those that make a difference."""
    same = sum(is_same(each, known) for each in survivors)
    return {
        "tried": tried,
        "survived": len(survivors),
        "make no difference": same,
        "noticed": round((tried - len(survivors)) / (tried - same), 3),
        "at least": part.least,
        "without a reason": [each.name for each in survivors if each.name not in known],
    }


def main() -> int:
    """Try the samples, print and keep the figures; those of parts that were not asked for stay."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    import hypothesis  # noqa: F401 - read once, before there are children
    import yaml  # noqa: F401

    known, figures, failed = reasons(), kept("mutants"), False
    for name in [asked.only] if asked.only else PARTS:
        figures[name] = {}
        for seed in asked.seeds:
            tried, survivors = campaign(PARTS[name], asked.each, random.Random(seed), asked.jobs, known)
            found = figures_of(PARTS[name], tried, survivors, known)
            figures[name][f"seed {seed}"] = found
            failed = failed or bool(found["without a reason"]) or found["noticed"] < found["at least"]
            keep("mutants", figures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
