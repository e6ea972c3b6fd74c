"""Why a text cannot be read is said once, in its author's words, at the right line; and reading goes on."""

import re
from pathlib import Path

import pytest

from specrules.base.files import Source, read_text, source_of
from specrules.base.findings import Span
from specrules.text.lines import Levels
from specrules.text.tree import Mapping, Scalar, read_tree

BROKEN = Path(__file__).parent / "broken"
SOUND = (BROKEN / "sound.yaml").read_text(encoding="utf-8")


def tree_of(text):
    return read_tree(Source("spec.yaml", text, "", "utf-8"))


def found_in(text):
    """The name and line of every finding."""
    return [(each.name, each.place.span and each.place.span.line) for each in tree_of(text).findings]


def the_finding(text):
    (finding,) = tree_of(text).findings
    return finding


def plain(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


def read(text):
    return plain(tree_of(text).root)


# --- each cause by itself


LIKE_SOUND = """\
bidirectional-override block-too-far-right bracket-never-closed bracket-too-many comma-too-many curly-quotes
heading-without-a-colon instruction item-too-far-left item-too-far-right line-separator no-space-after-a-colon
one-space-too-far-left one-space-too-far-right quote-never-closed soft-hyphen special-space-after-a-colon
special-space-after-a-dash special-space-at-the-end special-spaces-before-a-line tab tab-after-a-dash
tabs-below-a-heading tag words-above-it-all zero-width-space-in-a-heading"""


@pytest.mark.parametrize("name", LIKE_SOUND.split())
def test_a_mended_file_reads_as_the_sound_one(name):
    tree = read_tree(read_text(BROKEN / f"{name}.yaml"))
    assert plain(tree.root) == read(SOUND)
    assert tree.complete


BYTES = {
    "nothing": (b"", "empty-file", None),
    "only comments": (b"# to do\n\n# all of it\n", "empty-file", None),
    "three dashes": (b"---\n", "empty-file", None),
    "UTF-16": (SOUND.encode("utf-16"), "not-utf8", None),
    "Windows-1252": (SOUND.encode("cp1252"), "not-utf8", 41),
    "not text": (b"\x89PNG\r\n\x1a\n\0\0\xff", "not-utf8", None),
    "a NUL": (SOUND.replace("Rooms are", "Ro\0oms are").encode(), "hidden-character", 34),
    "an escape": (SOUND.replace("Rooms are", "Ro\x1boms are").encode(), "hidden-character", 34),
}


@pytest.mark.parametrize(("data", "name", "line"), BYTES.values(), ids=BYTES)
def test_what_is_wrong_with_the_bytes_is_one_finding_too(data, name, line):
    found = read_tree(source_of("spec.yaml", data)).findings
    assert [(each.name, each.place.span and each.place.span.line) for each in found] == [(name, line)]


# --- what is said


def test_a_bracket_closed_for_the_author_is_not_taken_for_the_authors_own():
    tree = read_tree(Source("a.yaml", "names: [!", "", "utf-8", ()))
    assert [finding.name for finding in tree.findings] == ["not-yaml", "tag-used"]


def test_a_tab_says_how_many_spaces_and_what_to_line_up_with():
    finding = the_finding("a:\n  - id: x\n    title: t\n\towner: k\n")
    assert finding.message == "This line begins with a Tab. YAML needs spaces."
    assert finding.remedy == 'Press the space bar 4 times instead, to line up with "title" on line 3.'
    assert finding.place.span == Span(4, 1, 4, 2)


def test_two_lines_with_tabs_below_another_are_counted():
    finding = the_finding("a:\n\tb: 1\n\tc: 2\n\td: 3\ne: 4\n")
    assert finding.message == "This line begins with a Tab. So do 2 lines below it. YAML needs spaces."


def test_three_lines_with_tabs_and_one_further_down_are_two_findings():
    text = "a:\n\tb: 1\n\tc: 2\n\td: 3\ne:\n  f: 1\ng:\n\th: 1\n"
    assert found_in(text) == [("file-tab", 2), ("file-tab", 8)]


def test_lines_with_tabs_that_follow_each_other_are_one_finding():
    finding = the_finding("a:\n\tb: 1\n\tc:\n\t\td: 2\n\n\te: 3\nf: 4\n")
    assert "So do 3 lines below it." in finding.message
    assert [place.span.line for place in finding.also] == [3, 4, 6]


def test_a_file_indented_with_tabs_is_read_as_meant():
    text = "a:\n\t- id: x\n\t  size: 1\n\t- id: z\n\t  fee:\n\t\t\tmax: 2\nb:\n\tc:\n\t\td: e\n\tf: g\n"
    assert read(text) == {
        "a": [{"id": "x", "size": "1"}, {"id": "z", "fee": {"max": "2"}}],
        "b": {"c": {"d": "e"}, "f": "g"},
    }


def test_a_line_out_of_line_says_by_how_much_and_from_what():
    finding = the_finding("a:\n  - id: x\n    title: t\n   owner: k\n")
    assert finding.message == (
        '"owner" is one space too far left. It has 3 spaces before it; "title" on line 3 has 4.'
    )
    assert finding.remedy == "Begin the line with 4 spaces."
    assert finding.place.span == Span(4, 4, 4, 9)


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("a:\n  b:\n    c:\n      d: 1\n  x: 2\n      e: 3\n      f: 4\ng: 5\n", '"x" is 4', 5),
        ("a:\n  b:\n    c: 1\n  x: 2\n    d: 3\n  e:\n    f: 4\n", '"x" is 2', 4),
    ],
)
def test_a_heading_too_far_left_among_others_is_put_among_them(text, name, line):
    finding = the_finding(text)
    assert finding.message.startswith(f"{name} spaces too far left.")
    assert finding.place.span.line == line


