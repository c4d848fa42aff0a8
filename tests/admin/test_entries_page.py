"""The list of entries and one entry's page: what is given, its versions, and who may do what."""

import dataclasses
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from knowledge import curate
from knowledge.words import Band, VersionStatus
from office.clock import StandingClock
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import PACK, SLUG, a_pair, an_edition, asked, follow, said, waiting
from tests.knowledge.samples import drafted, given_now, row, statuses

REASON = "Layanannya pindah ke provinsi."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def pair(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> None:
    """Two published entries that Pak Budi wrote."""
    a_pair(office, pak_budi, bu_dewi)


def cell(page: str, name: str) -> str:
    return (
        said(page.partition(f'data-name="{name}"')[2].partition("<td")[0]).removeprefix(">").strip()
    )


def test_the_list_shows_dates_use_and_what_is_being_written(
    agus: TestClient, office: Office, pair: None, pak_budi: StaffMember
) -> None:
    for count in range(3):
        asked(office, f"k{count}", "daftar becak", Band.ANSWER)
    waiting(office, pak_budi, an_edition(body="Baru."))
    page = agus.get(f"/entri?paket={PACK}&cari=becak").text
    assert "1 entri." in said(page)
    assert cell(page, "Per tanggal") == "1 Nov 2026"
    assert cell(page, "Tinjau") == "1 Mei 2027"
    assert cell(page, "Dipakai") == "3×"
    assert cell(page, "Keadaan") == "Terbit Sedang ditinjau Budi Santoso"


def test_the_list_is_filtered(
    budi: TestClient, office: Office, pair: None, pak_budi: StaffMember, clock: StandingClock
) -> None:
    ours = f"/entri?paket={PACK}"
    assert "2 entri." in said(budi.get(ours).text)
    assert "1 entri." in said(budi.get(f"{ours}&cari=PERPUSTAKAAN").text)
    assert "Tidak ada entri yang cocok." in budi.get(f"{ours}&draf=1").text
    assert "Tidak ada entri yang cocok." in budi.get(f"{ours}&isian=1").text
    drafted(office, pak_budi, an_edition(body="Di {isi: alamat kantor}."), "uji-alamat")
    unfilled = said(budi.get(f"{ours}&isian=1").text)
    assert "1 entri." in unfilled
    assert "1 isian belum diisi" in unfilled
    assert "1 entri." in said(budi.get(f"{ours}&keadaan=unpublished").text)
    clock.advance(timedelta(days=200))
    budi.post("/masuk", data={"login": "budi", "password": "kata-sandi-untuk-uji"})
    assert "2 entri." in said(budi.get(f"{ours}&terlambat=1").text)


def test_the_whole_library_turns_its_pages(agus: TestClient) -> None:
    first = agus.get("/entri").text
    assert first.count('data-name="Judul"') == 50
    assert "halaman=2" in first
    assert agus.get("/entri?halaman=2").text.count('data-name="Judul"') == 50
    assert "Tidak ada entri yang cocok." not in agus.get("/entri?halaman=99").text


def test_an_entry_shows_what_citizens_read_and_its_history(agus: TestClient, pair: None) -> None:
    page = said(agus.get(f"/entri/{SLUG}").text)
    assert "Becak wisata didaftarkan di kantor dinas pariwisata." in page
    assert "Sumber: Peraturan bupati tentang becak wisata" in page
    assert "Budi Santoso 23 Nov 2026 09.00 Dewi Lestari 23 Nov 2026 09.00" in page
    for word in ("Ubah", "Arsipkan", "Sudah ditinjau", "Ajukan untuk ditinjau"):
        assert word not in page, "an auditor only reads"
    assert agus.get("/entri/tidak-ada").status_code == 404


def test_two_versions_are_compared_word_by_word(
    budi: TestClient, office: Office, pair: None, pak_budi: StaffMember
) -> None:
    waiting(office, pak_budi, an_edition(body="Becak wisata didaftarkan di loket pariwisata."))
    page = budi.get(f"/entri/{SLUG}/banding?dari=1&ke=2").text
    assert '<del class="gone"><span class="mark">hapus</span> kantor dinas</del>' in page
    assert '<ins class="new"><span class="mark">baru</span> loket</ins>' in page
    assert "Jawaban pendek" in page
    same = budi.get(f"/entri/{SLUG}/banding?dari=1&ke=1").text
    assert "Tidak ada yang berbeda." in same
    assert budi.get(f"/entri/{SLUG}/banding?dari=1&ke=9").status_code == 404


def test_an_entry_is_archived_with_a_reason_and_given_again(
    dewi: TestClient, office: Office, pair: None
) -> None:
    without = dewi.post(f"/entri/{SLUG}/arsip", data={"reason": " "})
    assert without.status_code == 422
    assert 'id="salah-arsip"' in without.text
    page = follow(dewi, dewi.post(f"/entri/{SLUG}/arsip", data={"reason": REASON}))
    assert given_now(office) is None
    assert "Arsip" in page
    assert REASON in page
    form = {"number": "1", "reason": "Ternyata masih dilayani."}
    page = follow(dewi, dewi.post(f"/entri/{SLUG}/kembali", data=form))
    assert "Versi lama diterbitkan lagi." in page
    assert given_now(office) == an_edition().body


def test_a_review_is_confirmed_with_a_date_ahead(
    ratna: TestClient, office: Office, pair: None
) -> None:
    past = ratna.post(f"/entri/{SLUG}/ditinjau", data={"review_by": "2026-11-23"})
    assert past.status_code == 422
    assert 'id="salah-ditinjau"' in past.text
    page = follow(ratna, ratna.post(f"/entri/{SLUG}/ditinjau", data={"review_by": "2027-08-02"}))
    assert "Senin, 2 Agustus 2027" in page
    assert statuses(office) == [VersionStatus.SUPERSEDED, VersionStatus.PUBLISHED]


def test_a_draft_is_handed_in_and_withdrawn_from_the_entrys_page(
    budi: TestClient, office: Office, pair: None, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        number = curate.draft(unit, SLUG, an_edition(body="Baru."), base=1)
    assert "Lanjutkan draf" in budi.get(f"/entri/{SLUG}").text
    page = follow(budi, budi.post(f"/entri/{SLUG}/ajukan", data={"version": number}))
    assert "Versi diajukan." in page
    waits = budi.get(f"/entri/{SLUG}").text
    assert "Lanjutkan draf" not in waits
    page = follow(budi, budi.post(f"/entri/{SLUG}/tarik", data={"version": number}))
    assert "Versi ditarik." in page
    assert row(office, number).status == VersionStatus.WITHDRAWN


def test_who_may_not_review_is_offered_no_decision(
    tono: TestClient, agus: TestClient, pair: None
) -> None:
    for client in (tono, agus):
        for what in ("arsip", "kembali", "ditinjau"):
            form = {"reason": REASON, "number": "1", "review_by": "2027-08-02"}
            assert client.post(f"/entri/{SLUG}/{what}", data=form).status_code == 403, what


def test_the_desk_counts_what_waits_in_the_library(
    dewi: TestClient, agus: TestClient, office: Office, pair: None, pak_budi: StaffMember
) -> None:
    stale = dataclasses.replace(
        an_edition(), as_of=date(2026, 1, 1), review_by=date(2026, 11, 1), body="Lama."
    )
    number = waiting(office, pak_budi, stale)
    page = said(dewi.get("/").text)
    assert "1 versi menunggu tinjauan" in page
    assert "entri menunggu isian" in page, "the starter templates wait for the office's facts"
    assert "entri lewat tinjau" not in page
    assert "versi menunggu tinjauan" not in said(agus.get("/").text)
    follow(dewi, dewi.post(f"/tinjau/{number}/setujui", data={"do": "terbit"}))
    page = said(dewi.get("/").text)
    assert "1 entri lewat tinjau" in page
    assert "versi menunggu tinjauan" not in page
