"""Find the catalogue: the shipped ``rules/`` and ``specs/``, and the user's own ``rules/``.

Comes in: folders.  Goes out: standard clauses and themes, each read when it is
first asked for.  A name is looked up inside these folders and nowhere else: it
is a few plain words with slashes, and what it leads to must lie in the folder.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH112, PTH113, PTH118, PTH120, PTH208

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from specrules.base.errors import UnreadableFile
from specrules.base.files import read_text, shown
from specrules.base.frozen import NamedTuple
from specrules.base.homes import lies_in, nearest_settings, own_rules
from specrules.base.homes import shipped as shipped
from specrules.spec.clauses import read_briefly
from specrules.spec.model import StandardClause, Theme
from specrules.spec.reader import Reading, read_settings, read_standard_clause, read_theme
from specrules.spec.reader import read_spec as read_spec_tree
from specrules.text.tree import Mapping, Scalar, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.base.files import Path
    from specrules.base.findings import Finding
    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Measure
    from specrules.spec.tables import Coverage, ReferenceTable
    from specrules.text.tree import Tree

THEME_FILE = "theme.yaml"
COVERAGE_FILE = "coverage.yaml"
TABLES, DATASETS, MEASURES = "data", "datasets", "measures"
#: Folders of the catalogue that are no themes: reference tables, mappings of datasets, and measures.
NO_THEMES = (TABLES, DATASETS, MEASURES)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}(?:/[a-z0-9][a-z0-9-]{0,63}){0,3}")
# What Windows takes for a device, whatever stands after the dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


class _Found(NamedTuple):
    clause: StandardClause | None
    findings: tuple[Finding, ...]


class Library:
    """A catalogue made of folders. Where two have a clause of the same name, the earlier folder counts.

    A *brief* one leaves the examples of the clauses that come with specrules unread, in which nothing is
    wrong: lint needs them only to know which way they go.
    """

    def __init__(self, folders: Iterable[Path], *, brief: bool = False) -> None:
        self.folders = tuple(os.fspath(folder) for folder in folders)
        self._brief = os.path.join(shipped("rules"), "") if brief else ""
        self.used: dict[str, str] = {}  # name in the catalogue -> the file that was read for it
        self._clauses: dict[str, _Found] = {}
        self._themes: dict[str, Theme | None] = {}
        self._datasets: dict[str, tuple[Dataset | None, tuple[Finding, ...]]] = {}
        self._ids: tuple[str, ...] | None = None
        self._theme_names: tuple[str, ...] | None = None

    def clause(self, id: str, /) -> StandardClause | None:
        """The standard clause called *id* (``theme/name``), or None when there is none that can be read.

        Raises UnreadableFile when its file is there and cannot be opened.
        """
        return self._look_up(id).clause

    def trouble(self, id: str, /) -> tuple[Finding, ...]:
        """What is wrong with the file of the standard clause *id*."""
        return self._look_up(id).findings

    def _look_up(self, id: str) -> _Found:
        if id not in self._clauses:
            path = self._path(f"{id}.yaml") if "/" in id and _NAME.fullmatch(id) else None
            self._clauses[id] = self._read(path) if path else _Found(None, ())
        return self._clauses[id]

    def _read(self, path: str) -> _Found:
        source = read_text(path)
        if self._brief and path.startswith(self._brief) and (clause := read_briefly(source)):
            return _Found(clause, ())
        return _Found(*read_standard_clause(read_tree(source), try_examples=False))

    def _path(self, name: str) -> str | None:
        """The file called *name* in the first folder that has it, or None."""
        if any(part.partition(".")[0] in _DEVICES for part in name.split("/")):
            return None
        for folder in self.folders:
            path = os.path.join(folder, *name.split("/"))
            if os.path.isfile(path) and lies_in(path, folder):
                self.used[name] = path
                return path
        return None

    def ids(self) -> tuple[str, ...]:
        """The names of all standard clauses, in order."""
        if self._ids is None:
            found = {id for folder in self.folders for id in _ids(folder)}
            self._ids = tuple(sorted(id for id in found if id.partition("/")[0] not in NO_THEMES))
        return self._ids

    def themes(self) -> tuple[str, ...]:
        """The names of all themes, in order. A theme is a folder of the catalogue."""
        if self._theme_names is None:
            names = {name for folder in self.folders for name in _folders(folder)}
            self._theme_names = tuple(sorted(names.difference(NO_THEMES)))
        return self._theme_names

    def theme(self, name: str, /) -> Theme | None:
        """The theme called *name*, or None. Its title is the folder's name if it has none."""
        if name not in self._themes:
            self._themes[name] = self._theme(name) if name in self.themes() else None
        return self._themes[name]

    def _theme(self, name: str) -> Theme:
        path = self._path(f"{name}/{THEME_FILE}")
        read = read_theme(read_tree(read_text(path)), name)[0] if path else None
        return read or Theme(name, name)

    # -- reference data, which a review never needs

    def tables(self) -> tuple[str, ...]:
        """The names of all reference tables, in order."""
        folders = [os.path.join(folder, TABLES) for folder in self.folders]
        files = {name for folder in folders for name in _names(folder) if name.endswith(".yaml")}
        return tuple(sorted(name.removesuffix(".yaml") for name in files))

    def table(self, name: str, /) -> ReferenceTable | None:
        """The reference table called *name*, or None when there is none that can be read."""
        from specrules.spec.tables import read_table

        path = self._path(f"{TABLES}/{name}.yaml") if _NAME.fullmatch(name) else None
        return read_table(read_tree(read_text(path)))[0] if path else None

    def coverage(self) -> tuple[Coverage, ...]:
        """What the documents behind the catalogue contain: the list of each folder that has one."""
        from specrules.spec.tables import read_coverage

        paths = [os.path.join(folder, COVERAGE_FILE) for folder in self.folders]
        read = [read_coverage(read_tree(read_text(path)))[0] for path in paths if os.path.isfile(path)]
        return tuple(each for each in read if each)

    # -- measures and datasets

    def measure_ids(self) -> tuple[str, ...]:
        """The names of all measures, in order."""
        folders = [os.path.join(folder, MEASURES) for folder in self.folders]
        return tuple(sorted({id for folder in folders for id in _ids(folder)}))

    def measure(self, id: str, /) -> tuple[Measure | None, tuple[Finding, ...]]:
        """The measure called *id*, and what is wrong with its file. None when not there or unreadable."""
        path = self._path(f"{MEASURES}/{id}.yaml") if _NAME.fullmatch(id) else None
        if path is None:
            return None, ()
        # As for datasets: a specification without measures need not wait for this.
        from specrules.spec.measures import read_measure

        return read_measure(read_tree(read_text(path)))

    def dataset_names(self) -> tuple[str, ...]:
        """The names of all datasets, in order."""
        folders = [os.path.join(folder, DATASETS) for folder in self.folders]
        names = {name for folder in folders for name in _names(folder) if name.endswith(".yaml")}
        return tuple(sorted(name.removesuffix(".yaml") for name in names))

    def dataset(self, name: str, /) -> tuple[Dataset | None, tuple[Finding, ...]]:
        """The dataset called *name*, and what is wrong with its file. None when not there or unreadable."""
        if name not in self._datasets:
            self._datasets[name] = self._dataset(name)
        return self._datasets[name]

    def _dataset(self, name: str) -> tuple[Dataset | None, tuple[Finding, ...]]:
        path = self._path(f"{DATASETS}/{name}.yaml") if _NAME.fullmatch(name) else None
        if path is None:
            return None, ()
        # Only a review of extracts needs it, and lint starts quicker without.
        from specrules.spec.datasets import read_dataset

        return read_dataset(read_tree(read_text(path)))


