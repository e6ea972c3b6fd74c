"""What the review of one period was given, of which no more is read than is asked for.

In: a specification, and the returns that were sent for it.  Out: what was given of some parties, ready to
judge, and a fingerprint of it; where the fingerprint is the same, the same comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.files import digest_of
from specrules.compile import planned
from specrules.drafts.kept import print_of, text_of
from specrules.drafts.together import only, together
from specrules.judging.given import Given
from specrules.log.model import EMPTY
from specrules.runs.figures import supply_text
from specrules.values.periods import due_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from specrules.drafts.together import Group
    from specrules.evidence.facts import Return
    from specrules.extracts.supply import Supply
    from specrules.log.model import Log
    from specrules.spec.model import Spec
    from specrules.values.periods import Period


class Sent(NamedTuple):
    """A file that was sent: its name and fingerprint, whose it is, and the function that gives its answers.

    *party* is in small letters, and "" where the file does not say whose it is: then it may be anybody's.
    """

    file: str
    digest: str
    party: str
    answers: Callable[[], Return]


@dataclass(frozen=True, slots=True)
class Past:
    """One period of a specification, and all that its review was given. *files* are fingerprints by name."""

    spec: Spec
    period: Period
    sent: Mapping[str, tuple[Sent, ...]]  # by party
    log: Log = EMPTY
    files: Mapping[str, str] = field(default_factory=dict)
    extracts: Supply | None = None

    def given(self, parties: frozenset[str]) -> Given:
        """What was given of *parties*, which are whole groups."""
        names = ("", *sorted({each.casefold() for each in parties}))
        sent = (each for name in names for each in self.sent.get(name, ()))
        return Given(
            planned=planned(only(self.spec, parties), self.period),
            returns=tuple(each.answers() for each in sent),
            log=self.log,
            files=self.files,
            extracts=self.extracts,
        )

    def given_of_all(self, draft: Spec) -> Given:
        """What was given of everybody who owes anything, by *draft* too."""
        return self.given(frozenset(chain.from_iterable(together(self.spec, draft))))

    def common(self) -> str:
        """A fingerprint of all that every party's results may depend on."""
        due = due_date(self.spec.returns.due, self.period).isoformat()
        named = (f"{name} {digest}" for name, digest in sorted(self.files.items()))
        extracted = digest_of(supply_text(self.extracts, str)) if self.extracts else ""
        return print_of(*text_of(self.spec), self.period.name, due, *named, extracted, *self._sent_by(""))

    def print(self, common: str, group: Group) -> str:
        """A fingerprint of all that the results of a group depend on, with what is *common* to all."""
        return print_of(common, *(text for party in group for text in (party, *self._sent_by(party))))

    def _sent_by(self, party: str) -> list[str]:
        sent = self.sent.get(party.casefold(), ())
        return sorted(f"{each.digest} {each.file}" for each in sent)


def past_of(given: Given) -> Past:
    """What was given and has been read already."""
    return Past(
        given.spec, given.period, by_party(map(sent, given.returns)), given.log, given.files, given.extracts
    )


def sent(read: Return, *, is_ours: bool = True) -> Sent:
    """A return that has been read; where it is not *ours*, or cannot be read, it may be anybody's."""
    party = read.party if is_ours and read.readable else ""
    return Sent(read.file, read.digest, party, partial(_itself, read))


def by_party(sent: Iterable[Sent]) -> dict[str, tuple[Sent, ...]]:
    """What was sent, by party."""
    found: dict[str, list[Sent]] = {}
    for each in sent:
        found.setdefault(each.party.casefold(), []).append(each)
    return {party: tuple(several) for party, several in found.items()}


def _itself(found: Return) -> Return:
    return found
