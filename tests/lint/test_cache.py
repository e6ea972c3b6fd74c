"""What lint found is kept for the next run, and is never shown when anything it depends on has changed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.lint import Options, lint
from specrules.lint.cache import Cache, default_folder, digest
from specrules.lint.keys import Homes, tool_digest
from specrules.lint.look import Looker, settings_in
from specrules.lint.outcome import Comment, Outcome, as_bytes, from_bytes
from tests.lint.made import a_spec
from tests.lint.test_lint import CLAUSE, THEME, write

ROOT = Path(__file__).parents[2]


@pytest.fixture
def looked(monkeypatch):
    """The files that were really looked at, in order."""
    paths = []
    look = Looker.look

    def counted(self, path, data, *, asked_for):
        paths.append(Path(path).name)
        return look(self, path, data, asked_for=asked_for)

    monkeypatch.setattr(Looker, "look", counted)
    return paths


@pytest.fixture
def run(tmp_path):
    """A function that lints paths with a cache beside them."""
    return lambda *paths, **options: lint(paths, Options(cache=str(tmp_path / "kept"), **options))


def kept_files(tmp_path):
    return sorted(path for path in (tmp_path / "kept").rglob("*") if path.is_file())


# -- the same again


@pytest.mark.parametrize(
    "text",
    [a_spec(), a_spec().replace("owed-by", "owd-by"), THEME, "", "on: push\n"],
    ids=["advice", "error", "clean", "empty", "foreign"],
)
def test_a_second_run_says_the_same_without_looking(text, tmp_path, run, looked):
    path = write(tmp_path / "one.yaml", text)
    first = run(path)
    assert run(path) == first == lint(path)
    assert looked == ["one.yaml", "one.yaml"]  # the second is the run without a cache


def test_a_folder_is_passed_over_the_same_way(tmp_path, run, looked):
    write(tmp_path / "specs" / "theme.yaml", THEME)
    write(tmp_path / "specs" / "workflow.yaml", "on: push\n")
    first = run(tmp_path / "specs")
    assert first.passed_over == 1
    assert run(tmp_path / "specs") == first
    assert len(looked) == 2


def test_without_a_cache_nothing_is_kept(tmp_path, looked):
    path = write(tmp_path / "theme.yaml", THEME)
    assert lint(path) == lint(path)
    assert looked == ["theme.yaml"] * 2
    assert list(tmp_path.iterdir()) == [path]


def test_the_settings_can_refuse_that_anything_is_kept(tmp_path, run, looked):
    write(tmp_path / "specrules.yaml", "specrules: settings 1\nresults: not kept\n")
    path = write(tmp_path / "theme.yaml", THEME)
    run(path), run(path)
    assert looked == ["theme.yaml"] * 2
    assert kept_files(tmp_path) == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "fail-on: warning\n",
        "leave-out: [old]\n",
        "publication: {hide-below: 10, zeros: hidden, fewest-people: 20, round-to: 5, not-people: [MA-1]}\n",
    ],
    ids=["none", "fail-on", "leave-out", "publication"],
)
def test_settings_are_the_same_in_a_second_run(line, tmp_path, run):
    settings = write(tmp_path / "specrules.yaml", f"specrules: settings 1\n{line}")
    path = write(tmp_path / "spec.yaml", a_spec())
    assert run(path) == run(path) == lint(path)
    kept = Homes(Cache(str(tmp_path / "kept")), with_keys=True)
    assert kept.of(str(path)).settings == settings_in(str(settings), settings.read_bytes())


# -- never stale


def change_file(folder):
    write(folder / "spec.yaml", a_spec() + "# more\n")


def change_settings(folder):
    write(folder / "specrules.yaml", "specrules: settings 1\nfail-on: warning\n")


def change_clause(folder):
    write(folder / "rules" / "own" / "one.yaml", CLAUSE.replace("it is done", "it was done"))


def add_clause(folder):
    write(folder / "rules" / "own" / "two.yaml", CLAUSE.replace("own/one", "own/two"))


def remove_clause(folder):
    (folder / "rules" / "own" / "one.yaml").unlink()


def add_theme(folder):
    (folder / "rules" / "new").mkdir()


@pytest.mark.parametrize(
    "change", [change_file, change_settings, change_clause, add_clause, remove_clause, add_theme]
)
def test_whatever_a_finding_depends_on_changes_the_file_is_looked_at_again(change, tmp_path, run, looked):
    write(tmp_path / "rules" / "own" / "one.yaml", CLAUSE)
    path = write(tmp_path / "spec.yaml", a_spec())
    run(path), run(path)
    assert looked == ["spec.yaml"]
    change(tmp_path)
    assert run(path) == lint(path)
    assert looked == ["spec.yaml"] * 3


def test_settings_further_up_count_too(tmp_path, run, looked):
    path = write(tmp_path / "deep" / "down" / "spec.yaml", a_spec())
    run(path)
    change_settings(tmp_path)
    run(path)
    assert looked == ["spec.yaml"] * 2


def test_another_specrules_looks_again(tmp_path, run, looked, monkeypatch):
    path = write(tmp_path / "spec.yaml", a_spec())
    run(path)
    monkeypatch.setattr("specrules.__version__", "99.0.0")
    run(path)
    assert looked == ["spec.yaml"] * 2


def test_a_changed_module_makes_another_specrules(tmp_path, monkeypatch):
    package = tmp_path / "specrules"
    write(package / "__init__.py", "")
    module = write(package / "lint" / "look.py", "one = 1\n")
    monkeypatch.setattr("specrules.__file__", str(package / "__init__.py"))
    before = tool_digest()
    assert tool_digest() == before
    module.write_text("one = 12\n", encoding="utf-8")
    assert tool_digest() != before


def test_nothing_is_kept_of_a_run_during_which_the_catalogue_changed(tmp_path, run, monkeypatch):
    write(tmp_path / "rules" / "own" / "one.yaml", CLAUSE)
    path = write(tmp_path / "spec.yaml", a_spec())
    look = Looker.look

    def change_meanwhile(self, *args, **options):
        change_clause(tmp_path)
        return look(self, *args, **options)

    monkeypatch.setattr(Looker, "look", change_meanwhile)
    run(path)
    assert kept_files(tmp_path) == []


def test_linting_opens_nothing_but_what_the_key_is_made_of(tmp_path):
    """Whatever else it opened, a change of it would go unseen."""
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from specrules.lint.look import Looker
seen = []
def hook(event, args):
    if event == "open" and not str(args[0]).endswith((".py", ".pyc", ".so")):
        seen.append(args[0])
sys.addaudithook(hook)
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        data = file.read()
    Looker().look(path, data, asked_for=True)
print(*seen, sep="\\n")
"""
    write(tmp_path / "specrules.yaml", "specrules: settings 1\n")
    own = write(
        tmp_path / "spec.yaml", (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")
    )
    files = [str(own), *map(str, sorted((ROOT / "rules").rglob("*.yaml")))]
    done = subprocess.run([sys.executable, "-c", program, *files], capture_output=True, text=True, check=True)
    opened = {Path(line) for line in done.stdout.split("\n") if line}
    assert opened
    assert all(
        path in map(Path, files) or path.is_relative_to(ROOT / "rules") or path == tmp_path / "specrules.yaml"
        for path in opened
    ), opened


# -- broken, foreign and shared


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"{}",
        lambda data: data.replace(b"cache 1", b"cache 2"),
        lambda data: os.urandom(len(data)),
    ],
    ids=["empty", "cut", "longer", "foreign", "newer", "random"],
)
def test_a_broken_or_foreign_file_is_as_if_it_were_not_there(damage, tmp_path, run, looked):
    path = write(tmp_path / "spec.yaml", a_spec())
    first = run(path)
    (kept,) = kept_files(tmp_path)
    kept.write_bytes(damage(kept.read_bytes()))
    assert run(path) == first
    assert looked == ["spec.yaml"] * 2
    assert run(path) == first
    assert looked == ["spec.yaml"] * 2


