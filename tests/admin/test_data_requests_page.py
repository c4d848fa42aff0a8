"""The pages about personal data: by who protects it, in time, on the law's grounds, and told."""

import asyncio
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.dates import kept_for
from bot import retention as whole
from bot.bridge import Bridge
from office import data_requests, files, retention, retention_runs
from office.clock import StandingClock
from office.data_requests import About
from office.people import Role, StaffMember
from office.unit import Office
from office.writer import Writer
from register import decisions, objections, requests
from register import retention as register
from register.objection_tables import Objection
from register.objection_words import Ground
from register.objections import ObjectionForm
from register.tables import Request
from tests.admin.street import PDF, Street, sign_in
from tests.people import BU_SARI, CLOCKWORK, NIK, a_form, staff_member
from tests.register.desk import NOT_DOCUMENTED

WORDS = "Nama saya pada permohonan keliru satu huruf."
WHY = "Sesuai JRA nomor 12 tahun 2026"
PLACEHOLDER = "(identitas dihapus sesuai jadwal retensi)"


@pytest.fixture
def rina(app: Starlette, office: Office) -> TestClient:
    """The data protection officer's browser."""
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)
    return sign_in(app, "rina")


def asked(office: Office, about: About = About.CORRECTION) -> int:
    with office.unit(BU_SARI) as unit:
        return data_requests.receive(unit, about, WORDS).number


def code(office: Office, number: int) -> str:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.get_one(Request, number).tracking_code


def carried_on(office: Office) -> None:
    while True:
        with office.unit(CLOCKWORK) as unit:
            if not whole.carry_on(unit):
                return


def test_what_waits_is_listed_with_the_hours_left(
    rina: TestClient, app: Starlette, office: Office, clock: StandingClock
) -> None:
    assert "Belum ada permintaan." in rina.get("/data-pribadi").text
    asked(office)
    assert "tinggal 72 jam" in rina.get("/data-pribadi").text
    clock.advance(timedelta(hours=50))
    assert "tinggal 22 jam" in sign_in(app, "rina").get("/data-pribadi").text
    clock.advance(timedelta(hours=24))
    assert "terlambat 2 jam" in sign_in(app, "rina").get("/data-pribadi").text


def test_a_page_shows_the_words_and_the_cases_masked(
    rina: TestClient, office: Office, street: Street
) -> None:
    street.request()
    page = rina.get(f"/data-pribadi/{asked(office)}").text
    assert WORDS in page
    assert "0001/PPID/XI/2026" in page
    assert NIK not in page
    assert "Sari Wulandari" not in page
    assert str(BU_SARI.person) not in page


def test_a_decision_is_told_in_the_chat_and_cannot_be_made_twice(
    rina: TestClient, office: Office, street: Street
) -> None:
    path = f"/data-pribadi/{asked(office)}"
    for form in (
        {},
        {"status": "open"},
        {"status": "partly"},
        {"status": "refused", "ground": "x"},
    ):
        assert rina.post(f"{path}/putuskan", data=form).status_code == 422
    form = {"status": "partly", "ground": "state_archive", "note": "Nama sudah diperbaiki."}
    assert rina.post(f"{path}/putuskan", data=form).headers["location"].endswith("settled")
    assert street.keys("data_request:") == ["data_request_settled"]
    assert "Nama sudah diperbaiki." in rina.get(path).text
    assert rina.post(f"{path}/putuskan", data=form).status_code == 409


def test_an_identity_is_corrected_from_the_request(
    rina: TestClient, budi: TestClient, office: Office, street: Street
) -> None:
    number = street.request()
    path = f"/data-pribadi/{asked(office)}/perbaiki"
    form = {"code": code(office, number), "field": "applicant_name", "value": "Sari Wulansari"}
    assert rina.post(path, data=form).status_code == 303
    shown = budi.post(f"/register/{number}/identitas", data={"reason": "Menyiapkan surat jawaban"})
    assert "Sari Wulansari" in shown.text
    assert rina.post(path, data={**form, "value": ""}).status_code == 422
    assert rina.post(path, data={**form, "code": "TIDAKADA22"}).status_code == 404


