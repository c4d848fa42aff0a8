"""Uploads that nothing refers to: their entries in the book, and contents without an entry."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, delete, select, union_all

from office.database import metadata
from office.files import files
from office.outbox import State, outbox, place
from office.people import Permission
from office.retention import BATCH, Found, Piece
from office.unit import Unit

Holder = Callable[[Unit], Iterable[str]]
_NUMBER = re.compile(r"[0-9]{1,18}")
_AT_ONCE = 5000
_UNSENT = (State.WAITING, State.SENDING, State.UNDELIVERABLE, State.UNSURE)


def piece(*holders: Holder) -> Piece:
    """Return the piece of uploads nobody refers to.

    Most are referred to by a column. `holders` yield what is kept sealed, unsealed; whatever
    whole number stands in it is taken for a file's.
    """

    def count(unit: Unit, before: datetime) -> Found:
        loose = _loose(unit, before, holders)
        return Found(len(loose), loose[0][1] if loose else None)

    def erase(unit: Unit, before: datetime) -> int:
        numbers = [number for number, _ in _loose(unit, before, holders)[:BATCH]]
        if numbers:
            sums = unit.session.scalars(select(files.c.sha256).where(files.c.id.in_(numbers)))
            unit.record("files.destroyed", "files", numbers=numbers, sha256=list(sums))
            unit.session.execute(delete(files).where(files.c.id.in_(numbers)))
        return len(numbers)

    return Piece(count, erase)


def _loose(unit: Unit, before: datetime, holders: Sequence[Holder]) -> list[tuple[int, datetime]]:
    unit.flush()
    rows = unit.session.execute(
        select(files.c.id, files.c.kept_at)
        .where(files.c.kept_at < before, files.c.id.not_in(_referred()))
        .order_by(files.c.id)
        .limit(_AT_ONCE)
    ).all()
    if not rows:
        return []
    held = {
        int(number)
        for holder in (*holders, _unsent)
        for text in holder(unit)
        for number in _NUMBER.findall(text)
    }
    return [(row.id, row.kept_at) for row in rows if row.id not in held]


def referring() -> list[Column[Any]]:
    """Return every column that refers to a file."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.c
        if any(key.column is files.c.id for key in column.foreign_keys)
    ]


def _referred() -> Select[Any]:
    named = [select(one.label("number")).where(one.is_not(None)) for one in referring()]
    return select(union_all(*named).subquery().c.number)


def _unsent(unit: Unit) -> Iterator[str]:
    rows = unit.session.execute(
        select(outbox.c.once, outbox.c.sealed).where(outbox.c.state.in_(_UNSENT))
    )
    for row in rows:
        yield unit.vault.unseal(row.sealed, place(row.once))


def without_entry(unit: Unit, names: Collection[str]) -> set[str]:
    """Return which of some contents no entry of the book has any more."""
    unit.require(Permission.KEEP_TIME)
    known = unit.session.scalars(select(files.c.sha256).where(files.c.sha256.in_(names)))
    return set(names) - set(known)
