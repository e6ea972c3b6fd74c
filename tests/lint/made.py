"""Specifications for the tests of the linter, made from the part that matters."""

import re

from specrules.lint import lint

HEADER = """\
specrules: spec 1
id: anytown-recovery-2026
title: Integrated drug and alcohol recovery service
version: "1"
status: draft
"""
SECTIONS = {
    "parties": """\
parties:
  council:   {name: Anytown Council, role: commissioner}
  riverbank:
    {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract, sites: [Quay]}
  trust:     {name: Anytown Mental Health Trust, role: mental health, bound-by: joint working agreement}
""",
    "contract": "contract: {starts: 2026-04-01, ends: 2029-03-31}\n",
    "returns": "returns: {every: quarter, due: 15 working days after the quarter ends}\n",
    "catalogues": "catalogues: [mutual-aid, no-wrong-door]\n",
    "requirements": """\
requirements:
  X-1:
    title: Something is done
    owed-by: riverbank
    strength: should
    checks:
      done: {count: times it was done, target: at least 3}
    source: local decision, 2026-02-10
""",
}


def a_spec(part=""):
    """The text of a specification: *part*, and what it leaves out of a whole one."""
    given = set(re.findall(r"^([a-z-]+):", part, re.MULTILINE))
    rest = "".join(text for key, text in SECTIONS.items() if key not in given)
    return f"{HEADER}{rest}{part}"


def linted(folder, part="", name="spec.yaml"):
    """What is found in a specification made from *part*, in a file in *folder*."""
    path = folder / name
    path.write_text(a_spec(part), encoding="utf-8")
    return lint(path).findings


def codes(findings):
    """The codes of *findings*, in order."""
    return [finding.code for finding in findings]


def marked(finding, text):
    """The stretch of *text* that a finding points at, on its first line."""
    span = finding.place.span
    line = text.split("\n")[span.line - 1]
    return (
        line[span.column - 1 : span.end_column - 1] if span.end_line == span.line else line[span.column - 1 :]
    )
