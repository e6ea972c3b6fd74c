"""Which mutual aid groups there are, of which kind, and where a specification asks for them.

In: the names of groups as a specification writes them.  Out: sets of names, and
the checks that are about such groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.lint.about import duties
from specrules.spec.model import CheckKind, Spec, StandardClause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.lint.registry import Duty
    from specrules.spec.model import Check

# Annexes 1 and 2 of the commissioners' guide, and how the kinds are written in the catalogue.
FELLOWSHIPS = frozenset(
    {
        "alcoholics anonymous",
        "cocaine anonymous",
        "drug addicts anonymous",
        "marijuana anonymous",
        "narcotics anonymous",
    }
)
FOR_RELATIVES = frozenset({"al-anon", "alateen", "families anonymous"})
_SHORT = frozenset({"aa", "ca", "daa", "ma", "na"})
_SHORT_FOR_RELATIVES = frozenset({"fa"})
_KINDS = frozenset({"12-step", "12-step fellowships", "twelve-step", "twelve-step fellowships"})
SMART = frozenset({"smart", "smart recovery"})
RELATIVES = FOR_RELATIVES | _SHORT_FOR_RELATIVES
TWELVE_STEP = FELLOWSHIPS | RELATIVES | _SHORT | _KINDS
GROUPS = TWELVE_STEP | SMART


def of_groups(document: Spec | StandardClause) -> Iterator[tuple[Duty, Check]]:
    """The registers that are to cover mutual aid groups, and nothing else."""
    for duty in duties(document):
        for check in duty.checks:
            named = check.kind is CheckKind.REGISTER and check.covers
            if named and all(word.casefold() in GROUPS for word in named):
                yield duty, check
