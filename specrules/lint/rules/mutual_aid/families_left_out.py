"""The rule ``families-left-out``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.groups import FELLOWSHIPS, RELATIVES, of_groups
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MA521", "families-left-out", Severity.ADVICE, whole=True)
def families_left_out(spec: Spec) -> Found:
    """Where groups are named, one is for relatives and friends.

    Annex 2 of the guidance lists groups for families. A list of fellowships for
    people who drink or use drugs, and none for those close to them, leaves
    families without.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), annex 2

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
                covers: [Alcoholics Anonymous, SMART Recovery]
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
                covers: [Alcoholics Anonymous, SMART Recovery, Al-Anon]
            source: local decision, 2026-02-10
    """
    asked = list(of_groups(spec))
    named = {word.casefold() for _, check in asked for word in check.covers}
    if named & FELLOWSHIPS and not named & RELATIVES:
        duty, check = next(
            each for each in asked if {word.casefold() for word in each[1].covers} & FELLOWSHIPS
        )
        yield Wrong(
            place(check.written, duty.written, key="covers"),
            "Every group named is for people who drink or use drugs, and none is for those close to them.",
            "Add one for relatives and friends, such as Al-Anon.",
            duty,
        )
