"""Passkeys: a device opens its owner's account, once per challenge, and nobody else's."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import journal, passkeys, second_factor, staff
from office.clock import StandingClock
from office.passkeys import Passkey
from office.people import StaffMember
from office.unit import Office
from tests.admin.authenticator import PRESENT, Device
from tests.admin.street import browser, sign_in
from tests.people import CLOCKWORK, PASSWORD

NAMED = {"name": "laptop kantor"}


def asks_for_new(client: TestClient) -> dict[str, Any]:
    answer = client.post("/akun/kunci/mulai", data={**NAMED, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def asks_for_entry(client: TestClient) -> dict[str, Any]:
    answer = client.post("/masuk/kunci/mulai")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return dict(answer.json())


def registered(client: TestClient, device: Device) -> int:
    """Return the status of adding a device's key."""
    answer = device.registers(asks_for_new(client))
    return client.post("/akun/kunci", data={**NAMED, "answer": answer}).status_code


def enters(door: TestClient, device: Device) -> int:
    """Return the status of coming in with a device."""
    answer = device.signs(asks_for_entry(door))
    return door.post("/masuk/kunci", data={"answer": answer}).status_code


def kept(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count(Passkey.id))) or 0


@pytest.fixture
def device(budi: TestClient) -> Device:
    """The device of Pak Budi, whose key is known."""
    made = Device()
    assert registered(budi, made) == 303
    return made


def test_a_device_opens_its_owners_account_without_a_password(
    app: Starlette, budi: TestClient, device: Device, office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
    door = browser(app)
    assert enters(door, device) == 303
    assert "Budi Santoso" in door.get("/akun").text
    page = budi.get("/akun/kunci").text
    assert "laptop kantor" in page
    assert "terakhir dipakai 23 Nov 2026" in page
    with office.reading(CLOCKWORK) as unit:
        acts = [line.act for line in journal.page(unit.session)]
    assert acts[:2] == ["staff.signed_in", "staff.passkey_used"]
    assert "staff.passkey_added" in acts


def test_what_is_asked_demands_that_the_owner_is_verified(
    budi: TestClient, stranger: TestClient
) -> None:
    new, entry = asks_for_new(budi), asks_for_entry(stranger)
    assert new["rp"]["id"] == entry["rpId"] == "testserver"
    assert new["authenticatorSelection"]["userVerification"] == "required"
    assert new["authenticatorSelection"]["residentKey"] == "required"
    assert entry["userVerification"] == "required"
    assert new["challenge"] != asks_for_new(budi)["challenge"]
    assert entry.get("allowCredentials", []) == [], "the door tells nobody's keys"


def test_an_answer_is_good_once(app: Starlette, device: Device) -> None:
    door = browser(app)
    answer = {"answer": device.signs(asks_for_entry(door))}
    assert door.post("/masuk/kunci", data=answer).status_code == 303
    again = browser(app).post("/masuk/kunci", data=answer)
    assert again.status_code == 401
    assert "tidak membuka akun" in again.text


def test_an_answer_that_comes_late_is_worth_nothing(
    app: Starlette, device: Device, clock: StandingClock
) -> None:
    door = browser(app)
    answer = {"answer": device.signs(asks_for_entry(door))}
    clock.advance(timedelta(minutes=5))
    assert door.post("/masuk/kunci", data=answer).status_code == 401


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://testserver.jahat.example"},
        {"host": "jahat.example"},
        {"flags": PRESENT},
        {"count": 0},
        {"credential": b"x" * 32},
    ],
    ids=["another origin", "another host", "nobody verified", "a copy", "an unknown key"],
)
def test_a_lie_of_the_device_opens_nothing(
    app: Starlette, device: Device, lie: dict[str, Any]
) -> None:
    for name, value in lie.items():
        setattr(device, name, value)
    assert enters(browser(app), device) == 401


def test_another_key_cannot_sign_for_a_known_one(app: Starlette, device: Device) -> None:
    thief = Device(credential=device.credential, count=50)
    assert enters(browser(app), thief) == 401


def test_a_challenge_of_the_account_page_opens_no_door(
    app: Starlette, budi: TestClient, device: Device
) -> None:
    for challenge in (asks_for_new(budi)["challenge"], "dGViYWthbg"):
        answer = {"answer": device.signs({"challenge": challenge})}
        assert browser(app).post("/masuk/kunci", data=answer).status_code == 401


