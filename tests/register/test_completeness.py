"""Incomplete requests: the letter, when its days begin, the repair, and what lapses."""

from datetime import date, datetime

import pytest

from office import files
from office.outbox import outbox
from office.refusals import NotAllowed, NotNow, NotValid
from register import cases, completeness, decisions, requests
from register.remedies import RemedyKind
from register.tables import Request
from register.words import Channel, Status
from tests.people import BU_SARI, CLOCKWORK, WIB, a_form
from tests.register.desk import FREE, MISSING, PAGE, Desk


def incomplete(desk: Desk) -> int:
    number = desk.filed()  # Monday 23 November 2026
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    return number


def repair_until(desk: Desk, number: int) -> date | None:
    with desk.office.reading(CLOCKWORK) as unit:
        found = cases.open_remedies(unit, unit.session.get_one(Request, number))
        return next((row.until for row in found if row.kind is RemedyKind.REPAIR), None)


def test_the_letter_says_what_is_missing_and_stops_the_clock(desk: Desk) -> None:
    number = incomplete(desk)
    row = desk.request(number)
    assert (row.status, row.missing) == (Status.INCOMPLETE, MISSING)
    assert desk.told("request:")[-2:] == ["request_incomplete", "letter_enclosed"]
    with pytest.raises(NotNow):
        desk.by(desk.budi, decisions.grant, number, grant=FREE)


def test_the_days_to_repair_begin_when_the_letter_arrives(desk: Desk) -> None:
    number = incomplete(desk)
    desk.at("2026-12-01")
    desk.sweep()
    assert desk.request(number).status == Status.INCOMPLETE, "nothing lapses before it arrived"
    desk.deliver()
    desk.sweep()
    row = desk.request(number)
    assert (row.incomplete_received, row.fix_due) == (date(2026, 12, 1), date(2026, 12, 4))
    assert ("letter_arrived", date(2026, 12, 1)) in desk.story(number)
    desk.sweep()
    assert [event for event, _ in desk.story(number)].count("letter_arrived") == 1


def test_a_letter_that_has_not_arrived_can_be_answered_at_any_time(desk: Desk) -> None:
    number = incomplete(desk)
    desk.at("2026-12-10")
    assert repair_until(desk, number) == date(2026, 12, 15)
    desk.by(BU_SARI, completeness.repair, number, text="Ini kekurangannya.")
    assert desk.request(number).status == Status.REGISTERED


def test_a_repair_with_a_file_keeps_it_with_the_request(desk: Desk) -> None:
    number = incomplete(desk)
    with pytest.raises(NotValid):
        desk.by(BU_SARI, completeness.repair, number, text="  ")
    page = desk.by(BU_SARI, files.file, PAGE)
    desk.by(BU_SARI, completeness.repair, number, text="", documents=[page])
    row = desk.request(number)
    assert row.repaired_date == row.complete_date == date(2026, 11, 23)
    assert desk.told("request:")[-1] == "request_repaired"


def test_a_repair_after_the_last_day_is_declined_with_the_day(desk: Desk) -> None:
    number = incomplete(desk)
    desk.deliver()
    desk.sweep()
    desk.at("2026-11-26", 23, 59)
    assert repair_until(desk, number) == date(2026, 11, 26)
    desk.at("2026-11-27", 0, 0)
    assert repair_until(desk, number) is None
    with pytest.raises(NotNow) as declined:
        desk.by(BU_SARI, completeness.repair, number, text="Terlambat.")
    assert declined.value.code == "fix_over"
    assert declined.value.facts == {"due": date(2026, 11, 26)}


def test_a_repair_counts_from_the_day_it_was_taken_in_although_it_is_handled_later(
    desk: Desk,
) -> None:
    number = incomplete(desk)
    desk.deliver()
    desk.sweep()
    desk.at("2026-11-27", 19)
    desk.sweep()
    taken_in = datetime(2026, 11, 26, 23, 58, tzinfo=WIB)
    desk.by(BU_SARI, completeness.repair, number, text="Tepat waktu.", received_at=taken_in)
    row = desk.request(number)
    assert row.status == Status.REGISTERED
    assert row.repaired_date == row.complete_date == date(2026, 11, 26)
    assert row.notice_due == date(2026, 12, 10)


