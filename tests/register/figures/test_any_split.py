"""However a period is split, and whatever happened meanwhile, the parts add up to the whole."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.figures import reading as talk
from knowledge.figures import tally as talk_tally
from knowledge.figures import upkeep as talk_upkeep
from knowledge.questions import asker_of, follow_up
from knowledge.tables import questions
from office import daily
from office.clock import StandingClock
from office.periods import Period
from office.unit import Office, Unit
from office.vault import Vault
from register import requests
from register.figures import reading, slices, tally, upkeep
from register.figures.words import Dimension
from register.objection_tables import Objection
from register.tables import Part, Request
from register.words import Channel, RefusalGround, Status
from tests.databases import Copies, office_on
from tests.house.by_hand import assert_agree, kept
from tests.house.year import fill
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING, a_form

LAST = date(2026, 11, 23)
DAYS, REQUESTS, QUESTIONS = 100, 150, 700
FIRST = LAST - timedelta(days=DAYS - 1)
days = st.dates(FIRST - timedelta(days=20), LAST + timedelta(days=3))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
a_part = st.integers(0, REQUESTS - 1)


@pytest.fixture(scope="module")
def filled(copies: Copies, vault: Vault, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred days of an office; half of the days are kept already."""
    place = tmp_path_factory.mktemp("figures")
    office = office_on(copies.sqlite(place), vault)
    fill(office, questions=QUESTIONS, requests=REQUESTS, days=DAYS)
    with office.unit(CLOCKWORK) as unit:
        rows = [_question_of_sari(unit, step) for step in range(DAYS)]
        unit.session.execute(insert(questions), rows)
    kept(office)
    office.engine.dispose()
    return place / "pendopo.db"


def _question_of_sari(unit: Unit, step: int) -> dict[str, Any]:
    return {
        "key": f"sari-{step}", "at": MONDAY_MORNING - timedelta(days=step),
        "asker": asker_of(unit, BU_SARI.person), "text": "jam buka", "route": "question",
        "band": "jawab", "slug": "jam-layanan", "confidence": 0.9, "considered": "[]",
        "follow_up": None, "edition": None, "language": "id", "milliseconds": 3.0,
    }  # fmt: skip


@pytest.fixture
def site(filled: Path, tmp_path: Path, vault: Vault) -> Iterator[Office]:
    shutil.copy(filled, tmp_path / "pendopo.db")
    office = office_on(f"sqlite:///{tmp_path / 'pendopo.db'}", vault)
    yield office
    office.engine.dispose()


def split(period: Period, cuts: list[date]) -> list[Period]:
    """Return a period cut before each of some days."""
    ends = sorted({cut for cut in cuts if period.since < cut <= period.until})
    begins = [period.since, *ends]
    lasts = [*(end - timedelta(days=1) for end in ends), period.until]
    return [Period(one, other) for one, other in zip(begins, lasts, strict=True)]


def summed(parts: list[Any]) -> Counter[Any]:
    whole: Counter[Any] = Counter()
    for part in parts:
        whole.update(part)
    return whole


usual = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@usual
@given(period=periods, cuts=st.lists(days, max_size=6))
def test_any_split_of_a_period_adds_up_to_the_whole(
    site: Office, period: Period, cuts: list[date]
) -> None:
    with site.reading(CLOCKWORK) as unit:
        whole = reading.requests(unit, period)
        parts = [reading.requests(unit, one) for one in split(period, cuts)]
        for dimension in Dimension:
            assert summed([part.by[dimension] for part in parts]) == Counter(whole.by[dimension])
            if dimension.adds_up:
                assert sum(whole.by[dimension].values()) == whole.total
        assert summed([part.per_day for part in parts]) == whole.per_day
        assert summed([part.working_days for part in parts]) == whole.working_days
        objected = reading.objections(unit, period)
        others = [reading.objections(unit, one) for one in split(period, cuts)]
        for kind, counts in objected.by.items():
            assert summed([part.by[kind] for part in others]) == Counter(counts)
            assert not kind.adds_up or sum(counts.values()) == objected.total
        asked = talk.questions(unit, period)
        again = [talk.questions(unit, one) for one in split(period, cuts)]
        for name in ("band", "route", "entry", "follow_up", "language", "hour"):
            parts_of = [getattr(part, f"by_{name}") for part in again]
            assert summed(parts_of) == Counter(getattr(asked, f"by_{name}"))


@usual
@given(period=periods)
def test_the_rows_behind_a_figure_are_as_many_as_it_says(site: Office, period: Period) -> None:
    with site.reading(CLOCKWORK) as unit:
        figures = reading.requests(unit, period)
        for dimension in slices.PARAMETERS:
            for value, count in figures.by[dimension].items():
                behind = slices.conditions(unit, {dimension: value}, period)
                assert unit.session.query(Request.id).where(*behind).count() == count


