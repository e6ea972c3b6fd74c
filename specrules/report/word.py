"""Text, lists and tables become a Word document.

In: what to write, piece by piece.  Out: the bytes of a ``.docx`` file, the same on
every run.  The one home of python-docx.  Widths are set on columns as well as on
cells, because LibreOffice looks at the one and Word at the other, and the fonts
of the theme are taken out, because they go before any that is named.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from docx.document import Document
    from docx.text.paragraph import Paragraph

_DARK, _GREY, _TINT = "1F4557", "5A646D", "E3ECF2"
_PORTRAIT, _LANDSCAPE = 17.0, 25.7  # centimetres between the margins of A4
_TWIPS = 567  # to a centimetre
_BEFORE_ALL_CLOCKS = (1980, 1, 1, 0, 0, 0)  # the earliest day that a zip can say


class Paper:
    """A Word document on its way, on A4, with the number of each page at its foot."""

    def __init__(self, title: str, subject: str, made: date, foot: str) -> None:
        from docx import Document as new_document

        self._document: Document = new_document()
        self._is_wide = False
        self._properties(title, subject, made)
        self._styles()
        self._lay_out(foot)

    # -- what is written

    def title(self, text: str, below: str) -> None:
        """The title of the whole, and a line below it."""
        self._paragraph("Title", show(text))
        self._paragraph("Subtitle", show(below))

    def heading(self, text: str, level: int = 1, wide: bool = False) -> None:
        """A heading, on the long side of the paper where it stands over a wide table."""
        self._turn(wide)
        self._paragraph(f"Heading {level}", show(text))

    def clause(self, number: str, text: str, key: str) -> None:
        """The heading of a clause: its number, its title, and its key small and grey in square brackets."""
        self._turn(False)
        heading = self._paragraph("Heading 3", f"{show(number)}\t{show(text)} ")
        self._mark(heading, key)

    def line(self, text: str, deeper: bool = False) -> None:
        """One sentence. Words before a colon near its start are strong, since they say what it is about."""
        paragraph = self._paragraph("List Continue 2" if deeper else "List Continue")
        label, colon, rest = show(text).partition(": ")
        if colon and len(label) <= 40 and not deeper:
            paragraph.add_run(f"{label}:").bold = True
            paragraph.add_run(f" {rest}")
        else:
            paragraph.add_run(show(text))

    def text(self, text: str, faint: bool = False) -> None:
        """A paragraph on its own."""
        from docx.shared import RGBColor

        run = self._new_paragraph().add_run(show(text))
        if faint:
            run.font.color.rgb = RGBColor.from_string(_GREY)

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        about: str,
        keys: Sequence[str] = (),
        wide: bool = False,
    ) -> None:
        """A table whose head is repeated on each page. *widths* are shares of the line, *keys* mark rows."""
        self._turn(wide)
        made = _table(columns, rows, _widths(widths, _LANDSCAPE if wide else _PORTRAIT), about, keys)
        self._put(made)
        self._new_paragraph().paragraph_format.space_after = 0

    def as_bytes(self) -> bytes:
        """The finished document."""
        packed = BytesIO()
        self._document.save(packed)
        return _without_clock(packed.getvalue())

    # -- how it looks

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        """A new paragraph. Its style is set by id: finding it by name takes longer than all else."""
        paragraph = self._new_paragraph()
        if text:
            paragraph.add_run(text)
        paragraph._p.style = style.replace(" ", "")
        return paragraph

    def _new_paragraph(self) -> Paragraph:
        from docx.oxml import OxmlElement
        from docx.text.paragraph import Paragraph

        made: Any = OxmlElement("w:p")
        self._put(made)
        return Paragraph(made, self._document._body)

    def _put(self, element: Any) -> None:
        """Put *element* at the end, where only the layout of the last section comes after it.

        The library would look for that end from the beginning each time.
        """
        self._document.element.body[-1].addprevious(element)

    def _properties(self, title: str, subject: str, made: date) -> None:
        from datetime import datetime, time

        about = self._document.core_properties
        about.title, about.subject = show(title)[:250], show(subject)[:250]
        about.author, about.last_modified_by, about.comments = "specrules", "specrules", ""
        about.language, about.revision = "en-GB", 1
        about.created = about.modified = datetime.combine(made, time())

    def _styles(self) -> None:
        sizes = {
            "Normal": 10.5,
            "Title": 22,
            "Subtitle": 12,
            "Heading 1": 15,
            "Heading 2": 12.5,
            "Heading 3": 11,
        }
        for name, size in sizes.items():
            self._style(name, size)
        for name, left in (("List Continue", 0.0), ("List Continue 2", 0.8)):
            self._list_style(name, left)

    def _list_style(self, name: str, left: float) -> None:
        """Set a list's sentences apart from one another, which the template does not."""
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        style: Any = self._document.styles[name]
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(left), Pt(3)
        for closer in list(style.element.iter(qn("w:contextualSpacing"))):
            closer.getparent().remove(closer)

    def _style(self, name: str, size: float) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style: Any = self._document.styles[name]
        style.font.name, style.font.size, style.font.italic = "Arial", Pt(size), False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_GREY if name == "Subtitle" else _DARK)
            style.font.bold = name != "Subtitle"
        for rule in style.element.iter(qn("w:pBdr")):
            rule.getparent().remove(rule)
        _set_language(style)

    def _lay_out(self, foot: str) -> None:
        section = self._document.sections[0]
        _paper(section, wide=False)
        paragraph = section.footer.paragraphs[0]
        paragraph.add_run(f"{show(foot)}    Page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")

    def _turn(self, wide: bool) -> None:
        """Turn the paper for a wide table, and back for what comes after it."""
        if wide != self._is_wide:
            from docx.enum.section import WD_SECTION

            _paper(self._document.add_section(WD_SECTION.NEW_PAGE), wide)
            self._is_wide = wide

    def _mark(self, paragraph: Paragraph, key: str) -> None:
        """Add the key by which a part of a signed document is found again."""
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(f"[{show(key)}]")
        run.font.size, run.bold = Pt(7.5), False
        run.font.color.rgb = RGBColor.from_string(_GREY)


