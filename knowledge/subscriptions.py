"""Who wants to hear of a programme or a village: subscribe, stop, see one's own, count."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from knowledge import villages
from knowledge.programme_tables import AgendaItem, Programme, Subscription
from office import restrictions
from office.people import Citizen, Permission
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

MOST = 30


@dataclass(frozen=True, slots=True)
class Own:
    """Something a citizen has subscribed to: a programme, or else a village."""

    id: int
    programme: str
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hear of each programme and each village."""

    programmes: Mapping[str, int]
    villages: Mapping[str, int]
    people: int


def subscribe(unit: Unit, *, programme: str = "", village: str = "", language: str = "id") -> bool:
    """Let the acting citizen hear of a programme or a village; tell whether that is new.

    Raise `NotFound` for an unknown programme, `NotValid` for what is no village's name, and
    `NotNow` for somebody who has subscribed to very much already; `NotAllowed` where restricted.
    """
    person = _citizen(unit)
    restrictions.check(unit)
    if programme:
        if unit.session.get(Programme, programme) is None:
            raise NotFound("programme_unknown", slug=programme)
    elif not villages.is_name(village):
        raise NotValid("village", "village_unclear")
    mine = select(func.count()).select_from(Subscription).where(Subscription.person == person)
    if (unit.session.scalar(mine) or 0) >= MOST:
        raise NotNow("too_many_subscriptions", most=MOST)
    added = unit.session.execute(
        insert(Subscription)
        .values(
            person=person,
            programme=programme,
            village="" if programme else villages.plain(village),
            language=language,
            since=unit.now,
        )
        .on_conflict_do_nothing(index_elements=["person", "programme", "village"])
        .returning(Subscription.id)
    ).first()
    if added is not None:
        unit.record("subscription.begun", _subject(programme))
    return added is not None


def unsubscribe(unit: Unit, *, programme: str = "", village: str = "") -> bool:
    """Let the acting citizen hear no more of a programme or a village; tell whether they did."""
    ended = unit.session.execute(
        delete(Subscription)
        .where(
            Subscription.person == _citizen(unit),
            Subscription.programme == programme,
            Subscription.village == ("" if programme else villages.plain(village)),
        )
        .returning(Subscription.id)
    ).first()
    if ended is not None:
        unit.record("subscription.ended", _subject(programme))
    return ended is not None


def stop(unit: Unit, number: int) -> bool:
    """End one of the acting citizen's subscriptions; tell whether it was there."""
    mine = (Subscription.person == _citizen(unit), Subscription.id == number)
    programme = unit.session.scalar(
        delete(Subscription).where(*mine).returning(Subscription.programme)
    )
    if programme is not None:
        unit.record("subscription.ended", _subject(programme))
    return programme is not None


def unsubscribe_all(unit: Unit) -> int:
    """Let the acting citizen hear of nothing any more; return how much that was."""
    mine = delete(Subscription).where(Subscription.person == _citizen(unit))
    ended = len(unit.session.execute(mine.returning(Subscription.id)).all())
    if ended:
        unit.record("subscription.ended", "everything", count=ended)
    return ended


def own(unit: Unit) -> tuple[Own, ...]:
    """Return what the acting citizen has subscribed to, programmes first."""
    rows = unit.session.execute(
        select(Subscription.id, Subscription.programme, Subscription.village, Programme.name)
        .outerjoin(Programme, Programme.slug == Subscription.programme)
        .where(Subscription.person == _citizen(unit))
        .order_by(Subscription.programme == "", Programme.name, Subscription.village)
    ).all()
    known = {villages.plain(name): name for name in in_agenda(unit)}
    return tuple(
        Own(row.id, row.programme, row.name or known.get(row.village, row.village.title()))
        for row in rows
    )


def has(unit: Unit, programme: str) -> bool:
    """Tell whether the acting citizen hears of a programme."""
    mine = select(Subscription.id).where(
        Subscription.person == _citizen(unit), Subscription.programme == programme
    )
    return unit.session.scalar(mine.limit(1)) is not None


def in_agenda(unit: Unit) -> tuple[str, ...]:
    """Return the villages the agenda names."""
    named = select(AgendaItem.village).where(AgendaItem.village != "").distinct()
    return tuple(sorted(unit.session.scalars(named)))


def audience(unit: Unit, programme: str, village: str) -> list[tuple[int, str]]:
    """Return who is told of an event, each once, with the language they read."""
    hears = and_(Subscription.programme == programme, Subscription.village == "")
    if name := villages.plain(village):
        hears = or_(hears, and_(Subscription.programme == "", Subscription.village == name))
    query = (
        select(Subscription.person, func.min(Subscription.language))
        .where(hears)
        .group_by(Subscription.person)
        .order_by(Subscription.person)
    )
    return [(person, language) for person, language in unit.session.execute(query)]


def counts(unit: Unit) -> Counts:
    """Return how many hear of each programme and each village."""
    unit.require(Permission.CURATE)
    rows = unit.session.execute(
        select(Subscription.programme, Subscription.village, func.count()).group_by(
            Subscription.programme, Subscription.village
        )
    ).all()
    people = select(func.count(Subscription.person.distinct()))
    return Counts(
        programmes={programme: count for programme, _, count in rows if programme},
        villages={village: count for programme, village, count in rows if not programme},
        people=unit.session.scalar(people) or 0,
    )


def _subject(programme: str) -> str:
    return f"programme:{programme}" if programme else "village"


def _citizen(unit: Unit) -> int:
    unit.require(Permission.ASK)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person
