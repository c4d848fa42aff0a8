"""The register's own standing part: a desk that is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.unit import Office
from office.vault import Vault
from tests.databases import Copies, office_on
from tests.register.desk import Desk, open_desk


@pytest.fixture
def desk(office: Office) -> Desk:
    """An open desk, once on SQLite and once on PostgreSQL."""
    return open_desk(office)


@pytest.fixture
def sqlite_desk(copies: Copies, tmp_path: Path, vault: Vault) -> Iterator[Desk]:
    """An open desk on SQLite alone, for what asks no database anything of its own."""
    opened = open_desk(office_on(copies.sqlite(tmp_path), vault))
    yield opened
    opened.office.engine.dispose()
