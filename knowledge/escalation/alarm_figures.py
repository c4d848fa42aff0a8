"""Read side: the desk in numbers and tickets, as a group on Telegram may know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Column, ColumnElement, ForeignKey, Integer, Table, func, insert, select

from knowledge.escalation import load
from knowledge.escalation.tables import Disposition, Escalation
from knowledge.escalation.words import DispositionStatus, EscalationStatus, Lane
from office.clock import local_date
from office.database import Instant, metadata
from office.journal import journal
from office.outbox import Kind, State, outbox
from office.service_hours import ServiceHours
from office.unit import Unit

NEARLY = 0.8  # of the staffed time to a promise
_HIGHEST_LOAD = 9.99
# Nobody has answered yet, and it is the desk's turn.
_OWED = (
    Escalation.status.in_([EscalationStatus.QUEUED, EscalationStatus.HELD]),
    Escalation.waiting_since.is_not(None),
)

# The urgent conversations each group was told of; one that is taken up again is told again.
urgent_told = Table(
    "urgent_told",
    metadata,
    Column("escalation_id", ForeignKey("escalations.id"), primary_key=True, autoincrement=False),
    Column("reopened", Integer, primary_key=True, autoincrement=False),
    Column(
        "chat",
        ForeignKey("staff_chats.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation by its number and ticket; nothing of it is said."""

    number: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """An urgent conversation that a group was not told of yet."""

    case: Case
    reopened: int


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since an instant and still is so."""

    new: Mapping[str, int]
    nearly: Sequence[Case]
    late: Sequence[Case]
    undelivered: int

    def __bool__(self) -> bool:
        """Tell whether anything did."""
        return bool(self.new or self.nearly or self.late or self.undelivered)


@dataclass(frozen=True, slots=True)
class Oldest:
    """Who has waited longest: since which day and hour."""

    number: int
    ticket: str
    day: str
    hour: str


@dataclass(frozen=True, slots=True)
class Day:
    """How the desk stands as a working day begins."""

    waiting: Mapping[str, int]
    oldest: Oldest | None
    promised_today: int
    late: int
    lapsed: int
    undelivered: int
    load: int


def urgent(unit: Unit, chat: int) -> list[Urgent]:
    """Return urgent conversations that wait and that a group was not told of."""
    known = select(urgent_told.c.escalation_id).where(
        urgent_told.c.escalation_id == Escalation.id,
        urgent_told.c.reopened == Escalation.reopened,
        urgent_told.c.chat == chat,
    )
    rows = unit.session.execute(
        select(Escalation.id, Escalation.ticket, Escalation.reopened)
        .where(*_OWED, Escalation.lane == Lane.URGENT, ~known.exists())
        .order_by(Escalation.id)
    )
    return [Urgent(Case(row.id, row.ticket), row.reopened) for row in rows]


def note_urgent(unit: Unit, chat: int, told: Sequence[Urgent]) -> None:
    """Note that a group was told of these."""
    if not told:
        return
    unit.session.execute(
        insert(urgent_told),
        [
            {
                "escalation_id": one.case.number,
                "reopened": one.reopened,
                "chat": chat,
                "at": unit.now,
            }
            for one in told
        ],
    )


def since(unit: Unit, service: ServiceHours, then: datetime) -> Since:
    """Return what a group does not know that was told everything before an instant.

    What happens at this very instant is left for the next time: nothing is told twice, and
    nothing that is committed together with this is missed.
    """
    opened = (Escalation.opened_at >= then, Escalation.opened_at < unit.now)
    return Since(
        _by_lane(unit, *opened, Escalation.status != EscalationStatus.CLOSED),
        _nearly_late(unit, service, then),
        _late(unit, then),
        _undelivered(unit, then),
    )


def _by_lane(unit: Unit, *conditions: ColumnElement[bool]) -> dict[str, int]:
    rows = unit.session.execute(
        select(Escalation.lane, func.count())
        .where(*conditions)
        .group_by(Escalation.lane, Escalation.lane_rank)
        .order_by(Escalation.lane_rank)
    )
    return {str(lane): int(count) for lane, count in rows}


def _nearly_late(unit: Unit, service: ServiceHours, then: datetime) -> list[Case]:
    rows = unit.session.execute(
        select(Escalation.id, Escalation.ticket, Escalation.waiting_since, Escalation.promised_by)
        .where(*_OWED, Escalation.lapsed_at.is_(None), Escalation.promised_by > unit.now)
        .order_by(Escalation.promised_by, Escalation.id)
    )
    return [
        Case(row.id, row.ticket)
        for row in rows
        if then <= _nearly_at(service, row.waiting_since, row.promised_by) < unit.now
    ]


def _nearly_at(service: ServiceHours, begun: datetime, promised: datetime) -> datetime:
    """Return when so much of the staffed time to a promise is gone that little is left."""
    return service.after(begun, NEARLY * max(0.0, service.minutes_between(begun, promised)))


def _late(unit: Unit, then: datetime) -> list[Case]:
    rows = unit.session.execute(
        select(Escalation.id, Escalation.ticket)
        .where(*_OWED, Escalation.lapsed_at >= then, Escalation.lapsed_at < unit.now)
        .order_by(Escalation.lapsed_at, Escalation.id)
    )
    return [Case(row.id, row.ticket) for row in rows]


def _undelivered(unit: Unit, then: datetime) -> int:
    query = select(func.count()).where(
        outbox.c.state.in_([State.UNDELIVERABLE, State.UNSURE]),
        outbox.c.finished_at >= then,
        outbox.c.finished_at < unit.now,
        outbox.c.kind != Kind.ALARM,
    )
    return unit.session.scalar(query) or 0


def queued(unit: Unit) -> int:
    """Return how many conversations wait in the queue."""
    waiting = Escalation.status == EscalationStatus.QUEUED
    return unit.session.scalar(select(func.count(Escalation.id)).where(waiting)) or 0


def day(unit: Unit, service: ServiceHours) -> Day:
    """Return how the desk stands, and what slipped since the working day before began."""
    begun = _midnight(unit, service.day_before(unit.today))
    today = _midnight(unit, unit.today)
    promised = (
        Escalation.promised_by >= today,
        Escalation.promised_by < today + timedelta(days=1),
    )
    return Day(
        _by_lane(unit, Escalation.status == EscalationStatus.QUEUED),
        _oldest(unit),
        _count(unit, *promised),
        _count(unit, Escalation.lapsed_at.is_not(None)),
        _lapsed(unit, begun, today),
        _undelivered(unit, begun),
        round(100 * min(load.measured(unit).load, _HIGHEST_LOAD)),
    )


def _count(unit: Unit, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count(Escalation.id)).where(*_OWED, *conditions)
    return unit.session.scalar(query) or 0


def _oldest(unit: Unit) -> Oldest | None:
    row = unit.session.execute(
        select(Escalation.id, Escalation.ticket, Escalation.waiting_since)
        .where(*_OWED)
        .order_by(Escalation.waiting_since, Escalation.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    local = row.waiting_since.astimezone(unit.zone)
    return Oldest(row.id, row.ticket, local.date().isoformat(), f"{local:%H.%M}")


def _lapsed(unit: Unit, begun: datetime, until: datetime) -> int:
    query = select(func.count()).where(
        journal.c.act == "escalation.lapsed", journal.c.at >= begun, journal.c.at < until
    )
    return unit.session.scalar(query) or 0


def asked_of(unit: Unit, office: int) -> tuple[int, date | None]:
    """Return how many questions wait at a regional office, and the nearest date."""
    count, nearest = unit.session.execute(
        select(func.count(), func.min(Disposition.due_at)).where(
            Disposition.regional_office == office, Disposition.status == DispositionStatus.ASKED
        )
    ).one()
    return count, nearest and local_date(nearest, unit.zone)


def _midnight(unit: Unit, on: date) -> datetime:
    return datetime.combine(on, time.min, unit.zone)
