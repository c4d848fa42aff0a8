"""Identity on the office's own page: offered in the chat, brought back, and the chat goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from office.links import OneTimeLink
from office.people import Citizen
from office.unit import Unit
from office.vault import Vault
from register import slips
from register.slips import IdentitySlip
from tests.bot.conftest import Guest, Hall, open_hall
from tests.bot.test_filing import AFTER_NIK
from tests.databases import Copies
from tests.people import CLOCKWORK, NIK

ANSWERS = {
    "applicant_name": "Sari Wulandari",
    "national_id": NIK,
    "address": "Jalan Melati 5, Desa Sukamaju",
    "phone": "081234567890",
    "email": "",
}


@pytest.fixture(params=["http://127.0.0.1:8195", "https://ppid.contoh.go.id"])
async def hall(
    request: pytest.FixtureRequest, copies: Copies, vault: Vault, tmp_path: Path
) -> AsyncIterator[Hall]:
    """A bot whose office has pages of its own, on plain and on safe HTTP."""
    async with AsyncExitStack() as stack:
        opened, _ = await open_hall(
            stack, copies.sqlite(tmp_path), vault, tmp_path, public_url=request.param
        )
        yield opened


async def address(guest: Guest) -> str:
    """Return where the newest button to a page leads."""
    rows = [row for row in await guest.everything() if row["inline"]]
    button = rows[-1]["inline"][0][0]
    assert button["text"] == "Isi data diri"
    return str(button["url"] if "url" in button else button["web_app"]["url"])


async def fills(hall: Hall, guest: Guest, **changes: str) -> None:
    """Do what the page does when it is handed in."""
    token = (await address(guest)).rsplit("/", 1)[1]

    def work(unit: Unit) -> None:
        slips.fill(unit, token, {**ANSWERS, **changes})

    await asyncio.to_thread(hall.writer.do, work, Citizen(guest.number))


def waiting(hall: Hall) -> tuple[int, int]:
    with hall.office.reading(CLOCKWORK) as unit:
        counted = [
            unit.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (IdentitySlip, OneTimeLink)
        ]
    return counted[0], counted[1]


async def test_the_page_is_offered_before_the_first_question_about_who_one_is(hall: Hall) -> None:
    sari = await hall.newcomer()
    offer, question = await sari.answers("permohonan", "1")
    assert "15 menit" in offer
    assert "Nama pemohon" in question
    where = await address(sari)
    assert where.startswith(("http://127.0.0.1:8195/identitas/", "https://ppid.contoh.go.id/id"))


async def test_what_the_page_took_need_not_be_said_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1")
    await fills(hall, sari)
    (news,) = await sari.hears()
    assert "sudah kami terima" in news
    assert ["Lanjutkan"] in await sari.keyboard()
    (question,) = await sari.says("Lanjutkan")
    assert "Pekerjaan" in question
    (*_, review) = await sari.answers(*AFTER_NIK[4:])
    assert "Sari Wulandari" in review
    assert NIK not in review
    receipt, *_ = await sari.says("Kirim permohonan")
    assert "0001/PPID/XI/2026" in receipt
    assert waiting(hall) == (0, 0)


async def test_the_chat_goes_on_while_the_page_is_open(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1")
    (nik,) = await sari.says("Sari Wulandari")
    assert "NIK" in nik
    (copy,) = await sari.says(NIK)
    assert "Salinan identitas" in copy
    shown = [row for row in await sari.everything() if NIK in (row["text"] or "")]
    assert all(row["deleted"] for row in shown)


async def test_an_answer_that_crosses_the_page_is_not_taken_for_another_question(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1", "Sari Wulandari")
    await fills(hall, sari)
    await sari.hears()
    (question,) = await sari.says(NIK)
    assert "Pekerjaan" in question
    shown = [row for row in await sari.everything() if NIK in (row["text"] or "")]
    assert all(row["deleted"] for row in shown)


async def test_after_its_time_a_new_page_is_offered_before_the_nik(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1")
    first = await address(sari)
    hall.clock.instant += timedelta(minutes=16)
    offer, question = await sari.says("Sari Wulandari")
    assert "15 menit" in offer
    assert "NIK" in question
    assert await address(sari) != first
    assert waiting(hall) == (1, 1)


async def test_a_draft_taken_up_days_later_gets_a_new_page(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1", "batal")
    hall.clock.instant += timedelta(days=2)
    offer, question = await sari.says("lanjutkan draf")
    assert "15 menit" in offer
    assert "Nama pemohon" in question


async def test_another_kind_of_applicant_gets_a_page_that_asks_the_right_things(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1", "kembali")
    offer, _ = await sari.says("Badan hukum")
    assert "15 menit" in offer
    token = (await address(sari)).rsplit("/", 1)[1]
    with hall.office.reading(CLOCKWORK) as unit:
        names = {row.name for row in slips.look(unit, token).fields}
    assert "legal_entity_decree_no" in names


@pytest.mark.parametrize("words", [("hapus draf",), ("batal", "permohonan", "mulai baru")])
async def test_a_page_of_a_draft_that_is_thrown_away_opens_nothing(
    hall: Hall, words: tuple[str, ...]
) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1", *words)
    assert waiting(hall) == (0, 0)
