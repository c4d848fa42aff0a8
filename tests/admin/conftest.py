"""A panel over the office of the test, and browsers of its people."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.app import build
from bot.crier import KnownChats
from bot.speak import Voice, voice
from knowledge.edition import LANGUAGES
from office import regional
from office.files import Cabinet
from office.people import Role, StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from tests import chromium
from tests.admin.browsing import DESK, Enter, OpenPage, let_in
from tests.admin.served import served
from tests.admin.street import Street, browser, sign_in
from tests.people import CLOCKWORK, staff_member

_KEPT_OPEN = ExitStack()
_CHROMIUM: list[Browser] = []


def _browses(item: pytest.Item | None) -> bool:
    return "chrome" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests in a browser follow each other: one Chromium serves them all."""
    items.sort(key=lambda item: not _browses(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Close Chromium when the next test needs none: beside it no other loop can run."""
    try:
        return (yield)
    finally:
        if not _browses(nextitem):
            _CHROMIUM.clear()
            _KEPT_OPEN.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, _env_file=None)


@cache
def voices(office_name: str) -> dict[str, Voice]:
    """Return an office's voices; every test hears the same."""
    return {language: voice(office_name, language) for language in ("id", *LANGUAGES)}


@pytest.fixture
def app(settings: Settings, office: Office, writer: Writer) -> Starlette:
    spoken = voices(settings.office_name)
    return build(
        settings, office, writer,
        lambda one: spoken[one.language].text(one.key, one.data), KnownChats(),
    )  # fmt: skip


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
def pak_tono(office: Office) -> StaffMember:
    """The system's administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)


@pytest.fixture
def tono(app: Starlette, pak_tono: StaffMember) -> TestClient:
    """Pak Tono's browser: the system's administrator."""
    return sign_in(app, "tono")


@pytest.fixture
def api(app: Starlette) -> TestClient:
    """A program that asks the open interface without a key."""
    return TestClient(app)


@pytest.fixture
def chrome() -> Browser:
    """A Chromium that was open for the test before too; what it keeps, it keeps by context."""
    if not _CHROMIUM:
        _CHROMIUM.append(_KEPT_OPEN.enter_context(chromium.opened()))
    return _CHROMIUM[0]


@pytest.fixture
def panel(app: Starlette) -> Iterator[str]:
    """The address of the panel, served in a thread."""
    with served(app) as address:
        yield address


@pytest.fixture
def faults() -> list[str]:
    """What a browser complained about."""
    return []


@pytest.fixture
def open_page(chrome: Browser, panel: str, faults: list[str]) -> Iterator[OpenPage]:
    """Opens browsers; afterwards none may have complained in its console."""
    opened = []

    def listen(kind: str, text: str) -> None:
        # A page that says no is one: Chromium reports its status as an error.
        if kind == "error" and not text.startswith("Failed to load resource"):
            faults.append(text)

    def start(size: tuple[int, int] = DESK, **options: object) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = chrome.new_context(base_url=panel, viewport=viewport, locale="id", **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(chromium.PATIENCE)
        page.on("console", lambda line: listen(line.type, line.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield start
    for context in opened:
        context.close()
    assert faults == []


@pytest.fixture
def enter(open_page: OpenPage) -> Enter:
    """Opens browsers in which somebody is signed in and looks at a page."""

    def start(login: str = "budi", address: str = "/", **options: object) -> Page:
        page = open_page(**options)
        let_in(page, login)
        page.goto(address)
        return page

    return start
