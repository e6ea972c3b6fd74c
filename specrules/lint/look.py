"""Look at one file: how it reads, and what the lint rules find in it.

In: the bytes of a file.  Out: what kind of file it is, everything wrong with it,
and the comments in it that allow a finding to stand.  Everything slow is
imported from here, so a run that has nothing new to look at does not import this.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH119, PTH120

from __future__ import annotations

import os
import re
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from specrules.base.collecting import rarely_collecting
from specrules.base.files import shown, source_of
from specrules.base.findings import Finding, Severity
from specrules.base.frozen import NamedTuple, replace
from specrules.library import kind_of, library_for
from specrules.lint.about import duties, named
from specrules.lint.allow import comments_in, may_have_comments
from specrules.lint.allowed import PAGES
from specrules.lint.clauses import clauses
from specrules.lint.outcome import NOT_OURS, Outcome
from specrules.lint.page import FILE_PAGES
from specrules.lint.people import may_identify, told
from specrules.lint.rules import INDEX, all_rules, called_for, is_by_requirement, rules_for
from specrules.spec.catalogue import principles_of
from specrules.spec.clauses import without_principle
from specrules.spec.faults import FAULTS
from specrules.spec.model import Requirement, Spec, StandardClause
from specrules.spec.reader import (
    check_return,
    read_settings,
    read_spec,
    read_standard_clause,
    read_theme,
    unnamed,
)
from specrules.text.tree import Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from specrules.base.files import Source
    from specrules.base.findings import Place
    from specrules.base.homes import Settings
    from specrules.library import Library
    from specrules.lint.registry import Rule, Wrong
    from specrules.spec.kept import Kept
    from specrules.text.placed import Placed
    from specrules.text.spreading import Spread

#: How many rules every file is looked at by.
RULES = len(INDEX) + len(FAULTS) + len(FILE_PAGES) + len(PAGES)

# What is kept of the passages of many files: that of some twenty that have nothing in common.
_MOST_KEPT = 4_000

# Values made while one file is looked at; they are dropped before the next. More would only need more room.
_MADE = 10_000

# So many passages are known to have nothing personal in them: those of some twenty files.
_MOST_PASSAGES = 1_000

# Of so many texts that follow one another it is known which rules they call for as a whole.
_MOST_TEXTS = 8

# So many requirements are new in a file that somebody is typing; in another of many files, more are.
_FEW = 2

# The line with which our files begin, also where it is misspelt.
_OURS = r"(?im)^[\"']?spec[-_ ]?rules?[\"']?[ \t]*:"


class _Before(NamedTuple):
    """The last look at a file in which reading found nothing: its tree, and what was made of its parts."""

    tree: Tree
    kept: Kept


# Where requirements follow one another, spreading them out is worth it.
_HAS_PASSAGES = "\nrequirements:"


class _Glances:
    """Passages that were read before, what was made of them, and the files in which something was found."""

    def __init__(self) -> None:
        from specrules.spec.kept import Kept
        from specrules.text.passages import Passages

        self.passages = Passages(_is_ordinary)
        self.kept = Kept(placeless=True, most=_MOST_KEPT)
        self.found_in: set[str] = set()

    def tree_of(self, source: Source) -> Tree | None:
        """The tree of *source* with places that need not be true, or None where it needs a closer look."""
        if source.findings or source.path in self.found_in:
            return None
        root = self.passages.read(source.text)
        if root is None:
            return None
        self.kept.begin()
        return Tree(source, root, (), is_plain=True)


@lru_cache(maxsize=_MOST_PASSAGES)
def _is_ordinary(passage: str) -> bool:
    """Whether nothing in *passage* is personal, or a comment that may allow something."""
    return not (may_identify(passage) or may_have_comments(passage))


class Looker:
    """Looks at files one after another, and reads each catalogue once.

    One that *remembers* is for an editor: what did not change in a file since the
    last look at it is not looked at again.  One for *many* files does not look again
    at passages that several of them have.
    """

    def __init__(self, *, remembers: bool = False, many: bool = False) -> None:
        self._libraries: dict[str, tuple[Library, tuple[Finding, ...]]] = {}
        self._remembers = remembers
        self._before: dict[str, _Before] = {}
        self._placed: dict[str, Placed] = {}
        self._glances = _Glances() if remembers or many else None

    @rarely_collecting(_MADE)
    def look(self, path: str, data: bytes, *, asked_for: bool) -> Outcome:
        """What there is to say of the file at *path*, which holds *data*.

        One that was not *asked_for* by name is not ours unless it says so.
        """
        source = source_of(shown(path), data)
        no_text = source.findings and not source.text
        if not (asked_for or no_text or is_ours(source.text)):
            return Outcome(NOT_OURS)
        if self._is_clean_at_a_glance(source):
            return Outcome("spec", RULES)
        outcome = self._looked(source, asked_for=asked_for)
        if self._glances:
            # Where something was found, and is being worked on, a glance would only be in vain.
            found_in = self._glances.found_in
            (found_in.add if outcome.findings else found_in.discard)(source.path)
        return outcome

    def _is_clean_at_a_glance(self, source: Source) -> bool:
        """Whether *source* is a specification with nothing to find and nothing to allow in it."""
        tree = self._glances.tree_of(source) if self._glances else None
        if self._glances is None or tree is None or kind_of(tree) != "spec":
            return False
        library, trouble = self._library(source.path)
        spec, found = read_spec(tree, library, self._glances.kept)
        if spec is None or trouble or found:
            return False
        return not _anything_found(spec, source.text, self._glances.kept)

    def _looked(self, source: Source, *, asked_for: bool) -> Outcome:
        """What there is to say of *source*, whatever it is."""
        tree, kept = self._read(source)
        kind = kind_of(tree) or ""
        if not asked_for and kind in _OF_PARTIES:
            return Outcome(kind)
        found, more = self._found(tree, kind, kept)
        if kind == "spec" and found:
            found, more = self._of_two_lines(tree.source, found, more)
        if tree.spread:
            found, more = _moved_back(tree, tree.spread, found), _moved_back(tree, tree.spread, more)
        # What was spread out has nothing personal in it.
        elif may_identify(source.text):
            found, more = told(source.path, source.text, (*found, *more)), ()
        is_sound = tree.complete and not any(each.severity is Severity.ERROR for each in found)
        return Outcome(kind, RULES, (*found, *more), comments_in(tree), is_sound)

    def _read(self, source: Source) -> tuple[Tree, Kept | None]:
        """The tree of *source*, and what was kept from the last look at the same file where all was well."""
        if not self._remembers:
            return read_tree(source), None
        from specrules.spec.kept import Kept
        from specrules.text.rereading import read_again

        before = self._before.get(source.path)
        tree = self._spread_out(source, before.tree if before else None)
        tree = tree or (read_again(before.tree, source) if before else read_tree(source))
        if not tree.is_plain:
            return tree, None
        kept = before.kept if before else Kept()
        # Of the same text only the whole is asked for again, and its parts are not to be forgotten.
        if not before or tree.root is not before.tree.root:
            kept.begin()
        self._before[source.path] = _Before(tree, kept)
        return tree, kept

    def _spread_out(self, source: Source, before: Tree | None) -> Tree | None:
        """The tree of *source*, spread out so that a new line moves nothing; None where lines mean more."""
        from specrules.text.passages import passages_of
        from specrules.text.placed import Placed
        from specrules.text.spreading import spread_out

        if "\r" in source.text or _HAS_PASSAGES not in source.text:
            return None
        passages = passages_of(source.text)
        if not all(map(_is_ordinary, passages)):
            return None
        spread = spread_out(passages, before.spread if before else None)
        placed = self._placed.setdefault(source.path, Placed())
        return placed.read(replace(source, text=spread.text), spread)

    def _found(self, tree: Tree, kind: str, kept: Kept | None) -> tuple[Iterable[Finding], Iterable[Finding]]:
        """What is wrong with one file as its kind is read, and what the rules for its kind find."""
        path = tree.source.path
        document: Spec | StandardClause | None = None
        match kind:
            case "standard clause":
                document, found = read_standard_clause(tree)
                found = (*found, *self._of_its_principle(document))
            case "theme":
                found = read_theme(tree, os.path.basename(os.path.dirname(os.path.abspath(path))))[1]
            case "meeting log":
                found = _log(tree, self._library(path)[0])
            case "measure":
                found = _measure(tree, self._library(path)[0])
            case _ if kind in _SMALL:
                found = _SMALL[kind](tree)
            case _:
                library, trouble = self._library(path)
                document, found = read_spec(tree, library, kept)
                found = (*trouble, *found)
        # Of a file that could not be read to its end, nothing more can be said.
        if document is None or not tree.complete:
            return found, ()
        return found, by_rules(document, found, tree.source.text, kept, tree.spread)

    def _of_two_lines(
        self, source: Source, found: Iterable[Finding], more: Iterable[Finding]
    ) -> tuple[Iterable[Finding], Iterable[Finding]]:
        """What was *found*, and what *more*; of what comes of two lines that changed places, one finding."""
        from specrules.lint.swapped import two_lines_as_one

        def look(changed: Source) -> Iterator[Finding]:
            return chain(*self._found(read_tree(changed), "spec", None))

        one = two_lines_as_one(source, (*found, *more), look)
        return (one, ()) if one else (found, more)

    def _of_its_principle(self, clause: StandardClause | None) -> tuple[Finding, ...]:
        """What is wrong with the principle of a standard *clause*, where it stands in its catalogue."""
        if clause is None or clause.written is None or not clause.principle:
            return ()
        file = clause.written.file
        library = self._library(file)[0]
        library.clause(clause.id)
        its_file = library.used.get(f"{clause.id}.yaml", "")
        is_in = bool(its_file) and os.path.realpath(its_file) == os.path.realpath(file)
        return without_principle(clause, principles_of(library)) if is_in else ()

    def _library(self, path: str) -> tuple[Library, tuple[Finding, ...]]:
        """The catalogue for the specification at *path*, and what is wrong with its settings."""
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._libraries:
            self._libraries[folder] = library_for(path, brief=True)
        return self._libraries[folder]


def _moved_back(tree: Tree, spread: Spread, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was *found* in a text that was spread out, where it is written."""
    from specrules.text.spreading import moved_back

    return tuple(moved_back(each, tree.source.path, spread) for each in found)


