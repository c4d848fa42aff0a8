"""Asking: an answer, a choice, or an honest "I don't know" and then a person."""

import pytest
from sqlalchemy import select

from bot.handlers import ask, staff
from bot.presses import AnswerPress, PickPress
from bot.speak import voice
from knowledge.escalation import talk
from knowledge.escalation.tables import Escalation
from knowledge.tables import questions
from knowledge.words import Band
from office.people import Role, StaffMember
from office.unit import Office
from tests.bot.booth import Booth, captions, carried, found, with_changed
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import tap_and_see
from tests.people import CLOCKWORK, NIK

HOW_LONG = "berapa lama permohonan informasi dijawab"
NOTHING = "xqzkw vbnmj plkqx wqrtz"
OFFICER = StaffMember(1, "uji", frozenset({Role.INFORMATION_OFFICER}))
SAY = voice("PPID Kabupaten Contoh")


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


async def answered(guest: Guest, question: str) -> dict[str, object]:
    """Return the answer to a question; where the library asks back, the first is picked."""
    await guest.hall.street.say(guest.number, question)
    (said,) = await guest.sees()
    if not said["text"].startswith("Maksud Anda"):
        return dict(said)
    label = said["inline"][0][0]["text"]
    await guest.hall.street.press(guest.number, label=label, message_id=said["message_id"])
    (said,) = await guest.sees()
    return dict(said)


def logged(booth: Booth) -> dict[str, object]:
    with booth.office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(select(questions).order_by(questions.c.id.desc())).first()
    assert row is not None
    return dict(row._mapping)


async def test_a_known_question_is_answered_with_source_date_and_owner(hall: Hall) -> None:
    answer = str((await answered(await hall.newcomer(), HOW_LONG))["text"])
    assert "10 hari kerja" in answer
    assert "Sumber: UU 14/2008" in answer
    assert "Per Sabtu, 21 November 2026" in answer


def test_a_choice_is_numbered_and_a_number_picks_as_a_tap_does(booth: Booth) -> None:
    slugs = ("ppid-waktu", "ppid-biaya", "ppid-apa-itu", "reses", "bpd", "hoaks")
    for act in ("type", "tap"):
        (offer,) = booth.is_told(found(Band.CHOOSE, *slugs)).says
        assert offer.data["titles"] == [booth.shelf.articles[slug].title for slug in slugs[:4]]
        assert captions(offer)[-1] == "@none_fits"
        key = booth.place.memory["key"]
        outcome = (
            booth.asks("2")
            if act == "type"
            else booth.does(ask.picked, press=PickPress(ordinal=2, key=key))
        )
        assert outcome.says[0].data["title"] == booth.shelf.articles["ppid-biaya"].title
        assert logged(booth)["follow_up"] == "picked:2"


def test_a_pick_is_logged_by_its_place_among_all_that_was_considered(booth: Booth) -> None:
    slugs = ("ppid-waktu", "ppid-biaya", "ppid-apa-itu")
    booth.is_told(found(Band.ANSWER, *slugs))
    key = booth.place.memory["key"]
    (offer,) = booth.does(ask.not_this, press=AnswerPress(what="no", key=key)).says
    assert offer.data["titles"][0] == booth.shelf.articles["ppid-biaya"].title
    booth.does(ask.picked, press=PickPress(ordinal=1, key=key))
    assert logged(booth)["follow_up"] == "picked:2", "first on the list, second of all"


def test_none_of_these_offers_a_person_and_connects_only_when_tapped(booth: Booth) -> None:
    booth.is_told(found(Band.CHOOSE, "ppid-waktu", "ppid-biaya"))
    (offer,) = booth.asks("3").says
    assert offer.key == "staff_offer"
    assert booth.place.step is None
    booth.does(staff.hand_over, press=AnswerPress.unpack(carried(offer, "@connect")))
    assert booth.place.step == "Handed:talking"


