"""Headings that are misspelt, missing or in the wrong place, at every level of every kind of file."""

import pytest

from specrules.log.reading import read_log
from specrules.spec.faults import closest, slip_of
from specrules.spec.headings import homes
from specrules.spec.reader import (
    check_return,
    read_settings,
    read_spec,
    read_standard_clause,
    read_theme,
)
from specrules.spec.shape import FILES, ByKey, ByNode, List, Record, Table
from specrules.spec.tables import read_coverage, read_table
from specrules.text.tree import Mapping, Scalar, Sequence
from tests.spec.making import (
    CATALOGUE,
    COVERAGE,
    EVERYTHING,
    LOG,
    RETURN,
    SETTINGS,
    TABLE,
    THEME,
    at,
    found,
    read,
    the_finding,
    tree_of,
    with_check,
    with_requirement,
)

CLAUSE = "help/rooms.yaml"
DOCUMENTS = {
    "spec": (EVERYTHING, "spec.yaml"),
    "standard clause": (CATALOGUE[CLAUSE], CLAUSE),
    "return": (RETURN, "return.yaml"),
    "meeting log": (LOG, "log.yaml"),
    "settings": (SETTINGS, "specrules.yaml"),
    "theme": (THEME, "theme.yaml"),
    "table": (TABLE, "data/groups.yaml"),
    "coverage": (COVERAGE, "coverage.yaml"),
}


def findings_of(kind, text, library):
    """Everything found in a file of *kind*."""
    tree = tree_of(text, DOCUMENTS[kind][1])
    readers = {
        "spec": lambda: read_spec(tree, library).findings,
        "standard clause": lambda: read_standard_clause(tree)[1],
        "return": lambda: check_return(tree),
        "meeting log": lambda: read_log(tree)[1],
        "settings": lambda: read_settings(tree)[1],
        "theme": lambda: read_theme(tree, "doors")[1],
        "table": lambda: read_table(tree)[1],
        "coverage": lambda: read_coverage(tree)[1],
    }
    return readers[kind]()


def headings(node, shape):
    """Every heading of a record under *node*, and the headings that could stand there as well."""
    if isinstance(shape, ByKey):
        kind = next((entry.key.text for entry in node.entries if entry.key.text in shape.records), None)
        union = {key for each in (*shape.records.values(), shape.otherwise) if each for key in each.by_key}
        yield from headings_of(node, shape.records[kind] if kind else shape.otherwise, union)
    elif isinstance(shape, Record):
        yield from headings_of(node, shape, set(shape.by_key))
    elif isinstance(shape, Table):
        for entry in node.entries:
            yield from headings(entry.value, shape.of)
    elif isinstance(shape, List):
        for item in node.items:
            yield from headings(item, shape.of)
    elif isinstance(shape, ByNode):
        kinds = {Scalar: shape.text, Mapping: shape.record, Sequence: shape.items}
        yield from headings(node, kinds[type(node)])


def headings_of(node, record, others):
    for entry in node.entries:
        yield entry.key, others
        yield from headings(entry.value, record.by_key[entry.key.text].shape)


def misspellings(word):
    """Slips of the finger: a letter dropped, two swapped, a capital, an underscore."""
    middle = len(word) // 2
    return {
        word[:middle] + word[middle + 1 :],
        word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :],
        word.capitalize(),
        word.replace("-", "_"),
    } - {word}


def slips():
    """Every heading in every document, misspelt: the kind of file, the heading, what is written instead."""
    for kind, (text, path) in DOCUMENTS.items():
        seen = set()
        for key, others in headings(tree_of(text, path).root, FILES[kind]):
            where = (key.text, frozenset(others))
            if where not in seen:
                seen.add(where)
                for wrong in sorted(misspellings(key.text) - others):
                    yield pytest.param(kind, key, wrong, id=f"{kind}, line {key.span.line}: {wrong}")


