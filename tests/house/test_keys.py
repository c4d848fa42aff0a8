"""Rotating the keys: everything sealed opens afterwards, with the new key alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import LargeBinary, select

from office import rotation
from office.clock import StandingClock
from office.database import metadata, open_engine
from office.files import Cabinet
from office.unit import Office
from office.vault import add_key, open_vault
from register import book, requests
from register.identities import unsealed
from register.tables import Request
from tests.databases import Copies
from tests.people import BU_SARI, MONDAY_MORNING, NIK, WIB, a_form


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: Copies, key_file: Path) -> Path:
    """A data folder as an operator has it, with a prepared database and a key file."""
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    copies.sqlite(tmp_path)
    shutil.copy(key_file, tmp_path / "pendopo.key")
    return tmp_path


def opened(home: Path) -> Office:
    engine = open_engine(f"sqlite:///{home / 'pendopo.db'}")
    vault = open_vault(home / "pendopo.key")
    return Office(engine, StandingClock(MONDAY_MORNING), WIB, vault)


def pendopo(home: Path, *arguments: str) -> str:
    """Run a command as an operator does: a process of its own, in which nothing is loaded yet."""
    result = subprocess.run(
        [sys.executable, "-m", "pendopo", *arguments],
        env={**os.environ, "PENDOPO_DATA_DIR": str(home)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_what_a_forgotten_process_still_writes_with_the_old_key_is_not_lost(home: Path) -> None:
    stale = opened(home)
    pendopo(home, "keys", "rotate")
    with stale.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="d1")
    pendopo(home, "keys", "forget")
    fresh = opened(home)
    with fresh.reading(BU_SARI) as unit:
        (request,) = book.own(unit)
        assert unsealed(unit, request).national_id == NIK


def test_every_sealed_column_says_where_it_belongs() -> None:
    unnamed = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary) and not {"place", "unsealed"} & set(column.info)
    ]
    assert unnamed == []


def test_after_a_rotation_everything_opens_with_the_new_key_alone(home: Path) -> None:
    office = opened(home)
    with office.unit(BU_SARI) as unit:
        filed = requests.submit(unit, a_form(), draft_key="d1")
    cabinet = Cabinet(home / "files", office.vault)
    kept = cabinet.keep("surat.txt", b"isi surat")
    old = office.vault

    pendopo(home, "keys", "rotate")
    pendopo(home, "keys", "forget")

    office = opened(home)
    with office.reading(BU_SARI) as unit:
        (request,) = book.own(unit)
        assert request.registration_number == filed.registration_number
        sealed = request.sealed_identity
        found = unit.session.scalar(
            select(Request.id).where(Request.identity_index == unit.vault.blind_index(NIK))
        )
        assert found == filed.number
    with pytest.raises(InvalidTag):
        old.open_bytes(sealed, f"requests:identity:{filed.tracking_code}")
    assert Cabinet(home / "files", office.vault).content(kept.sha256) == b"isi surat"
    with pytest.raises(InvalidTag):
        cabinet.content(kept.sha256)
    assert len((home / "pendopo.key").read_text(encoding="ascii").split()) == 1
    for table, column in rotation.sealed_columns():
        with office.reading(BU_SARI) as unit:
            for row in unit.session.execute(select(table)).mappings():
                value = row[column.name]
                if value is not None:
                    place = str(column.info["place"]).format(**row)
                    assert office.vault.open_bytes(value, place), (table.name, column.name)


def test_an_interrupted_rotation_loses_nothing_and_goes_on(home: Path) -> None:
    office = opened(home)
    with office.unit(BU_SARI) as unit:
        filed = requests.submit(unit, a_form(), draft_key="d1")
    add_key(home / "pendopo.key")
    halfway = opened(home)
    with halfway.reading(BU_SARI) as unit:
        (request,) = book.own(unit)
        assert not halfway.vault.is_current(request.sealed_identity)
        assert unsealed(unit, request).national_id == NIK

    pendopo(home, "keys", "rotate")
    finished = opened(home)
    with finished.reading(BU_SARI) as unit:
        (request,) = book.own(unit)
        assert finished.vault.is_current(request.sealed_identity)
        assert request.id == filed.number
