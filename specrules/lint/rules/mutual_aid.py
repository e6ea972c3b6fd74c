"""Rules about mutual aid, from the commissioners' guide to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import check_place, counted, duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind, Spec, StandardClause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.lint.registry import Duty
    from specrules.spec.model import Check

PREMISES = "mutual-aid/premises-for-meetings"

# Annexes 1 and 2 of the guide, and how the kinds are written in the catalogue.
_TWELVE_STEP = frozenset(
    {
        "12-step",
        "12-step fellowships",
        "aa",
        "al-anon",
        "alateen",
        "alcoholics anonymous",
        "ca",
        "cocaine anonymous",
        "daa",
        "drug addicts anonymous",
        "fa",
        "families anonymous",
        "ma",
        "marijuana anonymous",
        "na",
        "narcotics anonymous",
        "twelve-step",
        "twelve-step fellowships",
    }
)
_GROUPS = _TWELVE_STEP | {"smart", "smart recovery"}


@rule("MA504", "no-choice", Severity.WARNING, on=(Spec, StandardClause))
def no_choice(document: Spec | StandardClause) -> Found:
    """People are offered more than one kind of mutual aid.

    What helps one person does not suit another. The guidance asks for a range:
    12-step fellowships, SMART Recovery and community recovery organisations.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), The role commissioners can play.

    Bad:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks:
              developed: {covers: [SMART Recovery]}
              maintained: {covers: [12-step, SMART Recovery], contact-within: 90 days}

    Good:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks:
              developed: {covers: [12-step, SMART Recovery]}
              maintained: {covers: [12-step, SMART Recovery], contact-within: 90 days}
    """
    for duty, check in _of_groups(document):
        if len(check.covers) == 1:
            yield Wrong(
                place(check.written, duty.written, key="covers"),
                f"Only one kind of mutual aid is asked for: {check.covers[0]}.",
                "Add at least one other kind, such as SMART Recovery or a 12-step fellowship.",
                duty,
            )


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
    for duty, check in _of_groups(document):
        if len(check.covers) > 1 and all(word.casefold() in _TWELVE_STEP for word in check.covers):
            yield Wrong(
                place(check.written, duty.written, key="covers"),
                f"All {len(check.covers)} kinds of mutual aid that are asked for are twelve-step programmes.",
                "Add SMART Recovery, or a community organisation.",
                duty,
            )


def _of_groups(document: Spec | StandardClause) -> Iterator[tuple[Duty, Check]]:
    """The registers that are to cover mutual aid groups, and nothing else."""
    for duty in duties(document):
        for check in duty.checks:
            named = check.kind is CheckKind.REGISTER and check.covers
            if named and all(word.casefold() in _GROUPS for word in named):
                yield duty, check


@rule("MA512", "premises-no-fee", Severity.WARNING, over=("MS340",))
def premises_no_fee(spec: Spec) -> Found:
    """Where premises are lent to mutual aid groups, the highest fee is said.

    The guidance has meetings held at services for a nominal fee. Without a
    highest amount that counts, a room at any price would do.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications.

    Bad:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks:
              fee: at least £5 a meeting

    Good:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks:
              fee: no more than £10 a meeting
    """
    for requirement in spec.requirements:
        if requirement.standard_clause is None or requirement.standard_clause.id != PREMISES:
            continue
        fees = [check for check in requirement.checks if check.kind is CheckKind.MONEY]
        limits = [check for check in fees if any(dated.target.high for dated in check.targets)]
        if fees and counted(requirement).isdisjoint(check.name for check in limits):
            yield Wrong(
                check_place(requirement, fees[0]),
                f"{requirement.id} opens premises to mutual aid groups, and no highest fee counts.",
                "Give the fee a target, such as no more than £10 a meeting, and let it count.",
                requirement,
            )


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
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should

    Good:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks:
              maintained: {contact-within: 90 days}
    """
    told = set()
    for duty, check in _of_groups(spec):
        if duty.id not in told and not any(each.contact_within for each in duty.checks):
            told.add(duty.id)
            yield Wrong(
                place(check.written, duty.written),
                f"{duty.id} counts links with mutual aid groups, however long ago the last contact was.",
                "Add contact-within, such as 90 days, to one of its checks.",
                duty,
            )
