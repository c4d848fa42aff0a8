"""The figures once more, asked of the database by hand, past everything they are made of."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import text

from knowledge.figures import reading as talk
from knowledge.figures import upkeep as talk_upkeep
from office.periods import Period
from office.unit import Office, Unit
from register.figures import reading, upkeep
from register.figures.words import Dimension, ObjectionDimension
from tests.house.year_works import WORKS
from tests.people import CLOCKWORK, WIB


def kept(office: Office) -> int:
    """Let the clockwork keep every day; return how many it counted."""
    counted = 0
    while True:
        with office.unit(CLOCKWORK) as unit:
            more = upkeep.refresh(unit) + talk_upkeep.refresh(unit)
        if not more:
            return counted
        counted += more


def rows(unit: Unit, statement: str, **given: Any) -> list[Any]:
    """Ask the database by hand, past everything that the figures are made of."""
    return list(unit.session.execute(text(statement), given))


def counted(unit: Unit, statement: str, **given: Any) -> dict[str, int]:
    return {str(value): count for value, count in rows(unit, statement, **given)}


_BY_COLUMN = {
    Dimension.STATUS: "status",
    Dimension.DECISION: "coalesce(decision, 'none')",
    Dimension.PURPOSE: "purpose_category",
    Dimension.CHANNEL: "channel",
    Dimension.APPLICANT_TYPE: "applicant_type",
    Dimension.REFUSAL_GROUND: (
        "CASE WHEN decision LIKE 'refused_%' OR decision = 'referred_other_body'"
        " THEN coalesce(refusal_ground, 'none') ELSE 'none' END"
    ),
    Dimension.TIME_CLASS: (
        "CASE WHEN notice_days IS NULL THEN 'none' WHEN notice_days = 0 THEN 'same_day'"
        " WHEN notice_days <= 3 THEN '1_3' WHEN notice_days <= 10 THEN '4_10'"
        " WHEN notice_days <= 17 THEN '11_17' ELSE 'over_17' END"
    ),
    Dimension.EXTENDED: "CASE WHEN extended_on IS NULL THEN 'no' ELSE 'yes' END",
    Dimension.INCOMPLETE: "CASE WHEN incomplete_date IS NULL THEN 'no' ELSE 'yes' END",
}
_CLOCK = (
    "CASE WHEN notice_date > {due} THEN 'late' WHEN notice_date IS NOT NULL THEN 'on_time'"
    " WHEN status NOT IN ('registered', 'incomplete', 'in_process', 'refusal_proposed')"
    " THEN 'none' WHEN {due} < :today THEN 'late_open' ELSE 'open' END"
)


_ENTITIES = ("legal_entity", "proxy_for_entity")


def _works(work: str) -> str:
    """Return the group of a work that was invented, by the list of what was."""
    return WORKS.get(work, "educator" if work == "guru" else "other")


def of_requests(unit: Unit, period: Period) -> Iterator[tuple[Dimension, dict[str, int]]]:
    """Yield what plain SQL says of the requests of a period, dimension by dimension."""
    days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    clocks = {
        Dimension.STRICT_CLOCK: _CLOCK.format(due="strict_due"),
        Dimension.PERKI_CLOCK: _CLOCK.format(due="perki_due"),
    }
    for dimension, column in (_BY_COLUMN | clocks).items():
        given = days | ({"today": unit.today.isoformat()} if dimension in clocks else {})
        statement = (
            f"SELECT {column}, count(*) FROM requests"  # noqa: S608 - every word stands above
            " WHERE received_date BETWEEN :since AND :until GROUP BY 1"
        )
        yield dimension, counted(unit, statement, **given)
    wrote = (
        "SELECT occupation, applicant_type, count(*) FROM requests"
        " WHERE received_date BETWEEN :since AND :until GROUP BY 1, 2"
    )
    works: Counter[str] = Counter()
    for work, kind, count in rows(unit, wrote, **days):
        works["entity" if kind in _ENTITIES else _works(work)] += count
    yield Dimension.OCCUPATION, dict(works)
    parts = (
        "SELECT p.regional_office, count(DISTINCT r.id) FROM requests r"
        " LEFT JOIN request_parts p ON p.request_id = r.id AND p.regional_office IS NOT NULL"
        " WHERE r.received_date BETWEEN :since AND :until GROUP BY 1"
    )
    offices = counted(unit, parts, **days)
    if "None" in offices:
        offices["none"] = offices.pop("None")
    yield Dimension.REGIONAL_OFFICE, offices
    received = rows(
        unit, "SELECT received_date FROM requests WHERE received_date BETWEEN :since AND :until",
        **days,
    )  # fmt: skip
    yield Dimension.WEEKDAY, dict(Counter(str(_day(row[0]).isoweekday()) for row in received))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def without_zeros(figures: Any) -> dict[str, int]:
    return {str(value): count for value, count in figures.items() if count}


def assert_requests_agree(unit: Unit, period: Period) -> None:
    found = reading.requests(unit, period)
    days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    [[total]] = rows(
        unit, "SELECT count(*) FROM requests WHERE received_date BETWEEN :since AND :until", **days
    )
    assert found.total == total == sum(found.per_day.values())
    for dimension, by_hand in of_requests(unit, period):
        assert without_zeros(found.by[dimension]) == by_hand, (period.title, dimension)
        assert not dimension.adds_up or sum(by_hand.values()) == total
    spans = (
        "SELECT notice_days FROM requests WHERE notice_days IS NOT NULL"
        " AND received_date BETWEEN :since AND :until"
    )
    took = sorted(row[0] for row in rows(unit, spans, **days))
    assert found.median == (median(took) if took else None)
    assert found.p90 == (took[-(-len(took) * 9 // 10) - 1] if took else None)
    strict = Counter(dict(of_requests(unit, period))[Dimension.STRICT_CLOCK])
    due = strict["on_time"] + strict["late"] + strict["late_open"]
    assert found.on_time_share(strict=True) == (strict["on_time"] / due if due else None)


def assert_objections_agree(unit: Unit, period: Period) -> None:
    found = reading.objections(unit, period)
    days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    by_hand = rows(
        unit,
        "SELECT status, decision, channel, grounds, response_date <= response_due,"
        " response_due < :today, response_days FROM objections"
        " WHERE received_date BETWEEN :since AND :until",
        today=unit.today.isoformat(), **days,
    )  # fmt: skip
    assert found.total == len(by_hand)
    for place, dimension in enumerate(
        (ObjectionDimension.STATUS, ObjectionDimension.DECISION, ObjectionDimension.CHANNEL)
    ):
        values = Counter(str(row[place] or "none") for row in by_hand)
        assert without_zeros(found.by[dimension]) == values
    letters = Counter("".join(row[3] for row in by_hand))
    grounds = found.by[ObjectionDimension.GROUND]
    assert {letter: grounds[name] for letter, name in zip("abcdefg", grounds, strict=True)} == {
        letter: letters[letter] for letter in "abcdefg"
    }
    states = Counter(
        ("on_time" if row[4] else "late") if row[4] is not None
        else ("late_open" if row[5] else "open") if row[0] == "recorded" else "none"
        for row in by_hand
    )  # fmt: skip
    assert without_zeros(found.by[ObjectionDimension.CLOCK]) == states
    took = [row[6] for row in by_hand if row[6] is not None]
    assert found.working_days == Counter(took)


def instants(unit: Unit, period: Period) -> dict[str, Any]:
    """Return where the office's own days begin and end, in words the database understands."""
    ends = {"since": period.since, "until": period.until + timedelta(1)}
    found = {name: datetime.combine(day, time(), WIB) for name, day in ends.items()}
    if unit.session.get_bind().dialect.name == "postgresql":
        return dict(found)
    return {
        name: at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.000000") for name, at in found.items()
    }


