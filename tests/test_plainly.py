"""What is read line by line is what the parser's events make of it, to the column."""

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.text.events import Reader
from specrules.text.plainly import read_plainly
from specrules.text.tree import is_tame
from tests.damage import damaged, part_of, texts_by_path

ROOT = Path(__file__).parent.parent
FOLDERS = ("rules", "specs", "examples", "tests")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
SPEC = (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")


def by_events(text):
    """What the parser's events make of a text in which they find nothing, or None."""
    reader = Reader("spec.yaml", text)
    reader.read()
    is_plain = is_tame(text) and reader.complete and not reader.is_stuck and not reader.findings()
    return reader.root if is_plain else None


def agrees(text):
    """Whether *text* is plain; fails where it is read otherwise than by events."""
    root = read_plainly(text)
    if root is not None:
        assert root == by_events(text)
    return root is not None


def test_every_file_is_read_as_by_events_and_nearly_all_of_ours_are_plain():
    ours = {path: agrees(source_of(str(path), path.read_bytes()).text) for path in FILES}
    shipped = [plain for path, plain in ours.items() if path.parts[len(ROOT.parts)] != "tests"]
    assert shipped.count(True) > 0.95 * len(shipped)


PIECES = [
    *[
        "a",
        "b",
        "MA-1",
        "agreed time",
        "owed-by",
        "at least 90%",
        "£10",
        "2026-04-01",
        "’",
        "é",
        "1",
        "x" * 3,
    ],
    *[":", ": ", " ", "  ", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "#", " # ", "- ", "-", "--- ", "..."],
    *["{", "}", "[", "]", ", ", ",", "'", '"', "\\", "&", "*", "!", "|", ">", "%", "@", "`", "?", "<<", "<5"],
    *[
        "a: ",
        "b: b\n",
        "\na:\n  ",
        "{a: b}",
        "[a, b]",
        "{a: [b, {c: d}], e: f}",
        '"a b"',
        "'a b'",
        "\t",
        "\r\n",
    ],
    *[
        "\x07",
        "\x7f",
        "\ufeff",
        "\u00a0",
        "\u2028",
        "\x85",
        "\N{GRINNING FACE}",
        "=",
        "~",
        "/",
        "(",
        ";",
        ".",
    ],
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("a: b\n c\n")
@example("a: b\n# remark\n c: d\n")
@example("a:\n- b\n- c: d\n  e: f\ng: h\n")
@example("a: {b: c} # d]\n")
@example("a: [b, c,]\n")
@example("a: b # c\n  d\n")
@example("a:\n  b: c\n d: e\n")
@example("a: -1\n")
@example("a: b:\n")
@example("a: 'b' c\n")
@example("a: {b: c}: d\n")
@example("a: [b: c]\n")
@example("A: b\na: c\n")
@example("a: {B: c, b: d}\n")
@example("a: “b”\n")
@example("a: {b: “c”}\n")
def test_whatever_is_plain_is_read_as_by_events(text):
    agrees(text)


@pytest.mark.parametrize("seed", range(150))
def test_a_specification_with_a_slip_in_it_is_read_as_by_events(seed):
    chance = random.Random(seed)
    text = SPEC
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice([*PIECES, ""]) + text[at + chance.randint(0, 3) :]
    agrees(text)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_thousand_damaged_texts_are_read_as_by_events(seed, record_property):
    chance, texts = random.Random(seed), texts_by_path()
    plain = 0
    for path in chance.choices(list(texts), k=25_000):
        plain += agrees(damaged(part_of(texts[path], chance), chance, most=2))
    assert plain > 2_500
    record_property("damaged texts that are still plain, read as the parser's events read them", plain)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# a remark\n",
        "- a\n",
        " a: b\n",
        "a: b\na: c\n",
        "a: b\nA : c\n",
        "a:\n",
        "a:\n  b\n",
        "a: |\n  b\n",
        "a: &b c\n",
        "a: b\n  c\n",
        "--- \na: b\n",
        'a: "\\n"\n',
        "a: \u2018b\u2019\n",
        "a: [b\n",
        "a: \x07b\n",
        f"a: {'[' * 40}{']' * 40}\n",
        "".join(f"{' ' * n}a:\n" for n in range(40)) + " " * 40 + "a: b\n",
        f"{'a' * 300}: b\n",
        f"a: {'b' * 70_000}\n",
        "a: b\n" * 40_000,
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text):
    assert read_plainly(text) is None
