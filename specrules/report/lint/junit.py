"""What lint found as JUnit XML, which platforms show as test results.

A file is a suite and a finding a test.  What makes lint fail is a failure; the
rest is shown as skipped, so that a job fails when lint does and not otherwise.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from specrules.report.findings import render
from specrules.report.lint.places import name_from
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, shown: Shown) -> str:
    """Return *run* as XML; a run that found nothing is one test that passed."""
    suites = [
        line
        for file, found in groupby(run.findings, key=lambda finding: finding.place.file)
        for line in _suite(name_from(shown.top, file), list(found), run)
    ]
    failed = len(run.failing)
    tests = len(run.findings) or 1
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<testsuites name="specrules lint" tests="{tests}" failures="{failed}">',
            *(suites or _passed(run)),
            "</testsuites>",
            "",
        ]
    )


def _suite(file: str, found: Sequence[Finding], run: LintRun) -> Iterator[str]:
    failed = sum(finding in run.failing for finding in found)
    counts = f'tests="{len(found)}" failures="{failed}" errors="0" skipped="{len(found) - failed}"'
    yield f"  <testsuite name={_attribute(file)} {counts}>"
    for finding in found:
        yield from _case(file, finding, run)
    yield "  </testsuite>"


def _case(file: str, finding: Finding, run: LintRun) -> Iterator[str]:
    name = f"{finding.name} ({finding.code}), {finding.place}"
    yield f"    <testcase classname={_attribute(file)} name={_attribute(name)}>"
    message = _attribute(finding.message)
    if finding in run.failing:
        kind, said = _attribute(str(finding.severity)), _cdata(render([finding], run.sources))
        yield f"      <failure message={message} type={kind}>{said}</failure>"
    else:
        yield f"      <skipped message={message}/>"
    yield "    </testcase>"


def _passed(run: LintRun) -> list[str]:
    name = f"{run.rules} rules on {run.files} file{'' if run.files == 1 else 's'}"
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
