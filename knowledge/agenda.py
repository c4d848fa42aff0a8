"""Acts on the agenda: plan, move, cancel, mark as held; subscribers hear of each once."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select

from knowledge import subscriptions
from knowledge.occasion import LONGEST, Occasion, faults
from knowledge.programme_tables import AgendaItem, Programme
from knowledge.words import AgendaStatus
from office.outbox import Kind, Notice
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit

LONGEST_REASON = 300
SHORTEST_REASON = 5
_FIELDS = (*LONGEST, "starts_on", "ends_on")
_OPEN = (AgendaStatus.PLANNED, AgendaStatus.MOVED)


@dataclass(frozen=True, slots=True)
class When:
    """To which days, hours and place an event moves."""

    starts_on: date
    ends_on: date | None = None
    time: str = ""
    place: str = ""


def plan(unit: Unit, programme: str, occasion: Occasion) -> int:
    """Enter an event of a programme and tell its subscribers; return its number.

    Raise `NotFound` for an unknown programme and `NotValid` for what cannot be entered. One that
    is over already is entered without telling anybody.
    """
    unit.require(Permission.CURATE)
    return _enter(unit, _programme(unit, programme), occasion, "").id


def enter_starter(unit: Unit, programme: Programme, slug: str, occasion: Occasion) -> None:
    """Enter or update an event that came with the product, unless staff have changed it."""
    unit.require(Permission.CURATE)
    known = unit.session.scalar(select(AgendaItem).where(AgendaItem.slug == slug))
    if known is None:
        _enter(unit, programme, occasion, slug)
        return
    before = said(known)
    if known.updated_by is not None or known.status not in _OPEN or before == occasion:
        return
    for name in _FIELDS:
        setattr(known, name, getattr(occasion, name))
    has_moved = _when(before) != _when(occasion)
    _touch(unit, known, AgendaStatus.MOVED if has_moved else AgendaStatus(known.status))
    if has_moved:
        _tell(unit, known, "agenda_moved", programme.name, {**_former(before), "reason": ""})


def move(unit: Unit, number: int, when: When, *, reason: str, version: int) -> int:
    """Put an event on other days and tell its subscribers; return how many were told.

    Raise `NotNow` where somebody else was faster or the event is over, and `NotValid`.
    """
    unit.require(Permission.CURATE)
    item = _open(unit, number, version)
    reason = _reason(reason)
    before = said(item)
    after = replace(before, **asdict(when))
    _check(after)
    if _when(before) == _when(after):
        raise NotValid("starts_on", "agenda_unchanged")
    if after.last_day < unit.today:
        raise NotValid("starts_on", "date_past")
    for name in ("starts_on", "ends_on", "time", "place"):
        setattr(item, name, getattr(after, name))
    _touch(unit, item, AgendaStatus.MOVED)
    facts = {**_former(before), "reason": reason}
    told = _tell(unit, item, "agenda_moved", _programme(unit, item.programme).name, facts)
    unit.record("agenda.moved", f"agenda:{number}", version=item.version, told=told)
    return told


def cancel(unit: Unit, number: int, *, reason: str, version: int) -> int:
    """Call an event off and tell its subscribers; return how many were told.

    Raise `NotNow` where somebody else was faster or the event is over, and `NotValid`.
    """
    unit.require(Permission.CURATE)
    item = _open(unit, number, version)
    reason = _reason(reason)
    _touch(unit, item, AgendaStatus.CANCELLED)
    name = _programme(unit, item.programme).name
    told = _tell(unit, item, "agenda_cancelled", name, {"reason": reason})
    unit.record("agenda.cancelled", f"agenda:{number}", version=item.version, told=told)
    return told


def mark_held(unit: Unit, number: int, *, version: int) -> None:
    """Note that an event took place; raise `NotNow` before its first day. Nobody is told."""
    unit.require(Permission.CURATE)
    item = _fresh(unit, number, version)
    if item.status not in _OPEN:
        raise NotNow("agenda_closed")
    if item.starts_on > unit.today:
        raise NotNow("agenda_ahead", day=item.starts_on)
    _touch(unit, item, AgendaStatus.HELD)
    unit.record("agenda.held", f"agenda:{number}", version=item.version)


def said(item: AgendaItem) -> Occasion:
    """Return an event as it stands."""
    return Occasion(**{name: getattr(item, name) for name in _FIELDS})


def _programme(unit: Unit, slug: str) -> Programme:
    found = unit.session.get(Programme, slug)
    if found is None:
        raise NotFound("programme_unknown", slug=slug)
    return found


def _enter(unit: Unit, programme: Programme, occasion: Occasion, slug: str) -> AgendaItem:
    _check(occasion)
    item = AgendaItem(
        slug=slug or _free_slug(unit, programme.slug, occasion.starts_on),
        programme=programme.slug,
        **asdict(occasion),
        status=AgendaStatus.PLANNED,
        version=1,
        updated_at=unit.now,
        updated_by=_staff(unit),
    )
    unit.session.add(item)
    unit.flush()
    told = 0
    if occasion.last_day >= unit.today:
        told = _tell(unit, item, "agenda_planned", programme.name, {})
    unit.record("agenda.planned", f"agenda:{item.id}", programme=programme.slug, told=told)
    return item


def _free_slug(unit: Unit, programme: str, day: date) -> str:
    stem = f"{programme[:60]}-{day:%Y%m%d}"
    taken = set(
        unit.session.scalars(select(AgendaItem.slug).where(AgendaItem.slug.startswith(stem)))
    )
    names = (stem if count == 1 else f"{stem}-{count}" for count in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _fresh(unit: Unit, number: int, version: int) -> AgendaItem:
    item = unit.session.get(AgendaItem, number, with_for_update=True, populate_existing=True)
    if item is None:
        raise NotFound("agenda_unknown")
    if item.version != version:
        raise NotNow("version_moved")
    return item


def _open(unit: Unit, number: int, version: int) -> AgendaItem:
    item = _fresh(unit, number, version)
    if item.status not in _OPEN or said(item).last_day < unit.today:
        raise NotNow("agenda_closed")
    return item


def _touch(unit: Unit, item: AgendaItem, status: AgendaStatus) -> None:
    item.status = status
    item.version += 1
    item.updated_at = unit.now
    item.updated_by = _staff(unit)


def _tell(unit: Unit, item: AgendaItem, key: str, programme: str, facts: dict[str, object]) -> int:
    """Post one notice to everybody who subscribed to the programme or the village."""
    told = subscriptions.audience(unit, item.programme, item.village)
    occasion = said(item)
    data = {
        "programme": programme,
        "title": occasion.title,
        "time": occasion.time,
        "place": occasion.place,
        "village": occasion.village,
        "note": occasion.note,
        **_days("", occasion),
        **facts,
    }
    for person, language in told:
        once = f"agenda:{item.id}:{item.version}:{person}"
        unit.post(Notice(person, key, once, Kind.NEWS, data, language=language))
    return len(told)


def _former(before: Occasion) -> dict[str, object]:
    return {**_days("old_", before), "old_time": before.time, "old_place": before.place}


def _days(prefix: str, occasion: Occasion) -> dict[str, object]:
    return {
        f"{prefix}starts_on": occasion.starts_on.isoformat(),
        f"{prefix}ends_on": occasion.ends_on.isoformat() if occasion.ends_on else "",
    }


def _when(occasion: Occasion) -> tuple[object, ...]:
    return occasion.starts_on, occasion.last_day, occasion.time, occasion.place


def _check(occasion: Occasion) -> None:
    for fault in faults(occasion):
        raise NotValid(fault.field, fault.code, **fault.params)


def _reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(reason))
    return reason


def _staff(unit: Unit) -> int | None:
    return unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None
