"""Defects that other information-request systems have shipped, each shown not to be here."""

import inspect
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Table, delete, select, text
from sqlalchemy.exc import DBAPIError

from office import calendar_changes, daysoff, outbox
from office.clock import StandingClock, local_date
from office.database import metadata
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Office
from office.vault import Vault
from office.workdays import Calendar, DayOff, DayOffKind, add_working_days
from office.writer import Writer
from register import (
    book,
    completeness,
    decisions,
    handover,
    objections,
    parts,
    requests,
    telling,
)
from register.letter_tables import Letter
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import Ground
from register.objections import ObjectionForm
from register.tables import Request, RequestEvent
from register.words import ExtensionGround, Status
from tests.databases import office_on
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, WIB, a_form
from tests.register.desk import FACTS, MISSING, REASON, Desk

# Where each of the thirty lives; those of the register are below, by their number.
#  1 to 10, 13, 19 20 21, 26 27  here
# 17 18 22 23 what is secret stays so         test_secrets.py
#  3 late is computed     also test_sweep.py, test_life_of_a_request.py
# 11 who asks for another's case sees nothing  test_lifecycle.py, tests/admin/test_door.py
# 12 every route by every role                 tests/admin/test_door.py
# 14 files outside the web, sealed             tests/office/test_files.py, tests/admin/test_door.py
# 15 16 what is shown is masked                tests/office/test_masking.py, test_purpose.py
# 24 the webhook's secret                      tests/bot/test_doors.py
# 25 looking uses nothing up                   tests/office/test_links.py
# 28 nothing that comes in is dropped          tests/bot/test_updates.py, tests/office/test_inbox.py
# 29 a citizen's words change no formatting    tests/bot/test_speak.py
# 30 attempts to sign in                       tests/office/test_staff.py

STATUTORY = (Request, Objection, RequestEvent, ObjectionEvent, Letter)


def columns() -> Iterator[tuple[Table, Any]]:
    for table in metadata.tables.values():
        for column in table.columns:
            yield table, column


def test_01_two_rows_a_second_apart_bear_two_instants(desk: Desk, clock: StandingClock) -> None:
    first = desk.filed()
    clock.advance(timedelta(seconds=1))
    second = desk.filed()
    apart = desk.request(second).received_at - desk.request(first).received_at
    assert apart == timedelta(seconds=1)


def test_01_no_column_has_a_default_that_was_computed_at_import() -> None:
    for table, column in columns():
        default = column.default
        assert default is None or isinstance(default.arg, bool | int | str), (table, column)


def test_02_each_late_case_tells_its_own_applicant_of_its_own_number(desk: Desk) -> None:
    owners = {desk.filed(who): who for who in (BU_SARI, PAK_JOKO, BU_SARI)}
    desk.deliver()
    desk.at("2026-12-08")
    desk.sweep()
    with desk.office.unit(CLOCKWORK) as unit:
        waiting = unit.session.scalars(
            select(outbox.outbox.c.id).where(outbox.outbox.c.state == "waiting")
        ).all()
        due = outbox.start(unit.session, waiting, now=unit.now, vault=unit.vault)
    told = {(one.chat_id, one.data["number"]) for one in due if one.key == "request_late"}
    assert told == {
        (who.person, desk.request(number).registration_number) for number, who in owners.items()
    }


