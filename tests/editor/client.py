"""An editor that speaks to ``specrules lsp`` over its standard input and output."""

import os
import sys

from tests.editor.server import Connection, at

CAPABILITIES = {"textDocument": {"rename": {"prepareSupport": True}, "hover": {}, "completion": {}}}


class Editor(Connection):
    """An editor with one folder, or with *others* too, and the files that are open in them."""

    def __init__(self, folder, *others):
        environment = {**os.environ, "SPECRULES_CACHE": ""}
        super().__init__(sys.executable, "-m", "specrules", "lsp", env=environment)
        self.folder = folder
        asked = {"processId": None, "rootUri": folder.as_uri(), "capabilities": CAPABILITIES}
        if others:
            folders = [{"uri": each.as_uri(), "name": each.name} for each in (folder, *others)]
            asked |= {"rootUri": None, "workspaceFolders": folders}
        answer = self.ask("initialize", asked)
        self.can = answer["capabilities"]
        self.tell("initialized", {})
        self.versions = {}
        self.patience = 20

    def open(self, text, name="spec.yaml"):
        """Open a file that says *text*, which need not be on the disk; return its address."""
        uri = name if ":" in name else (self.folder / name).as_uri()
        self.versions[uri] = 1
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        self.texts = {**getattr(self, "texts", {}), uri: text}
        return uri

    def type(self, uri, text):
        """Make the open file say *text* instead."""
        self.versions[uri] += 1
        self.texts[uri] = text
        document = {"uri": uri, "version": self.versions[uri]}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def wrong(self, uri):
        """What the server says next is wrong in a file."""
        while True:
            message = self.next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return message["params"]["diagnostics"]

    # -- questions about a place, which is just behind *before*

    def ask_at(self, what, uri, before, **more):
        text = self.texts[uri]
        return self.ask(f"textDocument/{what}", {**at(uri, text[: text.index(before) + len(before)]), **more})

    def explained(self, uri, before):
        shown = self.ask_at("hover", uri, before)
        return shown["contents"]["value"] if shown else None

    def offered(self, uri, before):
        return [each["label"] for each in self.ask_at("completion", uri, before)["items"]]

    def taken(self, uri, before, word):
        """The text after the offer *word* was taken."""
        items = self.ask_at("completion", uri, before)["items"]
        return self.after(uri, [next(each for each in items if each["label"] == word)["textEdit"]])

    def after(self, uri, edits):
        """The text after *edits*, made as an editor makes them: by line, and by units of UTF-16."""
        text = self.texts[uri]
        for edit in sorted(edits, key=lambda edit: _key(edit["range"]["start"]), reverse=True):
            start, end = (_offset(text, edit["range"][side]) for side in ("start", "end"))
            text = text[:start] + edit["newText"] + text[end:]
        return text

    def marked(self, uri, where):
        """The text of a range of the protocol."""
        text = self.texts[uri]
        return text[_offset(text, where["start"]) : _offset(text, where["end"])]


def _key(position):
    return position["line"], position["character"]


def _offset(text, position):
    lines = text.split("\n")
    units = lines[position["line"]].encode("utf-16-le")[: 2 * position["character"]]
    return sum(len(line) + 1 for line in lines[: position["line"]]) + len(units.decode("utf-16-le"))
