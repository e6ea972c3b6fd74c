"""What is looked at on every page: axe, and where text stands."""

from pathlib import Path

import pytest

GEOMETRY = Path(__file__).with_name("geometry.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The spacing that a reader may ask for (WCAG 1.4.12); set from outside, as an extension would.
SPACING = """() => {
  const spacing = {"line-height": "1.5", "letter-spacing": "0.12em", "word-spacing": "0.16em"};
  for (const each of document.querySelectorAll("*"))
    for (const name in spacing) each.style.setProperty(name, spacing[name], "important");
}"""


def shown(first, *others):
    """The ways in which a page is shown, for a test of each; all but the *first* are for the slow ones."""
    return [first, *(pytest.param(each, marks=pytest.mark.slow) for each in others)]


def faults(tab, axe):
    """What axe finds wrong on a page, each with its first place."""
    tab.evaluate(axe)
    found = tab.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: {type: 'tag', values: tags},"
        " resultTypes: ['violations']})).violations",
        RULES,
    )
    return [(each["id"], each["nodes"][0]["target"], each["nodes"][0]["failureSummary"]) for each in found]


def misplaced(tab, least=12):
    """Text that is cut off, smaller than *least* pixels, beyond the edge or over other text."""
    found = tab.evaluate(GEOMETRY, least)
    assert found["boxes"] > 10, "there is nothing to look at"
    return found["seen"]
