"""The first engine: durable-rules, driven within the limits it was measured to keep.

In go a rule and its signature; out comes a result.  Only the C module is used, one fact
at a time, in one session per ruleset, and each fact is withdrawn before the next.  Every
fact must end with the closing rule, which shows that all others had their turn.  On any
error the rulesets are built afresh and the decision is tried once more.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import finalize

from specrules.base.errors import EngineFault
from specrules.engine.faults import Exchange, LostPlace
from specrules.engine.lowering import compile_rule
from specrules.engine.strata import SENTINEL, as_json, starter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.engine.rules import Question, Rule, Signature
    from specrules.engine.strata import Derivation, Page, Values
    from specrules.result import Result

MOST_OPEN = 64
"""How many rules are kept ready at once. Each holds about half a megabyte in durable-rules."""

_SESSION = "1"


def available() -> bool:
    """Whether durable-rules is installed and can be loaded."""
    try:
        _load()
    except ImportError:
        return False
    return True


def version() -> str:
    """Return the name and version of what is installed: ``durable-rules 2.0.28``."""
    from importlib.metadata import version

    return f"{DurableEngine.name} {version('durable-rules')}"


def _load() -> Any:
    """Return the C module of durable-rules. Raises ImportError."""
    if sys.version_info >= (3, 13) and hasattr(sys, "setdlopenflags"):
        # Its one symbol that Python 3.13 lacks is never called, and lazy binding never looks for it.
        import os

        flags = sys.getdlopenflags()
        sys.setdlopenflags(os.RTLD_LAZY)
        try:
            import durable_rules_engine
        finally:
            sys.setdlopenflags(flags)
    import durable_rules_engine

    return durable_rules_engine


class DurableEngine:
    """Decides with durable-rules; *seconds* is the time it has spent.

    Raises EngineFault when durable-rules cannot be loaded.
    """

    name = "durable-rules"

    def __init__(self) -> None:
        try:
            self._engine = _load()
        except ImportError as problem:
            raise EngineFault(
                "durable-rules is not installed or cannot be loaded; install it with"
                " pip install 'specrules[durable]', which needs a C compiler, or choose another engine"
            ) from problem
        self.seconds = 0.0
        self._open: dict[Rule, _Session] = {}
        self._last: _Session | None = None
        self._lock = Lock()
        finalize(self, _close_all, self._open)

    def decide(self, rule: Rule, signature: Signature) -> Result:
        """Return the result of *rule* for *signature*.

        Raises ValueError if their sizes differ, and LostPlace if durable-rules fails twice.
        """
        rule.check(signature)
        with self._lock:
            started = perf_counter()
            try:
                return self._try(rule, signature)
            except Exception:
                return self._try_once_more(rule, signature)
            finally:
                self.seconds += perf_counter() - started

    def decide_all(self, questions: Iterable[Question]) -> Iterator[Result]:
        """Yield the result of each of *questions*, which are asked one by one."""
        return (self.decide(rule, signature) for rule, signature in questions)

    @property
    def exchange(self) -> Exchange:
        """What passed between us and durable-rules in the last decision."""
        return self._last.exchange() if self._last else Exchange((), (), ())

    def close(self) -> None:
        """Give back all that durable-rules holds. The engine can still be used."""
        _close_all(self._open)

    def _try(self, rule: Rule, signature: Signature) -> Result:
        self._last = None
        try:
            self._last = session = self._session(rule)
            return session.decide(signature)
        except BaseException:
            if broken := self._open.pop(rule, None):
                broken.close()
            raise

    def _try_once_more(self, rule: Rule, signature: Signature) -> Result:
        try:
            return self._try(rule, signature)
        except Exception as problem:
            message = (
                f"durable-rules failed twice on the same rule ({problem}), so there is no verdict;"
                " this is a fault in specrules, please report it"
            )
            raise LostPlace(message, rule, signature, {}, self.exchange) from problem

    def _session(self, rule: Rule) -> _Session:
        """Return the session for *rule*, having closed the one left unused for longest if there are many."""
        session = self._open.pop(rule, None)
        if session is None:
            while len(self._open) >= MOST_OPEN:
                self._open.pop(next(iter(self._open))).close()
            session = _Session(self._engine, rule)
        self._open[rule] = session
        return session


def _close_all(sessions: dict[Rule, _Session]) -> None:
    while sessions:
        sessions.popitem()[1].close()


class _Step(NamedTuple):
    """One page as it is put to its ruleset: the fact to fill in, and how to withdraw it."""

    ruleset: _Ruleset
    template: str
    keys: tuple[str, ...]
    withdrawal: str


class _Session:
    """The rulesets of one rule, ready to be asked."""

    def __init__(self, engine: Any, rule: Rule) -> None:
        self._strata = compile_rule(rule)
        self._texts = as_json(self._strata)
        self._rulesets: list[_Ruleset] = []
        self._told: list[tuple[str, list[str]]] = []
        try:
            for text in self._texts:
                self._rulesets.append(_Ruleset(engine, text))
        except BaseException:
            self.close()
            raise
        self._start = starter(self._strata)
        self._steps = self._prepared()
        self._head_of = {
            each.name: each.head.key
            for stratum in self._strata.strata
            for page in stratum.pages
            for each in page.derivations
        }

    def _prepared(self) -> list[list[_Step]]:
        """Return the steps of each stratum. Facts are numbered, so that each can be withdrawn by its id."""
        facts = 0
        strata = []
        for stratum in self._strata.strata:
            steps = []
            for page in stratum.pages:
                facts += 1
                template, withdrawal = _fact_of(stratum.number, page, facts)
                steps.append(_Step(self._rulesets[page.ruleset], template, page.keys, withdrawal))
            strata.append(steps)
        return strata

    def decide(self, signature: Signature) -> Result:
        """Return the result for *signature*; raise whatever goes wrong."""
        values = self._start(signature)
        self._told = []
        for steps in self._steps:
            derived: list[str] = []
            for ruleset, template, keys, withdrawal in steps:
                fact = template % tuple([values[key] for key in keys])
                fired: list[str] = []
                self._told.append((fact, fired))
                ruleset.fire(fact, withdrawal, fired)
                derived += fired[:-1]
            for name in derived:
                values[self._head_of[name]] = 1
        return self._strata.read(values)

    def exchange(self) -> Exchange:
        facts = tuple(fact for fact, _ in self._told)
        return Exchange(self._texts, facts, tuple(tuple(fired) for _, fired in self._told))

    def close(self) -> None:
        while self._rulesets:
            self._rulesets.pop().close()


def _fact_of(stratum: int, page: Page, number: int) -> tuple[str, str]:
    """The fact for a page with its flags to be filled in, and how it is withdrawn."""
    fixed = f'"sid":"{_SESSION}","id":"{number}"'
    place = f'"L":{stratum},"P":{page.number},"close":1'
    flags = "".join(f',"{key}":%d' for key in page.keys)
    return f"{{{fixed},{place}{flags}}}", f"{{{fixed}}}"


def expected(rule: Rule, signature: Signature) -> Exchange:
    """What durable-rules is told of a situation, and the rules it should name, found without asking it."""
    strata = compile_rule(rule)
    values = starter(strata)(signature)
    facts: list[str] = []
    fired: list[tuple[str, ...]] = []
    for stratum in strata.strata:
        seen = dict(values)
        for page in stratum.pages:
            template, _ = _fact_of(stratum.number, page, len(facts) + 1)
            firing = [each for each in page.derivations if _holds(each, seen)]
            facts.append(template % tuple(seen[key] for key in page.keys))
            fired.append((*(each.name for each in firing), SENTINEL))
            values |= {each.head.key: 1 for each in firing}
    return Exchange(as_json(strata), tuple(facts), tuple(fired))


def _holds(derivation: Derivation, values: Values) -> bool:
    """Whether every flag that a derivation wants has its value."""
    return all(values[flag.key] == value for flag, value in derivation.wanted)


class _Ruleset:
    """One ruleset inside durable-rules."""

    def __init__(self, engine: Any, text: str) -> None:
        self._engine = engine
        self._handle = engine.create_ruleset("r", text)
        self._has_closed = False

    def fire(self, fact: str, withdrawal: str, fired: list[str]) -> None:
        """Put *fact*, add the names of the rules it fires to *fired*, and withdraw it.

        Raises EngineFault if the fact is refused or the closing rule is not the last to fire,
        and whatever durable-rules raises.
        """
        refused, state = self._engine.assert_fact(self._handle, fact)
        if refused:
            raise EngineFault(f"a fact was refused with code {refused}")
        if action := self._engine.start_action_for_state(self._handle, state):
            self._drain(state, action[1], fired)
        if fired[-1:] != [SENTINEL]:
            raise EngineFault("the closing rule did not fire last")
        self._has_closed = True
        self._engine.retract_fact(self._handle, withdrawal)

    def _drain(self, state: int, message: str | None, fired: list[str]) -> None:
        """Complete the action that *message* tells of, and all that follow it."""
        try:
            while message:
                # {"c1.1":{...}} names the rule
                fired.append(message[2 : message.index('"', 2)])
                message = self._engine.complete_and_start_action(self._handle, state)
        except BaseException:
            # Otherwise the session would stay locked, and silent, for a minute. Before an action
            # has started there is nothing to abandon, and durable-rules would free what it never had.
            with suppress(Exception):
                self._engine.abandon_action(self._handle, state)
            raise

    def close(self) -> None:
        """Give the ruleset back, as far as durable-rules will take it."""
        # Deleting a session in which nothing has fired yet frees what was never allocated.
        if self._has_closed:
            with suppress(Exception):
                self._engine.delete_state(self._handle, _SESSION)
        with suppress(Exception):
            self._engine.delete_ruleset(self._handle)
