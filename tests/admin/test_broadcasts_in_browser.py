"""Broadcasts in a real Chromium: without script, for every eye and screen."""

import pytest
from playwright.sync_api import expect

from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import IN_CHROMIUM, Enter, wrong_among
from tests.knowledge.broadcasts.crowd import approved, carry_on, crowd, known, submitted

pytestmark = IN_CHROMIUM


@pytest.fixture
def broadcasts(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    """One on its way, one that waits for Pak Budi, and one of his own."""
    crowd(office, 40)
    approved(office, bu_dewi, bu_ratna)
    carry_on(office, ahead=20)
    submitted(office, bu_dewi)
    submitted(office, pak_budi)


def test_broadcasts_are_for_every_eye_and_fit_every_screen(enter: Enter, broadcasts: None) -> None:
    addresses = ("/siaran", "/siaran/baru", "/siaran/1", "/siaran/2", "/siaran/3")
    assert wrong_among(enter(), addresses) == []


def test_a_broadcast_is_written_and_seen_before_without_any_script(
    enter: Enter, office: Office, pak_budi: StaffMember
) -> None:
    page = enter(address="/siaran/baru", java_script_enabled=False)
    page.get_by_label("Serta-merta").check()
    page.get_by_label("Judul (Bahasa Indonesia)").fill("Air PDAM mati di Caruban")
    page.get_by_label("Isi (Bahasa Indonesia)").fill("Air mati pukul 08.00 sampai 14.00 besok.")
    page.get_by_label("Sumber").fill("PDAM")
    page.get_by_label("Berlaku sampai").fill("2026-11-24")
    page.get_by_role("button", name="Lihat dulu").click()
    expect(page.locator(".bubble[lang=id]").first).to_contain_text("Air PDAM mati di Caruban")
    page.get_by_role("button", name="Simpan draf").click()
    page.wait_for_url("**/siaran/1?pesan=broadcast_written")
    page.get_by_role("button", name="Ajukan untuk disetujui").click()
    page.wait_for_url("**/siaran/1?pesan=broadcast_submitted")
    assert known(office, pak_budi, 1).content.source == "PDAM"
