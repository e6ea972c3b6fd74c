"""What a specification is read against: standard clauses, themes, measures and datasets, by their names.

``specrules.library.Library`` is one, from files; tests have smaller ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from specrules.base.findings import Finding
    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Measure
    from specrules.spec.model import StandardClause, Theme


class Catalogue(Protocol):
    """Where all that specifications name is found."""

    def clause(self, id: str, /) -> StandardClause | None:
        """The standard clause called *id*, or None."""

    def trouble(self, id: str, /) -> tuple[Finding, ...]:
        """What is wrong with the file of the standard clause *id*."""

    def ids(self) -> tuple[str, ...]:
        """The names of all standard clauses."""

    def themes(self) -> tuple[str, ...]:
        """The names of all themes."""

    def theme(self, name: str, /) -> Theme | None:
        """The theme called *name*, or None."""

    def measure_ids(self) -> tuple[str, ...]:
        """The names of all measures."""

    def measure(self, id: str, /) -> tuple[Measure | None, tuple[Finding, ...]]:
        """The measure called *id*, or None, and what is wrong with its file."""

    def dataset_names(self) -> tuple[str, ...]:
        """The names of all datasets."""

    def dataset(self, name: str, /) -> tuple[Dataset | None, tuple[Finding, ...]]:
        """The dataset called *name*, or None, and what is wrong with its file."""


def principles_of(library: Catalogue) -> tuple[str, ...]:
    """The principles of every theme of the catalogue, in order."""
    themes = [library.theme(name) for name in library.themes()]
    return tuple(principle for theme in themes if theme for principle in theme.principles)
