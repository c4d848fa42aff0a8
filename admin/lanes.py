"""The queue as its page shows it: conversations in their lanes, each with what matters now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from admin.countdown import Countdown, countdown, since, span
from knowledge.escalation.board import Waiting
from knowledge.escalation.presence import Seen
from knowledge.escalation.words import EscalationStatus, Lane


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the queue, when and where, and what everybody is called."""

    staff_id: int
    now: datetime
    zone: ZoneInfo
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation as a line of the queue."""

    waiting: Waiting
    promise: Countdown | None
    waits: str
    urgency: str
    holder: str
    lease_run_out: bool
    meant_for: str
    is_mine: bool
    may_take: bool
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Every open conversation in its place."""

    lanes: list[tuple[str, list[Row]]]
    spam: list[Row]
    held: list[Row]
    awaiting_citizen: list[Row]
    awaiting_opd: list[Row]
    next_id: int

    @property
    def count(self) -> int:
        """Return how many wait to be taken up, suspected spam not among them."""
        return sum(len(rows) for _, rows in self.lanes)


def board(found: Iterable[Waiting], reader: Reader) -> Board:
    """Return open conversations in their lanes and quiet lists, each in the order it came in."""
    rows = [_row(one, reader) for one in found]
    free = [row for row in rows if _is_free(row)]
    others = [row for row in rows if not _is_free(row)]
    lanes = [(lane.value, [row for row in free if row.waiting.lane == lane]) for lane in Lane]
    return Board(
        lanes=[(lane, inside) for lane, inside in lanes if inside and lane != Lane.SPAM],
        spam=[row for row in free if row.waiting.lane == Lane.SPAM],
        held=_standing(others, EscalationStatus.HELD),
        awaiting_citizen=_standing(others, EscalationStatus.AWAITING_CITIZEN),
        awaiting_opd=_standing(others, EscalationStatus.AWAITING_OPD),
        next_id=next((row.waiting.id for row in free if row.may_take), 0),
    )


def _is_free(row: Row) -> bool:
    """Tell whether somebody waits whom anybody may take up, a forgotten one among them."""
    if row.waiting.status == EscalationStatus.HELD:
        return row.lease_run_out and row.waiting.waiting_since is not None
    return row.waiting.status == EscalationStatus.QUEUED


def _standing(rows: list[Row], status: EscalationStatus) -> list[Row]:
    return [row for row in rows if row.waiting.status == status]


def _row(one: Waiting, reader: Reader) -> Row:
    is_late = one.promised_by is not None and one.promised_by < reader.now
    for_me = one.meant_for == reader.staff_id
    others = tuple(
        _doing(seen, one, reader) for seen in one.present if seen.staff_id != reader.staff_id
    )
    return Row(
        waiting=one,
        promise=_promise(one, reader),
        waits=_waits(one, reader),
        urgency="late" if one.is_late else "soon" if one.is_nearly_late else "",
        holder="" if one.held_by is None else reader.names.get(one.held_by, ""),
        lease_run_out=one.held_until is not None and one.held_until < reader.now,
        meant_for=_meant(one, reader),
        is_mine=for_me or one.held_by == reader.staff_id,
        may_take=one.not_for != reader.staff_id and (one.meant_for is None or for_me or is_late),
        present=others,
    )


def _promise(one: Waiting, reader: Reader) -> Countdown | None:
    if one.waiting_since is None or one.promised_by is None:
        return None
    return countdown(one.promised_from, one.promised_by, reader.now, reader.zone)


def _waits(one: Waiting, reader: Reader) -> str:
    if one.waiting_since is None:
        return ""
    lasted = since(one.waiting_since, reader.now)
    return "baru saja masuk" if lasted == span(0) else f"menunggu {lasted}"


def _doing(seen: Seen, one: Waiting, reader: Reader) -> str:
    """Return what a colleague does; who holds it is named beside it already."""
    doing = "sedang menulis" if seen.writing else "sedang membaca"
    if seen.staff_id == one.held_by:
        return doing
    return f"{reader.names.get(seen.staff_id, '')} {doing}"


def _meant(one: Waiting, reader: Reader) -> str:
    if one.meant_for is None:
        return ""
    name = "Anda" if one.meant_for == reader.staff_id else reader.names.get(one.meant_for, "")
    return f"untuk {name}"
