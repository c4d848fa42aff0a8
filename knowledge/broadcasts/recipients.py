"""Who is told: everybody the bot knows, or who follows a programme or a village; page by page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from knowledge import villages
from knowledge.broadcasts.tables import Broadcast, Declined, Reach
from knowledge.broadcasts.words import BroadcastKind
from knowledge.programme_tables import Subscription
from office.unit import Unit

_COUNTED_EVERY = timedelta(minutes=1)
# People come and go while somebody reads; by more than this, it is no longer what was read.
_FEW, _SHARE = 5, 0.05


@dataclass(frozen=True, slots=True)
class Chat:
    """Somebody the bot knows: in which language, and whether they can be written to."""

    person: int
    language: str
    reachable: bool


class Chats(Protocol):
    """The citizens' door, asked whom it knows; it keeps that itself and hands this in."""

    def after(self, unit: Unit, person: int, size: int) -> Sequence[Chat]:
        """Return the next private chats behind an account, in their order."""

    def among(self, unit: Unit, people: Collection[int]) -> Mapping[int, Chat]:
        """Return the chats of some accounts, as far as they are known."""

    def reachable(self, unit: Unit) -> int:
        """Return how many can be written to and have not declined."""


@dataclass(frozen=True, slots=True)
class Page:
    """The next people of a broadcast: whom to write to, and who was passed over."""

    last: int
    told: tuple[Chat, ...]
    unreachable: int
    declined: int


def page(unit: Unit, chats: Chats, row: Broadcast, size: int) -> Page | None:
    """Return the next people behind a broadcast's place; None where there is nobody left."""
    if row.kind == BroadcastKind.IMMEDIATE:
        found = chats.after(unit, row.cursor, size)
        declined = _declined(unit, [chat.person for chat in found])
    else:
        found = _followers(unit, chats, row, size)
        declined = frozenset()
    if not found:
        return None
    wanted = [chat for chat in found if chat.person not in declined]
    told = tuple(chat for chat in wanted if chat.reachable)
    return Page(found[-1].person, told, len(wanted) - len(told), len(found) - len(wanted))


def _declined(unit: Unit, people: Sequence[int]) -> frozenset[int]:
    return frozenset(
        unit.session.scalars(select(Declined.person).where(Declined.person.in_(people)))
    )


def _followers(unit: Unit, chats: Chats, row: Broadcast, size: int) -> Sequence[Chat]:
    people = unit.session.execute(
        select(Subscription.person, func.min(Subscription.language))
        .where(hears(row.programme, row.village), Subscription.person > row.cursor)
        .group_by(Subscription.person)
        .order_by(Subscription.person)
        .limit(size)
    ).all()
    known = chats.among(unit, [person for person, _ in people])
    return [
        known.get(person) or Chat(person, language, reachable=True) for person, language in people
    ]


def hears(programme: str, village: str) -> ColumnElement[bool]:
    """Return the condition under which a subscription is for a programme or a village."""
    either = []
    if programme:
        either.append(and_(Subscription.programme == programme, Subscription.village == ""))
    if name := villages.plain(village):
        either.append(and_(Subscription.programme == "", Subscription.village == name))
    return or_(*either)


def followers(unit: Unit, programme: str, village: str) -> int:
    """Return how many follow a programme or a village."""
    if not programme and not village:
        return 0
    people = func.count(Subscription.person.distinct())
    return unit.session.scalar(select(people).where(hears(programme, village))) or 0


def everybody(unit: Unit) -> int | None:
    """Return how many a serta-merta notice would reach; None where it was never counted."""
    return unit.session.scalar(select(Reach.people))


def expected(
    unit: Unit, kind: BroadcastKind, programme: str, village: str, *, chats: Chats | None = None
) -> int | None:
    """Return how many a broadcast would go to as things stand; None where nobody knows.

    Without `chats` a serta-merta notice is told as it was counted within the last minute.
    """
    if kind is BroadcastKind.PROGRAMME:
        return followers(unit, programme, village)
    return everybody(unit) if chats is None else chats.reachable(unit)


def has_moved(before: int, now: int) -> bool:
    """Tell whether so many more or fewer would be told that it is another decision."""
    return abs(now - before) > max(_FEW, round(before * _SHARE))


def count(unit: Unit, chats: Chats) -> None:
    """Note how many can be reached, so that it is known before anything is sent."""
    last = unit.session.scalar(select(Reach.at))
    if last is not None and unit.now - last < _COUNTED_EVERY:
        return
    found = insert(Reach).values(one=1, people=chats.reachable(unit), at=unit.now)
    counted = {"people": found.excluded.people, "at": found.excluded.at}
    unit.session.execute(found.on_conflict_do_update(index_elements=["one"], set_=counted))


def is_counting_due(unit: Unit) -> bool:
    """Tell whether it is time to count again whom a notice would reach."""
    last = unit.session.scalar(select(Reach.at))
    return last is None or unit.now - last >= _COUNTED_EVERY


def wants(
    kind: BroadcastKind, programme: str, village: str, person: ColumnElement[int]
) -> ColumnElement[bool]:
    """Return the condition under which somebody still wants a broadcast."""
    if kind is BroadcastKind.IMMEDIATE:
        return person.not_in(who_declined())
    return person.in_(select(Subscription.person).where(hears(programme, village)))


def who_declined() -> Select[tuple[int]]:
    """Return the query for everybody who wants no serta-merta notices."""
    return select(Declined.person)
