"""What is said of kept reviews, as text for people and as JSON for programs.

In: plain values of ``specrules.runs``.  Out: text of 100 columns, or JSON in ASCII.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from specrules.report.findings import number
from specrules.report.text import paragraph

if TYPE_CHECKING:
    from specrules.runs.verifying import Verified


def verified(found: Verified) -> str:
    """What was looked at and all that is wrong, as text."""
    lines = [line for fault in found.faults for line in (*paragraph(fault.what), "")]
    return "\n".join([*lines, *paragraph(_closing(found))]) + "\n"


def _closing(found: Verified) -> str:
    kept = number(len(found.records), "kept review", "kept reviews")
    how = "judged again from the files kept with them" if found.again else "their files only"
    joined = f" {number(found.joined, 'record joins', 'records join')} reviews kept at the same moment."
    wrong = (
        f"{number(len(found.faults), 'thing is', 'things are')} wrong."
        if found.faults
        else "All is as it was kept."
    )
    return f"{kept}, {how}. {wrong}{joined if found.joined else ''}"


def verified_as_json(found: Verified) -> str:
    """The same as JSON."""
    return _json(
        {
            "specrules": "verification 1",
            "records": list(found.records),
            "judged_again": found.again,
            "faults": [{"record": fault.record, "what": fault.what} for fault in found.faults],
            "joined": found.joined,
        }
    )


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2).replace("\x7f", "\\u007f") + "\n"
