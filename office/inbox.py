"""Keeps every update raw before anything parses it; hands it on in order per person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from office.database import Instant, metadata
from office.outbox import UNREADABLE, Kind, Notice
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

CHANNEL = "pendopo_inbox"
# Short, because a killed process holds people up for so long; one that merely takes its time is
# overtaken harmlessly, since an update is finished only once.
LEASE = timedelta(seconds=10)
PAUSES = (timedelta(seconds=0.5), timedelta(seconds=3))
TRIES = len(PAUSES) + 1

_WAITING, _DONE, _PARKED = "waiting", "done", "parked"


class Ending(StrEnum):
    """How an update that is done ended; each ends once, in one way."""

    HANDLED = "handled"
    UNWANTED = "unwanted"
    PAUSED = "paused"
    RESTRICTED = "restricted"


inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("update_id", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("sealed", LargeBinary, info={"place": "{key}"}),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("taken_by", String(40)),
    Column("taken_until", Instant),
    Column("done_at", Instant),
    Column("ending", String(12)),
    Column("failure", String(300)),
    Index("ix_inbox_state_id", "state", "id"),
    Index("ix_inbox_state_person_update_id", "state", "person", "update_id"),
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A raw update with what is needed to keep it once and in order.

    `key` is natural, because update numbers restart after an idle week; `person` is the lane in
    which updates are taken up one after the other (0: nobody's).
    """

    key: str
    update_id: int
    person: int
    chat_id: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """An update whose turn has come."""

    number: int
    person: int
    chat_id: int
    raw: str
    received_at: datetime

    @property
    def occasion(self) -> str:
        """Return by what its answers are named: the same at every try, and never used again."""
        return occasion(self.number, self.received_at)


@dataclass(frozen=True, slots=True)
class Parked:
    """An update that could not be handled, as the desk sees it."""

    number: int
    person: int
    received_at: datetime
    tries: int
    failure: str


_KEEP = insert(inbox).on_conflict_do_nothing(index_elements=["key"])
_FINISH = (
    update(inbox)
    .where(inbox.c.id == bindparam("number"), inbox.c.state == _WAITING)
    .values(state=_DONE, done_at=bindparam("at"), ending=bindparam("how"), taken_by=None)
    .execution_options(synchronize_session=False)
)
_earlier = inbox.alias("earlier")
_HEADS = (
    select(inbox)
    .where(
        inbox.c.state == _WAITING,
        inbox.c.not_before <= bindparam("now"),
        or_(inbox.c.taken_until.is_(None), inbox.c.taken_until < bindparam("now")),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.state == _WAITING,
            _earlier.c.person == inbox.c.person,
            _earlier.c.update_id < inbox.c.update_id,
        )
        .exists(),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("size"))
    .with_for_update(of=inbox, skip_locked=True)
)
_TAKE = (
    update(inbox)
    .where(inbox.c.id == bindparam("number"))
    .values(taken_by=bindparam("worker"), taken_until=bindparam("until"))
    .execution_options(synchronize_session=False)
)


def occasion(number: int, received_at: datetime) -> str:
    """Return the name of an update among occasions.

    The number alone comes again on SQLite once nothing is kept; notices outlast updates by years.
    """
    return f"{number}-{received_at.astimezone(UTC):%Y%m%d%H%M%S%f}"


def keep(unit: Unit, arrived: Sequence[Arrived]) -> None:
    """Store raw updates; one that is already there is passed over."""
    unit.require(Permission.KEEP_TIME)
    if not arrived:
        return
    connection = unit.session.connection()
    connection.execute(
        _KEEP,
        [
            {
                "key": row.key,
                "update_id": row.update_id,
                "person": row.person,
                "chat_id": row.chat_id,
                "received_at": unit.now,
                "sealed": unit.vault.seal(row.raw, row.key),
                "state": _WAITING,
                "tries": 0,
                "not_before": unit.now,
            }
            for row in arrived
        ],
    )
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {CHANNEL}"))


def take(unit: Unit, *, worker: str, size: int) -> list[Taken]:
    """Take the first waiting update of as many people as asked; park what cannot be read."""
    unit.require(Permission.KEEP_TIME)
    connection = unit.session.connection()
    rows = connection.execute(_HEADS, {"now": unit.now, "size": size}).all()
    if not rows:
        return []
    until = unit.now + LEASE
    connection.execute(
        _TAKE, [{"number": row.id, "worker": worker, "until": until} for row in rows]
    )
    opened = [_taken(unit, row) for row in rows]
    return [taken for taken in opened if taken is not None]


