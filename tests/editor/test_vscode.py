"""The extension for Visual Studio Code starts the server; tried here without the editor itself."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import specrules

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
# What the editor would give the extension, and what it is asked to start.
STAND_IN = """
const Module = require("module");
const load = Module._load;
const said = [];
Module._load = (name, ...rest) => name === "vscode" ? {workspace: {
    getConfiguration: () => ({get: () => process.argv[2]}), createFileSystemWatcher: (glob) => glob,
}} : name === "vscode-languageclient/node" ? {LanguageClient: class {
    constructor(id, name, server, client) { said.push(server, client.documentSelector, client.synchronize); }
    start() { said.push("started"); }
    stop() { said.push("stopped"); }
}} : load(name, ...rest);
const extension = require(process.argv[1]);
extension.activate();
extension.deactivate();
console.log(JSON.stringify(said));
"""


@pytest.fixture(scope="module")
def node():
    found = shutil.which("node")
    if found is None:
        (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)("no node")
    return found


@pytest.mark.parametrize(("setting", "command"), [("", "specrules"), ("/opt/specrules", "/opt/specrules")])
def test_the_extension_starts_and_stops_the_server_for_yaml_files(node, setting, command):
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    extension = str(FOLDER / package["main"])
    done = subprocess.run(
        [node, "-e", STAND_IN, extension, setting], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [
        {"command": command, "args": ["lsp"]},
        [{"language": "yaml", "scheme": "file"}, {"language": "yaml", "scheme": "untitled"}],
        {"fileEvents": "**/*.{yaml,yml}"},
        "started",
        "stopped",
    ]


def test_the_extension_has_the_version_of_the_package():
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == specrules.__version__


def test_a_folder_that_is_not_trusted_cannot_say_which_program_is_started():
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    limits = package["capabilities"]["untrustedWorkspaces"]
    assert limits["restrictedConfigurations"] == list(package["contributes"]["configuration"]["properties"])