changes = st.one_of(
    st.tuples(st.just("decide"), a_part), st.tuples(st.just("extend"), a_part),
    st.tuples(st.just("withdraw"), a_part), st.tuples(st.just("part"), a_part),
    st.tuples(st.just("file"), a_part), st.tuples(st.just("answer"), a_part),
    st.tuples(st.just("press"), st.integers(0, DAYS - 1)), st.tuples(st.just("end"), a_part),
    st.tuples(st.just("say"), a_part), st.tuples(st.just("keep"), st.integers(1, 5)),
    st.tuples(st.just("sleep"), st.integers(1, 40)),
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(changes, min_size=1, max_size=12), period=periods)
def test_whatever_happens_kept_and_live_figures_say_what_plain_sql_says(
    filled: Path, tmp_path: Path, vault: Vault, story: list[tuple[str, int]], period: Period
) -> None:
    shutil.copy(filled, tmp_path / "story.db")
    office = office_on(f"sqlite:///{tmp_path / 'story.db'}", vault)
    try:
        for place, (what, which) in enumerate(story):
            happen(office, what, which, place)
        with office.reading(CLOCKWORK) as unit:
            for one in (period, Period.year(2026)):
                assert_agree(unit, one)
                for series in (*tally.EVERY, *talk_tally.EVERY):
                    live = daily.merged(series.count(unit, one).values())
                    assert daily.between(unit, series, one) == live, series.name
    finally:
        office.engine.dispose()


def happen(office: Office, what: str, which: int, place: int) -> None:
    """Let one thing happen to a case, or let the clockwork keep figures, or time pass."""
    if what == "sleep":
        assert isinstance(office.clock, StandingClock)
        office.clock.advance(timedelta(hours=which))
        return
    with office.unit(BU_SARI if what in {"file", "press"} else CLOCKWORK) as unit:
        if what == "keep":
            upkeep.refresh(unit)
            talk_upkeep.refresh(unit)
        elif what == "file":
            requests.submit(unit, a_form(), draft_key=f"story-{place}")
        elif what == "press":
            follow_up(unit, f"sari-{which}", "helped" if place % 2 else "not_this")
        else:
            _CASES[what](unit, which)


def _decide(unit: Unit, which: int) -> None:
    request = unit.session.get_one(Request, which + 1)
    request.notice_date, request.notice_days = unit.today, which % 30
    ground = list(RefusalGround)[which % len(RefusalGround)]
    request.refusal_ground, request.decision = ground, ground.decision
    request.status, request.channel = Status.REFUSED, list(Channel)[which % len(Channel)]


def _extend(unit: Unit, which: int) -> None:
    request = unit.session.get_one(Request, which + 1)
    request.extended_on = unit.today
    request.strict_due = request.perki_due = unit.today + timedelta(days=which % 9)


def _withdraw(unit: Unit, which: int) -> None:
    request = unit.session.get_one(Request, which + 1)
    request.status, request.decision = Status.WITHDRAWN, "withdrawn"


def _part(unit: Unit, which: int) -> None:
    found = unit.session.query(Part).where(Part.request_id == which + 1).first()
    if found is not None and which % 2:
        found.regional_office = 1 + which % 5
        return
    unit.session.add(
        Part(
            request_id=which + 1, ordinal=9 if found else 8, description="Bagian dinas",
            regional_office=1 + which % 5, status="assigned", due=unit.today, version=1,
        )
    )  # fmt: skip
    if found is not None:
        unit.session.delete(found)


def _answer(unit: Unit, which: int) -> None:
    objection = unit.session.query(Objection).offset(which % 5).first()
    if objection is not None:
        objection.response_date, objection.response_days = unit.today, which
        objection.status, objection.grounds = "answered", "bg"


def _end(unit: Unit, which: int) -> None:
    talked = unit.session.query(Escalation).offset(which % 30).first()
    if talked is not None:
        talked.status, talked.outcome, talked.lane = "closed", "left", "spam"
        talked.first_reply_at = talked.opened_at + timedelta(minutes=which)
        talked.handled_seconds += which


def _say(unit: Unit, which: int) -> None:
    line = EscalationLine(
        escalation_id=1 + which % 30, at=unit.now - timedelta(days=which % 50), author="staff",
        staff_id=1, sealed_text=b"-",
    )  # fmt: skip
    unit.session.add(line)


_CASES = {
    "decide": _decide, "extend": _extend, "withdraw": _withdraw, "part": _part,
    "answer": _answer, "end": _end, "say": _say,
}  # fmt: skip
