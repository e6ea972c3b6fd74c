"""Whether the measures a specification names are there, fit their checks, and can be had from its extracts.

Comes in: a check that names a measure, the catalogue, and the dataset in which extracts come.  Goes out: a
finding at the measure; where the extracts cannot support it, with the column that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import listed
from specrules.spec import faults as f
from specrules.spec.datasets import lacks
from specrules.spec.faults import closest
from specrules.spec.measures import Form, in_group
from specrules.spec.model import CheckKind
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specrules.base.findings import Span
    from specrules.spec.catalogue import Catalogue
    from specrules.spec.datasets import Dataset, Lack
    from specrules.spec.faults import Faults
    from specrules.spec.measures import Measure
    from specrules.spec.model import Check, Requirement
    from specrules.spec.walk import Filled

# The shapes of measure that give what a kind of check looks at.
_KINDS: Mapping[CheckKind, tuple[Form, ...]] = {
    CheckKind.SHARE: (Form.RATIO, Form.WITHIN, Form.FOLLOW_UP, Form.STEPS),
    CheckKind.COUNT: (Form.COUNT,),
    CheckKind.TIME: (Form.DAYS,),
    CheckKind.DATE: (Form.LATEST,),
}


def dataset_of(returns: Filled, library: Catalogue, faults: Faults) -> Dataset | None:
    """The dataset that is named under "returns"; None, and a finding, where the catalogue has none such."""
    name = returns.get("extracts")
    found = library.dataset(name)[0]
    if found is None:
        known = library.dataset_names()
        meant = closest(name, known)
        message = f"There is no dataset {quoted(name)}. The catalogue has: {', '.join(known)}."
        remedy = (
            f"Write {meant} instead." if meant else "Name one of them, or write your own in rules/datasets."
        )
        faults.add(f.UNKNOWN_DATASET, returns.written.values["extracts"], message, meant=meant, remedy=remedy)
    return found


def check_added_up(check: Check, place: Span, faults: Faults) -> None:
    """Report a check whose measure would be added up over several places."""
    message = f"{check.name} has its figures from an extract, and they are to be added up over places."
    remedy = "Take out asked-at, or write judged-at or shown-at instead."
    faults.add(f.MEASURE_ADDED_UP, place, message, remedy=remedy)


def check_measure(check: Check, place: Span, library: Catalogue, faults: Faults) -> None:
    """Report a check whose measure is not there, or does not give what the check looks at."""
    measure, trouble = library.measure(check.measure)
    if measure is None:
        if not trouble:
            meant = closest(check.measure, library.measure_ids())
            message = f"There is no measure {quoted(check.measure)} in the catalogue."
            remedy = f"Write {meant} instead." if meant else "Name one that is there, as theme/name."
            faults.add(f.UNKNOWN_MEASURE, place, message, meant=meant, remedy=remedy)
    elif measure.form not in _KINDS.get(check.kind, ()):
        message = (
            f"{measure.id} is a measure of the shape {measure.form}, and {check.name} is a {check.kind}."
        )
        faults.add(
            f.MEASURE_OF_ANOTHER_KIND, place, message, remedy="Name a measure that gives what is looked at."
        )


def check_supported(
    check: Check, requirement: Requirement, dataset: Dataset, place: Span, library: Catalogue, faults: Faults
) -> None:
    """Report a check whose measure reads something that the dataset does not have."""
    measure = library.measure(check.measure)[0]
    if measure is None:
        return
    remedy = "Name another measure or dataset, or ask for the figure in the return."
    if lack := next(lacks(measure, dataset), None):
        _cannot(measure, dataset, lack, place, remedy, faults)
        return
    for each, heading in _of_groups(measure, requirement):
        if lack := next(lacks(each, dataset), None):
            at = requirement.written.values.get(heading, place) if requirement.written else place
            _cannot(measure, dataset, lack, at, _other_groups(lack, heading), faults)
            return


def _other_groups(lack: Lack, heading: str) -> str:
    """What to do where a dataset does not know a group, or does not tell such groups apart at all."""
    meant = lack.meant or closest(lack.at[-1], lack.known)
    if meant:
        return f"Write {meant} instead, if that is meant, or take {heading} out."
    known = f": {listed(lack.known)}" if lack.known else ""
    return f"Name groups that it has{known}; or take {heading} out."


def _cannot(measure: Measure, dataset: Dataset, lack: Lack, place: Span, remedy: str, faults: Faults) -> None:
    message = f"Extracts come as {dataset.title}, which cannot support {measure.id}: {lack.why}."
    faults.add(f.DATASET_LACKS, place, message, remedy=remedy)


def _of_groups(measure: Measure, requirement: Requirement) -> Iterator[tuple[Measure, str]]:
    """A measure as it is asked of each group of people, and the heading that asks for the group."""
    judged = ((requirement.judged_at, "judged-at"),)
    for where, heading in (*judged, *((each, "shown-at") for each in requirement.shown_at)):
        for group in where.groups:
            yield in_group(measure, where.what, group), heading
