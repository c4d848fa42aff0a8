"""The journal: appended to and nothing else, and any change to it shows."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from office import journal
from office.clock import StandingClock
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK

# On PostgreSQL `verify` leaves its cursor open when it stops at a broken line.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

_REPLACE = """INSERT OR REPLACE INTO journal
SELECT id, at, 'staff:9', act, subject, facts, previous, checksum FROM journal"""


def enter(office: Office, count: int = 1, subject: str = "uji") -> None:
    for number in range(count):
        with office.unit(CLOCKWORK) as unit:
            unit.record("test.happened", f"{subject}:{number}", number=number, name="Sari–é")


def verdict(office: Office) -> journal.Verdict:
    with office.reading(CLOCKWORK) as unit:
        return journal.verify(unit.session)


def execute(office: Office, statement: str) -> None:
    with office.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def tampered(office: Office) -> Office:
    """An office whose journal somebody with the database's password laid open."""
    enter(office, 10)
    names = ["journal_no_update", "journal_no_delete"]
    if office.engine.dialect.name == "postgresql":
        execute(office, "DROP TRIGGER journal_append_only ON journal")
    else:
        for name in names:
            execute(office, f"DROP TRIGGER {name}")
    return office


def last(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return journal.count(unit.session)


def test_an_untouched_journal_is_sound(office: Office) -> None:
    before = last(office)
    enter(office, 25)
    found = verdict(office)
    assert found.sound
    assert found.lines == before + 25
    assert found.broken_at is None


def test_lines_of_one_transaction_follow_each_other(office: Office, clock: StandingClock) -> None:
    with office.batch() as batch:
        for actor in (BU_SARI, CLOCKWORK, BU_SARI):
            office.unit_in(batch, actor).record("test.happened", "uji:1")
    with office.reading(CLOCKWORK) as unit:
        lines = journal.of_subject(unit.session, ["uji:1"])
    assert [line.actor for line in lines] == [BU_SARI.label, CLOCKWORK.label, BU_SARI.label]
    assert [line.number for line in lines] == list(range(lines[0].number, lines[0].number + 3))
    assert [line.previous for line in lines[1:]] == [line.checksum for line in lines[:-1]]
    assert {line.at for line in lines} == {clock.now()}


def test_what_is_taken_back_leaves_no_line_and_no_gap(office: Office) -> None:
    enter(office)
    with pytest.raises(RuntimeError), office.unit(CLOCKWORK) as unit:
        unit.record("test.happened", "uji:lost")
        raise RuntimeError
    enter(office)
    assert verdict(office).sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET act = 'lain' WHERE id = 1",
        "DELETE FROM journal",
        "UPDATE journal SET id = id",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_line(
    office: Office, statement: str
) -> None:
    enter(office, 2)
    with pytest.raises(DBAPIError, match="append-only"):
        execute(office, statement)
    assert verdict(office).sound


def test_postgresql_refuses_to_empty_the_journal_at_once(office: Office) -> None:
    if office.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    enter(office)
    with pytest.raises(DBAPIError, match="append-only"):
        execute(office, "TRUNCATE journal")


@pytest.mark.parametrize(
    "column", ["at", "actor", "act", "subject", "facts", "previous", "checksum"]
)
def test_a_changed_line_is_found_and_named(tampered: Office, column: str) -> None:
    number = last(tampered) - 4
    value = "'2020-01-01 00:00:00.000000'" if column == "at" else "'lain'"
    execute(tampered, f"UPDATE journal SET {column} = {value} WHERE id = {number}")  # noqa: S608
    found = verdict(tampered)
    assert not found.sound
    assert found.broken_at == number


def test_a_missing_line_is_found_and_named(tampered: Office) -> None:
    number = last(tampered) - 4
    execute(tampered, f"DELETE FROM journal WHERE id = {number}")  # noqa: S608
    assert verdict(tampered).broken_at == number


def test_a_cut_end_is_found(tampered: Office) -> None:
    whole = last(tampered)
    execute(tampered, f"DELETE FROM journal WHERE id > {whole - 3}")  # noqa: S608
    found = verdict(tampered)
    assert (found.sound, found.broken_at) == (False, whole - 2)


def test_an_emptied_journal_is_found(tampered: Office) -> None:
    execute(tampered, "DELETE FROM journal")
    assert verdict(tampered).broken_at == 1


def test_a_line_moved_elsewhere_is_found(tampered: Office) -> None:
    whole = last(tampered)
    execute(tampered, f"UPDATE journal SET id = {whole + 1} WHERE id = {whole}")  # noqa: S608
    assert verdict(tampered).broken_at == whole


def test_a_line_replaced_past_the_triggers_is_found_by_its_checksum(office: Office) -> None:
    """SQLite's REPLACE deletes without asking a trigger; the chain still shows it."""
    if office.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    enter(office, 5)
    number = last(office) - 2
    try:
        execute(office, f"{_REPLACE} WHERE id = {number}")
    except DBAPIError:
        assert verdict(office).sound
    else:
        assert verdict(office).broken_at == number


def test_the_page_is_filtered_by_beginnings_and_turned_by_number(office: Office) -> None:
    enter(office, 7, "halaman")
    with office.reading(CLOCKWORK) as unit:
        newest = journal.page(unit.session, act="test.", subject="halaman:", size=3)
        older = journal.page(
            unit.session, act="test.", subject="halaman:", before=newest[-1].number, size=10
        )
        assert journal.page(unit.session, act="%") == []
        assert journal.page(unit.session, subject="halaman_") == []
    assert [line.subject for line in newest] == ["halaman:6", "halaman:5", "halaman:4"]
    assert [line.subject for line in older] == [f"halaman:{n}" for n in (3, 2, 1, 0)]


def test_facts_are_kept_as_text_that_reads_the_same_on_both_databases(
    office: Office, clock: StandingClock
) -> None:
    clock.advance(timedelta(microseconds=1234))
    enter(office)
    with office.reading(CLOCKWORK) as unit:
        line = journal.page(unit.session, size=1)[0]
    assert line.facts == '{"name": "Sari–é", "number": 0}'
    assert line.at == clock.now()
    assert verdict(office).sound
