"""The rule ``dataset-version-mismatch``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.clauses import clauses
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.lint.clauses import Clause
    from specrules.spec.model import Spec

_VERSION = re.compile(r"\b(?:CDS[- ]?|(?:core )?data ?set )([A-Z])\b")


@rule("EV408", "dataset-version-mismatch", Severity.WARNING)
def dataset_version_mismatch(spec: Spec) -> Found:
    """One version of a data set is named throughout.

    Field names and codes differ from one version of the NDTMS data set to the
    next. Two of them in one specification cannot both be what is sent.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Recording recovery support interventions in
    NDTMS

    Bad:

        requirements:
          X-1:
            title: Records are kept in NDTMS CDS-P
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
          X-2:
            title: Records are checked in NDTMS CDS-Q
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Records are kept in NDTMS CDS-Q
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
          X-2:
            title: Records are checked in NDTMS CDS-Q
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    first: Clause | None = None
    named = ""
    for clause in clauses(spec):
        version = _VERSION.search(clause.text)
        if version is None:
            continue
        first, named = first or clause, named or version[1]
        if version[1] != named:
            yield Wrong(
                clause.place,
                f"{clause.about.id} names data set {version[1]}, and {first.about.id} names {named}.",
                "Name the one that is sent.",
                clause.about,
                (first.place,),
            )
