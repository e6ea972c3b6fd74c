"""Messages are in the words of people who commission services, and of nobody else."""

import ast
from pathlib import Path

import pytest

from specrules.lint import lint
from specrules.lint.pages import pages
from tests.lint.made import a_spec
from tests.words import PROGRAMMERS

PACKAGE = Path(__file__).parents[2] / "specrules"
# Wherever a finding's message or remedy is written, but for the files that know what the parser of YAML says.
SPEAKS = [
    "files.py",
    "understand.py",
    "otherways.py",
    "quantities.py",
    "dates.py",
    "periods.py",
    "errors.py",
    "library.py",
    "inputs.py",
    *sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("lint/**/*.py")),
    *sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("spec/*.py")),
    *sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("evidence/*.py")),
]


def spoken(path):
    """The sentences in a file's code: texts with a space in them that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            docs.add(id(node.body[0].value))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(text, str) and " " in text.strip():
            yield text


@pytest.mark.parametrize("name", SPEAKS)
def test_no_message_uses_a_programmers_word(name):
    path = PACKAGE / name
    if path.exists():
        assert [text for text in spoken(path) if PROGRAMMERS.search(text)] == []


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.code)
def test_no_page_uses_a_programmers_word(page):
    assert PROGRAMMERS.search(page.text) is None


@pytest.mark.parametrize(
    "broken",
    [
        "\ttitle: x\n",
        "title: 'x\n",
        'title: "x\n',
        "title: a: b\n",
        "title: [\n",
        "title: {a\n",
        "title: ]\n",
        "  title: x\n",
        "title\n",
        "- x\n",
        "? x\n",
        "title: !x y\n",
        "title: &a b\nparties: *a\n",
        "title: *a\n",
        "<<: {}\n",
        "title: @x\n",
        "title: `x`\n",
        "title: %x\n",
        "title: |x\n",
        'title: "\\q"\n',
        "---\n---\n",
        "%YAML 1.2\n",
        "title: \x00\n",
        "title: “x”\n",
        "title:\u00a0x\n",
        "title: \u202ex\n",
        f"title: {'[' * 100}\n",
        "title: []\nparties: x\nrequirements: [1]\n",
    ],
)
def test_no_finding_in_a_broken_file_uses_a_programmers_word(broken, tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(a_spec() + broken, encoding="utf-8")
    found = lint(path).findings
    said = [text for each in found for text in (each.message, each.remedy or "")]
    assert found
    assert [text for text in said if PROGRAMMERS.search(text)] == []


def test_the_word_list_would_find_one():
    assert PROGRAMMERS.search("is not of type 'object': mapping values are not allowed")
