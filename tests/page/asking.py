"""The local page of a small partnership, asked over a real connection."""

import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

from specrules.page.folder import Folder
from specrules.page.server import Served


class Asking:
    """Asks a page as a browser would, or as somebody who means it ill."""

    def __init__(self, served):
        self.served = served
        self.port = served.guard.port
        self.own = {"Host": f"127.0.0.1:{self.port}", "Origin": f"http://127.0.0.1:{self.port}"}
        self.cookie = f"{served.guard.cookie_name}={served.guard.cookie}"

    def ask(self, method, path, body=None, headers=()):
        """What is answered: its code, its headers and its text; a header of None is not sent."""
        sent = {**self.own, "Cookie": self.cookie, **dict(headers)}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        if isinstance(body, bytes):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body, encode_chunked=not isinstance(body, bytes | None))
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            text.decode("utf-8", "replace"),
        )

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers.items())

    def post(self, path, headers=(), **fields):
        """Send a form of ours."""
        body = urlencode({"form": self.served.guard.form, **fields}, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, {**kind, **dict(headers)})

    def send(self, path, files, headers=(), **fields):
        """Send a form with files, each a name and bytes."""
        parts = [
            (f'name="{name}"', value.encode())
            for name, value in {"form": self.served.guard.form, **fields}.items()
        ]
        parts += [(f'name="given"; filename="{name}"', data) for name, data in files]
        body = b"".join(
            b"--edge\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + data + b"\r\n"
            for head, data in parts
        )
        kind = {"Content-Type": "multipart/form-data; boundary=edge"}
        return self.ask("POST", path, body + b"--edge--\r\n", {**kind, **dict(headers)})


@contextmanager
def serving(folder, only="", idle=600):
    """The page of *folder*, while it answers."""
    served = Served(Folder(folder, only))
    thread = threading.Thread(target=served.run, args=(idle,))
    thread.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join(timeout=30)
        assert not thread.is_alive()
