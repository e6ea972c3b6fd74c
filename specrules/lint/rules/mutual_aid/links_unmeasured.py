"""The rule ``links-unmeasured``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.groups import of_groups
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MA518", "links-unmeasured", Severity.WARNING)
def links_unmeasured(spec: Spec) -> Found:
    """Links with mutual aid groups are shown by contact within a stated time.

    The guidance has links developed and maintained. A register whose rows count
    however long ago the contact was shows that there were links once.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications.

    Bad:

        requirements:
          MA-2:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links:
                register: mutual aid groups the service is in touch with
                covers: [12-step, SMART Recovery]
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
                covers: [12-step, SMART Recovery]
                contact-within: 90 days
            source: local decision, 2026-02-10
    """
    told = set()
    for duty, check in of_groups(spec):
        if duty.id not in told and not any(each.contact_within for each in duty.checks):
            told.add(duty.id)
            yield Wrong(
                place(check.written, duty.written),
                f"{duty.id} counts links with mutual aid groups, however long ago the last contact was.",
                "Add contact-within, such as 90 days, to one of its checks.",
                duty,
            )
