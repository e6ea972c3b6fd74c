"""Files are read whole, or refused in one sentence; and written whole, or not at all."""

import errno
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base import files, writing
from specrules.base.errors import NotWritten, UnreadableFile
from specrules.base.files import digest_of, lines_of, read_bytes, read_text, source_of, text_of
from specrules.base.findings import Severity, Span
from specrules.base.writing import MANIFEST, write_file, write_folder, write_once

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs named pipes, links and permissions")
OLD = {"scorecard.txt": b"old scorecard", "findings.csv": b"old findings", MANIFEST: b"old manifest"}
NEW = {"scorecard.txt": b"new scorecard", "findings.csv": b"new findings", "letter.txt": b"a new file"}


def contents(folder):
    """Every file in *folder* by name, those on their way too."""
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def fill(folder, written):
    folder.mkdir(exist_ok=True)
    for name, data in written.items():
        (folder / name).write_bytes(data)
    return folder


# --- reading


def test_a_file_is_read_to_its_end(tmp_path):
    (tmp_path / "spec.yaml").write_bytes(b"status: draft\n")
    assert read_bytes(tmp_path / "spec.yaml", 14) == b"status: draft\n"


def test_one_byte_over_the_limit_is_refused_with_size_and_limit(tmp_path):
    (tmp_path / "spec.yaml").write_bytes(b"x" * 1001)
    with pytest.raises(UnreadableFile, match=r"too large: it has 1,001 bytes and the limit is 1,000"):
        read_bytes(tmp_path / "spec.yaml", 1000)


@POSIX
def test_a_large_file_is_not_read_to_its_end(tmp_path):
    with (tmp_path / "huge.yaml").open("wb") as sparse:
        sparse.truncate(50 * 2**30)
    with pytest.raises(UnreadableFile, match="too large"):
        read_text(tmp_path / "huge.yaml")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"no-such\.yaml was not read: there is no such file; check"):
        read_bytes(tmp_path / "no-such.yaml", 10)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="is a folder; name an ordinary file instead"):
        read_bytes(tmp_path, 10)


@POSIX
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match="is a pipe"):
        read_bytes(tmp_path / "pipe", 10)
    assert time.monotonic() - begun < 20  # a reader that waited would wait for ever


@POSIX
def test_a_device_is_refused():
    with pytest.raises(UnreadableFile, match="is a device"):
        read_bytes("/dev/zero", 10)


@POSIX
def test_a_link_that_leads_to_itself_is_refused(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(UnreadableFile, match="leads back to itself"):
        read_bytes(tmp_path / "loop", 10)


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "spec.yaml/more"])
def test_a_name_no_file_can_have_is_refused_in_words(tmp_path, name):
    (tmp_path / "spec.yaml").touch()
    with pytest.raises(UnreadableFile, match="was not read: "):
        read_bytes(f"{tmp_path}/{name}", 10)


def test_a_file_one_may_not_read_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "os", FaultyOs(1, errno.EACCES))
    with pytest.raises(UnreadableFile, match="you are not allowed to read it; ask its owner"):
        read_bytes(tmp_path / "spec.yaml", 10)


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES])
def test_each_call_that_fails_while_reading_gives_one_sentence(tmp_path, monkeypatch, error):
    (tmp_path / "spec.yaml").write_bytes(b"status: draft\n")
    for call in range(1, 20):
        faulty = FaultyOs(call, error)
        monkeypatch.setattr(files, "os", faulty)
        if not reads(tmp_path / "spec.yaml"):
            assert faulty.failed
        if not faulty.failed:
            return
    pytest.fail("it never read the file")


def reads(path):
    try:
        return read_bytes(path, 100) == b"status: draft\n"
    except UnreadableFile as error:
        assert str(error).endswith(".")
        return False


# --- text


def test_a_byte_order_mark_is_not_part_of_the_text():
    source = source_of("spec.yaml", b"\xef\xbb\xbfstatus: draft\n")
    assert (source.text, source.encoding, source.findings) == ("status: draft\n", "utf-8-sig", ())


