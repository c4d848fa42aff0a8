"""What the bot does by itself and can be stopped: closed and opened by a person, with a reason."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, select
from sqlalchemy.dialects.postgresql import insert

from office.database import Instant, metadata
from office.people import Permission
from office.refusals import NotNow, NotValid
from office.unit import Unit

SHORTEST_REASON = 10
LONGEST_REASON = 500
SHORTEST_WORDS = 20
LONGEST_WORDS = 600


class Function(StrEnum):
    """One thing that can be switched off by itself while everything else goes on."""

    ANSWERS = "answers"
    FILING = "filing"
    BROADCAST = "broadcast"


switches = Table(
    "switches",
    metadata,
    Column("function", String(20), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("reason", String(LONGEST_REASON), nullable=False),
    Column("words", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Switch:
    """How a function stands: since when, by whom and why, and what citizens are told.

    `words` hold what staff wrote, by language; where a language is missing the door says
    what it has prepared. Version 0 is a function nobody ever closed.
    """

    function: Function
    closed: bool = False
    version: int = 0
    since: datetime | None = None
    actor: str = ""
    reason: str = ""
    words: Mapping[str, str] | None = None


Closed = Mapping[Function, Mapping[str, str]]


def every(unit: Unit) -> list[Switch]:
    """Return every function as it stands, in their order."""
    rows = {row.function: row for row in unit.session.execute(select(switches))}
    return [
        _switch(rows[function]) if function in rows else Switch(function) for function in Function
    ]


def of(unit: Unit, function: Function) -> Switch:
    """Return one function as it stands."""
    row = unit.session.execute(select(switches).where(switches.c.function == function)).first()
    return _switch(row) if row is not None else Switch(function)


def closed(unit: Unit) -> Closed:
    """Return the functions that are closed now, each with the words for citizens."""
    rows = unit.session.execute(
        select(switches.c.function, switches.c.words).where(switches.c.closed)
    )
    return {Function(row.function): json.loads(row.words) for row in rows}


def is_closed(unit: Unit, function: Function) -> bool:
    """Tell whether a function is closed now."""
    return bool(
        unit.session.scalar(select(switches.c.closed).where(switches.c.function == function))
    )


def close(
    unit: Unit, function: Function, *, reason: str, words: Mapping[str, str], seen: int
) -> None:
    """Close a function; what citizens are told is in `words`, by language.

    Raises `NotValid` for a reason or words out of bounds, `NotNow` where it is closed or was
    moved by somebody else since version `seen`.
    """
    unit.require(Permission.SWITCH_FUNCTIONS)
    kept = {
        language: _fits("words", text, SHORTEST_WORDS, LONGEST_WORDS)
        for language, text in sorted(words.items())
        if text.strip()
    }
    _move(unit, function, closed=True, reason=_reason(reason), words=kept, seen=seen)


def reopen(unit: Unit, function: Function, *, reason: str, seen: int) -> None:
    """Open a function again; refuses as `close` does."""
    unit.require(Permission.SWITCH_FUNCTIONS)
    _move(unit, function, closed=False, reason=_reason(reason), words={}, seen=seen)


def _move(
    unit: Unit,
    function: Function,
    *,
    closed: bool,
    reason: str,
    words: Mapping[str, str],
    seen: int,
) -> None:
    before = of(unit, function)
    if before.version != seen or before.closed is closed:
        raise NotNow("switch_moved")
    values = {
        "version": seen + 1,
        "closed": closed,
        "since": unit.now,
        "actor": unit.actor.label,
        "reason": reason,
        "words": json.dumps(words, ensure_ascii=False),
    }
    moved = unit.session.execute(
        insert(switches)
        .values(function=function, **values)
        .on_conflict_do_update(
            index_elements=["function"], set_=values, where=switches.c.version == seen
        )
        .returning(switches.c.version)
    ).first()
    if moved is None:
        raise NotNow("switch_moved")
    unit.record(
        "switch.closed" if closed else "switch.opened",
        f"switch:{function}",
        old={"closed": before.closed, "version": before.version},
        new={"closed": closed, "version": seen + 1, "languages": sorted(words)},
    )


def _reason(text: str) -> str:
    return _fits("reason", text, SHORTEST_REASON, LONGEST_REASON)


def _fits(field: str, text: str, shortest: int, longest: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) < shortest:
        raise NotValid(field, "too_short", shortest=shortest)
    if len(text) > longest:
        raise NotValid(field, "too_long", longest=longest, length=len(text))
    return text


def _switch(row: Any) -> Switch:
    return Switch(
        Function(row.function),
        row.closed,
        row.version,
        row.since,
        row.actor,
        row.reason,
        json.loads(row.words),
    )
