"""The rule ``units-differ``."""

from __future__ import annotations

import re

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import SHARES, Check, Spec

# What is counted, by the first such word of a text. Each of these can be of, or at, any of the others.
_UNITS = {
    "people": "people|persons?|adults?|clients?|patients?|women|men|parents?|carers?|children|service users?",
    "sessions": "sessions?|appointments?|contacts?|visits?|meetings?",
    "records": "records?|case notes?|files?|care plans?|recovery plans?|assessments?|reviews?",
    "staff": "keyworkers?|workers?|staff|nurses?|volunteers?|champions?",
    "places": "sites?|rooms?|premises|groups?",
}
_FIRST = re.compile(
    "|".join(rf"(?P<{unit}>\b(?:{words})\b)" for unit, words in _UNITS.items()), re.IGNORECASE
)


@rule("MS346", "units-differ", Severity.ADVICE)
def units_differ(spec: Spec) -> Found:
    """Both numbers of a share count the same kind of thing.

    Sessions out of people can be more than all of them, and say nothing about how
    many people came. Count people out of people, or sessions out of sessions.

    Bad:

        requirements:
          MA-6:
            title: People come to their sessions
            owed-by: riverbank
            strength: should
            checks:
              attended:
                share: sessions attended
                of: people in treatment in the period
                target: at least 80%
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-6:
            title: People come to their sessions
            owed-by: riverbank
            strength: should
            checks:
              attended:
                share: sessions attended
                of: sessions offered in the period
                target: at least 80%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            counted, whole = _unit(check.words), _unit(check.of)
            if check.written and _is_share(check) and counted and whole and counted != whole:
                yield Wrong(
                    check.written.value("of"),
                    f"{check.words[:1].upper()}{check.words[1:]} are {counted}, and {check.of} are {whole}.",
                    f"Count {whole} in both, or {counted} in both.",
                    requirement,
                )


def _is_share(check: Check) -> bool:
    return check.kind in SHARES and check.constant is None


def _unit(text: str) -> str:
    """What a text counts, when it begins with a word for it within its first three words, or ""."""
    first = _FIRST.search(" ".join(text.split()[:3]))
    return first.lastgroup or "" if first else ""
