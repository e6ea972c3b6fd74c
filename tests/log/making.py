"""Meeting logs as text, a record at a time, for the tests of the log."""

from specrules.log.reading import read_log
from tests.spec.making import at, tree_of

BY = "by: {role: lead commissioner}"
ABOUT = "requirement: MA-1, party: riverbank, period: 2026-27-Q2"
HEAD = f"{ABOUT}, date: 2026-11-05, {BY}"
COMMENT = f"{{id: C-1, {HEAD}, says: the room was closed}}"
QUERY = f"{{id: Q-1, {HEAD}, asks: why so few?, due: 2026-11-19}}"
ALLOWANCE = (
    "{id: A-1, requirement: MA-1, party: riverbank, from: 2026-04-01, to: 2026-12-31, reason: a flood, "
    "approved-by: {role: lead commissioner, date: 2026-04-01}}"
)
ADJUDICATION = (
    f"{{id: AD-1, {HEAD}, was: not met, becomes: met, authority: clause 12, reason: twice, evidence: D-1}}"
)
VERIFICATION = f"{{id: V-1, {HEAD}, method: read the notes, found: as declared}}"
DOCUMENT = "{id: D-1, title: Policy, date: 2026-11-01}"
DECISION = f"{{id: DEC-1, date: 2026-11-05, {BY}, decides: the audit is next}}"
ACTION = (
    f"{{id: ACT-1, {HEAD}, does: open a clinic, owner: manager, due: 2026-12-31, evidence: MA-1.delivered}}"
)
KINDS = {
    "comments": COMMENT,
    "queries": QUERY,
    "allowances": ALLOWANCE,
    "adjudications": ADJUDICATION,
    "verifications": VERIFICATION,
    "documents": DOCUMENT,
    "decisions": DECISION,
    "actions": ACTION,
}


def log_text(kept_to="2026-12-31", **records):
    """A log with *records*, each heading with a list of them; every record is one line."""
    lines = ["specrules: meeting log 1", *([f"kept-to: {kept_to}"] if kept_to else [])]
    for heading, entries in records.items():
        lines += [f"{heading}:", *(f"  - {each}" for each in entries)]
    return "\n".join(lines) + "\n"


def a_log(**records):
    """The log with *records*, read."""
    return read_log(tree_of(log_text(**records), "log.yaml"))[0]


def findings_in(text):
    """The name and place of each finding in a log."""
    return [(each.name, at(text, each)) for each in read_log(tree_of(text, "log.yaml"))[1]]


def found(**records):
    """The name of each finding in the log with *records*."""
    return [each.name for each in read_log(tree_of(log_text(**records), "log.yaml"))[1]]
