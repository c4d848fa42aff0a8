"""What is committed between two statements of a count breaks no figure."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event

from office import regional
from office.periods import Period
from office.unit import Office
from register import requests
from register.figures import reading
from register.figures.words import Dimension
from register.tables import Part
from tests.people import BU_SARI, CLOCKWORK, a_form

# SQLite reads one state of everything, however long it takes.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def first_part(office: Office) -> Iterator[list[int]]:
    """Give a request its first part once the parts of the day were counted, before by office."""
    with office.unit(BU_SARI) as unit:
        number = requests.submit(unit, a_form(), draft_key="one").number
    with office.unit(CLOCKWORK) as unit:
        office_number = regional.add(unit, "Dinas PUPR")
    happened: list[int] = []

    def seen(_: Connection, __: Any, statement: str, *___: Any) -> None:
        if "count(DISTINCT requests.id)" in statement and not happened:
            happened.append(office_number)
            with office.unit(CLOCKWORK) as unit:
                unit.session.add(
                    Part(
                        request_id=number, ordinal=1, description="Bagian dinas",
                        regional_office=office_number, status="assigned", due=unit.today, version=1,
                    )
                )  # fmt: skip

    event.listen(office.engine, "after_cursor_execute", seen)
    yield happened
    event.remove(office.engine, "after_cursor_execute", seen)


def test_a_first_part_between_two_statements_is_counted_the_next_time(
    office: Office, first_part: list[int]
) -> None:
    with office.reading(CLOCKWORK) as unit:
        meanwhile = reading.requests(unit, Period.year(2026))
    assert first_part
    assert meanwhile.by[Dimension.REGIONAL_OFFICE] == {"none": 1}
    with office.reading(CLOCKWORK) as unit:
        after = reading.requests(unit, Period.year(2026))
    assert after.by[Dimension.REGIONAL_OFFICE] == {str(first_part[0]): 1}
