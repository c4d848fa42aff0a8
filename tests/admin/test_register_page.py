"""The register as a list: filtered, turned page by page, and blind to purpose."""

import re
from datetime import date

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from office.people import Citizen, StaffMember
from office.unit import Office
from register import book
from register.tables import Request
from tests.admin.street import Street
from tests.people import CLOCKWORK, NIK, PAK_JOKO


def shown(client: TestClient, query: str = "") -> list[str]:
    """Return the requests a page of the register lists, in order."""
    return re.findall(r'<a href="/register/(\d+)">', client.get(f"/register{query}").text)


def way(client: TestClient, query: str, words: str) -> str:
    """Return where a link of the page leads, as a query."""
    found = re.search(rf'<a href="/register([^"]*)" rel="\w+">{words}</a>', client.get(query).text)
    return found[1].replace("&amp;", "&") if found else ""


def test_the_register_filters_searches_and_turns_its_pages(
    budi: TestClient, street: Street
) -> None:
    numbers = [
        street.request(f"d{n}", Citizen(900_000_000 + n), information_detail=f"Dokumen nomor {n}.")
        for n in range(30)
    ]
    budi.post(f"/register/{numbers[0]}/proses", data={"version": "1"})
    newest = [str(number) for number in reversed(numbers)]
    assert shown(budi) == newest[:25]
    older = way(budi, "/register", "Lebih lama")
    assert shown(budi, older) == newest[25:]
    newer = way(budi, f"/register{older}", "Lebih baru")
    assert shown(budi, newer) == newest[:25]
    assert way(budi, f"/register{newer}", "Lebih baru") == ""
    assert shown(budi, "?sebelum=1") == []
    assert shown(budi, "?status=in_process") == [str(numbers[0])]
    assert shown(budi, "?status=tidak-ada") == newest[:25]
    assert shown(budi, "?kanal=walk_in") == []
    assert shown(budi, "?kanal=telegram") == newest[:25]
    assert shown(budi, "?cari=Dokumen+nomor+17.") == [str(numbers[17])]
    assert shown(budi, f"?cari={NIK}") == newest[:25]
    assert shown(budi, "?cari=%25") == []
    assert shown(budi, "?tahun=2025") == []
    assert shown(budi, "?terlambat=1") == []
    kept = way(budi, f"/register?cari={NIK}&tahun=2026&kanal=telegram", "Lebih lama")
    assert kept.startswith(f"?cari={NIK}&kanal=telegram&tahun=2026&sebelum=")
    assert shown(budi, kept) == newest[25:]


def test_what_was_answered_late_is_not_sought_among_what_waits_late(
    budi: TestClient, street: Street, office: Office
) -> None:
    waits, answered = street.request("waits"), street.request("answered", PAK_JOKO)
    due = date(2026, 11, 2)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(Request).values(notice_due=due))
        settled = {"status": "notified", "notice_date": date(2026, 11, 5)}
        unit.session.execute(update(Request).where(Request.id == answered).values(**settled))
    page = budi.get("/register").text
    assert "Belum dijawab dan terlambat" in page
    assert page.count('<span class="bad">terlambat</span>') == 1
    assert page.count('<span class="bad">dijawab terlambat</span>') == 1
    assert shown(budi, "?terlambat=1") == [str(waits)]


@pytest.mark.parametrize("path", ["/register", "/keberatan", "/register/unduh", "/register/umum"])
def test_every_room_of_the_register_leads_to_the_others(budi: TestClient, path: str) -> None:
    page = budi.get(path).text
    rooms = page[page.index('<nav class="parts" aria-label="Register">') :].partition("</nav>")[0]
    for room in ("/register", "/keberatan", "/register/unduh", "/register/umum"):
        here = ' aria-current="page"' if room == path else ""
        assert f'<a href="{room}"{here}>' in rooms, room


def test_the_rooms_of_the_register_hide_what_somebody_may_not_open(agus: TestClient) -> None:
    for path in ("/register", "/keberatan", "/register/unduh"):
        assert 'href="/register/umum"' not in agus.get(path).text, path


def test_a_long_register_is_counted_only_so_far(
    budi: TestClient, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        street.request(f"d{n}", Citizen(900_000_000 + n))
    assert "3 permohonan" in budi.get("/register?status=registered").text
    monkeypatch.setattr(book, "MOST_COUNTED", 2)
    assert "lebih dari 2 permohonan" in budi.get("/register?status=registered").text


def test_the_purpose_is_shown_on_the_case_and_in_no_list(budi: TestClient, street: Street) -> None:
    number = street.request(purpose_of_use="mengawasi pembangunan jalan desa")
    assert "mengawasi pembangunan" in budi.get(f"/register/{number}").text
    for address in ("/", "/register", "/register?cari=rkpd", "/jurnal", "/antrean", "/keberatan"):
        assert "mengawasi pembangunan" not in budi.get(address).text, address
    assert "0 permohonan" in budi.get("/register?cari=mengawasi+pembangunan").text


def test_two_requests_that_differ_in_purpose_look_and_sort_alike_in_every_list(
    budi: TestClient, street: Street, office: Office
) -> None:
    one = street.request("a", purpose_of_use="penelitian skripsi")
    other = street.request(
        "b", PAK_JOKO, purpose_of_use="memviralkan pejabat", purpose_category="other"
    )
    addresses = ("/", "/register", "/register?cari=rkpd", "/register?tahun=2026")

    def lists() -> list[str]:
        return [budi.get(address).text for address in addresses]

    before = lists()
    with office.unit(CLOCKWORK) as unit:
        for number, purpose in ((one, "memviralkan pejabat"), (other, "penelitian skripsi")):
            unit.session.execute(
                update(Request)
                .where(Request.id == number)
                .values(purpose_of_use=purpose, purpose_category="legal")
            )
    assert lists() == before


def test_the_day_shows_what_is_due_next_and_what_waits_for_whom(
    budi: TestClient, ratna: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    street.request()
    page = budi.get("/").text
    assert "<b>1</b> permohonan berjalan" in page
    assert "Jatuh tempo berikutnya" in page
    assert "0001/PPID/XI/2026" in page
    assert "keberatan menunggu tanggapan" in ratna.get("/").text
