"""What the built documents have beyond the files in this folder. MkDocs calls the functions named ``on_...``.

In: the pages, the code and the catalogue.  Out: a menu in the order of
``README.md``, the reference where a page asks for it, and a copy of each file
of the project that a page links to.  The reference is made at every build, so
that it cannot fall behind the code.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, InclusionLevel

from specrules.library import Library, shipped
from specrules.spec import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from specrules.spec.model import StandardClause

PROJECT = Path(__file__).parent.parent
# Where copies of files outside this folder are put.
COPIES = "project"
_ROW_OR_HEADING = re.compile(r"^(?:\| \[.*?\]\((?P<page>\S+?\.md)\)|## (?P<heading>.+))", re.M)
_UPWARDS = re.compile(r"(?<=\]\()(?:\.\./)+[^)#]+")
_PLACE = re.compile(r"^<!-- reference: (?P<name>[a-z-]+) -->$", re.M)
#: What the two letters at the front of a code stand for.
FAMILIES = MappingProxyType(
    {
        "FI": "Files",
        "MS": "Measures and targets",
        "EV": "Evidence",
        "MA": "Mutual aid",
        "NW": "No wrong door",
        "SO": "Source and strength",
        "AL": "Allowances and the meeting log",
    }
)


# -- what MkDocs calls


def on_config(config: MkDocsConfig) -> None:
    """Give the site the menu that ``README.md`` is."""
    config.nav = menu(Path(config.docs_dir, "README.md").read_text(encoding="utf-8"))


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add a copy of each file of the project that a page links to."""
    pages = [(page.src_uri, page.content_string) for page in files.documentation_pages()]
    for path in sorted({path for uri, text in pages for path in linked_outside(uri, text)}):
        source = str(PROJECT / path)
        copy = File.generated(
            config, f"{COPIES}/{path}", abs_src_path=source, inclusion=InclusionLevel.NOT_IN_NAV
        )
        files.append(copy)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Point links at the copies, and put the reference where the page asks for it."""
    inside = _UPWARDS.sub(lambda link: to_copy(page.file.src_uri, link[0]), markdown)
    return _PLACE.sub(lambda place: REFERENCE[place["name"]](Library([shipped("rules")])), inside)


# -- the menu and the links


def menu(readme: str) -> list[Any]:
    """The pages that *readme* lists, in its order, those below a heading under it."""
    entries: list[Any] = ["README.md"]
    below = entries
    for found in _ROW_OR_HEADING.finditer(readme):
        if found["page"]:
            below.append(found["page"])
        else:
            below = []
            entries.append({found["heading"]: below})
    return entries


def linked_outside(page: str, text: str) -> Iterator[str]:
    """Each file of the project, outside this folder, to which *page* links."""
    for link in _UPWARDS.findall(text):
        path = in_project(page, link)
        if not path.startswith("docs/") and (PROJECT / path).is_file():
            yield path


def in_project(page: str, link: str) -> str:
    """Where in the project a link of *page* leads, whether it is a page or a copy."""
    here = page.removeprefix(f"{COPIES}/") if page.startswith(f"{COPIES}/") else join("docs", page)
    return normpath(join(dirname(here), link))


def to_copy(page: str, link: str) -> str:
    """The link from *page* to the page, or else to the copy, of what *link* leads to."""
    path = in_project(page, link)
    there = path.removeprefix("docs/") if path.startswith("docs/") else join(COPIES, path)
    return relpath(there, dirname(page) or ".")


# -- the reference


def constructs(_: Library) -> str:
    """Every heading of every kind of file: what it says, and an example."""
    return "\n".join(line for file in shape.FILES.values() for line in _file(file))


def _file(file: shape.Record) -> Iterator[str]:
    for place, record in enumerate(records(file, set())):
        rows = [
            (_code(each.key), each.says, _code(each.example), "required" if each.required else "")
            for each in record.fields
        ]
        yield from (f"{'###' if place else '##'} {_capital(record.called)}", "")
        yield from _table(("heading", "says", "such as", ""), rows)


def records(within: shape.Shape, seen: set[int]) -> Iterator[shape.Record]:
    """Every record that may stand in a shape, each once, in the order of reading; none that is *seen*."""
    if isinstance(within, shape.Record):
        if id(within) in seen:
            return
        seen.add(id(within))
        yield within
    for part in _parts(within):
        yield from records(part, seen)


def _parts(whole: shape.Shape) -> tuple[shape.Shape, ...]:
    match whole:
        case shape.Record():
            return tuple(each.shape for each in whole.fields)
        case shape.List() | shape.Table():
            return (whole.of,)
        case shape.ByNode():
            return tuple(each for each in (whole.text, whole.record, whole.items) if each)
        case shape.ByKey():
            return (*whole.records.values(), *([whole.otherwise] if whole.otherwise else ()))
    return ()


def standard_clauses(library: Library) -> str:
    """Every standard clause by theme: what it asks, how firmly, what you set, and its sources."""
    from specrules.authoring.listings import clauses

    by_theme = groupby(clauses(library), lambda clause: clause.id.partition("/")[0])
    return "\n".join(line for theme, group in by_theme for line in _theme(library, theme, tuple(group)))


def _theme(library: Library, name: str, clauses: tuple[StandardClause, ...]) -> Iterator[str]:
    theme = library.theme(name)
    sources = tuple(dict.fromkeys(cited.document for each in clauses for cited in each.citations))
    yield from (f"## {theme.title if theme else name}", "", "From:", "")
    yield from (f"{number}. {_words(source)}" for number, source in enumerate(sources, 1))
    yield ""
    columns = ("clause", "what it asks", "guidance", "you set a target for", "from")
    yield from _table(columns, (_clause(each, sources) for each in clauses))


def _clause(clause: StandardClause, sources: tuple[str, ...]) -> tuple[str, ...]:
    passages = dict.fromkeys(
        f"{sources.index(each.document) + 1}: {each.section}" for each in clause.citations
    )
    wanted = ", ".join(clause.wanting) or "nothing"
    return _code(clause.id), clause.title, clause.guidance.value, wanted, "; ".join(passages)


def measures(library: Library) -> str:
    """Every measure: its name, its title, and what it counts."""
    from specrules.authoring.listings import measures

    listing = measures(library)
    rows = [(_code(name), *cells) for name, *cells in listing.rows]
    return "\n".join(_table(listing.columns, rows))


def lint_rules(_: Library) -> str:
    """The page of every code that a finding can have, by family and number."""
    from specrules.lint.pages import pages

    lines: list[str] = []
    by_code = sorted(pages(), key=lambda page: page.code)
    for family, group in groupby(by_code, lambda page: page.code[:2]):
        lines += [f"## {FAMILIES[family]} ({family})", ""]
        for each in group:
            text = f"*{_capital(each.severity)}.* {_prose(each.text)}"
            lines += [f"### {each.code} {each.name}", "", text, ""]
    return "\n".join(lines)


def commands(_: Library) -> str:
    """The help of every command, as the command prints it."""
    from typer.main import get_command

    from specrules.cli import app

    return "\n".join(_commands("specrules", get_command(app), None))


def _commands(name: str, command: Any, above: Any) -> Iterator[str]:
    context = command.context_class(command, info_name=name, parent=above, terminal_width=80)
    yield from (f"## {context.command_path}", "", "```text", command.get_help(context), "```", "")
    for below, each in getattr(command, "commands", {}).items():
        yield from _commands(below, each, context)


REFERENCE: Mapping[str, Callable[[Library], str]] = MappingProxyType(
    {
        "constructs": constructs,
        "standard-clauses": standard_clauses,
        "measures": measures,
        "lint-rules": lint_rules,
        "commands": commands,
    }
)


# -- Markdown


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = tuple(columns)
    yield from (_row(heads), _row("---" for _ in heads))
    yield from (_row(map(_cell, row)) for row in rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """*text* for a cell: code as it is, words so that none of their characters means anything else."""
    one_line = " ".join(text.split())
    return one_line.replace("|", "\\|") if one_line.startswith("`") else _words(one_line)


def _prose(text: str) -> str:
    """The page of a rule: its words as words; what is set in is an example, and stays."""
    return "\n".join(line if line.startswith("    ") else _words(line) for line in text.splitlines())


def _words(text: str) -> str:
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")


def _code(text: str) -> str:
    """*text* as code, or nothing where there is none."""
    return f"`{' '.join(text.split())}`" if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
