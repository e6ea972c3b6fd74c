"""Actions are written into a meeting log, and nothing else in it moves."""

from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.errors import NotWritten
from specrules.base.files import Source
from specrules.base.frozen import replace
from specrules.log.model import Closing, Person
from specrules.log.reading import read_log
from specrules.log.writing import EMPTY, with_actions
from specrules.spec.texts import is_blank, unspoilt
from specrules.text.tree import read_tree
from specrules.values.periods import read_period
from tests.log.making import ACTION, COMMENT, a_log, log_text

DAY = date(2027, 1, 28)
NEW = replace(a_log(actions=[ACTION]).actions[0], id="ACT-9", on=DAY, written=None)
CLOSING = Closing(DAY, Person("lead commissioner"), "riverbank.xlsx, cell D6", read_period("2026-27-Q3"))
BLOCK = """\
specrules: meeting log 1
kept-to: 2026-12-31   # the last meeting
actions:
  # agreed in the autumn
  - id: ACT-1
    requirement: MA-1
    party: riverbank
    period: 2026-27-Q2
    date: 2026-11-05
    by: {role: lead commissioner}
    does: open a clinic  # in the evening
    owner: manager
    due: 2026-12-31
    evidence: MA-1.delivered   # last line of it
# after it
decisions: []
"""


def read(text):
    log, findings = read_log(read_tree(Source("log.yaml", text, "", "utf-8")))
    return log, [each.name for each in findings]


def write(text, actions=(NEW,), closings=None):
    return with_actions(text, actions, closings or {}, DAY, "log.yaml")


@pytest.mark.parametrize(
    "text",
    [
        EMPTY,
        EMPTY.rstrip(),
        BLOCK,
        BLOCK.replace("\n", "\r\n"),
        BLOCK.partition("# after it")[0],
        BLOCK.partition("   # last")[0],
        log_text(actions=[ACTION], comments=[COMMENT]),
        log_text(comments=[COMMENT]),
        log_text(kept_to="", comments=[COMMENT]),
        log_text(kept_to="2099-01-01", comments=[COMMENT]),
        BLOCK.replace("  - id", "- id").replace("    ", "  "),
        "# Ours\n" + BLOCK,
    ],
    ids=range(12),
)
def test_an_action_is_added_below_the_last_and_nothing_else_moves(text):
    (before, _), (after, found) = read(text), read(write(text))
    assert found == []
    assert [each.id for each in after.records()] == [*(each.id for each in before.records()), "ACT-9"]
    assert after.actions[:-1] == before.actions
    assert after.actions[-1] == NEW
    assert after.kept_to == max(before.kept_to or DAY, DAY)
    kept = text.replace("2026-12-31 ", "").split()
    assert set(kept) <= {*write(text).split(), "2026-12-31"}


@pytest.mark.parametrize("text", [BLOCK, log_text(actions=[ACTION]), BLOCK.replace("\n", "\r\n")])
def test_an_action_is_closed_at_its_end(text):
    after, found = read(write(text, (), {"ACT-1": CLOSING}))
    assert found == []
    assert after.actions[0].closed == replace(CLOSING, grounded=True)


def test_the_whole_of_a_log_that_was_written_into():
    assert write(BLOCK, closings={"ACT-1": CLOSING}) == BLOCK.replace(
        "2026-12-31   #", "2027-01-28   #"
    ).replace(
        "# last line of it\n",
        "# last line of it\n"
        "    closed: {date: 2027-01-28, by: {role: lead commissioner}, period: 2026-27-Q3, "
        'evidence: "riverbank.xlsx, cell D6"}\n'
        "  - id: ACT-9\n"
        "    requirement: MA-1\n"
        "    party: riverbank\n"
        "    period: 2026-27-Q2\n"
        "    date: 2027-01-28\n"
        "    by: {role: lead commissioner}\n"
        "    does: open a clinic\n"
        "    owner: manager\n"
        "    due: 2026-12-31\n"
        "    evidence: MA-1.delivered\n",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BLOCK.replace("2026-11-05", "soon"), "was not written: line 9"),
        ("specrules: spec 1\n", "was not written: line 1"),
        ("specrules: meeting log 1\nactions: [" + ACTION + "]\n", "on one line with their heading"),
        (BLOCK.replace("ACT-1", "ACT-9"), "is the number of another record too"),
    ],
    ids=["an error", "another kind of file", "on one line", "a number that is taken"],
)
def test_a_log_that_cannot_be_written_into_is_left_as_it_is(text, says):
    with pytest.raises(NotWritten, match=says):
        write(text)


def are_words(text):
    """Whether no log is refused for this text: it says something, is no blank, and is not spoilt."""
    is_spoilt = unspoilt(text) != text or unescape(text) != text or "\ufffd" in text
    return bool(text.strip()) and not is_blank(text.strip()) and not is_spoilt


WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).filter(are_words)


@given(WORDS, WORDS)
def test_whatever_is_written_is_read_back(does, owner):
    action = replace(NEW, does=does.strip(), owner=owner.strip())
    assert read(write(BLOCK, (action,)))[0].actions[-1] == action