def test_after_an_answer_a_bare_number_picks_nothing_that_was_not_shown(booth: Booth) -> None:
    booth.is_told(found(Band.ANSWER, "ppid-waktu", "ppid-biaya"))
    (words,) = booth.asks("1").says
    assert words.key == "ask_away"


async def test_not_this_shows_the_next_candidates_and_then_a_person(hall: Hall) -> None:
    sari = await hall.newcomer()
    await answered(sari, HOW_LONG)
    (offer,) = await tap_and_see(sari, "Bukan ini")
    assert offer["text"].startswith("Maaf, belum tepat")
    assert "sambungkan" not in offer["text"]
    (asked,) = await tap_and_see(sari, "Tidak ada yang cocok")
    assert "Mau kami sambungkan" in asked["text"]
    (handed,) = await tap_and_see(sari, "Sambungkan ke petugas")
    assert "sambungkan ke petugas" in handed["text"]


def test_an_acronym_of_several_meanings_asks_back(booth: Booth) -> None:
    (words,) = booth.asks("bst itu apa").says
    assert SAY.text(words.key, words.data).startswith("BST yang mana?")
    known = booth.shelf.articles
    assert words.data["titles"] == [known[slug].title for slug in ("bst-apa-itu", "bansos-cek")]
    assert logged(booth)["route"] == "acronym"
    (answer,) = booth.asks("1").says
    assert answer.data["title"] == known["bst-apa-itu"].title


def test_one_hint_and_then_the_offer_of_a_person_who_reads_what_was_asked(booth: Booth) -> None:
    miss = found(Band.UNKNOWN, "ppid-waktu", sure=0.1)
    (hint,) = booth.is_told(miss, "pertama").says
    assert hint.key == "not_known"
    (offer,) = booth.is_told(miss, "kedua").says
    assert (offer.key, booth.place.step) == ("staff_offer", None)
    booth.does(staff.hand_over, press=AnswerPress.unpack(carried(offer, "@connect")))
    with booth.office.reading(OFFICER) as unit:
        number = unit.session.scalar(select(Escalation.id))
        assert number is not None
        story = talk.conversation(unit, number)
    assert [line.text for line in story.lines] == ["pertama", "kedua"]


def test_an_answer_in_between_begins_the_count_anew(booth: Booth) -> None:
    miss = found(Band.UNKNOWN, "ppid-waktu", sure=0.1)
    booth.is_told(miss)
    booth.is_told(found(Band.ANSWER, "ppid-waktu"))
    (hint,) = booth.is_told(miss).says
    assert hint.key == "not_known"


@pytest.mark.parametrize(
    ("text", "sure", "hint"),
    [
        ("dpt", 0.1, "acronym"),
        ("syarat apa", 0.1, "short"),
        ("bagaimana cara mengurus itu semua", 0.1, "usual"),
        ("bagaimana cara mengurus itu semua", 0.2, "near"),
    ],
)
def test_the_hint_fits_the_message(booth: Booth, text: str, sure: float, hint: str) -> None:
    (words,) = booth.is_told(found(Band.UNKNOWN, "ppid-waktu", sure=sure), text).says
    assert words.data["hint"] == hint
    near = booth.shelf.articles["ppid-waktu"].title
    assert (near in SAY.text(words.key, words.data)) is (hint == "near")


def test_what_is_off_topic_is_told_the_scope_and_nothing_is_counted(booth: Booth) -> None:
    for _ in range(3):
        (words,) = booth.asks(NOTHING).says
        assert words.key == "off_topic"
    assert len(SAY.text(words.key, words.data).splitlines()) == 1
    assert booth.place.step is None
    assert (logged(booth)["route"], logged(booth)["band"]) == ("off_topic", "tidak_tahu")


@pytest.mark.parametrize("text", ["?", "😀", "😀😀👍", "123", "a", "²", "..."])
def test_what_says_nothing_brings_the_menu_and_is_not_logged(booth: Booth, text: str) -> None:
    (words,) = booth.asks(text).says
    assert words.key == "ask_away"
    with booth.office.reading(CLOCKWORK) as unit:
        assert unit.session.execute(select(questions)).all() == []


