"""The citizen's page in a real Chromium: on a phone, without JavaScript, inside Telegram."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from pydantic import SecretStr

from office.clock import StandingClock
from office.settings import Settings
from office.unit import Office
from register import slips
from register.words import ApplicantType
from tests.admin.browsing import BOTH, IN_CHROMIUM, PHONE, OpenPage, press, wrong_on_any_screen
from tests.admin.street import BOT, signed
from tests.people import BU_SARI, NIK, PAK_JOKO

pytestmark = IN_CHROMIUM
PHONES = (("phone", PHONE), ("small", (320, 640)))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, _env_file=None, telegram_token=SecretStr(BOT))


def link(office: Office, kind: ApplicantType = ApplicantType.INDIVIDUAL) -> str:
    with office.unit(BU_SARI) as unit:
        return f"/identitas/{slips.open(unit, 'd1', BU_SARI.person, applicant_type=kind)}"


def came(office: Office) -> dict[str, object]:
    with office.unit(BU_SARI) as unit:
        return slips.taken(unit, "d1") or {}


@BOTH
def test_bu_sari_mends_a_slip_of_the_thumb_and_hands_the_page_in(
    open_page: OpenPage, office: Office, tmp_path: Path, script: bool
) -> None:
    card = tmp_path / "ktp.png"
    card.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 32)
    page = open_page(PHONE, java_script_enabled=script)
    page.goto(link(office))
    page.get_by_label("Nama pemohon").fill("Sari Wulandari")
    page.get_by_label("NIK", exact=True).fill("35071521029000")
    page.get_by_label("Alamat").fill("Jalan Melati 5, Desa Sukamaju")
    page.get_by_label("Telepon").fill("0812 3456 7890")
    page.get_by_label("Salinan identitas").set_input_files(card)
    page.get_by_role("button", name="Kirim data diri").click()
    alert = page.get_by_role("alert")
    alert.get_by_role("link", name="NIK").click()
    expect(page.locator("#national_id-fault")).to_contain_text("yang Anda tulis 14 angka")
    expect(page.get_by_label("Nama pemohon")).to_have_value("Sari Wulandari")
    page.get_by_label("NIK", exact=True).fill(NIK)
    page.get_by_label("Salinan identitas").set_input_files(card)
    page.get_by_role("button", name="Kirim data diri").click()
    page.get_by_role("heading", name="Data diri diterima").wait_for()
    answers = came(office)
    assert (answers["national_id"], answers["phone"]) == (NIK, "081234567890")
    assert answers["identity_file"]


@pytest.mark.parametrize(("person", "passes"), [(BU_SARI.person, True), (PAK_JOKO.person, False)])
def test_inside_telegram_the_signature_goes_along_by_itself(
    open_page: OpenPage, office: Office, clock: StandingClock, person: int, passes: bool
) -> None:
    page = open_page(PHONE)
    data = quote(signed(person, clock.now()), safe="")
    page.goto(f"{link(office)}#tgWebAppData={data}&tgWebAppVersion=9.6&tgWebAppPlatform=android")
    assert "#" not in page.url
    page.get_by_label("Nama pemohon").fill("Sari Wulandari")
    page.get_by_label("NIK", exact=True).fill(NIK)
    page.get_by_label("Alamat").fill("Jalan Melati 5, Desa Sukamaju")
    page.get_by_label("Surel").fill("sari@contoh.id")
    page.get_by_role("button", name="Kirim data diri").click()
    said = "Data diri diterima" if passes else "tidak dibuka dari akun Telegram"
    page.get_by_text(said).first.wait_for()
    assert bool(came(office)) == passes


def test_the_page_is_for_every_eye_and_fits_every_phone(
    open_page: OpenPage, office: Office
) -> None:
    page = open_page(PHONE)
    problems = []
    for kind in ApplicantType:
        page.goto(link(office, kind))
        problems += wrong_on_any_screen(page, PHONES)
        page.locator("form").evaluate("form => { form.noValidate = true; }")
        press(page, page.get_by_role("button", name="Kirim data diri"), PHONES)
        page.get_by_role("alert").first.wait_for()
        problems += wrong_on_any_screen(page, PHONES)
    page.goto("/identitas/x")
    problems += wrong_on_any_screen(page, PHONES)
    assert problems == []
