"""Changing the calendar: one act with a reason, refused where it cannot be meant, never lost."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from office import calendar_changes, daysoff, journal
from office.calendar_changes import Plan
from office.clock import StandingClock
from office.daysoff import DECREES, PACKAGE, calendar_versions, calendar_years, days_off
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Office
from office.workdays import CountingRule, DayOff, DayOffKind, WorkWeek, add_working_days
from tests.people import CLOCKWORK

REASON = "Surat edaran bupati tentang banjir"
FLOOD = DayOff(date(2026, 12, 2), DayOffKind.AD_HOC, "Banjir", "SE Bupati 9/2026")
FOUNDING = DayOff(date(2027, 4, 12), DayOffKind.REGIONAL, "Hari Jadi Kabupaten")
CHRISTMAS_LEAVE = date(2026, 12, 24)
DECREE = "SKB Menag 1/2027, Menaker 2/2027, MenPANRB 3/2027"
TEN = 10


def own(office: Office, around: date = date(2026, 11, 23)) -> daysoff.Calendar:
    with office.reading(CLOCKWORK) as unit:
        return daysoff.calendar(unit, around)


def due(office: Office, start: date = date(2026, 11, 23)) -> date:
    return add_working_days(start, TEN, own(office, start)).due


def test_an_added_day_moves_a_due_date_and_makes_a_version(
    office: Office, pak_budi: StaffMember
) -> None:
    before = own(office)
    with office.unit(pak_budi) as unit:
        number = calendar_changes.change(unit, add=[FLOOD], reason=REASON)
    after = own(office)
    assert (before.version, number, after.version) == (1, 2, 2)
    assert after.days_off[FLOOD.day] == FLOOD
    assert due(office) == date(2026, 12, 8)


def test_a_removed_day_is_worked_again(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, remove=[CHRISTMAS_LEAVE], reason=REASON)
    assert own(office).works(CHRISTMAS_LEAVE)


def test_a_day_is_exchanged_in_one_change(office: Office, pak_budi: StaffMember) -> None:
    worked = DayOff(CHRISTMAS_LEAVE, DayOffKind.WORKING_EXCEPTION, "Tetap masuk")
    with office.unit(pak_budi) as unit:
        calendar_changes.change(
            unit, add=[worked], remove=[CHRISTMAS_LEAVE], decree="SE Bupati 3/2026", reason=REASON
        )
    after = own(office)
    assert after.works(CHRISTMAS_LEAVE)
    assert after.days_off[CHRISTMAS_LEAVE].source == "SE Bupati 3/2026"


def test_the_history_keeps_who_why_by_which_decree_and_what(
    office: Office, pak_budi: StaffMember
) -> None:
    leave = own(office).days_off[CHRISTMAS_LEAVE]
    with office.unit(pak_budi) as unit:
        calendar_changes.change(
            unit, add=[FLOOD], remove=[CHRISTMAS_LEAVE], decree=" SE 9 ", reason=f" {REASON} "
        )
        now = unit.now
    with office.reading(pak_budi) as unit:
        newest, first = calendar_changes.history(unit)
    assert (newest.version, first.version) == (2, 1)
    assert (newest.at, newest.actor) == (now, pak_budi.label)
    assert (newest.reason, newest.decree) == (REASON, "SE 9")
    assert newest.added == (FLOOD.as_facts(),)
    assert newest.removed == (leave.as_facts(),)
    assert newest.years_decreed == ()


def test_every_version_can_be_read_again_whole(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, add=[FLOOD], reason=REASON)
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, remove=[FLOOD.day], reason="Banjir sudah surut lagi")
    with office.reading(pak_budi) as unit:
        kept = [daysoff.calendar_at(unit, number) for number in (1, 2, 3)]
        whole = daysoff.whole(unit)
        assert daysoff.calendar_at(unit, 4) is None
    flooded = [FLOOD.day in one.days_off for one in kept if one is not None]
    assert flooded == [False, True, False]
    assert kept[2] == whole


def test_a_change_is_in_the_journal(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, add=[FLOOD], decree="SE 9", reason=REASON)
    with office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="calendar.changed")
    assert (line.actor, line.subject) == (pak_budi.label, "calendar:2")
    assert json.loads(line.facts)["added"] == ["2026-12-02"]


def test_a_year_is_decreed_with_its_number_and_no_longer_an_estimate(
    office: Office, pak_budi: StaffMember
) -> None:
    start = date(2027, 12, 28)
    assert add_working_days(start, TEN, own(office, start)).estimated
    leave = DayOff(date(2028, 2, 29), DayOffKind.COLLECTIVE_LEAVE, "Cuti Bersama Idulfitri")
    with office.unit(pak_budi) as unit:
        calendar_changes.change(
            unit, add=[leave], years_decreed=[2028], decree=DECREE, reason="SKB 2028 terbit"
        )
    after = own(office, start)
    assert not add_working_days(start, TEN, after).estimated
    assert after.days_off[leave.day].source == DECREE
    with office.reading(CLOCKWORK) as unit:
        year = daysoff.years(unit)[-1]
    assert (year.year, year.decreed, year.decree) == (2028, True, DECREE)


def test_a_plan_is_seen_before_it_is_made_and_writes_nothing(
    office: Office, pak_budi: StaffMember
) -> None:
    plan = Plan(add=(FLOOD,), remove=(CHRISTMAS_LEAVE,), years_decreed=(2028,))
    with office.reading(pak_budi) as unit:
        seen = calendar_changes.planned(unit, plan)
        assert daysoff.version(unit) == 1
    with office.unit(pak_budi) as unit:
        calendar_changes.change(
            unit,
            add=plan.add,
            remove=plan.remove,
            years_decreed=[2028],
            decree="SKB",
            reason=REASON,
        )
    with office.reading(pak_budi) as unit:
        assert daysoff.whole(unit) == seen


REFUSED = [
    ({}, "nothing_to_change"),
    ({"add": [DayOff(FLOOD.day, DayOffKind.AD_HOC, " ")]}, "required"),
    ({"add": [DayOff(FLOOD.day, DayOffKind.AD_HOC, "x" * 201)]}, "too_long"),
    ({"add": [DayOff(FLOOD.day, DayOffKind.WEEKEND, "Libur")]}, "choice_unclear"),
    ({"add": [FLOOD, FLOOD]}, "day_twice"),
    ({"remove": [CHRISTMAS_LEAVE, CHRISTMAS_LEAVE]}, "day_twice"),
    ({"add": [DayOff(CHRISTMAS_LEAVE, DayOffKind.REGIONAL, "Natal")]}, "day_already_known"),
    ({"remove": [FLOOD.day]}, "day_not_in_calendar"),
    ({"add": [DayOff(date(2029, 1, 1), DayOffKind.NATIONAL, "Tahun Baru")]}, "year_unknown"),
    ({"remove": [date(2023, 12, 25)]}, "year_unknown"),
    ({"years_decreed": [2029], "decree": "SKB"}, "year_unknown"),
    ({"add": [DayOff(date(2025, 11, 21), DayOffKind.AD_HOC, "Banjir")]}, "day_long_past"),
    ({"remove": [date(2024, 12, 25)]}, "day_long_past"),
    ({"years_decreed": [2028]}, "decree_needed"),
    ({"add": [FLOOD], "decree": "x" * 201}, "too_long"),
    ({"add": [FLOOD], "reason": "banjir"}, "too_short"),
    ({"add": [FLOOD], "reason": "x" * 501}, "too_long"),
    (
        {"add": [DayOff(date(2026, 12, 5), DayOffKind.WORKING_EXCEPTION, "Sabtu")]},
        "decree_needed",
    ),
    (
        {
            "add": [DayOff(date(2026, 12, 3), DayOffKind.WORKING_EXCEPTION, "Kamis")],
            "decree": "SE",
        },
        "day_worked_anyway",
    ),
]


@pytest.mark.parametrize(("given", "code"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    office: Office, pak_budi: StaffMember, given: dict[str, object], code: str
) -> None:
    before = own(office)
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        calendar_changes.change(unit, **{"reason": REASON, **given})  # type: ignore[arg-type]
    assert refused.value.code == code
    assert own(office) == before


def test_a_holiday_on_a_weekend_and_one_of_last_winter_are_accepted(
    office: Office, pak_budi: StaffMember
) -> None:
    sunday = DayOff(date(2026, 12, 6), DayOffKind.REGIONAL, "Hari Jadi")
    last_winter = DayOff(date(2025, 11, 24), DayOffKind.AD_HOC, "Banjir tahun lalu")
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, add=[sunday, last_winter], reason=REASON)
    assert {sunday.day, last_winter.day} <= set(own(office).days_off)


def test_only_those_who_keep_the_calendar_change_it(
    office: Office, bu_ratna: StaffMember, pak_agus: StaffMember
) -> None:
    clerk = StaffMember(77, "Tono", frozenset({Role.INFORMATION_OFFICER}))
    for person in (bu_ratna, pak_agus, clerk, CLOCKWORK):
        with pytest.raises(NotAllowed), office.unit(person) as unit:
            calendar_changes.change(unit, add=[FLOOD], reason=REASON)
        with pytest.raises(NotAllowed), office.reading(person) as unit:
            calendar_changes.planned(unit, Plan(add=(FLOOD,)))
    administrator = StaffMember(78, "Umar", frozenset({Role.SYSADMIN}))
    with office.unit(administrator) as unit:
        assert calendar_changes.change(unit, add=[FLOOD], reason=REASON) == 2


def test_of_two_who_saw_the_same_version_the_second_is_told(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, add=[FLOOD], reason=REASON, seen=1)
    with pytest.raises(NotNow, match="calendar_moved"), office.unit(bu_dewi) as unit:
        calendar_changes.change(unit, add=[FOUNDING], reason=REASON, seen=1)
    assert FOUNDING.day not in own(office).days_off


def test_a_change_that_fails_later_leaves_no_version(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(RuntimeError), office.unit(pak_budi) as unit:
        calendar_changes.change(unit, add=[FLOOD], reason=REASON)
        raise RuntimeError
    assert own(office).version == 1


def test_an_untouched_year_is_proposed_what_the_package_knows_and_never_overwritten(
    office: Office, pak_budi: StaffMember
) -> None:
    new_year, invented = date(2028, 1, 1), date(2028, 3, 1)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(days_off).where(days_off.c.day == new_year))
        unit.session.execute(
            insert(days_off).values(day=invented, kind="national", name="Dulu", source="lama")
        )
    before = own(office, new_year)
    with office.reading(pak_budi) as unit:
        (proposal,) = calendar_changes.refill(unit)
    assert proposal.year == 2028
    assert [(off.day, off.source) for off in proposal.add] == [(new_year, PACKAGE)]
    assert [off.day for off in proposal.remove] == [invented]
    assert own(office, new_year) == before


def test_a_year_staff_edited_is_theirs(office: Office, pak_budi: StaffMember) -> None:
    with office.reading(pak_budi) as unit:
        assert calendar_changes.refill(unit) == []
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, remove=[date(2028, 1, 1)], reason="Belum tentu libur")
    with office.reading(pak_budi) as unit:
        assert calendar_changes.refill(unit) == []


def test_a_proposal_can_be_taken_over_as_one_change(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(days_off).where(days_off.c.day >= date(2028, 1, 1)))
    with office.unit(pak_budi) as unit:
        (proposal,) = calendar_changes.refill(unit)
        calendar_changes.change(unit, add=proposal.add, reason="Diambil dari paket hari libur")
    known = {off.day for off in daysoff.known_days_off([2028])}
    assert {day for day in own(office, date(2028, 6, 1)).days_off if day.year == 2028} == known


def test_an_office_of_the_first_release_gets_its_first_version_and_its_decrees(
    office: Office,
) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(calendar_versions))
        unit.session.execute(update(days_off).values(source="paket holidays"))
        unit.session.execute(update(calendar_years).values(decree=None))
    with office.unit(CLOCKWORK) as unit:
        assert daysoff.fill(unit) == 0
    with office.reading(CLOCKWORK) as unit:
        assert daysoff.version(unit) == 1
        decrees = {row.year: row.decree for row in daysoff.years(unit)}
        source = unit.session.scalar(
            select(days_off.c.source).where(days_off.c.day == CHRISTMAS_LEAVE)
        )
    assert decrees == {**DECREES, 2028: None}
    assert source == DECREES[2026]


def test_the_offices_rule_decides_how_its_calendar_counts(office: Office) -> None:
    leave_worked = CountingRule(collective_leave_off=False)
    six = CountingRule(week=WorkWeek.SIX)
    start = date(2026, 12, 14)
    found = []
    for rule in (CountingRule(), leave_worked, six):
        other = Office(office.engine, office.clock, office.zone, office.vault, rule)
        found.append(due(other, start))
    assert found == [date(2026, 12, 30), date(2026, 12, 29), date(2026, 12, 28)]


@pytest.mark.parametrize(
    ("today", "decreed", "year"),
    [
        (date(2026, 9, 30), {2026}, None),
        (date(2026, 10, 1), {2026}, 2027),
        (date(2026, 10, 1), {2026, 2027}, None),
        (date(2026, 3, 1), {2025, 2027}, 2026),
        (date(2026, 12, 31), set(), 2026),
    ],
)
def test_from_october_on_the_coming_year_is_asked_for(
    office: Office, clock: StandingClock, today: date, decreed: set[int], year: int | None
) -> None:
    clock.advance(timedelta(days=(today - date(2026, 11, 23)).days))
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(calendar_years).values(status="estimated"))
        unit.session.execute(
            update(calendar_years)
            .where(calendar_years.c.year.in_(decreed))
            .values(status="decreed")
        )
    with office.reading(CLOCKWORK) as unit:
        assert unit.today == today
        assert daysoff.undecreed_ahead(unit) == year


def test_the_table_reaches_to_the_year_after_next(office: Office, clock: StandingClock) -> None:
    clock.advance(timedelta(days=366))
    with office.unit(CLOCKWORK) as unit:
        assert daysoff.fill(unit) > 0
    with office.reading(CLOCKWORK) as unit:
        assert [row.year for row in daysoff.years(unit)][-1] == 2029
        assert daysoff.version(unit) == 2


def test_known_days_carry_their_decree_and_no_mark_of_an_estimate_once_decreed() -> None:
    known = daysoff.known_calendar().days_off
    assert known[date(2027, 3, 10)].source == DECREES[2027]
    assert "perkiraan" not in known[date(2027, 3, 10)].name
    assert "perkiraan" in known[date(2028, 2, 27)].name
    assert known[date(2028, 2, 27)].source == PACKAGE
    assert "pemungutan suara" in known[date(2024, 2, 14)].source
    (both,) = [off for off in daysoff.known_days_off([2021]) if off.day == date(2021, 5, 13)]
    assert both.name == "Hari Raya Idul Fitri dan Kenaikan Yesus Kristus"
