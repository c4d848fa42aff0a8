"""An album in place of one file: what is more than was asked for does not stay in the chat."""

from pathlib import Path

from tests.bot.conftest import Guest, Hall
from tests.bot.test_filing import AFTER_NIK, UP_TO_NIK, fill
from tests.bot.test_rights_in_chat import PHOTO, photos_left
from tests.people import NIK

ALBUM = {"as": "photo", "media_group_id": "24680"}
PDF = b"%PDF-1.4\n% bukti\n"


async def at_identity(hall: Hall) -> Guest:
    """Return a citizen who is asked for a copy of the identity card."""
    sari = await hall.newcomer()
    (question,) = await sari.answers(*UP_TO_NIK, NIK)
    assert "Salinan identitas" in question
    return sari


def kept(hall: Hall) -> list[Path]:
    """Return every file that the office keeps."""
    return [path for path in (hall.folder / "files").rglob("*") if path.is_file()]


async def test_of_two_photos_of_the_card_the_first_is_kept_and_no_photo_stays(hall: Hall) -> None:
    sari = await at_identity(hall)
    (question,) = await sari.sends(PHOTO, **ALBUM)
    assert "Alamat" in question
    (told,) = await sari.sends(PHOTO + b"belakang", **ALBUM, caption="tampak belakang")
    assert "yang lain kami hapus" in told
    assert await sari.sends(PHOTO + b"lagi", **ALBUM) == []
    assert await photos_left(sari) == [False] * 3
    assert len(kept(hall)) == 1
    (review,) = await sari.answers(*AFTER_NIK[1:])
    assert "Salinan identitas: berkas diterima" in review
    assert "Alamat: Jalan Melati 5, Desa Sukamaju" in review


async def test_so_it_is_where_the_card_is_changed_at_the_review(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await sari.says("4")
    (review,) = await sari.sends(PHOTO, **ALBUM)
    assert "Salinan identitas: berkas diterima" in review
    (told,) = await sari.sends(PHOTO, **ALBUM)
    assert "yang lain kami hapus" in told
    assert await photos_left(sari) == [False, False]
    receipt, *_ = await sari.says("Kirim permohonan")
    assert "0001/PPID/XI/2026" in receipt


async def test_a_photo_that_could_not_be_taken_leaves_room_for_the_next(hall: Hall) -> None:
    sari = await at_identity(hall)
    (refused,) = await sari.sends(b"OggS" + bytes(64), **{"as": "voice"})
    assert "foto" in refused
    (question,) = await sari.sends(PHOTO, **ALBUM)
    assert "Alamat" in question


async def test_the_sixth_file_of_an_album_is_told_to_be_too_many(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:-1])
    album = {"as": "document", "media_group_id": "24680"}
    said = [await sari.sends(PDF + bytes([number]), **album) for number in range(6)]
    assert "Periksa permohonan Anda" in said[4][0]
    assert "paling banyak 5 berkas" in said[5][0]
