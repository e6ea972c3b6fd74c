"""A folder of records takes whatever is kept by whoever at whatever moment, and loses none of it."""

import multiprocessing
import os
import random
import signal
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.base.errors import NotWritten, UnreadableFile
from specrules.base.files import digest_of
from specrules.runs.record import Input, Role
from specrules.runs.store import INPUTS, Folder, current, newest
from tests.runs.made import a_body, put
from tests.test_campaigns import keep as note

POSIX = pytest.mark.skipif(os.name == "nt", reason="uses signals, and starts writers by a fork")


def names(kept):
    return [link.record for link in kept]


def test_the_first_record_comes_after_none_and_each_later_one_after_the_one_before(tmp_path):
    one, two, three = (put(tmp_path, f"2026-27-Q{number}") for number in (1, 2, 3))
    assert names(one.head.follows) == []
    assert names(two.head.follows) == [one.path.name]
    assert [link.sha256 for link in three.head.follows] == [two.sha256]


def test_contracts_in_one_folder_have_each_their_own_chain(tmp_path):
    put(tmp_path, spec="anytown")
    other = put(tmp_path, spec="harbourton")
    assert other.head.follows == ()


def test_the_same_review_kept_twice_is_one_record(tmp_path):
    first, again = put(tmp_path), put(tmp_path)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.path == again.path
    assert len(Folder(tmp_path).names()) == 1


def test_the_same_review_kept_again_in_a_later_quarter_is_still_one_record(tmp_path):
    first = put(tmp_path)
    put(tmp_path, "2026-27-Q2")
    assert put(tmp_path).path == first.path
    assert len(Folder(tmp_path).names()) == 2


def test_restated_returns_make_a_new_record_that_names_what_it_restates(tmp_path):
    first, later = put(tmp_path), put(tmp_path, "2026-27-Q2")
    restated = put(tmp_path, says="not met")
    assert names(restated.head.restates) == [first.path.name]
    assert names(restated.head.follows) == [later.path.name]
    assert first.path.exists()
    assert [head.name for head in current(Folder(tmp_path).heads()[0])] == sorted(
        [restated.path.name, later.path.name], key=[restated.path.name, later.path.name].index
    )


def test_going_back_to_what_was_restated_is_a_third_record(tmp_path):
    first, second, third = put(tmp_path), put(tmp_path, says="not met"), put(tmp_path)
    assert third.is_new
    assert third.path != first.path
    assert names(third.head.restates) == [second.path.name]


def fork(tmp_path, *bodies):
    """Records that two people kept at the same moment, neither seeing the other's."""
    for number, body in enumerate(bodies):
        apart = tmp_path / str(number)
        kept = Folder(apart).put(body, {})
        (tmp_path / kept.path.name).write_bytes(kept.path.read_bytes())
    (tmp_path / INPUTS).mkdir()


def test_of_two_who_keep_a_review_at_the_same_moment_both_are_kept_and_the_next_joins_them(tmp_path):
    fork(tmp_path, a_body("2026-27-Q1"), a_body("2026-27-Q2"))
    folder = Folder(tmp_path)
    assert len(newest(folder.heads()[0])) == 2
    joining = put(tmp_path, "2026-27-Q3")
    assert names(joining.head.follows) == list(folder.names()[:2])
    assert [head.name for head in newest(folder.heads()[0])] == [joining.path.name]


def test_of_two_reviews_of_one_period_the_one_kept_once_more_counts(tmp_path):
    fork(tmp_path, a_body(says="met"), a_body(says="not met"))
    kept = put(tmp_path, says="met")
    assert kept.is_new
    assert names(kept.head.restates) == sorted(set(Folder(tmp_path).names()) - {kept.path.name})


def test_files_are_kept_once_under_their_digest(tmp_path):
    data = b"specrules: spec 1\n"
    body = a_body()
    for period in ("2026-27-Q1", "2026-27-Q2"):
        Folder(tmp_path).put(a_body(period), {digest_of(data): lambda: data})
    assert [each.name for each in (tmp_path / INPUTS).iterdir()] == [digest_of(data)]
    assert Folder(tmp_path).input(digest_of(data)) == data
    assert body.inputs == ()


def test_git_leaves_the_line_ends_of_what_is_kept_alone(tmp_path):
    put(tmp_path)
    assert (tmp_path / ".gitattributes").read_bytes() == b"* -text\n"


def change(path, data):
    path.chmod(0o600)
    path.write_bytes(data)


def test_nothing_is_kept_after_a_record_that_was_changed(tmp_path):
    kept = put(tmp_path)
    change(kept.path, kept.path.read_bytes().replace(b"met", b"not"))
    with pytest.raises(NotWritten) as refused:
        put(tmp_path, "2026-27-Q2")
    assert str(refused.value) == (
        "The review was not kept, because what is there is at fault. "
        f"{kept.path.name} was changed after it was kept: its content no longer gives its name."
    )
    assert Folder(tmp_path).names() == (kept.path.name,)


def test_nothing_is_kept_beside_a_file_that_was_changed(tmp_path):
    data = b"return"
    Folder(tmp_path).put(a_body(), {digest_of(data): lambda: data})
    change(tmp_path / INPUTS / digest_of(data), b"other")
    with pytest.raises(NotWritten, match="was changed after it was kept"):
        Folder(tmp_path).put(a_body("2026-27-Q2"), {digest_of(data): lambda: data})


