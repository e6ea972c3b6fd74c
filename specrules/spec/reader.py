"""Read the files of the language: specifications, and the small files that go with them.

Comes in: a tree, and the catalogue.  Goes out: values, and a finding for
everything that is wrong, in the author's words and at its place.  A file with
a finding that is an error must not be used to judge anybody.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Severity, Span
from specrules.base.frozen import NamedTuple, replace
from specrules.base.homes import Publication, Settings
from specrules.spec import faults as f
from specrules.spec.catalogue import principles_of
from specrules.spec.clauses import (
    check_evidence,
    check_principle,
    read_standard_clause,
    without_principle,
)
from specrules.spec.faults import Faults, closest, slip_of
from specrules.spec.model import (
    AllowanceLimits,
    CardSettings,
    Party,
    Requirement,
    Returns,
    Spec,
    StandardClause,
    Status,
    Theme,
    Variation,
)
from specrules.spec.once import titled, told_once
from specrules.spec.owing import check_called_alike
from specrules.spec.requirements import Around, requirement_of
from specrules.spec.shape import CLAUSE_REQUIREMENT
from specrules.spec.targets import THRESHOLDS, percentage
from specrules.spec.texts import is_blank, may_have_slips
from specrules.spec.walk import Filled, Named, read_file
from specrules.text.tree import Scalar, Sequence
from specrules.values.comparing import stricter
from specrules.values.periods import Every, read_due
from specrules.values.quantities import Comparison, Quantity, Rounding
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.base.files import Source
    from specrules.spec.catalogue import Catalogue
    from specrules.spec.datasets import Dataset
    from specrules.spec.kept import Kept
    from specrules.text.tree import Tree
    from specrules.values.quantities import Target

__all__ = [
    "Reading",
    "Settings",
    "check_return",
    "read_in_part",
    "read_settings",
    "read_spec",
    "read_standard_clause",
    "read_theme",
]


class Reading(NamedTuple):
    """What was read: the specification as far as it could be made out, and everything found.

    *spec* is None when even the contract's dates or the returns could not be read.
    """

    spec: Spec | None
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether the specification may be used to judge anybody."""
        return self.spec is not None and not any(each.severity is Severity.ERROR for each in self.findings)


def read_spec(tree: Tree, library: Catalogue, kept: Kept | None = None) -> Reading:
    """Read the specification in *tree*, its standard clauses from *library*.

    What was *kept* of its requirements from reading it before is not made again.
    """
    faults = Faults(tree, kept)
    filled = read_file(tree, "spec", faults)
    if filled is None:
        return Reading(None, told_once(faults))
    reader = _Reader(filled, library, faults)
    spec = reader.spec(tree.source)
    return Reading(spec, (*told_once(faults, reader.subjects()), *dict.fromkeys(reader.trouble)))


def read_in_part(tree: Tree, library: Catalogue) -> Spec | None:
    """What can be made out of the specification in *tree*, to be shown to its author and not to judge by.

    Where its dates or its returns cannot be read, it says that it always holds, and that returns come in
    every quarter.  None when it is no specification.
    """
    faults = Faults(tree)
    filled = read_file(tree, "spec", faults)
    return _Reader(filled, library, faults).spec(tree.source, in_part=True) if filled else None


# Of these nothing can be said when the standard clause of a requirement is not known.
_ABOUT_CHECKS = (*THRESHOLDS, "checks", "met-when", "partly-met-when", "hand-off", "judged-at")


_COMMISSIONER = "commissioner"
_MOST_ROLES = 100


