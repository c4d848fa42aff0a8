"""Saved views of the registers: a name for a way of looking, one's own or the whole office's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.masking import mask
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

SHORTEST_NAME, LONGEST_NAME = 3, 60
MOST = 30  # of one person; more would be a second register to search
_LONGEST_VALUE = 200


class Book(StrEnum):
    """Which register is looked at."""

    REQUESTS = "requests"
    OBJECTIONS = "objections"


_FILTERS = ("dari", "sampai", "status", "kanal", "keputusan", "tepat", "cari")
KNOWN: dict[Book, tuple[str, ...]] = {
    Book.REQUESTS: (
        *_FILTERS, "jenis", "dasar", "opd", "waktu", "tepat_perki", "diperpanjang",
        "tahun", "terlambat",
    ),
    Book.OBJECTIONS: (*_FILTERS, "alasan", "tahun"),
}  # fmt: skip


class SavedView(Base):
    """One saved view."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("owner", "book", "name"),
        Index("ix_saved_views_book_shared", "book", "shared"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    book: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    shared: Mapped[bool] = mapped_column(Boolean)
    filters: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as its page offers it; `query` follows the question mark."""

    number: int
    name: str
    query: str
    shared: bool
    owner: int
    is_own: bool


def keep(
    unit: Unit, book: Book, name: str, filters: Mapping[str, str], *, shared: bool = False
) -> int:
    """Save a way of looking under a name; return its number. The same name is replaced.

    Only known filters are kept, and no words sought where the office shares it. Raises
    `NotValid` without a name or a filter, and for a search text with
    somebody's number in it; `NotNow` where there are too many.
    """
    unit.require(Permission.READ_REGISTER)
    owner = _staff(unit)
    name = _name(name)
    chosen = _known(book, _open(filters) if shared else filters)
    row = unit.session.scalar(
        select(SavedView).where(
            SavedView.owner == owner, SavedView.book == book, SavedView.name == name
        )
    )
    if row is None:
        _room(unit, owner)
        row = SavedView(owner=owner, book=book, name=name, created_at=unit.now)
        unit.session.add(row)
    row.shared, row.filters = shared, json.dumps(chosen)
    unit.flush()
    unit.record("view.kept", f"saved_view:{row.id}", book=book.value, shared=shared)
    return row.id


def drop(unit: Unit, number: int) -> Book:
    """Take away one's own saved view; return its register. Raises `NotFound` for any other."""
    unit.require(Permission.READ_REGISTER)
    row = unit.session.get(SavedView, number)
    if row is None or row.owner != _staff(unit):
        raise NotFound("view_unknown")
    unit.session.delete(row)
    unit.record("view.dropped", f"saved_view:{number}")
    return Book(row.book)


def offered(unit: Unit, book: Book) -> list[View]:
    """Return one's own views of a register, then those that others share, each by name."""
    unit.require(Permission.READ_REGISTER)
    owner = unit.actor.staff_id if isinstance(unit.actor, StaffMember) else 0
    rows = unit.session.scalars(
        select(SavedView)
        .where(SavedView.book == book, or_(SavedView.owner == owner, SavedView.shared))
        .order_by(SavedView.owner != owner, SavedView.name)
        .limit(4 * MOST)
    )
    return [_view(row, owner) for row in rows]


def _view(row: SavedView, owner: int) -> View:
    filters = json.loads(row.filters)
    query = urlencode(_kept(Book(row.book), _open(filters) if row.shared else filters))
    return View(row.id, row.name, query, row.shared, row.owner, row.owner == owner)


def _open(filters: Mapping[str, str]) -> dict[str, str]:
    """Return filters without the words sought: those may name somebody, and stay one's own."""
    return {name: value for name, value in filters.items() if name != "cari"}


def _kept(book: Book, filters: Mapping[str, str]) -> dict[str, str]:
    return {name: filters[name] for name in KNOWN[book] if filters.get(name)}


def _known(book: Book, filters: Mapping[str, str]) -> dict[str, str]:
    chosen = _kept(book, filters)
    if not chosen:
        raise NotValid("filters", "view_empty")
    if any(len(value) > _LONGEST_VALUE for value in chosen.values()):
        raise NotValid("filters", "too_long", longest=_LONGEST_VALUE, length=_LONGEST_VALUE + 1)
    sought = chosen.get("cari", "")
    # A view stays for years and is read by others: whose number it is has no place in it.
    if mask(sought) != sought:
        raise NotValid("cari", "view_personal")
    return chosen


def _name(name: str) -> str:
    name = " ".join(name.split())
    if len(name) < SHORTEST_NAME:
        raise NotValid("name", "too_short", shortest=SHORTEST_NAME)
    if len(name) > LONGEST_NAME:
        raise NotValid("name", "too_long", longest=LONGEST_NAME, length=len(name))
    if mask(name) != name:
        raise NotValid("name", "view_personal")
    return name


def _room(unit: Unit, owner: int) -> None:
    own = select(func.count()).select_from(SavedView).where(SavedView.owner == owner)
    if (unit.session.scalar(own) or 0) >= MOST:
        raise NotNow("views_too_many", most=MOST)


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
