"""Saved views: one's own or the office's, only what is known, nobody's number, own to take away."""

import pytest
from sqlalchemy import select

from office import journal
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import views
from register.views import Book, View
from tests.people import BU_SARI, CLOCKWORK, NIK, staff_member
from tests.register.desk import Desk

LATE = {"status": "in_process", "dari": "2026-01-01", "cari": "jalan desa"}


def offered(desk: Desk, reader: StaffMember, book: Book = Book.REQUESTS) -> list[View]:
    with desk.office.reading(reader) as unit:
        return views.offered(unit, book)


def keep(desk: Desk, who: StaffMember, name: str = "Pekan ini", **more: object) -> int:
    given: dict[str, object] = {"filters": LATE, **more}
    return int(desk.by(who, views.keep, Book.REQUESTS, name, **given))


def test_ones_own_view_is_offered_to_oneself_alone(desk: Desk) -> None:
    number = keep(desk, desk.budi)
    (view,) = offered(desk, desk.budi)
    assert (view.number, view.name, view.is_own, view.shared) == (number, "Pekan ini", True, False)
    assert view.query == "dari=2026-01-01&status=in_process&cari=jalan+desa"
    assert offered(desk, desk.dewi) == []
    assert offered(desk, desk.budi, Book.OBJECTIONS) == []


def test_a_shared_view_is_offered_to_the_office_after_ones_own(desk: Desk) -> None:
    keep(desk, desk.budi, "Bersama", shared=True)
    keep(desk, desk.dewi, "Zaman dulu")
    assert [(one.name, one.is_own) for one in offered(desk, desk.dewi)] == [
        ("Zaman dulu", True),
        ("Bersama", False),
    ]


def test_a_shared_view_keeps_no_words_sought(desk: Desk) -> None:
    keep(desk, desk.budi, filters={**LATE, "cari": "Sari Wulandari"}, shared=True)
    with pytest.raises(NotValid, match="view_empty"):
        keep(desk, desk.budi, "Nama", filters={"cari": "Sari Wulandari"}, shared=True)
    (view,) = offered(desk, desk.dewi)
    assert view.query == "dari=2026-01-01&status=in_process"
    with desk.office.reading(CLOCKWORK) as unit:
        assert "Wulandari" not in unit.session.scalars(select(views.SavedView.filters)).one()


def test_only_known_filters_are_kept(desk: Desk) -> None:
    keep(desk, desk.budi, filters={**LATE, "tujuan": "skripsi", "sebelum": "12", "pesan": "x"})
    (view,) = offered(desk, desk.budi)
    assert "tujuan" not in view.query
    assert "sebelum" not in view.query
    assert "pesan" not in view.query


def test_the_same_name_is_replaced(desk: Desk) -> None:
    first = keep(desk, desk.budi)
    assert keep(desk, desk.budi, filters={"status": "closed"}, shared=True) == first
    (view,) = offered(desk, desk.budi)
    assert (view.query, view.shared) == ("status=closed", True)


def test_only_its_owner_takes_it_away(desk: Desk) -> None:
    number = keep(desk, desk.budi, shared=True)
    with pytest.raises(NotFound):
        desk.by(desk.dewi, views.drop, number)
    assert desk.by(desk.budi, views.drop, number) is Book.REQUESTS
    assert offered(desk, desk.budi) == []
    with pytest.raises(NotFound):
        desk.by(desk.budi, views.drop, number)


@pytest.mark.parametrize(
    ("name", "filters", "code"),
    [
        ("ab", LATE, "too_short"),
        ("a" * 61, LATE, "too_long"),
        ("Punya " + NIK, LATE, "view_personal"),
        ("Kosong", {}, "view_empty"),
        ("Kosong", {"tujuan": "skripsi"}, "view_empty"),
        ("Nomor", {"cari": NIK}, "view_personal"),
        ("Telepon", {"cari": "0812 3456 7890"}, "view_personal"),
        ("Surel", {"cari": "sari@contoh.id"}, "view_personal"),
        ("Panjang", {"cari": "a" * 201}, "too_long"),
    ],
)
def test_what_is_no_view_is_not_kept(
    desk: Desk, name: str, filters: dict[str, str], code: str
) -> None:
    with pytest.raises(NotValid) as refused:
        keep(desk, desk.budi, name, filters=filters)
    assert refused.value.code == code
    assert offered(desk, desk.budi) == []


def test_nobody_keeps_more_than_can_be_looked_over(desk: Desk) -> None:
    for number in range(views.MOST):
        keep(desk, desk.budi, f"Tampilan {number}")
    with pytest.raises(NotNow, match="views_too_many"):
        keep(desk, desk.budi, "Satu lagi")
    keep(desk, desk.budi, "Tampilan 0", filters={"status": "closed"})
    keep(desk, desk.dewi, "Milik lain")


def test_views_are_for_readers_of_the_register(desk: Desk) -> None:
    with desk.office.unit(CLOCKWORK) as unit:
        curator = staff_member(unit, "kurator", "Kurator", Role.KB_CURATOR)
    for who in (curator, desk.lina, BU_SARI):
        with pytest.raises(NotAllowed):
            desk.by(who, views.keep, Book.REQUESTS, "Pekan ini", LATE)
        with pytest.raises(NotAllowed), desk.office.reading(who) as unit:
            views.offered(unit, Book.REQUESTS)


def test_the_journal_tells_that_a_view_was_kept_and_not_what_is_in_it(desk: Desk) -> None:
    number = keep(desk, desk.budi, "Jalan rusak Melati")
    desk.by(desk.budi, views.drop, number)
    with desk.office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="view.")
    assert [(line.act, line.subject) for line in lines] == [
        ("view.dropped", f"saved_view:{number}"),
        ("view.kept", f"saved_view:{number}"),
    ]
    assert not any("Melati" in line.facts or "jalan" in line.facts for line in lines)
