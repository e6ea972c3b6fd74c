"""The local page on the web: one address, to which only this computer answers.

In: a folder.  Out: pages and files, each made by the other modules here.  This is
the one home of Starlette, which reads requests and forms, and of uvicorn, which
listens; every request goes past ``guard`` first.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from specrules.base.errors import SpecrulesError
from specrules.base.files import TEXT_LIMIT
from specrules.page.answers import Answer, Form
from specrules.page.folder import NotThere
from specrules.page.guard import (
    HOST,
    MOST_BYTES,
    MOST_FIELDS,
    MOST_FILES,
    Guard,
    told_to_browsers,
    told_with,
)
from specrules.page.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from specrules.page.folder import Folder

# So many bytes more are read and thrown away, so that a browser gets to hear that it was too much.
_DRAINED = 10 * MOST_BYTES
_LOOK = 0.25  # seconds between two looks at whether anybody is still there


class TooMuch(Exception):
    """More was sent than is read."""


class Door:
    """Stands before the page: refuses whom the guard refuses, and knows when somebody was last there."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard
        self.last = monotonic()
        self.at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        headers = dict(request.headers)
        hosts = request.headers.getlist("host")
        refusal = self.guard.refuses(request.method, request.url.path, headers, request.cookies)
        if refusal or len(hosts) != 1:
            code, says = refusal or (400, "This asks for two addresses at once.")
            await PlainTextResponse(f"{says}\n", code, headers=told_to_browsers())(scope, receive, send)
            return
        self.last, self.at_work = monotonic(), self.at_work + 1
        try:
            await self.app(scope, _counted(receive), send)
        finally:
            self.last, self.at_work = monotonic(), self.at_work - 1

    def is_idle(self, seconds: float) -> bool:
        """Whether nobody has asked for anything for so long, and nothing is being answered."""
        return not self.at_work and monotonic() - self.last > seconds


def _counted(receive: Receive) -> Receive:
    """What is sent, as far as it is not too much. Raises TooMuch once all of it has gone by."""
    read = 0

    async def next_piece() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        while read > MOST_BYTES:
            if read > _DRAINED or not message.get("more_body"):
                raise TooMuch
            message = await receive()
            read += len(message.get("body", b""))
        return message

    return next_piece


# -- forms


