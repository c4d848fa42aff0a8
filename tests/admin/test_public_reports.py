"""The finished reports for everybody: by year, with what they announce, and light."""

import re

import pytest
from starlette.testclient import TestClient

from admin.app import build
from office.clock import StandingClock
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from register.reports import editions
from register.reports.words import Span
from tests.admin.public_street import HEAVIEST, Outline
from tests.admin.street import browser
from tests.register.reports.sample import HEAD, seen
from tests.register.reports.test_editions import finished

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = "/publik/laporan"


@pytest.fixture
def year(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock) -> int:
    """The finished report on 2026."""
    return finished(office, pak_budi, bu_dewi, clock)


def also(
    office: Office, one: StaffMember, other: StaffMember, span: Span, when: int, place: int
) -> None:
    """Finish the report on a part of a year."""
    with office.unit(one) as unit:
        number = editions.begin(unit, span, when, place)
        editions.propose(unit, number)
    with office.unit(other) as unit:
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))


def test_the_front_page_leads_to_the_reports_and_a_draft_is_on_none(
    office: Office, pak_budi: StaffMember, stranger: TestClient, clock: StandingClock
) -> None:
    with office.unit(pak_budi) as unit:
        editions.begin(unit, Span.MONTH, 2026, 10)
    assert f'href="{PAGE}"' in stranger.get("/publik").text
    assert "Belum ada laporan yang selesai" in stranger.get(PAGE).text
    assert f"{PAGE}</loc>" in stranger.get("/sitemap.xml").text


def test_a_finished_report_is_announced_and_taken_along(year: int, stranger: TestClient) -> None:
    page = stranger.get(PAGE).text
    assert "PENGUMUMAN LAYANAN INFORMASI PUBLIK" in page
    assert "<h2>Laporan tahun 2026</h2>" in page
    leads = [one for one in Outline(page).leads if one.startswith(f"{PAGE}/{year}/")]
    assert len(leads) == 6
    for lead in leads:
        assert stranger.get(lead).status_code == 200, lead


def test_each_year_has_its_own_and_what_has_none_shows_the_newest(
    year: int, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, stranger: TestClient
) -> None:
    also(office, pak_budi, bu_dewi, Span.QUARTER, 2025, 4)
    newest, older = stranger.get(PAGE).text, stranger.get(f"{PAGE}?tahun=2025").text
    assert f'href="{PAGE}?tahun=2025"' in newest
    assert "Laporan triwulan" not in newest
    assert "Laporan triwulan IV 2025" in older
    assert "PENGUMUMAN" not in older
    for asked in ("1999", "x", "999999999999", "-1"):
        answer = stranger.get(f"{PAGE}?tahun={asked}")
        assert "<h1>Laporan layanan informasi 2026</h1>" in answer.text, asked
        assert "set-cookie" not in answer.headers


def test_a_year_with_every_report_it_can_have_weighs_little(
    year: int, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, stranger: TestClient
) -> None:
    for span, places in ((Span.HALF, 2), (Span.QUARTER, 4), (Span.MONTH, 12)):
        for place in range(1, places + 1):
            also(office, pak_budi, bu_dewi, span, 2026, place)
    page = stranger.get(PAGE).text
    named = re.findall(r"<h2>Laporan (.+)</h2>", page)
    assert len(named) == 19
    assert named[:9] == [
        "tahun 2026", "semester I 2026", "semester II 2026",
        "triwulan I 2026", "triwulan II 2026", "triwulan III 2026", "triwulan IV 2026",
        "Januari 2026", "Februari 2026",
    ]  # fmt: skip
    assert len(page.encode()) < HEAVIEST / 2


def test_what_is_announced_names_its_address_where_there_is_one(
    year: int, settings: Settings, office: Office, writer: Writer, stranger: TestClient
) -> None:
    assert "Laporan lengkap dapat diperoleh di" in stranger.get(PAGE).text
    known = settings.model_copy(update={"public_url": "https://ppid.contoh.go.id"})
    reader = browser(build(known, office, writer))
    said = "Laporan lengkap dapat diunduh dari https://ppid.contoh.go.id/publik/laporan?tahun=2026"
    for page in (PAGE, "/publik/statistik/2026"):
        answer = reader.get(page)
        assert answer.status_code == 404 or said in answer.text, page
    assert said in reader.get(PAGE).text


def test_a_list_that_nobody_filled_is_not_counted_on_the_front_page(stranger: TestClient) -> None:
    page = stranger.get("/publik").text
    assert "0 informasi" not in page
    assert "<b>Daftar informasi publik</b> Belum diisi</a>" in page
