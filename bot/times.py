"""Pure: promised hours in words, as they are true at the moment in which they are said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from office.clock import Clock, SystemClock, local_date

Promise = Mapping[str, str | None]
Day = Mapping[str, Any]
_A_MONDAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Wall:
    """The clock on the office's wall: what is today there, and what the time is."""

    zone: ZoneInfo
    clock: Clock


def usual_wall() -> Wall:
    """Return the wall of an office that says nothing else: Jakarta's time by the machine."""
    return Wall(ZoneInfo("Asia/Jakarta"), SystemClock())


@dataclass(frozen=True, slots=True)
class Times:
    """Says days and hours in one language, by the office's clock."""

    words: Mapping[str, str]
    language: str
    wall: Wall

    def promised(self, promise: Promise) -> str:
        """Return when an answer comes; nothing is ever called soon.

        A day is named beside "tomorrow", because a message is also read later.
        """
        first, last = promise["from"], promise["by"]
        if first is None or last is None:
            return self.words["unknown"]
        begins, ends = (
            datetime.fromisoformat(at).astimezone(self.wall.zone) for at in (first, last)
        )
        if begins.date() == ends.date():
            key = "begun" if begins <= self.wall.clock.now() else "one_day"
            facts = {"day": self._day(ends), "hour": self._hour(begins), "until": self._hour(ends)}
            return self._said(key, ends, **facts)
        if begins <= self.wall.clock.now():
            return self._said("begun", ends, day=self._day(ends), until=self._hour(ends))
        return self._said(
            "two_days", ends, day=self._day(begins), hour=self._hour(begins),
            last=self._day(ends), until=self._hour(ends),
        )  # fmt: skip

    def service(self, days: Sequence[Day]) -> str:
        """Return the hours of service; days that follow each other with equal hours are one."""
        parts: list[tuple[int, int, list[list[str]]]] = []
        for row in days:
            day, windows = int(row["day"]), row["windows"]
            if parts and parts[-1][1] == day - 1 and parts[-1][2] == windows:
                parts[-1] = (parts[-1][0], day, windows)
            else:
                parts.append((day, day, windows))
        return "; ".join(self._span(*part) for part in parts)

    def _span(self, first: int, last: int, windows: list[list[str]]) -> str:
        spans = [self.words["between"].format(opens=one[0], closes=one[1]) for one in windows]
        names = [_weekday(day, self.language) for day in dict.fromkeys((first, last))]
        return f"{self.words['through'].join(names)} {self.words['and'].join(spans)}"

    def until(self, instant: str) -> str:
        """Return the day and the hour at which something ends."""
        at = self._here(instant)
        return self._said("until", at, day=self._day(at), until=self._hour(at))

    def _here(self, instant: str) -> datetime:
        return datetime.fromisoformat(instant).astimezone(self.wall.zone)

    def _said(self, key: str, at: datetime, **facts: str) -> str:
        name = at.tzname() or ""
        # Zones without a name of their own are called by their distance, which tells nobody much.
        return self.words[key].format(**facts, zone=f" {name}" if name.isalpha() else "")

    def _hour(self, at: datetime) -> str:
        return f"{at:%H.%M}"

    def _day(self, at: datetime) -> str:
        today = local_date(self.wall.clock.now(), self.wall.zone)
        away = (at.date() - today).days
        pattern = "EEEE, d MMMM" if at.year == today.year else "EEEE, d MMMM y"
        name = _named(at.date(), pattern, self.language)
        if away == 0:
            return self.words["today"]
        return self.words["tomorrow" if away == 1 else "date"].format(day=name)


@cache
def _named(day: date, pattern: str, language: str) -> str:
    return format_date(day, format=pattern, locale=language)


@cache
def _weekday(day: int, language: str) -> str:
    return format_date(_A_MONDAY + timedelta(days=day), format="EEEE", locale=language)
