"""The panel in a real Chromium: with keyboard, without JavaScript, for every eye and screen."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from knowledge import questions
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band
from office import outbox
from office.inspection.gate import inspect
from office.people import Citizen, StaffMember
from office.sessions import SignedIn
from office.unit import Office
from register import decisions, handover, objections, parts
from register.decisions import Fee, Grant, Refusal
from register.objection_words import Ground
from register.objections import ObjectionForm
from register.words import FeeKind, RefusalGround, Status
from tests.admin.browsing import (
    BOTH,
    IN_CHROMIUM,
    PHONE,
    Enter,
    OpenPage,
    focused,
    let_in,
    press,
    sign_in,
    unfold,
    wrong_on_any_screen,
)
from tests.admin.street import CLEAN, PERSONAL, REASON, Street
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO
from tests.register.lists import established

pytestmark = IN_CHROMIUM


@BOTH
def test_an_officer_answers_a_citizen_with_the_keyboard_alone(
    open_page: OpenPage, street: Street, pak_budi: StaffMember, script: bool
) -> None:
    talk = street.asks("Kapan kantor buka?")
    page = open_page(java_script_enabled=script)
    sign_in(page)
    page.goto("/antrean")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Langsung ke isi")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Ambil berikutnya")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/percakapan/{talk}?pesan=claimed")
    page.locator("textarea[name=text]:focus").wait_for()
    page.keyboard.type("Senin sampai Jumat, 08.00 sampai 15.00.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Kirim")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/percakapan/{talk}?pesan=replied")
    expect(page.get_by_text("Balasan masuk antrean kirim.")).to_be_visible()
    expect(page.locator(".talk .staff")).to_contain_text("Senin sampai Jumat, 08.00 sampai 15.00.")
    assert street.keys(f"escalation:{talk}:line:") == ["staff_reply"]


@BOTH
def test_an_officer_grants_a_request_with_a_file(
    open_page: OpenPage, street: Street, pak_budi: StaffMember, tmp_path: Path, script: bool
) -> None:
    number = street.request()
    document = tmp_path / "rkpd.csv"
    document.write_bytes(CLEAN)
    page = open_page(PHONE, java_script_enabled=script)
    sign_in(page)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Register").click()
    page.get_by_role("link", name="0001/PPID/XI/2026").click()
    page.get_by_text("Siapkan berkas", exact=True).click()
    page.get_by_label("Berkas untuk pemohon").set_input_files(document)
    page.get_by_role("button", name="Periksa dan siapkan").click()
    page.wait_for_url(f"**/register/{number}?pesan=file_looked_at")
    page.get_by_text("Kabulkan", exact=True).click()
    page.get_by_label("Putusan").select_option("granted_full")
    page.get_by_label("Keterangan").fill("Semoga bermanfaat.")
    expect(page.get_by_label("Serahkan sekaligus")).to_be_checked()
    page.locator("#kabulkan").get_by_role("button", name="Lihat dahulu").press("Enter")
    page.get_by_role("heading", name="Periksa sebelum dikirim").wait_for()
    expect(page.get_by_text("Semoga bermanfaat.").first).to_be_visible()
    page.get_by_role("button", name="Kabulkan dan beri tahu").press("Enter")
    page.wait_for_url(f"**/register/{number}?pesan=decided")
    expect(page.get_by_role("status")).to_have_text("Keputusan tersimpan; pemohon diberi tahu.")
    assert street.case(number, pak_budi).row.status is Status.PROVIDED
    with page.expect_download() as coming:
        page.get_by_role("link", name="rkpd.csv").click()
    assert coming.value.path().read_bytes() == CLEAN


def test_an_open_queue_refreshes_itself_and_keeps_the_focus(
    open_page: OpenPage, street: Street, pak_budi: StaffMember, office: Office
) -> None:
    street.asks("Saya dulu.")
    page = open_page()
    page.clock.install()
    let_in(page)
    page.goto("/antrean")
    page.get_by_role("link", name="Saya dulu.").focus()
    street.asks("Saya kemudian.", citizen=PAK_JOKO)
    page.clock.run_for(10_500)
    page.get_by_text("Saya kemudian.").wait_for()
    expect(focused(page)).to_contain_text("Saya dulu.")
    with office.unit(CLOCKWORK) as unit:
        unit.session.query(SignedIn).delete()
    page.clock.run_for(61_000)
    page.get_by_text("Sesi Anda sudah berakhir.").wait_for()


def test_an_open_conversation_shows_what_the_citizen_adds_and_keeps_the_draft(
    open_page: OpenPage, street: Street, pak_budi: StaffMember
) -> None:
    talk = street.asks("Kapan kantor buka?")
    page = open_page()
    page.clock.install()
    let_in(page)
    page.goto(f"/percakapan/{talk}")
    page.get_by_role("button", name="Ambil").click()
    page.get_by_label("Balas warga").fill("Senin sampai Jumat.")
    street.adds("Hari Sabtu juga?")
    page.clock.run_for(10_500)
    page.get_by_text("Hari Sabtu juga?").wait_for()
    expect(page.get_by_label("Balas warga")).to_have_value("Senin sampai Jumat.")


@pytest.fixture
def busy(
    office: Office,
    street: Street,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    bu_wati: StaffMember,
    bappeda: int,
) -> dict[str, list[str]]:
    """An office with something on every page; the addresses by who looks at them."""
    long = "Dokumen-pelaksanaan-anggaran-" * 12 + "<b>tebal</b>"
    first = street.request("a", information_detail=long)
    second = street.request("b", PAK_JOKO)
    waiting = street.asks(long)
    held = street.asks("Selamat pagi.", citizen=PAK_JOKO)
    street.asks("Halo", citizen=Citizen(3))
    with office.unit(BU_SARI) as unit:
        hits = (Hit("ppid-aduan-vs-permohonan-informasi", 0.9, "", ()),) * 5
        verdict = Verdict(Band.CHOOSE, hits)
        questions.log(unit, key="q", text=long, route="question", verdict=verdict)
    exemption = established(office, pak_budi, bu_ratna)
    with office.unit(pak_budi) as unit:
        refusal = Refusal(RefusalGround.EXEMPT_H, REASON, exemption=exemption)
        decisions.refuse(unit, second, version=1, refusal=refusal)
    granted = _granted(office, street, pak_budi, bappeda)
    objection = _objected(office, street, pak_budi)
    for number in (1, 2):
        with office.unit(CLOCKWORK) as unit:
            outbox.undeliverable(unit.session, number, failure="Forbidden: x", now=unit.now)
    officer = [
        "/", "/antrean", f"/percakapan/{held}", f"/percakapan/{waiting}", "/register",
        f"/register/{first}", f"/register/{second}", f"/register/{granted}", "/register/baru",
        f"/register/{granted}/keberatan", "/keberatan", f"/keberatan/{objection}",
        "/keberatan/baru", "/pertanyaan", "/jurnal", "/jurnal?periksa=1", "/gangguan",
        "/akun", "/tidak-ada", "/register/4711",
    ]  # fmt: skip
    superior = ["/", f"/register/{second}", f"/register/{granted}", f"/keberatan/{objection}"]
    return {
        "budi": officer,
        "ratna": [*superior, "/antrean"],
        "wati": ["/", "/bagian", "/bagian/1"],
        "": ["/masuk"],
    }


def _granted(office: Office, street: Street, officer: StaffMember, bappeda: int) -> int:
    """Grant a request with a fee, a part at a regional office and two files, one of them held."""
    number = street.request("c")
    fee = Fee(FeeKind.COPYING, "Fotokopi dokumen anggaran", 500, 120)
    for name, content in (("rkpd.csv", CLEAN), ("warga.csv", PERSONAL)):
        kept = street.cabinet.keep(name, content)
        found = inspect(name, kept.media_type, content)
        with office.unit(officer) as unit:
            handover.prepare(unit, number, document=kept, inspection=found)
    with office.unit(officer) as unit:
        parts.assign(unit, number, description="Anggaran " * 12, regional_office=bappeda)
        decisions.grant(unit, number, version=1, grant=Grant(fees=[fee], note="Di loket " * 20))
    return number


def _objected(office: Office, street: Street, officer: StaffMember) -> int:
    """Refuse a request and let its applicant object; return the objection's number."""
    number = street.request("d")
    with office.unit(officer) as unit:
        refusal = Refusal(RefusalGround.NOT_DOCUMENTED, REASON)
        decisions.refuse(unit, number, version=1, refusal=refusal)
    with office.unit(BU_SARI) as unit:
        form = ObjectionForm(list(Ground), "Dokumennya ada di laman dinas. " * 8)
        return objections.raise_about(unit, number, form, draft_key="keberatan-1").id


