"""Whether the extracts that a specification expects can support the measures that it names.

Comes in: a check that names a measure, and the dataset in which extracts come.  Goes out: a finding
at the measure, with the column that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.datasets import lacking
from specrules.spec.faults import closest
from specrules.spec.measures import in_group
from specrules.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.findings import Span
    from specrules.spec.datasets import Dataset
    from specrules.spec.faults import Faults
    from specrules.spec.measures import Measure
    from specrules.spec.model import Check, Requirement
    from specrules.spec.reader import Catalogue
    from specrules.spec.walk import Filled


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


def check_supported(
    check: Check, requirement: Requirement, dataset: Dataset, place: Span, library: Catalogue, faults: Faults
) -> None:
    """Report a check whose measure reads something that the dataset does not have."""
    measure = library.measure(check.measure)[0]
    for each in _asked(measure, requirement) if measure else ():
        if why := lacking(each, dataset):
            message = f"Extracts come as {dataset.title}, which cannot support {each.id}: {why}."
            remedy = "Name another measure or dataset, or ask for the figure in the return."
            faults.add(f.DATASET_LACKS, place, message, remedy=remedy)
            return


def _asked(measure: Measure, requirement: Requirement) -> Iterator[Measure]:
    """A measure as it is asked of an extract: of the whole party, and of each group of people."""
    yield measure
    for where in (requirement.judged_at, *requirement.shown_at):
        yield from (in_group(measure, where.what, group) for group in where.groups)
