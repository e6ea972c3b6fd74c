// Builds the editor into the package, with the licences of what is in it beside it.
import {createHash} from "node:crypto";
import {readFileSync, writeFileSync} from "node:fs";
import {build} from "esbuild";

const home = new URL("../../specrules/page/static/", import.meta.url);
const sources = ["editor.mjs", "package-lock.json"].map((name) => readFileSync(new URL(name, import.meta.url)));
const made = createHash("sha256").update(Buffer.concat(sources)).digest("hex");

const {metafile} = await build({
  entryPoints: ["editor.mjs"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  metafile: true,
  // tests/page/test_bundle.py compares this with the sources, so that neither is changed without the other.
  banner: {js: `/* CodeMirror 6, MIT licence: see editor.LICENSES.txt. Made from editors/page (sha256 ${made}). */`},
  outfile: new URL("editor.js", home).pathname,
});

const names = new Set(Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]));
names.delete(undefined);
const licences = [...names].sort().map((name) => {
  const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const licence = readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim();
  return `${name} ${about.version} (${about.license})\n\n${licence}\n`;
});
const rule = `\n${"-".repeat(78)}\n\n`;
writeFileSync(new URL("editor.LICENSES.txt", home), `What is in editor.js\n${rule}${licences.join(rule)}`);
