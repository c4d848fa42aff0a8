"""Three languages: chosen by the citizen, offered once, and never a gap where words are missing."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from sqlalchemy import select

from bot.handlers import languages
from bot.handlers.start import good_day
from bot.practice.markup import parse_html
from bot.presses import LanguagePress
from bot.speak import LONGEST, TEXTS, voice
from bot.words import recognise
from knowledge.edition import LANGUAGES
from knowledge.tables import questions
from knowledge.words import Band
from office.unit import Office
from tests.bot.booth import Booth, captions, found
from tests.bot.conftest import Hall
from tests.bot.desk import tap
from tests.bot.test_speak import sample
from tests.people import CLOCKWORK

JAVANESE = "pinten dinten panyuwunan informasi dipunwangsuli nggih"
ENGLISH = "how long until my information request is answered"
# What surrounds an answer, and so is said in every language.
SURROUNDING = (
    "answer answer_long choose choose_next choose_here which not_known off_topic greeting welcome "
    "help ask_away emergency complaint personal document_wish language_chosen old_button glad "
    "thanks noted group_hint entry_over wish_kept wish_forgotten answer_now_known "
    "answers_closed filing_closed filing_open_again broadcast_closed "
    "distress form_kept escalation_opened escalation_closed staff_offer staff_write_now "
    "staff_heard staff_still_open escalation_reopened escalation_reopened_by_staff "
    "escalation_overdue escalation_reminder escalation_disposed escalation_rating "
    "escalation_to_request escalation_to_another too_fast slow_mode slow_mode_over restricted "
    "restriction_started restriction_ended staff_continues rating_thanks rating_ask rating_over "
    "privacy privacy_own privacy_copy privacy_copied privacy_correct privacy_consents "
    "privacy_stopped privacy_tell privacy_refused privacy_taken privacy_waits privacy_kept "
    "privacy_first_finish privacy_erase privacy_spared privacy_not_kept nothing_open "
    "privacy_erased data_request_settled data_breach "
    "offer_over broadcast broadcast_choice broadcast_off broadcast_on"
).split()
PAIRS = [(language, key) for language in LANGUAGES for key in SURROUNDING]
_NAMES = re.compile(r"\{[{%]-?\s*(?:el)?(?:if |for \w+ in )?(\w+)")


def labels(language: str) -> dict[str, str]:
    return tomllib.loads((TEXTS / language / "labels.toml").read_text(encoding="utf-8"))


def source(language: str, key: str) -> str:
    return (TEXTS / language / f"{key}.html.j2").read_text(encoding="utf-8")


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_what_surrounds_an_answer_is_translated(language: str) -> None:
    names = {path.name.removesuffix(".html.j2") for path in (TEXTS / language).glob("*.j2")}
    assert names == set(SURROUNDING)


def test_the_documentation_lists_what_is_translated() -> None:
    page = (TEXTS.parents[1] / "docs/bahasa.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| .* \| ada \| ada \|$", page, re.MULTILINE) != []
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(SURROUNDING)


@pytest.mark.parametrize(("language", "key"), PAIRS)
def test_a_translated_text_renders_fits_and_differs_from_the_indonesian(
    language: str, key: str
) -> None:
    for data in (sample(key), {**sample(key), "has_draft": False, "overdue": False}):
        said = voice("PPID Kabupaten Contoh", language).text(key, data)
        shown = parse_html(said)[0]
        assert 0 < len(said) <= LONGEST
        assert "{" not in shown
        assert said != voice("PPID Kabupaten Contoh").text(key, data)


@pytest.mark.parametrize(("language", "key"), PAIRS)
def test_a_translated_text_is_given_the_same_data_and_shows_the_same_marks(
    language: str, key: str
) -> None:
    assert set(_NAMES.findall(source(language, key))) == set(_NAMES.findall(source("id", key)))
    plain = parse_html(voice("PPID").text(key, sample(key)))[1]
    own = parse_html(voice("PPID", language).text(key, sample(key)))[1]
    assert [mark["type"] for mark in own] == [mark["type"] for mark in plain]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_label_is_one_of_the_office_s_and_takes_the_same_facts(language: str) -> None:
    office = labels("id")
    for name, words in labels(language).items():
        assert [part[1] for part in Formatter().parse(words)] == [
            part[1] for part in Formatter().parse(office[name])
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_translated_button_means_the_same_when_typed(language: str) -> None:
    office = labels("id")
    for name, words in labels(language).items():
        meant = recognise(office[name])
        if meant is not None:
            assert recognise(words) is meant, words


def test_words_of_all_languages_mean_one_thing_each() -> None:
    every: dict[str, str] = {}
    for path in sorted(Path(TEXTS).glob("*/words.toml")):
        for word, spellings in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for spelling in spellings:
                assert every.setdefault(spelling, word) == word
                assert recognise(spelling) == word


def test_what_is_missing_in_a_language_is_said_in_indonesian() -> None:
    for language in LANGUAGES:
        own = voice("PPID", language)
        assert own.text("request_intro", {}) == voice("PPID").text("request_intro", {})
        assert own.caption("@submit") == voice("PPID").caption("@submit")


def test_dates_are_said_in_the_language_too() -> None:
    assert "Saturday, 21 November 2026" in voice("PPID", "en").text("answer", sample("answer"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_chosen_and_kept(booth: Booth, language: str) -> None:
    (offer,) = booth.does(languages.choose, "bahasa").says
    assert captions(offer) == ["@language_id", "@language_jv", "@language_en"]
    booth.does(languages.chosen, press=LanguagePress(language=language))
    assert booth.place.language == language
    booth.is_told(found(Band.ANSWER, "ppid-waktu"))
    with booth.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(questions.c.language)) == language


@pytest.mark.parametrize("language", ["", "de", "id\0", "../id"])
def test_a_language_that_is_not_offered_is_not_taken(booth: Booth, language: str) -> None:
    (words,) = booth.does(languages.chosen, press=LanguagePress(language=language)).says
    assert words.key == "old_button"
    assert booth.place.language == "id"


@pytest.mark.parametrize(("text", "language"), [(JAVANESE, "jv"), (ENGLISH, "en")])
def test_whoever_writes_another_language_is_offered_it_once(
    booth: Booth, text: str, language: str
) -> None:
    first, second = booth.asks(text), booth.asks(text)
    assert first.says[-1].key == "language_offer"
    assert captions(first.says[-1]) == [f"@language_{language}"]
    assert "language_offer" not in [one.key for one in second.says]


def test_a_greeting_may_tell_the_language_too(booth: Booth) -> None:
    outcome = booth.does(good_day, "sugeng enjing")
    assert [one.key for one in outcome.says] == ["greeting", "language_offer"]
    assert [one.key for one in booth.does(good_day, "halo").says] == ["greeting"]


@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_the_salam_is_returned_in_every_language_and_other_greetings_are_not(language: str) -> None:
    speaker = voice("PPID", language)
    assert speaker.text("greeting", {"salam": True}).startswith("Waalaikumsalam, ")
    assert "alaikum" not in speaker.text("greeting", {"salam": False})


async def test_the_salam_is_answered_and_the_first_words_name_every_way_on(hall: Hall) -> None:
    sari = await hall.newcomer()
    (said,) = await sari.says("Assalamu'alaikum wr. wb.")
    assert said.startswith("Waalaikumsalam, selamat datang")
    (asking,) = await sari.says("Assalamu'alaikum bapak ibu, mau tanya")
    assert asking.startswith("Waalaikumsalam, ")
    assert (await sari.says("halo"))[0].startswith("Halo, selamat datang")
    (welcome,) = await sari.says("/start")
    for word in ("program", "agenda", "bahasa", "privasi"):
        assert word in welcome
        assert (await sari.says(word))[0] != ""


def test_indonesian_is_offered_nothing(booth: Booth) -> None:
    assert [one.key for one in booth.asks("berapa lama permohonan dijawab").says] != []
    assert "language_offered" not in booth.place.memory


async def test_the_chosen_language_is_spoken_from_then_on(hall: Hall) -> None:
    sari = await hall.newcomer()
    (choice,) = await sari.says("bahasa")
    assert "Choose the language" in choice
    (chosen,) = await tap(sari, "English")
    assert chosen.startswith("All right")
    assert ["Help", "Language · Bahasa"] in await sari.keyboard()
    (thanks,) = await sari.says("thanks")
    assert thanks.startswith("You are welcome")
    (menu,) = await sari.says("Help")
    assert menu.startswith("What you can do here")
    # Nothing is lost where a text is not translated.
    (intro, *_) = await sari.says("permohonan")
    assert intro.startswith("Permohonan informasi publik")


async def test_the_offer_is_made_once_in_a_conversation_s_life(hall: Hall) -> None:
    sari = await hall.newcomer()
    first = await sari.says(ENGLISH)
    assert first[-1] == "If you like, we can also answer in English."
    await sari.says("petugas")
    await sari.says("/start")
    assert "English" not in str(await sari.says("halo"))
    (chosen,) = await tap(sari, "English")
    assert chosen.startswith("All right")
