"""Two engines that share no code, asked the same and compared.

In go a rule and its signature; out comes the result both came to.  Where they differ
there is no verdict but a ``Disagreement``, with all that is needed to look into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.engine.faults import Disagreement, ReproducibleFault, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.engine import Durable
    from specrules.engine.faults import Exchange
    from specrules.engine.plain import PlainEngine
    from specrules.engine.rules import Question, Rule, Signature
    from specrules.result import Result


class BothEngines:
    """Decides with *durable*, and lets the answer stand only if *plain* agrees."""

    name = "both"

    def __init__(self, durable: Durable, plain: PlainEngine) -> None:
        self._durable = durable
        self._plain = plain

    def decide(self, rule: Rule, signature: Signature) -> Result:
        """Return the result of *rule* for *signature*.

        Raises Disagreement where the engines differ, LostPlace where durable-rules fails
        twice, Stopped where it ends its process, and ValueError if the sizes of rule and signature differ.
        """
        return self._agreed(rule, signature, self._durable.decide(rule, signature))

    def decide_all(self, questions: Sequence[Question]) -> Iterator[Result | Stopped]:
        """Yield the result of each of *questions*, or the stop in place of one durable-rules stopped over.

        Raises Disagreement and LostPlace as ``decide`` does.
        """
        for (rule, signature), said in zip(questions, self._durable.decide_all(questions), strict=True):
            yield said if isinstance(said, Stopped) else self._agreed(rule, signature, said)

    def _agreed(self, rule: Rule, signature: Signature, one: Result) -> Result:
        """What durable-rules says, where plain Python says the same. Raises Disagreement."""
        other = self._plain.decide(rule, signature)
        if one is other:
            return one
        names = self._durable.name, self._plain.name
        message = (
            f"{names[0]} says {one.shown} and {names[1]} says {other.shown} of the same results,"
            " so there is no verdict; this is a fault in specrules, please report it"
        )
        answers = dict(zip(names, (one, other), strict=True))
        raise Disagreement(message, rule, signature, answers, self._exchange(rule, signature))

    def _exchange(self, rule: Rule, signature: Signature) -> Exchange:
        """What passes between us and durable-rules over a question. It is asked again, as others may have
        been asked since."""
        try:
            self._durable.decide(rule, signature)
        except ReproducibleFault as fault:
            return fault.exchange
        return self._durable.exchange
