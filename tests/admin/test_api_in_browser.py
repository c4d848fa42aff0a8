"""The pages of the interface in a real Chromium: for every eye and screen, without script."""

import pytest
from playwright.sync_api import expect

from office import webhook_queue, webhooks
from office.people import StaffMember
from office.unit import Office
from office.webhooks import Event
from tests.admin.browsing import (
    IN_CHROMIUM,
    OpenPage,
    let_in,
    press,
    wrong_among,
    wrong_on_any_screen,
)
from tests.admin.street import Street
from tests.people import CLOCKWORK

pytestmark = IN_CHROMIUM


@pytest.fixture
def told(office: Office, street: Street, pak_tono: StaffMember) -> None:
    """A webhook with a message that arrived, one that is tried again, and one given up."""
    address = "https://dasbor.contoh.go.id/" + "terima-pemberitahuan-" * 8
    with office.unit(pak_tono) as unit:
        webhooks.make(unit, name="Dasbor Dinas", address=address, events=frozenset(Event))
    for key in ("a", "b", "c"):
        street.request(key)
    with office.unit(CLOCKWORK) as unit:
        webhook_queue.arrived(unit, 1, status=204)
        webhook_queue.failed(unit, 2, "timeout")
        webhook_queue.failed(unit, 3, "status", status=410)


def test_the_interfaces_pages_are_for_every_eye_and_fit_every_screen(
    open_page: OpenPage, told: None
) -> None:
    page = open_page()
    assert wrong_among(page, ["/api"]) == []
    let_in(page, "tono")
    for address, button in (("/webhook", "Tambah"), ("/kunci-api", "Buat kunci")):
        page.goto(address)
        assert wrong_on_any_screen(page) == [], address
        page.get_by_label("Untuk siapa").fill("Dasbor Diskominfo")
        page.locator("main form input[type=checkbox]").first.check()
        if address == "/webhook":
            page.get_by_label("Alamat").fill("https://dasbor.contoh.go.id/terima")
        press(page, page.get_by_role("button", name=button, exact=True))
        expect(page.locator("input.secret")).to_have_count(1)
        assert wrong_on_any_screen(page) == [], f"{address}, made"
