"""The page of the people: accounts, links that are shown once, the rule of the second factor."""

import re
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.pages import pages
from office import regional, roster, second_factor, staff
from office.clock import StandingClock
from office.people import Permission, Role, StaffMember
from office.unit import Office
from tests.admin.street import address_of, browser, sign_in
from tests.people import CLOCKWORK, PASSWORD, staff_member

NEW_PASSWORD = "empat kata yang panjang"
CHOSEN = {"new_password": NEW_PASSWORD, "again": NEW_PASSWORD}
LINA = {"login": "lina", "name": "Lina Kurator", "role_kb_curator": "1"}
REASON = {"reason": "Surat edaran 12"}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def link_on(answer: Response) -> str:
    """Return the path of the link that a page shows."""
    assert answer.status_code == 200, answer.text
    found = re.search(r'value="http://127\.0\.0\.1:8080(/undangan/[\w-]{43})"', answer.text)
    assert found is not None
    return found[1]


def number_of(office: Office, login: str) -> int:
    with office.reading(CLOCKWORK) as unit:
        return next(row.number for row in roster.every(unit) if row.login == login)


def test_the_list_says_who_has_an_account_and_in_what_state(
    tono: TestClient, budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, SECRET)
    tono.post("/orang/undang", data=LINA)
    page = tono.get("/orang").text
    rows = {
        row[1]: row[0]
        for row in re.findall(
            r'(<tr>\s*<td data-name="Nama"><span><a [^>]*>([^<]+).*?</tr>)', page, re.S
        )
    }
    assert set(rows) == {"Budi Santoso", "Lina Kurator", "Tono TI"}
    assert "PPID, Petugas" in rows["Budi Santoso"]
    assert 'aktif</span></td>\n    <td data-name="Terakhir">' in rows["Budi Santoso"]
    assert "23 Nov 2026 09.00" in rows["Budi Santoso"]
    for words in ("belum dibuka", "belum pernah", "tautan berlaku sampai 26 Nov 2026 09.00"):
        assert words in rows["Lina Kurator"]
    assert "2 akun aktif belum memakainya" in page


def test_somebody_new_is_invited_chooses_a_password_and_works(
    app: Starlette, tono: TestClient
) -> None:
    link = link_on(tono.post("/orang/undang", data=LINA))
    lina = browser(app)
    page = lina.get(link)
    assert page.status_code == 200
    assert "Selamat datang, Lina Kurator" in page.text
    answer = lina.post(link, data=CHOSEN)
    assert answer.headers["location"] == "/?pesan=password_chosen"
    assert lina.get("/entri/baru").status_code == 200
    assert lina.get("/register").status_code == 403
    sign_in(app, "lina", NEW_PASSWORD)


def test_a_link_is_shown_once_and_opens_once(app: Starlette, tono: TestClient) -> None:
    made = tono.post("/orang/undang", data=LINA)
    link = link_on(made)
    assert made.headers["cache-control"] == "no-store"
    assert "/undangan/" not in tono.get("/orang").text
    assert browser(app).get(link).status_code == 200, "looking does not use it up"
    assert browser(app).post(link, data=CHOSEN).status_code == 303
    for answer in (browser(app).get(link), browser(app).post(link, data=CHOSEN)):
        assert answer.status_code == 404
        assert "Mintalah tautan baru kepada administrator" in answer.text


