"""Reference tables and the list of coverage are read as they stand, and what is wrong with them is found."""

import pytest

from specrules.spec.tables import CoverageEntry, read_coverage, read_table
from tests.spec.making import COVERAGE, TABLE, tree_of


def table(text, path="data/groups.yaml"):
    return read_table(tree_of(text, path))


def the_finding(text, path="data/groups.yaml"):
    (finding,) = table(text, path)[1]
    return finding


def test_a_row_has_words_or_lists_of_words():
    read, findings = table(TABLE)
    assert findings == ()
    assert read.rows == (
        {"group": "Tuesday meeting", "kinds": ("12-step", "open")},
        {"group": "Quayside meeting"},
    )


def test_a_table_says_where_it_comes_from_and_whether_it_was_checked():
    read, _ = table(TABLE)
    assert (read.id, read.as_at, read.verified, read.covers) == (
        "groups",
        "April 2014",
        "in part",
        ("GU-DIR-01",),
    )
    assert [each.document for each in read.citations] == ["A guide (2014)"]
    assert read.columns == {"group": "Its name", "kinds": "Its kinds"}


def test_a_column_that_is_not_there_is_found_with_the_one_that_was_meant():
    finding = the_finding(TABLE.replace("meeting, kinds:", "meeting, kind:"))
    assert (finding.code, finding.meant, finding.place.span[:2]) == ("FI104", "kinds", (14, 30))
    assert finding.message == 'This table has no column "kind". It has: group, kinds.'


def test_a_cell_with_more_than_words_is_found():
    finding = the_finding(TABLE.replace("[12-step, open]", "{one: 12-step}"))
    assert finding.code == "FI107"
    assert "kinds" in finding.message


def test_a_name_with_more_than_words_is_found_once():
    finding = the_finding(TABLE.replace("group: Tuesday meeting", "group: {on: Tuesday}"))
    assert finding.message == '"group" has more under it than words, or a list of words.'


def test_a_row_without_its_name_is_found():
    finding = the_finding(TABLE.replace("{group: Quayside meeting}", "{kinds: open}"))
    assert (finding.code, finding.place.span.line) == ("FI106", 15)
    assert finding.message == 'This row has no "group", and that is what names a row.'


def test_two_rows_of_one_name_are_found():
    finding = the_finding(TABLE.replace("Quayside meeting", "Tuesday meeting"))
    assert finding.message == 'Another row is called "Tuesday meeting" already.'


def test_a_table_in_a_file_of_another_name_is_found():
    assert the_finding(TABLE, "data/list.yaml").name == "file-name-differs"


@pytest.mark.parametrize("number", ["GU-DIR-1", "gu-dir-01", "GU-DIR", "GU_DIR_01", "GU-DIR-01ab", "01"])
def test_a_number_that_is_none_of_the_lists_is_found(number):
    assert the_finding(TABLE.replace("[GU-DIR-01]", f"[{number}]")).name == "not-an-id"


def test_the_entries_of_the_list_are_read_in_order():
    read, findings = read_coverage(tree_of(COVERAGE, "coverage.yaml"))
    assert findings == ()
    assert list(read.entries.values()) == [
        CoverageEntry("GU-DIR-01", "A directory", "A guide (2014)", "Annex", "reference"),
        CoverageEntry("GU-ROOM-02a", "Rooms", "A guide (2014)", "Places", "may consider"),
    ]


def test_a_document_that_is_not_named_is_found():
    text = COVERAGE.replace("document: guide, section: Annex", "document: giude, section: Annex")
    (finding,) = read_coverage(tree_of(text, "coverage.yaml"))[1]
    assert (finding.code, finding.meant) == ("FI103", "guide")


@pytest.mark.parametrize(("read", "text"), [(read_table, COVERAGE), (read_coverage, TABLE)])
def test_a_file_of_another_kind_is_not_read(read, text):
    value, findings = read(tree_of(text, "data/groups.yaml"))
    assert value is None
    assert [each.name for each in findings] == ["wrong-kind-of-file"]
