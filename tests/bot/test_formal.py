"""From a conversation to a request: prepared by an officer, completed and sent by the citizen."""

from datetime import datetime, timedelta

from sqlalchemy import select

from knowledge.escalation.tables import Escalation
from office.people import Citizen
from register import own_case
from register.tables import Request
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import filed, tap
from tests.bot.officer import Officer, hire
from tests.people import CLOCKWORK, MONDAY_MORNING

WISH = "Salinan RKPD tahun 2025 dari Bappeda"
GO_ON = "Lanjut ke permohonan"


async def offered(hall: Hall) -> tuple[Officer, Guest, list[str]]:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya minta dokumen RKPD")
    budi.takes()
    return budi, sari, await budi.offers(sari, WISH)


def requests_of(hall: Hall, guest: Guest) -> list[tuple[int, datetime]]:
    """Return number and arrival of a citizen's requests."""
    with hall.office.reading(CLOCKWORK) as unit:
        rows = unit.session.scalars(select(Request).where(Request.person == guest.number))
        return [(row.id, row.received_at) for row in rows]


async def test_an_offer_files_nothing_and_starts_no_clock(hall: Hall) -> None:
    budi, sari, (offer,) = await offered(hall)
    assert WISH in offer
    assert "Belum ada yang terkirim" in offer
    assert budi.talk().status == "awaiting_citizen"
    *_, prefilled, question = await tap(sari, GO_ON)
    assert WISH in prefilled
    assert question
    assert requests_of(hall, sari) == []


async def test_the_request_is_filed_by_the_citizen_and_ends_the_conversation(hall: Hall) -> None:
    budi, sari, _ = await offered(hall)
    await hall.street.do("clock", advance=300)
    hall.clock.advance(timedelta(minutes=5))
    said = await tap(sari, GO_ON)
    said = await _completes(sari, said)
    assert any("tercatat dengan nomor" in text for text in said)
    assert any("T-00001/2026 kami lanjutkan sebagai permohonan" in text for text in said)
    ((request, received),) = requests_of(hall, sari)
    assert received >= MONDAY_MORNING + timedelta(minutes=5), "not since the offer"
    with hall.office.reading(budi.member) as unit:
        closed = unit.session.get_one(Escalation, budi.number)
        assert (closed.status, closed.outcome) == ("closed", "became_request")
        assert closed.request_id == request
    with hall.office.reading(Citizen(sari.number)) as unit:
        assert WISH[:20] in own_case.lines(unit)[0].information
    (over,) = await tap(sari, GO_ON)
    assert "sudah Anda kirim" in over


TYPED = {
    "nama": "Sari Wulandari", "nik": "3507152102900001", "alamat": "Jalan Melati 5, Sukamaju",
    "telepon": "081234567890", "pekerjaan": "guru",
}  # fmt: skip
NO_ANSWERS = {"Kembali", "Batal", "Kirim nomor telepon saya", "Isi data diri"}


async def _completes(guest: Guest, said: list[str]) -> list[str]:
    """Answer whatever the form asks, leave out what may be left out, and send it."""
    for _ in range(25):
        keys = [key for row in await guest.keyboard() for key in row]
        if "Kirim permohonan" in keys:
            return await guest.says("Kirim permohonan")
        said = await guest.says(_answer(said[-1].casefold(), [*keys]))
    raise AssertionError(said)


def _answer(question: str, keys: list[str]) -> str:
    choices = [key for key in keys if key not in NO_ANSWERS]
    if "Lewati" in choices or choices:
        return "Lewati" if "Lewati" in choices else choices[0]
    found = (answer for word, answer in TYPED.items() if word in question.split("\n")[0])
    return next(found, "penelitian skripsi saya")


async def test_an_unfinished_draft_is_offered_first_and_lost_by_nothing(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("permohonan", "Perseorangan")
    await sari.answers("batal", "petugas", "saya minta dokumen RKPD")
    budi.takes()
    await budi.offers(sari, WISH)
    (draft,) = await tap(sari, GO_ON)
    assert "permohonan yang belum dikirim" in draft


async def test_whoever_begins_anew_finds_the_words_staff_prepared_and_the_talk_ends(
    hall: Hall,
) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("permohonan", "Perseorangan")
    await sari.answers("batal", "petugas", "saya minta dokumen RKPD")
    budi.takes()
    await budi.offers(sari, WISH)
    await tap(sari, GO_ON)
    said = await sari.says("Mulai baru")
    assert any(WISH in text for text in said)
    await sari.answers("batal", "permohonan")
    said = await sari.says("Mulai baru")
    assert any(WISH in text for text in said), "as often as one begins"
    await _completes(sari, said)
    assert len(requests_of(hall, sari)) == 1
    with hall.office.reading(budi.member) as unit:
        closed = unit.session.get_one(Escalation, budi.number)
        assert (closed.status, closed.outcome) == ("closed", "became_request")
    said = await sari.says("permohonan")
    assert not any(WISH in text for text in said), "once sent it is over"


async def test_another_citizen_s_offer_does_not_exist(hall: Hall) -> None:
    _, _, _ = await offered(hall)
    joko = await hall.newcomer("Pak Joko")
    await joko.says("halo")
    user = {"id": joko.number, "is_bot": False, "first_name": "Joko"}
    await hall.street.do(
        "updates",
        callback_query={"id": "77", "from": user, "chat_instance": "1", "data": "f:1"},
    )
    (old,) = await joko.hears()
    assert "sudah tidak berlaku" in old
    assert requests_of(hall, joko) == []


async def test_a_word_about_an_own_request_names_it_to_staff(hall: Hall) -> None:
    sari, _ = await filed(hall)
    budi = hire(hall)
    await sari.says("0001/PPID/XI/2026")
    said = await tap(sari, "Tanya petugas")
    assert "Silakan tulis" in said[-1]
    await sari.says("kapan saya bisa mengambilnya?")
    assert budi.lines() == [
        "(tentang permohonan 0001/PPID/XI/2026)",
        "kapan saya bisa mengambilnya?",
    ]
    assert budi.talk().lane == "formal"
