"""Leave to see an identity in the browser: asked on the case, decided by another, over in a day."""

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office.clock import StandingClock
from office.people import Role, StaffMember
from office.unit import Office
from tests.admin.street import Street, sign_in
from tests.people import CLOCKWORK, NIK, staff_member

WHY = "Memeriksa apakah surat sampai ke alamat yang benar"


@pytest.fixture
def siti(app: Starlette, office: Office) -> TestClient:
    """The data protection officer's browser."""
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "siti", "Siti Pelindung", Role.DATA_PROTECTION_OFFICER)
    return sign_in(app, "siti")


def waiting(client: TestClient) -> list[str]:
    return re.findall(r'action="(/izin-identitas/\d+)/beri"', client.get("/izin-identitas").text)


def test_an_auditor_asks_another_allows_and_the_day_ends(
    agus: TestClient, siti: TestClient, street: Street, clock: StandingClock
) -> None:
    case = f"/register/{street.request()}"
    assert "Minta izin melihat identitas" in agus.get(case).text
    answer = agus.post(f"{case}/identitas/minta", data={"reason": WHY})
    assert answer.headers["location"] == f"{case}?pesan=reveal_asked"
    page = agus.get(case).text
    assert "menunggu keputusan orang lain" in page
    assert NIK not in page
    assert agus.post(f"{case}/identitas/lihat").status_code == 409
    (one,) = waiting(siti)
    assert WHY in siti.get("/izin-identitas").text
    assert siti.post(f"{one}/beri").headers["location"] == "/izin-identitas?pesan=reveal_allowed"
    assert waiting(siti) == []
    page = agus.get(case).text
    assert NIK not in page
    assert "Lihat identitas</button>" in page
    seen = agus.post(f"{case}/identitas/lihat").text
    assert NIK in seen
    assert "Sari Wulandari" in seen
    assert NIK not in agus.get(case).text
    clock.advance(timedelta(hours=24))
    siti = sign_in(siti.app, "siti")  # type: ignore[arg-type]
    agus = sign_in(agus.app, "agus")  # type: ignore[arg-type]
    refused = agus.post(f"{case}/identitas/lihat")
    assert refused.status_code == 409
    assert NIK not in refused.text
    assert "Izin Anda berakhir" in agus.get(case).text


def test_the_way_there_counts_what_waits_for_each_side(
    agus: TestClient, siti: TestClient, ratna: TestClient, street: Street
) -> None:
    case = f"/register/{street.request()}"
    agus.post(f"{case}/identitas/minta", data={"reason": WHY})
    assert 'class="badge">1<' in siti.get("/register").text
    assert "badge" not in agus.get("/register").text
    (one,) = waiting(siti)
    siti.post(f"{one}/beri")
    assert "badge" not in siti.get("/register").text
    assert 'class="badge">1<' in agus.get("/register").text
    assert "/izin-identitas" not in ratna.get("/register").text


def test_a_refusal_is_read_by_who_asked(agus: TestClient, siti: TestClient, street: Street) -> None:
    case = f"/register/{street.request()}"
    agus.post(f"{case}/identitas/minta", data={"reason": WHY})
    (one,) = waiting(siti)
    short = siti.post(f"{one}/tolak", data={"note": "tidak"})
    assert short.status_code == 422
    assert ">tidak</textarea>" in short.text
    siti.post(f"{one}/tolak", data={"note": "Surat sudah diterima menurut register."})
    for page in (agus.get(case).text, agus.get("/izin-identitas").text):
        assert "Surat sudah diterima menurut register." in page


@pytest.mark.parametrize("reason", ["iya", "Memeriksa surat Sari Wulandari", f"NIK-nya {NIK} kah"])
def test_a_reason_that_will_not_do_is_said_beside_its_field(
    agus: TestClient, street: Street, reason: str
) -> None:
    answer = agus.post(f"/register/{street.request()}/identitas/minta", data={"reason": reason})
    assert answer.status_code == 422
    assert 'aria-describedby="salah-alasan-izin"' in answer.text
    assert '<details id="minta-identitas" open>' in answer.text


def test_who_asked_does_not_decide(app: Starlette, office: Office, street: Street) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "dua", "Dua Peran", Role.AUDITOR, Role.PPID)
    both = sign_in(app, "dua")
    case = street.request()
    # Whoever may open an identity directly has no need of leave, and is not offered it.
    assert "Minta izin" not in both.get(f"/register/{case}").text
    both.post(f"/register/{case}/identitas/minta", data={"reason": WHY})
    assert waiting(both) == []
    assert "Anda sendiri yang meminta" in both.get("/izin-identitas").text
    assert both.post("/izin-identitas/1/beri").status_code == 403


def test_auditors_see_who_looked_at_whose_identity_and_why(
    agus: TestClient, budi: TestClient, siti: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    first, second = street.request("a"), street.request("b")
    for case, why in ((first, "memanggil pemohon"), (first, "mengirim surat"), (second, "loket")):
        budi.post(f"/register/{case}/identitas", data={"reason": why})
    agus.post(f"/register/{second}/identitas/minta", data={"reason": WHY})
    (one,) = waiting(siti)
    siti.post(f"{one}/beri")
    agus.post(f"/register/{second}/identitas/lihat")
    page = agus.get("/jurnal/identitas").text
    for told in ("memanggil pemohon", "mengirim surat", "loket", WHY, "0001/PPID/XI/2026"):
        assert told in page, told
    assert re.search(r"Budi Santoso</a></td><td data-name=\"Kali\">3<", page)
    assert re.search(r"0002/PPID/XI/2026</a></td><td data-name=\"Kali\">2<", page)
    by_case = agus.get("/jurnal/identitas?perkara=0002%2FPPID%2FXI%2F2026").text
    assert "loket" in by_case
    assert "memanggil pemohon" not in by_case
    by_member = agus.get(f"/jurnal/identitas?pelaku={pak_budi.label}").text
    assert "loket" in by_member
    assert WHY not in by_member
    assert "Tidak ada pembukaan" in agus.get("/jurnal/identitas?perkara=9999/PPID/I/2020").text
    assert "Tidak ada pembukaan" in agus.get("/jurnal/identitas?dari=2026-11-24").text
    for personal in (NIK, "Wulandari", "Melati", "08123"):
        assert personal not in page


def test_an_identity_opened_through_a_letter_counts_as_seen(
    agus: TestClient, budi: TestClient, street: Street
) -> None:
    case = street.request()
    (letter,) = re.findall(r'href="/surat/(\d+)">Tanda bukti', budi.get(f"/register/{case}").text)
    budi.get(f"/surat/{letter}")
    page = agus.get("/jurnal/identitas?perkara=0001/PPID/XI/2026").text
    assert "Surat dibuka" in page