@pytest.mark.parametrize(("kind", "key", "wrong"), list(slips()))
def test_a_misspelt_heading_is_one_finding_that_names_the_right_one(library, kind, key, wrong):
    lines = DOCUMENTS[kind][0].splitlines(keepends=True)
    line = lines[key.span.line - 1]
    lines[key.span.line - 1] = line[: key.span.column - 1] + wrong + line[key.span.end_column - 1 :]
    (finding,) = findings_of(kind, "".join(lines), library)
    place = (finding.place.span.line, finding.place.span.column)
    assert (finding.code, finding.meant, place) == ("FI104", key.text, key.span[:2])


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_documents_have_nothing_wrong(library, kind):
    assert findings_of(kind, DOCUMENTS[kind][0], library) == ()


def test_the_specification_uses_every_heading_there_is():
    used = {key.text for key, _ in headings(tree_of(EVERYTHING).root, FILES["spec"])}
    only_in_clauses = {"guidance", "citations", "with"}
    needing_a_catalogue = {"measure", "extracts"}
    assert used == homes().keys() - only_in_clauses - needing_a_catalogue


# -- what else headings can be


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("threshold", "target"),
        ("treshold", "target"),
        ("denominator", "of"),
        ("exclusions", "left-out"),
        ("applies-when", "applies-if"),
        ("provider", "owed-by"),
        ("duty_on", "owed-by"),
    ],
)
def test_a_word_that_people_say_instead_is_understood(library, said, meant):
    check = "{share: people helped, of: people, target: at least 90%}"
    text = with_check(check, "left-out: [none]", "applies-if: a room exists")
    text = text.replace(f"{meant}:", f"{said}:") if meant != "of" else text.replace(", of:", f", {said}:")
    finding = the_finding(text, library)
    assert (finding.name, finding.meant, at(text, finding)) == ("misspelt-heading", meant, said)


def test_a_heading_from_elsewhere_is_said_to_be_so(library):
    finding = the_finding(with_requirement("title: A", "sites: [Mill Lane]"), library)
    assert finding.message == '"sites" is a heading of a party, and says nothing in a requirement.'


def test_a_heading_of_the_file_that_is_indented_is_told_to_begin_at_the_margin(library):
    written = "contract:\n starts: 2026-04-01\n ends: 2029-03-31\n definitions: {a: b}"
    text = with_requirement("title: A").replace("contract: {starts: 2026-04-01, ends: 2029-03-31}", written)
    finding = the_finding(text, library)
    assert finding.message == '"definitions" is a heading of a specification, and says nothing in a contract.'
    assert finding.remedy == "Begin it at the margin."


def test_words_in_the_column_of_their_heading_belong_under_it(library):
    text = with_requirement("title: A").replace(
        "requirements:", "definitions:\nFAMA: facilitating\nrequirements:"
    )
    finding = the_finding(text, library)
    assert finding.message == '"FAMA" belongs under "definitions", and begins too far to the left.'


def test_all_words_in_the_column_of_their_heading_belong_under_it(library):
    text = with_requirement("title: A").replace(
        "requirements:", "definitions:\nFAMA: facilitating\nRCO: an organisation\nrequirements:"
    )
    finding = the_finding(text, library)
    assert finding.message.startswith('"FAMA" and 1 more below it belong under "definitions"')
    assert set(read(text, library).spec.definitions) == {"FAMA", "RCO"}


def test_a_heading_that_begins_too_far_left_takes_nothing_from_those_above_it(library):
    indented = "    subcontractors: [Harbour Families]\n"
    text = with_requirement("title: A").replace(indented, indented.lstrip())
    finding = the_finding(text, library)
    assert finding.message == '"subcontractors" belongs under "trust", and begins too far to the left.'
    assert [each.id for each in read(text, library).spec.parties] == ["council", "riverbank", "trust"]


def test_only_a_word_for_any_figure_stands_for_the_kind_of_a_check(library):
    text = with_check("{figure: the fee, target: no more than £10, colour: red}")
    messages = [each.message for each in read(text, library).findings]
    assert messages[0].startswith('"figure" is not a heading used here. Did you mean "money"?')
    assert messages[1:] == ['"colour" is not a heading of a check of money.']


