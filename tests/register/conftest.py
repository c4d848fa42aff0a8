"""The register's own standing part: a desk that is open."""

import pytest

from office.unit import Office
from tests.register.desk import Desk, open_desk


@pytest.fixture
def desk(office: Office) -> Desk:
    """An open desk, once on SQLite and once on PostgreSQL."""
    return open_desk(office)