def test_a_link_is_void_after_three_days(
    app: Starlette, tono: TestClient, clock: StandingClock
) -> None:
    link = link_on(tono.post("/orang/undang", data=LINA))
    clock.advance(timedelta(days=3))
    assert browser(app).post(link, data=CHOSEN).status_code == 404


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"new_password": "pendek", "again": "pendek"}, "sedikitnya 12 karakter"),
        ({"new_password": NEW_PASSWORD, "again": NEW_PASSWORD + "!"}, "tidak sama"),
        ({}, "sedikitnya 12 karakter"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_open(
    app: Starlette, tono: TestClient, form: dict[str, str], words: str
) -> None:
    link = link_on(tono.post("/orang/undang", data=LINA))
    refused = browser(app).post(link, data=form)
    assert refused.status_code == 422
    assert words in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert browser(app).post(link, data=CHOSEN).status_code == 303


def test_links_are_not_guessed(app: Starlette, tono: TestClient, clock: StandingClock) -> None:
    link = link_on(tono.post("/orang/undang", data=LINA))
    guesser = browser(app)
    for _ in range(staff.ATTEMPTS):
        assert guesser.get("/undangan/tebakan").status_code == 404
    for answer in (guesser.get(link), guesser.post(link, data=CHOSEN)):
        assert (answer.status_code, "Tunggu 15 menit" in answer.text) == (409, True)
    clock.advance(staff.ATTEMPTS_SPAN + timedelta(seconds=1))
    assert guesser.post(link, data=CHOSEN).status_code == 303


def test_a_form_with_a_fault_keeps_what_was_typed(tono: TestClient) -> None:
    for form, words in [
        ({**LINA, "login": "tono"}, "Nama masuk tono sudah dipakai."),
        ({**LINA, "role_kb_curator": ""}, "Isian ini wajib diisi."),
        ({**LINA, "role_ppid_executor": "1"}, "Isian ini wajib diisi."),
    ]:
        page = tono.post("/orang/undang", data=form)
        assert page.status_code == 422
        assert words in page.text
        assert 'value="Lina Kurator"' in page.text


def test_a_link_is_taken_back(app: Starlette, tono: TestClient, office: Office) -> None:
    link = link_on(tono.post("/orang/undang", data=LINA))
    number = number_of(office, "lina")
    answer = tono.post(f"/orang/{number}/tarik")
    assert answer.headers["location"] == f"/orang/{number}?pesan=invitation_withdrawn"
    assert browser(app).get(link).status_code == 404
    assert tono.post(f"/orang/{number}/tarik").status_code == 409


def test_a_forgotten_password_is_replaced_by_its_owner(
    app: Starlette, tono: TestClient, budi: TestClient, pak_budi: StaffMember
) -> None:
    link = link_on(tono.post(f"/orang/{pak_budi.staff_id}/tautan"))
    assert budi.get("/akun").status_code == 200, "nothing has happened yet"
    assert "yang lama langsung tidak berlaku" in browser(app).get(link).text
    assert browser(app).post(link, data=CHOSEN).headers["location"] == "/?pesan=password_chosen"
    assert budi.get("/akun").headers["location"] == "/masuk"
    old = browser(app).post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert old.status_code == 401
    sign_in(app, "budi", NEW_PASSWORD)


def test_a_link_leads_past_no_second_factor(
    app: Starlette, tono: TestClient, office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, SECRET)
    link = link_on(tono.post(f"/orang/{pak_budi.staff_id}/tautan"))
    thief = browser(app)
    answer = thief.post(link, data=CHOSEN)
    assert answer.headers["location"] == "/masuk?pesan=password_chosen"
    assert "pendopo" not in thief.cookies
    sign_in(app, "budi", NEW_PASSWORD, pyotp.TOTP(SECRET).at(clock.now()))


def test_roles_and_office_are_changed(
    tono: TestClient, budi: TestClient, office: Office, pak_budi: StaffMember, bappeda: int
) -> None:
    number = pak_budi.staff_id
    assert budi.get("/register").status_code == 200
    form = {"login": "budi", "name": "Budi Santoso", "role_ppid_executor": "1"}
    missing = tono.post(f"/orang/{number}/ubah", data=form)
    assert (missing.status_code, "wajib diisi" in missing.text) == (422, True)
    answer = tono.post(f"/orang/{number}/ubah", data={**form, "regional_office": str(bappeda)})
    assert answer.headers["location"] == f"/orang/{number}?pesan=person_amended"
    assert budi.get("/register").status_code == 403
    assert budi.get("/bagian").status_code == 200
    with office.unit(CLOCKWORK) as unit:
        regional.close(unit, bappeda)
    assert f'value="{bappeda}" selected>Bappeda' in tono.get(f"/orang/{number}").text


def test_an_office_is_kept_by_whoever_answers_for_one_alone(
    tono: TestClient, office: Office, pak_budi: StaffMember, bappeda: int
) -> None:
    form = {"login": "budi", "name": "Budi", "role_auditor": "1", "regional_office": str(bappeda)}
    assert tono.post(f"/orang/{pak_budi.staff_id}/ubah", data=form).status_code == 303
    with office.reading(CLOCKWORK) as unit:
        assert roster.one(unit, pak_budi.staff_id).regional_office is None


def test_an_account_is_switched_off_with_a_reason_and_on_again(
    app: Starlette, tono: TestClient, budi: TestClient, pak_budi: StaffMember
) -> None:
    one = f"/orang/{pak_budi.staff_id}"
    bare = tono.post(f"{one}/nonaktif")
    assert (bare.status_code, bare.text.count("Isian terlalu pendek")) == (422, 1)
    assert tono.post(f"{one}/nonaktif", data=REASON).headers["location"].startswith("/orang?")
    assert budi.get("/akun").headers["location"] == "/masuk"
    shut = browser(app).post("/masuk", data={"login": "budi", "password": PASSWORD})
    assert shut.status_code == 401
    page = tono.get(one).text
    assert "Surat edaran 12" in page
    assert "Tono TI" in page
    assert tono.post(f"{one}/tautan").status_code == 409
    assert tono.post(f"{one}/aktif").status_code == 303
    sign_in(app, "budi")


def test_an_administrator_locks_nobody_out_for_good_and_raises_nobody_unasked(
    tono: TestClient, office: Office
) -> None:
    own = number_of(office, "tono")
    last = tono.post(f"/orang/{own}/nonaktif", data=REASON)
    assert (last.status_code, "administrator aktif yang terakhir" in last.text) == (409, True)
    form = {"login": "tono", "name": "Tono TI", "role_sysadmin": "1", "role_superior": "1"}
    raised = tono.post(f"/orang/{own}/ubah", data=form)
    assert (raised.status_code, "administrator lain" in raised.text) == (403, True)
    assert tono.post(f"/orang/{own}/tautan").status_code == 403
    assert tono.post(f"/orang/{own}/lepas-dua-langkah", data=REASON).status_code == 403
    page = tono.get(f"/orang/{own}").text
    assert "Lepas verifikasi" not in page
    assert "Buat tautan baru" not in page


def test_a_lost_phone_is_taken_off_the_account(
    app: Starlette, tono: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, SECRET)
    path = f"/orang/{pak_budi.staff_id}/lepas-dua-langkah"
    assert tono.post(path, data={"reason": "ya"}).status_code == 422
    answer = tono.post(path, data={"reason": "Ponsel hilang"})
    assert answer.headers["location"].endswith("?pesan=second_factor_removed")
    assert "Ponsel hilang" in tono.get(f"/orang/{pak_budi.staff_id}").text
    sign_in(app, "budi")


def test_an_administrator_sees_and_ends_the_browsers_of_somebody(
    tono: TestClient, budi: TestClient, pak_budi: StaffMember
) -> None:
    one = f"/orang/{pak_budi.staff_id}"
    assert "Peramban lain" in tono.get(one).text
    assert tono.post(f"{one}/keluarkan").headers["location"] == f"{one}?pesan=sessions_ended"
    assert budi.get("/akun").headers["location"] == "/masuk"
    assert tono.get("/akun").status_code == 200


def test_where_a_second_factor_is_demanded_nothing_else_opens_before_it(
    tono: TestClient, budi: TestClient, office: Office, clock: StandingClock
) -> None:
    assert tono.post("/orang/dua-langkah", data={"rule": "wajib"}).status_code == 422
    assert tono.post("/orang/dua-langkah", data={**REASON, "rule": "?"}).status_code == 422
    tono.post("/orang/dua-langkah", data={**REASON, "rule": "wajib"})
    for page in pages():
        if page.permission is None or page.before_second_factor:
            continue
        answer = budi.request(page.method, address_of(page, 4711))
        assert answer.headers.get("location") == "/akun/dua-langkah", page.path
    shown = budi.get("/akun/dua-langkah").text
    assert "Kantor mewajibkan" in shown
    found = re.search(r'name="secret" value="(\w+)"', shown)
    assert found is not None
    code = pyotp.TOTP(found[1]).at(clock.now())
    form = {"secret": found[1], "code": code, "password": PASSWORD}
    assert budi.post("/akun/dua-langkah", data=form).status_code == 200
    assert budi.get("/register").status_code == 200
    assert tono.get("/orang").headers["location"] == "/akun/dua-langkah", "themselves included"


def test_whoever_may_not_set_it_up_now_can_still_leave(tono: TestClient, budi: TestClient) -> None:
    tono.post("/orang/dua-langkah", data={**REASON, "rule": "wajib"})
    assert budi.post("/keluar").headers["location"] == "/masuk?pesan=signed_out"


def test_an_invited_member_sets_up_the_second_factor_first_where_it_is_demanded(
    app: Starlette, tono: TestClient, office: Office
) -> None:
    link = link_on(tono.post("/orang/undang", data=LINA))
    tono.post("/orang/dua-langkah", data={**REASON, "rule": "wajib"})
    lina = browser(app)
    answer = lina.post(link, data=CHOSEN)
    assert lina.get(answer.headers["location"]).headers["location"] == "/akun/dua-langkah"


def test_the_rule_is_lifted_with_a_reason_too(
    tono: TestClient, budi: TestClient, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        second_factor.set_rule(unit, demanded=True)
        second_factor.set_rule(unit, demanded=False)
    tono.post("/orang/dua-langkah", data={**REASON, "rule": "wajib"})
    again = tono.post("/orang/dua-langkah", data={**REASON, "rule": "wajib"})
    assert again.headers["location"] == "/akun/dua-langkah"
    with office.unit(CLOCKWORK) as unit:
        roster.demand_second_factor(unit, demanded=False, reason="Ponsel belum dibagi")
    page = tono.get("/orang").text
    assert "belum wajib" in page
    assert '<span class="quiet">belum</span>' in page, "nothing is amiss while nobody has to"
    assert "Ponsel belum dibagi" in page
    assert "dari baris perintah" in page
    assert budi.get("/register").status_code == 200


def test_the_roles_are_told_to_everybody_who_works_here(agus: TestClient) -> None:
    page = unescape(agus.get("/wewenang").text)
    for words in ("Pejabat pelindungan data pribadi", "Membuka identitas lengkap", "Warga"):
        assert words in page
    assert page.count("<tr>") == 2 + len(Role) + len(Permission)


def test_only_administrators_find_the_page(budi: TestClient, tono: TestClient) -> None:
    assert 'href="/orang"' in tono.get("/").text
    assert 'href="/orang"' not in budi.get("/").text
    assert tono.get("/orang/4711").status_code == 404


def test_an_entry_is_written_by_nobody_who_may_not_read_it_afterwards(
    app: Starlette, office: Office, tono: TestClient
) -> None:
    assert tono.get("/entri/baru").status_code == 403
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "lina", "Lina", Role.KB_CURATOR)
    lina = sign_in(app, "lina")
    assert [lina.get(path).status_code for path in ("/entri/baru", "/entri")] == [200, 200]
