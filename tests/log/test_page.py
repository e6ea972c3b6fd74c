"""The page about the meeting log shows logs that read without a finding."""

import re
from pathlib import Path

import pytest

from specrules.log.reading import read_log
from specrules.spec.schema import validate
from specrules.spec.walk import plain
from tests.spec.making import tree_of

PAGE = (Path(__file__).parents[2] / "docs" / "meeting.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(specrules: meeting log 1\n.*?)^```", PAGE, re.M | re.S)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_a_log_on_the_page_reads_without_a_finding(block):
    log, findings = read_log(tree_of(block, "log.yaml"))
    assert [each.message for each in findings if each.code != "AL820"] == []
    written = len(re.findall(r"^  - (?:id|\{id)", block, re.M))
    assert len(list(log.records())) == written


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_a_log_on_the_page_follows_the_schema(block):
    assert validate("meeting log", _as_json(plain(tree_of(block).root))) == []


def _as_json(value):
    if isinstance(value, dict):
        return {key: _as_json(each) for key, each in value.items()}
    return [_as_json(each) for each in value] if isinstance(value, tuple) else value