def test_03_a_breach_overwrites_no_status(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2026-12-31")
    desk.sweep()
    assert desk.request(number).status == Status.REGISTERED
    assert not any("late" in status or "overdue" in status for status in Status)


def test_04_fifty_registrations_at_once_by_two_processes_are_numbered_without_gap(
    office: Office, database: str, vault: Vault
) -> None:
    other = office_on(database, vault)
    writers = [Writer(office), Writer(other)]
    for writer in writers:
        writer.start()

    def submit(number: int) -> str:
        work = partial(requests.submit, form=a_form(), draft_key=f"d{number}")
        return writers[number % 2].do(work, BU_SARI).registration_number

    with ThreadPoolExecutor(16) as pool:
        numbers = sorted(pool.map(submit, range(50)))
    for writer in writers:
        writer.stop()
    other.engine.dispose()
    assert numbers == [f"{count:04d}/PPID/XI/2026" for count in range(1, 51)]


def test_05_five_days_without_clockwork_are_one_late_event_each_on_the_day_of_the_breach(
    desk: Desk,
) -> None:
    numbers = [desk.filed(), desk.filed(PAK_JOKO)]
    desk.at("2026-12-05")
    desk.sweep()
    desk.at("2026-12-12")
    for _ in range(3):
        desk.sweep()
    for number in numbers:
        late = [on for event, on in desk.story(number) if event == "late"]
        assert late == [date(2026, 12, 8)]


VECTORS: list[tuple[str, int, str, str]] = [
    ("2026-11-20", 10, "", "2026-12-04"),
    ("2026-11-20", 10, "2026-11-25", "2026-12-07"),
    ("2026-12-04", 7, "", "2026-12-15"),
    ("2026-11-21", 10, "", "2026-12-04"),
    ("2026-11-22", 10, "", "2026-12-04"),
    ("2026-11-23", 10, "", "2026-12-07"),
    ("2026-12-18", 10, "2026-12-24 2026-12-25", "2027-01-05"),
    ("2026-11-23", 30, "2026-12-25 2027-01-01", "2027-01-06"),
]


@pytest.mark.parametrize(("start", "count", "off", "due"), VECTORS)
def test_06_days_are_working_days_and_holidays_count(
    start: str, count: int, off: str, due: str
) -> None:
    days = [date.fromisoformat(day) for day in off.split()]
    calendar = Calendar({day: DayOff(day, DayOffKind.AD_HOC, "libur") for day in days})
    found = add_working_days(date.fromisoformat(start), count, calendar)
    assert found.due == date.fromisoformat(due)


def test_06_a_sunday_night_in_london_is_monday_morning_in_jakarta(desk: Desk) -> None:
    instant = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert local_date(instant, WIB) == date(2026, 11, 23)
    row = desk.request(desk.filed(received_at=instant))
    assert row.received_date == date(2026, 11, 23)
    assert row.notice_due == date(2026, 12, 7)


def test_07_a_new_holiday_is_seen_by_the_next_computation_of_every_process(
    desk: Desk, database: str, vault: Vault
) -> None:
    other = office_on(database, vault)
    with other.unit(BU_SARI) as unit:
        before = requests.submit(unit, a_form(), draft_key="before")
    off = DayOff(date(2026, 12, 2), DayOffKind.AD_HOC, "Pemilihan kepala daerah")
    with desk.office.unit(desk.budi) as unit:
        calendar_changes.change(unit, add=[off], reason="Hari pemungutan suara.")
    with other.unit(BU_SARI) as unit:
        after = requests.submit(unit, a_form(), draft_key="after")
        assert not daysoff.calendar(unit, unit.today).works(off.day)
    other.engine.dispose()
    assert (before.notice.on, after.notice.on) == (date(2026, 12, 7), date(2026, 12, 8))


def public_acts(module: ModuleType) -> Iterator[Callable[..., Any]]:
    for name, act in inspect.getmembers(module, inspect.isfunction):
        if act.__module__ == module.__name__ and not name.startswith("_"):
            yield act


def test_08_no_act_takes_a_statutory_date_from_whoever_calls_it() -> None:
    for module in (requests, completeness, decisions, handover, objections, parts):
        for act in public_acts(module):
            dated = {name for name in inspect.signature(act).parameters if "due" in name}
            # The office's own wish to another of its offices, checked against the notice.
            assert dated == ({"due"} if act is parts.assign else set()), act


def test_09_what_is_left_is_computed_from_two_dates_and_stored_nowhere(desk: Desk) -> None:
    forbidden = re.compile(r"remaining|days_left|sisa|overdue|is_late|late_days")
    assert not [(table, column) for table, column in columns() if forbidden.search(column.name)]
    desk.at("2026-03-10")
    desk.filed()
    for today, left in (
        ("2026-03-13", 7),
        ("2026-03-21", 5),
        ("2026-03-31", 0),
        ("2026-04-01", -1),
    ):
        desk.at(today)
        with desk.office.reading(desk.budi) as unit:
            (row,) = book.page(unit, book.Filters()).rows
        assert (row.notice_due, row.days_left) == (date(2026, 3, 31), left)


def test_10_an_extension_is_refused_twice_without_reason_and_after_its_day(desk: Desk) -> None:
    number, other = desk.filed(), desk.filed()

    def extend(which: int, reason: str) -> None:
        ground = ExtensionGround.NOT_YET_HELD
        desk.by(desk.budi, decisions.extend, which, ground=ground, reason=reason)

    for reason in ("", "   ", "belum ada"):
        with pytest.raises(NotValid):
            extend(number, reason)
    extend(number, REASON)
    weight = desk.weight()
    with pytest.raises(NotNow):
        extend(number, REASON)
    desk.at("2026-12-08")
    with pytest.raises(NotNow):
        extend(other, REASON)
    assert desk.weight() == weight


@pytest.mark.parametrize("table", STATUTORY, ids=lambda table: table.__tablename__)
def test_13_the_database_itself_keeps_every_statutory_row(desk: Desk, table: type[Any]) -> None:
    number = desk.filed()
    desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    weight = desk.weight()
    attempts = [delete(table), text(f"DELETE FROM {table.__tablename__} WHERE id = 1")]  # noqa: S608
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="never deleted"), desk.office.unit(desk.budi) as unit:
            unit.session.execute(attempt)
    with pytest.raises(DBAPIError), desk.office.unit(desk.budi) as unit:
        unit.session.delete(unit.session.get_one(table, 1))
        unit.flush()
    assert desk.weight() == weight


