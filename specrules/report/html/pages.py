"""Templates and values become a page.

In: the name of a template and values.  Out: a whole page as text.  Each value
is made safe to print, cut when it is very long, and escaped; the policy in each
page allows its own style and nothing else; only where rows can be filtered, its
own script too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from specrules.report.saying import effect
from specrules.report.show import brief, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

# Longer than any clause we have seen; review.json has every text in full.
LONGEST = 1000
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_MARKABLE = re.compile(r"[A-Za-z0-9 ;,.:-]{1,80}")


def render(template: str, mark: str, **values: object) -> str:
    """Return the page that *template* makes of *values*, with *mark* on every sheet of paper."""
    return _rendered(template, mark, _style(mark), values)


def render_filtered(template: str, mark: str, **values: object) -> str:
    """Return the same with boxes that show only some rows: the one script a page may have, and no other."""
    return _rendered(template, mark, _style(mark), {**values, "script": _inert(_script())})


def render_here(template: str, mark: str, **values: object) -> str:
    """Return the same for the local page, with what that has besides."""
    return _rendered(template, mark, _style(mark) + local_style(), values)


def _rendered(template: str, mark: str, css: str, values: Mapping[str, object]) -> str:
    given = {"script": "", **values, "css": _inert(css), "mark": mark}
    page = _environment().get_template(template).render(given)
    return page.rstrip("\n") + "\n"


def fill(template: str, **values: object) -> str:
    """Return what *template* makes of *values* where the style is a file of its own (``style``)."""
    return _environment().get_template(template).render(**values)


def style() -> str:
    """The style that every page has."""
    return _style("")


@cache
def local_style() -> str:
    """What the local page has besides: its forms, and the two halves of the drafting page."""
    return _compact("local/page.css")


def policy_of(page: str) -> str:
    """The policy that a page made by ``render`` has in it."""
    found = _POLICY.search(page)
    return found[1].replace("&#39;", "'") if found else "default-src 'none'"


def weight(text: str, most: int) -> int:
    """How many bytes *text* takes up on a page that cuts it at *most*."""
    from markupsafe import escape

    return len(escape(brief(text, most)).encode())


def exact(text: str) -> Any:
    """*text* for a box in which somebody goes on writing: escaped, but neither cut nor shown otherwise."""
    from markupsafe import escape

    return escape(text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from specrules.report.html.compiled import templates_kept

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=PackageLoader("specrules.report.html"),
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=templates_kept(),
    )
    environment.filters.update(
        brief=brief, capital=capital, clipped=clipped, effect=effect, fingerprint=_hash
    )
    return environment


def _safe(value: Any) -> Any:
    """A value as it may be printed; what a template made itself passes as it is."""
    if hasattr(value, "__html__"):
        return value
    return brief(str(value), LONGEST)


def capital(text: str) -> str:
    """Return *text* with a capital at its start."""
    return text[:1].upper() + text[1:]


def clipped(text: str, most: int) -> str:
    """Return *text* safe to print and cut at *most*, where all of it stands elsewhere on the page."""
    return show(text) if len(text) <= most else f"{show(text[:most]).rstrip()}…"


@cache
def _style(mark: str) -> str:
    """The style of every page, with *mark* at the foot of each sheet where it is plain words."""
    plain = mark if _MARKABLE.fullmatch(mark) else ""
    return _compact("style.css").replace("@MARK@", plain)


def _compact(name: str) -> str:
    """A style without its line ends."""
    return re.sub(r"\s*\n\s*", "", _text_of(name))


def _text_of(name: str) -> str:
    from importlib.resources import files

    return files("specrules.report.html").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    """The script that shows only some rows of a table."""
    return _text_of("filter.js")


@cache
def _hash(own: str) -> str:
    """The fingerprint by which a browser knows the page's own style or script, and refuses any other."""
    from base64 import b64encode
    from hashlib import sha256

    return b64encode(sha256(own.encode()).digest()).decode()


def _inert(own: str) -> Any:
    """A style or script as it is: it is ours, and its fingerprint is of exactly these bytes."""
    from markupsafe import Markup

    return Markup(own)  # noqa: S704
