"""What is wrong with texts no rule is about: blanks left open, words lost or spoilt, undated decisions.

Comes in: a whole file, or one text of it.  Goes out: a finding for what a reader
would stumble over on paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.files import lines_of
from specrules.base.findings import Span
from specrules.spec import faults as f
from specrules.spec.faults import part_of
from specrules.values.dates import read_date
from specrules.values.understand import NotUnderstood, quoted

if TYPE_CHECKING:
    from specrules.spec.faults import Faults
    from specrules.text.tree import Scalar

# Without one of these in it, in small letters, a text has nothing for this module; looking for them is quick.
_SIGNS = (
    *("«", "<", "tb", "o be ", "xx", "__", "??", "...", "…"),
    *("[insert", "[enter", "[name of", "[your"),
    *("&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#"),
    *("\ufffd", "ã", "â"),
)
# Patterns are compiled where they are used: most files have nothing for them.
_WHOLE = r"(?:tb[acd]|to be (?:agreed|confirmed|decided|completed|inserted)|x{2,}|_{2,}|\.{3,}|…|\?{2,})[.!]?"
_PART = r"«[^»]*»|<<[^<>]*>>|<[a-z][^<>]*>|\[(?:insert|enter|name of|your)\b[^\]]*\]|_{3,}|\bx{3,}\b"
_NOT_ASCII = r"[^\x00-\x7f]{2,}"


def may_have_slips(text: str) -> bool:
    """Whether *text* may be one that :func:`check_text` reports."""
    return any(map(text.casefold().__contains__, _SIGNS))


def is_blank(text: str) -> re.Match[str] | None:
    """The blank of a template in *text*, or None."""
    return re.fullmatch(_WHOLE, text, re.IGNORECASE) or re.search(_PART, text, re.IGNORECASE)


def check_text(node: Scalar, faults: Faults) -> None:
    """Report a blank that nobody filled in, and characters that were spoilt, in a text."""
    text = node.text.strip()
    blank = is_blank(text)
    if blank:
        message = f"{quoted(blank[0])} is a blank to fill in."
        span = part_of(node, *blank.span()) if node.text == text else None
        faults.add(f.BLANK_TO_FILL, span or node.span, message, remedy="Write what belongs there.")
    elif "\ufffd" in text:
        message = f"{quoted(text)} has a character that was lost on its way here."
        faults.add(f.SPOILT_CHARACTERS, node.span, message, remedy="Type the words again.")
    elif (meant := _without_web_codes(text)) != text:
        message = f"{quoted(text)} has signs as web pages write them."
        faults.add(f.SPOILT_CHARACTERS, node.span, message, meant=meant, remedy="Type the signs themselves.")
    elif not text.isascii() and (meant := unspoilt(node.text)) != node.text:
        message = f"{quoted(node.text)} has characters that were spoilt on their way here."
        remedy = "Type them again, or copy the text anew from where it came."
        faults.add(f.SPOILT_CHARACTERS, node.span, message, meant=meant, remedy=remedy)


def _without_web_codes(text: str) -> str:
    """*text* with the signs that its codes, such as &amp;, stand for in web pages."""
    if "&" not in text or ";" not in text:
        return text
    from html import unescape

    return unescape(text).replace("\u00a0", " ")


def unspoilt(text: str) -> str:
    """*text* as it was before somebody took its UTF-8 for the characters of old Windows."""
    return re.sub(_NOT_ASCII, _read_again, text)


def _read_again(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match[0]


_NUMBER_BEHIND = "#[0-9]"
_CUT = r"[^\"'#|>]*:[ \t]+[^\s\"'#|>\[{&*!][^\"'#]*[ \t](#[0-9][^\n]*)"


def check_remarks(faults: Faults) -> None:
    """Report where a number after # was meant as a number, and was read as a remark with all that follows."""
    if not re.search(_NUMBER_BEHIND, faults.text):
        return
    for number, line in enumerate(lines_of(faults.text), start=1):
        if match := re.match(_CUT, line) if "#" in line else None:
            start, end = match.span(1)
            span = Span(number, start + 1, number, end + 1)
            message = f"What begins with # is a remark, so {quoted(match[1])} is not part of the text."
            remedy = "Put the whole text in quotation marks, or write it without the #."
            faults.add(f.TEXT_MADE_A_REMARK, span, message, remedy=remedy)


_LOCAL = r"\s*local\s+decision\b"
_DATE = r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2}(?:st|nd|rd|th)?[-./ ][^,;]*[0-9]{2}\b"


def check_local_source(node: Scalar, faults: Faults) -> None:
    """Report a local decision without a date, or with one that could be two."""
    if not re.match(_LOCAL, node.text, re.IGNORECASE):
        return
    found = re.search(_DATE, node.text)
    if found is None:
        message = "This local decision has no date, so nobody can look it up."
        remedy = "Write its date behind it, such as: local decision, 2026-02-10"
        faults.add(f.NOT_A_DATE, node.span, message, remedy=remedy)
        return
    try:
        read_date(found[0])
    except NotUnderstood as problem:
        meant = node.text.replace(found[0], problem.meant) if problem.meant else None
        remedy = f"Write {meant or 'the date as year-month-day, such as 2026-02-10'}."
        faults.add(f.UNREAD[problem.code], node.span, problem.message, meant=meant, remedy=remedy)
