"""A page for every code that a finding can have, and ``explain``, which shows it.

In: a code or a name.  Out: its page as text.  A lint rule's page is its
docstring.  What the readers of files find has its sentence where it is
declared; what is wrong with a text before anybody asks what it says is here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.errors import SpecrulesError
from specrules.findings import Severity, nearest
from specrules.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Page(NamedTuple):
    """What there is to say about one code."""

    code: str
    name: str
    severity: Severity
    text: str


#: What can be wrong with a text before it is known what kind of file it is. All but one are always errors.
FILE_PAGES: Mapping[str, Page] = MappingProxyType(
    {
        code: Page(code, name, Severity.WARNING if code == "FI111" else Severity.ERROR, text)
        for code, name, text in (
            (
                "FI101",
                "file-tab",
                "Lines are indented with spaces. A tab looks like several spaces and is none.",
            ),
            (
                "FI102",
                "given-twice",
                "A heading stands once. Of two, only one would count, and nobody could say which.",
            ),
            (
                "FI110",
                "repeats-itself",
                "A specification is written out. With & and * a few lines can stand for billions, "
                "and a reader no longer sees what is required.",
            ),
            (
                "FI111",
                "not-utf8",
                "Files are saved as UTF-8. Saved in another way, a pound sign or an apostrophe can "
                "turn into something else in the next program. Such a file is read all the same; "
                "one that is not text at all is an error.",
            ),
            (
                "FI112",
                "curly-quotes",
                "A value is put in straight quotation marks or in none. Curly ones, which Word puts "
                "in, would become part of the value. Inside a sentence they are fine.",
            ),
            (
                "FI113",
                "odd-space",
                "Where a space has a meaning it is an ordinary one. The special spaces of Word and "
                "web pages look the same, and reading stops at them for no visible reason.",
            ),
            (
                "FI114",
                "colon-in-text",
                "A text with a colon and a space in it is put in quotation marks. It looks like a heading.",
            ),
            (
                "FI115",
                "not-lined-up",
                "Headings that belong together start in the same column.",
            ),
            (
                "FI116",
                "nearly-the-same-key",
                "Two headings differ in more than capitals, spaces or letters that look alike. "
                "Otherwise a return would answer the wrong one.",
            ),
            (
                "FI117",
                "tag-used",
                "Words that begin with an exclamation mark (!!str) are orders to programs. "
                "A specification has none.",
            ),
            (
                "FI118",
                "nested-too-deep",
                "Headings stand in one another 64 deep at the most. No specification needs more than ten.",
            ),
            (
                "FI119",
                "too-large",
                "A file has up to 2 MiB, and a single text up to 64 KiB. More is a paste by mistake, "
                "or made to bring a program down.",
            ),
            (
                "FI120",
                "second-document",
                "One file holds one document. A line of three hyphens begins another; make that a file.",
            ),
            (
                "FI121",
                "empty-file",
                "A file says something. An empty one is more likely a mistake than a wish.",
            ),
            (
                "FI122",
                "hidden-character",
                "Every character can be seen. One that cannot makes two names look the same, or a "
                "text read otherwise than it is stored.",
            ),
            (
                "FI199",
                "not-yaml",
                "The text can be read as YAML: headings, each with a colon and a space after it, and lists.",
            ),
        )
    }
)


def pages() -> Iterator[Page]:
    """Every page there is, those of the lint rules first."""
    from inspect import cleandoc

    from specrules.evidence.codes import CODES
    from specrules.lint.allowed import PAGES
    from specrules.lint.rules import all_rules
    from specrules.log.codes import CODES as OF_LOGS
    from specrules.spec.faults import FAULTS

    for each in all_rules().values():
        yield Page(each.code, each.name, each.severity, cleandoc(each.look.__doc__ or ""))
    for fault in FAULTS:
        yield Page(fault.code, fault.name, Severity.ERROR, fault.says)
    yield from FILE_PAGES.values()
    yield from PAGES.values()
    for code, (name, severity, about) in (*CODES.items(), *OF_LOGS.items()):
        yield Page(code, name, severity, about)


def explain(code_or_name: str) -> str:
    """Return the page of a rule, by its code (SO701) or its name (no-source), in capitals or not.

    A name that a specification and a return share has both pages.  Raises
    SpecrulesError when there is no such rule.
    """
    asked, known = code_or_name.strip().casefold(), list(pages())
    found = [page for page in known if asked in (page.code.casefold(), page.name)]
    if found:
        return "\n".join(
            f"{each.name} ({each.code}), {each.severity}\n\n{_in_lines(each.text)}\n" for each in found
        )
    near = nearest(asked, [word for page in known for word in (page.code, page.name)])
    hint = f" Did you mean {near}?" if near else " Rules are named like no-source, or SO701."
    raise SpecrulesError(f'There is no rule called "{code_or_name.strip()}".{hint}')


def _in_lines(text: str) -> str:
    """*text* in lines of at most 80 columns; one that has lines already is left as it is."""
    from textwrap import fill

    return text if "\n" in text else fill(text, 80)
