"""Asking: an answer, a choice, or an honest "I don't know" and then a person."""

from sqlalchemy import select

from knowledge import reading
from knowledge.tables import Escalation, questions
from tests.bot.conftest import Hall
from tests.people import NIK


async def test_a_known_question_is_answered_with_source_date_and_owner(hall: Hall) -> None:
    sari = await hall.newcomer()
    (answer,) = await sari.says("brp lama permohonan informasi dijawab ya")
    assert "10 hari kerja" in answer
    assert "Sumber: UU 14/2008" in answer
    assert "Per Sabtu, 21 November 2026" in answer


async def test_a_vague_question_offers_numbered_choices_that_can_be_typed(hall: Hall) -> None:
    sari = await hall.newcomer()
    (offer,) = await sari.says("keberatan")
    assert offer.startswith("Maksud Anda:")
    first = offer.splitlines()[2].removeprefix("1. ")
    (answer,) = await sari.says("1")
    assert answer.startswith(first)


async def test_a_choice_can_be_tapped(hall: Hall) -> None:
    sari = await hall.newcomer()
    await hall.street.say(sari.number, "keberatan")
    (offer,) = await sari.sees()
    label = offer["inline"][1][0]["text"]
    (answer,) = await sari.taps(label, offer["message_id"])
    assert answer.startswith(label.split(". ", 1)[1])


async def test_not_this_shows_the_next_candidates_and_then_a_person(hall: Hall) -> None:
    sari = await hall.newcomer()
    await hall.street.say(sari.number, "berapa lama permohonan informasi dijawab")
    (answer,) = await sari.sees()
    await hall.street.press(sari.number, message_id=answer["message_id"], label="Bukan ini")
    (offer,) = await sari.sees()
    assert offer["text"].startswith("Maaf, belum tepat")
    heard = await sari.taps("Tidak ada yang cocok", offer["message_id"])
    assert "sambungkan ke petugas" in heard[0]


async def test_one_hint_and_then_a_person_who_reads_what_was_asked(hall: Hall) -> None:
    sari = await hall.newcomer()
    (hint,) = await sari.says("zzzz qqqq")
    assert "kata lain" in hint
    (handed,) = await sari.says("xxxx wwww vvvv")
    assert "T-00001/2026" in handed
    with hall.office.reading(_officer()) as unit:
        number = unit.session.scalar(select(Escalation.id))
        assert number is not None
        talk = reading.conversation(unit, number)
    assert [line.text for line in talk.lines] == ["zzzz qqqq", "xxxx wwww vvvv"]


def _officer():  # type: ignore[no-untyped-def]
    from office.people import Role, StaffMember  # noqa: PLC0415

    return StaffMember(1, "uji", frozenset({Role.INFORMATION_OFFICER}))


async def test_every_question_is_logged_with_what_was_considered_and_masked(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says(f"nik saya {NIK} email sari@contoh.id hp 081234567890 ktp hilang")
    with hall.office.reading(_officer()) as unit:
        row = unit.session.execute(select(questions)).one()
    assert NIK not in row.text
    assert "sari@contoh.id" not in row.text
    assert "081234567890" not in row.text
    assert row.considered.startswith("[[")
    assert str(sari.number) not in row.asker


async def test_greetings_and_thanks_are_returned_and_not_searched(hall: Hall) -> None:
    sari = await hall.newcomer()
    assert "selamat datang" in (await sari.says("halo"))[0]
    assert "Sama-sama" in (await sari.says("matur nuwun"))[0]


async def test_markup_in_a_question_changes_nothing(hall: Hall) -> None:
    sari = await hall.newcomer()
    (hint,) = await sari.says("<b>&lt;script&gt; {{ 7*7 }} %s")
    assert "49" not in hint


async def test_an_old_button_pressed_twice_says_so_kindly(hall: Hall) -> None:
    sari = await hall.newcomer()
    await hall.street.say(sari.number, "keberatan")
    (offer,) = await sari.sees()
    label = offer["inline"][0][0]["text"]
    await sari.says("berapa lama permohonan informasi dijawab")
    (said,) = await sari.taps(label, offer["message_id"])
    assert "sudah tidak berlaku" in said


async def test_in_a_group_it_answers_only_when_addressed(hall: Hall) -> None:
    sari = await hall.newcomer()
    group = (await hall.street.do("groups", title="Warga RT 2"))["id"]
    await hall.street.do(f"groups/{group}/members", citizen=sari.number)
    await hall.street.say(sari.number, "brp lama permohonan dijawab", chat_id=group)
    await hall.settle()
    await hall.street.say(
        sari.number, "@latihan_bot berapa lama permohonan informasi dijawab", chat_id=group
    )
    await hall.settle()
    sent = await hall.street.ask("transcript")
    said = [row for row in sent if row["chat_id"] == group]
    assert len(said) == 1
    assert "10 hari kerja" in said[0]["text"]
