"""The rule ``source-page-wrong``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, StandardClause

if TYPE_CHECKING:
    from specrules.spec.model import Citation

_GUIDE = "improving access to mutual aid"
#: On which pages of the guide each section stands. A test holds it against every citation of the catalogue.
PAGES = {
    "local objectives and leadership": ("3",),
    "the role commissioners can play": ("3", "4"),
    "twelve-step fellowships": ("4",),
    "smart recovery": ("4",),
    "recovery community organisations": ("5",),
    "service specifications": ("5",),
    "identifying local need": ("5",),
    "self-assessment": ("5", "6"),
    "local action plans": ("6",),
    "initiating and maintaining contact with mutual aid groups": ("6",),
    "communicating local objectives": ("6", "7"),
    "establishing a mutual aid steering group": ("7",),
    "monitoring the effectiveness of local action": ("7",),
    "recording recovery support interventions in ndtms": ("7",),
    "data completeness and reporting of recovery support interventions": ("8",),
    "annex 1: mutual aid groups for people who use alcohol/drugs": ("10",),
    "annex 2: mutual aid groups for relatives, friends and others": ("10",),
}


@rule("SO705", "source-page-wrong", Severity.WARNING, on=(Spec, StandardClause))
def source_page_wrong(document: Spec | StandardClause) -> Found:
    """A page that is cited is one on which the section stands.

    Somebody will look it up, and will trust the rest less when it is not there.
    The pages of the guide for commissioners on mutual aid are known.

    Bad:

        requirements:
          MA-6:
            title: People are told about mutual aid
            owed-by: riverbank
            strength: should
            checks: {told: {count: people told, target: at least 40}}
            source:
              document: "Improving access to mutual aid: a brief guide for commissioners"
              section: Service specifications
              page: "9"

    Good:

        requirements:
          MA-6:
            title: People are told about mutual aid
            owed-by: riverbank
            strength: should
            checks: {told: {count: people told, target: at least 40}}
            source:
              document: "Improving access to mutual aid: a brief guide for commissioners"
              section: Service specifications
              page: "5"
    """
    for duty in duties(document):
        if isinstance(document, Spec) and not (duty.written and "source" in duty.written.values):
            continue
        for cited in duty.citations:
            pages = _pages(cited)
            if pages and cited.page not in pages:
                yield Wrong(
                    place(cited.written, key="page"),
                    f'"{cited.section}" is on page {" or ".join(pages)}, not {cited.page}.',
                    "Put the page right, or leave it out.",
                    duty,
                    meant=pages[0] if len(pages) == 1 else None,
                )


def _pages(cited: Citation) -> tuple[str, ...]:
    """The pages of the section that is cited, where a page is given and they are known."""
    known = cited.page and cited.document.casefold().startswith(_GUIDE)
    return PAGES.get(cited.section.casefold(), ()) if known else ()
