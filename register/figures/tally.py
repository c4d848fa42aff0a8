"""Counts requests and objections by the day on which they were received, told apart every way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select

from office import daily
from office.daily import Series, Tallies, Tally, add
from office.periods import Period
from office.unit import Unit
from register import occupations
from register.figures.words import NONE, ClockState, Dimension, ObjectionDimension, TimeClass, YesNo
from register.objection_tables import OBJECTIONS, Objection
from register.objection_words import Ground, ObjectionStatus
from register.tables import REQUESTS, Part, Request
from register.words import OPEN_STATUSES, Decision

# What stands under no value yet, by the day after which it will be late; read with today's date.
STRICT_OPEN, PERKI_OPEN, ANSWER_OPEN = "strict_open", "perki_open", "answer_open"
# How often an act took how many working days.
WORKING_DAYS = "working_days"

TIME_CLASSES = (
    (0, TimeClass.SAME_DAY),
    (3, TimeClass.UP_TO_3),
    (10, TimeClass.UP_TO_10),
    (17, TimeClass.UP_TO_17),
)
# A ground that was only proposed counts for nothing until the refusal is decided.
REFUSALS = frozenset(one for one in Decision if one.is_refusal)
GROUND_OF = {ground.letter: ground.value for ground in Ground}


def time_class(days: int | None) -> TimeClass:
    """Return the class of so many working days (L 6.2); none where there was no notice."""
    if days is None:
        return TimeClass.NONE
    return next((one for most, one in TIME_CLASSES if days <= most), TimeClass.OVER_17)


_ROWS: Select[*tuple[Any, ...]] = select(
    Request.received_date,
    Request.received_at,
    Request.status,
    Request.decision,
    Request.refusal_ground,
    Request.purpose_category,
    Request.channel,
    Request.applicant_type,
    Request.occupation,
    Request.notice_date,
    Request.notice_days,
    Request.notice_due,
    Request.strict_due,
    Request.perki_due,
    Request.extended_on,
    Request.incomplete_date,
)


def count_requests(unit: Unit, period: Period) -> Mapping[date, Tally]:
    """Return the tallies of the days on which requests were received."""
    # Before the requests, so that each of these is among them.
    offices = _offices(unit, period)
    tallies = Tallies()
    within = Request.received_date.between(period.since, period.until)
    for row in unit.session.execute(_ROWS.where(within)):
        tally = tallies.one(row.received_date)
        for dimension, value in _values(unit, row).items():
            add(tally, dimension, value)
        _clock(tally, (Dimension.STRICT_CLOCK, STRICT_OPEN), row, row.strict_due or row.notice_due)
        # What was never reckoned apart from the one date that counts has only that date.
        by_rule = row.perki_due if row.strict_due else row.notice_due
        _clock(tally, (Dimension.PERKI_CLOCK, PERKI_OPEN), row, by_rule)
        if row.notice_days is not None:
            add(tally, WORKING_DAYS, str(row.notice_days))
    for day, tally in tallies.days.items():
        with_part = offices.get(day, {})
        if alone := daily.total(tally) - with_part.get(_ANY, 0):
            add(tally, Dimension.REGIONAL_OFFICE, NONE, alone)
        for office, count in with_part.items():
            if office != _ANY:
                add(tally, Dimension.REGIONAL_OFFICE, office, count)
    return tallies.days


def _values(unit: Unit, row: Row[Any]) -> dict[Dimension, str]:
    """Return under which value a request stands, for what depends on its row alone."""
    ground = row.refusal_ground if row.decision in REFUSALS else None
    return {
        Dimension.STATUS: row.status,
        Dimension.DECISION: row.decision or NONE,
        Dimension.REFUSAL_GROUND: ground or NONE,
        Dimension.PURPOSE: row.purpose_category,
        Dimension.CHANNEL: row.channel,
        Dimension.APPLICANT_TYPE: row.applicant_type,
        Dimension.OCCUPATION: occupations.group(row.occupation, row.applicant_type),
        Dimension.TIME_CLASS: time_class(row.notice_days),
        Dimension.EXTENDED: YesNo.NO if row.extended_on is None else YesNo.YES,
        Dimension.INCOMPLETE: YesNo.NO if row.incomplete_date is None else YesNo.YES,
        Dimension.HOUR: str(row.received_at.astimezone(unit.zone).hour),
        Dimension.WEEKDAY: str(row.received_date.isoweekday()),
    }


def _clock(tally: Tally, names: tuple[Dimension, str], row: Row[Any], due: date | None) -> None:
    dimension, still_open = names
    if row.notice_date is not None:
        in_time = due is None or row.notice_date <= due
        add(tally, dimension, ClockState.ON_TIME if in_time else ClockState.LATE)
    elif row.status in OPEN_STATUSES:
        add(tally, still_open, due.isoformat() if due else NONE)
    else:
        add(tally, dimension, ClockState.NONE)


_ANY = "any"
_BY_DAY = (
    select(Request.received_date, func.count(Request.id.distinct()))
    .join(Part, Part.request_id == Request.id)
    .where(Part.regional_office.is_not(None))
    .group_by(Request.received_date)
)


def _offices(unit: Unit, period: Period) -> dict[date, dict[str, int]]:
    """Return by day how many requests have a part that lies with each office, and with any."""
    days: dict[date, dict[str, int]] = {}
    either = _BY_DAY.where(Request.received_date.between(period.since, period.until))
    for day, count in unit.session.execute(either):
        days[day] = {_ANY: count}
    each = either.add_columns(Part.regional_office).group_by(Part.regional_office)
    for day, count, office in unit.session.execute(each):
        # A day that was not there before got its first part between the two statements.
        if day in days:
            days[day][str(office)] = count
    return days


def count_objections(unit: Unit, period: Period) -> Mapping[date, Tally]:
    """Return the tallies of the days on which objections were received."""
    tallies = Tallies()
    rows = select(
        Objection.received_date,
        Objection.grounds,
        Objection.status,
        Objection.decision,
        Objection.channel,
        Objection.response_date,
        Objection.response_days,
        Objection.response_due,
    ).where(Objection.received_date.between(period.since, period.until))
    for row in unit.session.execute(rows):
        tally = tallies.one(row.received_date)
        for letter in row.grounds:
            add(tally, ObjectionDimension.GROUND, GROUND_OF[letter])
        add(tally, ObjectionDimension.STATUS, row.status)
        add(tally, ObjectionDimension.DECISION, row.decision or NONE)
        add(tally, ObjectionDimension.CHANNEL, row.channel)
        if row.response_date is not None:
            in_time = row.response_date <= row.response_due
            add(tally, ObjectionDimension.CLOCK, ClockState.ON_TIME if in_time else ClockState.LATE)
        elif row.status == ObjectionStatus.RECORDED:
            add(tally, ANSWER_OPEN, row.response_due.isoformat())
        else:
            add(tally, ObjectionDimension.CLOCK, ClockState.NONE)
        if row.response_days is not None:
            add(tally, WORKING_DAYS, str(row.response_days))
    return tallies.days


def _first_request(unit: Unit) -> date | None:
    return unit.session.scalar(select(func.min(Request.received_date)))


def _first_objection(unit: Unit) -> date | None:
    return unit.session.scalar(select(func.min(Objection.received_date)))


# The number moves with every change of what is counted above.
OF_REQUESTS = Series(REQUESTS, 2, count_requests, _first_request)
OF_OBJECTIONS = Series(OBJECTIONS, 1, count_objections, _first_objection)
EVERY = (OF_REQUESTS, OF_OBJECTIONS)
