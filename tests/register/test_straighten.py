"""What was filed elsewhere while the calendar changed is found by the clockwork and moved."""

from datetime import date

from office import calendar_changes
from office.workdays import DayOff, DayOffKind
from register.objection_words import Ground
from tests.register.desk import Desk

ELECTION = DayOff(date(2026, 12, 2), DayOffKind.AD_HOC, "Pemilihan kepala daerah")


def changed_without_moving(desk: Desk) -> None:
    """Change the calendar as if the move had not seen what another process was filing."""
    with desk.office.unit(desk.budi) as unit:
        calendar_changes.change(unit, add=[ELECTION], remove=[], reason="Hari pemungutan suara.")


def test_a_request_filed_by_the_old_calendar_is_moved_by_the_next_round(desk: Desk) -> None:
    number = desk.filed()
    changed_without_moving(desk)
    assert desk.request(number).notice_due == date(2026, 12, 7)
    desk.sweep()
    assert desk.request(number).notice_due == date(2026, 12, 8)
    assert "deadline_recomputed" in [event for event, _ in desk.story(number)]


def test_an_objection_is_moved_as_well_and_neither_twice(desk: Desk) -> None:
    number = desk.filed()
    raised = desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    changed_without_moving(desk)
    desk.sweep()
    assert desk.objection(raised).response_due == date(2027, 1, 11)
    story = desk.story(number)
    desk.sweep()
    assert desk.story(number) == story


def test_a_change_that_touches_no_term_leaves_no_event(desk: Desk) -> None:
    number = desk.filed()
    far = DayOff(date(2027, 11, 3), DayOffKind.AD_HOC, "Libur jauh")
    with desk.office.unit(desk.budi) as unit:
        calendar_changes.change(unit, add=[far], remove=[], reason="Hari yang jauh.")
    desk.sweep()
    assert [event for event, _ in desk.story(number)] == ["submitted"]
