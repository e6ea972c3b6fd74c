"""The first engine, asked in a process apart: a crash inside durable-rules stops nothing here.

In go a rule and its signature; out comes a result, or ``Stopped`` where durable-rules ended its process,
or never answered, twice over this one question.  Many questions go in one message, since to pass one on
takes longer than to answer it.  Where no answer comes back they go again one at a time, so that it is known
at once which of them it was; it is asked again in a process that has seen nothing else, and the next
question goes on from there.  A process is used by one after the other, and replaced when it has answered
many.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from specrules.base.isolated import Idle, end, start
from specrules.engine.faults import Exchange, LostPlace, Stopped
from specrules.engine.rules import as_data
from specrules.result import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.engine.rules import Question, Rule, Signature
    from specrules.result import Result

SECONDS = 30
MOST_ASKED = 50_000
MOST_TOGETHER = 1_000
"""So many questions are answered in a small part of the time that an answer may take."""
MOST_STOPS = 20
"""After so many questions without an answer there is something wrong with durable-rules itself."""

_START = "from specrules.engine.inside import main; main()"
_PLACE = {result: place for place, result in enumerate(RESULTS)}


class Apart:
    """Decides with durable-rules in a process of its own; *seconds* is the time that was waited for it.

    Raises OSError when no process can be started.
    """

    name = "durable-rules"

    def __init__(self) -> None:
        self.seconds, self.stops = 0.0, 0
        self._lock = Lock()
        self._worker: _Worker | None = IDLE.take()

    def decide(self, rule: Rule, signature: Signature) -> Result:
        """Return the result of *rule* for *signature*.

        Raises ValueError if their sizes differ, LostPlace if durable-rules fails twice, and Stopped.
        """
        rule.check(signature)
        with self._lock:
            started = perf_counter()
            said = self._said(rule, signature) if self.stops < MOST_STOPS else None
            self.seconds += perf_counter() - started
            self.stops += said is None
        if said is None:
            from specrules.engine.durable import expected

            raise Stopped(rule, signature, expected(rule, signature))
        return _result(rule, signature, said)

    def decide_all(self, questions: Sequence[Question]) -> Iterator[Result | Stopped]:
        """Yield the result of each of *questions*, or the stop in place of one that it stops over.

        Raises ValueError if the sizes of a rule and signature differ, and LostPlace as ``decide`` does.
        """
        for first in range(0, len(questions), MOST_TOGETHER):
            yield from self._together(questions[first : first + MOST_TOGETHER])

    def _together(self, questions: Sequence[Question]) -> Iterator[Result | Stopped]:
        """What comes of questions that go in one message, and one by one where that has no answer."""
        for rule, signature in questions:
            rule.check(signature)
        with self._lock:
            started = perf_counter()
            said = self._said_together(questions)
            self.seconds += perf_counter() - started
        for number, (rule, signature) in enumerate(questions):
            yield _result(rule, signature, said[number]) if said else self._alone(rule, signature)

    def _alone(self, rule: Rule, signature: Signature) -> Result | Stopped:
        try:
            return self.decide(rule, signature)
        except Stopped as stop:
            return stop

    @property
    def exchange(self) -> Exchange:
        """What passed between us and durable-rules in the last decision."""
        said = self._worker.ask({}) if self._worker else None
        return _exchange(said) if said else Exchange((), (), ())

    def close(self) -> None:
        """Let the process wait for whoever asks next. The engine can still be used."""
        if self._worker:
            IDLE.give(self._worker)
        self._worker = None

    def _said(self, rule: Rule, signature: Signature) -> dict[str, Any] | None:
        """What was said to a question, and None where there is no answer to be had."""
        worker = self._ready()
        try:
            said = worker.decide(rule, signature)
        except BaseException:  # somebody interrupted us, and whoever asks next may not get this answer
            self._end()
            raise
        if said is None:
            self._end()
            if worker.asked > 1:
                # It may have ended for what came before, so one that was asked nothing else is asked too.
                self._worker = _Worker()
                return self._said(rule, signature)
        return said

    def _said_together(self, questions: Sequence[Question]) -> list[dict[str, Any]] | None:
        """What was said to each question, and None where there is no answer to all of them."""
        worker = self._ready()
        try:
            said = worker.decide_all(questions)
        except BaseException:  # as above
            self._end()
            raise
        if said is None:
            self._end()
        return said

    def _ready(self) -> _Worker:
        """A process that waits for questions, a new one where it has answered many."""
        self._worker = self._worker or IDLE.take()
        if self._worker.asked >= MOST_ASKED:
            self._end()
            self._worker = _Worker()
        return self._worker

    def _end(self) -> None:
        if self._worker:
            self._worker.close()
        self._worker = None


def _result(rule: Rule, signature: Signature, said: dict[str, Any]) -> Result:
    """The result that was said. Raises LostPlace where it was a fault."""
    if "fault" in said:
        raise LostPlace(said["fault"], rule, signature, {}, _exchange(said))
    return RESULTS[said["result"]]


def _exchange(said: dict[str, Any]) -> Exchange:
    rulesets, facts, fired = said["exchange"]
    return Exchange(tuple(rulesets), tuple(facts), tuple(map(tuple, fired)))


class _Worker:
    """One process that decides. Raises OSError when it cannot be started."""

    def __init__(self) -> None:
        self.asked = 0
        self._numbers: dict[Rule, int] = {}
        self._process = start(_START, "durable_rules_engine")

    def decide(self, rule: Rule, signature: Signature) -> dict[str, Any] | None:
        """What it says of one question; None when it ended, or never said anything."""
        return self.ask(self._question(rule, signature))

    def decide_all(self, questions: Iterable[Question]) -> list[dict[str, Any]] | None:
        """What it says of each question; None when it ended, or never said anything."""
        answer = self.ask({"questions": [self._question(*each) for each in questions]})
        return None if answer is None else answer["answers"]

    def _question(self, rule: Rule, signature: Signature) -> dict[str, Any]:
        self.asked += 1
        asked: dict[str, Any] = {"signature": [_PLACE[result] for result in signature]}
        if rule not in self._numbers:
            self._numbers[rule] = len(self._numbers)
            asked["tree"] = as_data(rule.tree)
        return asked | {"rule": self._numbers[rule]}

    def ask(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """Its answer, or None."""
        to, back = self._process.stdin, self._process.stdout
        assert to is not None and back is not None  # noqa: S101 - both were asked for above
        try:
            to.write(json.dumps(asked).encode() + b"\n")
            to.flush()
        except OSError:  # it ended while it was being written to
            return None
        line = back.readline() if _answers_in_time(back.fileno()) else b""
        answer: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
        return answer

    def close(self) -> None:
        """End it, and wait until it has ended."""
        end(self._process)


def _answers_in_time(file: int) -> bool:
    """Whether something comes before the time is up. Windows cannot be asked, and waits."""
    import select

    return os.name == "nt" or bool(select.select([file], [], [], SECONDS)[0])


IDLE = Idle(_Worker)


def ready() -> None:
    """Start a process now, unless one waits already, so that it is ready by the time it is asked."""
    with suppress(OSError):  # where none can be started, that is dealt with when there is something to decide
        IDLE.give(IDLE.take())
