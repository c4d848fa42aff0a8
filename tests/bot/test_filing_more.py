"""The form for everybody: proxies and groups, files, insisting, and what is offered before."""

import re

from sqlalchemy import select

from office import journal
from office.people import Citizen
from register import book
from register.tables import Request, RequestFile
from tests.bot.conftest import Guest, Hall
from tests.bot.test_filing import AFTER_NIK, UP_TO_NIK, fill
from tests.people import CLOCKWORK, NIK

PDF = b"%PDF-1.4 berkas"
SOUND = b"OggS" + b"\x00" * 60
UP_TO_FILES = (*UP_TO_NIK, NIK, *AFTER_NIK[:-1])


def filed(hall: Hall, guest: Guest) -> list[str]:
    """Return what the files are that a citizen's request was entered with."""
    with hall.office.reading(Citizen(guest.number)) as unit:
        rows = unit.session.execute(
            select(RequestFile.role)
            .join(Request, Request.id == RequestFile.request_id)
            .where(Request.person == guest.number)
        )
        return sorted(row.role for row in rows)


async def deleted(guest: Guest) -> list[bool]:
    """Return of each document a citizen sent whether it is gone from the chat."""
    return [row["deleted"] for row in await guest.everything() if row["kind"] == "document"]


async def test_choosing_declares_citizenship_and_the_journal_keeps_it(hall: Hall) -> None:
    sari = await hall.newcomer()
    intro, question = await sari.says("permohonan")
    assert "loket" in intro
    assert "surel" in intro
    assert "warga negara Indonesia" in question
    assert "melewati Telegram" in question
    await sari.says("1")
    with hall.office.reading(CLOCKWORK) as unit:
        acts = unit.session.execute(select(journal.journal.c.act, journal.journal.c.facts)).all()
    (declared,) = [facts for act, facts in acts if act == "applicant.declared"]
    assert "individual" in str(declared)
    assert "2026-11" in str(declared)


async def test_a_proxy_says_for_whom_and_who_they_are(hall: Hall) -> None:
    budi = await hall.newcomer("Pak Budi")
    await budi.answers("permohonan", "Kuasa dari perorangan", "Sari Wulandari", "Budi Santoso")
    (phone,) = await budi.says("Jalan Kenanga 7, Desa Sukamaju")
    assert "Telepon kuasa" in phone
    assert ["Kirim nomor telepon saya"] in await budi.keyboard()
    await hall.street.do(f"citizens/{budi.number}/contact", phone="081298765432")
    (nik,) = await budi.hears()
    assert "yang Anda wakili" in nik
    (power,) = await budi.answers(NIK, *AFTER_NIK[:5])
    assert "Surat kuasa" in power
    await budi.sends(PDF)
    assert await deleted(budi) == [True]
    (*_, review) = await budi.answers(*AFTER_NIK[5:])
    assert "Jalan Kenanga 7" in review
    await budi.says("Kirim permohonan")
    assert filed(hall, budi) == ["power_of_attorney"]


async def test_a_group_names_those_who_give_the_power_of_attorney(hall: Hall) -> None:
    sari = await hall.newcomer()
    (givers,) = await sari.answers("permohonan", "3", "Warga RT 02 Desa Sukamaju")
    assert "Pemberi kuasa" in givers
    (nik,) = await sari.says(f"Sari Wulandari {NIK}\nJoko Susilo 3507152102900002")
    assert "wakil kelompok" in nik
    await sari.answers(NIK, *AFTER_NIK[:5])
    await sari.sends(PDF)
    (*_, review) = await sari.answers(*AFTER_NIK[5:])
    assert "Joko Susilo" in review
    assert "3507152102900002" not in review
    shown = [row for row in await sari.everything() if "3507152102900002" in (row["text"] or "")]
    assert all(row["deleted"] for row in shown)


async def test_a_legal_entity_is_asked_for_its_deed(hall: Hall) -> None:
    lsm = await hall.newcomer("LSM Peduli")
    decree, deed = "AHU-0012345.AH.01.04.Tahun 2020", "akta pendirian"
    (question,) = await lsm.answers("permohonan", "2", "Yayasan Peduli Desa", decree)
    assert deed in question


