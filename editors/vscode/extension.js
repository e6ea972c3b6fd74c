// Starts `specrules lsp` for YAML files, and lets it answer.

"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function activate() {
  const command = vscode.workspace.getConfiguration("specrules").get("command") || "specrules";
  client = new LanguageClient(
    "specrules",
    "specrules",
    { command, args: ["lsp"] },
    {
      documentSelector: [
        { language: "yaml", scheme: "file" },
        { language: "yaml", scheme: "untitled" },
      ],
      // A standard clause that changes on the disk changes what is said of the specifications that use it.
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml}") },
    },
  );
  return client.start().catch(() => vscode.window.showErrorMessage(notStarted(command)));
}

function notStarted(command) {
  return (
    `specrules did not start, so nothing is underlined. Install it with its part for editors, ` +
    `or say where it is in the setting specrules.command, which now says "${command}".`
  );
}

function deactivate() {
  return client && client.stop();
}

module.exports = { activate, deactivate };