def is_ours(text: str) -> bool:
    """Whether a file with *text* says that it belongs to specrules, if with a slip."""
    return bool(re.search(_OURS, text))


def settings_in(path: str, data: bytes) -> Settings | None:
    """The settings that the file at *path* holds, or None when they cannot be read."""
    return read_settings(read_tree(source_of(shown(path), data)))[0]


def _settings(tree: Tree) -> tuple[Finding, ...]:
    return read_settings(tree)[1]


def _log(tree: Tree, library: Library) -> tuple[Finding, ...]:
    from specrules.lint.logs import of_log

    return of_log(tree, library)


def _table(tree: Tree) -> tuple[Finding, ...]:
    from specrules.spec.tables import read_table

    return read_table(tree)[1]


def _coverage(tree: Tree) -> tuple[Finding, ...]:
    from specrules.spec.tables import read_coverage

    return read_coverage(tree)[1]


def _measure(tree: Tree, library: Library) -> tuple[Finding, ...]:
    from specrules.lint.measures import of_measure

    return of_measure(tree, library)


def _dataset(tree: Tree) -> tuple[Finding, ...]:
    from specrules.spec.datasets import read_dataset

    return read_dataset(tree)[1]


def _note(tree: Tree) -> tuple[Finding, ...]:
    from specrules.spec.notes import read_note

    return read_note(tree)[1]


