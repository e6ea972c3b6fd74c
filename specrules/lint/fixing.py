"""Mend what is safe to mend in a file, and hold every fix to what it promises.

In: a file as it is, and how to look at one.  Out: its text as it could be, and
which findings that puts right.  A fix is tried out before it is kept: its finding
must go and no error may come.  A safe one must also leave what was read as it
was: who owes what to whom, how firmly, and what is good enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.files import Source, read_text, source_of
from specrules.base.findings import Severity
from specrules.library import kind_of, library_for
from specrules.lint.allow import comments_in
from specrules.lint.allowed import ALLOWS_NOTHING, allowed
from specrules.lint.fixes import Fix, fix_of, may_have_fix
from specrules.lint.look import by_rules
from specrules.lint.outcome import Outcome
from specrules.spec.model import Spec, StandardClause
from specrules.spec.reader import (
    check_return,
    read_settings,
    read_spec,
    read_standard_clause,
    read_theme,
)
from specrules.text.edits import apply
from specrules.text.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.text.tree import Tree

#: Mending one fault can bring another to light; a file that is still not done after so many rounds is left.
_MOST_ROUNDS = 100
#: Fixes that cannot be made together are tried one by one, so many of them in a round.
_MOST_ALONE = 50


class Mended(NamedTuple):
    """A file before and after: which findings were put right, with the text they were found in.

    *resaved* is the finding about how the old file was saved, if it had one.
    """

    before: Source
    text: str
    made: tuple[tuple[Fix, str], ...] = ()
    resaved: Finding | None = None

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.made or self.resaved)

    @property
    def data(self) -> bytes:
        """The new file."""
        return self.text.encode("utf-8-sig" if self.before.encoding == "utf-8-sig" else "utf-8")


def mended_files(run: LintRun, *, unsafe: bool = False) -> tuple[Mended, ...]:
    """Every file in which lint found something, mended as far as can be; only those that change.

    A file of the catalogue that was not looked at for itself is left alone.
    Nothing is written.  Raises UnreadableFile when one can no longer be read.
    """
    files = [file for file in dict.fromkeys(each.place.file for each in run.findings) if file in run.names]
    shown = {(each.place.file, each.code, each.message) for each in run.findings}
    found = (mended(read_text(path), unsafe=unsafe, shown=shown) for path in files)
    return tuple(each for each in found if each.changed)


def mended(
    source: Source, *, unsafe: bool = False, shown: Container[tuple[str, str, str]] | None = None
) -> Mended:
    """Put right what can be in the text of *source*; also what is not safe to, when *unsafe*.

    What a comment or a baseline lets stand is none of *shown*, the files, codes and messages of findings.
    """
    resaved = next((each for each in source.findings if each.severity is Severity.WARNING), None)
    now, made = _as_utf_8(source, source.text), []
    seen = _read(now)
    for _ in range(_MOST_ROUNDS):
        step = _step(now, _without_hidden(seen, shown), unsafe)
        if step is None:
            break
        made += [(fix, now.text) for fix in step.fixes]
        now, seen = step.source, step.read
    return Mended(source, now.text, tuple(made), resaved)


def fixes_for(source: Source, wanted: Callable[[Finding], bool]) -> Iterator[Fix]:
    """Every fix of a *wanted* finding in *source* that keeps its promises when it alone is made."""
    seen = _read(source)
    for finding in filter(wanted, (*seen.findings, *seen.by_rules)):
        fix = fix_of(finding, seen.tree)
        if fix and _tried(source, seen, [fix]):
            yield fix


def fixable(findings: Iterable[Finding], sources: Mapping[str, str]) -> int:
    """How many of *findings* have a safe fix, in texts by the path of their file."""
    by_file: dict[str, list[Finding]] = {}
    for each in findings:
        by_file.setdefault(each.place.file, []).append(each)
    return sum(_fixable(path, sources[path], mine) for path, mine in by_file.items() if path in sources)


def _fixable(path: str, text: str, findings: Sequence[Finding]) -> int:
    resaved = sum(each.code == "FI111" and each.severity is Severity.WARNING for each in findings)
    mine = list(filter(may_have_fix, findings))
    # Where all are for their author to mend, the file need not be read again.
    tree = read_tree(Source(path, text, "", "utf-8")) if mine else None
    fixes = (fix_of(each, tree) for each in mine if tree)
    return resaved + sum(each.safe for each in fixes if each)


def _as_utf_8(source: Source, text: str) -> Source:
    return source_of(source.path, text.encode("utf-8", "surrogatepass")) if text else source


# -- one round


class _Read(NamedTuple):
    """What a file says, as far as it can be read, what the reading found, and what the lint rules did."""

    tree: Tree
    document: Any
    findings: Sequence[Finding]
    by_rules: Sequence[Finding] = ()


class _Step(NamedTuple):
    """A file with *fixes* made."""

    source: Source
    read: _Read
    fixes: Sequence[Fix]


def _read(source: Source) -> _Read:
    """What a file says by itself; what is wrong in its settings or catalogue is another file's."""
    tree = read_tree(source)
    document, found = _READERS.get(kind_of(tree) or "", _as_spec)(tree)
    is_ruled = tree.complete and isinstance(document, Spec | StandardClause)
    ruled = by_rules(document, tuple(found), source.text) if is_ruled else ()
    idle = _idle_comments(tree, (*found, *ruled))
    mine = ([each for each in some if each.place.file == source.path] for some in (found, (*ruled, *idle)))
    return _Read(tree, document, *mine)


