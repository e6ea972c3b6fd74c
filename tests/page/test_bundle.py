"""The editor in the package is the one that its source makes, and says whose work it is."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "editors/page"
STATIC = ROOT / "specrules/page/static"


def test_the_editor_was_made_from_the_sources_beside_it():
    parts = [(SOURCES / name).read_bytes() for name in ("editor.mjs", "package-lock.json")]
    made = hashlib.sha256(b"".join(parts)).hexdigest()
    assert f"(sha256 {made})" in (STATIC / "editor.js").read_text(encoding="utf-8")[:300]


def test_every_part_of_it_is_named_with_its_version_and_its_licence():
    packages = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = (STATIC / "editor.LICENSES.txt").read_text(encoding="utf-8")
    named = re.findall(r"^(\S+) (\S+) \(MIT\)$", licences, re.M)
    assert len(named) >= 12
    for name, version in named:
        assert packages[f"node_modules/{name}"]["version"] == version
    assert licences.count("Permission is hereby granted, free of charge") == len(named)


def test_it_is_small_and_asks_nothing_of_anybody_else():
    text = (STATIC / "editor.js").read_text(encoding="utf-8")
    assert len(text) < 420_000
    assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org"}
    assert "eval(" not in text and "new Function" not in text


def test_versions_are_pinned():
    about = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))
    wanted = {**about["dependencies"], **about["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
