"""Parts in the browser: assigned with a date, answered by the right office alone, and returned."""

import re

from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import regional
from office.people import Role, StaffMember
from office.unit import Office
from tests.admin.street import CLEAN, REASON, Street, confirmed, sign_in, version_on
from tests.people import CLOCKWORK, NIK, staff_member


def assigned(client: TestClient, number: int, office: int, **changes: str) -> None:
    """Send a part of a request to a regional office."""
    form = {"description": "Anggaran RKPD bidang jalan", "regional_office": str(office), **changes}
    answer = client.post(f"/register/{number}/bagian", data=form)
    assert answer.headers["location"].endswith("pesan=part_assigned"), answer.text


def part_on(client: TestClient) -> str:
    """Return the address of the first part on an office's own list."""
    found = re.search(r'href="(/bagian/\d+)"', client.get("/bagian").text)
    return found[1] if found else ""


def test_an_office_answers_its_part_with_a_file_that_then_passes_the_gate(
    budi: TestClient, wati: TestClient, pak_budi: StaffMember, bappeda: int, street: Street
) -> None:
    number = street.request(purpose_of_use="mengawasi pembangunan jalan desa")
    assigned(budi, number, bappeda)
    assert "<b>1</b> bagian menunggu jawaban kami" in wati.get("/").text
    address = part_on(wati)
    page = wati.get(address).text
    assert "Rabu, 2 Desember 2026" in page, "three working days before the notice is due"
    for secret in ("mengawasi pembangunan", "Sari", NIK, "Jalan Melati"):
        assert secret not in page
    form = {"version": version_on(page), "answer": "Terlampir anggarannya."}
    answer = wati.post(f"{address}/jawab", data=form, files={"document": ("anggaran.csv", CLEAN)})
    assert answer.headers["location"] == f"{address}?pesan=part_answered"
    page = budi.get(f"/register/{number}").text
    assert "Terlampir anggarannya." in page
    assert "Siapkan untuk pemohon" in page
    part = street.case(number, pak_budi).parts[0].id
    assert budi.post(f"/register/{number}/berkas", data={"part": str(part)}).status_code == 303
    leaving = street.case(number, pak_budi).leaving
    assert [(row.filed.name, row.status) for row in leaving] == [("anggaran.csv", "passed")]


def test_an_office_returns_what_is_not_its_own(
    budi: TestClient, wati: TestClient, bappeda: int, street: Street
) -> None:
    number = street.request()
    assigned(budi, number, bappeda)
    address = part_on(wati)
    version = version_on(wati.get(address).text)
    short = wati.post(f"{address}/kembalikan", data={"version": version, "reason": "x"})
    assert short.status_code == 422
    form = {"version": version, "reason": "Anggaran jalan ada di Dinas PU."}
    assert wati.post(f"{address}/kembalikan", data=form).status_code == 303
    assert wati.post(f"{address}/kembalikan", data=form).status_code == 409, "once only"
    page = budi.get(f"/register/{number}").text
    assert "Anggaran jalan ada di Dinas PU." in page
    assert "Dikembalikan" in page


