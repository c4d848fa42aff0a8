"""Health and readiness for machines: open to all, and free of anybody's data."""

from datetime import timedelta

from sqlalchemy import text
from starlette.testclient import TestClient

from office import heartbeats
from office.clock import StandingClock
from office.unit import Office
from tests.admin.street import Street
from tests.people import CLOCKWORK


def test_health_tells_what_waits_and_when_the_clockwork_was_last_seen(
    stranger: TestClient, street: Street, office: Office, clock: StandingClock
) -> None:
    before = stranger.get("/healthz").json()
    assert before["status"] == "ok"
    assert before["clockwork_seconds_ago"] is None
    assert before["clockwork_at_work"] is False
    street.request()
    with office.unit(CLOCKWORK) as unit:
        heartbeats.beat(unit, "clockwork")
    clock.advance(timedelta(seconds=90))
    after = stranger.get("/healthz").json()
    assert after["messages_waiting"] == 3, "receipt, its paper, and the rights"
    assert after["clockwork_seconds_ago"] == 90
    assert after["clockwork_at_work"] is True
    clock.advance(timedelta(minutes=2))
    assert stranger.get("/healthz").json()["clockwork_at_work"] is False


def test_health_names_nobody(stranger: TestClient, street: Street) -> None:
    street.request()
    street.asks("Halo, saya Sari")
    figures = stranger.get("/healthz").json()
    assert all(isinstance(value, int | bool | str | None) for value in figures.values())
    assert "Sari" not in str(figures)
    assert "7000" not in str(figures)


def test_ready_only_with_the_newest_database(stranger: TestClient, office: Office) -> None:
    assert stranger.get("/readyz").json() == {"status": "ready"}
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'lama'"))
    answer = stranger.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not migrated"}
