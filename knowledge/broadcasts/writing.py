"""Acts of whoever writes a broadcast: write, change, and hand it to a second person."""

from knowledge import villages
from knowledge.broadcasts.tables import Broadcast
from knowledge.broadcasts.wording import Content, as_json, faults
from knowledge.broadcasts.words import BroadcastKind, BroadcastStatus
from knowledge.programme_tables import Programme
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

_UNSETTLED = (BroadcastStatus.DRAFT, BroadcastStatus.WAITING)


def write(unit: Unit, content: Content) -> int:
    """Write a broadcast as a draft and return its number; raise `NotValid` for its faults."""
    unit.require(Permission.BROADCAST)
    check(unit, content)
    row = Broadcast(version=0)
    _set(unit, row, content)
    unit.session.add(row)
    unit.flush()
    unit.record("broadcast.written", f"broadcast:{row.id}", kind=content.kind)
    return row.id


def amend(unit: Unit, number: int, content: Content, *, version: int) -> None:
    """Change a broadcast that nobody has approved; it is a draft again.

    Raise `NotFound`, `NotNow` where somebody was faster or it is approved, and `NotValid`.
    """
    unit.require(Permission.BROADCAST)
    row = fresh(unit, number, version)
    if row.status not in _UNSETTLED:
        raise NotNow("broadcast_approved")
    check(unit, content)
    _set(unit, row, content)
    unit.record("broadcast.amended", f"broadcast:{row.id}", version=row.version)


def submit(unit: Unit, number: int, *, version: int) -> None:
    """Hand a draft to a second person; of a serta-merta notice the staff's groups hear at once.

    Raise `NotFound`, and `NotNow` where it moved, is no draft, or has lapsed meanwhile.
    """
    unit.require(Permission.BROADCAST)
    row = fresh(unit, number, version)
    if row.status != BroadcastStatus.DRAFT:
        raise NotNow("broadcast_not_draft")
    if row.valid_until < unit.today:
        raise NotNow("broadcast_lapsed")
    row.status, row.submitted_at, row.reason = BroadcastStatus.WAITING, unit.now, ""
    row.asked_at = None
    row.version += 1
    unit.record("broadcast.submitted", f"broadcast:{row.id}", version=row.version)


def check(unit: Unit, content: Content) -> None:
    """Let pass what can be sent; raise `NotValid` with the first fault."""
    for fault in faults(content, unit.today):
        raise NotValid(fault.field, fault.code, **fault.facts)
    if content.programme and unit.session.get(Programme, content.programme) is None:
        raise NotValid("programme", "programme_unknown", slug=content.programme)
    if content.village and not villages.is_name(content.village):
        raise NotValid("village", "village_unclear")


def fresh(unit: Unit, number: int, version: int | None = None) -> Broadcast:
    """Return a broadcast, held until the unit commits; raise `NotFound`, `NotNow` where moved."""
    row = unit.session.get(Broadcast, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("broadcast_unknown")
    if version is not None and row.version != version:
        raise NotNow("version_moved")
    return row


def acting(unit: Unit) -> int:
    """Return the number of the acting member of staff; raise `NotAllowed` for anybody else."""
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def _set(unit: Unit, row: Broadcast, content: Content) -> None:
    is_news = content.kind is BroadcastKind.PROGRAMME
    row.kind, row.status = content.kind, BroadcastStatus.DRAFT
    row.texts, row.source = as_json(content.texts), content.source
    row.valid_until = content.valid_until
    row.programme = content.programme if is_news else ""
    row.village = content.village if is_news else ""
    row.written_by, row.written_at = acting(unit), unit.now
    row.version += 1
