"""What only a return made by specrules has, and what is noticed in any return beside its answers."""

import pytest

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.evidence.assemble import assemble
from specrules.evidence.facts import Absent, ValueKind
from specrules.evidence.returns import read_return
from specrules.evidence.values import read_value
from specrules.inputs import gather, read
from specrules.result import Reason
from specrules.values.periods import read_period
from specrules.values.quantities import Rounding
from tests.evidence.making import (
    CONDITION,
    HEADER,
    REGISTER,
    SHARE,
    STATEMENT,
    asked,
    header_with,
    rows_of,
    write_csv,
    write_xlsx,
)
from tests.evidence.test_assemble import ASKS, Q1, SPEC, a_return
from tests.report.files import MET, a_folder

WORDS = asked("QS-4.covered", ValueKind.WORDS, words=("getting in touch", "flexible appointments"))
DELIVERED = asked("MA-1.delivered", SHARE)
PROTOCOL = asked("NWD-6.protocol", STATEMENT)
LINKS = asked("MA-2.links", REGISTER, words=("12-step", "other"))


def read_lines(tmp_path, request, *lines, kind="csv", more=(), **options):
    """A return with some lines."""
    write = write_csv if kind == "csv" else write_xlsx
    rows = [*rows_of(*lines), *more]
    return read_return(write(tmp_path / f"a.{kind}", rows, **options), [request])


def names(read):
    return [each.name for each in read.findings]


# -- a line for each word


def word(word, answer, **more):
    return {"item": "QS-4.covered", "word": word, "answer": answer, **more}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lines_that_say_yes_or_no_to_each_word_are_one_answer(tmp_path, kind):
    lines = [word("flexible appointments", "yes"), word("Getting in touch", "no")]
    read = read_lines(tmp_path, WORDS, *lines, kind=kind)
    assert read.cells == {"QS-4.covered/answer": ("flexible appointments",)}
    assert read.origins["QS-4.covered/answer"].text == "flexible appointments"
    assert names(read) == []


def test_a_no_to_every_word_is_an_answer(tmp_path):
    read = read_lines(tmp_path, WORDS, *(word(each, "no") for each in WORDS.words))
    assert read_value(ValueKind.WORDS, read.cells["QS-4.covered/answer"], words=WORDS.words).low == ()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([word("getting in touch", "yes")], ["blank-cell"]),
        ([word("getting in touch", "yes"), word("flexible appointments", None)], ["blank-cell"]),
    ],
)  # fmt: skip
def test_while_one_word_is_open_nothing_is_known(tmp_path, lines, said):
    read = read_lines(tmp_path, WORDS, *lines)
    assert read.cells["QS-4.covered/answer"] is None
    assert names(read) == said


def test_an_answer_to_a_word_that_cannot_be_read_is_not_called_blank_as_well(tmp_path):
    read = read_lines(tmp_path, WORDS, word("getting in touch", "yes"), word("flexible appointments", "7"))
    assert read.cells["QS-4.covered/answer"] == Absent(Reason.WRONG_TYPE)
    assert names(read) == ["wrong-type"]


def test_a_word_that_is_answered_twice_is_not_called_blank_as_well(tmp_path):
    lines = [word("getting in touch", "yes")] * 2 + [word("flexible appointments", "no")]
    read = read_lines(tmp_path, WORDS, *lines)
    assert read.cells["QS-4.covered/answer"] == Absent(Reason.CONFLICTING)
    assert names(read) == ["item-given-twice"]


def test_a_word_written_wrongly_is_not_called_blank_as_well(tmp_path):
    read = read_lines(tmp_path, WORDS, word("getting in tuch", "yes"), word("flexible appointments", "no"))
    assert read.cells["QS-4.covered/answer"] == Absent(Reason.WRONG_TYPE)
    assert [(each.name, each.meant) for each in read.findings] == [("unknown-item", "getting in touch")]


def test_an_answer_beside_the_lines_for_the_words_is_given_twice(tmp_path):
    whole = {"item": "QS-4.covered", "answer": "getting in touch"}
    lines = [whole, *(word(each, "yes") for each in WORDS.words)]
    assert names(read_lines(tmp_path, WORDS, *lines)) == ["item-given-twice"]


# -- requirements, comments and documents


def test_a_requirement_named_for_its_item_is_told_which_item(tmp_path):
    read = read_lines(tmp_path, DELIVERED, {"item": "MA-1", "number": 1, "out of": 2})
    assert [each.meant for each in read.findings if each.name == "unknown-item"] == ["MA-1.delivered"]


def test_a_comment_on_a_requirement_is_not_taken_for_an_answer(tmp_path):
    lines = [{"item": "MA-1", "comment": "late"}, {"item": "MA-1.delivered", "number": 1, "out of": 2}]
    read = read_lines(tmp_path, DELIVERED, *lines)
    assert {about: each.text for about, each in read.comments.items()} == {"MA-1": "late"}
    assert names(read) == []


