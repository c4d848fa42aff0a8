"""Telegram groups of the staff: connected, told what they should know, let go when they fail."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    String,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.outbox import Kind, Notice, State, outbox
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

_ALARMS_WAITING = (
    outbox.c.kind == Kind.ALARM,
    outbox.c.state.in_([State.WAITING, State.SENDING]),
)


class Purpose(StrEnum):
    """What a group hears of: the desk's work, or what waits for one regional office."""

    DESK = "desk"
    OPD = "opd"


class StaffChat(Base):
    """A connected group; its title and its members are not kept."""

    __tablename__ = "staff_chats"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    purpose: Mapped[str] = mapped_column(String(10))
    regional_office: Mapped[int | None] = mapped_column(ForeignKey("regional_offices.id"))
    connected_at: Mapped[datetime] = mapped_column(Instant)
    # Who made the code, and so answers for the group.
    connected_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    # What happened until then has been said, or was before its time.
    told_until: Mapped[datetime] = mapped_column(Instant)
    digest_on: Mapped[date | None]
    hinted: Mapped[bool] = mapped_column(Boolean)
    broken_at: Mapped[datetime | None] = mapped_column(Instant)
    failure: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class Connected:
    """A connected group as others see it."""

    number: int
    chat_id: int
    purpose: Purpose
    regional_office: int | None
    connected_at: datetime
    connected_by: int
    told_until: datetime
    digest_on: date | None
    broken_at: datetime | None
    failure: str | None


def begin(
    unit: Unit, chat_id: int, purpose: Purpose, regional_office: int | None, *, by: int
) -> Connected:
    """Connect a group; one that is connected already is so for its new purpose from now on."""
    row = _found(unit, chat_id) or StaffChat(chat_id=chat_id)
    row.purpose, row.regional_office = purpose, regional_office
    row.connected_at = row.told_until = unit.now
    row.connected_by = by
    row.digest_on, row.hinted = None, False
    row.broken_at = row.failure = None
    unit.session.add(row)
    unit.flush()
    unit.record("staff_chat.connected", f"staff_chat:{row.id}", purpose=purpose, by=by)
    return _shown(row)


def disconnect(unit: Unit, number: int) -> None:
    """Let a group go and say so there; raise `NotFound` for one that is not connected."""
    unit.require(Permission.CONNECT_GROUPS)
    row = unit.session.get(StaffChat, number)
    if row is None:
        raise NotFound("staff_chat_unknown")
    _let_go(unit, row)
    once = f"staff_chat:{number}:{unit.now:%Y%m%d%H%M%S}"
    unit.post(Notice(row.chat_id, "group_disconnected", once, Kind.ANSWER))


def left(unit: Unit, chat_id: int) -> None:
    """Let a group go that the bot was put out of; any other chat is left as it is."""
    row = _found(unit, chat_id)
    if row is not None:
        _let_go(unit, row)


def _let_go(unit: Unit, row: StaffChat) -> None:
    _drop_alarms(unit, row.chat_id)
    unit.session.delete(row)
    unit.flush()
    unit.record("staff_chat.disconnected", f"staff_chat:{row.id}", purpose=row.purpose)


def moved(unit: Unit, chat_id: int, new_chat_id: int) -> bool:
    """Follow a group that became a supergroup; tell whether it is one of ours.

    What still waits for it goes to where it is now.
    """
    row = _found(unit, chat_id)
    if row is None:
        return False
    if _found(unit, new_chat_id) is None:
        row.chat_id = new_chat_id
    else:
        unit.session.delete(row)
    waiting = outbox.c.state.in_([State.WAITING, State.SENDING])
    unit.session.execute(
        update(outbox).where(outbox.c.chat_id == chat_id, waiting).values(chat_id=new_chat_id)
    )
    unit.flush()
    unit.record("staff_chat.moved", f"staff_chat:{row.id}")
    return True


def mark_broken(unit: Unit, chat_id: int, failure: str) -> None:
    """Note that nothing arrives in a group; it is told nothing more until a person mends it."""
    row = _found(unit, chat_id)
    if row is None or row.broken_at is not None:
        return
    row.broken_at, row.failure = unit.now, failure[:200]
    _drop_alarms(unit, chat_id)
    unit.record("staff_chat.broken", f"staff_chat:{row.id}")


def mend(unit: Unit, number: int) -> None:
    """Try a group again in which nothing arrived; what happened meanwhile is not told."""
    unit.require(Permission.CONNECT_GROUPS)
    row = unit.session.get(StaffChat, number)
    if row is None:
        raise NotFound("staff_chat_unknown")
    row.broken_at = row.failure = None
    row.told_until = unit.now
    unit.record("staff_chat.mended", f"staff_chat:{number}")


def hint(unit: Unit, chat_id: int) -> bool | None:
    """Tell whether a group is to be told now that answers are given in the panel; None: not ours.

    Once in the life of its connection is enough.
    """
    row = _found(unit, chat_id)
    if row is None:
        return None
    is_due, row.hinted = not row.hinted, True
    return is_due


def at_work(unit: Unit, purpose: Purpose) -> list[Connected]:
    """Return the groups of a purpose in which messages arrive."""
    unit.require(Permission.KEEP_TIME)
    rows = unit.session.scalars(
        select(StaffChat)
        .where(StaffChat.purpose == purpose, StaffChat.broken_at.is_(None))
        .order_by(StaffChat.id)
    )
    return [_shown(row) for row in rows]


def waits(unit: Unit, chat_id: int) -> bool:
    """Tell whether an alarm has not left yet; another would only pile up behind it."""
    query = select(outbox.c.id).where(outbox.c.chat_id == chat_id, *_ALARMS_WAITING).limit(1)
    return unit.session.scalar(query) is not None


def told(unit: Unit, number: int, *, digest: date | None = None) -> None:
    """Note that a group was told everything until now, and perhaps the digest of a date."""
    unit.require(Permission.KEEP_TIME)
    values: dict[str, object] = {"told_until": unit.now}
    if digest is not None:
        values["digest_on"] = digest
    unit.session.execute(update(StaffChat).where(StaffChat.id == number).values(values))


def every(unit: Unit) -> list[Connected]:
    """Return every connected group, oldest first."""
    unit.require(Permission.CONNECT_GROUPS)
    return [_shown(row) for row in unit.session.scalars(select(StaffChat).order_by(StaffChat.id))]


def broken(unit: Unit) -> list[Connected]:
    """Return the groups in which nothing arrives."""
    unit.require(Permission.OPERATE)
    rows = unit.session.scalars(select(StaffChat).where(StaffChat.broken_at.is_not(None)))
    return [_shown(row) for row in rows]


def _found(unit: Unit, chat_id: int) -> StaffChat | None:
    return unit.session.scalar(select(StaffChat).where(StaffChat.chat_id == chat_id))


def _drop_alarms(unit: Unit, chat_id: int) -> None:
    unit.session.execute(
        update(outbox)
        .where(
            outbox.c.chat_id == chat_id,
            outbox.c.kind == Kind.ALARM,
            outbox.c.state == State.WAITING,
        )
        .values(state=State.OBSOLETE, finished_at=unit.now)
    )


def _shown(row: StaffChat) -> Connected:
    return Connected(
        row.id, row.chat_id, Purpose(row.purpose), row.regional_office, row.connected_at,
        row.connected_by, row.told_until, row.digest_on, row.broken_at, row.failure,
    )  # fmt: skip
