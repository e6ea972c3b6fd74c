"""Characters that are not what they look like: what cannot be seen, looks alike, or came from Word.

Text comes in; what a reader sees in it goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.base.findings import Span

#: How many places of one fault are listed.
MOST_PLACES = 10

#: Spaces that look like the ordinary one but are not white space to YAML.
ODD_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

#: The curly quotation marks that Word puts in, the double ones first.
CURLY_QUOTES = ("“”„‟", "‘’‚‛")

# Cyrillic and Greek letters that print like Latin ones, and the dashes and apostrophes that Word puts in.
_LOOK_ALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХІЅЈаеорсухіѕјԁһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορι" + "‐‑‒–—−‘’",
    "ABE3KMHOPCTYXISJaeopcyxisjdh" + "ABEZHIKMNOPTYXavopi" + "------''",
)


def short(text: str) -> str:
    """Return *text* on one line, cut after 40 characters, to be named in a message."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def in_latin(text: str) -> str:
    """Return *text* with Latin letters for those of other alphabets that look like them."""
    return text.translate(_LOOK_ALIKES)


def alike(heading: str) -> str:
    """Return *heading* without what readers may not see: case, spaces, letters that look alike."""
    if not heading.isascii():
        from unicodedata import normalize

        heading = in_latin(normalize("NFKC", heading))
    return "".join(heading.split()).casefold()


def are_apart(headings: list[str]) -> bool:
    """Whether no two *headings* are the same, or nearly."""
    together = "".join(headings)
    # Only capital letters, spaces and letters outside ASCII make headings that are nearly the same.
    is_simple = together.islower() and together.isascii() and " " not in together
    return len(set(headings if is_simple else map(alike, headings))) == len(headings)


def hidden_in(text: str) -> list[str]:
    """Return the different characters of *text* that show nothing, or not the same everywhere, in order.

    Spaces of any kind, Tabs and line ends are not among them.
    """
    suspects = [each for each in dict.fromkeys(text) if not each.isprintable() and each not in "\n\t"]
    if not suspects:
        return []
    from unicodedata import category

    return [each for each in suspects if category(each) != "Zs"]


def hidden_character(path: str, character: str, places: Sequence[Span]) -> Finding:
    """Return the finding for a *character* that cannot be seen, at the first of *places* and the others."""
    from unicodedata import name

    named = name(character, "").lower()
    called = f"U+{ord(character):04X}" + (f", {named}" if named else "")
    return Finding(
        "FI122",
        "hidden-character",
        Severity.ERROR,
        Place(path, places[0]),
        f"There is a character here that cannot be seen ({called}). It can change what is read.",
        remedy="Delete it, or type the words round it again.",
        also=tuple(Place(path, place) for place in places[1:MOST_PLACES]),
    )


def in_curly_quotes(text: str) -> str | None:
    """Return what is inside curly quotation marks that stand where straight ones should, or None.

    Curly marks round some of the words are good English, and left alone:
    “No wrong door” in practice, ’90s, ‘best’ and ‘rest’.
    """
    family = next((marks for marks in CURLY_QUOTES if text[:1] in marks and text), "")
    closed = text[-1:] in family + "\"'"
    inside = text[1:-1] if closed else text[1:]
    if not family or not inside:
        return None
    # Inside single marks a closing one is an apostrophe, unless nothing closes them.
    never_inside = "‘" if closed and "’" in family else family
    is_apostrophe = text[0] == "’" and not closed
    return None if is_apostrophe or any(mark in inside for mark in never_inside) else inside
