"""Finding what a review is made from, and reading it."""

from collections import Counter
from pathlib import PurePosixPath

import pytest

import specrules.inputs
from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.base.files import TEXT_LIMIT, read_text
from specrules.base.frozen import replace
from specrules.inputs import FaultySpec, gather, read
from specrules.library import kind_of
from specrules.text.tree import read_tree
from specrules.values.periods import read_period
from tests.report.files import LOG, MET, SPEC, a_folder, a_return

Q1 = read_period("2026-27-Q1")


def names(paths):
    return [path.name for path in paths]


# -- finding


@pytest.fixture
def trees(monkeypatch):
    """How often each file is read to its end."""
    read_whole, times = specrules.inputs.read_tree, Counter()

    def counted(source):
        times[PurePosixPath(source.path).name] += 1
        return read_whole(source)

    for module in ("inputs", "library", "evidence.items"):
        monkeypatch.setattr(f"specrules.{module}.read_tree", counted)
    return times


def test_every_file_of_a_review_is_read_once(tmp_path, trees):
    read(gather([a_folder(tmp_path, meeting_log=LOG)]))
    ours = {name: times for name, times in trees.items() if name != "theme.yaml"}  # of the catalogue
    assert ours == {"council.yaml": 1, "riverbank.yaml": 1, "spec.yaml": 1, "meeting_log.yaml": 1}


@pytest.mark.parametrize(
    "text",
    [
        "specrules: return 1\nspec: a\n",
        "# Invented\n\n# example\nspecrules: meeting log 1\n# more\nevents:\n",
        "specrules: return 1\n",
        "specrules: return 1",
        "specrules: return 1\n  of two lines\nspec: a\n",
        "specrules: return 1\n\n  2\n",
        "specrules: return 1 # the first\nspec: a\n",
        "specrules: 'return 1'\nspec: a\n",
        "spec: a\nspecrules: return 1\n",
        "specrules: return 1\nspecrules: spec 1\n",
        "specrules:\n  return 1\n",
        "specrules: [return 1]\n",
        "specrules: {return 1\n",
        "specrules: return\n",
        "specrules : return 1\n",
        "---\nspecrules: spec 1\n",
        "specrules: spec 1\n---\nspecrules: return 1\n",
        "specrules: spec 1\n\tparties: a\n",
        "specrules: spec 1\nparties: [a\n",
        "specrules: spec 1\n- a\n",
        "specrules: spec 1\n? a\n",
        "",
    ],
)
def test_what_a_file_is_is_what_it_says_when_read_to_its_end(tmp_path, text):
    (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
    said = kind_of(read_tree(read_text(tmp_path / "some.yaml")))
    found = specrules.inputs._Found()
    found.sort(tmp_path / "some.yaml")
    where = {"return": found.returns, "spec": found.specs, "extract": found.notes, None: found.passed_over}
    assert list(map(len, where.values())) == [each == said for each in where]


def test_one_folder_holds_it_all(tmp_path):
    inputs = gather([a_folder(tmp_path, meeting_log=LOG)])
    assert inputs.spec.name == "spec.yaml"
    assert names(inputs.returns) == ["council.yaml", "riverbank.yaml"]
    assert inputs.log.name == "meeting_log.yaml"


def test_a_specification_is_followed_by_its_returns(tmp_path):
    a_folder(tmp_path)
    inputs = gather([tmp_path / "spec.yaml", tmp_path / "returns/riverbank.yaml"])
    assert names(inputs.returns) == ["riverbank.yaml"]
    assert inputs.named == {tmp_path / "returns/riverbank.yaml"}


def test_a_specification_is_followed_by_a_folder_of_returns(tmp_path):
    a_folder(tmp_path)
    assert len(gather([tmp_path / "spec.yaml", tmp_path / "returns"]).returns) == 2


def test_the_folder_may_hold_the_named_specification_too(tmp_path):
    a_folder(tmp_path, other_spec=SPEC)
    inputs = gather([tmp_path / "spec.yaml", tmp_path])
    assert inputs.spec.name == "spec.yaml"
    assert names(inputs.returns) == ["council.yaml", "riverbank.yaml"]


def test_a_return_named_twice_is_read_once(tmp_path):
    a_folder(tmp_path)
    inputs = gather([tmp_path / "spec.yaml", tmp_path / "returns/riverbank.yaml", tmp_path / "returns"])
    assert names(inputs.returns) == ["riverbank.yaml", "council.yaml"]


def test_two_specifications_in_a_folder_are_both_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"2 specifications: .*other\.yaml and .*spec\.yaml"):
        gather([a_folder(tmp_path, other=SPEC)])


