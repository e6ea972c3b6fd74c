"""Say what a text looks like that stands where a number is wanted and is none.

In: the text of a cell.  Out: a sentence in which ``{wanted}`` and ``{said}`` are still to be
filled in, and the number that was meant, where only a mark stands behind it.
"""

from __future__ import annotations

import re

_ALONE = "Write its figures alone: 1200."
# The first that fits counts.
_LOOKS = (
    (
        r"[0-9,]+ ?(?:(?:out )?of|/|:) ?[0-9,]+",
        "These are two numbers, {wanted}. Write each in its own cell.",
    ),
    (
        r"([0-9]+) ?(?:[*†‡§¹²³]+|\[[0-9a-z]{1,2}\]|\([0-9a-z]\))",
        'There is a mark behind this number, {wanted}. Write the number alone, and the note under "comment".',
    ),
    (r"=.*", "This is a formula, {wanted}. Write its result."),
    (
        r"[<>≤≥=~±]+ ?[0-9,]+|(?:c|ca|circa|about|around)\.? ?[0-9,]+"
        r"|[0-9]+ ?(?:\+|-|–|to ?[0-9]+|or (?:more|less|fewer)).*",
        '{said} is a range or an estimate, {wanted}. Only "<5" and its like are read so: as 1 to 4.',
    ),
    (r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)", "This is an error of a spreadsheet, {wanted}."),
    (r"[£$€] ?[0-9].*", "This is an amount of money, {wanted}."),
    (r"[0-9][0-9., ’']*[0-9,]", f"{{said}} can be read in more than one way, {{wanted}}. {_ALONE}"),
    (r"[0-9.]+e[+-]?[0-9]+", "This number is written short, {wanted}. Write it in full: 1200."),
    (r"[^\w]{0,3}[0-9]+[^\w]{0,3}", f"There are signs around this number, {{wanted}}. {_ALONE}"),
    (r".*[0-9].*", 'There is more here than a number, {wanted}. Write the rest under "comment".'),
    (r".*", 'This is text, {wanted}. What is not known is left blank; say why under "comment".'),
)
_READ = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE | re.DOTALL), message) for pattern, message in _LOOKS
)


def what_it_looks_like(text: str) -> tuple[str, str | None]:
    """What is wrong with *text*, and the number that was meant, or None."""
    found = ((pattern, message, pattern.fullmatch(text)) for pattern, message in _READ)
    pattern, message, match = next(each for each in found if each[2])
    return message, match[1] if match and pattern.groups else None
