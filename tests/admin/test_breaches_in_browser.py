"""The pages about failures to protect data in a real Chromium: for every eye, at both widths."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.crier import languages
from office import breach_people
from office.people import StaffMember
from office.unit import Office
from tests.admin import street as streets
from tests.admin.browsing import IN_CHROMIUM, Enter, press, wrong_among
from tests.admin.street import Street
from tests.admin.test_breaches_page import HOME, OTHERS, presses, recorded, rina
from tests.people import CLOCKWORK

__all__ = ["rina"]

pytestmark = IN_CHROMIUM

LONG = "Berkas-pemohon-hilang-" * 12 + "<b>tebal</b>"


@pytest.fixture
def busy(
    app: Starlette, rina: TestClient, office: Office, street: Street, pak_budi: StaffMember
) -> list[str]:
    """One that was just recorded, one that waits, one on its way, and one that is closed."""
    street.enters(pak_budi)
    budi = streets.sign_in(app, "budi")
    new = recorded(rina, how=LONG, is_public="1", whom="rooms", room_requests="1")
    waits, underway = recorded(rina), recorded(budi)
    for path, client in ((waits, rina), (underway, budi)):
        presses(client, path, "ajukan")
    presses(rina, underway, "setujui")
    with office.unit(CLOCKWORK) as unit:
        breach_people.run(unit, languages)
    closed = recorded(rina)
    rina.post(f"{closed}/lembaga", data={"at": "2026-11-23T08:30", "letter": "500/12/2026"})
    rina.post(f"{closed}/cara-lain", data=OTHERS)
    rina.post(f"{closed}/tutup", data={"outcome": "confirmed", "lessons": LONG})
    return [HOME, f"{HOME}/baru", new, waits, underway, closed]


def test_every_page_is_for_every_eye_and_fits_every_screen(enter: Enter, busy: list[str]) -> None:
    page = enter()
    problems = wrong_among(page, busy)
    page.goto(busy[3])
    press(page, page.get_by_role("button", name="Konfirmasi dan kirim"))
    page.wait_for_url("**pesan=data_breach_approved")
    assert problems == []
