"""Who has which conversation on the screen, and who writes there: a courtesy, never a lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, union
from sqlalchemy.dialects.postgresql import insert

from knowledge.escalation import claiming, moving
from knowledge.escalation.tables import Escalation, presence
from knowledge.escalation.words import EscalationStatus
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

SEEN_LATELY = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Seen:
    """A member of staff who has a conversation on the screen."""

    staff_id: int
    writing: bool


_insert = insert(presence)
_SEEN = _insert.on_conflict_do_update(
    index_elements=["escalation_id", "staff_id"],
    set_={"seen_at": _insert.excluded.seen_at, "writing": _insert.excluded.writing},
)


def seen(unit: Unit, number: int, writing: bool) -> None:  # noqa: FBT001 - what was seen, not how
    """Note that the acting member of staff has a conversation open; writing renews their lease.

    Open pages are told only where that changes what they show. Raise `NotFound`.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    me = moving.staff_of(unit)
    if unit.session.get(Escalation, number) is None:
        raise NotFound("escalation_unknown")
    before = _present(unit, number, me)
    row = {"escalation_id": number, "staff_id": me, "seen_at": unit.now, "writing": writing}
    unit.session.execute(_SEEN, row)
    if before != Seen(me, writing):
        moving.moved(unit)
    if writing:
        claiming.keep(unit, number)


def left(unit: Unit, number: int) -> None:
    """Note that the acting member of staff has turned to something else."""
    unit.require(Permission.ANSWER_CITIZENS)
    me = moving.staff_of(unit)
    if _present(unit, number, me) is not None:
        moving.moved(unit)
    unit.session.execute(
        delete(presence).where(presence.c.escalation_id == number, presence.c.staff_id == me)
    )


def _present(unit: Unit, number: int, who: int) -> Seen | None:
    return next(
        (one for one in around(unit, [number]).get(number, ()) if one.staff_id == who), None
    )


def around(unit: Unit, numbers: Collection[int]) -> dict[int, tuple[Seen, ...]]:
    """Return who was seen at each of some conversations a moment ago."""
    rows = unit.session.execute(
        select(presence.c.escalation_id, presence.c.staff_id, presence.c.writing)
        .where(presence.c.escalation_id.in_(numbers), presence.c.seen_at > unit.now - SEEN_LATELY)
        .order_by(presence.c.staff_id)
    )
    found: dict[int, tuple[Seen, ...]] = {}
    for number, who, writing in rows:
        found[number] = (*found.get(number, ()), Seen(who, writing))
    return found


def at_work(unit: Unit) -> list[int]:
    """Return who was seen at any conversation a moment ago, or holds one."""
    seen_lately = select(presence.c.staff_id).where(presence.c.seen_at > unit.now - SEEN_LATELY)
    holding = select(Escalation.held_by).where(
        Escalation.status == EscalationStatus.HELD, Escalation.held_until > unit.now
    )
    return sorted(unit.session.scalars(union(seen_lately, holding)))
