"""Read side of the outbox: what became of notices, as the desk sees them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from office.outbox import UNREADABLE, State, outbox, place
from office.vault import Vault


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as the desk sees it: where it went and what became of it."""

    number: int
    once: str
    chat_id: int
    kind: str
    key: str
    state: str
    created_at: datetime
    finished_at: datetime | None
    failure: str | None
    text: str | None
    tries: int = 0
    # Until then it waits, be it that it can be taken back, be it for the next try.
    not_before: datetime | None = None


def stuck(session: Session, vault: Vault, *, size: int = 100) -> list[Letter]:
    """Return notices that did not arrive or may not have, newest first."""
    query = (
        select(outbox)
        .where(outbox.c.state.in_([State.UNDELIVERABLE, State.UNSURE]))
        .order_by(outbox.c.id.desc())
        .limit(size)
    )
    return [_letter(row, vault) for row in session.execute(query)]


def about(
    session: Session, vault: Vault, once_prefix: str, *, chat: int | None = None
) -> list[Letter]:
    """Return the notices of an occasion (`once` begins so), oldest first.

    Whoever knows the chat says it: without, everything that was ever posted is looked through.
    """
    query = (
        select(outbox)
        .where(outbox.c.once.startswith(once_prefix, autoescape=True))
        .order_by(outbox.c.id)
    )
    if chat is not None:
        query = query.where(outbox.c.chat_id == chat)
    return [_letter(row, vault) for row in session.execute(query)]


def occasion(session: Session, chat: int, message_id: int) -> str | None:
    """Return the occasion of what was said to a chat in a message, or None."""
    return session.scalar(
        select(outbox.c.once).where(outbox.c.chat_id == chat, outbox.c.message_id == message_id)
    )


def _letter(row: Any, vault: Vault) -> Letter:
    said = row.sealed_text and vault.unseal(row.sealed_text, f"outbox_text:{row.id}")
    return Letter(
        row.id, row.once, row.chat_id, row.kind, key_of(row, vault), row.state, row.created_at,
        row.finished_at, row.failure, said or None, row.tries, row.not_before,
    )  # fmt: skip


def key_of(row: Any, vault: Vault) -> str:
    """Return the key of a notice's text, or `unreadable` where nobody can open it any more."""
    try:
        return str(json.loads(vault.unseal(row.sealed, place(row.once)))[0])
    except Exception:  # noqa: BLE001 - damaged, or of another key: the others are shown
        return UNREADABLE


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
