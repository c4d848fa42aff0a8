"""A PostgreSQL database that one test had is for the next as if nobody had ever used it."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg import Connection, sql
from sqlalchemy import make_url

from office.people import Role
from office.vault import Vault
from tests.databases import Copies, office_on
from tests.lending import Lending
from tests.people import CLOCKWORK, staff_member


def connected(url: str) -> Connection:
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows, and where the next number of each table would be taken from."""
    with connected(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        found = {
            name: sorted(connection.execute(_all_of(name)).fetchall(), key=repr)
            for (name,) in tables
        }
        found["sequences"] = connection.execute(
            "SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = 'public' ORDER BY sequencename"
        ).fetchall()
    return found


def _all_of(name: str) -> sql.Composed:
    return sql.SQL("SELECT * FROM public.{}").format(sql.Identifier(name))


def an_act(url: str, vault: Vault) -> None:
    """Let a member of staff come, with the line in the journal."""
    office = office_on(url, vault)
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "budi", "Budi Santoso", Role.PPID)
    office.engine.dispose()


def by_hand(statement: str) -> Callable[[str, Vault], None]:
    def run(url: str, vault: Vault) -> None:
        del vault
        with connected(url) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statement.encode())

    return run


@pytest.mark.parametrize(
    "use",
    [
        an_act,
        by_hand("UPDATE entries SET slug = slug || '-lain'"),
        by_hand("DELETE FROM entry_versions"),
        by_hand("DELETE FROM days_off; INSERT INTO days_off TABLE kept.days_off LIMIT 1"),
        by_hand("TRUNCATE calendar_years CASCADE"),
        by_hand("ALTER TABLE entries ADD COLUMN nickname text"),
        by_hand("SELECT setval('staff_id_seq', 77)"),
    ],
    ids=["act", "update", "delete", "few", "truncate", "alter", "sequence"],
)
def test_what_a_test_did_is_undone_for_the_next(
    copies: Copies, postgres: str, vault: Vault, use: Callable[[str, Vault], None]
) -> None:
    lending = Lending(copies, postgres)
    with lending.one() as url:
        before = everything(url)
        use(url, vault)
        assert everything(url) != before
    with lending.one() as url:
        assert everything(url) == before
        use(url, vault)
    with lending.one() as url:
        assert everything(url) == before
    lending.close()


def test_a_connection_that_was_left_open_is_in_nobodys_way(
    copies: Copies, postgres: str, vault: Vault
) -> None:
    lending = Lending(copies, postgres)
    with lending.one() as url:
        before = everything(url)
        left = connected(url)
        left.autocommit = False
        left.execute("DELETE FROM agenda_items")
    with lending.one() as url:
        assert everything(url) == before
    left.close()
    lending.close()