_SMALL: Mapping[str, Callable[[Tree], tuple[Finding, ...]]] = {
    "settings": _settings,
    "return": check_return,
    "table": _table,
    "coverage": _coverage,
    "dataset": _dataset,
    "extract": _note,
}

# What parties send and what meetings agree is judged in a review; in a folder it is not the linter's.
_OF_PARTIES = ("return", "meeting log", "extract")


# -- one document


def by_rules(
    document: Spec | StandardClause,
    found: tuple[Finding, ...],
    text: str,
    kept: Kept | None = None,
    spread: Spread | None = None,
) -> list[Finding]:
    """What the lint rules find in *document*, apart from what follows from faults *found* in reading it.

    A requirement that was *kept* from looking before is not looked at again by rules that see nothing else;
    of a text that was *spread* out it is known which passages call for which rules.
    """
    errors = [each.place for each in found if each.severity is Severity.ERROR]
    unread = [each.place for each in found if each.name == "not-yaml"]
    wrongs = list(_wrongs(document, text, kept, spread, is_sound=not errors))
    faulty = {
        *_faulty(document, errors),
        *_above(document, unread),
        *_without_their_clause(document, errors),
    }
    told = {(code, wrong.place) for rule, wrong in wrongs for code in rule.over}
    return [
        _finding(rule, wrong)
        for rule, wrong in wrongs
        if (rule.code, wrong.place) not in told and (wrong.about is None or wrong.about.id not in faulty)
    ]


def _wrongs(
    document: Spec | StandardClause, text: str, kept: Kept | None, spread: Spread | None, *, is_sound: bool
) -> Iterator[tuple[Rule, Wrong]]:
    """What the rules find in *document*, rule by rule; less of one that is not sound."""
    apart: Mapping[str, list[Wrong]] = {}
    rules: Iterable[Rule]
    if kept and isinstance(document, Spec):
        # Which rules a whole text calls for takes longer to see than most of them take to find nothing in it.
        rules = _rules_of(_called(spread.passages)) if spread else all_rules().values()
        apart = _found_apart(document, kept, spread)
    else:
        rules = rules_for(text, "\n".join(clause.text for clause in clauses(document)))
    for rule in rules:
        if isinstance(document, rule.on) and (is_sound or not rule.whole):
            for wrong in apart[rule.code] if rule.code in apart else rule.look(document):
                yield rule, wrong


