"""From the bot to a person and back: lanes, promises, and one speaker at every moment."""

from datetime import timedelta
from functools import partial

import pytest

from knowledge.escalation import closing, opening, replying
from knowledge.escalation.words import Outcome, Reason
from office.people import Citizen
from tests.bot.conftest import Hall
from tests.bot.desk import filed, tap
from tests.bot.officer import ANSWER, hire

QUESTION = "berapa lama permohonan informasi dijawab"
NOBODY_KNOWS = "bagaimana nasib pohon mangga di depan rumah pak lurah kemarin itu"


async def test_the_promise_is_told_at_the_opening_and_repeated_with_the_first_line(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    opened, _ = await sari.says("petugas")
    (heard,) = await sari.says("saya butuh data")
    promise = "Petugas menjawab hari ini paling lambat pukul 09.30 WIB"
    assert promise in opened
    assert promise in heard


@pytest.mark.parametrize(
    ("language", "words"),
    [("jv", "Petugas paring wangsulan"), ("en", "Staff will answer today by")],
)
async def test_the_promise_is_told_in_the_citizen_s_language(
    hall: Hall, language: str, words: str
) -> None:
    sari = await hall.newcomer()
    await sari.says("/bahasa")
    await tap(sari, {"jv": "Basa Jawi", "en": "English"}[language])
    opened, _ = await sari.says("petugas")
    assert words in opened


async def test_hours_and_time_are_known_before_anybody_is_connected(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says(NOBODY_KNOWS)
    offer = (await sari.says("apa kabar pohon mangga di depan balai rw itu tadi"))[0]
    assert "Jam layanan: Senin sampai Kamis 08.00-12.00" in offer
    assert "petugas menjawab hari ini paling lambat pukul 09.30 WIB" in offer
    assert "T-0" not in offer


async def test_a_line_to_waiting_staff_brings_a_new_promise_that_is_told_once(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    budi.takes()
    await budi.replies(sari, "Tahun berapa, Bu?", wait=True)
    assert budi.talk().status == "awaiting_citizen"
    hall.clock.advance(timedelta(hours=1))
    (heard,) = await sari.says("tahun 2025")
    assert budi.talk().status == "queued"
    assert "Petugas menjawab hari ini paling lambat pukul 10.30 WIB" in heard
    assert await sari.says("semester dua") == []
    assert budi.lines()[-2:] == ["tahun 2025", "semester dua"]


async def test_while_an_office_is_asked_the_citizen_knows_which_and_by_when(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "berapa anggaran jalan desa?")
    budi.takes()
    (told,) = await budi.disposes(sari, "Bappeda")
    assert "kami teruskan ke Bappeda" in told
    (heard,) = await sari.says("untuk tahun 2025")
    assert "sedang dijawab oleh Bappeda" in heard
    assert "Rabu, 25 November" in heard
    assert (budi.talk().status, budi.talk().speaker) == ("awaiting_opd", "opd")


async def test_an_edited_line_is_added_and_the_old_one_stays(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.says("petugas")
    said = await hall.street.say(sari.number, "butuh data 2024")
    await sari.hears()
    await hall.street.do(
        f"citizens/{sari.number}/edit", message_id=said["message_id"], text="butuh data 2025"
    )
    assert await sari.hears() == []
    assert budi.lines() == ["butuh data 2024", "(diubah) butuh data 2025"]


async def test_a_file_with_its_caption_is_one_line_each(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    photo = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    await sari.sends(photo, **{"as": "photo", "caption": "jalan depan rumah"})
    await sari.sends(photo + b"1", **{"as": "photo"})
    await sari.sends(b"%PDF-1.4\n" + b"0" * 2_000_000, **{"as": "document"})
    lines = budi.talk().lines
    assert [(line.text, line.file is not None) for line in lines] == [
        ("jalan depan rumah", True),
        ("(foto, 1 KB)", True),
        ("(berkas file.bin, 1,9 MB)", True),
    ]


async def test_what_stands_beside_a_refused_file_is_not_lost(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.says("petugas")
    said = await sari.sends(b"MZ" + b"\x00" * 80, **{"as": "document", "caption": "programnya"})
    assert budi.lines() == ["programnya\n(berkas yang tidak dapat diterima)"]
    assert len(said) == 2


async def test_an_emergency_raises_the_lane_and_is_answered_at_once(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    assert budi.talk().lane == "general"
    (alarm,) = await sari.says("tolong ada kebakaran di rumah tetangga")
    assert alarm.startswith("112")
    assert budi.talk().lane == "urgent"


async def test_an_emergency_in_a_form_reaches_the_staff_who_have_the_conversation(
    hall: Hall,
) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data", "permohonan")
    alarm, _ = await sari.says("tolong ada kebakaran di rumah tetangga")
    assert alarm.startswith("112")
    assert budi.talk().lane == "urgent"
    assert budi.lines()[-1] == "tolong ada kebakaran di rumah tetangga"


async def test_whoever_begins_from_a_case_is_in_the_formal_lane(hall: Hall) -> None:
    sari, _ = await filed(hall)
    budi = hire(hall)
    await sari.says("status")
    await tap(sari, "0001/PPID/XI/2026")
    await tap(sari, "Tanya petugas")
    talk = budi.talk()
    assert (talk.lane, talk.lines[0].text) == ("formal", "(tentang permohonan 0001/PPID/XI/2026)")


async def test_advertising_waits_last_and_stays_visible(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.says("slot gacor maxwin daftar di https://judi.top sekarang")
    await sari.says("bonus new member https://judi.top")
    await sari.says("petugas")
    assert budi.talk().lane == "spam"
    assert "gacor" in budi.lines()[0]


@pytest.mark.parametrize("way", ["petugas", "file"])
async def test_a_conversation_that_ended_lately_goes_on_under_its_number(
    hall: Hall, way: str
) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    closed, rating = await budi.answers(sari)
    assert "sampai Kamis, 26 November, pukul 15.30 WIB untuk melanjutkan" in closed
    assert "membantu?" in rating
    said = (
        await sari.says("petugas")
        if way == "petugas"
        else await sari.sends(b"\x89PNG\r\n\x1a\n" + b"0" * 64, **{"as": "photo"})
    )
    assert "T-00001/2026 kami buka kembali" in said[0]
    assert budi.talk().status == "queued"


async def test_what_the_bot_cannot_answer_goes_on_with_the_conversation_and_says_so(
    hall: Hall,
) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    await budi.answers(sari)
    (answer,) = await sari.says(QUESTION)
    assert "10 hari kerja" in answer
    assert budi.talk().status == "closed"
    reopened, why = await sari.says(NOBODY_KNOWS)
    assert "T-00001/2026 kami buka kembali" in reopened
    assert "belum dapat kami jawab sendiri" in why
    assert budi.lines()[-1] == NOBODY_KNOWS
    assert await sari.says(QUESTION) != [answer]


async def test_a_reply_to_what_staff_said_opens_the_conversation_directly(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    await budi.answers(sari)
    (reply,) = [row for row in await sari.everything() if ANSWER in row["text"]]
    await hall.street.say(sari.number, QUESTION, reply_to=reply["message_id"])
    (reopened,) = await sari.hears()
    assert "T-00001/2026 kami buka kembali" in reopened
    assert budi.lines()[-1] == QUESTION


@pytest.mark.parametrize("text", ["tidak", "boleh pak"])
async def test_a_nod_that_replies_to_staff_is_theirs(hall: Hall, text: str) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    await budi.answers(sari)
    (reply,) = [row for row in await sari.everything() if ANSWER in row["text"]]
    await hall.street.say(sari.number, text, reply_to=reply["message_id"])
    (reopened,) = await sari.hears()
    assert "T-00001/2026 kami buka kembali" in reopened
    assert budi.lines()[-1] == text


@pytest.mark.parametrize("text", ["selamat pagi pak, mau tanya", "izin bertanya bu"])
async def test_who_announces_a_question_to_staff_is_heard_by_them(hall: Hall, text: str) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?", text)
    assert budi.lines()[-1] == text


async def test_long_after_the_end_a_new_number_follows_the_old_one(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    await budi.answers(sari)
    hall.clock.advance(timedelta(days=10))
    (missed,) = await sari.says(NOBODY_KNOWS)
    assert "T-0000" not in missed
    opened = (await sari.says("petugas"))[0]
    assert "T-00002/2026" in opened


async def test_staff_who_open_again_are_heard_from_the_next_message_on(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "kapan kantor buka?")
    await budi.answers(sari)
    budi.does(partial(closing.reopen, number=budi.number))
    (told,) = await sari.hears()
    assert "membuka kembali percakapan T-00001/2026" in told
    (heard,) = await sari.says(QUESTION)
    assert "diteruskan ke petugas" in heard
    assert budi.lines()[-1] == QUESTION


async def test_an_end_without_an_answer_says_why_and_asks_for_no_score(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "tolong ubah KTP saya")
    budi.takes()
    (closed,) = await budi.closes(sari, Outcome.NOT_POSSIBLE, "Itu wewenang Dukcapil.")
    assert "Itu wewenang Dukcapil." in closed


GREETINGS = [
    "halo",
    "terima kasih",
    QUESTION,
    "selamat pagi min",
    "survei",
    "cabut 1",
    "status 00012/2026",
]


@pytest.mark.parametrize("text", GREETINGS)
async def test_whatever_is_written_to_staff_reaches_staff_alone(hall: Hall, text: str) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.says("halo")
    # Opened behind the chat's back: the chat itself still stands nowhere.
    with hall.office.unit(Citizen(sari.number)) as unit:
        opening.open_for(unit, reason=Reason.DEFECT)
    await sari.hears()
    (heard,) = await sari.says(text)
    assert "diteruskan ke petugas" in heard
    assert budi.lines() == [text]


async def test_the_bot_s_own_buttons_answer_nothing_while_staff_speak(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says(QUESTION)
    await sari.says("petugas")
    (still,) = await tap(sari, "Bukan ini")
    assert "masih terbuka pada petugas" in still
    (invited,) = await sari.says("tanya informasi")
    assert invited == still


async def test_a_question_inside_a_form_is_the_form_s_while_staff_speak(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    (*_, question) = await sari.says("permohonan")
    said = await sari.says(f"{QUESTION}?")
    assert not any("10 hari kerja" in text for text in said)
    assert question
    await sari.says("batal")
    assert await sari.says("tahun 2025 pak") == []
    assert budi.lines()[-1] == "tahun 2025 pak"


async def test_the_clockwork_reminds_once_and_ends_what_nobody_answers(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    budi.takes()
    await budi.replies(sari, "Tahun berapa, Bu?", wait=True)
    (reminder,) = await budi.time_passes(sari, days=1, hours=8)
    assert "Bila sampai Kamis, 26 November, pukul 15.30 WIB" in reminder
    (ended,) = await budi.time_passes(sari, days=3)
    assert "belum ada balasan dari Anda" in ended
    assert await budi.time_passes(sari, days=30) == []


async def test_a_week_switched_off_leads_to_one_apology_with_a_new_promise(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    (sorry,) = await budi.time_passes(sari, days=7)
    assert "Mohon maaf, percakapan T-00001/2026 belum kami jawab" in sorry
    assert "Petugas menjawab hari ini paling lambat pukul" in sorry
    assert await budi.time_passes(sari, hours=2) == []
    assert budi.talk().status == "queued"


async def test_whoever_leaves_while_a_reply_waits_reads_it_before_the_end(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "jam buka kantor?")
    budi.takes()
    seen = budi.talk().newest
    budi.does(partial(replying.reply, number=budi.number, text=ANSWER, seen_line=seen))
    reply, end = await sari.says("selesai")
    assert reply.endswith(ANSWER)
    assert "sudah Anda akhiri" in end
    assert "ketik petugas" in end
    hall.clock.advance(timedelta(minutes=1))
    assert await sari.hears() == []
