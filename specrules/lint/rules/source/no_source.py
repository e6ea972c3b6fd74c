"""The rule ``no-source``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import name_place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("SO701", "no-source", Severity.ERROR)
def no_source(spec: Spec) -> Found:
    """Every requirement says where it comes from.

    A standard clause brings its source along. A requirement of your own names a
    document and section, or says that it is a local decision and of what date:
    it will be asked for when the requirement is challenged.

    Bad:

        requirements:
          MA-6:
            title: Keyworkers are trained in FAMA
            owed-by: riverbank
            strength: should
            checks:
              trained: {count: keyworkers trained in FAMA, target: at least 5}

    Good:

        requirements:
          MA-6:
            title: Keyworkers are trained in FAMA
            owed-by: riverbank
            strength: should
            checks:
              trained: {count: keyworkers trained in FAMA, target: at least 5}
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        if not requirement.citations and not requirement.local_source:
            yield Wrong(
                name_place(requirement),
                f"{requirement.id} does not say where it comes from.",
                "Add source, with a document and section, or with: local decision, and its date.",
                requirement,
            )
