"""Read side: what remedies a request and its objections open, from the rows as they are."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from office import daysoff
from office.unit import Unit
from register import remedies
from register.objection_moves import grounds_of
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus, Reaction
from register.remedies import CaseFacts, ObjectionFacts, Remedy
from register.tables import Request
from register.words import Decision, Status


def objections_of(unit: Unit, request: Request) -> list[Objection]:
    """Return the objections about a request, oldest first."""
    query = select(Objection).where(Objection.request_id == request.id).order_by(Objection.id)
    return list(unit.session.scalars(query))


def facts(request: Request, objections: Sequence[Objection]) -> CaseFacts:
    """Return what remedies depend on."""
    return CaseFacts(
        status=Status(request.status),
        received=request.received_date,
        notice_due=request.notice_due,
        fix_due=request.fix_due,
        letter_arrived=request.incomplete_received is not None,
        decision=Decision(request.decision) if request.decision else None,
        notice_date=request.notice_date,
        last_notice=request.last_notice,
        provide_due=request.provide_due,
        provided_date=request.provided_date,
        closed_on=request.closed_on,
        fee_total=request.fee_total,
        objection_until=request.objection_until,
        objections=tuple(objection_facts(row) for row in objections),
    )


def objection_facts(row: Objection) -> ObjectionFacts:
    """Return what remedies depend on about one objection."""
    return ObjectionFacts(
        grounds=frozenset(grounds_of(row)),
        received=row.received_date,
        status=ObjectionStatus(row.status),
        response_due=row.response_due,
        response_date=row.response_date,
        reaction=Reaction(row.applicant_reaction) if row.applicant_reaction else None,
        dispute_until=row.dispute_until,
    )


def open_remedies(unit: Unit, request: Request, on: date | None = None) -> list[Remedy]:
    """Return the steps that are lawful on a day, today unless another is named."""
    day = on or unit.today
    calendar = daysoff.calendar(unit, request.received_date)
    return remedies.remedies(facts(request, objections_of(unit, request)), day, calendar)


def windows(unit: Unit, request: Request, day: date) -> list[Remedy]:
    """Return the grounds a request gives with their last days, lapsed ones as well."""
    calendar = daysoff.calendar(unit, request.received_date)
    return remedies.objection_windows(facts(request, []), day, calendar)


def dispute_of(unit: Unit, objection: Objection, on: date | None = None) -> Remedy | None:
    """Return the way to the Komisi Informasi that an objection opens on a day, or None."""
    calendar = daysoff.calendar(unit, objection.received_date)
    return remedies.dispute(objection_facts(objection), on or unit.today, calendar)
