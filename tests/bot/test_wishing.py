"""Being told later: offered where nothing was found, kept once, taken back with one press."""

import pytest
from sqlalchemy import func, select

from bot.handlers import ask, programmes, wishing
from bot.presses import AnswerPress, EntryPress
from bot.speak import voice
from knowledge import deep_links
from knowledge.curation_tables import Wish
from knowledge.words import Band
from office.unit import Office
from tests.bot.booth import Booth, captions, carried, found
from tests.people import CLOCKWORK, PAK_JOKO

MISS = found(Band.UNKNOWN, "ppid-waktu", sure=0.1)


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


def kept(booth: Booth) -> int:
    with booth.office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count()).select_from(Wish)) or 0


def test_it_is_offered_with_the_hint_and_again_with_the_offer_of_a_person(booth: Booth) -> None:
    (hint,) = booth.is_told(MISS).says
    assert (hint.key, captions(hint)[-1]) == ("not_known", "@wish")
    (offer,) = booth.is_told(MISS).says
    assert (offer.key, captions(offer)) == ("staff_offer", ["@connect", "@file", "@wish"])
    assert booth.place.step is None


def test_a_wish_is_kept_once_and_taken_back_with_one_press(booth: Booth) -> None:
    (hint,) = booth.is_told(MISS).says
    press = AnswerPress.unpack(carried(hint, "@wish"))
    booth.does(wishing.kept, press=press)
    (words,) = booth.does(wishing.kept, press=press).says
    assert kept(booth) == 1
    assert "enam bulan" in voice("PPID").text(words.key, words.data)
    booth.does(wishing.forgotten, press=AnswerPress.unpack(carried(words, "@wish_not")))
    assert kept(booth) == 0


@pytest.mark.parametrize("key", ["", "takada", "\0"])
def test_a_wish_about_nobody_s_question_is_not_kept(booth: Booth, key: str) -> None:
    (words,) = booth.does(wishing.kept, press=AnswerPress(what="wish", key=key)).says
    assert words.key == "old_button"
    assert kept(booth) == 0


def test_a_wish_about_another_s_question_is_not_kept(booth: Booth) -> None:
    (hint,) = booth.is_told(MISS).says
    press = AnswerPress.unpack(carried(hint, "@wish"))
    (words,) = Booth(booth.office, person=PAK_JOKO).does(wishing.kept, press=press).says
    assert words.key == "old_button"


def test_the_news_has_a_button_that_opens_the_answer(booth: Booth) -> None:
    slug = "ppid-waktu"
    press = EntryPress.unpack(f"e:{deep_links.short(slug, deep_links.ON_A_BUTTON)}")
    (words,) = booth.does(programmes.entry, press=press).says
    assert words.data["title"] == booth.shelf.articles[slug].title
    assert voice("PPID").caption("@open_answer") == "Buka jawabannya"


def test_what_is_off_topic_promises_nothing(booth: Booth) -> None:
    for _ in range(3):
        (words,) = booth.is_told(found(Band.UNKNOWN)).says
        assert words.key == "off_topic"
    assert booth.place.step is None
    assert booth.does(ask.helped, press=AnswerPress(what="yes", key="x")).says
