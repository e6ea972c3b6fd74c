"""The changes that no test notices are listed with a reason, and the list is about the code as it is."""

import ast
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mutants import PARTS, changes, count_of, mutant, mutants, parsed, reasons
from bench.noticing import Changed, Known

ROOT = Path(__file__).parents[1]


def test_every_survivor_has_a_reason_and_is_a_change_to_the_code_as_it_is():
    known = reasons()
    names = {each.name for module in {name.partition(": ")[0] for name in known} for each in mutants(module)}
    assert [name for name, reason in known.items() if not reason.strip() or name not in names] == []


def test_a_reason_is_for_one_change_and_not_for_those_that_read_like_it():
    everything = [each.name for part in PARTS.values() for module in part.modules for each in mutants(module)]
    assert len({*everything}) == len(everything)


def test_changes_that_read_alike_are_counted_from_the_top_and_the_left(tmp_path):
    module = tmp_path / "part.py"
    module.write_text("print(1, 1)\nprint(3)\nprint(1, 1)\n")
    made = [mutant(str(module), number) for number in range(count_of(str(module)))]
    assert {one.which: whole for one, whole in made} == {
        " (1 of 4)": "print(2, 1)\nprint(3)\nprint(1, 1)",
        " (2 of 4)": "print(1, 2)\nprint(3)\nprint(1, 1)",
        " (3 of 4)": "print(1, 1)\nprint(3)\nprint(2, 1)",
        " (4 of 4)": "print(1, 1)\nprint(3)\nprint(1, 2)",
        "": "print(1, 1)\nprint(4)\nprint(1, 1)",
    }


@pytest.mark.parametrize("part", PARTS)
def test_a_change_makes_other_code_that_can_be_read(part):
    module = PARTS[part].modules[0]
    one, whole = mutant(module, random.Random(part).randrange(count_of(module)))
    assert one.instead.partition(" becomes ")[0] != one.instead.partition(" becomes ")[2]
    assert ast.dump(ast.parse(whole)) != ast.dump(ast.parse((ROOT / module).read_text(encoding="utf-8")))


def test_one_operator_is_changed_and_those_like_it_are_not():
    tree = parsed("a or b\nc or d\n1 + 2 + 3\n0 < e < f\n")
    operators = [each for each in ast.walk(tree) if isinstance(each, ast.boolop | ast.operator | ast.cmpop)]
    assert len({id(each) for each in operators}) == len(operators) == 6


def test_what_is_for_types_alone_is_not_changed():
    tree = parsed("if TYPE_CHECKING:\n    x = 1 < 2\n")
    assert list(changes(tree)) == []


def test_a_guard_against_lists_of_other_lengths_is_not_changed():
    tree = parsed("zip(one, other, strict=True)\n")
    assert list(changes(tree)) == []


def test_every_part_has_modules_and_tests():
    for part in PARTS.values():
        assert all((ROOT / each).is_file() for each in (*part.modules, *part.tests))


def test_tests_that_reach_the_changed_function_come_first_and_the_quickest_of_them_before_the_others():
    known = Known({"slow": 2.0, "far": 0.1, "quick": 1.0}, {"a.py:f": ["slow", "quick"], "a.py": ["far"]}, [])
    order = known.order(Changed("a.py", "f", ""))
    assert [*order] == ["quick", "slow", "far"]


def test_for_a_function_that_no_test_reaches_those_of_its_module_come_first():
    known = Known({"quick": 1.0, "near": 2.0}, {"a.py": ["near"]}, [])
    order = known.order(Changed("a.py", "f", ""))
    assert [*order] == ["near", "quick"]


TESTS = """\
import part, time
from collections import Counter

def test_two():
    assert part.double(1) == 2

def test_no():
    assert True

def test_that_looks_at_a_clock():
    assert time.process_time() and part.double(Counter()) == Counter()
"""
TRIED = """\
import pathlib, sys
from bench.noticing import Changed, unnoticed
texts = [f"def double(n):\\n    return {each}\\n" for each in ("n * 3", "2 * n", "1 / 0")]
made = [Changed("part.py", "double", each) for each in texts]
part = pathlib.Path(sys.argv[1]), ["part.py"], ["test_part.py"], made
print([*unnoticed(*part, jobs=2)], [*unnoticed(*part, jobs=1, settled=frozenset([0, 1]))])
"""


@pytest.mark.slow
def test_a_change_survives_where_every_test_passes_with_it(tmp_path):
    (tmp_path / "part.py").write_text("def double(n):\n    return n + n\n")
    (tmp_path / "test_part.py").write_text(TESTS)
    done = subprocess.run([sys.executable, "-c", TRIED, tmp_path], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("[1] [1]\n", 0), done.stderr