def test_a_folder_that_is_not_there_has_no_records_to_read(tmp_path):
    with pytest.raises(UnreadableFile, match="there is no such folder"):
        Folder(tmp_path / "none").names()


def test_a_record_needs_no_more_than_its_beginning_to_be_placed(tmp_path):
    big = put(tmp_path, size=1_000_000)
    assert Folder(tmp_path).head(big.path.name) == big.head


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["met", "not met"])), max_size=12))
def test_one_record_counts_for_each_period_and_it_is_the_last_that_was_kept(tmp_path_factory, reviews):
    folder = tmp_path_factory.mktemp("runs")
    said = {}
    for quarter, says in reviews:
        put(folder, f"2026-27-Q{quarter}", says=says)
        said[f"2026-27-Q{quarter}"] = says
    if reviews:
        store = Folder(folder)
        counting = current(store.heads()[0])
        assert {head.period: store.read(head.name).body.review["says"] for head in counting} == said
        assert len(counting) == len(said)
        assert len(newest(store.heads()[0])) == 1


# -- many at once, and cut short


def keeps_many(folder, writer, runs):
    store = Folder(folder)
    for number in range(runs):
        store.put(a_body(f"20{number % 90 + 10}-27-Q1", says=f"{writer}-{number}"), {})


def written_by_many(folder, writers, runs):
    """Have *writers* keep so many reviews each at the same time; every review that is there in the end."""
    at_once = multiprocessing.get_context("fork")
    started = [at_once.Process(target=keeps_many, args=(folder, number, runs)) for number in range(writers)]
    for each in started:
        each.start()
    for each in started:
        each.join()
    assert [each.exitcode for each in started] == [0] * writers
    store = Folder(folder)
    return sorted(store.read(name).body.review["says"] for name in store.names())


@POSIX
def test_nothing_is_lost_when_several_keep_reviews_in_one_folder(tmp_path):
    found = written_by_many(tmp_path, 4, 15)
    assert found == sorted(f"{writer}-{number}" for writer in range(4) for number in range(15))


@POSIX
@pytest.mark.deep
def test_eight_who_keep_500_reviews_each_in_one_folder_have_4000_records(tmp_path):
    found = written_by_many(tmp_path, 8, 500)
    assert found == sorted(f"{writer}-{number}" for writer in range(8) for number in range(500))
    note("8 writers x 500 reviews into one folder", records=len(found), lost=4000 - len(found))


def keeps_until_killed(folder, turn, told):
    """Keep one review after another, telling of each when it is kept."""
    store = Folder(folder)
    os.write(told, b"ready\n")
    for number in range(100_000):
        data = f"{turn}-{number}".encode() * 2_000
        inputs = (Input(Role.RETURN, "return.csv", digest_of(data)),)
        body = a_body("2026-27-Q1", says=f"{turn}-{number}", size=20_000)
        body = type(body)(**{**{name: getattr(body, name) for name in body.__slots__}, "inputs": inputs})
        kept = store.put(body, {digest_of(data): lambda data=data: data})
        os.write(told, f"{kept.path.name}\n".encode())


def killed(folder, turn, reviews, after):
    """Start a writer, kill it some seconds *after* so many reviews, and return what it told to have kept."""
    listen, tell = os.pipe()
    writer = os.fork()
    if writer == 0:
        try:
            keeps_until_killed(folder, turn, tell)
        finally:
            os._exit(1)
    os.close(tell)
    with os.fdopen(listen, "rb") as told:
        assert told.readline() == b"ready\n"
        kept = [told.readline() for _ in range(reviews)]
        time.sleep(after)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        return [line.decode().strip() for line in (*kept, *told.readlines()) if line.endswith(b"\n")]


def kills(folder, number):
    """Kill so many writers at random moments; how many reviews they told to have kept."""
    moments, total = random.Random(7), 0
    for turn in range(number):
        if turn % 20 == 0:
            folder = folder / "more"  # a long chain would make each turn longer than it has to be
            acknowledged = []
        acknowledged += killed(folder, turn, turn % 3, moments.uniform(0, 0.02))
        total += look_at(folder, acknowledged) if turn % 20 == 19 else 0
    return total


def look_at(folder, acknowledged):
    """Read every record, which nobody may have torn, with those *acknowledged* among them."""
    store = Folder(folder)
    assert set(acknowledged) <= set(store.names())
    for name in store.names():
        for each in store.read(name).body.inputs:
            store.input(each.sha256)
    return len(acknowledged)


@POSIX
def test_killed_at_any_moment_no_record_is_torn_and_none_that_was_acknowledged_is_lost(tmp_path):
    assert kills(tmp_path, 20) > 0


@POSIX
@pytest.mark.deep
def test_a_thousand_kills_tear_no_record_and_lose_none(tmp_path):
    acknowledged = kills(tmp_path, 1000)
    assert acknowledged > 0
    note(
        "reviews kept until killed at a random moment", kills=1000, acknowledged=acknowledged, lost=0, torn=0
    )
