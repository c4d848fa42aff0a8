"""Photos that come after words about one's own data: none stays in the chat, none is filed."""

from sqlalchemy import func, select

from knowledge.escalation.tables import EscalationLine
from office.data_requests import About
from tests.bot.conftest import Hall
from tests.bot.forgery import forge
from tests.bot.officer import hire
from tests.bot.test_rights_in_chat import (
    PHOTO,
    WORDS,
    at_telling,
    photos_left,
    place,
    requested,
)
from tests.people import CLOCKWORK


def to_staff(hall: Hall) -> int:
    """Return how many lines of conversations staff have."""
    with hall.office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count()).select_from(EscalationLine)) or 0


async def test_of_an_album_no_photo_stays_and_none_comes_to_staff(hall: Hall) -> None:
    sari = await at_telling(hall)
    album = {"as": "photo", "media_group_id": "13579"}
    (taken,) = await sari.sends(PHOTO, **album, caption=WORDS)
    assert "sudah kami terima dengan nomor" in taken
    (told,) = await sari.sends(PHOTO, **album)
    assert "kami hapus dan tidak disimpan" in told
    assert await sari.sends(PHOTO, **album) == []
    assert await sari.sends(PHOTO, **album, caption="tampak belakang") == []
    assert await photos_left(sari) == [False] * 4
    assert requested(hall, sari) == [(About.CORRECTION, WORDS)]
    assert to_staff(hall) == 0
    assert place(hall, sari).step is None


async def test_a_photo_without_words_soon_after_goes_too_and_one_with_words_to_staff(
    hall: Hall,
) -> None:
    sari = await at_telling(hall)
    await sari.says(WORDS)
    (told,) = await sari.sends(PHOTO, **{"as": "photo"})
    assert "kami hapus dan tidak disimpan" in told
    (told,) = await sari.sends(PHOTO, **{"as": "document"})
    assert "kirim lagi dengan keterangan" in told
    assert await photos_left(sari) == [False, False]
    assert to_staff(hall) == 0
    await sari.sends(PHOTO, **{"as": "photo", "caption": "jalan rusak di desa kami"})
    assert await photos_left(sari) == [False, False, True]
    assert to_staff(hall) == 1


async def test_a_photo_long_after_goes_to_staff_as_any_other(hall: Hall) -> None:
    sari = await at_telling(hall)
    await sari.says(WORDS)
    await hall.street.do("clock", advance=121)
    await sari.sends(PHOTO, **{"as": "photo"})
    assert await photos_left(sari) == [True]
    assert to_staff(hall) == 1


async def test_while_staff_have_the_conversation_no_photo_of_the_album_is_a_line_of_it(
    hall: Hall,
) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    forge(hall, sari, "d:correction")
    await sari.hears()
    album = {"as": "photo", "media_group_id": "13579"}
    await sari.sends(PHOTO, **album, caption=WORDS)
    await sari.sends(PHOTO, **album)
    assert await photos_left(sari) == [False, False]
    assert budi.lines() == ["kapan kantor buka?"]
