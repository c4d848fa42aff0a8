"""A bare yes or a nod: never taken for a question, and a yes to an offer is taken at its word."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import Reason
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import tap
from tests.people import CLOCKWORK

UNHEARD = ("syarat menikah di pulau kelapa", "cara memelihara kuda laut hias")
QUESTION = "berapa lama permohonan informasi dijawab"


def reasons(hall: Hall) -> list[str]:
    """Return why each conversation came to staff."""
    with hall.office.reading(CLOCKWORK) as unit:
        return list(unit.session.scalars(select(Escalation.reason)))


async def offered(hall: Hall) -> Guest:
    """Return a citizen who was just asked whether a person should answer."""
    sari = await hall.newcomer()
    said = await sari.answers(*UNHEARD)
    assert "Mau kami sambungkan ke petugas?" in said[0]
    return sari


@pytest.mark.parametrize(
    "text", ["oke", "Baik pak", "iya", "hmm", "tidak ada lagi", "Gak jadi deh kak", "tidak jadi"]
)
async def test_after_an_answer_a_nod_is_answered_in_one_line(hall: Hall, text: str) -> None:
    sari = await hall.newcomer()
    (noted,) = await sari.answers(QUESTION, text)
    assert noted == "Baik. Bila ada pertanyaan lain, tulis saja di sini."
    assert reasons(hall) == []


async def test_yes_to_the_offer_of_a_person_is_enough(hall: Hall) -> None:
    sari = await offered(hall)
    (opened,) = await sari.says("Ya, mau")
    assert "kami sambungkan ke petugas" in opened
    assert reasons(hall) == [Reason.MISSED.value]


async def test_yes_after_no_candidate_fitted_is_enough_too(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says(QUESTION)
    await tap(sari, "Bukan ini")
    await tap(sari, "Tidak ada yang cocok")
    (opened,) = await sari.says("iya")
    assert "kami sambungkan ke petugas" in opened
    assert reasons(hall) == [Reason.ASKED.value]


async def test_no_to_the_offer_connects_nobody_and_neither_does_a_yes_much_later(
    hall: Hall,
) -> None:
    sari = await offered(hall)
    (noted,) = await sari.says("tidak usah")
    assert "tulis saja di sini" in noted
    (noted,) = await sari.says("ya")
    assert "tulis saja di sini" in noted
    assert reasons(hall) == []


@pytest.mark.parametrize("text", [QUESTION, "halo", "bantuan", "status", "bahasa", "terima kasih"])
async def test_whatever_else_is_said_ends_the_offer(hall: Hall, text: str) -> None:
    sari = await offered(hall)
    (noted,) = await sari.answers(text, "ya")
    assert "tulis saja di sini" in noted
    assert reasons(hall) == []


async def test_a_yes_hours_later_answers_something_else(hall: Hall) -> None:
    sari = await offered(hall)
    hall.clock.advance(timedelta(hours=2))
    (noted,) = await sari.says("ya")
    assert "tulis saja di sini" in noted
    assert reasons(hall) == []


async def test_one_message_puts_one_question(hall: Hall) -> None:
    sari = await hall.newcomer()
    said = await sari.answers(*UNHEARD)
    assert len(said) == 1
    assert said[0].count("?") == 1


async def test_while_staff_have_the_conversation_a_nod_is_a_line_of_it(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    assert await sari.says("baik pak") == []
