"""A panel over the office of the test, and browsers of its people."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.app import build
from bot.speak import voice
from office import regional
from office.files import Cabinet
from office.people import Role, StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from tests.admin.street import Street, browser, sign_in
from tests.people import CLOCKWORK, staff_member


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, _env_file=None)


@pytest.fixture
def app(settings: Settings, office: Office, writer: Writer) -> Starlette:
    spoken = voice(settings.office_name)
    return build(settings, office, writer, lambda one: spoken.text(one.key, one.data))


@pytest.fixture
def street(office: Office, cabinet: Cabinet) -> Street:
    return Street(office, cabinet)


@pytest.fixture
def stranger(app: Starlette) -> TestClient:
    """A browser in which nobody is signed in."""
    return browser(app)


@pytest.fixture
def budi(app: Starlette, pak_budi: StaffMember) -> TestClient:
    """Pak Budi's browser: the officer."""
    return sign_in(app, "budi")


@pytest.fixture
def dewi(app: Starlette, bu_dewi: StaffMember) -> TestClient:
    """Bu Dewi's browser: a second officer."""
    return sign_in(app, "dewi")


@pytest.fixture
def ratna(app: Starlette, bu_ratna: StaffMember) -> TestClient:
    """Bu Ratna's browser: the superior."""
    return sign_in(app, "ratna")


@pytest.fixture
def agus(app: Starlette, pak_agus: StaffMember) -> TestClient:
    """Pak Agus's browser: the auditor."""
    return sign_in(app, "agus")


@pytest.fixture
def bappeda(office: Office) -> int:
    """The number of a regional office."""
    with office.unit(CLOCKWORK) as unit:
        return regional.add(unit, "Bappeda")


@pytest.fixture
def bu_wati(office: Office, bappeda: int) -> StaffMember:
    """Who answers parts of requests at Bappeda."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(
            unit, "wati", "Wati Bappeda", Role.PPID_EXECUTOR, regional_office=bappeda
        )


@pytest.fixture
def wati(app: Starlette, bu_wati: StaffMember) -> TestClient:
    """Bu Wati's browser: the regional office's."""
    return sign_in(app, "wati")


@pytest.fixture
def tono(app: Starlette, office: Office) -> TestClient:
    """Pak Tono's browser: the system's administrator."""
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)
    return sign_in(app, "tono")
