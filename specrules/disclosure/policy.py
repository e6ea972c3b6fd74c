"""Which numbers of people are too small to publish."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from specrules.files import read_text
from specrules.homes import Publication as Policy
from specrules.homes import nearest_settings
from specrules.spec.reader import read_settings
from specrules.tree import read_tree

__all__ = ["Policy", "is_few", "is_small", "policy_for"]

if TYPE_CHECKING:
    from pathlib import Path


def policy_for(spec: str | Path) -> Policy:
    """What the settings that go with a specification hold back from publications."""
    path = nearest_settings(os.path.dirname(os.path.abspath(spec)))  # noqa: PTH100, PTH120 - as lint finds them
    settings = read_settings(read_tree(read_text(path)))[0] if path else None
    return settings.publication if settings else Policy()


def is_small(value: int, policy: Policy) -> bool:
    """Whether a number of people may not be published."""
    return is_few(value, policy) or (value == 0 and not policy.zeros)


def is_few(value: int, policy: Policy) -> bool:
    """Whether a number is of a few people. That there is nobody is seldom a secret."""
    return 0 < value < policy.below
