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
  return client.start();
}

function deactivate() {
  return client && client.stop();
}

module.exports = { activate, deactivate };
