"""The first page of the day: what presses before what waits, and what only this person may do."""

from datetime import date

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from admin.dates import about
from office.unit import Office
from register.tables import Request
from tests.admin.street import Street
from tests.admin.test_breaches_page import HOME, presses, recorded
from tests.people import CLOCKWORK


def test_what_presses_stands_first(budi: TestClient, street: Street, office: Office) -> None:
    number = street.request()
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(Request).values(notice_due=date(2026, 11, 2)))
    page = budi.get("/").text
    tiles = page[page.index('<ul class="figures">') :].partition("</ul>")[0]
    assert tiles.count("melewati tenggat") == tiles.count("permohonan berjalan") == 1
    assert tiles.rindex('<li class="bad">') < tiles.index("<li><a")
    assert page.index("<h2>Melewati tenggat</h2>") < page.index(f'href="/register/{number}"')


def test_where_nothing_presses_no_tile_is_lost(budi: TestClient) -> None:
    page = budi.get("/").text
    assert '<li class="bad">' not in page
    for words in ("warga menunggu petugas", "permohonan berjalan", "melewati tenggat"):
        assert page.count(f"</b> {words}") == 1, words
    assert "Tidak ada permohonan yang melewati tenggat." in page


def test_a_notice_of_a_failure_calls_for_the_second_person_alone(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    words = f'href="{HOME}"><b>1</b> pemberitahuan kegagalan data menunggu konfirmasi Anda'
    street.request()
    path = recorded(budi)
    assert words not in dewi.get("/").text, "not handed over yet"
    assert presses(budi, path, "ajukan") == 303
    assert words not in budi.get("/").text
    assert words in dewi.get("/").text
    assert presses(dewi, path, "setujui") == 303
    assert words not in dewi.get("/").text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "kurang dari semenit"),
        (59.9, "kurang dari semenit"),
        (60, "kira-kira 1 menit"),
        (5400, "kira-kira 1 jam 30 menit"),
    ],
)
def test_a_span_that_is_foreseen_is_said_once(seconds: float, words: str) -> None:
    assert about(seconds) == words
