"""One's own account: recovery codes, open browsers, and a password that is not guessed here."""

import re
from datetime import timedelta

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.browsers import short_name
from office import second_factor, staff
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import OWN_FORM, browser, sign_in
from tests.people import CLOCKWORK, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FORM = {"login": "budi", "password": PASSWORD}
AGENTS = {
    "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0": "Firefox di Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0": "Edge di Windows",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36": "Chrome di Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.1 Mobile/15E148 Safari/604.1": "Safari di iPhone",
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36": "Samsung Internet di Android",
    "curl/8.5.0": "Peramban lain",
    "": "Peramban lain",
    "<script>Android</script>": "Peramban lain di Android",
}


@pytest.fixture
def codes(office: Office, pak_budi: StaffMember) -> list[str]:
    """The recovery codes of Pak Budi, whose second factor is on."""
    with office.unit(pak_budi) as unit:
        return second_factor.switch_on(unit, SECRET)


def shown(page: str) -> list[str]:
    return re.findall(r"<li><code>([0-9A-Z-]{14})</code></li>", page)


def handles(page: str) -> list[str]:
    return re.findall(r'name="which" value="([0-9a-f]{16})"', page)


@pytest.mark.parametrize(("agent", "name"), AGENTS.items(), ids=AGENTS.values())
def test_a_browser_has_a_short_name(agent: str, name: str) -> None:
    assert short_name(agent) == name


def test_a_recovery_code_opens_the_door_once_and_the_account_counts_down(
    app: Starlette, codes: list[str]
) -> None:
    door = browser(app)
    answer = door.post("/masuk", data={**FORM, "recovery": codes[0].lower()})
    assert answer.headers["location"] == "/akun?pesan=recovery_code_used"
    page = door.get(answer.headers["location"]).text
    assert "Anda masuk dengan kode pemulihan" in page
    assert "yang tersisa: <b>9</b>" in page
    again = browser(app).post("/masuk", data={**FORM, "recovery": codes[0]})
    assert (again.status_code, "tidak cocok" in again.text) == (401, True)


def test_recovery_codes_are_not_guessed_at_the_door(
    app: Starlette, codes: list[str], clock: StandingClock
) -> None:
    door = browser(app)
    for _ in range(staff.ATTEMPTS):
        guess = {**FORM, "recovery": "AAAA-BBBB-CCCC"}
        assert door.post("/masuk", data=guess).status_code == 401
    right = {**FORM, "recovery": codes[0]}
    assert door.post("/masuk", data=right).status_code == 429
    clock.advance(staff.ATTEMPTS_SPAN + timedelta(seconds=1))
    assert door.post("/masuk", data=right).status_code == 303


def test_a_recovery_code_without_the_password_opens_nothing(
    app: Starlette, codes: list[str]
) -> None:
    form = {"login": "budi", "password": "bukan-kata-sandinya", "recovery": codes[0]}
    assert browser(app).post("/masuk", data=form).status_code == 401
    assert browser(app).post("/masuk", data={**FORM, "recovery": codes[0]}).status_code == 303


def test_ten_codes_are_shown_once_when_the_second_factor_is_switched_on(
    budi: TestClient, clock: StandingClock
) -> None:
    form = {"secret": SECRET, "code": pyotp.TOTP(SECRET).at(clock.now()), "password": PASSWORD}
    first = budi.post("/akun/dua-langkah", data=form)
    assert len(shown(first.text)) == 10
    assert first.headers["cache-control"] == "no-store"
    again = budi.post("/akun/dua-langkah", data=form)
    assert (again.status_code, shown(again.text)) == (409, [])
    assert shown(budi.get("/akun").text) == []
    assert budi.get("/akun/dua-langkah").headers["location"] == "/akun"


def test_a_new_set_of_codes_needs_the_password_and_replaces_the_old(
    app: Starlette, codes: list[str]
) -> None:
    budi = browser(app)
    budi.post("/masuk", data={**FORM, "recovery": codes[0]})
    assert budi.post("/akun/kode-pemulihan", data={"password": "bukan"}).status_code == 422
    fresh = shown(budi.post("/akun/kode-pemulihan", data={"password": PASSWORD}).text)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert "yang tersisa: <b>10</b>" in budi.get("/akun").text
    old = browser(app).post("/masuk", data={**FORM, "recovery": codes[1]})
    new = browser(app).post("/masuk", data={**FORM, "recovery": fresh[0]})
    assert (old.status_code, new.status_code) == (401, 303)


def test_whoever_finds_an_open_browser_does_not_guess_the_password_there(
    budi: TestClient, office: Office, clock: StandingClock
) -> None:
    for _ in range(staff.ATTEMPTS):
        form = {"password": "bukan", "new_password": "sandi-baru-yang-panjang"}
        assert budi.post("/akun/sandi", data=form).status_code == 422
    right = {"password": PASSWORD, "new_password": "sandi-baru-yang-panjang"}
    closed = budi.post("/akun/sandi", data=right)
    assert (closed.status_code, "Tunggu 15 menit" in closed.text) == (409, True)
    clock.advance(staff.ATTEMPTS_SPAN + timedelta(seconds=1))
    assert budi.post("/akun/sandi", data=right).status_code == 303


def test_open_browsers_are_listed_by_their_short_names(
    app: Starlette, budi: TestClient, office: Office
) -> None:
    agent = next(iter(AGENTS))
    phone = TestClient(app, headers={**OWN_FORM, "user-agent": agent}, follow_redirects=False)
    phone.post("/masuk", data=FORM)
    page = budi.get("/akun").text
    assert "Firefox di Android" in page
    assert page.count("peramban ini") == 1
    with office.reading(CLOCKWORK) as unit:
        kept = unit.session.connection().exec_driver_sql("SELECT browser FROM staff_sessions")
        assert "Gecko" not in str(kept.all())


def test_a_browser_is_ended_from_another_one(app: Starlette, budi: TestClient) -> None:
    phone, tablet = sign_in(app, "budi"), sign_in(app, "budi")
    here, *others = handles(budi.get("/akun").text)
    assert len(others) == 2
    ended = budi.post("/akun/sesi/akhiri", data={"which": others[0]})
    assert ended.headers["location"] == "/akun?pesan=session_ended"
    still = [client.get("/akun").status_code for client in (phone, tablet)]
    assert sorted(still) == [200, 303]
    assert budi.post("/akun/sesi/lain").headers["location"] == "/akun?pesan=other_sessions_ended"
    assert [client.get("/akun").status_code for client in (budi, phone, tablet)] == [200, 303, 303]
    budi.post("/akun/sesi/akhiri", data={"which": here})
    assert budi.get("/akun").headers["location"] == "/masuk"


def test_nobody_ends_the_browser_of_somebody_else(budi: TestClient, agus: TestClient) -> None:
    (his,) = handles(budi.get("/akun").text)
    for which in (his, "", "x"):
        assert agus.post("/akun/sesi/akhiri", data={"which": which}).status_code == 404
    assert budi.get("/akun").status_code == 200