def test_a_folder_without_a_specification_is_said_so(tmp_path):
    with pytest.raises(UnreadableFile, match="holds no specification"):
        gather([a_folder(tmp_path, spec=None)])


def test_a_specification_that_does_not_say_it_is_one_is_named(tmp_path):
    unsaid = SPEC.replace("specrules: spec 1\n", "")
    with pytest.raises(UnreadableFile, match=r"is not said in .*spec\.yaml"):
        gather([a_folder(tmp_path, spec=unsaid)])


def test_a_path_that_does_not_exist_is_named(tmp_path):
    a_folder(tmp_path)
    with pytest.raises(UnreadableFile, match=r"nowhere\.csv was not read"):
        gather([tmp_path / "spec.yaml", tmp_path / "nowhere.csv"])


def test_two_meeting_logs_are_both_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"2 meeting logs .*a\.yaml and .*b\.yaml"):
        gather([a_folder(tmp_path, a=LOG, b=LOG)])


def test_a_meeting_log_counts_only_beside_the_specification(tmp_path):
    assert gather([a_folder(tmp_path, old__log=LOG)]).log is None


def test_tables_are_taken_for_returns_whatever_they_hold(tmp_path):
    a_folder(tmp_path)
    for name in ("trust.csv", "book.xlsx", "old.xls", "~$book.xlsx", ".hidden.csv", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    assert names(gather([tmp_path]).returns)[:3] == ["book.xlsx", "old.xls", "trust.csv"]
    assert len(gather([tmp_path]).returns) == 5


def test_yaml_of_another_program_is_passed_over_by_name(tmp_path):
    inputs = gather([a_folder(tmp_path, mkdocs="site_name: x\n")])
    assert names(inputs.passed_over) == ["mkdocs.yaml"]


def test_hidden_folders_are_not_looked_into(tmp_path):
    a_folder(tmp_path)
    a_folder(tmp_path / ".old")
    assert len(gather([tmp_path]).returns) == 2


# -- reading


def test_the_period_is_the_newest_that_a_return_is_for(tmp_path):
    newer = a_return("council", "NWD-1.signed: yes", period="2026-27-Q2")
    assert read(gather([a_folder(tmp_path, q2__council=newer)])).period.name == "2026-27-Q2"


def test_a_return_for_another_specification_does_not_set_the_period(tmp_path):
    other = MET.replace("spec: anytown", "spec: elsewhere").replace("Q1", "Q3")
    assert read(gather([a_folder(tmp_path, other=other)])).period == Q1


def test_returns_of_a_folder_for_other_periods_are_set_aside_by_name(tmp_path):
    newer = a_return("council", "NWD-1.signed: yes", period="2026-27-Q2")
    given = read(gather([a_folder(tmp_path, q2__council=newer)]), Q1)
    assert [each.party for each in given.returns] == ["council", "riverbank"]
    assert len(given.set_aside) == 1
    assert given.set_aside[0].endswith("q2/council.yaml (2026-27-Q2)")


def test_a_return_that_was_named_is_kept_whatever_its_period(tmp_path):
    a_folder(tmp_path, riverbank=a_return("riverbank", "MA-1.delivered: 57 of 60", period="2025-26-Q4"))
    inputs = gather([tmp_path / "spec.yaml", tmp_path / "returns/riverbank.yaml", tmp_path / "returns"])
    assert len(read(inputs, Q1).returns) == 2


def test_a_return_that_does_not_say_its_period_goes_by_its_folder(tmp_path):
    a_folder(tmp_path)
    for quarter in ("2026-27-Q1", "2025-26-Q4"):
        folder = tmp_path / quarter
        folder.mkdir()
        (folder / "trust.xls").write_bytes(b"an old workbook")
    given = read(gather([tmp_path]), Q1)
    assert [each.file.split("/")[-2] for each in given.returns if not each.readable] == ["2026-27-Q1"]


@pytest.mark.parametrize("folder", ["z", "a", "2026-27-Q2", "2025-26-Q4"])
def test_a_return_is_answered_for_the_period_that_counts_whichever_was_opened_first(tmp_path, folder):
    a_folder(tmp_path)
    newer = a_return("riverbank", "MA-1.delivered: 57 of 60", period="2026-27-Q2")
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "newer.yaml").write_text(newer, encoding="utf-8")
    guessed, told = (read(gather([tmp_path]), period) for period in (None, read_period("2026-27-Q2")))
    assert guessed.returns == told.returns
    assert [each.cells["MA-1.delivered/number"] for each in told.returns] == ["57"]


