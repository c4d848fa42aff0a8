"""One conversation in a real Chromium: inserted, undone, listened to; for every eye and screen."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from knowledge.escalation import approving, opening, replying
from office import outbox
from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import (
    BOTH,
    DESK,
    IN_CHROMIUM,
    PHONE,
    Enter,
    OpenPage,
    let_in,
    press,
    resize,
    wrong_on_any_screen,
)
from tests.admin.street import Street
from tests.knowledge.escalation import desk
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

pytestmark = IN_CHROMIUM

HOW_LONG = "Berapa lama permohonan informasi dijawab?"
LONG = "Dokumen-pelaksanaan-anggaran-" * 8
TICKS = frozenset({"personal_data", "exempt", "source", "date"})


def photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 90, 60)).save(content, "JPEG")
    return content.getvalue()


def composer(page: Page) -> str:
    return page.get_by_label("Balas warga").input_value()


@pytest.fixture
def held(street: Street, office: Office, pak_budi: StaffMember) -> int:
    """A conversation about what the library knows, which Pak Budi holds."""
    number = street.asks(HOW_LONG)
    assert desk.claim(office, pak_budi, number)
    return number


@BOTH
def test_an_entry_goes_where_one_writes_and_nothing_typed_is_lost(
    enter: Enter, held: int, street: Street, script: bool
) -> None:
    page = enter(address=f"/percakapan/{held}", java_script_enabled=script)
    field = page.get_by_label("Balas warga")
    field.fill("Selamat pagi.\n\nTerima kasih.")
    if script:
        field.evaluate("field => field.setSelectionRange(13, 13)")
    page.get_by_role("button", name="Sisipkan").first.click()
    expect(page.get_by_label("Balas warga")).to_have_value(re.compile("10 hari kerja"))
    text = composer(page)
    assert text.startswith("Selamat pagi.")
    assert ("Sumber:" in text.partition("Terima kasih.")[0]) == script
    assert "Terima kasih." in text
    assert street.keys(f"escalation:{held}:line:") == []


@BOTH
def test_enter_in_the_search_field_searches_and_never_sends(
    enter: Enter, held: int, street: Street, script: bool
) -> None:
    page = enter(address=f"/percakapan/{held}", java_script_enabled=script)
    page.get_by_label("Balas warga").fill("Belum selesai")
    page.get_by_label("Cari entri").fill("alamat kantor")
    page.get_by_label("Cari entri").press("Enter")
    page.locator("#hasil-cari .entry").first.wait_for()
    assert composer(page) == "Belum selesai"
    assert street.keys(f"escalation:{held}:line:") == []


@BOTH
def test_a_reply_is_undone_within_its_seconds(
    enter: Enter, held: int, street: Street, script: bool
) -> None:
    page = enter(address=f"/percakapan/{held}", size=PHONE, java_script_enabled=script)
    page.get_by_label("Balas warga").fill("Salah ketik.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_role("button", name="Batalkan").click()
    page.get_by_text("Balasan ditarik; teksnya ada lagi di kotak balasan.").wait_for()
    assert composer(page) == "Salah ketik."
    assert [one.state for one in street.letters(f"escalation:{held}:line:")] == ["obsolete"]


def test_what_came_while_somebody_writes_stops_the_reply_though_it_is_on_the_screen(
    enter: Enter, held: int, street: Street, office: Office
) -> None:
    page = enter(address=f"/percakapan/{held}")
    page.get_by_label("Balas warga").fill("Sepuluh hari kerja, Bu.")
    desk.writes(office, "JANGAN dijawab, saya salah alamat")
    page.get_by_text("saya salah alamat").wait_for()
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_text("pesan baru").first.wait_for()
    assert street.keys(f"escalation:{held}:line:") == []
    assert composer(page) == "Sepuluh hari kerja, Bu."


def test_what_came_before_somebody_writes_was_read(
    enter: Enter, held: int, street: Street, office: Office
) -> None:
    page = enter(address=f"/percakapan/{held}")
    desk.writes(office, "Tahun 2025 ya, Pak")
    page.get_by_text("Tahun 2025 ya, Pak").wait_for()
    newest = page.locator("#obrolan").get_attribute("data-newest")
    expect(page.locator("#dibaca")).to_have_value(str(newest))
    page.get_by_label("Balas warga").fill("Baik, tahun 2025.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_text("Terkirim dalam").wait_for()
    assert street.keys(f"escalation:{held}:line:") == ["staff_reply"]


def test_the_seconds_count_down_and_the_promise_with_them(
    open_page: OpenPage, held: int, street: Street
) -> None:
    page = open_page()
    page.clock.install()
    let_in(page)
    page.goto(f"/percakapan/{held}")
    promise = page.locator("time.left")
    before = promise.inner_text()
    page.get_by_label("Balas warga").fill("Sepuluh hari kerja.")
    page.clock.run_for(125_000)
    expect(promise).not_to_have_text(before)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_role("button", name="Batalkan").wait_for()
    page.clock.run_for(4_000)
    expect(page.locator("[data-seconds]")).to_have_text(re.compile("^[0-7]$"))


def test_a_voice_note_goes_on_playing_while_the_page_refreshes_itself(
    open_page: OpenPage, held: int, street: Street
) -> None:
    kept = street.cabinet.keep("suara.mp3", b"ID3\x04" + b"\x00" * 60)
    shot = street.cabinet.keep("jalan.jpg", photo())
    with street.office.unit(BU_SARI) as unit:
        opening.add_line(unit, "(berkas)", file=kept)
        opening.add_line(unit, "Ini fotonya.", file=shot)
    page = open_page()
    page.clock.install()
    let_in(page)
    page.goto(f"/percakapan/{held}")
    expect(page.locator(".photo img")).to_have_js_property("naturalWidth", 640)
    page.evaluate("document.querySelector('audio').dataset.same = 'yes'")
    page.get_by_label("Balas warga").fill("Sebentar, Bu.")
    street.adds("Ditunggu.")
    page.clock.run_for(10_500)
    page.get_by_text("Ditunggu.").wait_for()
    expect(page.locator("audio")).to_have_attribute("data-same", "yes")
    assert composer(page) == "Sebentar, Bu."
    with page.expect_popup() as whole:
        page.locator(".photo a").click()
    expect(whole.value).to_have_url(re.compile("/lihat$"))
    expect(whole.value.locator("img")).to_have_js_property("naturalWidth", 640)


@BOTH
def test_a_sensitive_reply_goes_by_a_second_person(
    enter: Enter,
    street: Street,
    office: Office,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    script: bool,
) -> None:
    number = street.asks("Apakah ada gratifikasi dalam tender jalan?")
    assert desk.claim(office, pak_budi, number)
    page = enter(address=f"/percakapan/{number}", java_script_enabled=script)
    page.get_by_label("Balas warga").fill("Menurut Inspektorat tidak ada.")
    for box in page.locator(".care input").all():
        box.check()
    page.get_by_role("button", name="Ajukan ke rekan").click()
    page.get_by_text("Usul balasan menunggu orang kedua").first.wait_for()
    other = enter("dewi", f"/percakapan/{number}", size=PHONE, java_script_enabled=script)
    other.get_by_text("Menurut Inspektorat tidak ada.").wait_for()
    other.get_by_role("button", name="Setujui dan kirim").click()
    other.get_by_text("Balasan disetujui dan masuk antrean kirim.").wait_for()
    assert street.keys(f"escalation:{number}:line:") == ["staff_reply"]


@pytest.fixture
def screens(
    street: Street, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> dict[str, list[tuple[str, Callable[[Page], None] | None]]]:
    """Conversations in every state, each with what is done on its page before it is looked at."""
    street.request("a", information_detail=LONG)
    rich = street.asks(LONG, HOW_LONG)
    assert desk.claim(office, pak_budi, rich)
    desk.reply(office, pak_budi, rich, f"Baik, Bu. {LONG}")
    _fail(office, rich)
    for name, content in (("jalan.jpg", photo()), ("suara.wav.ogg", b"OggS" + b"\x00" * 80)):
        kept = street.cabinet.keep(LONG + name, content)
        with office.unit(BU_SARI) as unit:
            opening.add_line(unit, "(berkas)", file=kept)
    with office.unit(pak_budi) as unit:
        replying.note(unit, rich, LONG)
    desk.reply(office, pak_budi, rich, "Sudah kami terima.")
    proposed = street.asks("Ada gratifikasi dalam tender?", citizen=PAK_JOKO)
    assert desk.claim(office, pak_budi, proposed)
    with office.unit(pak_budi) as unit:
        approving.propose(unit, proposed, f"Tidak. {LONG}", seen_line=desk.ALL_READ, checked=TICKS)

    def stop(page: Page) -> None:
        page.get_by_label("Balas warga").fill("Kantor di {isi: alamat}, sengketa.")
        press(page, page.get_by_role("button", name="Kirim", exact=True))
        page.get_by_role("alert").wait_for()

    return {
        "budi": [(f"/percakapan/{rich}", None), (f"/percakapan/{rich}", stop),
                 (f"/percakapan/{proposed}", None), (f"/percakapan/{rich}?cari=kantor", None)],
        "dewi": [(f"/percakapan/{rich}", None), (f"/percakapan/{proposed}", None)],
    }  # fmt: skip


def _fail(office: Office, number: int) -> None:
    with office.unit(CLOCKWORK) as unit:
        rows = unit.session.execute(
            outbox.outbox.select().where(
                outbox.outbox.c.once.startswith(f"escalation:{number}:line:")
            )
        ).all()
        for row in rows:
            failure = "Forbidden: bot was blocked by the user"
            outbox.undeliverable(unit.session, row.id, failure=failure, now=unit.now)


def test_every_state_is_for_every_eye_and_fits_every_screen(
    enter: Enter, screens: dict[str, list[tuple[str, Callable[[Page], None] | None]]]
) -> None:
    problems = []
    for login, addresses in screens.items():
        page = enter(login)
        for address, before in addresses:
            page.goto(address)
            if before is not None:
                before(page)
            resize(page, PHONE)
            for summary in page.locator("main details:not([open]) > summary").all():
                if summary.is_visible():
                    summary.click()
            resize(page, DESK)
            problems += [f"{address}: {found}" for found in wrong_on_any_screen(page)]
    assert problems == []
