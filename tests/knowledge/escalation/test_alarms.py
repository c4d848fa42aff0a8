"""The staff's groups hear numbers, tickets and links, seldom and once, and never of a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.speak import About, voice
from bot.watch import duties_today
from knowledge.escalation import alarm_figures, alarms, disposing, opening, timers
from knowledge.escalation.words import Lane
from office import outbox, regional, staff_chat_codes, staff_chats
from office.clock import StandingClock
from office.outbox import Due, Kind, Notice
from office.people import Citizen, StaffMember
from office.staff_chats import Purpose
from office.unit import Office
from register import parts, requests
from tests.knowledge.escalation import desk
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, WIB, a_form

DESK, OPD, SECOND = -1_001_000_000_001, -1_001_000_000_002, -1_001_000_000_009
SAY = voice("PPID Kabupaten Contoh", of=About("https://ppid.contoh.id"))
MINUTES = timedelta(minutes=1)
HOSTILE = "<b>Sari Wulandari</b> NIK 3507152102900001 telepon 081234567890 @sari https://jahat.id"


def connect(office: Office, by: StaffMember, chat: int = DESK, opd: int | None = None) -> None:
    with office.unit(by) as unit:
        purpose = Purpose.DESK if opd is None else Purpose.OPD
        code = staff_chat_codes.make(unit, purpose, opd)
    with office.unit(BU_SARI) as unit:
        staff_chat_codes.connect(unit, chat, code)


def tick(office: Office) -> int:
    """Let the clockwork come by once, a moment later."""
    assert isinstance(office.clock, StandingClock)
    office.clock.advance(timedelta(seconds=1))
    with office.unit(CLOCKWORK) as unit:
        timers.run(unit)
        return alarms.run(unit, duties_today)


def arrive(office: Office) -> list[Due]:
    """Let everything that is due arrive; return what the groups were told."""
    heard: list[Due] = []
    while True:
        with office.unit(CLOCKWORK) as unit:
            numbers = [row.number for row in outbox.heads(unit.session, now=unit.now)]
            due = outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault)
            for row in due:
                outbox.sent(
                    unit.session, row.number, message_id=1, said="", now=unit.now, vault=unit.vault
                )
        if not due:
            return heard
        heard += [row for row in due if row.chat_id < 0]


def heard(office: Office) -> list[Due]:
    tick(office)
    return arrive(office)


def ask(office: Office, count: int, lane: Lane = Lane.GENERAL, first: int = 1) -> list[int]:
    return [
        desk.open_one(office, Citizen(800_000_000 + first + number), HOSTILE, lane)
        for number in range(count)
    ]


def at(clock: StandingClock, day: int, hour: int, minute: int = 0) -> None:
    """Let it be an hour of a day of November or, beyond the 30th, of December."""
    month, day = (11, day) if day <= 30 else (12, day - 30)
    clock.instant = datetime(2026, month, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def group(office: Office, clock: StandingClock, pak_budi: StaffMember) -> int:
    """A group of the desk, connected on Monday at nine, its digest of the day said."""
    connect(office, pak_budi)
    assert [row.key for row in heard(office)] == ["group_digest"]
    clock.advance(6 * MINUTES)
    return DESK


def test_new_conversations_are_gathered_into_one_message_in_five_minutes(
    office: Office, clock: StandingClock, group: int
) -> None:
    ask(office, 3)
    (first,) = heard(office)
    assert (first.key, first.data["new"]) == ("group_alarm", {"general": 3})
    ask(office, 2, first=10)
    ask(office, 1, Lane.SPAM, first=20)
    for _ in range(9):
        clock.advance(MINUTES / 2)
        assert heard(office) == []
    clock.advance(MINUTES / 2 - timedelta(seconds=9))
    (second,) = heard(office)
    assert second.data["new"] == {"general": 2, "spam": 1}
    clock.advance(10 * MINUTES)
    assert heard(office) == []


def test_what_is_urgent_is_said_at_once_even_at_night_and_once(
    office: Office, clock: StandingClock, group: int
) -> None:
    at(clock, 23, 23)
    ask(office, 2)
    assert heard(office) == []
    (number,) = ask(office, 1, Lane.URGENT, first=10)
    (said,) = heard(office)
    assert [case["number"] for case in said.data["urgent"]["cases"]] == [number]
    clock.advance(20 * MINUTES)
    assert heard(office) == []


def test_of_two_groups_each_hears_of_what_is_urgent_once(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember
) -> None:
    connect(office, pak_budi, SECOND)
    assert [row.chat_id for row in heard(office)] == [SECOND]
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(SECOND, "group_alarm", "slow", Kind.ALARM, after=2 * MINUTES))
    (number,) = ask(office, 1, Lane.URGENT)
    said = heard(office)
    assert [row.chat_id for row in said] == [DESK]
    clock.advance(2 * MINUTES)
    arrive(office)
    said += heard(office)
    assert [row.chat_id for row in said] == [DESK, SECOND]
    assert [case["number"] for row in said for case in row.data["urgent"]["cases"]] == [number] * 2
    clock.advance(20 * MINUTES)
    assert [row.data["urgent"]["count"] for row in heard(office)] == [0, 0]


def test_a_group_that_is_let_go_leaves_no_trace_of_what_it_was_told(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember
) -> None:
    ask(office, 1, Lane.URGENT)
    assert len(heard(office)) == 1
    with office.unit(BU_SARI) as unit:
        staff_chats.left(unit, DESK)
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.execute(select(alarm_figures.urgent_told)).all() == []


def test_a_conversation_that_becomes_urgent_is_said_at_once_too(
    office: Office, clock: StandingClock, group: int
) -> None:
    ask(office, 1)
    heard(office)
    clock.advance(MINUTES)
    with office.unit(Citizen(800_000_001)) as unit:
        opening.raise_lane(unit, Lane.URGENT)
    (said,) = heard(office)
    assert said.data["urgent"]["count"] == 1


def test_who_is_about_to_be_late_and_who_is_late_is_said_once_each(
    office: Office, clock: StandingClock, group: int
) -> None:
    ask(office, 1)
    heard(office)
    nearly, late = [], []
    for _ in range(48):
        clock.advance(5 * MINUTES)
        for said in heard(office):
            nearly += said.data.get("nearly", {}).get("cases", [])
            late += said.data.get("late", {}).get("cases", [])
        if late:
            break
    assert [case["ticket"] for case in nearly] == ["T-00001/2026"]
    assert [case["ticket"] for case in late] == ["T-00001/2026"]


def test_who_was_answered_in_time_is_never_called_late(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember
) -> None:
    (number,) = ask(office, 1)
    heard(office)
    desk.answered(office, pak_budi, number)
    for _ in range(30):
        clock.advance(10 * MINUTES)
        assert heard(office) == []


def test_a_message_that_cannot_arrive_is_counted_and_a_group_s_own_is_not(
    office: Office, clock: StandingClock, group: int
) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(BU_SARI.person, "glad", "a"))
        unit.post(Notice(-5, "group_alarm", "b", Kind.ALARM))
    with office.unit(CLOCKWORK) as unit:
        for row in outbox.heads(unit.session, now=unit.now):
            outbox.undeliverable(unit.session, row.number, failure="Forbidden", now=unit.now)
    (said,) = heard(office)
    assert said.data["undelivered"] == 1
    clock.advance(10 * MINUTES)
    assert heard(office) == []


def test_after_a_week_switched_off_there_is_one_message(
    office: Office, clock: StandingClock, group: int
) -> None:
    ask(office, 40)
    clock.advance(timedelta(days=7))
    said = heard(office)
    assert [row.key for row in said] == ["group_digest"]
    for _ in range(20):
        clock.advance(MINUTES)
        said += [row for row in heard(office) if row.key == "group_digest"]
    assert len(said) == 1


def test_while_telegram_is_away_alarms_do_not_pile_up(
    office: Office, clock: StandingClock, group: int
) -> None:
    for step in range(20):
        ask(office, 1, first=10 * step)
        tick(office)
        clock.advance(6 * MINUTES)
    assert len(arrive(office)) == 1
    (rest,) = heard(office)
    assert rest.data["new"] == {"general": 19}


def test_the_digest_comes_at_a_quarter_to_eight_on_working_days(
    office: Office, clock: StandingClock, group: int
) -> None:
    ask(office, 2)
    seen: list[str] = []
    at(clock, 23, 16)
    heard(office)
    while clock.instant < datetime(2026, 11, 30, 12, tzinfo=WIB):
        clock.advance(15 * MINUTES - timedelta(seconds=1))
        local = clock.instant.astimezone(WIB)
        seen += [f"{local:%a %H.%M}" for row in heard(office) if row.key == "group_digest"]
    assert seen == [f"{day} 07.45" for day in ("Tue", "Wed", "Thu", "Fri", "Mon")]


def test_the_digest_tells_how_the_day_begins(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember
) -> None:
    with office.unit(PAK_JOKO) as unit:
        receipt = requests.submit(unit, a_form(), draft_key="d-1")
    first, second = ask(office, 2)
    assert desk.claim(office, pak_budi, second)
    clock.advance(30 * MINUTES)
    tick(office)  # the lease ran out
    clock.instant = datetime.combine(receipt.notice.on, datetime.min.time(), WIB)
    clock.advance(8 * 60 * MINUTES)
    (said,) = [row for row in heard(office) if row.key == "group_digest"]
    assert said.data["waiting"] == {"general": 2}
    assert said.data["oldest"]["number"] == first
    assert (said.data["late"], said.data["law_today"]) == (2, 1)


def test_leases_that_ran_out_yesterday_are_counted_once(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember
) -> None:
    (number,) = ask(office, 1)
    assert desk.claim(office, pak_budi, number)
    clock.advance(30 * MINUTES)
    heard(office)
    counts = []
    for day in (24, 25):
        at(clock, day, 7, 45)
        counts += [row.data["lapsed"] for row in heard(office) if row.key == "group_digest"]
    assert counts == [1, 0]


def test_an_opd_hears_once_a_day_what_waits_for_it_and_nothing_else(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        bappeda, dinkes = regional.add(unit, "Bappeda"), regional.add(unit, "Dinas Kesehatan")
    connect(office, pak_budi, OPD, bappeda)
    connect(office, pak_budi, OPD - 1, dinkes)
    with office.unit(CLOCKWORK) as unit:
        for chat in staff_chats.at_work(unit, Purpose.OPD):
            staff_chats.told(unit, chat.number, digest=unit.today)
    _assign(office, pak_budi, bappeda)
    _dispose(office, pak_budi, bappeda)
    ask(office, 1, Lane.URGENT, first=50)
    assert {row.chat_id for row in heard(office)} == {DESK}
    at(clock, 24, 7, 45)
    said = [row for row in heard(office) if row.chat_id != DESK]
    assert [(row.key, row.chat_id) for row in said] == [("group_office", OPD)]
    facts = said[0].data
    assert (facts["parts"], facts["questions"], facts["office_name"]) == (1, 1, "Bappeda")
    assert facts["nearest"] == "2026-11-25"
    clock.advance(3 * 60 * MINUTES)
    assert [row for row in heard(office) if row.chat_id != DESK] == []


def _assign(office: Office, by: StaffMember, opd: int) -> None:
    with office.unit(PAK_JOKO) as unit:
        number = requests.submit(unit, a_form(), draft_key="d-2").number
    with office.unit(by) as unit:
        parts.assign(unit, number, description="Data anggaran", regional_office=opd)


def _dispose(office: Office, by: StaffMember, opd: int) -> None:
    """Pass a question to a regional office, to be answered in two working days."""
    (number,) = ask(office, 1)
    assert desk.claim(office, by, number)
    seen = desk.read(office, by, number).newest
    with office.unit(by) as unit:
        disposing.dispose(
            unit, number, regional_office=opd, question="Mohon datanya", working_days=2,
            seen_line=seen,
        )  # fmt: skip


@pytest.mark.parametrize("lane", list(Lane))
def test_no_group_is_ever_told_a_word_a_name_or_a_number_of_a_citizen(
    office: Office, clock: StandingClock, group: int, pak_budi: StaffMember, lane: Lane
) -> None:
    with office.unit(CLOCKWORK) as unit:
        bappeda = regional.add(unit, "Bappeda")
    connect(office, pak_budi, OPD, bappeda)
    with office.unit(PAK_JOKO) as unit:
        requests.submit(unit, a_form(information_detail=HOSTILE), draft_key="d-1")
    _assign(office, pak_budi, bappeda)
    ask(office, 7, lane)
    said: list[Due] = []
    for _ in range(40):
        clock.advance(45 * MINUTES)
        said += heard(office)
    assert {row.key for row in said} >= {"group_alarm", "group_digest", "group_office"}
    _hold_nothing_of_anybody(said)


def _hold_nothing_of_anybody(said: Sequence[Due]) -> None:
    secrets = [*HOSTILE.split(), "Sari", "Wulandari", "8000000", str(PAK_JOKO.person), "rkpd"]
    for row in said:
        shown = SAY.text(row.key, row.data)
        for secret in secrets:
            if secret not in {"NIK", "telepon"}:
                assert secret.casefold() not in shown.casefold()
                assert secret.casefold() not in str(row.data).casefold()
        assert "https://ppid.contoh.id/" in shown


def test_without_a_group_nothing_is_reckoned_and_nothing_is_posted(office: Office) -> None:
    ask(office, 3, Lane.URGENT)
    assert heard(office) == []