def test_a_line_with_a_dash_is_put_among_items_above_it_only_if_it_is_like_them():
    lines = "id: one\ndays:\n  - {quay: 1}\n- {mill: 2}\nend: 1\n"
    assert the_finding(lines).message.startswith("This dash is 2 spaces too far left.")
    heading = lines.replace("- {mill: 2}", "- mill: 2")
    assert the_finding(heading).message.startswith('A dash stands before "mill", and none before "days"')


def test_of_lines_out_of_line_at_the_beginning_each_is_too_far_right():
    findings = tree_of(" a: 1\n  b: 1\nc: 1\nx:\n  y: 1\nz:\n  w: 1\nq: 1\n").findings
    assert [each.message.partition(".")[0] for each in findings] == [
        '"a" is one space too far right, unlike the headings below it',
        '"b" is one space too far right',
    ]


def test_a_colon_in_a_title_is_shown_in_quotation_marks():
    finding = the_finding('title: FAMA: "keyworkers" help: see below  # all\n')
    assert finding.meant == "'FAMA: \"keyworkers\" help: see below'"
    assert finding.place.span == Span(1, 8, 1, 42)


def test_text_that_goes_on_below_may_have_a_colon_in_it():
    assert read("title: words\n  and more\n  of: these\nid: x\n") == {
        "title": "words and more of: these",
        "id": "x",
    }


def test_curly_quotes_round_a_text_with_a_colon_are_the_one_cause():
    finding = the_finding("title: “FAMA: keyworkers”\n")
    assert (finding.name, finding.meant) == ("curly-quotes", '"FAMA: keyworkers"')


def test_a_special_space_names_its_heading():
    message = the_finding("a: b\nforce:\u00a0must\nc: d\n").message
    assert message.startswith('The space after "force:" is a special space')


def test_special_spaces_inside_texts_are_left_alone():
    text = 'a: |\n  Note:\u00a0x\n  \u00a0 y\nb: "x\n  Note:\u00a0y"\nc: 10\u00a0km\nd: see\n  Note:\u00a0z\n'
    assert found_in(text) == []


def test_an_unclosed_quotation_mark_is_found_where_it_opens():
    finding = the_finding('title: "Rooms\nowner: k\nnote: "n"\n')
    assert finding.message == "The quotation mark that opens here is never closed."
    assert finding.place.span.line == 1
    assert finding.meant == '"Rooms"'


def test_a_text_of_two_lines_in_quotation_marks_is_no_fault():
    assert found_in('title: "Rooms\n  are open"\nowner: k\n') == []


def test_a_bracket_that_closes_lines_below_is_no_fault():
    assert found_in("sites: [\n  a,\n  b\n]\nfee: {max: 1,\n  per: 2}\n") == []


def test_a_bracket_never_closed_is_found_where_it_opens():
    text = "sites: [\n  a,\n  b\nowner: k\n"
    assert found_in(text) == [("not-yaml", 1)]
    assert read(text) == {"sites": ["a", "b"], "owner": "k"}


SIGNS = [">= 90%", "> 5", ">5", "|2", "@home", "`a`", "%", "*a* b", ", a", "{{ a }} b", "{a", "!e!a"]


@pytest.mark.parametrize("value", SIGNS)
def test_a_text_that_begins_with_a_sign_is_read_as_if_in_quotation_marks(value):
    assert read(f"target: {value}\nid: x\n") == {"target": value, "id": "x"}
    assert [line for _, line in found_in(f"target: {value}\nid: x\n")] == [1]