def test_a_heading_among_the_parties_has_under_it_what_begins_in_its_column(library):
    contract = "contract: {starts: 2026-04-01, ends: 2029-03-31}\n"
    among = "  contract:\n  starts: 2026-04-01\n  ends: 2029-03-31\n"
    finding = the_finding(with_requirement("title: A").replace(contract, among), library)
    assert finding.message == '"contract" is not one of the parties, and begins too far to the right.'


def test_one_of_two_choices_is_offered_where_it_is_nearly_said(library):
    finding = the_finding(with_requirement("title: A", "judged-at: each stie"), library)
    assert finding.message.endswith('Did you mean "each site"?')


def test_a_heading_given_twice_stands_for_no_other_that_is_missing(library):
    text = with_requirement("title: A", "title: B").replace("    strength: must\n", "")
    assert [name for name, _ in found(text, library)] == ["missing-heading", "given-twice"]


def test_a_heading_that_is_needed_says_what_it_is_for(library):
    finding = the_finding(with_requirement("title: A").replace("    strength: must\n", ""), library)
    assert finding.message == 'This requirement has no "strength": how firmly it is owed.'


def test_a_heading_of_another_kind_of_check_is_said_to_be_so(library):
    text = with_check("{share: people helped, of: people, target: at least 90%, sample: at least 20}")
    finding = the_finding(text, library)
    assert finding.message == '"sample" is a heading of an audit, and says nothing in a share.'


def test_a_heading_nobody_knows_is_told_what_there_is(library):
    text = with_requirement("title: A").replace("every: quarter,", "every: quarter, colour: red,")
    finding = the_finding(text, library)
    assert finding.message == '"colour" is not a heading of a schedule of returns.'
    assert finding.remedy == "Delete it, or write one of these: every, due, dates, percentages, extracts."


def test_a_misspelt_heading_that_is_there_already_shows_both(library):
    finding = the_finding(with_requirement("title: A", "strenght: must"), library)
    assert finding.message == '"strenght" is not a heading used here, and "strength" is given already.'
    assert len(finding.also) == 1


def test_a_check_of_no_kind_is_told_the_kinds(library):
    finding = the_finding(with_check("{target: at least 90%}"), library)
    assert finding.name == "missing-heading"
    assert finding.remedy.startswith("Write one of these under it: share, audit, count,")


def test_a_requirement_that_lost_its_standard_clause_is_told_that_and_nothing_of_what_it_sets(library):
    line = "    standard-clause: help/reach-groups\n"
    assert line in EVERYTHING
    finding = the_finding(EVERYTHING.replace(line, ""), library)
    assert finding.message == "This requirement has neither a standard clause nor checks of its own."
    several = with_requirement("checks: {offered: at least 90%, fee: {target: no more than £10}}")
    finding = the_finding(several, library)
    assert finding.message.endswith("no standard clause, and its checks do not say what they look at.")


def test_what_a_heading_that_nobody_knows_may_say_is_not_said_to_be_missing(library):
    text = EVERYTHING.replace("        target: at least in full\n", "        role: at least in full\n")
    assert [name for name, _ in found(text, library)] == ["heading-elsewhere"]
    text = EVERYTHING.replace("    applies-if: {any: [premises]}\n", "    answers: {any: [premises]}\n")
    assert [name for name, _ in found(text, library)] == ["heading-elsewhere"]


def test_a_check_of_two_kinds_shows_both(library):
    text = with_check("{count: keyworkers, share: people, of: people, target: at least 5}")
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding), len(finding.also)) == ("two-kinds", "share", 1)


def test_a_share_without_of_is_no_denominator(library):
    text = with_check("{share: people helped, target: at least 90%}")
    finding = the_finding(text, library)
    assert (finding.code, finding.name, at(text, finding)) == ("MS301", "no-denominator", "only")


@pytest.mark.parametrize(
    "gone",
    [
        "    strength: must\n",
        "    owed-by: riverbank\n",
        "      look-back: 28 days\n",
        "title: Recovery service\n",
    ],
)
def test_a_required_heading_that_is_gone_is_one_finding(library, gone):
    assert gone in EVERYTHING
    (finding,) = read(EVERYTHING.replace(gone, "", 1), library).findings
    assert (finding.code, gone.strip().partition(":")[0] in finding.message) == ("FI106", True)


