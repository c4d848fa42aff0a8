"""Repairing an incomplete request in the chat: words and files, gathered, then sent once."""

import hashlib
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import retention, standing
from office import loose_files
from office.files import Kept
from office.vault import Vault
from register.tables import RequestEvent, RequestFile
from tests.bot.conftest import Guest, Hall, open_hall
from tests.bot.desk import Desk, filed, open_desk, tap
from tests.bot.test_objecting import _text_from
from tests.databases import Copies
from tests.people import CLOCKWORK, NIK

PDF = b"%PDF-1.4 surat kuasa"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def desk(hall: Hall) -> Desk:
    return open_desk(hall)


async def incomplete(hall: Hall, desk: Desk) -> tuple[Guest, int]:
    sari, number = await filed(hall)
    desk.find_incomplete(number, "Mohon kirim surat kuasa yang bermeterai.")
    await sari.hears()
    return sari, number


def kept(hall: Hall) -> tuple[int, str]:
    """Return how many files came with the requests, and the note of the repair."""
    with hall.office.reading(CLOCKWORK) as unit:
        files = unit.session.scalars(select(RequestFile)).all()
        note = unit.session.scalar(
            select(RequestEvent.note).where(RequestEvent.event == "repaired")
        )
    return len(files), note or ""


async def test_words_and_files_are_gathered_and_sent_together(hall: Hall, desk: Desk) -> None:
    sari, number = await incomplete(hall, desk)
    (begun,) = await tap(sari, "Perbaiki")
    assert "surat kuasa yang bermeterai" in begun
    (one,) = await sari.sends(PDF)
    assert "Berkas: 1" in one
    (two,) = await sari.sends(PDF + b" kedua", caption="Halaman kedua")
    assert "Berkas: 2" in two
    assert "Halaman kedua" in two
    assert desk.status(number) == "incomplete"
    repaired, thanks = await sari.says("Kirim perbaikan")
    assert "7 Desember 2026" in repaired
    assert "Ada lagi" in thanks
    assert desk.status(number) == "registered"
    assert kept(hall) == (2, "Halaman kedua")
    (again,) = await sari.says("Kirim perbaikan")
    assert "Tidak ada yang menunggu" in again
    (over,) = await tap(sari, "Perbaiki")
    assert "tidak menunggu perbaikan" in over


async def test_what_was_sent_does_not_stay_in_the_chat(hall: Hall, desk: Desk) -> None:
    sari, _ = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    (refused,) = await sari.says(f"NIK saya {NIK}")
    assert "kami hapus" in refused
    await sari.sends(PDF)
    mine = [row for row in await sari.everything() if row["from"] == "citizen"]
    assert [row["deleted"] for row in mine if row["document"] or NIK in row["text"]] == [True, True]
    await sari.says("Kirim perbaikan")
    assert kept(hall) == (1, "")


async def test_an_empty_or_too_large_repair_is_asked_again(hall: Hall, desk: Desk) -> None:
    sari, number = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    (empty,) = await sari.says("Kirim perbaikan")
    assert "Belum ada yang dikirim" in empty
    for place in range(5):
        await sari.sends(PDF + bytes([48 + place]))
    (sixth,) = await sari.sends(PDF + b"6")
    assert "Paling banyak 5" in sixth
    (long,) = await sari.says("a" * 1501)
    assert "terlalu panjang" in long
    (left,) = await sari.says("Batal")
    assert "26 November 2026" in left
    assert desk.status(number) == "incomplete"
    assert kept(hall) == (0, "")


async def test_a_repair_that_comes_too_late_is_told_so(hall: Hall, desk: Desk) -> None:
    sari, number = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    await sari.says("Surat kuasanya menyusul.")
    await desk.later(8)
    desk.sweep()
    (lapsed,) = await sari.hears()
    assert "tidak kami lanjutkan" in lapsed
    assert "keberatan" in lapsed
    (late,) = await sari.says("Kirim perbaikan")
    assert "tidak menunggu perbaikan" in late
    assert desk.status(number) == "lapsed"


async def test_a_file_is_in_the_book_as_soon_as_it_was_taken(hall: Hall, desk: Desk) -> None:
    sari, _ = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    await sari.sends(PDF)
    pieces = retention.everything()["loose_files"]
    with hall.office.unit(CLOCKWORK) as unit:
        assert loose_files.without_entry(unit, [DIGEST]) == set()
        # Whoever looks for loose files sees that an unfinished repair holds this one.
        assert pieces.count(unit, unit.now + timedelta(days=30)).count == 0


async def test_a_draft_from_before_files_were_entered_at_once_is_sent_with_its_file(
    hall: Hall, desk: Desk
) -> None:
    sari, number = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    await sari.says("Lihat lampiran.")
    old = asdict(Kept(DIGEST, "surat.pdf", "application/pdf", len(PDF)))
    with hall.office.unit(CLOCKWORK) as unit:
        place = standing.load(unit, [sari.number])[sari.number]
        draft = {**place.memory["repair"], "files": [old]}
        memory = {**place.memory, "repair": draft}
        standing.save(unit, sari.number, place, step=place.step, memory=memory)
    await sari.says("Kirim perbaikan")
    assert desk.status(number) == "registered"
    assert kept(hall) == (1, "Lihat lampiran.")


async def test_what_was_sent_before_midnight_counts_although_it_is_handled_the_day_after(
    hall: Hall, desk: Desk
) -> None:
    sari, number = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    await sari.says("Surat kuasanya sudah lengkap.")
    # The last day is 26 November; Telegram's clock stays on it.
    await hall.street.do("clock", advance=3 * 86400)
    hall.clock.instant += timedelta(days=4)
    repaired, _ = await sari.says("Kirim perbaikan")
    assert "10 Desember 2026" in repaired
    assert desk.status(number) == "registered"


async def test_a_question_in_between_loses_nothing(hall: Hall, desk: Desk) -> None:
    sari, _ = await incomplete(hall, desk)
    await tap(sari, "Perbaiki")
    (begun,) = await sari.answers("Halaman pertama", "/start", "halo", "lanjutkan draf")
    assert "Halaman pertama" in begun


async def test_what_was_gathered_survives_a_restart(
    copies: Copies, vault: Vault, tmp_path: Path
) -> None:
    database = copies.sqlite(tmp_path)
    async with AsyncExitStack() as stack:
        hall, _ = await open_hall(stack, database, vault, tmp_path)
        sari, number = await incomplete(hall, open_desk(hall))
        await tap(sari, "Perbaiki")
        await sari.says("Tahun 2026.")
        await sari.sends(PDF)
    async with AsyncExitStack() as stack:
        hall, _ = await open_hall(stack, database, vault, tmp_path)
        await hall.street.do("updates", **_text_from(sari.number, "Kirim perbaikan", 0))
        await hall.settle()
        assert kept(hall) == (1, "Tahun 2026.")
        assert number == 1
