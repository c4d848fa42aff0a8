"""Restrictions of a citizen's account: set by a person, with a reason and an end, and told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.outbox import Kind, Notice
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

MOST_DAYS = 30
SHORTEST_REASON = 10
LONGEST_REASON = 500
_LISTED = 200


class Restriction(Base):
    """What one account may not do for a while; requests and objections are never part of it."""

    __tablename__ = "restrictions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger, index=True)
    # Holds the person while it is in force: nobody has two.
    open_person: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    language: Mapped[str] = mapped_column(String(5))
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    # The citizen reads it.
    sealed_reason: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "restrictions:{person}"}
    )
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # Only where a person ended it before its time.
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restriction as the panel shows it: by its number, never by the citizen's account."""

    number: int
    since: datetime
    until: datetime
    reason: str
    by: int
    ended_at: datetime | None
    lifted_by: int | None


def restrict(
    unit: Unit, person: int, *, days: int, reason: str, language: str = "id"
) -> Restricted:
    """Restrict an account for some days and tell its citizen why, how long, and what stays open.

    Raises `NotValid` without a reason or beyond thirty days, `NotNow` where one is in force.
    """
    unit.require(Permission.RESTRICT_CITIZENS)
    reason = _checked(reason)
    if not 1 <= days <= MOST_DAYS:
        raise NotValid("days", "restriction_days", most=MOST_DAYS)
    _make_room(unit, person)
    row = Restriction(
        person=person,
        open_person=person,
        language=language,
        since=unit.now,
        until=unit.now + timedelta(days=days),
        sealed_reason=unit.vault.seal(reason, _place(person)),
        by=_staff(unit),
    )
    unit.session.add(row)
    unit.flush()
    unit.record("restriction.set", f"restriction:{row.id}", days=days)
    _tell(unit, row, "restriction_started", "started")
    return _shown(unit, row)


def _make_room(unit: Unit, person: int) -> None:
    """Let one that the clockwork has not ended yet be followed by another."""
    row = unit.session.scalar(select(Restriction).where(Restriction.open_person == person))
    if row is not None and row.until > unit.now:
        raise NotNow("restricted_already")
    if row is not None:
        _end(unit, row, "restriction.ended")
        unit.flush()


def lift(unit: Unit, number: int) -> None:
    """End a restriction before its time; raise `NotFound` for one that is not in force."""
    unit.require(Permission.RESTRICT_CITIZENS)
    row = unit.session.scalar(
        select(Restriction)
        .where(Restriction.id == number, Restriction.open_person.is_not(None))
        .with_for_update()
    )
    if row is None:
        raise NotFound("restriction_unknown")
    row.lifted_by = _staff(unit)
    _end(unit, row, "restriction.lifted")


def end_due(unit: Unit) -> int:
    """End what has come to its end and tell each citizen; return how many there were."""
    unit.require(Permission.KEEP_TIME)
    over = unit.session.scalars(
        select(Restriction)
        .where(Restriction.open_person.is_not(None), Restriction.until <= unit.now)
        .with_for_update()
    ).all()
    for row in over:
        _end(unit, row, "restriction.ended")
    return len(over)


def _end(unit: Unit, row: Restriction, act: str) -> None:
    row.open_person = None
    row.ended_at = unit.now
    unit.record(act, f"restriction:{row.id}")
    _tell(unit, row, "restriction_ended", "ended")


def check(unit: Unit) -> None:
    """Let pass whoever may write to staff and subscribe; raise `NotAllowed` where restricted."""
    if not isinstance(unit.actor, Citizen):
        return
    row = _in_force(unit, unit.actor.person)
    if row is not None:
        raise NotAllowed("restricted", **_facts(unit, row))


def of(unit: Unit, person: int) -> Restricted | None:
    """Return the restriction an account is under now, if there is one."""
    unit.require(Permission.ANSWER_CITIZENS)
    row = _in_force(unit, person)
    return None if row is None else _shown(unit, row)


def every(unit: Unit) -> list[Restricted]:
    """Return restrictions, those in force first, the newest first."""
    unit.require(Permission.RESTRICT_CITIZENS)
    rows = unit.session.scalars(
        select(Restriction)
        .order_by(Restriction.open_person.is_(None), Restriction.id.desc())
        .limit(_LISTED)
    )
    return [_shown(unit, row) for row in rows]


def _in_force(unit: Unit, person: int) -> Restriction | None:
    return unit.session.scalar(
        select(Restriction).where(Restriction.open_person == person, Restriction.until > unit.now)
    )


def _tell(unit: Unit, row: Restriction, key: str, occasion: str) -> None:
    # The number alone comes again on SQLite once every row is gone; notices are kept longer.
    once = f"restriction:{row.id}-{row.since.astimezone(UTC):%Y%m%d%H%M%S}:{occasion}"
    facts = _facts(unit, row)
    unit.post(Notice(row.person, key, once, Kind.ANSWER, facts, language=row.language))


def _facts(unit: Unit, row: Restriction) -> dict[str, str]:
    until = row.until.astimezone(unit.zone)
    return {
        "until": until.date().isoformat(),
        "hour": f"{until:%H.%M %Z}",
        "reason": _reason(unit, row),
    }


def _shown(unit: Unit, row: Restriction) -> Restricted:
    return Restricted(
        row.id, row.since, row.until, _reason(unit, row), row.by, row.ended_at, row.lifted_by
    )


def _reason(unit: Unit, row: Restriction) -> str:
    return unit.vault.unseal(row.sealed_reason, _place(row.person))


def _place(person: int) -> str:
    return f"restrictions:{person}"


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(reason))
    return reason


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
