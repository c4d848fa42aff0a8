"""A citizen's copy of their own data as it is read: titles for names, terms for codes."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from register.labels import table
from register.letters.own_data import Part

_WORDS = Path(__file__).with_name("texts") / "id" / "own_copy.toml"
_NOTHING = "–"
# Where a code has its term; what stands in none of these is read as it is.
_TERMS: Mapping[str, tuple[str, ...]] = {
    "status": ("citizen_status", "citizen_objection_status", "data_request_status"),
    "decision": ("decision", "superior_decision"),
    "applicant_type": ("applicant_type",),
    "occupation": ("occupation",),
    "channel": ("channel",),
    "story": ("citizen_event", "citizen_objection_event", "event"),
    "about": ("data_right",),
    "ground": ("data_ground",),
}


def parts(told: Mapping[str, Any], zone: ZoneInfo) -> list[Part]:
    """Return the copy part by part, as it stands on paper."""
    return list(_parts(_title("summary"), told, 1, zone))


def explained(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every name and every code in a copy means, for whoever opens it as data."""
    names: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for name, value in _named(told):
        names[name] = _title(name)
        meaning = _term(name, value) if isinstance(value, str) else None
        if meaning is not None:
            codes.setdefault(name, {})[value] = meaning
    return {"nama": names, "kode": codes}


def _named(told: Any) -> Iterator[tuple[str, Any]]:
    """Yield every name with its value, at whatever depth, and each step of a story with its."""
    if isinstance(told, Mapping):
        for name, value in told.items():
            yield name, value
            if name == "story":
                yield from ((name, event) for _, event in value)
            else:
                yield from _named(value)
    elif isinstance(told, list):
        for one in told:
            yield from _named(one)


def _parts(title: str, told: Mapping[str, Any], depth: int, zone: ZoneInfo) -> Iterator[Part]:
    """Yield what is told under a title, and then whatever stands below it."""
    below = {name: value for name, value in told.items() if isinstance(value, Mapping | list)}
    rows = [
        (_title(name), _spoken(name, value, zone))
        for name, value in told.items()
        if name not in below
    ]
    yield Part(title, depth, tuple(rows))
    for name, value in below.items():
        if isinstance(value, Mapping):
            yield from _parts(_title(name), value, depth + 1, zone)
        else:
            yield from _listed(name, value, depth + 1, zone)


def _listed(name: str, told: list[Any], depth: int, zone: ZoneInfo) -> Iterator[Part]:
    title = _title(name)
    if all(not isinstance(one, Mapping) or "text" in one for one in told):
        lines = tuple(_line(name, one, zone) for one in told)
        yield Part(title, depth, lines=lines or (_title("none"),))
        return
    yield Part(title, depth)
    for ordinal, one in enumerate(told, start=1):
        yield from _parts(f"{title}: {ordinal}", one, depth + 1, zone)


def _line(name: str, one: Any, zone: ZoneInfo) -> str:
    """Return something that was said, with when and by whom; or a step, with its day."""
    if isinstance(one, Mapping):
        when, who = _spoken("at", one["at"], zone), one.get("author")
        return f"{when}, {_title(who)}: {one['text']}" if who else f"{when}: {one['text']}"
    if isinstance(one, list):
        day, event = one
        return f"{_spoken('at', day, zone)}: {_spoken('story', event, zone)}"
    return _spoken(name, one, zone)


def _spoken(name: str, value: Any, zone: ZoneInfo) -> str:
    if value is None or value == "":
        return _NOTHING
    text = str(value)
    meaning = _term(name, text)
    return _when(text, zone) if meaning is None else meaning


def _term(name: str, text: str) -> str | None:
    """Return the term of a code, None where a value is read as it is."""
    if name in {"kind", "language", "author"}:
        return _title(text)
    kinds = (table()[kind] for kind in _TERMS.get(name, ()))
    return next((terms[text] for terms in kinds if text in terms), None)


def _when(text: str, zone: ZoneInfo) -> str:
    """Return a day or an instant in words, and any other text as it is."""
    try:
        if len(text) == len("2026-11-23"):
            return format_date(date.fromisoformat(text), "d MMMM y", locale="id")
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return format_datetime(at.astimezone(zone), "d MMMM y HH.mm", locale="id")


@cache
def _words() -> Mapping[str, str]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def _title(name: str) -> str:
    return _words().get(name, name)
