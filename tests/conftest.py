"""An office on a fresh database of each kind, a settable clock, and its standing people."""

import gc
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from office.clock import StandingClock
from office.files import Cabinet
from office.people import Role, StaffMember
from office.unit import Office
from office.vault import Vault, open_vault
from office.writer import Writer
from tests.databases import Copies, office_on, postgres_server, retire
from tests.lending import Lending
from tests.people import CLOCKWORK, staff_member

# A pause of the machine is no fault of what is asked.
settings.register_profile("pendopo", deadline=None)
settings.load_profile("pendopo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no worker is still at it when the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("kill") is None)


def pytest_collection_finish() -> None:
    """Leave out of every later search for rubbish what stays to the end: ten thousand tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def certificates_are_read_once() -> Iterator[None]:
    """Every client of a bot trusts the same ones, and to read them is most of what it costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "pendopo.key"


@pytest.fixture(scope="session")
def vault(key_file: Path) -> Vault:
    return open_vault(key_file)


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory, vault: Vault) -> Copies:
    return Copies(tmp_path_factory.mktemp("prepared"), vault)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgres_server(tmp_path_factory.mktemp("postgres"), durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def lending(copies: Copies, postgres: str) -> Iterator[Lending]:
    opened = Lending(copies, postgres)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, copies: Copies, tmp_path: Path) -> Iterator[str]:
    """The URL of a prepared database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield copies.sqlite(tmp_path)
        return
    with request.getfixturevalue("lending").one() as url:
        yield url


@pytest.fixture
def office(database: str, vault: Vault) -> Iterator[Office]:
    opened = office_on(database, vault)
    yield opened
    retire(opened)


@pytest.fixture
def clock(office: Office) -> StandingClock:
    assert isinstance(office.clock, StandingClock)
    return office.clock


@pytest.fixture
def writer(office: Office) -> Iterator[Writer]:
    running = Writer(office)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def cabinet(tmp_path: Path, vault: Vault) -> Cabinet:
    return Cabinet(tmp_path / "files", vault)


@pytest.fixture
def pak_budi(office: Office) -> StaffMember:
    """The officer: answers citizens, processes and decides."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "budi", "Budi Santoso", Role.PPID, Role.INFORMATION_OFFICER)


@pytest.fixture
def bu_dewi(office: Office) -> StaffMember:
    """A second officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "dewi", "Dewi Lestari", Role.PPID, Role.INFORMATION_OFFICER)


@pytest.fixture
def bu_ratna(office: Office) -> StaffMember:
    """The superior."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "ratna", "Ratna Sekda", Role.SUPERIOR)


@pytest.fixture
def pak_agus(office: Office) -> StaffMember:
    """The auditor, who may only read."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "agus", "Agus Inspektorat", Role.AUDITOR)
