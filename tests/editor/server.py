"""Language servers, spoken to as an editor speaks to them: any, and the one behind most YAML editors."""

import json
import subprocess
import threading
from queue import Empty, Queue


class Connection:
    """A language server that was started, and its protocol."""

    def __init__(self, *command, env=None):
        self.process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.inbox = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.number = 0
        self.patience = 60
        self.settings = {}

    def ask(self, method, params):
        """What the server answers, or the error it gives instead."""
        self.number += 1
        mine = self.number
        self._send({"jsonrpc": "2.0", "id": mine, "method": method, "params": params})
        while True:
            message = self.next()
            if message.get("id") == mine and "method" not in message:
                return message["error"] if "error" in message else message.get("result")

    def tell(self, method, params):
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def next(self):
        """The next message; what the server asks of the editor is answered on the way."""
        try:
            message = self.inbox.get(timeout=self.patience)
        except Empty:
            raise TimeoutError("the language server did not answer") from None
        if "method" in message and "id" in message:
            result = None
            if message["method"] == "workspace/configuration":
                asked = [each.get("section") for each in message["params"]["items"]]
                result = [self.settings if section == "yaml" else {} for section in asked]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return message

    def _send(self, message):
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _listen(self):
        out = self.process.stdout
        while header := out.readline():
            length = int(header.partition(b":")[2])
            while out.readline().strip():
                pass
            self.inbox.put(json.loads(out.read(length)))

    def close(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


class Server(Connection):
    """One server over its protocol, with one schema for every YAML file."""

    def __init__(self, program, schema, folder):
        super().__init__(program, "--stdio")
        self.settings = {
            "schemas": {schema.as_uri(): "*.yaml"},
            "schemaStore": {"enable": False},
            "validate": True,
            "hover": True,
            "completion": True,
        }
        self.folder = folder
        self.files = 0
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {}, "hover": {"contentFormat": ["plaintext"]}},
        }
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    # -- what an editor asks

    def opened(self, text):
        """Open a file with *text*; return its address and what is wrong with it, as sentences."""
        self.files += 1
        uri = (self.folder / f"file-{self.files}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self.next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return uri, [each["message"] for each in message["params"]["diagnostics"]]

    def offered(self, text):
        """The words an editor offers at the end of *text*."""
        uri, _ = self.opened(text)
        items = self.ask("textDocument/completion", at(uri, text))
        return {each["label"] for each in (items["items"] if isinstance(items, dict) else items or [])}

    def explained(self, text, word):
        """What an editor shows over the first *word* of *text*."""
        uri, _ = self.opened(text)
        before = text[: text.index(word) + 1]
        shown = self.ask("textDocument/hover", at(uri, before))
        contents = shown["contents"] if shown else ""
        return contents["value"] if isinstance(contents, dict) else str(contents)


def at(uri, text):
    """The place after *text* in a file."""
    lines = text.split("\n")
    return {
        "textDocument": {"uri": uri},
        "position": {"line": len(lines) - 1, "character": len(lines[-1])},
    }
