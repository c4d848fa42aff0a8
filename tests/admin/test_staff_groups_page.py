"""The staff's groups in the panel: a code shown once, one let go, a banner where one fails."""

import re

from starlette.testclient import TestClient

from office import staff_chat_codes, staff_chats
from office.people import StaffMember
from office.staff_chats import Purpose
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK

GROUP = -1_001_234_567_890
CODE = re.compile(r"/hubungkan ([A-Z2-9]{4}-[A-Z2-9]{4})")


def connect(office: Office, client: TestClient, wanted: str = "desk", chat: int = GROUP) -> None:
    page = client.post("/grup-petugas/kode", data={"for": wanted})
    assert page.status_code == 200
    found = CODE.search(page.text)
    assert found is not None
    with office.unit(BU_SARI) as unit:
        staff_chat_codes.connect(unit, chat, found[1])


def test_a_code_is_shown_once_and_connects_a_group(office: Office, budi: TestClient) -> None:
    assert "Belum ada grup yang tersambung." in budi.get("/grup-petugas").text
    connect(office, budi)
    page = budi.get("/grup-petugas").text
    assert CODE.search(page) is None
    assert "Petugas layanan" in page
    assert "Nomor grup berakhir 7890" in page
    assert str(GROUP) not in page
    assert "Budi Santoso" in page


def test_an_opd_s_group_is_connected_for_its_office(
    office: Office, tono: TestClient, bappeda: int
) -> None:
    connect(office, tono, str(bappeda))
    with office.reading(CLOCKWORK) as unit:
        (group,) = staff_chats.at_work(unit, Purpose.OPD)
    assert group.regional_office == bappeda
    assert "<b>Bappeda</b>" in tono.get("/grup-petugas").text
    for wrong in ("999", "x", ""):
        answer = tono.post("/grup-petugas/kode", data={"for": wrong})
        assert answer.status_code == 422
        assert "Isian ini wajib diisi." in answer.text


def test_a_group_is_let_go(office: Office, budi: TestClient) -> None:
    connect(office, budi)
    answer = budi.post("/grup-petugas/1/lepas")
    assert answer.headers["location"] == "/grup-petugas?pesan=group_disconnected"
    assert "Belum ada grup yang tersambung." in budi.get("/grup-petugas").text
    assert budi.post("/grup-petugas/1/lepas").status_code == 404


def test_where_nothing_arrives_a_banner_says_so_until_it_is_tried_again(
    office: Office, budi: TestClient
) -> None:
    connect(office, budi)
    assert "Kabar tidak sampai" not in budi.get("/gangguan").text
    with office.unit(CLOCKWORK) as unit:
        staff_chats.mark_broken(unit, GROUP, "Bad Request: <i>chat not found</i>")
    for path in ("/gangguan", "/grup-petugas"):
        page = budi.get(path).text
        assert "&lt;i&gt;chat not found" in page
        assert str(GROUP) not in page
    assert "Kabar tidak sampai ke grup petugas" in budi.get("/gangguan").text
    assert budi.post("/grup-petugas/1/coba").status_code == 303
    assert "Kabar tidak sampai" not in budi.get("/gangguan").text


def test_only_who_looks_after_the_desk_or_its_people_comes_here(
    office: Office, budi: TestClient, ratna: TestClient, agus: TestClient, wati: TestClient
) -> None:
    connect(office, budi)
    for client in (ratna, agus, wati):
        assert client.get("/grup-petugas").status_code == 403
        assert client.post("/grup-petugas/kode", data={"for": "desk"}).status_code == 403
        assert client.post("/grup-petugas/1/lepas").status_code == 403
        assert "/grup-petugas" not in client.get("/").text


def test_the_journal_says_who_connected_and_who_let_go(
    office: Office, budi: TestClient, pak_budi: StaffMember
) -> None:
    connect(office, budi)
    budi.post("/grup-petugas/1/lepas")
    page = budi.get("/jurnal").text
    for words in ("Kode grup petugas dibuat", "Grup petugas tersambung", "Grup petugas dilepas"):
        assert words in page
