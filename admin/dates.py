"""Dates as the panel says them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_MINUTE = 60  # in seconds
_HOUR, _DAY = 60, 24 * 60  # in minutes
_YEAR = 365  # in days, as terms of keeping count it
_WRITTEN = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


# Days beyond are typing errors, and not every database and time zone has them.
_FIRST, _LAST = date(1970, 1, 1), date(2999, 12, 31)


def typed_day(text: str) -> date | None:
    """Return a day as a browser or an address writes it, or None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None


def plain_date(day: date) -> str:
    """Return a date without its weekday."""
    return format_date(day, format="d MMM y", locale="id")


def month_name(day: date) -> str:
    """Return the month of a date."""
    return format_date(day, format="MMMM y", locale="id")


def weekday_date(day: date) -> str:
    """Return a date with its weekday, as a deadline is said."""
    return format_date(day, format="EEEE, d MMMM y", locale="id")


def instant(zone: ZoneInfo, at: datetime) -> str:
    """Return an instant in the office's own time."""
    return format_datetime(at, format="d MMM y HH.mm", tzinfo=zone, locale="id")


def hour(zone: ZoneInfo, at: datetime) -> str:
    """Return the hour of an instant in the office's own time."""
    return format_datetime(at, format="HH.mm", tzinfo=zone, locale="id")


def lasting(seconds: float) -> str:
    """Return a span in its two largest units."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "kurang dari semenit"
    if minutes < _HOUR:
        return f"{minutes} menit"
    whole, rest, unit, smaller = (
        (*divmod(minutes, _HOUR), "jam", "menit")
        if minutes < _DAY
        else (*divmod(minutes // _HOUR, _DAY // _HOUR), "hari", "jam")
    )
    return f"{whole} {unit} {rest} {smaller}" if rest else f"{whole} {unit}"


def about(seconds: float) -> str:
    """Return how long something will take, as far as that is known."""
    said = lasting(seconds)
    return said if seconds < _MINUTE else f"kira-kira {said}"


def kept_for(days: int) -> str:
    """Return how long something is kept: whole years as years, anything else in days."""
    years, rest = divmod(days, _YEAR)
    return f"{days} hari" if rest or not years else f"{years} tahun"


def decimal(number: float) -> str:
    """Return a number as Indonesians write it, without a fraction that says nothing."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def percentage(share: float | None) -> str:
    """Return a share in percent; a dash where there is none."""
    return "–" if share is None else f"{decimal(share * 100)}%"


def thousands(number: float) -> str:
    """Return a number with its thousands set apart."""
    whole, _, rest = f"{number:,.1f}".removesuffix(".0").partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def spoken_note(note: str) -> str:
    """Return a note of a story with the dates the system wrote into it as people say them."""
    return _WRITTEN.sub(_said, note.replace(" -> ", " menjadi "))


def _said(found: re.Match[str]) -> str:
    try:
        return plain_date(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
