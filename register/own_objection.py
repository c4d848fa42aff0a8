"""Read side: a citizen's own objection as its owner sees it, and what may be done today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from office.people import Citizen, Permission
from office.refusals import NotFound, NotNow, Refusal
from office.unit import Unit
from register import cases, objection_book, objection_moves, papers, survey
from register.objection_steps import OBJECTION, ObjectionStep
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.own_case import Moment, days_left, since, told
from register.remedies import Remedy


class ObjectionWay(StrEnum):
    """Something an owner may do about an objection; also what its button is called."""

    COUNTING = "counting"
    RECEIPT = "receipt"
    ACCEPT = "accept"
    CONTEST = "contest"
    NEXT = "next"
    BUNDLE = "bundle"
    WITHDRAW = "withdraw"
    SURVEY = "survey"


_STEPS = {
    ObjectionWay.ACCEPT: ObjectionStep.ACCEPT,
    ObjectionWay.CONTEST: ObjectionStep.CONTEST,
    ObjectionWay.WITHDRAW: ObjectionStep.WITHDRAW,
}


@dataclass(frozen=True, slots=True)
class OwnObjection:
    """An objection as its owner sees it; `dispute` is the open way to the Komisi Informasi."""

    id: int
    number: str
    request_id: int | None
    facts: dict[str, Any]
    story: list[Moment]
    ways: frozenset[ObjectionWay]
    dispute: Remedy | None
    receipt: int | None
    days_left: int | None
    since: date


def objection(unit: Unit, number: int) -> OwnObjection:
    """Return one of the acting citizen's objections; raise `NotFound` for anybody else's."""
    row = _own(unit, number)
    dispute = cases.dispute_of(unit, row)
    letters = papers.of_case(unit, request_id=None, objections=[number])
    story = told(objection_book.story(unit, number), "citizen_objection_event")
    waits = row.status == ObjectionStatus.RECORDED
    return OwnObjection(
        id=row.id,
        number=row.objection_number,
        request_id=row.request_id,
        facts=objection_moves.facts(unit, row),
        story=story,
        ways=_ways(unit, row, dispute),
        dispute=dispute,
        receipt=next((one.id for one in letters if one.kind == "objection_receipt"), None),
        days_left=days_left(unit, row.response_due) if waits else None,
        # The first event of an objection is its own beginning, whatever it is called elsewhere.
        since=since(story[1:], row.received_date),
    )


def _own(unit: Unit, number: int) -> Objection:
    unit.require(Permission.FILE_REQUEST)
    row = unit.session.get(Objection, number, populate_existing=True)
    if row is None or unit.actor != Citizen(row.person or 0):
        raise NotFound("objection_unknown")
    return row


def _ways(unit: Unit, row: Objection, dispute: Remedy | None) -> frozenset[ObjectionWay]:
    possible = objection_moves.possible(unit, row)
    found = {
        ObjectionWay.COUNTING: True,
        ObjectionWay.RECEIPT: True,
        ObjectionWay.NEXT: dispute is not None,
        ObjectionWay.BUNDLE: row.request_id is not None,
        ObjectionWay.SURVEY: survey.open_to(unit, f"objection:{row.id}"),
        **{way: step in possible for way, step in _STEPS.items()},
    }
    return frozenset(way for way, is_open in found.items() if is_open)


def why_not(unit: Unit, number: int, way: ObjectionWay) -> Refusal:
    """Return why something cannot be done about one's own objection now."""
    row = _own(unit, number)
    if way not in _STEPS:
        return NotNow(f"{way.value}_not_now")
    try:
        OBJECTION.target(_STEPS[way], ObjectionStatus(row.status))
    except Refusal as refused:
        return refused
    return NotNow("version_moved", status=row.status)
