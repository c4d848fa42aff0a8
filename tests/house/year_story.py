"""What happened to the cases of an invented year, day by day, and the words that find them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from office.people import Citizen, Clockwork, StaffMember
from register import search
from register.search import Words
from register.words import Status

Line = dict[str, Any]
# A day it fell on, the event, whether the applicant did it, and the note that goes with it.
Happening = tuple[date | None, str, bool, str | None]

_MORNING = time(8)
_FOUND_BY = {
    search.REQUESTS: ("information_detail", "registration_number", "missing", "extension_reason"),
    search.OBJECTIONS: ("objection_number", "information_detail", "case_facts"),
}


def of_requests(rows: Iterable[Line], officer: StaffMember, zone: ZoneInfo) -> Iterator[Line]:
    """Yield the story of each request, as its own columns tell it."""
    for row in rows:
        refused = row["refusal_ground"] is not None
        yield from _story("request_id", row, officer, zone, (
            (row["received_date"], "submitted", True, None),
            (row["incomplete_date"], "found_incomplete", False, row["missing"]),
            (row["repaired_date"], "repaired", True, None),
            (row["complete_date"], "taken_up", False, None),
            (row["extended_on"], "extended", False, row["extension_reason"]),
            (_proposed(row), "refusal_proposed", False, None),
            (row["notice_date"], "refused" if refused else "granted", False, None),
            (row["provided_date"], "provided", False, row["provided_how"]),
            (row["closed_on"], _end(row), True, None),
        ))  # fmt: skip


def of_objections(rows: Iterable[Line], officer: StaffMember, zone: ZoneInfo) -> Iterator[Line]:
    """Yield the story of each objection; who got an answer was content with it."""
    for row in rows:
        yield from _story("objection_id", row, officer, zone, (
            (row["received_date"], "objected", True, None),
            (row["response_date"], "answered", False, None),
            (row["response_date"], "accepted", True, None),
        ))  # fmt: skip


def words(rows: Iterable[Line], within: Words) -> Iterator[Line]:
    """Yield the words that cases are found by."""
    for row in rows:
        texts = (row[name] for name in _FOUND_BY[within])
        for word in search.words(" ".join(text for text in texts if text)):
            yield {within.word.name: word, within.number.name: row["id"]}


def _proposed(row: Line) -> date | None:
    return row["complete_date"] if row["status"] == Status.REFUSAL_PROPOSED else None


def _end(row: Line) -> str:
    ends = {Status.WITHDRAWN: "withdrawn", Status.LAPSED: "lapsed"}
    return ends.get(row["status"], "confirmed")


def _story(
    case: str, row: Line, officer: StaffMember, zone: ZoneInfo, happened: Sequence[Happening]
) -> Iterator[Line]:
    applicant = Citizen(row["person"]) if row["person"] else officer
    for day, event, by_applicant, note in happened:
        if day is None:
            continue
        actor = Clockwork() if event == "lapsed" else applicant if by_applicant else officer
        yield {
            case: row["id"], "effective_on": day, "event": event, "once": None,
            "at": max(row["received_at"], datetime.combine(day, _MORNING, zone)),
            "actor": actor.label, "note": note or "",
        }  # fmt: skip
