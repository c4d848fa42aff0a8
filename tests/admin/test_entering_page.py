"""Entering what came by another door: every field, the true date, and nothing typed is lost."""

import re

import pytest
from starlette.testclient import TestClient

from office.people import StaffMember
from office.unit import Office
from register import book, dossier, objection_book
from register.book import Filters
from tests.admin.street import CLEAN, PDF, REASON, Street, confirmed
from tests.people import NIK

KEY = "0123456789abcdef01234567"
PAPER = {
    "channel": "walk_in",
    "received": "2026-11-20",
    "key": KEY,
    "applicant_type": "individual",
    "applicant_name": "Joko Susilo",
    "national_id": NIK,
    "address": "Jalan Kenanga 7, Desa Sukamaju",
    "phone": "081234567890",
    "email": "",
    "occupation": "petani",
    "information_detail": "Salinan APBDes Desa Sukamaju tahun 2026",
    "purpose_of_use": "pengawasan warga",
    "purpose_category": "public_oversight",
    "access_mode": "copy",
    "copy_format": "hardcopy",
    "delivery_method": "pickup",
}


def total(office: Office, reader: StaffMember) -> int:
    with office.reading(reader) as unit:
        return book.page(unit, Filters()).total


def test_a_paper_is_entered_with_its_true_date_and_its_files(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    files = {"identity_file": ("ktp.pdf", PDF), "attachments": ("surat.csv", CLEAN)}
    answer = budi.post("/register/baru", data=PAPER, files=files)
    found = re.fullmatch(r"/register/(\d+)\?pesan=entered", answer.headers["location"])
    assert found is not None
    with office.reading(pak_budi) as unit:
        case = dossier.dossier(unit, int(found[1]))
    assert case.row.received_date.isoformat() == "2026-11-20"
    assert case.row.notice_due.isoformat() == "2026-12-04"
    assert (case.entry["channel"], case.entry["person"]) == ("walk_in", None)
    assert [(one.role, one.filed.name) for one in case.enclosures] == [
        ("identity", "ktp.pdf"),
        ("attachment", "surat.csv"),
    ]
    page = budi.get(answer.headers["location"]).text
    assert "Permohonan tercatat dengan nomornya." in page
    assert "Datang langsung" in page


def test_the_same_form_sent_twice_is_entered_once(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    first = budi.post("/register/baru", data=PAPER)
    second = budi.post("/register/baru", data={**PAPER, "anyway": "1"})
    assert first.headers["location"] == second.headers["location"]
    assert total(office, pak_budi) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"received": "2026-11-24"}, "Tanggalnya belum tiba."),
        ({"received": "2024-01-01"}, "lebih dari 366 hari"),
        ({"received": "kemarin"}, "Tanggal tidak terbaca"),
        ({"received": ""}, "Wajib diisi."),
        ({"channel": ""}, "Wajib diisi."),
        ({"channel": "telegram"}, "Pilihan tidak dikenal."),
        ({"applicant_type": "alien"}, "Wajib diisi."),
        ({"applicant_name": "1"}, "Terlalu pendek"),
        ({"national_id": "123"}, "NIK berjumlah 16 angka"),
        ({"phone": "", "email": ""}, "Isi nomor telepon atau surel"),
        ({"purpose_of_use": ""}, "Wajib diisi."),
        ({"copy_format": ""}, "Wajib diisi."),
        ({"delivery_method": "merpati"}, "Pilihan tidak dikenal."),
        ({"applicant_type": "proxy_for_individual"}, "Wajib diisi."),
    ],
    ids=range(14),
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    budi: TestClient,
    pak_budi: StaffMember,
    office: Office,
    changes: dict[str, str],
    said: str,
) -> None:
    answer = budi.post("/register/baru", data={**PAPER, **changes})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Jalan Kenanga 7, Desa Sukamaju" in answer.text
    assert "Salinan APBDes Desa Sukamaju tahun 2026" in answer.text
    assert f'name="key" value="{KEY}"' in answer.text
    assert total(office, pak_budi) == 0