def test_names_of_the_authors_own_may_be_anything_that_reads_as_a_name(library):
    text = with_requirement("title: A").replace("council:", "the_council:")
    assert found(text, library) == [("not-an-id", "the_council")]


def test_a_heading_that_nobody_knows_in_the_place_of_one_that_is_needed_is_one_finding(library):
    text = with_requirement("title: Rooms are free", "checks: {fee: {statement: it is free, document: none}}")
    finding = the_finding(text.replace("    strength: must\n", "    mood: high\n"), library)
    assert (finding.name, at(text.replace("strength: must", "mood: high"), finding)) == (
        "misspelt-heading",
        "mood",
    )
    assert finding.message == '"mood" is not a heading of a requirement, and "strength" is needed here.'
    assert finding.remedy.startswith("Write strength, if that is what it says: how firmly it is owed.")


def test_a_heading_that_nobody_knows_is_told_with_all_that_is_needed_and_not_there(library):
    text = with_requirement("title: Rooms are free", "checks: {fee: {statement: it is free, document: none}}")
    text = text.replace("    strength: must\n    title: Rooms are free\n", "    mood: high\n")
    finding = the_finding(text, library)
    assert finding.message.endswith('of a requirement, and "title" and "strength" are needed here.')
    assert finding.remedy.endswith("write that instead; if not, delete it. Add what is missing.")


def test_a_check_that_cannot_be_read_is_told_once_and_not_wherever_it_is_named(library):
    text = EVERYTHING.replace("        audit: notes that agree\n", "")
    assert [name for name, _ in found(text, library)] == ["missing-heading"]


def test_a_check_that_is_nowhere_is_told_once_with_all_the_places_that_name_it():
    clause = CATALOGUE[CLAUSE].replace("  fee: {money: fee charged to groups}\n", "")
    (finding,) = read_standard_clause(tree_of(clause, CLAUSE))[1]
    assert finding.message.startswith('There is no check called "fee" here.')
    assert len(finding.also) == clause.count("fee: ") > 1


def test_a_requirement_that_is_gone_is_told_once_whoever_names_it(library):
    start, end = EVERYTHING.index("  MA-1:\n"), EVERYTHING.index("  MA-2:\n")
    finding = the_finding(EVERYTHING[:start] + EVERYTHING[end:], library)
    assert (finding.name, len(finding.also)) == ("variation-of-nothing", 1)


def test_a_text_where_a_list_belongs_is_told_what_is_wrong_with_it_before_how_lists_are_written(library):
    text = EVERYTHING.replace("changes: [MA-1]", "changes: people helped")
    assert text != EVERYTHING
    assert [name for name, _ in found(text, library)] == ["not-an-id"]


def test_two_requirements_that_run_into_each_other_are_told_once_that_a_name_is_missing(library):
    (finding,) = read(EVERYTHING.replace("  MA-3:\n", ""), library).findings
    assert finding.message.startswith("From here on headings are given again")


def test_a_check_that_is_nowhere_is_told_where_it_is_named(library):
    text = EVERYTHING.replace("relies-on: read\n", "relies-on: reading-of-notes\n")
    assert found(text, library) == [("unknown-check", "reading-of-notes")]


def test_of_a_theme_that_nobody_knows_it_is_not_said_that_others_are_not_named(library):
    text = EVERYTHING.replace("catalogues: [help, doors]", "catalogues: [helping-hands, doors]")
    assert [name for name, _ in found(text, library)] == ["unknown-theme"]


def test_a_settings_file_whose_first_line_is_lost_is_not_told_that_its_rules_are_that_line():
    tree = tree_of("rules: rules\nfail-on: warning\n")
    (finding,) = read_settings(tree)[1]
    assert finding.name == "wrong-kind-of-file"
    assert finding.remedy == "Begin it with the line: specrules: settings 1"


