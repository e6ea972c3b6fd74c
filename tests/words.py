"""The words of programmers, which no message may use."""

import re

PROGRAMMERS = re.compile(
    r"\b(propert(y|ies)|schemas?|null|tokens?|mappings?|scalars?|instances?|booleans?|strings?|integers?"
    r"|pars(e[ds]?|er|ing)|nodes?|dicts?|tuples?|regex|stdout|stdin|exception|syntax|arrays?|objects?"
    r"|attributes?|invalid|unexpected|arguments?|undefined|enums?)\b",
    re.IGNORECASE,
)
