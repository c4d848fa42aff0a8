"""Finding and leafing: the same answers on both databases, and every row exactly once."""

import random
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.people import Permission
from office.refusals import NotAllowed
from office.unit import Unit
from register import book, completeness, decisions, requests, search
from register.book import PAGE_SIZE, Filters, Place
from register.words import Channel, ExtensionGround, Status
from tests.people import BU_SARI, PAK_JOKO, a_form
from tests.register.desk import MISSING, Desk

SUBJECTS = (
    "anggaran", "jalan", "puskesmas", "sekolah", "pasar", "irigasi", "sampah", "izin", "RKPD",
)  # fmt: skip
MANY = 60


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A register of sixty requests: one common word, some shared, and one that is rare."""
    chance = random.Random(22)

    def fill(unit: Unit) -> None:
        for number in range(MANY):
            said = " ".join(chance.sample(SUBJECTS, 3))
            rare = " Trotoar Kebonkelapa" if number == 17 else ""
            form = a_form(information_detail=f"Dokumen {said} tahun 20{number % 4 + 23}{rare}")
            requests.submit(unit, form, draft_key=f"d{number}")

    desk.by(BU_SARI, fill)
    return desk


def detail(desk: Desk, number: int) -> set[str]:
    return set(search.words(desk.request(number).information_detail))


def found(desk: Desk, text: str) -> list[int]:
    with desk.office.reading(desk.budi) as unit:
        return [number for page in pages(unit, Filters(text=text)) for number in page]


def pages(unit: Unit, filters: Filters) -> Iterator[list[int]]:
    """Yield the numbers on every page, from the newest to the oldest."""
    place = Place()
    while True:
        page = book.page(unit, filters, place)
        yield [row.id for row in page.rows]
        if page.older is None:
            return
        place = Place(before=page.older)


def test_a_common_word_a_rare_one_and_both_find_what_a_plain_look_finds(shelf: Desk) -> None:
    said = {number: detail(shelf, number) for number in range(1, MANY + 1)}
    for text in (
        "dokumen",
        "jalan",
        "jalan pasar",
        "RKPD 2024",
        "kebonkelapa",
        "jalan kebonkelapa",
    ):
        asked = set(search.words(text))
        expected = [number for number in said if asked <= said[number]]
        assert found(shelf, text) == expected[::-1], text


def test_a_word_nobody_used_is_completed(shelf: Desk) -> None:
    assert found(shelf, "angg") == found(shelf, "anggaran") != []
    assert found(shelf, "trot kebon") == [18]
    assert found(shelf, "pus pas") == found(shelf, "puskesmas pasar")


def test_what_nobody_asked_for_is_not_found(shelf: Desk) -> None:
    for text in ("helikopter", "jalan helikopter", "x", "!!!", "' OR 1=1 --", "%", "_"):
        assert found(shelf, text) == [], text


def test_marks_capitals_and_accents_do_not_matter(shelf: Desk) -> None:
    number = shelf.filed(form=a_form(information_detail="Café-Santé: Perda (No. 7/2024)!"))
    for text in ("cafe", "CAFÉ", "sante perda", "7/2024 perda"):
        assert number in found(shelf, text), text


def test_a_whole_number_finds_its_request_alone(shelf: Desk) -> None:
    assert found(shelf, "0018/ppid/xi/2026") == [18]
    assert found(shelf, shelf.request(18).tracking_code.lower()) == [18]


def test_leafing_visits_every_row_exactly_once_both_ways(shelf: Desk) -> None:
    with shelf.office.reading(shelf.budi) as unit:
        there = list(pages(unit, Filters()))
        back, place = [], Place(after=there[-1][-1])
        while True:
            page = book.page(unit, Filters(), place)
            back.append([row.id for row in page.rows])
            if page.newer is None:
                break
            place = Place(after=page.newer)
    assert [len(page) for page in there] == [PAGE_SIZE, PAGE_SIZE, MANY - 2 * PAGE_SIZE]
    assert [number for page in there for number in page] == list(range(MANY, 0, -1))
    assert sorted(number for page in back for number in page) == list(range(2, MANY + 1))
    assert all(page == sorted(page, reverse=True) for page in back)


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older(shelf: Desk) -> None:
    with shelf.office.reading(shelf.budi) as unit:
        first = book.page(unit, Filters())
        last = book.page(unit, Filters(), Place(before=PAGE_SIZE))
        beyond = book.page(unit, Filters(), Place(after=MANY))
    assert (first.newer, first.total, first.is_exact) == (None, MANY, True)
    assert (last.older, last.newer) == (None, PAGE_SIZE - 1)
    assert (beyond.rows, beyond.newer, beyond.older) == ([], None, None)


def test_filters_narrow_and_count(shelf: Desk) -> None:
    shelf.by(BU_SARI, requests.withdraw, 5)
    shelf.at("2027-01-04")
    newer = shelf.filed(PAK_JOKO)
    with shelf.office.reading(shelf.budi) as unit:
        for filters, expected in (
            (Filters(status=Status.WITHDRAWN), [5]),
            (Filters(year=2027), [newer]),
            (Filters(year=2027, text="dokumen"), [newer]),
            (Filters(channel=Channel.POST), []),
        ):
            page = book.page(unit, filters)
            assert [row.id for row in page.rows] == expected, filters
            assert page.total == len(expected)
        assert book.page(unit, Filters(status="nonsense")).total == MANY + 1
        assert book.page(unit, Filters(late=True)).total == MANY - 1
        figures = book.figures(unit)
        assert (figures.open, figures.late) == (MANY, MANY - 1)
        assert [row.id for row in book.next_due(unit)] == [newer]


def test_what_is_due_first_stands_first(desk: Desk) -> None:
    early = desk.filed()
    extended = desk.filed()
    from_counter = desk.by(
        desk.budi, requests.enter, a_form(),
        draft_key="l", channel=Channel.POST, received=date(2026, 11, 16),
    ).number  # fmt: skip
    desk.by(
        desk.budi, decisions.extend, extended,
        ground=ExtensionGround.NOT_YET_HELD, reason="Dokumen masih dihimpun dari bidang.",
    )  # fmt: skip
    with desk.office.reading(desk.budi) as unit:
        assert [row.id for row in book.next_due(unit)] == [from_counter, early, extended]


def test_what_is_late_or_waits_for_the_applicant_is_not_due_next(desk: Desk) -> None:
    late = desk.filed()
    desk.at("2026-12-28")
    incomplete, owed = desk.filed(), desk.filed()
    desk.by(desk.budi, completeness.find_incomplete, incomplete, missing=MISSING)
    with desk.office.reading(desk.budi) as unit:
        assert [row.id for row in book.page(unit, Filters(late=True)).rows] == [late]
        assert [row.id for row in book.next_due(unit)] == [owed]


def test_reading_the_register_is_for_those_who_may(desk: Desk) -> None:
    assert Permission.READ_REGISTER not in desk.lina.permissions
    for read in (book.figures, book.next_due, lambda unit: book.page(unit, Filters())):
        for actor in (desk.lina, BU_SARI):
            with pytest.raises(NotAllowed), desk.office.reading(actor) as unit:
                read(unit)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_plain_words_and_a_second_look_finds_the_same(text: str) -> None:
    once = search.words(text)
    assert search.words(" ".join(once)) == once
    assert all(word.isascii() and word == word.lower() for word in once)
