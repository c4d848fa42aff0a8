"""Dashboard and public pages in a real Chromium tell one year alike; the manuals show them."""

import re

import pytest
from playwright.sync_api import Page

from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import IN_CHROMIUM, Enter, OpenPage
from tests.admin.public_street import furnish
from tests.admin.street import Street
from tests.house import year
from tests.house.pictures import take

pytestmark = IN_CHROMIUM

REQUESTS, QUESTIONS = 260, 2_000


@pytest.fixture
def furnished(office: Office, street: Street, pak_budi: StaffMember, bu_ratna: StaffMember) -> None:
    """An office with something on every page."""
    furnish(office, street, pak_budi, bu_ratna)


@pytest.fixture
def filled(office: Office, pak_agus: StaffMember, request: pytest.FixtureRequest) -> None:
    """The same with a year behind it."""
    year.fill(office, questions=QUESTIONS, requests=REQUESTS)
    request.getfixturevalue("furnished")


def number_of(page: Page, words: str) -> str:
    """Return the number that stands before some words."""
    told = " ".join(page.locator("main").inner_text().split())
    found = re.search(rf"([\d.]+) {words}", told)
    assert found, told[:500]
    return found[1]


def test_the_dashboard_and_the_public_pages_tell_the_same_number_of_requests(
    enter: Enter, filled: None
) -> None:
    page = enter("agus", "/dasbor?periode=2026")
    counted = number_of(page, "permohonan informasi")
    page.goto("/dasbor?periode=2026-t3")
    take(page, "dasbor", "meja-panjang", "ponsel-panjang")
    page.goto("/publik/statistik/2026")
    assert number_of(page, "permohonan diterima") == counted
    take(page, "publik-statistik", "meja", "ponsel")
    page.goto("/publik/register?tahun=2026")
    assert number_of(page, "permohonan, yang terbaru") == counted
    take(page, "publik-register", "meja", "ponsel")


def test_a_reader_finds_an_answer_and_a_due_date_from_the_front_page(
    open_page: OpenPage, furnished: None
) -> None:
    page = open_page()
    page.goto("/publik")
    take(page, "publik-beranda", "meja", "ponsel")
    page.get_by_label("Apa yang ingin Anda ketahui?").fill("berapa lama permohonan dijawab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Berapa lama permohonan informasi dijawab?").click()
    page.get_by_text("10 hari kerja").first.wait_for()
    take(page, "publik-jawaban", "meja", "ponsel")
    page.goto("/publik")
    page.get_by_role("link", name="Hitung tenggat").first.click()
    page.get_by_label("Mulai tanggal").fill("2026-12-18")
    page.get_by_role("button", name="Hitung").click()
    page.get_by_text("Kamis, 7 Januari 2027").first.wait_for()
    take(page, "publik-hitung", "meja", "ponsel")
