"""Restricting an account from its conversation, and lifting it: by who may, told and listed."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import restrictions
from office.people import Role, StaffMember
from office.unit import Office
from tests.admin.street import Street, sign_in
from tests.people import BU_SARI, CLOCKWORK, staff_member

REASON = "Mengirim iklan pinjaman berulang kali kepada petugas"
FORM = {"days": "7", "reason": REASON}


@pytest.fixture
def talk(street: Street) -> int:
    """The number of a conversation of Bu Sari's."""
    return street.asks("Halo petugas")


def in_force(office: Office, reader: StaffMember) -> bool:
    with office.reading(reader) as unit:
        return restrictions.of(unit, BU_SARI.person) is not None


def test_an_account_is_restricted_from_its_conversation_and_the_citizen_told(
    budi: TestClient, pak_budi: StaffMember, street: Street, talk: int
) -> None:
    page = budi.get(f"/percakapan/{talk}/batasi").text
    assert "Permohonan, keberatan, perbaikan, status, survei" in page
    answer = budi.post(f"/percakapan/{talk}/batasi", data=FORM)
    assert answer.headers["location"] == f"/percakapan/{talk}?pesan=restricted"
    assert street.keys("restriction:") == ["restriction_started"]
    assert in_force(street.office, pak_budi)
    assert "sudah dibatasi sampai" in budi.get(f"/percakapan/{talk}/batasi").text


@pytest.mark.parametrize(
    ("fields", "words", "status"),
    [
        ({"days": "31"}, "Lamanya 1 sampai 30 hari.", 422),
        ({"days": ""}, "Isian ini wajib diisi.", 422),
        ({"reason": "spam"}, "Isian terlalu pendek", 422),
    ],
)
def test_what_is_missing_is_said_beside_the_form_and_nothing_is_lost(
    budi: TestClient,
    pak_budi: StaffMember,
    street: Street,
    talk: int,
    fields: dict[str, str],
    words: str,
    status: int,
) -> None:
    answer = budi.post(f"/percakapan/{talk}/batasi", data={**FORM, **fields})
    assert answer.status_code == status
    assert words in answer.text
    assert fields.get("reason", REASON) in answer.text
    assert not in_force(street.office, pak_budi)


def test_a_second_restriction_of_the_same_account_is_not_set(
    budi: TestClient, street: Street, talk: int
) -> None:
    budi.post(f"/percakapan/{talk}/batasi", data=FORM)
    assert budi.post(f"/percakapan/{talk}/batasi", data=FORM).status_code == 409
    assert street.keys("restriction:") == ["restriction_started"]


def test_it_is_listed_without_the_citizen_and_lifted(
    budi: TestClient, pak_budi: StaffMember, street: Street, talk: int
) -> None:
    assert "Tidak ada akun yang pernah dibatasi." in budi.get("/pembatasan").text
    budi.post(f"/percakapan/{talk}/batasi", data=FORM)
    page = budi.get("/pembatasan").text
    assert REASON in page
    assert str(BU_SARI.person) not in page
    answer = budi.post("/pembatasan/1/cabut")
    assert answer.headers["location"] == "/pembatasan?pesan=restriction_lifted"
    assert not in_force(street.office, pak_budi)
    assert "dicabut Budi Santoso" in budi.get("/pembatasan").text
    assert budi.post("/pembatasan/1/cabut").status_code == 404


def test_who_may_only_answer_restricts_nobody(
    app: Starlette, office: Office, street: Street, talk: int, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "rini", "Rini Petugas", Role.INFORMATION_OFFICER)
    rini = sign_in(app, "rini")
    assert rini.get(f"/percakapan/{talk}").status_code == 200
    for path in (f"/percakapan/{talk}/batasi", "/pembatasan"):
        assert rini.get(path).status_code == 403
    assert rini.post(f"/percakapan/{talk}/batasi", data=FORM).status_code == 403
    assert "/pembatasan" not in rini.get("/").text
    assert not in_force(office, pak_budi)
