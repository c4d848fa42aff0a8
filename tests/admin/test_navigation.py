"""The way through the panel: each role finds what it may open, and is told where it is."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin import navigation
from admin.navigation import SIDE_BY_SIDE, Group, menu
from admin.pages import pages
from admin.texts import table
from office import regional
from office.people import ROLE_PERMISSIONS, Permission, Role
from office.unit import Office
from tests.admin.street import Street, sign_in
from tests.people import CLOCKWORK, staff_member

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
EVERYTHING = frozenset(Permission)
# Rooms into which no way of the menu leads: doors, one's own account, and what others hold.
APART = {"masuk", "keluar", "akun", "undangan", "identitas", "ambil", "publik", "api"}
APART |= {"healthz", "readyz", "robots.txt", "sitemap.xml", "periksa"}


def links_of(page: str) -> list[str]:
    nav = page.split('<nav aria-label="Utama">')[1].split("</nav>")[0]
    return re.findall(r'href="([^"]+)"', nav)


@SQLITE
@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_led_only_to_what_it_may_open(
    app: Starlette, office: Office, role: Role
) -> None:
    with office.unit(CLOCKWORK) as unit:
        number = regional.add(unit, "Bappeda") if role is Role.PPID_EXECUTOR else None
        staff_member(unit, "siapa", "Siapa Saja", role, regional_office=number)
    client = sign_in(app, "siapa")
    led = links_of(client.get("/").text)
    assert led == [link.href for link in menu(ROLE_PERMISSIONS[role], "/", {}).links]
    assert {address: client.get(address).status_code for address in led} == dict.fromkeys(led, 200)


def test_nobody_has_more_side_by_side_than_fit() -> None:
    for permissions in [EVERYTHING, *ROLE_PERMISSIONS.values()]:
        found = menu(permissions, "/", {})
        assert len(found.at_hand) + len(found.groups) <= SIDE_BY_SIDE
        assert all(len(group.links) > 1 for group in found.groups)


def test_daily_work_is_at_hand_and_the_rest_one_step_further() -> None:
    officer = ROLE_PERMISSIONS[Role.PPID] | ROLE_PERMISSIONS[Role.INFORMATION_OFFICER]
    found = menu(officer, "/", {})
    at_hand = ["/", "/antrean", "/register", "/entri"]
    assert [link.href for link in found.at_hand] == at_hand
    assert [group.name for group in found.groups] == ["information", "oversight", "settings"]


def test_whoever_may_open_little_sees_it_all_at_once() -> None:
    found = menu(ROLE_PERMISSIONS[Role.SYSADMIN], "/orang/4", {})
    assert found.groups == ()
    assert [link.room for link in found.here] == ["orang"]


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/", ""),
        ("/percakapan/4", "antrean"),
        ("/keberatan/4/tanggapi", "register"),
        ("/retensi/catatan", "data-pribadi"),
        ("/opd", "orang"),
        ("/akun", None),
    ],
)
def test_the_room_one_is_in_is_marked_once(path: str, room: str | None) -> None:
    found = menu(EVERYTHING, path, {})
    assert [link.room for link in found.here] == ([] if room is None else [room])


def test_a_group_is_marked_with_the_room_and_counts_what_waits_in_it() -> None:
    found = menu(EVERYTHING, "/izin-identitas", {"izin-identitas": 2})
    oversight = next(group for group in found.groups if group.name == "oversight")
    assert (oversight.is_here, oversight.waiting, found.waiting) == (True, 2, 2)
    assert [group.is_here for group in found.groups if group is not oversight] == [False, False]
    assert Group("leer", ()).waiting == 0


def test_every_room_of_the_panel_is_marked_somewhere() -> None:
    known = set(APART)
    for ways in (navigation._DAILY, *navigation._GROUPED.values()):
        known |= {name for way in ways for name in (way.room, *way.behind)}
    rooms = {page.path.split("/")[1] for page in pages()}
    assert rooms - known == set()


def test_every_way_and_group_has_its_word() -> None:
    found = menu(EVERYTHING, "/", {})
    assert {link.room or "today" for link in found.links} == set(table()["menu"])
    assert {group.name for group in found.groups} == set(table()["menu_group"])


@SQLITE
def test_the_page_says_where_one_is(budi: TestClient, street: Street) -> None:
    page = budi.get(f"/register/{street.request()}").text
    assert '<a href="/register" aria-current="page">Register</a>' in page
    page = budi.get("/jurnal").text
    assert '<summary aria-current="true">Pengawasan</summary>' in page
    assert '<a href="/jurnal" aria-current="page">Jurnal</a>' in page


def test_a_stranger_sees_no_menu(stranger: TestClient) -> None:
    page = stranger.get("/masuk").text
    assert "<nav" not in page
    assert "menu.js" not in page
