"""Turn the results of checks into verdicts, and the verdicts of requirements into cards.

In go a rule and a signature, one result for each of its inputs; out comes a result.
Two engines that share no code work it out, durable-rules and plain Python, and they
must agree.  Every distinct situation is decided once, and those of many parties are asked for together::

    with open_engine() as engine:
        engine.decide_all([(rule, zip(*columns))])
        verdicts = list(map(engine.table(rule).__getitem__, zip(*columns)))
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from specrules.engine.faults import Disagreement, LostPlace, ReproducibleFault, Stopped
from specrules.result import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    from specrules.engine.faults import Exchange
    from specrules.engine.rules import Question, Rule, Signature
    from specrules.result import Result

__all__ = [
    "Asked",
    "Choice",
    "Disagreement",
    "Engine",
    "Engines",
    "LostPlace",
    "OpenEngine",
    "ReproducibleFault",
    "Stopped",
    "Table",
    "make_ready",
    "open_engine",
]

Choice: TypeAlias = Literal["both", "durable", "python"]
Engines: TypeAlias = "Callable[[Choice], AbstractContextManager[OpenEngine]]"
"""What opens engines: ``open_engine``, or what does more about their faults."""

ALONE = (
    "durable-rules could not be loaded, so the plain Python engine worked out every verdict alone."
    " To have two engines compared, install it with pip install 'specrules[durable]'."
)


class Engine(Protocol):
    """Whatever can decide a rule."""

    @property
    def name(self) -> str: ...

    def decide(self, rule: Rule, signature: Signature) -> Result:
        """Return the result of *rule* for *signature*."""

    def decide_all(self, questions: Sequence[Question]) -> Iterator[Result | Stopped]:
        """Yield the result of each of *questions*, or the stop in place of one that it stopped over."""


class Durable(Engine, Protocol):
    """durable-rules, in this process or in one apart: what it was told last, and how long it took."""

    seconds: float

    @property
    def exchange(self) -> Exchange: ...

    def close(self) -> None: ...


class Asked(NamedTuple):
    """How many distinct signatures were decided, and the seconds durable-rules spent on them."""

    signatures: int
    durable_seconds: float


class Table(dict["Signature", "Result"]):
    """The results of one rule by signature. One that is not there yet is decided and kept."""

    def __init__(self, decided: Callable[[Signature], Result]) -> None:
        super().__init__()
        self._decided = decided

    def __missing__(self, signature: Signature) -> Result:
        self[signature] = result = self._decided(signature)
        return result


class OpenEngine:
    """An engine that remembers what it has decided.

    *used* names the engines at work, with versions.  *note* is a sentence for the
    reader where that is less than was asked for, and otherwise None.  *stopped* holds
    the situations on which durable-rules stopped: nothing rests on them.
    """

    def __init__(
        self,
        name: Choice,
        engine: Engine,
        durable: Durable | None,
        used: tuple[str, ...],
        note: str | None = None,
    ) -> None:
        self.name = name
        self.used = used
        self.note = note
        self._engine = engine
        self._durable = durable
        self.stopped: dict[Rule, dict[Signature, Stopped]] = {}
        self._tables: dict[Rule, Table] = {}

    def decide(self, rule: Rule, signature: Signature) -> Result:
        """Return the result of *rule* for *signature*, decided at most once.

        Raises ValueError if their sizes differ, and EngineFault (Disagreement or LostPlace)
        where there can be no verdict.
        """
        return self.table(rule)[signature]

    def decide_all(self, situations: Iterable[tuple[Rule, Iterable[Signature]]]) -> None:
        """Decide every signature of every rule that is not decided yet, put to the engines together.

        Raises what ``decide`` does, of the first that has no verdict.
        """
        new: dict[Rule, dict[Signature, None]] = {}
        for rule, signatures in situations:
            decided = self.table(rule)
            found = dict.fromkeys(signatures)
            new.setdefault(rule, {}).update((each, None) for each in found if each not in decided)
        questions = [(rule, each) for rule, found in new.items() for each in found]
        for (rule, signature), said in zip(questions, self._engine.decide_all(questions), strict=True):
            self._tables[rule][signature] = self._kept(said)

    def table(self, rule: Rule) -> Table:
        """Return the results of *rule* by signature, for asking in bulk."""
        table = self._tables.get(rule)
        if table is None:
            table = self._tables[rule] = Table(partial(self._decided, rule))
        return table

    def _decided(self, rule: Rule, signature: Signature) -> Result:
        """The result that the engines come to; no evidence where one of them has none to give."""
        try:
            return self._engine.decide(rule, signature)
        except Stopped as fault:
            return self._kept(fault)

    def _kept(self, said: Result | Stopped) -> Result:
        """A result; no evidence for a stop, which is kept."""
        if not isinstance(said, Stopped):
            return said
        self.stopped.setdefault(said.rule, {})[said.signature] = said
        return NO_EVIDENCE

    @property
    def asked(self) -> Asked:
        """What has been decided so far."""
        seconds = self._durable.seconds if self._durable else 0.0
        return Asked(sum(map(len, self._tables.values())), seconds)

    def close(self) -> None:
        """Give back what durable-rules holds. What was decided stays."""
        if self._durable:
            self._durable.close()

    def __enter__(self) -> OpenEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_engine(choice: Choice = "both") -> OpenEngine:
    """Return the engine of *choice*; durable-rules in a process apart, where a crash in it stops nothing.

    Without durable-rules, ``both`` goes on with plain Python alone and says so in its
    note; ``durable`` raises EngineFault, which says how to install it.
    """
    from specrules.engine.plain import PlainEngine

    plain = PlainEngine()
    if choice == "python":
        return OpenEngine(choice, plain, None, (plain.name,))

    from specrules.engine.durable import available, version

    if choice == "both" and not available():
        return OpenEngine(choice, plain, None, (plain.name,), ALONE)
    durable = _durable()
    if choice == "durable":
        return OpenEngine(choice, durable, durable, (version(),))

    from specrules.engine.both import BothEngines

    return OpenEngine(choice, BothEngines(durable, plain), durable, (version(), plain.name))


def make_ready(choice: Choice = "both") -> None:
    """Let the process of durable-rules start while something else is read, for an engine opened later."""
    from importlib.util import find_spec

    if choice != "python" and find_spec("durable_rules_engine"):
        from specrules.engine.apart import ready

        ready()


def _durable() -> Durable:
    """durable-rules in a process apart; in this one where no other can be started.

    Raises EngineFault when it cannot be loaded.
    """
    from specrules.engine.apart import Apart
    from specrules.engine.durable import DurableEngine

    here = DurableEngine()
    try:
        return Apart()
    except OSError:
        return here
