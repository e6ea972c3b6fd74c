"""The rule ``rco-counted-as-mutual-aid``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind, Spec, StandardClause


@rule("MA506", "rco-counted-as-mutual-aid", Severity.WARNING, on=(Spec, StandardClause))
def rco_counted_as_mutual_aid(document: Spec | StandardClause) -> Found:
    """Recovery community organisations are counted apart from mutual aid.

    A recovery community organisation can join services and groups together, and
    is not itself mutual aid. Counted as a kind of it, one could stand in for all.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Recovery community organisations

    Bad:

        requirements:
          MA-2:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links:
                register: mutual aid groups the service is in touch with
                contact-within: 90 days
                covers: [12-step, SMART Recovery, recovery community organisation]
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-2:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links:
                register: mutual aid groups the service is in touch with
                contact-within: 90 days
                covers: [12-step, SMART Recovery]
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        for check in duty.checks:
            covered = [each for each in check.covers if "recovery community" in each.casefold()]
            if check.kind is CheckKind.REGISTER and covered and "mutual aid" in check.words.casefold():
                yield Wrong(
                    place(check.written, duty.written, key="covers"),
                    f"A {covered[0]} is counted as a mutual aid group here, and it is not one.",
                    "Ask for it in a check of its own.",
                    duty,
                )
