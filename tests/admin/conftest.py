"""A panel over the office of the test, and browsers of its people."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.app import build
from office.files import Cabinet
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from tests.admin.street import Street, browser, sign_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, _env_file=None)


@pytest.fixture
def app(settings: Settings, office: Office, writer: Writer) -> Starlette:
    return build(settings, office, writer)


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
