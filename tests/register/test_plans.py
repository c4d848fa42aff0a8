"""No filter of the register reads every request there is: an index leads to what it finds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event

from office import regional
from office.people import StaffMember
from office.unit import Office, Unit
from register import book
from register.book import Filters
from register.figures.words import ClockState, Dimension, TimeClass, YesNo
from register.words import ApplicantType, Channel, Decision, RefusalGround, Status
from tests.people import CLOCKWORK

# Here a plan does not depend on how much there is; PostgreSQL reads a small table whole.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def sliced(dimension: Dimension, value: str, **more: Any) -> Filters:
    return Filters(slices={dimension: value}, **more)


# What a whole register may have none or few of; the others are met on the first pages.
RARE = {
    "status": Filters(status=Status.REFUSED),
    "channel": Filters(channel=Channel.SOCIAL_MEDIA),
    "overdue": Filters(late=True),
    "year": Filters(year=2024),
    "days": Filters(since=date(2024, 4, 1), until=date(2024, 4, 30)),
    "type": sliced(Dimension.APPLICANT_TYPE, ApplicantType.GROUP),
    "decision": sliced(Dimension.DECISION, Decision.REFUSED_OTHER_LAW),
    "ground": sliced(Dimension.REFUSAL_GROUND, RefusalGround.EXEMPT_A),
    "office": sliced(Dimension.REGIONAL_OFFICE, "1"),
    "extended": sliced(Dimension.EXTENDED, YesNo.YES),
    **{
        f"{dimension}-{state}": sliced(dimension, state)
        for dimension in (Dimension.STRICT_CLOCK, Dimension.PERKI_CLOCK)
        for state in ClockState
        if state is not ClockState.ON_TIME
    },
    **{f"time-{one}": sliced(Dimension.TIME_CLASS, one) for one in TimeClass},
    "year-time": sliced(Dimension.TIME_CLASS, TimeClass.OVER_17, year=2024),
}


@contextmanager
def planned(unit: Unit) -> Iterator[list[str]]:
    """Collect the lines of the plan of every statement that is executed meanwhile."""
    connection = unit.session.connection()
    statements: list[tuple[str, Any]] = []

    def seen(_: Connection, __: Any, statement: str, given: Any, *___: Any) -> None:
        statements.append((statement, given))

    lines: list[str] = []
    event.listen(connection, "before_cursor_execute", seen)
    yield lines
    event.remove(connection, "before_cursor_execute", seen)
    for statement, given in statements:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        lines += [str(row[-1]) for row in rows]


def reads_all(line: str) -> bool:
    """Tell whether a line of a plan reads the cases from end to end, by whatever index."""
    return line in {"SCAN requests", "SCAN request_parts"} or "ix_requests_person" in line


OWED = [name for name in RARE if name.endswith(("_clock-open", "_clock-late_open", "_clock-none"))]


@pytest.mark.parametrize("name", OWED)
def test_what_is_owed_is_read_newest_first_and_never_sorted(
    office: Office, pak_budi: StaffMember, name: str
) -> None:
    with office.reading(pak_budi) as unit, planned(unit) as lines:
        book.page(unit, RARE[name])
    assert any("ix_requests_unanswered" in line for line in lines)
    assert [line for line in lines if "TEMP B-TREE" in line] == []


@pytest.mark.parametrize("name", RARE)
def test_an_index_leads_to_what_is_rare(office: Office, pak_budi: StaffMember, name: str) -> None:
    with office.unit(CLOCKWORK) as unit:
        regional.add(unit, "Dinas PUPR")
    with office.reading(pak_budi) as unit:
        with planned(unit) as lines:
            book.page(unit, RARE[name])
        assert lines
        assert [line for line in lines if reads_all(line)] == []
