"""Writes a report as a Word document with real headings and tables, so that it can be edited."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from register.reports.document import Document, Row, Table, Words, written
from register.reports.terms import term
from register.sheets.wording import readable

_INK = RGBColor(0x14, 0x21, 0x3D)
_FONT = "Times New Roman"
# The beginning of the calendar of zip files.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx_file(document: Document, *, issued: datetime) -> bytes:
    """Return a report as a document; the same report on the same day is the same bytes."""
    paper = docx.Document()
    _prepare(paper, document, issued)
    _cover(paper, document)
    if document.foreword:
        paper.add_heading(term("report", "foreword"), level=1)
        _words(paper, document.foreword)
        _signature(paper, document)
        _new_page(paper)
    _contents(paper, document)
    _body(paper, document)
    _definitions(paper, document)
    whole = io.BytesIO()
    paper.save(whole)
    return _timeless(whole.getvalue())


def _prepare(paper: Any, document: Document, issued: datetime) -> None:
    """Set language, fonts, margins, footer and properties."""
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.paragraph_format.space_after = Pt(6)
    _speak_indonesian(paper)
    for name, size in (("Heading 1", 14), ("Heading 2", 12), ("Title", 26), ("Caption", 10)):
        found = paper.styles[name]
        found.font.size, found.font.bold, found.font.color.rgb = Pt(size), True, _INK
        found.font.name = _FONT
        _plain_fonts(found)
    paper.styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(22)
    section.top_margin = section.bottom_margin = Mm(24)
    section.different_first_page_header_footer = True
    foot = section.footer.paragraphs[0]
    foot.add_run(readable(f"{document.title} · {document.office} · {document.period} · "))
    _field(foot, "PAGE", "1")
    kept = paper.core_properties
    kept.title = readable(f"{document.title} {document.period}")
    kept.author = kept.last_modified_by = readable(document.office)
    kept.subject, kept.language, kept.comments = document.size, "id-ID", ""
    kept.created = kept.modified = issued.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    kept.revision = 1


def _speak_indonesian(paper: Any) -> None:
    """Set the language of everything, so that it is spelled and read aloud as Indonesian."""
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    if properties.find(qn("w:lang")) is None:
        properties.append(OxmlElement("w:lang"))
    for language in paper.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{name}"), "id-ID")


def _plain_fonts(style: Any) -> None:
    """Let a heading use the font of the text instead of the theme's."""
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _cover(paper: Any, document: Document) -> None:
    def line(words: str, size: int, *, bold: bool = False, above: int = 0) -> None:
        if not words:
            return
        found = paper.add_paragraph()
        found.alignment = WD_ALIGN_PARAGRAPH.CENTER
        found.paragraph_format.space_before = Pt(above)
        run = found.add_run(readable(words))
        run.font.size, run.bold = Pt(size), bold

    line(document.parent.upper(), 14, above=60)
    line(document.office.upper(), 16, bold=True)
    title = paper.add_paragraph(readable(document.title), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(120)
    line(document.period, 18)
    line(document.size, 12, above=18)
    line(document.edition, 11)
    line(document.draft, 13, bold=True, above=18)
    line(document.as_of, 10, above=160)
    line(document.address, 10)
    _new_page(paper)


def _new_page(paper: Any) -> None:
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that the word processor keeps up to date, with what it shows until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library has no name for fields


def _contents(paper: Any, document: Document) -> None:
    """Write the table of contents as a field, already filled in."""
    found = paper.add_paragraph()
    found.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = found.add_run(term("report", "contents").upper())
    run.bold, run.font.size = True, Pt(14)
    entries = list(_entries(document))
    for place, entry in enumerate(entries):
        line = paper.add_paragraph()
        line.paragraph_format.left_indent = Mm(0 if entry.startswith("Bab ") else 8)
        if place == 0:
            _mark(line, "begin")
            _instruct(line, r'TOC \o "1-2" \h \z \u')
            _mark(line, "separate")
        line.add_run(readable(entry))
        if place == len(entries) - 1:
            _mark(line, "end")
    _new_page(paper)


def _entries(document: Document) -> Iterator[str]:
    for chapter in document.chapters:
        yield f"Bab {chapter.number} {chapter.title}"
        yield from (block.heading for block in chapter.blocks if isinstance(block, Words))


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)  # noqa: SLF001


