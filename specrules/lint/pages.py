"""A page for every code that a finding can have, and ``explain``, which shows it.

In: a code or a name.  Out: its page as text.  A lint rule's page is its
docstring.  What the readers of files find has its sentence where it is
declared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError
from specrules.base.findings import Severity, nearest
from specrules.lint.page import FILE_PAGES, Page

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    near = nearest(_with_figures(asked), [word for page in known for word in (page.code, page.name)])
    hint = f" Did you mean {near}?" if near else " Rules are named like no-source, or SO701."
    raise SpecrulesError(f'There is no rule called "{code_or_name.strip()}".{hint}')


def _with_figures(code: str) -> str:
    """*code* with figures where it has the letters that look like them: the o of FI1O4 is a nought."""
    letters, number = code[:2], code[2:]
    return letters + number.translate(_LOOK_ALIKE) if re.fullmatch("[0-9oil]{3}", number) else code


_LOOK_ALIKE = str.maketrans("oil", "011")


def _in_lines(text: str) -> str:
    """*text* in lines of at most 80 columns; one that has lines already is left as it is."""
    from textwrap import fill

    return text if "\n" in text else fill(text, 80)
