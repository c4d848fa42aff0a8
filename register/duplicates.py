"""Finds a citizen's own earlier requests that ask for nearly the same; only ever a hint."""

import re
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz
from sqlalchemy import select

from office.people import Citizen, Permission
from office.unit import Unit
from register import nik
from register.tables import Request

_LOOK_BACK = 90  # days
_ALIKE = 85.0  # of 100, words in any order
_MOST = 3
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier request of the same person."""

    id: int
    registration_number: str
    status: str
    information_detail: str


def similar_own(unit: Unit, text: str) -> list[Similar]:
    """Return the acting citizen's requests of the last 90 days that ask for nearly the same.

    The newest come first. Texts whose numbers differ (another year) are never alike.
    """
    if not isinstance(unit.actor, Citizen):
        return []
    rows = unit.session.execute(
        select(Request.id, Request.registration_number, Request.status, Request.information_detail)
        .where(
            Request.person == unit.actor.person,
            Request.received_at >= unit.now - timedelta(days=_LOOK_BACK),
        )
        .order_by(Request.received_at.desc(), Request.id.desc())
    )
    found = (Similar(*row) for row in rows if _alike(row.information_detail, text))
    return [row for row, _ in zip(found, range(_MOST), strict=False)]


def similar_any(unit: Unit, text: str, identity_number: str) -> list[Similar]:
    """Return the last 90 days' requests of one identity number that ask for nearly the same.

    For staff who enter a paper: the same letter may have come twice.
    """
    unit.require(Permission.PROCESS_REQUESTS)
    rows = unit.session.execute(
        select(Request.id, Request.registration_number, Request.status, Request.information_detail)
        .where(
            Request.identity_index == unit.vault.blind_index(nik.plain(identity_number)),
            Request.received_at >= unit.now - timedelta(days=_LOOK_BACK),
        )
        .order_by(Request.received_at.desc(), Request.id.desc())
    )
    found = (Similar(*row) for row in rows if _alike(row.information_detail, text))
    return [row for row, _ in zip(found, range(_MOST), strict=False)]


def _alike(one: str, other: str) -> bool:
    one, other = " ".join(one.casefold().split()), " ".join(other.casefold().split())
    if set(_DIGITS.findall(one)) != set(_DIGITS.findall(other)):
        return False
    return fuzz.token_sort_ratio(one, other) >= _ALIKE
