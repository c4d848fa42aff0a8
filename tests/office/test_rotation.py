"""Sealing anew: what changes meanwhile keeps its newer content."""

from dataclasses import dataclass, field, replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, update

from office import inbox, rotation
from office.inbox import Arrived
from office.unit import Office, Unit
from office.vault import Vault
from tests.people import CLOCKWORK

TABLE, SEALED = inbox.inbox, inbox.inbox.c.sealed
KEY = "m:1:1"


@dataclass(frozen=True, slots=True, repr=False)
class Watched(Vault):
    """A vault that lets somebody change the row while it opens what the row held."""

    unit: Unit = field(kw_only=True)

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        newer = self.unit.vault.seal("baru", context)
        self.unit.session.execute(update(TABLE).values(sealed=newer))
        return Vault.open_bytes(self, sealed, context)


@pytest.fixture
def newer(vault: Vault) -> Vault:
    number = vault.current + 1
    keys = {**vault.sealing, number: AESGCM(AESGCM.generate_key(256))}
    return Vault(keys, vault.indexing, number)


def kept(office: Office) -> bytes:
    with office.reading(CLOCKWORK) as unit:
        sealed = unit.session.scalar(select(SEALED))
    assert sealed is not None
    return sealed


def test_what_changes_between_reading_and_writing_stays_and_is_sealed_by_the_next_pass(
    office: Office, newer: Vault
) -> None:
    with office.unit(CLOCKWORK) as unit:
        inbox.keep(unit, [Arrived(KEY, 1, 1, 1, b"lama")])
    with office.unit(CLOCKWORK) as unit:
        watched = Watched(newer.sealing, newer.indexing, newer.current, unit=unit)
        rotation.reseal_rows(replace(unit, vault=watched), TABLE, SEALED)
    assert office.vault.unseal(kept(office), KEY) == "baru"
    with office.unit(CLOCKWORK) as unit:
        rotation.reseal_rows(replace(unit, vault=newer), TABLE, SEALED)
    assert newer.is_current(kept(office))
    assert newer.unseal(kept(office), KEY) == "baru"
