"""The rule ``ndtms-without-audit``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import check_place, counted
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind, Spec

RECORDED = "mutual-aid/recovery-support-recorded"


@rule("EV401", "ndtms-without-audit", Severity.WARNING, over=("MS340",))
def ndtms_without_audit(spec: Spec) -> Found:
    """What is recorded in NDTMS is held against case notes.

    NDTMS is the National Drug Treatment Monitoring System. Its recovery support
    fields have been poorly filled in, so a figure taken from them says how much
    was recorded, and not whether the record is true. The guidance asks for
    audits that compare the two.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Data completeness and reporting of recovery
    support interventions.

    Bad:

        requirements:
          MA-4:
            standard-clause: mutual-aid/recovery-support-recorded
            owed-by: riverbank
            strength: should
            checks:
              routinely: at least 95%
              robustly: {sample: at least 20, target: at least 90%}
            met-when: {all: [routinely]}

    Good:

        requirements:
          MA-4:
            standard-clause: mutual-aid/recovery-support-recorded
            owed-by: riverbank
            strength: should
            checks:
              routinely: at least 95%
              robustly: {sample: at least 20, target: at least 90%}
    """
    for requirement in spec.requirements:
        if requirement.standard_clause is None or requirement.standard_clause.id != RECORDED:
            continue
        used = counted(requirement)
        audits = [check for check in requirement.checks if check.kind is CheckKind.AUDIT]
        if audits and not any(check.name in used for check in audits):
            yield Wrong(
                check_place(requirement, audits[0]),
                f"{requirement.id} counts what is recorded in NDTMS, and no audit of whether it is true.",
                f'Let the audit "{audits[0].name}" count in met-when.',
                requirement,
            )
