"""How an entry is shown: its language, its source, its successor, and the ways on from it."""

from dataclasses import replace

import pytest

from bot.handlers import answering, ask, programmes
from bot.handlers.answering import entry_press, label
from bot.presses import AnswerPress, EntryPress, MorePress, PickPress
from bot.standing import Standing
from bot.turn import Say
from knowledge.edition import Translation
from knowledge.words import Band
from office.unit import Office
from tests.bot.booth import Booth, captions, carried, found, library, with_changed
from tests.people import PAK_JOKO

SLUG = "ppid-waktu"
LONG = "**Lebih lengkap**\n\n" + "Kalimat yang menjelaskan. " * 200


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


def opened(booth: Booth, slug: str = SLUG) -> Say:
    (words,) = booth.does(programmes.entry, press=entry_press(slug)).says
    return words


def test_an_answer_says_where_it_comes_from_and_offers_the_ways_on(booth: Booth) -> None:
    article = booth.shelf.articles[SLUG]
    (words,) = booth.is_told(found(Band.ANSWER, SLUG)).says
    assert words.key == "answer"
    assert words.data["title"] == article.title
    assert words.data["source"] == article.source
    assert words.data["owner"] == article.owner
    assert words.data["as_of"] == article.as_of.isoformat()
    assert captions(words)[-3:] == ["@helped", "@not_this", "@staff"]


@pytest.mark.parametrize(
    ("title", "caption"),
    [
        ("Berapa lama permohonan dijawab?", "Berapa lama permohonan dijawab?"),
        (
            "Bagaimana meminta perbaikan atau penghapusan data pribadi saya di sini?",
            "Bagaimana meminta perbaikan atau penghapusan data pribadi...",
        ),
        ("a" * 57 + " bcdef", "a" * 57 + "..."),
        ("a" * 80, "a" * 57 + "..."),
        (
            "Satu dua tiga empat lima enam tujuh delapan sembilan, sepuluh",
            "Satu dua tiga empat lima enam tujuh delapan sembilan...",
        ),
    ],
)
def test_a_long_title_is_cut_between_words_on_a_button(title: str, caption: str) -> None:
    assert label(title) == caption
    assert len(label(f"1. {title}")) <= 60


def test_up_to_three_related_entries_follow_and_each_button_opens_its_own(booth: Booth) -> None:
    known = [slug for slug in booth.shelf.articles if slug != SLUG][:5]
    booth.shelf = with_changed(booth.shelf, SLUG, related=("tidak-ada", *known), superseded_by="")
    words = opened(booth)
    titles = [label(booth.shelf.articles[slug].title) for slug in known[:3]]
    assert [name for name in captions(words) if not name.startswith("@")] == titles
    press = EntryPress.unpack(carried(words, titles[1]))
    (answer,) = booth.does(programmes.entry, press=press).says
    assert answer.data["title"] == booth.shelf.articles[known[1]].title


def test_what_is_no_longer_valid_is_not_offered_as_related(booth: Booth) -> None:
    other = "ppid-biaya"
    booth.shelf = with_changed(booth.shelf, SLUG, related=(other,))
    booth.shelf = with_changed(booth.shelf, other, valid_until=booth.yesterday)
    assert label(booth.shelf.articles[other].title) not in captions(opened(booth))


def test_the_longer_text_is_a_press_away_and_comes_in_portions(booth: Booth) -> None:
    booth.shelf = with_changed(booth.shelf, SLUG, long=LONG, translations={})
    words = opened(booth)
    says = booth.does(answering.more, press=MorePress.unpack(carried(words, "@more"))).says
    assert [one.data["part"] for one in says] == [1, 2]
    assert "".join(str(one.data["body"]) for one in says).count("Kalimat") == 200
    assert captions(says[0]) == []
    assert captions(says[-1]) == ["@staff"]


def test_without_a_longer_text_there_is_no_button_and_an_old_one_shows_the_answer(
    booth: Booth,
) -> None:
    booth.shelf = with_changed(booth.shelf, SLUG, long="", translations={})
    assert "@more" not in captions(opened(booth))
    (words,) = booth.does(answering.more, press=MorePress(slug=SLUG)).says
    assert words.key == "answer"


def test_an_entry_with_a_successor_names_it_and_opens_it(booth: Booth) -> None:
    words = opened(booth, "bst-apa-itu")
    assert words.data["current"] == booth.shelf.articles["bst-status-2026"].title
    press = EntryPress.unpack(carried(words, "@current"))
    (successor,) = booth.does(programmes.entry, press=press).says
    assert successor.data["title"] == words.data["current"]


def test_a_successor_that_is_not_on_the_shelf_is_not_named(booth: Booth) -> None:
    booth.shelf = with_changed(booth.shelf, "bst-apa-itu", superseded_by="tidak-ada")
    words = opened(booth, "bst-apa-itu")
    assert words.data["current"] == ""
    assert "@current" not in captions(words)


@pytest.mark.parametrize(
    ("body", "named"),
    [("Warga mengusulkan lewat desa.", "Kabupaten Madiun"), ("Di Kabupaten MADIUN saja.", "")],
)
def test_the_region_is_named_unless_the_answer_does(booth: Booth, body: str, named: str) -> None:
    booth.shelf = with_changed(
        booth.shelf, "bst-cara-usul", title="Cara usul?", body=body, translations={}
    )
    assert opened(booth, "bst-cara-usul").data["region"] == named


