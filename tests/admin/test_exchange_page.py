"""Entries as files in the browser: fetched, checked, taken in as drafts, and refused as a whole."""

import io
import zipfile

import pytest
from httpx import Response
from starlette.testclient import TestClient

from knowledge import editions
from knowledge.words import VersionStatus
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import PACK, SLUG, a_pair, an_edition, follow, said
from tests.knowledge.samples import given_now, statuses


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def table(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, agus: TestClient) -> str:
    """The test's own two entries as a table."""
    a_pair(office, pak_budi, bu_dewi)
    return agus.get(f"/entri/ekspor/entri.csv?paket={PACK}").content.decode("utf-8-sig")


def send(client: TestClient, name: str, content: str | bytes, do: str = "impor") -> Response:
    """Hand a file in; return the answer."""
    return client.post("/entri/impor", data={"do": do}, files={"file": (name, content)})


def test_the_published_entries_are_fetched_as_zip_and_table(agus: TestClient, table: str) -> None:
    assert SLUG in table
    answer = agus.get(f"/entri/ekspor/entri.zip?paket={PACK}")
    assert answer.headers["content-disposition"] == 'attachment; filename="entri.zip"'
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert sorted(names) == [f"{PACK}/{SLUG}.md", f"{PACK}/uji-perpus.md"]
    everything = zipfile.ZipFile(io.BytesIO(agus.get("/entri/ekspor/entri.zip").content))
    assert len(everything.namelist()) > 100
    assert f'value="{PACK}"' in agus.get("/entri/ekspor").text


def test_a_changed_table_becomes_drafts_and_answers_nobody_yet(
    budi: TestClient, office: Office, table: str, pak_budi: StaffMember
) -> None:
    changed = table.replace("di kantor dinas pariwisata.", "di loket 3.")
    checked = send(budi, "entri.csv", changed, "periksa")
    assert "0 entri baru, 1 berubah, 1 sama" in said(checked.text)
    assert statuses(office) == [VersionStatus.PUBLISHED]
    page = follow(budi, send(budi, "entri.csv", changed))
    assert "Isi berkas masuk sebagai draf." in page
    assert statuses(office) == [VersionStatus.PUBLISHED, VersionStatus.DRAFT]
    assert given_now(office) == an_edition().body
    with office.reading(pak_budi) as unit:
        draft = editions.version(unit, editions.entry(unit, SLUG).versions[0].id)
    assert (draft.author, draft.edition.body) == (
        pak_budi.staff_id, "Becak wisata didaftarkan di loket 3.",
    )  # fmt: skip


def test_a_file_with_faults_changes_nothing_and_says_line_and_field(
    budi: TestClient, office: Office, table: str
) -> None:
    broken = table.replace("2026-11-01", "kemarin", 1).replace("di kantor dinas", "di loket")
    answer = send(budi, "entri.csv", broken)
    assert answer.status_code == 422
    told = said(answer.text)
    assert "Tidak ada yang berubah" in told
    assert "entri.csv 2 Per tanggal Tanggal tidak terbaca" in told
    assert statuses(office) == [VersionStatus.PUBLISHED]


def test_a_file_that_says_nothing_new_changes_nothing(budi: TestClient, table: str) -> None:
    page = follow(budi, send(budi, "entri.csv", table))
    assert "Tidak ada yang berubah: semua isi berkas sama" in page


HOSTILE = {
    "no file": None,
    "nonsense": ("foto.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
    "half a zip": ("a.zip", b"PK\x03\x04 rusak"),
    "not text": ("a.md", b"\xff\xfe\x00"),
    "empty": ("a.csv", b""),
}


@pytest.mark.parametrize("file", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_list_of_entries_is_refused_with_a_reason(
    budi: TestClient, file: tuple[str, bytes] | None
) -> None:
    answer = send(budi, *file) if file else budi.post("/entri/impor", data={"do": "impor"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_every_remark_of_an_import_has_its_words(budi: TestClient, table: str) -> None:
    twice = table + table.partition("\n")[2]
    told = said(send(budi, "entri.csv", twice).text)
    assert "muncul dua kali" in told
    assert "{" not in told


def test_who_only_reads_takes_nothing_in(agus: TestClient) -> None:
    assert agus.get("/entri/impor").status_code == 403
    assert send(agus, "a.csv", "slug").status_code == 403
    assert "Impor" not in agus.get("/entri").text
