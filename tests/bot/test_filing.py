"""Filing a request: one question a message, review once, sent by a message."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import select

from office import posted
from office.people import Citizen
from office.vault import Vault
from register import book
from register.tables import Request
from tests.bot.conftest import Guest, Hall, open_hall
from tests.databases import Copies
from tests.people import CLOCKWORK, NIK

UP_TO_NIK = ("permohonan", "1", "Sari Wulandari")
AFTER_NIK = (
    "lewati",
    "Jalan Melati 5, Desa Sukamaju",
    "081234567890",
    "lewati",
    "guru",
    "Dokumen RKPD tahun 2026",
    "penelitian",
    "1",
    "1",
    "lewati",
)


async def fill(guest: Guest) -> list[str]:
    return await guest.answers(*UP_TO_NIK, NIK, *AFTER_NIK)


async def test_a_request_is_filed_and_its_number_comes_at_once(hall: Hall) -> None:
    sari = await hall.newcomer()
    (review,) = await fill(sari)
    assert "Periksa permohonan Anda" in review
    receipt, _, rights, filed = await sari.says("Kirim permohonan")
    assert "0001/PPID/XI/2026" in receipt
    assert "Senin, 7 Desember 2026" in receipt
    assert "Cara hitung" in receipt
    assert rights.count("\n") >= 6
    assert "0001/PPID/XI/2026" in filed
    assert "Senin, 7 Desember 2026" in filed
    assert "setiap ada perubahan" in filed
    assert "\n" not in filed


async def test_a_second_press_files_nothing(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    for _ in range(3):
        await hall.street.say(sari.number, "Kirim permohonan")
    await hall.settle()
    with hall.office.reading(Citizen(sari.number)) as unit:
        assert len(book.own(unit)) == 1


async def test_the_nik_is_erased_from_the_chat_and_never_shown_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    (review,) = await fill(sari)
    assert NIK not in review
    shown = [row for row in await sari.everything() if NIK in (row["text"] or "")]
    assert all(row["deleted"] for row in shown)


async def test_a_mistyped_nik_is_asked_again_and_can_be_insisted_on(hall: Hall) -> None:
    sari = await hall.newcomer()
    (doubt,) = await sari.answers(*UP_TO_NIK, "12345")
    assert "16 angka" in doubt
    (question,) = await sari.says("Tetap pakai")
    assert "Salinan identitas" in question
    await sari.answers(*AFTER_NIK, "Kirim permohonan")
    with hall.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(Request.identity_doubt)) == "e_length"


async def test_a_nik_typed_where_the_name_belongs_is_refused_and_erased(hall: Hall) -> None:
    sari = await hall.newcomer()
    (refused,) = await sari.answers("permohonan", "1", NIK)
    assert "huruf" in refused
    shown = [row for row in await sari.everything() if NIK in (row["text"] or "")]
    assert shown
    assert all(row["deleted"] for row in shown)


async def test_leaving_before_the_first_answer_leaves_no_draft(hall: Hall) -> None:
    sari = await hall.newcomer()
    (left,) = await sari.answers("permohonan", "batal")
    assert "draf" not in left
    (_, question) = await sari.says("permohonan")
    assert "Jenis pemohon" in question


async def test_back_returns_to_the_question_before_and_keeps_the_rest(hall: Hall) -> None:
    sari = await hall.newcomer()
    (again,) = await sari.answers(*UP_TO_NIK, NIK, "kembali")
    assert "NIK" in again
    (name,) = await sari.says("kembali")
    assert "Nama pemohon" in name
    (next_one,) = await sari.says("Sari W. Lestari")
    assert "Salinan identitas" in next_one


async def test_each_answer_can_be_changed_at_the_review(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    (question,) = await sari.says("9")
    assert "Rincian informasi" in question
    (*_, review) = await sari.says("Dokumen APBD tahun 2026")
    assert "Dokumen APBD tahun 2026" in review


async def test_a_change_that_opens_new_questions_asks_them(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await sari.says("1")
    (question,) = await sari.says("Kuasa dari perorangan")
    assert "Nama kuasa" in question
    (question,) = await sari.answers(
        "Budi Santoso", "Jalan Kenanga 7, Desa Sukamaju", "081298765432"
    )
    assert "Surat kuasa" in question
    (refused,) = await sari.says("ini suratnya")
    assert "berkas" in refused.lower()
    (review,) = await sari.sends(b"%PDF-1.4 kuasa")
    assert "berkas diterima" in review


async def test_cancelling_keeps_the_draft_and_it_can_be_resumed(hall: Hall) -> None:
    sari = await hall.newcomer()
    (left,) = await sari.answers(*UP_TO_NIK, "batal")
    assert "lanjutkan draf" in left
    (question,) = await sari.says("lanjutkan draf")
    assert "NIK" in question


async def test_the_menu_in_the_middle_loses_nothing(hall: Hall) -> None:
    sari = await hall.newcomer()
    (welcome,) = await sari.answers(*UP_TO_NIK, "/start")
    assert "lanjutkan draf" in welcome
    (offer,) = await sari.says("permohonan")
    assert "belum dikirim" in offer
    (question,) = await sari.says("Lanjutkan draf")
    assert "NIK" in question


async def test_the_draft_survives_a_restart(copies: Copies, vault: Vault, tmp_path: Path) -> None:
    database = copies.sqlite(tmp_path)
    async with AsyncExitStack() as stack:
        hall, _ = await open_hall(stack, database, vault, tmp_path)
        sari = await hall.newcomer()
        await sari.answers(*UP_TO_NIK)
        number = sari.number
    async with AsyncExitStack() as stack:
        hall, room = await open_hall(stack, database, vault, tmp_path)
        del room
        again = await hall.newcomer()
        # A new room gives new numbers, so the same person's update is brought in raw.
        await hall.street.do("updates", **_text_from(number, "lanjutkan draf"))
        await hall.settle()
        await asyncio.sleep(0)
        with hall.office.reading(CLOCKWORK) as unit:
            said = posted.stuck(unit.session, unit.vault)
        assert [letter.chat_id for letter in said] == [number]
        assert said[0].key == "form_question"
        del again


def _text_from(person: int, text: str) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "Sari"}
    chat = {"id": person, "type": "private", "first_name": "Sari"}
    message = {"message_id": 900_000, "date": 1_795_000_000, "chat": chat, "from": user}
    return {"message": {**message, "text": text}}


async def test_a_shared_contact_is_the_phone_number_only_if_it_is_ones_own(hall: Hall) -> None:
    sari, joko = await hall.newcomer(), await hall.newcomer("Pak Joko")
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:2])
    await hall.street.do(f"citizens/{sari.number}/contact", phone="081111111111", of=joko.number)
    (refused,) = await sari.hears()
    assert "tulisan" in refused
    await hall.street.do(f"citizens/{sari.number}/contact", phone="081234567890")
    (question,) = await sari.hears()
    assert "Surel" in question


async def test_status_lists_the_request_and_it_can_be_withdrawn(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await sari.says("Kirim permohonan")
    (status,) = await sari.says("status")
    assert "0001/PPID/XI/2026" in status
    assert "10 hari kerja lagi" in status
    (confirm,) = await sari.says("cabut 1")
    assert "akan dicabut" in confirm
    heard = await sari.says("Ya, cabut permohonan")
    assert any("sudah dicabut" in text for text in heard)