def test_what_is_about_to_be_sent_can_be_read_by_every_eye(
    enter: Enter, street: Street, pak_budi: StaffMember
) -> None:
    number = street.request()
    page = enter(address=f"/register/{number}")
    page.get_by_text("Tolak dengan alasan", exact=True).click()
    page.locator("#tolak").get_by_label("Dasar").select_option("not_documented")
    page.locator("#tolak").get_by_label("Alasan tertulis").fill(REASON)
    page.locator("#tolak").get_by_role("button", name="Lihat dahulu").click()
    page.get_by_role("heading", name="Periksa sebelum dikirim").wait_for()
    assert wrong_on_any_screen(page) == []
    page.get_by_role("button", name="Ubah").click()
    expect(page.locator("#tolak").get_by_label("Alasan tertulis")).to_have_value(REASON)
    assert wrong_on_any_screen(page) == []


def test_every_page_is_for_every_eye_and_fits_every_screen(
    open_page: OpenPage, enter: Enter, busy: dict[str, list[str]]
) -> None:
    problems = []
    for login, addresses in busy.items():
        page = enter(login) if login else open_page()
        for address in addresses:
            page.goto(address)
            for button in page.get_by_role("button", name="Ambil", exact=True).all():
                if address.startswith("/percakapan/") and addresses[2] == address:
                    press(page, button)
            unfold(page)
            problems += [f"{address}: {found}" for found in wrong_on_any_screen(page)]
    assert problems == []
