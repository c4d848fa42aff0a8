"""The switches in the browser: looked at, closed with a reason, and never forgotten."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import switches
from office.people import Role
from office.switches import Function
from office.unit import Office
from tests.admin.street import sign_in
from tests.people import CLOCKWORK, staff_member

WHY = "Jawaban tentang bansos keliru, sedang diperiksa"
OWN = "Jawaban otomatis kami periksa sampai sore ini."
CLOSE = {"reason": WHY, "seen": "0", "do": "tutup"}


def closed(office: Office) -> switches.Closed:
    with office.reading(CLOCKWORK) as unit:
        return switches.closed(unit)


def test_every_switch_shows_what_citizens_would_read_in_three_languages(budi: TestClient) -> None:
    page = budi.get("/sakelar").text
    assert page.count('<span class="tag held">terbuka</span>') == 3
    for words in (
        "Jawaban otomatis sedang kami hentikan sementara",
        "We have stopped automatic answers",
        "Pangajengan panyuwunan",
        "Hak Anda tidak berkurang",
        "Pengumuman dan kabar kegiatan",
    ):
        assert words in page


def test_own_words_are_looked_at_before_anything_is_closed(
    budi: TestClient, office: Office
) -> None:
    page = budi.post(
        "/sakelar/answers/tutup", data={**CLOSE, "do": "periksa", "words_id": f"{OWN} <b>!</b>"}
    ).text
    assert f'<div class="bubble" lang="id">{OWN} &lt;b&gt;!&lt;/b&gt;' in page
    assert f">{WHY}</textarea>" in page
    assert closed(office) == {}


def test_a_closed_function_says_who_why_and_what_and_every_page_reminds_of_it(
    budi: TestClient, agus: TestClient, office: Office
) -> None:
    answer = budi.post("/sakelar/answers/tutup", data={**CLOSE, "words_id": OWN})
    assert answer.headers["location"] == "/sakelar?pesan=switch_closed"
    assert closed(office) == {Function.ANSWERS: {"id": OWN}}
    page = budi.get("/sakelar").text
    assert "oleh Budi Santoso: Jawaban tentang bansos" in page
    assert f'<div class="bubble" lang="id">{OWN}' in page
    for path in ("/", "/kalender", "/akun"):
        assert "<b>Sedang ditutup:</b> jawaban otomatis." in budi.get(path).text
    reminded = agus.get("/").text
    assert "Sedang ditutup" in reminded
    assert "/sakelar" not in reminded


def test_opening_takes_a_reason_and_the_reminder_goes(budi: TestClient, office: Office) -> None:
    budi.post("/sakelar/filing/tutup", data=CLOSE)
    short = budi.post("/sakelar/filing/buka", data={"reason": "ok", "seen": "1"})
    assert short.status_code == 422
    assert "Isian terlalu pendek" in short.text
    answer = budi.post("/sakelar/filing/buka", data={"reason": "Sudah selesai", "seen": "1"})
    assert answer.headers["location"] == "/sakelar?pesan=switch_opened"
    assert closed(office) == {}
    assert "Sedang ditutup" not in budi.get("/").text
    assert "Dibuka" in budi.get("/sakelar").text


@pytest.mark.parametrize(
    "changes", [{"reason": "singkat"}, {"words_id": "Tutup."}, {"words_en": "x" * 601}]
)
def test_a_refused_closing_keeps_what_was_typed(
    budi: TestClient, office: Office, changes: dict[str, str]
) -> None:
    answer = budi.post("/sakelar/answers/tutup", data={**CLOSE, **changes})
    assert answer.status_code == 422
    assert all(f">{typed}</textarea>" in answer.text for typed in changes.values())
    assert closed(office) == {}


def test_a_second_click_is_told_that_the_switch_was_moved(budi: TestClient) -> None:
    assert budi.post("/sakelar/answers/tutup", data=CLOSE).status_code == 303
    again = budi.post("/sakelar/answers/tutup", data=CLOSE)
    assert again.status_code == 409
    assert "sudah digerakkan orang lain" in again.text


def test_there_are_three_switches_and_few_may_move_them(
    app: Starlette, budi: TestClient, ratna: TestClient, agus: TestClient, office: Office
) -> None:
    assert budi.post("/sakelar/semua/tutup", data=CLOSE).status_code == 404
    for client in (ratna, agus):
        assert client.get("/sakelar").status_code == 403
        assert client.post("/sakelar/answers/tutup", data=CLOSE).status_code == 403
        assert 'href="/sakelar"' not in client.get("/").text
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "dedi", "Dedi Teknis", Role.SYSADMIN)
    assert sign_in(app, "dedi").get("/sakelar").status_code == 200
