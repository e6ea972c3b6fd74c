"""The rule ``smart-partnership-missing``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.clauses import clauses
from specrules.lint.groups import SMART
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.base.findings import Place
    from specrules.spec.model import Requirement, Spec

_CLAUSE = "mutual-aid/smart-recovery-supported"
_SAYS = re.compile(r"\bpartner(?:s|ship)?\b|\broll-?out\b", re.IGNORECASE)


@rule("MA519", "smart-partnership-missing", Severity.ADVICE, whole=True)
def smart_partnership_missing(spec: Spec) -> Found:
    """Where SMART Recovery is to be there, its partnership scheme is named.

    SMART Recovery grows by a partnership that treatment services join, or by a
    roll-out over an area that commissioners agree with it. Asking for its groups
    alone brings none.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), SMART Recovery

    Bad:

        requirements:
          MA-6:
            title: There is a choice of groups
            owed-by: riverbank
            strength: should
            checks: {there: {list: groups that meet, choices: [12-step, SMART Recovery, other]}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-6:
            title: There is a choice of groups
            owed-by: riverbank
            strength: should
            checks:
              there: {list: groups that meet, choices: [12-step, SMART Recovery, other]}
              partner: {statement: the service is a partner of SMART Recovery, document: agreement}
            source: local decision, 2026-02-10
    """
    used = {each.standard_clause.id for each in spec.requirements if each.standard_clause}
    is_named = any("smart" in each.whole and _SAYS.search(each.whole) for each in clauses(spec))
    if _CLAUSE in used or is_named:
        return
    for requirement, where in _asking(spec):
        yield Wrong(
            where,
            f"{requirement.id} asks for SMART Recovery, and nothing names a partnership with it.",
            f"Add the standard clause {_CLAUSE}.",
            requirement,
        )
        return


def _asking(spec: Spec) -> Iterator[tuple[Requirement, Place]]:
    """The requirements that themselves list SMART Recovery among what has to be there, and where."""
    for requirement in spec.requirements:
        for check in requirement.checks:
            heading = "covers" if check.written and "covers" in check.written.values else "choices"
            wanted = {word.casefold() for word in (check.covers or check.choices)}
            is_written = check.written and heading in check.written.values
            if check.kind is CheckKind.LIST and is_written and wanted & SMART:
                yield requirement, place(check.written, key=heading)