@given(st.data())
def test_any_byte_that_changes_is_noticed(data):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(folder)
        cache.keep("one", "key", b"what was found")
        (path,) = [path for path in Path(folder).rglob("*") if path.is_file()]
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
        assert cache.get("one", "key") is None


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path):
    path = write(tmp_path / "spec.yaml", a_spec())
    blocked = write(tmp_path / "a-file", "")
    assert lint(path, Options(cache=str(blocked))) == lint(path)


def test_many_runs_at_once_see_whole_results_or_none(tmp_path):
    cache = Cache(str(tmp_path / "kept"))
    results = [f"result {number} ".encode() * 500 for number in range(4)]

    def work(number):
        for _ in range(50):
            cache.keep("shared", "key", results[number])
            assert cache.get("shared", "key") in results
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))
    assert len(kept_files(tmp_path)) == 1


def test_the_cache_does_not_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["specrules.lint.cache"], "_MOST_IN_FOLDER", 4)
    cache = Cache(str(tmp_path / "kept"))
    for number in range(3000):
        cache.keep(str(number), "key", b"")
    assert len(kept_files(tmp_path)) <= 256 * 4
    assert cache.get("2999", "key") == b""


def test_a_new_result_takes_the_place_of_the_old_one(tmp_path, run):
    path = write(tmp_path / "spec.yaml", a_spec())
    run(path)
    change_file(tmp_path)
    run(path)
    assert len(kept_files(tmp_path)) == 1


