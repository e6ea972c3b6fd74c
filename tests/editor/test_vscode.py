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
class LanguageClient {
    constructor(id, name, server, client) { said.push(server, client.documentSelector, client.synchronize); }
    async start() {
        if (process.argv[2] === "nowhere") throw new Error("spawn ENOENT");
        said.push("started");
    }
    stop() { said.push("stopped"); }
}
const stand_ins = {
    "vscode-languageclient/node": {LanguageClient},
    vscode: {
        workspace: {
            getConfiguration: () => ({get: () => process.argv[2]}), createFileSystemWatcher: (glob) => glob,
        },
        window: {showErrorMessage: (text) => said.push(text)},
    },
};
Module._load = (name, ...rest) => stand_ins[name] || load(name, ...rest);
const extension = require(process.argv[1]);
extension.activate().then(() => {
    extension.deactivate();
    console.log(JSON.stringify(said));
});
"""


@pytest.fixture(scope="module")
def node():
    found = shutil.which("node")
    if found is None:
        (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)("no node")
    return found


def begun(node, setting):
    """What the extension does in an editor with a *setting* for where specrules is."""
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    command = [node, "-e", STAND_IN, str(FOLDER / package["main"]), setting]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize(("setting", "command"), [("", "specrules"), ("/opt/specrules", "/opt/specrules")])
def test_the_extension_starts_and_stops_the_server_for_yaml_files(node, setting, command):
    assert begun(node, setting) == [
        {"command": command, "args": ["lsp"]},
        [{"language": "yaml", "scheme": "file"}, {"language": "yaml", "scheme": "untitled"}],
        {"fileEvents": "**/*.{yaml,yml}"},
        "started",
        "stopped",
    ]


def test_where_the_server_is_not_found_the_editor_says_what_to_do(node):
    assert begun(node, "nowhere")[3] == (
        "specrules did not start, so nothing is underlined. Install it with its part for editors, "
        'or say where it is in the setting specrules.command, which now says "nowhere".'
    )


def test_the_extension_has_the_version_of_the_package():
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == specrules.__version__


def test_a_folder_that_is_not_trusted_cannot_say_which_program_is_started():
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    limits = package["capabilities"]["untrustedWorkspaces"]
    assert limits["restrictedConfigurations"] == list(package["contributes"]["configuration"]["properties"])
