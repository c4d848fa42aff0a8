"""Printable text: what is kept, what is made plain, what is shown as missing."""

import re
from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.letters import glyphs
from register.letters.facts import Facts
from register.letters.glyphs import FOREIGN, Run, purge, runs
from register.letters.kinds import LetterKind
from register.letters.render import render
from register.letters.tables import BookSheet, Group, book_pdf
from tests.register.letters import samples

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=60)
ISSUED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def with_text(text: str) -> bytes:
    facts = {
        **samples.request_form(),
        "information_detail": text,
        "applicant": {**samples.SARI, "name": text, "address": text},
        "attachments": [text],
    }
    return render(
        LetterKind.REQUEST_FORM,
        cast("Facts", facts),
        samples.LETTERHEAD,
        verify_url=samples.VERIFY_URL,
        issued=ISSUED,
    )


@settings(deadline=None, max_examples=150)
@given(ANY_TEXT)
def test_any_text_at_all_can_be_printed_for_the_archive(text: str) -> None:
    assert b"<pdfaid:part>2</pdfaid:part>" in with_text(text)


@settings(deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_any_text_at_all_can_stand_in_a_book(text: str) -> None:
    book = BookSheet(text, text, text, (Group(text, (text,)),), (1.0,), [[text]])
    assert b"<pdfaid:part>2</pdfaid:part>" in book_pdf(book, issued=ISSUED)


def test_every_character_that_is_kept_is_in_the_fonts() -> None:
    kept = [
        chr(code)
        for code in range(0x110000)
        if not glyphs._FOREIGN_CHARACTER.search(chr(code)) and purge(chr(code)) == chr(code)
    ]
    assert len(kept) > 900
    assert b"<pdfaid:part>2</pdfaid:part>" in with_text(" ".join(kept))


def test_every_character_there_is_can_be_purged_and_printed() -> None:
    everything = purge(" ".join(chr(code) for code in range(0x110000)))
    assert b"<pdfaid:part>2</pdfaid:part>" in with_text(re.sub(f"({FOREIGN} )+", "", everything))


@settings(deadline=None)
@given(ANY_TEXT)
def test_what_was_purged_stays_as_it_is(text: str) -> None:
    assert purge(purge(text)) == purge(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Salinan RKPD 2026", "Salinan RKPD 2026"),
        ("Désa “Sukamaju” – Rp 5.000 ½ °C №", "Désa “Sukamaju” – Rp 5.000 ½ °C №"),
        ("baris satu\r\nbaris dua\u2028tiga", "baris satu\nbaris dua\ntiga"),
        ("tab\tdan\u3000lebar", "tab dan lebar"),
        ("nol\u200blebar\ufeff\u00ad", "nollebar"),
        ("balik\u202ekanan\u2066kiri", "balikkanankiri"),
        ("ABC ABC 𝐭𝐞𝐛𝐚𝐥 ﬁ", "ABC ABC tebal fi"),
        ("\x00\x07bel", f"{FOREIGN}bel"),
        ("👨‍👩‍👧 keluarga", f"{FOREIGN} keluarga"),
        ("ꦥꦼꦤ꧀ꦝꦥ", FOREIGN),
        ("e" + "\u0301" * 40, "é\u0301\u0301"),
        ("\ud800", FOREIGN),
    ],
)
def test_a_text_is_made_printable(text: str, plain: str) -> None:
    assert purge(text) == plain


def read(found: str | list[Run]) -> str:
    """Return what a reader sees of a text made ready for a column."""
    if isinstance(found, str):
        return found
    return "".join(
        run if isinstance(run, str) else "".join(part for parts in run.values() for part in parts)
        for run in found
    )


@settings(deadline=None)
@given(ANY_TEXT.map(purge), st.integers(1, 20))
def test_fitting_a_text_to_a_column_adds_and_loses_nothing(text: str, room: int) -> None:
    assert read(runs(text, room)) == text


@pytest.mark.parametrize("word", ["November", "Penguasaan", "0001/PPID/XI/2026", "9 Nov 2026"])
def test_what_fits_a_column_stays_whole(word: str) -> None:
    assert runs(word, 11) == word


@pytest.mark.parametrize(
    ("word", "made"),
    [
        ("pemberitahuan", [{"soft": "pemberitahuan"}]),
        ("(Wiraswastawan),", [{"soft": "(Wiraswastawan),"}]),
        ("Melihat/Mengetahui", [{"soft": "Melihat/Mengetahui"}]),
        ("sari@contoh.id", [{"pieces": ["sari@", "contoh.", "id"]}]),
        ("untuk pemberitahuan ini", ["untuk ", {"soft": "pemberitahuan"}, " ini"]),
        ("x" * 40, [{"pieces": ["x"] * 40}]),
        ("3273012345678901", [{"pieces": list("3273012345678901")}]),
    ],
)
def test_a_long_word_breaks_between_syllables_and_a_code_between_its_parts(
    word: str, made: list[Run]
) -> None:
    assert runs(word, 8) == made
