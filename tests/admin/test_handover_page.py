"""Handing over in the browser: through the gate, held, released by a second person, given."""

import re

import pytest
from starlette.testclient import TestClient

from office import journal
from office.people import StaffMember
from office.unit import Office
from register.words import Status
from tests.admin.street import CLEAN, PDF, PERSONAL, Street, confirmed
from tests.people import CLOCKWORK

GRANT = {"decision": "granted_full", "soft": "1"}
WHY = "NIK itu milik pemohon sendiri, sudah dicocokkan."


def prepared(client: TestClient, number: int, content: bytes, name: str = "rkpd.csv") -> None:
    """Upload a file that is to leave."""
    answer = client.post(f"/register/{number}/berkas", files={"document": (name, content)})
    assert answer.headers["location"].endswith("pesan=file_looked_at"), answer.text


def release_on(page: str) -> str:
    """Return the address under which a held file can be released."""
    found = re.search(r'action="(/register/berkas/\d+/lepas)"', page)
    return found[1] if found else ""


def test_a_clean_file_is_handed_over_with_its_notice(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    prepared(budi, number, CLEAN)
    assert "Siap diserahkan" in budi.get(f"/register/{number}").text
    confirmed(budi, f"/register/{number}/kabulkan", GRANT)
    answer = confirmed(budi, f"/register/{number}/serahkan", {})
    assert answer.headers["location"].endswith("pesan=provided")
    case = street.case(number, pak_budi)
    assert case.row.status is Status.PROVIDED
    assert [(row.filed.name, row.status) for row in case.leaving] == [("rkpd.csv", "provided")]
    assert {"request_provided", "request_document"} <= set(street.keys(f"request:{number}:"))
    assert "Menunggu pemohon membenarkan" in budi.get(f"/register/{number}").text


def test_a_file_with_somebodys_nik_is_held_until_a_second_person_lets_it_go(
    budi: TestClient,
    dewi: TestClient,
    ratna: TestClient,
    pak_budi: StaffMember,
    street: Street,
    office: Office,
) -> None:
    number = street.request()
    prepared(budi, number, PERSONAL, "warga.csv")
    page = budi.get(f"/register/{number}").text
    assert "NIK atau nomor kartu keluarga" in page
    assert "Hitamkan atau hapus nomornya" in page
    assert "3507152102900001" not in page, "the page never repeats what was found"
    assert "Anda yang menyiapkannya" in page
    assert "Menunggu orang kedua melepas berkas yang tertahan" in page
    assert release_on(page) == ""
    confirmed(budi, f"/register/{number}/kabulkan", GRANT)
    held = budi.post(f"/register/{number}/serahkan", data={"version": "9", "how": "di loket"})
    assert held.status_code == 409
    address = release_on(ratna.get(f"/register/{number}").text)
    assert budi.post(address, data={"reason": WHY}).status_code == 403
    assert ratna.post(address, data={"reason": "boleh"}).status_code == 422
    opened = re.search(
        r'href="(/register/berkas/\d+)">warga', ratna.get(f"/register/{number}").text
    )
    assert opened is not None
    assert ratna.get(opened[1]).content == PERSONAL, "who releases must be able to look"
    assert ratna.post(address, data={"reason": WHY}).headers["location"].endswith("file_released")
    assert dewi.post(address, data={"reason": WHY}).status_code == 409
    assert confirmed(budi, f"/register/{number}/serahkan", {}).status_code == 303
    with office.reading(CLOCKWORK) as unit:
        lines = [line.act for line in journal.page(unit.session, act="release.")]
    assert lines == ["release.file_released", "release.held"]
    assert WHY in budi.get(f"/register/{number}").text


def test_a_held_file_can_be_taken_back_instead(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    prepared(budi, number, PERSONAL)
    page = budi.get(f"/register/{number}").text
    found = re.search(r'action="(/register/berkas/\d+/tarik)"', page)
    assert found is not None
    assert budi.post(found[1]).headers["location"].endswith("pesan=file_dropped")
    assert street.case(number, pak_budi).leaving[0].status == "dropped"
    assert budi.post(found[1]).status_code == 404


def test_information_shown_at_the_counter_is_given_without_a_file(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.enters(pak_budi)
    shown = budi.post(f"/register/{number}/kabulkan", data={**GRANT, "version": "1"})
    assert "Pemohon tidak di Telegram" in shown.text
    confirmed(budi, f"/register/{number}/kabulkan", GRANT)
    empty = budi.post(f"/register/{number}/serahkan", data={"version": "2", "how": ""})
    assert empty.status_code in {409, 422}
    how = {"how": "Dilihat di ruang PPID, didampingi petugas."}
    assert confirmed(budi, f"/register/{number}/serahkan", how).status_code == 303
    assert "didampingi petugas" in budi.get(f"/register/{number}").text
    note = {"version": "", "note": "Tanda terima ditandatangani."}
    found = re.search(r'terima" class="stack">\s*<input type="hidden" name="version" value="(\d+)"',
                      budi.get(f"/register/{number}").text)  # fmt: skip
    assert found is not None
    answer = budi.post(f"/register/{number}/terima", data={**note, "version": found[1]})
    assert answer.status_code == 303
    assert street.case(number, pak_budi).row.status is Status.CLOSED


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
    answer = budi.post(f"/register/{number}/berkas", files=files)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_form_without_its_file_is_422(budi: TestClient, street: Street) -> None:
    answer = budi.post(f"/register/{street.request()}/berkas", data={})
    assert answer.status_code == 422
    assert "Berkas wajib dilampirkan." in answer.text


def test_a_file_nobody_can_look_into_is_held(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    prepared(budi, number, PDF, "rusak.pdf")
    assert street.case(number, pak_budi).leaving[0].status == "held"
    assert "Tidak dapat diperiksa" in budi.get(f"/register/{number}").text


def test_nothing_leaves_that_was_not_there_when_the_form_was_read(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    confirmed(budi, f"/register/{number}/kabulkan", GRANT)
    page = budi.get(f"/register/{number}").text
    seen = dict(re.findall(r'name="(version|files)" value="(.*?)"', page))
    assert seen["files"] == ""
    prepared(budi, number, CLEAN)
    form = {**seen, "how": "lewat Telegram", "do": "kirim"}
    late = budi.post(f"/register/{number}/serahkan", data=form)
    assert late.status_code == 409
    assert "berubah sejak Anda melihatnya" in late.text
    shown = budi.post(f"/register/{number}/serahkan", data={**form, "do": "periksa"})
    assert shown.status_code == 409, "nor is it shown as if it could"
    now = street.case(number, pak_budi).leaving[0].id
    form["files"] = str(now)
    assert budi.post(f"/register/{number}/serahkan", data=form).status_code == 303


def test_the_second_person_is_led_to_the_held_file(
    budi: TestClient, ratna: TestClient, street: Street
) -> None:
    number = street.request()
    prepared(budi, number, PERSONAL)
    assert f'href="/register/{number}#berkas-keluar"' in ratna.get("/").text
