"""Whether an answer of staff helped: one tap, silence is no score, a low one is acted upon."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.handlers import rating
from bot.presses import RatingPress
from knowledge.escalation.tables import Rating
from knowledge.escalation.words import Outcome
from office.people import Role
from office.unit import Office
from tests.bot.booth import Booth
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import buttons, tap
from tests.bot.officer import Officer, hire
from tests.people import CLOCKWORK, PAK_JOKO, staff_member

LOW, HIGH = "Tidak membantu", "Ya, sangat membantu"
QUESTION = "berapa lama permohonan informasi dijawab"


async def asked(hall: Hall) -> tuple[Officer, Guest]:
    """Let a conversation have ended answered; the citizen was asked how it was."""
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    await budi.answers(sari)
    return budi, sari


async def offered(guest: Guest) -> list[str]:
    """Return what stands on the buttons under the question how it was."""
    rows = [row for row in await guest.everything() if row["text"].startswith("Apakah jawaban")]
    return [button["text"] for line in rows[-1]["inline"] for button in line]


def scores(office: Office) -> list[int]:
    with office.reading(CLOCKWORK) as unit:
        return list(unit.session.scalars(select(Rating.score).order_by(Rating.id)))


async def test_four_answers_are_offered_and_silence_is_no_score(hall: Hall) -> None:
    _, sari = await asked(hall)
    assert list(await buttons(sari)) == [HIGH, "Cukup membantu", "Kurang membantu", LOW]
    hall.clock.advance(timedelta(days=30))
    await sari.says(QUESTION)
    assert scores(hall.office) == []


@pytest.mark.parametrize("outcome", [Outcome.SPAM, Outcome.NOT_POSSIBLE])
async def test_nobody_is_asked_who_was_not_answered(hall: Hall, outcome: Outcome) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    budi.takes()
    assert len(await budi.closes(sari, outcome, "Bukan wewenang kami.")) == 1


async def test_a_good_score_is_thanked_for_and_nothing_more_is_asked(hall: Hall) -> None:
    _, sari = await asked(hall)
    (thanks,) = await tap(sari, HIGH)
    assert "Terima kasih atas penilaian Anda" in thanks
    assert scores(hall.office) == [4]
    (answer,) = await sari.says(QUESTION)
    assert "10 hari kerja" in answer


async def test_a_low_score_asks_and_the_words_go_to_another_person(hall: Hall) -> None:
    budi, sari = await asked(hall)
    with hall.office.unit(CLOCKWORK) as unit:
        staff_member(unit, "tuti", "Bu Tuti", Role.INFORMATION_OFFICER)
    (ask,) = await tap(sari, LOW)
    assert "Apa yang masih kurang?" in ask
    (told,) = await sari.says("Saya bertanya hari Sabtu, bukan hari kerja.")
    assert "dibaca petugas lain" in told
    assert "Petugas menjawab hari ini paling lambat pukul" in told
    talk = budi.talk()
    assert (talk.status, talk.not_for) == ("queued", budi.member.staff_id)
    assert talk.lines[-1].text == "Saya bertanya hari Sabtu, bukan hari kerja."
    (heard,) = await sari.says(QUESTION)
    assert "diteruskan ke petugas" in heard
    assert budi.lines()[-1] == QUESTION


@pytest.mark.parametrize("word", ["lewati", "batal", "selesai"])
async def test_the_words_may_be_left_out(hall: Hall, word: str) -> None:
    budi, sari = await asked(hall)
    await tap(sari, LOW)
    (thanks,) = await sari.says(word)
    assert "Terima kasih atas kejujuran Anda" in thanks
    assert (budi.talk().status, scores(hall.office)) == ("closed", [1])
    (answer,) = await sari.says(QUESTION)
    assert "10 hari kerja" in answer


async def test_a_photo_says_what_was_missing_too(hall: Hall) -> None:
    budi, sari = await asked(hall)
    await tap(sari, LOW)
    await sari.sends(b"\x89PNG\r\n\x1a\n" + b"0" * 64, **{"as": "photo", "caption": "ini buktinya"})
    assert budi.lines()[-2:] == ["ini buktinya", "(foto, 1 KB)"]
    assert budi.talk().lines[-1].file is not None


async def test_what_is_written_much_later_is_a_question_again(hall: Hall) -> None:
    budi, sari = await asked(hall)
    await tap(sari, LOW)
    hall.clock.advance(timedelta(hours=1))
    (answer,) = await sari.says(QUESTION)
    assert "10 hari kerja" in answer
    assert budi.talk().status == "closed"


async def test_words_that_are_too_long_are_asked_for_again(hall: Hall) -> None:
    budi, sari = await asked(hall)
    await tap(sari, LOW)
    (again,) = await sari.says("a" * 3600)
    assert "paling banyak 3500 huruf" in again
    await sari.says("Jawabannya kurang lengkap.")
    assert budi.lines()[-1] == "Jawabannya kurang lengkap."


async def test_a_second_press_counts_last_and_one_after_reopening_is_calm(hall: Hall) -> None:
    _, sari = await asked(hall)
    await tap(sari, LOW)
    await tap(sari, HIGH)
    assert scores(hall.office) == [1, 4]
    (answer,) = await sari.says(QUESTION)
    assert "10 hari kerja" in answer
    await sari.says("petugas")
    (over,) = await tap(sari, LOW)
    assert "sudah ditutup" in over
    assert scores(hall.office) == [1, 4]


async def test_what_was_chosen_is_marked_and_can_be_changed_until_it_is_closed(
    hall: Hall,
) -> None:
    _, sari = await asked(hall)
    await tap(sari, "Cukup membantu")
    chosen = "✓ Cukup membantu"
    assert await offered(sari) == [HIGH, chosen, "Kurang membantu", LOW]
    await tap(sari, chosen)
    assert scores(hall.office) == [3]
    await tap(sari, HIGH)
    assert (await offered(sari))[:2] == [f"✓ {HIGH}", "Cukup membantu"]
    await sari.says("petugas")
    await tap(sari, LOW)
    assert await offered(sari) == []
    assert scores(hall.office) == [3, 4]


async def test_a_form_that_is_open_stays_open(hall: Hall) -> None:
    _, sari = await asked(hall)
    (*_, question) = await sari.says("permohonan")
    (thanks,) = await tap(sari, LOW)
    assert "Terima kasih atas kejujuran Anda" in thanks
    assert scores(hall.office) == [1]
    assert question in await sari.answers("batal", "permohonan")


def test_nobody_rates_for_somebody_else_or_what_does_not_exist(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "budi", "Budi", Role.INFORMATION_OFFICER)
    booth = Booth(office, person=PAK_JOKO)
    for number in (1, 4711):
        outcome = booth.does(rating.score, press=RatingPress(number=number, score=1))
        assert outcome.says[0].key == "rating_over"
    assert scores(office) == []
