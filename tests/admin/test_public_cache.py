"""A crowd costs as much as one reader, and nobody may ask for what is dear without end."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.public.pace import MOST
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from register import open_subjects
from tests.admin.public_street import WORDS, a_while_later
from tests.admin.street import Street, browser

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = "/publik/register"


@contextmanager
def queries(office: Office) -> Iterator[list[str]]:
    """Yield what the database is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(office.engine, "before_cursor_execute", note)
    yield asked
    event.remove(office.engine, "before_cursor_execute", note)


def test_whoever_has_it_already_is_sent_nothing_again(stranger: TestClient) -> None:
    first = stranger.get(PAGE)
    again = stranger.get(PAGE, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == first.headers["cache-control"]
    other = stranger.get(PAGE, headers={"if-none-match": 'W/"lain"'})
    assert other.status_code == 200


def test_the_same_content_is_sent_packed_to_who_can_unpack_it(app: Starlette) -> None:
    with browser(app).stream("GET", PAGE, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    plain = browser(app).get(PAGE, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] == plain.headers["etag"]


def test_for_half_a_minute_nobody_asks_the_database_again(
    office: Office, stranger: TestClient, clock: StandingClock
) -> None:
    stranger.get(PAGE)
    with queries(office) as asked:
        for _ in range(50):
            assert stranger.get(PAGE).status_code == 200
            assert stranger.get(f"{PAGE}?ref=1").status_code == 200
    assert asked == []
    a_while_later(clock)
    with queries(office) as asked:
        stranger.get(PAGE)
    assert asked


def test_what_an_officer_takes_back_is_gone_at_once(
    office: Office, street: Street, stranger: TestClient, budi: TestClient
) -> None:
    number = street.request()
    form = {"subject": WORDS, "information_class": "periodic"}
    assert WORDS not in stranger.get(PAGE).text
    assert budi.post(f"/register/{number}/umum", data=form).status_code == 303
    assert WORDS in stranger.get(PAGE).text
    assert budi.post(f"/register/{number}/umum/tarik").status_code == 303
    assert WORDS not in stranger.get(PAGE).text


def test_what_another_process_published_is_seen_after_a_while(
    office: Office, street: Street, stranger: TestClient, clock: StandingClock,
    pak_budi: StaffMember,
) -> None:  # fmt: skip
    number = street.request()
    stranger.get(PAGE)
    with office.unit(pak_budi) as unit:
        open_subjects.publish(unit, number, subject=WORDS)
    a_while_later(clock)
    assert WORDS in stranger.get(PAGE).text


def test_searching_and_guessing_codes_end_after_a_while(
    stranger: TestClient, clock: StandingClock
) -> None:
    kept = stranger.get(PAGE)
    for number in range(MOST - 1):
        assert stranger.get(f"/periksa/TEBAK{number:05d}").status_code == 404
    answer = stranger.get("/periksa/TEBAKLAGI1")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "Coba lagi sebentar lagi" in answer.text
    assert stranger.get("/publik/jawaban?cari=tebak").status_code == 429
    assert stranger.get(PAGE).content == kept.content
    assert stranger.get("/publik").status_code == 200
    clock.advance(timedelta(minutes=1))
    assert stranger.get("/periksa/TEBAKLAGI1").status_code == 404
