"""Which numbers of people are too small to publish."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError
from specrules.base.files import read_text, shown
from specrules.base.findings import Severity
from specrules.base.homes import Publication as Policy
from specrules.base.homes import nearest_settings
from specrules.spec.reader import read_settings
from specrules.text.tree import read_tree

__all__ = ["Policy", "Unsettled", "is_few", "is_small", "policy_for"]

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

_LEAST = 2


class Unsettled(SpecrulesError):
    """What is to be held back cannot be told from the settings. The text says why."""


def policy_for(spec: str | Path) -> Policy:
    """What the settings that go with a specification hold back from publications.

    Raises Unsettled when they have errors: a heading that is misspelt would hold back too little.
    """
    path = nearest_settings(os.path.dirname(os.path.abspath(spec)))  # noqa: PTH100, PTH120 - as lint finds them
    if path is None:
        return Policy()
    settings, found = read_settings(read_tree(read_text(path)))
    if settings is None or any(each.severity is Severity.ERROR for each in found):
        raise Unsettled(f"Nothing was published: {shown(path)} has errors; specrules lint names them.")
    if settings.publication.below < _LEAST:
        raise Unsettled(f"Nothing was published: hide-below has to be {_LEAST} or more in {shown(path)}.")
    return settings.publication


def is_small(value: int | Fraction, policy: Policy) -> bool:
    """Whether a number of people may not be published."""
    return is_few(value, policy) or (value == 0 and not policy.zeros)


def is_few(value: int | Fraction, policy: Policy) -> bool:
    """Whether a number is of a few people. That there is nobody is seldom a secret."""
    return 0 < value < policy.below
