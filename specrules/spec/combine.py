"""How checks count together: ``any of them``, or names under ``all``, ``any``, ``at least 2`` and the like.

Comes in: a node, and the names there are.  Goes out: a combination whose names
all exist, or None with what is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.model import Combination, How
from specrules.text.tree import Mapping, Scalar, Sequence
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Collection

    from specrules.base.findings import Span
    from specrules.text.tree import Entry, Node

PHRASE = r"(all|any|at least ([1-9][0-9]?)) of them"
HEADING = r"all|any|graded|not|at least ([1-9][0-9]?)"
POINTS = r"at least ([1-9][0-9]{0,2}) points?"
_MOST_POINTS = 20  # for one check
_HEADINGS = ("all", "any", "at least 2", "graded", "not")
_PHRASES = ("all of them", "any of them")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SO_MANY = rf"\b([1-9][0-9]?|{'|'.join(_WORDS)})\b(?!\s*%)"


def combination(
    node: Node, names: Collection[str], faults: Faults, called: str = "check", unread: Collection[str] = ()
) -> Combination | None:
    """The combination written at *node*, or None when there is none that could be judged.

    *called* is what the names stand for: "check" or "condition".  *unread* are
    names of those that could not be read, which has been reported.
    """
    return _Combiner(tuple(names), faults, called, unread).whole(node)


class _Combiner:
    def __init__(self, names: tuple[str, ...], faults: Faults, called: str, unread: Collection[str]) -> None:
        self.names, self.faults, self.called, self.unread = names, faults, called, unread

    def whole(self, node: Node) -> Combination | None:
        """A phrase about all names, one name, or a combination."""
        if not isinstance(node, Scalar):
            return self.tree(node)
        text = " ".join(node.text.split())
        phrase = re.fullmatch(PHRASE, text)
        if phrase:
            return self._made(phrase[1], phrase[2], self.names, node.span)
        if self._is_otherwise(text, node.span):
            return None
        name = self.name(node)
        return Combination(How.ALL, (name,)) if name else None

    def _is_otherwise(self, text: str, span: Span) -> bool:
        """Whether *text* is a phrase about all names that is written otherwise; reported if so.

        The number in it is never taken for another, since that would change what is asked.
        """
        number = re.search(_SO_MANY, text, re.IGNORECASE)
        if " " not in text or text in self.names:
            return False
        if number:
            word = number[1].lower()
            meant = f"at least {_WORDS.index(word) + 1 if word in _WORDS else word} of them"
            if not closest(text[: number.start()].strip(), ["at least"]):
                message = f'{quoted(text)} does not say "at least".'
                remedy = f"If that is what is meant, write {meant} instead."
                self.faults.add(f.UNKNOWN_CHOICE, span, message, remedy=remedy)
                return True
        else:
            meant = closest(text, _PHRASES) or ""
        if meant:
            message = f'{quoted(text)} is not a way to combine them. Did you mean "{meant}"?'
            self.faults.add(f.UNKNOWN_CHOICE, span, message, meant=meant, remedy=f"Write {meant} instead.")
        return bool(meant)

    def tree(self, node: Node) -> Combination | None:
        """A combination with its heading."""
        if not isinstance(node, Mapping) or not node.entries:
            self._wrong(node.span, "They are combined under a heading.")
            return None
        if len(node.entries) > 1:
            first, second = (quoted(entry.key.text) for entry in node.entries[:2])
            self._wrong(node.entries[1].key.span, f"{first} and {second} stand side by side.")
            return None
        entry = node.entries[0]
        if points := re.fullmatch(POINTS, entry.key.text):
            return self._points(entry, int(points[1]))
        heading = re.fullmatch(HEADING, entry.key.text)
        if heading is None:
            self._misspelt(entry)
            return None
        items = self._items(entry)
        if items is None:
            return None
        return self._made(entry.key.text, heading[1], items, entry.key.span)

    def _items(self, entry: Entry) -> tuple[str | Combination, ...] | None:
        value = entry.value
        items: tuple[Node, ...] = value.items if isinstance(value, Sequence) else ()
        if entry.key.text == "not":
            items = items if isinstance(value, Sequence) else (value,)
            wanted, right = '"not" is about one thing.', len(items) == 1
        else:
            wanted, right = f"{quoted(entry.key.text)} wants a list.", bool(items)
        if not right:
            if not self._is_list_as_text(value, wanted):
                self._wrong(entry.key.span, wanted)
            return None
        read = [self.name(item) if isinstance(item, Scalar) else self.tree(item) for item in items]
        kept = tuple(each for each in read if each is not None)
        return kept if len(kept) == len(read) else None

    def _is_list_as_text(self, value: Node, wanted: str) -> bool:
        """Whether *value* is a text of names where a list is *wanted*; reported if so."""
        names = re.split(r"\s*,\s*", value.text.strip()) if isinstance(value, Scalar) else []
        if not names or not set(names) <= {*self.names, *self.unread}:
            return False
        meant = f"[{', '.join(names)}]"
        self.faults.add(f.WRONG_SHAPE, value.span, wanted, meant=meant, remedy=f"Write {meant} instead.")
        return True

    def _points(self, entry: Entry, wanted: int) -> Combination | None:
        """Checks by name, each with its points; points below nothing count against."""
        if not isinstance(entry.value, Mapping) or not entry.value.entries:
            message = f"{quoted(entry.key.text)} wants the checks, each with its points."
            self.faults.add(
                f.WRONG_SHAPE, entry.key.span, message, remedy="Write them as: {asked: 2, trained: 1}"
            )
            return None
        items, weights = [], []
        for each in entry.value.entries:
            name, weight = self.name(each.key), self._weight(each)
            if name is None or weight is None:
                return None
            items.append(name if weight > 0 else Combination(How.NOT, (name,)))
            weights.append(abs(weight))
        # A check that counts against gives its points when it is not met, so as many more are wanted.
        against = sum(w for w, item in zip(weights, items, strict=True) if isinstance(item, Combination))
        best = sum(weights) - against
        if wanted > best:
            message = f"At least {wanted} points are wanted, and all the checks together give {best}."
            remedy = "Ask for fewer, or give more."
            self.faults.add(f.TOO_FEW_TO_COMBINE, entry.key.span, message, remedy=remedy)
            return None
        return Combination(How.AT_LEAST, tuple(items), wanted + against, tuple(weights))

    def _weight(self, entry: Entry) -> int | None:
        node = entry.value
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if re.fullmatch(r"-?[1-9][0-9]?", text) and abs(int(text)) <= _MOST_POINTS:
            return int(text)
        message = f"{quoted(text)} is not a number of points for {entry.key.text}."
        remedy = f"Write a whole number from 1 to {_MOST_POINTS}, or -1 and so on for what counts against."
        self.faults.add(f.WRONG_SHAPE, node.span, message, remedy=remedy)
        return None

    def name(self, node: Scalar) -> str | None:
        """A name there is, or the one that was meant."""
        text = node.text.strip()
        if text in self.names or text in self.unread:
            return text if text in self.names else None
        meant = closest(text, self.names)
        known = ", ".join(self.names) or "none"
        message = f"There is no {self.called} called {quoted(text)} here. There are: {known}."
        remedy = f"Write {meant} instead." if meant else f"Name a {self.called} that is there, or add it."
        self.faults.add(f.UNKNOWN_CHECK, node.span, message, meant=meant, remedy=remedy)
        return meant

    def _made(
        self, how: str, number: str | None, items: tuple[str | Combination, ...], span: Span
    ) -> Combination | None:
        if number is None:
            return Combination(How(how.partition(" of ")[0]), items)
        if int(number) > len(items):
            message = f"At least {number} are wanted, and there {_are(len(items))} to choose from."
            self.faults.add(f.TOO_FEW_TO_COMBINE, span, message, remedy="Ask for fewer, or name more.")
            return None
        return Combination(How.AT_LEAST, items, int(number))

    def _misspelt(self, entry: Entry) -> None:
        word = entry.key.text
        meant = closest(word, _HEADINGS)
        message = f"{quoted(word)} is not a way to combine them."
        remedy = f"Write {meant} instead." if meant else f"Write one of these: {', '.join(_HEADINGS)}."
        self.faults.add(f.MISSPELT_HEADING, entry.key.span, message, meant=meant, remedy=remedy)

    def _wrong(self, span: Span, message: str) -> None:
        remedy = f"Write one of {', '.join(_HEADINGS)}, and under it a list of {self.called}s."
        self.faults.add(f.WRONG_SHAPE, span, message, remedy=remedy)


def _are(number: int) -> str:
    return "is 1" if number == 1 else f"are {number}"