async def _form(request: Request, guard: Guard) -> Form:
    """What was sent. Raises TooMuch, and HTTPException for a form that is not ours or cannot be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        sent = await _parsed(request, kind)
    except (MultiPartException, UnicodeError, KeyError) as error:
        raise HTTPException(400, "This form cannot be read.") from error
    fields: dict[str, list[str]] = {}
    files: list[tuple[str, bytes]] = []
    for name, value in sent:
        if isinstance(value, UploadFile):
            data = await value.read()
            await value.close()
            if value.filename:
                files.append((value.filename, data))
        else:
            fields.setdefault(name, []).append(value)
    word = request.headers.get("x-specrules-form") or fields.get("form", [""])[0]
    if not guard.is_ours(word):
        raise HTTPException(403, "This was sent from a page of an earlier run. Open the page again.")
    return Form(fields, tuple(files))


async def _parsed(request: Request, kind: str) -> list[tuple[str, Any]]:
    if kind == "multipart/form-data":
        parser = MultiPartParser(
            request.headers,
            request.stream(),
            max_files=MOST_FILES,
            max_fields=MOST_FIELDS,
            max_part_size=1 << 16,
        )
        parser.spool_max_size = MOST_BYTES  # in memory, so that nothing is kept on the disk
        return (await parser.parse()).multi_items()
    if kind == "application/x-www-form-urlencoded":
        # Each byte may be written as three characters.
        most = 3 * TEXT_LIMIT
        plain = FormParser(request.headers, request.stream(), max_fields=MOST_FIELDS, max_part_size=most)
        return (await plain.parse()).multi_items()
    raise HTTPException(415, "Only forms are read here.")


# -- answers


class Page:
    """What is shown at each address. One thing is done at a time: there is one visitor, with one folder."""

    def __init__(self, visit: Visit, guard: Guard) -> None:
        self.visit = visit
        self.guard = guard
        self._turn = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Every address, and what answers there."""
        return [
            Route("/begin/{key}", self.begin, methods=["GET"]),
            *(Route(path, self._read(answer), methods=["GET"]) for path, answer in self.visit.read.items()),
            *(Route(path, self._sent(answer), methods=["POST"]) for path, answer in self.visit.sent.items()),
        ]

    async def begin(self, request: Request) -> Response:
        """Exchange the secret address for a cookie, and go to the first page."""
        if request.method != "GET":
            return Response()
        refusal = self.guard.takes(request.path_params["key"])
        if refusal:
            return PlainTextResponse(f"{refusal.says}\n", refusal.code, headers=told_to_browsers())
        headers = {"set-cookie": self.guard.set_cookie(), **told_to_browsers()}
        return _on(*self.visit.first, headers)

    def _read(self, answer: Callable[..., Answer]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            asked = {**request.query_params, **request.path_params}
            return await self._made(answer, asked)

        return endpoint

    def _sent(self, answer: Callable[..., Answer]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            form = await _form(request, self.guard)
            return await self._made(answer, dict(request.query_params), form)

        return endpoint

    async def _made(self, answer: Callable[..., Answer], *asked: object) -> Response:
        async with self._turn:
            return _response(await run_in_threadpool(answer, *asked))


def _response(answer: Answer) -> Response:
    headers = told_with(answer.policy) if answer.policy else told_to_browsers(answer.nonce)
    if answer.goes_to:
        return _on(answer.goes_to, answer.query, headers)
    if answer.data is not None:
        return JSONResponse(answer.data, answer.code, headers=headers)
    if answer.file:
        headers["content-disposition"] = _kept_as(answer.file)
    kind = answer.kind if answer.kind.startswith("application/") else f"{answer.kind}; charset=utf-8"
    return Response(answer.body, answer.code, headers={**headers, "content-type": kind})


def _kept_as(name: str) -> str:
    """What tells a browser to keep a file under *name*, of which only plain characters are left."""
    return f'attachment; filename="{re.sub(r"[^A-Za-z0-9._-]", "-", name)}"'


def _on(path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Response:
    """Tell the browser where to go on."""
    return RedirectResponse(URL(path).include_query_params(**query), 303, headers=headers)


def _app(visit: Visit, guard: Guard) -> Starlette:
    return Starlette(routes=Page(visit, guard).routes(), exception_handlers=_in_words(visit))


def _in_words(visit: Visit) -> dict[Any, Any]:
    """What is said when something cannot be done, by what went wrong."""

    async def could_not(_: Request, error: Exception) -> Response:
        return _response(visit.refused(str(error), 404 if isinstance(error, NotThere) else 400))

    async def too_much(_: Request, __: Exception) -> Response:
        most = MOST_BYTES >> 20
        return _response(
            visit.refused(f"That is more than {most} MB, the most that is read. Send less.", 413)
        )

    async def refused(_: Request, error: Exception) -> Response:
        code, says = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
        return _response(visit.refused("There is no such page." if code == 404 else says, code))

    async def broke(_: Request, error: Exception) -> Response:
        # Its text may hold what stands in somebody's file.
        what = type(error).__name__
        return _response(
            visit.refused(f"Something happened that was not expected ({what}). Please report it.", 500)
        )

    return {SpecrulesError: could_not, TooMuch: too_much, HTTPException: refused, Exception: broke}


# -- listening


class Served:
    """The page of one folder, listening at a port that was free. It answers while ``run`` does."""

    def __init__(self, folder: Folder) -> None:
        self.guard = Guard()
        self.visit = Visit(folder, self.guard.form)
        self.door = Door(_app(self.visit, self.guard), self.guard)
        config = uvicorn.Config(
            self.door,
            host=HOST,
            port=0,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        self._listener = config.bind_socket()
        self._listener.set_inheritable(False)  # what reads a workbook needs no way to the page
        self._listener.listen()  # from now on, so that a browser may come before we answer
        self.guard.port = self._listener.getsockname()[1]
        self.server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """Where the page can be opened, once."""
        return self.guard.address

    def run(self, idle: float) -> None:
        """Answer until somebody stops it, or nobody has asked for anything for *idle* seconds."""
        # Ctrl-C is how it is meant to be stopped, and no interruption.
        with suppress(KeyboardInterrupt):
            asyncio.run(self._until_idle(idle))

    def stop(self) -> None:
        """End ``run``, which may be in another thread."""
        self.server.should_exit = True

    async def _until_idle(self, idle: float) -> None:
        watching = asyncio.create_task(self._watch(idle))
        try:
            await self.server.serve(sockets=[self._listener])
        finally:
            watching.cancel()

    async def _watch(self, idle: float) -> None:
        while not self.door.is_idle(idle):
            await asyncio.sleep(_LOOK)
        self.stop()
