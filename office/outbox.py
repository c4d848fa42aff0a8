"""Notices waiting to be posted: added with the act, listed when due, marked with what became."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from office.database import Instant, metadata
from office.vault import Vault

CHANNEL = "pendopo_outbox"


class Kind(StrEnum):
    """How much a notice matters; the order of posting when many wait."""

    RECEIPT = "receipt"
    ANSWER = "answer"
    MENU = "menu"
    ERASE = "erase"


class State(StrEnum):
    """What became of a notice."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    UNSURE = "unsure"
    OBSOLETE = "obsolete"


_RANK = {Kind.ERASE: 0, Kind.RECEIPT: 1, Kind.ANSWER: 2, Kind.MENU: 3}
_OPEN = (State.WAITING, State.SENDING)

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
        "not_before": now,
        "tries": 0,
        "repeats": 0,
        "created_at": now,
    }


_ADD = insert(outbox).on_conflict_do_nothing(index_elements=["once"])

_earlier = outbox.alias("earlier")
_HEADS = (
    select(outbox.c.id, outbox.c.chat_id)
    .where(
        outbox.c.state == State.WAITING,
        outbox.c.not_before <= bindparam("now"),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.chat_id == outbox.c.chat_id,
            _earlier.c.id < outbox.c.id,
            _earlier.c.state.in_(_OPEN),
        )
        .exists(),
    )
    .order_by(outbox.c.rank, outbox.c.id)
    .limit(bindparam("size"))
)


def heads(session: Session, *, now: datetime, size: int = 100) -> list[Head]:
    """Return the first open notice of each chat that is due; order inside a chat is kept."""
    return [
        Head(row.id, row.chat_id) for row in session.execute(_HEADS, {"now": now, "size": size})
    ]


def _due(row: Any, vault: Vault) -> Due:
    key, data, keyboard, file_id = json.loads(vault.unseal(row.sealed, place(row.once)))
    return Due(
        row.id, row.chat_id, Kind(row.kind), row.language, key, data, keyboard, file_id,
        row.tries, row.repeats,
    )  # fmt: skip


def start(session: Session, numbers: Sequence[int], *, now: datetime, vault: Vault) -> list[Due]:
    """Mark notices as being sent; return those that were still waiting, with what they say."""
    result = session.execute(
        update(outbox)
        .where(outbox.c.id.in_(numbers), outbox.c.state == State.WAITING)
        .values(state=State.SENDING, started_at=now, tries=outbox.c.tries + 1)
        .returning(*outbox.c)
    )
    return [_due(row, vault) for row in result]


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


def obsolete(session: Session, number: int, *, now: datetime) -> None:
    """Mark a reminder that was no longer true when it was to be sent."""
    _finish(session, number, state=State.OBSOLETE, finished_at=now)


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


def interrupted(session: Session) -> list[tuple[int, int]]:
    """Return number and repeats of notices that were being sent when a poster died."""
    rows = session.execute(
        select(outbox.c.id, outbox.c.repeats).where(outbox.c.state == State.SENDING)
    )
    return [(row.id, row.repeats) for row in rows]


def resend(session: Session, number: int, *, now: datetime) -> bool:
    """Let a notice that failed wait once more, unless its chat is being written to right now."""
    busy = (
        select(_earlier.c.id)
        .where(_earlier.c.chat_id == outbox.c.chat_id, _earlier.c.state == State.SENDING)
        .exists()
    )
    failed = outbox.c.state.in_([State.UNDELIVERABLE, State.UNSURE])
    result = session.execute(
        update(outbox)
        .where(outbox.c.id == number, failed, ~busy)
        .values(state=State.WAITING, not_before=now, tries=0, finished_at=None)
        .returning(outbox.c.id)
    )
    return result.first() is not None


def recently_sent(
    session: Session, *, now: datetime, span: timedelta
) -> list[tuple[int, datetime]]:
    """Return chat and instant of what left lately, so that a new poster keeps the pace."""
    rows = session.execute(
        select(outbox.c.chat_id, outbox.c.started_at)
        .where(outbox.c.finished_at >= now - span, outbox.c.state == State.SENT)
        .order_by(outbox.c.started_at)
    )
    return [(row.chat_id, row.started_at) for row in rows]


def open_count(session: Session) -> int:
    """Return how many notices have not left yet."""
    return (
        session.scalar(select(func.count()).select_from(outbox).where(outbox.c.state.in_(_OPEN)))
        or 0
    )
