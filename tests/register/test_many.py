"""A register too long to be read: what is common is followed, and nothing is missed on the way."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from benchmarks import invented
from benchmarks.filled import Site, fill
from office.files import Cabinet
from office.people import StaffMember
from office.unit import Office, Unit
from register import book, ledger, search
from register.book import MOST_COUNTED, Filters, Place
from register.ledger import Range
from register.tables import Request

SIZE = 1_600
CHOICES = (
    Filters(text=invented.COMMONEST),
    Filters(text=invented.COMMONEST, status="in_process"),
    Filters(text=invented.COMMON, status="closed"),
    Filters(text=invented.COMMON, channel="post", year=2025),
    Filters(text=f"{invented.COMMON} {invented.AS_COMMON}", status="withdrawn"),
    Filters(text=" ".join(invented.NEVER_TOGETHER)),
    Filters(text=invented.UNFINISHED, year=2024),
    Filters(text="desa subaba", status="closed"),
    Filters(text=invented.COMMONEST, late=True),
    Filters(status="closed", channel="email", year=2026),
    Filters(late=True, year=2026),
)  # fmt: skip


@pytest.fixture
def long(office: Office, cabinet: Cabinet, pak_budi: StaffMember) -> Office:
    """An office whose register has thousands of requests, among them many common words."""
    fill([Site(office, cabinet)], SIZE, pak_budi.staff_id)
    return office


Said = dict[Request, list[str]]


def all_that_was_said(unit: Unit) -> Said:
    """Return every request with its words, newest first."""
    rows = unit.session.scalars(select(Request).order_by(Request.id.desc())).all()
    return {
        row: search.words(f"{row.information_detail} {row.registration_number}") for row in rows
    }


def meant(said: Said, filters: Filters, today: date) -> list[int]:
    """Return the numbers that filters mean, by looking at every request there is."""
    used = sorted({word for words in said.values() for word in words})
    asked = [
        {word} if word in used else {one for one in used if one.startswith(word)}
        for word in search.words(filters.text)
    ]
    owed = {"registered", "in_process", "refusal_proposed"}
    return [
        row.id
        for row, words in said.items()
        if all(group & set(words) for group in asked)
        and filters.status in {"", row.status}
        and filters.channel in {"", row.channel}
        and filters.year in {None, row.year}
        and (not filters.late or (row.status in owed and row.notice_due < today))
    ]


def leafed(unit: Unit, filters: Filters) -> Iterator[int]:
    """Yield the numbers on all pages, to the last one."""
    place = Place()
    while True:
        page = book.page(unit, filters, place)
        yield from (row.id for row in page.rows)
        if page.older is None:
            return
        place = Place(before=page.older)


def test_every_way_through_a_long_register_shows_all_that_is_meant_and_nothing_else(
    long: Office, pak_budi: StaffMember
) -> None:
    with long.reading(pak_budi) as unit:
        said = all_that_was_said(unit)
        answers = [meant(said, filters, unit.today) for filters in CHOICES]
        for filters, expected in zip(CHOICES, answers, strict=True):
            assert list(leafed(unit, filters)) == expected, filters
            page = book.page(unit, filters)
            assert page.total == min(len(expected), MOST_COUNTED), filters
            assert page.is_exact == (len(expected) <= MOST_COUNTED), filters
            if expected:
                back = book.page(unit, filters, Place(after=expected[-1]))
                assert [row.id for row in back.rows] == expected[:-1][-len(back.rows) or None :]
    assert [filters for filters, found in zip(CHOICES, answers, strict=True) if not found] == [
        Filters(text=" ".join(invented.NEVER_TOGETHER))
    ]


def test_the_book_of_a_long_register_has_each_request_once_in_its_order(
    long: Office, pak_budi: StaffMember
) -> None:
    with long.reading(pak_budi) as unit:
        rows = unit.session.execute(
            select(Request.received_date, Request.registration_number).order_by(
                Request.year, Request.sequence
            )
        ).all()
        span = Range(rows[100].received_date, rows[-100].received_date)
        inside = [row for row in rows if span.since <= row.received_date <= span.until]
        written = [line.registration_number for line in ledger.requests(unit, span)]
    assert len(written) > SIZE * 0.8
    assert written == [row.registration_number for row in inside]