def test_the_digest_is_that_of_the_bytes():
    assert source_of("spec.yaml", b"\xef\xbb\xbfa").digest == digest_of(b"\xef\xbb\xbfa")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_saved_as_utf_16_is_read_with_a_warning(encoding):
    source = source_of("spec.yaml", "fee: no more than £10\n".encode(encoding))
    (finding,) = source.findings
    assert source.text == "fee: no more than £10\n"
    assert (finding.code, finding.severity) == ("FI111", Severity.WARNING)
    assert '"Unicode" (UTF-16)' in finding.message
    assert "read all the same" in finding.message
    assert "UTF-8" in finding.remedy


def test_a_file_saved_the_old_windows_way_is_read_and_its_characters_named():
    source = source_of("spec.yaml", "id: x\ntitle: Adults’ £10 – for ‘all’\n".encode("cp1252"))
    (finding,) = source.findings
    assert source.text == "id: x\ntitle: Adults’ £10 – for ‘all’\n"
    assert finding.place.span == Span(2, 14, 2, 15)
    assert finding.message.endswith("Please check these characters: ’ £ – ‘.")


def test_no_more_than_ten_characters_are_named():
    (finding,) = source_of("spec.yaml", "àáâãäåæçèéêë".encode("cp1252")).findings
    assert finding.message.endswith("à á â ã ä å æ ç è é and 2 more.")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\xff",
        b"\x81\x8d",
        b"\xff\xfea",
        b"\xff\xfe\x00\xd8",
    ],
    ids=["picture", "workbook", "bytes of no alphabet", "half a character", "half a pair"],
)
def test_bytes_that_are_not_text_are_an_error_and_give_no_text(data):
    source = source_of("spec.yaml", data)
    assert source.text == ""
    assert [(each.code, each.severity) for each in source.findings] == [("FI111", Severity.ERROR)]


@given(st.text())
def test_text_saved_as_utf_8_is_read_as_it_was(text):
    data = text.encode()
    source = source_of("spec.yaml", data)
    # A text of control characters alone can be the bytes of another text; nobody writes one.
    if "\0" not in text:
        assert source.text.encode() == data.removeprefix(b"\xef\xbb\xbf")
        assert not source.findings


@given(st.binary())
def test_any_bytes_give_a_source(data):
    source = source_of("spec.yaml", data)
    assert source.digest == digest_of(data)
    assert source.text == text_of(data)


@given(st.text("ab\r\n\x0b\x85\u2028"))
def test_lines_end_as_they_do_in_yaml(text):
    assert lines_of(text) == re.split(r"\r\n|\r|\n", text)


def test_the_path_is_kept_as_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.yaml").touch()
    assert read_text("./spec.yaml").path == "./spec.yaml"


# --- writing one file


def test_a_file_is_written_and_nothing_else_left(tmp_path):
    write_file(tmp_path / "scorecard.txt", b"met")
    assert contents(tmp_path) == {"scorecard.txt": b"met"}


def test_a_file_is_replaced(tmp_path):
    fill(tmp_path, OLD)
    write_file(tmp_path / "scorecard.txt", b"new")
    assert contents(tmp_path) == {**OLD, "scorecard.txt": b"new"}


@POSIX
def test_a_new_file_is_its_owners_alone(tmp_path):
    write_file(tmp_path / "scorecard.txt", b"met")
    assert (tmp_path / "scorecard.txt").stat().st_mode & 0o777 == 0o600


@POSIX
def test_an_old_file_keeps_its_permissions(tmp_path):
    fill(tmp_path, OLD)
    (tmp_path / "scorecard.txt").chmod(0o644)
    write_file(tmp_path / "scorecard.txt", b"new")
    assert (tmp_path / "scorecard.txt").stat().st_mode & 0o777 == 0o644