def test_no_message_has_the_words_of_the_parser_in_it():
    words = re.compile(
        r"scalar|token|mapping|sequence|node|anchor|alias|block|flow|scan|pars|expected|stream"
    )
    for path in BROKEN.glob("*.yaml"):
        for finding in read_tree(read_text(path)).findings:
            assert not words.search(f"{finding.message} {finding.remedy}")


def test_a_file_of_one_sign_and_a_number_is_a_text():
    assert the_finding(">5\n").meant == '">5"'
    assert read(">5\n") == ">5"


def test_curly_quotes_inside_straight_ones_are_the_authors_own():
    assert found_in("a: \"“x”\"\nb: '‘y’'\n") == []


def test_of_one_fault_fifty_are_shown_and_the_rest_counted():
    findings = tree_of("a:\n" + "".join(f"  k{n}: !x 1\n" for n in range(80))).findings
    assert len(findings) == 50
    assert findings[-1].message.endswith("There are 30 more like this.")


def test_a_list_closed_and_never_opened_in_curly_brackets_is_read_as_a_list():
    assert read("x: {name: A, sites: Quay, High Street]}\n") == {
        "x": {"name": "A", "sites": ["Quay", "High Street"]}
    }
    assert the_finding("x: {name: A, sites: Quay]}\n").place.span == Span(1, 21, 1, 26)


def test_a_text_cut_by_a_comma_is_shown_as_it_was_written():
    assert '"£1,500" was cut in two' in the_finding('a: {"most":£1,500}\n').message


def test_special_spaces_before_two_lines_that_follow_each_other_are_one_finding():
    finding = the_finding("a:\n\u00a0\u00a0b: 1\n\u00a0\u00a0c: 2\nd: 3\n")
    assert [each.span.line for each in (finding.place, *finding.also)] == [2, 3]


NUL_BETWEEN_LINE_ENDS = "a: 1\r\x01\nb: c: d\n"


def test_a_character_between_two_line_ends_leaves_them_two():
    assert found_in(NUL_BETWEEN_LINE_ENDS) == [("hidden-character", 2), ("colon-in-text", 3)]


def test_a_heading_without_a_colon_below_words_is_not_one_of_them():
    text = "title: Rooms\n(all of it)\ngroups\n  - SMART\n"
    assert [each.message for each in tree_of(text).findings] == [
        "This line has no heading: words, a colon and a space. So it belongs to nothing.",
        'There is no colon after "groups".',
    ]
    assert read(text) == {"title": "Rooms", "groups": ["SMART"]}


def test_what_cannot_be_seen_behind_a_colon_after_a_space_is_the_one_cause():
    text = "a: 1\ntitle :\u200bRooms\nb: 2\n"
    assert found_in(text) == [("hidden-character", 2)]
    assert read(text) == {"a": "1", "title": "Rooms", "b": "2"}


def test_no_message_has_a_stand_in_in_it():
    message = the_finding("parties: all: of them\n  council: Anytown\n").message
    assert message == '"all: of them" stands after "parties", which has headings under it.'


def test_a_backslash_may_be_the_first_sign_of_a_line():
    finding = the_finding('sites: ["High\n\\quay"]\n')
    assert finding.message == "A backslash inside double quotation marks begins a code."
    assert finding.place.span == Span(2, 1, 2, 2)


@pytest.mark.parametrize(("written", "meant"), [("&quot;Rooms&quot;", "Rooms"), ("&quot;&quot;", "")])
def test_quotation_marks_as_web_pages_write_them_are_no_part_of_a_text(written, meant):
    assert read(f"a: {written}\n") == {"a": meant}


def test_of_a_list_of_what_was_changed_each_line_without_a_sign_loses_its_space():
    text = " title: Rooms\n+owner: k\n-fee: 1\n parties:\n   a: b\n"
    assert found_in(text) == [("not-yaml", 2)]
    assert read(text) == {"title": "Rooms", "owner": "k", "parties": {"a": "b"}}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("x: [a {b: 1}]\n", 7),
        ("x: {a: [b] c: d}\n", 12),
        ("x: [[a]b]\n", 8),
        ("x: {a: {}b}\n", 10),
    ],
)
def test_what_follows_in_brackets_without_a_comma_stops_reading_and_is_named(text, column):
    finding = the_finding(text)
    assert re.fullmatch(r'A comma or "[]}]" is missing before this\.', finding.message)
    assert finding.place.span == Span(1, column, 1, column + 1)


def test_the_mark_of_a_footnote_in_a_list_is_left_out():
    finding = the_finding("sites: [High Street [1], Quay]\n")
    assert finding.message == '"[1]" is the mark of a footnote, and means nothing here.'


