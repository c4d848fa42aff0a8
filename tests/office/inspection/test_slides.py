"""Presentations: hidden slides and shapes, speaker notes, comments, text."""

import pytest

from office.inspection.findings import FindingKind
from tests.office.inspection.making import NIK, SLIDES, kinds, look, slide, slides, where


def test_a_clean_presentation_has_no_findings() -> None:
    assert look(SLIDES, slides()).findings == ()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("ppt/slides/slide2.xml", slide("Lama", attributes='show="0"'), "hidden_sheet"),
        ("ppt/slides/slide2.xml", slide("Lama", shape='hidden="1"'), "hidden_text"),
        ("ppt/slides/slide2.xml", slide(NIK), "nik"),
        ("ppt/slides/slide2.xml", slide("Grafik", shape=f'descr="{NIK}"'), "nik"),
        ("ppt/notesSlides/notesSlide2.xml", slide("jangan dibaca", "notes"), "hidden_text"),
        ("ppt/comments/comment1.xml", b"<cmLst><cm><text>cek</text></cm></cmLst>", "comments"),
        ("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", b"x", "embedded_file"),
    ],
)
def test_what_is_not_for_the_citizen_is_found(name: str, content: bytes, kind: str) -> None:
    inspection = look(SLIDES, slides({name: content}))
    assert kinds(inspection) == [kind]
    assert where(inspection, FindingKind(kind)) == [(name.lower(), 1)]


def test_empty_speaker_notes_are_nothing() -> None:
    empty = slide("", "notes")
    assert look(SLIDES, slides({"ppt/notesSlides/notesSlide1.xml": empty})).findings == ()
