"""Who may import whom: data flows one way, and each outside library has one home."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "specrules"
MODULES = sorted(PACKAGE.rglob("*.py"))

FACES = {".".join(path.relative_to(PACKAGE).parent.parts) for path in PACKAGE.rglob("__init__.py")}

# From the ground up. A part imports only from parts on earlier lines, or from within itself.
LAYERS = [
    ["base", "base.errors", "base.frozen", "base.collecting", "base.once", "base.phrases"],
    ["base.findings"],
    ["base.files", "base.homes", "base.build", "base.isolated", "base.written"],
    ["base.writing"],
    ["text.characters"],
    ["text.mending", "text.trouble"],
    ["text.lines"],
    ["text.causes.brackets"],
    ["text.causes.leftovers"],
    ["text.causes.finding"],
    ["text.causes.blanks", "text.causes.lining_up", "text.causes.signs"],
    ["text.causes.headings"],
    ["text.causes"],
    ["text.nodes"],
    ["text.plainly"],
    ["text.events", "text.passages"],
    ["text.spreading"],
    ["text.tree"],
    ["text.rereading"],
    ["text.placed"],
    ["text", "text.edits", "text.comments"],
    ["values", "values.understand"],
    ["values.dates", "values.otherways"],
    ["values.quantities"],
    ["values.comparing", "values.reading"],
    ["values.periods"],
    ["result"],
    ["spec"],
    ["library"],
    ["sentences"],
    ["engine"],
    ["evidence.facts"],
    ["compile"],
    ["measures"],
    ["evidence"],
    ["extracts"],
    ["checks"],
    ["forms"],
    ["log"],
    ["lint"],
    ["authoring", "authoring.listings", "authoring.starting", "authoring.upgrading"],
    ["authoring.adding"],
    ["judging", "judging.judge"],
    ["judging.remedies"],
    ["judging.verdicts"],
    ["judging.scorecard"],
    ["judging.lifting", "judging.asking"],
    ["judging.given"],
    ["judging.review"],
    ["minutes"],
    ["view"],
    ["viewing"],
    ["disclosure"],
    ["planning"],
    ["records"],
    ["rollup"],
    ["report"],
    ["inputs"],
    ["trial", "runs"],
    ["drafts"],
    ["packing"],
    ["main"],
    ["linting", "editor"],
    ["marking"],
    ["page"],
    ["cli"],
    ["__init__", "__main__"],
]
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}

# The module that may import each library, or the part whose modules all may.
HOMES = {
    "yaml": {"text.events"},
    "jsonschema": {"spec.schema"},
    "referencing": {"spec.schema"},
    "durable_rules_engine": {"engine.durable"},
    "durable": set(),
    "tabulate": {"report.text"},
    "jinja2": {"report.html.pages", "report.html.compiled"},
    "markupsafe": {"report.html.pages"},
    "typer": {"cli"},
    "click": set(),
    "holidays": {"values.periods"},
    "orjson": {"report.json"},
    "python_calamine": {"evidence.child"},
    "sqlglot": {"measures.lower"},
    "duckdb": {"measures.duck", "extracts.convert"},
    "pyspark": {"measures.spark"},
    "pygls": {"editor.server"},
    "starlette": {"page.server"},
    "uvicorn": {"page.server"},
    "multipart": set(),
    "lsprotocol": {"editor.server"},
    "openpyxl": set(),
    "xlsxwriter": {"forms.workbook", "marking.workbook", "report.workbook"},
    "docx": {"report.word"},
    "nltk": {"checks.agreement"},
    "socket": {"measures.spark"},  # for a Spark whose address the user gave, and for nothing else
    "urllib": set(),
    "http": set(),
    "pickle": set(),
}


def name_of(path):
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


NAMES = frozenset(map(name_of, MODULES))


def part_of(module):
    """The module itself where it has a line of its own, and else its folder."""
    return module if module in LEVEL else module.split(".")[0] or "__init__"


def statements(node, for_types=False):
    """Every statement below *node*, and whether it is for types alone, so that it is not there at work."""
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        for each in getattr(node, name, ()):
            apart = for_types or (isinstance(each, ast.If) and "TYPE_CHECKING" in ast.dump(each.test))
            yield each, apart
            yield from statements(each, apart)


@cache
def named(path):
    """Every module that a file imports, each with whether it is for types alone."""
    found = set()
    for node, for_types in statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name, for_types) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add((node.module, for_types))
            found |= {(f"{node.module}.{alias.name}", for_types) for alias in node.names}
    return found


def imports(path, *, for_types=False):
    """Every module that a file imports at work, at its top or inside a function; or *for_types* as well."""
    return {module for module, apart in named(path) if for_types or not apart}


def ours(path, *, for_types=False):
    return {name.removeprefix("specrules.") for name in imports(path, for_types=for_types)} & NAMES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path):
    here = part_of(name_of(path))
    above = {other for other in ours(path) if part_of(other) != here and LEVEL[part_of(other)] >= LEVEL[here]}
    assert not above, f"{name_of(path)} imports {sorted(above)}, which stand above it or beside it"


def test_no_two_modules_need_each_other_even_for_types_alone():
    rooms = [path for path in MODULES if path.name != "__init__.py"]
    TopologicalSorter({name_of(path): ours(path, for_types=True) - FACES for path in rooms}).prepare()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_each_outside_library_has_one_home(path):
    here = name_of(path)
    at_home = {here, here.split(".")[0]}
    astray = {name for name in imports(path) if not at_home & HOMES.get(name.split(".")[0], {here})}
    assert not astray, f"{name_of(path)} imports {sorted(astray)}"


def test_every_part_has_its_place():
    assert {part_of(name_of(path)) for path in MODULES} <= set(LEVEL)


def test_reports_see_a_view_and_never_a_run():
    judging = {f"specrules.judging.{name}" for name in ("review", "judge", "scorecard")} | {
        "specrules.viewing"
    }
    for path in PACKAGE.joinpath("report").rglob("*.py"):
        assert not imports(path) & judging, path.name