@POSIX
def test_a_file_marked_read_only_is_left_alone(tmp_path):
    fill(tmp_path, OLD)
    (tmp_path / "scorecard.txt").chmod(0o444)
    with pytest.raises(NotWritten, match="is marked read-only, so it was left alone"):
        write_file(tmp_path / "scorecard.txt", b"new")
    assert contents(tmp_path) == OLD


@POSIX
def test_a_link_is_followed_and_stays_a_link(tmp_path):
    fill(tmp_path / "shared", OLD)
    (tmp_path / "here.txt").symlink_to(tmp_path / "shared" / "scorecard.txt")
    write_file(tmp_path / "here.txt", b"new")
    assert (tmp_path / "here.txt").is_symlink()
    assert contents(tmp_path / "shared") == {**OLD, "scorecard.txt": b"new"}


@POSIX
def test_a_pipe_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotWritten, match="is not an ordinary file"):
        write_file(tmp_path / "pipe", b"new")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no/such/folder.txt", "its folder does not exist; make the folder first"),
        ("folder", "a folder has that name"),
        ("scorecard.txt/more", "a part of its name is a file"),
        ("a\0b", "its name has characters that no file name can have"),
    ],
)
def test_what_cannot_be_written_says_why(tmp_path, name, reason):
    fill(tmp_path, OLD)
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotWritten, match=reason):
        write_file(f"{tmp_path}/{name}", b"new")


def test_a_full_disk_says_how_much_is_needed(tmp_path, monkeypatch):
    fill(tmp_path, OLD)
    monkeypatch.setattr(writing, "os", FaultyOs("write", errno.ENOSPC))
    with pytest.raises(
        NotWritten, match=r"scorecard\.txt \(50,000 bytes\) was not written: the disk is full"
    ):
        write_file(tmp_path / "scorecard.txt", b"x" * 50_000)
    assert contents(tmp_path) == OLD


class FaultyOs:
    """The calls of ``os``, of which one fails once: the *n*-th, or the first of a name."""

    PURE = ("path", "fspath", "sep", "name", "getpid", "urandom")

    def __init__(self, fails, error):
        self.fails, self.error, self.calls, self.failed = fails, error, 0, False

    def __getattr__(self, name):
        real = getattr(os, name)
        if name in self.PURE or not callable(real):
            return real
        return lambda *args, **more: self.call(name, real, *args, **more)

    def call(self, name, real, *args, **more):
        self.calls += 1
        if not self.failed and self.fails in (self.calls, name):
            self.failed = True
            if name == "close":
                real(*args)
            if isinstance(self.error, BaseException):
                raise self.error
            raise OSError(self.error, os.strerror(self.error), *args[:1])
        # Waiting for the disk a thousand times would take minutes, and a test cannot cut the power anyway.
        return None if name == "fsync" else real(*args, **more)


FAULTS = [errno.ENOSPC, errno.EIO, errno.EACCES, KeyboardInterrupt()]


def each_call_failing_once(monkeypatch, folder, error, write, wanted):
    """Run *write* in a folder of old files with call 1 failing, then call 2 and so on until none does.

    After an error the old files must stand there, and after success those *wanted*; after Ctrl-C one or the
    other.  Gives the number of calls.
    """
    for call in range(1, 200):
        for each in folder.iterdir():
            each.unlink()
        fill(folder, OLD)
        faulty = FaultyOs(call, error)
        for module in (files, writing):
            monkeypatch.setattr(module, "os", faulty)
        try:
            write()
            allowed = [wanted]
        except NotWritten:
            allowed = [OLD]
        except KeyboardInterrupt:
            allowed = [OLD, wanted]
        found = {name: data for name, data in contents(folder).items() if not name.startswith(".part-")}
        assert found in allowed
        if not faulty.failed:
            return call
    raise AssertionError("it never succeeded")


