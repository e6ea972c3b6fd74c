"""One contract-review job, for timing engines on: 40 clauses, 60 evidence items a provider, 10% missing.

The job is described once, as small trees, and given three times: as a
specification for specrules, as rows for everybody, and to an oracle that shares
nothing with any engine.  Ten kinds of clause in four domains: a yes-or-no duty;
a share with a band; groups of the right kinds; fees where there are premises;
nested choices; freshness; tiers; at least two of four; negation.  All data is
invented.

A condition is ``("yes", item)``, ``("atleast", item, n)``, ``("atmost", item, n)``,
``("share", item, item, percent)``, ``("within", item, days)``, ``("in", item, words)``,
``("rows", item, kind or None, n)``, ``("all" | "any", ...)``, ``("of", n, ...)`` or ``("not", c)``.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

AS_AT = date(2026, 6, 30)
VERDICTS = ("met", "partly met", "not met", "no evidence", "not applicable")
MET, PARTLY, NOT_MET, NO_EVIDENCE, NOT_APPLICABLE = range(5)
KINDS = ("12-step", "SMART Recovery", "community", "family", "other")
TIERS = ("gold", "silver", "bronze", "none")
LEADS = ("nobody", "A", "B")
DOMAINS = 4

Condition = tuple[Any, ...]
Clause = tuple[Condition | None, Condition, Condition | None]  # applies, met, partly


def clauses() -> list[Clause]:
    """The forty clauses, domain by domain."""
    return [clause for domain in range(DOMAINS) for clause in _domain(f"d{domain}_")]


def _domain(p: str) -> list[Clause]:
    def yes(item: str) -> Condition:
        return ("yes", p + item)

    def atleast(item: str, n: int) -> Condition:
        return ("atleast", p + item, n)

    four = (yes("duty"), yes("policy"), atleast("audits", 1), atleast("rate", 50))
    good = ("in", p + "tier", ("gold", "silver"))
    return [
        (None, yes("duty"), None),
        (None, ("share", p + "num", p + "den", 95), ("share", p + "num", p + "den", 80)),
        (
            None,
            (
                "all",
                ("rows", p + "links", None, 3),
                ("rows", p + "links", "12-step", 1),
                ("rows", p + "links", "SMART Recovery", 1),
            ),
            ("rows", p + "links", None, 1),
        ),
        (yes("premises"), ("all", ("atmost", p + "fee", 15), ("atmost", p + "deposit", 20)), None),
        (
            yes("premises"),
            ("any", atleast("rooms", 2), ("all", atleast("rooms", 1), yes("policy"))),
            atleast("rooms", 1),
        ),
        (None, ("within", p + "updated", 90), ("within", p + "updated", 180)),
        (
            None,
            (
                "all",
                ("any", yes("duty"), good),
                ("any", atleast("training", 75), ("all", atleast("audits", 2), yes("policy"))),
            ),
            None,
        ),
        (good, atleast("training", 60), atleast("training", 40)),
        (None, ("of", 2, *four), ("of", 1, *four)),
        (
            ("any", yes("premises"), atleast("rooms", 1)),
            ("all", ("not", ("in", p + "lead", ("nobody",))), ("not", ("in", p + "tier", ("none",)))),
            None,
        ),
    ]


def providers(n: int, seed: int = 7, missing: float = 0.10) -> list[dict[str, Any]]:
    """*n* rows of evidence. A key that is not there was not supplied."""
    chance = random.Random(seed)
    return [
        {item: value for item, value in _row(chance).items() if chance.random() >= missing} for _ in range(n)
    ]


def _row(chance: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for domain in range(DOMAINS):
        out_of = 0 if chance.random() < 0.03 else chance.randint(20, 400)
        items = {
            "duty": chance.random() < 0.7,
            "policy": chance.random() < 0.6,
            "num": min(out_of, int(out_of * chance.uniform(0.7, 1.02))),
            "den": out_of,
            "rate": chance.randint(0, 100),
            "fee": chance.choice((0, 0, 5, 10, 20, 45)),
            "deposit": chance.choice((10, 15, 20, 30)),
            "premises": chance.random() < 0.75,
            "rooms": chance.randint(0, 4),
            "updated": (AS_AT - timedelta(days=chance.randint(0, 260))).isoformat(),
            "links": tuple({"kind": chance.choice(KINDS)} for _ in range(chance.randint(1, 7))),
            "tier": chance.choice(TIERS),
            "training": chance.randint(20, 100),
            "lead": chance.choice(LEADS),
            "audits": chance.randint(0, 4),
        }
        row |= {f"d{domain}_{name}": value for name, value in items.items()}
    return row


# The oracle ------------------------------------------------------------------------------------------------


def holds(condition: Condition, row: dict[str, Any]) -> bool | None:
    """Whether a condition holds for a row: None when the row does not say."""
    how = condition[0]
    if how in ("all", "any", "of"):
        parts = [holds(each, row) for each in condition[2 if how == "of" else 1 :]]
        wanted = condition[1] if how == "of" else len(parts) if how == "all" else 1
        sure, might = parts.count(True), parts.count(True) + parts.count(None)
        return True if sure >= wanted else None if might >= wanted else False
    if how == "not":
        inner = holds(condition[1], row)
        return None if inner is None else not inner
    value = row.get(condition[1])
    if value is None:
        return None
    match how:
        case "yes":
            return bool(value)
        case "atleast":
            return bool(value >= condition[2])
        case "atmost":
            return bool(value <= condition[2])
        case "within":
            return (AS_AT - date.fromisoformat(value)).days <= condition[2]
        case "in":
            return value in condition[2]
        case "rows":
            return sum(condition[2] in (None, each["kind"]) for each in value) >= condition[3]
    out_of = row.get(condition[2])
    return None if not out_of else value * 100 >= condition[3] * out_of


def verdict(clause: Clause, row: dict[str, Any]) -> int:
    """The verdict of one clause, by plain recursion."""
    applies, met, partly = clause
    if applies is not None:
        asked = holds(applies, row)
        if asked is not True:
            return NO_EVIDENCE if asked is None else NOT_APPLICABLE
    whole = holds(met, row)
    if whole is not False:
        return NO_EVIDENCE if whole is None else MET
    half = False if partly is None else holds(partly, row)
    return NO_EVIDENCE if half is None else PARTLY if half else NOT_MET


# As a specification ----------------------------------------------------------------------------------------

_HEAD = """specrules: spec 1
id: bench
title: A specification for timing (invented)
version: "1"
status: draft
parties:
  council: {name: Council, role: commissioner}
  provider: {name: Provider, role: provider, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
requirements:
"""
_WORDS = {"tier": TIERS, "lead": LEADS}


class Specification:
    """The forty clauses as a specification, and the cell that holds each evidence item.

    *text* is the YAML; *cells* maps an item of a row to the name of its cell.
    The first check that reads an item asks for it, and later ones share it.
    """

    def __init__(self) -> None:
        self.cells: dict[str, str] = {}
        self.text = _HEAD + "".join(self._requirement(f"C{n:02d}", each) for n, each in enumerate(clauses()))

    def rows(self, providers: list[dict[str, Any]], row: type) -> list[dict[str, Any]]:
        """The providers' rows as a reader of returns would give them: a value found for each cell."""
        return [{self.cells[item]: _found(value, row) for item, value in each.items()} for each in providers]

    def _requirement(self, name: str, clause: Clause) -> str:
        applies, met, partly = clause
        checks: dict[str, str] = {}
        lines = [f"  {name}:", f"    title: Clause {name}", "    owed-by: provider", "    strength: must"]
        lines.append("    source: local decision, 2026-02-10")
        banded = partly is not None and len(met) > 2 and met[:-1] == partly[:-1] and met[0] != "of"
        if banded and partly is not None:
            self._leaf(name, met, checks, f", partly-met: {_target(partly)}")
        else:
            lines.append(f"    met-when: {self._tree(name, met, checks)}")
            if partly is not None:
                lines.append(f"    partly-met-when: {self._tree(name, partly, checks)}")
        lines += ["    checks:", *(f"      {key}: {text}" for key, text in checks.items())]
        if applies is not None:
            conditions: dict[str, str] = {}
            lines.append(f"    applies-if: {self._tree(name, applies, conditions, 'when')}")
            lines += ["    conditions:", *(f"      {key}: {text}" for key, text in conditions.items())]
        return "\n".join(lines) + "\n"

    def _tree(self, name: str, condition: Condition, checks: dict[str, str], stem: str = "part") -> str:
        how = condition[0]
        if how not in ("all", "any", "of", "not"):
            return f"{{all: [{self._leaf(name, condition, checks, '', stem)}]}}"
        word = f"at least {condition[1]}" if how == "of" else how
        parts = [
            self._tree(name, each, checks, stem)
            if each[0] in ("all", "any", "of", "not")
            else self._leaf(name, each, checks, "", stem)
            for each in condition[2 if how == "of" else 1 :]
        ]
        return f"{{{word}: {parts[0] if how == 'not' else '[' + ', '.join(parts) + ']'}}}"

    def _leaf(
        self, name: str, condition: Condition, checks: dict[str, str], more: str, stem: str = "part"
    ) -> str:
        body = _check(condition) + more
        check = f"{stem}-{len(checks)}"
        item = condition[1]
        if item in self.cells:
            body += f", evidence-from: {self.cells[item].rpartition('/')[0]}"
        elif condition[0] == "share":
            self.cells |= {item: f"{name}.{check}/number", condition[2]: f"{name}.{check}/out of"}
        else:
            self.cells[item] = f"{name}.{check}/{'rows' if condition[0] == 'rows' else 'answer'}"
        text = f"{{{body}}}"
        for known, before in checks.items():
            if (
                before == text
                or before.partition(", evidence-from")[0] == "{" + _check(condition) + more + "}"
            ):
                return known
        checks[check] = text
        return check


def _check(condition: Condition) -> str:
    how, item = condition[0], condition[1]
    words = f"{item.replace('_', ' ')}"
    match how:
        case "yes":
            return f"statement: {words}, document: not needed"
        case "share":
            return f"share: {words}, of: people, target: {_target(condition)}"
        case "within":
            return f"date: {words}, target: {_target(condition)}"
        case "rows":
            kind = f", of-kind: {condition[2]}" if condition[2] else ""
            return f"register: {words}, choices: [{', '.join(KINDS)}]{kind}, target: {_target(condition)}"
        case "in":
            choices = ", ".join(_WORDS[item.partition("_")[2]])
            return f'choice: {words}, choices: [{choices}], target: "one of {", ".join(condition[2])}"'
        case _:
            kind = "money" if item.endswith(("fee", "deposit")) else "count"
            return f"{kind}: {words}, target: {_target(condition)}"


def _target(condition: Condition) -> str:
    match condition[0]:
        case "share":
            return f"at least {condition[3]}%"
        case "within":
            return f"within {condition[2]} days"
        case "rows":
            return f"at least {condition[3]}"
        case "atmost":
            return f"no more than £{condition[2]}"
        case _:
            return f"at least {condition[2]}"


def _found(value: Any, row: type) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return tuple(row(each["kind"]) for each in value)
    return value
