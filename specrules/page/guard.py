"""Whom the local page answers, and what it tells every browser.

In: what a request says of itself.  Out: why it is refused, or nothing.  Any page
on the web can make a browser ask an address of this computer, so a request counts
only if it names our address, shows the cookie that the secret address was
exchanged for and, where it changes anything, comes from one of our own pages.
"""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "127.0.0.1"
#: A form, with every return of a large partnership in it.
MOST_BYTES = 30 * 1024 * 1024
MOST_FILES = 200
MOST_FIELDS = 400
_READING = ("GET", "HEAD")


class Refusal(NamedTuple):
    """Why a request is not answered: a code of the web, and a sentence."""

    code: int
    says: str


class Guard:
    """Knows the secrets of one run. *key* opens the page once; the browser then holds *cookie*, forms *form*.

    *port* is where the page listens, once it does.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.key = token_urlsafe(32)
        self.cookie = token_urlsafe(32)
        self.form = token_urlsafe(32)
        self._is_used = False

    @property
    def address(self) -> str:
        """Where the page is. Whoever has this can open it, once."""
        return f"http://{HOST}:{self.port}/begin/{self.key}"

    @property
    def cookie_name(self) -> str:
        """The name of the cookie. Browsers do not keep ports apart, so it has ours in it."""
        return f"specrules-{self.port}"

    def set_cookie(self) -> str:
        """What tells the browser to keep the cookie: from no other page, and out of reach of scripts."""
        return f"{self.cookie_name}={self.cookie}; Path=/; HttpOnly; SameSite=Strict"

    def takes(self, key: str) -> Refusal | None:
        """Exchange *key* for the cookie, which can be done once; or why not."""
        if not _same(key, self.key):
            return Refusal(403, "This address is not the one that specrules printed when it started.")
        if self._is_used:
            return Refusal(
                403,
                "This address has been used. Go on in the browser that used it, at the address without its "
                "last part, or stop specrules and start it again for a new address.",
            )
        self._is_used = True
        return None

    def refuses(
        self, method: str, path: str, headers: Mapping[str, str], cookies: Mapping[str, str]
    ) -> Refusal | None:
        """Why a request is not answered, whatever it asks; or None."""
        if headers.get("host") not in self._hosts():
            return Refusal(421, "This page answers only to its own address, 127.0.0.1.")
        if method not in (*_READING, "POST"):
            return Refusal(405, "This page is only read, and sent forms.")
        if path.startswith("/begin/") and method in _READING:
            return None
        if not _same(cookies.get(self.cookie_name, ""), self.cookie):
            return Refusal(403, "Open this page by the address that specrules printed when it started.")
        if method in _READING:
            return None
        if headers.get("origin", "") not in [f"http://{host}" for host in self._hosts()]:
            return Refusal(403, "This was sent from a page that is not one of ours.")
        return None

    def is_ours(self, form: str) -> bool:
        """Whether a form has the word in it that only our own pages know."""
        return _same(form, self.form)

    def _hosts(self) -> tuple[str, str]:
        return f"{HOST}:{self.port}", f"localhost:{self.port}"


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, found out in a time that does not tell how much of them is."""
    return compare_digest(one.encode(), other.encode())


def told_to_browsers(styled: str = "") -> dict[str, str]:
    """What every answer says: nothing from elsewhere is fetched, sent to or shown in a frame, nor kept.

    *styled* is a word made for one answer; what styles itself while it runs may do so with it.
    """
    style = f"'self' 'nonce-{styled}'" if styled else "'self'"
    policy = f"default-src 'none'; script-src 'self'; style-src {style}; connect-src 'self'; img-src data:"
    return {
        "content-security-policy": f"{policy}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        **_ALWAYS,
    }


def told_with(policy: str) -> dict[str, str]:
    """The same for a page with a *policy* of its own."""
    return {"content-security-policy": f"{policy}; frame-ancestors 'none'", **_ALWAYS}


_ALWAYS = {
    "x-content-type-options": "nosniff",
    # Not "no-referrer": browsers would then not say which page a form was sent from, and that is looked at.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