@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_an_old_file_is_intact_whichever_call_fails(tmp_path, monkeypatch, error):
    def write():
        write_file(tmp_path / "scorecard.txt", b"new")

    wanted = {**OLD, "scorecard.txt": b"new"}
    assert each_call_failing_once(monkeypatch, tmp_path, error, write, wanted) > 8


# --- writing what nobody is to change


@pytest.mark.parametrize("linked", [True, False], ids=["with links", "without links"])
def test_what_is_written_once_stays_as_it_is(tmp_path, monkeypatch, linked):
    if not linked:
        monkeypatch.setattr(os, "link", no_links_here)
    assert write_once(tmp_path / "record.json", b"met") is True
    assert write_once(tmp_path / "record.json", b"not met") is False
    assert contents(tmp_path) == {"record.json": b"met"}


@POSIX
def test_what_is_written_once_is_read_by_whoever_reads_its_folder(tmp_path):
    tmp_path.chmod(0o750)
    write_once(tmp_path / "record.json", b"met")
    assert stat.S_IMODE((tmp_path / "record.json").stat().st_mode) == 0o440


def test_of_two_who_write_the_same_at_once_one_is_told_that_it_was_there(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    assert [write_once(tmp_path / "record.json", b"met") for _ in range(2)] == [True, False]


@pytest.mark.parametrize("linked", [True, False], ids=["with links", "without links"])
@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_what_is_written_once_is_whole_or_not_there_whichever_call_fails(
    tmp_path, monkeypatch, error, linked
):
    if not linked:
        monkeypatch.setattr(os, "link", no_links_here)

    def write():
        write_once(tmp_path / "record.json", b"met")

    wanted = {**OLD, "record.json": b"met"}
    assert each_call_failing_once(monkeypatch, tmp_path, error, write, wanted) > 8


# --- writing a folder


def test_a_folder_is_written_with_a_manifest(tmp_path):
    write_folder(tmp_path / "out", NEW)
    manifest = {name: digest_of(data) for name, data in NEW.items()}
    assert json.loads((tmp_path / "out" / MANIFEST).read_bytes()) == manifest
    assert contents(tmp_path / "out").keys() == {*NEW, MANIFEST}


def test_a_folder_is_written_over_and_other_files_in_it_stay(tmp_path):
    fill(tmp_path, {**OLD, "notes.txt": b"mine"})
    write_folder(tmp_path, NEW)
    found = contents(tmp_path)
    assert {name: found[name] for name in NEW} == NEW
    assert found["notes.txt"] == b"mine"


def test_the_same_files_give_the_same_manifest_in_whatever_order(tmp_path):
    write_folder(tmp_path / "one", NEW)
    write_folder(tmp_path / "two", dict(reversed(NEW.items())))
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()


BAD_NAMES = ["a/b", "a\\b", "..", ".", "", "C:x", "CON", "nul.txt", "a\0", "a\n", "end.", "end ", "x" * 200]


@pytest.mark.parametrize("name", [*BAD_NAMES, ".part-1-x", MANIFEST, "MANIFEST.json"])
def test_a_name_that_is_not_a_plain_file_name_everywhere_is_refused(tmp_path, name):
    with pytest.raises(NotWritten, match="cannot be the name of a file"):
        write_folder(tmp_path / "out", {"fine.txt": b"", name: b""})
    assert not (tmp_path / "out").exists()


def test_two_names_that_differ_in_case_alone_are_refused(tmp_path):
    with pytest.raises(NotWritten, match="a different name for each file"):
        write_folder(tmp_path, {"Riverbank.csv": b"", "riverbank.csv": b""})


def no_links_here(*_):
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("linked", [True, False], ids=["with links", "without links"])
@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_all_old_outputs_are_intact_whichever_call_fails(tmp_path, monkeypatch, error, linked):
    if not linked:
        monkeypatch.setattr(os, "link", no_links_here)
    write_folder(tmp_path / "wanted", NEW)
    wanted = contents(tmp_path / "wanted")
    (tmp_path / "out").mkdir()

    def write():
        write_folder(tmp_path / "out", NEW)

    assert each_call_failing_once(monkeypatch, tmp_path / "out", error, write, wanted) > 30


def test_a_failure_leaves_no_file_on_its_way(tmp_path, monkeypatch):
    fill(tmp_path, OLD)
    monkeypatch.setattr(writing, "os", FaultyOs("replace", errno.EIO))
    with pytest.raises(NotWritten):
        write_folder(tmp_path, NEW)
    assert contents(tmp_path) == OLD


# --- what killed runs leave


def a_process_that_has_ended():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / f".part-{a_process_that_has_ended()}-0123456789ab").write_bytes(b"half a sc")
    write_file(tmp_path / "scorecard.txt", b"met")
    assert contents(tmp_path) == {"scorecard.txt": b"met"}


