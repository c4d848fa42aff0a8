"""The menu in a real Chromium: one row at a desk, one button on a phone, with keys and without."""

import pytest
from playwright.sync_api import Page, expect

from office import regional
from office.people import Role, StaffMember
from office.unit import Office
from tests.admin.browsing import BOTH, DESK, IN_CHROMIUM, PHONE, Enter, focused, wrong_with
from tests.people import CLOCKWORK, staff_member

pytestmark = IN_CHROMIUM


def shows(page: Page, name: str, *, shown: bool = True) -> None:
    """Expect a way of the menu to be there for the eye, or not to be."""
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible(visible=shown)


@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_the_menu_takes_one_row_at_a_desk(enter: Enter, office: Office, role: Role | None) -> None:
    roles = list(Role) if role is None else [role]
    with office.unit(CLOCKWORK) as unit:
        opd = regional.add(unit, "Bappeda") if Role.PPID_EXECUTOR in roles else None
        staff_member(unit, "siapa", "Siapa Saja", *roles, regional_office=opd)
    page = enter("siapa", size=(1160, 800))  # hardly wider than what gets a button instead
    ways = page.locator("header nav > a, header nav > details")
    tops = {round(box["y"]) for box in (one.bounding_box() for one in ways.all()) if box}
    assert max(tops) - min(tops) <= 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("button", name="Menu", exact=True)).to_be_hidden()


@BOTH
def test_a_group_opens_with_the_keyboard_and_leads_on(
    enter: Enter, pak_budi: StaffMember, script: bool
) -> None:
    page = enter(size=DESK, java_script_enabled=script)
    page.locator("summary", has_text="Pengawasan").focus()
    shows(page, "Jurnal", shown=False)
    page.keyboard.press("Enter")
    shows(page, "Jurnal")
    for name in ("Dasbor", "Laporan", "Jurnal"):
        page.keyboard.press("Tab")
        expect(focused(page)).to_have_text(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/jurnal")
    expect(page.locator("summary[aria-current=true]")).to_have_text("Pengawasan")
    page.locator("summary", has_text="Pengawasan").click()
    page.locator("summary", has_text="Pengaturan").click()
    # One group at a time.
    shows(page, "Jurnal", shown=False)
    shows(page, "Kalender")


def test_a_group_closes_when_its_reader_goes_elsewhere(enter: Enter, pak_budi: StaffMember) -> None:
    page = enter(size=DESK)
    group = page.locator("summary", has_text="Pengaturan")
    group.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    shows(page, "Kalender", shown=False)
    expect(focused(page)).to_have_text("Pengaturan")
    group.click()
    page.locator("main h1").click()
    shows(page, "Kalender", shown=False)


@BOTH
def test_on_a_phone_one_button_opens_everything(
    enter: Enter, pak_budi: StaffMember, script: bool
) -> None:
    page = enter(size=PHONE, java_script_enabled=script)
    shows(page, "Register", shown=False)
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    shows(page, "Register")
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    page.keyboard.press("Escape")
    shows(page, "Register", shown=False)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Tutup menu").click()
    shows(page, "Register", shown=False)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("summary", has_text="Pengaturan").click()
    page.get_by_role("link", name="Kalender", exact=True).click()
    page.wait_for_url("**/kalender**")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_open_menu_has_no_fault_for_any_eye(
    enter: Enter, pak_budi: StaffMember, size: tuple[int, int]
) -> None:
    page = enter(size=size)
    if size == PHONE:
        page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("summary", has_text="Pengawasan").click()
    assert wrong_with(page) == []
