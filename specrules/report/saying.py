"""What reports say of a review, in words that are the same in every form.

In: parts of a view.  Out: words on one line, not yet made safe to print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.minutes import ActionView, AdjudicationView, QueryView
    from specrules.view import (
        AllowanceView,
        CardView,
        CheckView,
        DoorView,
        FlowView,
        ScoreView,
        VerdictView,
        View,
    )

NOTHING = "-"
NOBODY = "Nobody owes anything in this period, so nothing is rated."
NO_MUST = "No duty that is rated here says must."
NOTHING_NEEDED = "Nothing: the evidence settles every verdict."
LONGEST_TEXT = 200
BUCKETS = ("met", "partly met", "not met", "no evidence", "not applicable", "allowed")
# A range that leaves a check open says so itself: "21 of 28, 5 not known (75% to 92.9%)".
_OF_A_RANGE = (None, "blank", "suppressed by supplier")


def capital(text: str) -> str:
    """Return *text* with a capital at its start."""
    return text[:1].upper() + text[1:]


def engines(used: Sequence[str]) -> str:
    """Return which engines decided."""
    agree = ", which agree on every verdict" if len(used) > 1 else ""
    return f"{listed(used)}{agree}"


# -- cards


def rating(card: CardView) -> str:
    """Return the rating of a card, or that nothing binds the party yet."""
    return card.rating.words if card.bound else "not agreed: nothing binds it yet"


def score(card: CardView) -> str:
    """Return the score of a card, and what it is before allowances where that differs."""
    if not card.bound:
        return "none: not judged until something binds it"
    if card.adjusted is None:
        return "none: nothing that counts was owed"
    before = card.raw.words if card.raw else "none"
    return card.adjusted.words + ("" if card.raw == card.adjusted else f" ({before} before allowances)")


def coverage(found: ScoreView | None) -> str:
    """Return how much of what counts the evidence settles."""
    return f"settles {found.coverage_words} of what counts" if found else "none is asked that counts"


def counts(card: CardView) -> str:
    """Return the counts of a card, which add up to the number of requirements."""
    total = number(sum(card.counts.values()), "requirement", "requirements")
    return f"{total}: " + ", ".join(f"{card.counts[each]} {each}" for each in BUCKETS)


def door(found: DoorView) -> str:
    """Return the result of one service in the row of a principle, or why there is none."""
    return found.result.shown if found.result else found.state


# -- hand-offs


def steps(flow: FlowView) -> tuple[str, ...]:
    """Return a hand-off: sent, received, gap, answered in time, still waiting, outcome known."""
    known = (flow.sent, flow.received, flow.gap, flow.answered, flow.waiting, flow.outcome_known)
    return tuple("not known" if count is None else count for count in known)


def lost(flow: FlowView) -> str:
    """Return where people were lost, or "". The gap belongs to the pathway, not to either service."""
    if flow.gap is None or flow.gap == "0" or not flow.gap.isdigit():
        return ""
    people = number(int(flow.gap), "person was", "people were")
    return f"{people} sent by {flow.sender_name} and not counted as received by {flow.receiver_name}."


# -- verdicts


def result(verdict: VerdictView) -> str:
    """Return the result, and what it is without allowances and decisions where that differs."""
    if verdict.profile:
        return verdict.profile
    raw = "" if verdict.raw is verdict.result else f" ({verdict.raw.word} {verdict.without})"
    return f"{verdict.result.shown}{raw}"


def telling(verdict: VerdictView) -> list[CheckView]:
    """Return the checks that say something; where nothing is owed, what else is blank does not matter."""
    owed = verdict.result.word != "not applicable"
    return [check for check in verdict.checks if owed or check.result.settled]


def found(check: CheckView) -> str:
    """Return what was found, and beside a figure that settles nothing why it does not."""
    if check.found and (check.missing or check.reason not in _OF_A_RANGE):
        return f"{check.found}; {why_open(check)}"
    return check.found or check.reason or NOTHING


def why_open(check: CheckView) -> str:
    """Return why a check is open, and which columns say nothing."""
    return f"{check.reason}: {listed(check.missing)}" if check.missing else check.reason or ""


def quoted(text: str) -> str:
    """Return the text of a cell in quotation marks, cut with a count where it is very long."""
    if not text:
        return "blank"
    rest = len(text) - LONGEST_TEXT
    return f'"{text[:LONGEST_TEXT]}…" and {rest:,} more characters' if rest > 0 else f'"{text}"'


# -- allowances and the last word


def agreement(allowance: AllowanceView) -> str:
    """Return why an allowance was agreed, on what condition, and by whom; why is not published."""
    said = (
        f"{capital(allowance.reason)}." if allowance.reason else "",
        f"On condition: {allowance.conditions}." if allowance.conditions else "",
        f"Agreed by {allowance.approved_by}.",
        f"Renewed {number(allowance.renewals, 'time')}." if allowance.renewals else "",
    )
    return " ".join(filter(None, said))


def effect(allowance: AllowanceView) -> str:
    """Return what an allowance changed."""
    if allowance.raw is None or allowance.result is None:
        return "none: not owed in this period"
    decided = f" by decision {allowance.decided}" if allowance.decided else ""
    if not allowance.in_force:
        return f"not in force; {allowance.result.word}{decided}"
    without = "without either" if decided else "without it"
    return f"{allowance.result.word}{decided}; {allowance.raw.word} {without}"


def closing(view: View) -> str:
    """Return the last word: what there is to act on."""
    unread = f" Not readable: {listed(view.unreadable)}." if view.unreadable else ""
    if not view.musts:
        return f"{NO_MUST if view.compliance else NOBODY}{unread}"
    if not view.unmet:
        return f"Everything that must be done is met, does not apply or is allowed.{unread}"
    names = listed(f"{each.requirement} ({each.party_name})" for each in view.unmet)
    of = number(view.musts, "requirement that says must is", "requirements that say must are")
    return f"{len(view.unmet)} of {of} neither met, allowed nor not applicable: {names}.{unread}"


def owned(action: ActionView) -> str:
    """Return who sees to an action, and by when."""
    owner = action.owner or "no owner"
    return f"{owner}, by {action.due}" if action.due else f"{owner}, no day set"


def late(*, overdue: bool) -> str:
    """Return what stands after a state whose day has gone by."""
    return ", overdue" if overdue else ""


def exchange(query: QueryView) -> str:
    """Return what is asked, and every answer with its day."""
    return " ".join([query.asks, *(f"{each.on}, {each.outcome}: {ended(each.says)}" for each in query.then)])


def decided(decision: AdjudicationView) -> str:
    """Return how a result was decided, by whom and why."""
    said = f"{decision.id} {decision.on}, {decision.by}: from {decision.was} to {decision.becomes}."
    why = (
        f" {ended(capital(decision.reason))} By right of: {ended(decision.authority)}"
        if decision.reason
        else ""
    )
    shown = f" Shown by: {ended(decision.evidence)}" if decision.evidence else ""
    return said + why + shown + ("" if decision.counts else " It does not count.")


def ended(text: str) -> str:
    """Return *text* with a full stop, unless it ends with a sign of its own."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
