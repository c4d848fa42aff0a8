"""A person takes over; a poisoned update is parked; what cannot arrive is shown."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.speak import LONGEST
from knowledge.escalation import claiming, closing, replying, talk
from knowledge.escalation.replying import UNDO
from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import Outcome
from office import inbox, posted, silence
from office.outbox import Kind, Notice
from office.people import Role, StaffMember
from office.settings import Settings
from office.unit import Unit
from tests.bot.conftest import Guest, Hall
from tests.people import CLOCKWORK, staff_member


def _hire(hall: Hall) -> StaffMember:
    with hall.office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "budi", "Budi", Role.PPID, Role.INFORMATION_OFFICER)


def _first(hall: Hall) -> int:
    with hall.office.reading(CLOCKWORK) as unit:
        number = unit.session.scalar(select(Escalation.id).order_by(Escalation.id.desc()))
    assert number is not None
    return number


def _newest(hall: Hall, budi: StaffMember) -> int:
    with hall.office.reading(budi) as unit:
        return talk.conversation(unit, _first(hall)).newest


async def _reply(hall: Hall, budi: StaffMember, text: str) -> None:
    number, newest = _first(hall), _newest(hall, budi)
    hall.writer.do(partial(claiming.claim, number=number), budi)
    hall.writer.do(partial(_say, number=number, text=text, seen_line=newest), budi)


def _say(unit: Unit, *, number: int, text: str, seen_line: int) -> None:
    replying.reply(unit, number, text, seen_line=seen_line)


async def test_a_person_answers_and_closing_says_so(hall: Hall) -> None:
    budi = _hire(hall)
    sari = await hall.newcomer()
    opened, write = await sari.says("petugas")
    assert "T-00001/2026" in opened
    assert "tulis" in write.lower()
    (heard,) = await sari.says("kapan balai desa buka?")
    assert "diteruskan ke petugas" in heard
    await _reply(hall, budi, "Buka jam 8 <pagi> & seterusnya")
    await hall.advance(UNDO)
    (reply,) = await sari.hears()
    assert "Buka jam 8 <pagi> & seterusnya" in reply
    end = partial(
        closing.close, number=_first(hall), outcome=Outcome.ANSWERED, seen_line=_newest(hall, budi)
    )
    hall.writer.do(end, budi)
    closed, _ = await sari.hears()
    assert "kembali dijawab oleh bot" in closed
    (answer,) = await sari.says("berapa lama permohonan informasi dijawab")
    assert "10 hari kerja" in answer


async def test_while_a_person_speaks_the_bot_keeps_silent_but_status_works(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("petugas")
    (heard,) = await sari.says("berapa lama permohonan informasi dijawab")
    assert "diteruskan ke petugas" in heard
    (status,) = await sari.says("status")
    assert "Belum ada permohonan" in status
    assert await sari.says("masih menunggu ya") == []


async def test_a_form_left_in_the_middle_of_a_talk_leads_back_to_the_person(hall: Hall) -> None:
    budi = _hire(hall)
    sari = await hall.newcomer()
    await sari.answers("petugas", "saya butuh data", "permohonan", "batal")
    # The first message was acknowledged a moment ago; the form in between changes nothing.
    assert await sari.says("tahun 2025 pak") == []
    with hall.office.reading(budi) as unit:
        story = talk.conversation(unit, _first(hall))
    assert [line.text for line in story.lines] == ["saya butuh data", "tahun 2025 pak"]


async def test_a_photo_goes_to_a_person_and_can_be_opened(hall: Hall) -> None:
    budi = _hire(hall)
    sari = await hall.newcomer()
    (handed,) = await sari.sends(b"\x89PNG\r\n\x1a\n" + b"0" * 64, **{"as": "photo"})
    assert "sambungkan ke petugas" in handed
    with hall.office.reading(budi) as unit:
        story = talk.conversation(unit, _first(hall))
    assert story.lines[0].file is not None


async def test_a_poisoned_update_is_parked_and_all_good_ones_are_answered(hall: Hall) -> None:
    guests: list[Guest] = [await hall.newcomer(f"Warga {number}") for number in range(6)]
    for number, guest in enumerate(guests):
        if number == 3:
            user = {"id": guest.number, "is_bot": False, "first_name": "X"}
            chat = {"id": guest.number, "type": "private"}
            broken = {"message_id": "bukan angka", "date": "kemarin", "chat": chat, "from": user}
            await hall.street.do("updates", message=broken)
            await hall.street.do("updates", something_new={"a": 1})
        await hall.street.say(guest.number, "berapa lama permohonan informasi dijawab")
    await hall.advance(inbox.PAUSES[-1])
    for guest in guests:
        heard = await guest.hears()
        assert any("10 hari kerja" in text for text in heard), guest.number
    with hall.office.reading(_hire(hall)) as unit:
        assert len(inbox.parked(unit)) >= 1


async def test_a_parked_update_can_be_run_again(hall: Hall) -> None:
    budi = _hire(hall)
    sari = await hall.newcomer()
    await sari.says("/start")
    with hall.office.unit(CLOCKWORK) as unit:
        number = unit.session.scalar(select(inbox.inbox.c.id))
        assert number is not None
        unit.session.execute(update(inbox.inbox).values(state="parked"))
    hall.writer.do(partial(inbox.run_again, number=number), budi)
    await hall.settle()
    with hall.office.reading(budi) as unit:
        assert inbox.parked(unit) == []


async def test_a_citizen_who_blocked_the_bot_is_shown_on_the_desk(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("petugas")
    await hall.street.do(f"citizens/{sari.number}/block")
    await _reply(hall, _hire(hall), "Sudah kami cek.")
    await hall.advance(UNDO)
    with hall.office.reading(CLOCKWORK) as unit:
        (letter,) = posted.stuck(unit.session, unit.vault)
    assert letter.key == "staff_reply"
    assert "blocked" in (letter.failure or "")


async def test_an_answer_with_unknown_fate_is_repeated_once_and_says_so(hall: Hall) -> None:
    sari = await hall.newcomer()
    await hall.street.faults({"method": "sendMessage", "kind": "lost_after", "times": 1})
    await hall.street.say(sari.number, "berapa lama permohonan informasi dijawab")
    await hall.advance(inbox.PAUSES[0])
    first, second = await sari.hears()
    assert not first.startswith("(dikirim ulang)")
    assert second.startswith("(dikirim ulang)")


async def test_a_text_as_long_as_can_be_is_repeated_without_the_words_that_do_not_fit(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.says("halo")
    around = len(f"Petugas {Settings(_env_file=None).office_name}:\n\n")
    await hall.street.faults({"method": "sendMessage", "kind": "lost_after", "times": 1})
    with hall.office.unit(CLOCKWORK) as unit:
        text = "a" * (LONGEST - around)
        unit.post(Notice(sari.number, "staff_reply", "long", Kind.REPLY, {"text": text}))
    hall.writer.posted()
    await hall.advance(inbox.PAUSES[0])
    first, second = await sari.hears()
    assert first == second
    assert len(second) == LONGEST
    assert hall.state_of_outbox().startswith("sent")


async def test_a_server_that_refuses_for_a_while_is_tried_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    await hall.street.faults({"method": "sendMessage", "kind": "500", "times": 2})
    await hall.street.say(sari.number, "/start")
    await hall.advance(inbox.PAUSES[0])
    assert len(await sari.hears()) == 1


async def test_a_flood_refusal_is_stored_and_nobody_is_written_to_until_it_is_over(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await hall.street.faults(
        {"method": "sendMessage", "kind": "429", "retry_after": 30, "times": 1}
    )
    await hall.street.say(sari.number, "/start")
    await hall.until(lambda: hall.state_of_outbox() == "waiting:RetryAfter")
    with hall.office.reading(CLOCKWORK) as unit:
        until = silence.kept_until(unit.session)
    assert until is not None
    assert (until - hall.clock.now()).total_seconds() == 30
    hall.clock.instant = until
    assert len(await sari.hears()) == 1


@pytest.mark.parametrize("word", ["selesai", "akhiri percakapan", "/selesai", "batal", "cukup"])
async def test_the_citizen_ends_the_talk_and_the_bot_listens_again(hall: Hall, word: str) -> None:
    budi = _hire(hall)
    sari = await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    (ended,) = await sari.says(word)
    assert "sudah Anda akhiri" in ended
    (answer,) = await sari.says("berapa lama permohonan informasi dijawab")
    assert "10 hari kerja" in answer
    with hall.office.reading(budi) as unit:
        closed = unit.session.get_one(Escalation, _first(hall))
        assert (closed.status, closed.outcome) == ("closed", "left")


async def test_a_message_is_acknowledged_once_in_ten_minutes(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("petugas")
    (heard,) = await sari.says("saya butuh data")
    assert "ketik selesai" in heard.lower()
    assert await sari.says("tahun 2025") == []
    hall.clock.instant += timedelta(minutes=10)
    (again,) = await sari.says("masih di sana?")
    assert again == heard


async def test_the_menu_works_while_staff_have_the_talk(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("petugas")
    welcome, still = await sari.says("/start")
    assert "masih terbuka pada petugas" in still
    assert "program" in (await sari.says("/program"))[0].lower()
    assert "agenda" in str(await sari.says("/agenda")).lower()
    assert "diteruskan ke petugas" in (await sari.says("saya butuh data"))[0]
    assert welcome


async def test_an_emergency_in_a_form_is_answered_first_and_the_form_waits(hall: Hall) -> None:
    sari = await hall.newcomer()
    (*_, question) = await sari.says("permohonan")
    alarm, kept = await sari.says("tolong ada kebakaran di rumah tetangga")
    assert alarm.startswith("112")
    assert "kami simpan" in kept
    (*_, again) = await sari.answers("batal", "permohonan")
    assert again == question


async def test_the_same_words_once_more_are_an_answer(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("permohonan")
    await sari.says("anak saya hilang")
    (refused, *_) = await sari.says("anak saya hilang")
    assert "112" not in refused


async def test_an_emergency_at_the_village_prompt_is_no_village(hall: Hall) -> None:
    sari = await hall.newcomer()
    await hall.street.say(sari.number, "agenda")
    (shown,) = await sari.sees()
    await sari.taps("Langganan desa saya", shown["message_id"])
    alarm, _ = await sari.says("ibu saya pingsan")
    assert alarm.startswith("112")


async def test_somebody_tired_of_life_is_spoken_to_gently_wherever_they_write(hall: Hall) -> None:
    sari = await hall.newcomer()
    (alone,) = await sari.says("aq pgn mati")
    await sari.says("permohonan")
    in_form, _ = await sari.says("rasanya pengen mati aja udah ga kuat hidup")
    await sari.says("petugas")
    with_staff = (await sari.says("saya mau bunuh diri"))[-1]
    assert alone == in_form == with_staff
    assert alone.startswith("Terima kasih sudah menuliskannya")
    assert "112" in alone
    assert "119" not in alone


async def test_a_command_that_nobody_knows_brings_the_menu(hall: Hall) -> None:
    sari = await hall.newcomer()
    (said,) = await sari.says("/cuaca")
    assert "Perintah tidak dikenal" in said


@pytest.mark.parametrize(
    "text", ["cek status PI-00012/2026", "permohonan saya nomor 00012/2026", "status 00012/2026"]
)
async def test_a_question_about_a_numbered_case_leads_to_the_status(hall: Hall, text: str) -> None:
    sari = await hall.newcomer()
    (said,) = await sari.says(text)
    assert "Belum ada permohonan" in said


async def test_a_question_in_a_form_is_answered_and_the_step_put_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    (*_, question) = await sari.says("permohonan")
    answer, again = await sari.says("berapa lama permohonan informasi dijawab?")
    assert "10 hari kerja" in answer
    assert again == question
