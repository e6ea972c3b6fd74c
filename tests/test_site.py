"""The documents are built without a warning, and the reference in them has everything there is."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from specrules.authoring.listings import LISTINGS
from specrules.library import Library, shipped
from specrules.lint.pages import pages
from specrules.spec.shape import FILES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
WRITTEN = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


def build(folder, docs=DOCS):
    """Build the pages in *docs*, as `make docs` does, into *folder*."""
    settings = folder / "mkdocs.yml"
    settings.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\n"
        f"docs_dir: {docs}\nsite_dir: {folder / 'site'}\nhooks: [{DOCS / 'pages.py'}]\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(settings)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the built pages; building stops when there is a warning."""
    folder = tmp_path_factory.mktemp("built")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def words(page):
    """What a reader sees of a page, without its marks."""
    return unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))


def headings(page):
    return re.findall(r"<h([23])[^>]*>(.*?)</h\1>", page.read_text(encoding="utf-8"))


def listed(what):
    return LISTINGS[what](Library([shipped("rules")])).rows


# -- the pages


@pytest.mark.parametrize("page", [page for page in WRITTEN if page != "README.md"])
def test_every_page_is_linked_from_the_first_one(page):
    assert f"]({page})" in (DOCS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", WRITTEN)
def test_every_page_starts_with_what_the_reader_gets(page):
    title, opening = (DOCS / page).read_text(encoding="utf-8").split("\n\n")[:2]
    assert title.startswith("# ")
    assert re.search(r"\b[Yy]ou get\b", opening), opening


def test_every_page_is_built_and_is_in_the_menu_in_the_order_of_the_first_one(site):
    first = (DOCS / "README.md").read_text(encoding="utf-8")
    wanted = [each.replace(".md", ".html") for each in re.findall(r"^\| \[.*?\]\((\S+\.md)\)", first, re.M)]
    menu = re.search(r'<div class="wy-menu.*?</div>', site.joinpath("index.html").read_text(), re.S)[0]
    assert re.findall(r'href="([^"#]+\.html)"', menu) == wanted
    assert all((site / each).is_file() for each in wanted)


def test_a_page_loads_nothing_from_elsewhere(site):
    loaded = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?(?:https?:)?//[^>]*>")
    assert [found[0] for page in site.rglob("*.html") for found in loaded.finditer(page.read_text())] == []
    away = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")
    assert [
        style.name for style in site.rglob("*.css") if away.search(style.read_text(encoding="utf-8"))
    ] == []


def test_a_file_of_the_project_that_a_page_links_to_is_there_as_it_is(site):
    page = site / "specifications.html"
    linked = re.findall(r'href="(project/[^"]+)"', page.read_text(encoding="utf-8"))
    assert "project/specs/recovery-service.yaml" in linked
    for link in linked:
        assert (site / link).read_bytes() == (ROOT / link.removeprefix("project/")).read_bytes()


def test_broken_links_and_a_page_that_is_not_listed_stop_the_build(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    links = "[a page](nowhere.md), [a file](../specs/nowhere.yaml) and [a heading](#nowhere)"
    docs.joinpath("README.md").write_text(f"# A page\n\nThis leads to {links}.\n", encoding="utf-8")
    docs.joinpath("astray.md").write_text("# Nobody lists this page\n", encoding="utf-8")
    done = build(tmp_path, docs)
    assert done.returncode == 1
    assert "Aborted with 4 warnings" in done.stdout + done.stderr
    assert all(each in done.stderr for each in ("'nowhere.md'", "nowhere.yaml'", "'#nowhere'", "astray.md"))


# -- the reference


def test_the_reference_has_every_code_with_its_whole_page(site):
    page = site / "reference" / "lint-rules.html"
    shown = " ".join(words(page).split())
    assert [title for level, title in headings(page) if level == "3"] == sorted(
        f"{each.code} {each.name}" for each in pages()
    )
    assert [each.code for each in pages() if " ".join(each.text.split()) not in shown] == []


def test_the_reference_has_every_standard_clause_with_what_is_wanted(site):
    shown = words(site / "reference" / "standard-clauses.html")
    assert [row[0] for row in listed("standard-clauses") if not all(cell in shown for cell in row)] == []


def test_the_reference_has_every_measure(site):
    shown = words(site / "reference" / "measures.html")
    assert [row[0] for row in listed("measures") if not all(cell in shown for cell in row)] == []


def test_the_reference_has_every_kind_of_file_and_every_construct(site):
    page = site / "reference" / "constructs.html"
    assert [title for level, title in headings(page) if level == "2"] == [
        each.called.capitalize() for each in FILES.values()
    ]
    shown = words(page)
    assert [row[1] for row in listed("constructs") if not all(cell in shown for cell in row[1:])] == []


def test_the_reference_has_the_help_of_every_command(site):
    from typer.main import get_command

    from specrules.cli import app

    page = site / "reference" / "commands.html"
    top = get_command(app).commands
    names = [
        (name, *([below] if below else []))
        for name, each in top.items()
        for below in ("", *getattr(each, "commands", {}))
    ]
    assert [title for level, title in headings(page) if level == "2"] == [
        "specrules",
        *(" ".join(("specrules", *name)) for name in names),
    ]
    shown = words(page)
    assert shown.count("Usage: specrules") == len(names) + 1
    assert "--fail-on <error|warning|advice>" in shown
