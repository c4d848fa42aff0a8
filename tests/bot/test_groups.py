"""In a group: only when addressed, nothing personal, and no button does anybody's affairs."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.handlers import answering, groups
from bot.presses import AnswerPress, EntryPress, MenuPress
from bot.turn import Outcome
from knowledge.escalation.tables import Escalation
from knowledge.tables import questions
from knowledge.words import Band, Route
from office.unit import Office
from tests.bot.booth import Booth, captions, carried, found
from tests.bot.conftest import Guest, Hall
from tests.bot.forgery import forge
from tests.people import CLOCKWORK


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office, is_private=False)


async def square(hall: Hall, guest: Guest) -> int:
    number = int((await hall.street.do("groups", title="Warga RT 2"))["id"])
    await hall.street.do(f"groups/{number}/members", citizen=guest.number)
    return number


async def said_in(hall: Hall, group: int) -> list[dict[str, Any]]:
    await hall.settle()
    return [row for row in await hall.street.ask("transcript") if row["chat_id"] == group]


@pytest.mark.parametrize(
    "text",
    ["berapa lama permohonan dijawab", "@budi berapa lama?", "/start@botlain", "halo", "status"],
)
async def test_it_is_silent_unless_it_is_addressed_itself(hall: Hall, text: str) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, text, chat_id=group)
    assert await said_in(hall, group) == []


@pytest.mark.parametrize("text", ["@latihan_bot apa itu ppid", "@LATIHAN_BOT apa itu ppid?"])
async def test_it_answers_whoever_names_it(hall: Hall, text: str) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, text, chat_id=group)
    (said,) = await said_in(hall, group)
    assert said["text"]


def test_an_answer_has_no_personal_buttons(booth: Booth) -> None:
    words = booth.does(
        lambda turn: Outcome((answering.answer(turn, "bst-apa-itu", "kunci"),))
    ).says[0]
    assert captions(words)
    assert not {"@helped", "@not_this", "@staff"} & set(captions(words))


@pytest.mark.parametrize("route", [Route.PERSONAL, Route.STAFF])
def test_personal_matters_are_sent_to_the_private_chat(booth: Booth, route: Route) -> None:
    verdict = found(Band.ANSWER, "bansos-cek", route=route)
    words = booth.does(lambda turn: Outcome((groups._said(turn, verdict, "k"),))).says[0]
    assert words.key == "group_hint"


def test_several_meanings_are_offered_as_entries_that_anybody_may_open(booth: Booth) -> None:
    (words,) = booth.does(groups.asked, "@latihan_bot bst itu apa").says
    assert words.key == "choose_here"
    press = EntryPress.unpack(carried(words, captions(words)[0]))
    assert booth.shelf.articles[press.slug].title == captions(words)[0]


def test_an_alarm_is_answered_and_a_complaint_named_without_buttons(booth: Booth) -> None:
    for text, key in (
        ("tolong ada kebakaran di rumah tetangga", "emergency"),
        ("saya mau lapor jalan rusak di depan sekolah", "complaint"),
    ):
        (words,) = booth.does(groups.asked, f"@latihan_bot {text}").says
        assert (words.key, words.keyboard) == (key, None)


def test_a_group_s_question_is_logged_as_such(booth: Booth) -> None:
    booth.does(groups.asked, "@latihan_bot apa itu ppid")
    with booth.office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(select(questions)).one()
    assert (row.route, row.text) == ("group", "apa itu ppid")


def test_a_group_s_complaint_is_logged_as_one_and_counts_as_no_answer(booth: Booth) -> None:
    booth.does(groups.asked, "@latihan_bot saya mau lapor jalan rusak di depan sekolah")
    with booth.office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(select(questions)).one()
    assert (row.route, row.edition) == (Route.COMPLAINT.value, None)


@pytest.mark.parametrize("command", ["/status@latihan_bot", "/permohonan@latihan_bot", "/bantuan"])
async def test_a_command_in_a_group_points_to_the_private_chat(hall: Hall, command: str) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, command, chat_id=group)
    (said,) = await said_in(hall, group)
    assert "kirim pesan langsung" in said["text"]


async def test_nothing_but_reading_comes_of_what_is_pressed_in_a_group(hall: Hall) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, "@latihan_bot apa itu ppid", chat_id=group)
    assert len(await said_in(hall, group)) == 1
    for press in (MenuPress(where="staff"), MenuPress(where="file"), AnswerPress(what="x", key="")):
        forge(hall, sari, press.pack(), chat_id=group)
    assert len(await said_in(hall, group)) == 1
    with hall.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(func.count(Escalation.id))) == 0
