"""How many are missing from an extract: of all of it, at each of its places, and in each group of people.

In: who there should be, by what somebody stated, and who is there, as the rows are counted.  Out: how many
more there may be.  A place has a total of its own, or it is held against what is stated of the whole; where
that cannot show who was left out at one place and stands at another, everybody there may be one of them.
A group has a total of its own, or whoever is missing from the whole may be of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specrules.spec.measures import Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from specrules.spec.notes import Note

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose rows are looked at: their codes in the file, what they say, and how many there should be.

    A *group* is of people wherever they are; all else is a place.
    """

    codes: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How many there should be, and how many there are."""

    stated: int
    found: int

    @property
    def missing(self) -> int:
        """How many are missing: none when there are more than there should be."""
        return max(self.stated - self.found, 0)


class Missing:
    """Says how many are missing from one extract.

    *among* is the table of those in treatment, and *found* says how many people, or how many of those, the
    rows of somebody have.
    """

    def __init__(self, note: Note, among: str, found: Callable[[str, Whose], int]) -> None:
        self.note, self.among, self.found = note, among, found
        self.whole = Whose(note.providers, totals=note.control.totals)

    def site(self, name: str, told_by: tuple[Condition, ...] = ()) -> Whose:
        """The rows of a site: those with its codes, or *told_by* what stands in them."""
        codes = self.note.providers if told_by else self.note.sites[name]
        return Whose(codes, told_by, self.note.control.sites.get(name, {}))

    def groups(self) -> Iterable[Condition]:
        """The groups of people of which something is stated, by what tells them apart."""
        for term, words in self.note.control.groups.items():
            yield from (Condition(term, (word,)) for word in words)

    def of_group(self, told_by: Condition) -> Mapping[str, int]:
        """What is stated of a group."""
        return self.note.control.groups.get(told_by.term, {}).get(told_by.words[0], {})

    def group(self, told_by: Condition, can_count: Callable[[str], bool]) -> Whose:
        """The rows of a group, with what is stated and *can_count*; of all, where that is nothing."""
        own = {kind: n for kind, n in self.of_group(told_by).items() if can_count(kind)}
        return Whose(self.note.providers, (told_by,), own, is_group=True) if own else self.whole

    def stated(self, kind: str, whose: Whose) -> Shortfall | None:
        """How many of a kind there should be and are; None where nobody said how many there should be."""
        total = whose.totals.get(kind)
        return None if total is None else Shortfall(total, self.found(kind, whose))

    def people(self, whose: Whose) -> int:
        """How many people may be missing. Who has more than one episode may be there with another one."""
        known = [self.stated(kind, whose) for kind in (PEOPLE, self.among)]
        if whose == self.whole or any(known):
            return most(known)
        if whose.is_group or self.stated(self.among, self.whole):
            return self.people(self.whole)
        # A person counts once however many places they use, so the total of all people shows nobody who
        # was left out at one place and stands at another.
        return self.people(self.whole) + self.found(PEOPLE, self.whole) - self.found(PEOPLE, whose)

    def rows(self, whose: Whose) -> int:
        """How many of those who are there something may be missing of, here or elsewhere."""
        if episodes := self.stated(self.among, self.whole):
            return max(episodes.missing - most([self.stated(PEOPLE, self.whole)]), 0)
        if whose == self.whole:
            return 0
        if whose.is_group:  # who is there may be missing with another of what is stated of the group
            return most([self.stated(self.among, whose)])
        if whose.where:  # what other places a column names, nobody can say
            return self.people(whose)
        return sum(self.people(each) for each in self.others(whose))

    def untold(self, whose: Whose) -> bool:
        """Whether nothing that was stated shows who is missing at a place and stands at another."""
        return not ({PEOPLE, self.among} & set(whose.totals) or self.among in self.whole.totals)

    def others(self, whose: Whose) -> Iterable[Whose]:
        """The places beside one: the other sites, and the codes that stand for none."""
        sites = [self.site(name) for name in self.note.sites]
        named = {code for each in (whose, *sites) for code in each.codes}
        rest = tuple(code for code in self.note.providers if code not in named)
        yield from (each for each in sites if each != whose)
        if rest:
            yield Whose(rest)


def most(known: Iterable[Shortfall | None]) -> int:
    """The largest of several shortfalls, none where nothing was stated."""
    return max((each.missing for each in known if each), default=0)
