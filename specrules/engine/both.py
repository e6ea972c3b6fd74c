"""Two engines that share no code, asked the same and compared.

In go a rule and its signature; out comes the result both came to.  Where they differ
there is no verdict but a ``Disagreement``, with all that is needed to look into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.engine.faults import Disagreement

if TYPE_CHECKING:
    from specrules.engine import Durable
    from specrules.engine.plain import PlainEngine
    from specrules.engine.rules import Rule, Signature
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
        one, other = self._durable.decide(rule, signature), self._plain.decide(rule, signature)
        if one is other:
            return one
        names = self._durable.name, self._plain.name
        message = (
            f"{names[0]} says {one.shown} and {names[1]} says {other.shown} of the same results,"
            " so there is no verdict; this is a fault in specrules, please report it"
        )
        answers = dict(zip(names, (one, other), strict=True))
        raise Disagreement(message, rule, signature, answers, self._durable.exchange)
