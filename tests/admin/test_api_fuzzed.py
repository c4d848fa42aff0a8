"""The open interface keeps what its description promises, whatever it is asked."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import schemathesis
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Asked

from office import api_keys
from office.api_keys import Scope, Wanted
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.unit import Office
from register import parts
from tests.admin.street import Street
from tests.people import CLOCKWORK, staff_member

SEED, EXAMPLES = 20_261_122, 15


class Hurrying(StandingClock):
    """A clock on which a minute passes with every look, so that nobody asks too often."""

    def now(self) -> datetime:
        self.advance(timedelta(minutes=1))
        return super().now()


@pytest.fixture
def full(office: Office, street: Street, bappeda: int, pak_budi: StaffMember) -> Office:
    """An office with something to give on every path, and no limit to how often one asks."""
    for number in range(1, 4):
        street.request(f"draft-{number}")
    with office.unit(pak_budi) as unit:
        parts.assign(unit, 1, description="RKPD 2026", regional_office=bappeda)
    object.__setattr__(office, "clock", Hurrying(office.clock.now()))
    return office


def token(office: Office, *scopes: Scope) -> str:
    with office.unit(CLOCKWORK) as unit:
        tono = staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)
    with office.unit(tono) as unit:
        wanted = Wanted("Uji acak", frozenset(scopes or Scope), 30, per_minute=600)
        return api_keys.make(unit, wanted)


def config(headers: dict[str, str]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "continue-on-failure": True,
            "headers": headers,
            "generation": {
                "mode": "all", "max-examples": EXAMPLES, "deterministic": True, "database": "none",
            },
        }
    )  # fmt: skip


def faults(app: ASGIApp, headers: dict[str, str], only: str | None = None) -> tuple[int, list[str]]:
    """Ask everything the description allows, and what it forbids; return how often, and faults."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config(headers))
    if only is not None:
        schema = schema.include(path=only)
    asked, found = 0, []
    for event in engine.from_schema(schema).execute():
        asked += len(getattr(getattr(event, "recorder", None), "interactions", ()))
        found += list(_failed(event))
        error = getattr(event, "info", None)
        if error is not None:
            found.append(str(error))
    return asked, found


def _failed(event: Any) -> Iterator[str]:
    recorder = getattr(event, "recorder", None)
    checks = itertools.chain.from_iterable(recorder.checks.values()) if recorder else ()
    for check in checks:
        if check.failure_info is not None:
            yield f"{recorder.label}: {check.name}, {check.failure_info.code_sample}"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_interface_keeps_its_promises_to_a_stranger(app: Starlette, full: Office) -> None:
    asked, found = faults(app, {})
    assert found == []
    assert asked > 300


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_interface_keeps_its_promises_to_the_holder_of_a_key(
    app: Starlette, full: Office
) -> None:
    asked, found = faults(app, {"Authorization": f"Bearer {token(full)}"})
    assert found == []
    assert asked > 300


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_promise_that_is_not_kept_would_be_noticed(app: Starlette, full: Office) -> None:
    async def boasting(scope: Asked, receive: Receive, send: Send) -> None:
        """Promise a page of a thousand rows, as a description that had drifted would."""

        async def louder(message: Message) -> None:
            if message["type"] == "http.response.start":
                length = b"content-length"
                kept = [row for row in message["headers"] if row[0] != length]
                message["headers"] = kept
            elif scope.get("path", "").endswith("openapi.json"):
                message["body"] = message["body"].replace(b'"maximum":100,', b'"maximum":1000,')
            await send(message)

        await app(scope, receive, louder)

    _, found = faults(boasting, {}, only="/register")
    assert any("positive_data_acceptance" in fault for fault in found)
