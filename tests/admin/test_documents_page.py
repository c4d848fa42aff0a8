"""Files in the panel: photos open and voice notes play there, and nothing else ever does."""

import hashlib
import io

import pytest
from PIL import Image
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from knowledge.escalation import lines, opening
from office import files, journal
from office.files import Kept
from office.people import StaffMember
from office.refusals import NotValid
from office.unit import Office
from tests.admin.street import PDF, Street
from tests.people import BU_SARI, CLOCKWORK

SOUND = b"OggS" + bytes(range(256)) * 4
MP3 = b"ID3\x04" + b"\x00" * 60
M4A = b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 60
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def photo(kind: str = "JPEG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 90, 60)).save(content, kind)
    return content.getvalue()


def filed(office: Office, street: Street, name: str, content: bytes) -> int:
    """Return the number of a file that a citizen sent into a conversation with staff."""
    street.asks("Ini berkasnya.")
    kept = street.cabinet.keep(name, content)
    with office.unit(BU_SARI) as unit:
        opening.add_line(unit, "(berkas)", file=kept)
        newest = select(func.max(files.files.c.id))
        return unit.session.scalars(newest).one()


def opened(office: Office) -> list[tuple[str, str]]:
    with office.reading(CLOCKWORK) as unit:
        found = journal.page(unit.session, act="file.opened")
    return [(line.actor, line.subject) for line in found]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("foto.jpg", photo(), "image/jpeg"),
        ("foto.png", photo("PNG"), "image/png"),
        ("foto.webp", photo("WEBP"), "image/webp"),
        ("suara.ogg", SOUND, "audio/ogg"),
        ("rekaman.mp3", MP3, "audio/mpeg"),
        ("rekaman.m4a", M4A, "audio/mp4"),
    ],
)
def test_photos_and_sounds_are_shown_shut_in_and_journaled(
    budi: TestClient, street: Street, office: Office, pak_budi: StaffMember,
    name: str, content: bytes, kind: str,
) -> None:  # fmt: skip
    number = filed(office, street, name, content)
    answer = budi.get(f"/berkas/{number}/lihat")
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert opened(office) == [(pak_budi.label, f"file:{number}")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("surat.pdf", PDF), ("foto.heic", HEIC), ("halaman.html.txt", HTML), ("gambar.csv", SVG)],
)
def test_everything_else_is_a_download(
    budi: TestClient, street: Street, office: Office, name: str, content: bytes
) -> None:
    number = filed(office, street, name, content)
    answer = budi.get(f"/berkas/{number}/lihat")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.content == content


@pytest.mark.parametrize("content", [SVG, HTML, b"GIF89a<script>alert(1)</script>", PDF])
def test_a_file_that_is_not_what_the_book_calls_it_is_never_shown(
    budi: TestClient, street: Street, office: Office, content: bytes
) -> None:
    number = filed(office, street, "foto.jpg", photo())
    other = street.cabinet.keep("x.pdf", PDF) if content == PDF else _smuggled(street, content)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(
            update(files.files).where(files.files.c.id == number).values(sha256=other.sha256)
        )
    answer = budi.get(f"/berkas/{number}/lihat")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


def _smuggled(street: Street, content: bytes) -> Kept:
    """Put into the cabinet what its gate would not let in."""
    checksum = hashlib.sha256(content).hexdigest()
    street.cabinet._put(checksum, content)
    return Kept(checksum, "foto.jpg", "image/jpeg", len(content))


@pytest.mark.parametrize(("name", "content"), [("foto.jpg", HTML), ("foto.png", SVG)])
def test_a_hostile_photo_does_not_even_come_in(street: Street, name: str, content: bytes) -> None:
    with pytest.raises(NotValid):
        street.cabinet.keep(name, content)


def test_a_player_goes_on_in_the_middle_and_is_journaled_once(
    budi: TestClient, street: Street, office: Office
) -> None:
    number = filed(office, street, "suara.ogg", SOUND)
    address = f"/berkas/{number}/lihat"
    whole = budi.get(address, headers={"range": "bytes=0-"})
    assert (whole.status_code, whole.content) == (206, SOUND)
    part = budi.get(address, headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, SOUND[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(SOUND)}"
    beyond = budi.get(address, headers={"range": "bytes=5000-6000"})
    assert (beyond.status_code, beyond.content) == (416, b"")
    assert len(opened(office)) == 1


def test_nobody_reads_all_but_the_beginning_unseen(
    budi: TestClient, dewi: TestClient, street: Street, office: Office
) -> None:
    number = filed(office, street, "suara.ogg", SOUND)
    for client in (budi, dewi):
        client.get(f"/berkas/{number}/lihat", headers={"range": "bytes=1-"})
    assert len(opened(office)) == 2


def test_a_file_needs_a_permission(
    budi: TestClient, ratna: TestClient, agus: TestClient, street: Street, office: Office
) -> None:
    number = filed(office, street, "foto.jpg", photo())
    for other in (ratna, agus):
        for headers in ({}, {"range": "bytes=10-20"}):
            assert other.get(f"/berkas/{number}/lihat", headers=headers).status_code == 403
        assert other.get(f"/berkas/{number}").status_code == 403
    assert budi.get("/berkas/4711/lihat").status_code == 404
    assert opened(office) == []


def test_what_has_a_door_of_its_own_is_not_opened_by_its_number(
    budi: TestClient, street: Street, office: Office, pak_budi: StaffMember
) -> None:
    kept = street.cabinet.keep("register.csv", b"nomor,nama\n")
    with office.unit(CLOCKWORK) as unit:
        number = files.file(unit, kept)
    for way in ("", "/lihat"):
        assert budi.get(f"/berkas/{number}{way}").status_code == 404
    assert opened(office) == []


def test_a_download_keeps_its_name_and_is_journaled(
    budi: TestClient, pak_budi: StaffMember, street: Street, office: Office
) -> None:
    number = filed(office, street, '../surat "kuasa" é.pdf', PDF)
    answer = budi.get(f"/berkas/{number}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''surat%20kuasa%20%C3%A9.pdf"
    )
    assert answer.headers["cache-control"] == "no-store"
    assert opened(office) == [(pak_budi.label, f"file:{number}")]


def test_a_conversation_shows_its_photos_and_plays_its_voice_notes(
    budi: TestClient, street: Street
) -> None:
    shot = street.cabinet.keep("jalan.jpg", photo())
    number = street.asks("Ini fotonya.", file=shot)
    with street.office.unit(BU_SARI) as unit:
        opening.add_line(unit, "(berkas)", file=street.cabinet.keep("suara.ogg", SOUND))
        letter = street.cabinet.keep("surat.pdf", PDF)
        opening.add_line(unit, lines.of_file(letter), file=letter)
    page = budi.get(f"/percakapan/{number}").text
    assert page.count("<img ") == 1
    assert page.count("<audio controls") == 1
    assert "media-src 'self'" in budi.get("/antrean").headers["content-security-policy"]
    assert "surat.pdf</a>" in page
    # What the line says in the place of words is said by the file beside it.
    assert "(berkas" not in page
