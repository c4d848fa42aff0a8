"""What somebody with bad intentions, or two quick clicks, may try at the staff door."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.doorkeeper import LARGEST_BODY
from office import second_factor, staff
from office.clock import StandingClock
from office.files import Cabinet
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import PDF, REASON, Street, browser, sign_in
from tests.admin.talking import ANSWER, take
from tests.people import CLOCKWORK, PASSWORD

MEGABYTE = 1024 * 1024


BOUNDARY = b"batas"
HEAD = (
    b"--batas\r\n"
    b'Content-Disposition: form-data; name="document"; filename="besar.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)


async def pour(
    app: Starlette, megabytes: int, cookie: str = "", length: int = 0
) -> tuple[int, int]:
    """Pour an endless file into a form; return the status and how many megabytes were taken."""
    headers = [
        (b"host", b"testserver"),
        (b"sec-fetch-site", b"same-origin"),
        (b"content-type", b"multipart/form-data; boundary=" + BOUNDARY),
        (b"cookie", b"pendopo=" + cookie.encode()),
    ]
    if length:
        headers.append((b"content-length", str(length).encode()))
    scope = {
        "type": "http", "method": "POST", "path": "/masuk", "raw_path": b"/masuk",
        "query_string": b"", "headers": headers, "scheme": "http", "http_version": "1.1",
        "root_path": "", "server": ("testserver", 80), "client": ("1.2.3.4", 5),
    }  # fmt: skip
    taken, status = 0, 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        body = HEAD if taken == 1 else b"x" * MEGABYTE
        if taken > megabytes + 1:
            body = b"\r\n--" + BOUNDARY + b"--\r\n"
        return {"type": "http.request", "body": body, "more_body": taken <= megabytes + 1}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(scope, receive, send)
    return status, max(taken - 2, 0)


async def test_a_form_without_end_is_cut_off_at_the_largest_body(app: Starlette) -> None:
    status, taken = await pour(app, 100)
    assert status == 413
    assert taken <= LARGEST_BODY // MEGABYTE + 1


async def test_a_form_that_announces_too_much_is_not_read_at_all(app: Starlette) -> None:
    status, taken = await pour(app, 100, length=100 * MEGABYTE)
    assert (status, taken) == (413, 0)


def test_what_announces_too_much_is_answered_in_the_words_of_where_it_was_sent(
    app: Starlette, stranger: TestClient, budi: TestClient
) -> None:
    heavy = {"content-length": str(LARGEST_BODY + 1)}
    for path in ("/api/v1/register", "/api/v1/kosong"):
        for method in ("POST", "GET", "PUT"):
            answer = TestClient(app).request(method, path, content=b"x", headers=heavy)
            assert answer.status_code == 413
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] == "too_large"
            assert "terlalu besar" in answer.json()["detail"]
            assert answer.headers["x-content-type-options"] == "nosniff"
    for client, path in ((stranger, "/masuk"), (budi, "/akun/sandi"), (stranger, "/publik")):
        answer = client.post(path, content=b"x", headers=heavy)
        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith("text/html")
        assert "lebih besar dari" in answer.text
    just = {"content-length": str(LARGEST_BODY)}
    answer = TestClient(app).post("/api/v1/register", content=b"x", headers=just)
    assert (answer.status_code, answer.json()["code"]) == (405, "get_only")


def test_the_largest_file_still_passes(budi: TestClient, street: Street) -> None:
    number = street.request()
    content = PDF + b"x" * (20 * MEGABYTE - len(PDF))
    files = {"document": ("besar.pdf", content, "application/pdf")}
    answer = budi.post(f"/register/{number}/berkas", files=files)
    assert answer.status_code == 303


def test_a_file_above_the_limit_is_named_too_large(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    files = {"document": ("besar.pdf", PDF + b"x" * 20 * MEGABYTE, "application/pdf")}
    said = {"text": "Ini berkasnya.", "seen_line": line}
    answer = budi.post(f"/percakapan/{number}/balas", data=said, files=files)
    assert answer.status_code in {413, 422}
    assert "lebih besar dari 20 MB" in answer.text


def test_many_fields_or_files_are_refused(budi: TestClient) -> None:
    many = {f"isian{n}": "x" for n in range(60)}
    assert budi.post("/akun/sandi", data=many).status_code == 400
    files = [("a", ("a.pdf", PDF)), ("b", ("b.pdf", PDF))]
    assert budi.post("/akun/sandi", files=files).status_code == 400


def test_a_nul_is_a_mistake_of_the_visitor_not_of_the_office(
    app: Starlette, budi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    quiet = TestClient(app, raise_server_exceptions=False, headers=budi.headers)
    quiet.cookies = budi.cookies
    answers = {
        "sign in": quiet.post("/masuk", data={"login": "bu\x00di", "password": "x"}),
        "search": quiet.get("/register", params={"cari": "a\x00b"}),
        "questions": quiet.get("/pertanyaan", params={"cari": "a\x00b"}),
        "journal": quiet.get("/jurnal", params={"perihal": "a\x00b"}),
        "reply": quiet.post(
            f"/percakapan/{number}/balas", data={"text": "a\x00b", "seen_line": line}
        ),
    }
    said = {name: answer.status_code for name, answer in answers.items()}
    assert {name: status for name, status in said.items() if status >= 500} == {}


@pytest.mark.parametrize(
    "path",
    [
        "/register/99999999999",
        "/register/99999999999999999999",
        f"/register/{'9' * 5000}",
        "/percakapan/99999999999999999999",
        "/berkas/99999999999999999999",
        "/register?tahun=999999999999999",
        "/register?sebelum=999999999999999",
        "/register?sesudah=999999999&sebelum=-1",
        "/keberatan/99999999999999999999",
        "/keberatan?tahun=999999999&sebelum=999999999",
        "/bagian/99999999999999999999",
        "/register/baru?lanjutan=%3Cb%3E",
        "/jurnal?sebelum=999999999999999",
        "/pertanyaan?sebelum=999999999999999",
        "/register?cari=%F0%9F%98%80%ED%A0%80",
    ],
    ids=range(15),
)
def test_a_number_nobody_has_is_no_defect(app: Starlette, budi: TestClient, path: str) -> None:
    quiet = TestClient(app, raise_server_exceptions=False, cookies=budi.cookies)
    assert quiet.get(path).status_code in {200, 404, 422}


def test_a_one_time_code_lets_one_of_many_in(
    app: Starlette, pak_budi: StaffMember, office: Office, clock: StandingClock
) -> None:
    secret = pyotp.random_base32()
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, secret)
    form = {"login": "budi", "password": PASSWORD, "code": pyotp.TOTP(secret).at(clock.now())}
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda _: browser(app).post("/masuk", data=form).status_code, range(4))
    assert sorted(answers) == [303, 401, 401, 401]


def test_the_code_that_switched_the_second_factor_on_is_spent(
    app: Starlette, budi: TestClient, clock: StandingClock
) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(clock.now())
    budi.post("/akun/dua-langkah", data={"secret": secret, "code": code, "password": PASSWORD})
    form = {"login": "budi", "password": PASSWORD, "code": code}
    assert browser(app).post("/masuk", data=form).status_code == 401


def test_a_borrowed_session_cannot_replace_the_second_factor(
    budi: TestClient, pak_budi: StaffMember, office: Office, clock: StandingClock
) -> None:
    own, foreign = pyotp.random_base32(), pyotp.random_base32()
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, own)
    code = pyotp.TOTP(foreign).at(clock.now())
    budi.post("/akun/dua-langkah", data={"secret": foreign, "code": code})
    with office.reading(CLOCKWORK) as unit:
        assert staff.credentials(unit, "budi").totp == own


@pytest.mark.parametrize(
    ("secret", "code"),
    [("1" * 32, "123456"), ("é" * 32, "123456"), (pyotp.random_base32(), "١٢٣٤٥٦")],
    ids=["no-base32", "no-ascii", "arabic-digits"],
)
def test_an_odd_secret_or_code_is_refused_politely(
    app: Starlette, budi: TestClient, secret: str, code: str
) -> None:
    quiet = TestClient(app, raise_server_exceptions=False, headers=budi.headers)
    quiet.cookies = budi.cookies
    answer = quiet.post("/akun/dua-langkah", data={"secret": secret, "code": code})
    assert answer.status_code == 422


def test_two_quick_clicks_send_one_reply(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    form = {"text": ANSWER, "seen_line": take(budi, number)}
    answers = [budi.post(f"/percakapan/{number}/balas", data=form).status_code for _ in "ab"]
    assert answers[0] == 303
    assert street.keys(f"escalation:{number}:line:") == ["staff_reply"]


def test_two_uploads_of_the_same_file_at_once_both_arrive(cabinet: Cabinet) -> None:
    for attempt in range(20):
        content = PDF + bytes([attempt]) * MEGABYTE
        with ThreadPoolExecutor(4) as pool:
            kept = list(pool.map(lambda n: cabinet.keep("a.pdf", n), [content] * 4))
        assert cabinet.content(kept[0].sha256) == content


@pytest.mark.parametrize("field", ["note", "reason"])
def test_words_too_long_for_a_letter_are_refused_at_the_desk(
    budi: TestClient, street: Street, field: str
) -> None:
    number = street.request()
    form = {
        "version": "1", "ground": "not_held", "reason": REASON, "decision": "granted_full",
        "soft": "1", field: "x" * 5000,
    }  # fmt: skip
    act = "kabulkan" if field == "note" else "tolak"
    answer = budi.post(f"/register/{number}/{act}", data=form)
    assert answer.status_code == 422
    assert "x" * 5000 in answer.text, "what was written must not be lost"


def test_a_reason_to_look_is_short(budi: TestClient, street: Street) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/identitas", data={"reason": "x" * 5000})
    assert answer.status_code == 422


def test_the_lines_of_a_text_count_as_the_browser_counts_them(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    text = "\r\n".join("x" * 34 for _ in range(100))
    assert len(text.replace("\r\n", "\n")) < 3500 < len(text)
    form = {"text": text, "seen_line": take(budi, number)}
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 303


def test_a_refreshing_page_does_not_keep_a_forgotten_browser_signed_in(
    budi: TestClient, clock: StandingClock
) -> None:
    for _ in range(150):
        clock.advance(staff.ATTEMPTS_SPAN / 15)
        budi.get("/antrean", headers={"hx-request": "true"})
    assert budi.get("/akun").status_code == 303


def test_a_defect_is_told_with_the_same_safe_headers(
    app: Starlette, budi: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin.visit.Visit.page", _fails_once())
    quiet = TestClient(app, raise_server_exceptions=False, cookies=budi.cookies)
    answer = quiet.get("/")
    assert answer.status_code == 500
    assert "Sebutkan nomor" in answer.text
    assert "kabel putus" not in answer.text
    assert "default-src 'none'" in answer.headers.get("content-security-policy", "")


def _fails_once() -> Any:
    from admin.visit import Visit  # noqa: PLC0415 - the real one, before it is replaced

    real, calls = Visit.page, []

    def page(self: Visit, *args: Any, **context: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("kabel putus")
        return real(self, *args, **context)

    return page


def test_signing_in_again_ends_the_session_the_browser_brought(
    app: Starlette, budi: TestClient
) -> None:
    before = budi.cookies["pendopo"]
    assert budi.post("/masuk", data={"login": "budi", "password": PASSWORD}).status_code == 303
    thief = browser(app)
    thief.cookies.set("pendopo", before)
    assert thief.get("/akun").status_code == 303


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/akun/sandi", {"password": "x"}),
        ("/akun/dua-langkah/mati", {"password": "x"}),
        ("/akun/dua-langkah", {}),
        ("/gangguan/masuk/4711", {}),
        ("/register/4711/proses", {"version": "1"}),
        ("/percakapan/4711/lepas", {}),
    ],
)
def test_the_way_back_leads_somewhere(budi: TestClient, path: str, form: dict[str, str]) -> None:
    page = budi.post(path, data=form).text
    back = page.split('<a class="button" href="')[1].split('"')[0]
    assert budi.get(back).status_code == 200


def test_a_sign_in_is_entered_in_the_name_of_who_came(
    app: Starlette, pak_budi: StaffMember, agus: TestClient
) -> None:
    sign_in(app, "budi")
    page = agus.get(f"/jurnal?kegiatan=staff.signed_in&perihal=staff:{pak_budi.staff_id}").text
    assert f"<code>staff.signed_in</code><br><code>staff:{pak_budi.staff_id}</code>" in page
