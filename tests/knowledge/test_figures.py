"""Figures of questions and of the desk, as acts move them day by day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from knowledge import judging, questions, retention
from knowledge.figures import definitions, reading, tally, upkeep
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band
from office import daily
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.periods import Period
from office.refusals import NotAllowed
from office.unit import Office, Unit
from tests.knowledge.escalation.desk import claim, close, open_one, read, reply
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

NOVEMBER = Period.month(2026, 11)


def ask(office: Office, key: str, band: Band, *slugs: str) -> None:
    hits = tuple(Hit(slug, 0.9, slug, ()) for slug in slugs)
    with office.unit(BU_SARI) as unit:
        questions.log(unit, key=key, text="jam buka", route="question", verdict=Verdict(band, hits))


def figures(office: Office) -> reading.QuestionFigures:
    with office.reading(CLOCKWORK) as unit:
        return reading.questions(unit, NOVEMBER)


def keep(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        return upkeep.refresh(unit)


@pytest.fixture
def asked(office: Office) -> Office:
    """Yesterday's questions, kept already."""
    ask(office, "one", Band.ANSWER, "jam-layanan")
    ask(office, "two", Band.CHOOSE, "ktp-hilang", "kk-baru")
    ask(office, "three", Band.UNKNOWN)
    assert isinstance(office.clock, StandingClock)
    office.clock.advance(timedelta(days=1))
    assert keep(office) == 1
    return office


def test_questions_are_told_apart_by_what_became_of_them(asked: Office) -> None:
    found = figures(asked)
    assert found.total == 3
    assert found.by_band == {"jawab": 1, "pilih": 1, "tidak_tahu": 1}
    assert found.by_entry == {"jam-layanan": 1}
    assert found.by_hour[9] == 3
    assert found.by_follow_up["none"] == 3
    assert found.escalated == 0


Act = Callable[[Unit], Any]


@pytest.mark.parametrize(
    ("act", "followed", "entry"),
    [
        (lambda unit: questions.follow_up(unit, "one", "helped"), "helped", "jam-layanan"),
        (lambda unit: judging.pick(unit, "two", "kk-baru"), "picked", "kk-baru"),
        (lambda unit: questions.follow_up(unit, "three", "staff"), "staff", "jam-layanan"),
    ],
)
def test_what_follows_a_day_later_is_seen_at_once_and_kept_anew(
    asked: Office, act: Act, followed: str, entry: str
) -> None:
    with asked.unit(BU_SARI) as unit:
        act(unit)
    assert figures(asked).by_follow_up[followed] == 1
    assert figures(asked).by_entry[entry] == 1
    assert keep(asked) == 1
    assert figures(asked).by_follow_up[followed] == 1
    assert keep(asked) == 0


def test_nobody_elses_question_moves_anything(asked: Office) -> None:
    with asked.unit(PAK_JOKO) as unit:
        questions.follow_up(unit, "one", "helped")
        judging.pick(unit, "two", "kk-baru")
    with asked.reading(CLOCKWORK) as unit:
        assert daily.marked(unit, tally.OF_QUESTIONS) == []


def test_what_was_said_goes_and_who_worked_that_day_is_still_counted(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office, BU_SARI, "Atap balai desa bocor")
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, "Sudah kami catat, Bu")
    close(office, pak_budi, number)
    assert isinstance(office.clock, StandingClock)
    office.clock.advance(timedelta(days=1))
    keep(office)
    with office.reading(CLOCKWORK) as unit:
        before = daily.between(unit, tally.OF_DESK, NOVEMBER)
    assert sum(before[tally.OFFICERS].values()) == 1
    with office.unit(CLOCKWORK) as unit:
        assert retention.pieces()["conversations"].erase(unit, unit.now) == 1
        daily.mark(unit, tally.OF_DESK.name, unit.today - timedelta(days=1))
    with office.reading(CLOCKWORK) as unit:
        assert daily.between(unit, tally.OF_DESK, NOVEMBER) == before
    said = [line.text for line in read(office, pak_budi, number).lines]
    assert set(said) == {retention.EMPTIED}


def test_who_may_not_read_questions_may_not_read_their_figures(office: Office) -> None:
    executor = StaffMember(1, "Lina", frozenset({Role.PPID_EXECUTOR}), 1)
    with office.reading(executor) as unit:
        with pytest.raises(NotAllowed):
            reading.questions(unit, NOVEMBER)
        with pytest.raises(NotAllowed):
            reading.desk(unit, NOVEMBER)


def test_of_an_empty_desk_there_is_no_median_and_no_load(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        found = reading.desk(unit, NOVEMBER)
    assert (found.opened, found.median_minutes, found.p90_minutes) == (0, None, None)
    assert found.kept_share is None
    assert found.load.load == 0


def test_every_definition_says_something() -> None:
    assert all(one.title and one.text.endswith(".") for one in definitions.every().values())
    assert definitions.definition("load").title == "Beban meja layanan"
