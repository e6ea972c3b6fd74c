"""What a party should know before it sends its return, as text.

In: a view of a review, the party, and the file of its return.  Out: what is wrong in
the file, each thing with its place, and of many that are alike the first and how many
more; what each requirement would come to; and what is still missing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.base.phrases import listed, number
from specrules.lint import LintRun
from specrules.lint.look import RULES
from specrules.report.findings import render, tally
from specrules.report.sheet import columns
from specrules.report.text import beside, paragraph, table
from specrules.view import column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.base.findings import Finding
    from specrules.view import VerdictView, View

Lines = list[str]
_MOST_ALIKE = 20


def own(view: View, party: str, file: str) -> View:
    """What of *view* is about one party's return; what others did not send is none of its business."""
    return replace(
        view,
        no_wrong_door=None,
        compliance=tuple(each for each in view.compliance if each.party == party),
        verdicts=tuple(each for each in view.verdicts if each.party == party),
        needed=tuple(each for each in view.needed if each.party == party),
        allowances=tuple(each for each in view.allowances if each.party == party),
        findings=tuple(each for each in view.findings if each.place.file == file),
        unmet=tuple(each for each in view.unmet if each.party == party),
    )


def to_put_right(view: View) -> tuple[Finding, ...]:
    """The findings that are more than advice."""
    return tuple(each for each in view.findings if each.severity is not Severity.ADVICE)


def as_run(view: View, sources: Mapping[str, str]) -> LintRun:
    """What is wrong in the return as lint would say it, so that it can be shown in all of lint's formats.

    *sources* has the text of a return that is one, by its file.
    """
    wrong = to_put_right(view)
    return LintRun(view.findings, 1, RULES, to_act_on=bool(wrong), sources=sources, failing=frozenset(wrong))


def as_text(view: View) -> str:
    """Return all that *view*, which is about one return only, says before that is sent."""
    parts = [_header(view), _wrong(view), *_results(view), _closing(view)]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def _header(view: View) -> Lines:
    header = view.header
    name = listed(card.name for card in view.compliance)
    title = f"{name}: return for {header.period_words} ({header.period}), before it is sent"
    spec = f"{header.spec}, version {header.version}: {header.title}"
    return [*paragraph(title), "=" * min(len(title), columns()), *beside("Specification", [spec], 15)]


def _wrong(view: View) -> Lines:
    found = render(_first_of_each(view.findings), {}).splitlines() if view.findings else ["Nothing."]
    return ["What is wrong or missing in the file", "-" * 36, "", *found, *_left_out(view.findings)]


def _alike(found: Finding) -> tuple[str, str, str | None]:
    """What makes faults alike: their kind, and what was asked for there."""
    return found.code, found.name, found.subject


def _first_of_each(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first of the faults that are alike: a register of 20,000 rows may have one in each."""
    seen: Counter[tuple[str, str, str | None]] = Counter()
    kept = []
    for each in findings:
        seen[_alike(each)] += 1
        if seen[_alike(each)] <= _MOST_ALIKE:
            kept.append(each)
    return tuple(kept)


def _left_out(findings: Iterable[Finding]) -> Iterator[str]:
    """How many faults of each kind are not shown, and how to see them."""
    for (code, name, subject), many in Counter(map(_alike, findings)).items():
        if many > _MOST_ALIKE:
            of = f" in {subject}" if subject else ""
            yield ""
            yield from paragraph(
                f"{many - _MOST_ALIKE:,} more of {name} ({code}){of}. To see every one: --format concise."
            )


def _results(view: View) -> Iterator[Lines]:
    """What each requirement would come to, and which cells would still settle it."""
    missing: dict[str, dict[str, None]] = {}
    for each in (item for party in view.needed for item in party.items):
        cells = listed(map(column, each.cells)) or each.reason
        missing.setdefault(each.requirement, {})[f"{each.check}: {cells}"] = None
    rows = [
        (each.requirement, each.title, each.strength, each.result.shown, _missing(each, missing))
        for each in view.verdicts
    ]
    heads = ("No.", "What is owed", "Strength", "Result", "Still missing")
    yield ["What each requirement would come to", "-" * 35, "", *table(heads, rows, (8, 34, 10, 16, 24))]


def _missing(verdict: VerdictView, missing: Mapping[str, Iterable[str]]) -> str:
    """What would still settle a verdict; where it is open and nothing is missing here, others have it."""
    own = "; ".join(missing.get(verdict.requirement, ()))
    return own or ("" if verdict.result.settled else "what others return")


def _closing(view: View) -> Lines:
    """The last word: how much is wrong, and how much would stay open or not be met."""
    unsettled = sum(not each.result.settled for each in view.verdicts)
    words = [f"In the file: {tally(view.findings)}."]
    if unsettled:
        words.append(f"{number(unsettled, 'result')} would stay open.")
    if view.unmet:
        many = number(len(view.unmet), "must is", "musts are")
        words.append(f"{many} neither met, allowed nor not applicable: ")
        words[-1] += f"{listed(each.requirement for each in view.unmet)}."
    return paragraph(" ".join(words))
