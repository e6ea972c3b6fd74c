"""The rule ``one-kind-only``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.groups import TWELVE_STEP, of_groups
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, StandardClause


@rule("MA505", "one-kind-only", Severity.WARNING, on=(Spec, StandardClause))
def one_kind_only(document: Spec | StandardClause) -> Found:
    """Several names are more than one kind of programme.

    Alcoholics Anonymous, Narcotics Anonymous and Cocaine Anonymous are three
    names for one kind of programme, the twelve steps. The guidance asks for a
    choice of kinds.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), The role commissioners can play, and annex 1.

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
                covers: [Alcoholics Anonymous, Narcotics Anonymous]
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
                covers: [Alcoholics Anonymous, Narcotics Anonymous, SMART Recovery]
            source: local decision, 2026-02-10
    """
    for duty, check in of_groups(document):
        if len(check.covers) > 1 and all(word.casefold() in TWELVE_STEP for word in check.covers):
            yield Wrong(
                place(check.written, duty.written, key="covers"),
                f"All {len(check.covers)} kinds of mutual aid that are asked for are twelve-step programmes.",
                "Add SMART Recovery, or a community organisation.",
                duty,
            )