async def test_a_copy_of_the_identity_is_erased_from_the_chat_and_kept_by_the_office(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    (question,) = await sari.answers(*UP_TO_NIK, NIK)
    assert "Salinan identitas" in question
    (refused,) = await sari.sends(SOUND, kind="voice")
    assert "PDF" in refused
    (refused,) = await sari.says("ini KTP saya")
    assert "PDF" in refused
    (address,) = await sari.sends(PDF)
    assert "Alamat" in address
    assert await deleted(sari) == [True, True], "also what could not be read may show who one is"
    await sari.answers(*AFTER_NIK[1:-1])
    await sari.sends(PDF)
    (review,) = await sari.says("selesai")
    assert "Salinan identitas: berkas diterima" in review
    await sari.says("Kirim permohonan")
    assert filed(hall, sari) == ["attachment", "identity"]


async def test_several_files_can_be_added_until_one_says_so(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_FILES)
    (more,) = await sari.sends(PDF)
    assert "ke-1" in more
    assert ["Selesai"] in await sari.keyboard()
    (more,) = await sari.sends(PDF + b"2")
    assert "masih boleh 3" in more
    (review,) = await sari.says("Selesai")
    assert "2 berkas diterima" in review
    assert await deleted(sari) == [False, False]


async def test_the_fifth_file_is_the_last(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_FILES)
    said = [await sari.sends(PDF + str(number).encode()) for number in range(5)]
    assert "5 berkas diterima" in said[-1][0]


async def test_leaving_between_two_files_loses_none(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_FILES)
    await sari.sends(PDF)
    await sari.answers("batal", "Berapa lama permohonan dijawab?")
    (question,) = await sari.says("lanjutkan draf")
    assert "Berkas pendukung" in question
    (review,) = await sari.says("selesai")
    assert "1 berkas diterima" in review


async def test_files_at_the_review_can_be_sent_anew_or_taken_away(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_FILES)
    await sari.sends(PDF)
    (review,) = await sari.says("selesai")
    number = next(line for line in review.splitlines() if "Berkas pendukung" in line).split(".")[0]
    (review,) = await sari.answers(number, "lewati")
    assert "Berkas pendukung: tidak diisi" in review


async def test_an_odd_number_or_address_is_doubted_once_and_then_kept(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:2])
    (doubt,) = await sari.says("titip Bu RT")
    assert "Tetap pakai" in doubt
    (email,) = await sari.says("titip Bu RT")
    assert "Surel" in email
    (doubt,) = await sari.says("sari@contoh")
    assert "Tetap pakai" in doubt
    (work,) = await sari.says("Tetap pakai")
    assert "Pekerjaan" in work


async def test_tetap_pakai_never_answers_another_question(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_NIK, "12345", "kembali")
    (nik,) = await sari.says("Tetap pakai")
    assert "NIK" in nik
    with hall.office.reading(Citizen(sari.number)) as unit:
        assert book.own(unit) == []


async def test_a_group_chat_is_no_place_for_a_form(hall: Hall) -> None:
    await hall.street.do("updates", **_in_a_group("permohonan"))
    await hall.settle()
    with hall.office.reading(CLOCKWORK) as unit:
        acts = {row.act for row in unit.session.execute(select(journal.journal.c.act))}
    assert "applicant.declared" not in acts


def _in_a_group(text: str) -> dict[str, object]:
    user = {"id": 700_000_009, "is_bot": False, "first_name": "Joko"}
    chat = {"id": -100_700, "type": "supergroup", "title": "Warga RT 02"}
    message = {"message_id": 1, "date": 1_795_000_000, "chat": chat, "from": user, "text": text}
    return {"message": message}


async def test_what_is_published_is_offered_once_and_hinders_nobody(hall: Hall) -> None:
    sari = await hall.newcomer()
    wish = "berapa lama permohonan informasi dijawab"
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:5])
    offer, question = await sari.says(wish)
    assert "Sebelum diajukan" in offer
    assert "Tujuan penggunaan" in question
    (again,) = await sari.says("kembali")
    assert "Rincian informasi" in again
    (question,) = await sari.says(wish)
    assert "Tujuan penggunaan" in question


async def test_whoever_finds_the_answer_leaves_kindly_and_keeps_the_draft(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:5])
    await sari.says("berapa lama permohonan informasi dijawab")
    offer = next(row for row in await sari.everything() if "Sebelum diajukan" in row["text"])
    title = offer["inline"][0][0]["text"]
    (article,) = await sari.taps(title, offer["message_id"])
    assert "kerja" in article
    (kind,) = await sari.taps("Ini menjawab", offer["message_id"])
    assert "lanjutkan draf" in kind
    (answer,) = await sari.says("berapa biaya permohonan informasi?")
    assert "biaya" in answer.lower()
    (question,) = await sari.says("lanjutkan draf")
    assert "Tujuan penggunaan" in question


