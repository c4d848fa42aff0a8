"""A changed calendar: shown first, done exactly as shown, and nothing promised is taken."""

from collections.abc import Sequence
from datetime import date

import pytest

from office import calendar_changes, daysoff, journal
from office.calendar_changes import Plan
from office.people import Permission
from office.refusals import NotAllowed
from office.unit import Unit
from office.workdays import DayOff, DayOffKind
from register import cases, completeness, decisions, handover, moving, objections, requests
from register.law import Clock
from register.moving import Moved
from register.objection_words import Ground, SuperiorDecision
from register.tables import Request
from tests.people import BU_SARI, CLOCKWORK
from tests.register.desk import FREE, MISSING, NOT_DOCUMENTED, Desk, reply

ELECTION = DayOff(date(2026, 12, 2), DayOffKind.AD_HOC, "Pemilihan kepala daerah")
WHY = "Hari pemungutan suara ditetapkan."


def change(desk: Desk, add: Sequence[DayOff] = (), remove: Sequence[date] = ()) -> list[Moved]:
    """Change the calendar as the panel does; return what was shown, once it has come true."""
    with desk.office.unit(desk.budi) as unit:
        shown = moving.preview(
            unit, calendar_changes.planned(unit, Plan(tuple(add), tuple(remove)))
        )
        version = calendar_changes.change(unit, add=add, remove=remove, reason=WHY)
        assert moving.move(unit, version) == len(shown.rows)
    return shown.rows


def test_what_is_shown_is_what_is_done(desk: Desk) -> None:
    number = desk.filed()  # due on 7 December 2026
    refused = desk.filed()
    desk.by(desk.budi, decisions.refuse, refused, refusal=NOT_DOCUMENTED)
    objection = desk.objected(refused, Ground.REQUEST_NOT_FULFILLED)
    shown = change(desk, [ELECTION])
    moved = {row.number: row.later for row in shown}
    assert moved == {
        "0001/PPID/XI/2026": date(2026, 12, 8),
        "0001/KBR/XI/2026": date(2027, 1, 11),
        "0002/PPID/XI/2026": date(2027, 1, 11),
    }
    assert desk.request(refused).objection_until == moved["0002/PPID/XI/2026"]
    assert ("window_lengthened", date(2026, 11, 23)) in desk.story(refused)
    assert desk.request(number).notice_due == moved["0001/PPID/XI/2026"]
    assert desk.objection(objection).response_due == moved["0001/KBR/XI/2026"]


def test_showing_changes_nothing(desk: Desk) -> None:
    desk.filed()
    weight = desk.weight()
    with desk.office.reading(desk.budi) as unit:
        moving.preview(unit, calendar_changes.planned(unit, Plan((ELECTION,))))
        assert daysoff.version(unit) == 1
    assert desk.weight() == weight


def test_each_moved_case_has_an_event_with_both_dates_and_the_version(desk: Desk) -> None:
    number = desk.filed()
    change(desk, [ELECTION])
    assert [event for event, _ in desk.story(number)] == ["submitted", "deadline_recomputed"]
    with desk.office.reading(desk.budi) as unit:
        lines = journal.of_subject(unit.session, [f"request:{number}"])
        assert daysoff.version(unit) == 2
    assert '"due": "2026-12-08"' in lines[-1].facts
    assert '"earlier": "2026-12-07"' in lines[-1].facts
    assert '"calendar": 2' in lines[-1].facts


def test_one_change_is_one_version_and_a_day_beyond_all_terms_moves_nothing(desk: Desk) -> None:
    number = desk.filed()
    far = [DayOff(date(2027, 9, day), DayOffKind.REGIONAL, "Hari jadi") for day in (6, 7, 8)]
    assert change(desk, far) == []
    with desk.office.reading(desk.budi) as unit:
        assert daysoff.version(unit) == 2
    assert [event for event, _ in desk.story(number)] == ["submitted"]


def test_the_preview_says_who_becomes_late_and_who_no_longer_is(desk: Desk) -> None:
    desk.filed()
    desk.at("2026-12-08")
    with desk.office.reading(desk.budi) as unit:
        shown = moving.preview(unit, calendar_changes.planned(unit, Plan((ELECTION,))))
        assert (shown.late, shown.on_time) == (0, 1)
    change(desk, [ELECTION])
    with desk.office.reading(desk.budi) as unit:
        plan = Plan(remove=(ELECTION.day,))
        back = moving.preview(unit, calendar_changes.planned(unit, plan))
        assert (back.late, back.on_time) == (1, 0)


