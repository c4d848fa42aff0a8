"""Warns staff of terms counted in hours: once a day before one ends, and once when it lapsed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from office import staff_chats
from office.breach_tables import DataBreach
from office.data_request_tables import DataRequest
from office.outbox import Kind, Notice
from office.staff_chats import Purpose
from office.unit import Unit

WARN_BEFORE = timedelta(hours=24)
# Both keep when staff were warned before the term, and when it lapsed.
Row = DataBreach | DataRequest


@dataclass(frozen=True, slots=True)
class Watched:
    """What staff are warned of: its name in the journal, and a text for each of both warnings."""

    of: str
    due: str
    lapsed: str


def run(unit: Unit, watched: Watched, rows: Iterable[tuple[Row, datetime]]) -> int:
    """Warn of rows by when their term ends, each once before and once after; return of how many."""
    return sum(_warned(unit, watched, row, due) for row, due in rows)


def _warned(unit: Unit, watched: Watched, row: Row, due: datetime) -> bool:
    if due <= unit.now:
        if row.lapsed_at is not None:
            return False
        row.lapsed_at = unit.now
        _post(unit, watched.of, "lapsed", row.id, due, watched.lapsed)
        return True
    if row.warned_at is not None or due > unit.now + WARN_BEFORE:
        return False
    row.warned_at = unit.now
    _post(unit, watched.of, "due", row.id, due, watched.due)
    return True


def _post(unit: Unit, of: str, occasion: str, number: int, due: datetime, key: str) -> None:
    unit.record(f"{of}.{occasion}", f"{of}:{number}")
    local = due.astimezone(unit.zone)
    facts = {"number": number, "until": local.date().isoformat(), "hour": f"{local:%H.%M %Z}"}
    for chat in staff_chats.at_work(unit, Purpose.DESK):
        # A term that was moved back is warned of anew.
        once = f"{of}-{occasion}:{number}:{local:%Y%m%dT%H%M%S}:{chat.chat_id}"
        unit.post(Notice(chat.chat_id, key, once, Kind.ALARM, facts))
