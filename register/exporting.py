"""Exports of the registers: asked for, made beside the work, fetched; progress is kept."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import BinaryIO, cast

from sqlalchemy import Boolean, Date, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from office import files
from office.database import Base, Instant
from office.people import Actor, Clockwork, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotValid
from office.unit import Unit
from register import ledger
from register.drawing import Workshop
from register.ledger import Range
from register.sheets import plain, printed, workbook
from register.sheets.lines import Heading

COMMAND_LINE = Clockwork("command-line")
_LONGEST = 3660  # days; ten years in one sheet
_ABANDONED = timedelta(minutes=15)


class Book(StrEnum):
    """Which register is exported."""

    REGISTER = "register"
    OBJECTIONS = "objections"


class Format(StrEnum):
    """As what kind of file."""

    XLSX = "xlsx"
    PDF = "pdf"
    CSV = "csv"


class Export(Base):
    """An export somebody asked for, and how far it is."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(String(15))
    format: Mapped[str] = mapped_column(String(5))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    nameless: Mapped[bool] = mapped_column(Boolean)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    total: Mapped[int]
    done: Mapped[int]
    failure: Mapped[str | None] = mapped_column(String(60))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported."""

    book: Book
    format: Format
    span: Range

    @property
    def file_name(self) -> str:
        """Return the name of the file; never who is in it."""
        return f"{self.book}-{self.span.since}-{self.span.until}.{self.format}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is."""

    id: int
    wish: Wish
    total: int
    done: int
    failure: str | None
    file_id: int | None


def ask(unit: Unit, wish: Wish) -> int:
    """Note that somebody wants an export; return its number. With names it is journaled so."""
    unit.require(Permission.READ_REGISTER)
    span = wish.span
    if not span.nameless:
        unit.require(Permission.REVEAL_IDENTITY)
    if not 0 <= (span.until - span.since).days <= _LONGEST:
        raise NotValid("since", "range_unclear", days=_LONGEST)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    row = Export(
        book=wish.book,
        format=wish.format,
        since=span.since,
        until=span.until,
        nameless=span.nameless,
        asked_by=unit.actor.staff_id,
        asked_at=unit.now,
        total=_total(unit, wish),
        done=0,
    )
    unit.session.add(row)
    unit.flush()
    unit.record(
        "register.exported", f"export:{row.id}",
        book=wish.book.value, since=span.since, until=span.until, nameless=span.nameless,
    )  # fmt: skip
    return row.id


def note(unit: Unit, wish: Wish) -> None:
    """Note in the journal that an export was made at the command line."""
    span = wish.span
    unit.record(
        "register.exported", "export:command-line",
        book=wish.book.value, since=span.since, until=span.until, nameless=span.nameless,
        with_numbers=span.with_numbers,
    )  # fmt: skip


def _total(unit: Unit, wish: Wish) -> int:
    if wish.book is Book.REGISTER:
        return ledger.count_requests(unit, wish.span)
    return ledger.count_objections(unit, wish.span)


def progress(unit: Unit, number: int) -> Progress:
    """Return how far one's own export is; raise `NotFound` for anybody else's."""
    unit.require(Permission.READ_REGISTER)
    row = unit.session.get(Export, number)
    mine = isinstance(unit.actor, StaffMember) and row is not None
    if row is None or not mine or row.asked_by != cast("StaffMember", unit.actor).staff_id:
        raise NotFound("export_unknown")
    if not row.nameless:
        unit.require(Permission.REVEAL_IDENTITY)
    span = Range(row.since, row.until, nameless=row.nameless)
    abandoned = row.file_id is None and unit.now - row.asked_at > _ABANDONED
    failure = row.failure or ("abandoned" if abandoned else None)
    wish = Wish(Book(row.book), Format(row.format), span)
    return Progress(row.id, wish, row.total, row.done, failure, row.file_id)


def make(shop: Workshop, number: int, wish: Wish, actor: Actor) -> None:
    """Make an export that was asked for; runs for seconds, outside any transaction."""

    def heard(done: int) -> None:
        shop.write(partial(_note, number=number, done=done), actor)

    try:
        with tempfile.TemporaryFile() as out, shop.office.reading(actor) as unit:
            produce(unit, wish, office_name=shop.own.letterhead.office_name, out=out, heard=heard)
            out.seek(0)
            kept = shop.cabinet.keep(wish.file_name, out.read())
    except Exception as error:
        shop.write(partial(_failed, number=number, failure=type(error).__name__), actor)
        raise
    shop.write(partial(_finished, number=number, kept=kept), actor)


def produce(
    unit: Unit, wish: Wish, *, office_name: str, out: BinaryIO, heard: Callable[[int], None]
) -> int:
    """Write an export to a file; return its lines."""
    span = wish.span
    heading = Heading(office_name, span.since, span.until, ledger.as_of(unit, span))
    if wish.book is Book.REGISTER:
        lines = ledger.requests(unit, span)
        if wish.format is Format.CSV:
            return plain.register_csv(lines, out, heard)
        kind = workbook.register_xlsx if wish.format is Format.XLSX else printed.register_pdf
        return kind(lines, heading, out, heard)
    entries = ledger.objections(unit, span)
    if wish.format is Format.CSV:
        return plain.objections_csv(entries, out, heard)
    sheet = workbook.objections_xlsx if wish.format is Format.XLSX else printed.objections_pdf
    return sheet(entries, heading, out, heard)


def _note(unit: Unit, *, number: int, done: int) -> None:
    unit.session.get_one(Export, number).done = done


def _failed(unit: Unit, *, number: int, failure: str) -> None:
    unit.session.get_one(Export, number).failure = failure[:60]


def _finished(unit: Unit, *, number: int, kept: files.Kept) -> None:
    row = unit.session.get_one(Export, number)
    row.file_id, row.done = files.file(unit, kept), row.total


def file_of(unit: Unit, known: Progress) -> files.Filed:
    """Return the file of a finished export; raise `NotFound` while there is none."""
    if known.file_id is None:
        raise NotFound("file_unknown")
    return files.find(unit, known.file_id)


def fetched(unit: Unit, number: int) -> files.Filed:
    """Return the file of one's own export; that it was fetched is entered in the journal."""
    known = progress(unit, number)
    unit.record("register.export_fetched", f"export:{number}", nameless=known.wish.span.nameless)
    return file_of(unit, known)


def latest(unit: Unit, *, size: int = 5) -> list[Progress]:
    """Return one's own newest exports."""
    unit.require(Permission.READ_REGISTER)
    if not isinstance(unit.actor, StaffMember):
        return []
    seen = [] if Permission.REVEAL_IDENTITY in unit.actor.permissions else [Export.nameless]
    rows = unit.session.scalars(
        select(Export.id)
        .where(Export.asked_by == unit.actor.staff_id, *seen)
        .order_by(Export.id.desc())
        .limit(size)
    ).all()
    return [progress(unit, number) for number in rows]
