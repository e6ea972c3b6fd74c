"""Write a form as CSV or as YAML, for those who would rather not use Excel.

In: a form.  Out: text that is a return already, with every answer left blank.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from specrules.evidence.facts import Column
from specrules.evidence.layout import COLUMNS, COMMENT, DOCUMENT_COLUMNS, DOCUMENTS, LAST_MEETING, SITE, WORD
from specrules.forms.form import LAST_TIME, RAISED_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.forms.form import Form, Question

_NOT_FILLED_IN = "Nothing is filled in here. Answer under comment, beside the requirement."
_OWN_HEADINGS = ("submitted", "data-as-at", "status", "supersedes")


def as_csv(form: Form) -> str:
    """Return *form* as the text of a CSV file. The column "what is asked" is for its reader only."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerows([*form.header.items(), *((name, "") for name in _OWN_HEADINGS), ()])
    columns = _columns(form)
    last = [f"{LAST_TIME} ({form.before})"] if form.before else []
    rows.writerow([*columns, COMMENT, "what is asked", *last])
    for question in form.questions:
        if not question.is_register:
            rows.writerows(_lines(question, columns, bool(last)))
    for question, _ in form.tables:
        rows.writerows([(), ("register", question.request.item), question.columns_of_table])
    rows.writerows([(), (DOCUMENTS,), DOCUMENT_COLUMNS])
    if form.raised:
        rows.writerows([(), (LAST_MEETING, _NOT_FILLED_IN), RAISED_COLUMNS])
        rows.writerows([_inert(text) for text in each.cells] for each in form.raised)
    return text.getvalue()


def _columns(form: Form) -> list[str]:
    """The columns that some line needs, in their usual order."""
    used = {"item", *(str(column) for each in form.questions for column in each.request.columns)}
    used |= {SITE for each in form.questions if each.request.site}
    used |= {WORD for each in form.questions if each.words}
    return [name for name in COLUMNS if name in used]


def _lines(question: Question, columns: list[str], with_last: bool) -> Iterator[list[str]]:
    """The lines of a question: one, or one for each word; perhaps with what was answered last time."""
    for word in question.words or ("",):
        known = {"item": question.request.item, SITE: question.request.site, WORD: word}
        last = [_inert(question.before_of(word))] if with_last else []
        yield [*(_inert(known.get(name, "")) for name in columns), "", _inert(_asks(question)), *last]


def _inert(text: str) -> str:
    """*text* as a spreadsheet takes it for text, and not for a formula."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "|")) else text


def _asks(question: Question) -> str:
    unit = f", in {question.request.unit}" if question.request.unit else ""
    return f"{question.request.asks}{unit}"


def as_yaml(form: Form) -> str:
    """Return *form* as the text of a YAML file, with what is asked as remarks."""
    heads = [f"{name}: {_quoted(text)}" for name, text in form.header.items()]
    heads += [f"{name}:" for name in _OWN_HEADINGS]
    by_item: dict[str, list[Question]] = {}
    for question in form.questions:
        by_item.setdefault(question.request.item, []).append(question)
    items = [line for own in by_item.values() if not own[0].is_register for line in _item(own)]
    tables = [line for table in form.tables for line in _register(table.question)]
    parts = [heads, *_open_remarks(form), ["items:", *items], *([["registers:", *tables]] if tables else [])]
    parts.append([f"{DOCUMENTS}:", f"  # - {{{': , '.join(DOCUMENT_COLUMNS)}: }}"])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _open_remarks(form: Form) -> list[list[str]]:
    """What is open from earlier meetings, as remarks: nothing, or one part of the file."""
    if not form.raised:
        return []
    said = (
        ", ".join(f"{name}: {text}" for name, text in zip(RAISED_COLUMNS, each.cells, strict=True) if text)
        for each in form.raised
    )
    return [[f"# {LAST_MEETING}. {_NOT_FILLED_IN}", *(f"# - {_on_one_line(each)}" for each in said)]]


def _item(own: list[Question]) -> Iterator[str]:
    """An item with its cells; a list of them where it is asked of each site."""
    first = own[0].request
    yield f"  # {_on_one_line(_asks(own[0]))}"
    for question in own:
        if question.before:
            where = f" at {question.request.site}" if question.request.site else ""
            yield f"  # {LAST_TIME}{where}: {_on_one_line(question.before)}"
    if not first.site:
        yield f"  {first.item}:"
        yield from (f"    {_key(column)}:{_offered(own[0], column)}" for column in first.columns)
        return
    yield f"  {first.item}:"
    for question in own:
        yield f"    - site: {_quoted(question.request.site)}"
        yield from (
            f"      {_key(column)}:{_offered(question, column)}" for column in question.request.columns
        )


def _key(column: Column) -> str:
    return str(column).replace(" ", "-")


def _offered(question: Question, column: Column) -> str:
    """A remark with the words to choose from, where there are some."""
    words = question.request.words
    return f"  # {_on_one_line('; '.join(words))}" if column is Column.ANSWER and words else ""


def _register(question: Question) -> Iterator[str]:
    yield f"  # {_on_one_line(question.request.asks)}"
    names = ", ".join(question.columns_of_table)
    yield f"  # - {{{names.replace(',', ': ,')}: }}"
    yield f"  {question.request.item}:"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """*text* as YAML reads it back to the letter."""
    return json.dumps(text, ensure_ascii=False)
