"""No bytes stop the gate: bombs, mutilated files, files of another kind, nonsense."""

import io
import random
import zipfile
import zlib
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import files
from office.inspection import pdf
from office.inspection.findings import Inspection
from office.inspection.gate import inspect
from office.inspection.search import MOST_BYTES, MOST_MARKS
from tests.office.inspection.making import (
    EXCEL,
    NIK,
    PDF,
    SLIDES,
    WORD,
    ZIP,
    exif,
    kinds,
    look,
    picture,
    slides,
    typeset,
    with_members,
    word,
    workbook,
    zipped,
)

MEDIA_TYPES = sorted([*files._TYPES, *files._PLAIN.values()])
patiently = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def real_files() -> dict[str, bytes]:
    return {
        PDF: typeset(f"Nama: Budi {NIK} #rect(fill: black)[a] #pagebreak() b"),
        WORD: word(lambda document: document.add_comment(document.paragraphs[0].runs, "cek")),
        EXCEL: workbook(),
        SLIDES: slides(),
        ZIP: zipped({"a.docx": word(), "b.csv": b"NIK\n1"}),
        "image/jpeg": picture(exif=exif(place=True, camera="Kamera")),
        "image/png": picture("PNG", exif=exif(place=True)),
        "image/webp": picture("WEBP", exif=exif(camera="Kamera")),
        "text/csv": b"NIK;HP\n3507152102900001;81234567890\n",
        "text/plain": b"halo",
    }


@patiently
@given(st.sampled_from(MEDIA_TYPES), st.text(max_size=40), st.binary(max_size=400))
def test_any_bytes_are_answered(media_type: str, name: str, content: bytes) -> None:
    assert isinstance(inspect(name, media_type, content), Inspection)


@patiently
@given(st.sampled_from(sorted(real_files())), st.sampled_from(MEDIA_TYPES), st.floats(0, 1))
def test_files_cut_short_are_answered(real: str, media_type: str, part: float) -> None:
    content = real_files()[real]
    assert isinstance(look(media_type, content[: int(len(content) * part)]), Inspection)


@patiently
@given(st.sampled_from(sorted(real_files())), st.integers(0, 2**32), st.integers(1, 40))
def test_mutilated_files_are_answered(real: str, seed: int, wounds: int) -> None:
    chance, content = random.Random(seed), bytearray(real_files()[real])
    for _ in range(wounds):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert isinstance(look(real, bytes(content)), Inspection)


@settings(patiently, max_examples=40)
@given(st.sampled_from([WORD, EXCEL, SLIDES]), st.integers(0, 2**32), st.integers(1, 20))
def test_mutilated_parts_of_a_package_are_answered(real: str, seed: int, wounds: int) -> None:
    chance = random.Random(seed)
    main = {
        WORD: "word/document.xml",
        EXCEL: "xl/worksheets/sheet1.xml",
        SLIDES: "ppt/slides/slide1.xml",
    }
    with zipfile.ZipFile(io.BytesIO(real_files()[real])) as package:
        part = bytearray(package.read(main[real]))
    for _ in range(wounds):
        part[chance.randrange(len(part))] = chance.choice(b'<>/"0 a\xff')
    content = with_members(real_files()[real], {main[real]: bytes(part)})
    assert isinstance(look(real, content), Inspection)


@pytest.mark.parametrize("media_type", [m for m in MEDIA_TYPES if not m.startswith("text/")])
def test_an_empty_file_does_not_pass(media_type: str) -> None:
    assert kinds(look(media_type, b"")) == ["not_inspectable"]


def test_a_zip_bomb_is_refused_by_its_declared_size() -> None:
    bomb = zipped({f"{number}.txt": b"0" * (MOST_BYTES // 4) for number in range(6)})
    assert len(bomb) < 1024 * 1024
    assert set(kinds(look(ZIP, bomb))) == {"too_large_to_inspect"}


def test_a_document_with_endless_parts_is_refused() -> None:
    parts = {f"word/part{number}.xml": b"<a/>" for number in range(2_100)}
    assert kinds(look(WORD, with_members(word(), parts))) == ["too_large_to_inspect"]


def test_an_archive_with_endless_members_is_refused() -> None:
    archive = zipped({f"{number}.txt": b"halo" for number in range(300)})
    assert kinds(look(ZIP, archive)) == ["too_large_to_inspect"]


def test_a_document_of_endless_text_is_refused() -> None:
    text = b"<w:t>" + b"a " * (MOST_MARKS // 2 + 1) + b"</w:t>"
    part = b'<w:document xmlns:w="w"><w:p><w:r>' + text + b"</w:r></w:p></w:document>"
    assert kinds(look(WORD, with_members(word(), {"word/document.xml": part}))) == [
        "too_large_to_inspect"
    ]


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
        b"<a>" * 200_000,
        b"<a>" * 600 + b"</a>" * 600,
        b"<a",
        b"",
    ],
)
@pytest.mark.parametrize(
    ("media_type", "name"), [(WORD, "word/document.xml"), (EXCEL, "xl/workbook.xml")]
)
def test_hostile_markup_is_not_inspectable(media_type: str, name: str, part: bytes) -> None:
    inspection = look(media_type, with_members(real_files()[media_type], {name: part}))
    assert kinds(inspection)[0] == "not_inspectable"
    assert not inspection.passes


def test_two_members_of_one_name_are_not_inspectable() -> None:
    twice = zipped({"a.txt": b"halo", "A.txt": NIK.encode()})
    assert kinds(look(ZIP, twice)) == ["not_inspectable"]


def _pdf_of(*objects: bytes) -> bytes:
    content, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    ending = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + ending


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    pages = b"3 0 R " * (pdf.MOST_PAGES + 1)
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pdf.MOST_PAGES + 1, pages)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    assert kinds(look(PDF, _pdf_of(CATALOG, tree, page))) == ["too_large_to_inspect"]


def test_a_pdf_whose_pages_hold_one_another_is_answered() -> None:
    tree = b"<</Type/Pages/Count 1/Kids[2 0 R]>>"
    assert isinstance(look(PDF, _pdf_of(CATALOG, tree)), Inspection)


def test_a_deeply_nested_pdf_does_not_pass() -> None:
    tree = b"<</Type/Pages/Count 0/Kids[]>>"
    assert not look(PDF, _pdf_of(CATALOG, tree, b"[" * 100_000 + b"]" * 100_000)).passes


def test_a_pdf_page_of_endless_drawing_is_refused() -> None:
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<<>>>>>>"
    packed = zlib.compress(b"BT (a) Tj ET\n" * 1_000_000)
    drawing = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    assert kinds(look(PDF, _pdf_of(CATALOG, tree, page, drawing))) == ["too_large_to_inspect"]