def test_when_every_return_is_for_another_period_those_are_named(tmp_path):
    with pytest.raises(NothingChecked, match=r"no return is for 2028-29-Q1\. .* are for 2026-27-Q1\."):
        read(gather([a_folder(tmp_path)]), read_period("2028-29-Q1"))


def test_without_returns_the_first_period_of_the_contract_is_meant(tmp_path):
    given = read(gather([a_folder(tmp_path, riverbank=None, council=None)]))
    assert (given.period, given.returns) == (Q1, ())


def test_a_return_handed_over_is_read_like_one_of_a_folder(tmp_path):
    a_folder(tmp_path, riverbank=None)
    inputs = gather([tmp_path / "spec.yaml", tmp_path / "returns"])
    given = read(replace(inputs, given={"from riverbank.yaml": MET.encode()}))
    assert [(each.party, each.readable) for each in given.returns] == [("council", True), ("riverbank", True)]
    assert given.returns[1].file == "from riverbank.yaml"


def test_a_return_handed_over_that_is_too_large_is_not_readable(tmp_path):
    inputs = gather([a_folder(tmp_path, riverbank=None)])
    given = read(replace(inputs, given={"riverbank.csv": b"x" * (TEXT_LIMIT + 1)}), Q1)
    said = [each.message for party in given.returns for each in party.findings if not party.readable]
    assert said == [
        "This file cannot be read as a return: riverbank.csv is too large: it has 2,097,153 bytes and the "
        "limit is 2,097,152."
    ]


def test_a_specification_with_errors_is_refused_with_its_findings(tmp_path):
    faulty = SPEC.replace("strength: must", "strenght: must", 1)
    with pytest.raises(FaultySpec, match="has an error") as caught:
        read(gather([a_folder(tmp_path, spec=faulty)]))
    assert [each.name for each in caught.value.findings] == ["misspelt-heading"]
    assert list(caught.value.sources.values()) == [faulty]


def test_every_file_is_kept_with_its_fingerprint(tmp_path):
    given = read(gather([a_folder(tmp_path, meeting_log=LOG)]))
    assert [path.rpartition("/")[2] for path in given.files] == ["spec.yaml", "meeting_log.yaml"]
    assert all(len(digest) == 64 for digest in given.files.values())


def test_allowances_are_read_from_the_meeting_log(tmp_path):
    assert read(gather([a_folder(tmp_path, meeting_log=LOG)])).log.allowances[0].id == "A-1"


def test_what_is_wrong_in_the_meeting_log_is_among_the_findings(tmp_path):
    faulty = LOG.replace("reason:", "raeson:")
    given = read(gather([a_folder(tmp_path, meeting_log=faulty)]))
    assert [each.name for each in given.findings] == ["misspelt-heading"]
