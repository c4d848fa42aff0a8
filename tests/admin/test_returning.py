"""Where somebody finds themselves whose address is no page: an act's, a wrong one, a lost one."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.doorkeeper import Page
from admin.pages import pages
from office.people import ROLE_PERMISSIONS, Role
from office.unit import Office
from tests.admin.street import Street, address_of, sign_in
from tests.people import CLOCKWORK, staff_member

READ = {page.path for page in pages() if page.method == "GET"}
ACTS = [page for page in pages() if page.path not in READ]
ROLES = (Role.PPID, Role.SUPERIOR, Role.AUDITOR, Role.SYSADMIN, Role.KB_CURATOR)
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def may(page: Page, role: Role) -> bool:
    return page.permission is None or page.permission in ROLE_PERMISSIONS[role]


@SQLITE
@pytest.mark.parametrize("role", ROLES)
def test_the_address_of_an_act_leads_to_its_page_and_only_whoever_may_do_it(
    app: Starlette, office: Office, role: Role
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "siapa", "Siapa Saja", role)
    client = sign_in(app, "siapa")
    led = set()
    for page in ACTS:
        address = address_of(page, 4711)
        answer = client.get(address)
        if not may(page, role):
            assert answer.status_code == 403, page.path
            continue
        assert answer.status_code == 303, page.path
        target = answer.headers["location"]
        assert address.startswith(target), page.path
        led.add(target)
    # What nothing has, is not found there; nobody is sent to what they may not open.
    assert {client.get(target).status_code for target in led} <= {200, 303, 404}


def test_a_stranger_at_an_acts_address_is_asked_to_sign_in(stranger: TestClient) -> None:
    for page in ACTS:
        answer = stranger.get(address_of(page))
        assert (answer.status_code, answer.headers["location"]) == (303, "/masuk"), page.path


@SQLITE
def test_reloading_what_was_declined_leads_back_to_the_case(
    budi: TestClient, street: Street
) -> None:
    number = street.request()
    declined = budi.post(f"/register/{number}/tidak-lengkap", data={"version": "1"})
    assert declined.status_code == 422
    again = budi.get(f"/register/{number}/tidak-lengkap")
    assert (again.status_code, again.headers["location"]) == (303, f"/register/{number}")


@SQLITE
@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/tidak-ada", ""),
        ("/register/4711", "/register"),
        ("/register/12/entah", "/register"),
        ("/percakapan/4711", "/antrean"),
        ("/agenda/4711", "/program"),
        ("/entri/tidak-ada/ubah", "/entri"),
    ],
)
def test_what_is_not_found_says_where_to_go_on(budi: TestClient, address: str, back: str) -> None:
    answer = budi.get(address)
    assert answer.status_code == 404
    assert "<h1>Tidak ditemukan</h1>" in answer.text
    assert '<a class="button" href="/">Ke halaman Hari ini</a>' in answer.text
    assert (f'<a class="button" href="{back}">Kembali</a>' in answer.text) == bool(back)


def test_a_stranger_who_is_lost_is_shown_both_doors(stranger: TestClient) -> None:
    answer = stranger.get("/tidak-ada")
    assert answer.status_code == 404
    assert 'href="/publik"' in answer.text
    assert 'href="/masuk"' in answer.text


def test_a_citizen_with_an_old_link_is_not_asked_to_sign_in(stranger: TestClient) -> None:
    page = stranger.get("/ambil/sudah-dipakai").text
    assert "/masuk" not in page
