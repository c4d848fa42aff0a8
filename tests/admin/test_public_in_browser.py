"""Everybody's pages in a real Chromium: no script, every eye, every screen, the keyboard, paper."""

import pytest
from playwright.sync_api import Page, expect

from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import (
    DESK,
    IN_CHROMIUM,
    PHONE,
    Enter,
    OpenPage,
    focused,
    press,
    wrong_among,
    wrong_on_any_screen,
)
from tests.admin.public_street import furnish
from tests.admin.street import Street
from tests.house import year
from tests.people import NIK, PAK_JOKO

pytestmark = IN_CHROMIUM
NARROWEST = (320, 640)
ADDRESSES = (
    "/publik", "/publik/register", "/publik/register/2026/1", "/publik/statistik/2026",
    "/publik/jawaban", "/publik/jawaban?cari=biaya", "/publik/jawaban/topik/ppid",
    "/publik/jawaban/ppid-waktu", "/publik/dip", "/publik/dikecualikan", "/publik/hitung",
    "/publik/periksa", "/publik/data",
    "/publik/data/kamus", "/publik/maklumat", "/publik/privasi", "/publik/pengumuman",
)  # fmt: skip
REFUSED = ("/publik/hitung?hari=0", "/periksa/TIDAKADA22", "/publik/tidak-ada")


@pytest.fixture
def filled(office: Office, street: Street, pak_budi: StaffMember, bu_ratna: StaffMember) -> None:
    """An office with a year behind it and something on every page."""
    year.fill(office, questions=20, requests=120)
    furnish(office, street, pak_budi, bu_ratna)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    for summary in page.locator("summary").all():
        summary.click()


def test_every_page_is_for_every_eye_and_fits_every_screen(
    open_page: OpenPage, filled: None
) -> None:
    page = open_page()
    assert wrong_among(page, ADDRESSES, folded="summary") == []
    for address in REFUSED:
        opened(page, address)
        assert wrong_on_any_screen(page) == [], address


def test_the_smallest_screen_needs_no_scrolling_sideways(open_page: OpenPage, filled: None) -> None:
    page = open_page(NARROWEST)
    for address in (*ADDRESSES, *REFUSED):
        opened(page, address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROWEST[0], address


def test_a_reader_goes_with_the_keyboard_alone_and_without_script(
    open_page: OpenPage, filled: None
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/publik")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Langsung ke isi")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("berapa lama dijawab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publik/jawaban?cari=*")
    link = page.locator("main ul.plain a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/publik/jawaban/*")
    expect(page.locator("h1")).to_have_count(1)


def test_a_page_asks_for_nothing_beyond_itself_its_sheet_and_its_sign(
    open_page: OpenPage, filled: None
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.split("?")[0].rsplit("/", 1)[-1]))
    page.goto("/publik/statistik/2026", wait_until="networkidle")
    assert set(asked) <= {"2026", "gaya.css", "icon.svg"}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_on_paper_there_is_the_content_and_no_navigation(open_page: OpenPage, filled: None) -> None:
    page = open_page()
    page.goto("/publik/statistik/2026")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main table").first).to_be_visible()
    expect(page.locator("header nav")).to_be_hidden()
    page.goto("/publik/hitung")
    page.emulate_media(media="print")
    expect(page.locator("main form")).to_be_hidden()


def test_the_list_to_be_reviewed_is_for_every_eye_and_fits_every_screen(
    enter: Enter, street: Street, pak_budi: StaffMember
) -> None:
    number = street.request()
    street.request("draft-2", PAK_JOKO)
    street.request("draft-3", information_detail=f"Data bansos atas NIK {NIK}")
    page = enter(address="/register/umum")
    press(page, page.locator(f"#baris-{number}").get_by_role("button"))
    page.wait_for_url("**/register/umum?terbit=*")
    for address in ("/register/umum?terbit=1", f"/register/{number}/umum?dari=daftar"):
        page.goto(address)
        assert wrong_on_any_screen(page) == [], address


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_officer_reviews_what_is_asked_with_the_keyboard_alone_and_without_script(
    enter: Enter, street: Street, pak_budi: StaffMember, size: tuple[int, int]
) -> None:
    first, second = street.request(), street.request("draft-2", PAK_JOKO)
    street.request("draft-3", information_detail=f"Data bansos atas NIK {NIK}")
    page = enter(address="/register/umum", size=size, java_script_enabled=False)
    page.locator(f"input[name=pilih-{second}]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/register/umum?terbit={second}")
    expect(page.get_by_role("status")).to_contain_text("1 rincian diterbitkan.")
    page.get_by_role("button", name="Batalkan").press("Enter")
    page.wait_for_url("**/register/umum?pesan=subject_withdrawn")
    press = page.locator(f"#baris-{first}").get_by_role("button")
    expect(press).to_have_text("Terbitkan 0001/PPID/XI/2026")
    press.press("Enter")
    page.wait_for_url(f"**/register/umum?terbit={first}")
    expect(page.locator("#tinjau li")).to_have_count(2)