def test_19_asking_for_more_moves_the_clock(desk: Desk) -> None:
    number = desk.filed()
    before = desk.request(number).notice_due
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    desk.deliver()
    desk.at("2026-11-26")
    desk.sweep()
    desk.by(BU_SARI, completeness.repair, number, text="Ini kekurangannya.")
    assert (before, desk.request(number).notice_due) == (date(2026, 12, 7), date(2026, 12, 10))


def test_20_no_applicant_is_reminded_on_two_days_running(desk: Desk, clock: StandingClock) -> None:
    number = desk.filed()
    desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    desk.deliver()
    for _ in range(60):
        clock.advance(timedelta(hours=24))
        desk.sweep()
    kept = outbox.outbox
    with desk.office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(
            select(kept.c.once, kept.c.created_at).where(kept.c.by == CLOCKWORK.label)
        ).all()
    about = {row.once: local_date(row.created_at, WIB) for row in rows}
    assert sorted(about) == ["objection:1:late", f"request:{number}:late"]
    first, second = sorted(about.values())
    assert (second - first).days > 1


def test_21_no_clock_runs_before_registration(desk: Desk) -> None:
    dated = {table.name for table, column in columns() if column.name.endswith("_due")}
    # Beside the two registers only the list of public information waits for a date.
    assert dated == {"requests", "objections", "public_information"}
    desk.at("2027-06-01")
    weight = desk.weight()
    assert desk.sweep() == 0
    assert desk.weight() == weight
    with desk.office.reading(desk.budi) as unit:
        assert book.figures(unit) == book.Figures(0, 0, 0)


def test_26_nobody_objects_about_a_case_that_is_unknown_or_another_s(desk: Desk) -> None:
    number = desk.filed()
    form = ObjectionForm([Ground.REQUEST_NOT_ANSWERED], FACTS)
    weight = desk.weight()
    for who, which in ((PAK_JOKO, number), (BU_SARI, 999), (PAK_JOKO, 999)):
        with pytest.raises(NotFound) as refused:
            desk.by(who, objections.raise_about, which, form, draft_key="o")
        assert (refused.value.code, refused.value.facts) == ("request_unknown", {})
    assert desk.weight() == weight


def test_26_an_objection_after_its_window_is_recorded_and_marked(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2027-02-10")
    objection = desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    row = desk.objection(objection)
    assert (row.past_window, row.status, row.sequence) == (True, "recorded", 1)
    assert desk.told("objection:")[0] == "objection_receipt"


def test_27_no_count_of_days_mixes_calendar_days_with_working_days(desk: Desk) -> None:
    desk.at("2026-03-10")  # five weekdays of the coming fortnight are off
    number = desk.filed()
    with desk.office.reading(CLOCKWORK) as unit:
        known = telling.clocks_of(unit, unit.session.get_one(Request, number))
    derivation = known.notice.derivation
    assert (derivation.due - derivation.start).days == 21
    assert len(derivation.counted) == known.notice.term.working_days