def test_what_an_earlier_run_of_the_same_number_left_is_swept(tmp_path):
    (tmp_path / f".part-{os.getpid()}-0123456789ab").write_bytes(b"half a sc")
    write_file(tmp_path / "scorecard.txt", b"met")
    assert contents(tmp_path) == {"scorecard.txt": b"met"}


def test_what_another_machine_is_writing_on_a_shared_drive_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_machine", lambda: "0badcafe-")
    part = writing._write_part(str(tmp_path), b"half a sc", 0o600)
    writing._in_flight.clear()
    monkeypatch.undo()
    write_file(tmp_path / "scorecard.txt", b"met")
    assert Path(part).exists()


def test_what_this_machine_left_under_its_own_name_is_swept(tmp_path):
    part = tmp_path / f".part-{a_process_that_has_ended()}-{writing._machine()}0123456789ab"
    part.write_bytes(b"half a sc")
    write_file(tmp_path / "scorecard.txt", b"met")
    assert not part.exists()


@POSIX
def test_what_a_running_process_is_writing_is_left_alone(tmp_path):
    part = tmp_path / f".part-{os.getppid()}-0123456789ab"
    part.write_bytes(b"half a sc")
    write_file(tmp_path / "scorecard.txt", b"met")
    assert part.exists()


def test_a_file_that_only_looks_like_one_on_its_way_is_left_alone(tmp_path):
    (tmp_path / ".part-of-the-plan").write_bytes(b"mine")
    write_file(tmp_path / "scorecard.txt", b"met")
    assert (tmp_path / ".part-of-the-plan").exists()


WRITER = """
import sys
from specrules.base.writing import write_file, write_folder
folder, turn = sys.argv[1], 0
print("ready", flush=True)
while True:
    turn += 1
    data = f"{turn} ".encode() * 20_000
    write_file(f"{folder}/one.txt", data)
    write_folder(f"{folder}/all", {"a.txt": data, "b.txt": data})
"""


@pytest.mark.slow
@POSIX
def test_killed_at_any_moment_a_run_leaves_whole_files(tmp_path):
    (tmp_path / "all").mkdir()
    for turn in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE
        ) as writer:
            writer.stdout.readline()
            time.sleep(0.02 + 0.007 * turn)
            writer.send_signal(signal.SIGKILL)
        for path in (tmp_path / "one.txt", tmp_path / "all" / "a.txt", tmp_path / "all" / "b.txt"):
            assert is_whole(path)
        assert is_unfinished_or_true(tmp_path / "all")
    write_folder(tmp_path / "all", {"a.txt": b"", "b.txt": b""})
    assert contents(tmp_path / "all").keys() == {"a.txt", "b.txt", MANIFEST}


def is_whole(path):
    if not path.exists():
        return True
    words = path.read_bytes().split()
    return len(words) == 20_000 and len(set(words)) == 1


def is_unfinished_or_true(folder):
    if not (folder / MANIFEST).exists():
        return True
    manifest = json.loads((folder / MANIFEST).read_bytes())
    return all(digest_of((folder / name).read_bytes()) == digest for name, digest in manifest.items())
