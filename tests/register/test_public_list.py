"""The list of public information: what it must say, who keeps it, and when it is overdue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import journal
from office.clock import StandingClock
from office.paging import PAGE_SIZE
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from office.writer import Writer
from register import list_terms, list_watch, public_list
from register.list_words import AvailableForm, InformationClass
from register.public_list import Figures, Filters, Row
from tests.people import BU_SARI, CLOCKWORK, staff_member
from tests.register.lists import item, listed

SIX_MONTHS_ON = date(2027, 5, 23)


def entry(office: Office, number: int) -> Row:
    with office.reading(BU_SARI) as unit:
        return public_list.entry(unit, number)


def summaries(office: Office, **filters: object) -> list[str]:
    with office.reading(BU_SARI) as unit:
        found = public_list.page(unit, Filters(**filters))  # type: ignore[arg-type]
    return [row.item.summary for row in found.rows]


def acts(office: Office) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        return [line.act for line in journal.page(unit.session, act="public_list.")]


def test_an_entry_is_listed_as_it_was_written_and_due_in_six_months(
    office: Office, pak_budi: StaffMember
) -> None:
    number = listed(office, pak_budi)
    row = entry(office, number)
    assert row.item == item()
    assert (row.ordinal, row.reviewed_on, row.review_due) == (1, date(2026, 11, 23), SIX_MONTHS_ON)
    assert not row.is_overdue
    assert acts(office) == ["public_list.added"]


def test_a_curator_keeps_the_list_and_an_auditor_does_not(
    office: Office, pak_agus: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        curator = staff_member(unit, "wati", "Wati Kurator", Role.KB_CURATOR)
    assert listed(office, curator)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        public_list.add(unit, item())
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        public_list.add(unit, item())


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"summary": "  "}, "summary", "required"),
        ({"holding_unit": ""}, "holding_unit", "required"),
        ({"responsible_official": ""}, "responsible_official", "required"),
        ({"created_when_where": ""}, "created_when_where", "required"),
        ({"retention_period": ""}, "retention_period", "required"),
        ({"forms": frozenset()}, "available_form", "required"),
        ({"summary": "x" * 1001}, "summary", "too_long"),
        ({"entry_slug": "Bukan Slug"}, "entry_slug", "slug_unclear"),
    ],
)
def test_an_entry_without_what_lampiran_i_asks_is_refused(
    office: Office, pak_budi: StaffMember, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        public_list.add(unit, item(**changes))
    assert (refused.value.field, refused.value.code) == (field, code)
    assert summaries(office) == []
    assert acts(office) == []


def test_a_review_is_overdue_the_day_after_six_months_and_confirming_renews_it(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = listed(office, pak_budi)
    clock.instant = clock.instant.replace(year=2027, month=5)
    assert not entry(office, number).is_overdue
    clock.advance(timedelta(days=1))
    assert entry(office, number).is_overdue
    with office.reading(BU_SARI) as unit:
        assert public_list.figures(unit) == Figures(count=1, overdue=1)
        assert list_watch.overdue(unit).reviews == 1
        assert list_watch.overdue(unit).periodic_reviews == 1
        assert list_watch.overdue(unit).any
    assert summaries(office, overdue=True) == [item().summary]
    with office.unit(pak_budi) as unit:
        public_list.confirm_reviewed(unit, number, version=1)
    row = entry(office, number)
    assert (row.is_overdue, row.review_due, row.version) == (False, date(2027, 11, 24), 2)
    assert summaries(office, overdue=True) == []


def test_amending_is_a_review_and_needs_the_version_that_was_read(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = listed(office, pak_budi)
    clock.advance(timedelta(days=3))
    with office.unit(pak_budi) as unit:
        public_list.amend(unit, number, item(forms=frozenset({AvailableForm.SOFT})), version=1)
    row = entry(office, number)
    assert row.item.forms == {AvailableForm.SOFT}
    assert row.reviewed_on == date(2026, 11, 26)
    assert row.review_due == list_terms.review_due(row.reviewed_on)
    with pytest.raises(NotNow) as refused, office.unit(pak_budi) as unit:
        public_list.amend(unit, number, item(summary="Lain"), version=1)
    assert refused.value.code == "version_moved"
    assert summaries(office) == [item().summary]


def test_a_retired_entry_leaves_the_list_and_keeps_its_number(
    office: Office, pak_budi: StaffMember
) -> None:
    first = listed(office, pak_budi)
    with office.unit(pak_budi) as unit:
        public_list.retire(unit, first, version=1, reason="Digabung dengan RPJMD.")
    second = listed(office, pak_budi, summary="RPJMD")
    assert entry(office, second).ordinal == 2
    assert summaries(office) == ["RPJMD"]
    assert summaries(office, retired=True) == [item().summary]
    with office.reading(BU_SARI) as unit:
        assert [row.id for row in public_list.everything(unit)] == [second]
    assert acts(office).count("public_list.retired") == 1
    with pytest.raises(NotNow) as refused, office.unit(pak_budi) as unit:
        public_list.confirm_reviewed(unit, first, version=2)
    assert refused.value.code == "public_item_retired"


def test_retiring_needs_a_reason(office: Office, pak_budi: StaffMember) -> None:
    number = listed(office, pak_budi)
    for reason in (" ", "x" * 1001):
        with pytest.raises(NotValid), office.unit(pak_budi) as unit:
            public_list.retire(unit, number, version=1, reason=reason)
    assert entry(office, number).retired_on is None


def test_what_is_not_listed_is_not_found(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(NotFound):
        entry(office, 4711)
    with pytest.raises(NotFound), office.unit(pak_budi) as unit:
        public_list.confirm_reviewed(unit, 4711, version=1)


def test_the_list_is_searched_by_words_and_class(office: Office, pak_budi: StaffMember) -> None:
    listed(office, pak_budi)
    listed(
        office,
        pak_budi,
        summary="Peringatan dini banjir 100%",
        holding_unit="BPBD",
        information_class=InformationClass.IMMEDIATE,
    )
    assert summaries(office, text="rencana KERJA") == [item().summary]
    assert summaries(office, text="100%") == ["Peringatan dini banjir 100%"]
    assert summaries(office, information_class="immediate") == ["Peringatan dini banjir 100%"]
    assert len(summaries(office, information_class="tidak ada")) == 2


def test_pages_follow_the_order_of_the_list(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        for count in range(PAGE_SIZE + 1):
            public_list.add(unit, item(summary=f"Informasi {count}"))
    with office.reading(BU_SARI) as unit:
        last = public_list.page(unit, Filters(), 99)
    assert (last.number, last.pages, last.total) == (2, 2, 26)
    assert [row.item.summary for row in last.rows] == ["Informasi 25"]


def test_entries_added_at_once_are_numbered_without_gap_or_double(
    office: Office, writer: Writer, pak_budi: StaffMember
) -> None:
    def add(number: int) -> int:
        return writer.do(partial(public_list.add, item=item(summary=f"I {number}")), pak_budi)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(add, range(20)))
    assert sorted(entry(office, number).ordinal for number in numbers) == list(range(1, 21))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_months_later_is_the_same_day_or_that_months_last(day: date, months: int) -> None:
    later = list_terms.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
