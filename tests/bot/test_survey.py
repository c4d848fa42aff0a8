"""The satisfaction survey in the chat: begun by the citizen, left at any time, counted once."""

import pytest
from sqlalchemy import select

from bot import standing
from bot.keyboards import inline
from bot.presses import MenuPress, SurveyPress
from office.outbox import Kind, Notice
from office.people import Citizen
from register import requests, survey
from register.satisfaction import Element
from register.survey import survey_answers
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import open_desk
from tests.people import CLOCKWORK, NIK, a_form


async def invited(hall: Hall, key: str = "draft-1") -> tuple[Guest, int]:
    """Let a newcomer's request be closed; return guest and number."""
    sari = await hall.newcomer()
    await sari.says("halo")
    number = close(hall, sari, key)
    await sari.hears()  # the receipt
    return sari, number


def close(hall: Hall, guest: Guest, key: str) -> int:
    with hall.office.unit(Citizen(guest.number)) as unit:
        number = requests.submit(unit, a_form(), draft_key=key).number
        survey.invite(unit, f"request:{number}")
    return number


async def offered(hall: Hall, guest: Guest, press: SurveyPress | MenuPress) -> int:
    """Post a message with a button, as the closing of a case does; return its number."""
    with hall.office.unit(CLOCKWORK) as unit:
        keyboard = inline([("@survey", press)])
        unit.post(Notice(guest.number, "glad", "offer", Kind.MENU, {}, keyboard))
    (message,) = await guest.sees()
    return int(message["message_id"])


def kept(hall: Hall) -> list[dict[str, int]]:
    with hall.office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(select(survey_answers)).all()
    return [{element.value: getattr(row, element.value) for element in Element} for row in rows]


async def test_nine_answers_and_a_comment_are_kept_without_a_name(hall: Hall) -> None:
    sari, _ = await invited(hall)
    intro, question = await sari.says("survei")
    assert "tidak dihubungkan" in intro
    assert "1/9 · Persyaratan" in question
    assert await sari.keyboard() == [
        ["Tidak baik"], ["Kurang baik"], ["Baik"], ["Sangat baik"], ["Batal"]
    ]  # fmt: skip
    spoken = ["Tidak baik", "kurang baik", "Baik.", "SANGAT BAIK", "1", "2", "3", "4"]
    (last,) = await sari.answers(*spoken)
    assert "9/9 · Sarana" in last
    (wish,) = await sari.says("baik")
    assert "saran Anda" in wish
    assert kept(hall) == []
    (thanks,) = await sari.says("Petugas ramah")
    assert "Terima kasih" in thanks
    assert [list(row.values()) for row in kept(hall)] == [[1, 2, 3, 4, 1, 2, 3, 4, 3]]
    (none,) = await sari.says("survei")
    assert "tidak ada survei" in none


async def test_the_comment_may_be_skipped(hall: Hall) -> None:
    sari, _ = await invited(hall)
    (thanks,) = await sari.answers("survei", *["3"] * 9, "Lewati")
    assert "Terima kasih" in thanks
    with hall.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalars(select(survey_answers.c.sealed_comment)).all() == [None]


async def test_leaving_keeps_no_score_and_the_survey_may_be_begun_again(hall: Hall) -> None:
    sari, _ = await invited(hall)
    for word in ("batal", "lewati"):
        (left,) = await sari.answers("survei", "4", "4", word)
        assert "tidak disimpan" in left
    (left,) = await sari.answers("survei", *["4"] * 9, "batal")
    assert "tidak disimpan" in left
    assert kept(hall) == []
    _, question = await sari.says("survei")
    assert "1/9" in question


async def test_back_opens_the_question_before(hall: Hall) -> None:
    sari, _ = await invited(hall)
    (again,) = await sari.answers("survei", "4", "4", "kembali")
    assert "2/9" in again
    await sari.answers("1", *["3"] * 7)
    (ninth,) = await sari.says("kembali")
    assert "9/9" in ninth
    await sari.answers("2", "lewati")
    assert [list(row.values()) for row in kept(hall)] == [[4, 1, 3, 3, 3, 3, 3, 3, 2]]


async def test_what_is_no_score_is_asked_again(hall: Hall) -> None:
    sari, _ = await invited(hall)
    await sari.says("survei")
    for text in ("5", "0", "lumayan", "halo", "baik sekali ya"):
        (again,) = await sari.says(text)
        assert "ketik angkanya (1 sampai 4)" in again
        assert "1/9" in again
    (again,) = await sari.sends(b"%PDF-1.4 bukan jawaban")
    assert "1/9" in again


async def test_a_comment_that_is_too_long_or_a_file_is_asked_again(hall: Hall) -> None:
    sari, _ = await invited(hall)
    await sari.answers("survei", *["3"] * 9)
    (again,) = await sari.says("a" * (survey.LONGEST_COMMENT + 1))
    assert "paling banyak 1000 huruf" in again
    (again,) = await sari.sends(b"%PDF-1.4 bukan saran")
    assert "saran Anda" in again
    assert kept(hall) == []


