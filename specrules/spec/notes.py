"""The notes that come with extracts, as values.

Comes in: the tree of the note beside an extract.  Goes out: whose extract it is, and
how many people there should be in it, at each of its sites and in each group of people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from specrules.spec import faults as f
from specrules.spec.faults import Faults
from specrules.spec.measures import term_of_group
from specrules.spec.once import told_once
from specrules.spec.walk import UNREAD, Filled, Named, read_file
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from specrules.base.findings import Finding, Span
    from specrules.spec.model import Written
    from specrules.text.tree import Tree


@dataclass(frozen=True, slots=True)
class Control:
    """How many there should be in an extract and, where that is said, at each site; and who says so.

    *groups* are by what tells them apart, "sex", and by the word for each.
    """

    totals: Mapping[str, int]
    stated_by: str
    sites: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What comes with an extract: whose it is, for which period, and its control total."""

    spec: str
    party: str
    period: str
    file: str
    dataset: str
    providers: tuple[str, ...]
    data_as_at: date | None
    control: Control
    sites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # which of the codes are which site
    path: str = ""
    digest: str = ""
    written: Written | None = field(default=None, compare=False)


def _sites(filled: Filled, faults: Faults) -> Mapping[str, tuple[str, ...]]:
    """The codes of each site. Each code is one of the party's, and stands for one site."""
    named: list[Named] = [each for each in filled.get("sites", []) if each.value is not UNREAD]
    codes = [code for each in named for code in each.value]
    for each in named:
        for code in each.value:
            if code not in filled.values["providers"] or codes.count(code) > 1:
                why = "is not among its providers" if codes.count(code) == 1 else "stands for two sites"
                message = f"{each.name} has the code {quoted(code)}, which {why}."
                faults.add(f.UNKNOWN_CHOICE, each.at, message, remedy="Correct the code.")
    return MappingProxyType({each.name: tuple(each.value) for each in named})


def _totals(filled: Filled) -> dict[str, int]:
    return {key: value for key, value in filled.values.items() if isinstance(value, int)}


def _totals_of_sites(
    control: Filled, whole: Mapping[str, int], note: Filled, sites: Mapping[str, Any], faults: Faults
) -> Mapping[str, Mapping[str, int]]:
    """The totals of each site. Those that the whole shows to be wrong are reported, and none is used."""
    named: list[Named] = control.get("sites", [])
    for each in named:
        if sites and each.name not in sites:
            message = f"{each.name} has a total here, and no codes under sites."
            faults.add(f.UNKNOWN_CHOICE, each.at, message, remedy="Name it as it is named there.")
    stated = {each.name: _totals(each.value) for each in named if isinstance(each.value, Filled)}
    wrong = dict.fromkeys(
        kind
        for kind, total in whole.items()
        if any(own.get(kind, 0) > total for own in stated.values())
        or (
            _everywhere(kind, stated, note, sites)
            and sum(own.get(kind, 0) for own in stated.values()) < total
        )
    )
    for kind in wrong:
        message = f"The {kind} of the sites cannot be right beside the {whole[kind]} of the whole."
        remedy = "Correct one of them. Until then only the total of the whole is used."
        faults.add(f.UNKNOWN_CHOICE, control.written.span, message, remedy=remedy)
    return MappingProxyType(
        {site: {kind: n for kind, n in own.items() if kind not in wrong} for site, own in stated.items()}
    )


def _everywhere(
    kind: str, stated: Mapping[str, Mapping[str, int]], note: Filled, sites: Mapping[str, Any]
) -> bool:
    """Whether every code of a note stands for a site of which it is said how many of a kind it has."""
    codes = {code for site, own in sites.items() if kind in stated.get(site, {}) for code in own}
    return codes >= set(note.values["providers"])


def _totals_of_groups(
    control: Filled, whole: Mapping[str, int], faults: Faults
) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """The totals of each group of people. One that is more than the whole is reported, and not used.

    Groups may come to less than the whole, since somebody may be of none that is known; and to more people,
    since somebody may be in two.
    """
    found: dict[str, dict[str, dict[str, int]]] = {}
    named: list[Named] = control.get("groups", [])
    for what in (each for each in named if each.value is not UNREAD):
        groups: list[Named] = [each for each in what.value if isinstance(each.value, Filled)]
        own = {each.name: _totals(each.value) for each in groups}
        for each in groups:
            for kind in [kind for kind, total in own[each.name].items() if total > whole.get(kind, total)]:
                more = f"The {own[each.name].pop(kind)} {kind} of {each.name} are more"
                _too_many(more, whole[kind], kind, each.value.written.values[kind], faults)
        for kind, total in whole.items():
            summed = sum(totals.get(kind, 0) for totals in own.values())
            if kind != "people" and summed > total:  # a row is of one group, and a person may be of two
                _too_many(f"The {summed} {kind} of all groups are more", total, kind, what.at, faults)
                own = {name: {k: n for k, n in totals.items() if k != kind} for name, totals in own.items()}
        found.setdefault(term_of_group(what.name), {}).update(own)
    return MappingProxyType(found)


def _too_many(more: str, total: int, kind: str, place: Span, faults: Faults) -> None:
    message = f"{more} than the {total} {kind} of the whole."
    remedy = "Correct one of them. Until then only the total of the whole is used."
    faults.add(f.UNKNOWN_CHOICE, place, message, remedy=remedy)


def read_note(tree: Tree) -> tuple[Note | None, tuple[Finding, ...]]:
    """The note of an extract in *tree*, and everything found. None when it cannot be made out."""
    faults = Faults(tree)
    filled = read_file(tree, "extract", faults)
    if filled is None:
        return None, told_once(faults)
    control = filled.get("control-total")
    wanted = ("spec", "party", "period", "file", "dataset", "providers")
    if any(key not in filled.values for key in wanted) or not isinstance(control, Filled):
        return None, told_once(faults)
    totals = _totals(control)
    if "people" not in totals:
        return None, told_once(faults)
    sites = _sites(filled, faults)
    note = Note(
        **{key: filled.values[key] for key in wanted},
        data_as_at=filled.get("data-as-at"),
        control=Control(
            totals,
            control.get("stated-by", ""),
            _totals_of_sites(control, totals, filled, sites, faults),
            _totals_of_groups(control, totals, faults),
        ),
        sites=sites,
        path=tree.source.path,
        digest=tree.source.digest,
        written=filled.written,
    )
    return note, told_once(faults)
