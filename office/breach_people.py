"""The people whom a failure to protect data concerns: found, written to, and what arrived."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.exc import OperationalError

from office.breach_tables import BreachPerson, DataBreach
from office.breach_words import Account, Whom, from_json
from office.data_request_tables import DataRequest
from office.inbox import inbox
from office.outbox import Kind, Notice, State, outbox
from office.people import Permission
from office.unit import Unit

KEY = "data_breach"
_OFFICE = "id"
# As many are handed to the post at each turn of the clockwork; answers go first all the same.
PORTION = 500
# Of each room, the accounts of whom it holds data, and None for each case of somebody without
# one; rooms are named as their labels are.
Rooms = Mapping[str, Select[Any]]
# In which language each of some accounts is written to.
Languages = Callable[[Unit, Collection[int]], Mapping[int, str]]
_ARRIVED, _ON_ITS_WAY = (State.SENT,), (State.WAITING, State.SENDING)
_FAILED = outbox.c.state.not_in([*_ARRIVED, *_ON_ITS_WAY])
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many are concerned, and what became of their notices."""

    people: int
    waiting: int
    reached: int

    @property
    def unreached(self) -> int:
        """Return how many did not get it, or may not have."""
        return self.people - self.waiting - self.reached


def own_rooms() -> Rooms:
    """Return the ground floor's rooms: whoever wrote to the bot or was written to, and who asked.

    Notices are kept longest of all, so the first holds everybody of whom anything is known.
    """
    either = union(
        select(inbox.c.person.label("person")), select(outbox.c.chat_id.label("person"))
    ).subquery()
    asked = select(DataRequest.person).where(DataRequest.person.is_not(None))
    return {"chats": select(either.c.person), "data_requests": asked}


def _in(names: Iterable[str], rooms: Rooms) -> Select[tuple[int]]:
    """Return the accounts of some rooms; groups and cases without an account are none."""
    found = union(*(rooms[name] for name in names)).subquery()
    (person,) = found.c
    return select(person).where(person > 0).distinct()


def expected(unit: Unit, names: Iterable[str], rooms: Rooms) -> int:
    """Return how many accounts there are in some rooms now."""
    return unit.session.scalar(select(func.count()).select_from(_in(names, rooms).subquery())) or 0


def without_account(unit: Unit, names: Iterable[str], rooms: Rooms) -> int:
    """Return in how many cases of some rooms somebody is named who has no account."""
    count = 0
    for name in names:
        (person,) = rooms[name].subquery().c
        count += unit.session.scalar(select(func.count()).where(person.is_(None))) or 0
    return count


def touched(unit: Unit, since: datetime, until: datetime) -> list[int]:
    """Return the accounts that wrote to the bot or were written to in a span, in their order."""
    unit.require(Permission.KEEP_TIME)
    found = union(
        select(inbox.c.person.label("person")).where(inbox.c.received_at.between(since, until)),
        select(outbox.c.chat_id).where(outbox.c.created_at.between(since, until)),
    ).subquery()
    people = select(found.c.person).where(found.c.person > 0).order_by(found.c.person)
    return list(unit.session.scalars(people))


def settle(unit: Unit, row: DataBreach, names: Iterable[str], rooms: Rooms) -> int:
    """Write down whom a failure concerns as things stand, and return how many that are."""
    if row.whom == Whom.ROOMS:
        replace(unit, row.id, ())
        (person,) = _in(names, rooms).subquery().c
        found = select(literal(row.id), person)
        unit.session.execute(insert(BreachPerson).from_select(["breach_id", "person"], found))
    return count(unit, row.id)


def replace(unit: Unit, number: int, people: Collection[int]) -> None:
    """Put other accounts in the place of those that a failure concerned."""
    unit.session.execute(delete(BreachPerson).where(BreachPerson.breach_id == number))
    if people:
        rows = [{"breach_id": number, "person": person} for person in people]
        unit.session.execute(insert(BreachPerson), rows)


def count(unit: Unit, number: int) -> int:
    """Return how many accounts a failure concerns, as they are written down."""
    query = select(func.count()).select_from(BreachPerson).where(BreachPerson.breach_id == number)
    return unit.session.scalar(query) or 0


def chosen(unit: Unit, number: int) -> tuple[int, ...]:
    """Return the accounts a failure concerns."""
    query = select(BreachPerson.person).where(BreachPerson.breach_id == number)
    return tuple(unit.session.scalars(query.order_by(BreachPerson.person)))


def facts(unit: Unit, row: DataBreach, account: Account, language: str) -> dict[str, Any]:
    """Return what the text of the notice is given, in a language."""
    happened = row.happened_at and row.happened_at.astimezone(unit.zone).date().isoformat()
    return {
        "data": account.data, "how": account.how, "handling": account.handling,
        "advice": account.advice, "happened": happened,
        "known": row.known_at.astimezone(unit.zone).date().isoformat(),
        "untranslated": language != _OFFICE,
    }  # fmt: skip


