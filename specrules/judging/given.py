"""What a review is made from, read and ready to judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specrules.log.model import EMPTY, Log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.base.findings import Finding
    from specrules.compile import Planned
    from specrules.evidence.facts import Return
    from specrules.extracts.supply import Supply
    from specrules.spec.model import Spec
    from specrules.values.periods import Period


@dataclass(frozen=True, slots=True)
class Given:
    """A specification planned for one period, the returns for it, and the meeting log.

    *files* are the fingerprints, and *findings* the remarks, of the specification and the log; *extracts*
    is what client-level extracts say.  *set_aside* are returns for other periods, each as "file (period)".
    """

    planned: Planned
    returns: tuple[Return, ...]
    log: Log = EMPTY
    files: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[str, ...] = ()
    extracts: Supply | None = None

    @property
    def spec(self) -> Spec:
        """The specification that is judged by."""
        return self.planned.plan.spec

    @property
    def period(self) -> Period:
        """The period that is judged."""
        return self.planned.plan.period
