"""Dates as the panel says them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime


def plain_date(day: date) -> str:
    """Return a date without its weekday."""
    return format_date(day, format="d MMM y", locale="id")


def weekday_date(day: date) -> str:
    """Return a date with its weekday, as a deadline is said."""
    return format_date(day, format="EEEE, d MMMM y", locale="id")


def instant(zone: ZoneInfo, at: datetime) -> str:
    """Return an instant in the office's own time."""
    return format_datetime(at, format="d MMM y HH.mm", tzinfo=zone, locale="id")
