"""Kept tallies of days: never a stale figure, whoever changes what at the same moment."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, Table, delete, func, insert, select, update

from office import daily, daily_keeping
from office.clock import StandingClock
from office.daily import Series, Tallies, Tally
from office.database import open_engine
from office.periods import Period
from office.refusals import NotAllowed
from office.unit import Office, Unit
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)
# A table of another metadata: nothing of the product knows it.
visits = Table(
    "visits", MetaData(),
    Column("id", Integer, primary_key=True), Column("day", Date), Column("door", Integer),
)  # fmt: skip


def count(unit: Unit, period: Period) -> Mapping[date, Tally]:
    """Count the visits of a period by door."""
    tallies = Tallies()
    within = visits.c.day.between(period.since, period.until)
    for row in unit.session.execute(select(visits).where(within)):
        daily.add(tallies.one(row.day), "door", str(row.door))
    return tallies.days


def first(unit: Unit) -> date | None:
    return unit.session.scalar(select(func.min(visits.c.day)))


VISITS = Series("visits", 1, count, first)


@pytest.fixture
def house(office: Office) -> Office:
    """An office with two visits by door 1 on each of the last ninety days and today."""
    visits.metadata.create_all(office.engine)
    with office.unit(CLOCKWORK) as unit:
        days = [TODAY - timedelta(days=step) for step in range(91)]
        unit.session.execute(insert(visits), [{"day": day, "door": 1} for day in days * 2])
    return office


def at_door(office: Office, period: Period, door: int = 1) -> int:
    with office.reading(CLOCKWORK) as unit:
        return daily.between(unit, VISITS, period).get("door", {}).get(str(door), 0)


def kept(office: Office) -> int:
    counted = 0
    while True:
        with office.unit(CLOCKWORK) as unit:
            more = daily_keeping.refresh(unit, VISITS)
        if not more:
            return counted
        counted += more


def move(office: Office, day: date, door: int, *, marked: bool = True) -> None:
    """Let the visits of a day have come by another door."""
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(visits).where(visits.c.day == day).values(door=door))
        if marked:
            daily.mark(unit, "visits", day)


NOVEMBER, OCTOBER = Period.month(2026, 11), Period.month(2026, 10)


def test_what_is_not_kept_yet_is_counted_from_its_rows(house: Office) -> None:
    assert at_door(house, OCTOBER) == 62
    assert at_door(house, NOVEMBER) == 46
    assert at_door(house, Period(TODAY, TODAY)) == 2


def test_what_is_kept_says_the_same_and_needs_no_rows(house: Office) -> None:
    assert kept(house) == 90
    assert kept(house) == 0
    with house.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(visits).where(visits.c.day < TODAY))
    assert at_door(house, OCTOBER) == 62
    assert at_door(house, Period(OCTOBER.since, TODAY)) == 62 + 46


def test_today_is_never_kept(house: Office) -> None:
    kept(house)
    move(house, TODAY, 2, marked=False)
    assert at_door(house, Period(TODAY, TODAY), door=2) == 2


def test_a_day_that_just_ended_waits_for_what_was_begun_on_it(
    house: Office, clock: StandingClock
) -> None:
    kept(house)
    clock.instant = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)  # five past midnight in Jakarta
    assert kept(house) == 0
    clock.advance(timedelta(minutes=6))
    assert kept(house) == 1


@pytest.mark.parametrize("day", [date(2026, 10, 14), date(2026, 11, 22)])
def test_a_marked_day_is_read_from_its_rows_and_then_kept_anew(house: Office, day: date) -> None:
    kept(house)
    move(house, day, 7)
    whole = Period(OCTOBER.since, TODAY)
    assert at_door(house, whole, door=7) == 2
    assert at_door(house, whole) == 106
    assert kept(house) == 1
    with house.unit(CLOCKWORK) as unit:
        assert daily.marked(unit, VISITS) == []
        unit.session.execute(delete(visits).where(visits.c.day == day))
    assert at_door(house, whole, door=7) == 2, "it was kept"


def test_an_instant_marks_the_day_of_the_offices_own_zone(house: Office) -> None:
    with house.unit(CLOCKWORK) as unit:
        daily.mark(unit, "visits", datetime(2026, 11, 20, 18, 0, tzinfo=UTC))
        daily.mark(unit, "visits", datetime(2026, 11, 20, 16, 0, tzinfo=UTC))
    with house.reading(CLOCKWORK) as unit:
        assert daily.marked(unit, VISITS) == [date(2026, 11, 20), date(2026, 11, 21)]


def test_a_mark_is_taken_back_with_the_change_it_belongs_to(house: Office) -> None:
    kept(house)
    with pytest.raises(RuntimeError, match="no"), house.unit(CLOCKWORK) as unit:
        daily.mark(unit, "visits", date(2026, 11, 20))
        raise RuntimeError("no")
    with house.reading(CLOCKWORK) as unit:
        assert daily.marked(unit, VISITS) == []


def test_what_is_committed_while_a_refresh_counts_stays_marked(
    house: Office, database: str
) -> None:
    if "sqlite" in database:
        pytest.skip("SQLite lets nobody write while a refresh does")
    day = date(2026, 11, 20)
    kept(house)
    move(house, day, 3)
    other = Office(open_engine(database), house.clock, house.zone, house.vault)

    def counting(unit: Unit, period: Period) -> Mapping[date, Tally]:
        found = count(unit, period)
        # Somebody is faster than the refresh is with committing.
        move(other, day, 4)
        return found

    with house.unit(CLOCKWORK) as unit:
        assert daily_keeping.refresh(unit, Series("visits", 1, counting, first)) == 1
    assert at_door(house, NOVEMBER, door=4) == 2
    assert at_door(house, NOVEMBER, door=3) == 0
    assert kept(house) == 1
    assert at_door(house, NOVEMBER, door=4) == 2
    other.engine.dispose()


def test_no_more_days_are_counted_at_once_than_wanted(house: Office) -> None:
    for day in OCTOBER.each():
        move(house, day, 5)
    kept(house)
    for day in OCTOBER.each():
        move(house, day, 6)
    with house.unit(CLOCKWORK) as unit:
        assert daily_keeping.refresh(unit, VISITS, most=4) == 4
        assert len(daily.marked(unit, VISITS)) == 27
    assert at_door(house, OCTOBER, door=6) == 62


def test_the_newest_days_are_kept_first(house: Office) -> None:
    with house.unit(CLOCKWORK) as unit:
        daily_keeping.refresh(unit, VISITS, most=5)
        firsts = set(unit.session.scalars(select(daily.day_tallies.c.first)))
    assert firsts == {TODAY - timedelta(days=step) for step in range(1, 6)}


def test_what_comes_from_before_all_others_is_counted_as_well(house: Office) -> None:
    kept(house)
    early = date(2026, 7, 9)
    with house.unit(CLOCKWORK) as unit:
        unit.session.execute(insert(visits).values(day=early, door=1))
        daily.mark(unit, "visits", early)
    assert at_door(house, Period.year(2026)) == 183
    assert kept(house) > 0
    assert at_door(house, Period.year(2026)) == 183


def test_other_rules_of_counting_count_everything_anew(house: Office) -> None:
    kept(house)

    def by_two(unit: Unit, period: Period) -> Mapping[date, Tally]:
        found = count(unit, period)
        for tally in found.values():
            tally["door"] = {door: 2 * times for door, times in tally["door"].items()}
        return found

    newer = Series("visits", 2, by_two, first)
    with house.unit(CLOCKWORK) as unit:
        assert daily.between(unit, newer, OCTOBER)["door"] == {"1": 124}
        while daily_keeping.refresh(unit, newer):
            pass
        assert daily.between(unit, newer, OCTOBER)["door"] == {"1": 124}


def test_only_the_clockwork_keeps_tallies(house: Office) -> None:
    with house.unit(BU_SARI) as unit, pytest.raises(NotAllowed):
        daily_keeping.refresh(unit, VISITS)


def test_where_nothing_ever_happened_there_is_nothing_to_keep(office: Office) -> None:
    visits.metadata.create_all(office.engine)
    assert kept(office) == 0
    assert at_door(office, Period.year(2026)) == 0
    assert office.clock.now() == MONDAY_MORNING
