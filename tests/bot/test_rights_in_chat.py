"""Rights over one's own data as they are really claimed: broken off, twice, late, all at once."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import standing
from bot.states import Filing, Handed, Rights
from knowledge.broadcasts.declining import has_declined
from knowledge.tables import questions as asked
from office import data_requests, inbox, outbox
from office.data_requests import About
from office.journal import journal
from office.people import Citizen
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import tap, tap_and_see
from tests.bot.forgery import forge
from tests.bot.officer import hire
from tests.bot.test_anything import doubled, unwell
from tests.bot.test_filing import fill
from tests.people import CLOCKWORK, NIK

WORDS = "Nama saya pada permohonan keliru satu huruf."
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 200
QUESTION = "berapa lama permohonan informasi dijawab"


def place(hall: Hall, guest: Guest) -> standing.Standing:
    with hall.office.reading(CLOCKWORK) as unit:
        return standing.load(unit, {guest.number})[guest.number]


def requested(hall: Hall, guest: Guest) -> list[tuple[About, str]]:
    """Return what somebody asked an officer to do about their data."""
    with hall.office.reading(Citizen(guest.number)) as unit:
        return [(one.about, one.words) for one in data_requests.own(unit)]


def declined(hall: Hall, guest: Guest) -> bool:
    with hall.office.reading(Citizen(guest.number)) as unit:
        return has_declined(unit)


def journaled(hall: Hall, act: str) -> int:
    with hall.office.reading(CLOCKWORK) as unit:
        query = select(func.count()).select_from(journal).where(journal.c.act == act)
        return unit.session.scalar(query) or 0


async def photos_left(guest: Guest) -> list[bool]:
    """Tell of every photo and file somebody sent whether it is still in the chat."""
    sent = [row for row in await guest.everything() if row["from"] != "bot"]
    return [not row["deleted"] for row in sent if row["document"] is not None]


async def bot_said(guest: Guest) -> list[dict[str, Any]]:
    return [row for row in await guest.everything() if row["from"] == "bot"]


async def pressed_twice_at_once(guest: Guest, label: str) -> list[str]:
    """Press a button of the newest message that has any twice; return what the bot answered."""
    newest = [row for row in await bot_said(guest) if row["inline"]][-1]["message_id"]
    press = guest.hall.street.press
    await asyncio.gather(*(press(guest.number, label=label, message_id=newest) for _ in range(2)))
    return await guest.hears()


async def at_telling(hall: Hall) -> Guest:
    """Return a citizen who is asked what of their identity is wrong."""
    sari = await hall.newcomer()
    await sari.says("privasi")
    await tap(sari, "Perbaiki")
    (ask,) = await tap(sari, "Identitas pada permohonan")
    assert ask.startswith("Memperbaiki identitas")
    return sari


@pytest.mark.parametrize("word", ["batal", "kembali"])
async def test_broken_off_nothing_is_asked_and_a_question_is_a_question_again(
    hall: Hall, word: str
) -> None:
    sari = await at_telling(hall)
    assert await sari.says(word) == ["Baik, tidak ada yang diubah."]
    assert requested(hall, sari) == []
    (answer,) = await sari.says(QUESTION)
    assert "10 hari kerja" in answer


async def test_an_old_button_of_another_right_leads_there_and_the_words_are_taken_once(
    hall: Hall,
) -> None:
    sari = await at_telling(hall)
    await sari.says("privasi")
    await tap(sari, "Tarik persetujuan")
    (ask,) = await tap(sari, "Minta pembatasan")
    assert ask.startswith("Membatasi pemakaian data")
    await sari.says("Jangan pakai nomor telepon saya.")
    assert requested(hall, sari) == [(About.RESTRICTION, "Jangan pakai nomor telepon saya.")]
    # The button that was used says what waits; the one from before still does what it says.
    (waits,) = await tap(sari, "Minta pembatasan")
    assert "masih dikerjakan petugas" in waits
    await tap(sari, "Identitas pada permohonan")
    await sari.says(WORDS)
    assert {about for about, _ in requested(hall, sari)} == {About.RESTRICTION, About.CORRECTION}


async def test_words_that_come_twice_at_once_are_one_request(hall: Hall) -> None:
    sari = await at_telling(hall)
    await asyncio.gather(*(hall.street.say(sari.number, WORDS) for _ in range(2)))
    taken, other = await sari.hears()
    assert "sudah kami terima dengan nomor" in taken
    assert other
    assert requested(hall, sari) == [(About.CORRECTION, WORDS)]


async def test_a_press_and_words_at_once_lose_neither(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("koreksi")
    newest = [row for row in await bot_said(sari) if row["inline"]][-1]["message_id"]
    label = "Identitas pada permohonan"
    await hall.street.press(sari.number, label=label, message_id=newest)
    await hall.street.say(sari.number, WORDS)
    heard = await sari.hears()
    assert ["sudah kami terima dengan nomor" in one for one in heard] == [False, True], heard
    assert requested(hall, sari) == [(About.CORRECTION, WORDS)]


async def test_a_photo_is_not_taken_for_words_and_does_not_stay_in_the_chat(hall: Hall) -> None:
    sari = await at_telling(hall)
    (said,) = await sari.sends(PHOTO, **{"as": "photo"})
    assert "Foto, berkas, dan pesan suara tidak kami terima di sini" in said
    assert place(hall, sari).step == Rights.telling.state
    (taken,) = await sari.sends(PHOTO, **{"as": "photo", "caption": WORDS})
    assert "Foto atau berkas tidak kami terima di sini" in taken
    assert requested(hall, sari) == [(About.CORRECTION, WORDS)]
    assert await photos_left(sari) == [False, False]


@pytest.mark.parametrize(
    "number", [NIK, "3507,1521,0290,0001", "3507\u200b1521\u200b0290\u200b0001"]
)
async def test_a_number_that_was_not_to_be_written_is_erased_from_the_chat(
    hall: Hall, number: str
) -> None:
    sari = await at_telling(hall)
    await sari.says(f"NIK saya yang benar {number}")
    (own,) = [row for row in await sari.everything() if "NIK saya" in row["text"]]
    assert own["deleted"]
    assert len(requested(hall, sari)) == 1


async def test_a_cry_for_help_is_no_answer(hall: Hall) -> None:
    sari = await at_telling(hall)
    (alarm, *_) = await sari.says("tolong ada kebakaran di rumah tetangga")
    assert alarm.startswith("112")
    assert requested(hall, sari) == []


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(hall: Hall) -> None:
    sari = await at_telling(hall)
    await hall.restart()
    (taken,) = await sari.says(WORDS)
    assert "sudah kami terima dengan nomor" in taken
    await sari.says("hapus data")
    await hall.restart()
    (done,) = await tap(sari, "Ya, hapus data saya")
    assert done.startswith("Data yang dapat dihapus")
    assert len(requested(hall, sari)) == 1
    assert doubled(hall) == 0


async def test_whoever_talks_with_staff_has_these_rights_too(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    forge(hall, sari, "d:correction")
    (ask,) = await sari.hears()
    assert ask.startswith("Memperbaiki identitas")
    (taken,) = await sari.says(WORDS)
    assert "sudah kami terima dengan nomor" in taken
    # What was told of the data is no line of the conversation, which goes on.
    assert budi.lines() == ["kapan kantor buka?"]
    await sari.says("terima kasih, saya tunggu")
    assert budi.lines()[-1] == "terima kasih, saya tunggu"


async def test_in_a_form_nobody_is_led_out_of_it(hall: Hall) -> None:
    sari = await hall.newcomer()
    (*_, question) = await sari.says("permohonan")
    forge(hall, sari, "d:correction")
    (first,) = await sari.hears()
    assert "Selesaikan atau batalkan dahulu" in first
    assert place(hall, sari).step == Filing.answering.state
    assert question in await sari.answers("batal", "permohonan")


async def test_the_copy_pressed_twice_comes_once(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("privasi")
    assert len(await tap_and_see(sari, "Unduh")) == 2
    (again,) = await tap(sari, "Unduh")
    assert "baru saja kami kirim" in again
    hall.clock.instant += data_requests.TERM
    assert len(await tap_and_see(sari, "Unduh")) == 2
    names = [(row.get("document") or {}).get("file_name") for row in await bot_said(sari)]
    assert [name for name in names if name] == ["data-saya.pdf", "data-saya.json"] * 2


async def test_erased_twice_at_once_is_erased_once_and_leaves_nothing_behind(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await sari.says("kirim permohonan")
    await sari.says(QUESTION)
    await sari.says("hapus data")
    first, second = await pressed_twice_at_once(sari, "Ya, hapus data saya")
    assert first == second
    assert [about for about, _ in requested(hall, sari)] == [About.ERASURE]
    # How fast somebody writes is no favour of theirs.
    assert place(hall, sari).memory.keys() <= {"limits"}
    with hall.office.reading(CLOCKWORK) as unit:
        assert set(unit.session.scalars(select(asked.c.text))) == {""}
    # The button that cannot be undone is gone.
    rows = [row for row in await bot_said(sari) if row["text"].startswith("Menghapus data Anda")]
    assert not any(row["inline"] for row in rows)


async def test_erasing_leaves_an_open_conversation_with_staff_as_it_is(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    forge(hall, sari, "d:erase_yes")
    await sari.hears()
    assert budi.lines() == ["kapan kantor buka?"]
    await sari.says("masih di sana?")
    assert budi.lines()[-1] == "masih di sana?"
    assert place(hall, sari).step == Handed.talking.state


async def test_a_consent_taken_back_twice_is_taken_back_once(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(QUESTION, "privasi")
    await tap(sari, "Tarik persetujuan")
    (first,) = await tap(sari, "Hapus riwayat pertanyaan")
    (second,) = await tap(sari, "Hapus riwayat pertanyaan")
    assert first == second
    assert journaled(hall, "consent.withdrawn") == 1


async def test_notices_are_declined_and_taken_again_however_it_is_pressed(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("siaran")
    first, second = await pressed_twice_at_once(sari, "Jangan kirim lagi")
    assert first == second
    assert declined(hall, sari)
    assert journaled(hall, "broadcast.declined") == 1
    assert await sari.says("batal")
    assert await sari.sends(PHOTO, **{"as": "photo"})
    await sari.says("selesai")
    await hall.restart()
    await tap(sari, "Kirimi saya lagi")
    assert not declined(hall, sari)
    # The oldest button still does what it says.
    rows = [row for row in await bot_said(sari) if row["inline"]]
    await sari.taps("Jangan kirim lagi", rows[0]["message_id"])
    assert declined(hall, sari)


async def test_a_button_under_news_nobody_knows_any_more_declines_no_warnings(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("menu")
    forge(hall, sari, "i:off:4711")
    (old,) = await sari.hears()
    assert "tombol" in old.casefold()
    assert not declined(hall, sari)


async def test_everything_at_once_has_an_outcome_each(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("privasi")
    presses = ["see", "copy", "correct", "consents", "erase", "correction", "stop_history", "x"]
    for what in presses:
        forge(hall, sari, f"d:{what}")
    await asyncio.gather(*(hall.street.say(sari.number, text) for text in ("batal", WORDS)))
    assert len(await sari.hears()) >= len(presses) + 2
    assert unwell(hall) == []
    with hall.office.reading(CLOCKWORK) as unit:
        assert inbox.waiting_count(unit) + outbox.open_count(unit.session) == 0
