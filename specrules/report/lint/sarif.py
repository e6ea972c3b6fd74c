"""What lint found as SARIF 2.1.0, which platforms gather from many tools.

Columns count characters, as the run itself says.  What a comment or a baseline
hides is there too, marked as suppressed and with its reason.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import specrules
from specrules.base.findings import Severity
from specrules.lint.pages import pages
from specrules.report.lint.places import fingerprints, name_from
from specrules.report.show import show

if TYPE_CHECKING:
    from specrules.base.findings import Finding, Place, Span
    from specrules.lint import LintRun
    from specrules.lint.fixes import Fix
    from specrules.lint.page import Page
    from specrules.lint.run import Hidden
    from specrules.report.lint import Shown

_IN_ADDRESSES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def written(run: LintRun, shown: Shown) -> str:
    """Return *run* as one SARIF document in ASCII."""
    hidden = {each.finding: each for each in run.hidden}
    found = [*run.findings, *hidden]
    prints = fingerprints(found, run.sources, shown.top)
    rules = _rules(found)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    fixes = _fixes(run)
    results = [
        _result(finding, numbers[finding.code], fingerprint, shown.top)
        | _fix(fixes.get(finding), shown.top)
        | _suppression(hidden.get(finding), bool(hidden))
        for finding, fingerprint in zip(found, prints, strict=True)
    ]
    document = {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules)},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(run)],
                "results": results,
            }
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _invocation(run: LintRun) -> dict[str, Any]:
    """How the run went, and what of each file that could not be read."""
    if not run.unreadable:
        return {"executionSuccessful": True}
    notes = [{"level": "error", "message": {"text": show(said)}} for said in run.unreadable]
    return {"executionSuccessful": False, "toolExecutionNotifications": notes}


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": "specrules", "semanticVersion": specrules.__version__, "rules": rules}


def _rules(found: list[Finding]) -> list[dict[str, Any]]:
    """What there is to say about each code that was found, in order."""
    known = {page.code: page for page in pages()}
    return [_rule(known[code]) for code in sorted({finding.code for finding in found})]


def _rule(page: Page) -> dict[str, Any]:
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.text.split("\n\n")[0].replace("\n", " ")},
        "help": {"text": page.text},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
    }


def _result(finding: Finding, rule: int, fingerprint: str, top: str) -> dict[str, Any]:
    said = f"{finding.message} {finding.remedy}" if finding.remedy else finding.message
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": said},
        "locations": [_location(finding.place, top) | _subject(finding.subject)],
        "partialFingerprints": {"specrules/v1": fingerprint},
    }
    if finding.also:
        result["relatedLocations"] = [
            {"id": number, **_location(place, top), "message": {"text": f"See also {place}."}}
            for number, place in enumerate(finding.also, start=1)
        ]
    return result


def _location(place: Place, top: str) -> dict[str, Any]:
    name = name_from(top, place.file)
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(name)}}
    if place.span:
        physical["region"] = _region(place.span)
    return {"physicalLocation": physical}


def _uri(name: str) -> str:
    """*name* as an address: from the top of the repository, or the whole of it for a file elsewhere."""
    if name.startswith("/"):
        return f"file://{_quoted(name)}"
    return f"file:///{_quoted(name)}" if name[1:2] == ":" else _quoted(name).replace(":", "%3A")


def _quoted(name: str) -> str:
    data = name.encode("utf-8", "surrogateescape")
    return "".join(chr(each) if chr(each) in _IN_ADDRESSES else f"%{each:02X}" for each in data)


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fixes(run: LintRun) -> dict[Finding, Fix]:
    """What would safely put findings right, as far as that is known."""
    from specrules.base.files import Source
    from specrules.lint.fixes import fix_of
    from specrules.text.tree import read_tree

    files = {finding.place.file for finding in run.findings} & run.sources.keys()
    trees = {file: read_tree(Source(file, run.sources[file], "", "utf-8")) for file in files}
    known = [fix_of(each, trees[each.place.file]) for each in run.findings if each.place.file in files]
    return {fix.finding: fix for fix in known if fix and fix.safe}


def _fix(fix: Fix | None, top: str) -> dict[str, Any]:
    if fix is None:
        return {}
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {
        "artifactLocation": _location(fix.finding.place, top)["physicalLocation"]["artifactLocation"],
        "replacements": replacements,
    }
    said = fix.finding.remedy or "Mend it."
    return {"fixes": [{"description": {"text": said}, "artifactChanges": [change]}]}


def _subject(subject: str | None) -> dict[str, Any]:
    return {"logicalLocations": [{"fullyQualifiedName": subject}]} if subject else {}


def _suppression(hidden: Hidden | None, are_some: bool) -> dict[str, Any]:
    """Where some results are suppressed, every result says whether it is."""
    if not are_some:
        return {}
    if hidden is None:
        return {"suppressions": []}
    if hidden.reason is None:
        return {
            "suppressions": [{"kind": "external", "justification": "It was there before: see the baseline."}]
        }
    return {"suppressions": [{"kind": "inSource", "justification": hidden.reason}]}
