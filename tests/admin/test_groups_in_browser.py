"""Groups and restrictions in a real Chromium: for every eye, at both widths, light and dark."""

import re

import pytest
from playwright.sync_api import expect

from office import restrictions, staff_chat_codes, staff_chats
from office.people import StaffMember
from office.staff_chats import Purpose
from office.unit import Office
from tests.admin.browsing import IN_CHROMIUM, Enter, press, wrong_among, wrong_on_any_screen
from tests.admin.street import Street
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

pytestmark = IN_CHROMIUM

LONG = "Mengirim-iklan-pinjaman-" * 12 + "<b>tebal</b>"


@pytest.fixture
def busy(office: Office, street: Street, pak_budi: StaffMember, bappeda: int) -> list[str]:
    """Groups that work and one that fails, restrictions in force and ended; the addresses."""
    for number, opd in enumerate((None, bappeda, None)):
        purpose = Purpose.DESK if opd is None else Purpose.OPD
        with office.unit(pak_budi) as unit:
            code = staff_chat_codes.make(unit, purpose, opd)
        with office.unit(BU_SARI) as unit:
            staff_chat_codes.connect(unit, -1_001_234_567_890 - number, code)
    talk, other = street.asks("Halo"), street.asks("Halo juga", citizen=PAK_JOKO)
    with office.unit(CLOCKWORK) as unit:
        staff_chats.mark_broken(unit, -1_001_234_567_890, "Bad Request: chat not found")
    with office.unit(pak_budi) as unit:
        restrictions.restrict(unit, BU_SARI.person, days=7, reason=LONG)
        ended = restrictions.restrict(unit, 3, days=1, reason="Iklan berulang-ulang")
        restrictions.lift(unit, ended.number)
    return [
        "/grup-petugas", "/pembatasan", "/gangguan",
        f"/percakapan/{talk}/batasi", f"/percakapan/{other}/batasi",
    ]  # fmt: skip


def test_every_page_is_for_every_eye_and_fits_every_screen(enter: Enter, busy: list[str]) -> None:
    page = enter()
    problems = wrong_among(page, busy)
    page.goto("/grup-petugas")
    press(page, page.get_by_role("button", name="Buat kode"))
    expect(page.get_by_label("Tulis di grupnya")).to_have_value(re.compile("^/hubungkan "))
    problems += [f"code: {found}" for found in wrong_on_any_screen(page)]
    page.goto(busy[-1])
    page.get_by_label("Berapa hari").fill("3")
    page.get_by_label("Alasan").fill("Mengirim iklan berulang kali")
    press(page, page.get_by_role("button", name="Batasi sementara"))
    page.wait_for_url("**pesan=restricted")
    assert problems == []