def test_the_first_mark_of_two_versions_is_enough():
    text = "a: 1\n<<<<<<< mine\nb: 1\n=======\nc: 3\n"
    assert found_in(text) == [("not-yaml", 2)]
    assert read(text) == {"a": "1", "b": "1", "c": "3"}


@pytest.mark.parametrize("sign", [";", "="])
def test_another_sign_for_a_colon_is_named_in_a_line_that_ends_with_a_remark(sign):
    text = f"a:\n  title {sign} Rooms # open\n  b: 1\n"
    assert the_finding(text).message == f'"{sign}" stands after "title" where a colon belongs.'
    assert read(text) == {"a": {"title": "Rooms", "b": "1"}}


def test_one_sign_as_web_pages_write_it_is_named():
    assert the_finding("a: &amp; more\n").message == "&amp; is how web pages write a sign."


# --- what was changed to read on


def test_what_was_changed_to_read_on_is_kept_with_its_place():
    tree = tree_of("a:\n\tb: 1\n")
    assert [*tree.mends.values()] == [((Span(2, 1, 2, 2), "  "),)]


def test_of_a_line_that_is_no_heading_the_first_sign_alone_is_changed():
    tree = tree_of("a: 1\nwords here\nb: 2\n")
    assert [*tree.mends.values()] == [((Span(2, 1, 2, 2), "#"),)]


def test_where_a_space_stands_behind_what_cannot_be_seen_none_takes_its_place():
    tree = tree_of("a: 1\ntitle:\u200b Rooms\nb: 2\n")
    assert [*tree.mends.values()] == [((Span(2, 7, 2, 8), ""),)]


def test_what_goes_over_lines_ends_where_it_ended_before_the_last_was_changed():
    assert tree_of("a: 1\nb:2\n").root.span == Span(1, 1, 2, 4)


# --- several at once


def test_everything_wrong_is_found_in_one_pass():
    text = (
        "title: FAMA: keyworkers\n"
        "status:\u00a0draft\n"
        "parties:\n"
        "\tcouncil: “Anytown”\n"
        "   trust: T\n"
        "sites: [a, b\n"
        'note: "open\n'
        "fee:10\n"
        "fee: 20\n"
    )
    assert found_in(text) == [
        ("colon-in-text", 1),
        ("odd-space", 2),
        ("file-tab", 4),
        ("curly-quotes", 4),
        ("not-lined-up", 5),
        ("not-yaml", 6),
        ("not-yaml", 7),
        ("not-yaml", 8),
        ("given-twice", 9),
    ]
    assert tree_of(text).complete


def test_places_stay_those_of_the_text_as_written():
    text = "a:\n\tb: “x”\n\u00a0\u00a0c: £ 😀 d: e\nf:g\nf: h\n"
    spans = {each.name: each.place.span for each in tree_of(text).findings}
    assert spans["curly-quotes"] == Span(2, 5, 2, 8)
    assert spans["colon-in-text"] == Span(3, 6, 3, 14)
    assert spans["given-twice"] == Span(5, 1, 5, 2)


def test_a_fault_without_a_remedy_stops_reading_and_says_so():
    tree = tree_of("a:\n  b: 1\n  - c\nd: 2\n")
    assert not tree.complete
    assert plain(tree.root) == {"a": {"b": "1"}}
    assert '"b" on line 2, in the same column' in tree.findings[0].message


def test_a_very_long_text_is_not_mended_but_the_place_is_found():
    text = "a: b\n" + "# padding\n" * 30_000 + "c: d: e\n"
    assert found_in(text) == [("not-yaml", 30_002)]


def test_faults_without_end_are_not_mended_without_end():
    text = "a: b: c\n" * 2000
    found = found_in(text)
    assert len(found) < 200
    assert ("not-yaml", None) not in found


# --- columns


def columns(text):
    return [(level.column, level.is_list) for level in Levels(enumerate(text.splitlines())).open]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  b: 1", [(0, False), (2, False)]),
        ("a:\n  - b: 1\n    c: 2", [(0, False), (2, True), (4, False)]),
        ("a:\n- b", [(0, False), (0, True)]),
        ("a:\n- b\nc: 1", [(0, False)]),
        ("a:\n  b:\n    c: 1\nd: 2", [(0, False)]),
        ("- - a: 1", [(0, True), (2, True), (4, False)]),
        ("a:  # b: c\n# d:\n\n  'e: f': 1", [(0, False), (2, False)]),
    ],
)
def test_lines_may_begin_where_open_lists_and_headings_do(text, expected):
    assert columns(text) == expected