def test_a_file_once_sent_need_not_be_chosen_again(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    files = {"identity_file": ("ktp.pdf", PDF)}
    wrong = budi.post("/register/baru", data={**PAPER, "occupation": ""}, files=files)
    assert "ktp.pdf sudah dilampirkan." in wrong.text
    carried = re.search(r'name="kept_identity_file" value="([^"]+)"', wrong.text)
    assert carried is not None
    form = {**PAPER, "kept_identity_file": carried[1]}
    number = budi.post("/register/baru", data=form).headers["location"].split("/")[2].split("?")[0]
    with office.reading(pak_budi) as unit:
        case = dossier.dossier(unit, int(number))
    assert [one.filed.name for one in case.enclosures] == ["ktp.pdf"]


@pytest.mark.parametrize("mark", ["x", "AAAA", "é", "A" * 400])
def test_a_forged_file_mark_brings_no_file(
    budi: TestClient, pak_budi: StaffMember, office: Office, mark: str
) -> None:
    answer = budi.post("/register/baru", data={**PAPER, "kept_identity_file": mark})
    assert answer.status_code == 303
    number = int(answer.headers["location"].split("/")[2].split("?")[0])
    with office.reading(pak_budi) as unit:
        assert dossier.dossier(unit, number).enclosures == []


def test_a_proxy_shows_the_power_of_attorney(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    proxy = {
        **PAPER, "applicant_type": "proxy_for_individual", "proxy_name": "Rini Advokat",
        "proxy_address": "Jalan Mawar 1, Kota", "proxy_phone": "081298765432",
    }  # fmt: skip
    without = budi.post("/register/baru", data=proxy)
    assert without.status_code == 422
    assert "Kirim foto (JPG, PNG) atau PDF." in without.text
    files = {"power_of_attorney": ("kuasa.pdf", PDF)}
    assert budi.post("/register/baru", data=proxy, files=files).status_code == 303
    assert total(office, pak_budi) == 1


def test_a_nik_that_looks_odd_is_kept_when_the_officer_insists(budi: TestClient) -> None:
    odd = {**PAPER, "national_id": "123"}
    assert "memang tertulis begitu" in budi.post("/register/baru", data=odd).text
    assert budi.post("/register/baru", data={**odd, "keep_national_id": "1"}).status_code == 303


def test_nearly_the_same_paper_is_only_hinted_at(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    budi.post("/register/baru", data=PAPER)
    again = {**PAPER, "key": "f" * 24}
    hint = budi.post("/register/baru", data=again)
    assert hint.status_code == 200
    assert "hampir sama" in hint.text
    assert total(office, pak_budi) == 1
    assert budi.post("/register/baru", data={**again, "anyway": "1"}).status_code == 303
    assert total(office, pak_budi) == 2


def test_an_objection_on_paper_is_entered_about_its_request(
    budi: TestClient, ratna: TestClient, pak_budi: StaffMember, street: Street, office: Office
) -> None:
    number = street.enters(pak_budi)
    confirmed(budi, f"/register/{number}/tolak", {"ground": "not_documented", "reason": REASON})
    page = budi.get(f"/register/{number}/keberatan").text
    assert page.count("checked") >= 1, "what the register knows to be open is ticked"
    form = {
        "channel": "post", "received": "2026-11-23", "key": KEY, "ground_d": "1",
        "case_facts": "Dokumennya ada di laman Bappeda.",
    }  # fmt: skip
    none = budi.post(f"/register/{number}/keberatan", data={**form, "ground_d": ""})
    assert none.status_code == 422
    assert "Dokumennya ada di laman Bappeda." in none.text
    early = budi.post(f"/register/{number}/keberatan", data={**form, "received": "2026-11-20"})
    assert early.status_code == 422
    assert "tidak mungkin datang sebelum" in early.text
    answer = budi.post(f"/register/{number}/keberatan", data=form)
    assert re.fullmatch(r"/keberatan/\d+\?pesan=objection_entered", answer.headers["location"])
    page = ratna.get(answer.headers["location"]).text
    assert "Surat pos" in page
    assert f'href="/register/{number}"' in page


def test_without_a_request_only_periodic_information_is_objected_about(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    form = {**PAPER, "case_facts": "Laporan keuangan 2025 tidak ada di laman."}
    answer = budi.post("/keberatan/baru", data=form)
    assert answer.status_code == 303, answer.text
    number = int(re.findall(r"/keberatan/(\d+)", answer.headers["location"])[0])
    with office.reading(pak_budi) as unit:
        kept = objection_book.record(unit, number)
    assert [ground.letter for ground in kept.line.grounds] == ["b"]
    assert kept.request_id is None
    page = budi.get(f"/keberatan/{number}").text
    assert "Tanpa permohonan" in page
    short = budi.post("/keberatan/baru", data={**form, "key": "e" * 24, "case_facts": "x"})
    assert short.status_code == 422
    assert "Jalan Kenanga 7" in short.text


def test_the_browser_insists_only_on_what_everybody_must_say(budi: TestClient) -> None:
    page = budi.get("/register/baru").text
    tags = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"[^>]*>', page)
    asked = [name for name in tags if re.search(rf'name="{name}"[^>]* required', page)]
    assert {"applicant_name", "address", "information_detail", "channel"} <= set(asked)
    assert not {"email", "phone", "national_id", "legal_entity_decree_no", "copy_format"} & set(
        asked
    )


def test_a_legal_entity_is_entered_without_a_nik_and_a_person_is_asked_for_one(
    budi: TestClient,
) -> None:
    without = {**PAPER, "national_id": ""}
    person = budi.post("/register/baru", data=without)
    assert person.status_code == 422
    assert 'id="national_id-fault">Wajib diisi.' in person.text
    entity = {**without, "applicant_type": "legal_entity", "legal_entity_decree_no": "AHU-1.2020"}
    assert budi.post("/register/baru", data=entity).status_code == 303
    unreachable = budi.post("/register/baru", data={**PAPER, "phone": ""})
    assert "Isi nomor telepon atau surel" in unreachable.text
