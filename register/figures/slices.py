"""From a figure to the rows behind it: the same requests, as conditions of a query."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from office.periods import Period
from office.unit import Unit
from register.figures.tally import REFUSALS, TIME_CLASSES
from register.figures.words import NONE, ClockState, Dimension, TimeClass, YesNo
from register.tables import Part, Request
from register.words import OPEN_STATUSES, ApplicantType, Channel, Decision, RefusalGround, Status

# How the register's page names what it filters by. Purpose is none: nobody looks by it.
PARAMETERS: Mapping[Dimension, str] = {
    Dimension.STATUS: "status",
    Dimension.CHANNEL: "kanal",
    Dimension.APPLICANT_TYPE: "jenis",
    Dimension.DECISION: "keputusan",
    Dimension.REFUSAL_GROUND: "dasar",
    Dimension.REGIONAL_OFFICE: "opd",
    Dimension.TIME_CLASS: "waktu",
    Dimension.STRICT_CLOCK: "tepat",
    Dimension.PERKI_CLOCK: "tepat_perki",
    Dimension.EXTENDED: "diperpanjang",
}
SINCE, UNTIL = "dari", "sampai"

_PLAIN: Mapping[Dimension, tuple[type[StrEnum], InstrumentedAttribute[str]]] = {
    Dimension.STATUS: (Status, Request.status),
    Dimension.CHANNEL: (Channel, Request.channel),
    Dimension.APPLICANT_TYPE: (ApplicantType, Request.applicant_type),
}
_DATED: Mapping[Dimension, InstrumentedAttribute[date | None]] = {
    Dimension.EXTENDED: Request.extended_on,
    Dimension.INCOMPLETE: Request.incomplete_date,
}

# What was never reckoned apart from the one date that counts has only that date.
_BY_LAW: ColumnElement[Any] = func.coalesce(Request.strict_due, Request.notice_due)
_BY_RULE: ColumnElement[Any] = case(
    (Request.strict_due.is_(None), Request.notice_due), else_=Request.perki_due
)


def conditions(
    unit: Unit, slices: Mapping[Dimension, str], period: Period | None = None
) -> list[ColumnElement[bool]]:
    """Return conditions on `Request` that hold for exactly the rows behind a figure.

    Raises `ValueError` for a dimension that leads to no rows, and for a value of none.
    """
    found: list[ColumnElement[bool]] = []
    if period is not None:
        found.append(Request.received_date.between(period.since, period.until))
    for dimension, value in slices.items():
        found.append(_condition(dimension, value, unit.today))
    return found


def _condition(dimension: Dimension, value: str, today: date) -> ColumnElement[bool]:
    if dimension in _PLAIN:
        words, column = _PLAIN[dimension]
        return column == words(value)
    if dimension in _DATED:
        is_set = _DATED[dimension].is_not(None)
        return is_set if YesNo(value) is YesNo.YES else ~is_set
    match dimension:
        case Dimension.DECISION:
            return _optional(Request.decision, value, Decision)
        case Dimension.REFUSAL_GROUND:
            return _ground(value)
        case Dimension.REGIONAL_OFFICE:
            return _office(value)
        case Dimension.TIME_CLASS:
            return _time_class(TimeClass(value))
        case Dimension.STRICT_CLOCK:
            return _clock(ClockState(value), _BY_LAW, today)
        case Dimension.PERKI_CLOCK:
            return _clock(ClockState(value), _BY_RULE, today)
        case _:
            raise ValueError(f"nobody looks for requests by {dimension.value}")


def _optional(
    column: InstrumentedAttribute[str | None], value: str, words: type[StrEnum]
) -> ColumnElement[bool]:
    return column.is_(None) if value == NONE else column == words(value)


def _ground(value: str) -> ColumnElement[bool]:
    refused = Request.decision.in_(REFUSALS)
    if value == NONE:
        return or_(Request.decision.is_(None), ~refused, Request.refusal_ground.is_(None))
    return refused & (Request.refusal_ground == RefusalGround(value))


def _office(value: str) -> ColumnElement[bool]:
    if value == NONE:
        anywhere = Part.regional_office.is_not(None)
        return ~exists().where(Part.request_id == Request.id, anywhere)
    # Few offices have a part in many requests, so that their parts lead to these.
    return Request.id.in_(select(Part.request_id).where(Part.regional_office == int(value)))


def _time_class(value: TimeClass) -> ColumnElement[bool]:
    days = Request.notice_days
    if value is TimeClass.NONE:
        return days.is_(None)
    above = 0
    for most, one in TIME_CLASSES:
        if one is value:
            return days.between(_written(above), _written(most))
        above = most + 1
    return days >= _written(above)


def _written(number: int) -> ColumnElement[int]:
    """Return a number as part of the text: an index of some rows is found by its very words."""
    return literal(number, Integer, literal_execute=True)


def _following(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Return a column that narrows what another index finds, and whose own index never leads.

    Both databases weigh an expression of a column apart from the column's indexes. By its status
    the planner of SQLite would read every open request and sort them all to show the newest; the
    index of those without a notice has them in that order, with their status.
    """
    return func.coalesce(column, column)


def _clock(state: ClockState, due: ColumnElement[Any], today: date) -> ColumnElement[bool]:
    given = Request.notice_date.is_not(None)
    owed = ~given & _following(Request.status).in_(OPEN_STATUSES)
    match state:
        case ClockState.ON_TIME:
            return given & or_(due.is_(None), Request.notice_date <= due)
        case ClockState.LATE:
            return given & (Request.notice_date > due)
        case ClockState.OPEN:
            return owed & or_(due.is_(None), due >= today)
        case ClockState.LATE_OPEN:
            return owed & (due < today)
        case ClockState.NONE:
            return ~given & Request.status.not_in(OPEN_STATUSES)


def link(dimension: Dimension, value: str, period: Period) -> dict[str, str] | None:
    """Return the parameters under which the register shows a figure's rows; None where never."""
    if dimension not in PARAMETERS:
        return None
    days = {SINCE: period.since.isoformat(), UNTIL: period.until.isoformat()}
    return days | {PARAMETERS[dimension]: value}