class _Reader:
    """Reads one specification."""

    def __init__(self, filled: Filled, library: Catalogue, faults: Faults) -> None:
        self.filled, self.library, self.faults = filled, library, faults
        if faults.may_lack_names(filled.written.values.get("parties")) or self._has_unread("parties"):
            faults.doubted.add(f.UNKNOWN_PARTY)
        if faults.may_lack_names(filled.written.values.get("requirements")):
            faults.doubted.add(f.VARIATION_UNKNOWN)
        self.parties = tuple(_party(each, faults) for each in self._named("parties"))
        if not all(each.role for each in self.parties):
            faults.doubted.add(f.UNKNOWN_PARTY)  # it may be looked for by its role
        self.constants = {
            each.name: each.value for each in filled.get("constants", ()) if isinstance(each.value, Quantity)
        }
        self.dataset = self._dataset()
        returns = _returns(filled.get("returns"))
        parties = unnamed(self.parties) if faults.placeless else self.parties
        around = Around(parties, self.constants, returns.every if returns else None)
        self.around = faults.same("around", around)
        self.clauses: dict[str, StandardClause] = {}
        self.trouble: list[Finding] = []
        # Requirements, and checks of requirements, of which too little is known to say what they lack.
        self.unknown = {
            each.name for each in filled.get("requirements", ()) if not isinstance(each.value, Filled)
        }

    def _has_unread(self, key: str) -> bool:
        """Whether there is a name in a table under which nothing could be read."""
        return any(not isinstance(each.value, Filled) for each in self.filled.get(key, ()))

    def _named(self, key: str) -> list[Named]:
        """The records of a table that could be read."""
        named: list[Named] = self.filled.get(key, [])
        return [each for each in named if isinstance(each.value, Filled)]

    def spec(self, source: Source, *, in_part: bool = False) -> Spec | None:
        """The whole specification, or None when it has no dates or no returns, unless wanted *in_part*."""
        filled = self.filled
        requirements = self._requirements()
        owing = [each.value for each in self._named("requirements")]
        check_called_alike(self._named("parties"), owing, self.faults)
        self._check_themes(requirements)
        starts, ends = self._dates()
        returns = _returns(filled.get("returns"))
        if returns:
            self._check_due(returns)
        cards = self._cards()
        if in_part:
            starts, ends = starts or date.min, ends or date.max
            returns = returns or Returns(Every.QUARTER, read_due("10 working days after the quarter ends"))
        if starts is None or ends is None or returns is None:
            return None
        return Spec(
            id=filled.get("id", ""),
            title=filled.get("title", ""),
            version=filled.get("version", ""),
            status=Status(filled.get("status", Status.DRAFT.value)),
            parties=self.parties,
            starts=starts,
            ends=ends,
            returns=returns,
            requirements=requirements,
            catalogues=tuple(each.text.strip() for each in filled.get("catalogues", ())),
            definitions={
                each.name: each.value for each in filled.get("definitions", []) if isinstance(each.value, str)
            },
            constants=self.constants,
            variations=self._variations(requirements),
            allowances=_limits(filled.get("allowances")),
            cards=cards,
            principles=self.principles if any(each.principle for each in requirements) else (),
            file=source.path,
            digest=source.digest,
            catalogue_digests={id: clause.digest for id, clause in sorted(self.clauses.items())},
            written=filled.written,
        )

    def subjects(self) -> list[tuple[Span, str]]:
        """Every requirement and party, and where it stands."""
        duties = [
            (named.value.written.span, titled(named.name, each.title))
            for named, each in zip(self._named("requirements"), self.duties, strict=True)
        ]
        return duties + [(each.value.written.span, f"party {each.name}") for each in self._named("parties")]

    # -- requirements

    def _requirements(self) -> tuple[Requirement, ...]:
        read = [(each, self._clause(each)) for each in self._named("requirements")]
        self.duties = [self._requirement(each, clause) for each, clause in read]
        known = {
            f"{each.id}.{check.name}": check
            for each in self.duties
            for check in (*each.conditions, *each.checks)
        }
        for each in self.duties:
            self._check_measures(each)
            own = [check for check in each.checks if self._is_known(check.evidence_from)]
            check_evidence(own, known, self.faults)
            self._check_principle(each)
        # One whose number is that of another was read for what is wrong in it, and only one can count.
        first: dict[str, Requirement] = {}
        return tuple(each for each in self.duties if first.setdefault(each.id, each) is each)

    def _variations(self, requirements: tuple[Requirement, ...]) -> tuple[Variation, ...]:
        """What was changed, each in its order and about requirements that are there."""
        known = {each.id for each in requirements} | self.unknown
        found: list[Variation] = []
        before: Variation | None = None
        for each in self.filled.get("variations", ()):
            one = Variation(
                each.get("number", 0),
                each.get("date", date.min),
                each.get("what", ""),
                each.get("changes", ()),
            )
            # One without a number or a date that could be read has no place among the others.
            has_place = {"number", "date"} <= each.values.keys()
            self._check_variation(one, before if has_place else None, known, each)
            before = one if has_place else before
            found.append(one)
        return tuple(found)

    def _check_variation(
        self, one: Variation, before: Variation | None, known: set[str], filled: Filled
    ) -> None:
        at = filled.written.values.get("changes", filled.written.span)
        node = filled.nodes.get("changes")
        items = node.items if isinstance(node, Sequence) else ()
        named = [each for each in items if isinstance(each, Scalar)]
        for id in (id for id in one.changes if id not in known and "requirements" in self.filled.values):
            meant = closest(id, known)
            who = f"Variation {one.number}" if one.number else "This variation"
            message = f"{who} changes {quoted(id)}, and no requirement has that number."
            remedy = f"Write {meant} instead." if meant else "Correct the number."
            # What is meant goes in the place of this number, and not of all that are changed.
            span = next((each.span for each in named if each.text.strip() == id), at)
            self.faults.add(f.VARIATION_UNKNOWN, span, message, meant=meant, remedy=remedy)
        if before and (one.number <= before.number or one.since < before.since):
            message = (
                f"Variation {one.number} stands after variation {before.number}, which is not before it."
            )
            place = filled.written.values.get("number", filled.written.span)
            self.faults.add(
                f.VARIATIONS_OUT_OF_ORDER,
                place,
                message,
                remedy="Put them in the order of their numbers and dates.",
            )

    def _check_measures(self, requirement: Requirement) -> None:
        """Report a measure that the catalogue does not have, or that gives another kind of figure."""
        for check in (*requirement.conditions, *requirement.checks):
            place = check.written.values.get("measure") if check.written else None
            if not check.measure or place is None:
                continue
            # Only a specification that names a measure waits for this.
            from specrules.spec.supported import check_added_up, check_measure, check_supported

            check_measure(check, place, self.library, self.faults)
            if requirement.judged_at.summed:
                check_added_up(check, place, self.faults)
            elif self.dataset:
                check_supported(check, requirement, self.dataset, place, self.library, self.faults)

    def _dataset(self) -> Dataset | None:
        """The dataset in which extracts come, where the specification says so."""
        returns = self.filled.get("returns")
        if not isinstance(returns, Filled) or not returns.get("extracts"):
            return None
        from specrules.spec.supported import dataset_of

        return dataset_of(returns, self.library, self.faults)

    def _is_known(self, item: str) -> bool:
        id = item.partition(".")[0]
        if f.VARIATION_UNKNOWN in self.faults.doubted and all(each.id != id for each in self.duties):
            return False
        return item not in self.unknown and id not in self.unknown

    def _requirement(self, named: Named, clause: StandardClause | None) -> Requirement:
        checks: list[Named] = named.value.get("checks", [])
        self.unknown |= {
            f"{named.name}.{each.name}" for each in checks if not isinstance(each.value, Filled | Scalar)
        }
        around = self.around
        if named.name not in self.unknown:
            return self.faults.once(
                (named.value, clause, around), lambda: requirement_of(named, clause, around, self.faults)
            )
        value = named.value.without(_ABOUT_CHECKS)
        return requirement_of(named._replace(value=value), None, around, self.faults)

    def _clause(self, named: Named) -> StandardClause | None:
        """The standard clause of a requirement. One that is not there is reported, and a slip put right."""
        node = named.value.get("standard-clause")
        if not isinstance(node, Scalar):
            is_unread = named.value.wrote("checks") and "checks" not in named.value.values
            if is_unread or named.value.shape is CLAUSE_REQUIREMENT:
                self.unknown.add(named.name)
            return None
        id = node.text.strip()
        clause = self._read_clause(id)
        if clause is None and not self.library.trouble(id):
            meant = closest(id, self.library.ids())
            message = f"There is no standard clause {quoted(id)} in the catalogue."
            remedy = f"Write {meant} instead." if meant else "Name one that is there, as theme/name."
            self.faults.add(f.UNKNOWN_CLAUSE, node.span, message, meant=meant, remedy=remedy)
            slip = slip_of(id, self.library.ids())
            clause = self._read_clause(slip) if slip else None
        if clause is None:
            self.unknown.add(named.name)
        return clause

    def _read_clause(self, id: str) -> StandardClause | None:
        """The standard clause called *id*, in the section of its theme unless it names its own."""
        if id in self.clauses:
            return self.clauses[id]
        clause = self.library.clause(id)
        self.trouble += self.library.trouble(id)
        if clause:
            theme = None if clause.section else self.library.theme(id.partition("/")[0])
            self.clauses[id] = self._in_section(clause, theme) if theme else clause
        return self.clauses.get(id)

    def _in_section(self, clause: StandardClause, theme: Theme) -> StandardClause:
        return self.faults.once((clause, theme), lambda: replace(clause, section=theme.title))

    def _check_principle(self, requirement: Requirement) -> None:
        if not requirement.principle:
            return
        if requirement.written and "principle" in requirement.written.values:
            check_principle(requirement.principle, requirement.written, self.principles, self.faults)
        elif clause := requirement.standard_clause:
            self.trouble += without_principle(clause, self.principles)

    @cached_property
    def principles(self) -> tuple[str, ...]:
        """The principles of every theme of the catalogue, in order."""
        return principles_of(self.library)

    # -- the catalogue

    def _check_themes(self, requirements: Iterable[Requirement]) -> None:
        """Every theme named is there, and every theme used is named; each is reported once."""
        if self.filled.wrote("catalogues") and "catalogues" not in self.filled.values:
            return
        if not self.filled.wrote("catalogues"):
            if not self.filled.strange:
                self._no_catalogues(requirements)
            return
        written, node = self.filled.get("catalogues", ()), self.filled.nodes["catalogues"]
        named = {name for each in written for name in self._themes(each)}
        are_read = not isinstance(node, Sequence) or len(written) == len(node.items)
        if not are_read or not named <= set(self.library.themes()):
            return  # which theme was meant is not known
        for requirement in requirements:
            clause = requirement.standard_clause
            theme = clause.id.partition("/")[0] if clause else ""
            if theme and theme not in named and requirement.written:
                named.add(theme)
                message = f"{requirement.id} uses the theme {theme}, which is not among the catalogues named."
                place = requirement.written.values["standard-clause"]
                self.faults.add(f.THEME_NOT_NAMED, place, message, remedy=f"Add {theme} to catalogues.")

    def _no_catalogues(self, requirements: Iterable[Requirement]) -> None:
        """Report once, at the first standard clause that is used, that no theme is named at all."""
        used = [(each.standard_clause.id, each.written) for each in requirements if each.standard_clause]
        themes = ", ".join(dict.fromkeys(id.partition("/")[0] for id, _ in used))
        for place in [written.values["standard-clause"] for _, written in used[:1] if written]:
            message = f'Standard clauses of {themes} are used, and no heading "catalogues" says so.'
            remedy = f"Add a line at the margin, above requirements: catalogues: [{themes}]"
            self.faults.add(f.THEME_NOT_NAMED, place, message, remedy=remedy)

    def _themes(self, node: Scalar) -> Iterable[str]:
        """The theme that *node* names, or those where a comma is missing between them."""
        name, known = node.text.strip(), self.library.themes()
        if name in known:
            return (name,)
        if len(words := name.split()) > 1 and set(words) <= set(known):
            message = f"There is no comma between {quoted(words[0])} and {quoted(words[1])}."
            both = ", ".join(words)
            self.faults.add(f.WRONG_SHAPE, node.span, message, meant=both, remedy=f"Write {both} instead.")
            return words
        meant = closest(name, known)
        message = f"The catalogue has no theme {quoted(name)}. It has: {', '.join(known) or 'none'}."
        remedy = f"Write {meant} instead." if meant else "Name one of them, or take it out."
        self.faults.add(f.UNKNOWN_THEME, node.span, message, meant=meant, remedy=remedy)
        return (meant or name,)

    # -- dates, returns and cards

    def _dates(self) -> tuple[date | None, date | None]:
        contract = self.filled.get("contract")
        if not isinstance(contract, Filled):
            return None, None
        starts, ends = contract.get("starts"), contract.get("ends")
        if starts and ends and ends < starts:
            message = f"The contract ends on {ends}, which is before {starts}, when it starts."
            self.faults.add(
                f.ENDS_BEFORE_START,
                contract.written.values["ends"],
                message,
                remedy="Correct one of the two.",
            )
        return starts, ends

    def _check_due(self, returns: Returns) -> None:
        """Report returns that are due after another length of time than that in which they come."""
        due: Scalar = self.filled.get("returns").scalar("due")
        found = re.search(r"\b(half year|month|quarter|year)(?= end)", due.text)
        if found and found[1] != returns.every.value:
            meant = f"{due.text[: found.start()]}{returns.every.value}{due.text[found.end() :]}".strip()
            message = f"Returns come every {returns.every.value}, and are due here after each {found[1]}."
            remedy = f"Write {meant}, or correct how often they come."
            self.faults.add(f.NOT_A_DUE_DATE, due.span, message, remedy=remedy)

    def _cards(self) -> dict[str, CardSettings]:
        cards = self.filled.get("cards")
        if not isinstance(cards, Filled):
            return {}
        return {name: self._card(each) for name, each in cards.values.items() if isinstance(each, Filled)}

    def _card(self, filled: Filled) -> CardSettings:
        bands: list[tuple[str, Target]] = []
        for colour in ("green", "amber"):
            target = percentage(filled, colour, self.faults)
            if target is None:
                continue
            if target.comparison is not Comparison.AT_LEAST:
                message, remedy = (
                    f"{colour} is the share from which the card is {colour}.",
                    "Write it as: at least 90%",
                )
                self.faults.add(f.TARGET_KIND, filled.written.values[colour], message, remedy=remedy)
            elif bands and stricter(bands[0][1], target) is not True:
                message, remedy = (
                    "amber is not easier to reach than green.",
                    "Make amber the lower of the two.",
                )
                self.faults.add(
                    f.PARTLY_MET_NOT_EASIER, filled.written.values[colour], message, remedy=remedy
                )
            else:
                bands.append((colour, target))
        return CardSettings(
            bands=tuple(bands),
            shadow_until=filled.get("shadow-until"),
            partly_met_counts=filled.get("partly-met-counts"),
            words=_words_of(filled.get("words")),
            written=filled.written,
        )


