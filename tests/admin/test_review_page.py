"""A second person's look: what changes, what the gate found, approve, schedule or send back."""

import dataclasses
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from knowledge import curate, upkeep
from knowledge.gate import GateReport
from knowledge.words import Band, VersionStatus
from office.clock import StandingClock
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import (
    PACK,
    SLUG,
    a_pair,
    an_edition,
    asked,
    follow,
    published,
    said,
    waiting,
)
from tests.knowledge.samples import drafted, given_now, row
from tests.people import CLOCKWORK

NEXT = "Becak wisata didaftarkan di kantor dinas perhubungan."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def number(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> int:
    """A version of Pak Budi's that waits."""
    a_pair(office, pak_budi, bu_dewi)
    return waiting(office, pak_budi, an_edition(body=NEXT))


@pytest.fixture
def broken(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> int:
    """A version with a phrasing that belongs to the other entry."""
    a_pair(office, pak_budi, bu_dewi)
    phrasings = (*an_edition().phrasings, "bikin kartu perpustakaan")
    return waiting(office, pak_budi, an_edition(phrasings=phrasings))


def test_what_waits_is_listed_with_what_the_gate_found_and_its_use(
    dewi: TestClient, budi: TestClient, office: Office, number: int
) -> None:
    asked(office, "k", "daftar becak", Band.ANSWER)
    page = said(dewi.get("/tinjau").text)
    assert "Bagaimana mendaftarkan becak wisata? versi 2 uji baik Budi Santoso" in page
    assert "dipakai 1× dalam 30 hari terakhir" in page
    assert "tulisan Anda" not in page
    assert "tulisan Anda" in said(budi.get("/tinjau").text)


def test_a_reviewer_sees_the_change_and_publishes_it(
    dewi: TestClient, office: Office, number: int
) -> None:
    page = dewi.get(f"/tinjau/{number}").text
    assert '<ins class="new"><span class="mark">baru</span> perhubungan</ins>' in page
    told = said(page)
    assert "2 dari 2 frasa menemukan entrinya" in told
    assert "Tidak ada pertanyaan yang memburuk." in told
    page = follow(dewi, dewi.post(f"/tinjau/{number}/setujui", data={"do": "terbit"}))
    assert "Versi terbit; warga mulai membacanya sekarang." in page
    assert "Setujui dan terbitkan" not in page
    assert given_now(office) == NEXT


def test_a_version_is_scheduled_in_the_offices_own_time(
    dewi: TestClient, office: Office, number: int, clock: StandingClock
) -> None:
    address = f"/tinjau/{number}/setujui"
    for typed in ("", "nanti", "2026-11-23T08:00", "0001-01-01T00:00"):
        refused = dewi.post(address, data={"do": "jadwalkan", "publish_at": typed})
        assert refused.status_code == 422, typed
        assert 'id="salah-publish_at"' in refused.text
    form = {"do": "jadwalkan", "publish_at": "2026-11-23T13:00"}
    # Enter in the field of the instant presses the button that means now.
    assert dewi.post(address, data={**form, "do": "terbit"}).status_code == 422
    assert given_now(office) == an_edition().body
    assert "terbit 23 Nov 2026 13.00" in follow(dewi, dewi.post(address, data=form))
    assert given_now(office) == an_edition().body
    clock.advance(timedelta(hours=4))
    with office.unit(CLOCKWORK) as unit:
        assert upkeep.publish_due(unit) == 1
    assert given_now(office) == NEXT


def test_a_version_goes_back_with_a_reason(dewi: TestClient, office: Office, number: int) -> None:
    address = f"/tinjau/{number}/kembalikan"
    assert dewi.post(address, data={"reason": ""}).status_code == 422
    page = follow(dewi, dewi.post(address, data={"reason": "Sebut jam loketnya."}))
    assert "Tidak ada versi yang menunggu." in page
    assert row(office, number).status == VersionStatus.RETURNED


def test_the_author_is_told_that_somebody_else_decides(
    budi: TestClient, office: Office, number: int
) -> None:
    page = budi.get(f"/tinjau/{number}").text
    assert "Ini tulisan Anda." in page
    assert "Setujui dan terbitkan" not in page
    refused = budi.post(f"/tinjau/{number}/setujui", data={"do": "terbit"})
    assert refused.status_code == 403
    assert "Tulisan sendiri harus disetujui orang lain." in refused.text
    assert given_now(office) == an_edition().body


def test_who_only_reads_is_offered_no_decision(agus: TestClient, number: int) -> None:
    page = agus.get(f"/tinjau/{number}").text
    assert "Menunggu disetujui" in page
    assert "Setujui dan terbitkan" not in page
    assert agus.post(f"/tinjau/{number}/setujui", data={"do": "terbit"}).status_code == 403


def test_what_got_worse_stands_first_and_needs_a_reason(
    dewi: TestClient, office: Office, broken: int
) -> None:
    page = dewi.get(f"/tinjau/{broken}").text
    told = said(page)
    assert "Perlu diperbaiki, atau diberi alasan" in told
    assert told.index("Perlu diperbaiki") < told.index("Lulus (")
    assert "bikin kartu perpustakaan" in told.partition("Perlu diperbaiki")[2]
    assert "Di mana membuat kartu perpustakaan?" in told.partition("Perlu diperbaiki")[2]
    address = f"/tinjau/{broken}/setujui"
    refused = dewi.post(address, data={"do": "terbit", "override": " "})
    assert refused.status_code == 422
    assert 'id="salah-override"' in refused.text
    form = {"do": "terbit", "override": "Dua layanan itu memang satu loket."}
    follow(dewi, dewi.post(address, data=form))
    assert "Dua layanan itu memang satu loket." in dewi.get(f"/entri/{SLUG}").text


def test_a_version_is_examined_anew_when_the_library_moved_while_it_waited(
    dewi: TestClient, office: Office, number: int, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    before = row(office, number).gate
    lost = an_edition(title="Di mana mengambil barang hilang?", phrasings=("dompet hilang",))
    published(office, pak_budi, bu_dewi, lost, "uji-hilang")
    form = {"do": "terbit"}
    assert "Versi terbit" in follow(dewi, dewi.post(f"/tinjau/{number}/setujui", data=form))
    assert row(office, number).gate != before
    assert given_now(office) == NEXT


def test_a_reason_covers_only_what_its_writer_has_seen(
    dewi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    phrasings = (*an_edition().phrasings, "resep rendang daging sapi")
    number = drafted(office, pak_budi, an_edition(phrasings=phrasings))
    with office.reading(pak_budi) as unit:
        examined = curate.examine(unit, number, packs=[PACK])
    blind = dataclasses.replace(examined, report=GateReport(SLUG, (), ()))
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, examined=blind)
    lost = an_edition(title="Di mana mengambil barang hilang?", phrasings=("dompet hilang",))
    published(office, pak_budi, bu_dewi, lost, "uji-hilang")
    address = f"/tinjau/{number}/setujui"
    assert "Tidak ada pertanyaan yang memburuk." in said(dewi.get(f"/tinjau/{number}").text)
    form = {"do": "terbit", "override": "Itu memang disengaja."}
    refused = dewi.post(address, data=form)
    assert refused.status_code == 422
    assert 'id="salah-override"' in refused.text
    assert "resep rendang daging sapi" in said(refused.text).partition("Perlu diperbaiki")[2]
    assert given_now(office) == an_edition().body
    follow(dewi, dewi.post(address, data=form))
    assert row(office, number).override == form["override"]


def test_what_was_decided_already_is_said_so(dewi: TestClient, number: int) -> None:
    follow(dewi, dewi.post(f"/tinjau/{number}/setujui", data={"do": "terbit"}))
    again = dewi.post(f"/tinjau/{number}/setujui", data={"do": "terbit"})
    assert again.status_code == 409
    assert "sudah berpindah status" in again.text
    assert f'href="/tinjau/{number}"' in again.text
    assert dewi.get("/tinjau/4711").status_code == 404
