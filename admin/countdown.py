"""How long somebody waits and when an answer was promised, as the desk says it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from admin.dates import lasting
from office.clock import local_date

_NEAR = 6  # days that a weekday alone names without doubt


@dataclass(frozen=True, slots=True)
class Countdown:
    """A promise and what is left of it."""

    left: str
    said: str
    is_late: bool


def span(minutes: int) -> str:
    """Return a length of time in its two largest parts."""
    return "baru saja" if minutes < 1 else lasting(minutes * 60)


def since(then: datetime, now: datetime) -> str:
    """Return how long something has lasted."""
    return span(max(0, int((now - then).total_seconds() // 60)))


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago something was."""
    lasted = since(then, now)
    return lasted if lasted == span(0) else f"{lasted} lalu"


def countdown(first: datetime | None, last: datetime, now: datetime, zone: ZoneInfo) -> Countdown:
    """Return when an answer was promised and how long that still is, or how long ago."""
    seconds = (last - now).total_seconds()
    is_late = seconds < 0
    minutes = int(abs(seconds) // 60)
    if is_late:
        left = f"lewat {span(minutes)}" if minutes else "baru saja lewat"
    else:
        left = f"{span(minutes)} lagi" if minutes else "kurang dari semenit"
    return Countdown(left, f"dijawab {_between(first, last, now, zone)}", is_late)


def _between(first: datetime | None, last: datetime, now: datetime, zone: ZoneInfo) -> str:
    end = _hour(last, zone)
    if first is None or first >= last:
        return f"sebelum {_day(last, now, zone)}{end}"
    begin = f"{_day(first, now, zone)}{_hour(first, zone)}"
    if local_date(first, zone) == local_date(last, zone):
        return f"{begin} sampai {end}"
    return f"{begin} sampai {_day(last, now, zone) or 'hari ini '}{end}"


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H.%M}"


def _day(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return on which day something is, or nothing where that is today."""
    day, today = local_date(at, zone), local_date(now, zone)
    if day == today:
        return ""
    near = 0 < (day - today).days <= _NEAR
    return f"{format_date(day, format='EEEE' if near else 'd MMM', locale='id')} "
