"""The rule ``steering-group-incomplete``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.lint.about import duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Check, CheckKind, Spec, StandardClause

_KINDS = {
    "people from mutual aid groups": ("mutual aid", "12-step", "smart", "fellowship", "anonymous"),
    "recovery community organisations": ("recovery community",),
    "managers or recovery leads of services": ("manager", "recovery lead", "provider"),
    "people using services": (
        "people using",
        "who use",
        "service user",
        "lived experience",
        "expert by experience",
        "experts by",
    ),
}


@rule("MA523", "steering-group-incomplete", Severity.ADVICE, on=(Spec, StandardClause))
def steering_group_incomplete(document: Spec | StandardClause) -> Found:
    """A mutual aid steering group has every kind of member the guidance names.

    It names people from the groups, recovery community organisations, the
    managers or recovery leads of services, and people using them or those who
    speak for them.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Establishing a mutual aid steering group

    Bad:

        requirements:
          MA-7:
            title: The steering group meets
            owed-by: riverbank
            strength: should
            checks:
              members:
                list: members of the mutual aid steering group
                choices: [mutual aid groups, treatment provider managers, public health]
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-7:
            title: The steering group meets
            owed-by: riverbank
            strength: should
            checks:
              members:
                list: members of the mutual aid steering group
                choices:
                  - mutual aid groups
                  - recovery community organisations
                  - treatment provider managers
                  - people using services
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        if "steering group" not in duty.title.casefold():
            continue
        asked = " ".join(word for check in duty.checks for word in _words(check)).casefold()
        missing = [kind for kind, words in _KINDS.items() if not any(word in asked for word in words)]
        for check in duty.checks if missing else ():
            if check.kind is CheckKind.LIST and "member" in check.words.casefold():
                yield Wrong(
                    place(check.written, duty.written, key="covers" if check.covers else "choices"),
                    f"The steering group has no {listed(missing)}.",
                    "Add them, or record why they are left out.",
                    duty,
                )


def _words(check: Check) -> tuple[str, ...]:
    """What a check asks about, without its own "mutual aid steering group"."""
    return (
        check.words.casefold().replace("mutual aid steering group", ""),
        check.of,
        *(check.covers or check.choices),
    )
