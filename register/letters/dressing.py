"""Turns plain facts into the words and figures that a template sets as they are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from register.law import Clock, term
from register.letters.amounts import rupiah, terbilang
from register.letters.glyphs import purge

_ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
_SECONDS_PER_HOUR = 3_600
LONGEST_FIELD = 6_000
"""The most characters of one fact that a letter prints; the register keeps all of it."""
CUT = " [dipersingkat]"


def written_date(day: date) -> dict[str, str]:
    """Return a date as letters write it: `full` with its weekday, `plain` and `short`."""
    return {
        "full": format_date(day, "EEEE, d MMMM y", locale="id"),
        "plain": format_date(day, "d MMMM y", locale="id"),
        "short": format_date(day, "EEE d MMM y", locale="id"),
    }


def written_instant(instant: datetime, zone: ZoneInfo) -> dict[str, str]:
    """Return an instant in the office's zone, with `time` such as `09.15 WIB`."""
    local = instant.astimezone(zone)
    offset = local.utcoffset()
    hours = int(offset.total_seconds() // _SECONDS_PER_HOUR) if offset else 0
    name = _ZONE_NAMES.get(hours, f"UTC{hours:+d}")
    return {**written_date(local.date()), "time": f"{local:%H.%M} {name}"}


def written_count(number: int) -> str:
    """Return a count as law texts write it: `10 (sepuluh)`."""
    return f"{number} ({terbilang(number)})"


def written_terms(on: date) -> dict[str, str]:
    """Return every term of the law in force on a date, as letters write a count."""
    return {clock.value: written_count(term(clock, on).working_days) for clock in Clock}


def dressed(facts: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Return the facts ready to be set: every text printable, dates and amounts written out."""
    return {key: _dressed(key, value, zone) for key, value in facts.items()}


def _dressed(key: str, value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, Mapping):
        return _derivation(value) if "counted" in value else dressed(value, zone)
    if isinstance(value, list | tuple):
        return [_dressed("", part, zone) for part in value]
    if isinstance(value, str):
        return _text(key, value, zone)
    if isinstance(value, int) and key.endswith("_rp"):
        return {"figures": rupiah(value), "words": f"{terbilang(value)} rupiah"}
    return value


def _text(key: str, text: str, zone: ZoneInfo) -> str | dict[str, str]:
    if key.endswith("_on"):
        return written_date(date.fromisoformat(text))
    if key.endswith("_at"):
        return written_instant(datetime.fromisoformat(text), zone)
    return printable(text)


def printable(text: str) -> str:
    """Return a text of one fact as it is printed, cut with a mark to `LONGEST_FIELD`."""
    if len(text) > LONGEST_FIELD:
        text = text[: LONGEST_FIELD - len(CUT)] + CUT
    return purge(text)


def _derivation(facts: Mapping[str, Any]) -> dict[str, Any]:
    reasons: dict[str, list[str]] = {}
    for row in facts["skipped"]:
        reason = row["reason"].replace("weekend", "akhir pekan")
        day = written_date(date.fromisoformat(row["day"]))["short"]
        reasons.setdefault(printable(reason), []).append(day)
    return {
        "start": written_date(date.fromisoformat(facts["start"])),
        "due": written_date(date.fromisoformat(facts["due"])),
        "count": written_count(facts["count"]),
        "counted": [written_date(date.fromisoformat(day))["short"] for day in facts["counted"]],
        "skipped": [
            {"reason": reason, "days": ", ".join(days)} for reason, days in reasons.items()
        ],
        "estimated": facts["estimated"],
    }
