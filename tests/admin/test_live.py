"""Open desk pages hear of every change over a real stream, cheaply, and no longer than they may."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.live import MOST_EACH, Pace
from knowledge.escalation import board
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.sessions import IDLE, SignedIn
from office.staff import Account
from office.unit import Office
from tests.admin.served import served, signed_in
from tests.admin.street import Street
from tests.people import CLOCKWORK, PAK_JOKO

STREAM = {"accept": "text/event-stream"}
QUICK = Pace(look=0.05, beat=0.2, check=0.2)


@pytest.fixture
def panel(app: Starlette, pak_budi: StaffMember, bu_dewi: StaffMember) -> Iterator[str]:
    app.state.live.pace = QUICK
    with served(app) as address:
        yield address


@contextmanager
def listening(client: httpx.Client) -> Iterator[Iterator[str]]:
    with client.stream("GET", "/antrean/arus", headers=STREAM) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield answer.iter_lines()


def told(lines: Iterator[str]) -> tuple[str, str]:
    """Return name and data of the next event."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        if line.startswith("data: "):
            return name, line.removeprefix("data: ")
    return "end", ""


def version(office: Office) -> str:
    with office.reading(CLOCKWORK) as unit:
        return str(board.version(unit))


def until(holds: object, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def test_a_page_hears_the_version_at_once_and_whenever_something_moves(
    panel: str, street: Street, office: Office
) -> None:
    street.asks("Halo")
    with signed_in(panel) as client, listening(client) as lines:
        assert told(lines) == ("versi", version(office))
        for words in ("Ada orang?", "Halo?"):
            street.adds(words)
            assert told(lines) == ("versi", version(office))
        street.asks("Saya juga", citizen=PAK_JOKO)
        assert told(lines) == ("versi", version(office))


def test_while_nothing_moves_there_are_signs_of_life_alone(panel: str) -> None:
    with signed_in(panel) as client, listening(client) as lines:
        told(lines)
        begun = time.monotonic()
        first = next(line for line in lines if line)
        assert first.startswith(":")
        assert time.monotonic() - begun < 5


def test_the_stream_is_for_open_pages_of_those_who_answer(
    budi: TestClient, agus: TestClient, stranger: TestClient
) -> None:
    assert budi.get("/antrean/arus").status_code == 406
    assert agus.get("/antrean/arus", headers=STREAM).status_code == 403
    assert stranger.get("/antrean/arus", headers=STREAM).headers["location"] == "/masuk"


def test_one_look_serves_everybody_and_nobody_looks_while_nobody_listens(
    panel: str, office: Office, app: Starlette
) -> None:
    looks: list[float] = []

    @event.listens_for(office.engine, "before_cursor_execute")
    def _note(_c: object, _u: object, statement: str, *_more: object) -> None:
        if "FROM desk_version" in statement:
            looks.append(time.monotonic())

    with ExitStack() as stack:
        streams = []
        for login in ("budi", "dewi"):
            client = stack.enter_context(signed_in(panel, login))
            streams += [stack.enter_context(listening(client)) for _ in range(MOST_EACH)]
        assert {told(lines)[0] for lines in streams} == {"versi"}
        assert app.state.live.listening == 2 * MOST_EACH
        looks.clear()
        begun = time.monotonic()
        time.sleep(1)
        seconds = time.monotonic() - begun
        assert 1 <= len(looks) <= seconds / QUICK.look + 1
    assert until(lambda: app.state.live.listening == 0)
    time.sleep(2 * QUICK.look)
    looks.clear()
    time.sleep(6 * QUICK.look)
    assert looks == []


def test_a_member_has_only_so_many_streams_and_takes_none_from_others(
    panel: str, app: Starlette
) -> None:
    with ExitStack() as stack:
        client = stack.enter_context(signed_in(panel))
        streams = [stack.enter_context(listening(client)) for _ in range(MOST_EACH)]
        for lines in streams:
            told(lines)
        assert client.get("/antrean/arus", headers=STREAM).status_code == 429
        other = stack.enter_context(signed_in(panel, "dewi"))
        assert told(stack.enter_context(listening(other)))[0] == "versi"
    assert until(lambda: app.state.live.listening == 0)
    with signed_in(panel) as client, listening(client) as lines:
        assert told(lines)[0] == "versi"


def test_the_stream_ends_when_the_session_is_revoked(panel: str, office: Office) -> None:
    with signed_in(panel) as client, listening(client) as lines:
        assert told(lines)[0] == "versi"
        with office.unit(CLOCKWORK) as unit:
            unit.session.query(SignedIn).delete()
        assert told(lines)[0] == "berakhir"
        assert told(lines)[0] == "end"


def test_the_stream_ends_when_its_member_answers_citizens_no_longer(
    panel: str, office: Office, pak_budi: StaffMember
) -> None:
    with signed_in(panel) as client, listening(client) as lines:
        assert told(lines)[0] == "versi"
        with office.unit(CLOCKWORK) as unit:
            account = unit.session.get(Account, pak_budi.staff_id)
            assert account is not None
            account.roles = Role.AUDITOR.value
        assert told(lines)[0] == "berakhir"


def test_a_stream_keeps_no_session_alive(panel: str, office: Office, clock: StandingClock) -> None:
    with signed_in(panel) as client, listening(client) as lines:
        assert told(lines)[0] == "versi"
        clock.advance(IDLE + timedelta(seconds=1))
        assert told(lines)[0] == "berakhir"


def test_an_open_page_that_says_so_keeps_no_session_alive(
    budi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.asks("Halo")
    for _ in range(5):
        clock.advance(timedelta(minutes=20))
        assert budi.post(f"/percakapan/{number}/hadir").status_code == 204
        assert budi.get("/antrean/arus").status_code == 406
    clock.advance(timedelta(minutes=21))
    gone = budi.post(f"/percakapan/{number}/hadir")
    assert (gone.status_code, gone.headers["location"]) == (303, "/masuk")


def test_open_streams_do_not_keep_the_panel_from_closing(
    app: Starlette, pak_budi: StaffMember
) -> None:
    with ExitStack() as stack:
        with served(app) as address:
            client = stack.enter_context(signed_in(address))
            streams = [stack.enter_context(listening(client)) for _ in range(MOST_EACH)]
            for lines in streams:
                told(lines)
            begun = time.monotonic()
        assert time.monotonic() - begun < 2
        assert [told(lines)[0] for lines in streams] == ["end"] * MOST_EACH