def test_another_offices_part_does_not_exist(
    app: Starlette, budi: TestClient, wati: TestClient, bappeda: int, street: Street, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        other = regional.add(unit, "Dinas Kesehatan")
        staff_member(unit, "lina", "Lina", Role.PPID_EXECUTOR, regional_office=other)
    lina = sign_in(app, "lina")
    assigned(budi, street.request(), bappeda)
    address = part_on(wati)
    assert part_on(lina) == ""
    assert lina.get(address).status_code == 404
    form = {"version": "1", "answer": "Bukan punya kami", "reason": "Bukan punya kami"}
    assert lina.post(f"{address}/jawab", data=form).status_code == 404
    assert lina.post(f"{address}/kembalikan", data=form).status_code == 404


def test_the_regional_office_sees_nothing_of_the_register(wati: TestClient, street: Street) -> None:
    number = street.request()
    for address in ("/register", f"/register/{number}", "/keberatan", "/opd", "/berkas/1"):
        assert wati.get(address).status_code in {403, 404}, address


def test_a_part_another_body_holds_names_it(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {"description": "Peta bidang tanah", "holding_body": "Kantor Pertanahan"}
    assert budi.post(f"/register/{number}/badan-lain", data=form).status_code == 303
    page = budi.get(f"/register/{number}").text
    assert "Dikuasai badan lain" in page
    assert "Kantor Pertanahan" in page


def test_a_part_is_due_before_the_notice_is(budi: TestClient, bappeda: int, street: Street) -> None:
    number = street.request()
    form = {"description": "Anggaran", "regional_office": str(bappeda), "due": "2026-12-30"}
    answer = budi.post(f"/register/{number}/bagian", data=form)
    assert answer.status_code == 422
    assert "Senin, 7 Desember 2026" in answer.text
    assert ">Anggaran</textarea>" in answer.text
    odd = budi.post(f"/register/{number}/bagian", data={**form, "due": "besok"})
    assert odd.status_code == 422


def test_the_administrator_keeps_the_list_of_regional_offices(
    tono: TestClient, budi: TestClient, street: Street
) -> None:
    assert tono.post("/opd", data={"name": "PU"}).status_code == 422
    assert tono.post("/opd", data={"name": "Dinas <b>PU</b>"}).status_code == 303
    page = tono.get("/opd").text
    assert "Dinas &lt;b&gt;PU&lt;/b&gt;" in page
    number = street.request()
    assert "Dinas &lt;b&gt;PU" in budi.get(f"/register/{number}").text
    found = re.search(r'action="(/opd/\d+/tutup)"', page)
    assert found is not None
    assert tono.post(found[1]).status_code == 303
    assert "Dinas" not in budi.get(f"/register/{number}").text
    assert tono.post("/opd/4711/tutup").status_code == 404


def test_waiting_parts_are_named_where_the_request_is_decided(
    budi: TestClient, bappeda: int, street: Street
) -> None:
    number = street.request()
    assigned(budi, number, bappeda)
    assert "1 bagian masih menunggu jawaban OPD." in budi.get(f"/register/{number}").text
    assert REASON not in budi.get(f"/register/{number}").text


def test_a_file_is_laid_ready_once_and_the_day_leads_to_the_answer(
    budi: TestClient, wati: TestClient, pak_budi: StaffMember, bappeda: int, street: Street
) -> None:
    number = street.request()
    assigned(budi, number, bappeda)
    address = part_on(wati)
    form = {"version": version_on(wati.get(address).text), "answer": "Terlampir."}
    wati.post(f"{address}/jawab", data=form, files={"document": ("a.csv", CLEAN)})
    today = budi.get("/").text
    assert "Jawaban OPD yang menunggu dipakai" in today
    assert f'href="/register/{number}#bagian-bagian"' in today
    part = street.case(number, pak_budi).parts[0].id
    assert "Siapkan untuk pemohon" in budi.get(f"/register/{number}").text
    budi.post(f"/register/{number}/berkas", data={"part": str(part)})
    assert "Siapkan untuk pemohon" not in budi.get(f"/register/{number}").text


def test_an_office_reads_what_the_applicant_made_clear(
    budi: TestClient, wati: TestClient, pak_budi: StaffMember, bappeda: int, street: Street
) -> None:
    number = street.enters(pak_budi)
    missing = {"missing": "Tahun RKPD yang diminta."}
    confirmed(budi, f"/register/{number}/tidak-lengkap", missing)
    version = version_on(budi.get(f"/register/{number}").text)
    said = {"version": version, "text": f"RKPD tahun 2025, NIK saya {NIK}."}
    budi.post(f"/register/{number}/lengkapi", data=said)
    assigned(budi, number, bappeda)
    page = wati.get(part_on(wati)).text
    assert "RKPD tahun 2025" in page
    assert NIK not in page
