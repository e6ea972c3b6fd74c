"""What there is to choose from is listed whole, and nothing that the guidance contains is lost."""

import json
import re
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.authoring.listings import LISTINGS, covered, one_table, unlisted
from specrules.library import Library
from specrules.spec.shape import KINDS
from tests.spec.making import COVERAGE, TABLE, a_library

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
KEPT = Path(__file__).parent / "expected" / "covered.txt"


@pytest.fixture
def library(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "groups.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "coverage.yaml").write_text(COVERAGE, encoding="utf-8")
    return a_library(tmp_path)


@pytest.fixture(scope="module")
def shipped():
    return Library([RULES])


def run(capsys, *args):
    code = main(["list", *args])
    out, err = capsys.readouterr()
    return code, out, err


# -- what is listed


def test_a_folder_of_tables_is_no_theme_and_holds_no_clauses(library):
    assert library.themes() == ("doors", "help")
    assert library.ids() == ("doors/referrals", "help/reach-groups", "help/rooms")
    assert library.tables() == ("groups",)


def test_a_table_that_is_not_there_is_none(library):
    assert library.table("nothing") is None
    assert library.table("../data/groups") is None


def test_the_clauses_say_what_a_specification_must_set(library):
    rows = {row[0]: row[3] for row in LISTINGS["standard-clauses"](library).rows}
    assert rows == {"doors/referrals": "nothing", "help/reach-groups": "delivered", "help/rooms": "fee"}


def test_every_kind_of_check_is_a_construct(library):
    kinds = [row[1] for row in LISTINGS["constructs"](library).rows if row[0] == "check"]
    assert kinds == list(KINDS)


def test_every_lint_rule_that_can_be_explained_is_listed_with_one_sentence(library):
    from specrules.lint.pages import pages

    rows = LISTINGS["lint"](library).rows
    assert [row[0] for row in rows] == [page.code for page in pages()]
    assert all(row[3].endswith(".") and "\n" not in row[3] for row in rows)


def test_a_document_is_listed_once_with_its_citations(library):
    assert LISTINGS["sources"](library).rows == (
        ("A guide (2014)", "2", "1"),
        ("Better care (2017)", "1", "0"),
    )


def test_a_table_is_listed_with_what_is_known_of_it(library):
    assert LISTINGS["tables"](library).rows == (
        ("groups", "Groups that meet in Anytown", "2", "April 2014", "in part"),
    )


def test_a_table_has_every_column_in_every_row(library):
    listing = one_table(library.table("groups"))
    assert listing.columns == ("group", "kinds")
    assert listing.rows == (("Tuesday meeting", "12-step, open"), ("Quayside meeting", ""))
    assert listing.note.startswith("As at April 2014. Checked against its source in part.")


@pytest.mark.parametrize("what", LISTINGS)
def test_every_listing_of_the_shipped_catalogue_has_rows_as_wide_as_its_heads(what, shipped):
    listing = LISTINGS[what](shipped)
    assert listing.rows
    assert {len(row) for row in listing.rows} == {len(listing.columns)}


# -- coverage


def test_an_entry_is_covered_by_whatever_names_it(library):
    by = {each.entry.id: each.by for each in covered(library)}
    assert by == {
        "GU-DIR-01": (("table", "groups"),),
        "GU-ROOM-02a": (("standard clause", "help/rooms"),),
    }


def test_a_number_that_is_not_on_the_list_is_named_with_who_names_it(library):
    assert "GU-DOOR-01 (doors)" in unlisted(library)


def test_every_number_under_covers_in_the_shipped_catalogue_is_on_the_list(shipped):
    assert unlisted(shipped) == ()


def test_the_list_of_coverage_has_every_entry_once_and_a_name_of_its_own(shipped):
    entries = [each.entry for each in covered(shipped)]
    assert len(entries) == 275
    assert len({each.id for each in entries}) == len({each.name for each in entries}) == 275


def test_no_entry_that_was_covered_is_lost(shipped, request):
    """After covering more, run this with ``--update`` and keep the longer list."""
    now = [each.entry.id for each in covered(shipped) if each.by]
    if request.config.getoption("--update"):
        KEPT.write_text("".join(f"{id}\n" for id in now), encoding="utf-8")
    kept = KEPT.read_text(encoding="utf-8").split()
    assert [id for id in kept if id not in now] == []


# -- the reference data


@pytest.mark.parametrize("path", sorted(RULES.joinpath("data").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_table_says_of_what_it_could_not_check(path, shipped):
    table = shipped.table(path.stem)
    marks = {str(row["verified"]) for row in table.rows if "verified" in row}
    assert table.verified in ("yes", "no") or marks & {"no", "in part"} or "not" in table.use


def test_every_group_has_both_wordings_and_no_helpline_passes_for_checked(shipped):
    rows = shipped.table("mutual-aid-groups").rows
    assert all(row["for-whom"] and row["for-whom-briefing"] for row in rows)
    assert {row["helpline-state"] for row in rows if "helplines" in row} == {"stale"}
    assert {row["helpline-state"] for row in rows if "helplines" not in row} == {"none printed"}


def test_no_column_of_a_version_after_m_is_guessed(shipped):
    assert {row["dataset"] for row in shipped.table("ndtms-columns").rows} == {"K", "M"}
    later = [row for row in shipped.table("ndtms-datasets").rows if row["version"] in "NOPR"]
    assert {row["columns-known"] for row in later} == {"no"}


# -- the command


def test_a_listing_as_text_fits_100_columns(capsys):
    code, out, _ = run(capsys, "groups")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100


def test_a_listing_as_data_has_each_row_by_its_columns(capsys):
    code, out, _ = run(capsys, "datasets", "--format", "json")
    rows = json.loads(out)["rows"]
    assert code == 0
    assert rows[0] == {
        "version": "G",
        "from": "2009-04-01",
        "says": "Core dataset of April 2009 and April 2010",
        "columns-known": "no",
        "verified": "yes",
    }


def test_coverage_counts_what_is_covered_and_asks_for_the_rest(capsys, shipped):
    code, out, _ = run(capsys, "coverage")
    missing = sum(1 for each in covered(shipped) if not each.by)
    assert re.search(rf"^{275 - missing} of 275 entries are covered\.$", out, re.M)
    assert code == (1 if missing else 0)


def test_a_catalogue_of_ones_own_goes_first(capsys, library):
    folder = str(library.folders[0])
    code, out, _ = run(capsys, "standard-clauses", "--rules", folder, "--format", "json")
    names = [row["clause"] for row in json.loads(out)["rows"]]
    assert code == 0
    assert {"help/rooms", "mutual-aid/premises-for-meetings"} <= set(names)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("grups",), "There is no list of grups. Did you mean groups?\n"),
        (("groups", "SMART"), "The list of groups is shown whole; leave out SMART.\n"),
        (("tables", "grups"), "There is no table grups. There are: "),
        (("tables", "setting"), "There is no table setting. Did you mean settings?\n"),
        (("lint", "--rules", "nowhere"), "--rules: there is no folder nowhere.\n"),
    ],
)
def test_what_cannot_be_listed_is_said_in_a_sentence(capsys, args, said):
    code, out, err = run(capsys, *args)
    assert (code, out) == (2, "")
    assert err.startswith(said)
