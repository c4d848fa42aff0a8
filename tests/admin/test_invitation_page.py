"""A one-time link stands for its account alone, whoever is signed in where it is opened."""

import re

from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.app import build
from office import journal, second_factor
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from tests.admin.street import browser, sign_in
from tests.people import CLOCKWORK, PASSWORD

NEW_PASSWORD = "empat kata yang panjang"
CHOSEN = {"new_password": NEW_PASSWORD, "again": NEW_PASSWORD}
LINA = {"login": "lina", "name": "Lina Kurator", "role_kb_curator": "1"}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def made_by(client: TestClient, path: str, form: dict[str, str] | None = None) -> str:
    """Return the path of the link that an administrator's press makes."""
    page = client.post(path, data=form).text
    found = re.search(r'value="http://127\.0\.0\.1:8080(/undangan/[\w-]{43})"', page)
    assert found is not None, page
    return found[1]


def copy_of(app: Starlette, client: TestClient) -> TestClient:
    """Return a browser with the session that another one has now."""
    kept = browser(app)
    kept.cookies.set("pendopo", client.cookies["pendopo"])
    assert kept.get("/akun").status_code == 200
    return kept


def test_a_link_is_for_its_account_whoever_is_signed_in_where_it_is_opened(
    app: Starlette, tono: TestClient, budi: TestClient
) -> None:
    before = copy_of(app, budi)
    link = made_by(tono, "/orang/undang", LINA)
    assert "sedang masuk sebagai Budi Santoso" in budi.get(link).text
    assert budi.post(link, data=CHOSEN).headers["location"] == "/?pesan=password_chosen"
    assert "Lina Kurator" in budi.get("/akun").text
    assert before.get("/akun").headers["location"] == "/masuk", "his session here is closed"


def test_an_administrator_who_opens_a_link_has_not_accepted_for_somebody_else(
    app: Starlette, tono: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    before = copy_of(app, tono)
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, SECRET)
    link = made_by(tono, f"/orang/{pak_budi.staff_id}/tautan")
    assert tono.post(link, data=CHOSEN).headers["location"] == "/masuk?pesan=password_chosen"
    assert "pendopo" not in tono.cookies
    assert before.get("/akun").headers["location"] == "/masuk", "his session here is closed"
    with office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="staff.password_renewed")
    assert (line.actor, line.subject) == ("system:panel", f"staff:{pak_budi.staff_id}")


def test_a_link_that_opens_nothing_says_the_same_to_whoever_is_signed_in(
    budi: TestClient,
) -> None:
    assert budi.get("/undangan/tebakan").status_code == 404
    assert budi.post("/undangan/tebakan", data=CHOSEN).status_code == 404


def test_a_link_leads_to_the_address_of_the_office_whatever_the_browser_calls_it(
    office: Office, writer: Writer, settings: Settings, tono: TestClient
) -> None:
    public = settings.model_copy(update={"public_url": "https://ppid.contoh.go.id"})
    there = sign_in(build(public, office, writer), "tono")
    page = there.post("/orang/undang", data=LINA, headers={"host": "jahat.example"}).text
    assert re.search(r'value="https://ppid\.contoh\.go\.id/undangan/[\w-]{43}"', page)
    assert "jahat.example" not in page


def test_over_https_the_cookie_is_taken_back_as_securely_as_it_was_given(
    office: Office, writer: Writer, settings: Settings, pak_budi: StaffMember
) -> None:
    secure = settings.model_copy(update={"panel_https": True})
    client = browser(build(secure, office, writer))
    client.base_url = "https://testserver"
    client.post("/masuk", data={"login": "budi", "password": PASSWORD})
    told = client.post("/keluar").headers["set-cookie"]
    assert told.startswith('__Host-pendopo="";')
    assert "Secure" in told
