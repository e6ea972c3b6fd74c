"""The contract schedule, and whether a signed one still says the same."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules import sentences
from specrules.__main__ import main
from specrules.base.errors import UnreadableFile
from specrules.base.frozen import replace
from specrules.base.homes import shipped
from specrules.library import Library, read_spec
from specrules.report.schedule.compared import as_text
from specrules.report.schedule.content import schedule_of
from specrules.report.schedule.document import as_document
from specrules.report.schedule.headings import HOLDS, Heading, headings_of
from specrules.report.schedule.markdown import as_markdown
from specrules.report.schedule.page import as_page
from specrules.report.schedule.parted import partings
from specrules.report.schedule.signed import NotRead, paragraphs_of
from specrules.report.show import show
from specrules.values.reading import read_quantity
from tests.made import RIVERBANK, a_check, a_hand_off, a_requirement, a_spec, dated
from tests.report.made import GUIDE, PARTIES, requirements
from tests.report.pages import Page, inert
from tests.report.test_html import MORE_ATTACKS
from tests.report.test_text import ATTACKS

NHS = headings_of(Library([shipped("rules")]).table("schedule-headings"), "nhs")
ANYTOWN = read_spec("examples/anytown/spec.yaml").spec


def small(**more):
    """A specification with a clause for each kind of requirement, a definition and a figure."""
    usual = {
        "requirements": requirements(),
        "parties": PARTIES,
        "definitions": {"agreed time": "5 working days"},
        "constants": {"places": read_quantity("120")},
    }
    return a_spec(**{**usual, **more})


def made(spec):
    return schedule_of(spec, NHS)


def word(spec):
    return as_document(made(spec), spec.starts)


def text_of(data):
    return "\n".join(each.text for each in paragraphs_of(data))


def edited(data, change):
    """The document after *change*, as a person would save it from Word."""
    document = Document(BytesIO(data))
    change(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def xml_edited(data, old, new):
    """The document with *old* for *new* in its text."""
    again = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(again, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(old, new) if name == "word/document.xml" else part)
    return again.getvalue()


def parted(spec, data):
    """What the comparison says."""
    return as_text(partings(made(spec), paragraphs_of(data)), "schedule.docx", "spec.yaml")


def test_the_whole_schedule(as_kept):
    as_kept("schedule.md", as_markdown(made(small())))


def test_the_whole_page(as_kept):
    as_kept("schedule.html", as_page(made(small())))


@pytest.mark.parametrize("requirement", ANYTOWN.requirements, ids=lambda each: each.id)
def test_a_clause_has_every_sentence_that_explain_prints(requirement):
    part = next(part for head in made(ANYTOWN).heads for part in head.parts if part.key == requirement.id)
    said = {line.text for line in part.lines}
    assert said >= {show(line.strip()) for line in sentences.requirement(requirement, ANYTOWN)}


def test_every_word_stands_in_the_document_and_on_the_page():
    schedule = made(ANYTOWN)
    document, page = text_of(word(ANYTOWN)), Page(as_page(schedule)).text
    for head in schedule.heads:
        for part in head.parts:
            rows = [cell for row in (part.table.rows if part.table else ()) for cell in row.cells]
            for text in (part.title, *(line.text for line in part.lines), *rows):
                assert text in document and " ".join(text.split()) in page


def test_the_same_specification_makes_the_same_bytes():
    assert word(ANYTOWN) == word(ANYTOWN)


@pytest.mark.parametrize("form", ["nhs", "council"])
def test_every_form_has_a_place_for_everything(form):
    headings = headings_of(Library([shipped("rules")]).table("schedule-headings"), form)
    assert {name for each in headings for name in each.holds} == set(HOLDS)


def test_what_no_heading_holds_comes_at_the_end():
    schedule = schedule_of(small(), [Heading("Only this", ("duties",), "")])
    assert [head.title for head in schedule.heads] == ["Only this", "Also agreed"]
    assert {"Definitions", "Local quality requirements"} <= {part.title for part in schedule.heads[1].parts}


def test_a_heading_without_anything_says_so():
    assert "nothing that can be checked under this heading" in as_markdown(made(a_spec()))


def test_a_form_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(UnreadableFile, match="Did you mean council"):
        headings_of(Library([shipped("rules")]).table("schedule-headings"), "counsil")


def test_a_clause_without_a_number_is_numbered_by_its_requirement():
    numbers = [part.number for head in made(small()).heads for part in head.parts if part.key]
    assert numbers[:2] == ["4.2.1", "MA-2"]


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS])
def test_strings_that_attack_stay_text(text):
    spec = hostile(text)
    data = word(spec)
    assert parted(spec, data) == "schedule.docx and spec.yaml say the same.\n"
    assert not re.search(r"(?<!\\)[<>]", as_markdown(made(spec)))
    inert(as_page(made(spec)))


def hostile(text):
    """A specification with *text* for every text that somebody writes."""
    party = replace(RIVERBANK, name=text, role=text, bound_by=text, sites=(text,), subcontractors=(text,))
    check = replace(a_check(target="at least 90%"), words=text, of=text, people=text, left_out=(text,))
    citation = replace(GUIDE, document=text, section=text, passage=text, page=text)
    words = dict.fromkeys(("clause", "wording", "section", "people", "if_not_met", "applies_if"), text)
    duty = replace(a_requirement(check, **words), title=text, citations=(citation,), local_source=text)
    return a_spec(duty, parties=(party,), title=text, version=text, definitions={text or "word": text})


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_a_document_just_made_says_the_same_whatever_is_in_it(one, two):
    duty = a_requirement(a_check(target="at least 90%"), wording=two, section=two, clause=two)
    spec = a_spec(replace(duty, title=one), definitions={one: two})
    assert partings(made(spec), paragraphs_of(word(spec))) == []


def test_nothing_of_a_long_clause_is_cut():
    wording = " ".join(f"word{n}" for n in range(5000))
    spec = a_spec(a_requirement(a_check(target="at least 90%"), wording=wording))
    assert wording in as_markdown(made(spec)) and wording in text_of(word(spec))
    assert wording in Page(as_page(made(spec))).text


# -- a signed document


def test_a_changed_number_is_named_on_both_sides():
    assert parted(small(), xml_edited(word(small()), b"at least 75% is", b"at least 70% is")) == (
        "schedule.docx and spec.yaml have parted in 2 parts.\n\n"
        "MA-1 Something is done\n"
        "  The document has: “… 90%; at least 70% is partly met. …”\n"
        "  The specification has: “… 90%; at least 75% is partly met. …”\n\n"
        "MA-1.delivered What delivered looks at, out of people in treatment\n"
        "  The document has: “… 90%; at least 70% is partly met. …”\n"
        "  The specification has: “… 90%; at least 75% is partly met. …”\n"
    )


def test_a_clause_that_the_specification_has_gained_is_not_in_the_document():
    gained = small(requirements=(*requirements(), a_requirement(id="XX-1")))
    assert "XX-1 Something is done\n  It is in the specification and not in the document.\n" in parted(
        gained, word(small())
    )


def test_a_clause_that_the_specification_has_lost_is_still_in_the_document():
    lost = small(requirements=requirements()[1:])
    assert "MA-1\n  It is in the document and not in the specification.\n" in parted(lost, word(small()))


def test_words_put_in_by_hand_are_found():
    def put_in(document):
        clause = next(each for each in document.paragraphs if each.text.endswith("[MA-2]"))
        clause.insert_paragraph_before("Unless the council agrees otherwise.")

    assert "Unless the council agrees otherwise." in parted(small(), edited(word(small()), put_in))


def test_tracked_changes_count_as_they_will_read_when_accepted():
    old = b"<w:t>Nothing"
    assert old not in word(small())
    change = b"<w:del><w:r><w:delText>75%</w:delText></w:r></w:del><w:ins><w:r><w:t>70%</w:t></w:r></w:ins>"
    run = b"at least 75% is partly met.</w:t></w:r>"
    data = xml_edited(
        word(small()), run, b"at least </w:t></w:r>" + change + b"<w:r><w:t> is partly met.</w:t></w:r>"
    )
    assert "“… 90%; at least 70% is partly met. …”" in parted(small(), data)


def test_what_the_council_writes_under_a_heading_is_its_own():
    def write(document):
        heading = next(each for each in document.paragraphs if each.text == "B. Outcomes")
        heading.insert_paragraph_before("About 900 people in Anytown need this service.")

    assert parted(small(), edited(word(small()), write)) == "schedule.docx and spec.yaml say the same.\n"


def test_quotation_marks_and_dashes_that_word_changes_are_no_change():
    spec = a_spec(a_requirement(a_check(target="at least 90%"), wording="it's the provider's - always"))
    data = xml_edited(word(spec), b"it's the provider's - always", "it’s the provider’s – always".encode())
    assert parted(spec, data) == "schedule.docx and spec.yaml say the same.\n"


def test_another_document_has_none_of_the_clauses():
    assert partings(made(small()), paragraphs_of(edited(word(a_spec()), lambda document: None))) is None


def packed(text, name="word/document.xml"):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        file.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is not a Word document"),
        (b"%PDF-1.7", "it is not a Word document"),
        (b"PK\x03\x04", "it is damaged"),
        (packed("<a/>", "xl/workbook.xml"), "though it is packed like one"),
        (packed("<a>"), "it is damaged"),
        (packed('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares a document type"),
        (packed(b"<a>" + b" " * (65 << 20)), "unpacks to more than 64 MB"),
    ],
    ids=["empty", "pdf", "cut off", "workbook", "not closed", "document type", "bomb"],
)
def test_what_is_no_word_document_is_refused_with_the_reason(data, why):
    with pytest.raises(NotRead, match=why):
        paragraphs_of(data)


@given(st.binary(max_size=200), st.integers(0, 20000))
def test_a_damaged_document_is_read_or_refused(noise, at):
    data = SMALL[:at] + noise + SMALL[at + len(noise) :]
    try:
        paragraphs_of(data)
    except NotRead as error:
        assert str(error)


SMALL = word(small())


def test_large_texts_are_compared_in_little_time():
    spec = a_spec(a_requirement(a_check(), wording=" ".join(map(str, range(20_000)))))
    other = a_spec(a_requirement(a_check(), wording=" ".join(map(str, range(20_000, 0, -1)))))
    assert "more words" in parted(spec, word(other))


# -- the command


def test_a_schedule_is_written_and_compared(tmp_path, capsys):
    path = tmp_path / "schedule.docx"
    assert main(["schedule", "examples/anytown/spec.yaml", "-o", str(path)]) == 0
    assert main(["schedule", "examples/anytown/spec.yaml", "--check", str(path)]) == 0
    path.write_bytes(xml_edited(path.read_bytes(), b"no more than \xc2\xa310", b"no more than \xc2\xa315"))
    path.write_bytes(xml_edited(path.read_bytes(), b"No more than \xc2\xa310", b"No more than \xc2\xa315"))
    assert main(["schedule", "examples/anytown/spec.yaml", "--check", str(path)]) == 1
    assert "The document has: “… No more than £15 a meeting. Fee …”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-o", "schedule.pdf"], "A schedule is .docx, .html or .md, not .pdf."),
        (["--format", "docx"], "A Word document cannot be printed here."),
        (["--contract", "nsh"], "It has nhs and council."),
        (["--check", "missing.docx"], "missing.docx was not read: there is no such file"),
        (["--check", "examples/anytown/spec.yaml"], "it is not a Word document (.docx)"),
        (["--check", "a.docx", "-o", "b.docx"], "give one of the two"),
    ],
)
def test_what_cannot_be_done_is_said(more, said, capsys):
    assert main(["schedule", "examples/anytown/spec.yaml", *more]) == 2
    assert said in capsys.readouterr().err


def test_a_hand_off_and_its_dates_have_their_rows():
    check = replace(a_check(target="at least 80%"), targets=(dated("at least 80%"), dated("at least 90%")))
    spec = a_spec(
        a_requirement(check), a_requirement(id="H-1", owed_by=("riverbank", "trust"), hand_off=a_hand_off())
    )
    said = as_markdown(made(spec))
    assert "At least 95% answered within 5 working days" in said
    assert "### Thresholds that change" in said