def ended(booth: Booth, slug: str = "ppid-waktu", **changes: object) -> None:
    over = {"valid_until": booth.yesterday, "superseded_by": "", **changes}
    booth.shelf = with_changed(booth.shelf, slug, **over)


def test_a_question_about_what_has_ended_is_told_so(booth: Booth) -> None:
    ended(booth)
    (words,) = booth.asks(booth.shelf.articles["ppid-waktu"].title).says
    assert words.key == "entry_over"
    assert captions(words) == ["@staff"]
    assert (logged(booth)["route"], logged(booth)["band"]) == ("expired", "tidak_tahu")


def test_it_is_offered_what_took_its_place(booth: Booth) -> None:
    ended(booth, superseded_by="ppid-biaya")
    (words,) = booth.asks(booth.shelf.articles["ppid-waktu"].title).says
    assert words.key == "entry_over"
    assert captions(words)[0] == "@entry_successor"


def test_whether_it_lasts_is_answered_by_its_status_although_it_has_ended(booth: Booth) -> None:
    ended(booth, "bst-apa-itu", superseded_by="bst-status-2026")
    (words,) = booth.asks("masih ada bst madiun?").says
    assert words.key in {"answer", "choose"}
    shown = words.data.get("title") or words.data["titles"][0]
    assert shown == booth.shelf.articles["bst-status-2026"].title


def test_an_entry_overdue_for_review_says_so(booth: Booth) -> None:
    booth.shelf = with_changed(booth.shelf, "ppid-waktu", review_by=booth.yesterday)
    (words,) = booth.is_told(found(Band.ANSWER, "ppid-waktu")).says
    assert "sedang ditinjau ulang" in SAY.text(words.key, words.data)


def test_the_log_keeps_the_version_the_language_and_the_time_taken(booth: Booth) -> None:
    booth.shelf = with_changed(booth.shelf, "ppid-waktu", edition=7)
    booth.is_told(found(Band.ANSWER, "ppid-waktu", "ppid-biaya"))
    row = logged(booth)
    assert (row["route"], row["band"], row["edition"]) == ("search", "jawab", 7)
    assert (row["language"], row["milliseconds"]) == ("id", 1.5)
    booth.is_told(found(Band.CHOOSE, "ppid-biaya", "ppid-waktu"))
    assert logged(booth)["edition"] is None
    booth.asks("2")
    assert logged(booth)["edition"] == 7


async def test_every_question_is_logged_with_what_was_considered_and_masked(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says(f"nik {NIK} email sari@contoh.id hp 081234567890 ktp hilang bagaimana")
    with hall.office.reading(OFFICER) as unit:
        row = unit.session.execute(select(questions)).one()
    assert NIK not in row.text
    assert "sari@contoh.id" not in row.text
    assert "081234567890" not in row.text
    assert row.considered.startswith("[[")
    assert row.milliseconds > 0
    assert str(sari.number) not in row.asker


async def test_greetings_and_thanks_are_returned_and_not_searched(hall: Hall) -> None:
    sari = await hall.newcomer()
    assert "selamat datang" in (await sari.says("halo"))[0]
    assert "Sama-sama" in (await sari.says("matur nuwun"))[0]


async def test_markup_in_a_question_changes_nothing(hall: Hall) -> None:
    sari = await hall.newcomer()
    (hint,) = await sari.says("<b>&lt;script&gt; {{ 7*7 }} %s")
    assert "49" not in hint


def test_an_old_list_s_button_says_so_kindly(booth: Booth) -> None:
    booth.is_told(found(Band.CHOOSE, "ppid-waktu", "ppid-biaya"))
    press = PickPress(ordinal=1, key=booth.place.memory["key"])
    booth.is_told(found(Band.ANSWER, "ppid-apa-itu"))
    (words,) = booth.does(ask.picked, press=press).says
    assert words.key == "old_button"