@pytest.mark.parametrize(
    "lie",
    [{"origin": "http://jahat.example"}, {"host": "jahat.example"}, {"flags": PRESENT}],
    ids=["another origin", "another host", "nobody verified"],
)
def test_a_key_that_proves_nothing_is_not_kept(
    budi: TestClient, office: Office, lie: dict[str, Any]
) -> None:
    assert registered(budi, Device(**lie)) == 404
    assert kept(office) == 0


def test_a_key_is_added_once_by_whoever_asked_and_knows_the_password(
    budi: TestClient, agus: TestClient, office: Office
) -> None:
    assert budi.post("/akun/kunci/mulai", data={"password": "bukan"}).status_code == 422
    device = Device()
    answer = {**NAMED, "answer": device.registers(asks_for_new(budi))}
    assert agus.post("/akun/kunci", data=answer).status_code == 404, "not hers"
    assert budi.post("/akun/kunci", data={**answer, "name": ""}).status_code == 422
    assert budi.post("/akun/kunci", data=answer).status_code == 303
    assert budi.post("/akun/kunci", data=answer).status_code == 404, "the challenge is used"
    assert registered(agus, device) == 422, "the key is known"
    assert kept(office) == 1


def test_an_account_has_ten_keys_at_most(budi: TestClient, office: Office) -> None:
    for _ in range(passkeys.MOST):
        assert registered(budi, Device()) == 303
    refused = budi.post("/akun/kunci/mulai", data={**NAMED, "password": PASSWORD})
    assert (refused.status_code, "paling banyak 10" in refused.text) == (409, True)
    assert "Tambah kunci sandi" not in budi.get("/akun/kunci").text


def test_a_key_is_removed_by_its_owner_alone(
    app: Starlette, budi: TestClient, agus: TestClient, device: Device
) -> None:
    found = re.search(r'action="(/akun/kunci/\d+/hapus)"', budi.get("/akun/kunci").text)
    assert found is not None
    assert agus.post(found[1]).status_code == 404
    assert enters(browser(app), device) == 303
    assert budi.post(found[1]).headers["location"] == "/akun/kunci?pesan=passkey_removed"
    assert enters(browser(app), device) == 401


