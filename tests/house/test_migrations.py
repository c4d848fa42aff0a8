"""Migrations: up, down and up again on both databases, and the models equal the schema."""

import importlib
from collections.abc import Iterator
from configparser import ConfigParser
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, delete, inspect, text
from sqlalchemy.exc import DBAPIError

from knowledge.edition import from_json as edition_from
from knowledge.edition import to_json as edition_text
from office.database import metadata, open_engine
from office.migrations.runner import downgrade, is_current, revisions, upgrade
from office.vault import Vault
from tests.databases import drop_postgres, empty_postgres, prepare

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _tables() -> None:
    """Load every module with tables, as alembic.ini names them."""
    settings = ConfigParser(interpolation=None)
    settings.read(ROOT / "alembic.ini", encoding="utf-8")
    for name in settings["alembic"]["tables"].split():
        importlib.import_module(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres")
    address = empty_postgres(server)
    yield address
    drop_postgres(server, address)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def schema(engine: Engine) -> dict[str, Any]:
    """Return everything the database says of itself, to be compared."""
    look = inspect(engine)
    return {
        name: (
            sorted(
                (one["name"], str(one["type"]), one["nullable"]) for one in look.get_columns(name)
            ),
            sorted((one["name"], *one["column_names"]) for one in look.get_indexes(name)),
            sorted(str(one["name"]) for one in look.get_unique_constraints(name)),
            sorted(str(one["name"]) for one in look.get_foreign_keys(name)),
        )
        for name in sorted(tables(engine))
    }


def test_a_database_goes_up_down_and_up_again(engine: Engine) -> None:
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    first = schema(engine)
    downgrade(engine, "base")
    assert tables(engine) == set()
    assert not is_current(engine)
    upgrade(engine)
    assert schema(engine) == first


def test_every_single_step_can_be_gone_back(engine: Engine) -> None:
    before = "base"
    for revision in revisions(engine):
        upgrade(engine, revision)
        there = schema(engine)
        downgrade(engine, before)
        upgrade(engine, revision)
        assert schema(engine) == there, revision
        before = revision


def test_going_up_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    first = schema(engine)
    upgrade(engine)
    assert schema(engine) == first


def test_the_models_equal_the_schema(engine: Engine) -> None:
    upgrade(engine)
    assert tables(engine) == set(metadata.tables)
    assert differences(engine) == []


def test_every_module_with_a_table_is_named_in_alembic_ini() -> None:
    named = set(metadata.tables)
    sources = [
        path
        for room in ("office", "register", "knowledge", "bot", "admin")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    ]
    for path in sources:
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert set(metadata.tables) == named


def test_the_journal_is_protected_after_every_way_up(engine: Engine) -> None:
    upgrade(engine)
    downgrade(engine, "base")
    upgrade(engine)
    add = (
        "INSERT INTO journal (id, at, actor, act, subject, facts, previous, checksum) "
        "VALUES (1, '2026-11-23 02:00:00', 'a', 'b', 'c', '{}', '0', '1')"
    )
    with engine.begin() as connection:
        connection.execute(text(add))
    for statement in ("UPDATE journal SET act = 'x'", "DELETE FROM journal"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_a_prepared_database_can_be_taken_down_with_everything_in_it(
    url: str, engine: Engine, vault: Vault
) -> None:
    prepare(url, vault)
    downgrade(engine, "base")
    assert tables(engine) == set()


_AT_0001 = (
    "INSERT INTO staff (id, login, name, roles, password, active, created_at) "
    "VALUES (1, 'budi', 'Budi', 'ppid', 'x', true, '2026-11-01 02:00:00')",
    "INSERT INTO files (id, sha256, name, media_type, size, kept_at) "
    "VALUES (1, 'aa', 'kuasa.pdf', 'application/pdf', 1, '2026-11-01 02:00:00')",
    "INSERT INTO files (id, sha256, name, media_type, size, kept_at) "
    "VALUES (2, 'bb', 'rkpd.pdf', 'application/pdf', 1, '2026-11-02 02:00:00')",
    "INSERT INTO requests (id, year, sequence, registration_number, draft_key, tracking_code, "
    "channel, language, received_at, received_date, applicant_type, sealed_identity, "
    "identity_index, occupation, power_of_attorney, information_detail, purpose_of_use, "
    "purpose_category, access_mode, status, decision, decided_by, notice_date, provided_date, "
    "provided_file, notice_due, notice_due_internal, version) VALUES "
    "(1, 2026, 1, '0001/PPID/XI/2026', 'd1', 'ABCDEFGHJK', 'telegram', 'id', "
    "'2026-11-01 02:00:00', '2026-11-01', 'individual', :sealed, 'i', 'guru', 1, "
    "'Dokumen RKPD tahun 2026', 'skripsi', 'research', 'copy', 'provided', 'granted_full', 1, "
    "'2026-11-03', '2026-11-03', 2, '2026-11-13', '2026-11-13', 3)",
    "INSERT INTO request_events (request_id, at, actor, event, note) "
    "VALUES (1, '2026-11-01 02:00:00', 'citizen:1', 'submitted', '')",
)


def test_what_an_earlier_version_kept_is_there_after_the_way_up_and_down(engine: Engine) -> None:
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in _AT_0001:
            sealed = {"sealed": b"x"} if ":sealed" in statement else {}
            connection.execute(text(statement), sealed)
    upgrade(engine)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT role, file_id FROM request_files")).all() == [
            ("power_of_attorney", 1)
        ]
        assert connection.execute(text("SELECT status, file_id FROM releases")).all() == [
            ("provided", 2)
        ]
        days = connection.execute(text("SELECT effective_on FROM request_events")).scalar_one()
        assert str(days) == "2026-11-01"
        found = "SELECT request_id FROM request_words WHERE word = 'rkpd'"
        assert connection.execute(text(found)).scalar_one() == 1
    downgrade(engine, "0001")
    with engine.begin() as connection:
        kept = "SELECT power_of_attorney, provided_file FROM requests"
        assert connection.execute(text(kept)).one() == (1, 2)


_ENTRY_AT_0002 = (
    "INSERT INTO entries (slug, pack, status, title, body, info_class, owner, source, region, "
    "related, phrasings, as_of, review_by, checksum, updated_at) VALUES "
    "('ppid-uji', 'ppid', 'published', 'Apa uji?', 'Isi — jawaban.', 'berkala', 'PPID', "
    "'UU 14/2008', '', '[\"ppid-waktu\"]', '[\"uji apa\", \"apa itu “uji”\"]', '2026-11-01', "
    "'2027-05-01', 'abc', '2026-11-02 02:00:00.000000')"
)


def test_an_entry_becomes_its_first_version_and_is_itself_again_on_the_way_down(
    engine: Engine,
) -> None:
    upgrade(engine, "0002")
    with engine.begin() as connection:
        connection.exec_driver_sql(_ENTRY_AT_0002)
        before = connection.execute(text("SELECT * FROM entries")).mappings().one()
    upgrade(engine)
    with engine.begin() as connection:
        live, checksum = connection.execute(
            text("SELECT live, starter_checksum FROM entries")
        ).one()
        number, status, content = connection.execute(
            text("SELECT number, status, content FROM entry_versions")
        ).one()
        assert (live, checksum, number, status) == (1, "abc", 1, "published")
        edition = edition_from(content)
        assert edition_text(edition) == content
        assert edition.phrasings == ("uji apa", "apa itu “uji”")
        assert edition.review_by == date(2027, 5, 1)
        connection.execute(
            text("INSERT INTO entries (slug, pack, region) VALUES ('draf', 'ppid', '')")
        )
    downgrade(engine, "0002")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM entries")).mappings().one() == before


def test_a_statutory_row_cannot_be_deleted_by_anybody(engine: Engine) -> None:
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in _AT_0001:
            sealed = {"sealed": b"x"} if ":sealed" in statement else {}
            connection.execute(text(statement), sealed)
    upgrade(engine)
    for table in ("requests", "request_events"):
        with pytest.raises(DBAPIError, match="never deleted"), engine.begin() as connection:
            connection.execute(delete(metadata.tables[table]))
