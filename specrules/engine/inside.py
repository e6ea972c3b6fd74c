"""durable-rules in a process of its own, which may fail without taking the review with it.

In: questions on standard input, each a line of JSON: a rule, told in full the first time and by its number
from then on, and a signature.  Out: a line of JSON for each: the result, or the fault and what passed
between us and durable-rules.  Results go by their place among all eight.  Where many are asked together, all
of them are in one line, and so are their answers.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from specrules.engine.durable import DurableEngine
from specrules.engine.faults import LostPlace
from specrules.engine.rules import Rule, from_data
from specrules.result import RESULTS


def main() -> None:
    """Answer questions until there are no more."""
    _leave_nothing_behind()
    engine, rules = DurableEngine(), dict[int, Rule]()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(_answer(engine, rules, json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()


def _answer(engine: DurableEngine, rules: dict[int, Rule], asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question, or to many; to one without a signature, what passed in the last decision."""
    if "questions" in asked:
        return {"answers": [_answer(engine, rules, each) for each in asked["questions"]]}
    if "signature" not in asked:
        return {"exchange": engine.exchange}
    if "tree" in asked:
        rules[asked["rule"]] = Rule(from_data(asked["tree"]), len(asked["signature"]))
    signature = tuple(RESULTS[number] for number in asked["signature"])
    try:
        result = engine.decide(rules[asked["rule"]], signature)
    except LostPlace as fault:
        return {"fault": str(fault), "exchange": fault.exchange}
    return {"result": RESULTS.index(result)}


def _leave_nothing_behind() -> None:
    """Let a crash write no picture of the memory to the disk, where the system can be told so."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
