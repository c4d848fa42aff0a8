"""Texts, tables, archives, names, and the words for what was found."""

import pytest

from office.inspection.findings import Finding, FindingKind, Inspection, Severity
from office.inspection.gate import inspect
from office.inspection.labels import advice, label, table
from tests.office.inspection.making import NIK, PDF, WORD, ZIP, kinds, look, word, workbook, zipped


def test_a_clean_text_and_table_have_no_findings() -> None:
    assert look("text/plain", b"Jawaban 0007/PPID/XI/2026, Rp 1.234.567.890.123.456").findings == ()
    assert look("text/csv", b"Kegiatan;Pagu\nJalan;6281234567890\n").findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert kinds(look("text/plain", f"café {NIK}".encode(encoding))) == ["nik"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_of_a_table_are_read_under_their_headings(separator: str) -> None:
    rows = [
        ["Nama", "No HP", "Rekening", "Pagu"],
        ["Budi", "81234567890", "0012345678", "9876543210"],
    ]
    content = "\n".join(separator.join(row) for row in rows).encode()
    assert kinds(look("text/csv", content)) == ["bank_account", "phone"]


def test_the_members_of_an_archive_are_looked_at() -> None:
    inspection = look(ZIP, zipped({"a/surat.docx": word(author="Siti"), "b.txt": NIK.encode()}))
    assert [(one.kind, one.where) for one in inspection.findings] == [
        ("nik", "b.txt › isi berkas"),
        ("author_metadata", "a/surat.docx › docprops/core.xml"),
    ]


def test_a_clean_archive_passes() -> None:
    assert look(ZIP, zipped({"surat.docx": word(), "data.xlsx": workbook()})).findings == ()


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inspection = look(ZIP, zipped({"dalam.zip": zipped({"a.txt": b"halo"})}))
    assert kinds(inspection) == ["not_inspectable"]
    assert inspection.findings[0].where == "dalam.zip › berkas"


def test_a_locked_archive_is_not_inspectable() -> None:
    content = bytearray(zipped({"a.txt": b"halo"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert kinds(look(ZIP, bytes(content))) == ["not_inspectable"]


def test_an_unknown_member_is_not_inspectable() -> None:
    assert kinds(look(ZIP, zipped({"a.exe": b"MZ"}))) == ["not_inspectable"]


def test_a_number_in_a_files_name_is_found_and_not_repeated() -> None:
    for inspection in (
        inspect(f"KTP {NIK}.txt", "text/plain", b"halo"),
        look(ZIP, zipped({f"{NIK}.txt": b"halo"})),
    ):
        assert kinds(inspection) == ["nik"]
        assert NIK not in repr(inspection)


def test_the_kind_of_file_must_be_what_it_says() -> None:
    assert kinds(look(PDF, word())) == ["not_inspectable"]
    assert kinds(look(WORD, workbook())) == ["not_inspectable"]
    assert kinds(look("application/x-unknown", b"halo")) == ["not_inspectable"]


def test_findings_come_in_the_same_order_every_time() -> None:
    content = zipped({f"{name}.txt": f"{NIK} budi@gmail.com".encode() for name in "cab"})
    found = look(ZIP, content)
    assert found == look(ZIP, content)
    assert [one.where[0] for one in found.findings] == list("abcabc")


def test_a_file_passes_with_notes_only() -> None:
    note = Finding(FindingKind.AUTHOR_METADATA, "informasi dokumen", 1, Severity.NOTES)
    block = Finding(FindingKind.NIK, "halaman 1", 1, Severity.BLOCKS)
    assert Inspection((note,)).passes
    assert not Inspection((note, block)).passes


def test_every_kind_of_finding_has_its_words() -> None:
    assert list(table()) == list(FindingKind)
    for kind in FindingKind:
        assert 3 < len(label(kind)) <= 40
        assert advice(kind).endswith(".")
        assert advice(kind).count(".") == 1, "one sentence"
