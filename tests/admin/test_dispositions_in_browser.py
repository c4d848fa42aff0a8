"""Questions to regional offices in a real Chromium: on a phone, in the dark, without script."""

import pytest
from playwright.sync_api import expect

from office.people import StaffMember
from tests.admin.browsing import (
    DESK,
    IN_CHROMIUM,
    PHONE,
    Enter,
    press,
    wrong_on_any_screen,
)
from tests.admin.street import Street

pytestmark = IN_CHROMIUM
LONG = "Anggaran-pemeliharaan-jalan-desa-" * 6


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone-no-script", "desk"])
def test_a_question_goes_to_its_office_and_comes_back_answered(
    enter: Enter, street: Street, pak_budi: StaffMember, bu_wati: StaffMember,
    size: tuple[int, int],
) -> None:  # fmt: skip
    talk = street.asks("Kenapa jalan kami rusak?")
    screen = {"size": size, "java_script_enabled": size == DESK}
    budi = enter(address=f"/percakapan/{talk}", **screen)
    budi.get_by_role("button", name="Ambil", exact=True).click()
    budi.get_by_text("Teruskan ke OPD").click()
    budi.locator("#teruskan select[name=regional_office]").select_option(label="Bappeda")
    budi.get_by_label("Pertanyaan kepada OPD").fill(f"Berapa anggarannya? {LONG}")
    budi.get_by_role("button", name="Teruskan", exact=True).click()
    budi.get_by_text("Pertanyaan diteruskan;").wait_for()
    wati = enter("wati", "/bagian", **screen)
    wati.get_by_text("Pertanyaan 1").click()
    wati.get_by_label("Jawaban kepada PPID").fill("Anggarannya Rp 2 miliar.")
    wati.get_by_role("button", name="Kirim jawaban").click()
    wati.get_by_text("Jawaban terkirim kepada PPID.").wait_for()
    budi.goto(f"/percakapan/{talk}")
    expect(budi.get_by_text("Anggarannya Rp 2 miliar.")).to_be_visible()


def test_the_pages_of_an_office_are_for_every_eye_and_screen(
    enter: Enter, street: Street, pak_budi: StaffMember, bu_wati: StaffMember
) -> None:
    talk = street.asks("Kenapa jalan kami rusak?")
    budi = enter(address=f"/percakapan/{talk}")
    budi.get_by_role("button", name="Ambil", exact=True).click()
    budi.get_by_text("Teruskan ke OPD").click()
    budi.locator("#teruskan select[name=regional_office]").select_option(label="Bappeda")
    budi.get_by_label("Pertanyaan kepada OPD").fill(f"Berapa anggarannya? {LONG}")
    assert wrong_on_any_screen(budi) == []
    press(budi, budi.get_by_role("button", name="Teruskan", exact=True))
    budi.get_by_text("Pertanyaan diteruskan;").wait_for()
    assert wrong_on_any_screen(budi) == []
    wati = enter("wati")
    for address in ("/bagian", "/bagian/tanya/1"):
        wati.goto(address)
        assert wrong_on_any_screen(wati) == []
