"""What citizens meet while a function is closed: words, another way, and nothing lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import drafts, standing
from bot.handlers import ask, form_offers, groups, programmes
from bot.presses import AnswerPress, PickPress, ProgrammePress
from bot.speak import About, voice
from bot.standing import Standing
from bot.tables import chats
from bot.turn import Outcome, Surroundings
from knowledge import clustering, misses
from knowledge import programmes as known
from knowledge.tables import questions
from knowledge.words import Band, Route
from office import outbox, retention, switches
from office.clock import StandingClock
from office.outbox import Kind, Notice
from office.people import Citizen, StaffMember
from office.switches import Function
from office.unit import Office
from register import book
from tests.bot.booth import Booth, captions, found
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import Desk, filed, open_desk, tap, tap_and_see
from tests.bot.test_filing import fill
from tests.knowledge.programme_desk import PROGRAMME, a_card
from tests.people import BU_SARI, CLOCKWORK

SAY = voice("PPID Kabupaten Contoh", of=About(contact="Jalan Merdeka 1"))
KEPT = timedelta(days=retention.line("drafts").days)
WHY = "Sedang ada pemeriksaan"
_WITHIN = 2.0  # seconds until a moved switch holds everywhere
OWN_WORDS = {"id": "Kami sedang memeriksa semua jawaban sampai sore."}
FACTS = "Dokumen itu seharusnya ada, karena RKPD disusun setiap tahun."
QUESTION = "berapa lama permohonan informasi dijawab"


def closing(*functions: Function, words: Mapping[str, str] = {}) -> Surroundings:
    return Surroundings(packs=("ppid",), closed=dict.fromkeys(functions, words))


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office, around=closing(Function.ANSWERS))


@pytest.fixture
def desk(hall: Hall) -> Desk:
    return open_desk(hall)


def said(outcome: Outcome) -> str:
    return "\n".join(SAY.text(words.key, words.data) for words in outcome.says)


async def move(hall: Hall, staff: StaffMember, function: Function, *, close: bool = True) -> None:
    """Move a switch, and wait until every part has taken it up."""
    with hall.office.unit(staff) as unit:
        seen = switches.of(unit, function).version
        if close:
            switches.close(unit, function, reason=WHY, words={}, seen=seen)
        else:
            switches.reopen(unit, function, reason=WHY, seen=seen)
    await asyncio.sleep(_WITHIN)


def logged(office: Office) -> list[tuple[str, str, str]]:
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(select(questions).order_by(questions.c.id))
        return [(row.text, row.route, row.band) for row in rows]


def test_a_question_is_kept_and_a_person_is_offered(booth: Booth) -> None:
    outcome = booth.asks(QUESTION)
    words = said(outcome)
    assert "Jawaban otomatis sedang kami hentikan sementara" in words
    assert "112" in words
    assert "10 hari kerja" not in words
    assert captions(outcome.says[0]) == ["@connect", "@file"]
    assert booth.place.memory["recent"] == [QUESTION]
    assert logged(booth.office) == [(QUESTION, "closed", Band.UNKNOWN)]


def test_staff_s_own_words_are_said_in_their_language_only(booth: Booth) -> None:
    booth.around = closing(Function.ANSWERS, words=OWN_WORDS)
    assert said(booth.asks(QUESTION)).startswith(OWN_WORDS["id"])
    booth.place = replace(booth.place, language="en")
    (words,) = booth.asks(QUESTION).says
    assert words.data["words"] == ""
    assert "We have stopped automatic answers" in voice("PPID", "en").text(words.key, words.data)


def test_an_emergency_is_answered_with_112_and_nothing_else_is(booth: Booth) -> None:
    outcome = booth.asks("tolong ada kebakaran di rumah tetangga saya")
    assert [words.key for words in outcome.says] == ["emergency"]
    sure = found(Band.ANSWER, "ppid-waktu", route=Route.EMERGENCY)
    assert [words.key for words in booth.is_told(sure).says] == ["emergency"]


def test_whoever_wants_a_person_gets_one(booth: Booth) -> None:
    outcome = booth.is_told(found(Band.UNKNOWN, route=Route.STAFF), "petugas dong")
    assert "answers_closed" not in [words.key for words in outcome.says]
    assert outcome.step is not None


@pytest.mark.parametrize("route", [Route.COMPLAINT, Route.PERSONAL, Route.DOCUMENT, None])
def test_no_other_message_is_answered(booth: Booth, route: Route | None) -> None:
    (words,) = booth.is_told(found(Band.ANSWER, "ppid-waktu", route=route)).says
    assert words.key == "answers_closed"


def test_buttons_of_earlier_answers_give_no_more_of_them(booth: Booth) -> None:
    booth.around = Surroundings()
    booth.is_told(found(Band.CHOOSE, "ppid-waktu", "ppid-biaya"))
    key = str(booth.place.memory["key"])
    booth.around = closing(Function.ANSWERS)
    for act, press in (
        (ask.picked, PickPress(ordinal=1, key=key)),
        (ask.insisted, AnswerPress(what="search", key=key)),
    ):
        (words,) = booth.does(act, press=press).says
        assert words.key == "answers_closed"
    (words,) = booth.does(ask.not_this, press=AnswerPress(what="no", key=key)).says
    assert words.key == "staff_offer"


def test_in_a_group_the_way_to_a_person_is_told_without_buttons(booth: Booth) -> None:
    booth.is_private = False
    outcome = booth.does(groups.asked, "@bot " + QUESTION)
    assert "ketik petugas di sana" in said(outcome).replace("<b>", "").replace("</b>", "")
    assert outcome.says[0].keyboard is None


def test_a_form_is_not_interrupted_by_answers_either(booth: Booth) -> None:
    form = {"key": "k", "answers": {}}
    booth.place = Standing(memory={"form": form})
    told: list[object] = []

    def offers(turn: object) -> Outcome:
        told.append(form_offers.aside(turn))  # type: ignore[arg-type]
        told.append(form_offers.offered(turn, form, QUESTION))  # type: ignore[arg-type]
        return Outcome()

    booth.does(offers, QUESTION + "?")
    assert told == [None, (form, ())]


def test_what_came_while_answers_were_closed_is_no_gap_of_knowledge(booth: Booth) -> None:
    booth.asks("xqzkw vbnmj plkqx wqrtz")
    with booth.office.reading(CLOCKWORK) as unit:
        (row,) = unit.session.execute(select(questions)).all()
    assert clustering.gap(misses.as_asked(row)) is None
    assert clustering.gap(replace(misses.as_asked(row), route="search")) is not None


async def test_a_switch_takes_effect_in_a_running_bot_and_again_when_it_is_opened(
    hall: Hall, desk: Desk
) -> None:
    sari = await hall.newcomer()
    assert "10 hari kerja" in (await sari.says(QUESTION))[-1]
    await move(hall, desk.budi, Function.ANSWERS)
    (closed,) = await sari.says(QUESTION)
    assert "Jawaban otomatis sedang kami hentikan" in closed
    await move(hall, desk.budi, Function.ANSWERS, close=False)
    assert "10 hari kerja" in (await sari.says(QUESTION))[-1]


async def test_a_request_cannot_be_begun_but_every_other_way_is_told(
    hall: Hall, desk: Desk
) -> None:
    await move(hall, desk.budi, Function.FILING)
    sari = await hall.newcomer()
    (words,) = await sari.says("permohonan")
    assert "sedang kami tutup sementara" in words
    assert "Hak Anda tidak berkurang" in words
    assert "loket PPID, lewat surat, atau lewat surel" in words
    assert "ketik petugas" in words
    assert "Draf" not in words
    # Nothing was begun, so what is written next is a question.
    assert "10 hari kerja" in (await sari.says(QUESTION))[-1]


async def test_a_draft_is_kept_while_filing_is_closed_and_sent_when_it_is_open(
    hall: Hall, desk: Desk
) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await move(hall, desk.budi, Function.FILING)
    (words,) = await sari.says("Kirim permohonan")
    assert "Draf Anda tetap tersimpan" in words
    assert await sari.keyboard() == [["Kirim permohonan"], ["Kembali", "Batal"]]
    assert own_requests(hall, sari) == 0
    await move(hall, desk.budi, Function.FILING, close=False)
    receipt, *_ = await sari.says("Kirim permohonan")
    assert "0001/PPID/XI/2026" in receipt
    assert own_requests(hall, sari) == 1


async def test_a_draft_left_behind_is_offered_again_only_when_filing_is_open(
    hall: Hall, desk: Desk
) -> None:
    sari = await hall.newcomer()
    await sari.answers("permohonan", "1", "Sari Wulandari", "batal")
    await move(hall, desk.budi, Function.FILING)
    for typed in ("lanjutkan draf", "permohonan"):
        (words,) = await sari.says(typed)
        assert "Draf Anda tetap tersimpan" in words
    await move(hall, desk.budi, Function.FILING, close=False)
    assert "NIK" in (await sari.says("lanjutkan draf"))[-1]


async def test_an_objection_is_kept_and_its_writer_is_told_that_its_days_go_on(
    hall: Hall, desk: Desk
) -> None:
    sari, number = await filed(hall)
    desk.refuse(number)
    await sari.hears()
    await tap(sari, "Ajukan keberatan")
    await sari.answers("Selesai", FACTS)
    await move(hall, desk.budi, Function.FILING)
    (words,) = await sari.says("Kirim keberatan")
    assert "Batas waktu mengajukan keberatan tetap berjalan" in words
    assert "Draf Anda tetap tersimpan" in words
    await move(hall, desk.budi, Function.FILING, close=False)
    receipt, *_ = await sari.says("Kirim keberatan")
    assert "0001/KBR/XI/2026" in receipt
    assert desk.objection()["case_facts"] == FACTS


async def test_no_objection_is_begun_while_filing_is_closed(hall: Hall, desk: Desk) -> None:
    sari, number = await filed(hall)
    desk.refuse(number)
    await sari.hears()
    await move(hall, desk.budi, Function.FILING)
    (seen,) = await tap_and_see(sari, "Ajukan keberatan")
    assert "Keberatan tetap dapat Anda sampaikan di loket" in seen["text"]
    await move(hall, desk.budi, Function.FILING, close=False)
    (grounds,) = await tap(sari, "Ajukan keberatan")
    assert "Permintaan tidak dipenuhi" in grounds


async def test_news_waits_and_everything_else_goes_on_while_broadcast_is_closed(
    hall: Hall, desk: Desk
) -> None:
    sari = await hall.newcomer()
    await move(hall, desk.budi, Function.BROADCAST)
    news = {"slug": "ppid-waktu", "title": "Kabar tentang RKPD"}
    with hall.office.unit(CLOCKWORK) as unit:
        unit.post(Notice(sari.number, "answer_now_known", "uji:kabar", Kind.NEWS, news))
    await hall.street.say(sari.number, QUESTION)
    await hall.until(lambda: "sent" in states(hall, "in:"))
    await asyncio.sleep(_WITHIN)
    assert states(hall, "uji:kabar") == ["waiting"]
    await move(hall, desk.budi, Function.BROADCAST, close=False)
    heard = await sari.hears()
    assert any("Kabar tentang RKPD" in words for words in heard)
    assert any("10 hari kerja" in words for words in heard)


def test_whoever_subscribes_is_told_that_nothing_is_sent_now(booth: Booth) -> None:
    with booth.office.unit(CLOCKWORK) as unit:
        known.add(unit, PROGRAMME, "ppid", a_card(entries=()))
    follow = ProgrammePress(what="follow", slug=PROGRAMME)
    for closed, expected in (
        ((Function.BROADCAST,), ["broadcast_closed", "followed"]),
        ((), ["followed"]),
    ):
        booth.around = closing(*closed)
        outcome = booth.does(programmes.follow, press=follow)
        assert [words.key for words in outcome.says] == expected


def test_a_closed_time_makes_no_draft_old(office: Office, pak_budi: StaffMember) -> None:
    clock = office.clock
    assert isinstance(clock, StandingClock)
    begin(office)
    flip(office, pak_budi, close=True)
    clock.advance(2 * KEPT)
    after_a_look(office)
    assert has_draft(office)
    flip(office, pak_budi, close=False)
    after_a_look(office)
    after_a_look(office)
    assert has_draft(office)
    assert told(office) == ["filing_open_again"]
    clock.advance(KEPT)
    after_a_look(office)
    assert not has_draft(office)


def test_an_ordinary_draft_is_forgotten_after_a_week_and_nobody_is_told(office: Office) -> None:
    assert isinstance(office.clock, StandingClock)
    begin(office)
    office.clock.advance(KEPT - timedelta(hours=1))
    after_a_look(office)
    assert has_draft(office)
    office.clock.advance(timedelta(hours=2))
    after_a_look(office)
    assert not has_draft(office)
    assert told(office) == []


def own_requests(hall: Hall, guest: Guest) -> int:
    with hall.office.reading(Citizen(guest.number)) as unit:
        return len(book.own(unit))


def states(hall: Hall, occasion: str) -> list[str]:
    """Return what became of the notices of an occasion."""
    with hall.office.reading(CLOCKWORK) as unit:
        query = select(outbox.outbox.c.state).where(outbox.outbox.c.once.like(f"{occasion}%"))
        return list(unit.session.scalars(query))


def begin(office: Office) -> None:
    memory = {"form": {"key": "k", "answers": {"applicant_type": "individual"}}}
    with office.unit(BU_SARI) as unit:
        standing.save(unit, BU_SARI.person, Standing(), step=None, memory=memory)


def flip(office: Office, staff: StaffMember, *, close: bool) -> None:
    with office.unit(staff) as unit:
        seen = switches.of(unit, Function.FILING).version
        if close:
            switches.close(unit, Function.FILING, reason=WHY, words={}, seen=seen)
        else:
            switches.reopen(unit, Function.FILING, reason=WHY, seen=seen)


def after_a_look(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        drafts.look_after(unit)


def has_draft(office: Office) -> bool:
    with office.reading(CLOCKWORK) as unit:
        return bool(unit.session.scalar(select(chats.c.has_draft)))


def told(office: Office) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        due = unit.session.execute(select(outbox.outbox)).all()
        return [outbox._due(row, unit.vault).key for row in due]
