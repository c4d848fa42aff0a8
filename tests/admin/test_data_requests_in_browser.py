"""The pages about personal data in a real Chromium: for every eye, at both widths."""

import pytest

from bot import retention as whole
from office import data_requests, retention_runs
from office.data_requests import About, Decision, Ground, Status
from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import IN_CHROMIUM, Enter, press, wrong_among
from tests.admin.street import Street
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

pytestmark = IN_CHROMIUM

LONG = "Nama-saya-keliru-" * 12 + "<b>tebal</b>"


@pytest.fixture
def busy(office: Office, street: Street, pak_budi: StaffMember) -> list[str]:
    """A request that waits, one that is settled, and runs of both kinds; the addresses."""
    street.request()
    with office.unit(BU_SARI) as unit:
        waits = data_requests.receive(unit, About.CORRECTION, LONG).number
    with office.unit(PAK_JOKO) as unit:
        settled = data_requests.receive(unit, About.ERASURE, LONG).number
    decision = Decision(Status.PARTLY, Ground.STATE_ARCHIVE, LONG)
    with office.unit(pak_budi) as unit:
        data_requests.decide(unit, settled, decision)
        retention_runs.ask(unit)
    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    more = True
    while more:
        with office.unit(CLOCKWORK) as unit:
            more = whole.carry_on(unit)
    return [
        "/data-pribadi", f"/data-pribadi/{waits}", f"/data-pribadi/{settled}", "/retensi",
        "/retensi/identity-papers", "/retensi/catatan", "/retensi/jalan/1", "/retensi/jalan/2",
    ]  # fmt: skip


def test_every_page_is_for_every_eye_and_fits_every_screen(enter: Enter, busy: list[str]) -> None:
    page = enter()
    problems = wrong_among(page, busy)
    page.goto(busy[1])
    page.get_by_label("Dipenuhi", exact=True).check()
    press(page, page.get_by_role("button", name="Putuskan dan beri tahu warga"))
    page.wait_for_url("**pesan=data_request_settled")
    assert problems == []
