"""Whom the registers hold data of, and how those are told whom the bot does not reach."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from office.breach_people import Rooms
from office.people import Permission
from office.unit import Unit
from register.identities import unsealed
from register.objection_tables import Objection
from register.retention_scrub import is_erased
from register.tables import Request

_TABLES: dict[str, type[Request] | type[Objection]] = {
    "requests": Request,
    "objections": Objection,
}
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be told by letter, telephone or mail; `person` is the account, if any."""

    person: int | None
    case: str
    name: str
    address: str
    phone: str
    email: str


def rooms() -> Rooms:
    """Return of each register the accounts it names, None for each case without one."""
    return {
        name: select(table.person).where(or_(table.person.is_not(None), _is_nameable(table)))
        for name, table in _TABLES.items()
    }


def contacts(unit: Unit, people: Collection[int], names: Iterable[str]) -> Iterator[Contact]:
    """Yield how some accounts can be told otherwise, and everybody without one in some registers.

    An account comes with every name and address that its cases give, the oldest first, and alone
    where no case names it. Identity numbers are no part of it.
    """
    unit.require(Permission.PROTECT_DATA)
    wanted = sorted(people)
    for start in range(0, len(wanted), _PORTION):
        part = wanted[start : start + _PORTION]
        known = _known(unit, part)
        for one in part:
            yield from known.get(one, [Contact(one, "", "", "", "", "")])
    for name, table in _TABLES.items():
        if name in names:
            is_of_nobody = table.person.is_(None), _is_nameable(table)
            query = select(table).where(*is_of_nobody).order_by(table.id)
            yield from _named(unit, unit.session.scalars(query))


def _known(unit: Unit, people: Collection[int]) -> dict[int, list[Contact]]:
    """Return how some accounts can be told otherwise, each way once."""
    seen: set[tuple[str, ...]] = set()
    known: dict[int, list[Contact]] = {}
    for table in _TABLES.values():
        query = select(table).where(table.person.in_(people)).order_by(table.id)
        for one in _named(unit, unit.session.scalars(query)):
            way = str(one.person), one.name, one.address, one.phone, one.email
            if one.person is not None and way not in seen:
                seen.add(way)
                known.setdefault(one.person, []).append(one)
    return known


def _is_nameable(table: type[Request] | type[Objection]) -> ColumnElement[bool]:
    # After its retention a case names nobody, and has neither of these.
    return or_(table.identity_index != "", table.occupation != "")


def _named(unit: Unit, rows: Iterable[Any]) -> Iterator[Contact]:
    for row in rows:
        who = unsealed(unit, row)
        if is_erased(who):
            continue
        case = row.registration_number if isinstance(row, Request) else row.objection_number
        yield Contact(row.person, case, who.applicant_name, who.address, who.phone, who.email)
