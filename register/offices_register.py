"""Read side: the open register for other offices, with how the parts stand that offices answer.

Nothing that anybody wrote is selected here: a part is its place, its office, a status and dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select, tuple_

from office import regional
from office.refusals import NotFound
from office.unit import Unit
from register import open_register
from register.open_register import OpenFilters, OpenRow
from register.tables import Part, Request
from register.words import PartStatus


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a request; `office` is None where a body outside this government holds it."""

    ordinal: int
    office: str | None
    status: PartStatus
    due: date
    answered: date | None


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A request as the open register has it, with its parts."""

    request: OpenRow
    parts: list[PartRow]


@dataclass(frozen=True, slots=True)
class PartTally:
    """How the parts stand that one office was given of a year's requests."""

    office: str
    total: int
    waiting: int
    overdue: int
    answered_on_time: int
    answered_late: int
    returned: int


@dataclass(frozen=True, slots=True)
class OfficePage:
    """A page of a year, newest first; `older` is where the next one begins."""

    rows: list[OfficeRow]
    total: int
    older: int | None


def page(
    unit: Unit, filters: OpenFilters, *, before: int | None = None, size: int = 25
) -> OfficePage:
    """Return a page of a year with the parts, of one office only where the filter names it."""
    found = open_register.page(unit, filters, before=before, size=size)
    rows = _with_parts(unit, found.rows, filters.regional_office)
    return OfficePage(rows, found.total, found.older)


def one(unit: Unit, year: int, sequence: int, *, regional_office: int | None = None) -> OfficeRow:
    """Return one request with its parts; raise `NotFound`, also where the office has none of it."""
    row = open_register.one(unit, year, sequence)
    (shown,) = _with_parts(unit, [row], regional_office)
    if regional_office is not None and not shown.parts:
        raise NotFound("request_unknown")
    return shown


def _with_parts(
    unit: Unit, rows: Sequence[OpenRow], regional_office: int | None
) -> list[OfficeRow]:
    parts: dict[tuple[int, int], list[PartRow]] = {(row.year, row.sequence): [] for row in rows}
    names = regional.names(unit)
    query = (
        select(
            Request.year, Request.sequence, Part.ordinal, Part.regional_office, Part.status,
            Part.due, Part.answered_on,
        )
        .join(Part, Part.request_id == Request.id)
        .where(tuple_(Request.year, Request.sequence).in_(list(parts)), *_of(regional_office))
        .order_by(Part.request_id, Part.ordinal)
    )  # fmt: skip
    for found in unit.session.execute(query) if parts else ():
        parts[found.year, found.sequence].append(
            PartRow(
                found.ordinal, names.get(found.regional_office or 0), PartStatus(found.status),
                found.due, found.answered_on,
            )
        )  # fmt: skip
    return [OfficeRow(row, parts[row.year, row.sequence]) for row in rows]


def _of(regional_office: int | None) -> list[ColumnElement[bool]]:
    return [] if regional_office is None else [Part.regional_office == regional_office]


def tallies(unit: Unit, year: int, *, regional_office: int | None = None) -> list[PartTally]:
    """Return how the parts of a year's requests stand, office by office, by name."""
    is_late = Part.answered_on > Part.due
    answered = Part.status == PartStatus.ANSWERED
    waiting = Part.status == PartStatus.ASSIGNED
    rows = unit.session.execute(
        select(
            Part.regional_office,
            func.count(),
            *(
                func.count().filter(condition)
                for condition in (
                    waiting, waiting & (Part.due < unit.today), answered & ~is_late,
                    answered & is_late, Part.status == PartStatus.RETURNED,
                )
            ),
        )
        .join(Request, Request.id == Part.request_id)
        .where(
            Request.year == year, Part.regional_office.is_not(None), *_of(regional_office)
        )
        .group_by(Part.regional_office)
    )  # fmt: skip
    names = regional.names(unit)
    found = [_tally(names.get(row[0] or 0, ""), *row[1:]) for row in rows]
    return sorted(found, key=lambda row: row.office)


def _tally(office: str, *counts: int) -> PartTally:
    return PartTally(office, *counts)