def _words_of(filled: Filled | None) -> tuple[tuple[str, str], ...]:
    """What the colours are called, by colour."""
    return tuple(filled.values.items()) if filled else ()


def unnamed(parties: Iterable[Party]) -> tuple[Party, ...]:
    """The parties without what they are called and where they stand, which decides nothing."""
    return tuple(replace(each, name="", written=None) for each in parties)


def _party(named: Named, faults: Faults) -> Party:
    filled: Filled = named.value
    role = filled.get("role", "")
    if (may_have_slips(role) and is_blank(role)) or (role and faults.is_told_of(filled.scalar("role").span)):
        role = ""  # and not one that nobody has
    if _is_commissioner(role) and role != _COMMISSIONER:
        message = f"{quoted(role)} is read as any other role. Who commissions has the role {_COMMISSIONER}."
        remedy = f"Write {_COMMISSIONER} instead."
        faults.add(f.UNKNOWN_CHOICE, filled.scalar("role").span, message, meant=_COMMISSIONER, remedy=remedy)
        role = _COMMISSIONER
    return Party(
        id=named.name,
        name=filled.get("name", ""),
        role=role,
        bound_by=filled.get("bound-by"),
        agreed=filled.get("agreed"),
        sites=filled.get("sites", ()),
        subcontractors=filled.get("subcontractors", ()),
        written=filled.written,
    )


