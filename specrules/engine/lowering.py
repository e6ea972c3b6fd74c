"""Lower a rule to the strata that durable-rules is safe with.

In goes a rule; out come strata.  A tree is known by six flags.  Two say whether it
applies and whether it is allowed; four say whether its low and its high end reach 1 and
2.  A flag for an end is held in one of two ways:

- strictly: the tree applies, and its end reaches the threshold;
- leniently: the same, or the tree does not apply.

An item that does not apply thus drops out of the lowest of several when it is held
leniently, and out of the highest when it is held strictly.  Either way one derivation
settles one flag, however many items there are, and only flags somebody asks for are
derived.  Whether a tree is allowed matters only where it does not apply, so for a list
the flag says that something in it is allowed.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from specrules.base.errors import EngineFault
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, Tree, When
from specrules.engine.strata import Answer, Derivation, Flag, Page, Says, Strata, Stratum, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# durable-rules 2.0.28 was measured to bear 64 matches for one fact, 31 terms in a pattern,
# 252 keys in a fact and 255 rules behind one prefix. A pattern opens with its stratum and page,
# and a fact also holds those, its two ids and the closing mark.
RULES_ON_A_PAGE = 49
TERMS_IN_A_RULE = 27
KEYS_ON_A_PAGE = 190
RULES_IN_A_RULESET = 199

FIXED_KEYS = ("sid", "id", "L", "P", "close")

Terms: TypeAlias = tuple[Wanted, ...]
_List: TypeAlias = All | AnyOf | AtLeast | Graded


class _End(NamedTuple):
    """One end of a range and a threshold, with what a strict and a lenient flag say of them."""

    strict: Says
    lenient: Says
    least: int

    def says(self, strict: bool) -> Says:
        return self.strict if strict else self.lenient


_LOW_1 = _End(Says.LOW_1, Says.LOW_1_UNLESS_NA, 1)
_LOW_2 = _End(Says.LOW_2, Says.LOW_2_UNLESS_NA, 2)
_HIGH_1 = _End(Says.HIGH_1, Says.HIGH_1_UNLESS_NA, 1)
_HIGH_2 = _End(Says.HIGH_2, Says.HIGH_2_UNLESS_NA, 2)

# The opposite reaches 1 where the other end does not reach 2, and so on.
_OPPOSITE = {_LOW_1: _HIGH_2, _LOW_2: _HIGH_1, _HIGH_1: _LOW_2, _HIGH_2: _LOW_1}


class _Held(NamedTuple):
    """What affirms that an end reaches a threshold, and whether it does so strictly."""

    strict: bool
    at: Wanted


def compile_rule(rule: Rule) -> Strata:
    """Return *rule* as strata within the limits above. Raises EngineFault if two names share a hash."""
    lowering = _Lowering()
    answer = lowering.answer(rule.tree)
    refuse_shared_hashes([*FIXED_KEYS, *(flag.key for flag in lowering.flags)])
    return Strata(
        rule=rule,
        strata=tuple(_paged([list(level.values()) for level in lowering.levels])),
        given=tuple(flag for flag in lowering.flags if flag.key.startswith("a")),
        derived=tuple(flag for flag in lowering.flags if flag.key.startswith("c")),
        answer=answer,
    )


class _Lowering:
    """The flags and derivations of one rule, as far as somebody asked for them.

    ``levels[0]`` is the first stratum.  A flag may be read one stratum after the last
    in which it is derived.
    """

    def __init__(self) -> None:
        self.flags: list[Flag] = []
        self.levels: list[dict[object, Derivation]] = []
        self._flags_of = {"a": 0, "c": 0}
        self._settled_in: dict[str, int] = {}
        self._ways: dict[str, int] = {}
        self._known: dict[tuple[Tree, Says], Wanted] = {}
        self._held: dict[tuple[Tree, _End], _Held] = {}

    def answer(self, tree: Tree) -> Answer:
        """Return where the result of *tree* is read. The engine derives even what is only passed on."""
        ends = [(end, self._end(tree, end, strict=True)) for end in (_LOW_1, _LOW_2, _HIGH_1, _HIGH_2)]
        low_1, low_2, high_1, high_2 = (self._own(tree, end.says(strict), at) for end, (strict, at) in ends)
        return Answer(
            applies=self._own(tree, Says.APPLIES, self._applies(tree)),
            allowed=self._own(tree, Says.ALLOWED, self._allowed(tree)),
            ends=(low_1, low_2, high_1, high_2),
        )

    def _own(self, tree: Tree, says: Says, wanted: Wanted) -> Wanted:
        """Return *wanted*, passed on to a flag of *tree* if it was given."""
        return wanted if self._stratum_of([wanted]) else self._every(self._derived(tree, says), [wanted])

    # whether a tree applies, and whether something in it is allowed

    def _applies(self, tree: Tree) -> Wanted:
        return self._availability(tree, Says.APPLIES)

    def _allowed(self, tree: Tree) -> Wanted:
        return self._availability(tree, Says.ALLOWED)

    def _availability(self, tree: Tree, says: Says) -> Wanted:
        """Return what affirms that *tree* applies, or that something in it is allowed."""
        match tree:
            case Not(inner) | Bands(inner, _):
                return self._availability(inner, says)
            case Input():
                return self._given(tree, says)
        if (tree, says) not in self._known:
            self._known[tree, says] = self._derive_availability(tree, says)
        return self._known[tree, says]

    def _derive_availability(self, tree: When | _List, says: Says) -> Wanted:
        if isinstance(tree, When):
            flag = self._derived(tree, says)
            for still_open in self._ways_to_apply(tree.condition):
                self._derive(flag, (self._availability(tree.item, says), *still_open))
            return _affirmed(flag)
        if len(tree.items) == 1:
            return self._availability(tree.items[0], says)
        each = [_denied(self._availability(item, says)) for item in tree.items]
        return self._every(self._derived(tree, says, yes=0), each)

    def _ways_to_apply(self, condition: Tree) -> list[Terms]:
        """Return the ways in which *condition* is neither not met nor not applicable."""
        possible = self._reaches(condition, _HIGH_1)
        allowed = (_denied(self._applies(condition)), self._allowed(condition))
        return [possible, allowed]

    # how far the ends of a tree reach

    def _end(self, tree: Tree, end: _End, *, strict: bool) -> _Held:
        """Return what affirms that *end* of *tree* reaches; held as *strict* says where there is a choice."""
        match tree:
            case Input():
                return _Held(strict, self._given(tree, end.says(strict)))
            case Not(item):
                below = self._end(item, _OPPOSITE[end], strict=not strict)
                return _Held(not below.strict, _denied(below.at))
            case Bands(met, _) if end.least == 2:
                return self._end(met, end, strict=strict)
            case All((only,)) | AnyOf((only,)) | Graded((only,)) | AtLeast(_, (only,)):
                return self._end(only, end, strict=strict)
        if (tree, end) not in self._held:
            self._held[tree, end] = self._derive_end(tree, end)
        return self._held[tree, end]

    def _derive_end(self, tree: When | Bands | _List, end: _End) -> _Held:
        match tree:
            case When():
                return self._conditional(tree, end)
            case Bands():
                return self._half_credit(tree, end)
            case AtLeast(n, items) if 1 < n < len(items):
                return self._counted(tree, end)
            case AnyOf() | AtLeast(1, _):
                return self._highest(tree, end)
            case Graded() if end.least == 1:
                return self._highest(tree, end)
            case _:
                return self._lowest(tree, end)

    def _lowest(self, tree: _List, end: _End, note: str = "") -> _Held:
        """Nothing that applies falls short."""
        held = [self._end(item, end, strict=False) for item in tree.items]
        if not any(each.strict for each in held):
            none = self._derived(tree, end.lenient, note=note)
            return _Held(False, self._every(none, [each.at for each in held]))
        short = self._derived(tree, end.lenient, yes=0, note=note)
        for item in tree.items:
            self._derive(short, self._misses(item, end))
        return _Held(False, _affirmed(short))

    def _highest(self, tree: _List, end: _End) -> _Held:
        """Something applies and reaches."""
        held = [self._end(item, end, strict=True) for item in tree.items]
        if all(each.strict for each in held):
            none = self._derived(tree, end.strict, yes=0)
            return _Held(True, self._every(none, [_denied(each.at) for each in held]))
        some = self._derived(tree, end.strict)
        for item in tree.items:
            self._derive(some, self._reaches(item, end))
        return _Held(True, _affirmed(some))

    def _counted(self, tree: AtLeast, end: _End) -> _Held:
        """Nothing that applies falls short, or *n* items reach: a ladder with a stratum for each item.

        Rung j is set once j items have reached.  An item takes only the rung above the
        last one set, so one derivation fires for it, of at most *n*.
        """
        n, items = tree.n, tree.items
        rungs = [self._derived(tree, end.strict, note=f"{rung} so far") for rung in range(1, n)]
        rungs.append(self._derived(tree, end.lenient))
        self._derive(rungs[-1], [self._lowest(tree, end, note="every item").at])
        stratum = 0
        for place, item in enumerate(items):
            reaches = self._reaches(item, end)
            stratum = 1 + max(stratum, self._stratum_of(reaches))
            # Lower rungs would be too low to reach n with the items left.
            for rung in range(max(0, n + place - len(items)), min(place + 1, n)):
                below = [_affirmed(rungs[rung - 1])] if rung else []
                self._derive(rungs[rung], (*reaches, *below, _denied(_affirmed(rungs[rung]))), stratum)
        return _Held(False, _affirmed(rungs[-1]))

    def _half_credit(self, tree: Bands, end: _End) -> _Held:
        """*met* is met; or it applies, and *partly* is met."""
        met = _LOW_2 if end is _LOW_1 else _HIGH_2
        flag = self._derived(tree, end.strict)
        self._derive(flag, self._reaches(tree.met, met))
        self._derive(flag, (self._applies(tree.met), *self._reaches(tree.partly, met)))
        return _Held(True, _affirmed(flag))

    def _conditional(self, tree: When, end: _End) -> _Held:
        """Only where the condition is surely met does the item raise the low end, or lower the high end."""
        surely = self._reaches(tree.condition, _LOW_2)
        if end in (_LOW_1, _LOW_2):
            raised = self._derived(tree, end.strict)
            self._derive(raised, (*surely, *self._reaches(tree.item, end)))
            return _Held(True, _affirmed(raised))
        lowered = self._derived(tree, end.lenient, yes=0)
        self._derive(lowered, (*surely, *self._misses(tree.item, end)))
        return _Held(False, _affirmed(lowered))

    def _reaches(self, tree: Tree, end: _End) -> Terms:
        """Return what is wanted for *tree* to apply and its *end* to reach."""
        strict, at = self._end(tree, end, strict=True)
        return (at,) if strict else (self._applies(tree), at)

    def _misses(self, tree: Tree, end: _End) -> Terms:
        """Return what is wanted for *tree* to apply and its *end* not to reach."""
        strict, at = self._end(tree, end, strict=False)
        return (self._applies(tree), _denied(at)) if strict else (_denied(at),)

    # flags and derivations

    def _given(self, tree: Input, says: Says) -> Wanted:
        if (tree, says) not in self._known:
            self._known[tree, says] = _affirmed(self._flag("a", tree, says))
        return self._known[tree, says]

    def _derived(self, tree: Tree, says: Says, yes: int = 1, note: str = "") -> Flag:
        return self._flag("c", tree, says, yes, note)

    def _flag(self, kind: str, tree: Tree, says: Says, yes: int = 1, note: str = "") -> Flag:
        self._flags_of[kind] += 1
        flag = Flag(f"{kind}{self._flags_of[kind]}", tree, says, yes, note)
        self.flags.append(flag)
        return flag

    def _every(self, flag: Flag, terms: Sequence[Wanted]) -> Wanted:
        """Set *flag* where all *terms* hold, in parts where they are many; return what affirms it."""
        while len(terms) > TERMS_IN_A_RULE:
            parts = []
            for part, some in enumerate(_shared_out(terms, TERMS_IN_A_RULE), 1):
                of_part = self._derived(flag.tree, flag.says, flag.yes, note=f"part {part}")
                self._derive(of_part, some)
                parts.append(Wanted(of_part, 1))
            terms = parts
        self._derive(flag, terms)
        return _affirmed(flag)

    def _derive(self, flag: Flag, terms: Iterable[Wanted], stratum: int = 0) -> None:
        """Set *flag* where all *terms* hold: in *stratum*, or as soon as they are known."""
        unique = {(each.flag.key, each.value): each for each in terms}
        stratum = stratum or 1 + self._stratum_of(unique.values())
        while len(self.levels) < stratum:
            self.levels.append({})
        level, same = self.levels[stratum - 1], (flag.key, frozenset(unique))
        if same not in level:
            self._ways[flag.key] = way = self._ways.get(flag.key, 0) + 1
            level[same] = Derivation(f"{flag.key}.{way}", tuple(unique.values()), flag)
        self._settled_in[flag.key] = max(stratum, self._settled_in.get(flag.key, 0))

    def _stratum_of(self, terms: Iterable[Wanted]) -> int:
        """Return the last stratum that has a say in *terms*; 0 if all are given."""
        return max((self._settled_in.get(each.flag.key, 0) for each in terms), default=0)


def _affirmed(flag: Flag) -> Wanted:
    return Wanted(flag, flag.yes)


def _denied(wanted: Wanted) -> Wanted:
    return Wanted(wanted.flag, 1 - wanted.value)


def _shared_out(terms: Sequence[Wanted], most: int) -> list[Sequence[Wanted]]:
    """Return *terms* in as few runs of at most *most* as will do, of nearly equal length."""
    length = ceil(len(terms) / ceil(len(terms) / most))
    return [terms[start : start + length] for start in range(0, len(terms), length)]


def _paged(levels: list[list[Derivation]]) -> Iterator[Stratum]:
    """Yield a stratum for each of *levels*, its derivations shared out to pages and rulesets."""
    ruleset = rules = 0
    for number, derivations in enumerate(levels, 1):
        pages: list[Page] = []
        for here, keys in _pages(derivations):
            rules += len(here)
            if rules > RULES_IN_A_RULESET:
                ruleset, rules = ruleset + 1, len(here)
            pages.append(Page(len(pages), ruleset, tuple(here), tuple(keys)))
        yield Stratum(number, tuple(pages))


def _pages(derivations: list[Derivation]) -> Iterator[tuple[list[Derivation], dict[str, None]]]:
    """Yield runs of *derivations* short enough for one page, each with the keys of the flags it reads."""
    here: list[Derivation] = []
    keys: dict[str, None] = {}
    for each in derivations:
        wider = keys | dict.fromkeys(wanted.flag.key for wanted in each.wanted)
        if len(here) == RULES_ON_A_PAGE or len(wider) > KEYS_ON_A_PAGE:
            yield here, keys
            here, wider = [], dict.fromkeys(wanted.flag.key for wanted in each.wanted)
        here.append(each)
        keys = wider
    yield here, keys


def refuse_shared_hashes(names: Iterable[str]) -> None:
    """Raise EngineFault if durable-rules, which tells names apart by FNV-1a/32, would confuse two of them."""
    known: dict[int, str] = {}
    for name in names:
        other = known.setdefault(fnv(name), name)
        if other != name:
            raise EngineFault(f"durable-rules cannot tell {other} from {name}; choose the python engine")


def fnv(name: str) -> int:
    """Return the 32-bit FNV-1a hash of *name* in UTF-8."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