def run(unit: Unit, languages: Languages) -> int:
    """Hand the next portion of each confirmed notice to the post; return how many that were.

    An account is written to once: the occasion bears its number, and the row notes the instant.
    A notice that cannot be handed over keeps up neither the others nor the clockwork.
    """
    unit.require(Permission.KEEP_TIME)
    rows = unit.session.scalars(
        select(DataBreach)
        .where(DataBreach.approved_at.is_not(None), DataBreach.posted_at.is_(None))
        .order_by(DataBreach.id)
        # Nobody calls a notice back while a portion of it is handed over, nor the other way round.
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    count = 0
    for row in rows:
        number = row.id
        try:
            with unit.attempt():
                count += _carry_on(unit, row, languages)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - one failure holds up no other
            # What an error says may hold somebody's words.
            log.error("data breach %d: its notices failed: %s", number, type(error).__name__)
    return count


def _carry_on(unit: Unit, row: DataBreach, languages: Languages) -> int:
    waits = BreachPerson.breach_id == row.id, BreachPerson.posted_at.is_(None)
    query = select(BreachPerson.person).where(*waits).order_by(BreachPerson.person)
    people = unit.session.scalars(query.limit(PORTION)).all()
    account = from_json(unit.vault.unseal(row.sealed_account, f"data_breaches:{row.code}"))
    spoken = languages(unit, people)
    for person in people:
        language = spoken.get(person, _OFFICE)
        data = facts(unit, row, account, language)
        once = f"{family(row.id)}{person}"
        unit.post(Notice(person, KEY, once, Kind.BROADCAST, data, language=language))
    unit.session.execute(
        update(BreachPerson)
        .where(*waits, BreachPerson.person.in_(people))
        .values(posted_at=unit.now)
        .execution_options(synchronize_session=False)
    )
    if len(people) < PORTION:
        row.posted_at = unit.now
        unit.record("data_breach.posted", f"data_breach:{row.id}", people=row.people)
    return len(people)


def family(number: int) -> str:
    """Return what the name of every occasion of a failure begins with."""
    return f"{KEY}:{number}:"


def has_left(unit: Unit, number: int) -> bool:
    """Tell whether any notice of a failure left the office, or was tried."""
    query = select(func.count()).select_from(BreachPerson).where(*_handed(number))
    handed = unit.session.scalar(query) or 0
    waits = select(func.count()).select_from(outbox).where(*_untouched(number))
    return handed != unit.session.scalar(waits)


def call_back(unit: Unit, number: int) -> bool:
    """Take the notices of a failure out of the post; tell whether every one was still there.

    Where it was not, the unit has to be taken back.
    """
    taken = unit.session.scalars(
        delete(outbox).where(*_untouched(number)).returning(outbox.c.id)
    ).all()
    again = unit.session.scalars(
        update(BreachPerson)
        .where(*_handed(number))
        .values(posted_at=None)
        .returning(BreachPerson.person)
        .execution_options(synchronize_session=False)
    ).all()
    return len(taken) == len(again)


def _handed(number: int) -> tuple[ColumnElement[bool], ...]:
    return BreachPerson.breach_id == number, BreachPerson.posted_at.is_not(None)


def _untouched(number: int) -> tuple[ColumnElement[bool], ...]:
    names = select(literal(family(number)) + cast(BreachPerson.person, String))
    mine = outbox.c.once.in_(names.where(BreachPerson.breach_id == number))
    # What was tried once and put back to be sent again may have arrived.
    is_new = outbox.c.started_at.is_(None) & (outbox.c.tries == 0) & (outbox.c.repeats == 0)
    return mine, outbox.c.state == State.WAITING, is_new


def progress(unit: Unit, number: int) -> Progress:
    """Return what became of the notices of a failure."""

    def these(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    is_handed = BreachPerson.posted_at.is_not(None)
    waits = or_(~is_handed, outbox.c.state.in_(_ON_ITS_WAY))
    arrived = and_(is_handed, outbox.c.state.in_(_ARRIVED))
    query = (
        select(func.count(), these(waits), these(arrived))
        .select_from(BreachPerson)
        .outerjoin(outbox, _is_its_notice())
        .where(BreachPerson.breach_id == number)
    )
    people, waiting, reached = unit.session.execute(query).one()
    return Progress(people, waiting, reached)


def unreached(unit: Unit, number: int) -> list[tuple[int, str]]:
    """Return the accounts whose notice did not arrive or may not have, and what became of it."""
    unit.require(Permission.PROTECT_DATA)
    rows = unit.session.execute(
        select(BreachPerson.person, outbox.c.state)
        .join(outbox, _is_its_notice())
        .where(BreachPerson.breach_id == number, _FAILED)
        .order_by(BreachPerson.person)
    )
    return [(row.person, row.state) for row in rows]


def somebody_unreached() -> ColumnElement[bool]:
    """Return the condition under which a notice was handed over and did not reach everybody."""
    missed = (
        select(literal(1))
        .select_from(BreachPerson)
        .outerjoin(outbox, _is_its_notice())
        .where(
            BreachPerson.breach_id == DataBreach.id,
            BreachPerson.posted_at.is_not(None),
            # Where the notice itself is gone nobody can say any more that it arrived.
            or_(outbox.c.id.is_(None), _FAILED),
        )
        .correlate(DataBreach)
    )
    return or_(DataBreach.without_account > 0, missed.exists())


def _is_its_notice() -> ColumnElement[bool]:
    number, person = cast(BreachPerson.breach_id, String), cast(BreachPerson.person, String)
    return outbox.c.once == literal(f"{KEY}:") + number + ":" + person
