"""Prepared text for replies: plain words with source and date, and blanks where numbers were."""

from dataclasses import replace

import pytest

from admin import prepared
from admin.dates import lasting
from knowledge.edition import Translation
from knowledge.escalation.signs import blanks
from tests.knowledge.library import plain as shelf

ARTICLE = shelf().articles["ppid-waktu"]


def test_an_entry_becomes_plain_words_with_its_source_and_its_date() -> None:
    text = prepared.from_article(replace(ARTICLE, body="Paling lambat **10 hari**."), "id")
    assert text.startswith("Paling lambat 10 hari.\n\nSumber: ")
    assert text.splitlines()[-1].startswith("Per tanggal ")
    assert ARTICLE.source in text


def test_an_entry_is_said_in_the_citizens_language_where_it_is_translated() -> None:
    article = replace(ARTICLE, translations={"jv": Translation("T", "Sepuluh dinten.")})
    assert prepared.from_article(article, "jv").startswith("Sepuluh dinten.")
    assert prepared.from_article(article, "en").startswith(prepared.plain(ARTICLE.body))


def test_an_entry_for_one_region_says_so() -> None:
    assert "Berlaku untuk Desa Sukamaju." in prepared.from_article(
        replace(ARTICLE, region="Desa Sukamaju"), "id"
    )


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**tebal** dan *miring*", "tebal dan miring"),
        ("__tebal__ dan _miring_", "tebal dan miring"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("nama_berkas_saya.pdf", "nama_berkas_saya.pdf"),
        ("- satu\n- dua", "- satu\n- dua"),
    ],
)
def test_marks_for_stress_go_and_everything_else_stays(written: str, plain: str) -> None:
    assert prepared.plain(written) == plain


def test_every_entry_of_the_library_can_be_inserted_without_marks() -> None:
    for article in shelf().articles.values():
        assert "**" not in prepared.from_article(article, "id"), article.slug


def test_what_was_blotted_out_of_an_answer_blocks_until_it_is_filled_in() -> None:
    text = prepared.from_answer("Hubungi [telepon] atau [surel]; berkas [nomor].")
    assert blanks(text) == ["{isi: telepon}", "{isi: surel}", "{isi: nomor}"]


def test_an_insertion_stands_after_what_was_typed() -> None:
    assert prepared.joined("Selamat pagi. \n", "Isi.") == "Selamat pagi.\n\nIsi."
    assert prepared.joined(" \n", "Isi.") == "Isi."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "kurang dari semenit"),
        (59, "kurang dari semenit"),
        (60, "1 menit"),
        (3599, "59 menit"),
        (3600, "1 jam"),
        (5400, "1 jam 30 menit"),
        (86_400, "1 hari"),
        (100_000, "1 hari 3 jam"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: int, said: str) -> None:
    assert lasting(seconds) == said