def _instruct(paragraph: Any, words: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = words
    paragraph.add_run()._r.append(instruction)  # noqa: SLF001


def _body(paper: Any, document: Document) -> None:
    numbers = {table.name: place for place, table in document.tables()}
    for place, chapter in enumerate(document.chapters):
        heading = paper.add_heading(readable(f"Bab {chapter.number} {chapter.title}"), level=1)
        heading.paragraph_format.page_break_before = place > 0
        paper.add_paragraph(readable(chapter.lead))
        for block in chapter.blocks:
            if isinstance(block, Words):
                paper.add_heading(readable(block.heading), level=2)
                _words(paper, block)
            else:
                _table(paper, numbers[block.name], block)
    _signatures(paper, document)


def _words(paper: Any, words: Words) -> None:
    for paragraph in words.paragraphs:
        found = paper.add_paragraph(readable(paragraph))
        found.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if not words.paragraphs:
        paper.add_paragraph().add_run(term("report", "missing")).italic = True


def _table(paper: Any, number: int, table: Table) -> None:
    caption = paper.add_paragraph(f"{term('report', 'table')} ", style="Caption")
    caption.paragraph_format.keep_with_next = True
    _field(caption, r"SEQ Tabel \* ARABIC", str(number))
    caption.add_run(f". {readable(table.caption)}")
    grid = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _head(grid, table.columns)
    for line in table.rows:
        _line(grid, line)
    below = paper.add_paragraph()
    below.paragraph_format.space_after = Pt(12)
    run = below.add_run(readable(" ".join(filter(None, (table.source, table.note)))))
    run.font.size = Pt(8.5)


def _head(grid: Any, columns: tuple[str, ...]) -> None:
    """Write the header row, which is repeated on every page and known as one."""
    for cell, heading in zip(grid.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(readable(heading)).bold = True
    properties = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:tblHeader"))
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _line(grid: Any, line: Row) -> None:
    cells = grid.add_row().cells
    for place, words in enumerate((line.label, *map(written, line.values))):
        paragraph = cells[place].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        if place:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(readable(words)).bold = line.is_total


def _signature(paper: Any, document: Document) -> None:
    signing = document.signing[-1]
    found = paper.add_paragraph()
    found.paragraph_format.left_indent = Mm(80)
    lines = (signing.above, f"{signing.position},", "", "", "", signing.name or "." * 40)
    found.add_run(readable("\n".join((*lines, f"NIP {signing.number}" if signing.number else ""))))


def _signatures(paper: Any, document: Document) -> None:
    grid = paper.add_table(rows=1, cols=len(document.signing))
    for cell, one in zip(grid.rows[0].cells, document.signing, strict=True):
        position = f"{one.position}," if one.position else ""
        number = f"NIP {one.number}" if one.number else ""
        lines = ("", one.above, position, "", "", "", one.name or "." * 40, number)
        cell.paragraphs[0].add_run(readable("\n".join(lines)))


def _definitions(paper: Any, document: Document) -> None:
    heading = paper.add_heading(f"Lampiran {term('report', 'definitions')}", level=1)
    heading.paragraph_format.page_break_before = True
    grid = paper.add_table(rows=1, cols=2, style="Table Grid")
    _head(grid, ("Istilah", "Arti dan cara hitung"))
    for name, meaning in document.definitions:
        cells = grid.add_row().cells
        cells[0].paragraphs[0].add_run(name).bold = True
        cells[1].paragraphs[0].add_run(meaning)


def _timeless(made: bytes) -> bytes:
    """Return an archive whose entries bear no time of their making."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            kept = ZipInfo(entry.filename, _ZIP_EPOCH)
            kept.compress_type, kept.external_attr = ZIP_DEFLATED, 0o600 << 16
            after.writestr(kept, before.read(entry))
    return out.getvalue()