def test_a_restricted_identity_opens_for_no_other_officer(
    rina: TestClient, app: Starlette, office: Office, street: Street
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "tuti", "Tuti Petugas", Role.INFORMATION_OFFICER)
    tuti, number = sign_in(app, "tuti"), street.request()
    path = f"/data-pribadi/{asked(office, About.RESTRICTION)}"
    why = {"reason": "Menyiapkan surat jawaban"}
    assert NIK in tuti.post(f"/register/{number}/identitas", data=why).text
    assert rina.post(f"{path}/batasi").status_code == 303
    refused = tuti.post(f"/register/{number}/identitas", data=why)
    assert refused.status_code == 403
    assert NIK not in refused.text
    assert "dibatasi" in rina.get(path).text
    assert rina.post(f"{path}/lepas", data={"code": code(office, number)}).status_code == 303
    assert NIK in tuti.post(f"/register/{number}/identitas", data=why).text


def test_the_papers_of_a_restricted_identity_stay_shut_and_attachments_do_not(
    rina: TestClient, app: Starlette, office: Office, street: Street
) -> None:
    kept = [street.cabinet.keep(name, PDF) for name in ("ktp.pdf", "surat.pdf")]
    with office.unit(BU_SARI) as unit:
        paper, attached = [files.file(unit, one) for one in kept]
        form = a_form(identity_file=paper, attachments=(attached,))
        requests.submit(unit, form, draft_key="papers")
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "tuti", "Tuti Petugas", Role.INFORMATION_OFFICER)
    tuti = sign_in(app, "tuti")
    addresses = [f"/berkas/{number}{way}" for number in (paper, attached) for way in ("", "/lihat")]
    assert [tuti.get(one).status_code for one in addresses] == [409, 409, 200, 200]
    why = {"reason": "Mencocokkan KTP dengan permohonan"}
    assert tuti.post("/register/1/identitas", data=why).status_code == 200
    assert [tuti.get(one).status_code for one in addresses] == [200] * 4
    rina.post(f"/data-pribadi/{asked(office, About.RESTRICTION)}/batasi")
    assert [tuti.get(one).status_code for one in addresses] == [403, 403, 200, 200]


def test_what_was_not_done_is_not_told_as_done(
    rina: TestClient, office: Office, street: Street
) -> None:
    number = street.request()
    path = f"/data-pribadi/{asked(office, About.RESTRICTION)}"
    refused = rina.post(f"{path}/putuskan", data={"status": "done"})
    assert refused.status_code == 409
    assert "belum dibatasi" in refused.text
    rina.post(f"{path}/batasi")
    assert rina.post(f"{path}/putuskan", data={"status": "done"}).status_code == 303
    assert rina.post(f"{path}/lepas", data={"code": code(office, number)}).status_code == 303
    path = f"/data-pribadi/{asked(office, About.ERASURE)}"
    refused = rina.post(f"{path}/putuskan", data={"status": "done"})
    assert refused.status_code == 409
    assert "dipenuhi sebagian" in refused.text
    in_part = {"status": "partly", "ground": "state_archive"}
    assert rina.post(f"{path}/putuskan", data=in_part).status_code == 303
    assert f"{path}/lepas" in rina.get(path).text


def test_a_case_is_held_and_let_go_on_the_page(
    rina: TestClient, agus: TestClient, office: Office, street: Street
) -> None:
    street.request()
    form = {"case": "0001/PPID/XI/2026", "reason": "Sengketa 012/KIP/2026 di Komisi Informasi"}
    assert agus.post("/retensi/tahan", data=form).status_code == 403
    assert rina.post("/retensi/tahan", data={**form, "case": "0009/X"}).status_code == 404
    assert rina.post("/retensi/tahan", data={**form, "reason": "ya"}).status_code == 422
    assert rina.post("/retensi/tahan", data=form).status_code == 303
    assert rina.post("/retensi/tahan", data=form).status_code == 409
    page = rina.get("/retensi").text
    assert form["reason"] in page
    assert "Rina PPDP" in page
    assert rina.post("/retensi/tahan/1/lepas").status_code == 303
    assert form["reason"] not in rina.get("/retensi").text
    assert rina.post("/retensi/tahan/1/lepas").status_code == 409


@pytest.mark.parametrize(
    ("days", "words"), [(0, "0 hari"), (364, "364 hari"), (365, "1 tahun"), (1825, "5 tahun")]
)
def test_a_term_of_whole_years_is_said_in_years(days: int, words: str) -> None:
    assert kept_for(days) == words


