"""One kept review as a file: its text, and back.

In: what is kept of a review, and the records it comes after.  Out: bytes, always the same for the same
review at the same place; and a record read from such bytes.  A heading has a line of its own, so that
who only needs to know what a record is about reads no further.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.errors import SpecrulesError
from specrules.base.files import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KIND = "run"
FORMAT = "run 1"
NAME = re.compile(r"(?P<period>[0-9][0-9A-Za-z-]{0,40})-(?P<digest>[0-9a-f]{16})\.json")
_ABOUT = ("spec", "version", "period", "as_at", "fingerprint")
_FIRST_OF_BODY = "made"


class NotAsKept(SpecrulesError):
    """A record is not what it was when it was kept, or cannot be read. The text says why, in one sentence."""


class Role(StrEnum):
    """What a file was to a review."""

    SPECIFICATION = "specification"
    CATALOGUE = "catalogue"
    RETURN = "return"
    LOG = "meeting log"
    FIGURES = "figures of extracts"


class Input(NamedTuple):
    """One file that a review was made from, which is kept under its SHA-256. *name* is the record's own."""

    role: Role
    name: str
    sha256: str


class Link(NamedTuple):
    """Another record: the name of its file, and the SHA-256 of what is in it."""

    record: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Body:
    """What is kept of one review, apart from the records it comes after.

    *made* says with what; *figures* are what checks found, as exact ranges; *review* is as ``review.json``
    has it, with names of files that do not depend on where they lay.
    """

    spec: str
    version: str
    period: str
    as_at: str
    made: Mapping[str, Any]
    inputs: tuple[Input, ...]
    figures: tuple[Mapping[str, Any], ...]
    review: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What a record is about, and which records it comes after.

    *fingerprint* is the SHA-256 of its body: the same review has the same wherever it stands.  *follows* are
    the newest records of the contract when it was kept, *restates* those for the same period.
    """

    name: str
    spec: str
    version: str
    period: str
    as_at: str
    fingerprint: str
    follows: tuple[Link, ...]
    restates: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One kept review, with the SHA-256 of its file."""

    head: Head
    body: Body
    sha256: str

    @property
    def link(self) -> Link:
        """How another record names this one."""
        return Link(self.head.name, self.sha256)


# -- writing


def text_of(body: Body, follows: Iterable[Link], restates: Iterable[Link]) -> bytes:
    """The bytes of a record."""
    about, rest = _about(body), _rest(body)
    chain = {
        "fingerprint": fingerprint(body),
        "follows": [each._asdict() for each in sorted(follows)],
        "restates": [each._asdict() for each in sorted(restates)],
    }
    return _lines({"specrules": FORMAT, **about, **chain, **rest})


def fingerprint(body: Body) -> str:
    """The SHA-256 of everything in a record but the records it comes after."""
    return digest_of(_lines({**_about(body), **_rest(body)}))


def name_of(body: Body, text: bytes) -> str:
    """The file name of a record: its period, and the start of the SHA-256 of its text."""
    period = re.sub(r"[^0-9A-Za-z]+", "-", body.period)
    return f"{period}-{digest_of(text)[:16]}.json"


def _about(body: Body) -> dict[str, Any]:
    return {"spec": body.spec, "version": body.version, "period": body.period, "as_at": body.as_at}


def _rest(body: Body) -> dict[str, Any]:
    return {
        _FIRST_OF_BODY: dict(body.made),
        "inputs": [each._asdict() for each in body.inputs],
        "figures": [dict(each) for each in body.figures],
        "review": dict(body.review),
    }


def _lines(data: Mapping[str, Any]) -> bytes:
    """*data* as JSON in ASCII, a line for each key. Rewritten it is the same."""
    lines = (f"{json.dumps(key)}: {json.dumps(value, allow_nan=False)}" for key, value in data.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").replace("\x7f", "\\u007f").encode("ascii")


# -- reading


def read_record(name: str, data: bytes) -> Record:
    """The record in *data*, which stood in the file *name*. Raises NotAsKept when it is not as it was."""
    digest = digest_of(data)
    told = NAME.fullmatch(name)
    if told is None:
        raise NotAsKept(f"{name} is not named as a record is: period, hyphen and 16 digits of its SHA-256.")
    head = read_head(name, data)
    if not digest.startswith(told["digest"]):
        raise NotAsKept(f"{name} was changed after it was kept: its content no longer gives its name.")
    with _or_not_as_kept(name):
        values = json.loads(data)
        body = Body(
            head.spec,
            head.version,
            head.period,
            head.as_at,
            values["made"],
            tuple(Input(Role(each["role"]), each["name"], each["sha256"]) for each in values["inputs"]),
            tuple(values["figures"]),
            values["review"],
        )
        if text_of(body, head.follows, head.restates) != data or fingerprint(body) != head.fingerprint:
            raise NotAsKept(f"{name} is not written as records are, so it was not made by keeping a review.")
    return Record(head, body, digest)


def read_head(name: str, data: bytes) -> Head:
    """What the record in *data* is about; its beginning is enough. Raises NotAsKept."""
    begins, found, _ = data.partition(f',\n"{_FIRST_OF_BODY}": '.encode())
    with _or_not_as_kept(name):
        values = json.loads(begins + b"}" if found else data)
        _check_format(name, values["specrules"])
        spec, version, period, as_at, digest = (_text(values[key]) for key in _ABOUT)
        follows, restates = (tuple(map(_link, values[key])) for key in ("follows", "restates"))
    return Head(name, spec, version, period, as_at, digest, follows, restates)


def is_whole_head(data: bytes) -> bool:
    """Whether *data*, the beginning of a record, has all that ``read_head`` needs."""
    return f',\n"{_FIRST_OF_BODY}": '.encode() in data


def _check_format(name: str, kind: object) -> None:
    if kind == FORMAT:
        return
    number = re.fullmatch(rf"{KIND} ([0-9]{{1,4}})", kind) if isinstance(kind, str) else None
    if number and int(number[1]) > 1:
        raise NotAsKept(
            f'{name} is a "{kind}", and this version of specrules reads "{FORMAT}": '
            "it was kept by a newer version, so use that one."
        )
    raise NotAsKept(f"{name} is no record of a review.")


def _link(value: Any) -> Link:
    return Link(_text(value["record"]), _text(value["sha256"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


@contextmanager
def _or_not_as_kept(name: str) -> Iterator[None]:
    """Turn what goes wrong in reading the record *name* into NotAsKept."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAsKept(f"{name} cannot be read as a record: it is cut off or damaged.") from error
