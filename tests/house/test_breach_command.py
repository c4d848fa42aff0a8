"""Whom a failure may concern, found at the command line while nobody trusts the panel."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from office import inbox, journal
from office.clock import StandingClock
from office.database import open_engine
from office.inbox import Arrived
from office.outbox import Notice
from office.people import Clockwork
from office.unit import Office
from office.vault import open_vault
from pendopo.__main__ import main
from tests.databases import prepare
from tests.people import WIB

_BEFORE, _WITHIN = datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in which one account wrote and two were written to, at two times."""
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path))
    prepare(f"sqlite:///{tmp_path / 'pendopo.db'}", open_vault(tmp_path / "pendopo.key"))
    for at, chats in ((_BEFORE, (11,)), (_WITHIN, (12, 13, -100))):
        office = opened(tmp_path, at)
        with office.unit(Clockwork("test")) as unit:
            for chat in chats:
                unit.post(Notice(chat, "welcome", f"w:{chat}"))
            if at is _WITHIN:
                inbox.keep(unit, [Arrived("m:1:1", 1, 13, 13, b"{}")])
        office.engine.dispose()
    return tmp_path


def opened(folder: Path, at: datetime) -> Office:
    engine = open_engine(f"sqlite:///{folder / 'pendopo.db'}")
    return Office(engine, StandingClock(at), WIB, open_vault(folder / "pendopo.key"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["breach", "list", *arguments])


def test_a_span_tells_how_many_and_who_and_that_is_entered(home: Path) -> None:
    span = "--since", "2026-11-21", "--until", "2026-11-23T07:00"
    assert run(*span).output == "2 accounts\n"
    assert run(*span, "--numbers").output == "12\n13\n"
    assert run("--since", "2026-11-01", "--until", "2026-11-30").output == "3 accounts\n"
    assert run("--since", "2026-11-20", "--until", "2026-11-20").output == "1 accounts\n"
    assert run("--since", "2026-11-30", "--until", "2026-11-01").exit_code == 2
    office = opened(home, _WITHIN)
    with office.reading(Clockwork("test")) as unit:
        lines = journal.page(unit.session, act="data_breach.accounts_listed")
    office.engine.dispose()
    assert [line.subject for line in lines] == ["data_breach"] * 4
    assert {*json.loads(lines[0].facts)} == {"count", "numbers", "since", "until"}