def _widths(shares: Sequence[float], line: float) -> list[int]:
    """The widths of columns that share out a line of so many centimetres, in twentieths of a point."""
    return [round(line * _TWIPS * share / sum(shares)) for share in shares]


def _table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    about: str,
    keys: Sequence[str],
) -> Any:
    """A table, written as text and read once: cell by cell the library takes a hundred times as long."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    marks = [*keys, *[""] * (len(rows) - len(keys))]
    lines = [_row(cells, widths, key) for cells, key in zip(rows, marks, strict=True)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblDescription w:val={quoteattr(show(about))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{_row(columns, widths, is_head=True)}{''.join(lines)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], key: str = "", is_head: bool = False) -> str:
    """A row that no page divides; that of the head comes again on each page."""
    again = "<w:tblHeader/>" if is_head else ""
    marks = [key, *[""] * (len(cells) - 1)]
    made = [_cell(*each, is_head) for each in zip(cells, widths, marks, strict=True)]
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(made)}</w:tr>"


def _cell(text: str, width: int, key: str, is_head: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_TINT}"/>' if is_head else ""
    look = f'<w:rPr>{"<w:b/>" if is_head else ""}<w:sz w:val="18"/></w:rPr>'
    faint = f'<w:rPr><w:b w:val="0"/><w:color w:val="{_GREY}"/><w:sz w:val="15"/></w:rPr>'
    mark = f"<w:r><w:br/></w:r><w:r>{faint}{_text(f'[{key}]')}</w:r>" if key else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="40"/></w:pPr><w:r>{look}{_text(text)}</w:r>{mark}</w:p></w:tc>'
    )


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(show(text))}</w:t>'


def _paper(section: Any, wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    long, short = Cm(29.7), Cm(21.0)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)


def _field(paragraph: Paragraph, code: str) -> None:
    """Add a number that Word works out, such as that of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


def _set_language(style: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    about = style.element.get_or_add_rPr()
    for old in about.findall(qn("w:lang")):
        about.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    about.append(language)


def _without_clock(packed: bytes) -> bytes:
    """The same zip with every part stamped alike, since python-docx stamps them with the time of day."""
    again = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, _BEFORE_ALL_CLOCKS)
            part.compress_type, part.create_system = ZIP_DEFLATED, 0
            new.writestr(part, old.read(name))
    return again.getvalue()
