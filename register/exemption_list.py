"""Read side of exempt information: the list, one record in full, and what is in force today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from office import daysoff
from office.paging import PAGE_SIZE, Page, nearest, offset
from office.people import Permission
from office.refusals import NotFound, NotNow
from office.unit import Unit
from office.workdays import Calendar
from register import exemption_form, list_terms
from register.exemption_form import Draft
from register.exemptions import draft_of
from register.list_tables import Exemption, ExemptionEvent
from register.list_words import ExemptionStatus, NeverExempt, PeriodType
from register.words import RefusalGround


@dataclass(frozen=True, slots=True)
class InForce:
    """An exemption as a refusal attaches it (Perki 1/2021 Pasal 34 ayat (2))."""

    id: int
    title: str
    description: str
    ground: RefusalGround
    letter: str
    other_statute: str
    consequence_if_open: str
    consequence_if_closed: str
    period_type: PeriodType
    expires_on: date | None
    decree_no: str
    decree_date: date
    test_sheet_no: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of exempt information."""

    id: int
    title: str
    holding_unit: str
    ground: RefusalGround
    letter: str
    period_type: PeriodType
    expires_on: date | None
    release_by: date | None
    decree_no: str
    decree_date: date | None
    status: ExemptionStatus
    opening_is_proposed: bool
    ends_soon: bool
    version: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader of the list looks for."""

    text: str = ""
    status: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of an exemption's story."""

    at: datetime
    actor: str
    event: str
    note: str


@dataclass(frozen=True, slots=True)
class Record:
    """One exemption in full."""

    row: Row
    draft: Draft
    proposed_by: int | None
    approved_by: int | None
    opening_reason: str
    opening_proposed_by: int | None
    opened_by: int | None
    opened_on: date | None
    warnings: list[NeverExempt]
    story: list[Happening]


def page(unit: Unit, filters: Filters, number: int = 1) -> Page[Row]:
    """Return a page of the list, newest first; what ends soonest comes first where asked for."""
    unit.require(Permission.READ_REGISTER)
    query = _filtered(filters, unit.today)
    total = unit.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = nearest(number, total)
    found = unit.session.scalars(
        query.order_by(Exemption.id.desc()).limit(PAGE_SIZE).offset(offset(number))
    )
    calendar = daysoff.calendar(unit, unit.today)
    return Page([_row(row, unit.today, calendar) for row in found], total, number)


def record(unit: Unit, number: int) -> Record:
    """Return one exemption in full with its story; raise `NotFound`."""
    unit.require(Permission.READ_REGISTER)
    row = _found(unit, number)
    story = unit.session.scalars(
        select(ExemptionEvent)
        .where(ExemptionEvent.exemption_id == number)
        .order_by(ExemptionEvent.id)
    )
    draft = draft_of(row)
    return Record(
        row=_row(row, unit.today, daysoff.calendar(unit, unit.today)),
        draft=draft,
        proposed_by=row.proposed_by,
        approved_by=row.approved_by,
        opening_reason=row.opening_reason,
        opening_proposed_by=row.opening_proposed_by,
        opened_by=row.opened_by,
        opened_on=row.opened_on,
        warnings=exemption_form.never_exempt(draft),
        story=[Happening(one.at, one.actor, one.event, one.note) for one in story],
    )


# The list in force is published by decree: reading it asks nobody.
def in_force(unit: Unit, number: int) -> InForce:
    """Return an exemption that a refusal may rest on; raise `NotFound` or `NotNow`.

    One that has expired is public, declared so or not (PP 61/2010 Pasal 11).
    """
    row = _found(unit, number)
    if standing(row, unit.today) is not ExemptionStatus.IN_FORCE:
        raise NotNow("exemption_not_in_force", status=standing(row, unit.today).value)
    return _in_force(row)


def all_in_force(unit: Unit, ground: RefusalGround | None = None) -> list[InForce]:
    """Return every exemption in force today, of one ground or of all, by title."""
    query = select(Exemption).where(condition(ExemptionStatus.IN_FORCE, unit.today))
    if ground is not None:
        query = query.where(Exemption.ground == ground)
    return [_in_force(row) for row in unit.session.scalars(query.order_by(Exemption.title))]


def standing(row: Exemption, today: date) -> ExemptionStatus:
    """Return where an exemption stands on a day: past its end it has expired by itself."""
    status = ExemptionStatus(row.status)
    ended = row.expires_on is not None and row.expires_on < today
    return ExemptionStatus.EXPIRED if ended and status is ExemptionStatus.IN_FORCE else status


def condition(status: ExemptionStatus, today: date) -> ColumnElement[bool]:
    """Return the same as `standing`, asked of the database."""
    if status is ExemptionStatus.IN_FORCE:
        lasting = or_(Exemption.expires_on.is_(None), Exemption.expires_on >= today)
        return and_(Exemption.status == status, lasting)
    if status is ExemptionStatus.EXPIRED:
        return and_(Exemption.status == ExemptionStatus.IN_FORCE, Exemption.expires_on < today)
    return Exemption.status == status


def _found(unit: Unit, number: int) -> Exemption:
    row = unit.session.get(Exemption, number)
    if row is None:
        raise NotFound("exemption_unknown")
    return row


def _filtered(filters: Filters, today: date) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    text = filters.text.strip()
    if text:
        columns = (Exemption.title, Exemption.description, Exemption.decree_no)
        conditions.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    if filters.status in set(ExemptionStatus):
        conditions.append(condition(ExemptionStatus(filters.status), today))
    if filters.ground in set(RefusalGround):
        conditions.append(Exemption.ground == filters.ground)
    return select(Exemption).where(*conditions)


def _row(row: Exemption, today: date, calendar: Calendar) -> Row:
    status = standing(row, today)
    release_by = list_terms.release_by(row.expires_on, calendar) if row.expires_on else None
    ends_soon = release_by is not None and release_by <= today
    return Row(
        id=row.id,
        title=row.title,
        holding_unit=row.holding_unit,
        ground=RefusalGround(row.ground),
        letter=RefusalGround(row.ground).letter,
        period_type=PeriodType(row.period_type),
        expires_on=row.expires_on,
        release_by=release_by,
        decree_no=row.decree_no,
        decree_date=row.decree_date,
        status=status,
        opening_is_proposed=row.opening_proposed_by is not None,
        ends_soon=ends_soon and status is ExemptionStatus.IN_FORCE,
        version=row.version,
    )


def _in_force(row: Exemption) -> InForce:
    if row.decree_date is None:
        raise RuntimeError(f"exemption {row.id} is in force without a decree")
    ground = RefusalGround(row.ground)
    return InForce(
        id=row.id,
        title=row.title,
        description=row.description,
        ground=ground,
        letter=ground.letter,
        other_statute=row.other_statute,
        consequence_if_open=row.consequence_if_open,
        consequence_if_closed=row.consequence_if_closed,
        period_type=PeriodType(row.period_type),
        expires_on=row.expires_on,
        decree_no=row.decree_no,
        decree_date=row.decree_date,
        test_sheet_no=row.test_sheet_no,
    )
