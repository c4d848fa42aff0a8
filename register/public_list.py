"""The list of public information (Perki 1/2021 Pasal 21 ayat (2), Lampiran I): acts and reading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm.exc import StaleDataError

from office import counters
from office.paging import PAGE_SIZE, Page, nearest, offset
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit
from register import list_terms
from register.list_tables import PublicInformation
from register.list_words import AvailableForm, InformationClass

_SERIES = "DIP"
_EVER = 0  # one series for all years: an entry keeps its number
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MUST = ("summary", "holding_unit", "responsible_official", "created_when_where")
LONGEST = {
    "summary": 1000,
    "holding_unit": 200,
    "responsible_official": 200,
    "created_when_where": 300,
    "retention_period": 200,
    "url_or_file": 500,
    "decree_no": 100,
    "entry_slug": 80,
}


@dataclass(frozen=True, slots=True)
class Item:
    """What an entry says: the columns of Lampiran I, its class, and where to find it."""

    summary: str
    holding_unit: str
    responsible_official: str
    created_when_where: str
    forms: frozenset[AvailableForm]
    retention_period: str
    information_class: InformationClass
    url_or_file: str = ""
    decree_no: str = ""
    published_on: date | None = None
    entry_slug: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it stands in the list."""

    id: int
    ordinal: int
    item: Item
    reviewed_on: date
    review_due: date
    retired_on: date | None
    is_overdue: bool
    version: int

    @property
    def link(self) -> str:
        """Return the address at which the information stands, or nothing."""
        place = self.item.url_or_file
        return place if place.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader of the list looks for."""

    text: str = ""
    information_class: str = ""
    overdue: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How many entries the list has, and how many wait longer than allowed for a review."""

    count: int
    overdue: int


def faults(item: Item) -> Iterator[NotValid]:
    """Yield everything that keeps an entry out of the list, field by field."""
    for name in _MUST:
        if not getattr(item, name).strip():
            yield NotValid(name, "required")
    if not item.retention_period.strip():
        yield NotValid("retention_period", "required")
    if not item.forms:
        yield NotValid("available_form", "required")
    for name, longest in LONGEST.items():
        length = len(getattr(item, name))
        if length > longest:
            yield NotValid(name, "too_long", longest=longest, length=length)
    if item.entry_slug and not _SLUG.fullmatch(item.entry_slug):
        yield NotValid("entry_slug", "slug_unclear")


def add(unit: Unit, item: Item) -> int:
    """Enter public information in the list; return its identifier."""
    unit.require(Permission.KEEP_LISTS)
    for fault in faults(item):
        raise fault
    row = PublicInformation(
        ordinal=counters.next_number(unit, _SERIES, _EVER), retired_on=None, version=1
    )
    _write(unit, row, item)
    unit.session.add(row)
    unit.flush()
    unit.record("public_list.added", _subject(row), ordinal=row.ordinal)
    return row.id


def amend(unit: Unit, number: int, item: Item, *, version: int) -> None:
    """Change an entry; whoever amends it has thereby reviewed it."""
    row = _open(unit, number, version)
    for fault in faults(item):
        raise fault
    _write(unit, row, item)
    _settle(unit, row, "amended")


def confirm_reviewed(unit: Unit, number: int, *, version: int) -> None:
    """Confirm that an entry is still right: it is due again in six months (Pasal 45 ayat (7))."""
    row = _open(unit, number, version)
    _review(unit, row)
    _settle(unit, row, "reviewed")


def retire(unit: Unit, number: int, *, version: int, reason: str) -> None:
    """Take an entry out of the list; it keeps its number and is never deleted."""
    reason = reason.strip()
    if not reason:
        raise NotValid("reason", "required")
    if len(reason) > LONGEST["summary"]:
        raise NotValid("reason", "too_long", longest=LONGEST["summary"], length=len(reason))
    row = _open(unit, number, version)
    row.retired_on = unit.today
    _settle(unit, row, "retired", reason=reason)


