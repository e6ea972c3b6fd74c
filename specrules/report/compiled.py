"""The rules a specification becomes, as text for a reader and as JSON for a program.

In: a plan.  Out: for each duty its clause and line, the checks that are the
inputs of its rule, and the rule as durable-rules is given it, stratum by stratum.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from specrules import sentences
from specrules.base import phrases
from specrules.engine.lowering import compile_rule
from specrules.engine.rules import Input
from specrules.engine.rules import as_data as tree_as_data
from specrules.engine.strata import as_json as rulesets_of
from specrules.engine.strata import in_words
from specrules.report.sheet import columns
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.compile.plan import Duty, Plan, PlannedCheck
    from specrules.engine.strata import Flag
    from specrules.spec.model import Written

FORMAT = "compiled 1"

Data = dict[str, Any]


def as_text(plan: Plan) -> str:
    """Return the rules of *plan* as text of 100 columns, ending with a line end."""
    period = plan.period
    days = f"{phrases.day(period.start)} to {phrases.day(period.end)}"
    opening = [
        plan.spec.title,
        f"{plan.spec.id}, version {plan.spec.version}, as rules for {days} ({period.name})",
    ]
    blocks = [opening, *(list(_duty(plan, duty)) for duty in plan.duties)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _duty(plan: Plan, duty: Duty) -> Iterator[str]:
    requirement = duty.requirement
    owed = phrases.listed(plan.spec.party(id).name for id in duty.parties)
    clause = f"clause {requirement.clause}, " if requirement.clause else ""
    yield from _lines(f'{requirement.id} "{requirement.title}"')
    yield from _lines(f"{clause}{_where(requirement.written)}, owed by {owed}", "  ")
    if not duty.in_force:
        yield "  not in force in this period, so nothing is asked and nothing is judged"
        return
    for number, check in enumerate(duty.checks, 1):
        yield from _lines(f"input {number}, {check.label}: {_looks_at(check)}", "  ", "      ")
    for line in in_words(compile_rule(duty.rule), lambda number: duty.checks[number].label):
        own = len(line) - len(line.lstrip())
        yield from _lines(line.strip(), " " * (2 + own), " " * (6 + own))


def _lines(text: str, indent: str = "", after: str | None = None) -> list[str]:
    """*text* in lines of 100 columns, safe to print."""
    later = indent if after is None else after
    return wrap(show(text), columns(), initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)


def _looks_at(check: PlannedCheck) -> str:
    wanted = sentences.wanted(check.check, check.target)
    return f"{sentences.what(check.check)}; wanted: {wanted} ({_where(check.check.written)})"


def _where(written: Written | None) -> str:
    return f"{written.file}, line {written.span.line}" if written else "place unknown"


def as_json(plan: Plan) -> str:
    """Return the rules of *plan* as JSON in ASCII; ``schemas/compiled.schema.json`` describes it."""
    import json

    return json.dumps(as_data(plan), indent=2) + "\n"


def as_data(plan: Plan) -> Data:
    """Return the rules of *plan* as values that JSON has."""
    return {
        "specrules": FORMAT,
        "spec": plan.spec.id,
        "title": plan.spec.title,
        "version": plan.spec.version,
        "period": plan.period.name,
        "duties": [_duty_as_data(duty) for duty in plan.duties],
    }


def _duty_as_data(duty: Duty) -> Data:
    requirement = duty.requirement
    return {
        "requirement": requirement.id,
        "title": requirement.title,
        "clause": requirement.clause,
        **_place(requirement.written),
        "owed_by": list(duty.parties),
        "in_force": duty.in_force,
        "inputs": [_input(check) for check in duty.checks],
        "rule": tree_as_data(duty.rule.tree),
        **_given(duty),
    }


def _given(duty: Duty) -> Data:
    """What durable-rules is given for a duty: nothing when it is not in force."""
    import json

    if not duty.in_force:
        return {"given": [], "rulesets": []}
    strata = compile_rule(duty.rule)
    rulesets = [json.loads(text) for text in rulesets_of(strata)]
    return {"given": [_flag(flag) for flag in strata.given], "rulesets": rulesets}


def _input(check: PlannedCheck) -> Data:
    return {
        "name": check.label,
        "what": sentences.what(check.check),
        "wanted": sentences.wanted(check.check, check.target),
        "condition": check.is_condition,
        **_place(check.check.written),
    }


def _flag(flag: Flag) -> Data:
    """A flag of the facts given to durable-rules: which input it speaks of, and what it says when it is 1."""
    number = flag.tree.number if isinstance(flag.tree, Input) else None
    return {"flag": flag.key, "input": number, "says": str(flag.says)}


def _place(written: Written | None) -> Data:
    return {"file": written.file, "line": written.span.line} if written else {"file": None, "line": None}
