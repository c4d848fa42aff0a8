"""Promised hours in words: true when they are said, and never called soon."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.speak import Voice, voice
from bot.times import Wall
from office.clock import StandingClock
from tests.bot.desk_samples import HOURS, PROMISE, TICKET, UNTIL, desk_samples
from tests.people import WIB

SUNDAY, MONDAY = datetime(2026, 11, 22, 3, tzinfo=UTC), datetime(2026, 11, 23, 1, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
LONG = {"from": "2026-11-23T07:00:00+00:00", "by": "2026-11-24T02:30:00+00:00"}


def spoken(now: datetime, language: str = "id", zone: ZoneInfo = WIB) -> Voice:
    return voice("PPID Kabupaten Contoh", language, wall=Wall(zone, StandingClock(now)))


def opened(now: datetime, language: str = "id", **promise: str) -> str:
    data = {"ticket": TICKET, "promise": promise or PROMISE}
    return spoken(now, language).text("escalation_opened", data)


@pytest.mark.parametrize(
    ("now", "language", "words"),
    [
        (FRIDAY, "id", "Petugas menjawab <b>Senin, 23 November, pukul 09.00 sampai 10.30 WIB</b>"),
        (SUNDAY, "id", "<b>besok, Senin, 23 November, pukul 09.00 sampai 10.30 WIB</b>"),
        (MONDAY, "id", "<b>hari ini pukul 09.00 sampai 10.30 WIB</b>"),
        (FRIDAY, "jv", "<b>Senin, 23 November, tabuh 09.00 dumugi 10.30 WIB</b>"),
        (SUNDAY, "jv", "<b>benjing, Senin, 23 November, tabuh 09.00 dumugi 10.30 WIB</b>"),
        (MONDAY, "jv", "<b>dinten menika tabuh 09.00 dumugi 10.30 WIB</b>"),
        (FRIDAY, "en", "<b>Monday, 23 November, between 09.00 and 10.30 WIB</b>"),
        (SUNDAY, "en", "<b>tomorrow, Monday, 23 November, between 09.00 and 10.30 WIB</b>"),
        (MONDAY, "en", "<b>today between 09.00 and 10.30 WIB</b>"),
    ],
)
def test_a_promise_names_day_and_hours_as_seen_from_the_moment_it_is_said(
    now: datetime, language: str, words: str
) -> None:
    assert words in opened(now, language)


def test_of_a_time_that_has_begun_only_its_end_is_said() -> None:
    half_past = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    assert "<b>hari ini paling lambat pukul 10.30 WIB</b>" in opened(half_past)
    evening = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert "<b>besok, Selasa, 24 November, paling lambat pukul 09.30 WIB</b>" in opened(
        evening, **LONG
    )


def test_a_promise_over_two_days_names_both() -> None:
    words = "antara hari ini pukul 14.00 dan besok, Selasa, 24 November, pukul 09.30 WIB"
    assert words in opened(MONDAY, **LONG)


def test_another_year_is_named() -> None:
    late = {"from": "2027-01-04T02:00:00+00:00", "by": "2027-01-04T03:00:00+00:00"}
    assert "Senin, 4 Januari 2027, pukul 09.00" in opened(MONDAY, **late)


def test_the_office_s_own_zone_counts_and_is_named() -> None:
    east = spoken(SUNDAY, zone=ZoneInfo("Asia/Jayapura")).text(
        "escalation_opened", {"ticket": TICKET, "promise": PROMISE}
    )
    assert "pukul 11.00 sampai 12.30 WIT" in east
    nameless = spoken(SUNDAY, zone=ZoneInfo("Asia/Dili")).text(
        "escalation_opened", {"ticket": TICKET, "promise": PROMISE}
    )
    assert "12.30</b>" in nameless


def test_without_a_promise_the_hours_of_service_are_meant() -> None:
    data = {"ticket": TICKET, "promise": {"from": None, "by": None}}
    assert "pada jam layanan" in spoken(SUNDAY).text("escalation_overdue", data)


def test_the_offer_names_the_hours_of_service_and_when_an_answer_would_come() -> None:
    data = {"hours": HOURS, "promise": PROMISE}
    said = spoken(SUNDAY).text("staff_offer", data)
    assert "Senin sampai Kamis 08.00-12.00 dan 13.00-15.30; Jumat 08.00-11.30 dan" in said
    assert "petugas menjawab <b>besok, Senin, 23 November, pukul 09.00" in said
    assert "Monday to Thursday 08.00-12.00 and" in spoken(SUNDAY, "en").text("staff_offer", data)


def test_the_end_says_until_when_the_conversation_goes_on() -> None:
    data = {"ticket": TICKET, "outcome": "answered", "reason": "", "until": UNTIL}
    said = spoken(MONDAY).text("escalation_closed", data)
    assert "sampai <b>Rabu, 25 November, pukul 15.30 WIB</b> untuk melanjutkan" in said


OUTCOMES = "answered referred became_request not_possible spam no_reply left".split()


@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_every_outcome_has_a_sentence_of_its_own(language: str) -> None:
    facts = {"ticket": TICKET, "reason": "alasan", "until": None}
    said = {
        spoken(MONDAY, language).text("escalation_closed", {**facts, "outcome": outcome})
        for outcome in OUTCOMES
    }
    assert len(said) == len(OUTCOMES)


@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_nothing_about_the_desk_is_ever_called_soon(language: str) -> None:
    for key, data in desk_samples().items():
        said = spoken(SUNDAY, language).text(key, data).casefold()
        for word in ("segera", "secepat", "sesegera", "enggal", "soon", "shortly", "right away"):
            assert word not in said, key