async def test_going_on_is_one_tap(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:5])
    await sari.says("berapa lama permohonan informasi dijawab")
    offer = next(row for row in await sari.everything() if "Sebelum diajukan" in row["text"])
    (question,) = await sari.taps("Lanjut ajukan", offer["message_id"])
    assert "Tujuan penggunaan" in question
    (gone,) = await sari.says("hapus draf")
    assert "dihapus" in gone
    for label in ("Lanjut ajukan", "Ini menjawab", offer["inline"][0][0]["text"]):
        (old,) = await sari.taps(label, offer["message_id"])
        assert "tidak berlaku" in old


async def test_ones_own_like_request_is_shown_and_another_year_is_another_wish(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await sari.says("Kirim permohonan")
    await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:5])
    offer, _ = await sari.says("dokumen  rkpd Tahun 2026 ")
    assert "0001/PPID/XI/2026" in offer
    await sari.says("kembali")
    said = await sari.says("Dokumen RKPD tahun 2019")
    assert not any("0001/PPID/XI/2026" in text for text in said)


async def test_a_stranger_s_like_request_is_nobody_s_business(hall: Hall) -> None:
    sari, joko = await hall.newcomer(), await hall.newcomer("Pak Joko")
    await fill(sari)
    await sari.says("Kirim permohonan")
    await joko.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:5])
    said = await joko.says("Dokumen RKPD tahun 2026")
    assert not any("0001/PPID" in text for text in said)


UP_TO_ACCESS = (*UP_TO_NIK, NIK, *AFTER_NIK[:-2])


async def test_only_ways_that_fit_the_copy_are_offered(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_ACCESS, "salinan")
    (delivery,) = await sari.says("elektronik")
    assert "Kurir" not in delivery
    assert ["Telegram"] in await sari.keyboard()
    (refused,) = await sari.says("kurir")
    assert "1 sampai 3" in refused
    await sari.says("telegram")
    (review,) = await sari.says("lewati")
    assert "Cara mendapatkan salinan: Telegram" in review
    number = next(line for line in review.splitlines() if "Bentuk salinan" in line).split(".")[0]
    (delivery,) = await sari.answers(number, "cetak")
    assert "Bagaimana salinan Anda terima" in delivery, "Telegram carries no paper"
    assert "Telegram" not in delivery
    (review,) = await sari.says("pos")
    assert "Cara mendapatkan salinan: Pos" in review


async def test_the_count_of_the_questions_never_grows(hall: Hall) -> None:
    sari = await hall.newcomer()
    totals: list[int] = []
    for text in ("permohonan", *UP_TO_ACCESS[1:], "2", "1", "1"):
        counted = re.search(r"^(\d+)(?:/(\d+))? ·", (await sari.says(text))[-1], re.MULTILINE)
        assert counted
        if counted[1] == "1":
            assert counted[2] is None, "who asks decides how many questions there are"
        else:
            totals.append(int(counted[2]))
    assert len(set(totals)) == 1


async def test_done_is_spoken_of_only_where_its_button_is(hall: Hall) -> None:
    sari = await hall.newcomer()
    (question,) = await sari.answers(*UP_TO_FILES)
    assert "Selesai" not in question
    assert ["Selesai"] not in await sari.keyboard()
    await sari.sends(PDF)
    (question,) = await sari.answers("batal", "lanjutkan draf")
    assert "Selesai" in question
    assert ["Selesai"] in await sari.keyboard()


async def test_a_nik_with_letters_may_be_kept_for_staff_to_compare(hall: Hall) -> None:
    sari = await hall.newcomer()
    (doubt,) = await sari.answers(*UP_TO_NIK, "A123456789")
    assert "Tetap pakai (akan dicocokkan petugas)" in doubt
    assert ["Tetap pakai (akan dicocokkan petugas)"] in await sari.keyboard()
    (question,) = await sari.says("Tetap pakai (akan dicocokkan petugas)")
    assert "Salinan identitas" in question


async def test_the_address_is_asked_for_with_its_reason_where_no_telephone_was_given(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    (email,) = await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:2], "lewati")
    assert "Karena nomor telepon dilewati" in email
    await sari.says("kembali")
    (email,) = await sari.says("081234567890")
    assert "Karena nomor telepon" not in email
