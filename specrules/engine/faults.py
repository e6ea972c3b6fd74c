"""Engine faults that carry what is needed to bring them about again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import EngineFault
from specrules.engine.rules import as_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.engine.rules import Rule, Signature
    from specrules.result import Result


class Exchange(NamedTuple):
    """What passed between us and durable-rules for one decision, in the order it did.

    *rulesets* and *facts* are the JSON it was given; *fired* the rules it named for each fact.
    """

    rulesets: tuple[str, ...]
    facts: tuple[str, ...]
    fired: tuple[tuple[str, ...], ...]


class ReproducibleFault(EngineFault):
    """An engine fault in the decision of *rule* for *signature*.

    *answers* holds what each engine said, by its name; *exchange* what durable-rules was told.
    """

    def __init__(
        self,
        message: str,
        rule: Rule,
        signature: Signature,
        answers: Mapping[str, Result],
        exchange: Exchange,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.signature = signature
        self.answers = dict(answers)
        self.exchange = exchange

    def reproducer(self) -> str:
        """Return all that is needed to bring the fault about again, as JSON text."""
        import json

        rulesets, facts, fired = self.exchange
        return json.dumps(
            {
                "fault": str(self),
                "rule": as_data(self.rule.tree),
                "signature": [result.name for result in self.signature],
                "answers": {name: result.name for name, result in self.answers.items()},
                "rulesets": [json.loads(text) for text in rulesets],
                "facts": [json.loads(text) for text in facts],
                "fired": fired,
            },
            indent=2,
        )


class Disagreement(ReproducibleFault):
    """The two engines came to different results, so there is no verdict."""


class LostPlace(ReproducibleFault):
    """durable-rules failed twice in a row, so there is no verdict."""


class Stopped(ReproducibleFault):
    """durable-rules ended the process it ran in, or never answered, twice over the same situation.

    *exchange* has what it is told of that, and the rules that it should have named.
    """

    def __init__(self, rule: Rule, signature: Signature, exchange: Exchange) -> None:
        message = "durable-rules stopped without an answer; this is a fault in specrules, please report it"
        super().__init__(message, rule, signature, {}, exchange)