async def test_the_button_of_a_case_begins_its_survey_once(hall: Hall) -> None:
    sari, number = await invited(hall)
    offer = await offered(hall, sari, SurveyPress(kind="request", number=number))
    _, question = await sari.taps("Isi survei", offer)
    assert "1/9" in question
    await sari.answers(*["4"] * 9, "lewati")
    (none,) = await sari.taps("Isi survei", offer)
    assert "tidak ada survei" in none
    assert len(kept(hall)) == 1


async def test_somebody_else_s_button_opens_nothing(hall: Hall) -> None:
    _, number = await invited(hall)
    joko = await hall.newcomer("Pak Joko")
    await joko.says("halo")
    offer = await offered(hall, joko, SurveyPress(kind="request", number=number))
    (none,) = await joko.taps("Isi survei", offer)
    assert "tidak ada survei" in none


async def test_the_menu_s_button_begins_with_the_newest_case(hall: Hall) -> None:
    sari, _ = await invited(hall)
    offer = await offered(hall, sari, MenuPress(where="survey"))
    _, question = await sari.taps("Isi survei", offer)
    assert "1/9" in question


async def test_an_unfinished_request_survives_the_survey(hall: Hall) -> None:
    sari, _ = await invited(hall)
    offer = await offered(hall, sari, MenuPress(where="survey"))
    await sari.answers("permohonan", "1", "Sari Wulandari")
    await sari.taps("Isi survei", offer)
    thanks, question = await sari.answers(*["3"] * 9, "lewati")
    assert "Terima kasih" in thanks
    assert "NIK" in question, "whoever was filling in a form goes on with it"
    (file,) = await sari.says(NIK)
    assert "Salinan identitas" in file


async def test_a_survey_that_is_left_leads_back_to_the_form(hall: Hall) -> None:
    sari, number = await invited(hall)
    offer = await offered(hall, sari, MenuPress(where="survey"))
    await sari.answers("permohonan", "1", "Sari Wulandari")
    await sari.taps("Isi survei", offer)
    await sari.says("4")
    await sari.taps("Isi survei", offer)
    left, question = await sari.says("batal")
    assert "tidak disimpan" in left
    assert "NIK" in question
    assert remembered(hall, sari) == {"form"}
    del number


async def test_an_unsent_objection_survives_the_survey(hall: Hall) -> None:
    desk = open_desk(hall)
    sari, number = await invited(hall)
    desk.refuse(number)
    refused = (await sari.sees())[0]
    offer = await offered(hall, sari, SurveyPress(kind="request", number=number))
    await sari.taps("Ajukan keberatan", refused["message_id"])
    await sari.answers("5 7", "Selesai")
    await sari.taps("Isi survei", offer)
    thanks, grounds = await sari.answers(*["3"] * 9, "lewati")
    assert "Terima kasih" in thanks
    assert "✅" in grounds
    (facts,) = await sari.says("Selesai")
    assert "terjadi" in facts


async def test_a_draft_that_waited_elsewhere_is_mentioned_after_the_survey(hall: Hall) -> None:
    sari, _ = await invited(hall)
    await sari.answers("permohonan", "1", "Sari Wulandari", "batal")
    (thanks,) = await sari.answers("survei", *["3"] * 9, "lewati")
    assert "lanjutkan draf" in thanks


@pytest.mark.parametrize("door", ["/start", "bantuan", "status", "petugas"])
async def test_no_score_stays_in_memory_by_whatever_door_one_leaves(hall: Hall, door: str) -> None:
    sari, _ = await invited(hall)
    await sari.answers("survei", "4")
    assert "survey" in remembered(hall, sari)
    await sari.says(door)
    assert "survey" not in remembered(hall, sari)


def remembered(hall: Hall, guest: Guest) -> set[str]:
    with hall.office.reading(CLOCKWORK) as unit:
        return set(standing.load(unit, {guest.number})[guest.number].memory)


async def test_the_menu_in_the_middle_ends_the_survey_without_a_score(hall: Hall) -> None:
    sari, _ = await invited(hall)
    (welcome,) = await sari.answers("survei", "4", "/start")
    assert "Selamat datang" in welcome
    await sari.says("4")
    assert kept(hall) == []
    _, question = await sari.says("survei")
    assert "1/9" in question


async def test_the_word_inside_a_form_is_an_answer_to_the_form(hall: Hall) -> None:
    sari, _ = await invited(hall)
    (next_one,) = await sari.answers("permohonan", "1", "survei")
    assert "1/9" not in next_one


async def test_two_cases_are_answered_one_after_the_other(hall: Hall) -> None:
    sari, _ = await invited(hall)
    close(hall, sari, "draft-2")
    for _ in range(2):
        (thanks,) = await sari.answers("survei", *["3"] * 9, "lewati")
        assert "Terima kasih" in thanks
    assert len(kept(hall)) == 2