def _open(unit: Unit, number: int, version: int) -> PublicInformation:
    unit.require(Permission.KEEP_LISTS)
    row = unit.session.get(PublicInformation, number, populate_existing=True)
    if row is None:
        raise NotFound("public_item_unknown")
    if row.version != version:
        raise NotNow("version_moved")
    if row.retired_on is not None:
        raise NotNow("public_item_retired")
    return row


def _write(unit: Unit, row: PublicInformation, item: Item) -> None:
    for name in LONGEST:
        setattr(row, name, getattr(item, name).strip())
    row.is_soft = AvailableForm.SOFT in item.forms
    row.is_hard = AvailableForm.HARD in item.forms
    row.information_class = item.information_class
    row.published_on = item.published_on
    _review(unit, row)


def _review(unit: Unit, row: PublicInformation) -> None:
    row.reviewed_on = unit.today
    row.review_due = list_terms.review_due(unit.today)


def _settle(unit: Unit, row: PublicInformation, act: str, **facts: object) -> None:
    try:
        unit.flush()
    except StaleDataError:
        raise NotNow("version_moved") from None
    unit.record(f"public_list.{act}", _subject(row), **facts)


def _subject(row: PublicInformation) -> str:
    return f"public_information:{row.id}"


# The list itself is always-available public information (Pasal 21 ayat (1)): reading asks nobody.
def page(unit: Unit, filters: Filters, number: int = 1) -> Page[Row]:
    """Return a page of the list in its own order; overdue ones by their date."""
    query = _filtered(unit, filters)
    total = unit.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = nearest(number, total)
    late_first = [PublicInformation.review_due] if filters.overdue else []
    order = [*late_first, PublicInformation.ordinal]
    found = unit.session.scalars(query.order_by(*order).limit(PAGE_SIZE).offset(offset(number)))
    return Page([_row(unit, row) for row in found], total, number)


def everything(unit: Unit) -> list[Row]:
    """Return the whole list in its order, without what has been retired."""
    query = _filtered(unit, Filters()).order_by(PublicInformation.ordinal)
    return [_row(unit, row) for row in unit.session.scalars(query)]


def entry(unit: Unit, number: int) -> Row:
    """Return one entry; raise `NotFound`."""
    row = unit.session.get(PublicInformation, number)
    if row is None:
        raise NotFound("public_item_unknown")
    return _row(unit, row)


def figures(unit: Unit) -> Figures:
    """Return how many entries are listed and how many are overdue for a review."""
    listed = PublicInformation.retired_on.is_(None)
    count = select(func.count()).select_from(PublicInformation).where(listed)
    return Figures(
        count=unit.session.scalar(count) or 0,
        overdue=unit.session.scalar(count.where(is_overdue(unit.today))) or 0,
    )


def is_overdue(today: date) -> ColumnElement[bool]:
    """Return the condition of an entry whose review is later than the law allows."""
    return PublicInformation.review_due < today


def _filtered(unit: Unit, filters: Filters) -> Select[Any]:
    listed = PublicInformation.retired_on
    conditions: list[ColumnElement[bool]] = [
        listed.is_not(None) if filters.retired else listed.is_(None)
    ]
    text = filters.text.strip()
    if text:
        columns = (
            PublicInformation.summary,
            PublicInformation.holding_unit,
            PublicInformation.responsible_official,
        )
        conditions.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    if filters.information_class in set(InformationClass):
        conditions.append(PublicInformation.information_class == filters.information_class)
    if filters.overdue:
        conditions.append(is_overdue(unit.today))
    return select(PublicInformation).where(*conditions)


def _row(unit: Unit, row: PublicInformation) -> Row:
    chosen = {AvailableForm.SOFT: row.is_soft, AvailableForm.HARD: row.is_hard}
    texts = {name: getattr(row, name) for name in LONGEST}
    item = Item(
        **texts,
        forms=frozenset(form for form, has in chosen.items() if has),
        information_class=InformationClass(row.information_class),
        published_on=row.published_on,
    )
    return Row(
        id=row.id,
        ordinal=row.ordinal,
        item=item,
        reviewed_on=row.reviewed_on,
        review_due=row.review_due,
        retired_on=row.retired_on,
        is_overdue=row.retired_on is None and row.review_due < unit.today,
        version=row.version,
    )