def assert_questions_agree(unit: Unit, period: Period) -> None:
    found = talk.questions(unit, period)
    within = " FROM questions WHERE at >= :since AND at < :until"
    given = instants(unit, period)
    [[total]] = rows(unit, "SELECT count(*)" + within, **given)
    assert found.total == total == sum(found.per_day.values()) == sum(found.by_hour.values())
    for name, figures in (
        ("band", found.by_band), ("route", found.by_route), ("language", found.by_language)
    ):  # fmt: skip
        by_hand = counted(unit, f"SELECT {name}, count(*){within} GROUP BY 1", **given)
        assert without_zeros(figures) == by_hand, (period.title, name)
    followed: Counter[str] = Counter()
    for value, count in rows(
        unit, "SELECT coalesce(follow_up, 'none'), count(*)" + within + " GROUP BY 1", **given
    ):
        followed["picked" if value.startswith("picked:") else value] += count
    assert without_zeros(found.by_follow_up) == followed
    entries: Counter[str] = Counter()
    for band, slug, follow_up, considered in rows(
        unit, "SELECT band, slug, follow_up, considered" + within, **given
    ):
        if band == "jawab":
            entries[slug] += 1
        elif follow_up in {"picked:1", "picked:2"}:
            entries[json.loads(considered)[int(follow_up[-1]) - 1][0]] += 1
    assert without_zeros(found.by_entry) == entries
    opened = " FROM escalations WHERE opened_at >= :since AND opened_at < :until"
    [[escalated]] = rows(unit, "SELECT count(*)" + opened, **given)
    assert found.escalated == escalated


def assert_desk_agrees(unit: Unit, period: Period) -> None:
    found = talk.desk(unit, period)
    opened = " FROM escalations WHERE opened_at >= :since AND opened_at < :until"
    given = instants(unit, period)
    outcome = "CASE WHEN status = 'closed' THEN outcome ELSE 'open' END"
    assert without_zeros(found.by_outcome) == counted(
        unit, f"SELECT {outcome}, count(*){opened} GROUP BY 1", **given
    )
    for name, figures in (("lane", found.by_lane), ("reason", found.by_reason)):
        by_hand = counted(unit, f"SELECT {name}, count(*){opened} GROUP BY 1", **given)
        assert without_zeros(figures) == by_hand
    promise = (
        "CASE WHEN lapsed_at IS NOT NULL OR first_reply_at > promised_by THEN 'lapsed'"
        " WHEN first_reply_at IS NOT NULL THEN 'kept' WHEN status = 'closed' THEN 'none'"
        " ELSE 'waiting' END"
    )
    by_hand = counted(unit, f"SELECT {promise}, count(*){opened} GROUP BY 1", **given)
    assert without_zeros(found.promises) == by_hand
    held = "SELECT count(*), sum(handled_seconds)" + opened + " AND handled_seconds > 0"
    [[cases, seconds]] = rows(unit, held, **given)
    assert (found.handled, found.handled_seconds) == (cases, seconds or 0)
    replied = rows(
        unit, "SELECT count(*)" + opened + " AND first_reply_at IS NOT NULL", **given
    )  # fmt: skip
    assert sum(found.reply_minutes.values()) == replied[0][0]
    assert found.load.arrivals == found.opened - found.by_lane["spam"]


def assert_agree(unit: Unit, period: Period) -> None:
    """Hold every figure of a period against what plain SQL says."""
    assert_requests_agree(unit, period)
    assert_objections_agree(unit, period)
    assert_questions_agree(unit, period)
    assert_desk_agrees(unit, period)