def test_what_was_answered_is_judged_by_the_calendar_of_its_day(desk: Desk) -> None:
    change(desk, [ELECTION])
    number = desk.filed()
    desk.at("2026-12-08")
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    assert change(desk, remove=[ELECTION.day]) == []
    desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    row = desk.request(number)
    assert row.notice_due == row.notice_date == date(2026, 12, 8)
    desk.by(desk.ratna, decisions.reopen, number, reason="Yang diberi bukan yang diminta.")
    assert change(desk, [ELECTION]) == []
    assert desk.request(number).notice_due == date(2026, 12, 8)


def test_a_reply_too_is_judged_by_the_calendar_of_its_day(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    objection = desk.objected(number, Ground.REQUEST_NOT_FULFILLED)
    answer = reply(SuperiorDecision.REJECTED, Ground.REQUEST_NOT_FULFILLED)
    desk.by(desk.ratna, objections.decide, objection, reply=answer)
    before = desk.objection(objection)
    clocks = [row.clock for row in change(desk, [ELECTION])]
    assert clocks == [Clock.OBJECTION_FILING, Clock.DISPUTE_FILING], "only what is theirs moves"
    after = desk.objection(objection)
    assert after.response_due == before.response_due
    assert (before.dispute_until, after.dispute_until) == (date(2026, 12, 11), date(2026, 12, 14))


def test_an_applicant_s_own_days_grow_with_a_day_off_and_never_shrink(desk: Desk) -> None:
    refused, incomplete = desk.filed(), desk.filed()
    desk.by(desk.budi, decisions.refuse, refused, refusal=NOT_DOCUMENTED)
    off = DayOff(date(2026, 11, 25), DayOffKind.AD_HOC, "Hari berkabung daerah")
    desk.by(desk.budi, completeness.find_incomplete, incomplete, missing=MISSING)
    desk.deliver()
    before = (desk.request(refused).objection_until, desk.request(incomplete).fix_due)
    assert before == (date(2027, 1, 8), date(2026, 11, 26))
    change(desk, [off])
    wider = (desk.request(refused).objection_until, desk.request(incomplete).fix_due)
    assert wider == (date(2027, 1, 11), date(2026, 11, 27))
    change(desk, remove=[off.day])
    desk.sweep()
    assert (desk.request(refused).objection_until, desk.request(incomplete).fix_due) == wider


def test_a_lapsed_request_s_days_never_shrink_either(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    desk.deliver()
    change(desk, [DayOff(date(2026, 12, 14), DayOffKind.AD_HOC, "Hari berkabung daerah")])
    desk.at("2026-11-28")
    desk.sweep()
    until = desk.request(number).objection_until
    change(desk, remove=[date(2026, 12, 14)])
    with desk.office.reading(CLOCKWORK) as unit:
        (remedy,) = cases.open_remedies(unit, unit.session.get_one(Request, number))
    assert remedy.until == desk.request(number).objection_until == until


def test_what_is_over_is_not_touched(desk: Desk) -> None:
    withdrawn = desk.filed()
    desk.by(BU_SARI, requests.withdraw, withdrawn)
    refused = desk.filed()
    desk.by(desk.budi, decisions.refuse, refused, refusal=NOT_DOCUMENTED)
    desk.at("2027-01-29")
    desk.sweep()
    before = [tuple(desk.request(number)) for number in (withdrawn, refused)]
    coming = [
        DayOff(date(2027, 2, 2), DayOffKind.AD_HOC, "Libur"),
        DayOff(date(2026, 12, 1), DayOffKind.AD_HOC, "Libur"),
    ]
    assert change(desk, coming) == []
    assert [tuple(desk.request(number)) for number in (withdrawn, refused)] == before


def test_what_lapsed_meanwhile_is_counted_anew_when_it_comes_back(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    desk.deliver()
    desk.at("2026-11-28")
    desk.sweep()
    assert [row.clock for row in change(desk, [ELECTION])] == [Clock.OBJECTION_FILING]
    objection = desk.objected(number, Ground.REQUEST_NOT_FULFILLED)
    answer = reply(
        SuperiorDecision.UPHELD_FULL, Ground.REQUEST_NOT_FULFILLED, order_due=date(2026, 12, 7)
    )
    desk.by(desk.ratna, objections.decide, objection, reply=answer)
    assert desk.request(number).notice_due == date(2026, 12, 8)


def test_only_who_keeps_the_calendar_moves_dates(desk: Desk) -> None:
    def move(unit: Unit) -> int:
        return moving.move(unit, 1)

    for actor in (desk.ratna, desk.lina, BU_SARI, CLOCKWORK):
        assert Permission.KEEP_CALENDAR not in actor.permissions
        with pytest.raises(NotAllowed):
            desk.by(actor, move)
