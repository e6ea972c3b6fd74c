"""Make any text safe to print.

In: text that somebody else wrote.  Out: the same text with whatever could move
the cursor, hide or turn round other text, or break a line replaced by its
number: ``<U+202E>``.  Every message and report passes through here.
"""

from __future__ import annotations

# Common in text from Word, and harmless; ``show_exactly`` is for places where they are the fault.
_ODD_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_AS_SPACES = str.maketrans(_ODD_SPACES, " " * len(_ODD_SPACES))
_EXACTLY = str.maketrans(_ODD_SPACES + "\t", "␣" * len(_ODD_SPACES) + "→")


def show(text: str) -> str:
    """Return *text* safe to print on one line: hidden characters by number, odd spaces as spaces."""
    return text if text.isprintable() else _numbered(text.translate(_AS_SPACES))


def brief(text: str, most: int) -> str:
    """Return *text* safe to print, and where it is longer than *most* cut with a count of the rest."""
    rest = len(text) - most
    if rest <= 0:
        return show(text)
    return f"{show(text[:most])}… and {rest:,} more characters"


def show_exactly(text: str) -> str:
    """Return *text* safe to print on one line, with every tab shown as → and every odd space as ␣."""
    return text if text.isprintable() else _numbered(text.translate(_EXACTLY))


def _numbered(text: str) -> str:
    return text.translate({ord(each): f"<U+{ord(each):04X}>" for each in set(text) if not each.isprintable()})


def width(text: str) -> int:
    """Return how many columns of a screen *text* takes up."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)
