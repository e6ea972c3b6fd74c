"""A yaml-language-server for the tests of the schemas, and an editor for those of our own server.

The first is found as ``yaml-language-server`` on the path.  Where there is none the tests are
skipped with the reason; under ``SPECRULES_CI_COMPLETE=1``, which ``.ci/run`` sets, they fail.
"""

import os
import shutil
from importlib.util import find_spec

import pytest

from specrules.spec.schema import as_text, for_editors
from tests.editor.client import Editor
from tests.editor.server import Server


@pytest.fixture(scope="module")
def server_for(tmp_path_factory):
    """A function from a kind of file to a server that has its schema."""
    program = shutil.which("yaml-language-server")
    if program is None:
        reason = "no yaml-language-server: npm install --global yaml-language-server@1.25"
        (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)(reason)
    servers = {}

    def server(kind):
        if kind not in servers:
            folder = tmp_path_factory.mktemp("editor")
            schema = folder / "schema.json"
            schema.write_text(as_text(for_editors(kind)), encoding="utf-8")
            servers[kind] = Server(program, schema, folder)
        return servers[kind]

    yield server
    for each in servers.values():
        each.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    """An editor that has started the server of specrules."""
    if find_spec("pygls") is None:
        reason = "no pygls: pip install 'specrules[editor]'"
        (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)(reason)
    editor = Editor(tmp_path_factory.mktemp("written"))
    yield editor
    editor.close()
