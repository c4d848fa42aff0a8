"""Read side of the outbox: what became of notices, as the desk sees them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from office.outbox import State, outbox, place
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


def _letter(row: Any, vault: Vault) -> Letter:
    key = json.loads(vault.unseal(row.sealed, place(row.once)))[0]
    said = row.sealed_text and vault.unseal(row.sealed_text, f"outbox_text:{row.id}")
    return Letter(
        row.id, row.once, row.chat_id, row.kind, key, row.state, row.created_at, row.finished_at,
        row.failure, said or None,
    )  # fmt: skip
