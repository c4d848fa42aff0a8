"""Seals who asks to their case, and opens the seal again; callers decide who may read it."""

import json
from dataclasses import asdict
from typing import Protocol, TypeVar

from sqlalchemy import select, update

from office.people import Permission
from office.unit import Unit
from office.vault import Vault
from register import nik
from register.intake import Identity
from register.objection_tables import Objection
from register.tables import Request

_PORTION = 200
Row = TypeVar("Row", Request, Objection)


class Case(Protocol):
    """A row that keeps an identity."""

    sealed_identity: bytes
    tracking_code: str


def place(tracking_code: str) -> str:
    """Return the context that binds a sealed identity to its case."""
    return f"requests:identity:{tracking_code}"


def sealed(vault: Vault, identity: Identity, tracking_code: str) -> bytes:
    """Return an identity sealed to the case with a tracking code."""
    return vault.seal(json.dumps(asdict(identity)), place(tracking_code))


def unsealed(unit: Unit, case: Case) -> Identity:
    """Return who asked."""
    text = unit.vault.unseal(case.sealed_identity, place(case.tracking_code))
    return Identity(**json.loads(text))


def fingerprint(vault: Vault, identity: Identity) -> str:
    """Return by what an applicant's cases are found: the identity number, not to be read."""
    return vault.blind_index(nik.plain(identity.national_id or identity.legal_entity_decree_no))


def reindex(unit: Unit, *, after: int, table: type[Row]) -> int | None:
    """Compute one portion of fingerprints anew; return where the next begins, or None."""
    unit.require(Permission.KEEP_TIME)
    rows = unit.session.scalars(
        select(table).where(table.id > after).order_by(table.id).limit(_PORTION)
    ).all()
    for row in rows:
        # Where nobody is named any more, nothing finds the case by its applicant.
        anew = row.identity_index and fingerprint(unit.vault, unsealed(unit, row))
        unit.session.execute(
            update(table)
            .where(table.id == row.id)
            .values(identity_index=anew)
            .execution_options(synchronize_session=False)
        )
    last = rows[-1].id if len(rows) == _PORTION else None
    unit.session.expunge_all()
    return last
