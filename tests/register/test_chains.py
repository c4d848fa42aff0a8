"""The worked chains of the law, driven through the desk on its own dates; stored and offered."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from register import cases, completeness, decisions, requests
from register.objection_words import Ground
from register.remedies import RemedyKind
from register.tables import Request
from register.words import Channel, ExtensionGround, Status
from tests.people import BU_SARI, CLOCKWORK, a_form
from tests.register.desk import MISSING, NOT_DOCUMENTED, REASON, Desk

_FIXTURES = json.loads(Path(__file__).with_name("fixtures.json").read_text(encoding="utf-8"))
CHAINS: dict[str, dict[str, Any]] = {chain["id"]: chain for chain in _FIXTURES["chains"]}


def day(chain: str, name: str) -> date:
    return date.fromisoformat(CHAINS[chain][name])


def offered(desk: Desk, number: int) -> list[tuple[RemedyKind, Ground | None, date]]:
    with desk.office.reading(CLOCKWORK) as unit:
        found = cases.open_remedies(unit, unit.session.get_one(Request, number))
        return [(row.kind, row.ground, row.until) for row in found]


def test_s1_an_incomplete_request_that_is_repaired_runs_anew(desk: Desk) -> None:
    desk.at(day("S1", "received"), 14)
    number = desk.filed()
    filed = desk.request(number)
    assert filed.check_due == day("S1", "completeness_check_due")
    assert filed.notice_due == day("S1", "notice_due_from_received")
    desk.deliver()
    desk.at(day("S1", "incomplete_letter_received"))
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    assert "request_incomplete" in desk.deliver()
    desk.sweep()
    waiting = desk.request(number)
    assert waiting.incomplete_received == day("S1", "incomplete_letter_received")
    assert waiting.fix_due == day("S1", "fix_due")
    assert offered(desk, number) == [(RemedyKind.REPAIR, None, day("S1", "fix_due"))]
    desk.at(day("S1", "fixed"), 23, 59)
    desk.by(BU_SARI, completeness.repair, number, text="Surat kuasa menyusul di sini.")
    repaired = desk.request(number)
    assert repaired.status == Status.REGISTERED
    assert repaired.complete_date == day("S1", "fixed")
    assert repaired.notice_due == day("S1", "notice_due_from_complete")
    desk.at(day("S1", "notice_due_from_complete"))
    desk.by(desk.budi, requests.take_up, number)
    assert desk.request(number).complete_date == day("S1", "fixed")
    due = desk.by(
        desk.budi, decisions.extend, number, ground=ExtensionGround.NOT_YET_HELD, reason=REASON
    )
    assert due == desk.request(number).notice_due == day("S1", "extended_from_complete")


def test_s1_a_letter_that_is_never_answered_lapses_after_its_days(desk: Desk) -> None:
    desk.at(day("S1", "received"))
    number = desk.filed()
    desk.at(day("S1", "incomplete_letter_received"))
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    desk.deliver()
    desk.at(day("S1", "fix_due"), 19)
    desk.sweep()
    assert desk.request(number).status == Status.INCOMPLETE
    desk.at("2026-03-28")
    desk.sweep()
    lapsed = desk.request(number)
    assert (lapsed.status, lapsed.decision) == (Status.LAPSED, "lapsed_incomplete")
    assert lapsed.register_note
    assert offered(desk, number) == [
        (RemedyKind.OBJECT, Ground.REQUEST_NOT_FULFILLED, lapsed.objection_until)
    ]


def test_s2_silence_an_objection_and_silence_again(desk: Desk) -> None:
    desk.at(day("S2", "received"))
    number = desk.filed()
    assert desk.request(number).notice_due == day("S2", "notice_due")
    desk.at(day("S2", "notice_due"), 23, 59)
    assert offered(desk, number) == []
    silent = (RemedyKind.OBJECT, Ground.REQUEST_NOT_ANSWERED, day("S2", "objection_open_until"))
    desk.at("2026-08-19")
    assert offered(desk, number) == [silent]
    desk.at(day("S2", "objection_filed"))
    desk.sweep()
    assert ("late", date(2026, 8, 19)) in desk.story(number)
    objection = desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    assert desk.objection(objection).response_due == day("S2", "objection_response_due")
    assert not desk.objection(objection).past_window
    assert offered(desk, number) == []
    desk.at(day("S2", "objection_response_due"), 23, 59)
    assert offered(desk, number) == []
    desk.at("2026-10-13")
    dispute = (RemedyKind.DISPUTE, None, day("S2", "dispute_open_until_if_silent"))
    assert offered(desk, number) == [dispute]
    desk.sweep()
    assert desk.objection_story(objection)[-2:] == [
        ("late", date(2026, 10, 13)),
        ("told_late", date(2026, 10, 13)),
    ]
    desk.at(day("S2", "dispute_open_until_if_silent"), 23, 59)
    assert offered(desk, number) == [dispute]
    desk.at("2026-10-31", 0, 0)
    assert offered(desk, number) == []


def test_s2_the_way_to_object_stays_open_to_its_last_minute(desk: Desk) -> None:
    desk.at(day("S2", "received"))
    first, second = desk.filed(), desk.filed()
    desk.at(day("S2", "objection_open_until"), 23, 59)
    assert len(offered(desk, first)) == 1
    in_time = desk.objected(first, Ground.REQUEST_NOT_ANSWERED)
    desk.at("2026-10-01", 0, 0)
    assert offered(desk, second) == []
    late = desk.objected(second, Ground.REQUEST_NOT_ANSWERED)
    assert not desk.objection(in_time).past_window
    assert desk.objection(late).past_window


def test_s3_a_request_extended_once_and_refused_on_its_last_day(desk: Desk) -> None:
    desk.at(day("S3", "received"))
    number = desk.filed()
    assert desk.request(number).notice_due == day("S3", "notice_due")
    desk.at(day("S3", "notice_due"), 23, 59)
    due = desk.by(
        desk.budi, decisions.extend, number, ground=ExtensionGround.STATUS_UNDECIDED, reason=REASON
    )
    assert due == day("S3", "extended_notice_due")
    desk.at(day("S3", "refusal_received"), 23, 59)
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    refused = desk.request(number)
    assert refused.objection_until == day("S3", "objection_open_until")
    assert offered(desk, number) == [
        (RemedyKind.OBJECT, Ground.REQUEST_NOT_FULFILLED, day("S3", "objection_open_until"))
    ]
    desk.at(day("S3", "objection_open_until"), 23, 59)
    desk.sweep()
    assert desk.request(number).status == Status.REFUSED
    desk.at("2026-07-11", 7, 59)
    desk.sweep()
    assert desk.request(number).status == Status.REFUSED, "nobody is told of an end at night"
    desk.at("2026-07-11", 8, 0)
    desk.sweep()
    assert desk.request(number).status == Status.CLOSED
    assert ("late", date(2026, 5, 26)) not in desk.story(number)


def test_a_request_at_the_counter_runs_from_the_day_it_truly_came(desk: Desk) -> None:
    desk.at("2026-08-10")
    receipt = desk.by(
        desk.budi, requests.enter, a_form(),
        draft_key="loket-1", channel=Channel.WALK_IN, received=day("S2", "received"),
    )  # fmt: skip
    assert receipt.received_date == day("S2", "received")
    assert desk.request(receipt.number).notice_due == day("S2", "notice_due")
