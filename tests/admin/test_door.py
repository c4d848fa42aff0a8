"""The staff door: who comes in, what they must show, and what is refused at the step."""

import re
from datetime import timedelta

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.app import build
from admin.doorkeeper import Page
from admin.pages import pages
from admin.public.front import PublicPage
from office import journal, regional, second_factor, sessions, staff
from office.clock import StandingClock
from office.people import ROLE_PERMISSIONS, Role, StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from tests.admin.street import OWN_FORM, address_of, browser, sign_in
from tests.people import CLOCKWORK, PASSWORD, staff_member

OPEN = {("/healthz", "GET"), ("/readyz", "GET"), ("/masuk", "GET"), ("/masuk", "POST")}
OPEN |= {("/identitas/{token}", "GET"), ("/identitas/{token}", "POST")}
OPEN |= {("/masuk/kunci", "POST"), ("/masuk/kunci/mulai", "POST")}
OPEN |= {("/undangan/{token}", "GET"), ("/undangan/{token}", "POST")}
OPEN |= {("/ambil/{token}", "GET"), ("/ambil/{token}", "POST")}
OPEN |= {(page.path, "GET") for page in pages() if isinstance(page, PublicPage)}
CLOSED = [page for page in pages() if (page.path, page.method) not in OPEN]
NEW_PASSWORD = "sandi-baru-yang-panjang"


def name(page: Page) -> str:
    return f"{page.method} {page.path}"


def is_in(client: TestClient) -> bool:
    return client.get("/akun").status_code == 200


def test_every_page_that_is_not_open_states_a_permission() -> None:
    assert {(page.path, page.method) for page in pages() if page.permission is None} == OPEN


def test_no_other_page_opens_without_a_session(stranger: TestClient) -> None:
    for page in CLOSED:
        answer = stranger.request(page.method, address_of(page))
        assert (answer.status_code, answer.headers.get("location")) == (303, "/masuk"), name(page)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_page_opens_to_the_roles_that_may_and_to_no_other(
    app: Starlette, office: Office, role: Role
) -> None:
    with office.unit(CLOCKWORK) as unit:
        number = regional.add(unit, "Bappeda") if role is Role.PPID_EXECUTOR else None
        staff_member(unit, "siapa", "Siapa Saja", role, regional_office=number)
    client = sign_in(app, "siapa")
    for page in pages():
        if page.permission is None or page.path == "/keluar":
            continue
        answer = client.request(page.method, address_of(page, 4711))
        is_refused = answer.status_code == 403
        assert is_refused == (page.permission not in ROLE_PERMISSIONS[role]), name(page)


def test_every_route_of_the_application_is_in_the_table_of_contents(app: Starlette) -> None:
    read = {page.path for page in pages() if page.method == "GET"}
    listed = []
    for page in pages():
        listed.append((page.path, page.method))
        if page.path not in read:
            listed.append((page.path, "GET"))  # leads back to the page of the act
    served = [
        (route.path, "POST" if "POST" in route.methods else "GET")
        for route in app.routes
        if hasattr(route, "methods")
    ]
    assert served == listed
    assert [route.path for route in app.routes if not hasattr(route, "methods")] == [
        "/api/v1",
        "/static/htmx",
        "/static",
    ]