def _folders(folder: str) -> list[str]:
    return [
        name for name in _names(folder) if _NAME.fullmatch(name) and os.path.isdir(os.path.join(folder, name))
    ]


def _ids(folder: str, prefix: str = "", levels: int = 3) -> Iterator[str]:
    """The clauses in *folder*, by name."""
    for name in _names(folder):
        if (
            prefix
            and name.endswith(".yaml")
            and name != THEME_FILE
            and _NAME.fullmatch(name.removesuffix(".yaml"))
        ):
            yield prefix + name.removesuffix(".yaml")
    if levels:
        for name in _folders(folder):
            if not prefix and name in NO_THEMES:
                continue
            yield from _ids(os.path.join(folder, name), f"{prefix}{name}/", levels - 1)


def _names(folder: str) -> list[str]:
    """The names in *folder*, in order; none when it is not there."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"{shown(folder)} could not be looked into; check that you are allowed to."
        ) from error


# -- where things are


def library_for(spec: Path, *, brief: bool = False) -> tuple[Library, tuple[Finding, ...]]:
    """The catalogue for the specification at *spec*, in *brief* if so, and what is wrong with its settings.

    The user's own ``rules/`` go first: the folder that the nearest ``specrules.yaml``
    names, or else ``rules`` beside the specification or beside those settings.
    Raises UnreadableFile when the settings name a folder that is not there.
    """
    beside = os.path.dirname(os.path.abspath(os.fspath(spec)))
    path = nearest_settings(beside)
    settings, findings = read_settings(read_tree(read_text(path))) if path else (None, ())
    named = settings.rules if settings else ""
    own = own_rules(beside, path, named)
    if path and named and not own:
        raise UnreadableFile(
            f"{shown(path)} names the folder {named} for rules, and there is none beside it."
        )
    return Library([*([own] if own else []), shipped("rules")], brief=brief), findings


def read_spec(path: Path, library: Library | None = None) -> Reading:
    """Read the specification in the file at *path*, with *library* or the catalogue that goes with it.

    Raises UnreadableFile when the file cannot be opened.
    """
    return _read(read_tree(read_text(path)), library)


def _read(tree: Tree, library: Library | None) -> Reading:
    if library is not None:
        return read_spec_tree(tree, library)
    found, findings = library_for(tree.source.path)
    reading = read_spec_tree(tree, found)
    return reading._replace(findings=(*findings, *reading.findings))


def read_specs(paths: Iterable[Path], library: Library | None = None) -> Iterator[Reading]:
    """Read every specification that *paths* name, those in folders among them, in order.

    A file is read as a specification when it is named itself, and in a folder
    unless it says that it is something else.  Raises UnreadableFile.
    """
    for path in paths:
        named = os.fspath(path)
        for file in yaml_files(named):
            tree = read_tree(read_text(file))
            if file == named or kind_of(tree) in (None, "spec"):
                yield _read(tree, library)


def yaml_files(path: str) -> Iterator[str]:
    """*path* itself, or every YAML file below it."""
    if not os.path.isdir(path):
        yield path
        return
    for name in _names(path):
        inner = os.path.join(path, name)
        if name.startswith("."):
            continue
        if os.path.isdir(inner):
            yield from yaml_files(inner)
        elif name.endswith((".yaml", ".yml")):
            yield inner


def kind_of(tree: Tree) -> str | None:
    """The kind of file that a tree says it is ("spec", "return"), or None when it does not say."""
    entry = tree.root.get("specrules") if isinstance(tree.root, Mapping) else None
    return entry.value.text.rpartition(" ")[0] if entry and isinstance(entry.value, Scalar) else None
