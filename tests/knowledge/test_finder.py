"""The finder: each entry by its own words, with typing errors, and never an accident."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import seeding, shelf, text
from knowledge.finder import Card, Finder, stem
from knowledge.shelf import ALL_PACKS
from knowledge.words import Band

LEAVES = list(seeding.leaves())
SHELF = shelf.from_leaves(LEAVES, (ALL_PACKS,))
FINDER = SHELF.finder
OWN = [(leaf.slug, phrase) for leaf in LEAVES for phrase in (leaf.title, *leaf.phrasings)]


def best(question: str) -> str | None:
    hits = FINDER.find(question)
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


def test_every_entry_is_found_by_its_own_words() -> None:
    missed = [(slug, phrase, best(phrase)) for slug, phrase in OWN if best(phrase) != slug]
    assert share(OWN) >= 0.98, missed


def test_every_title_finds_its_entry() -> None:
    titles = [(leaf.slug, leaf.title) for leaf in LEAVES]
    assert [slug for slug, title in titles if best(title) != slug] == []


def test_one_typing_error_is_forgiven_almost_always() -> None:
    chance = random.Random(17)
    assert share([(slug, mistyped(phrase, chance)) for slug, phrase in OWN]) >= 0.93


def test_capitals_and_marks_change_nothing() -> None:
    for _, phrase in OWN:
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
    ],
)
def test_questions_as_people_chat_find_their_entry_among_the_first_three(
    question: str, slug: str
) -> None:
    assert slug in [hit.slug for hit in FINDER.find(question)[:3]]


@pytest.mark.parametrize(
    "question", ["", " ", "\n", "??", "😀😀", "123456789", "\x00", "ﷺ", "a" * 4096]
)
def test_nothing_and_nonsense_find_nothing_sure(question: str) -> None:
    assert SHELF.ask(question).band is not Band.ANSWER


@pytest.mark.parametrize(
    "question",
    [
        "resep rendang padang enak",
        "skor pertandingan liga inggris tadi malam",
        "xqzt blorp vwxyz",
        "harga tiket pesawat ke tokyo",
    ],
)
def test_what_no_office_knows_is_not_answered(question: str) -> None:
    assert SHELF.ask(question).band is not Band.ANSWER


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_looked_up_without_raising(question: str) -> None:
    hits = FINDER.find(question)
    assert len(hits) <= 5
    assert all(0 < hit.confidence <= 1 for hit in hits)
    assert [hit.confidence for hit in hits] == sorted(
        (hit.confidence for hit in hits), reverse=True
    )
    assert len({hit.slug for hit in hits}) == len(hits)
    SHELF.ask(question)


@settings(deadline=None)
@given(st.lists(st.sampled_from([phrase for _, phrase in OWN]), min_size=1, max_size=4))
def test_several_questions_in_one_message_are_looked_up_too(phrases: list[str]) -> None:
    hits = FINDER.find(" ".join(phrases))
    assert hits
    assert all(hit.shared for hit in hits)


def test_a_hit_says_by_which_phrasing_and_which_words() -> None:
    hit = FINDER.find(LEAVES[0].title)[0]
    assert hit.phrasing == LEAVES[0].title
    assert set(hit.shared) <= {stem(word) for word in text.words(LEAVES[0].title)}
    assert hit.confidence == 1


def test_the_same_question_always_has_the_same_answer() -> None:
    again = shelf.from_leaves(seeding.leaves(), (ALL_PACKS,)).finder
    for _, phrase in OWN[:40]:
        assert again.find(phrase) == FINDER.find(phrase)


def test_an_empty_shelf_finds_nothing() -> None:
    assert Finder([]).find("apa itu PPID") == []
    assert Finder([Card("a", "", ())]).find("apa itu PPID") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("permohonannya", "permohonan"), ("dikirimkan", "kiriman"), ("pembayaran", "bayarnya")],
)
def test_prefixes_and_suffixes_do_not_hide_a_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_plain_words_are_plain_and_some_are_always_left(question: str) -> None:
    plain = text.normalise(question)
    assert set(plain) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert bool(text.content(text.words(question))) == bool(plain)


def test_slang_accents_and_stretched_letters_become_plain_words() -> None:
    assert text.words("tolooooong, Pák!") == ["tolong", "pak"]
    assert text.normalise("brp lama blm dibalas") == "berapa lama belum dibalas"
    assert text.content(["apa", "itu", "yang"]) == ["apa", "itu", "yang"]


def test_every_slang_word_is_written_as_it_is_looked_up_and_leads_to_plain_words() -> None:
    for short, plain in text.slang().items():
        assert short == short.lower().strip()
        assert plain.strip(), short
        assert text.words(short) == plain.split(), short
