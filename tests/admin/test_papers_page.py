"""Letters, bundles, verification by code, one-time downloads, and exports in the panel."""

import hashlib
import io
import re
import time
import zipfile
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from starlette.testclient import TestClient

from office import files, links, staff
from office.files import Cabinet
from office.journal import journal
from office.people import Role, StaffMember
from office.unit import Office
from register import handover
from register.letter_tables import Letter
from register.tables import Release
from tests.admin.street import PDF, Street
from tests.people import CLOCKWORK, NIK


def letters(office: Office) -> list[tuple[int, str, str]]:
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(select(Letter.id, Letter.kind, Letter.code).order_by(Letter.id))
        return [tuple(row) for row in rows]


def acts(office: Office, prefix: str) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        query = select(journal.c.act).where(journal.c.act.startswith(prefix))
        return list(unit.session.scalars(query))


def test_a_letter_is_handed_out_as_pdf_and_its_reader_is_journaled(
    street: Street, budi: TestClient
) -> None:
    street.request()
    number = letters(street.office)[-1][0]
    answer = budi.get(f"/surat/{number}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "0001" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert acts(street.office, "letter.opened") == ["letter.opened"]


def test_an_auditor_reads_no_letter(street: Street, agus: TestClient) -> None:
    street.request()
    assert agus.get(f"/surat/{letters(street.office)[-1][0]}").status_code == 403


def test_a_letter_nobody_issued_is_not_found(budi: TestClient) -> None:
    assert budi.get("/surat/99").status_code == 404


def test_the_evidence_bundle_is_a_zip_of_the_case(street: Street, budi: TestClient) -> None:
    number = street.request()
    answer = budi.get(f"/register/{number}/bukti")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "SHA256SUMS.txt" in archive.namelist()
    assert acts(street.office, "bundle.opened") == ["bundle.opened"]


def test_anybody_can_verify_a_letter_and_sees_nobodys_name(
    street: Street, stranger: TestClient
) -> None:
    street.request()
    for _, _, code in letters(street.office):
        page = stranger.get(f"/periksa/{code}")
        assert page.status_code == 200
        assert "benar diterbitkan" in page.text
        assert "Sari" not in page.text
        assert NIK not in page.text


@pytest.mark.parametrize("code", ["TIDAKADA22", "x' OR 1=1 --", "../../etc", "%3Cscript%3E"])
def test_a_code_nobody_issued_is_not_known_and_not_echoed(
    code: str, street: Street, stranger: TestClient
) -> None:
    street.request()
    page = stranger.get(f"/periksa/{code}")
    assert page.status_code == 404
    assert "script>" not in page.text.replace("</script>", "").replace("<script src", "")


@pytest.fixture
def token(street: Street, office: Office, cabinet: Cabinet, pak_budi: StaffMember) -> str:
    """A one-time link to a file that was handed over."""
    number = street.request()
    kept = cabinet.keep("besar.pdf", PDF)
    with office.unit(pak_budi) as unit:
        row = Release(
            request_id=number, file_id=files.file(unit, kept), status="provided", findings="[]",
            added_by=pak_budi.staff_id, added_at=unit.now,
        )  # fmt: skip
        unit.session.add(row)
        unit.flush()
        return links.make(unit, handover.DOWNLOAD, f"release:{row.id}", lives=timedelta(days=7))


def test_a_one_time_link_hands_a_file_over_once(token: str, stranger: TestClient) -> None:
    assert "besar.pdf" in stranger.get(f"/ambil/{token}").text
    assert "besar.pdf" in stranger.get(f"/ambil/{token}").text, "looking uses nothing up"
    answer = stranger.post(f"/ambil/{token}", headers={"content-length": "0"})
    assert answer.content == PDF
    assert stranger.post(f"/ambil/{token}", headers={"content-length": "0"}).status_code == 404
    assert stranger.get(f"/ambil/{token}").status_code == 404


def test_a_link_of_another_purpose_opens_nothing(
    office: Office, pak_budi: StaffMember, stranger: TestClient
) -> None:
    with office.unit(pak_budi) as unit:
        other = links.make(unit, "identity", "release:1", lives=timedelta(days=7))
    assert stranger.get(f"/ambil/{other}").status_code == 404


def wish(**changes: str) -> dict[str, str]:
    told = {"book": "register", "format": "xlsx", "since": "2026-01-01", "until": "2026-12-31"}
    return told | changes


def finished(client: TestClient, where: str) -> str:
    """Wait until an export is made; return its page."""
    for _ in range(200):
        page = client.get(where).text
        if "Berkas siap" in page or "tidak dapat disusun" in page:
            return page
        assert "Sedang disusun" in page
        time.sleep(0.1)
    raise AssertionError("the export was never made")


def test_an_export_is_made_beside_the_page_and_fetched(street: Street, budi: TestClient) -> None:
    street.request()
    answer = budi.post("/register/unduh", data=wish())
    where = answer.headers["location"]
    page = finished(budi, where)
    assert "1 baris" in page
    sheet = load_workbook(io.BytesIO(budi.get(f"{where}/berkas").content)).active
    assert sheet is not None
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "Sari Wulandari" in said
    assert where in budi.get("/register/unduh").text


def test_an_auditors_export_names_nobody_whatever_the_form_says(
    street: Street, agus: TestClient
) -> None:
    street.request()
    assert agus.post("/register/unduh", data=wish()).status_code == 403
    where = agus.post("/register/unduh", data=wish(nameless="1", format="csv")).headers["location"]
    finished(agus, where)
    assert "Sari" not in agus.get(f"{where}/berkas").text


def test_an_export_of_somebody_else_does_not_exist(
    street: Street, budi: TestClient, dewi: TestClient
) -> None:
    where = budi.post("/register/unduh", data=wish()).headers["location"]
    finished(budi, where)
    assert dewi.get(where).status_code == 404
    assert dewi.get(f"{where}/berkas").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"since": "kemarin"},
        {"until": ""},
        {"format": "exe"},
        {"book": "x"},
        {"since": "2027-01-01"},
    ],
)
def test_a_wish_that_is_none_is_refused_with_a_reason(
    changes: dict[str, str], budi: TestClient
) -> None:
    answer = budi.post("/register/unduh", data=wish(**changes))
    assert answer.status_code == 422
    assert re.search(r"<h1>|problem|role", answer.text)


def test_an_export_with_names_is_closed_to_who_may_no_longer_see_them(
    street: Street, budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    street.request()
    where = budi.post("/register/unduh", data=wish()).headers["location"]
    finished(budi, where)
    assert budi.get(f"{where}/berkas").status_code == 200
    assert acts(office, "register.export_fetched") == ["register.export_fetched"]
    with office.unit(CLOCKWORK) as unit:
        unit.session.get_one(staff.Account, pak_budi.staff_id).roles = Role.AUDITOR.value
    assert budi.get(where).status_code == 403
    assert budi.get(f"{where}/berkas").status_code == 403
    assert where not in budi.get("/register/unduh").text


def test_a_link_whose_file_is_lost_is_not_used_up(
    token: str, stranger: TestClient, cabinet: Cabinet, office: Office
) -> None:
    sha256 = hashlib.sha256(PDF).hexdigest()
    path = cabinet._path(sha256)
    kept = path.read_bytes()
    path.unlink()
    assert stranger.post(f"/ambil/{token}", headers={"content-length": "0"}).status_code == 404
    path.write_bytes(kept)
    assert stranger.post(f"/ambil/{token}", headers={"content-length": "0"}).content == PDF
