"""The dashboard and the audit in a real Chromium: for every eye, on every screen, on paper."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from knowledge.audit import drawing
from knowledge.words import Band
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import (
    BOTH,
    IN_CHROMIUM,
    SCREENS,
    Enter,
    press,
    resize,
    wrong_on_any_screen,
)
from tests.admin.library import a_pair, asked
from tests.house.year import fill

pytestmark = IN_CHROMIUM
ONE = "/audit-jawaban/1"


@pytest.fixture
def year(office: Office, pak_budi: StaffMember, pak_agus: StaffMember) -> None:
    """A small year of everything."""
    fill(office, questions=900, requests=260)


@pytest.fixture
def month(
    office: Office,
    clock: StandingClock,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    pak_agus: StaffMember,
) -> None:
    """November is over and drawn: ten answers."""
    a_pair(office, pak_budi, bu_dewi)
    for number in range(10):
        asked(office, f"k{number}", f"daftar becak {number}", Band.ANSWER)
    clock.advance(timedelta(days=10))
    with office.unit(pak_agus) as unit:
        drawing.draw(unit, clock.now().date().replace(month=11, day=1))


def test_the_dashboard_is_for_every_eye_and_fits_every_screen(enter: Enter, year: None) -> None:
    page = enter("agus", "/dasbor?periode=2026")
    assert wrong_on_any_screen(page) == []
    for summary in page.locator("main summary").all()[:6]:
        press(page, summary)
    assert wrong_on_any_screen(page) == []
    for name, size in SCREENS:
        resize(page, size)
        small = page.evaluate(
            "() => [...document.querySelectorAll('figure svg text')].filter(e =>"
            " e.getBoundingClientRect().height < 10).map(e => e.textContent)"
        )
        assert small == [], name


def test_a_number_of_the_dashboard_opens_its_rows_with_the_keyboard(
    enter: Enter, year: None
) -> None:
    page = enter("agus", "/dasbor?periode=2026#permohonan")
    table = page.locator("figure[aria-labelledby=kanal-h]")
    table.locator("summary").focus()
    page.keyboard.press("Enter")
    link = table.locator("tbody a").first
    count = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/register?*kanal=telegram*")
    expect(page.get_by_text(f"{count} permohonan", exact=True)).to_be_visible()


def test_on_paper_every_plot_has_its_table_and_nothing_needs_colour(
    enter: Enter, year: None, tmp_path: Path
) -> None:
    page = enter("agus", "/dasbor?periode=2026")
    figures = page.locator("figure").count()
    file = tmp_path / "dasbor.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    text = " ".join(one.extract_text() for one in PdfReader(file).pages)
    assert text.count("Sebelumnya") > figures / 2
    assert "Pasal 17 huruf a" in text
    assert "Tampilkan" not in text
    page.emulate_media(media="print")
    colours = page.evaluate(
        "() => [...new Set([...document.querySelectorAll('figure svg *')].flatMap(e =>"
        " [getComputedStyle(e).fill, getComputedStyle(e).stroke]))]"
    )
    shades = [one.removeprefix("rgb(").rstrip(")").split(", ") for one in colours if "rgb(" in one]
    assert all(len(set(one)) == 1 for one in shades), colours


@BOTH
def test_a_judge_goes_through_the_sample_with_the_keyboard(
    enter: Enter, month: None, script: bool
) -> None:
    page = enter("agus", ONE, java_script_enabled=script)
    page.get_by_role("button", name="Menjadi penilai 1").click()
    page.get_by_text("Jawaban 1 dari 10").wait_for()
    if script:
        page.keyboard.press("1")
    else:
        page.get_by_role("button", name="Benar", exact=True).focus()
        page.keyboard.press("Enter")
    page.get_by_text("Jawaban 2 dari 10").wait_for()
    page.get_by_label("Catatan").fill("Nomor 3 di loket sudah berganti.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Salah")
    page.keyboard.press("Enter")
    page.get_by_text("Jawaban 3 dari 10").wait_for()
    page.get_by_role("link", name="Kembali ke yang tadi").click()
    page.get_by_text("Anda menilai: salah").wait_for()


def test_the_audit_is_for_every_eye_and_fits_every_screen(enter: Enter, month: None) -> None:
    problems = []
    for login, fault in (("agus", True), ("dewi", False)):
        page = enter(login)
        problems += [*at(page, "/audit-jawaban"), *at(page, ONE)]
        press(page, page.get_by_role("button", name="Menjadi penilai"))
        for number in range(1, 11):
            page.get_by_text(f"Jawaban {number} dari 10").wait_for()
            if number == 1:
                problems += wrong_on_any_screen(page)
            if fault and number == 1:
                page.get_by_label("Catatan").fill("Alamatnya lama.")
                press(page, page.get_by_role("button", name="Salah"))
            else:
                page.get_by_role("button", name="Benar", exact=True).click()
    expect(page.get_by_text("Perbedaan yang belum selesai")).to_be_visible()
    problems += at(page, f"{ONE}?ulang=1")
    assert problems == []


def at(page: Page, address: str) -> list[str]:
    page.goto(address)
    return [f"{address}: {found}" for found in wrong_on_any_screen(page)]
