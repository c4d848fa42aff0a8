"""Dates as the panel says them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_WRITTEN = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def plain_date(day: date) -> str:
    """Return a date without its weekday."""
    return format_date(day, format="d MMM y", locale="id")


def weekday_date(day: date) -> str:
    """Return a date with its weekday, as a deadline is said."""
    return format_date(day, format="EEEE, d MMMM y", locale="id")


def instant(zone: ZoneInfo, at: datetime) -> str:
    """Return an instant in the office's own time."""
    return format_datetime(at, format="d MMM y HH.mm", tzinfo=zone, locale="id")


def spoken_note(note: str) -> str:
    """Return a note of a story with the dates the system wrote into it as people say them."""
    return _WRITTEN.sub(_said, note.replace(" -> ", " menjadi "))


def _said(found: re.Match[str]) -> str:
    try:
        return plain_date(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
