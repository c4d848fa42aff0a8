"""Notices waiting to be posted: added with the act, listed when due, marked with what became."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Case,
    Column,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from office.database import Instant, metadata
from office.occasion import FamilyOf
from office.vault import Vault

CHANNEL = "pendopo_outbox"
UNREADABLE = "unreadable"


class Kind(StrEnum):
    """How much a notice matters; the order of posting when many wait."""

    RECEIPT = "receipt"
    REPLY = "reply"
    ANSWER = "answer"
    MENU = "menu"
    ALARM = "alarm"
    NEWS = "news"
    # The same to thousands. Where it is not known whether it arrived, it is not said again.
    BROADCAST = "broadcast"
    ERASE = "erase"
    # Other buttons under what was said already.
    BUTTONS = "buttons"


class State(StrEnum):
    """What became of a notice."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    UNSURE = "unsure"
    OBSOLETE = "obsolete"


# What a person wrote by hand does not wait behind what the bot says to others.
_RANK = {
    Kind.ERASE: 0, Kind.BUTTONS: 0, Kind.RECEIPT: 1, Kind.REPLY: 1,
    Kind.ANSWER: 2, Kind.MENU: 3, Kind.ALARM: 4, Kind.NEWS: 5, Kind.BROADCAST: 5,
}  # fmt: skip
_OPEN = (State.WAITING, State.SENDING)
_NEWS = (Kind.NEWS, Kind.BROADCAST)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("once", String(120), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("language", String(5), nullable=False),
    Column("sealed", LargeBinary, nullable=False, info={"place": "outbox:{once}"}),
    Column("by", String(60), nullable=False),
    Column("state", String(15), nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant, index=True),
    Column("message_id", BigInteger),
    Column("sealed_text", LargeBinary, info={"place": "outbox_text:{id}"}),
    Column("failure", String(200)),
    # When its words were taken out; without them it is not sent again.
    Column("emptied_at", Instant),
    Index("ix_outbox_state_rank_id", "state", "rank", "id"),
    Index("ix_outbox_chat_id_id", "chat_id", "id"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say in a chat: a text's key with its data, never the text itself.

    `once` names the occasion: a second notice of the same name is not posted.
    """

    chat_id: int
    key: str
    once: str
    kind: Kind = Kind.ANSWER
    data: Mapping[str, Any] = field(default_factory=dict)
    keyboard: Mapping[str, Any] | None = None
    file_id: int | None = None
    language: str = "id"
    # How long it waits at least: until then it can be taken back.
    after: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Head:
    """The first open notice of a chat."""

    number: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is being sent."""

    number: int
    chat_id: int
    kind: Kind
    language: str
    key: str
    data: Mapping[str, Any]
    keyboard: Mapping[str, Any] | None
    file_id: int | None
    tries: int
    repeats: int


def place(once: str) -> str:
    """Return the context that binds a sealed notice to its occasion."""
    return f"outbox:{once}"


def write(
    session: Session, notices: Sequence[tuple[Notice, str]], *, now: datetime, vault: Vault
) -> None:
    """Add notices; an occasion already posted is passed over."""
    if not notices:
        return
    connection = session.connection()
    rows = [_row(notice, by, now, vault) for notice, by in notices]
    connection.execute(_ADD, rows)
    ring(session)


def ring(session: Session) -> None:
    """Wake the poster of another process once this is committed."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {CHANNEL}"))


def _row(notice: Notice, by: str, now: datetime, vault: Vault) -> dict[str, object]:
    content = json.dumps(
        [notice.key, notice.data, notice.keyboard, notice.file_id], ensure_ascii=False
    )
    return {
        "once": notice.once,
        "chat_id": notice.chat_id,
        "kind": notice.kind,
        "rank": _RANK[notice.kind],
        "language": notice.language,
        "sealed": vault.seal(content, place(notice.once)),
        "by": by,
        "state": State.WAITING,
        "not_before": now + notice.after,
        "tries": 0,
        "repeats": 0,
        "created_at": now,
    }


_ADD = insert(outbox).on_conflict_do_nothing(index_elements=["once"])


def _lateness(table: FromClause) -> Case[int]:
    """Nobody's answer waits behind an alarm, and nothing behind news, which goes to thousands."""
    return case((table.c.kind.in_(_NEWS), 2), (table.c.kind == Kind.ALARM, 1), else_=0)


_first, _delayed = outbox.alias("first"), outbox.alias("delayed")
# A notice that can still be taken back holds what is said after it on the same matter, and
# nothing else: neither what the bot answers meanwhile nor what is to be erased.
_is_held = (
    select(_delayed.c.id)
    .where(
        _delayed.c.chat_id == _first.c.chat_id,
        _delayed.c.id <= _first.c.id,
        _delayed.c.state == State.WAITING,
        _delayed.c.tries == 0,
        _delayed.c.not_before > bindparam("now"),
        FamilyOf(_delayed.c.once) == FamilyOf(_first.c.once),
    )
    .exists()
)
_same_matter = FamilyOf(_first.c.once) == FamilyOf(outbox.c.once)
_in_line = or_(
    _lateness(_first) < _lateness(outbox),
    and_(_first.c.id < outbox.c.id, _lateness(_first) == _lateness(outbox)),
)
_is_before = and_(_first.c.state == State.WAITING, _in_line, or_(_same_matter, ~_is_held))
_HEADS = (
    select(outbox.c.id, outbox.c.chat_id)
    .where(
        outbox.c.state == State.WAITING,
        outbox.c.not_before <= bindparam("now"),
        ~select(_first.c.id)
        .where(
            _first.c.chat_id == outbox.c.chat_id, or_(_first.c.state == State.SENDING, _is_before)
        )
        .exists(),
    )
    .order_by(outbox.c.rank, outbox.c.id)
    .limit(bindparam("size"))
)


def heads(
    session: Session, *, now: datetime, size: int = 100, with_news: bool = True
) -> list[Head]:
    """Return the first due notice of each chat: answers in order, then alarms, then news."""
    query = _HEADS if with_news else _HEADS.where(outbox.c.kind.not_in(_NEWS))
    found = session.execute(query, {"now": now, "size": size})
    return [Head(row.id, row.chat_id) for row in found]


def _due(row: Any, vault: Vault) -> Due:
    key, data, keyboard, file_id = json.loads(vault.unseal(row.sealed, place(row.once)))
    return Due(
        row.id, row.chat_id, Kind(row.kind), row.language, key, data, keyboard, file_id,
        row.tries, row.repeats,
    )  # fmt: skip


def start(session: Session, numbers: Sequence[int], *, now: datetime, vault: Vault) -> list[Due]:
    """Mark notices as being sent; return what those say that still waited and can be read."""
    result = session.execute(
        update(outbox)
        .where(outbox.c.id.in_(numbers), outbox.c.state == State.WAITING)
        .values(state=State.SENDING, started_at=now, tries=outbox.c.tries + 1)
        .returning(*outbox.c)
    )
    started = []
    for row in result.all():
        try:
            started.append(_due(row, vault))
        except Exception:  # noqa: BLE001 - damaged, or of another key: it holds up no other
            undeliverable(session, row.id, failure=UNREADABLE, now=now)
    return started


def _finish(session: Session, number: int, **values: object) -> None:
    # What is settled stays so: a late result of a poster that was replaced changes nothing.
    unsettled = outbox.c.state.in_(_OPEN)
    session.execute(update(outbox).where(outbox.c.id == number, unsettled).values(**values))


def sent(
    session: Session, number: int, *, message_id: int | None, said: str, now: datetime, vault: Vault
) -> None:
    """Mark a notice as delivered and keep the words that were sent, as evidence."""
    _finish(
        session,
        number,
        state=State.SENT,
        message_id=message_id,
        sealed_text=vault.seal(said, f"outbox_text:{number}"),
        finished_at=now,
        failure=None,
    )


def undeliverable(session: Session, number: int, *, failure: str, now: datetime) -> None:
    """Mark a notice that can never arrive; it is shown on the staff desk."""
    _finish(session, number, state=State.UNDELIVERABLE, failure=failure[:200], finished_at=now)


def obsolete(session: Session, number: int, *, now: datetime, why: str | None = None) -> None:
    """Mark what was no longer true when it was to be sent, and perhaps why."""
    _finish(session, number, state=State.OBSOLETE, finished_at=now, failure=why)


def arrived_at(session: Session, once: str) -> datetime | None:
    """Return when the notice of an occasion was delivered, or None."""
    return session.scalar(
        select(outbox.c.finished_at).where(outbox.c.once == once, outbox.c.state == State.SENT)
    )


def unsure(session: Session, number: int, *, failure: str, now: datetime) -> None:
    """Mark a notice that was repeated once and may or may not have arrived."""
    _finish(session, number, state=State.UNSURE, failure=failure[:200], finished_at=now)


def again(
    session: Session, number: int, *, not_before: datetime, failure: str, repeated: bool = False
) -> None:
    """Put a notice back to wait; `repeated` counts a delivery whose outcome is unknown."""
    values: dict[str, object] = {"state": State.WAITING, "not_before": not_before}
    if repeated:
        values["repeats"] = outbox.c.repeats + 1
    _finish(session, number, failure=failure[:200], **values)


def interrupted(session: Session) -> list[tuple[int, int, Kind]]:
    """Return number, repeats and kind of notices that were being sent when a poster died."""
    columns = outbox.c.id, outbox.c.repeats, outbox.c.kind
    rows = session.execute(select(*columns).where(outbox.c.state == State.SENDING))
    return [(row.id, row.repeats, Kind(row.kind)) for row in rows]


def resend(session: Session, number: int, *, now: datetime) -> bool:
    """Let a notice that failed wait once more, unless its chat is being written to right now."""
    busy = (
        select(_first.c.id)
        .where(_first.c.chat_id == outbox.c.chat_id, _first.c.state == State.SENDING)
        .exists()
    )
    failed = outbox.c.state.in_([State.UNDELIVERABLE, State.UNSURE])
    result = session.execute(
        update(outbox)
        .where(outbox.c.id == number, failed, outbox.c.emptied_at.is_(None), ~busy)
        .values(state=State.WAITING, not_before=now, tries=0, finished_at=None)
        .returning(outbox.c.id)
    )
    return result.first() is not None


def open_count(session: Session) -> int:
    """Return how many notices have not left yet."""
    query = select(func.count()).select_from(outbox).where(outbox.c.state.in_(_OPEN))
    return session.scalar(query) or 0
