"""Which findings are still shown where comments allow some, and what is wrong with those comments.

In: what was found in a file, and its comments.  Out: what is shown, and what is
not and why.  A comment that allows nothing, or whose day has passed, is a
finding itself, so none outlives its reason unseen.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity
from specrules.base.frozen import NamedTuple
from specrules.base.phrases import listed
from specrules.lint.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.lint.outcome import Comment, Outcome

WITHOUT_REASON = "FI191"
NOT_UNDERSTOOD = "FI192"
ALLOWS_NOTHING = "FI193"
HAS_ENDED = "FI194"
CANNOT_BE_ALLOWED = "FI195"

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        code: Page(code, name, severity, text)
        for code, name, severity, text in (
            (
                WITHOUT_REASON,
                "allowed-without-reason",
                Severity.ERROR,
                "A comment that allows a finding says why, so that whoever signs the text can agree.",
            ),
            (
                NOT_UNDERSTOOD,
                "comment-not-understood",
                Severity.ERROR,
                "A comment that begins with specrules: is read. One that is not understood allows nothing, "
                "and its author would not know.",
            ),
            (
                ALLOWS_NOTHING,
                "comment-allows-nothing",
                Severity.WARNING,
                "A comment that allows what is not found any more is taken out, or it would hide "
                "the same mistake made again.",
            ),
            (
                HAS_ENDED,
                "comment-has-ended",
                Severity.WARNING,
                "What was allowed until a day is looked at again after it.",
            ),
            (
                CANNOT_BE_ALLOWED,
                "cannot-be-allowed",
                Severity.ERROR,
                "What keeps a file from being read as it was meant has to be put right. "
                "A review would refuse the file, whatever a comment says.",
            ),
        )
    }
)


class Allowed(NamedTuple):
    """A finding that a comment allows, and the reason it gives."""

    finding: Finding
    reason: str


def allowed(path: str, outcome: Outcome, as_at: str) -> tuple[list[Finding], list[Allowed], list[str]]:
    """What is still shown of the file at *path*, what is not and why, and remarks.

    *as_at* is the day on which ends are judged; without one none has passed.
    """
    at_work = [each for each in outcome.comments if not each.fault and not _has_ended(each, as_at)]
    shown: list[Finding] = []
    hidden: list[Allowed] = []
    for finding in outcome.findings:
        reason = next((each.reason for each in at_work if _is_for(each, finding, path)), None)
        if reason is None:
            shown.append(finding)
        else:
            hidden.append(Allowed(finding, reason))
    shown += list(_about_comments(path, outcome, as_at))
    undated = [each for each in at_work if each.until and not as_at]
    return shown, hidden, [_not_judged(path, undated)] if undated else []


def _is_for(comment: Comment, finding: Finding, path: str) -> bool:
    span = finding.place.span
    named = finding.code.casefold() in comment.codes or finding.name in comment.codes
    if not named or finding.place.file != path:
        return False
    line = span.line if span else 1
    return comment.first <= line and (not comment.last or line <= comment.last)


def _has_ended(comment: Comment, as_at: str) -> bool:
    return bool(as_at and comment.until and comment.until < as_at)


def _about_comments(path: str, outcome: Outcome, as_at: str) -> Iterator[Finding]:
    """What is wrong with the comments themselves."""
    for comment in outcome.comments:
        if comment.fault:
            yield _finding(path, comment, comment.fault, comment.message, comment.remedy)
        elif idle := [] if not outcome.is_sound else _idle(comment, outcome, path):
            message, remedy = "This comment allows what is not found here.", "Take it out."
            if len(idle) < len(comment.codes):
                are = "is" if len(idle) == 1 else "are"
                message = f"Of what this comment allows, {listed(idle)} {are} not found here."
                remedy = f"Take {listed(idle)} out of it."
            yield _finding(path, comment, ALLOWS_NOTHING, message, remedy)
        elif _is_at_work(comment, outcome, path) and _has_ended(comment, as_at):
            message = f"This comment allowed a finding until {comment.until}, which has passed."
            remedy = "Put right what was allowed, or agree on a new day."
            yield _finding(path, comment, HAS_ENDED, message, remedy)


def _is_at_work(comment: Comment, outcome: Outcome, path: str) -> bool:
    return any(_is_for(comment, each, path) for each in outcome.findings)


def _idle(comment: Comment, outcome: Outcome, path: str) -> list[str]:
    """The names in a comment that allow nothing of what was found."""
    each_alone = {code: comment._replace(codes=(code,)) for code in comment.codes}
    return [code for code, alone in each_alone.items() if not _is_at_work(alone, outcome, path)]


def _finding(path: str, comment: Comment, code: str, message: str, remedy: str) -> Finding:
    page = PAGES[code]
    return Finding(code, page.name, page.severity, Place(path, comment.span), message, remedy=remedy)


def _not_judged(path: str, undated: Iterable[Comment]) -> str:
    count = len(list(undated))
    ends = "1 comment has an end that was" if count == 1 else f"{count} comments have ends that were"
    return f"{path}: {ends} not looked at, because no day was given; add --as-at and the day."
