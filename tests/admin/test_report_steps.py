"""The way through a report: from part to part, past a second reader, and out to everybody."""

import re

from httpx2 import Response
from starlette.testclient import TestClient

from office.clock import StandingClock
from register.reports.words import Entered, Field
from tests.admin.test_reports_page import begin, finish, read, said


def test_what_was_saved_is_said_where_it_stands_with_the_way_to_the_next_part(
    budi: TestClient,
) -> None:
    report = begin(budi)

    def after(answer: Response) -> str:
        where = answer.headers["location"].removesuffix("#tersimpan")
        page = budi.get(where).text
        assert page.count('id="tersimpan"') == 1, where
        return page

    written = {"body": "UU 14/2008", "seen": "0"}
    page = after(budi.post(f"{report}/teks/legal-basis", data=written))
    place = page.index('id="tersimpan"')
    assert page.index('id="legal-basis"') < place < page.index('id="policy"')
    assert f'<a href="{report}/teks/policy">Berikutnya: Kebijakan' in page[place:]
    for field in ("foreword", "service-note"):
        kept = budi.post(f"{report}/teks/{field}", data=written)
        assert "Naskah disimpan." in after(kept)
        assert "Naskah disimpan." in after(
            budi.post(f"{report}/teks/{field}", data={"body": "", "seen": "1"})
        )
    numbers = {f"seen_{one}": "0" for one in Entered}
    assert "Angka disimpan." in after(budi.post(f"{report}/angka", data=numbers))
    assert 'id="tersimpan"' not in budi.get(f"{report}?simpan=apa-saja").text


def test_the_last_part_that_was_saved_leads_to_the_numbers_and_then_to_the_next_step(
    budi: TestClient, clock: StandingClock
) -> None:
    report = begin(budi, "year", 1)
    written = {"body": "Isi", "seen": "0"}
    for field in Field:
        budi.post(f"{report}/teks/{field.replace('_', '-')}", data=written)
    page = budi.get(f"{report}?simpan=follow-up").text
    assert f'<a href="{report}/angka">Berikutnya: 11 angka yang diisi sendiri' in page
    numbers = dict.fromkeys(Entered, "1.000") | {f"seen_{one}": "0" for one in Entered}
    budi.post(f"{report}/angka", data=numbers)
    assert (
        'Semua bagian sudah terisi: <a href="#langkah">' in budi.get(f"{report}?simpan=angka").text
    )


def test_a_report_is_finished_with_a_tick_and_comes_back_with_a_reason(
    budi: TestClient, dewi: TestClient, clock: StandingClock
) -> None:
    report = begin(budi, "month", 10)
    assert budi.post(f"{report}/ajukan").status_code == 303
    page = dewi.get(report).text
    assert "Sudah kami baca; angka dan naskahnya benar" in page
    assert "Alasan mengembalikan" in said(page)
    unread = dewi.post(f"{report}/selesai", data={"seen": read(dewi, report)["seen"]})
    assert unread.status_code == 422
    assert "lalu centang bahwa angka dan naskahnya benar" in unread.text
    silent = dewi.post(f"{report}/kembalikan", data={"seen": read(dewi, report)["seen"]})
    assert silent.status_code == 422
    assert "Diajukan" in said(silent.text)
    sent = read(dewi, report) | {"reason": "Bab III <b>belum</b> benar"}
    assert dewi.post(f"{report}/kembalikan", data=sent).status_code == 303
    page = budi.get(report).text
    assert "Dewi Lestari" in said(page)
    assert "Bab III &lt;b&gt;belum&lt;/b&gt; benar" in page


def test_the_chapters_are_called_on_the_page_as_they_are_on_paper(budi: TestClient) -> None:
    page = said(budi.get(begin(budi)).text)
    for chapter in ("Bab I Gambaran", "Bab VI "):
        assert chapter in page, chapter
    assert "Bagian a" not in page


def test_a_finished_report_leads_to_its_page_for_everybody(
    budi: TestClient, dewi: TestClient, stranger: TestClient
) -> None:
    report = begin(budi, "month", 10)
    assert "/publik/laporan" not in budi.get(report).text
    assert "Belum ada laporan yang selesai" in stranger.get("/publik/laporan").text
    finish(budi, dewi, report)
    assert 'href="/publik/laporan?tahun=2026"' in budi.get(report).text
    page = stranger.get("/publik/laporan").text
    assert "<h2>Laporan Oktober 2026</h2>" in page
    lead = re.search(r'href="(/publik/laporan/\d+/lengkap\.pdf)"', page)
    assert lead is not None
    assert stranger.get(lead[1]).content[:4] == b"%PDF"
