"""Hints for an editor: how long, how it reads, what it gives away, and what is there already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import hints
from knowledge.finder import Hit
from knowledge.hints import Kind


def kinds(text: str, title: str = "") -> list[Kind]:
    return [one.kind for one in hints.hints(text, title=title).hints]


def words(text: str, kind: Kind) -> list[str]:
    return [one.words for one in hints.hints(text).hints if one.kind is kind]


def test_a_plain_answer_needs_no_hint() -> None:
    text = "Bawa KTP dan KK ke kantor desa. Jam layanan 08.00 sampai 15.00. Telepon (0351) 123456."
    found = hints.hints(text)
    assert found.hints == ()
    assert (found.length, found.left) == (len(text), 900 - len(text))


def test_characters_are_counted_and_too_many_told() -> None:
    found = hints.hints("x" * 910)
    assert found.left == -10
    assert (found.hints[0].kind, found.hints[0].count) == (Kind.TOO_LONG, 10)
    assert hints.hints("x" * 910, longest=3000).hints == ()


def test_a_sentence_of_more_than_twenty_words_is_long() -> None:
    twenty = " ".join(["kata"] * 20)
    assert kinds(f"{twenty}. {twenty}\n{twenty}") == []
    assert [one.count for one in hints.hints(f"{twenty} lagi.").hints] == [21]


def test_three_passives_in_a_sentence_pile_up() -> None:
    assert words("Berkas diterima, diperiksa, lalu dikirim.", Kind.PASSIVES) == [
        "diterima, diperiksa, dikirim"
    ]
    assert words("Dinas diminta hadir. Berkas diterima dan dikirim.", Kind.PASSIVES) == []


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Ajukan ke PPID.", "", [Kind.ABBREVIATION]),
        ("Pejabat Pengelola Informasi (PPID) menjawab. Hubungi PPID.", "", []),
        ("PPID (pejabat pengelola informasi) menjawab.", "", []),
        ("Ajukan ke PPID.", "Apa itu Pejabat Informasi (PPID)?", []),
        ("Bawa KTP dan KK, lihat Lampiran XI.", "", []),
    ],
)
def test_an_abbreviation_is_explained_once(text: str, title: str, expected: list[Kind]) -> None:
    assert kinds(text, title) == expected


def test_officialese_has_a_plain_word_instead() -> None:
    (first, second) = hints.hints("Apabila hilang, melakukan pendaftaran ulang.").hints
    assert (first.words, first.instead) == ("apabila", "jika")
    assert (second.words, second.instead) == ("melakukan pendaftaran", "mendaftar")
    assert kinds("Penggunaan gunanya lengkap.") == [], "a word inside another is none"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIK 3507152102900001", [Kind.PERSONAL_NUMBER]),
        ("WA 0812-3456-7890", [Kind.PERSONAL_PHONE]),
        ("WA +62 812 3456 7890", [Kind.PERSONAL_PHONE]),
        ("Telepon 112 atau (0351) 462927", []),
        ("Surel sari@gmail.com", [Kind.PERSONAL_MAIL]),
        ("Surel ppid@contohkab.go.id", []),
        ("Chat https://wa.me/6281234567890", [Kind.PERSONAL_PHONE, Kind.PERSONAL_PHONE]),
    ],
)
def test_what_looks_personal_is_pointed_out(text: str, expected: list[Kind]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lihat https://ppid.contohkab.go.id/formulir.", []),
        ("Lihat http://ppid.contohkab.go.id.", [Kind.LINK_NOT_HTTPS]),
        ("Lihat www.contohkab.go.id", [Kind.LINK_NOT_HTTPS]),
        ("Isi https://s.id/formulir", [Kind.LINK_SHORTENED]),
        ("Isi http://www.bit.ly/x", [Kind.LINK_NOT_HTTPS, Kind.LINK_SHORTENED]),
    ],
)
def test_links_are_open_and_encrypted(text: str, expected: list[Kind]) -> None:
    assert kinds(text) == expected


def test_an_entry_that_says_it_already_is_a_duplicate() -> None:
    hits = [
        Hit("uji-becak", 0.9, "daftar becak wisata", ()),
        Hit("uji-dokar", 0.6, "sewa dokar", ()),
        Hit("saya-sendiri", 0.5, "daftar becak", ()),
    ]
    texts = ["Becak wisata: daftar", "becak wisata daftar", "izin"]
    first, second = hints.nearest(texts, hits, but="saya-sendiri")
    assert (first.slug, first.is_duplicate, second.is_duplicate) == ("uji-becak", True, False)
    assert first.likeness == 100
    assert hints.nearest([], hits)[0].likeness == 0


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert hints.hints(text).length == len(text)
