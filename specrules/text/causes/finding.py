"""What every cause needs: its rule, its finding, and the levels of headings above a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Severity
from specrules.text.characters import MOST_PLACES
from specrules.text.lines import Levels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.base.findings import Place
    from specrules.text.mending import Draft, Rule
    from specrules.text.trouble import Trouble

TAB: Rule = ("FI101", "file-tab")
ODD_SPACE: Rule = ("FI113", "odd-space")
NOT_LINED_UP: Rule = ("FI115", "not-lined-up")
SECOND_DOCUMENT: Rule = ("FI120", "second-document")


def finding(rule: Rule, place: Place, message: str, remedy: str, also: Iterable[Place] = ()) -> Finding:
    return Finding(*rule, Severity.ERROR, place, message, remedy=remedy, also=tuple(also)[:MOST_PLACES])


def levels_before(draft: Draft, number: int, trouble: Trouble) -> Levels:
    return Levels((each, draft.line(each)) for each in range(number) if not trouble.is_inside(each))
