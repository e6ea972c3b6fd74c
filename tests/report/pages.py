"""Read a page back: a strict little parser, and what a page that is safe to open never has."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import specrules

FILTER = (Path(specrules.__file__).parent / "report/html/templates/filter.js").read_text(encoding="utf-8")
VOID = {"meta", "rect", "line", "path", "circle", "br", "link", "img", "input"}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "role", "scope", "open"),
    *("tabindex", "title", "data-l", "d", "viewbox", "width", "height", "preserveaspectratio"),
    *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points", "text-anchor", "colspan", "datetime"),
}


class Page(HTMLParser):
    """The elements, names, links and text of a page. Raises AssertionError on one that is not well formed."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.ids, self.links, self.attributes = [], [], [], [], []
        self.words = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes <{self.open[-1:]}>"
        self.open.pop()

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def inert(text, besides=frozenset()):
    """The page, after making sure that nothing in it runs, loads, submits or is fetched.

    *besides* are attributes that are as harmless, and are on some pages only.
    """
    page = Page(text)
    assert not {"script", "iframe", "object", "embed", "form", "link", "img", "base"} & set(page.tags)
    assert page.tags.count("style") == 1
    names = {name for _, name, _ in page.attributes if not name.startswith("aria-")}
    assert not names - ATTRIBUTES - besides, f"attributes that no template writes: {names - ATTRIBUTES}"
    assert all(link.startswith("#") or link.endswith(".html") for link in page.links), page.links
    return page


def inert_but_for_the_filter(text):
    """The same for a page whose rows can be filtered: it has our own script, word for word, and no other."""
    assert text.count("<script>") <= 1
    besides = {"data-on", "hidden", "autocomplete", "spellcheck", "for", "value", "type"}
    return inert(text.replace(f"<script>{FILTER}</script>", ""), besides)


def words_of(text):
    """The words of a page, with a space wherever an element ends."""
    body = text[text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