@lru_cache(maxsize=_MOST_ROLES)
def _is_commissioner(role: str) -> bool:
    """Whether *role* is that of who commissions, be it with a slip or with more words behind it."""
    return bool(slip_of(role, [_COMMISSIONER])) or role.startswith(f"{_COMMISSIONER} ")


def _returns(filled: object) -> Returns | None:
    if not isinstance(filled, Filled):
        return None
    every, due = filled.get("every"), filled.get("due")
    if not every or not due:
        return None
    rounding = Rounding(filled.get("percentages", Rounding.NEAREST))
    return Returns(Every(every), due, filled.get("dates") is not None, rounding, filled.get("extracts", ""))


def _limits(filled: Filled | None) -> AllowanceLimits:
    """How far agreed allowances may go."""
    return AllowanceLimits(filled.get("longest"), filled.get("renewals")) if filled else AllowanceLimits()


# -- small files


def read_settings(tree: Tree) -> tuple[Settings | None, tuple[Finding, ...]]:
    """The settings in *tree*, and everything found. None when they cannot be read."""
    faults = Faults(tree)
    filled = read_file(tree, "settings", faults)
    if filled is None:
        return None, told_once(faults)
    settings = Settings(
        rules=filled.get("rules", ""),
        fail_on=Severity(filled.get("fail-on", "error")),
        baseline=filled.get("baseline", ""),
        leave_out=filled.get("leave-out", ()),
        is_kept=filled.get("results") != "not kept",
        publication=_publication(filled.get("publication")),
    )
    return settings, told_once(faults)


def _publication(filled: Filled | None) -> Publication:
    """What a settings file says of publications; what it does not say is as usual."""
    usual = Publication()
    if filled is None:
        return usual
    return Publication(
        below=filled.get("hide-below", usual.below),
        zeros=filled.get("zeros") != "hidden",
        fewest=filled.get("fewest-people", usual.fewest),
        nearest=filled.get("round-to", usual.nearest),
        things=filled.get("not-people", usual.things),
    )


def read_theme(tree: Tree, name: str) -> tuple[Theme | None, tuple[Finding, ...]]:
    """The theme in *tree*, which stands in the folder *name*, and everything found. None if unreadable."""
    faults = Faults(tree)
    filled = read_file(tree, "theme", faults)
    if filled is None:
        return None, told_once(faults)
    theme = Theme(name, filled.get("title", ""), filled.get("principles", ()), filled.get("covers", ()))
    return theme, told_once(faults)


def check_return(tree: Tree) -> tuple[Finding, ...]:
    """Everything wrong with the headings of a return in YAML. What its answers say is read elsewhere."""
    faults = Faults(tree)
    read_file(tree, "return", faults)
    return told_once(faults)
