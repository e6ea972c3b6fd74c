"""A review as JUnit XML, which platforms show as test results.

In: a view.  Out: XML in which a party is a suite and a verdict a test.  What has to be
acted on, a *must* that is neither met, not applicable nor allowed, is a failure; what
is open or not applicable beside it is shown as skipped, never as passed.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from specrules.view import VerdictView, View

_PASSED = "met"


def review(view: View) -> str:
    """Return *view* as XML, ending with a line end."""
    unmet = {(each.requirement, each.party) for each in view.unmet}
    by_party = sorted(view.verdicts, key=lambda each: each.party)
    suites = [
        line
        for _, verdicts in groupby(by_party, key=lambda each: each.party)
        for line in _suite(list(verdicts), unmet)
    ]
    name = _attribute(f"{view.header.title}, {view.header.period}")
    opening = f'<testsuites name={name} tests="{len(view.verdicts)}" failures="{len(unmet)}">'
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', opening, *suites, "</testsuites>", ""])


def _suite(verdicts: Sequence[VerdictView], unmet: Collection[tuple[str, str]]) -> Iterator[str]:
    failed = sum((each.requirement, each.party) in unmet for each in verdicts)
    passed = sum(_is_passed(each) and (each.requirement, each.party) not in unmet for each in verdicts)
    counts = (
        f'tests="{len(verdicts)}" failures="{failed}" errors="0" skipped="{len(verdicts) - failed - passed}"'
    )
    yield f"  <testsuite name={_attribute(verdicts[0].party_name)} {counts}>"
    for each in verdicts:
        yield from _case(each, (each.requirement, each.party) in unmet)
    yield "  </testsuite>"


def _case(verdict: VerdictView, has_failed: bool) -> Iterator[str]:
    case = f"    <testcase classname={_attribute(verdict.party)}"
    case += f" name={_attribute(f'{verdict.requirement} {verdict.title}')}"
    if _is_passed(verdict) and not has_failed:
        yield f"{case}/>"
        return
    yield f"{case}>"
    said = _attribute("; ".join((verdict.result.word, *verdict.reasons, *_found(verdict))))
    kind = f" type={_attribute(verdict.strength)}" if has_failed else ""
    yield f"      <{'failure' if has_failed else 'skipped'} message={said}{kind}/>"
    yield "    </testcase>"


def _is_passed(verdict: VerdictView) -> bool:
    return verdict.result.word == _PASSED


def _found(verdict: VerdictView) -> Iterator[str]:
    return (f"{each.name}: {each.found}, wanted {each.wanted}" for each in verdict.checks if each.found)


def _attribute(text: str) -> str:
    return quoteattr(show(text))
