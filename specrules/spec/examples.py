"""Examples: what a return would say of a requirement, and the result it must give.

Comes in: an example as written in a standard clause or a requirement.  Goes out:
a value that ``specrules.trial.examples`` can run, and a finding for every fact that
nothing asks for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Place
from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.model import Example, Requirement, StandardClause
from specrules.spec.parts import ASKED
from specrules.spec.walk import Filled, plain
from specrules.text.plainly import read_plainly
from specrules.text.tree import Mapping
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections import abc
    from collections.abc import Iterable, Sequence

#: What a hand-off asks of its two ends, in the facts of an example.
HAND_OFF = ("sent", "outcome-known", "received", "answered-in-time", "waiting")


def example_of(filled: Filled) -> Example:
    """The example as it stands. What could not be read is left out."""
    settings, facts = filled.nodes.get("with"), filled.nodes.get("facts")
    return Example(
        name=filled.get("name", ""),
        settings=plain(settings) if isinstance(settings, Mapping) else {},
        facts=plain(facts) if isinstance(facts, Mapping) else {},
        expect=filled.get("expect", ""),
        as_at=filled.get("as-at"),
        written=filled.written,
    )


def settings_in(text: str) -> tuple[abc.Mapping[str, object], ...] | None:
    """What the examples in *text* set, each once, the rest of them unread; None where it is not plain.

    Reading all of them takes longer than reading the clause they belong to.
    """
    roots = [read_plainly(f"example:\n{block}") for block in dict.fromkeys(_SETTINGS.findall(text))]
    return each_once(plain(root)["example"]["with"] for root in roots if root) if all(roots) else None


def each_once(settings: Iterable[abc.Mapping[str, object]]) -> tuple[abc.Mapping[str, object], ...]:
    """What examples set, each once, in their order; one that sets nothing says nothing."""
    found: list[abc.Mapping[str, object]] = []
    for each in settings:
        if each and each not in found:
            found.append(each)
    return tuple(found)


# What an example sets, as the catalogue is laid out: on the line of its heading, or below and further in.
_SETTINGS = re.compile(r"^    with:.*\n(?:      .*\n)*", re.MULTILINE)


def check_examples(filled: Sequence[Filled], faults: Faults) -> None:
    """Report each of the examples in *filled* that has the name of another, or says the same."""
    names: dict[str, Filled] = {}
    said: list[tuple[object, Filled]] = []
    for each in filled:
        name, says = each.get("name", ""), _said_by(each)
        same = next((other for other_says, other in said if other_says == says), None)
        if name and name in names:
            first, at = names[name], each.written.values["name"]
            message = f"An example is called {quoted(name)} already."
            remedy = "Give it a name of its own, or delete it if it is a copy."
        elif same:
            first, at = same, each.written.values.get("name", each.written.span)
            message = "This example sets, says and expects the same as another, so it shows nothing more."
            remedy = "Delete it, or change what it was meant to show."
        else:
            names[name] = each
            said.append((says, each))
            continue
        also = (Place(faults.file, first.written.values.get("name", first.written.span)),)
        faults.add(f.GIVEN_TWICE, at, message, remedy=remedy, also=also)


def _said_by(filled: Filled) -> object:
    """All that an example says but its name."""
    return {key: plain(node) for key, node in filled.nodes.items() if key != "name"}


def check_facts(filled: Filled, asking: StandardClause | Requirement, called: str, faults: Faults) -> None:
    """Report each fact of an example that *asking* asks nothing about. *called* is what it is called."""
    facts = filled.nodes.get("facts")
    known = asked_of(asking)
    for entry in facts.entries if isinstance(facts, Mapping) else ():
        if known and entry.key.text not in known:
            meant = closest(entry.key.text, known)
            asked = ", ".join(known)
            message = f"This {called} asks for nothing called {quoted(entry.key.text)}. It asks for: {asked}."
            remedy = f"Write {meant} instead." if meant else "Take it out, or correct the name."
            faults.add(f.UNKNOWN_CHECK, entry.key.span, message, meant=meant, remedy=remedy)


def asked_of(asking: StandardClause | Requirement) -> tuple[str, ...]:
    """The names under which the facts of an example stand."""
    known = [each.name for each in (*asking.checks, *asking.conditions)]
    known += [ASKED] if isinstance(asking.applies_if, str) else []
    return (*known, *(HAND_OFF if asking.hand_off else ()))
