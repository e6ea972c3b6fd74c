"""A meeting log is held against the specification that it stands beside."""

import pytest

from specrules.lint import Options, lint
from specrules.log.due import beside
from specrules.spec.model import AllowanceLimits
from specrules.values.reading import read_quantity
from tests.log.making import ACTION, ALLOWANCE, COMMENT, DECISION, DOCUMENT, a_log, log_text
from tests.made import a_check, a_requirement, a_spec
from tests.report.files import SPEC, a_folder

WANTED = a_spec(a_requirement(a_check(target="at least 90%", name="delivered"), id="MA-1"))
OUTSIDE = ["outside-the-contract"]
LIMITED = AllowanceLimits(read_quantity("6 months"))


@pytest.mark.parametrize(
    ("records", "names"),
    [
        ({"allowances": [ALLOWANCE], "comments": [COMMENT], "decisions": [DECISION]}, []),
        ({"documents": [DOCUMENT], "actions": [ACTION]}, []),
        ({"allowances": [ALLOWANCE.replace("MA-1,", "MA-9,")]}, ["record-of-nothing"]),
        ({"allowances": [ALLOWANCE.replace("riverbank", "seaside")]}, ["record-of-nothing"]),
        ({"allowances": [ALLOWANCE.replace("riverbank", "trust")]}, ["allowance-for-nothing"]),
        ({"allowances": [ALLOWANCE.replace("MA-1,", "MA-1.delivered,")]}, []),
        (
            {"allowances": [ALLOWANCE.replace("from: 2026-04-01", "from: 2026-03-31")]},
            ["outside-the-contract"],
        ),
        ({"allowances": [ALLOWANCE.replace("to: 2026-12-31", "to: 2029-04-01")]}, ["outside-the-contract"]),
        ({"allowances": [ALLOWANCE.replace("to: 2026-12-31", "to: 2029-03-31")]}, []),
        ({"comments": [COMMENT.replace("2026-27-Q2", "2025-26-Q4")]}, OUTSIDE),
        ({"comments": [COMMENT.replace("2026-27-Q2", "2029-30-Q1")]}, OUTSIDE),
        ({"actions": [ACTION.replace("MA-1.delivered", "MA-1.other")]}, ["record-of-nothing"]),
    ],
)
def test_a_record_is_about_what_the_specification_names_while_the_contract_holds(records, names):
    assert [each.name for each in beside(a_log(**records), WANTED)] == names


def test_an_allowance_is_no_longer_than_the_specification_lets_it_be():
    spec = a_spec(*WANTED.requirements, allowances=LIMITED)
    assert [each.name for each in beside(a_log(allowances=[ALLOWANCE]), spec)] == ["allowance-too-long"]


def linted(folder, name="meeting-log.yaml", cache=""):
    run = lint([str(folder / name)], Options(cache=str(cache)))
    return [(each.code, each.message) for each in run.findings]


STRANGE = log_text(comments=[COMMENT.replace("MA-1", "MA-7")])
SAID = [("AL811", "C-1 is about MA-7, which anytown does not name.")]


def test_the_log_beside_one_specification_is_held_against_it(tmp_path):
    assert linted(a_folder(tmp_path, **{"meeting-log": STRANGE})) == SAID


def test_a_log_alone_or_beside_two_is_not(tmp_path):
    assert linted(a_folder(tmp_path / "two", other=SPEC, **{"meeting-log": STRANGE})) == []
    assert linted(a_folder(tmp_path / "none", spec=None, **{"meeting-log": STRANGE})) == []


def test_a_file_beside_it_that_cannot_be_read_is_passed_over(tmp_path):
    folder = a_folder(tmp_path, **{"meeting-log": STRANGE})
    (folder / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "folder.yaml").mkdir()
    assert linted(folder) == SAID


def test_what_was_found_is_not_kept_for_when_the_specification_changes(tmp_path):
    folder = a_folder(tmp_path / "in", **{"meeting-log": STRANGE})
    assert linted(folder, cache=tmp_path / "cache") == SAID
    (folder / "spec.yaml").write_text(SPEC.replace("MA-1", "MA-7"), encoding="utf-8")
    assert linted(folder, cache=tmp_path / "cache") == []