def test_an_nhs_number_in_a_comment_is_not_kept(tmp_path):
    read = read_lines(tmp_path, DELIVERED, {"item": "MA-1.delivered", "comment": "about 943 476 5919"})
    assert "943" not in repr(read)
    assert "personal-identifier" in names(read)


def test_the_documents_of_a_csv_file_stand_below_its_answers(tmp_path):
    more = [
        [],
        ["documents"],
        ["document", "version", "owner", "date"],
        ["Stock list", "v2", "desk", "2026-06-01"],
    ]
    line = {"item": "NWD-6.protocol", "answer": "yes", "document": "Stock list"}
    read = read_lines(tmp_path, PROTOCOL, line, more=more)
    assert [tuple(each) for each in read.documents] == [("Stock list", "v2", "desk", "2026-06-01")]
    assert read.cells["NWD-6.protocol/owner"] == "desk"
    assert names(read) == []


def test_the_documents_of_a_yaml_file_are_a_list(tmp_path):
    heads = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
    body = "items:\n  NWD-6.protocol: {answer: yes, document: Stock list}\n"
    path = tmp_path / "a.yaml"
    path.write_text(f"{heads}{body}documents:\n  - {{document: Stock list, owner: desk}}\n", encoding="utf-8")
    read = read_return(path, [PROTOCOL])
    assert read.cells["NWD-6.protocol/owner"] == "desk"
    path.write_text(f"{heads}{body}documents: Stock list\n", encoding="utf-8")
    assert names(read_return(path, [PROTOCOL])) == ["return-header"]


# -- what Excel lets people hide


def test_a_hidden_column_of_answers_is_reported_and_read(tmp_path):
    line = {"item": "MA-1.delivered", "number": 57, "out of": 60}
    fill = lambda book, sheet: sheet.set_column("B:B", None, None, {"hidden": True})  # noqa: E731
    read = read_lines(tmp_path, DELIVERED, line, kind="xlsx", fill=fill)
    assert [(each.name, each.place.cell) for each in read.findings] == [("hidden-rows-or-sheet", "B9")]
    assert '"number"' in read.findings[0].message
    assert read.cells["MA-1.delivered/number"] == 57


def test_a_note_on_a_cell_is_reported_without_its_text(tmp_path):
    line = {"item": "MA-1.delivered", "number": 57, "out of": 60}
    fill = lambda book, sheet: sheet.write_comment("B9", "ask Mrs Smith")  # noqa: E731
    read = read_lines(tmp_path, DELIVERED, line, kind="xlsx", fill=fill)
    assert [(each.name, each.place.cell) for each in read.findings] == [("note-on-a-cell", "B9")]
    assert "Smith" not in repr(read)


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("ring about 943 476 5919", "an NHS number"),
        ("born on\n3/2/1984", "a date of birth"),
        ("moved to SW1A 2AA <now>", "a postcode"),
    ],
)
def test_a_note_that_may_identify_somebody_is_named_by_its_cell_on_any_sheet(tmp_path, note, kind):
    def fill(book, sheet):
        sheet.write_comment("B9", note)
        book.add_worksheet("Rota").write_comment("C2", note)

    line = {"item": "MA-1.delivered", "number": 57, "out of": 60}
    read = read_lines(tmp_path, DELIVERED, line, kind="xlsx", fill=fill)
    noticed = [each for each in read.findings if each.code == "EV436"]
    assert [(each.place.sheet, each.place.cell) for each in noticed] == [("Return", "B9"), ("Rota", "C2")]
    assert all(f"held {kind}." in each.message for each in noticed)
    kept = repr(read).replace(read.digest, "")  # which may have any figures in it
    assert not any(part in kept for part in ("5919", "1984", "2AA"))


# -- figures that are given twice over


@pytest.mark.parametrize(
    ("said", "differs"),
    [("95%", False), ("95.0%", False), ("95.00%", False), ("94%", True), ("95.1%", True), ("0%", True)],
)
def test_a_percentage_beside_its_counts_is_worked_out_again(tmp_path, said, differs):
    line = {"item": "MA-1.delivered", "answer": said, "number": 57, "out of": 60}
    read = read_lines(tmp_path, DELIVERED, line)
    assert names(read) == (["figures-differ"] if differs else [])
    assert (read.cells["MA-1.delivered/number"], read.cells["MA-1.delivered/out of"]) == ("57", "60")


def test_a_percentage_is_compared_as_it_is_rounded(tmp_path):
    line = {"item": "MA-1.delivered", "answer": "66.7%", "number": 2, "out of": 3}
    assert names(read_lines(tmp_path, DELIVERED, line)) == []
    wrong = read_lines(tmp_path, DELIVERED, {**line, "answer": "66.6%"}).findings[0]
    assert wrong.message == "66.6% is reported here, but 2 of 3 is 66.7%. The two counts were used."


