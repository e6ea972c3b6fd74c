"""Parts that requirements and standard clauses share: conditions, combinations, hand-offs, citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple, replace
from specrules.spec import faults as f
from specrules.spec.checks import read_checks
from specrules.spec.combine import PHRASE, combination
from specrules.spec.model import (
    THE_PARTY,
    Check,
    Citation,
    Combination,
    DatedTarget,
    HandOff,
    How,
    JudgedAt,
    Level,
)
from specrules.spec.targets import percentage, require_targets, targets_of, wrote_target
from specrules.text.tree import Scalar
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.base.findings import Span
    from specrules.spec.faults import Faults
    from specrules.spec.walk import Filled, Named


#: What the question of ``applies-if`` is called where checks go by name.
ASKED = "applies"


def distinct(named: Iterable[Named], faults: Faults, taken: Iterable[str] = ()) -> list[Named]:
    """Those of *named* whose name is not taken. The others are reported."""
    known, kept = set(taken), []
    for each in named:
        if each.name in known:
            message = f"{quoted(each.name)} is the name of something else in this requirement."
            faults.add(f.NAME_TAKEN, each.at, message, remedy="Give it a name of its own.")
        else:
            kept.append(each)
    return kept


class Conditions(NamedTuple):
    """When something applies: the question or the combination, and the conditions it names."""

    applies_if: Combination | str | None
    conditions: tuple[Check, ...]

    @property
    def names(self) -> list[str]:
        """The names that are taken: those of the conditions, or that of the question."""
        return [ASKED] if isinstance(self.applies_if, str) else [check.name for check in self.conditions]


def conditions_of(filled: Filled, faults: Faults, taken: Iterable[str] = ()) -> Conditions:
    """What a record says about when it applies. *taken* are the names of checks there are already."""
    named = distinct(filled.get("conditions", []), faults, taken)
    conditions = tuple(
        _with_targets(check, each, faults) for each in named for check in read_checks([each], faults)
    )
    node = filled.get("applies-if")
    if node is None:
        if conditions and not filled.wrote("applies-if") and not filled.strange:
            message = "Conditions are named, and nothing says how they decide whether it applies."
            remedy = "Add applies-if, such as: applies-if: any of them"
            faults.add(f.UNUSED_CONDITIONS, filled.written.keys["conditions"], message, remedy=remedy)
        return Conditions(None, conditions)
    if isinstance(node, Scalar) and not filled.wrote("conditions") and not re.fullmatch(PHRASE, node.text):
        _check_question(node, faults)
        return Conditions(node.text.strip(), ())
    if filled.wrote("conditions") and "conditions" not in filled.values:
        return Conditions(None, ())  # what they are called could not be read, and was reported
    names = [check.name for check in conditions]
    unread = {each.name for each in named}
    together = combination(node, names, faults, "condition", unread)
    if together and _is_graded(together):
        _refuse_half(node.span, "Graded gives part credit.", "Write all, any or at least 2.", faults)
    return Conditions(together, conditions)


# What answers a question and asks none; and figures, dates and targets, which have words of their own only.
_NO_QUESTION = re.compile(
    r"(?:yes|no|true|false|y|n|on|off|always|never|n/?a|none|nil|null)\.?"
    r"|(?:at\s(?:least|most)|no\s(?:more|less|fewer)\sthan|between|within|exactly|and"
    r"|working|days?|weeks?|months?|[\d\W_])+",
    re.IGNORECASE,
)


def _check_question(node: Scalar, faults: Faults) -> None:
    """Report what stands for a question and cannot be one: an answer, a figure, a date or a target."""
    text = node.text.strip()
    if _NO_QUESTION.fullmatch(text):
        message = f"applies-if wants a question that is answered yes or no, and {quoted(text)} is none."
        remedy = "Write the question, such as: a suitable room exists. If it always applies, delete the line."
        faults.add(f.WRONG_SHAPE, node.span, message, remedy=remedy)


def _is_graded(tree: Combination) -> bool:
    inner = [item for item in tree.items if isinstance(item, Combination)]
    return tree.how is How.GRADED or any(map(_is_graded, inner))


def _refuse_half(span: Span, why: str, remedy: str, faults: Faults) -> None:
    message = f"{why} A condition holds or it does not, so it cannot be half met."
    faults.add(f.HALF_A_CONDITION, span, message, remedy=remedy)


def _with_targets(check: Check, named: Named, faults: Faults) -> Check:
    if wrote_target(named.value):
        targets = targets_of(check, named.value, faults)
        if any(each.partly for each in targets):
            written = named.value.written
            span = written.values.get("partly-met", written.span)
            _refuse_half(span, "This gives a second, easier target.", "Take partly-met away.", faults)
        return replace(check, targets=targets)
    if not named.value.strange:
        require_targets([check], {check.name: named.at}, faults)
    return check


def met_when(filled: Filled, key: str, names: Sequence[str], faults: Faults) -> Combination | None:
    """How the checks called *names* count together, under ``met-when`` or ``partly-met-when``."""
    node = filled.get(key)
    if node is None or (not names and "checks" not in filled.values):
        return None  # without checks that could be read there is nothing to combine, and that was reported
    unread = {named.name for named in filled.get("checks", ())}
    return combination(node, names, faults, unread=unread)


def judged_at(filled: Filled, faults: Faults) -> JudgedAt:
    """Where a record says it is judged, or its figures are asked to be added up."""
    summed = filled.wrote("asked-at")
    if summed and filled.wrote("judged-at"):
        message = 'It has both "judged-at" and "asked-at": judged at each place, or on the sum of all.'
        also = [filled.written.key("judged-at")]
        faults.add(f.TWO_KINDS, filled.written.keys["asked-at"], message, remedy="Delete one.", also=also)
    found = filled.get("asked-at" if summed else "judged-at")
    return _places(found, summed) if found is not None else THE_PARTY


def shown_at(filled: Filled, faults: Faults) -> tuple[JudgedAt, ...]:
    """Where figures are shown beside the result of a record, each kind of place once."""
    found = filled.get("shown-at", ())
    places = tuple(_places(each) for each in (found if isinstance(found, tuple) else (found,)))
    if places and (filled.wrote("judged-at") or filled.wrote("asked-at")):
        message = "Figures are shown at places beside a result for the whole, and this is judged at places."
        faults.add(f.TWO_KINDS, filled.written.keys["shown-at"], message, remedy="Delete one of the two.")
        return ()
    names = [name for each in places for name in (each.groups or (str(each.level),))]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        message = f"{quoted(twice[0])} is named twice among the places at which figures are shown."
        remedy = "Give each of them a name of its own."
        faults.add(f.TWO_KINDS, filled.written.values["shown-at"], message, remedy=remedy)
        return ()
    return places


def _places(found: str | Filled, summed: bool = False) -> JudgedAt:
    if isinstance(found, str):
        return JudgedAt(Level(found), summed=summed)
    return JudgedAt(Level.GROUP, found.get("each", ""), found.get("of", ()), summed)


def citation_of(filled: Filled) -> Citation:
    """A citation, whatever could be read of it."""
    document, section, passage, page = (
        filled.get(key, "") for key in ("document", "section", "passage", "page")
    )
    return Citation(document, section, passage, page, filled.written)


def hand_off_of(filled: Filled, faults: Faults) -> HandOff | None:
    """The settings of a hand-off, or None when one that it cannot do without could not be read."""
    answered, known = (_share(filled, key, faults) for key in ("answered", "outcome-known"))
    look_back, within = filled.get("look-back"), filled.get("answer-within")
    if answered is None or look_back is None or within is None:
        return None
    return HandOff(
        referrals=filled.get("referrals", ""),
        look_back=look_back,
        answer_within=within,
        answered=answered,
        outcome_known=known,
        answers=filled.get("answers", ()),
        may_differ_by=filled.get("counts-may-differ-by", 0),
        written=filled.written,
    )


def _share(filled: Filled, key: str, faults: Faults) -> DatedTarget | None:
    target = percentage(filled, key, faults)
    return DatedTarget(target) if target else None