def _idle_comments(tree: Tree, found: tuple[Finding, ...]) -> list[Finding]:
    """The comments of a file that allow nothing of what was *found*."""
    is_sound = tree.complete and not any(each.severity is Severity.ERROR for each in found)
    outcome = Outcome("", 0, found, comments_in(tree), is_sound)
    return [each for each in allowed(tree.source.path, outcome, "")[0] if each.code == ALLOWS_NOTHING]


def _without_hidden(seen: _Read, shown: Container[tuple[str, str, str]] | None) -> _Read:
    """*seen* without what the rules found and nobody is shown."""
    if shown is None:
        return seen
    kept = [each for each in seen.by_rules if (each.place.file, each.code, each.message) in shown]
    return seen._replace(by_rules=kept)


def _as_spec(tree: Tree) -> tuple[Any, Sequence[Finding]]:
    return read_spec(tree, library_for(tree.source.path)[0])


def _as_theme(tree: Tree) -> tuple[Any, Sequence[Finding]]:
    return read_theme(tree, "")


def _as_log(tree: Tree) -> tuple[Any, Sequence[Finding]]:
    from specrules.log.reading import read_log

    return read_log(tree)


def _as_return(tree: Tree) -> tuple[Any, Sequence[Finding]]:
    return None, check_return(tree)


_READERS: Mapping[str, Callable[[Tree], tuple[Any, Sequence[Finding]]]] = {
    "standard clause": read_standard_clause,
    "theme": _as_theme,
    "settings": read_settings,
    "meeting log": _as_log,
    "return": _as_return,
}


def _step(source: Source, seen: _Read, unsafe: bool) -> _Step | None:
    """All fixes that can be made at once or else the first that can be made at all; None when none can."""
    found = (fix_of(each, seen.tree) for each in (*seen.findings, *seen.by_rules))
    fixes = _apart(each for each in found if each and (each.safe or unsafe))
    alone = [[fix] for fix in fixes[:_MOST_ALONE]]
    steps = (_tried(source, seen, each) for each in ([fixes, *alone] if fixes else []))
    return next((step for step in steps if step), None)


def _apart(fixes: Iterable[Fix]) -> list[Fix]:
    """Those of *fixes* that change nothing another before them changes."""
    taken: list[tuple[tuple[int, int], tuple[int, int]]] = []
    apart = []
    for fix in fixes:
        spans = [(edit.span[:2], edit.span[2:]) for edit in fix.edits]
        if not any(start <= last and first <= end for start, end in spans for first, last in taken):
            taken += spans
            apart.append(fix)
    return apart


def _tried(source: Source, seen: _Read, fixes: Sequence[Fix]) -> _Step | None:
    """The file with *fixes* made, or None when that breaks a promise."""
    after = _as_utf_8(source, apply(source.text, [edit for fix in fixes for edit in fix.edits]))
    found = _read(after)
    kept = not all(fix.safe for fix in fixes) or still_says(seen.document, found.document)
    codes = {fix.finding.code for fix in fixes}
    before, left = (
        [*each.findings, *(more for more in each.by_rules if more.code in codes)] for each in (seen, found)
    )
    return _Step(after, found, fixes) if kept and _only_gone(before, fixes, left) else None


# A line out of place hides what else is wrong round it, since that might follow from it.
_HIDING = frozenset({"FI115", "FI199"})


def _only_gone(before: Iterable[Finding], fixes: Iterable[Fix], after: Iterable[Finding]) -> bool:
    """Whether the findings of *fixes* are gone and no error has come, but for what they had hidden."""
    gone = Counter(fix.finding.code for fix in fixes)
    left = Counter(each.code for each in before)
    left.subtract(gone)
    there = Counter(each.code for each in after)
    if any(there[code] > left[code] for code in gone):
        return False
    return bool(_HIDING & gone.keys()) or all(there[code] <= left[code] for code in there)


# -- what was read

# Where a thing is written and how its file is saved may change, and which themes may be used, which binds
# nobody, and on which page a passage stands; what it says may not.
_APART = frozenset({"written", "file", "digest", "catalogues", "catalogue_digests", "page"})


def still_says(before: Any, after: Any) -> bool:
    """Whether *after* says what *before* said; where that said nothing yet, it may say something."""
    if before is None or before in ("", ()) or before == after:
        return True
    if isinstance(before, Mapping):
        return all(name in after and still_says(each, after[name]) for name, each in before.items())
    if isinstance(before, tuple):
        return _all_still_say(before, after)
    if type(before) is not type(after) or not hasattr(before, "__match_args__"):
        return False
    names = [name for name in type(before).__match_args__ if name not in _APART]
    return all(still_says(getattr(before, name), getattr(after, name)) for name in names)


def _all_still_say(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    """Parts with a name are held against those of the same name; others against those in the same place."""
    known = {_name_of(each): each for each in after}
    if all(_name_of(each) for each in before):
        return all(still_says(each, known.get(_name_of(each), ())) for each in before if each)
    return len(before) == len(after) and all(map(still_says, before, after))


def _name_of(part: Any) -> str:
    return str(getattr(part, "id", "") or getattr(part, "name", ""))