def test_only_its_owner_can_read_what_is_kept(tmp_path, run):
    run(write(tmp_path / "spec.yaml", a_spec()))
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "kept").rglob("*")} == {0}


# -- where it is


@pytest.mark.parametrize(
    ("platform", "settings", "folder"),
    [
        ("linux", {"HOME": "/home/ann"}, "/home/ann/.cache/specrules/lint"),
        ("linux", {"HOME": "/home/ann", "XDG_CACHE_HOME": "/tmp/c"}, "/tmp/c/specrules/lint"),
        ("linux", {"HOME": "/home/ann", "XDG_CACHE_HOME": "here"}, "/home/ann/.cache/specrules/lint"),
        ("darwin", {"HOME": "/Users/ann"}, "/Users/ann/Library/Caches/specrules/lint"),
        ("win32", {"LOCALAPPDATA": "/C/Local"}, "/C/Local/specrules/cache/lint"),
        ("win32", {}, ""),
        ("linux", {"HOME": "/home/ann", "SPECRULES_CACHE": "/elsewhere"}, "/elsewhere"),
        ("linux", {"HOME": "/home/ann", "SPECRULES_CACHE": ""}, ""),
    ],
)
def test_the_folder_is_the_one_the_system_has_for_it(platform, settings, folder, monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "SPECRULES_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert default_folder() == folder


# -- what is kept

spans = st.builds(Span, *[st.integers(1, 9)] * 4)
texts = st.text(max_size=8)
places = st.builds(Place, texts, st.none() | spans, st.none() | texts, st.none() | texts)
findings = st.builds(
    Finding,
    texts,
    texts,
    st.sampled_from(Severity),
    places,
    texts,
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.lists(places, max_size=2).map(tuple),
)
remarks = st.builds(
    Comment, spans, st.lists(texts, max_size=2).map(tuple), texts, texts, st.integers(0, 9), st.integers(0, 9)
)


@given(
    st.builds(
        Outcome,
        st.sampled_from(["spec", "", "not ours"]),
        st.integers(0, 99),
        st.lists(findings, max_size=3).map(tuple),
        st.lists(remarks, max_size=2).map(tuple),
        st.booleans(),
    ).filter(lambda outcome: outcome.is_sound or outcome.findings)  # what is unsound has errors
)
def test_an_outcome_comes_back_as_it_was(outcome):
    assert from_bytes(as_bytes(outcome)) == outcome


def test_every_part_of_a_finding_is_kept():
    """A part added to findings would be lost between two runs if ``outcome`` did not know of it."""
    assert Finding.__match_args__ == (
        "code",
        "name",
        "severity",
        "place",
        "message",
        "subject",
        "meant",
        "remedy",
        "also",
    )
    assert Place.__match_args__ == ("file", "span", "sheet", "cell")


def test_a_clean_file_is_kept_in_a_few_words(tmp_path, run):
    run(write(tmp_path / "theme.yaml", THEME))
    (kept,) = kept_files(tmp_path)
    assert kept.read_bytes().split(b"\n", 3)[3].startswith(b"theme\n")
    assert kept.stat().st_size < 200


def test_parts_that_run_together_have_different_digests():
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "")}) == 4
