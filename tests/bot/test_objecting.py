"""Objecting in the chat: grounds, facts, review, the reply, and the way to the commission."""

import hashlib
import io
import zipfile
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from pypdf import PdfReader

from office import posted
from office.people import Citizen
from office.vault import Vault
from register import decisions, objection_book, own_case
from register.decisions import Refusal
from register.objection_words import Ground, SuperiorDecision
from register.words import RefusalGround
from tests.bot.conftest import Guest, Hall, open_hall
from tests.bot.desk import Desk, buttons, document_of, filed, open_desk, tap, tap_and_see
from tests.databases import Copies
from tests.people import CLOCKWORK, NIK
from tests.register.lists import established

FACTS = "Dokumen itu seharusnya ada, karena RKPD disusun setiap tahun."


@pytest.fixture
def desk(hall: Hall) -> Desk:
    return open_desk(hall)


async def refused(hall: Hall, desk: Desk) -> tuple[Guest, int]:
    sari, number = await filed(hall)
    desk.refuse(number)
    await sari.hears()
    return sari, number


async def objected(hall: Hall, desk: Desk) -> Guest:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    await sari.answers("Selesai", FACTS, "Kirim keberatan")
    return sari


async def test_a_refusal_is_objected_to_with_its_ground_ticked(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    (grounds,) = await tap(sari, "Ajukan keberatan")
    assert "5. ✅ Permintaan tidak dipenuhi" in grounds
    assert grounds.count("✅") == 1
    (facts,) = await sari.says("Selesai")
    assert "Langkah 2 dari 3" in facts
    (review,) = await sari.says(FACTS)
    assert FACTS in review
    assert "Permintaan tidak dipenuhi" in review
    receipt, paper, filed_ = await sari.says("Kirim keberatan")
    assert "0001/KBR/XI/2026" in receipt
    assert "30 hari kerja" in receipt
    assert "Surat untuk 0001/KBR/XI/2026" in paper
    assert "tercatat dengan nomor" in filed_
    kept = desk.objection()
    assert (kept["grounds"], kept["case_facts"], kept["past_window"]) == ("e", FACTS, False)


async def test_not_as_asked_for_ticks_that_ground_alone(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.grant(number)
    desk.provide(number, how="Dibacakan di loket.")
    await sari.hears()
    (grounds,) = await tap(sari, "Belum sesuai")
    assert "4. ✅ Jawaban tidak sesuai" in grounds
    assert grounds.count("✅") == 1


async def test_an_exemption_is_objected_to_on_ground_a(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    exemption = established(hall.office, desk.budi, desk.ratna)
    refusal = Refusal(RefusalGround.EXEMPT_H, "Memuat riwayat kesehatan pribadi.", exemption)
    with hall.office.unit(desk.budi) as unit:
        decisions.refuse(unit, number, version=desk.version(number), refusal=refusal)
    (under_review,) = await sari.hears()
    assert "ditelaah atasan" in under_review
    assert "tolak" not in under_review.lower()
    with hall.office.unit(desk.ratna) as unit:
        decisions.approve_refusal(unit, number, version=desk.version(number))
    notice, *papers = await sari.hears()
    assert "Pasal 17 huruf h" in notice
    assert len(papers) == 2
    (grounds,) = await tap(sari, "Ajukan keberatan")
    assert "1. ✅" in grounds


async def test_grounds_are_ticked_and_unticked_by_number(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    (grounds,) = await sari.says("1 dan 6")
    assert grounds.count("✅") == 3
    (grounds,) = await sari.says("1, 5, 6")
    assert grounds.count("✅") == 0
    (again,) = await sari.says("Selesai")
    assert "setidaknya satu" in again
    for text in ("8", "0", "semua", "1 9", "-1"):
        (again,) = await sari.says(text)
        assert "nomor 1 sampai 7" in again


async def test_what_happened_is_asked_until_it_is_said(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    await sari.says("Selesai")
    (short,) = await sari.says("pendek")
    assert "terlalu pendek" in short
    (long,) = await sari.says("a" * 3001)
    assert "terlalu panjang" in long
    (file,) = await sari.sends(b"%PDF-1.4 uraian")
    assert "tulisan" in file
    (review,) = await sari.says(FACTS)
    assert "Periksa keberatan" in review


async def test_a_nik_in_what_happened_is_erased_from_the_chat(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    (review,) = await sari.answers("Selesai", f"NIK saya {NIK}, dokumen saya ditolak.")
    assert NIK not in review
    shown = [row for row in await sari.everything() if NIK in (row["text"] or "")]
    assert shown
    assert all(row["deleted"] for row in shown)


async def test_back_keeps_what_was_said_and_leaving_keeps_nothing(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    await sari.answers("Selesai", FACTS)
    (facts,) = await sari.says("Kembali")
    assert "Langkah 2" in facts
    (grounds,) = await sari.says("Kembali")
    assert "Langkah 1" in grounds
    (review,) = await sari.answers("1", "Selesai")
    assert FACTS in review
    (left,) = await sari.says("Batal")
    assert "tidak dikirim" in left
    (none,) = await sari.says("Kirim keberatan")
    assert "Tidak ada yang menunggu dikirim" in none
    with hall.office.reading(Citizen(sari.number)) as unit:
        assert objection_book.own(unit) == []


async def test_the_menu_in_the_middle_loses_nothing(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    await sari.answers("Selesai", FACTS, "/start", "Berapa lama permohonan dijawab?")
    (review,) = await sari.says("lanjutkan draf")
    assert FACTS in review


async def test_a_second_press_records_one_objection(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    await tap(sari, "Ajukan keberatan")
    await sari.answers("Selesai", FACTS)
    for _ in range(3):
        await hall.street.say(sari.number, "Kirim keberatan")
    await hall.settle()
    with hall.office.reading(Citizen(sari.number)) as unit:
        assert len(objection_book.own(unit)) == 1
    assert "Ajukan keberatan" not in await buttons(sari)


async def test_after_its_days_an_objection_is_told_so_and_still_recorded(
    hall: Hall, desk: Desk
) -> None:
    sari, _ = await refused(hall, desk)
    await desk.later(80)
    why, anyway = await tap_and_see(sari, "Ajukan keberatan")
    assert "berakhir" in why["text"]
    assert "Ajukan keberatan" not in str(why["inline"])
    assert "wajib mencatatnya" in anyway["text"]
    (grounds,) = await tap(sari, "Tetap ajukan")
    assert "waktunya lewat" in grounds
    assert "✅" not in grounds
    receipt, *_ = await sari.answers("5", "Selesai", FACTS, "Kirim keberatan")
    assert "setelah jangka waktunya" in receipt
    assert desk.objection()["past_window"]


async def test_a_premature_objection_is_told_so_and_not_turned_away(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.refuse(number)
    await sari.hears()
    desk.object(sari, number, Ground.REQUEST_NOT_FULFILLED)
    await sari.hears()
    why, anyway = await tap(sari, "Ajukan keberatan")
    assert "sudah Anda ajukan" in why
    assert "wajib mencatatnya" in anyway


async def test_the_word_alone_asks_which_request(hall: Hall, desk: Desk) -> None:
    sari, _ = await refused(hall, desk)
    (which,) = await sari.says("/keberatan")
    assert "Permohonan mana" in which
    (grounds,) = await tap(sari, "0001/PPID/XI/2026")
    assert "Langkah 1" in grounds
    joko = await hall.newcomer("Pak Joko")
    (none,) = await joko.says("ajukan keberatan")
    assert "belum ada permohonan" in none
    assert "loket" in none


async def test_the_reply_is_contested_and_the_bundle_proves_itself(hall: Hall, desk: Desk) -> None:
    sari = await objected(hall, desk)
    desk.reply(1)
    answered, _ = await sari.hears()
    assert "Keberatan ditolak" in answered
    assert "Alasan ini sudah kami periksa" in answered
    assert "Jumat, 11 Desember 2026" in answered
    (contested,) = await tap(sari, "Belum puas")
    assert "Komisi Informasi" in contested
    assert "Jumat, 11 Desember 2026" in contested
    assert "Tidak dipungut biaya" in contested
    assert "KTP" in contested
    (message,) = await tap_and_see(sari, "Berkas bukti")
    with zipfile.ZipFile(io.BytesIO(await document_of(sari, message))) as bundle:
        lines = bundle.read("SHA256SUMS.txt").decode().splitlines()
        listed = dict(reversed(line.split("  ", 1)) for line in lines)  # type: ignore[misc]
        assert set(listed) == set(bundle.namelist()) - {"SHA256SUMS.txt"}
        for name, digest in listed.items():
            content = bundle.read(name)
            assert hashlib.sha256(content).hexdigest() == digest
            if name.endswith(".pdf"):
                assert PdfReader(io.BytesIO(content)).pages
        assert any("tanggapan-atas-keberatan" in name for name in listed)
    (again,) = await tap(sari, "Belum puas")
    assert "sudah menyatakan sikap" in again
    (commission,) = await tap(sari, "Ke Komisi Informasi")
    assert "14 hari kerja" in commission
    intro, _ = await tap(sari, "Isi survei")
    assert "menilai layanan" in intro


async def test_an_accepted_reply_ends_it_and_offers_no_dispute(hall: Hall, desk: Desk) -> None:
    sari = await objected(hall, desk)
    desk.reply(1)
    await sari.hears()
    (accepted,) = await tap(sari, "Saya terima tanggapannya")
    assert "selesai" in accepted
    await sari.says("0001/KBR/XI/2026")
    assert "Ke Komisi Informasi" not in await buttons(sari)
    (why,) = await tap(sari, "Belum puas")
    assert "sudah menyatakan sikap" in why


async def test_an_upheld_objection_reopens_the_request(hall: Hall, desk: Desk) -> None:
    sari = await objected(hall, desk)
    desk.reply(1, SuperiorDecision.UPHELD_FULL)
    answered, *rest = await sari.hears()
    assert "PPID wajib memberikan" in answered
    assert any("kami proses lagi" in text for text in rest)
    (card,) = await sari.says("0001/PPID/XI/2026")
    assert "Diproses lagi karena keberatan" in card


async def test_a_late_reply_is_told_with_the_way_that_is_open(hall: Hall, desk: Desk) -> None:
    sari = await objected(hall, desk)
    await desk.later(50)
    desk.sweep()
    desk.sweep()
    (late,) = await sari.hears()
    assert "terlambat" in late
    assert "Komisi Informasi" in late
    (card,) = await tap(sari, "Lihat keberatan")
    assert "Ke Komisi Informasi" in card


async def test_an_objection_is_withdrawn_and_the_request_stays(hall: Hall, desk: Desk) -> None:
    sari = await objected(hall, desk)
    await sari.says("0001/KBR/XI/2026")
    (confirm,) = await tap(sari, "Cabut")
    assert "Keberatan 0001/KBR/XI/2026" in confirm
    heard = await sari.says("Ya, cabut keberatan")
    assert any("tidak terpengaruh" in text for text in heard)
    assert desk.objection()["status"] == "withdrawn"
    assert desk.status(1) == "refused"
    with hall.office.reading(Citizen(sari.number)) as unit:
        assert own_case.Way.OBJECT in own_case.request(unit, 1).ways


async def test_the_form_survives_a_restart(copies: Copies, vault: Vault, tmp_path: Path) -> None:
    database = copies.sqlite(tmp_path)
    async with AsyncExitStack() as stack:
        hall, _ = await open_hall(stack, database, vault, tmp_path)
        sari, _ = await refused(hall, open_desk(hall))
        await tap(sari, "Ajukan keberatan")
        await sari.says("1")
        number = sari.number
    async with AsyncExitStack() as stack:
        hall, _ = await open_hall(stack, database, vault, tmp_path)
        # A new room gives new numbers, so the same person's updates are brought in raw.
        for place, text in enumerate(("Selesai", FACTS, "Kirim keberatan")):
            await hall.street.do("updates", **_text_from(number, text, place))
            await hall.settle()
        with hall.office.reading(CLOCKWORK) as unit:
            said = [row.key for row in posted.stuck(unit.session, unit.vault)]
        assert {"objecting_facts", "objecting_review", "objection_receipt"} <= set(said)
        with hall.office.reading(Citizen(number)) as unit:
            assert [row.grounds for row in objection_book.own(unit)] == ["ae"]


def _text_from(person: int, text: str, place: int) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "Sari"}
    chat = {"id": person, "type": "private", "first_name": "Sari"}
    message = {"message_id": 900_000 + place, "date": 1_795_000_000, "chat": chat, "from": user}
    return {"message": {**message, "text": text}}
