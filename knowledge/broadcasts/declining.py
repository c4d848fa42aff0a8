"""A citizen's own wish: no serta-merta notices any more, or again."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from knowledge.broadcasts.tables import Declined
from office.people import Citizen, Permission
from office.refusals import NotAllowed
from office.unit import Unit


def decline(unit: Unit) -> bool:
    """Send the acting citizen no serta-merta notices any more; tell whether that is new."""
    added = unit.session.execute(
        insert(Declined)
        .values(person=_citizen(unit), since=unit.now)
        .on_conflict_do_nothing(index_elements=["person"])
        .returning(Declined.person)
    ).first()
    if added is not None:
        unit.record("broadcast.declined", "broadcast")
    return added is not None


def accept(unit: Unit) -> bool:
    """Send the acting citizen serta-merta notices again; tell whether that is new."""
    mine = delete(Declined).where(Declined.person == _citizen(unit))
    ended = unit.session.execute(mine.returning(Declined.person)).first()
    if ended is not None:
        unit.record("broadcast.accepted", "broadcast")
    return ended is not None


def has_declined(unit: Unit) -> bool:
    """Tell whether the acting citizen wants no serta-merta notices."""
    return unit.session.get(Declined, _citizen(unit)) is not None


def _citizen(unit: Unit) -> int:
    unit.require(Permission.ASK)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person
