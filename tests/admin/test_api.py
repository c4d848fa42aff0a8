"""The open interface: who may ask, how pages follow, what may be kept, and nobody in it."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.api import pace
from admin.api.contents import operations
from admin.api.operations import Operation
from office import api_keys, regional
from office.api_keys import Key, Scope
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from register import parts
from tests.admin.asking import ROOT, address, holder
from tests.admin.street import Street
from tests.people import CLOCKWORK

OPEN = [one for one in operations() if one.scope is None]
CLOSED = [one for one in operations() if one.scope is not None]


def keys(office: Office, by: StaffMember) -> list[Key]:
    with office.reading(by) as unit:
        return api_keys.every(unit)


def test_the_register_is_read_page_by_page_without_a_gap(api: TestClient, street: Street) -> None:
    for number in range(1, 8):
        street.request(f"draft-{number}")
    seen, before = [], ""
    while True:
        page = api.get(f"{ROOT}/register?limit=3{before}").json()
        assert page["total"] == 7
        seen += [row["sequence"] for row in page["rows"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_answers_and_the_list_are_read_page_by_page_without_a_gap(api: TestClient) -> None:
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = api.get(f"{ROOT}/answers", params={"limit": 100, "after": after or "0"}).json()
        seen += [row["slug"] for row in page["answers"]]
        after = page["next"]
    listed = api.get(f"{ROOT}/topics").json()["topics"]
    assert seen == sorted(seen)
    assert set(seen) == {row["slug"] for topic in listed for row in topic["entries"]}
    assert len(seen) > 100


def test_a_term_is_counted_as_the_office_counts_it(api: TestClient) -> None:
    found = api.get(f"{ROOT}/deadlines?start=2026-11-23").json()
    (notice,) = [row for row in found["deadlines"] if row["name"] == "notice"]
    assert (notice["due"], notice["working_days"]) == ("2026-12-07", 10)
    assert len(notice["counted"]) == 10
    assert {row["day"] for row in notice["skipped"]} >= {"2026-11-28", "2026-11-29"}
    own = api.get(f"{ROOT}/deadlines?start=2026-11-23&days=1").json()["deadlines"]
    assert [row["due"] for row in own] == ["2026-11-24"]
    assert api.get(f"{ROOT}/deadlines?start=1999-01-01").json()["code"] == "day_outside"


@pytest.mark.parametrize("one", OPEN, ids=lambda one: one.name)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_everybody_may_ask_from_any_site_and_gets_no_cookie(
    api: TestClient, street: Street, one: Operation
) -> None:
    street.request()
    given = {**one.example, **({"slug": "ppid-tidak-ada"} if one.name == "answer" else {})}
    answer = api.get(address(one.path, given))
    assert answer.status_code == (404 if one.name == "answer" else 200)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    ahead = api.options(address(one.path, given))
    assert ahead.status_code == 204
    assert ahead.headers["access-control-allow-headers"] == "If-None-Match"


@pytest.mark.parametrize("one", OPEN, ids=lambda one: one.name)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_has_not_changed_is_not_sent_again(
    api: TestClient, street: Street, one: Operation
) -> None:
    street.request()
    slug = api.get(f"{ROOT}/answers?limit=1").json()["answers"][0]["slug"]
    given = {**one.example, **({"slug": slug} if one.name == "answer" else {})}
    first = api.get(address(one.path, given))
    assert first.headers["cache-control"] == f"public, max-age={one.fresh}"
    for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
        again = api.get(address(one.path, given), headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert api.get(address(one.path, given), headers={"If-None-Match": '"x"'}).status_code == 200


def test_an_etag_moves_with_the_register(api: TestClient, street: Street) -> None:
    before = api.get(f"{ROOT}/register").headers["etag"]
    street.request()
    assert api.get(f"{ROOT}/register").headers["etag"] != before


@pytest.mark.parametrize("one", CLOSED, ids=lambda one: one.name)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_for_offices_needs_a_key_with_its_scope(
    app: Starlette,
    api: TestClient,
    office: Office,
    pak_tono: StaffMember,
    street: Street,
    one: Operation,
) -> None:
    street.request()
    path = address(one.path, one.example)
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}):
        answer = api.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "key_needed")
        assert answer.headers["www-authenticate"] == 'Bearer realm="api"'
        assert answer.headers["content-type"] == "application/problem+json"
    answer = api.get(path, headers={"Authorization": "Bearer pdp_salah"})
    assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    (other,) = set(Scope) - {one.scope}
    answer = holder(app, office, pak_tono, other).get(path)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert f'scope="{one.scope}"' in answer.headers["www-authenticate"]
    assert one.scope is not None
    answer = holder(app, office, pak_tono, one.scope).get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["vary"] == "Authorization"
    assert "access-control-allow-origin" not in answer.headers
    assert api.options(path).status_code == 405


def test_a_key_stops_to_open_when_it_is_revoked_or_over(
    app: Starlette, office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    revoked, over = holder(app, office, pak_tono), holder(app, office, pak_tono)
    path = f"{ROOT}/offices/statistics"
    assert (revoked.get(path).status_code, over.get(path).status_code) == (200, 200)
    number = keys(office, pak_tono)[1].number
    with office.unit(pak_tono) as unit:
        api_keys.revoke(unit, number)
    assert (revoked.get(path).status_code, over.get(path).status_code) == (401, 200)
    clock.advance(timedelta(days=30))
    assert over.get(path).status_code == 401


def test_when_a_key_was_last_used_is_noted(
    app: Starlette, office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    program = holder(app, office, pak_tono)
    assert keys(office, pak_tono)[0].last_used_at is None
    program.get(f"{ROOT}/offices/statistics")
    first = clock.now()
    clock.advance(timedelta(seconds=30))
    program.get(f"{ROOT}/offices/statistics")
    assert keys(office, pak_tono)[0].last_used_at == first, "once a minute is enough"
    clock.advance(timedelta(minutes=1))
    program.get(f"{ROOT}/offices/statistics")
    assert keys(office, pak_tono)[0].last_used_at == clock.now()


def test_who_asks_too_often_waits_and_holds_nobody_else(
    app: Starlette, api: TestClient, office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    slow = holder(app, office, pak_tono, per_minute=2)
    other = holder(app, office, pak_tono)
    path = f"{ROOT}/offices/statistics"
    assert [slow.get(path).status_code for _ in range(3)] == [200, 200, 429]
    answer = slow.get(path)
    assert answer.headers["retry-after"] == "60"
    assert answer.json()["code"] == "too_often"
    assert other.get(path).status_code == 200
    clock.advance(timedelta(seconds=60))
    assert slow.get(path).status_code == 200
    asked = [api.get(f"{ROOT}/accuracy").status_code for _ in range(pace.OPEN_PER_MINUTE + 1)]
    assert asked.count(429) == 1
    assert api.get(f"{ROOT}/accuracy").headers["access-control-allow-origin"] == "*"


def test_an_office_sees_its_own_parts_and_no_others(
    app: Starlette,
    office: Office,
    street: Street,
    pak_tono: StaffMember,
    pak_budi: StaffMember,
    bappeda: int,
) -> None:
    mine, theirs = street.request("draft-1"), street.request("draft-2")
    with office.unit(CLOCKWORK) as unit:
        dinkes = regional.add(unit, "Dinas Kesehatan")
    with office.unit(pak_budi) as unit:
        parts.assign(unit, mine, description="RKPD untuk Sari", regional_office=bappeda)
        parts.assign(unit, mine, description="Data gizi", regional_office=dinkes)
        parts.assign(unit, theirs, description="Data gizi", regional_office=dinkes)
    bound = holder(app, office, pak_tono, regional_office=bappeda)
    page = bound.get(f"{ROOT}/offices/register").json()
    assert [row["request"]["sequence"] for row in page["rows"]] == [1]
    assert page["total"] == 1
    (part,) = page["rows"][0]["parts"]
    assert set(part) == {"ordinal", "office", "status", "due", "answered"}
    assert (part["office"], part["status"]) == ("Bappeda", "assigned")
    assert bound.get(f"{ROOT}/offices/register/2026/1").status_code == 200
    assert bound.get(f"{ROOT}/offices/register/2026/2").status_code == 404
    figures = bound.get(f"{ROOT}/offices/statistics").json()["offices"]
    assert [(row["office"], row["total"], row["waiting"]) for row in figures] == [("Bappeda", 1, 1)]
    whole = holder(app, office, pak_tono)
    rows = whole.get(f"{ROOT}/offices/register").json()["rows"]
    assert [[part["office"] for part in row["parts"]] for row in rows] == [
        ["Dinas Kesehatan"],
        ["Bappeda", "Dinas Kesehatan"],
    ]


@pytest.mark.parametrize(
    ("path", "field", "code"),
    [
        ("register?year=abc", "year", "not_a_number"),
        ("register?year=1999", "year", "out_of_range"),
        ("register?year=2026.5", "year", "not_a_number"),
        ("register?limit=0", "limit", "out_of_range"),
        ("register?limit=101", "limit", "out_of_range"),
        ("register?month=13", "month", "out_of_range"),
        ("register?status=refusal_proposed", "status", "not_a_choice"),
        ("register?before=-1", "before", "out_of_range"),
        ("register?year=2026&year=2025", "year", "given_twice"),
        ("register?year=null", "year", "no_value"),
        ("register?tidak=9999", "tidak", "unknown"),
        ("register?year=%00", "year", "not_a_number"),
        ("register?year=" + "9" * 5000, "year", "out_of_range"),
        ("register/abc/1", "year", "not_a_number"),
        ("register/2026/1?year=9999", "year", "in_path"),
        ("deadlines", "start", "required"),
        ("deadlines?start=9999-99-99", "start", "not_a_date"),
        ("public-information?information_class=9999", "information_class", "not_a_choice"),
        ("answers?after=9999!", "after", "not_a_name"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_read_is_named_and_its_value_never_repeated(
    api: TestClient, path: str, field: str, code: str
) -> None:
    answer = api.get(f"{ROOT}/{path}")
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["code"]) == (field, code)
    assert "9999" not in answer.text
    assert "refusal_proposed" not in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_everything_that_cannot_be_read_is_named_at_once(api: TestClient) -> None:
    answer = api.get(f"{ROOT}/register?month=0&limit=x&apa=1")
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [
        ("apa", "unknown"),
        ("month", "out_of_range"),
        ("limit", "not_a_number"),
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_not_there_is_said_in_the_interfaces_own_way(api: TestClient) -> None:
    for path in ("/", "/x", "/register/", "/register/2026/1/2", "/openapi.json/"):
        answer = api.get(ROOT + path)
        assert (answer.status_code, answer.json()["code"]) == (404, "path_unknown"), path
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = api.request(method, f"{ROOT}/register", headers={"Origin": "https://lain.id"})
        assert (answer.status_code, answer.json()["code"]) == (405, "get_only")
        assert "GET" in answer.headers["allow"]
