"""Which ended conversations are like a question: by what is asked, not by the words around it."""

from datetime import timedelta

import pytest

from knowledge.escalation.similar import LIKENESS, Case, ranked
from tests.people import MONDAY_MORNING

FERTILISER = "Bagaimana cara mengurus bantuan pupuk untuk kelompok tani?"


def case(number: int, asked: str) -> Case:
    at = MONDAY_MORNING + timedelta(minutes=number)
    return Case(number, f"T-{number:05d}/2026", at, asked, "Lewat penyuluh.")


@pytest.mark.parametrize(
    "asked",
    [
        FERTILISER,
        "selamat pagi min, mau tanya cara urus bantuan pupuk kelompok tani",
        "bantuan pupuk kelompok tani gimana cara mengurusnya ya pak",
        "Cara mengurus bantuan pupuk kelompok tani?",
    ],
)
def test_what_is_asked_in_other_words_is_found(asked: str) -> None:
    found = ranked(asked, [case(1, FERTILISER)])
    assert [one.case.id for one in found] == [1]
    assert found[0].likeness >= LIKENESS


@pytest.mark.parametrize(
    "asked",
    [
        "Jadwal perpustakaan keliling minggu ini?",
        "Bagaimana cara mengurus akta kelahiran anak saya?",
        "Halo selamat pagi, mau tanya",
        "pupuk",
        "",
        "?!",
    ],
)
def test_another_question_is_not(asked: str) -> None:
    assert ranked(asked, [case(1, FERTILISER)]) == []


def test_greetings_make_no_two_questions_alike() -> None:
    greeting = "Assalamualaikum selamat pagi bapak ibu admin mohon maaf mau bertanya"
    cases = [case(1, f"{greeting} jadwal vaksin hewan ternak")]
    assert ranked(f"{greeting} nomor telepon kecamatan", cases) == []


def test_the_likest_come_first_and_the_newer_of_equals_and_no_more_than_asked_for() -> None:
    cases = [
        case(1, FERTILISER),
        case(2, "bantuan pupuk kelompok tani di desa sebelah kapan dan berapa banyak"),
        case(3, FERTILISER),
        case(4, FERTILISER),
        case(5, "jalan rusak"),
    ]
    assert [one.case.id for one in ranked(FERTILISER, cases, size=3)] == [4, 3, 1]
    assert [one.case.id for one in ranked(FERTILISER, cases, size=9)][:3] == [4, 3, 1]


def test_the_order_of_the_cases_changes_nothing() -> None:
    cases = [case(number, f"{FERTILISER} {number % 3}") for number in range(30)]
    assert ranked(FERTILISER, cases) == ranked(FERTILISER, cases[::-1])


def test_a_very_long_message_is_compared_by_its_beginning() -> None:
    long = f"{FERTILISER} " + "x" * 100_000
    assert ranked(long[:60] + " ", [case(1, FERTILISER)])
    assert ranked("a " * 50_000 + FERTILISER, [case(1, FERTILISER)]) == []
