"""The rule ``orphan-definition``."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.lint.about import heading_place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.spec.model import Requirement, Spec


_WORD = re.compile(r"\w+(?:['’-]\w+)*")

_FEW = 50
_MOST_WORDS = 6  # a longer definition is not looked for, so that looking takes no longer in a longer file


@rule("SO714", "orphan-definition", Severity.ADVICE, whole=True)
def orphan_definition(spec: Spec) -> Found:
    """A word that is defined is used.

    A definition that nothing uses is read by lawyers all the same.

    Bad:

        definitions:
          keyworker: the person who plans and reviews somebody's treatment with them
          peer mentor: a person in recovery who supports others
        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%

    Good:

        definitions:
          keyworker: the person who plans and reviews somebody's treatment with them
        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%
    """
    defined = {word: _words(word) for word in spec.definitions}
    wanted = frozenset(words for words in defined.values() if len(words) <= _MOST_WORDS)
    used = _uses(_texts(spec), wanted)
    for word, meaning in spec.definitions.items():
        words = defined[word]
        if words in wanted and used[words] == _uses([meaning], frozenset([words]))[words]:
            yield Wrong(
                heading_place(spec, "definitions"),
                f'"{word}" is defined, and used nowhere.',
                "Take it out, or use it where it is meant.",
            )


def _words(text: str) -> tuple[str, ...]:
    """The words of *text* without capitals, and without the s of a plural."""
    return tuple(word.removesuffix("s") for word in _WORD.findall(text.casefold()))


def _uses(texts: Iterable[str], wanted: frozenset[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """How often each of the *wanted* runs of words stands in *texts*."""
    found: Counter[tuple[str, ...]] = Counter()
    for text in texts if wanted else ():
        if runs := _runs(text, wanted):
            found.update(runs)
    return found


# Standard clauses say the same in every file, and so does a file at every keystroke.
@lru_cache(maxsize=8192)
def _runs(text: str, wanted: frozenset[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The *wanted* runs of words in *text*, each as often as it stands there."""
    # Most texts have none of a few words, and seeing that takes a tenth of the time.
    plain = text.casefold()
    if len(wanted) <= _FEW and not any(word in plain for words in wanted for word in words[:1]):
        return ()
    words = _words(text)
    lengths = range(1, _MOST_WORDS + 1) if len(wanted) > _FEW else {len(each) for each in wanted}
    runs = (zip(*(words[start:] for start in range(length)), strict=False) for length in lengths)
    return tuple(run for each in runs for run in each if run in wanted)


def _texts(spec: Spec) -> Iterator[str]:
    """Everything in a specification that is words of its author's or of its standard clauses."""
    yield spec.title
    yield from spec.definitions.values()
    for party in spec.parties:
        yield from (party.name, party.role, party.bound_by or "")
    for each in spec.requirements:
        yield from _said(each)


@once_each
def _said(duty: Requirement) -> tuple[str, ...]:
    """Everything that a requirement says."""
    found = [duty.title, duty.wording, duty.people, *duty.left_out, duty.if_not_met, duty.section]
    if isinstance(duty.applies_if, str):
        found.append(duty.applies_if)
    if duty.hand_off:
        found += (duty.hand_off.referrals, *duty.hand_off.answers)
    for check in (*duty.conditions, *duty.checks):
        found += (check.words, check.of, check.people, *check.left_out, check.document or "")
        found += (*check.choices, *check.covers)
    return tuple(filter(None, found))
