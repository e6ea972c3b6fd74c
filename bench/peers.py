"""Other engines on the job of ``bench/job.py``, each with answers equal to the oracle's.

None of them has *no evidence* of its own, so each condition is translated twice:
into an expression that is true when the condition surely holds, and one that is
true when it surely does not.  The yardstick is the same translation into Python
source, compiled: what a programmer would write by hand for speed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

from job import AS_AT, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY, Clause, Condition, clauses

Rows = list[dict[str, Any]]
Run = Callable[[Rows], list[list[int]]]


class Twofold:
    """Translates a clause into guarded answers. A language says how to write a leaf, and, or, and not."""

    both = " and "
    either = " or "
    nope = "not ({})"

    def leaf(self, condition: Condition) -> tuple[str, str]:
        """The leaf surely holding, and surely not."""
        raise NotImplementedError

    def all(self, parts: list[str]) -> str:
        return "(" + self.both.join(parts) + ")"

    def any(self, parts: list[str]) -> str:
        return "(" + self.either.join(parts) + ")"

    def pair(self, condition: Condition) -> tuple[str, str]:
        """The condition surely holding, and surely not."""
        how = condition[0]
        if how == "not":
            yes, no = self.pair(condition[1])
            return no, yes
        if how not in ("all", "any", "of"):
            return self.leaf(condition)
        parts = [self.pair(each) for each in condition[2 if how == "of" else 1 :]]
        wanted = {"all": len(parts), "any": 1}.get(how) or condition[1]
        return self.most([y for y, _ in parts], wanted), self.most(
            [n for _, n in parts], len(parts) - wanted + 1
        )

    def most(self, parts: list[str], wanted: int) -> str:
        """At least *wanted* of the parts, as every way of choosing them."""
        return self.any([self.all(list(chosen)) for chosen in combinations(parts, wanted)])

    def answers(self, clause: Clause) -> list[tuple[str | None, int]]:
        """Guards and answers in order; the last has no guard."""
        applies, met, partly = clause
        found: list[tuple[str | None, int]] = []
        if applies is not None:
            yes, no = self.pair(applies)
            found += [(no, NOT_APPLICABLE), (self.nope.format(yes), NO_EVIDENCE)]
        yes, no = self.pair(met)
        found += [(yes, MET), (self.nope.format(no), NO_EVIDENCE)]
        if partly is not None:
            yes, no = self.pair(partly)
            found += [(yes, PARTLY), (self.nope.format(no), NO_EVIDENCE)]
        return [*found, (None, NOT_MET)]

    def chain(self, clause: Clause) -> str:
        """The answers as one conditional expression."""
        *guarded, (_, text) = [(guard, str(answer)) for guard, answer in self.answers(clause)]
        for guard, answer in reversed(guarded):
            text = f"({guard} ? {answer} : {text})"
        return text


class _Python(Twofold):
    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, item: str) -> str:
        return self.names.setdefault(item, f"v{len(self.names)}")

    def leaf(self, condition: Condition) -> tuple[str, str]:
        v = self.name(condition[1])
        known = f"{v} is not None"
        match condition[0]:
            case "yes":
                return f"({v} is True)", f"({v} is False)"
            case "atleast":
                return f"({known} and {v} >= {condition[2]})", f"({known} and {v} < {condition[2]})"
            case "atmost":
                return f"({known} and {v} <= {condition[2]})", f"({known} and {v} > {condition[2]})"
            case "in":
                return f"({known} and {v} in {condition[2]!r})", f"({known} and {v} not in {condition[2]!r})"
            case "within":
                age = f"TODAY - DAY({v}).toordinal()"
                return f"({known} and {age} <= {condition[2]})", f"({known} and {age} > {condition[2]})"
            case "rows":
                rows = f"ROWS({v}, {condition[2]!r})"
                return f"({known} and {rows} >= {condition[3]})", f"({known} and {rows} < {condition[3]})"
        of = self.name(condition[2])
        known += f" and {of}"
        share = f"{v}*100 {{}} {condition[3]}*{of}"
        return f"({known} and {share.format('>=')})", f"({known} and {share.format('<')})"


def _rows(rows: Any, kind: str | None) -> int:
    return sum(1 for each in rows if kind is None or each["kind"] == kind)


def yardstick() -> Run:
    """Each clause as Python source, compiled once."""
    functions = []
    for clause in clauses():
        writer = _Python()
        body = [
            f"  if {guard}: return {answer}" if guard else f"  return {answer}"
            for guard, answer in writer.answers(clause)
        ]
        lines = ["def f(get):", *(f"  {v}=get({item!r})" for item, v in writer.names.items()), *body]
        space: dict[str, Any] = {"TODAY": AS_AT.toordinal(), "DAY": date.fromisoformat, "ROWS": _rows}
        exec(compile("\n".join(lines), "clause", "exec"), space)
        functions.append(space["f"])
    return lambda rows: [[f(get) for f in functions] for get in (row.get for row in rows)]


class _Cel(Twofold):
    both, either, nope = " && ", " || ", "!({})"

    def leaf(self, condition: Condition) -> tuple[str, str]:
        v = f"e.{condition[1]}"
        known = f"has({v})"
        match condition[0]:
            case "yes":
                return f"({known} && {v})", f"({known} && !{v})"
            case "within":
                age = f"timestamp('{AS_AT}T00:00:00Z') - timestamp({v} + 'T00:00:00Z')"
                holds = f"{age} <= duration('{condition[2] * 24}h')"
            case "rows":
                chosen = f".filter(r, r.kind == '{condition[2]}')" if condition[2] else ""
                holds = f"{v}{chosen}.size() >= {condition[3]}"
            case "in":
                holds = f"{v} in {json.dumps(condition[2])}"
            case "share":
                of = f"e.{condition[2]}"
                known += f" && has({of}) && {of} != 0"
                holds = f"{v} * 100 >= {condition[3]} * {of}"
            case how:
                holds = f"{v} {'>=' if how == 'atleast' else '<='} {condition[2]}"
        return f"({known} && {holds})", f"({known} && !({holds}))"


def cel() -> Run:
    """The Common Expression Language, through its Rust binding."""
    import cel as engine  # type: ignore[import-not-found]

    programs = [engine.compile(_Cel().chain(clause)) for clause in clauses()]

    def run(rows: Rows) -> list[list[int]]:
        found = []
        for row in rows:
            context = engine.Context(
                variables={"e": {k: list(v) if isinstance(v, tuple) else v for k, v in row.items()}}
            )
            found.append([program.execute(context) for program in programs])
        return found

    return run


class _Zen(Twofold):
    def leaf(self, condition: Condition) -> tuple[str, str]:
        v = condition[1]
        known = f"{v} != null"
        match condition[0]:
            case "yes":
                return f"({v} == true)", f"({v} == false)"
            case "within":
                holds = f"(date('{AS_AT}') - date({v})) <= {condition[2] * 86400}"
            case "rows":
                chosen = f"count({v}, #.kind == '{condition[2]}')" if condition[2] else f"len({v})"
                holds = f"{chosen} >= {condition[3]}"
            case "in":
                holds = f"{v} in {json.dumps(condition[2])}"
            case "share":
                known += f" and {condition[2]} != null and {condition[2]} != 0"
                holds = f"{v} * 100 >= {condition[3]} * {condition[2]}"
            case how:
                holds = f"{v} {'>=' if how == 'atleast' else '<='} {condition[2]}"
        return f"({known} and {holds})", f"({known} and not ({holds}))"


def zen() -> Run:
    """The ZEN engine: one decision with an expression for each clause."""
    import zen as engine  # type: ignore[import-not-found]

    names = [f"c{number:02d}" for number in range(len(clauses()))]
    expressions = [
        {"id": name, "key": name, "value": _Zen().chain(clause)}
        for name, clause in zip(names, clauses(), strict=True)
    ]
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "spec", "type": "expressionNode", "name": "spec", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "spec"},
            {"id": "2", "sourceId": "spec", "targetId": "out"},
        ],
    }
    decision = engine.ZenEngine().create_decision(json.dumps(graph))

    def run(rows: Rows) -> list[list[int]]:
        results = (
            decision.evaluate({k: list(v) if isinstance(v, tuple) else v for k, v in row.items()})["result"]
            for row in rows
        )
        return [[int(result[name]) for name in names] for result in results]

    return run


_CLIPS = """
(deffunction is-yes (?a) (if (eq ?a nil) then U else (if (eq ?a TRUE) then T else F)))
(deffunction at-least (?a ?n) (if (eq ?a nil) then U else (if (>= ?a ?n) then T else F)))
(deffunction at-most (?a ?n) (if (eq ?a nil) then U else (if (<= ?a ?n) then T else F)))
(deffunction share (?a ?b ?n)
  (if (or (eq ?a nil) (eq ?b nil) (eq ?b 0)) then U else (if (>= (* ?a 100) (* ?n ?b)) then T else F)))