def test_an_answer_comes_in_the_language_that_was_chosen(booth: Booth) -> None:
    article = booth.shelf.articles[SLUG]
    for language in ("jv", "en"):
        booth.place = replace(booth.place, language=language)
        words = opened(booth)
        assert words.data["title"] == article.translations[language].title
        assert words.data["body"] == article.translations[language].body
        assert not words.data["untranslated"]


def test_what_is_not_translated_is_said_in_indonesian_and_says_so(booth: Booth) -> None:
    booth.shelf = with_changed(booth.shelf, SLUG, translations={"en": Translation("T", "B")})
    booth.place = Standing("jv")
    words = opened(booth)
    assert words.data["body"] == booth.shelf.articles[SLUG].body
    assert words.data["untranslated"]


def test_the_titles_of_a_choice_are_in_the_chosen_language_too(booth: Booth) -> None:
    booth.place = Standing("en")
    (words,) = booth.is_told(found(Band.CHOOSE, SLUG, "ppid-biaya", sure=0.5)).says
    known = booth.shelf.articles
    assert words.data["titles"] == [
        known[slug].translations["en"].title for slug in (SLUG, "ppid-biaya")
    ]


def test_an_expired_entry_never_answers_whichever_way_it_is_reached(booth: Booth) -> None:
    booth.shelf = with_changed(booth.shelf, SLUG, valid_until=booth.yesterday, superseded_by="")
    assert opened(booth).key == "entry_over"
    (long,) = booth.does(answering.more, press=MorePress(slug=SLUG)).says
    assert long.key == "entry_over"
    booth.is_told(found(Band.CHOOSE, "ppid-biaya", SLUG))
    key = booth.place.memory["key"]
    (picked,) = booth.does(ask.picked, press=PickPress(ordinal=2, key=key)).says
    assert picked.key == "entry_over"
    booth.is_told(found(Band.ANSWER, "ppid-biaya", SLUG, "ppid-apa-itu"))
    key = booth.place.memory["key"]
    (others,) = booth.does(ask.not_this, press=AnswerPress(what="no", key=key)).says
    assert others.data["titles"] == [booth.shelf.articles["ppid-apa-itu"].title]


def test_the_way_from_an_expired_entry_leads_to_the_first_valid_successor(booth: Booth) -> None:
    over = {"valid_until": booth.yesterday}
    booth.shelf = with_changed(booth.shelf, SLUG, superseded_by="ppid-biaya", **over)
    booth.shelf = with_changed(booth.shelf, "ppid-biaya", superseded_by="ppid-apa-itu", **over)
    words = opened(booth)
    assert words.data["has_successor"]
    press = EntryPress.unpack(carried(words, "@entry_successor"))
    assert press == entry_press("ppid-apa-itu")
    booth.shelf = with_changed(booth.shelf, "ppid-biaya", superseded_by=SLUG, **over)
    assert not opened(booth).data["has_successor"]


@pytest.mark.parametrize("slug", ["tidak-ada", "a" * 40, "x_0123456789abcdef", ""])
def test_a_button_of_an_entry_that_is_gone_says_so_kindly(booth: Booth, slug: str) -> None:
    for act, press in (
        (programmes.entry, EntryPress(slug=slug)),
        (answering.more, MorePress(slug=slug)),
    ):
        (words,) = booth.does(act, press=press).says
        assert words.key == "old_button"


def test_no_button_of_any_entry_is_longer_than_telegram_takes(booth: Booth) -> None:
    for slug in library().articles:
        (words,) = booth.is_told(found(Band.ANSWER, slug)).says
        for row in (words.keyboard or {})["inline"]:
            for _, carries in row:
                assert not isinstance(carries, str) or len(carries.encode()) <= 64


def test_the_buttons_of_one_citizen_s_question_do_nothing_for_another(booth: Booth) -> None:
    booth.is_told(found(Band.ANSWER, SLUG, "ppid-biaya"))
    key = booth.place.memory["key"]
    other = Booth(booth.office, person=PAK_JOKO)
    for act, what in ((ask.not_this, "no"), (ask.insisted, "search")):
        (words,) = other.does(act, press=AnswerPress(what=what, key=key)).says
        assert words.key == "old_button"


def test_bukan_ini_under_an_older_answer_still_shows_its_next_candidates(booth: Booth) -> None:
    booth.is_told(found(Band.ANSWER, SLUG, "ppid-biaya"))
    key = booth.place.memory["key"]
    booth.is_told(found(Band.ANSWER, "ppid-apa-itu"))
    (words,) = booth.does(ask.not_this, press=AnswerPress(what="no", key=key)).says
    assert words.key == "choose_next"
    assert words.data["titles"] == [booth.shelf.articles["ppid-biaya"].title]


def test_bukan_ini_twice_offers_a_person(booth: Booth) -> None:
    booth.is_told(found(Band.ANSWER, SLUG, "ppid-biaya"))
    press = AnswerPress(what="no", key=booth.place.memory["key"])
    booth.does(ask.not_this, press=press)
    (words,) = booth.does(ask.not_this, press=press).says
    assert words.key == "staff_offer"
    assert "@connect" in captions(words)
