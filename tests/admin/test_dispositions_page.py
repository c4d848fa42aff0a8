"""Questions to regional offices in the browser: asked, answered, returned, and nothing leaked."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.pages import pages
from office import regional
from office.people import Permission, Role
from office.unit import Office
from tests.admin.street import CLEAN, Street, address_of, sign_in
from tests.people import CLOCKWORK, PAK_JOKO, staff_member

SECRET = "Saya Sari dari Sukamaju, kenapa jalan kami rusak?"
QUESTION = "Berapa anggaran jalan desa tahun 2026?"


def pass_on(client: TestClient, number: int, office: int, **changes: str) -> str:
    """Take a conversation and pass a question on; return where that led."""
    client.post(f"/percakapan/{number}/ambil")
    page = client.get(f"/percakapan/{number}").text
    seen = re.search(r'name="seen_line" value="(\d+)" form="teruskan"', page)
    assert seen is not None
    form = {
        "regional_office": str(office), "question": QUESTION, "working_days": "2",
        "seen_line": seen[1], **changes,
    }  # fmt: skip
    answer = client.post(f"/percakapan/{number}/teruskan", data=form)
    return answer.headers.get("location", answer.text)


def question_on(client: TestClient) -> str:
    found = re.search(r'href="(/bagian/tanya/\d+)"', client.get("/bagian").text)
    return found[1] if found else ""


@pytest.fixture
def lina(app: Starlette, office: Office) -> TestClient:
    """Bu Lina's browser: another regional office's."""
    with office.unit(CLOCKWORK) as unit:
        other = regional.add(unit, "Dinas Kesehatan")
        staff_member(unit, "lina", "Lina", Role.PPID_EXECUTOR, regional_office=other)
    return sign_in(app, "lina")


def test_an_officer_sees_the_date_before_passing_a_question_on(
    budi: TestClient, bappeda: int, street: Street
) -> None:
    number = street.asks(SECRET)
    budi.post(f"/percakapan/{number}/ambil")
    page = budi.get(f"/percakapan/{number}").text
    assert re.search(r'<option value="2">2 hari kerja: [^<]*25 Nov', page)
    where = pass_on(budi, number, bappeda)
    assert where == f"/percakapan/{number}?pesan=question_passed"
    page = budi.get(f"/percakapan/{number}").text
    assert "Menunggu jawaban" in page
    assert QUESTION in page
    assert street.keys(f"escalation:{number}:disposed") == ["escalation_disposed"]


def test_an_office_answers_and_the_desk_has_the_last_word(
    budi: TestClient, wati: TestClient, bappeda: int, street: Street
) -> None:
    number = street.asks(SECRET)
    pass_on(budi, number, bappeda)
    assert "<b>1</b> bagian menunggu jawaban kami" in wati.get("/").text
    address = question_on(wati)
    page = wati.get(address).text
    assert QUESTION in page
    for secret in ("Sari", "Sukamaju", "T-0000", "percakapan/"):
        assert secret not in page
    form = {"answer": "Anggarannya terlampir."}
    answer = wati.post(f"{address}/jawab", data=form, files={"document": ("anggaran.csv", CLEAN)})
    assert answer.headers["location"] == f"{address}?pesan=question_answered"
    assert wati.post(f"{address}/jawab", data=form).status_code == 409, "once only"
    page = budi.get(f"/percakapan/{number}").text
    assert "Anggarannya terlampir." in page
    assert "anggaran.csv" in page
    assert "staff_reply" not in street.keys(f"escalation:{number}:")


def test_an_office_returns_a_question_with_a_reason(
    budi: TestClient, wati: TestClient, bappeda: int, street: Street
) -> None:
    number = street.asks(SECRET)
    pass_on(budi, number, bappeda)
    address = question_on(wati)
    empty = wati.post(f"{address}/kembalikan", data={"reason": " "})
    assert empty.status_code == 422
    assert 'aria-invalid="true"' in empty.text
    form = {"reason": "Anggaran jalan ada di Dinas PU."}
    assert wati.post(f"{address}/kembalikan", data=form).status_code == 303
    page = budi.get(f"/percakapan/{number}").text
    assert "Anggaran jalan ada di Dinas PU." in page
    assert "Dikembalikan" in page


def test_an_empty_answer_and_a_bad_file_keep_what_was_typed(
    budi: TestClient, wati: TestClient, bappeda: int, street: Street
) -> None:
    pass_on(budi, street.asks(SECRET), bappeda)
    address = question_on(wati)
    assert wati.post(f"{address}/jawab", data={"answer": " "}).status_code == 422
    bad = wati.post(
        f"{address}/jawab", data={"answer": "Terlampir."}, files={"document": ("a.exe", b"MZ\x90")}
    )
    assert bad.status_code == 422
    assert ">Terlampir.</textarea>" in bad.text


def test_parts_and_questions_stand_together_by_date(
    budi: TestClient, wati: TestClient, bappeda: int, street: Street
) -> None:
    part = {"description": "Anggaran RKPD bidang jalan", "regional_office": str(bappeda)}
    budi.post(f"/register/{street.request()}/bagian", data=part)
    pass_on(budi, street.asks(SECRET), bappeda, working_days="1")
    pass_on(budi, street.asks(SECRET, citizen=PAK_JOKO), bappeda, working_days="10")
    listed = re.findall(r'href="(/bagian/[\w/]+)"', wati.get("/bagian").text)
    assert listed == ["/bagian/tanya/1", "/bagian/1", "/bagian/tanya/2"]


@pytest.mark.parametrize(
    ("changes", "status", "kept"),
    [
        ({"question": " "}, 422, False),
        ({"regional_office": ""}, 422, True),
        ({"regional_office": "4711"}, 422, True),
        ({"working_days": "11"}, 422, True),
        ({"seen_line": "0"}, 409, True),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    budi: TestClient, bappeda: int, street: Street, changes: dict[str, str], status: int, kept: bool
) -> None:
    number = street.asks(SECRET)
    budi.post(f"/percakapan/{number}/ambil")
    form = {
        "regional_office": str(bappeda), "question": QUESTION, "working_days": "2",
        "seen_line": "999", **changes,
    }  # fmt: skip
    answer = budi.post(f"/percakapan/{number}/teruskan", data=form)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert (f">{QUESTION}</textarea>" in answer.text) is kept


def test_a_question_is_taken_back_and_then_gone_for_its_office(
    budi: TestClient, wati: TestClient, bappeda: int, street: Street
) -> None:
    number = street.asks(SECRET)
    pass_on(budi, number, bappeda)
    address = question_on(wati)
    recalled = budi.post(f"/percakapan/{number}/teruskan/tarik")
    assert recalled.headers["location"].endswith("pesan=question_recalled")
    assert question_on(wati) == ""
    assert wati.get(address).status_code == 404
    assert wati.post(f"{address}/jawab", data={"answer": "Ini"}).status_code == 409
    assert "Ditarik" in budi.get(f"/percakapan/{number}").text


def test_the_desk_s_file_reaches_the_asked_office_alone(
    budi: TestClient, wati: TestClient, lina: TestClient, bappeda: int, street: Street
) -> None:
    number = street.asks(SECRET)
    budi.post(f"/percakapan/{number}/ambil")
    form = {
        "regional_office": str(bappeda), "question": QUESTION, "working_days": "2",
        "seen_line": "999",
    }  # fmt: skip
    budi.post(f"/percakapan/{number}/teruskan", data=form, files={"document": ("peta.csv", CLEAN)})
    address = question_on(wati)
    assert "peta.csv" in wati.get(address).text
    assert wati.get(f"{address}/berkas").content == CLEAN
    assert lina.get(f"{address}/berkas").status_code == 404
    assert wati.get("/berkas/1").status_code == 403


def test_another_office_s_question_does_not_exist(
    budi: TestClient, lina: TestClient, bappeda: int, street: Street
) -> None:
    pass_on(budi, street.asks(SECRET), bappeda)
    assert question_on(lina) == ""
    for path in ("", "/berkas"):
        assert lina.get(f"/bagian/tanya/1{path}").status_code == 404
    for name, form in (("jawab", {"answer": "Ini"}), ("kembalikan", {"reason": "Bukan"})):
        assert lina.post(f"/bagian/tanya/1/{name}", data=form).status_code == 404


OWN = {Permission.ANSWER_PARTS, Permission.OWN_ACCOUNT}


def test_every_other_page_is_shut_to_a_regional_office(wati: TestClient) -> None:
    closed = [one for one in pages() if one.permission is not None and one.permission not in OWN]
    assert len(closed) > 100
    answers = {
        f"{one.method} {one.path}": wati.request(one.method, address_of(one)).status_code
        for one in closed
    }
    assert {path: code for path, code in answers.items() if code != 403} == {}


def test_a_regional_office_s_own_pages_show_no_citizen(
    budi: TestClient, wati: TestClient, lina: TestClient, bappeda: int, street: Street
) -> None:
    street.request(purpose_of_use="mengawasi pembangunan jalan desa")
    pass_on(budi, street.asks(SECRET), bappeda)
    own = [one for one in pages() if one.permission in OWN and one.method == "GET"]
    assert {"/bagian", "/bagian/tanya/{number:number}"} <= {one.path for one in own}
    for page in own:
        for client in (wati, lina):
            shown = client.get(address_of(page)).text
            # Whole words: a button that filters lists says "Saring".
            for secret in ("Sari", "Sukamaju", "T-00001", "mengawasi pembangunan"):
                assert re.search(rf"\b{secret}\b", shown) is None, page.path
