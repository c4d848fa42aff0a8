"""Dates and statuses rule over words: what has ended answers nothing, a status outranks a tale."""

import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files as files_of

import pytest

from knowledge.finding.routes import route_of, rulebook
from knowledge.finding.status import asks_whether_it_lasts
from knowledge.shelf import Shelf, from_articles
from knowledge.verdict import decide
from knowledge.words import Band, Route
from tests.knowledge.library import TODAY, files, learned, own_words, plain

ENDED = date(2026, 1, 31)
# The entries about dangers: what is asked about them may well be a cry for help.
OF_DANGERS = {"darurat-112", "ppa", "bencana-bpbd"}


def shelf_where(slug: str, **changes: object) -> Shelf:
    held = plain()
    changed = replace(held.articles[slug], **changes)  # type: ignore[arg-type]
    return replace(held, articles={**held.articles, slug: changed})


@pytest.mark.parametrize(
    "text",
    [
        "rt keren masih ada",
        "apakah program itu masih berlaku",
        "kok sudah dihentikan",
        "bst sudah tidak ada lagi",
        "masih jalan tidak bantuannya",
    ],
)
def test_questions_whether_a_thing_lasts_are_recognised(text: str) -> None:
    assert asks_whether_it_lasts(text)


@pytest.mark.parametrize(
    "text", ["apa itu rt keren", "syarat masuk sekolah", "berapa lama dijawab", "di mana kantornya"]
)
def test_other_questions_are_not(text: str) -> None:
    assert not asks_whether_it_lasts(text)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("RT Keren masih ada?", "rtkeren-status"),
        ("BST Madiun masih jalan gak", "bst-status-2026"),
        ("rt keren blitar isih ana ora", "rtkeren-status"),
    ],
)
def test_the_status_comes_before_the_description(question: str, status: str) -> None:
    verdict = learned().ask(question, TODAY)
    assert verdict.hits[0].slug == status


def test_what_has_ended_answers_nothing_and_its_successor_stands_in() -> None:
    question = files()[0].edition.title
    slug = plain().ask(question, TODAY).hits[0].slug
    gone = shelf_where(slug, valid_until=ENDED).ask(question, TODAY)
    assert slug not in [hit.slug for hit in gone.hits]
    assert slug in gone.expired
    heir = next(one.slug for one in files() if one.slug != slug)
    followed = shelf_where(slug, valid_until=ENDED, superseded_by=heir).ask(question, TODAY)
    assert followed.hits[0].slug == heir
    before = shelf_where(slug, valid_until=ENDED).ask(question, ENDED)
    assert before.hits[0].slug == slug


def test_what_has_not_begun_yet_answers_nothing() -> None:
    question = files()[0].edition.title
    slug = plain().ask(question, TODAY).hits[0].slug
    later = shelf_where(slug, valid_from=date(2027, 1, 1))
    assert slug not in [hit.slug for hit in later.ask(question, TODAY).hits]
    assert later.ask(question, date(2027, 1, 1)).hits[0].slug == slug


def test_entries_that_supersede_each_other_lead_nobody_round_in_circles() -> None:
    one, other = files()[0].slug, files()[1].slug
    held = plain()
    articles = {
        **held.articles,
        one: replace(held.articles[one], valid_until=ENDED, superseded_by=other),
        other: replace(held.articles[other], valid_until=ENDED, superseded_by=one),
    }
    found = from_articles(0, articles.values()).ask(files()[0].edition.title, TODAY)
    assert {one, other}.isdisjoint(hit.slug for hit in found.hits)


@pytest.mark.parametrize(
    ("question", "meanings"),
    [
        ("apa itu BST", {"bst-apa-itu", "bansos-cek"}),
        ("KIP itu apa?", {"dasar-hukum-kip", "pip"}),
        ("kip iku opo", {"dasar-hukum-kip", "pip"}),
    ],
)
def test_an_acronym_of_several_meanings_asks_back(question: str, meanings: set[str]) -> None:
    verdict = learned().ask(question, TODAY)
    assert verdict.band is Band.CHOOSE
    assert set(verdict.meanings) == meanings


@pytest.mark.parametrize(
    "question", ["KIP kuliah anak saya kapan cair", "UU KIP pasal 17", "BST di Madiun itu apa"]
)
def test_an_acronym_that_the_rest_makes_clear_does_not(question: str) -> None:
    assert learned().ask(question, TODAY).meanings == ()


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("tolong ada kebakaran di rumah tetangga", Route.EMERGENCY),
        ("tulung omahe tonggo kobong", Route.EMERGENCY),
        ("ada kecelakaan parah butuh bantuan cepat", Route.EMERGENCY),
        ("saya mau bunuh diri", Route.EMERGENCY),
        ("I want to die", Route.EMERGENCY),
        ("i dont want to live anymore", Route.EMERGENCY),
        ("aku gak mau hidup lagi", Route.EMERGENCY),
        ("ibu saya semaput, tolong", Route.EMERGENCY),
        ("hubungkan dengan petugas", Route.STAFF),
        ("mau ngobrol sama orang asli", Route.STAFF),
        ("saya mau lapor jalan rusak di depan sekolah", Route.COMPLAINT),
        ("cek bansos saya dong nama saya Budi", Route.PERSONAL),
        ("minta salinan perda tahun 2023 tentang retribusi", Route.DOCUMENT),
    ],
)
def test_messages_take_their_route_before_anything_is_searched(text: str, route: Route) -> None:
    assert plain().ask(text, TODAY).route is route