@lru_cache(maxsize=_MOST_TEXTS)
def _called(passages: tuple[str, ...]) -> frozenset[str]:
    """The codes of the rules that a text with *passages* calls for."""
    return frozenset().union(*map(called_for, passages))


def _rules_of(codes: Collection[str]) -> list[Rule]:
    """The rules of *codes*, in the order of their pages."""
    return [rule for code, rule in all_rules().items() if code in codes]


def _found_apart(spec: Spec, kept: Kept, spread: Spread | None) -> dict[str, list[Wrong]]:
    """What the rules find, by their codes, that look at one requirement after another."""
    # Where other things stand is hidden from these rules, so that they need not look again when it changes.
    around = replace(spec, title="", requirements=(), written=None, digest="")
    headings = [each for each in spread.passages if not each.startswith(" ")] if spread else []
    called = _called(tuple(headings))
    written = tuple(each.written for each in spec.parties)
    around, _, called = beside = kept.same("beside", (around, written, called))
    found: dict[str, list[Wrong]] = {rule.code: [] for rule in _rules_apart()}
    for each in spec.requirements:
        for code, wrong in kept.of((each, beside), partial(_found_in, each, around, called, spread)):
            found[code].append(wrong)
    return found


def _anything_found(spec: Spec, text: str, kept: Kept) -> bool:
    """Whether the rules find anything; those that look at each requirement by itself look at new ones."""
    parties = kept.same("parties", unnamed(spec.parties))
    new = tuple(each for each in spec.requirements if not kept.has((each, parties)))
    alone = replace(spec, requirements=new)
    apart = {rule.code for rule in _rules_apart()}
    rules: Iterable[Rule]
    # Which rules a text calls for takes longer to see than all of them take to find nothing in a few.
    if len(new) > _FEW:
        rules = rules_for(text, "\n".join(clause.text for clause in clauses(alone)))
    else:
        rules = [rule for code, rule in all_rules().items() if new or code not in apart]
    for rule in rules:
        if Spec in rule.on and any(rule.look(alone if rule.code in apart else spec)):
            return True
    for each in new:
        kept.of((each, parties), bool)
    return False


def _found_in(
    requirement: Requirement, around: Spec, called: frozenset[str], spread: Spread | None
) -> list[tuple[str, Wrong]]:
    """What rules find in *requirement* by itself: those that it calls for, or were *called* for beside it."""
    alone = replace(around, requirements=(requirement,))
    rules: Iterable[Rule] = _rules_apart()
    if spread and requirement.written:
        here = called_for(spread.passage(requirement.written.span.line)).union(called)
        rules = [rule for rule in rules if rule.code in here]
    return [(rule.code, wrong) for rule in rules for wrong in rule.look(alone)]


@cache
def _rules_apart() -> tuple[Rule, ...]:
    """The rules for specifications that look at each requirement by itself."""
    return tuple(rule for rule in all_rules().values() if Spec in rule.on and is_by_requirement(rule))


def _faulty(document: Spec | StandardClause, errors: Iterable[Place]) -> Iterator[str]:
    """The requirements and parties in which there are *errors*, so that nothing more is said of them."""
    from bisect import bisect_left

    path = document.written.file if document.written else ""
    starts = sorted(place.span[:2] for place in errors if place.span and place.file == path)
    parties = document.parties if isinstance(document, Spec) else ()
    for each in (*duties(document), *parties):
        if each.written:
            span = each.written.span
            first = bisect_left(starts, span[:2])
            if first < len(starts) and starts[first] < span[2:]:
                yield each.id


def _above(document: Spec | StandardClause, unread: Iterable[Place]) -> Iterator[str]:
    """The requirements at whose end, or behind it, something could not be read that may belong to them."""
    written = [(each.written.span, each.id) for each in duties(document) if each.written]
    for place in unread:
        above = [(span, id) for span, id in written if place.span and span.line <= place.span.line]
        if above and place.span and place.span.column > max(above)[0].column:
            yield max(above)[1]


def _without_their_clause(document: Spec | StandardClause, errors: Iterable[Place]) -> Iterator[str]:
    """The requirements whose standard clause is there, and could not be read or has errors."""
    broken = {place.file for place in errors}
    for each in document.requirements if isinstance(document, Spec) else ():
        clause = each.standard_clause
        if clause and clause.written:
            if clause.written.file in broken:
                yield each.id
        elif each.written and "standard-clause" in each.written.keys:
            yield each.id


def _finding(rule: Rule, wrong: Wrong) -> Finding:
    subject = named(wrong.about) if wrong.about else None
    return Finding(
        rule.code,
        rule.name,
        rule.severity,
        wrong.place,
        wrong.message,
        subject,
        meant=wrong.meant,
        remedy=wrong.remedy,
        also=wrong.also,
    )
