"""What is promised: inside the hours, never shorter than the queue, and kept by a played desk."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.promise import report
from benchmarks.waiting import (
    MINUTES,
    Handling,
    Played,
    exponential,
    lognormal,
    play,
    usual_hours,
)
from knowledge.escalation.promise import Promise, Workload, load, promise
from office.service_hours import Closure, ServiceHours
from office.workdays import Calendar
from tests.people import WIB

HOURS = usual_hours()
NOBODY_AHEAD = Workload(0, MINUTES, 3, 0.4)
MOST = 2_000

instants = st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)
workloads = st.builds(
    Workload,
    ahead=st.integers(0, MOST),
    handling_minutes=st.floats(0.5, 30),
    officers=st.integers(1, 10),
    load=st.floats(0, 0.99),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


def said(given_promise: Promise) -> str:
    from_, by = given_promise.from_.astimezone(WIB), given_promise.by.astimezone(WIB)
    return f"{from_:%d %H.%M} - {by:%d %H.%M}"


@pytest.mark.parametrize(
    ("now", "ahead", "expected"),
    [
        ("2026-11-24 10:13", 0, "24 10.00 - 24 10.30"),
        ("2026-11-24 10:13", 20, "24 10.30 - 24 11.30"),
        ("2026-11-22 20:00", 20, "23 08.00 - 23 09.00"),  # asked on Sunday
        ("2026-11-20 11:20", 0, "20 11.00 - 20 13.30"),  # before Friday prayer
        ("2026-12-31 15:20", 20, "04 08.00 - 04 09.00"),  # over the New Year
    ],
)
def test_a_promise_is_said_in_half_hours_of_service(now: str, ahead: int, expected: str) -> None:
    assert said(promise(local(now), Workload(ahead, 4, 3, 0.5), HOURS)) == expected


def test_a_meeting_moves_a_promise_behind_itself() -> None:
    meeting = Closure(date(2026, 11, 24), time(13), time(15))
    closed = ServiceHours(HOURS.windows, (meeting,), HOURS.calendar, WIB)
    assert said(promise(local("2026-11-24 12:30"), NOBODY_AHEAD, closed)) == "24 15.00 - 24 15.30"


@given(instants, workloads)
def test_a_promise_lies_within_service_and_begins_before_it_ends(
    now: datetime, workload: Workload
) -> None:
    made = promise(now, workload, HOURS)
    assert made.from_ < made.by
    assert made.by > now
    assert made.from_ > now - timedelta(minutes=30)
    assert HOURS.is_open(made.from_)
    assert HOURS.is_open(made.by - timedelta(microseconds=1))
    for at in (made.from_, made.by):
        assert at.minute % 30 == at.second == at.microsecond == 0


@given(instants, workloads)
def test_a_promise_leaves_time_for_all_that_is_ahead(now: datetime, workload: Workload) -> None:
    made = promise(now, workload, HOURS)
    queue = workload.ahead * workload.handling_minutes / workload.officers
    # Instants are whole microseconds, a little less than which the minutes may say.
    assert HOURS.minutes_between(now, made.from_) <= queue + 1e-6
    assert HOURS.minutes_between(now, made.by) >= queue + workload.handling_minutes - 1e-6


@given(instants, workloads, st.integers(1, 500))
def test_more_ahead_is_never_promised_sooner(now: datetime, workload: Workload, more: int) -> None:
    longer = Workload(
        workload.ahead + more, workload.handling_minutes, workload.officers, workload.load
    )
    one, other = promise(now, workload, HOURS), promise(now, longer, HOURS)
    assert one.from_ <= other.from_
    assert one.by <= other.by


@given(instants, workloads, st.floats(1.0, 3.0))
def test_from_full_load_on_a_promise_grows_by_itself(
    now: datetime, workload: Workload, full: float
) -> None:
    overloaded = Workload(workload.ahead, workload.handling_minutes, workload.officers, full)
    usual, grown = promise(now, workload, HOURS), promise(now, overloaded, HOURS)
    assert grown.from_ == usual.from_
    assert grown.by >= usual.by
    ratio = grown.basis["latest_minutes"] / usual.basis["latest_minutes"]
    assert ratio == pytest.approx(full, rel=0.05)


@given(instants, workloads)
def test_the_same_question_gets_the_same_promise(now: datetime, workload: Workload) -> None:
    assert promise(now, workload, HOURS) == promise(now, workload, HOURS)


def test_a_promise_keeps_what_it_was_made_of() -> None:
    made = promise(local("2026-11-24 10:13"), Workload(20, 4.126, 3, 0.7512), HOURS)
    assert {**made.basis, "earliest_minutes": 0, "latest_minutes": 0} == {
        "ahead": 20, "handling_minutes": 4.13, "officers": 3, "load": 0.751,
        "earliest_minutes": 0, "latest_minutes": 0,
        "hours": HOURS.version, "calendar": HOURS.calendar.version,
    }  # fmt: skip


def test_an_empty_desk_promises_as_if_one_person_came() -> None:
    alone, nobody = Workload(5, 4, 1, 0.2), Workload(5, 4, 0, load(10, 4, 0))
    at = local("2026-11-24 10:13")
    assert promise(at, nobody, HOURS).from_ == promise(at, alone, HOURS).from_
    assert promise(at, nobody, HOURS).by > promise(at, alone, HOURS).by


@pytest.mark.parametrize(
    ("arrivals", "minutes", "staffed", "expected"),
    [
        (120, 4, 3 * 390, 0.41), (240, 4, 3 * 390, 0.82), (360, 4, 3 * 390, 1.23),
        (360, 4, 5 * 390, 0.74), (480, 4, 8 * 390, 0.62), (720, 4, 10 * 390, 0.74),
    ],
)  # fmt: skip
def test_load_is_work_over_staffed_time(
    arrivals: int, minutes: float, staffed: float, expected: float
) -> None:
    assert load(arrivals, minutes, staffed) == pytest.approx(expected, abs=0.005)


def test_without_anybody_there_any_work_is_too_much_and_none_is_none() -> None:
    assert load(1, 4, 0) == float("inf")
    assert load(0, 4, 0) == 0


@cache
def played(officers: int, share: float, handling: Handling) -> Played:
    return play(officers, share, handling, weeks=3)


BELOW_FULL = [(3, 0.05), (3, 0.10), (5, 0.10), (5, 0.15), (8, 0.10), (8, 0.20), (8, 0.30)]


@pytest.mark.parametrize("handling", [exponential, lognormal])
@pytest.mark.parametrize(("officers", "share"), BELOW_FULL)
def test_below_full_load_first_replies_fall_within_what_was_promised(
    officers: int, share: float, handling: Handling
) -> None:
    weeks = played(officers, share, handling)
    assert len(weeks.cases) > 1_500
    assert weeks.load < 1
    assert weeks.kept >= 0.95


@pytest.mark.parametrize(("officers", "share"), BELOW_FULL)
def test_the_formula_of_load_agrees_with_how_busy_the_officers_were(
    officers: int, share: float
) -> None:
    weeks = played(officers, share, exponential)
    assert weeks.busy == pytest.approx(weeks.load, rel=0.04)


def test_where_more_comes_than_can_be_done_promises_lengthen_from_week_to_week() -> None:
    weeks = played(3, 0.15, exponential)
    assert weeks.load > 1.2
    half = len(weeks.cases) // 2
    ordinary = [sorted(row.promised_minutes for row in part if not row.urgent)
                for part in (weeks.cases[:half], weeks.cases[half:])]  # fmt: skip
    first, second = (part[len(part) // 2] for part in ordinary)
    assert second > 1.5 * first
    # Even so nobody is led to expect what cannot be: most promises still hold.
    assert weeks.kept >= 0.95


def test_the_benchmark_prints_loads_waits_and_what_was_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report((3,), weeks=1)
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line[:2] == "3 "]
    assert len(rows) == 2 * 5
    calm, hopeless = rows[0], rows[4]
    assert calm[1] == "5%"
    assert int(calm[2].rstrip("%")) == pytest.approx(42, abs=3)
    assert float(calm[6].rstrip("%")) >= 95
    assert hopeless[3] == "collapses"


def test_a_quiet_desk_does_not_promise_a_whole_day() -> None:
    widths = sorted(row.width_minutes for row in played(5, 0.10, exponential).cases)
    assert widths[len(widths) // 2] <= 60
    assert widths[int(0.9 * len(widths))] <= 120


def test_no_calendar_without_holidays_is_needed() -> None:
    plain = ServiceHours(HOURS.windows, (), Calendar({}), WIB)
    assert said(promise(local("2026-12-25 10:13"), NOBODY_AHEAD, plain)) == "25 10.00 - 25 10.30"
