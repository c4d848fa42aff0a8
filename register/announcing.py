"""What other offices' programs are told of cases: number, public status and dates, nothing else."""

from enum import StrEnum

from office import webhooks
from office.unit import Unit
from office.webhooks import Event
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.tables import Request
from register.words import Status


class CaseKind(StrEnum):
    """Which of the two books a case stands in."""

    REQUEST = "request"
    OBJECTION = "objection"


def request_created(unit: Unit, request: Request) -> None:
    """Tell that a request was entered in the register."""
    _created(
        unit, CaseKind.REQUEST, request.registration_number,
        status=_public(Status(request.status)), received=request.received_date,
        due=request.notice_due,
    )  # fmt: skip


def objection_created(unit: Unit, objection: Objection) -> None:
    """Tell that an objection was entered in its register."""
    _created(
        unit, CaseKind.OBJECTION, objection.objection_number,
        status=objection.status, received=objection.received_date, due=objection.response_due,
    )  # fmt: skip


def _created(unit: Unit, kind: CaseKind, number: str, **facts: webhooks.Fact) -> None:
    webhooks.announce(unit, Event.CASE_CREATED, number, {"kind": kind, **facts})


def request_moved(unit: Unit, number: str, before: Status, after: Status) -> None:
    """Tell that a request stands elsewhere now, as far as the open register shows it."""
    _moved(unit, CaseKind.REQUEST, number, _public(before), _public(after))


def objection_moved(
    unit: Unit, number: str, before: ObjectionStatus, after: ObjectionStatus
) -> None:
    """Tell that an objection stands elsewhere now."""
    _moved(unit, CaseKind.OBJECTION, number, before, after)


def _moved(unit: Unit, kind: CaseKind, number: str, before: str, after: str) -> None:
    if before != after:
        facts: dict[str, webhooks.Fact] = {"kind": kind, "before": before, "status": after}
        facts["on"] = unit.today
        webhooks.announce(unit, Event.CASE_STATUS_CHANGED, number, facts)


def _public(status: Status) -> Status:
    # That somebody means to refuse is no decision yet.
    return Status.IN_PROCESS if status is Status.REFUSAL_PROPOSED else status
