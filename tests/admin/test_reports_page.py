"""The reports in the panel: listed by year, written, looked at twice, fetched, and never a name."""

import io
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from starlette.testclient import TestClient

from admin.texts import table
from office.clock import StandingClock
from register.reports.words import Entered, Field
from tests.admin.street import Street
from tests.admin.test_curation_words import PLACES
from tests.house.year import SECRETS, fill
from tests.people import PASSWORD

FEBRUARY = datetime(2027, 2, 10, 2, 0, tzinfo=UTC)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = ("lengkap-pdf", "lengkap-docx", "lengkap-xlsx", "ringkas-pdf", "ringkas-docx",
         "ringkas-xlsx")  # fmt: skip
ROOT = Path(__file__).parents[2]


def begin(client: TestClient, span: str = "month", place: int = 11) -> str:
    """Begin a report; return its address."""
    answer = client.post("/laporan", data={"span": span, "year": "2026", "place": str(place)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def write_all(client: TestClient, report: str) -> None:
    for field in Field:
        where = f"{report}/teks/{field.replace('_', '-')}"
        answer = client.post(where, data={"body": f"Isi {field}", "seen": "0"})
        assert answer.status_code == 303, answer.text
    numbers = dict.fromkeys(Entered, "1.000") | {f"seen_{one}": "0" for one in Entered}
    assert client.post(f"{report}/angka", data=numbers).status_code == 303


def finish(first: TestClient, second: TestClient, report: str) -> None:
    assert first.post(f"{report}/ajukan").status_code == 303
    assert second.post(f"{report}/selesai", data=read(second, report)).status_code == 303


def read(client: TestClient, report: str) -> dict[str, str]:
    """Return which version somebody has before them."""
    found = re.search(r'name="seen" value="(\d+)"', client.get(report).text)
    assert found is not None
    return {"seen": found[1], "read": "1", "reason": "Angkanya keliru"}


def said(page: str) -> str:
    """Return the words of a page without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_list_says_what_is_owed_and_by_when(budi: TestClient, clock: StandingClock) -> None:
    page = said(budi.get("/laporan").text)
    assert "Laporan tahun 2025 seharusnya selesai Selasa, 31 Maret 2026" in page
    clock.instant = FEBRUARY
    budi.post("/masuk", data={"login": "budi", "password": PASSWORD})
    page = said(budi.get("/laporan?tahun=2026").text)
    assert "Laporan tahun 2026 paling lambat Rabu, 31 Maret 2027 : 49 hari lagi" in page
    assert "Semester II 2026" in page
    assert "Triwulan III 2026" in page


@pytest.mark.parametrize("asked", ["0", "99999", "x", "999999999", "2009"])
def test_a_year_that_cannot_be_shows_this_one(budi: TestClient, asked: str) -> None:
    answer = budi.get(f"/laporan?tahun={asked}")
    assert answer.status_code == 200
    assert '<option value="2026" selected>' in answer.text


def test_who_only_reads_sees_figures_and_no_form(budi: TestClient, agus: TestClient) -> None:
    report = begin(budi)
    assert 'action="/laporan"' in budi.get("/laporan").text
    listed, page = agus.get("/laporan").text, agus.get(report).text
    assert 'method="post" action="/laporan"' not in listed
    assert f'action="{report}/ajukan"' not in page
    assert "Angka pokok layanan informasi publik" in page
    for act in ("ajukan", "kembalikan", "selesai", "edisi-baru", "salinan", "angka"):
        assert agus.post(f"{report}/{act}", data={}).status_code == 403, act
    assert agus.post("/laporan", data={"span": "year", "year": "2026"}).status_code == 403


@pytest.mark.parametrize(
    "form",
    [
        {"span": "week", "year": "2026", "place": "1"},
        {"span": "month", "year": "2026", "place": "13"},
        {"span": "month", "year": "99999", "place": "1"},
        {"span": "month", "year": "2026"},
        {},
    ],
)
def test_a_period_that_cannot_be_is_refused(budi: TestClient, form: dict[str, str]) -> None:
    assert budi.post("/laporan", data=form).status_code == 422


def test_figures_lead_to_the_rows_behind_them(budi: TestClient, street: Street) -> None:
    street.request("one")
    page = budi.get(begin(budi)).text
    links = [unescape(one) for one in re.findall(r'href="(/register\?[^"]+)"', page)]
    assert {"dari": ["2026-11-01"], "sampai": ["2026-11-30"]} in [
        parse_qs(urlsplit(one).query) for one in links
    ]
    assert any("waktu=4_10" in one for one in links)
    assert not any("tujuan" in one or "purpose" in one for one in links)
    for one in {link.split("&")[-1].split("=")[0]: link for link in links}.values():
        assert budi.get(one).status_code == 200, one


def test_a_text_is_written_from_the_example_and_keeps_its_versions(budi: TestClient) -> None:
    report = begin(budi)
    where = f"{report}/teks/legal-basis"
    assert "Belum diisi" in said(budi.get(report).text)
    form = budi.get(f"{where}?isi=contoh").text
    assert "Undang-Undang Nomor 14 Tahun 2008" in form.split("<textarea")[1].split("</textarea")[0]
    kept = budi.post(where, data={"body": "UU 14/2008", "seen": "0"})
    assert kept.headers["location"] == f"{report}?simpan=legal-basis#tersimpan"
    assert budi.post(where, data={"body": "UU 14/2008 dan Perki", "seen": "1"}).status_code == 303
    history = said(budi.get(where).text)
    assert "Riwayat (2)" in history
    assert "Versi 1 Budi Santoso" in history
    assert "UU 14/2008 dan Perki" in budi.get(report).text


def test_what_was_typed_is_not_lost_when_it_is_refused(budi: TestClient) -> None:
    where = f"{begin(budi)}/teks/disputes"
    answer = budi.post(where, data={"body": "NIK 3507152102900001", "seen": "0"})
    assert answer.status_code == 422
    assert "hapus data pribadinya" in answer.text
    assert "NIK 3507152102900001</textarea>" in answer.text


def test_who_wrote_meanwhile_is_not_overwritten(budi: TestClient, dewi: TestClient) -> None:
    where = f"{begin(budi)}/teks/policy"
    budi.post(where, data={"body": "Dari Budi", "seen": "0"})
    answer = dewi.post(where, data={"body": "Dari Dewi", "seen": "0"})
    assert answer.status_code == 409
    assert "Dari Budi" in budi.get(where).text


def test_numbers_are_entered_as_people_write_them(budi: TestClient) -> None:
    report = begin(budi)
    form = {f"seen_{one}": "0" for one in Entered}
    wrong = budi.post(f"{report}/angka", data={**form, "ki_filed": "dua"})
    assert wrong.status_code == 422
    assert 'value="dua"' in wrong.text
    kept = budi.post(f"{report}/angka", data={**form, "budget_set_rp": "Rp 250.000.000"})
    assert kept.status_code == 303
    assert "Rp\u00a0250.000.000" in budi.get(report).text
    assert 'value="250000000"' in budi.get(f"{report}/angka").text


def test_no_text_or_report_that_does_not_exist_is_found(budi: TestClient) -> None:
    report = begin(budi)
    for where in (
        f"{report}/teks/lainnya", f"{report}/unduh/lengkap-exe", "/laporan/999",
        "/laporan/999/pengumuman", "/laporan/999/unduh/lengkap-pdf", "/laporan/999/angka",
    ):  # fmt: skip
        assert budi.get(where).status_code == 404, where


def test_a_running_period_is_not_offered_to_be_proposed_but_says_from_when(
    budi: TestClient, clock: StandingClock
) -> None:
    month, year = begin(budi), begin(budi, "year", 1)
    for report, day in ((month, "Selasa, 1 Desember 2026"), (year, "Jumat, 1 Januari 2027")):
        page = budi.get(report).text
        assert f'action="{report}/ajukan"' not in page
        assert f"Laporan dapat diajukan mulai {day};" in said(page)
    clock.instant = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    budi.post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert f'action="{month}/ajukan"' in budi.get(month).text
    clock.instant = FEBRUARY
    budi.post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert "sesudah semua yang disebut di “Belum lengkap” terisi" in said(budi.get(year).text)
    write_all(budi, year)
    assert f'action="{year}/ajukan"' in budi.get(year).text


def test_a_yearly_report_goes_from_draft_to_the_commission(
    budi: TestClient, dewi: TestClient, clock: StandingClock
) -> None:
    report = begin(budi, "year", 1)
    answer = budi.post(f"{report}/ajukan")
    assert answer.status_code == 409
    clock.instant = FEBRUARY
    for client, login in ((budi, "budi"), (dewi, "dewi")):
        client.post("/masuk", data={"login": login, "password": PASSWORD})
    incomplete = budi.post(f"{report}/ajukan")
    assert incomplete.status_code == 409
    assert "Naskah yang belum ditulis: 12; angka yang belum diisi: 11." in incomplete.text
    write_all(budi, report)
    assert budi.post(f"{report}/ajukan").status_code == 303
    assert "tidak menulis atau mengajukannya: Dewi Lestari." in budi.get(report).text
    refused = budi.post(f"{report}/selesai", data=read(budi, report))
    assert refused.status_code == 403
    assert "Yang dapat menyelesaikan laporan ini: Dewi Lestari." in refused.text
    older = read(dewi, report)
    assert dewi.post(f"{report}/selesai").status_code == 422
    assert dewi.post(f"{report}/kembalikan", data=older).status_code == 303
    assert budi.post(f"{report}/ajukan").status_code == 303
    for act in ("selesai", "kembalikan"):
        assert dewi.post(f"{report}/{act}", data=older).status_code == 409
    assert dewi.post(f"{report}/kembalikan", data=read(dewi, report)).status_code == 303
    finish(budi, dewi, report)
    page = said(budi.get(report).text)
    assert "Diselesaikan Dewi Lestari" in page
    late = budi.post(f"{report}/salinan", data={"on": "2027-02-11"})
    assert late.status_code == 422
    assert budi.post(f"{report}/salinan", data={"on": "besok"}).status_code == 422
    noted = budi.post(f"{report}/salinan", data={"on": "2027-02-10", "letter": "480/7/2027"})
    assert noted.status_code == 303
    assert "surat 480/7/2027" in budi.get(report).text
    assert "salinannya disampaikan kepada Komisi Informasi" in budi.get("/laporan").text
    first = budi.get(f"{report}/unduh/lengkap-pdf")
    assert budi.post(f"{report}/edisi-baru", data={"reason": ""}).status_code == 422
    second = budi.post(f"{report}/edisi-baru", data={"reason": "Angka keliru"}).headers["location"]
    assert "Alasan edisi ini Angka keliru" in said(budi.get(second).text)
    assert budi.get(f"{report}/unduh/lengkap-pdf").content == first.content


def test_the_next_step_leads_while_it_is_written_and_the_files_once_it_is_finished(
    budi: TestClient, dewi: TestClient, clock: StandingClock
) -> None:
    report = begin(budi, place=10)
    page = budi.get(report).text
    assert 0 < page.index('id="langkah"') < page.index('id="berkas"')
    finish(budi, dewi, report)
    page = budi.get(report).text
    assert 0 < page.index('id="berkas"') < page.index('id="langkah"')


def test_staff_see_of_a_month_what_its_files_leave_out(budi: TestClient, street: Street) -> None:
    street.request("one")
    report = begin(budi)
    page = budi.get(report).text
    assert "Permohonan menurut cara pengajuan" in page
    book = budi.get(f"{report}/unduh/lengkap-xlsx").content
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    heads = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert not [one for one in heads if "menurut cara pengajuan" in one]
    assert [one for one in heads if "Keputusan atas permohonan" in one]


@pytest.mark.parametrize("name", FILES)
def test_a_draft_is_fetched_in_every_form(agus: TestClient, budi: TestClient, name: str) -> None:
    report = begin(budi)
    answer = agus.get(f"{report}/unduh/{name}")
    kind = name.rpartition("-")[2]
    assert answer.status_code == 200
    assert f"november-2026-draf.{kind}" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content[:2] == (b"%P" if kind == "pdf" else b"PK")
    assert agus.get(f"{report}/unduh/{name}").content == answer.content


def test_the_announcement_is_there_to_be_copied(budi: TestClient, street: Street) -> None:
    street.request("one")
    page = budi.get(f"{begin(budi)}/pengumuman").text
    assert "PENGUMUMAN LAYANAN INFORMASI PUBLIK" in page
    copied = page.split("<textarea")[1].split("</textarea")[0]
    assert "1. Jumlah permohonan informasi yang diterima: 1." in copied


def test_nobody_who_asked_is_on_any_page_of_the_reports(
    budi: TestClient, office: object, street: Street
) -> None:
    fill(street.office, questions=50, requests=150)
    report = begin(budi, "year", 1)
    pages = [report, f"{report}/pengumuman", f"{report}/angka", "/laporan",
             f"{report}/teks/disputes"]  # fmt: skip
    for where in pages:
        page = budi.get(where).text
        assert not [one for one in SECRETS if one in page], where


def test_every_refusal_act_and_message_of_reports_has_its_words() -> None:
    source = (ROOT / "register/reports/editions.py").read_text(encoding="utf-8")
    source += (ROOT / "register/reports/gathering.py").read_text(encoding="utf-8")
    source += (ROOT / "register/reports/shelf.py").read_text(encoding="utf-8")
    codes = set()
    for kind, place in PLACES.items():
        pattern = rf'{kind}\("(\w+)"' if place == 0 else rf'{kind}\([^,()]+, "(\w+)"'
        codes |= set(re.findall(pattern, source))
    assert {"report_unknown", "report_incomplete", "report_names_somebody"} <= codes
    assert codes <= set(table()["refusal"])
    assert set(re.findall(r'record\("(report\.\w+)"', source)) <= set(table()["act"])
    panel = (ROOT / "admin/pages/reports.py").read_text(encoding="utf-8")
    panel += (ROOT / "admin/pages/report_writing.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(report_[a-z]+)[#"]', panel)) - {"report_writing"} <= set(
        table()["message"]
    )


def test_the_desk_calls_the_yearly_report_to_mind_and_leads_there(
    budi: TestClient, dewi: TestClient, agus: TestClient, street: Street, clock: StandingClock
) -> None:
    street.request("one")
    assert "laporan tahunan" not in said(budi.get("/").text)

    def at(*day: int) -> str:
        clock.instant = datetime(*day, 2, 0, tzinfo=UTC)  # type: ignore[misc, arg-type]
        for client, login in ((budi, "budi"), (dewi, "dewi"), (agus, "agus")):
            client.post("/masuk", data={"login": login, "password": PASSWORD})
        return budi.get("/").text

    page = at(2027, 2, 10)
    assert "49 hari lagi: laporan tahunan 2026 belum mulai disusun" in said(page)
    assert '<li><a href="/laporan?tahun=2026"><b>49 hari</b>' in page
    assert "laporan tahunan" not in said(agus.get("/").text)
    assert '<li class="bad"><a href="/laporan?tahun=2026"><b>Hari ini</b>' in at(2027, 3, 31)
    report = begin(budi, "year", 1)
    late = at(2027, 4, 2)
    assert "2 hari lewat: laporan tahunan 2026 belum selesai ditulis" in said(late)
    assert f'<a href="{report}">' in late
    write_all(budi, report)
    finish(budi, dewi, report)
    page = budi.get("/").text
    assert f'<a href="{report}#salinan">' in page
    assert "salinan laporan 2026 ke Komisi Informasi belum dicatat" in said(page)
    budi.post(f"{report}/salinan", data={"on": "2027-04-02"})
    assert "Komisi Informasi" not in said(budi.get("/").text)
    budi.post(f"{report}/edisi-baru", data={"reason": "Angka keliru"})
    assert "Laporan tahun 2026 selesai; salinannya disampaikan" in said(budi.get("/laporan").text)
