"""The people of the office in a real Chromium: an invitation, a phone that is set up, every eye."""

import re
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Page, expect

from office import invitations, regional, roster, second_factor, sessions
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.unit import Office
from tests import people
from tests.admin.browsing import (
    BOTH,
    IN_CHROMIUM,
    PHONE,
    Enter,
    OpenPage,
    wrong_among,
    wrong_with,
)
from tests.people import CLOCKWORK, staff_member

pytestmark = IN_CHROMIUM
PASSWORD = "empat kata yang panjang"
REASON = "Surat edaran 12 tahun 2026"


@pytest.fixture
def pak_tono(office: Office) -> StaffMember:
    """The administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN, Role.PPID)


def code_for(page: Page, clock: StandingClock) -> str:
    secret = page.locator("code.secret").inner_text()
    return pyotp.TOTP(secret).at(clock.now())


@BOTH
def test_somebody_new_comes_in_by_a_link_and_sets_up_the_phone_that_is_demanded(
    open_page: OpenPage,
    enter: Enter,
    office: Office,
    pak_tono: StaffMember,
    clock: StandingClock,
    script: bool,
) -> None:
    page = enter("tono", java_script_enabled=script)
    page.get_by_text("Pengaturan", exact=True).click()
    page.get_by_role("link", name="Orang", exact=True).click()
    page.get_by_role("link", name="Undang anggota baru").click()
    page.get_by_label("Nama lengkap").fill("Lina Kurator")
    page.get_by_label("Nama masuk").fill("lina")
    page.get_by_label("Kurator jawaban").check()
    page.get_by_role("button", name="Buat undangan").press("Enter")
    # The link is for the office's own address; this panel stands at another one.
    link = urlsplit(page.get_by_label("Tautan sekali pakai").input_value()).path
    with office.unit(CLOCKWORK) as unit:
        second_factor.set_rule(unit, demanded=True)

    lina = open_page(PHONE, java_script_enabled=script)
    lina.goto(link)
    lina.get_by_label("Kata sandi").fill(PASSWORD)
    lina.get_by_label("Sekali lagi").fill(PASSWORD)
    lina.get_by_role("button", name="Simpan kata sandi").press("Enter")
    lina.get_by_role("heading", name="Siapkan verifikasi dua langkah").wait_for()
    lina.goto("/entri")
    lina.wait_for_url("**/akun/dua-langkah")
    lina.get_by_label("Kata sandi").fill(PASSWORD)
    lina.get_by_label("Kode 6 angka").fill(code_for(lina, clock))
    lina.get_by_role("button", name="Aktifkan").press("Enter")
    lina.get_by_role("heading", name="Kode pemulihan").wait_for()
    codes = lina.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert _no_problems(lina, script)
    lina.goto("/entri")
    expect(lina).to_have_url(re.compile("/entri$"))

    lost = open_page(java_script_enabled=script)
    lost.goto("/masuk")
    lost.get_by_label("Nama masuk").fill("lina")
    lost.get_by_label("Kata sandi").fill(PASSWORD)
    lost.get_by_text("Ponsel hilang?").click()
    lost.get_by_label("Kode pemulihan").fill(codes[4].lower())
    lost.get_by_role("button", name="Masuk", exact=True).press("Enter")
    lost.wait_for_url("**/akun?pesan=recovery_code_used")
    expect(lost.locator("main")).to_contain_text("Kode pemulihan yang tersisa: 9")
    expect(lost.get_by_text("peramban ini")).to_have_count(1)


def _no_problems(page: Page, script: bool) -> bool:
    return not script or wrong_with(page) == []


def has_a_device(page: Page) -> None:
    """Give a browser an authenticator of its own, whose owner is always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_of_a_real_browser_is_added_and_opens_the_door(
    open_page: OpenPage, panel: str, pak_tono: StaffMember
) -> None:
    page = open_page(PHONE)
    has_a_device(page)
    # Browsers make no keys for a bare number.
    door = panel.replace("127.0.0.1", "localhost")
    page.goto(f"{door}/masuk")
    page.get_by_label("Nama masuk").fill("tono")
    page.get_by_label("Kata sandi", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.goto(f"{door}/akun/kunci")
    page.get_by_label("Nama perangkat").fill("ponsel kantor")
    page.get_by_label("Kata sandi").fill("bukan kata sandinya")
    page.get_by_role("button", name="Tambah").click()
    page.get_by_text("Kata sandi Anda tidak cocok.").wait_for()
    assert wrong_with(page) == []
    page.get_by_label("Kata sandi").fill(people.PASSWORD)
    page.get_by_role("button", name="Tambah").click()
    page.wait_for_url("**/akun/kunci?pesan=passkey_added")
    expect(page.get_by_text("ponsel kantor").first).to_be_visible()
    assert wrong_with(page) == []
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/masuk?pesan=signed_out")
    page.get_by_role("button", name="Masuk dengan kunci sandi").wait_for()
    assert wrong_with(page) == []
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(f"{door}/")
    page.goto(f"{door}/akun")
    expect(page.locator("main")).to_contain_text("1 kunci terdaftar.")


def test_the_door_offers_no_key_without_the_script(
    open_page: OpenPage, pak_tono: StaffMember
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/masuk")
    expect(page.get_by_role("button", name="Masuk", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_hidden()


@pytest.fixture
def busy(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember, clock: StandingClock
) -> tuple[list[str], str]:
    """An office with people in every state; the addresses, and an invitation."""
    long = "Nama Yang Sangat Panjang " * 4
    with office.unit(CLOCKWORK) as unit:
        opd = regional.add(unit, "Dinas Pemberdayaan Masyarakat dan Perlindungan Anak")
    with office.unit(pak_tono) as unit:
        new = invitations.invite(unit, login="baru" * 12, name=long, roles=[Role.AUDITOR])
        gone = invitations.invite(
            unit, login="lama", name="Lama", roles=[Role.PPID_EXECUTOR], regional_office=opd
        )
        roster.disable(unit, gone.number, reason="Pindah-tugas-" * 15)
        roster.demand_second_factor(unit, demanded=True, reason=REASON)
        roster.demand_second_factor(unit, demanded=False, reason="Belum semua punya ponsel " * 8)
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
        for name in ("Firefox di Android", "Samsung Internet di Android", ""):
            sessions.open_session(unit, pak_budi.staff_id, browser=name)
    addresses = [
        "/orang",
        "/orang/undang",
        "/wewenang",
        "/akun",
        "/akun/dua-langkah",
        "/akun/kunci",
    ]
    numbers = (pak_tono.staff_id, pak_budi.staff_id, new.number, gone.number)
    addresses += [f"/orang/{number}" for number in numbers]
    return addresses, f"/undangan/{new.token}"


def test_every_page_about_people_is_for_every_eye_and_fits_every_screen(
    open_page: OpenPage, enter: Enter, busy: tuple[list[str], str]
) -> None:
    addresses, link = busy
    problems = wrong_among(open_page(), ("/masuk", link))
    assert problems + wrong_among(enter("tono"), addresses) == []


def test_a_fault_is_named_beside_its_field(enter: Enter, busy: tuple[list[str], str]) -> None:
    page = enter("tono", "/orang/undang", size=PHONE)
    page.get_by_label("Nama lengkap").fill("Budi Lain")
    page.get_by_label("Nama masuk").fill("budi")
    page.get_by_label("Petugas pelayanan informasi").check()
    page.get_by_role("button", name="Buat undangan").press("Enter")
    field = page.locator("input[name=login]")
    assert field.get_attribute("aria-invalid") == "true"
    told = page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    assert told == "Nama masuk budi sudah dipakai."
    expect(page.get_by_label("Petugas pelayanan informasi")).to_be_checked()
    assert wrong_with(page) == []