def test_a_repair_that_was_taken_in_after_the_last_day_is_late_whenever_it_is_handled(
    desk: Desk,
) -> None:
    number = incomplete(desk)
    desk.deliver()
    desk.sweep()
    desk.at("2026-11-27", 3)
    taken_in = datetime(2026, 11, 27, 0, 1, tzinfo=WIB)
    with pytest.raises(NotNow) as declined:
        desk.by(BU_SARI, completeness.repair, number, text="Lewat.", received_at=taken_in)
    assert declined.value.code == "fix_over"


def test_the_office_looks_within_its_days_and_asks_once(desk: Desk) -> None:
    first, second = desk.filed(), incomplete(desk)
    desk.by(BU_SARI, completeness.repair, second, text="Ini kekurangannya.")
    with pytest.raises(NotNow) as again:
        desk.by(desk.budi, completeness.find_incomplete, second, missing=MISSING)
    assert again.value.code == "incomplete_only_once"
    desk.at("2026-11-27")
    with pytest.raises(NotNow) as late:
        desk.by(desk.budi, completeness.find_incomplete, first, missing=MISSING)
    assert late.value.code == "check_over"


def test_at_the_counter_the_letter_is_handed_over(desk: Desk) -> None:
    receipt = desk.by(
        desk.budi, requests.enter, a_form(),
        draft_key="l", channel=Channel.WALK_IN, received=date(2026, 11, 20),
    )  # fmt: skip
    given = {"missing": MISSING, "received": date(2026, 11, 24)}
    with pytest.raises(NotValid):
        desk.by(desk.budi, completeness.find_incomplete, receipt.number, **given)
    desk.by(desk.budi, completeness.find_incomplete, receipt.number, missing=MISSING)
    assert desk.request(receipt.number).fix_due == date(2026, 11, 26)
    desk.at("2026-11-28")
    desk.sweep()
    assert desk.request(receipt.number).status == Status.LAPSED


def test_nobody_is_told_at_night_that_a_request_lapsed(desk: Desk) -> None:
    number = incomplete(desk)
    desk.deliver()
    desk.at("2026-11-28", 2)
    desk.sweep()
    assert desk.request(number).status == Status.INCOMPLETE
    desk.at("2026-11-28", 8)
    desk.sweep()
    row = desk.request(number)
    assert (row.status, row.closed_on) == (Status.LAPSED, date(2026, 11, 28))
    assert desk.told("request:")[-1] == "request_lapsed"


def test_closing_a_lapsed_request_gives_no_new_days_to_object(desk: Desk) -> None:
    number = incomplete(desk)
    desk.deliver()
    desk.at("2026-11-28")
    desk.sweep()
    until = desk.request(number).objection_until
    desk.at("2027-01-29")
    desk.sweep()
    row = desk.request(number)
    assert (row.status, row.closed_on) == (Status.CLOSED, date(2026, 11, 28))
    assert until < date(2027, 1, 29)
    with desk.office.reading(CLOCKWORK) as unit:
        assert cases.open_remedies(unit, unit.session.get_one(Request, number)) == []


def test_the_clockwork_or_an_officer_says_when_a_letter_arrived(desk: Desk) -> None:
    number = incomplete(desk)
    for actor in (BU_SARI, desk.ratna, desk.lina):
        with pytest.raises(NotAllowed):
            desk.by(actor, completeness.letter_arrived, number, date(2026, 11, 23))
    desk.at("2026-11-25")
    desk.by(desk.budi, completeness.letter_arrived, number, date(2026, 11, 24))
    assert desk.request(number).fix_due == date(2026, 11, 27)


def test_the_letter_is_posted_once_under_its_own_name(desk: Desk) -> None:
    number = incomplete(desk)
    with desk.office.reading(CLOCKWORK) as unit:
        names = set(unit.session.scalars(outbox.select().with_only_columns(outbox.c.once)))
    assert f"request:{number}:request_incomplete" in names
