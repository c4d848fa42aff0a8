"""The clockwork's sweep: each milestone once, by day alone, and it catches up after an absence."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from office import calendar_changes, journal, posted
from office.clock import StandingClock
from office.refusals import NotAllowed
from office.unit import Unit
from office.workdays import DayOff, DayOffKind
from register import book, completeness, dossier, moving, requests, sweep, telling
from register.objection_words import Ground
from register.tables import Request, RequestEvent
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO
from tests.register.desk import MISSING, Desk


def milestones(desk: Desk, number: int) -> list[str]:
    with desk.office.reading(CLOCKWORK) as unit:
        return list(
            unit.session.scalars(
                select(RequestEvent.event)
                .where(RequestEvent.request_id == number, RequestEvent.once.is_not(None))
                .order_by(RequestEvent.id)
            )
        )


def test_nothing_happens_while_there_is_time(desk: Desk) -> None:
    number = desk.filed()  # due on 7 December 2026
    desk.by(desk.budi, requests.take_up, number)
    desk.at("2026-12-02")
    assert desk.sweep() == 0
    assert milestones(desk, number) == []


def test_each_milestone_is_noted_once_however_often_the_clockwork_wakes(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, requests.take_up, number)
    for day, expected in ((3, 1), (3, 0), (4, 0), (7, 0), (8, 2), (9, 0), (30, 0)):
        desk.at(date(2026, 12, day))
        assert desk.sweep() == expected, day
    assert milestones(desk, number) == ["due_soon", "late", "told_late"]


def test_nobody_looking_within_three_days_is_noted(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2026-11-26", 23, 59)
    assert desk.sweep() == 0
    desk.at("2026-11-27", 0, 0)
    desk.sweep()
    assert desk.story(number)[-1] == ("check_late", date(2026, 11, 27))


def test_the_last_day_itself_is_not_late(desk: Desk, clock: StandingClock) -> None:
    number = desk.filed()
    desk.by(desk.budi, requests.take_up, number)
    desk.at("2026-12-07", 23, 59)
    desk.sweep()
    assert milestones(desk, number) == ["due_soon"]
    clock.advance(timedelta(minutes=1))
    desk.sweep()
    assert milestones(desk, number) == ["due_soon", "late"]


def test_the_applicant_is_told_of_lateness_once_and_by_day(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2026-12-08", 0, 5)
    desk.sweep()
    assert "request_late" not in desk.told("request:")
    desk.at("2026-12-08", 7, 59)
    desk.sweep()
    assert "request_late" not in desk.told("request:")
    for day in ("2026-12-08", "2026-12-09", "2026-12-10", "2027-01-11"):
        desk.at(day, 8)
        desk.sweep()
    assert desk.told(f"request:{number}:").count("request_late") == 1
    with desk.office.reading(CLOCKWORK) as unit:
        (told,) = posted.about(unit.session, unit.vault, f"request:{number}:late")
    assert told.kind == "answer"


def test_a_case_that_fails_holds_up_no_other_and_comes_round_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = desk.filed(), desk.filed(PAK_JOKO)
    desk.at("2026-12-08")
    facts = telling.facts

    def fails(unit: Unit, request: Request) -> dict[str, Any]:
        if request.id == first:
            raise ValueError("rahasia")
        return facts(unit, request)

    with monkeypatch.context() as patch:
        patch.setattr(telling, "facts", fails)
        desk.sweep()
    assert "told_late" not in milestones(desk, first)
    assert milestones(desk, second)[-1] == "told_late"
    assert "request_late" in desk.told(f"request:{second}:")
    assert "ValueError" in caplog.text
    assert "rahasia" not in caplog.text
    desk.sweep()
    assert milestones(desk, first)[-1] == "told_late"
    assert desk.told(f"request:{second}:").count("request_late") == 1


def test_a_reminder_that_is_no_longer_true_is_not_sent(desk: Desk) -> None:
    number, other = desk.filed(), desk.filed()
    objection = desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    marks = [sweep.still("request", number), sweep.still("objection", objection)]

    def still_true() -> list[bool]:
        with desk.office.reading(CLOCKWORK) as unit:
            return [sweep.is_still_late(unit, mark) for mark in marks]

    assert still_true() == [False, False]
    desk.at("2027-01-11")
    assert still_true() == [True, True]
    desk.by(BU_SARI, requests.withdraw, number)
    assert still_true() == [False, True]
    assert desk.request(other).status == "registered"


def test_a_week_switched_off_is_caught_up_in_order(desk: Desk) -> None:
    first, second = desk.filed(), desk.filed(PAK_JOKO)
    desk.at("2026-12-14")
    desk.sweep()
    expected = ["check_late", "due_soon", "late", "told_late"]
    assert milestones(desk, first) == milestones(desk, second) == expected
    assert desk.story(first)[1:] == [
        ("check_late", date(2026, 11, 27)),
        ("due_soon", date(2026, 12, 7)),
        ("late", date(2026, 12, 8)),
        ("told_late", date(2026, 12, 14)),
    ]


def test_a_withdrawn_request_has_no_more_milestones(desk: Desk) -> None:
    number = desk.filed()
    desk.by(BU_SARI, requests.withdraw, number)
    desk.at("2026-12-30")
    assert desk.sweep() == 0
    assert milestones(desk, number) == []


def test_while_its_applicant_repairs_nothing_is_late(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    desk.at("2026-12-30")
    desk.sweep()
    assert milestones(desk, number) == []
    with desk.office.reading(desk.budi) as unit:
        assert book.figures(unit).late == 0
        assert book.page(unit, book.Filters(late=True)).rows == []
        assert not book.page(unit, book.Filters()).rows[0].is_late


def test_every_milestone_is_entered_in_the_journal_and_in_the_story(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, requests.take_up, number)
    desk.at("2026-12-14", 7)
    desk.sweep()
    with desk.office.reading(desk.budi) as unit:
        acts = [line.act for line in journal.of_subject(unit.session, [f"request:{number}"])]
        story = [event.event for event in dossier.story(unit, number)]
        assert journal.verify(unit.session).sound
    assert acts == ["request.submitted", "request.taken_up", "request.due_soon", "request.late"]
    assert story == ["submitted", "taken_up", "due_soon", "late"]


def test_lateness_changes_neither_status_nor_version(desk: Desk) -> None:
    number = desk.filed()
    before = desk.request(number)
    desk.at("2026-12-14")
    desk.sweep()
    after = desk.request(number)
    assert tuple(after) == tuple(before)
    with desk.office.reading(desk.budi) as unit:
        (row,) = book.page(unit, book.Filters(late=True)).rows
        assert row.is_late
        assert book.figures(unit) == book.Figures(open=1, late=1, due_soon=0)


def test_a_day_off_after_the_breach_does_not_make_it_late_twice(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2026-12-08")
    desk.sweep()
    off = DayOff(date(2026, 12, 9), DayOffKind.AD_HOC, "Pemilihan kepala daerah")
    with desk.office.unit(desk.budi) as unit:
        version = calendar_changes.change(unit, add=[off], reason="Hari pemungutan suara.")
        assert moving.move(unit, version) == 0
    desk.at("2026-12-21")
    desk.sweep()
    assert milestones(desk, number).count("late") == 1


def test_only_the_clockwork_keeps_time(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.by(desk.budi, sweep.run)