def test_the_schedule_is_shown_and_a_term_changed_within_its_bounds(
    rina: TestClient, office: Office
) -> None:
    page = rina.get("/retensi").text
    assert '<td data-name="Disimpan"><span>5 tahun</span>' in page
    assert '<td data-name="Disimpan"><span>90 hari</span>' in page
    for line in retention.schedule().lines:
        assert line.what in page
        assert rina.get(f"/retensi/{line.name.replace('_', '-')}").status_code == 200
    wrong = rina.post("/retensi/identity-papers", data={"days": "30", "reason": WHY})
    assert wrong.status_code == 422
    assert "300 sampai 1825 hari" in wrong.text
    done = rina.post("/retensi/identity-papers", data={"days": "400", "reason": WHY})
    assert done.headers["location"] == "/retensi?pesan=retention_changed"
    assert '400 hari <span class="quiet">(bawaan 1 tahun)' in rina.get("/retensi").text
    assert rina.get("/retensi/tidak-ada").status_code == 404


def test_a_look_at_what_would_go_erases_nothing_and_is_reported(
    rina: TestClient, office: Office, street: Street
) -> None:
    street.request()
    answer = rina.post("/retensi/periksa")
    address = answer.headers["location"]
    assert "Sedang menunggu giliran" in rina.get(address).text
    carried_on(office)
    page = rina.get(address).text
    assert "Tidak ada yang dihapus" in page
    assert "Bunyi pesan yang dikirim kepada warga" in page
    assert "Lewat masa" in page
    assert ">Dihapus<" not in page, "nothing is"


def test_a_real_run_leaves_a_record_of_destruction(rina: TestClient, office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    carried_on(office)
    assert "pemusnahan" in rina.get("/retensi").text
    record = rina.get("/retensi/jalan/1").text
    assert "Berita acara pemusnahan nomor 1" in record
    assert ">Dihapus<" in record
    assert rina.get("/retensi/jalan/9").status_code == 404


def test_the_records_of_processing_name_every_activity(rina: TestClient) -> None:
    page = rina.get("/retensi/catatan").text
    for one in retention.schedule().activities:
        assert one.name in page


@pytest.mark.parametrize("path", ["/data-pribadi", "/retensi", "/retensi/catatan"])
def test_only_who_protects_data_comes_in(agus: TestClient, path: str) -> None:
    assert agus.get(path).status_code == 403
    assert "/data-pribadi" not in agus.get("/").text


def test_every_page_of_a_case_without_identity_can_be_read(
    budi: TestClient, ratna: TestClient, office: Office, street: Street, pak_budi: StaffMember
) -> None:
    number, refused = street.request(), street.request("draft-2")
    with office.unit(pak_budi) as unit:
        requests.take_up(unit, refused, version=1)
    with office.unit(pak_budi) as unit:
        decisions.refuse(unit, refused, version=2, refusal=NOT_DOCUMENTED)
    with office.unit(BU_SARI) as unit:
        form = ObjectionForm((Ground.REQUEST_NOT_FULFILLED,), "Belum ada jawaban yang layak.")
        objection = objections.raise_about(unit, refused, form, draft_key="o1").id
    _released(office, number, refused, objection)
    for client in (budi, ratna):
        for path in (
            "/", "/register", f"/register/{number}", f"/register/{refused}", "/keberatan",
            f"/keberatan/{objection}", f"/register/{number}/bukti", "/surat/1", "/surat/2",
        ):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert NIK not in answer.text
            assert "Wulandari" not in answer.text
    assert PLACEHOLDER in budi.get(f"/register/{number}").text
    answer = budi.post(f"/register/{number}/identitas", data={"reason": "Menyiapkan surat jawaban"})
    assert "sudah dihapus sesuai jadwal retensi" in answer.text


def _released(office: Office, number: int, refused: int, objection: int) -> None:
    with office.unit(CLOCKWORK) as unit:
        for one in (number, refused):
            register.release_request(unit, unit.session.get_one(Request, one))
        register.release_objection(unit, unit.session.get_one(Objection, objection))


def test_the_clockwork_s_own_run_needs_nobody(writer: Writer, office: Office) -> None:
    async def run() -> None:
        await whole.keep(Bridge(writer), None)

    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    asyncio.run(run())
    with office.reading(CLOCKWORK) as unit:
        assert retention_runs.run(unit, 1).finished_at is not None


def test_who_is_let_go_is_no_longer_known_from_the_request(
    app: Starlette, office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = asked(office)
    decision = data_requests.Decision(data_requests.Status.DONE)
    with office.unit(pak_budi) as unit:
        data_requests.decide(unit, number, decision)
    clock.advance(timedelta(days=731))
    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    carried_on(office)
    budi = sign_in(app, "budi")
    page = budi.get(f"/data-pribadi/{number}").text
    assert WORDS not in page
    assert "dikosongkan sesuai jadwal retensi" in page
    assert budi.post(f"/data-pribadi/{number}/batasi").status_code == 404
