"""Hours of service and switches in a real Chromium: without script, for every eye and screen."""

from datetime import date, time

import pytest
from playwright.sync_api import expect

from office import hours, switches
from office.people import StaffMember
from office.switches import Function
from office.unit import Office
from tests.admin.browsing import IN_CHROMIUM, Enter, wrong_among

pytestmark = IN_CHROMIUM

LONG = "Rapat-koordinasi-seluruh-perangkat-daerah-" * 4


@pytest.fixture
def moved(office: Office, pak_budi: StaffMember) -> None:
    """Hours that were changed, a part of a day closed, and two functions switched off."""
    with office.unit(pak_budi) as unit:
        windows = {**hours.at(unit).windows, 0: hours.at(unit).windows[4]}
        hours.change(unit, windows, reason=LONG, seen=0)
        hours.close(unit, date(2026, 11, 24), time(13), time(15), reason=LONG, seen=1)
        switches.close(
            unit, Function.ANSWERS, reason=LONG, words={"id": f"{LONG} <b>tebal</b>"}, seen=0
        )
        switches.close(unit, Function.FILING, reason=LONG, words={}, seen=0)
        switches.reopen(unit, Function.FILING, reason="Sudah selesai", seen=1)


def test_hours_and_switches_are_for_every_eye_and_fit_every_screen(
    enter: Enter, moved: None
) -> None:
    assert wrong_among(enter(), ("/kalender/jam", "/sakelar", "/kalender")) == []


def test_a_function_is_closed_after_a_look_without_any_script(
    enter: Enter, office: Office, pak_budi: StaffMember
) -> None:
    page = enter(address="/sakelar", java_script_enabled=False)
    card = page.locator("#answers")
    card.get_by_text("Tutup jawaban otomatis").click()
    card.get_by_label("Alasan").fill("Jawaban bansos keliru")
    card.get_by_label("Kalimat pembuka, Bahasa Indonesia").fill("Kami periksa dulu sampai sore.")
    card.get_by_role("button", name="Lihat dulu").click()
    expect(card.locator(".bubble[lang=id]")).to_contain_text("Kami periksa dulu sampai sore.")
    expect(page.locator(".closings")).to_have_count(0)
    card.get_by_role("button", name="Tutup sekarang").click()
    page.wait_for_url("**/sakelar?pesan=switch_closed#answers")
    expect(page.locator(".closings")).to_contain_text("Sedang ditutup: jawaban otomatis.")
    with office.reading(pak_budi) as unit:
        assert switches.is_closed(unit, Function.ANSWERS)


def test_new_hours_are_tried_and_saved_without_any_script(
    enter: Enter, office: Office, pak_budi: StaffMember
) -> None:
    page = enter(address="/kalender/jam", java_script_enabled=False)
    page.get_by_label("Senin").fill("13.00-15.30")
    page.get_by_role("button", name="Lihat akibatnya").click()
    expect(page.locator("main")).to_contain_text("Dengan jam yang baru: hari ini pukul 13.00")
    page.locator("form[action='/kalender/jam'] input[name=reason]").fill("Upacara hari Senin")
    page.get_by_role("button", name="Simpan jam layanan").click()
    page.wait_for_url("**/kalender/jam?pesan=hours_changed")
    with office.reading(pak_budi) as unit:
        assert hours.at(unit).minutes_on(date(2026, 11, 23)) == 150
