"""The colours of the pages can be told apart, worked out from the style itself (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import specrules

CSS = (Path(specrules.__file__).parent / "report/html/templates/style.css").read_text(encoding="utf-8")
LIGHT = CSS[: CSS.index("@media")]
PALETTES = {
    "light": LIGHT,
    "dark": CSS[CSS.index("prefers-color-scheme:dark") :],
    "print": CSS[CSS.index("@media print") :],
}
TEXT = ("fg", "mut", "link", "met", "partly", "not", "open", "na", "allowed")
GROUNDS = ("bg", "card")


def colours(name):
    """The palette of one way of showing a page, by the names of its variables."""
    block = re.search(r":root\{([^}]*)\}", PALETTES[name])[1]
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", block))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast("#000", "#ffffff"), 6) == 21


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_stands_out(palette, text, ground):
    found = colours(palette)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("result", ["met", "partly", "not"])
def test_text_in_a_tinted_cell_stands_out(palette, result):
    found = colours(palette)
    for text in (result, "mut", "link", "fg"):
        assert contrast(found[text], found[f"{result}-t"]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_lines_that_say_something_can_be_seen(palette):
    found = colours(palette)
    assert contrast(found["line"], found["bg"]) >= 3