@pytest.mark.parametrize(
    ("rounding", "agreed"), [(Rounding.NEAREST, "66.7%"), (Rounding.DOWN, "66.6%"), (Rounding.UP, "66.7%")]
)
def test_a_percentage_is_rounded_as_the_specification_says(tmp_path, rounding, agreed):
    line = {"item": "MA-1.delivered", "number": 2, "out of": 3}
    for said in ("66.6%", "66.7%"):
        read = read_lines(tmp_path, replace(DELIVERED, rounding=rounding), {**line, "answer": said})
        assert names(read) == ([] if said == agreed else ["figures-differ"])


@pytest.mark.parametrize("number", ["<5", "*"])
def test_a_percentage_alone_says_nothing(tmp_path, number):
    line = {"item": "MA-1.delivered", "answer": "95%", "number": number, "out of": 60}
    read = read_lines(tmp_path, DELIVERED, line)
    assert "figures-differ" not in names(read)
    assert read.cells["MA-1.delivered/number"] == number


# -- people


@pytest.mark.parametrize("text", ["LS1 4AP", "ls14ap", "flat 2, M1 1AE"])
def test_a_postcode_is_taken_out_of_an_answer(tmp_path, text):
    line = {"item": "NWD-6.protocol", "answer": "yes", "document": f"Letter to {text}"}
    read = read_lines(tmp_path, PROTOCOL, line)
    assert names(read) == ["personal-identifier"]
    assert text.rpartition(" ")[2] not in repr(read)


@pytest.mark.parametrize("text", ["Q1 2AB", "MA-1 v2", "Room E12", "2026-27-Q1", "Policy B1", "X1 1XX"])
def test_what_only_looks_like_a_postcode_is_kept(tmp_path, text):
    line = {"item": "NWD-6.protocol", "answer": "yes", "document": text}
    read = read_lines(tmp_path, PROTOCOL, line)
    assert (names(read), read.cells["NWD-6.protocol/document"]) == ([], text)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_register_may_give_the_postcode_of_a_meeting_place(tmp_path, kind):
    rows = [["kind", "name", "contact", "last contact"], ["12-step", "Hall, LS1 4AP", "desk", "2026-06-09"]]
    table = [["register", "MA-2.links"], *rows]
    if kind == "csv":
        read = read_lines(tmp_path, LINKS, more=[[], *table])
    else:
        path = write_xlsx(tmp_path / "a.xlsx", rows_of(), others={"Register": table})
        read = read_return(path, [LINKS])
    assert read.cells["MA-2.links/rows"][0].name == "Hall, LS1 4AP"
    assert names(read) == []


def test_a_person_named_where_a_post_is_wanted_is_reported(tmp_path):
    request = asked("MA-3.applies", CONDITION)
    line = {"item": "MA-3.applies", "answer": "no", "reason": "no room", "agreed by": "Mrs Smith"}
    (finding,) = read_lines(tmp_path, request, line).findings
    assert (finding.name, finding.severity) == ("a-person-is-named", Severity.WARNING)
    assert "Smith" not in finding.message


# -- between the return and the specification


def test_provisional_figures_are_said_to_be_so():
    findings = assemble(SPEC, ASKS, [a_return(provisional=True)], Q1)[1]
    (finding,) = [each for each in findings if each.code == "EV450"]
    assert finding.severity is Severity.ADVICE
    assert finding.message == "This return is provisional: its figures may still change."


@pytest.mark.parametrize(
    ("made_from", "noticed"), [("", False), ("abc", False), ("abd", True), ("a" * 64, True)]
)
def test_a_specification_that_has_changed_under_a_return_is_noticed(made_from, noticed):
    spec = replace(SPEC, digest="abc" + "0" * 61)
    findings = assemble(spec, ASKS, [a_return(spec_digest=made_from)], Q1)[1]
    assert ("EV449" in {each.code for each in findings}) is noticed


def test_a_return_for_another_specification_is_kept_so_that_it_is_refused_by_that_name(tmp_path):
    other = MET.replace("spec: anytown", "spec: otherton").replace("2026-27-Q1", "2027-28-Q1")
    folder = a_folder(tmp_path, riverbank=other)
    given = read(gather([folder]), read_period("2026-27-Q1"))
    assert sorted(each.spec for each in given.returns) == ["anytown", "otherton"]
    assert given.set_aside == ()


def test_the_fingerprint_of_the_specification_stands_in_the_headings(tmp_path):
    path = write_csv(tmp_path / "a.csv", rows_of(header=header_with(spec_digest="0123-4567-8901-ABCD")))
    assert read_return(path, [DELIVERED]).spec_digest == "012345678901abcd"
