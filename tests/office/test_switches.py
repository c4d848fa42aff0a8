"""Closing and opening what the bot does by itself: with a reason, journaled, by few."""

import json

import pytest
from sqlalchemy import select

from office import switches
from office.journal import journal
from office.people import StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.switches import Function
from office.unit import Office
from tests.people import CLOCKWORK, MONDAY_MORNING

WHY = "Jawaban tentang bansos keliru, sedang diperiksa"
WORDS = {"id": "Jawaban otomatis sedang kami periksa dulu.", "jv": "  "}


def test_everything_is_open_until_somebody_closes_it(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        assert [(row.function, row.closed, row.version) for row in switches.every(unit)] == [
            (Function.ANSWERS, False, 0),
            (Function.FILING, False, 0),
            (Function.BROADCAST, False, 0),
        ]
        assert switches.closed(unit) == {}
        assert not switches.is_closed(unit, Function.BROADCAST)


def test_a_closed_function_says_who_since_when_why_and_what_citizens_read(
    office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        switches.close(unit, Function.ANSWERS, reason=WHY, words=WORDS, seen=0)
    with office.reading(CLOCKWORK) as unit:
        row = switches.every(unit)[0]
        assert switches.closed(unit) == {Function.ANSWERS: {"id": WORDS["id"]}}
        assert switches.is_closed(unit, Function.ANSWERS)
        assert not switches.is_closed(unit, Function.FILING)
    assert row.closed
    assert (row.actor, row.since, row.reason) == (pak_budi.label, MONDAY_MORNING, WHY)
    assert row.words == {"id": WORDS["id"]}


def test_opening_takes_a_reason_too_and_both_are_in_the_journal(
    office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        switches.close(unit, Function.ANSWERS, reason=WHY, words=WORDS, seen=0)
    with office.unit(pak_budi) as unit:
        switches.reopen(unit, Function.ANSWERS, reason="Jawabannya sudah diperbaiki", seen=1)
    with office.reading(CLOCKWORK) as unit:
        assert switches.closed(unit) == {}
        acts = unit.session.execute(
            select(journal.c.act, journal.c.actor, journal.c.facts)
            .where(journal.c.act.like("switch.%"))
            .order_by(journal.c.id)
        ).all()
    assert [(row.act, row.actor) for row in acts] == [
        ("switch.closed", pak_budi.label),
        ("switch.opened", pak_budi.label),
    ]
    facts = [json.loads(row.facts) for row in acts]
    assert facts[0]["old"] == {"closed": False, "version": 0}
    assert facts[0]["new"] == {"closed": True, "languages": ["id"], "version": 1}
    assert facts[1]["new"]["closed"] is False


@pytest.mark.parametrize(
    ("reason", "words", "field", "code"),
    [
        ("singkat", {}, "reason", "too_short"),
        ("x" * 501, {}, "reason", "too_long"),
        (WHY, {"id": "Tutup."}, "words", "too_short"),
        (WHY, {"en": "x" * 601}, "words", "too_long"),
    ],
)
def test_a_reason_and_words_keep_within_bounds(
    office: Office, pak_budi: StaffMember, reason: str, words: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        switches.close(unit, Function.FILING, reason=reason, words=words, seen=0)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_of_two_who_close_at_once_one_is_told(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        switches.close(unit, Function.FILING, reason=WHY, words={}, seen=0)
    for seen in (0, 1):
        with pytest.raises(NotNow), office.unit(bu_dewi) as unit:
            switches.close(unit, Function.FILING, reason=WHY, words={}, seen=seen)
    with pytest.raises(NotNow), office.unit(bu_dewi) as unit:
        switches.reopen(unit, Function.FILING, reason=WHY, seen=0)


def test_few_may_move_a_switch(office: Office, pak_agus: StaffMember) -> None:
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        switches.close(unit, Function.BROADCAST, reason=WHY, words={}, seen=0)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        switches.reopen(unit, Function.BROADCAST, reason=WHY, seen=0)
