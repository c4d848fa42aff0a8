"""Every page for everybody: no identity, no cookie, no script, light, found, and of one piece."""

import re
from itertools import pairwise

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.public import style
from office.people import StaffMember
from office.unit import Office
from tests.admin.public_street import HEAVIEST, Outline, addresses, furnish, pages_of, public_pages
from tests.admin.street import Street, browser

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
_ICON = 1024


@pytest.fixture
def furnished(
    office: Office, street: Street, pak_budi: StaffMember, bu_ratna: StaffMember
) -> Office:
    furnish(office, street, pak_budi, bu_ratna)
    return office


def test_every_address_is_answered_without_a_cookie_and_under_strict_rules(
    furnished: Office, stranger: TestClient
) -> None:
    for address in [*addresses(furnished, 2026), "/publik/tidak-ada", "/publik/register/2026/99"]:
        answer = stranger.get(address)
        assert answer.status_code in {200, 303, 404}, address
        assert "set-cookie" not in answer.headers, address
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), address
        assert "script-src" not in policy, address
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert not stranger.cookies


def test_what_is_found_may_be_kept_by_everybody_and_what_is_looked_up_by_nobody(
    furnished: Office, stranger: TestClient
) -> None:
    for address in addresses(furnished, 2026):
        answer = stranger.get(address)
        rule = answer.headers["cache-control"]
        if address.startswith("/periksa/"):
            assert rule == "no-store"
        else:
            assert rule.startswith("public, max-age="), address
            assert answer.headers["etag"].startswith('W/"'), address


def test_a_session_changes_nothing(
    furnished: Office, stranger: TestClient, budi: TestClient
) -> None:
    for address in addresses(furnished, 2026):
        known, unknown = budi.get(address), stranger.get(address)
        assert known.content == unknown.content, address
        assert "Budi" not in known.text.replace("Rahma", ""), address


def test_every_page_with_all_it_needs_weighs_less_than_a_hundred_kilobytes(
    furnished: Office, stranger: TestClient
) -> None:
    sheet = len(style.content())
    for address, html in pages_of(furnished, 2026, stranger):
        weight = len(html.encode()) + sheet + _ICON
        assert weight < HEAVIEST, (address, weight)


def test_no_page_needs_or_has_a_script_a_picture_or_a_style_of_its_own(
    furnished: Office, stranger: TestClient
) -> None:
    for address, html in pages_of(furnished, 2026, stranger):
        outline = Outline(html)
        assert not outline.tags & {"script", "img", "iframe", "style", "object", "video"}, address
        assert not {one for one in outline.attributes if one.startswith("on")}, address
        assert "style" not in outline.attributes, address


def test_every_page_has_one_heading_first_and_no_level_left_out(
    furnished: Office, stranger: TestClient
) -> None:
    for address, html in pages_of(furnished, 2026, stranger):
        levels = Outline(html).levels
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), (address, levels)
        assert '<html lang="id">' in html


def test_no_link_leads_nowhere(furnished: Office, stranger: TestClient) -> None:
    leads = {
        lead.split("#")[0].replace("&amp;", "&")
        for address, html in pages_of(furnished, 2026, stranger)
        for lead in Outline(html).leads
    }
    for lead in sorted(one for one in leads if one.startswith("/")):
        assert stranger.get(lead).status_code in {200, 303, 422}, lead


def test_titles_differ_and_name_the_office(furnished: Office, stranger: TestClient) -> None:
    own = {page.path for page in public_pages()}
    titles = [
        html.partition("<title>")[2].partition("</title>")[0]
        for address, html in pages_of(furnished, 2026, stranger)
        if address in own - {"/publik/statistik"}
    ]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith("· PPID Kabupaten Contoh") for title in titles)


def test_what_is_missing_is_said_in_the_same_dress(stranger: TestClient) -> None:
    for address in ("/publik/tidak-ada", "/publik/jawaban/tidak-ada", "/publik/register/2026/99",
                    "/publik/statistik/1999", "/publik/data/permohonan-1999.csv",
                    "/publik/jawaban/topik/tidak-ada", "/publik/data/skema/tidak-ada.json",
                    "/publik/register/9999999999/1"):  # fmt: skip
        answer = stranger.get(address)
        assert answer.status_code == 404, address
        assert 'href="/publik/gaya.css' in answer.text, address
        assert '<meta name="robots" content="noindex">' in answer.text
        assert "set-cookie" not in answer.headers


def test_nothing_can_be_sent_to_these_pages(stranger: TestClient) -> None:
    for page in public_pages():
        if "{" not in page.path:
            assert stranger.post(page.path).status_code == 405, page.path


def test_a_defect_is_told_in_the_same_dress_and_without_a_cookie(
    app: Starlette, office: Office
) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE public_information RENAME TO hilang")
    answer = TestClient(app, raise_server_exceptions=False).get("/publik")
    assert answer.status_code == 500
    assert "Terjadi kesalahan pada sistem" in answer.text
    assert "public_information" not in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_robots_find_these_pages_and_nothing_else(furnished: Office, stranger: TestClient) -> None:
    rules = stranger.get("/robots.txt")
    assert rules.headers["content-type"].startswith("text/plain")
    assert "Allow: /publik" in rules.text.splitlines()
    assert "Disallow: /" in rules.text.splitlines()
    (told,) = [line for line in rules.text.splitlines() if line.startswith("Sitemap: ")]
    found = re.findall("<loc>([^<]+)</loc>", stranger.get("/sitemap.xml").text)
    base = told.removeprefix("Sitemap: ").removesuffix("/sitemap.xml")
    assert len(found) > 50
    assert len(set(found)) == len(found)
    for one in found:
        page = stranger.get(one.removeprefix(base), follow_redirects=True)
        assert page.status_code == 200, one
        assert "noindex" not in page.text, one


def test_a_page_names_its_lasting_address(furnished: Office, stranger: TestClient) -> None:
    page = stranger.get("/publik/register?tahun=2026&halaman=7&utm_source=x").text
    assert 'rel="canonical" href="http://127.0.0.1:8080/publik/register?tahun=2026"' in page
    assert 'rel="canonical"' not in stranger.get("/publik/jawaban?cari=KTP").text


def test_whoever_stands_at_the_staff_door_is_shown_the_way(app: Starlette) -> None:
    client = browser(app)
    answer = client.get("/", follow_redirects=True)
    assert answer.url.path == "/masuk"
    assert 'href="/publik"' in answer.text