def test_static_files_are_served_and_nothing_beside_them(stranger: TestClient) -> None:
    assert stranger.get("/static/panel.css").status_code == 200
    assert stranger.get("/static/htmx/htmx.min.js").status_code == 200
    for path in ("/static/", "/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert stranger.get(path).status_code == 404, path


def test_a_wrong_password_and_an_unknown_login_look_the_same(
    stranger: TestClient, pak_budi: StaffMember
) -> None:
    answers = [
        stranger.post("/masuk", data={"login": login, "password": "salah sama sekali"})
        for login in ("budi", "nobi")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text.replace('"budi"', '"nobi"') == answers[1].text
    assert "set-cookie" not in answers[0].headers
    assert "tidak cocok" in answers[0].text


def test_repeated_failures_close_the_door_for_a_while_even_to_the_right_password(
    stranger: TestClient, pak_budi: StaffMember, clock: StandingClock
) -> None:
    for _ in range(staff.ATTEMPTS):
        assert stranger.post("/masuk", data={"login": " BUDI "}).status_code == 401
    right = {"login": "budi", "password": PASSWORD}
    answer = stranger.post("/masuk", data=right)
    assert answer.status_code == 429
    assert "Tunggu 15 menit" in answer.text
    clock.advance(staff.ATTEMPTS_SPAN + timedelta(seconds=1))
    assert stranger.post("/masuk", data=right).status_code == 303


def test_a_login_that_is_closed_is_journaled_once_and_without_its_name(
    stranger: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    for _ in range(staff.ATTEMPTS + 3):
        stranger.post("/masuk", data={"login": "kata-sandi-salah-ketik", "password": "x"})
    with office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="staff.sign_in_throttled")
    assert len(lines) == 1
    assert "salah-ketik" not in str(lines)


def secret_on(page: str) -> str:
    found = re.search(r'name="secret" value="([A-Z2-7]+)"', page)
    assert found is not None
    return found[1]


def test_the_second_factor_is_switched_on_in_the_page_and_needed_from_then_on(
    app: Starlette, budi: TestClient, office: Office, clock: StandingClock
) -> None:
    secret = secret_on(budi.get("/akun/dua-langkah").text)
    codes = pyotp.TOTP(secret)
    wrong = budi.post(
        "/akun/dua-langkah", data={"secret": secret, "code": "000000", "password": PASSWORD}
    )
    assert wrong.status_code == 422
    assert secret_on(wrong.text) == secret
    code = codes.at(clock.now())
    on = budi.post("/akun/dua-langkah", data={"secret": secret, "code": code, "password": PASSWORD})
    assert on.status_code == 200
    assert "Verifikasi dua langkah aktif." in on.text
    assert "Aktif." in budi.get("/akun").text
    clock.advance(timedelta(minutes=2))

    door = browser(app)
    form = {"login": "budi", "password": PASSWORD}
    needed = door.post("/masuk", data=form)
    assert (needed.status_code, "Masukkan juga kode" in needed.text) == (401, True)
    assert door.post("/masuk", data={**form, "code": "123456"}).status_code == 401
    assert door.post("/masuk", data={**form, "code": code}).status_code == 401, "an old code"
    fresh = codes.at(clock.now())
    assert door.post("/masuk", data={**form, "code": fresh}).status_code == 303
    again = browser(app).post("/masuk", data={**form, "code": fresh})
    assert again.status_code == 401, "a code is good only once"
    assert "tidak cocok" in again.text


def test_the_second_factor_goes_off_only_with_the_password(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, pyotp.random_base32())
    assert budi.post("/akun/dua-langkah/mati", data={"password": "bukan"}).status_code == 422
    assert "Aktif." in budi.get("/akun").text
    answer = budi.post("/akun/dua-langkah/mati", data={"password": PASSWORD})
    assert answer.headers["location"] == "/akun?pesan=totp_off"
    assert "Belum aktif." in budi.get("/akun").text


FORGED = {
    "another site": {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    "a sibling host": {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    "typed or unknown": {"sec-fetch-site": "none"},
    "an old browser elsewhere": {"origin": "https://jahat.example"},
    "a hidden origin": {"origin": "null"},
    "a longer name": {"origin": "http://testserver.jahat.example"},
    "no word of its origin": {},
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
def test_a_form_from_elsewhere_is_refused(
    app: Starlette, budi: TestClient, headers: dict[str, str]
) -> None:
    forger = TestClient(app, cookies=budi.cookies, headers=headers, follow_redirects=False)
    for path in ("/keluar", "/masuk", "/antrean/berikutnya", "/tidak-ada"):
        assert forger.post(path).status_code == 403, path
    assert is_in(budi)


def test_an_old_browser_is_known_by_its_origin(app: Starlette, pak_budi: StaffMember) -> None:
    old = TestClient(app, headers={"origin": "http://testserver"}, follow_redirects=False)
    answer = old.post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert answer.status_code == 303


def test_a_session_cookie_is_for_this_panel_alone(
    settings: Settings, office: Office, writer: Writer, pak_budi: StaffMember
) -> None:
    form = {"login": "budi", "password": PASSWORD}
    plain = browser(build(settings, office, writer)).post("/masuk", data=form)
    cookie = plain.headers["set-cookie"]
    assert cookie.startswith("pendopo=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    secure = settings.model_copy(update={"panel_https": True})
    sealed = browser(build(secure, office, writer)).post("/masuk", data=form)
    cookie = sealed.headers["set-cookie"]
    assert cookie.startswith("__Host-pendopo=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_the_database_holds_no_token_that_opens(budi: TestClient, office: Office) -> None:
    token = budi.cookies["pendopo"]
    with office.reading(CLOCKWORK) as unit:
        kept = [row.token_hash for row in unit.session.query(sessions.SignedIn)]
    assert len(kept) == 1
    assert token not in kept


def test_a_made_up_token_opens_nothing(stranger: TestClient) -> None:
    stranger.cookies.set("pendopo", "x" * 43)
    assert not is_in(stranger)


def test_signing_in_gives_a_new_token_whatever_the_browser_brought(
    app: Starlette, pak_budi: StaffMember
) -> None:
    client = browser(app)
    client.cookies.set("pendopo", "ditanam-orang-lain", domain="testserver.local", path="/")
    answer = client.post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert "ditanam-orang-lain" not in answer.headers["set-cookie"]


def test_signing_out_ends_the_session_for_good(app: Starlette, budi: TestClient) -> None:
    token = budi.cookies["pendopo"]
    assert budi.post("/keluar").headers["location"] == "/masuk?pesan=signed_out"
    assert "pendopo" not in budi.cookies
    thief = browser(app)
    thief.cookies.set("pendopo", token)
    assert not is_in(thief)


def test_changing_the_password_ends_every_other_session(
    app: Starlette, budi: TestClient, agus: TestClient
) -> None:
    elsewhere = sign_in(app, "budi")
    form = {"password": PASSWORD, "new_password": NEW_PASSWORD}
    wrong = budi.post("/akun/sandi", data={**form, "password": "bukan"})
    short = budi.post("/akun/sandi", data={**form, "new_password": "pendek"})
    assert (wrong.status_code, short.status_code) == (422, 422)
    assert is_in(elsewhere)
    answer = budi.post("/akun/sandi", data=form)
    assert answer.headers["location"] == "/akun?pesan=password_changed"
    assert (is_in(budi), is_in(elsewhere), is_in(agus)) == (True, False, True)
    old = browser(app).post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert old.status_code == 401
    sign_in(app, "budi", NEW_PASSWORD)


def test_an_idle_session_ends(budi: TestClient, clock: StandingClock) -> None:
    clock.advance(sessions.IDLE)
    assert is_in(budi)
    clock.advance(sessions.IDLE + timedelta(seconds=1))
    assert not is_in(budi)


def test_a_session_in_use_ends_with_the_day(budi: TestClient, clock: StandingClock) -> None:
    spent = timedelta()
    while spent < sessions.LONGEST:
        assert is_in(budi)
        clock.advance(timedelta(hours=1))
        spent += timedelta(hours=1)
    assert is_in(budi)
    clock.advance(timedelta(seconds=1))
    assert not is_in(budi)


def test_a_disabled_account_is_out_at_once(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.session.get_one(staff.Account, pak_budi.staff_id).active = False
    assert not is_in(budi)


def test_every_answer_carries_the_safe_headers(budi: TestClient, stranger: TestClient) -> None:
    answers = [
        stranger.get("/masuk"),
        stranger.get("/"),
        stranger.get("/healthz"),
        stranger.get("/static/panel.css"),
        stranger.get("/tidak-ada"),
        stranger.post("/masuk", headers={"sec-fetch-site": "cross-site"}),
        budi.get("/"),
        budi.get("/register/4711"),
        budi.put("/antrean"),
    ]
    for answer in answers:
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in answer.headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["style-src"] == policy["form-action"] == "'self'"
        assert policy.get("script-src", "'none'") in {"'none'", "'self'"}
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in str(policy)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_pages_are_kept_by_no_cache(budi: TestClient) -> None:
    for page in pages():
        if page.method == "GET" and page.permission is not None and "{" not in page.path:
            assert budi.get(page.path).headers.get("cache-control") == "no-store", page.path


def test_no_page_needs_inline_script_or_style(budi: TestClient, stranger: TestClient) -> None:
    for client, path in [(stranger, "/masuk"), (budi, "/akun"), (budi, "/antrean"), (budi, "/")]:
        html = client.get(path).text
        assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=|javascript:", html), path


def test_an_address_puts_no_words_into_the_offices_mouth(stranger: TestClient) -> None:
    page = stranger.get("/masuk", params={"pesan": "Kata sandi Anda bocor, hubungi 0812"})
    assert "bocor" not in page.text
    assert "Anda sudah keluar." in stranger.get("/masuk?pesan=signed_out").text


def test_the_same_origin_header_alone_signs_nobody_in(app: Starlette) -> None:
    assert TestClient(app, headers=OWN_FORM, follow_redirects=False).get("/").status_code == 303
