"""The finder: each entry by its own words, with typing errors, and never an accident."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.edition import LANGUAGES
from knowledge.finder import Card, Finder
from knowledge.finding.entries import best_way
from knowledge.finding.learning import Way
from knowledge.shelf import Shelf
from knowledge.words import Band
from tests.knowledge.library import TODAY, files, learned, own_words, plain

OFFICE = [
    Card("jam", "Jam buka kantor kapan", ("kantor buka jam berapa", "hari sabtu buka tidak")),
    Card("ktp", "KTP hilang bagaimana", ("ktp saya hilang", "urus kehilangan ktp")),
    Card("biaya", "Berapa biaya salinan", ("bayar berapa", "fotokopi dokumen bayar tidak")),
]


def best(question: str) -> str | None:
    hits = learned().finder.find(question, size=1)
    return hits[0].slug if hits else None


def share(questions: list[tuple[str, str]]) -> float:
    return sum(best(question) == slug for slug, question in questions) / len(questions)


def mistyped(phrase: str, chance: random.Random) -> str:
    """Swap, drop or double one letter inside one long word, as thumbs do."""
    words = phrase.split()
    long = [at for at, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return phrase
    at = chance.choice(long)
    word = words[at]
    place = chance.randrange(1, len(word) - 2)
    words[at] = chance.choice(
        [
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        ]
    )
    return " ".join(words)


@pytest.mark.parametrize("shelf", [plain(), learned()], ids=["plain", "learned"])
def test_every_entry_is_found_by_its_own_words_before_and_after_learning(shelf: Shelf) -> None:
    missed = [
        (slug, phrase)
        for slug, phrase in own_words()
        if shelf.finder.find(phrase, size=1)[0].slug != slug
    ]
    assert missed == []


def test_one_typing_error_is_forgiven_almost_always() -> None:
    chance = random.Random(17)
    sample = random.Random(3).sample(own_words(), 1200)
    assert share([(slug, mistyped(phrase, chance)) for slug, phrase in sample]) >= 0.95


def test_capitals_and_marks_change_nothing() -> None:
    for _, phrase in own_words()[::7]:
        assert best(f"  {phrase.upper()} ???!!") == best(phrase), phrase


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("brp lama permohonan informasi dijawab", "ppid-waktu"),
        ("gmn cara ngajuin permohonan informasi", "ppid-cara-ajukan"),
        ("apa itu PPID", "ppid-apa-itu"),
        ("biayanya berapa minta dokumen", "ppid-biaya"),
        ("ktp saya ilang", "ktp-hilang"),
        ("jalan depan rumah rusak parah lapor kemana", "jalan-rusak"),
        ("pinten dinten panyuwunan dipun wangsuli", "ppid-waktu"),
        ("ktpku ilang piye ngurus e", "ktp-hilang"),
        ("does it cost anything to request documents", "ppid-biaya"),
    ],
)
def test_questions_as_people_chat_find_their_entry_among_the_first_three(
    question: str, slug: str
) -> None:
    assert slug in [hit.slug for hit in learned().finder.find(question)[:3]]


@pytest.mark.parametrize(
    "question", ["", " ", "\n", "??", "😀😀", "123456789", "\x00", "ﷺ", "a" * 4096]
)
def test_nothing_and_nonsense_find_nothing_sure(question: str) -> None:
    assert learned().ask(question, TODAY).band is Band.UNKNOWN


@pytest.mark.parametrize(
    "question",
    [
        "resep rendang padang enak",
        "skor pertandingan liga inggris tadi malam",
        "xqzt blorp vwxyz",
        "harga tiket pesawat ke tokyo",
        "kamu sudah makan belum",
    ],
)
def test_what_no_office_knows_is_not_answered(question: str) -> None:
    assert learned().ask(question, TODAY).band is not Band.ANSWER


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_any_text_is_looked_up_without_raising(question: str) -> None:
    hits = learned().finder.find(question)
    assert len(hits) <= 5
    assert all(0 <= hit.confidence <= 1 for hit in hits)
    assert len({hit.slug for hit in hits}) == len(hits)
    learned().ask(question, TODAY)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_several_questions_in_one_message_are_looked_up_too(data: st.DataObject) -> None:
    phrases = st.lists(st.sampled_from([phrase for _, phrase in own_words()]), min_size=1)
    assert learned().finder.find(" ".join(data.draw(phrases)))


def test_a_hit_says_by_which_phrasing_which_words_and_for_which_reasons() -> None:
    leaf = files()[0]
    hit = learned().finder.find(leaf.edition.title)[0]
    assert hit.phrasing == leaf.edition.title
    assert hit.shared
    assert hit.signals is not None
    assert hit.signals.covered == pytest.approx(1)
    assert {name for name, _ in hit.reasons} == {
        "chance", "known", "covered", "likeness", "length",
    }  # fmt: skip


def test_the_same_question_always_has_the_same_answer() -> None:
    again, first = Finder(OFFICE).refined(), Finder(OFFICE).refined()
    for question in ("jam buka", "ktp ilang", "berapa bayar fotokopi", "apa"):
        assert again.find(question) == first.find(question)


def test_an_empty_shelf_finds_nothing() -> None:
    assert Finder([]).find("apa itu PPID") == []
    assert Finder([]).refined().find("apa itu PPID") == []
    assert Finder([Card("a", "", ())]).find("apa itu PPID") == []


def test_one_entry_alone_is_found_and_refined() -> None:
    assert Finder(OFFICE[:1]).refined().find("kantor buka jam berapa")[0].slug == "jam"


def test_an_entry_that_is_added_or_changed_is_found_at_once() -> None:
    finder = Finder(OFFICE, ["resep rendang", "skor bola"]).refined()
    added = finder.with_card(Card("parkir", "Parkir di mana", ("tempat parkir motor",)))
    assert added.find("parkir motor di mana")[0].slug == "parkir"
    assert added.find("ktp saya hilang")[0].slug == "ktp"
    changed = added.with_card(Card("parkir", "Toilet di mana", ("letak toilet",)))
    assert changed.find("toilet di mana")[0].slug == "parkir"
    assert "parkir" not in [hit.slug for hit in finder.find("parkir motor di mana")]


def test_an_entry_that_is_not_learned_yet_is_offered_and_given_only_word_for_word() -> None:
    card = Card("becak", "Cara mendaftarkan becak wisata", ("daftar becak wisata di mana",))
    after = learned().finder.with_card(card)
    assert after.find("jual becak bekas")[0].confidence <= 0.75
    assert after.find("mau daftar becak")[0].slug == "becak"
    assert after.find("daftar becak wisata di mana")[0].confidence > 0.9


def test_an_entry_that_is_added_to_an_empty_shelf_is_found() -> None:
    assert Finder([]).with_card(OFFICE[0]).find("jam buka kantor")[0].slug == "jam"
    assert Finder(OFFICE[:1]).with_card(OFFICE[1]).find("ktp saya hilang")[0].slug == "ktp"


def test_an_entry_in_another_topic_turns_no_answer_into_a_wrong_one() -> None:
    held = learned()
    strange = Card(
        "kebun-binatang",
        "Jam buka kebun binatang dan harga tiket gajah",
        ("tiket masuk bonbin berapa", "kandang gajah buka kapan", "lihat jerapah hari minggu"),
    )
    after = held.finder.with_card(strange)
    turned = [
        phrase
        for slug, phrase in own_words()[::5]
        if held.finder.find(phrase, size=1)[0].slug == slug
        and after.find(phrase, size=1)[0].slug == strange.slug
    ]
    assert turned == []


def test_one_more_phrasing_costs_an_entry_none_of_what_it_had_learned() -> None:
    held = learned()
    leaf = next(leaf for leaf in files() if leaf.slug == "ppid-waktu")
    edition = leaf.edition
    more = Card(leaf.slug, edition.title, (*edition.phrasings, "kapan kabarnya datang"))
    after = held.finder.with_card(more)
    for phrase in edition.phrasings:
        was, now = held.finder.find(phrase)[0], after.find(phrase)[0]
        assert now.slug == was.slug
        assert now.confidence >= was.confidence - 0.05
    assert after.find("kapan kabarnya datang")[0].slug == leaf.slug


def test_verdicts_of_staff_raise_and_lower_what_the_same_reasons_are_worth() -> None:
    finder = Finder(OFFICE, ["resep rendang", "skor bola"])
    question = "salinan ktp"
    before = finder.find(question)[0]
    blamed = finder.corrected([(question, before.slug, False)] * 30).find(question)[0]
    praised = finder.corrected([(question, before.slug, True)] * 30).find(question)[0]
    assert blamed.confidence < before.confidence < praised.confidence
    assert finder.corrected([]).find(question)[0].confidence == before.confidence


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("mohon data diri saya dihapus", "ppid-hak-data"),
        ("data sy minta dihapus aja", "ppid-hak-data"),
        ("nama saya di data kalian salah", "ppid-hak-data"),
        ("mau unduh data saya gimana", "ppid-hak-data"),
        ("tulung busek dataku", "ppid-hak-data"),
        ("i want a copy of my personal data", "ppid-hak-data"),
        ("apa benar ada kebocoran data", "ppid-data-bocor"),
        ("saya terima pesan soal kegagalan pelindungan data maksudnya apa", "ppid-data-bocor"),
        ("data saya kena retas ya", "ppid-data-bocor"),
        ("data kula bocor nggih", "ppid-data-bocor"),
        ("was my data leaked", "ppid-data-bocor"),
    ],
)
def test_a_citizen_s_own_data_has_its_answers_which_lead_to_the_word(
    question: str, slug: str
) -> None:
    verdict = learned().ask(question, TODAY)
    assert (verdict.band, verdict.hits[0].slug) == (Band.ANSWER, slug)
    article = learned().articles[slug]
    assert "**privasi**" in article.body
    assert all("**privasi**" in article.translations[one].body for one in LANGUAGES)


@pytest.mark.parametrize(
    "question",
    [
        "pipa pdam bocor di depan rumah",
        "atap sekolah bocor",
        "soal ujian bocor",
        "dana desa bocor dikorupsi",
        "data pbb saya salah",
        "nama saya di kk salah",
        "pindah domisili hapus data kk lama",
        "minta salinan dokumen apbd",
        "whatsapp saya diretas minta otp",
        "siapa yang bisa melihat data saya",
        "keberatan saya ditolak",
        "berita bohong tentang saya tolong dihapus",
    ],
)
def test_what_only_sounds_like_it_is_not_answered_with_it(question: str) -> None:
    verdict = learned().ask(question, TODAY)
    answered = verdict.hits[0].slug if verdict.band is Band.ANSWER and verdict.hits else ""
    assert answered not in {"ppid-hak-data", "ppid-data-bocor"}


@pytest.mark.parametrize(
    ("right", "way"),
    [
        ({Way.MIDDLES: 500, Way.CHANCES: 700, Way.MARGINS: 702}, Way.CHANCES),
        ({Way.MIDDLES: 500, Way.CHANCES: 700, Way.MARGINS: 710}, Way.MARGINS),
        ({Way.MIDDLES: 701, Way.CHANCES: 700, Way.MARGINS: 702}, Way.MIDDLES),
        ({Way.MIDDLES: 500, Way.CHANCES: 700}, Way.CHANCES),
    ],
)
def test_a_hair_s_breadth_does_not_change_how_the_base_is_taught(
    right: dict[Way, int], way: Way
) -> None:
    assert best_way(right, 1000) is way


def test_what_the_word_lists_say_is_worked_out_once_for_all_bases() -> None:
    # A published change makes a new index; its citizens shall not wait for the lists as well.
    one = Finder([Card("uji-becak", "Bagaimana mendaftarkan becak wisata?", ())])
    other = Finder([Card("uji-sampah", "Kapan sampah diangkut?", ())])
    changed = one.with_card(Card("uji-perpus", "Di mana perpustakaan?", ()))
    assert one.base.reader.lists is other.base.reader.lists is changed.base.reader.lists
