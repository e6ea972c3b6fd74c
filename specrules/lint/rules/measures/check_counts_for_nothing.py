"""The rule ``check-counts-for-nothing``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.lint.about import check_place, counted, duties
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, StandardClause

if TYPE_CHECKING:
    from specrules.lint.registry import Duty
    from specrules.spec.model import Check


@rule("MS340", "check-counts-for-nothing", Severity.WARNING, on=(Spec, StandardClause))
def check_counts_for_nothing(document: Spec | StandardClause) -> Found:
    """Every check counts towards its requirement.

    Where "met-when" names checks, a check it leaves out is asked of the
    provider in every return and then decides nothing.

    Bad:

        requirements:
          MA-7:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links: {count: mutual aid groups in touch with the service, target: at least 3}
              lead: {statement: one keyworker leads on mutual aid, document: not needed}
            met-when: {all: [links]}
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-7:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links: {count: mutual aid groups in touch with the service, target: at least 3}
              lead: {statement: one keyworker leads on mutual aid, document: not needed}
            met-when: {all: [links, lead]}
            source: local decision, 2026-02-10
    """
    shared = {check.evidence_from for duty in duties(document) for check in duty.checks}
    for duty in duties(document):
        for check in _deciding_nothing(duty):
            if shared.isdisjoint({check.name, f"{duty.id}.{check.name}"}):
                yield Wrong(
                    check_place(duty, check),
                    f'The check "{check.name}" is asked for in every return, and decides nothing.',
                    "Name it in met-when, or take the check out.",
                    duty,
                )


@once_each
def _deciding_nothing(duty: Duty) -> tuple[Check, ...]:
    # A check that says whether another is believed, or decides in its place, need not count itself.
    beside = {name for each in duty.checks for name in (each.relies_on, each.if_fewer, each.after)}
    used = {*counted(duty), *beside}
    return tuple(check for check in duty.checks if check.name not in used)