def test_a_name_that_is_misspelt_where_it_is_given_is_one_finding_there():
    text = COVERAGE.replace("  guide: A guide", "  guid: A guide")
    (finding,) = read_coverage(tree_of(text))[1]
    assert (finding.name, at(text, finding), finding.meant) == ("unknown-choice", "guid", "guide")
    assert finding.message == '"guid" is written here, and "guide" in the 2 other places.'
    assert [each.span.line for each in finding.also] == [5, 6]


def test_a_check_that_is_misspelt_where_it_is_given_is_one_finding_there():
    text = CATALOGUE[CLAUSE].replace("  offered: {statement", "  offerd: {statement")
    (finding,) = read_standard_clause(tree_of(text, CLAUSE))[1]
    assert (finding.name, at(text, finding), finding.meant) == ("unknown-check", "offerd", "offered")
    assert finding.remedy == "Write offered here, or offerd in all the others."


def test_a_word_of_the_language_that_is_misspelt_twice_is_told_twice(library):
    text = EVERYTHING.replace("strength: must\n", "strength: mst\n", 2).replace(
        "strength: must", "strength: should"
    )
    names = [(name, place) for name, place in found(text, library) if name == "unknown-choice"]
    assert names == [("unknown-choice", "mst")] * 2


def test_a_heading_with_nothing_under_it_above_the_same_heading_is_one_finding(library):
    text = EVERYTHING.replace("    checks:\n      read:", "    checks:\n    checks:\n      read:")
    assert found(text, library) == [("given-twice", "checks")]


def test_a_party_without_its_role_is_not_missed_wherever_its_role_is_named(library):
    text = EVERYTHING.replace("    role: mental health\n", "")
    assert found(text, library) == [("missing-heading", "trust")]


def test_a_baseline_that_is_missing_is_one_finding_for_all_targets_measured_from_it(library):
    text = EVERYTHING.replace("        baseline-asked: the average for England in the same 12 months\n", "")
    (finding,) = read_spec(tree_of(text), library).findings
    assert (finding.name, len(finding.also)) == ("change-from-nothing", 1)


def test_a_standard_clause_under_a_heading_that_nobody_knows_is_taken_for_one(library):
    text = EVERYTHING.replace("standard-clause: help/rooms", "contract: help/rooms")
    finding = the_finding(text, library)
    assert (
        finding.message
        == '"contract" is not a heading of a requirement, and "help/rooms" is a standard clause.'
    )


def test_the_column_that_names_a_row_is_misspelt_once():
    (finding,) = read_table(tree_of(TABLE.replace("{group: Quay", "{gropu: Quay"), "groups.yaml"))[1]
    assert (finding.name, finding.meant) == ("misspelt-heading", "group")


@pytest.mark.parametrize("written", ["sie", "siste", "sute", "stie", "Site"])
def test_a_short_word_with_one_slip_is_known(written):
    assert slip_of(written, ["fee", "site"]) == "site"


@pytest.mark.parametrize("written", ["sit-s", "tise", "s", ""])
def test_a_short_word_with_more_slips_is_not(written):
    assert slip_of(written, ["site"]) is None


@pytest.mark.parametrize("written", ["si", "sitexy"])
def test_two_letters_too_few_or_too_many_are_no_slip(written):
    assert slip_of(written, ["site"]) is None


def test_of_names_as_near_the_first_is_meant_and_of_a_set_the_same_in_every_run():
    assert closest("a", ["c", "b"]) == "c"
    assert closest("a", {"c", "b"}) == closest("a", frozenset({"c", "b"})) == "b"


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (
            "green: at least 90%\n    amber: at least 75%",
            '"cards-of-ours" is read as a requirement here, and has the headings of a card.',
        ),
        (
            "starts: 2026-04-01\n    renewals: 1",
            '"cards-of-ours" is read as a requirement here, and has no heading of a requirement.',
        ),
    ],
)
def test_what_has_only_the_headings_of_something_else_is_said_to_have_them(inside, says, library):
    text = EVERYTHING.replace("requirements:\n", f"requirements:\n  cards-of-ours:\n    {inside}\n")
    assert the_finding(text, library).message == says
