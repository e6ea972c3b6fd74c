"""Requirements as written become values, with their standard clauses merged in.

Comes in: the record of one requirement, its standard clause if it has one, and
the parties.  Goes out: a :class:`Requirement` that stands on its own.  What the
specification writes goes before what the clause says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple, replace
from specrules.spec import faults as f
from specrules.spec.baseline import check_baseline
from specrules.spec.beside import check_beside
from specrules.spec.checks import is_whole, read_checks, settings_of
from specrules.spec.examples import check_examples, check_facts, example_of
from specrules.spec.faults import Faults, closest, slip_of
from specrules.spec.model import (
    NOTHING,
    THE_PARTY,
    Check,
    CheckKind,
    Combination,
    Guidance,
    HandOff,
    JudgedAt,
    Party,
    Requirement,
    StandardClause,
    Strength,
    Written,
)
from specrules.spec.owing import check_places, is_alone, owed_by
from specrules.spec.pace import check_pace
from specrules.spec.parts import (
    Conditions,
    citation_of,
    conditions_of,
    distinct,
    hand_off_of,
    judged_at,
    met_when,
    shown_at,
)
from specrules.spec.rating import rating_of
from specrules.spec.shape import OVERLAY
from specrules.spec.targets import (
    THRESHOLDS,
    can_have_target,
    check_selected,
    require_targets,
    targets_of,
    wants_target,
    wrote_target,
)
from specrules.spec.texts import check_local_source
from specrules.spec.walk import UNREAD, Filled, Named, target_in
from specrules.text.tree import Scalar
from specrules.values.understand import NotUnderstood, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.base.findings import Span
    from specrules.values.periods import Every
    from specrules.values.quantities import Quantity


class Around(NamedTuple):
    """What a requirement needs to know of its specification; an example of a clause has none of it."""

    parties: tuple[Party, ...] = ()
    constants: Mapping[str, Quantity] = NOTHING
    returns: Every | None = None


def requirement_of(
    named: Named, clause: StandardClause | None, around: Around, faults: Faults
) -> Requirement:
    """The requirement *named*, with *clause* merged in. Whatever is wrong with it goes to *faults*."""
    return _Maker(named, clause, around, faults).requirement()


_NO_CLAUSE = StandardClause("", "", Guidance.MAY_CONSIDER, (), ())


class _Part(NamedTuple):
    """A check without its targets, where it is written, where to point when it lacks one, its own record."""

    check: Check
    written: Written
    at: Span
    own: Filled | None


class _Maker:
    def __init__(self, named: Named, clause: StandardClause | None, around: Around, faults: Faults) -> None:
        self.id, self.at = named.name, named.at
        self.filled: Filled = named.value
        self.clause, self.faults = clause, faults
        self.around = around
        self.owed_by = owed_by(self.filled, around.parties, faults)
        owing = frozenset(self.owed_by)
        self.owing = [party for party in around.parties if party.id in owing]
        #: Names of checks under which nothing could be read, so that nothing is known of them.
        self.unread = {each.name for each in self.filled.get("checks", ()) if each.value is UNREAD}

    def requirement(self) -> Requirement:
        """Everything about it, part by part."""
        filled, base = self.filled, self.clause or _NO_CLAUSE
        applies = self._applies()
        where = self._judged_at(base.judged_at)
        checks = self._checks(applies)
        check_beside(checks, applies.conditions, self.at, self.faults, self.unread)
        for each in checks:
            if self._knows_places():
                check_selected(each, where, self.owing, self.at, self.faults)
            check_baseline(each, where, self.at, self.faults)
            check_pace(each, self.around.returns, self.at, self.faults)
        names = [check.name for check in checks]
        self._check_dates()
        rating = rating_of(filled, self.around.returns, self.faults)
        source = filled.get("source")
        if isinstance(source, str):
            check_local_source(filled.scalar("source"), self.faults)
        made = Requirement(
            id=self.id,
            title=filled.get("title", base.title),
            owed_by=self.owed_by,
            strength=Strength(filled.get("strength", Strength.MUST)),
            checks=checks,
            clause=filled.get("clause", ""),
            wording=filled.get("wording", ""),
            section=filled.get("section", base.section),
            principle=filled.get("principle", base.principle),
            people=filled.get("people", base.people),
            left_out=filled.get("left-out", base.left_out),
            since=filled.get("from"),
            until=filled.get("until"),
            applies_if=applies.applies_if,
            conditions=applies.conditions,
            met_when=self._met_when("met-when", names, base.met_when),
            partly_met_when=self._met_when("partly-met-when", names, base.partly_met_when),
            judged_at=where,
            shown_at=self._shown_at(),
            hand_off=self._hand_off(base.hand_off),
            if_not_met=filled.get("if-not-met", ""),
            essential=rating.essential,
            every=rating.every,
            rated_from=rating.since,
            report_only=rating.report_only,
            jointly=self._jointly(),
            weight=rating.weight,
            standard_clause=self.clause,
            citations=(citation_of(source),) if isinstance(source, Filled) else base.citations,
            local_source=source if isinstance(source, str) else "",
            examples=tuple(example_of(each) for each in filled.get("examples", ())),
            written=filled.written,
        )
        if made.hand_off or not filled.wrote("hand-off"):
            check_examples(filled.get("examples", ()), self.faults)
            for each in filled.get("examples", ()):
                check_facts(each, made, "requirement", self.faults)
        return made

    def _applies(self) -> Conditions:
        if self.clause and not self.filled.wrote("applies-if") and not self.filled.wrote("conditions"):
            return Conditions(self.clause.applies_if, self.clause.conditions)
        taken = [check.name for check in self.clause.checks] if self.clause else []
        return conditions_of(self.filled, self.faults, taken)

    def _met_when(self, key: str, names: list[str], of_clause: Combination | None) -> Combination | None:
        return met_when(self.filled, key, names, self.faults) if self.filled.wrote(key) else of_clause

    def _check_dates(self) -> None:
        since, until = self.filled.get("from"), self.filled.get("until")
        if since and until and until < since:
            place = self.filled.written.values["until"]
            message = f"It holds until {until}, which is before {since}, from which it holds."
            self.faults.add(f.ENDS_BEFORE_START, place, message, remedy="Correct one of the two.")

    def _judged_at(self, of_clause: JudgedAt) -> JudgedAt:
        keys = [key for key in ("judged-at", "asked-at") if self.filled.wrote(key)]
        where = judged_at(self.filled, self.faults) if keys else of_clause
        at = self.filled.written.values[keys[-1]] if keys else self.at
        check_places(where, self.owing, at, self.faults)
        if self._jointly() and where is not THE_PARTY:
            message = "It is owed by several parties together, and judged at each place apart."
            remedy = "Take out where it is judged, or write owed-by with each-of."
            self.faults.add(f.TOGETHER_AND_APART, at, message, remedy=remedy)
            return THE_PARTY
        return where

    def _knows_places(self) -> bool:
        """Whether it could be read where it is judged, if it says so."""
        said = [key for key in ("judged-at", "asked-at") if self.filled.wrote(key)]
        return all(key in self.filled.values for key in said) and bool(said or not self.filled.strange)

    def _shown_at(self) -> tuple[JudgedAt, ...]:
        places = shown_at(self.filled, self.faults)
        at = self.filled.written.values["shown-at"] if places else self.at
        for each in places:
            check_places(each, self.owing, at, self.faults)
        if places and (self._jointly() or self.filled.wrote("hand-off")):
            message = "Figures are shown at places of one party, and this is judged between several."
            self.faults.add(f.TOGETHER_AND_APART, at, message, remedy="Take out shown-at.")
            return ()
        return places

    def _jointly(self) -> bool:
        return "jointly" in getattr(self.filled.get("owed-by"), "values", ())

    def _hand_off(self, wanted: bool) -> HandOff | None:
        found = self.filled.get("hand-off")
        if wanted and not self.filled.wrote("hand-off"):
            message = "This standard clause is a hand-off, and its settings are missing."
            remedy = "Add hand-off, with referrals, look-back, answer-within, answered and answers under it."
            self.faults.add(f.MISSING_HEADING, self.at, message, remedy=remedy)
        if self.filled.wrote("hand-off") and self._jointly():
            message = "A hand-off has an end for each service, and this is owed by all of them together."
            place, remedy = self.filled.written.values["owed-by"], "Write owed-by as: {each-of: [one, other]}"
            self.faults.add(f.TOGETHER_AND_APART, place, message, remedy=remedy)
        elif self.filled.wrote("hand-off") and is_alone(self.filled, self.owed_by):
            message = "A hand-off is between at least two services, and only one owes this."
            place, remedy = self.filled.written.values["owed-by"], "Write owed-by as: {each-of: [one, other]}"
            self.faults.add(f.HAND_OFF_ALONE, place, message, remedy=remedy)
        return hand_off_of(found, self.faults) if isinstance(found, Filled) else None

    # -- checks

    def _checks(self, applies: Conditions) -> tuple[Check, ...]:
        """All checks with their targets, among them the requirement's own target for the check it is for."""
        parts = self._parts(applies)
        every = [part.check for part in parts]
        shown = self.filled.get("report-only") == "yes"  # what is never rated only has to be given
        asked = [check for check in every if not shown and check.name not in self.unread]
        wanting = {check.name for check in asked if wants_target(check, every)}
        if not wrote_target(self.filled):
            return tuple(self._finished(part, (), part.check.name in wanting) for part in parts)
        receivers = [each for each in every if each.name in wanting] or list(filter(can_have_target, every))
        receiver = receivers[0].name if len(receivers) == 1 else None
        # Checks that could not be read at all are what was wrong, and were reported.
        are_read = not self.filled.wrote("checks") or "checks" in self.filled.values
        are_read = are_read and not self.unread and not self.faults.unread
        if receiver is None and (receivers or are_read):
            self._target_for_nobody(receivers)
        return tuple(
            self._finished(part, (self.filled,) if part.check.name == receiver else (), False)
            for part in parts
        )

    def _parts(self, applies: Conditions) -> list[_Part]:
        known = {check.name: check for check in self.clause.checks} if self.clause else {}
        settings: dict[str, Named] = {}
        further: list[Named] = []
        for named in self.filled.get("checks", ()):
            setting = self._setting(named, known)
            if setting:
                settings[setting.name] = setting
            elif self._is_check(named, known):
                further.append(named)
        own = distinct(further, self.faults, applies.names)
        return [self._merged(check, settings.get(check.name)) for check in known.values()] + [
            _Part(check, each.value.written, each.at, each.value)
            for each in own
            for check in read_checks([each], self.faults)
        ]

    def _setting(self, named: Named, known: dict[str, Check]) -> Named | None:
        """*named* under the name of the clause's check that it sets something for, or None."""
        if not isinstance(named.value, Filled | Scalar):
            return None
        if isinstance(named.value, Filled) and is_whole(named.value):
            return None
        name = named.name if named.name in known else closest(named.name, known)
        if name is None:
            return None
        if name != named.name:
            message = f'The standard clause has no check called {quoted(named.name)}. Did you mean "{name}"?'
            self.faults.add(f.UNKNOWN_CHECK, named.at, message, meant=name, remedy=f"Write {name} instead.")
        value = self._spelt_out(known[name], named) if isinstance(named.value, Scalar) else named.value
        return Named(name, named.at, value)

    def _is_check(self, named: Named, known: dict[str, Check]) -> bool:
        """Whether *named* is a further check of its own. Reports what is neither that nor a setting."""
        if isinstance(named.value, Filled) and is_whole(named.value):
            if named.name in known:
                message = f"The standard clause has a check called {quoted(named.name)} already."
                remedy = "Give it another name, or only write what you set for the check of the clause."
                self.faults.add(f.NAME_TAKEN, named.at, message, remedy=remedy)
            return named.name not in known
        is_strange = isinstance(named.value, Filled) and named.value.strange
        if self.clause and isinstance(named.value, Filled | Scalar) and not is_strange:
            has = ", ".join(known) or "none"
            message = f"The standard clause has no check called {quoted(named.name)}. It has: {has}."
            remedy = "Correct the name, or say what kind of check it is."
            self.faults.add(f.UNKNOWN_CHECK, named.at, message, remedy=remedy)
        return False

    def _spelt_out(self, check: Check, named: Named) -> Filled:
        """A setting of one line as the record it stands for: a target, or for a statement its document."""
        node: Scalar = named.value
        key = "document" if check.kind is CheckKind.STATEMENT else "target"
        whole = named.at._replace(end_line=node.span.end_line, end_column=node.span.end_column)
        written = Written(self.faults.file, whole, {key: named.at}, {key: node.span})
        values: dict[str, object] = {key: node.text.strip()}
        if key == "target":
            try:
                values = {key: target_in(node.text)}
            except NotUnderstood as problem:
                self.faults.not_understood(node, problem)
                values = {}
        return Filled(OVERLAY, written, values, {key: node})

    def _merged(self, check: Check, setting: Named | None) -> _Part:
        """The clause's check as this requirement sets it, targets apart."""
        if setting is None:
            place = self.filled.written.values.get("standard-clause", self.at)
            return _Part(check, Written(self.faults.file, place), place, None)
        settings = settings_of(setting.value, check.choices, self.faults)
        set_here = replace(check, **settings) if settings else check
        return _Part(set_here, setting.value.written, setting.at, setting.value)

    def _finished(self, part: _Part, shared: Iterable[Filled], wanted: bool) -> Check:
        """A check with the targets of its own record and of those in *shared*. *wanted*: it must have one."""
        check, layers = part.check, [each for each in (part.own, *shared) if each and wrote_target(each)]
        evidence = check.evidence_from
        if evidence and "." not in evidence:
            evidence = f"{self.id}.{evidence}"
        constant, written, targets = self._constant(check), part.written, check.targets
        check = check if constant == check.constant else replace(check, constant=constant)
        if layers:
            layer = layers[0] if len(layers) == 1 else self._layered(check, layers)
            targets = targets_of(check, layer, self.faults)
            written = _written(part.written, layer)
        elif wanted and not self._has_unread_checks and not (part.own and part.own.strange):
            require_targets([check], {check.name: part.at}, self.faults)
        return replace(check, targets=targets, written=written, evidence_from=evidence)

    @property
    def _has_unread_checks(self) -> bool:
        """Whether more may be said of checks where nothing could be read."""
        is_lost = self.filled.wrote("checks") and "checks" not in self.filled.values
        return self.filled.strange or is_lost

    def _constant(self, check: Check) -> Quantity | None:
        """The figure of the contract that a share is out of, if that is what it names."""
        constants = self.around.constants
        if check.kind is not CheckKind.SHARE or not constants or not check.written:
            return None
        if check.of not in constants and (meant := slip_of(check.of, constants)):
            message = f'No figure of the contract is called {quoted(check.of)}. Did you mean "{meant}"?'
            at, remedy = check.written.values["of"], f"Write {meant} instead."
            self.faults.add(f.UNKNOWN_CHOICE, at, message, meant=meant, remedy=remedy)
            return constants[meant]
        return constants.get(check.of)

    def _layered(self, check: Check, layers: list[Filled]) -> Filled:
        """The targets of *layers* in one record. What two of them set is reported, and the first counts."""
        merged = layers[0]
        for layer in layers[1:]:
            twice = [key for key in THRESHOLDS if layer.wrote(key) and merged.wrote(key)]
            for key in twice:
                message = f'{check.name} has a "{key}" of its own, and the requirement has one for it too.'
                also = [merged.written.key(key)]
                self.faults.add(
                    f.TWO_TARGETS, layer.written.keys[key], message, remedy="Delete one.", also=also
                )
            merged = merged.joined_with(
                layer, [key for key in THRESHOLDS if layer.wrote(key) and key not in twice]
            )
        return merged

    def _target_for_nobody(self, receivers: list[Check]) -> None:
        key = next(key for key in THRESHOLDS if self.filled.wrote(key))
        message = f'The requirement has a "{key}" of its own, and no check that could have it.'
        remedy = "Take it out, or add the check that it is for."
        if receivers:
            names = ", ".join(check.name for check in receivers)
            could = f"{len(receivers)} checks that could have it: {names}"
            message = f'The requirement has a "{key}" of its own, and {could}.'
            remedy = "Write it under the check that it is for."
        self.faults.add(f.TARGET_FOR_NOBODY, self.filled.written.keys[key], message, remedy=remedy)


def _written(written: Written, layer: Filled) -> Written:
    """*written*, and where the targets of *layer* are."""
    if written is layer.written:
        return written
    keys = {key: span for key, span in layer.written.keys.items() if key in THRESHOLDS}
    values = {key: layer.written.values[key] for key in keys}
    return Written(written.file, written.span, {**written.keys, **keys}, {**written.values, **values})
