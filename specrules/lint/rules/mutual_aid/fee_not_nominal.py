"""The rule ``fee-not-nominal``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import heading_place, target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind
from specrules.values.quantities import Unit, write_target
from specrules.values.reading import read_target
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from specrules.spec.model import Spec
    from specrules.values.quantities import Quantity


@rule("MA514", "fee-not-nominal", Severity.WARNING)
def fee_not_nominal(spec: Spec) -> Found:
    """No fee is higher than what the specification itself calls nominal.

    Where "nominal" is defined with an amount, a target that allows more
    contradicts the definition.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications

    Bad:

        definitions: {nominal fee: no more than £5 a meeting}
        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks: {fee: no more than £10 a meeting}

    Good:

        definitions: {nominal fee: no more than £10 a meeting}
        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks: {fee: no more than £10 a meeting}
    """
    limit = _nominal(spec)
    for requirement in spec.requirements if limit else ():
        for check in requirement.checks:
            for dated in (
                check.targets if check.kind is CheckKind.MONEY and "fee" in check.words.casefold() else ()
            ):
                high = dated.target.high
                if limit and high and high.of == limit.of and high.number > limit.number:
                    yield Wrong(
                        target_place(requirement, check),
                        f'"{write_target(dated.target)}" allows more than the fee defined as nominal.',
                        "Lower it, or correct the definition.",
                        requirement,
                        (heading_place(spec, "definitions"),),
                    )


def _nominal(spec: Spec) -> Quantity | None:
    """The highest fee that the specification calls nominal, or None when it does not say."""
    for word, meaning in spec.definitions.items():
        if "nominal" in word.casefold():
            try:
                high = read_target(meaning).high
            except NotUnderstood:
                continue
            return high if high and high.unit is Unit.POUNDS else None
    return None