def _taken(unit: Unit, row: Any) -> Taken | None:
    try:
        raw = unit.vault.unseal(row.sealed, row.key)
    except Exception:  # noqa: BLE001 - damaged, of another key or emptied: it blocks nobody
        _park(unit, row, tries=row.tries + 1, failure=UNREADABLE)
        return None
    return Taken(row.id, row.person, row.chat_id, raw, row.received_at)


def hold(unit: Unit, numbers: Collection[int], *, worker: str) -> None:
    """Keep others from taking up what a worker has taken and is still at work on."""
    unit.require(Permission.KEEP_TIME)
    unit.session.execute(
        update(inbox)
        .where(inbox.c.id.in_(numbers), inbox.c.state == _WAITING, inbox.c.taken_by == worker)
        .values(taken_until=unit.now + LEASE)
        .execution_options(synchronize_session=False)
    )


def finish(unit: Unit, number: int, ending: Ending = Ending.HANDLED) -> None:
    """Mark an update as done, in the very transaction of what it did."""
    unit.later(_FINISH, {"number": number, "at": unit.now, "how": ending}, exact=True)


def free_all(unit: Unit) -> None:
    """Forget who took what; at the start of the only process that takes anything up."""
    unit.require(Permission.KEEP_TIME)
    unit.session.execute(
        update(inbox)
        .where(inbox.c.state == _WAITING, inbox.c.taken_by.is_not(None))
        .values(taken_by=None, taken_until=None)
    )


def put_back(unit: Unit, number: int) -> None:
    """Let an update be taken again at once; it lost a race and did nothing."""
    unit.session.execute(
        update(inbox).where(inbox.c.id == number).values(taken_by=None, taken_until=None)
    )


def fail(unit: Unit, number: int, failure: str) -> bool:
    """Count a failure; tell whether the update is now parked, so that it blocks nobody."""
    unit.require(Permission.KEEP_TIME)
    waits = inbox.c.id == number, inbox.c.state == _WAITING
    row = unit.session.execute(select(inbox).where(*waits)).one_or_none()
    if row is None:
        return False
    tries: int = row.tries + 1
    if tries >= TRIES:
        _park(unit, row, tries=tries, failure=failure)
        return True
    unit.session.execute(
        update(inbox)
        .where(inbox.c.id == number)
        .values(
            tries=tries,
            not_before=unit.now + PAUSES[tries - 1],
            taken_by=None,
            taken_until=None,
            failure=failure[:300],
        )
    )
    return False


def _park(unit: Unit, row: Any, *, tries: int, failure: str) -> None:
    """Put an update aside, so that it blocks nobody; whoever wrote in private is told."""
    unit.session.execute(
        update(inbox)
        .where(inbox.c.id == row.id)
        .values(
            tries=tries,
            state=_PARKED,
            not_before=unit.now,
            taken_by=None,
            taken_until=None,
            failure=failure[:300],
        )
    )
    unit.record("update.parked", f"update:{row.id}", tries=tries)
    if row.person and row.chat_id == row.person:
        once = f"parked:{occasion(row.id, row.received_at)}"
        unit.post(Notice(row.chat_id, "update_parked", once, Kind.ANSWER))


def run_again(unit: Unit, number: int) -> None:
    """Let a parked update be taken up anew; raise `NotFound` if it is not parked."""
    unit.require(Permission.OPERATE)
    done = unit.session.execute(
        update(inbox)
        .where(inbox.c.id == number, inbox.c.state == _PARKED)
        .values(state=_WAITING, tries=0, not_before=unit.now, taken_by=None, taken_until=None)
        .returning(inbox.c.id)
    ).first()
    if done is None:
        raise NotFound("update_unknown")
    unit.record("update.run_again", f"update:{number}")


def parked(unit: Unit, *, size: int = 100) -> list[Parked]:
    """Return parked updates, newest first."""
    unit.require(Permission.OPERATE)
    rows = unit.session.execute(
        select(inbox).where(inbox.c.state == _PARKED).order_by(inbox.c.id.desc()).limit(size)
    )
    return [
        Parked(row.id, row.person, row.received_at, row.tries, row.failure or "") for row in rows
    ]


def waiting_count(unit: Unit) -> int:
    """Return how many updates wait to be taken up."""
    return (
        unit.session.scalar(
            select(func.count()).select_from(inbox).where(inbox.c.state == _WAITING)
        )
        or 0
    )


def forget_raw(unit: Unit, *, before: datetime) -> int:
    """Empty what was handled long ago; its key stays, so that it is never taken twice."""
    unit.require(Permission.KEEP_TIME)
    emptied = unit.session.execute(
        update(inbox)
        .where(inbox.c.state == _DONE, inbox.c.done_at < before, inbox.c.sealed.is_not(None))
        .values(sealed=None)
        .returning(inbox.c.id)
    )
    return len(emptied.all())
