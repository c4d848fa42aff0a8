"""Attachments: what is taken in, that it lies sealed, and that no name can do harm."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import files
from office.files import LARGEST, Cabinet
from office.refusals import NotFound, NotValid
from office.unit import Office
from office.vault import Vault
from tests.people import BU_SARI, CLOCKWORK

PDF = b"%PDF-1.7\nsurat kuasa"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40


def archive(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as folder:
        for name in names:
            folder.writestr(name, "isi")
    return held.getvalue()


def refused(cabinet: Cabinet, name: str, content: bytes) -> str:
    with pytest.raises(NotValid) as found:
        cabinet.keep(name, content)
    assert found.value.field == "file"
    return found.value.code


@pytest.fixture
def cabinet(tmp_path: Path, vault: Vault) -> Cabinet:
    return Cabinet(tmp_path / "files", vault)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("kuasa.pdf", PDF, "application/pdf"),
        ("foto.jpg", JPEG, "image/jpeg"),
        ("foto.png", PNG, "image/png"),
        ("suara.ogg", b"OggS" + b"\x00" * 60, "audio/ogg"),
        ("arsip.zip", archive("a.txt"), "application/zip"),
        ("catatan.TXT", "Permohonan – é".encode(), "text/plain"),
        ("data.csv", b"a,b\n1,2\n", "text/csv"),
        # The content decides, not the name.
        ("virus.exe", PDF, "application/pdf"),
        ("", PDF, "application/pdf"),
    ],
)
def test_a_usual_document_is_taken_in(
    cabinet: Cabinet, name: str, content: bytes, media_type: str
) -> None:
    kept = cabinet.keep(name, content)
    assert (kept.media_type, kept.size) == (media_type, len(content))
    assert cabinet.content(kept.sha256) == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.pdf", b"", "file_empty"),
        ("besar.pdf", PDF + b"x" * LARGEST, "file_too_large"),
        ("program.pdf", b"MZ\x90\x00" + b"\x00" * 60, "file_kind_not_accepted"),
        ("program.txt", b"\x7fELF" + b"\x00" * 60, "file_kind_not_accepted"),
        ("biner.txt", b"a\x00b", "file_kind_not_accepted"),
        ("biner.csv", b"\xff\xfe\xfa", "file_kind_not_accepted"),
        ("halaman.html", b"<html><script>1</script></html>", "file_kind_not_accepted"),
        ("gambar.svg", b"<svg onload='x'/>", "file_kind_not_accepted"),
        ("tanpa-akhiran", b"halo", "file_kind_not_accepted"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_leaves_nothing(
    cabinet: Cabinet, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    assert refused(cabinet, name, content) == code
    assert not (tmp_path / "files").exists()


def test_the_largest_file_is_still_taken_in(cabinet: Cabinet) -> None:
    assert cabinet.keep("besar.pdf", PDF.ljust(LARGEST, b"x")).size == LARGEST


def test_contents_lie_sealed_on_the_disk_and_once(
    cabinet: Cabinet, tmp_path: Path, vault: Vault
) -> None:
    first = cabinet.keep("kuasa.pdf", PDF)
    second = cabinet.keep("salinan.pdf", PDF)
    (path,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert first.sha256 == second.sha256 == path.name
    assert b"surat kuasa" not in path.read_bytes()
    assert vault.open_bytes(path.read_bytes(), first.sha256) == PDF


def test_a_file_the_folder_lost_is_missed(cabinet: Cabinet) -> None:
    with pytest.raises(NotFound, match="file_missing"):
        cabinet.content("0" * 64)


def test_files_kept_at_the_same_moment_do_not_spoil_each_other(cabinet: Cabinet) -> None:
    contents = [PDF + str(number).encode() for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda content: cabinet.keep("a.pdf", content), contents))
    assert [cabinet.content(row.sha256) for row in kept] == contents


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\sari\kuasa.pdf", "kuasa.pdf"),
        ('a"b<c>d|e?f*g:h.pdf', "abcdefgh.pdf"),
        ("kuasa\r\nX-Evil: 1.pdf", "kuasaX-Evil 1.pdf"),
        ("kuasa\u202efdp.exe", "kuasafdp.exe"),
        ("..", "berkas"),
        (" . ", "berkas"),
        ("", "berkas"),
        ("/", "berkas"),
        ("\x00\x01", "berkas"),
        (".bashrc", "bashrc"),
        ("Surat Kuasa – Bu Sari.pdf", "Surat Kuasa – Bu Sari.pdf"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(cabinet: Cabinet, name: str, plain: str) -> None:
    assert cabinet.keep(name, PDF).name == plain


@settings(deadline=None)
@given(name=st.text(max_size=300))
def test_no_name_whatever_breaks_a_header_or_leaves_its_folder(name: str) -> None:
    plain = files._plain_name(name)
    assert 0 < len(plain) <= 150
    assert plain.isprintable()
    assert not set(plain) & set('<>:"/\\|?*')
    assert plain not in {".", ".."}


def test_a_kept_file_is_entered_in_the_book_and_found(office: Office, cabinet: Cabinet) -> None:
    kept = cabinet.keep("kuasa.pdf", PDF)
    with office.unit(BU_SARI) as unit:
        number = files.file(unit, kept)
        other = files.file(unit, kept)
    with office.unit(CLOCKWORK) as unit:
        assert files.find(unit, number).telegram_file_id is None
        files.remember_upload(unit, number, "BQAC-1")
    with office.reading(CLOCKWORK) as unit:
        found = files.find(unit, number)
        assert files.find(unit, other).telegram_file_id is None
        with pytest.raises(NotFound, match="file_unknown"):
            files.find(unit, other + 1)
    assert (found.sha256, found.name, found.media_type) == (
        kept.sha256,
        "kuasa.pdf",
        "application/pdf",
    )
    assert (found.size, found.telegram_file_id) == (len(PDF), "BQAC-1")
