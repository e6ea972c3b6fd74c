"""The rule ``wrong-sub-intervention``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


class _Kind(NamedTuple):
    """A sub-intervention of NDTMS: its name, words for it, and the measure that counts it."""

    name: str
    words: re.Pattern[str]
    measure: str


_MUTUAL_AID = _Kind(
    "facilitated access to mutual aid",
    re.compile(r"\bmutual aid\b|\bFAMA\b", re.IGNORECASE),
    "mutual-aid/fama-delivered",
)
_PEERS = _Kind(
    "peer support",
    re.compile(r"\bpeer[- ](?:support|mentor|led)\w*", re.IGNORECASE),
    "mutual-aid/peer-support-involved",
)


@rule("EV404", "wrong-sub-intervention", Severity.WARNING)
def wrong_sub_intervention(spec: Spec) -> Found:
    """Peer support is counted by peer support, and mutual aid by mutual aid.

    NDTMS, the National Drug Treatment Monitoring System, records the two apart. A
    check about one that takes the figures of the other says something that nobody
    recorded.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Monitoring the effectiveness of local action

    Bad:

        requirements:
          MA-6:
            title: People are supported by peers
            owed-by: riverbank
            strength: should
            checks:
              supported:
                share: people given peer support
                of: people in treatment in the period
                measure: mutual-aid/fama-delivered
                target: at least 20%
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-6:
            title: People are supported by peers
            owed-by: riverbank
            strength: should
            checks:
              supported:
                share: people given peer support
                of: people in treatment in the period
                measure: mutual-aid/peer-support-involved
                target: at least 20%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            for meant, other in ((_MUTUAL_AID, _PEERS), (_PEERS, _MUTUAL_AID)):
                speaks_of_one = meant.words.search(check.words) and not other.words.search(check.words)
                if check.measure == other.measure and speaks_of_one:
                    yield Wrong(
                        place(check.written, key="measure"),
                        f'"{check.words}" is about {meant.name}, and the measure counts {other.name}.',
                        f"Write measure: {meant.measure}",
                        requirement,
                        meant=meant.measure,
                    )
