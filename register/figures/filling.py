"""Reckons what figures need of cases that are older than the figures, a bounded part at a time."""

from collections.abc import Callable
from datetime import date
from functools import cache

from sqlalchemy import bindparam, select, update

from office import daily, daysoff
from office.people import Permission
from office.unit import Unit
from office.workdays import Calendar, working_days_left
from register.clocks import Course, clocks
from register.objection_tables import OBJECTIONS, Objection
from register.tables import REQUESTS, Request

_PORTION = 2_000
Calendars = Callable[[int], Calendar]

_FILL_REQUEST = (
    update(Request)
    # Whoever changed the case meanwhile has reckoned it as well.
    .where(Request.id == bindparam("number"), Request.strict_due.is_(None))
    .values(
        strict_due=bindparam("strict"), perki_due=bindparam("perki"), notice_days=bindparam("days")
    )
)
_FILL_OBJECTION = (
    update(Objection)
    .where(Objection.id == bindparam("number"))
    .values(response_days=bindparam("days"))
)


def fill(unit: Unit, *, most: int = _PORTION) -> int:
    """Reckon older cases by the calendar their dates were counted by; return how many.

    Call it until it returns 0.
    """
    unit.require(Permission.KEEP_TIME)
    calendars = _calendars(unit)
    return _fill_requests(unit, calendars, most) or _fill_objections(unit, calendars, most)


def _calendars(unit: Unit) -> Calendars:
    whole = daysoff.whole(unit)

    @cache
    def of_version(number: int) -> Calendar:
        found = None if number == whole.version else daysoff.calendar_at(unit, number)
        return found or whole

    return of_version


def _fill_requests(unit: Unit, calendars: Calendars, most: int) -> int:
    @cache
    def dues(course: Course, version: int) -> tuple[date, date | None]:
        known = clocks(course, calendars(version))
        return known.by_law.on, known.by_rule.on if known.by_rule else None

    @cache
    def days(received: date, notice: date, version: int) -> int:
        return working_days_left(received, notice, calendars(version))

    query = select(Request).where(Request.strict_due.is_(None)).order_by(Request.id).limit(most)
    rows = []
    for one in unit.session.scalars(query):
        letter = one.incomplete_received or one.incomplete_date
        extended = one.extended_on is not None
        course = Course(one.received_date, letter, one.complete_date, extended=extended)
        strict, perki = dues(course, one.calendar_version)
        # The one date that counts is kept as the applicant was told it.
        if course.was_repaired:
            perki = one.notice_due
        else:
            strict = one.notice_due
        given = one.notice_date
        passed = days(one.received_date, given, one.calendar_version) if given else None
        rows.append({"number": one.id, "strict": strict, "perki": perki, "days": passed})
        daily.mark(unit, REQUESTS, one.received_date)
    if rows:
        unit.session.connection().execute(_FILL_REQUEST, rows)
    return len(rows)


def _fill_objections(unit: Unit, calendars: Calendars, most: int) -> int:
    unreckoned = Objection.response_days.is_(None) & Objection.response_date.is_not(None)
    rows = []
    for one in unit.session.scalars(select(Objection).where(unreckoned).limit(most)):
        if one.response_date is not None:
            calendar = calendars(one.calendar_version)
            passed = working_days_left(one.received_date, one.response_date, calendar)
            rows.append({"number": one.id, "days": passed})
            daily.mark(unit, OBJECTIONS, one.received_date)
    if rows:
        unit.session.connection().execute(_FILL_OBJECTION, rows)
    return len(rows)
