"""The register in the browser: who may see, who may decide, and what follows."""

import re

import pytest
from starlette.testclient import TestClient

from admin.pages import pages
from office import journal
from office.people import Citizen, StaffMember
from office.unit import Office
from register.words import Status
from tests.admin.street import PDF, REASON, Street
from tests.people import CLOCKWORK, NIK

GRANTED = {"document": ("rkpd 2026.pdf", PDF, "application/pdf")}


def test_an_officer_takes_a_request_up(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/proses", data={"version": "1"})
    assert answer.headers["location"] == f"/register/{number}?pesan=moved"
    case = street.case(number, pak_budi)
    assert case.row.status is Status.IN_PROCESS
    assert case.story[-1].actor == pak_budi.label
    assert "request_taken_up" in street.keys(f"request:{number}:")
    page = budi.get(answer.headers["location"])
    assert "Permohonan berpindah status." in page.text


def test_granting_sends_notice_and_file_to_the_citizen(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {"version": "1", "note": "Semoga skripsinya lancar."}
    answer = budi.post(f"/register/{number}/kabulkan", data=form, files=GRANTED)
    assert answer.headers["location"] == f"/register/{number}?pesan=decided"
    case = street.case(number, pak_budi)
    assert case.row.status is Status.PROVIDED
    assert case.provided_file is not None
    assert case.provided_file.name == "rkpd 2026.pdf"
    assert street.cabinet.content(case.provided_file.sha256) == PDF
    assert street.keys(f"request:{number}:")[-2:] == ["request_granted", "request_document"]
    assert "rkpd 2026.pdf" in budi.get(f"/register/{number}").text


def test_refusing_for_want_of_the_document_is_told_at_once(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {"version": "1", "ground": "not_documented", "reason": REASON}
    answer = budi.post(f"/register/{number}/tolak", data=form)
    assert answer.headers["location"].endswith("pesan=decided")
    assert street.case(number, pak_budi).row.status is Status.REFUSED
    assert street.keys(f"request:{number}:")[-1] == "request_refused"
    assert REASON in budi.get(f"/register/{number}").text


def test_an_exemption_waits_for_the_superior_before_the_citizen_hears(
    budi: TestClient, ratna: TestClient, bu_ratna: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {"version": "1", "ground": "exempt_h", "reason": REASON}
    answer = budi.post(f"/register/{number}/tolak", data=form)
    assert answer.headers["location"].endswith("pesan=proposed")
    assert "request_refused" not in street.keys(f"request:{number}:")
    assert budi.post(f"/register/{number}/setujui", data={"version": "2"}).status_code == 403
    page = ratna.get(f"/register/{number}").text
    assert "Usul penolakan" in page
    assert REASON in page
    approved = ratna.post(f"/register/{number}/setujui", data={"version": "2"})
    assert approved.status_code == 303
    assert street.case(number, bu_ratna).row.status is Status.REFUSED
    assert street.keys(f"request:{number}:")[-1] == "request_refused"


def test_the_superior_sends_a_proposed_refusal_back(
    budi: TestClient, ratna: TestClient, bu_ratna: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {"version": "1", "ground": "exempt_h", "reason": REASON}
    budi.post(f"/register/{number}/tolak", data=form)
    note = {"version": "2", "note": "Uji konsekuensinya belum ada."}
    assert ratna.post(f"/register/{number}/kembalikan", data=note).status_code == 303
    case = street.case(number, bu_ratna)
    assert case.row.status is Status.IN_PROCESS
    assert case.story[-1].note == "Uji konsekuensinya belum ada."
    assert "request_refused" not in street.keys(f"request:{number}:")


def test_a_stale_version_is_answered_with_409_and_changes_nothing(
    budi: TestClient, dewi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    dewi.post(f"/register/{number}/proses", data={"version": "1"})
    before = street.keys(f"request:{number}:")
    refused = {"version": "1", "ground": "not_held", "reason": REASON}
    answers = [
        budi.post(f"/register/{number}/kabulkan", data={"version": "1"}, files=GRANTED),
        budi.post(f"/register/{number}/tolak", data=refused),
        budi.post(f"/register/{number}/proses", data={"version": "1"}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "sudah berubah" in answers[0].text
    assert REASON in answers[1].text, "what was written must not be lost"
    assert street.case(number, pak_budi).row.status is Status.IN_PROCESS
    assert street.keys(f"request:{number}:") == before


def test_granting_without_a_file_is_422_and_changes_nothing(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/kabulkan", data={"version": "1"})
    assert answer.status_code == 422
    assert "Berkas wajib dilampirkan." in answer.text
    assert street.case(number, pak_budi).row.status is Status.REGISTERED


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("kosong.pdf", b"", "Berkasnya kosong."),
        ("jahat.exe", b"MZ\x90\x00\x03", "Jenis berkas ini tidak diterima."),
        ("halaman.html", b"<script>alert(1)</script>", "Jenis berkas ini tidak diterima."),
    ],
    ids=["empty", "program", "page"],
)
def test_a_file_that_must_not_leave_is_422(
    budi: TestClient, street: Street, name: str, content: bytes, said: str
) -> None:
    number = street.request()
    files = {"document": (name, content, "application/pdf")}
    answer = budi.post(f"/register/{number}/kabulkan", data={"version": "1"}, files=files)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"version": "1", "ground": "not_held", "reason": "tidak"}, "setidaknya 20 huruf"),
        ({"version": "1", "ground": "tujuan", "reason": REASON}, "Pilihan tidak dikenal."),
        ({"version": "", "ground": "not_held", "reason": REASON}, "Isian ini wajib diisi."),
        ({"version": "１", "ground": "not_held", "reason": REASON}, "Isian ini wajib diisi."),
    ],
    ids=["short", "no-ground", "no-version", "odd-version"],
)
def test_a_refusal_that_says_too_little_is_422(
    budi: TestClient, street: Street, form: dict[str, str], said: str
) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/tolak", data=form)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_request_nobody_filed_is_404(budi: TestClient) -> None:
    assert budi.get("/register/4711").status_code == 404
    assert budi.post("/register/4711/proses", data={"version": "1"}).status_code == 404


def test_an_auditor_reads_with_masks_and_has_no_forms(agus: TestClient, street: Street) -> None:
    number = street.request()
    page = agus.get(f"/register/{number}").text
    assert "S••• W••••••" in page
    for secret in (NIK, "Sari Wulandari", "Jalan Melati", "081234567890", "sari@contoh.id"):
        assert secret not in page
    actions = re.findall(r'<form method="post" action="([^"]+)"', page)
    assert actions == ["/keluar"]


def test_an_auditor_is_refused_at_every_act(
    agus: TestClient, pak_agus: StaffMember, street: Street
) -> None:
    number, talk = street.request(), street.asks("Halo")
    acts = [
        page
        for page in pages()
        if page.method == "POST" and page.permission not in {None, *pak_agus.permissions}
    ]
    assert len(acts) > 12
    for page in acts:
        own = talk if page.path.startswith("/percakapan") else number
        answer = agus.post(page.path.replace("{number:number}", str(own)), data={"version": "1"})
        assert answer.status_code == 403, page.path
    assert street.case(number, pak_agus).version == 1


def test_a_look_at_the_identity_is_entered_in_the_journal_with_its_reason(
    budi: TestClient, pak_budi: StaffMember, street: Street, office: Office
) -> None:
    number = street.request()
    assert NIK not in budi.get(f"/register/{number}").text
    short = budi.post(f"/register/{number}/identitas", data={"reason": "iya"})
    assert short.status_code == 422
    page = budi.post(f"/register/{number}/identitas", data={"reason": "mengirim surat"})
    assert NIK in page.text
    assert "Sari Wulandari" in page.text
    assert page.headers["cache-control"] == "no-store"
    with office.reading(CLOCKWORK) as unit:
        looks = journal.page(unit.session, act="identity.revealed")
    assert [(line.actor, line.subject) for line in looks] == [(pak_budi.label, f"request:{number}")]
    assert "mengirim surat" in looks[0].facts


def test_the_purpose_is_shown_on_the_case_and_in_no_list(budi: TestClient, street: Street) -> None:
    number = street.request(purpose_of_use="mengawasi pembangunan jalan desa")
    assert "mengawasi pembangunan" in budi.get(f"/register/{number}").text
    for address in ("/", "/register", "/register?cari=rkpd", "/jurnal", "/antrean"):
        assert "mengawasi pembangunan" not in budi.get(address).text, address
    assert "0 permohonan" in budi.get("/register?cari=mengawasi+pembangunan").text


def test_the_register_filters_searches_and_turns_its_pages(
    budi: TestClient, street: Street
) -> None:
    numbers = [
        street.request(f"d{n}", Citizen(900_000_000 + n), information_detail=f"Dokumen nomor {n}.")
        for n in range(30)
    ]
    budi.post(f"/register/{numbers[0]}/proses", data={"version": "1"})

    def shown(query: str) -> list[str]:
        return re.findall(r'<a href="/register/(\d+)">', budi.get(f"/register{query}").text)

    newest = [str(number) for number in reversed(numbers)]
    assert shown("") == newest[:25]
    assert shown("?halaman=2") == newest[25:]
    assert shown("?halaman=999") == newest[25:]
    assert shown("?status=in_process") == [str(numbers[0])]
    assert shown("?status=tidak-ada") == newest[:25]
    assert shown("?cari=Dokumen+nomor+17.") == [str(numbers[17])]
    assert shown(f"?cari={NIK}&halaman=2") == newest[25:]
    assert shown("?cari=%25") == []
    assert shown("?tahun=2026&halaman=2") == newest[25:]
    assert shown("?tahun=2025") == []
    assert shown("?terlambat=1") == []
    page = budi.get("/register?cari=Dokumen&tahun=2026").text
    assert 'href="/register?cari=Dokumen&amp;tahun=2026&amp;halaman=2"' in page.replace(
        "&halaman", "&amp;halaman"
    )


def test_what_citizens_write_is_never_markup(budi: TestClient, street: Street) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\" {{ 'kali'*3 }}"
    number = street.request(
        information_detail=hostile,
        purpose_of_use=hostile,
        occupation=hostile,
        identity={"applicant_name": hostile, "email": "<b>@contoh.id"},
    )
    reveal = budi.post(f"/register/{number}/identitas", data={"reason": "memeriksa"}).text
    pages_seen = [
        budi.get(f"/register/{number}").text,
        budi.get("/register").text,
        budi.get("/register", params={"cari": hostile}).text,
        budi.get("/jurnal", params={"perihal": hostile}).text,
        reveal,
    ]
    for page in pages_seen:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "kalikali" not in page
    assert "&lt;script&gt;alert(1)" in pages_seen[0]
    assert "&lt;img src=x" in reveal
