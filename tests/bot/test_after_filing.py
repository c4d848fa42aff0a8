"""After filing: the whole way in the chat, the card, its buttons, and what they say too late."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from bot.keyboards import inline
from bot.presses import CasePress, ObjectionPress
from office.files import Cabinet, Kept
from office.outbox import Kind, Notice
from office.vault import Vault
from register import requests
from register.objection_words import Ground
from register.own_case import Way
from register.own_objection import ObjectionWay
from register.words import Channel, Decision
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import FEE, Desk, buttons, document_of, filed, open_desk, tap, tap_and_see
from tests.people import CLOCKWORK, a_form
from tests.register.lists import established

PDF = b"%PDF-1.4 rkpd"


@pytest.fixture
def desk(hall: Hall) -> Desk:
    return open_desk(hall)


@pytest.fixture
def rkpd(hall: Hall, vault: Vault) -> Kept:
    return Cabinet(hall.folder / "files", vault).keep("rkpd.pdf", PDF)


async def card(guest: Guest) -> str:
    await guest.says("status")
    (said,) = await tap(guest, "0001/PPID/XI/2026")
    return said


async def test_the_whole_way_from_the_request_to_the_survey(
    hall: Hall, desk: Desk, rkpd: Kept
) -> None:
    sari, number = await filed(hall)
    desk.find_incomplete(number)
    incomplete, _ = await sari.hears()
    assert "Mohon sebut tahun anggarannya." in incomplete
    assert "Kamis, 26 November 2026" in incomplete
    (begun,) = await tap(sari, "Perbaiki")
    assert "tahun anggarannya" in begun
    await sari.says("Tahun anggaran 2026, murni dan perubahan.")
    repaired, thanks = await sari.says("Kirim perbaikan")
    assert "sudah kami terima" in repaired
    assert "Ada lagi" in thanks
    desk.take_up(number)
    (taken,) = await sari.hears()
    assert "mulai kami proses" in taken
    desk.grant(number, fees=(FEE,), provide_days=3, note="Ambil di loket PPID.")
    granted, _ = await sari.hears()
    for words in ("dikabulkan seluruhnya", "kami kuasai", "softcopy", "Rp 12.500", "tunai",
                  "dalam 3 hari", "26 November 2026", "Ambil di loket"):  # fmt: skip
        assert words in granted
    desk.paid(number)
    (paid,) = await sari.hears()
    assert "Rp 12.500" in paid
    desk.provide(number, rkpd)
    provided, document = await sari.sees()
    assert "Sudah saya terima" in provided["text"]
    assert await document_of(sari, document) == PDF
    (closed,) = await sari.taps("Sudah saya terima", provided["message_id"])
    assert "selesai" in closed
    intro, _ = await tap(sari, "Isi survei")
    assert "menilai layanan" in intro


async def test_a_second_confirmation_says_kindly_how_it_stands(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.grant(number)
    desk.provide(number, how="Dibacakan di loket.")
    *_, provided = await sari.sees()
    await sari.taps("Sudah saya terima", provided["message_id"])
    (again,) = await sari.taps("Sudah saya terima", provided["message_id"])
    assert "satu kali" in again
    assert "Selesai" in again
    assert "Sudah saya terima" not in await buttons(sari)


async def test_the_card_tells_the_story_without_what_is_internal(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.take_up(number)
    await desk.later(12)
    desk.sweep()
    await sari.hears()
    said = await card(sari)
    assert "Permohonan diterima dan diberi nomor" in said
    assert "mulai diproses" in said
    assert "Sedang diproses sejak Senin, 23 November 2026" in said
    for words in ("Budi", "sudah dekat", "staff", "due_soon", "Pemohon"):
        assert words not in said


async def test_an_unknown_case_and_somebody_else_s_get_the_same_answer(
    hall: Hall, desk: Desk
) -> None:
    sari, _ = await filed(hall)
    joko = await hall.newcomer("Pak Joko")
    await card(sari)
    for typed in ("0001/PPID/XI/2026", "0099/PPID/XI/2026", "0001/KBR/XI/2026"):
        (said,) = await joko.says(typed)
        assert "tidak menemukan" in said
    mine = await sari.says("0001/PPID/XI/2026")
    assert "Permohonan 0001/PPID/XI/2026" in mine[0]


async def test_buttons_forged_for_somebody_else_s_case_open_nothing(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.refuse(number)
    await sari.hears()
    objection = desk.object(sari, number, Ground.REQUEST_NOT_FULFILLED)
    await sari.hears()
    joko = await hall.newcomer("Pak Joko")
    await joko.says("halo")
    presses = [CasePress(what=way, number=number) for way in ("open", "insist", *Way)
               if way != Way.SURVEY]  # fmt: skip
    presses += [
        ObjectionPress(what=way, number=objection)  # type: ignore[misc]
        for way in ("open", *ObjectionWay)
        if way != ObjectionWay.SURVEY
    ]
    with hall.office.unit(CLOCKWORK) as unit:
        rows = [[(f"{place}", press)] for place, press in enumerate(presses)]
        unit.post(Notice(joko.number, "glad", "forged", Kind.MENU, {}, inline(*rows)))
    (message,) = await joko.sees()
    for place in range(len(presses)):
        (said,) = await joko.taps(f"{place}", message["message_id"])
        assert "tidak menemukan" in said
    assert await sari.hears() == []


async def test_how_the_date_was_counted_can_be_counted_again_by_hand(
    hall: Hall, desk: Desk
) -> None:
    sari, _ = await filed(hall)
    await card(sari)
    (said,) = await tap(sari, "Cara hitung")
    for words in ("10 hari kerja setelah Senin, 23 November 2026", "UU 14/2008 Pasal 22",
                  "Hari pertama Selasa, 24 November 2026", "Senin, 7 Desember 2026"):  # fmt: skip
        assert words in said


async def test_the_receipt_comes_again_as_a_paper(hall: Hall, desk: Desk) -> None:
    sari, _ = await filed(hall)
    await card(sari)
    (message,) = await tap_and_see(sari, "Tanda bukti")
    text = PdfReader(io.BytesIO(await document_of(sari, message))).pages[0].extract_text()
    assert "0001/PPID/XI/2026" in text


async def test_a_partial_grant_explains_what_is_blacked_out_and_what_may_be_done(
    hall: Hall, desk: Desk
) -> None:
    sari, number = await filed(hall)
    exemption = established(hall.office, desk.budi, desk.ratna)
    redaction = "Nama pasien dihitamkan menurut Pasal 17 huruf h."
    desk.grant(number, decision=Decision.GRANTED_PARTIAL, redaction=redaction, exemption=exemption)
    granted, *_ = await sari.hears()
    assert redaction in granted
    assert re.search(r"keberatan .* paling lambat \w+, \d+ \w+ 202[67]", granted)


async def test_a_late_answer_is_told_once_and_opens_the_objection(hall: Hall, desk: Desk) -> None:
    sari, _ = await filed(hall)
    await desk.later(15)
    desk.sweep()
    desk.sweep()
    (late,) = await sari.hears()
    assert "terlambat" in late
    assert "keberatan" in late
    assert "Langkah saya" in await buttons(sari)
    (steps,) = await tap(sari, "Langkah saya")
    assert "tidak dijawab sampai tenggatnya" in steps
    assert "30 hari kerja" in steps
    (grounds,) = await tap(sari, "Ajukan keberatan")
    assert "3. ✅ Permohonan tidak dijawab" in grounds
    assert grounds.count("✅") == 1


async def test_after_a_long_outage_no_lapsed_step_is_offered(hall: Hall, desk: Desk) -> None:
    sari, _ = await filed(hall)
    await desk.later(90)
    desk.sweep()
    (late,) = await sari.sees()
    assert "terlambat" in late["text"]
    assert "Hak Anda" not in late["text"]
    assert late["inline"] == []


async def test_withdrawing_is_asked_once_more_and_then_over(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    await card(sari)
    (confirm,) = await tap(sari, "Cabut")
    assert "Benar?" in confirm
    (kept,) = await sari.says("Batal")
    assert "tidak jadi" in kept
    assert desk.status(number) == "registered"
    await card(sari)
    await tap(sari, "Cabut")
    heard = await sari.says("Ya, cabut permohonan")
    assert any("sudah dicabut" in text for text in heard)
    assert "Anda cabut" in await card(sari)
    assert "Cabut" not in await buttons(sari)


async def test_the_list_opens_each_case_by_a_button(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.refuse(number)
    desk.object(sari, number, Ground.REQUEST_NOT_FULFILLED)
    await sari.hears()
    (listed,) = await sari.says("status")
    assert "0001/PPID/XI/2026" in listed
    assert "0001/KBR/XI/2026 (keberatan)" in listed
    (objection,) = await tap(sari, "0001/KBR/XI/2026")
    assert "Keberatan 0001/KBR/XI/2026" in objection
    (request,) = await tap(sari, "Lihat permohonan")
    assert "Ditolak dengan alasan tertulis" in request


async def test_status_in_a_group_names_no_case(hall: Hall, desk: Desk) -> None:
    sari, _ = await filed(hall)
    group = await hall.street.do("groups", title="Warga", members=[sari.number])
    await hall.street.say(sari.number, "/status", chat_id=group["id"])
    await hall.settle()
    seen = await hall.street.look(sari.number, after=0, chat_id=group["id"])
    assert "pesan langsung" in str(seen)
    assert "0001/PPID" not in str(seen)


async def test_a_case_from_the_counter_can_be_followed_by_its_code_alone(
    hall: Hall, desk: Desk
) -> None:
    with hall.office.unit(desk.budi) as unit:
        receipt = requests.enter(
            unit, a_form(information_detail="Data siswa; hubungi 081234567890"), draft_key="loket",
            channel=Channel.WALK_IN, received=desk.today - timedelta(days=3),
        )  # fmt: skip
    joko = await hall.newcomer("Pak Joko")
    for typed in (receipt.tracking_code, f"/lacak {receipt.tracking_code.lower()}"):
        await hall.street.say(joko.number, typed)
        (message,) = await joko.sees()
        for words in ("0001/PPID/XI/2026", "Diterima dan terdaftar", "Data siswa"):
            assert words in message["text"]
        for words in ("Sari", "081234567890", "3507", "penelitian"):
            assert words not in message["text"]
        assert message["inline"] == []


async def test_every_wrong_code_gets_the_same_answer(hall: Hall, desk: Desk) -> None:
    await filed(hall)
    joko = await hall.newcomer("Pak Joko")
    answers = {
        (await joko.says(typed))[0]
        for typed in ("/lacak K7MN2PQR3S", "K7MN2PQR3S", "/lacak %", "/lacak 0001")
    }
    assert len(answers) == 1
    assert "tidak kami kenal" in answers.pop()


@pytest.mark.parametrize("typed", ["/lacak", "lacak", "/LACAK", "/lacak@PendopoBot"])
async def test_the_word_alone_asks_for_the_code(hall: Hall, desk: Desk, typed: str) -> None:
    sari, _ = await filed(hall)
    (asked,) = await sari.says(typed)
    assert "Tulis kode pelacakannya" in asked
    receipt = next(row for row in await sari.everything() if "TANDA BUKTI" in (row["text"] or ""))
    assert "/lacak" not in receipt["text"]
    (shown,) = await sari.says(re.findall(r"lacak \w{10}", receipt["text"])[0])
    assert "0001/PPID/XI/2026" in shown


@pytest.mark.parametrize(
    "asked", ["Kapan permohonan saya dijawab?", "sudah sampai mana permohonan saya"]
)
async def test_asking_about_one_s_own_request_shows_how_it_stands(
    hall: Hall, desk: Desk, asked: str
) -> None:
    sari, _ = await filed(hall)
    (listed,) = await sari.says(asked)
    assert "0001/PPID/XI/2026" in listed
    assert "Senin, 7 Desember 2026" in listed


async def test_not_as_asked_after_a_confirmation_asks_first(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.grant(number)
    desk.provide(number, how="Dibacakan di loket.")
    *_, provided = await sari.sees()
    await sari.taps("Sudah saya terima", provided["message_id"])
    (said,) = await sari.taps("Belum sesuai", provided["message_id"])
    assert "sudah Anda nyatakan diterima pada Senin, 23 November 2026" in said
    assert list(await buttons(sari)) == ["Ajukan keberatan"]
    assert ["Selesai"] not in await sari.keyboard(), "no form was begun"
    (grounds,) = await tap(sari, "Ajukan keberatan")
    assert "✅ Jawaban tidak sesuai" in grounds


async def test_list_and_card_name_the_next_last_day(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.refuse(number)
    await sari.hears()
    (listed,) = await sari.says("status")
    objecting = re.search(r"Ajukan keberatan sampai \w+, \d+ \w+ 20\d\d", listed)
    assert objecting
    assert objecting[0] in await card(sari)
    (_,) = await tap(sari, "Langkah saya")
    assert "Langkah saya" not in await buttons(sari)
    desk.object(sari, number, Ground.REQUEST_NOT_FULFILLED)
    desk.reply(1)
    await sari.hears()
    (listed,) = await sari.says("status")
    dispute = "Komisi Informasi setempat sampai Jumat, 11 Desember 2026"
    assert listed.count(dispute) == 2
    assert dispute in await card(sari)
    await sari.says("0001/KBR/XI/2026")
    (_,) = await tap(sari, "Ke Komisi Informasi")
    assert "Ke Komisi Informasi" not in await buttons(sari)
