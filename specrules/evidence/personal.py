"""Notice what may identify a person using the service, and withhold it.

In: text somebody wrote.  Out: the same text without NHS numbers, dates of birth
and postcodes, and which of them there were; from a cell of a return e-mail addresses
and telephone numbers are taken too.  A finding gives the kind and the
place; the thing itself is never repeated, nor kept in a fact.  Names cannot be
noticed, but a title before one can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable  # noqa: TC003 - typing takes long to load in a child process
from enum import StrEnum
from unicodedata import category, normalize

WITHHELD = "[withheld]"


class Identifier(StrEnum):
    """What was noticed."""

    NHS_NUMBER = "an NHS number"
    BIRTH_DATE = "a date of birth"
    POSTCODE = "a postcode"
    EMAIL = "an e-mail address"
    TELEPHONE = "a telephone number"


CONTACT_DETAILS = frozenset((Identifier.EMAIL, Identifier.TELEPHONE))
"""What may be of a person using the service or of somebody at work there, which nobody can tell."""


_SIGN = "[ .‐–-]"
_GAP = f"{_SIGN}?"
_TEN_DIGITS = re.compile(
    rf"(?<![0-9])(?:[0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}|[0-9]{{4}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}"
    r"|[0-9](?: [0-9]){9})(?![0-9])"
)
# Ten digits in a row may stand in the sha256 of a file too, of which a return gives one.
_SHA256 = re.compile("(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{64}(?![0-9a-z])", re.IGNORECASE)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"(?:[0-9]{1,2}[ ./-][0-9]{1,2}[ ./-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?[ -](?:{_MONTH})[a-z]*[ ,-]{{1,2}}(?:[0-9]{{4}}|[0-9]{{2}}))(?![0-9])"
)
_BIRTH = r"(?<![a-z])(?:d\.? ?o\.? ?b|born|birth|birthday)(?![a-z])"
_BORN_ON = re.compile(
    rf"(?:{_BIRTH}.{{0,30}}?){_DATE}|(?<![0-9]){_DATE}(?=.{{0,30}}?{_BIRTH})", re.IGNORECASE | re.DOTALL
)


# The letters a postcode can begin with, so that "Q1 2AB" is not taken for one.
_AREAS = (
    "AB AL BA BB BD BH BL BN BR BS BT B CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX "
    "E FK FY GL GU GY G HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY LA LD LE LL LN LS LU L ME MK ML M "
    "NE NG NN NP NR NW N OL OX PA PE PH PL PO PR RG RH RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY S "
    "TA TD TF TN TQ TR TS TW UB WA WC WD WF WN WR WS WV W YO ZE"
)
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(_AREAS.split())})[0-9][0-9A-HJKMNPR-Y]?"
    r" ?[0-9][ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Each run of letters is gone through once, so that long ones take no longer for each.
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++@(?:[A-Za-z0-9-]++\.)+[A-Za-z]{2,}")
# Numbers of places and of mobiles, after their 0 and grouped as people write them. Those that begin 03, 08 or
# 09 belong to no one person.
_SIX = rf"(?:[0-9]{{6}}|[0-9]{{3}}{_SIGN}[0-9]{{3}}|[0-9]{{2}}{_SIGN}[0-9]{{2}}{_SIGN}[0-9]{{2}})"
_NUMBER = (
    rf"(?:7[1-57-9][0-9]{{2}}{_GAP}{_SIX}|7[1-57-9][0-9]{_SIGN}[0-9]{{3}}{_SIGN}[0-9]{{4}}"
    rf"|2[03489]\)?{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|1(?:1[3-8]|[2-69]1)\)?{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
    rf"|1[2-9][0-9]{{2}}\)?{_GAP}{_SIX})(?![\w%]|[.:-][0-9])"
)
_TELEPHONE = re.compile(
    rf"(?:\+|(?<![\w+])00)44{_GAP}(?:\(0\){_GAP})?{_NUMBER}|(?<![\w£$€+#-])(?<![0-9][.])\(?0{_NUMBER}"
)
# Eleven digits without a gap may be a reference too, so what stands before them decides.
_CALLS = re.compile(
    r"(?<![a-z])(?:tel|telephone|phone|phoned|mob|mobile|ring|rang|call|called|text|texted)(?![a-z])",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"(?:/|(?<![a-z])(?:ref|reference|doc|document|invoice|order|charity|company|case|ticket|id)"
    r"(?: (?:number|no|id))?[ .:]{0,3})\Z",
    re.IGNORECASE,
)
_CODED = re.compile(r"(?<![A-Za-z])[A-Z]{1,4}/\Z")  # the letters that a reference begins with
_BEFORE = 30  # characters in which such a word is looked for
_SPECIAL = re.compile(r"[^\x00-\x7f]")
_TITLE = re.compile(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][a-z]")


_SHORTEST = 5  # characters of a postcode
# What each of them has, and most cells have not: looked for first, because this is done for every cell.
_DIGITS = re.compile(r"[0-9](?:[() .‐–-]{0,2}+[0-9]){9}")
_CODE = re.compile(r"[0-9] ?[0-9][A-Z]{2}|[0-9][A-Z] ?[0-9][A-Z]{2}", re.IGNORECASE)
_INITIALS = re.compile(r"d\.? ?o\.? ?b")
_BIRTH_WORD = re.compile(rf"born|birth|{_INITIALS.pattern}", re.IGNORECASE)


def has_name(text: str) -> bool:
    """Whether a title shows that a person is named: "Mrs Smith"."""
    return _TITLE.search(text) is not None


def is_too_short(text: str) -> bool:
    """Whether *text* is shorter than anything that is looked for. A letter may stand for several."""
    return len(text) < _SHORTEST and text.isascii()


def withhold(text: str, premises: bool = False) -> tuple[str, tuple[Identifier, ...]]:
    """Return *text* without what may identify a person, and the kinds found; unchanged when there is none.

    A postcode is left alone where *premises* are asked for.  Ten digits count as
    an NHS number when the last is the right check digit, which one other number in
    eleven has too; withholding one of those does no harm, but within a sha256 they are left alone.
    """
    return _without(text, premises=premises, contacts=False)


def withhold_from_cell(text: str, register: bool = False) -> tuple[str, tuple[Identifier, ...]]:
    """Return the text of a cell of a return without what may identify a person, and the kinds found.

    Nothing in a return asks for an e-mail address or a telephone number but a *register*
    of groups and meetings, which may give the postcode of premises too.  Eleven digits
    without a gap are a telephone number only where a word before them says so, or where
    they begin as those of a mobile do and no word says that they are a reference.
    """
    return _without(text, premises=register, contacts=not register)


def _without(text: str, premises: bool, contacts: bool) -> tuple[str, tuple[Identifier, ...]]:
    """*text* without what may identify a person, *contacts* among it, and the kinds found."""
    if is_too_short(text):
        return text, ()
    plain = _plain(text)
    found = []
    if contacts and "@" in plain:
        clean = _EMAIL.sub(WITHHELD, plain)
        found += [Identifier.EMAIL] if clean != plain else []
        plain = clean
    has_ten_digits = _DIGITS.search(plain)
    if contacts and has_ten_digits:
        # Before NHS numbers, because after +44 there are ten digits.
        clean = _TELEPHONE.sub(lambda match: WITHHELD if _is_telephone(match) else match[0], plain)
        found += [Identifier.TELEPHONE] if clean != plain else []
        plain = clean
    if has_ten_digits:
        digests = [match.span() for match in _SHA256.finditer(plain)]
        clean = _TEN_DIGITS.sub(
            lambda match: WITHHELD if _is_nhs_number(match[0]) and not _is_in(match, digests) else match[0],
            plain,
        )
        found += [Identifier.NHS_NUMBER] if clean != plain else []
        plain = clean
    if _tells_of_birth(plain):
        clean = _BORN_ON.sub(WITHHELD, plain)
        found += [Identifier.BIRTH_DATE] if clean != plain else []
        plain = clean
    if not premises and _CODE.search(plain):
        clean = _POSTCODE.sub(WITHHELD, plain)
        found += [Identifier.POSTCODE] if clean != plain else []
        plain = clean
    return (plain, tuple(found)) if found else (text, ())


def suspects(texts: Iterable[str]) -> set[str]:
    """Those of *texts* that may hold something personal, and some that do not."""
    several = list(texts)
    # Nothing that is looked for can reach across two line ends, and so from one text into the next.
    if not _is_suspect(_plain("\n\n".join(several))):
        return set()
    return {text for text in several if _is_suspect(_plain(text))}


def _is_suspect(text: str) -> bool:
    """Whether *text* may hold something personal."""
    return bool("@" in text or _DIGITS.search(text) or _CODE.search(text) or _tells_of_birth(text))


def _tells_of_birth(text: str) -> bool:
    """Whether *text* has a word that may stand beside a date of birth. In small letters it is seen sooner."""
    if not text.isascii():
        return _BIRTH_WORD.search(text) is not None
    small = text.lower()
    return "born" in small or "birth" in small or _INITIALS.search(small) is not None


def _plain(text: str) -> str:
    """*text* with ordinary digits and spaces for wide ones, and without characters that do not show."""
    if text.isascii():
        return text
    return _SPECIAL.sub(lambda found: "" if category(found[0]) == "Cf" else found[0], normalize("NFKC", text))


def _is_telephone(match: re.Match[str]) -> bool:
    """Whether what is written like a telephone number is one, by its groups or by what stands before it."""
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    if _CALLS.search(before):
        return True
    if _CODED.search(before) and re.fullmatch("0[1-9][0-9-]*", match[0]):
        return False
    if not match[0].isdigit() or match[0].startswith("00"):
        return True
    goes_on = match.string[match.end() : match.end() + 1] == "-"
    return match[0].startswith("07") and not goes_on and not _REFERS.search(before)


def _is_in(match: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a match lies within one of some stretches of its text."""
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _is_nhs_number(text: str) -> bool:
    """Whether the tenth digit is the modulus 11 check digit of the nine before it."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    total = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == digits[9] and total % 11 != 1
