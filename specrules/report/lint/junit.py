"""What lint found as JUnit XML, which platforms show as test results.

A file is a suite and a finding a test.  What makes lint fail is a failure; the
rest is shown as skipped, so that a job fails when lint does and not otherwise.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from specrules.base.phrases import number
from specrules.report.findings import Lines, render
from specrules.report.lint.places import name_from
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, shown: Shown) -> str:
    """Return *run* as XML; a run that found nothing is one test that passed."""
    lines = Lines(run.sources)
    suites = [
        line
        for file, found in groupby(run.findings, key=lambda finding: finding.place.file)
        for line in _suite(name_from(shown.top, file), list(found), run.failing, lines)
    ]
    suites += _unread(run.unreadable)
    failed, errors = len(run.failing), len(run.unreadable)
    tests = len(run.findings) + errors or 1
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<testsuites name="specrules lint" tests="{tests}" failures="{failed}" errors="{errors}">',
            *(suites or _passed(run)),
            "</testsuites>",
            "",
        ]
    )


def _suite(file: str, found: Sequence[Finding], failing: AbstractSet[Finding], lines: Lines) -> Iterator[str]:
    failed = sum(finding in failing for finding in found)
    counts = f'tests="{len(found)}" failures="{failed}" errors="0" skipped="{len(found) - failed}"'
    yield f"  <testsuite name={_attribute(file)} {counts}>"
    for name, finding in zip(_names(found), found, strict=True):
        yield from _case(file, name, finding, lines if finding in failing else None)
    yield "  </testsuite>"


def _names(found: Sequence[Finding]) -> Iterator[str]:
    """A name for each finding, no two the same: of tests with one name, platforms show the first alone."""
    seen: Counter[str] = Counter()
    for finding in found:
        name = f"{finding.name} ({finding.code}), {finding.place}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}, number {seen[name]}"


def _case(file: str, name: str, finding: Finding, lines: Lines | None) -> Iterator[str]:
    """One test: with the *lines* of its file it has failed, and without them it was skipped."""
    yield f"    <testcase classname={_attribute(file)} name={_attribute(name)}>"
    message = _attribute(finding.message)
    if lines is not None:
        kind, said = _attribute(str(finding.severity)), _cdata(render([finding], lines))
        yield f"      <failure message={message} type={kind}>{said}</failure>"
    else:
        yield f"      <skipped message={message}/>"
    yield "    </testcase>"


def _unread(unreadable: Sequence[str]) -> Iterator[str]:
    """A suite in which each file that could not be read is an error, if there are any."""
    if not unreadable:
        return
    count = len(unreadable)
    yield f'  <testsuite name="specrules lint" tests="{count}" failures="0" errors="{count}" skipped="0">'
    for said in unreadable:
        yield f'    <testcase classname="specrules lint" name={_attribute(said)}>'
        yield f"      <error message={_attribute(said)}/>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _passed(run: LintRun) -> list[str]:
    name = f"{run.rules} rules on {number(run.files, 'file')}"
    return [
        '  <testsuite name="specrules lint" tests="1" failures="0" errors="0" skipped="0">',
        f'    <testcase classname="specrules lint" name={_attribute(name)}/>',
        "  </testsuite>",
    ]


def _attribute(text: str) -> str:
    return quoteattr(show(text))


def _cdata(text: str) -> str:
    """*text*, which is safe to print, with nothing in it that would end it early."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
