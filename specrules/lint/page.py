"""What there is to say about one code, and the pages of what can be wrong with any text.

Goes out: pages, for ``explain`` and for those who make findings of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


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
                "A heading or a name stands once. Of two, only one would count, and nobody could say which.",
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
