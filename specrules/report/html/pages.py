"""Templates and values become a page.

In: the name of a template and values.  Out: a whole page as text.  Each value
is made safe to print, cut when it is very long, and escaped; the policy in each
page allows its own style and nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from specrules.report.show import brief

if TYPE_CHECKING:
    from jinja2 import Environment

# Longer than any clause we have seen; review.json has every text in full.
LONGEST = 1000
_MARKABLE = re.compile(r"[A-Za-z0-9 ;,.:-]{1,80}")


def render(template: str, mark: str, **values: object) -> str:
    """Return the page that *template* makes of *values*, with *mark* on every sheet of paper."""
    environment = _environment()
    css = _style(mark)
    page = environment.get_template(template).render(
        css=_inert(css), css_hash=_hash(css), mark=mark, **values
    )
    return page.rstrip("\n") + "\n"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=PackageLoader("specrules.report.html"),
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(brief=brief, capital=capital)
    return environment


def _safe(value: Any) -> Any:
    """A value as it may be printed; what a template made itself passes as it is."""
    if hasattr(value, "__html__"):
        return value
    return brief(str(value), LONGEST)


def capital(text: str) -> str:
    """Return *text* with a capital at its start."""
    return text[:1].upper() + text[1:]


@cache
def _style(mark: str) -> str:
    """The style of every page, with *mark* at the foot of each sheet where it is plain words."""
    from importlib.resources import files

    css = files("specrules.report.html").joinpath("templates/style.css").read_text(encoding="utf-8")
    plain = mark if _MARKABLE.fullmatch(mark) else ""
    return re.sub(r"\s*\n\s*", "", css).replace("@MARK@", plain)


@cache
def _hash(css: str) -> str:
    """The fingerprint by which a browser knows the page's own style, and refuses any other."""
    from base64 import b64encode
    from hashlib import sha256

    return b64encode(sha256(css.encode()).digest()).decode()


def _inert(css: str) -> Any:
    """The style as it is: it is ours, and its fingerprint is of exactly these bytes."""
    from markupsafe import Markup

    return Markup(css)  # noqa: S704
