"""Read side: every broadcast, one in full with its figures, and what was announced when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from knowledge.broadcasts.tables import Broadcast, Underway
from knowledge.broadcasts.wording import OFFICE, Content, Wording, from_json
from knowledge.broadcasts.words import BEGUN, BroadcastKind, BroadcastStatus
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

_LISTED = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a broadcast is: how many it goes to, and what became of their notices."""

    recipients: int
    waiting: int
    sent: int
    blocked: int
    failed: int
    unsure: int
    called_off: int
    unreachable: int
    declined: int
    failures: Mapping[str, int]
    # Since it began until now or its end.
    seconds: float

    @property
    def handled(self) -> int:
        """Return of how many it is known what became."""
        return self.sent + self.blocked + self.failed + self.unsure + self.called_off

    @property
    def most(self) -> int:
        """Return how many there are at least: somebody may have come while it was on its way."""
        return max(self.recipients, self.handled + self.waiting)

    @property
    def per_second(self) -> float:
        """Return how many left in a second."""
        return (self.handled - self.called_off) / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """A broadcast as it stands."""

    number: int
    status: BroadcastStatus
    version: int
    content: Content
    written_by: int
    written_at: datetime
    submitted_at: datetime | None
    approved_by: int | None
    approved_at: datetime | None
    starts_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    stopped_by: int | None
    reason: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice that was sent out, as the report and the public read of it."""

    number: int
    kind: BroadcastKind
    texts: Mapping[str, Wording]
    source: str
    valid_until: date
    programme: str
    village: str
    began: datetime
    ended: datetime | None
    # Stopped before everybody had it; what it says may have been wrong.
    stopped: bool
    sent: int

    @property
    def title(self) -> str:
        """Return the title in the office's language."""
        return self.texts[OFFICE].title

    @property
    def text(self) -> str:
        """Return the text in the office's language."""
        return self.texts[OFFICE].text


def every(unit: Unit) -> list[Known]:
    """Return broadcasts, the newest first."""
    unit.require(Permission.READ_REGISTER)
    rows = unit.session.scalars(select(Broadcast).order_by(Broadcast.id.desc()).limit(_LISTED))
    counted = select(Underway.broadcast_id, func.count()).group_by(Underway.broadcast_id)
    underway = {row[0]: row[1] for row in unit.session.execute(counted)}
    return [_known(unit, row, underway.get(row.id, 0)) for row in rows]


def one(unit: Unit, number: int) -> Known:
    """Return a broadcast in full; raise `NotFound`."""
    unit.require(Permission.READ_REGISTER)
    row = unit.session.get(Broadcast, number)
    if row is None:
        raise NotFound("broadcast_unknown")
    mine = select(func.count()).select_from(Underway).where(Underway.broadcast_id == number)
    return _known(unit, row, unit.session.scalar(mine) or 0)


def to_follow(unit: Unit, number: int) -> tuple[BroadcastKind, str, str] | None:
    """Return kind, programme and village of a broadcast, or None where there is none such."""
    row = unit.session.get(Broadcast, number)
    return None if row is None else (BroadcastKind(row.kind), row.programme, row.village)


def announced(unit: Unit, since: date, until: date) -> list[Announcement]:
    """Return what began to be sent out on these days, both included, the oldest first."""
    first = datetime.combine(since, time(), unit.zone)
    after = datetime.combine(until + timedelta(days=1), time(), unit.zone)
    query = _begun().where(Broadcast.started_at >= first, Broadcast.started_at < after)
    rows = unit.session.scalars(query.order_by(Broadcast.started_at, Broadcast.id))
    return [_announcement(row) for row in rows]


def in_force(unit: Unit) -> list[Announcement]:
    """Return the immediate notices that hold today, the newest first; what was stopped is none."""
    query = _begun().where(
        Broadcast.kind == BroadcastKind.IMMEDIATE,
        Broadcast.status != BroadcastStatus.STOPPED,
        Broadcast.valid_until >= unit.today,
    )
    newest = query.order_by(Broadcast.started_at.desc(), Broadcast.id.desc())
    return [_announcement(row) for row in unit.session.scalars(newest)]


def _begun() -> Select[Broadcast]:
    return select(Broadcast).where(Broadcast.status.in_(BEGUN), Broadcast.started_at.is_not(None))


def _announcement(row: Broadcast) -> Announcement:
    return Announcement(
        row.id, BroadcastKind(row.kind), from_json(row.texts), row.source, row.valid_until,
        row.programme, row.village, row.started_at or row.written_at,
        row.finished_at, row.status == BroadcastStatus.STOPPED, row.sent,
    )  # fmt: skip


def _known(unit: Unit, row: Broadcast, waiting: int) -> Known:
    content = Content(
        BroadcastKind(row.kind), from_json(row.texts), row.source, row.valid_until,
        row.programme, row.village,
    )  # fmt: skip
    return Known(
        row.id, BroadcastStatus(row.status), row.version, content, row.written_by, row.written_at,
        row.submitted_at, row.approved_by, row.approved_at, row.starts_at, row.started_at,
        row.finished_at, row.stopped_by, row.reason, _figures(unit, row, waiting),
    )  # fmt: skip


def _figures(unit: Unit, row: Broadcast, waiting: int) -> Figures:
    span = (row.finished_at or unit.now) - row.started_at if row.started_at else timedelta(0)
    return Figures(
        row.recipients, waiting, row.sent, row.blocked, row.failed, row.unsure, row.called_off,
        row.unreachable, row.declined, json.loads(row.failures), span.total_seconds(),
    )  # fmt: skip
