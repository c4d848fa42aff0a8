"""The ground floor's pieces of the retention schedule."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, update

from office import posted
from office.breach_tables import BreachPerson, DataBreach
from office.breach_words import EMPTY
from office.data_request_tables import DataRequest
from office.inbox import inbox
from office.links import OneTimeLink
from office.outbox import State, outbox, place
from office.restrictions import Restriction
from office.retention import BATCH, Piece, Pieces, counting, deleting, emptying, is_older, table_of
from office.staff import Attempt
from office.unit import Unit

_WAITING = "waiting"
_SETTLED = outbox.c.state.in_([State.SENT, State.OBSOLETE, State.UNDELIVERABLE, State.UNSURE])
# A notice that never arrived has its words as well, in what it was to say.
_HAS_TEXT = outbox.c.emptied_at.is_(None)
# The accounts whose proof of what they were told stays for now.
Kept = Callable[[Unit], Select[Any]]


def pieces(kept: Kept) -> Pieces:
    """Return how the ground floor counts and erases what its lines of the schedule name.

    What was said to the accounts that `kept` tells stays as it is.
    """
    links, attempts = table_of(OneTimeLink), table_of(Attempt)
    restrictions = table_of(Restriction)
    return {
        "links": deleting(links, "expires_at"),
        "sign_in_attempts": deleting(attempts, "at"),
        "raw_updates": emptying(
            inbox, "received_at", {"sealed": None},
            inbox.c.sealed.is_not(None), inbox.c.state != _WAITING,
        ),
        "updates": deleting(inbox, "received_at", inbox.c.state != _WAITING),
        "sent_texts": _sparing(_texts, kept),
        "notices": _sparing(_notices, kept),
        "restrictions": deleting(restrictions, "ended_at"),
        "data_requests": Piece(
            counting(table_of(DataRequest).c.settled_at, DataRequest.person.is_not(None)),
            _release_data_requests,
        ),
        "data_breaches": Piece(
            counting(table_of(DataBreach).c.closed_at, DataBreach.emptied_at.is_(None)),
            _release_data_breaches,
        ),
    }  # fmt: skip


def _sparing(made: Callable[[ColumnElement[bool]], Piece], kept: Kept) -> Piece:
    """Return a piece of the outbox that passes over the accounts whose proof stays."""

    def piece(unit: Unit) -> Piece:
        return made(outbox.c.chat_id.not_in(kept(unit)))

    return Piece(
        lambda unit, before: piece(unit).count(unit, before),
        lambda unit, before: piece(unit).erase(unit, before),
    )


def _notices(others: ColumnElement[bool]) -> Piece:
    return deleting(outbox, "finished_at", _SETTLED, others)


def _texts(others: ColumnElement[bool]) -> Piece:
    wanted = _SETTLED, _HAS_TEXT, others

    def erase(unit: Unit, before: datetime) -> int:
        query = (
            select(outbox.c.id)
            .where(is_older(unit, outbox.c.finished_at, before), *wanted)
            .order_by(outbox.c.finished_at)
            .limit(BATCH)
        )
        return empty_texts(unit, list(unit.session.scalars(query)))

    return Piece(counting(outbox.c.finished_at, *wanted), erase)


def empty_texts(unit: Unit, numbers: list[int]) -> int:
    """Take from notices what they said, leaving what kind of notice it was; return how many."""
    rows = unit.session.execute(
        select(outbox.c.id, outbox.c.once, outbox.c.sealed).where(outbox.c.id.in_(numbers))
    ).all()
    for row in rows:
        content = json.dumps([posted.key_of(row, unit.vault), {}, None, None])
        emptied = unit.vault.seal(content, place(row.once))
        unit.session.execute(
            update(outbox)
            .where(outbox.c.id == row.id)
            .values(sealed=emptied, sealed_text=None, failure=None, emptied_at=unit.now)
        )
    return len(rows)


def _release_data_requests(unit: Unit, before: datetime) -> int:
    rows = unit.session.scalars(
        select(DataRequest)
        .where(DataRequest.settled_at < before, DataRequest.person.is_not(None))
        .order_by(DataRequest.settled_at)
        .limit(BATCH)
    ).all()
    for row in rows:
        row.person, row.sealed_note = None, None
        row.sealed_words = unit.vault.seal("", f"data_requests:{row.code}")
    return len(rows)


def _release_data_breaches(unit: Unit, before: datetime) -> int:
    rows = unit.session.scalars(
        select(DataBreach)
        .where(DataBreach.closed_at < before, DataBreach.emptied_at.is_(None))
        .order_by(DataBreach.closed_at)
        .limit(BATCH)
    ).all()
    for row in rows:
        unit.session.execute(delete(BreachPerson).where(BreachPerson.breach_id == row.id))
        row.sealed_account = unit.vault.seal(EMPTY, f"data_breaches:{row.code}")
        row.sealed_others, row.sealed_lessons, row.emptied_at = None, None, unit.now
    return len(rows)