def test_a_key_opens_no_account_that_was_switched_off(
    app: Starlette, device: Device, office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff.account(unit, pak_budi.staff_id).active = False
    assert enters(browser(app), device) == 401


def test_a_lost_device_is_taken_off_by_an_administrator(
    app: Starlette, tono: TestClient, device: Device, office: Office, pak_budi: StaffMember
) -> None:
    path = f"/orang/{pak_budi.staff_id}"
    assert "<dt>Kunci sandi</dt><dd>1</dd>" in tono.get(path).text
    assert tono.post(f"{path}/lepas-dua-langkah", data={"reason": "HP hilang"}).status_code == 303
    assert enters(browser(app), device) == 401
    assert kept(office) == 0


def test_a_key_does_not_stand_in_for_the_second_factor_that_is_demanded(
    app: Starlette, device: Device, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        second_factor.set_rule(unit, demanded=True)
    door = browser(app)
    enters(door, device)
    assert door.get("/register").headers["location"] == "/akun/dua-langkah"


def test_whoever_only_asks_is_sent_away_after_a_while_and_who_comes_in_is_not_counted(
    app: Starlette, device: Device, clock: StandingClock
) -> None:
    clock.advance(staff.ATTEMPTS_SPAN + timedelta(seconds=1))
    for _ in range(staff.ATTEMPTS_FROM_ONE_PLACE - 1):
        asks_for_entry(browser(app))
    assert enters(browser(app), device) == 303
    asks_for_entry(browser(app))
    closed = browser(app).post("/masuk/kunci/mulai")
    assert (closed.status_code, "Tunggu 15 menit" in closed.text) == (409, True)


def test_keys_that_were_begun_and_left_keep_no_password_out(
    app: Starlette, pak_budi: StaffMember
) -> None:
    for _ in range(staff.ATTEMPTS_FROM_ONE_PLACE):
        asks_for_entry(browser(app))
    assert browser(app).post("/masuk/kunci/mulai").status_code == 409
    sign_in(app, "budi")


def test_a_new_password_tells_how_many_keys_remain_and_one_press_removes_them(
    app: Starlette, budi: TestClient, agus: TestClient, device: Device, office: Office
) -> None:
    assert registered(budi, Device()) == 303
    assert registered(agus, Device()) == 303
    assert "Hapus semua kunci sandi" not in budi.get("/akun").text
    form = {"password": PASSWORD, "new_password": "sandi-baru-yang-panjang"}
    page = budi.get(budi.post("/akun/sandi", data=form).headers["location"]).text
    assert "2 kunci sandi masih membuka akun ini" in page
    assert enters(browser(app), device) == 303, "a key stays until it is removed"
    assert 'action="/akun/kunci/hapus"' in page
    gone = budi.post("/akun/kunci/hapus")
    assert gone.headers["location"] == "/akun/kunci?pesan=passkeys_removed"
    assert "Belum ada kunci sandi." in budi.get("/akun/kunci").text
    assert enters(browser(app), device) == 401
    assert kept(office) == 1, "somebody else's stays"
    assert budi.post("/akun/kunci/hapus").status_code == 303
    with office.reading(CLOCKWORK) as unit:
        assert len(journal.page(unit.session, act="staff.passkeys_removed")) == 1


def test_who_has_no_key_is_told_of_none_after_a_new_password(budi: TestClient) -> None:
    form = {"password": PASSWORD, "new_password": "sandi-baru-yang-panjang"}
    page = budi.get(budi.post("/akun/sandi", data=form).headers["location"]).text
    assert "masih membuka akun ini" not in page


def test_a_forgotten_password_takes_the_keys_with_it_and_says_so_before(
    app: Starlette, tono: TestClient, device: Device, pak_budi: StaffMember
) -> None:
    made = tono.post(f"/orang/{pak_budi.staff_id}/tautan").text
    assert "kunci sandinya (1) ikut dihapus" in made
    link = re.search(r"/undangan/[\w-]{43}", made)
    assert link is not None
    assert "Kunci sandi akun ini (1) ikut dihapus" in browser(app).get(link[0]).text
    assert enters(browser(app), device) == 303, "nothing has happened yet"
    chosen = {"new_password": "sandi-baru-yang-panjang", "again": "sandi-baru-yang-panjang"}
    assert browser(app).post(link[0], data=chosen).status_code == 303
    assert enters(browser(app), device) == 401


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"response": null}',
        '{"response": {"clientDataJSON": 7}}',
        '{"rawId": "é", "response": {"clientDataJSON": "e30"}}',
        "[" * 5000,
        "x" * 13_000,
        json.dumps({"rawId": "AA", "response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiJBQSJ9"}}),
    ],
    ids=range(10),
)
def test_an_answer_that_is_none_is_refused_politely(
    app: Starlette, budi: TestClient, text: str
) -> None:
    quiet = TestClient(app, raise_server_exceptions=False, headers=budi.headers)
    assert quiet.post("/masuk/kunci", data={"answer": text}).status_code == 401
    quiet.cookies = budi.cookies
    assert quiet.post("/akun/kunci", data={**NAMED, "answer": text}).status_code == 404


def test_a_genuine_answer_with_a_broken_part_is_refused_politely(
    app: Starlette, budi: TestClient, device: Device
) -> None:
    quiet = TestClient(app, raise_server_exceptions=False, headers=budi.headers)
    for part in ("authenticatorData", "signature", "clientDataJSON"):
        for broken in ("", "AA", "!!!", "A" * 500):
            answer = json.loads(device.signs(asks_for_entry(quiet)))
            answer["response"][part] = broken
            sent = {"answer": json.dumps(answer)}
            assert quiet.post("/masuk/kunci", data=sent).status_code == 401, (part, broken)
    quiet.cookies = budi.cookies
    for broken in ("", "AA", "!!!", "oWNmbXRkbm9uZQ", "A" * 500):
        answer = json.loads(Device().registers(asks_for_new(budi)))
        answer["response"]["attestationObject"] = broken
        sent = {**NAMED, "answer": json.dumps(answer)}
        assert quiet.post("/akun/kunci", data=sent).status_code == 404, broken
