"""Read the comments that allow a finding to stand, each with its reason.

In: the tree of a file.  Out: its comments for specrules.  A comment on a line is for that line; one on
a line of its own is for the entry below it, to its end; one above everything
else is for the whole file:

    # specrules: allow no-remedy until 2026-12-31 because the panel decides in the autumn

The reason is required, the day is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.files import lines_of
from specrules.base.findings import Severity, nearest
from specrules.lint.allowed import CANNOT_BE_ALLOWED, NOT_UNDERSTOOD, PAGES, WITHOUT_REASON
from specrules.lint.outcome import Comment
from specrules.text.comments import comments
from specrules.values.dates import read_date
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.base.findings import Span
    from specrules.text.tree import Tree

_EXAMPLE = "# specrules: allow no-remedy because the panel decides in the autumn"
# Few files have such a comment, so what it must look like is made ready by the first that may have one.
_MAY_BE_OURS = r"#[#\s]*specrule"
_OURS = r"#+\s*specrules\s*:\s*(.*)"
# With a letter, the colon or both missing, and still no other remark.
_NEARLY_OURS = r"#+\s*specrules?\s*:?\s*allow\b.*\b(?:because|[a-z]{2}[0-9]{3})\b.*"
# A reason that is set off by a sign, as most people write one.
_BEHIND_A_SIGN = (
    r"allow\s+(?P<codes>[\w-]*\w(?:\s*,\s*[\w-]*\w)*)(?:\s+until\s+[^\s:(]+)?"
    r"(?:\s+(?P<dash>--?|[\u2013\u2014])(?=\s)|\s*(?P<sign>[:(]))\s*\w.*"
)
_ALLOW = (
    r"allow\s+(?P<codes>.+?)(?:\s*,)?(?:\s+until\s+(?P<until>.+?))?(?:\s*,)?"
    r"(?:\s+because\b\s*(?P<reason>.*))?"
)
_UNTIL_LATE = r"[\s,(]+until\s+[0-9]{1,4}[-/. ]\S+\s*\)?\.?$"
_WORD = r"[\w-]+"


# -- reading


def may_have_comments(text: str) -> bool:
    """Whether a comment in *text* may be for specrules."""
    return "#" in text and re.search(_MAY_BE_OURS, text, re.IGNORECASE) is not None


def comments_in(tree: Tree) -> tuple[Comment, ...]:
    """The comments in *tree* that are for specrules, in order."""
    text = tree.source.text
    if not may_have_comments(text):
        return ()
    lines = lines_of(text)
    return tuple(
        _comment(span, match[1].strip(), lines) if match else _faulty(span, NOT_UNDERSTOOD, _NOT_BEGUN)
        for span, written in comments(tree)
        if (match := re.fullmatch(_OURS, written, re.IGNORECASE | re.DOTALL))
        or re.fullmatch(_NEARLY_OURS, written, re.IGNORECASE | re.DOTALL)
    )


_NOT_BEGUN = 'This comment does not begin with "specrules:", so it allows nothing.'


def _comment(span: Span, said: str, lines: list[str]) -> Comment:
    match = re.fullmatch(_ALLOW, said, re.IGNORECASE)
    if match is None:
        return _faulty(span, NOT_UNDERSTOOD, "This comment is for specrules, which does not understand it.")
    if sign := _sign_for_because(said):
        message = f'A reason stands behind "because", and here it stands behind "{sign}".'
        return _faulty(span, NOT_UNDERSTOOD, message, f'Write because in the place of "{sign}".')
    words = re.findall(_WORD, re.sub(r"\band\b", ",", match["codes"]))
    reason = (match["reason"] or "").strip()
    if wrong := _wrong(words, match["until"] or "", reason):
        return _faulty(span, *wrong)
    codes = tuple(each.casefold() for each in words)
    until = read_date(match["until"]).isoformat() if match["until"] else ""
    return Comment(span, codes, reason, until, *_lines_for(span, lines))


def _sign_for_because(said: str) -> str:
    """The sign behind which the reason stands in a comment that allows rules there are, or ""."""
    match = None if re.search(r"\bbecause\b", said) else re.fullmatch(_BEHIND_A_SIGN, said, re.IGNORECASE)
    if match is None or not set(re.findall(_WORD, match["codes"].casefold())) <= _known().keys():
        return ""
    return str(match["dash"] or match["sign"])


def _wrong(words: Iterable[str], until: str, reason: str) -> tuple[str, ...]:
    """The code, the message and the remedy of what is wrong with a comment; empty when all is well."""
    known = _known()
    for word in words:
        each = word.casefold()
        if each not in known:
            near = nearest(each, list(known))
            near = near.upper() if near and re.fullmatch("[a-z]{2}[0-9]{3}", near) else near
            remedy = (
                f"Did you mean {near}?" if near else "Give the name or the code that stands with the finding."
            )
            return (
                NOT_UNDERSTOOD,
                f'There is no rule called "{word}", so this comment allows nothing.',
                remedy,
            )
        if not known[each]:
            message = f"{word} keeps the file from being read as it was meant, so no comment can allow it."
            return CANNOT_BE_ALLOWED, message, "Put it right, and take the comment out."
    if not reason or not re.search(_WORD, reason):
        return (
            WITHOUT_REASON,
            "This comment does not say why.",
            f"Write the reason behind because: {_EXAMPLE}",
        )
    if re.search(_UNTIL_LATE, reason, re.IGNORECASE):
        remedy = 'Write "until" and the day in front of "because".'
        return NOT_UNDERSTOOD, "The day stands behind the reason, where it is not read.", remedy
    return _wrong_day(until)


def _wrong_day(until: str) -> tuple[str, ...]:
    try:
        if until:
            read_date(until)
    except NotUnderstood as error:
        remedy = (
            f"Write {error.meant} instead."
            if error.meant
            else "Write it as year-month-day, such as 2026-12-31."
        )
        return NOT_UNDERSTOOD, error.message, remedy
    return ()


def _known() -> dict[str, bool]:
    """Every code and name there is, in small letters, and whether a comment may allow it."""
    from specrules.lint.pages import pages
    from specrules.lint.rules import all_rules

    rules = all_rules()
    known: dict[str, bool] = {}
    for page in pages():
        may = page.code in rules or (page.severity is not Severity.ERROR and page.code not in PAGES)
        for word in (page.code.casefold(), page.name):
            known[word] = known.get(word, False) or may
    return known


def _faulty(span: Span, code: str, message: str, remedy: str = f"Write it like this: {_EXAMPLE}") -> Comment:
    return Comment(span, fault=code, message=message, remedy=remedy)


def _lines_for(span: Span, lines: list[str]) -> tuple[int, int]:
    """The first and last line that a comment at *span* is for; 0 is the end of the file."""
    if lines[span.line - 1][: span.column - 1].strip():
        return span.line, span.line
    if not any(map(_has_content, lines[: span.line - 1])):
        return 1, 0
    rest = enumerate(lines[span.line :], start=span.line + 1)
    start = next((number for number, line in rest if _has_content(line)), len(lines))
    depth = _depth(lines[start - 1])
    after = enumerate(lines[start:], start=start + 1)
    ends = next((n for n, line in after if _has_content(line) and _depth(line) <= depth), len(lines) + 1)
    return start, ends - 1


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#") and line.strip() != "---"


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