@pytest.mark.parametrize(
    "text",
    [
        "data kebakaran tahun 2024 minta ke mana",
        "cara minta salinan dokumen",
        "apa itu ppid",
        "berapa lama permohonan dijawab",
        "kalau jalan rusak lapor ke mana",
        "cara cek bansos",
        "jam layanan petugas",
    ],
)
def test_ordinary_questions_take_none(text: str) -> None:
    assert plain().ask(text, TODAY).route is None


def test_a_word_that_only_looks_like_one_of_a_rule_is_no_emergency() -> None:
    text = "udah usul pas musrenbang tapi ga ada kabar, ngeceknya dimana sih?"
    assert plain().ask(text, TODAY).route is None


@pytest.mark.parametrize(
    "text",
    [
        "aq pgn mati",
        "rasanya pengen mati aja udah ga kuat hidup",
        "aku wes ora kuat urip, kepengin mati wae",
        "kula pengin pejah",
        "lebih baik aku mati",
        "saya ingin mengakhiri hidup",
        "saya ingin menyakiti diri sendiri",
        "I want to kill myself",
        "saya diancam dibunuh",
        "aku diancam arep dipateni",
        "ada yang mau bunuh saya",
        "ibu saya pingsan",
        "tolong ibu saya pingsan di pasar",
        "anak sy pinsan",
        "bapak saya sekarat",
        "my mother fainted",
        "anak saya tenggelam",
        "jembatan ambruk, ada korban",
        "korban tabrak lari depan SMP 2 tolong",
        "tetangga saya kena stroke",
        "ada orang mau melahirkan di jalan",
        "rumah saya dimaling semalam",
        "omahku kemalingan",
        "help my house is on fire",
        "there is a fire in the market",
        "kebakaran di pasar",
        "pasar kobong",
        "someone is dying please send ambulance",
        "bapak saya serangan jantung",
        "anak saya hilang",
        "tulung anakku ilang",
    ],
)
def test_danger_is_heard_in_whatever_words_it_comes(text: str) -> None:
    assert plain().ask(text, TODAY).route is Route.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "akta kematian",
        "cara urus kematian",
        "data kebakaran 2024",
        "data kebakaran di pasar tahun 2024",
        "lampu jalan mati",
        "mau lapor lampu jalan mati",
        "mau lapor orang mati",
        "matikan",
        "KTP hilang",
        "akta anak saya hilang",
        "KIA anak hilang",
        "akta lahir",
        "jalan rusak parah",
        "kenapa BPJS saya mati",
        "laporan kecelakaan kerja tahun 2024",
        "syarat melahirkan di puskesmas",
        "bantuan pangan untuk ibu saya",
        "ibu saya kekurangan pangan",
        "anak saya ada masalah pangan",
    ],
)
def test_what_only_shares_words_with_danger_is_none(text: str) -> None:
    assert plain().ask(text, TODAY).route is not Route.EMERGENCY


def test_every_word_a_rule_looks_for_is_heard_as_it_is_written() -> None:
    # Whatever words the base has that its speller would rather read.
    finder = plain().finder
    book = rulebook(finder.base.reader.lists.meant)
    rows = tomllib.loads((files_of("knowledge.finding") / "routes.toml").read_text("utf-8"))["rule"]
    deaf = []
    for row, rule in zip(rows, book.rules, strict=True):
        first = [group.split()[0] for group in row["all"]]
        for place, group in enumerate(row["all"]):
            for word in group.split():
                text = " ".join([*first[:place], word, *first[place + 1 :]])
                alone = replace(book, rules=(rule,))
                if route_of(finder.read(text), alone) is not rule.route:
                    deaf.append(text)
    assert deaf == []


def test_no_phrasing_of_the_base_is_a_false_alarm() -> None:
    alarming = {
        slug for slug, text in own_words() if plain().ask(text, TODAY).route is Route.EMERGENCY
    }
    assert alarming <= OF_DANGERS


@pytest.mark.parametrize("text", ["bayar gak", "berapa hari", "syaratnya apa"])
def test_a_bare_question_word_is_asked_back_whatever_it_resembles(text: str) -> None:
    assert learned().ask(text, TODAY).band is not Band.ANSWER


@pytest.mark.parametrize("text", ["apa itu PPID", "apa itu musrenbang"])
def test_one_word_that_is_a_topic_of_its_own_is_answered(text: str) -> None:
    assert learned().ask(text, TODAY).band is Band.ANSWER


ACRONYM, OTHER_MEANING, MEANING = "kip", "dasar-hukum-kip", "pip"


@pytest.mark.parametrize("changes", [{"valid_until": ENDED}, {"valid_from": date(2027, 1, 1)}])
def test_a_meaning_that_may_not_be_given_is_not_offered(changes: dict[str, object]) -> None:
    assert plain().ask(ACRONYM, TODAY).meanings == (OTHER_MEANING, MEANING)
    found = shelf_where(MEANING, **changes).ask(ACRONYM, TODAY)
    assert found.meanings == ()
    assert MEANING not in [hit.slug for hit in found.hits]
    assert found.band is decide(found.hits).band


def test_what_took_a_meaning_s_place_is_offered_for_it() -> None:
    heir = next(one.slug for one in files() if one.slug not in {MEANING, OTHER_MEANING})
    held = shelf_where(MEANING, valid_until=ENDED, superseded_by=heir)
    assert held.ask(ACRONYM, TODAY).meanings == (OTHER_MEANING, heir)
