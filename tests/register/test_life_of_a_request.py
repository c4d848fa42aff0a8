"""Any sequence of lawful and unlawful events, on the real desk, is what the law makes of it."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import make_url

from office.clock import StandingClock
from office.unit import Office
from office.vault import Vault
from tests.databases import Copies, _create, _named, drop_postgres, office_on
from tests.register.desk import open_desk
from tests.register.life_desk import BEGIN, Life
from tests.register.life_rules import Lives

# Many steps on a busy machine take their time.
pytestmark = pytest.mark.timeout(1200)
HOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def live(fresh: Callable[[], str], prepared: str, vault: Vault, *, lives: int, steps: int) -> None:
    """Let offices live that all begin as a prepared one, each on a database of its own."""
    desk = open_desk(office_on(prepared, vault, StandingClock(BEGIN)))
    desk.office.engine.dispose()

    def opened() -> Life:
        url = fresh()

        def reopen(clock: StandingClock) -> Office:
            return office_on(url, vault, clock)

        return Life(replace(desk, office=reopen(StandingClock(BEGIN)), filings=[]), reopen)

    machine = type("Lives", (Lives,), {"opened": staticmethod(opened)})
    run_state_machine_as_test(
        machine, settings=settings(HOW, max_examples=lives, stateful_step_count=steps)
    )


def test_on_sqlite(copies: Copies, tmp_path: Path, vault: Vault) -> None:
    prepared = copies.sqlite(tmp_path)
    names = count()

    def fresh() -> str:
        path = tmp_path / f"life{next(names)}.db"
        shutil.copy(tmp_path / "pendopo.db", path)
        return f"sqlite:///{path}"

    live(fresh, prepared, vault, lives=20, steps=25)


def test_on_postgresql(copies: Copies, postgres: str, vault: Vault) -> None:
    prepared = copies.postgres(postgres)

    def fresh() -> str:
        url = _named(postgres, _create(postgres, template=make_url(prepared).database))
        left.callback(drop_postgres, postgres, url)
        return url

    with ExitStack() as left:
        left.callback(drop_postgres, postgres, prepared)
        live(fresh, prepared, vault, lives=5, steps=20)
