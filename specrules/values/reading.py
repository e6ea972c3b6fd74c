"""Read quantities and targets exactly from text.

In comes text as somebody wrote it: ``at least 90%``, ``£7.50 a meeting``,
``15 working days``.  Out comes a quantity or a target, or ``NotUnderstood``.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from specrules.base.findings import nearest
from specrules.base.frozen import replace
from specrules.values.otherways import QUANTITY_MENDS, TARGET_MENDS
from specrules.values.quantities import (
    NO_CHANGE,
    OF_BASELINE,
    TIMES,
    Comparison,
    Quantity,
    Target,
    Unit,
    amount,
    write_quantity,
    write_target,
)
from specrules.values.understand import (
    FLAGS,
    NUMBER,
    Fault,
    NotUnderstood,
    Reader,
    quoted,
    suggestion,
    understand,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def read_quantity(text: str) -> Quantity:
    """Return the quantity in *text*: ``57.5%``, ``£10 a meeting``, ``3 groups``, ``15 working days``.

    "per cent" is read as %, "per hour" as "an hour", "calendar days" as days.
    A bare ``0.9`` is a count; ``expect`` asks whether a percentage was meant.
    Raises NotUnderstood.
    """
    return understand(text, _QUANTITY)


def read_target(text: str) -> Target:
    """Return the target in *text*: ``at least 90%``, ``between 70% and 90%``, ``one of yes, partly``.

    Plain ways of saying the same are read too: "3 or more", "up to £10", "a
    minimum of 20 chosen by council".  Words that leave out the end itself, such
    as "more than", are refused, and so is a number alone.  Raises NotUnderstood.
    """
    return understand(text, _TARGET)


_Asked = TypeVar("_Asked", bound=Quantity | Target)

# How a message asks for each unit.
_WANTED = {
    Unit.COUNT: "a plain number, such as 3",
    Unit.PERCENT: "a percentage, such as 90%",
    Unit.POUNDS: "an amount in pounds, such as £10",
    Unit.MINUTES: "a time in minutes, such as 30 minutes",
    Unit.HOURS: "a time in hours, such as 48 hours",
    Unit.DAYS: "a time in days, such as 28 days",
    Unit.WORKING_DAYS: "a time in working days, such as 15 working days",
    Unit.WEEKS: "a time in weeks, such as 6 weeks",
    Unit.MONTHS: "a time in months, such as 6 months",
}


def expect(asked: _Asked, unit: Unit) -> _Asked:
    """Return *asked* when it is in *unit*; else raise NotUnderstood about the first number that is not.

    A bare 0.9 or 95 where a percentage is wanted is ``percent-or-fraction``;
    anything else in another unit, or a choice of words, is ``wrong-unit``.
    """
    ends = asked.ends if isinstance(asked, Target) else (asked,)
    wrong = next((end for end in ends if end.unit is not unit), None)
    if ends and wrong is None:
        return asked
    written = quoted(write_target(asked) if isinstance(asked, Target) else write_quantity(asked))
    of_all = isinstance(asked, Target) and asked.out_of is not None
    if wrong and unit is Unit.PERCENT and _is_bare(wrong) and wrong.number <= 100 and not of_all:
        raise _percent_or_fraction(wrong, written)
    message = f"{written} is not what is wanted here, which is {_WANTED[unit]}."
    raise NotUnderstood(Fault.WRONG_UNIT, message, at=wrong.at if wrong else None)


def _is_bare(quantity: Quantity) -> bool:
    return quantity.unit is Unit.COUNT and not quantity.of


def _percent_or_fraction(end: Quantity, written: str) -> NotUnderstood:
    """A bare number where a percentage is wanted: 0.9 is probably 90%, 95 is 95%; 1 could be either."""
    as_is, as_share = (write_quantity(Quantity(end.number * times, Unit.PERCENT)) for times in (1, 100))
    if 0 < end.number <= 1:
        message = f"{written} could mean {as_share} or {as_is}. Write it with a percent sign."
        meant = as_share if end.number < 1 else None
    else:
        message = f"{written} has no percent sign. Write {as_is}."
        meant = as_is
    return NotUnderstood(Fault.PERCENT_OR_FRACTION, message, meant if end.at else None, end.at)


_WORD = r"[^\W\d_]+(?:[-'’/][^\W\d_]+)*['’]?"
# Words that make something else of the number before them than a count of what follows.
_NOT_FIRST = (
    r"or|to|and|plus|minus|x|dozen|hundred|thousand|[mb]illion|k|m|bn|p|pence|pounds?|quid|gbp|pc|pct"
    r"|per ?cent\w*|(?:sec(?:ond)?|min(?:ute)?|h|hr|hour|day|workday|wk|week|fortnight|month|yr|year)s?"
    r"|(?:calendar|working|business) \w+"
)
_NOT_LAST = r"least|most|min|minimum|max|maximum|plus|more|less|fewer|than|over|under|above|below|exactly"


def _match(pattern: str, line: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, line, FLAGS)


def _exact(figures: str) -> Fraction:
    figures = figures.replace(",", "")
    # Fraction looks closely at a text before it reads it, and most are a few figures.
    return Fraction(int(figures) if figures.isdigit() else figures)


def _extent(line: str) -> tuple[int, int]:
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _quantity(line: str) -> Quantity | None:
    match = _match(rf"\s*(£\s*)?({NUMBER})(.*)", line)
    if match is None:
        return None
    pounds, figures, rest = match.groups()
    read = _money(rest) if pounds else _percentage(rest) or _time(rest) or _count(rest)
    if read is None:
        return None
    unit, of = read
    return _possible(Quantity(_exact(figures), unit, of, _extent(line)), line)


def _percentage(rest: str) -> tuple[Unit, str] | None:
    return (Unit.PERCENT, "") if _match(r"\s*(?:%|per\s?cent)\s*", rest) else None


def _money(rest: str) -> tuple[Unit, str] | None:
    rate = _rate(rest)
    return None if rate is None else (Unit.POUNDS, rate)


def _time(rest: str) -> tuple[Unit, str] | None:
    units = r"minutes?|hours?|(?:working\s+|calendar\s+)?days?|weeks?|months?"
    match = _match(rf"\s+({units})((?:\s.*)?)", rest)
    rate = match and _rate(match[2])
    if match is None or rate is None:
        return None
    words = [word for word in match[1].lower().removesuffix("s").split() if word != "calendar"]
    return Unit(" ".join(words) + "s"), rate


def _count(rest: str) -> tuple[Unit, str] | None:
    counted = _counted(rest)
    return None if counted is None else (Unit.COUNT, counted)


def _possible(quantity: Quantity, line: str) -> Quantity:
    """Return *quantity*, or raise NotUnderstood when nothing can be that much of its unit."""
    fault = Fault.NOT_A_QUANTITY
    match quantity.unit:
        case Unit.PERCENT if quantity.number > 100:
            fault = Fault.OVER_100_PERCENT
            why = "is more than all. Percentages go from 0% to 100%."
        case Unit.POUNDS if (quantity.number * 100).denominator != 1:
            why = "has part of a penny. Write money to the penny, such as £7.50."
        case Unit.MONTHS if quantity.number.denominator != 1:
            why = "has part of a month, and months differ in length. Write it in weeks or days."
        case _:
            return quantity
    raise NotUnderstood(fault, f"{quoted(line)} {why}", at=quantity.at)


def _counted(rest: str) -> str | None:
    """The words after a number if they say what is counted ("groups", "chosen by council"), else None."""
    words = _words(rest)
    if not words:
        return words
    if re.match(rf"(?:{_NOT_FIRST})(?: |$)", words, FLAGS) or _match(_NOT_LAST, words.split()[-1]):
        return None
    return _with_article(words)


def _rate(rest: str) -> str | None:
    """The words after money or a time if they say how often ("a meeting", "per hour"), else None."""
    words = _words(rest)
    if not words:
        return words
    rate = _match(r"(?:a|an|per|each) (.+)", words)
    return _with_article(f"per {rate[1]}") if rate else None


def _words(rest: str) -> str | None:
    """The words of *rest* with one space between them, or None when it is more than words after a space."""
    words = rest.split()
    apart = not words or rest.startswith(" ")
    return " ".join(words) if apart and all(re.fullmatch(_WORD, word) for word in words) else None


def _with_article(words: str) -> str:
    """*words* with "a" or "an" for "per", so that "per hour" and "an hour" are one rate."""

    def rate(match: re.Match[str]) -> str:
        open_sound = re.match(r"[aei]|o(?!ne)|u(?!ni|s)|hour", match[1], re.IGNORECASE)
        return f"{'an' if open_sound else 'a'} {match[1]}"

    return re.sub(r"\bper (\S+)", rate, words, flags=re.IGNORECASE)


_LEADS = {
    "at least": Comparison.AT_LEAST,
    "a minimum of": Comparison.AT_LEAST,
    "minimum of": Comparison.AT_LEAST,
    "not less than": Comparison.AT_LEAST,
    "no less than": Comparison.AT_LEAST,
    "not fewer than": Comparison.AT_LEAST,
    "no fewer than": Comparison.AT_LEAST,
    "no more than": Comparison.NO_MORE_THAN,
    "not more than": Comparison.NO_MORE_THAN,
    "no longer than": Comparison.NO_MORE_THAN,
    "at most": Comparison.NO_MORE_THAN,
    "up to": Comparison.NO_MORE_THAN,
    "a maximum of": Comparison.NO_MORE_THAN,
    "maximum of": Comparison.NO_MORE_THAN,
    "within": Comparison.WITHIN,
    "exactly": Comparison.EXACTLY,
}
_LONGEST_LEAD = max(len(lead.split()) for lead in _LEADS)
_MORE, _LESS = "more|above|over|higher", "fewer|less|below|under|lower"


# The ways of writing a target, each with a word without which it is not worth a closer look.
_READERS: tuple[tuple[str, Callable[[str], Target | None]], ...]


def _target(line: str) -> Target | None:
    plain = line.lower()
    return next(filter(None, (reads(line) for word, reads in _READERS if word in plain)), None)


def _versus(line: str) -> Target | None:
    """A change from a baseline: "at least 5 percentage points above baseline", "at least the baseline"."""
    level = _match(
        r"\s*(at\s+least|no\s+more\s+than|better\s+than|above|below)\s+(?:the\s+)?baseline\s*", line
    )
    if level is not None:
        return _level(line, " ".join(level[1].lower().split()))
    match = _match(
        r"(\s*(?:at\s+least|no\s+more\s+than)\s.+?)\s+(above|below)\s+(?:the\s+)?baseline\s*", line
    )
    if match is None:
        return None
    text, points = re.subn(r"\s*percentage\s+points?", "%", match[1], flags=re.IGNORECASE)
    text, part = re.subn(r"(?<=%)\s+of\s+(?:the\s+)?baseline", "", text, flags=re.IGNORECASE)
    change = _led(text)
    if change is None or change.out_of is not None or change.ends[0].of:
        return None
    relative = not points and change.ends[0].unit is Unit.PERCENT
    change = _of_baseline(change) if part else change
    return replace(change, versus=match[2].lower(), relative=relative)


def _of_baseline(change: Target) -> Target:
    """A percentage that says what it is a percentage of."""
    low, high = (end and replace(end, of=OF_BASELINE) for end in (change.low, change.high))
    return replace(change, low=low, high=high)


def _level(line: str, comparison: str) -> Target:
    """The baseline itself as a target. Raises NotUnderstood for words that leave out the baseline."""
    if comparison == "at least":
        return Target(Comparison.AT_LEAST, NO_CHANGE, None, versus="above")
    if comparison == "no more than":
        return Target(Comparison.NO_MORE_THAN, None, NO_CHANGE, versus="above")
    message = f"{quoted(line)} leaves out the baseline itself, and targets here include their ends. "
    message += 'Write "at least the baseline", or how far from it: "at least 2 above baseline".'
    meant = {"above": "at least the baseline", "below": "no more than the baseline"}.get(comparison)
    raise NotUnderstood(Fault.STRICT_COMPARISON, message, meant)


def _choice(line: str) -> Target | None:
    match = _match(r"\s*((?:not\s+)?one\s+of)\s+(\S.*)", line)
    if match is None:
        return None
    if not match[2].isprintable():
        raise NotUnderstood(Fault.ODD_CHARACTERS, f"{quoted(line)} has a character that cannot be seen.")
    comparison = Comparison(" ".join(match[1].lower().split()))
    words = tuple(" ".join(word.split()) for word in match[2].split(","))
    tidy = _tidied(words)
    if words != tidy:
        meant = write_target(Target(comparison, None, None, tidy)) if tidy else None
        message = f'{quoted(line)} should be different words with a comma between each two, and no "or".'
        raise NotUnderstood(Fault.NOT_A_TARGET, message, meant)
    return Target(comparison, None, None, words)


# Words that stand for a number somebody meant, and so for no word of a scale.
_NUMBERS = (
    r"\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|half|third|quarter|all|most|every|per|percent|percentage|pct|pounds?|of)\b"
)


def _rank(line: str) -> Target | None:
    """A word of a scale, or a better one: "at least good"."""
    match = _match(r"\s*at\s+least\s+([a-z][a-z '/-]*)", line)
    if match is None or re.search(_NUMBERS, match[1], re.IGNORECASE):
        return None
    return Target(Comparison.AT_LEAST, None, None, (" ".join(match[1].split()),))


def _tidied(words: tuple[str, ...]) -> tuple[str, ...]:
    """*words* parted at "or" too, each once, without blanks."""
    parts = (part for word in words for part in re.split(r"(?<!\S)or(?!\S)|;", word, flags=re.IGNORECASE))
    tidy: dict[str, str] = {}
    for part in parts:
        if part.strip():
            tidy.setdefault(part.strip().casefold(), part.strip())
    return tuple(tidy.values())


def _between(line: str) -> Target | None:
    match = _match(r"(\s*between)\s(.+?)\s(and)\s(.+)", line)
    if match is None:
        return None
    low = _quantity(" " * match.start(2) + match[2])
    high = _quantity(" " * match.start(4) + match[4])
    return _range(low, high, line) if low and high else None


def _range(low: Quantity, high: Quantity, line: str) -> Target:
    """The target between two ends. A bare lower end has the unit of the other: "5 and 10 working days"."""
    if low.unit is Unit.COUNT and 0 < low.number < 1 and high.unit is Unit.PERCENT:
        raise _percent_or_fraction(low, quoted(line))
    lower = _in_unit_of(high, low)
    if lower is None:
        upper = _in_unit_of(low, high)
        meant = write_target(Target(Comparison.BETWEEN, low, upper)) if upper else ""
        message = f"{quoted(line)} has two ends that are not in the same unit."
        raise NotUnderstood(Fault.WRONG_UNIT, message, suggestion(meant, _TARGET))
    _possible(lower, line)
    if lower.number < high.number:
        return Target(Comparison.BETWEEN, lower, high)
    same = lower.number == high.number
    swapped = Target(Comparison.EXACTLY, high, high) if same else Target(Comparison.BETWEEN, high, lower)
    message = f"{quoted(line)} should have its lower end first and a higher one after it."
    raise NotUnderstood(Fault.WRONG_WAY_ROUND, message, write_target(swapped))


def _in_unit_of(other: Quantity, end: Quantity) -> Quantity | None:
    """*end* with the unit of *other* and what that counts, unless it has its own."""
    same = end.unit is other.unit and end.of in ("", other.of)
    return replace(end, unit=other.unit, of=other.of) if same or _is_bare(end) else None


def _led(line: str) -> Target | None:
    for length in range(1, _LONGEST_LEAD + 1):
        *words, rest = line.split(maxsplit=length) or ("",)
        if comparison := _LEADS.get(" ".join(words).lower()):
            return _compared(comparison, rest.rjust(len(line)))
    return None


def _trailed(line: str) -> Target | None:
    """Read "3 or more groups" and "£10 a meeting or less"."""
    more_or_less = rf"\s+or\s+(?:({_MORE})|{_LESS})"
    match = re.search(rf"(?<=[0-9%]){more_or_less}\b|{more_or_less}\s*$", line, FLAGS)
    if match is None:
        return None
    comparison = Comparison.AT_LEAST if match[1] or match[2] else Comparison.NO_MORE_THAN
    return _compared(comparison, _blanked(line, match))


def _compared(comparison: Comparison, line: str) -> Target | None:
    """The target that compares with what is left of *line* once the comparing words are blanked out."""
    quantity, out_of = _of_all(line)
    if quantity is None:
        return None
    low = None if comparison in (Comparison.NO_MORE_THAN, Comparison.WITHIN) else quantity
    high = None if comparison is Comparison.AT_LEAST else quantity
    if comparison is Comparison.WITHIN and quantity.unit not in TIMES:
        meant = write_target(Target(Comparison.NO_MORE_THAN, low, high, (), out_of))
        raise _not_a_time(line, quantity, meant)
    return Target(comparison, low, high, (), out_of)


def _not_a_time(line: str, quantity: Quantity, no_more_than: str) -> NotUnderstood:
    """What to say of *line*, which should be a time: how its unit is spelt, or which it lacks."""
    message = f"{quoted(line)} is not a time, and only a time can be kept within."
    if quantity.unit is Unit.COUNT and not quantity.of:
        message = f"{quoted(line)} does not say of what. Write hours, days, working days, weeks or months."
        return NotUnderstood(Fault.WRONG_UNIT, message)
    within = no_more_than.replace("no more than", "within")
    return misspelt_time(quantity, within) or NotUnderstood(Fault.WRONG_UNIT, message, no_more_than)


_SHORT_TIMES = dict.fromkeys(("wd", "wds", "wkg days", "work days"), "working days")


def misspelt_time(quantity: Quantity, text: str) -> NotUnderstood | None:
    """What to say of a *text* with a quantity whose unit of time is not spelt right; None of others."""
    word = quantity.of
    if not word:
        return None
    unit = _SHORT_TIMES.get(word) or nearest(word, ("hours", "days", "working days", "weeks", "months"))
    if unit is None:
        return None
    message = f"{quoted(word)} is not spelt {quoted(unit)}."
    return NotUnderstood(Fault.WRONG_UNIT, message, text.replace(word, unit))


def _of_all(line: str) -> tuple[Quantity | None, int | None]:
    """The quantity of *line* and, in "2 of 3 groups", out of how many."""
    if " of " not in line.lower():
        return _quantity(line), None
    match = _match(rf"\s*({NUMBER})\s+(?:out\s+)?of\s+(?:the\s+)?({NUMBER})((?:\s.*)?)", line)
    counted = match and _counted(match[3])
    if match is None or counted is None:
        return _quantity(line), None
    number, all_of_them = _exact(match[1]), _exact(match[2])
    if number.denominator != 1 or all_of_them.denominator != 1 or number > all_of_them:
        message = f"{quoted(line)} should be a whole number out of as many or more."
        raise NotUnderstood(Fault.NOT_A_TARGET, message, at=_extent(line))
    return Quantity(number, Unit.COUNT, counted, _extent(line)), int(all_of_them)


def _blanked(line: str, match: re.Match[str]) -> str:
    """*line* with spaces for what was matched, so that offsets in the rest stay true."""
    return line[: match.start()] + " " * (match.end() - match.start()) + line[match.end() :]


def _strict(line: str) -> Target | None:
    """Refuse "more than 3" and the like, which leave out the end itself."""
    more, less = r"(?:more|greater|higher)\s+than|over|above|>", r"(?:less|fewer|lower)\s+than|under|below|<"
    match = re.match(rf"\s*(?:({more})|{less})(?!\s*=)\s*", line, FLAGS)
    quantity = match and _quantity(_blanked(line, match))
    if match is None or quantity is None:
        return None
    message = f"{quoted(line)} leaves out {amount(quantity)} itself, and targets here include their ends. "
    next_one = replace(quantity, number=quantity.number + (1 if match[1] else -1))
    if quantity.unit is not Unit.COUNT or next_one.number.denominator != 1 or next_one.number < 0:
        message += 'Write "at least" or "no more than", and the last figure that is good enough.'
        raise NotUnderstood(Fault.STRICT_COMPARISON, message)
    meant = f"{Comparison.AT_LEAST if match[1] else Comparison.NO_MORE_THAN} {write_quantity(next_one)}"
    raise NotUnderstood(Fault.STRICT_COMPARISON, f"{message}Write {quoted(meant)}.", meant)


def _bare(line: str) -> Target | None:
    """Refuse a quantity alone. A guess at its direction could turn the target round, so none is made."""
    quantity, _ = _of_all(line)
    if quantity is None:
        return None
    said, is_time = line.strip(), quantity.unit in TIMES
    if slip := misspelt_time(quantity, said):
        said, is_time = slip.meant or said, True
    most = Comparison.WITHIN if is_time else Comparison.NO_MORE_THAN
    options = " or ".join(quoted(f"{lead} {said}") for lead in (Comparison.AT_LEAST, most))
    message = f"{quoted(line)} does not say whether more or less is better. Write {options}."
    raise NotUnderstood(Fault.NO_COMPARISON, message)


_READERS = (
    ("baseline", _versus),
    ("one", _choice),
    ("between", _between),
    ("", _led),
    ("or", _trailed),
    ("", _strict),
    ("", _bare),
    ("at", _rank),
)
_QUANTITY = Reader(
    _quantity,
    write_quantity,
    Fault.NOT_A_QUANTITY,
    "is not a figure. Write a number with its unit, such as 90%, £10, 3 groups or 15 working days.",
    QUANTITY_MENDS,
)
_TARGET = Reader(
    _target,
    write_target,
    Fault.NOT_A_TARGET,
    'is not a target. Write one such as "at least 90%", "no more than £10" or "within 15 working days".',
    TARGET_MENDS,
)
