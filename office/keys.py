"""Tells whether the key file is the one this database was sealed with."""

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Integer, LargeBinary, Table, select
from sqlalchemy.dialects.postgresql import insert

from office.database import metadata
from office.people import Permission
from office.unit import Unit

_PLACE = "key_proof"

key_proof = Table(
    "key_proof",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False, info={"place": _PLACE}),
)


class WrongKey(Exception):
    """The key file does not open what this database holds."""


def prove(unit: Unit) -> None:
    """Leave a proof of the key on the first day; raise `WrongKey` if another key is there now."""
    unit.require(Permission.KEEP_TIME)
    sealed = unit.session.scalar(select(key_proof.c.sealed))
    if sealed is None:
        proof = insert(key_proof).values(one=1, sealed=unit.vault.seal("pendopo", _PLACE))
        unit.session.execute(proof.on_conflict_do_nothing())
        return
    try:
        unit.vault.unseal(sealed, _PLACE)
    except InvalidTag:
        raise WrongKey from None
