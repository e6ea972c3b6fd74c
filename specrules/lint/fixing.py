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

from specrules.edits import apply
from specrules.files import Source, source_of
from specrules.findings import Severity
from specrules.lint.fixes import Fix, fix_of
from specrules.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from specrules.findings import Finding
    from specrules.spec.model import Spec, StandardClause

#: Mending one fault can bring another to light; a file that is still not done after so many rounds is left.
_MOST_ROUNDS = 100
#: Fixes that cannot be made together are tried one by one, so many of them in a round.
_MOST_ALONE = 50


class Looked(NamedTuple):
    """What a file says, as far as it can be read, and everything found in it."""

    document: Spec | StandardClause | None
    findings: Sequence[Finding]


class Mended(NamedTuple):
    """A file after mending: its source, which findings were put right, and those that are left."""

    source: Source
    made: tuple[Fix, ...]
    left: Sequence[Finding]


def mended(source: Source, look: Callable[[Source], Looked], *, unsafe: bool = False) -> Mended:
    """Put right what can be in the text of *source*; also what is not safe to, when *unsafe*."""
    made: list[Fix] = []
    seen = look(source)
    for _ in range(_MOST_ROUNDS):
        step = _step(source, seen, look, unsafe)
        if step is None:
            break
        source, seen, fixes = step
        made += fixes
    return Mended(source, tuple(made), seen.findings)


_Step = tuple[Source, Looked, "list[Fix]"]


def _step(source: Source, seen: Looked, look: Callable[[Source], Looked], unsafe: bool) -> _Step | None:
    """All fixes that can be made at once or else the first that can be made at all; None when none can."""
    tree = read_tree(source)
    found = (fix_of(each, tree) for each in seen.findings)
    fixes = _apart(each for each in found if each and (each.safe or unsafe))
    for chosen in [fixes] if fixes else []:
        after = _tried(source, seen, chosen, look)
        if after:
            return (*after, chosen)
    for fix in fixes[:_MOST_ALONE] if len(fixes) > 1 else []:
        after = _tried(source, seen, [fix], look)
        if after:
            return (*after, [fix])
    return None


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


def _tried(
    source: Source, seen: Looked, fixes: Sequence[Fix], look: Callable[[Source], Looked]
) -> tuple[Source, Looked] | None:
    """The file and what is found in it with *fixes* made, or None when that breaks a promise."""
    text = apply(source.text, [edit for fix in fixes for edit in fix.edits])
    after = source_of(source.path, text.encode("utf-8"))
    found = look(after)
    safe = all(fix.safe for fix in fixes)
    kept = not safe or still_says(seen.document, found.document)
    return (after, found) if kept and _only_gone(seen.findings, fixes, found.findings) else None


def _only_gone(before: Iterable[Finding], fixes: Iterable[Fix], after: Iterable[Finding]) -> bool:
    """Whether the findings of *fixes* are gone, and no error has come."""
    left = Counter(each.code for each in before)
    left.subtract(fix.finding.code for fix in fixes)
    errors = Counter(each.code for each in after if each.severity is Severity.ERROR)
    mended_codes = {fix.finding.code for fix in fixes}
    there = Counter(each.code for each in after)
    return all(errors[code] <= left[code] for code in errors) and all(
        there[code] <= left[code] for code in mended_codes
    )


# -- what was read

# Where a thing is written and how its file is saved may change; what it says may not.
_APART = frozenset({"written", "file", "digest", "catalogue_digests"})


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
