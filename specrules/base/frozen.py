"""Small frozen classes that are quick to define.

``@frozen`` does for a class what ``@dataclass(frozen=True, slots=True)`` does: its
annotated names become slots, in the order in which they are given when one is
made; it cannot be changed afterwards, and equals another with the same values.
Everything between the text of a file and its findings is made of such classes,
and ``dataclasses`` takes longer to import than most files take to lint.

``NamedTuple`` does what that of ``typing`` does, for values that are taken apart or
made by the thousand, and is defined in a quarter of the time.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, overload

__all__ = ["NamedTuple", "frozen", "replace"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple, dataclass_transform
else:
    try:
        from _collections import _tuplegetter as _place
    except ImportError:  # elsewhere than in CPython

        def _place(number, said):
            return property(itemgetter(number), doc=said)

    def dataclass_transform(**_):
        """Tells a type checker how the decorator is used, and nobody else."""
        return lambda decorator: decorator

    class _Places(type):
        """Makes the annotated names of a class the places of a tuple."""

        def __new__(cls, name, bases, namespace):
            if type(bases[0]) is not _Places or hasattr(bases[0], "_fields"):
                return super().__new__(cls, name, bases, namespace)
            names = tuple(namespace.get("__annotations__", ()))
            defaults = {each: namespace.pop(each) for each in names if each in namespace}
            places = {each: _place(number, None) for number, each in enumerate(names)}
            own = {"__slots__": (), "__match_args__": names, "_fields": names, "_field_defaults": defaults}
            made = super().__new__(cls, name, bases, {**namespace, **places, **own})
            made.__new__ = _written_later(made, "__new__", lambda: _tuple_maker(made))
            return made

    class NamedTuple(tuple, metaclass=_Places):
        """A tuple whose places have names: the annotated names of a class, in their order."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, /, **changes):
            made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"{type(self).__name__} has no field {next(iter(changes))}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"


T = TypeVar("T")


@overload
def frozen(plain: type[T], /) -> type[T]: ...
@overload
def frozen(*, apart: tuple[str, ...]) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def frozen(plain: type[T] | None = None, /, *, apart: tuple[str, ...] = ()) -> Any:
    """Make a class frozen: ``@frozen``, or ``@frozen(apart=("written",))``.

    Fields in *apart* are kept but take no part in comparison, such as where a thing was written.
    """
    return _frozen(plain, apart) if plain else lambda later: _frozen(later, apart)


def replace(value: T, **changes: object) -> T:
    """Return *value* with some of its fields changed. TypeError when it has no field of that name."""
    places, values_of = _fields(type(value).__match_args__)  # type: ignore[attr-defined]
    values = list(values_of(value))
    for name, each in changes.items():
        if name not in places:
            raise TypeError(f"{type(value).__name__} has no field {name}")
        values[places[name]] = each
    return type(value)(*values)


@cache
def _fields(names: tuple[str, ...]) -> tuple[dict[str, int], Callable[[Any], tuple[Any, ...]]]:
    """Where each of *names* stands, and what gets all their values at once, three times as quickly."""
    places = {name: place for place, name in enumerate(names)}
    if len(names) > 1:
        return places, attrgetter(*names)
    return places, lambda value: tuple(getattr(value, name) for name in names)


def _frozen(plain: type[T], apart: tuple[str, ...]) -> type[T]:
    names = tuple(plain.__annotations__)
    namespace: dict[str, Any] = {
        name: each for name, each in plain.__dict__.items() if name not in ("__dict__", "__weakref__", *names)
    }
    defaults = {name: plain.__dict__[name] for name in names if name in plain.__dict__}
    namespace |= {"__slots__": names, "__match_args__": names}
    made: Any = type(plain.__name__, plain.__bases__, namespace)
    made.__init__ = _written_later(made, "__init__", lambda: _maker(made, names, defaults))
    compared = tuple(name for name in names if name not in apart)
    for name, method in _comparing(compared).items():
        if name not in plain.__dict__:
            setattr(made, name, method)
    made.__setattr__ = made.__delattr__ = _refuse
    made.__getstate__, made.__setstate__ = _state, _restore
    whole: type[T] = made
    return whole


def _written_later(made: Any, name: str, write: Callable[[], Any]) -> Any:
    """What makes a value, written out when the first one is made: of many a class, a run makes none."""

    def maker(*given: Any, **named: Any) -> Any:
        setattr(made, name, write())
        return getattr(made, name)(*given, **named)

    return staticmethod(maker) if name == "__new__" else maker


def _tuple_maker(made: Any) -> Any:
    """The ``__new__`` of a named tuple, written out once."""
    names, defaults = made._fields, made._field_defaults
    scope: dict[str, Any] = {"make": tuple.__new__}
    scope |= {f"default_{name}": each for name, each in defaults.items()}
    given = "".join(f", {name}=default_{name}" if name in defaults else f", {name}" for name in names)
    values = "".join(f"{name}, " for name in names)
    return staticmethod(_function("__new__", f"cls{given}", f"return make(cls, ({values}))", made, scope))


def _maker(made: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """The ``__init__`` of a class, written out once: it sets each slot, past the refusal to change any."""
    scope: dict[str, Any] = {f"set_{name}": made.__dict__[name].__set__ for name in names}
    scope |= {f"default_{name}": each for name, each in defaults.items()}
    given = ", ".join(f"{name}=default_{name}" if name in defaults else name for name in names)
    body = "; ".join(f"set_{name}(self, {name})" for name in names)
    return _function("__init__", f"self, {given}", body, made, scope)


def _function(name: str, given: str, body: str, made: Any, scope: dict[str, Any]) -> Any:
    exec(f"def {name}({given}): {body}", scope)  # noqa: S102 - the names are those of our own fields
    function = scope[name]
    function.__qualname__ = f"{made.__qualname__}.{name}"
    return function


def _comparing(names: tuple[str, ...]) -> dict[str, Any]:
    values: Callable[[Any], Any] = attrgetter(*names)

    def equal(self: Any, other: Any) -> Any:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def shown(self: Any) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}({fields})"

    return {"__eq__": equal, "__hash__": hashed, "__repr__": shown}


def _refuse(self: Any, name: str, *_: object) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be changed")


def _state(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__match_args__)


def _restore(self: Any, state: tuple[Any, ...]) -> None:
    for name, each in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, each)