def test_below_a_heading_without_a_value_a_line_may_go_deeper():
    levels = Levels([(0, "a:")])
    assert levels.fits(4, is_list=False)
    levels.add(1, "    b: 1")
    assert not levels.fits(6, is_list=False)


@pytest.mark.parametrize(
    "end", ["leave-out: [", "leave-out: {", "leave-out: [drafts,", "leave-out: [drafts,\n\n"]
)
def test_a_bracket_left_open_by_the_last_line_is_named(end):
    finding = the_finding(f"title: Settings\n{end}\n")
    assert finding.message.endswith("is opened here and never closed.")
    assert finding.place.span == Span(2, 12, 2, 13)


NO_DASH_SPACE = "There is no space after the dash."
NO_DASH = '"title" begins an item of a list, and has no dash before it.'


@pytest.mark.parametrize(
    ("text", "span", "message"),
    [
        ("groups:\n-title: SMART\n  days: Monday\n", Span(2, 1, 2, 2), NO_DASH_SPACE),
        ("groups:\n  -title: SMART\n    days: Monday\n", Span(2, 3, 2, 4), NO_DASH_SPACE),
        ("groups:\ntitle: SMART\n  days: Monday\n- title: AA\n", Span(2, 1, 2, 6), NO_DASH),
        ("groups:\n  title: SMART\n    days: Monday\n  - title: AA\n", Span(2, 3, 2, 8), NO_DASH),
    ],
)
def test_the_first_item_of_a_list_of_headings_lacks_its_dash_or_the_space_behind_it(text, span, message):
    finding = the_finding(text)
    assert (finding.place.span, finding.message) == (span, message)
    assert read(text)["groups"][0] == {"title": "SMART", "days": "Monday"}


def test_in_a_list_within_a_list_of_headings_the_space_behind_the_first_dash_may_be_missing():
    text = "parties:\n  groups:\n  -title: SMART\n    days: Monday\nlast: end\n"
    assert the_finding(text).message == NO_DASH_SPACE
    assert read(text) == {"parties": {"groups": [{"title": "SMART", "days": "Monday"}]}, "last": "end"}


def test_every_dash_without_its_space_before_headings_is_named():
    text = "groups:\n-title: SMART\n  days: Monday\n-title: AA\n  days: Friday\n-title: NA\n  days: Sunday\n"
    findings = tree_of(text).findings
    assert [each.place.span for each in findings] == [Span(n, 1, n, 2) for n in (2, 4, 6)]
    assert {each.message for each in findings} == {NO_DASH_SPACE}
    assert [each["title"] for each in read(text)["groups"]] == ["SMART", "AA", "NA"]


def test_the_foot_of_a_page_among_headings_is_left_out_whole():
    text = "parties:\n  trust:\n    name: Trust\n    role: health\nPage: 3 of 4\n    wording: Rooms\n"
    finding = the_finding(text)
    assert finding.place.span == Span(5, 1, 5, 13)
    assert finding.remedy == "Delete it, or begin it with # and a space."
    assert read(text) == {"parties": {"trust": {"name": "Trust", "role": "health", "wording": "Rooms"}}}


def test_a_word_that_is_a_heading_right_below_has_not_lost_its_colon():
    text = "parties:\n  trust:\n    name Quay House\n    name: Trust\n    role: health\n"
    assert the_finding(text).message.startswith("This line has no heading")
    assert read(text) == {"parties": {"trust": {"name": "Trust", "role": "health"}}}


def test_a_heading_too_far_left_is_moved_by_as_much_as_lines_of_the_file_are():
    text = "parties:\n    trust:\n        name: Trust\n    phone: 3\n        role: health\n"
    assert the_finding(text).message.startswith('"phone" is 4 spaces too far left.')
    assert read(text) == {"parties": {"trust": {"name": "Trust", "phone": "3", "role": "health"}}}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("title Rooms\nstatus draft\nparties\n", "Every colon is missing"),
        ("title = Rooms\nstatus = draft\nid = rooms\n", '"=" stands where colons belong'),
        ("title:Rooms\nstatus:draft\nid:rooms\n", "No colon has a space after it"),
    ],
)
def test_the_colons_of_a_whole_file_are_one_finding_from_four_lines_on(lines, says):
    first = re.search(r"title(.*)Rooms", lines)[1]
    text = f"specrules{first}spec 1\n{lines}"
    found = the_finding(text)
    assert found.message == f'{says}, from "specrules" to the end of the file.'
    assert not tree_of(text).complete
    fewer = text[: text[:-1].rindex("\n") + 1]
    assert not any("to the end of the file" in each.message for each in tree_of(fewer).findings)
