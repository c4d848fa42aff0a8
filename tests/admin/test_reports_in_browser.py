"""The reports in a real Chromium: for every eye and screen, and without any script."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from register.reports import editions
from register.reports.words import Entered, Field, Span
from tests.admin.browsing import IN_CHROMIUM, PHONE, Enter, wrong_among
from tests.house.year import fill
from tests.register.reports.sample import HEAD, seen

pytestmark = IN_CHROMIUM
LAW = "Undang-Undang Nomor 14 Tahun 2008"
LONG = "Penyelenggaraan-pelayanan-informasi-publik-" * 4


@pytest.fixture
def reports(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> dict[str, int]:
    """A year of cases with a draft that lacks much, one proposed, and one finished."""
    fill(office, questions=60, requests=200)
    clock.instant = datetime(2027, 2, 10, 2, 0, tzinfo=UTC)
    with office.unit(pak_budi) as unit:
        draft = editions.begin(unit, Span.YEAR, 2026)
        editions.write(unit, draft, Field.FACILITIES, LONG, seen=0)
        month = editions.begin(unit, Span.MONTH, 2026, 10)
        editions.write(unit, month, Field.FOREWORD, "Kata pengantar", seen=0)
        editions.enter(unit, month, dict.fromkeys(Entered, 10**13), {})
        done = editions.begin(unit, Span.HALF, 2026, 1)
        for number in (month, done):
            editions.propose(unit, number)
    with office.unit(bu_dewi) as unit:
        editions.finish(unit, done, HEAD, {"questions": 60}, is_read=True, seen=seen(unit, done))
    return {"draft": draft, "proposed": month, "finished": done}


def test_reports_are_for_every_eye_and_fit_every_screen(
    enter: Enter, reports: dict[str, int]
) -> None:
    draft = f"/laporan/{reports['draft']}"
    addresses = (
        "/laporan?tahun=2026", draft, f"/laporan/{reports['proposed']}",
        f"/laporan/{reports['finished']}", f"{draft}/teks/facilities", f"{draft}/angka",
        f"{draft}/pengumuman", f"{draft}?simpan=facilities#tersimpan", "/publik/laporan",
    )  # fmt: skip
    assert wrong_among(enter(), addresses) == []


def test_a_report_is_begun_and_written_without_any_script(
    enter: Enter, office: Office, pak_budi: StaffMember
) -> None:
    page = enter(address="/laporan?tahun=2026", java_script_enabled=False)
    page.get_by_role("button", name="Susun November 2026").click()
    page.get_by_role("link", name="Tulis Dasar hukum").click()
    page.get_by_text("Contoh naskah dengan angka periode ini").click()
    page.get_by_role("link", name="Pakai contoh ini").click()
    expect(page.get_by_label("Naskah")).to_have_value(re.compile(LAW))
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/laporan/*?simpan=legal-basis#tersimpan")
    expect(page.locator("#legal-basis")).to_contain_text(LAW)
    page.get_by_role("link", name="Isi angka untuk Rincian Penyelesaian").click()
    page.get_by_label("Gugatan ke pengadilan").fill("0")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/laporan/*?simpan=angka#tersimpan")


def test_on_a_phone_a_figure_stands_beside_its_words_and_the_report_is_not_endless(
    enter: Enter, reports: dict[str, int]
) -> None:
    page = enter(address=f"/laporan/{reports['draft']}", size=PHONE)
    table = page.locator("table").filter(has_text="Permohonan diterima").first
    expect(table.get_by_text("Periode sebelumnya").first).to_be_visible()
    row = table.locator("tbody tr").filter(has_text="Permohonan diterima")
    name, figure = (row.locator("td").nth(place).bounding_box() for place in (0, 1))
    assert name is not None
    assert figure is not None
    assert figure["y"] == name["y"]
    assert figure["x"] >= name["x"] + name["width"] - 1
    whole = table.bounding_box()
    assert whole is not None
    assert whole["height"] < PHONE[1]
