"""The only caller of the system clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the machine's present instant, aware and in UTC."""
        return datetime.now(UTC)


class StandingClock:
    """A clock that moves only when told to; for tests and for replaying a date."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the instant the clock was last set to."""
        return self.instant

    def advance(self, span: timedelta) -> None:
        """Move the clock forward by a span."""
        self.instant += span


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the office's calendar date at an instant.

    The date decides the register year and every clock.
    """
    return instant.astimezone(zone).date()
