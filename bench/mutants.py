"""How many small changes to the linter's own code its tests notice.

    python bench/mutants.py [--each 60] [--seed 1] [--only tree]

A copy of the project is changed in one place at a time - a comparison turned, a
number one off, "and" for "or", a condition denied - and the tests of that part
are run until the first fails.  A change that no test notices *survived*: either
a test is missing, or the change makes no difference, and ``SURVIVORS`` says why.
A sample is drawn with a fixed seed.  Figures go to ``bench/results/mutants.json``;
the run fails where too few were noticed, or a survivor has no reason.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.figures import keep  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SURVIVORS = ROOT / "bench" / "results" / "survivors.txt"
SECONDS = 900


class Part(NamedTuple):
    """Modules, the tests that should notice changes to them, and the least share they have to notice."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    least: float


PARTS = {
    "tree": Part(
        (
            "specrules/text/tree.py",
            "specrules/text/events.py",
            "specrules/text/plainly.py",
            "specrules/text/rereading.py",
        ),
        # The quickest first, since most changes are noticed by any of them.
        (
            "tests/test_rereading.py",
            "tests/test_causes.py",
            "tests/test_plainly.py",
            "tests/test_tree.py",
            "tests/test_broken.py",
        ),
        0.95,
    ),
    "quantities": Part(("specrules/quantities.py",), ("tests/test_quantities.py",), 0.95),
    "edits": Part(("specrules/text/edits.py",), ("tests/test_edits.py",), 0.95),
    "rules": Part(
        tuple(
            sorted(
                path.relative_to(ROOT).as_posix()
                for path in (ROOT / "specrules" / "lint" / "rules").rglob("*.py")
                if path.name != "__init__.py"
            )
        ),
        ("tests/lint/test_rules.py", "tests/lint/test_rule_details.py", "tests/lint/test_truth.py"),
        0.85,
    ),
}


class Mutant(NamedTuple):
    """One change: the module, the line it is on and its text as written, and what becomes of which part."""

    module: str
    line: int
    written: str
    instead: str

    @property
    def name(self) -> str:
        """The change without its line number, so that it is known again when lines move."""
        return f"{self.module}: {self.written} -> {self.instead}"


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
    """The nodes of *tree* that do something: no annotations, and nothing for types alone."""
    ahead: list[ast.AST] = [tree]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
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
    return sum(1 for _ in changes(parsed((ROOT / module).read_text(encoding="utf-8"))))


def mutant(module: str, number: int) -> tuple[Mutant, str]:
    """One change to *module*, with the whole module as changed."""
    text = (ROOT / module).read_text(encoding="utf-8")
    tree = parsed(text)
    owner, old, new = next(islice(changes(tree), number, None))
    before, line = " ".join(ast.unparse(owner).split()), owner.lineno
    whole = ast.unparse(ast.fix_missing_locations(_Put(old, new).visit(tree)))
    after = " ".join(ast.unparse(new if owner is old else owner).split())
    return Mutant(module, line, text.split("\n")[line - 1].strip(), f"{before} becomes {after}"), whole


# --- trying them


def noticed(copy: Path, mutant: Mutant, whole: str, tests: tuple[str, ...]) -> bool:
    """Whether a test of *tests* fails, or does not end, when the module is changed in *copy*."""
    path = copy / mutant.module
    before = path.read_text(encoding="utf-8")
    path.write_text(whole, encoding="utf-8")
    child = os.fork()
    if child == 0:
        result = 1
        try:
            result = _run(copy, tests)
        finally:
            os._exit(result)
    try:
        return _status(child) != 0
    finally:
        path.write_text(before, encoding="utf-8")


def _run(copy: Path, tests: tuple[str, ...]) -> int:
    import pytest

    os.setsid()
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    sys.dont_write_bytecode = True
    os.environ["CI"] = "1"  # the same examples every time
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    return int(
        pytest.main(
            [
                "-x",
                "-q",
                "-n",
                "0",
                "-p",
                "no:cacheprovider",
                "-W",
                "ignore::pytest.PytestAssertRewriteWarning",
                *tests,
            ]
        )
    )


def _status(child: int) -> int:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


def a_copy() -> Path:
    """A copy of the project, without what is made when it runs."""
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    made = shutil.ignore_patterns("__pycache__", ".git", ".venv", "node_modules", "site", "dist")
    shutil.copytree(ROOT, folder / "project", ignore=made)
    return folder / "project"


def reasons() -> dict[str, str]:
    """Why each known survivor may live: lines of the change, a tab and the reason."""
    lines = SURVIVORS.read_text(encoding="utf-8").splitlines() if SURVIVORS.exists() else []
    parts = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {name: reason for name, _, reason in parts}


def campaign(part: Part, each: int, chance: random.Random) -> tuple[int, list[Mutant]]:
    """How many changes to *part* were tried, and which of them no test noticed."""
    everything = [(module, number) for module in part.modules for number in range(count_of(module))]
    sample = [mutant(*one) for one in chance.sample(everything, min(each, len(everything)))]
    copy = a_copy()
    try:
        unchanged = Mutant(part.modules[0], 0, "", "")
        text = (ROOT / unchanged.module).read_text(encoding="utf-8")
        if noticed(copy, unchanged, text, part.tests):
            raise SystemExit(f"The tests of {', '.join(part.modules[:2])} fail as it is.")
        survivors = [one for one, whole in sample if not noticed(copy, one, whole, part.tests)]
    finally:
        shutil.rmtree(copy.parent)
    return len(sample), survivors


def main() -> int:
    """Try the sample, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS)
    asked = parser.parse_args()
    import hypothesis  # noqa: F401 - read once, before there are children
    import pytest  # noqa: F401
    import yaml  # noqa: F401

    known, figures, failed = reasons(), {}, False
    for name in [asked.only] if asked.only else PARTS:
        tried, survivors = campaign(PARTS[name], asked.each, random.Random(asked.seed))
        without = [each.name for each in survivors if each.name not in known]
        real = tried - sum(each.name in known and known[each.name].startswith("same") for each in survivors)
        share = (
            1 - len([each for each in survivors if not known.get(each.name, "").startswith("same")]) / real
        )
        figures[name] = {
            "tried": tried,
            "survived": len(survivors),
            "noticed": round(share, 3),
            "at least": PARTS[name].least,
            "without a reason": without,
        }
        failed = failed or bool(without) or share < PARTS[name].least
    keep("mutants" if not asked.only else f"mutants-{asked.only}", {"seed": asked.seed, **figures})
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