(deffunction one-of (?a $?words) (if (eq ?a nil) then U else (if (member$ ?a ?words) then T else F)))
(deffunction opposite (?a) (if (eq ?a U) then U else (if (eq ?a T) then F else T)))
(deffunction of-them (?n $?parts)
  (bind ?sure 0) (bind ?open 0)
  (progn$ (?p ?parts)
    (if (eq ?p T) then (bind ?sure (+ ?sure 1)) else (if (eq ?p U) then (bind ?open (+ ?open 1)))))
  (if (>= ?sure ?n) then T else (if (>= (+ ?sure ?open) ?n) then U else F)))
(deffunction decide (?applies ?met ?partly)
  (if (eq ?applies F) then 4 else
    (if (or (eq ?applies U) (eq ?met U)) then 3 else
      (if (eq ?met T) then 0 else (if (eq ?partly T) then 1 else (if (eq ?partly U) then 3 else 2))))))
"""


def _clips_words(condition: Condition) -> str:
    how = condition[0]
    if how == "not":
        return f"(opposite {_clips_words(condition[1])})"
    if how in ("all", "any", "of"):
        parts = [_clips_words(each) for each in condition[2 if how == "of" else 1 :]]
        wanted = {"all": len(parts), "any": 1}.get(how) or condition[1]
        return f"(of-them {wanted} {' '.join(parts)})"
    v = f"?{condition[1]}"
    match how:
        case "yes":
            return f"(is-yes {v})"
        case "share":
            return f"(share {v} ?{condition[2]} {condition[3]})"
        case "in":
            return f"(one-of {v} {' '.join(json.dumps(word) for word in condition[2])})"
        case "rows":
            return f"(at-least {v}_{_slug(condition[2])} {condition[3]})"
        case "within" | "atmost":
            return f"(at-most {v} {condition[2]})"
    return f"(at-least {v} {condition[2]})"


def _slug(kind: str | None) -> str:
    return (kind or "every").lower().replace(" ", "-")


def _leaves(condition: Condition | None) -> list[Condition]:
    if condition is None:
        return []
    if condition[0] in ("all", "any", "of", "not"):
        return [leaf for each in condition[1:] if isinstance(each, tuple) for leaf in _leaves(each)]
    return [condition]


def _slots(clause: Clause) -> list[str]:
    found: dict[str, None] = {}
    for leaf in (leaf for part in clause for leaf in _leaves(part)):
        found[f"{leaf[1]}_{_slug(leaf[2])}" if leaf[0] == "rows" else leaf[1]] = None
        if leaf[0] == "share":
            found[leaf[2]] = None
    return list(found)


def clips() -> Run:
    """CLIPS: a fact for each provider, a rule for each clause, ages and row counts worked out beforehand."""
    import clips as engine  # type: ignore[import-not-found]

    environment = engine.Environment()
    answers: dict[int, int] = {}

    def answer(number: int, found: int) -> None:
        answers[int(number)] = int(found)

    environment.define_function(answer, "answer")
    for text in _CLIPS.split("\n(deffunction")[1:]:
        environment.build("(deffunction" + text)
    slots = sorted({slot for clause in clauses() for slot in _slots(clause)})
    environment.build("(deftemplate row " + " ".join(f"(slot {slot} (default nil))" for slot in slots) + ")")
    for number, (applies, met, partly) in enumerate(clauses()):
        pattern = " ".join(f"({slot} ?{slot})" for slot in _slots((applies, met, partly)))
        parts = [
            _clips_words(part) if part else default
            for part, default in ((applies, "T"), (met, "T"), (partly, "F"))
        ]
        environment.build(
            f"(defrule c{number} (row {pattern}) => (answer {number} (decide {' '.join(parts)})))"
        )
    template = environment.find_template("row")

    def run(rows: Rows) -> list[list[int]]:
        found = []
        for row in rows:
            fact = template.assert_fact(**_flat(row, engine))
            environment.run()
            fact.retract()
            found.append([answers[number] for number in range(len(clauses()))])
        return found

    return run


def _flat(row: dict[str, Any], engine: Any) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for item, value in row.items():
        if isinstance(value, tuple):
            for kind in (None, "12-step", "SMART Recovery"):
                flat[f"{item}_{_slug(kind)}"] = _rows(value, kind)
        elif item.endswith("updated"):
            flat[item] = (AS_AT - date.fromisoformat(value)).days
        elif isinstance(value, bool):
            flat[item] = engine.Symbol("TRUE" if value else "FALSE")
        else:
            flat[item] = value
    return flat


PEERS: dict[str, Callable[[], Run]] = {
    "CEL (common-expression-language)": cel,
    "ZEN (zen-engine)": zen,
    "CLIPS (clipspy)": clips,
}
