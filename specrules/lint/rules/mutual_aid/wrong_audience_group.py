"""The rule ``wrong-audience-group``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.groups import RELATIVES, of_groups
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, StandardClause


@rule("MA522", "wrong-audience-group", Severity.WARNING, on=(Spec, StandardClause), over=("MA504", "MA505"))
def wrong_audience_group(document: Spec | StandardClause) -> Found:
    """People in treatment are offered groups of their own.

    Al-Anon, Alateen and Families Anonymous are for relatives and friends. Links
    with these alone offer nothing to the people who drink or use drugs.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), annexes 1 and 2

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
                covers: [Al-Anon, Families Anonymous]
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
                covers: [Al-Anon, SMART Recovery]
            source: local decision, 2026-02-10
    """
    for duty, check in of_groups(document):
        if all(word.casefold() in RELATIVES for word in check.covers):
            yield Wrong(
                place(check.written, duty.written, key="covers"),
                "Every group named is for relatives and friends.",
                "Add groups for people who drink or use drugs, or say that this is for families.",
                duty,
            )
