"""What the staff's Telegram groups are told: numbers, tickets, links; never a citizen's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from knowledge.escalation import alarm_figures as figures
from office import hours, regional, staff_chats
from office.outbox import Kind, Notice
from office.people import Permission
from office.service_hours import ServiceHours
from office.staff_chats import Connected, Purpose
from office.unit import Unit

EVERY = timedelta(minutes=5)  # at most one message, but for what is urgent
# A digest that could not be sent in the morning is still worth reading before the day is over.
DIGEST_FROM, DIGEST_UNTIL = time(7, 45), time(15)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Duties:
    """The register's part of a digest: due today, late, and parts and nearest date by office."""

    due_today: int = 0
    late: int = 0
    parts: Mapping[int, tuple[int, date]] | None = None


def run(unit: Unit, duties: Callable[[Unit], Duties]) -> int:
    """Tell the groups what they should know now; return how many messages that took.

    Nothing is scheduled: what happened since a group was told last is one message, however
    long ago that was.
    """
    unit.require(Permission.KEEP_TIME)
    desks = staff_chats.at_work(unit, Purpose.DESK)
    offices = staff_chats.at_work(unit, Purpose.OPD)
    if not desks and not offices:
        return 0
    service = hours.at(unit)
    due = [chat for chat in (*desks, *offices) if _is_digest_due(unit, service, chat)]
    told = _digests(unit, service, due, duties) if due else 0
    return told + sum(_alarm(unit, service, chat) for chat in desks if chat not in due)


def _alarm(unit: Unit, service: ServiceHours, chat: Connected) -> bool:
    urgent = figures.urgent(unit, chat.number)
    is_time = service.is_open(unit.now) and unit.now - chat.told_until >= EVERY
    if not urgent and not is_time:
        return False
    # While one has not left another would pile up; what comes meanwhile is told with the next.
    if staff_chats.waits(unit, chat.chat_id):
        return False
    found = figures.since(unit, service, chat.told_until)
    if not urgent and not found:
        return False
    facts = {
        "urgent": _named([one.case for one in urgent]),
        "new": found.new,
        "nearly": _named(found.nearly),
        "late": _named(found.late),
        "undelivered": found.undelivered,
        "waiting": figures.queued(unit),
    }
    _post(unit, chat, "group_alarm", f"alarm:{chat.number}:{unit.now:%Y%m%d%H%M%S%f}", facts)
    staff_chats.told(unit, chat.number)
    figures.note_urgent(unit, chat.number, urgent)
    return True


def _named(cases: Sequence[figures.Case]) -> dict[str, Any]:
    """Return how many there are, and the first of them by their tickets."""
    return {"count": len(cases), "cases": [asdict(case) for case in cases[:_NAMED]]}


def _is_digest_due(unit: Unit, service: ServiceHours, chat: Connected) -> bool:
    local = unit.now.astimezone(unit.zone)
    is_time = DIGEST_FROM <= local.time() < DIGEST_UNTIL and bool(service.spans(unit.today))
    return is_time and chat.digest_on != unit.today


def _digests(
    unit: Unit,
    service: ServiceHours,
    due: Sequence[Connected],
    duties: Callable[[Unit], Duties],
) -> int:
    law = duties(unit)
    names = {one.number: one.name for one in regional.every(unit)}
    told = 0
    for chat in due:
        if chat.purpose is Purpose.DESK:
            key, facts = "group_digest", _desk_facts(unit, service, law)
        else:
            key, facts = "group_office", _office_facts(unit, chat.regional_office or 0, names, law)
        if facts:
            _post(unit, chat, key, f"digest:{chat.number}:{unit.today}", facts)
            told += 1
        # Also where there was nothing to say: it is one digest a day, at its hour.
        staff_chats.told(unit, chat.number, digest=unit.today)
    return told


def _desk_facts(unit: Unit, service: ServiceHours, law: Duties) -> dict[str, Any]:
    found = figures.day(unit, service)
    return {
        **asdict(found),
        "day": unit.today.isoformat(),
        "law_today": law.due_today,
        "law_late": law.late,
    }


def _office_facts(unit: Unit, office: int, names: Mapping[int, str], law: Duties) -> dict[str, Any]:
    """Return what waits at a regional office, or nothing where nothing does."""
    if office not in names:
        return {}
    parts, nearest_part = (law.parts or {}).get(office, (0, None))
    questions, nearest_question = figures.asked_of(unit, office)
    nearest = [day for day in (nearest_part, nearest_question) if day is not None]
    if not nearest:
        return {}
    return {
        "office_name": names[office],
        "parts": parts,
        "questions": questions,
        "nearest": min(nearest).isoformat(),
        "is_late": min(nearest) < unit.today,
    }


def _post(unit: Unit, chat: Connected, key: str, once: str, facts: dict[str, Any]) -> None:
    unit.post(Notice(chat.chat_id, key, once, Kind.ALARM, facts))
