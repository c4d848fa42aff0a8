"""Notices that wait: taken back meanwhile or sent at once after all, one or a whole broadcast."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from office.outbox import Kind, State, outbox, ring

_SETTLED = (State.SENT, State.UNDELIVERABLE, State.UNSURE, State.OBSOLETE)


def settled(session: Session, onces: Sequence[str]) -> list[tuple[str, State, str]]:
    """Return which of some notices are settled, with what became of them and why."""
    columns = outbox.c.once, outbox.c.state, outbox.c.failure
    rows = session.execute(
        select(*columns).where(outbox.c.once.in_(onces), outbox.c.state.in_(_SETTLED))
    )
    return [(row.once, State(row.state), row.failure or "") for row in rows]


def call_off(session: Session, onces: Sequence[str], *, now: datetime) -> None:
    """Take back whatever of some notices has not left, also what was tried in vain."""
    session.execute(
        update(outbox)
        .where(outbox.c.once.in_(onces), outbox.c.state == State.WAITING)
        .values(state=State.OBSOLETE, finished_at=now)
    )


def say_again(
    session: Session,
    family: str,
    *,
    to: Callable[[ColumnElement[int]], ColumnElement[bool]],
    now: datetime,
) -> list[str]:
    """Let those notices of a broadcast leave once more that may not have arrived; return them.

    `to` is given the chat and returns the condition under which it is still to be told.
    """
    again = {
        "state": State.WAITING, "not_before": now, "tries": 0, "finished_at": None,
        "repeats": outbox.c.repeats + 1,
    }  # fmt: skip
    return list(
        session.scalars(
            update(outbox)
            .where(
                outbox.c.state == State.UNSURE,
                outbox.c.kind == Kind.BROADCAST,
                outbox.c.once.startswith(family, autoescape=True),
                to(outbox.c.chat_id),
            )
            .values(again)
            .returning(outbox.c.once)
        )
    )


def take_back(session: Session, onces: Sequence[str], *, now: datetime) -> bool:
    """Take notices back; tell whether the first of them had not left."""
    taken = session.scalars(
        update(outbox)
        .where(outbox.c.once.in_(onces), outbox.c.state == State.WAITING, outbox.c.tries == 0)
        .values(state=State.OBSOLETE, finished_at=now)
        .returning(outbox.c.once)
    ).all()
    return onces[0] in taken


def hurry(session: Session, onces: Sequence[str], *, now: datetime) -> None:
    """Let notices leave at once that would have waited to be taken back."""
    waits = and_(outbox.c.state == State.WAITING, outbox.c.tries == 0, outbox.c.not_before > now)
    query = update(outbox).where(outbox.c.once.in_(onces), waits)
    session.execute(query.values(not_before=now))
    ring(session)
