"""What is asked and answered on the local page, apart from how it is sent.

``server`` makes forms of what a browser sends, and of answers what it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.report.html import pages

if TYPE_CHECKING:
    from collections.abc import Mapping


class Form(NamedTuple):
    """What somebody wrote into a form: the texts of each field, and files by the names they came with."""

    fields: Mapping[str, list[str]]
    files: tuple[tuple[str, bytes], ...] = ()

    def text(self, name: str) -> str:
        """What is in a field, or ""."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def lines(self, name: str) -> str:
        """What is in a large field, with line ends as they are within specrules."""
        return next(iter(self.fields.get(name, ())), "").replace("\r\n", "\n")

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that was ticked under one name."""
        return tuple(self.fields.get(name, ()))


@dataclass(frozen=True, slots=True)
class Answer:
    """A page or a file (*body*), *data* for a script, or an address to go on at, *goes_to* with its *query*.

    *file* is the name under which it is kept.  *policy* is that of a page which has
    its own; *nonce* is a word with which the script of a page may style itself.
    """

    body: bytes = b""
    kind: str = "text/html"
    code: int = 200
    file: str = ""
    policy: str = ""
    nonce: str = ""
    data: Any = None
    goes_to: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


class Wrong(NamedTuple):
    """What is wrong with what was written into a field of a form."""

    field: str
    says: str


def shown(template: str, code: int = 200, nonce: str = "", **values: Any) -> Answer:
    """The page that *template* makes of *values*."""
    return Answer(
        pages.fill(f"local/{template}.html.j2", nonce=nonce, **values).encode(), code=code, nonce=nonce
    )


def goes_on(path: str, **query: str) -> Answer:
    """Go on at another address."""
    return Answer(goes_to=path, query=query)


def by_field(wrong: tuple[Wrong, ...]) -> dict[str, str]:
    """What is wrong, by field; "" for a field that is right."""
    return Said({each.field: each.says for each in wrong})


class Said(dict[str, str]):
    """What was written into the fields of a form; "" for those that were left open."""

    def __missing__(self, name: str) -> str:
        return ""
