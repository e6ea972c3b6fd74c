"""Service specifications for drug and alcohol treatment: linted, compiled, and checked against returns.

Everything in ``__all__`` is the public interface.  Each name is loaded when it
is first used, so that ``import specrules`` costs nothing.
"""

import sys

__version__ = "0.1.0"

# Spelt out, because importing typing takes longer than printing the version does.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from specrules.base.errors import EngineFault, NothingChecked, NotWritten, SpecrulesError, UnreadableFile
    from specrules.base.findings import Finding, Place, Severity
    from specrules.compile import compile_spec
    from specrules.judging.review import Run, review
    from specrules.library import read_spec
    from specrules.lint import lint
    from specrules.spec.model import Spec
    from specrules.values.periods import Period, read_period
else:
    ModuleType = type(sys)

__all__ = [
    "EngineFault",
    "Finding",
    "NotWritten",
    "NothingChecked",
    "Period",
    "Place",
    "Run",
    "Severity",
    "Spec",
    "SpecrulesError",
    "UnreadableFile",
    "compile_spec",
    "lint",
    "read_period",
    "read_spec",
    "review",
]

_HOMES = {
    "EngineFault": "base.errors",
    "Finding": "base.findings",
    "NotWritten": "base.errors",
    "NothingChecked": "base.errors",
    "Period": "values.periods",
    "Place": "base.findings",
    "Run": "judging.review",
    "Severity": "base.findings",
    "Spec": "spec.model",
    "SpecrulesError": "base.errors",
    "UnreadableFile": "base.errors",
    "compile_spec": "compile",
    "lint": "lint",
    "read_period": "values.periods",
    "read_spec": "library",
    "review": "judging.review",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in. Raises AttributeError for any other name."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


class _Package(ModuleType):
    """A package in which ``lint`` and ``review`` are the functions, whichever is imported first.

    Importing the module ``specrules.lint`` would otherwise put the module where
    the function of that name belongs.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
