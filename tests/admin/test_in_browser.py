"""The panel in a real Chromium: with keyboard, without JavaScript, for every eye and screen."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette

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
from tests import chromium
from tests.admin.street import CLEAN, PERSONAL, REASON, Street
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, PASSWORD
from tests.register.lists import established

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason="no Chromium: apt-get install chromium"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

PHONE, DESK = (390, 844), (1280, 800)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium.path(), args=chromium.ARGUMENTS, env={"LANG": "C.UTF-8"}
        )
        yield browser
        browser.close()


@pytest.fixture
def panel(app: Starlette) -> Iterator[str]:
    """The address of the panel, served in a thread."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def faults() -> list[str]:
    """What a browser complained about."""
    return []


@pytest.fixture
def open_page(chrome: Browser, panel: str, faults: list[str]) -> Iterator[OpenPage]:
    """Opens browsers; afterwards none may have complained in its console."""
    opened = []

    def listen(kind: str, text: str) -> None:
        # A page that says no is one: Chromium reports its status as an error.
        if kind == "error" and not text.startswith("Failed to load resource"):
            faults.append(text)

    def start(size: tuple[int, int] = DESK, **options: object) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = chrome.new_context(base_url=panel, viewport=viewport, locale="id", **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda line: listen(line.type, line.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield start
    for context in opened:
        context.close()
    assert faults == []


def sign_in(page: Page, login: str = "budi") -> None:
    """Sign in with the keyboard alone: the first field has the focus."""
    page.goto("/masuk")
    page.locator("input[name=login]:focus").wait_for()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def focused(page: Page) -> str:
    return page.locator(":focus").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_officer_answers_a_citizen_with_the_keyboard_alone(
    open_page: OpenPage, street: Street, pak_budi: StaffMember, script: bool
) -> None:
    talk = street.asks("Kapan kantor buka?")
    page = open_page(java_script_enabled=script)
    sign_in(page)
    page.goto("/antrean")
    page.keyboard.press("Tab")
    assert focused(page) == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Ambil berikutnya"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/percakapan/{talk}?pesan=claimed")
    page.locator("textarea[name=text]:focus").wait_for()
    page.keyboard.type("Senin sampai Jumat, 08.00 sampai 15.00.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Kirim ke warga"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/percakapan/{talk}?pesan=replied")
    assert page.get_by_text("Balasan masuk antrean kirim.").is_visible()
    assert page.locator(".talk .staff").inner_text().endswith("15.00.")
    assert street.keys(f"escalation:{talk}:line:") == ["staff_reply"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_officer_grants_a_request_with_a_file(
    open_page: OpenPage, street: Street, pak_budi: StaffMember, tmp_path: Path, script: bool
) -> None:
    number = street.request()
    document = tmp_path / "rkpd.csv"
    document.write_bytes(CLEAN)
    page = open_page(PHONE, java_script_enabled=script)
    sign_in(page)
    page.get_by_role("link", name="Register").click()
    page.get_by_role("link", name="0001/PPID/XI/2026").click()
    page.get_by_text("Siapkan berkas", exact=True).click()
    page.get_by_label("Berkas untuk pemohon").set_input_files(document)
    page.get_by_role("button", name="Periksa dan siapkan").click()
    page.wait_for_url(f"**/register/{number}?pesan=file_looked_at")
    page.get_by_text("Kabulkan", exact=True).click()
    page.get_by_label("Putusan").select_option("granted_full")
    page.get_by_label("Keterangan").fill("Semoga bermanfaat.")
    assert page.get_by_label("Serahkan sekaligus").is_checked()
    page.locator("#kabulkan").get_by_role("button", name="Lihat dahulu").press("Enter")
    page.get_by_role("heading", name="Periksa sebelum dikirim").wait_for()
    assert page.get_by_text("Semoga bermanfaat.").first.is_visible()
    page.get_by_role("button", name="Kabulkan dan beri tahu").press("Enter")
    page.wait_for_url(f"**/register/{number}?pesan=decided")
    assert page.get_by_role("status").inner_text() == "Keputusan tersimpan; pemohon diberi tahu."
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
    sign_in(page)
    page.goto("/antrean")
    page.get_by_role("link", name="Saya dulu.").focus()
    street.asks("Saya kemudian.", citizen=PAK_JOKO)
    page.clock.run_for(10_500)
    page.get_by_text("Saya kemudian.").wait_for()
    assert "Saya dulu." in focused(page)
    with office.unit(CLOCKWORK) as unit:
        unit.session.query(SignedIn).delete()
    page.clock.run_for(10_500)
    page.get_by_text("Sesi Anda sudah berakhir.").wait_for()


def test_an_open_conversation_shows_what_the_citizen_adds_and_keeps_the_draft(
    open_page: OpenPage, street: Street, pak_budi: StaffMember
) -> None:
    talk = street.asks("Kapan kantor buka?")
    page = open_page()
    page.clock.install()
    sign_in(page)
    page.goto(f"/percakapan/{talk}")
    page.get_by_role("button", name="Ambil").click()
    page.get_by_label("Balas warga").fill("Senin sampai Jumat.")
    street.adds("Hari Sabtu juga?")
    page.clock.run_for(10_500)
    page.get_by_text("Hari Sabtu juga?").wait_for()
    assert page.get_by_label("Balas warga").input_value() == "Senin sampai Jumat."
    page.get_by_role("button", name="Kirim ke warga").click()
    page.wait_for_url("**pesan=replied")


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_about_to_be_sent_can_be_read_by_every_eye(
    open_page: OpenPage, street: Street, pak_budi: StaffMember, size: tuple[int, int], scheme: str
) -> None:
    number = street.request()
    page = open_page(size, color_scheme=scheme)
    sign_in(page)
    page.goto(f"/register/{number}")
    page.get_by_text("Tolak dengan alasan", exact=True).click()
    page.locator("#tolak").get_by_label("Dasar").select_option("not_documented")
    page.locator("#tolak").get_by_label("Alasan tertulis").fill(REASON)
    page.locator("#tolak").get_by_role("button", name="Lihat dahulu").click()
    page.get_by_role("heading", name="Periksa sebelum dikirim").wait_for()
    assert _problems(page) == []
    page.get_by_role("button", name="Ubah").click()
    assert page.locator("#tolak").get_by_label("Alasan tertulis").input_value() == REASON
    assert _problems(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_for_every_eye_and_fits_every_screen(
    open_page: OpenPage, busy: dict[str, list[str]], size: tuple[int, int], scheme: str
) -> None:
    problems = []
    for login, addresses in busy.items():
        page = open_page(size, color_scheme=scheme)
        if login:
            sign_in(page, login)
        for address in addresses:
            page.goto(address)
            for button in page.get_by_role("button", name="Ambil", exact=True).all():
                if address.startswith("/percakapan/") and addresses[2] == address:
                    button.click()
            for summary in page.locator("summary").all():
                summary.click()
            problems += [f"{address}: {found}" for found in _problems(page)]
    assert problems == []


def _problems(page: Page) -> list[str]:
    results = Axe().run(page).response["violations"]
    found = [
        f"{row['id']}: {row['nodes'][0]['html'][:120]}"
        for row in results
        if row["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()"
        " && !e.closest('.skip, .unseen, thead, .scroll')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"
    )
    across = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + [f"too wide: {one}" for one in wide] + (["scrolls sideways"] if across else [])
