"""Read side: the lines of both registers for a range of days, read in small portions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from office import staff
from office.masking import mask
from office.people import Permission
from office.unit import Unit
from register import objection_moves
from register.dossier import masked
from register.identities import Case, unsealed
from register.intake import Identity
from register.labels import label
from register.objection_tables import Objection, ObjectionEvent
from register.privacy import mask_number
from register.rights_guard import may_see
from register.sheets.lines import ObjectionLine, RequestLine
from register.tables import Request, RequestEvent, RequestFile
from register.words import AccessMode, FileRole

_PORTION = 500


@dataclass(frozen=True, slots=True)
class Range:
    """Which days of receipt, both included, and whether people stay unnamed."""

    since: date
    until: date
    nameless: bool = True
    with_numbers: bool = False


def count_requests(unit: Unit, span: Range) -> int:
    """Return how many requests a range holds."""
    query = (
        select(func.count())
        .select_from(Request)
        .where(Request.received_date.between(span.since, span.until))
    )
    return unit.session.scalar(query) or 0


def count_objections(unit: Unit, span: Range) -> int:
    """Return how many objections a range holds."""
    query = (
        select(func.count())
        .select_from(Objection)
        .where(Objection.received_date.between(span.since, span.until))
    )
    return unit.session.scalar(query) or 0


def requests(unit: Unit, span: Range) -> Iterator[RequestLine]:
    """Yield the requests received in a range, by number; who may see names is asked first."""
    _permit(unit, span)
    # The order is found once and for all: looked for with every portion, it would cost more with
    # each year.
    numbers = unit.session.scalars(
        select(Request.id)
        .where(Request.received_date.between(span.since, span.until))
        .order_by(Request.year, Request.sequence)
    ).all()
    for begin in range(0, len(numbers), _PORTION):
        portion = numbers[begin : begin + _PORTION]
        rows = unit.session.scalars(
            select(Request).where(Request.id.in_(portion)).order_by(Request.year, Request.sequence)
        ).all()
        proxies = _with_power_of_attorney(unit, portion)
        for row in rows:
            yield _request_line(unit, row, span, has_power=row.id in proxies)
        unit.session.expunge_all()


def _permit(unit: Unit, span: Range) -> None:
    unit.require(Permission.READ_REGISTER)
    if not span.nameless:
        unit.require(Permission.REVEAL_IDENTITY)


def _with_power_of_attorney(unit: Unit, numbers: Sequence[int]) -> set[int]:
    query = select(RequestFile.request_id).where(
        RequestFile.request_id.in_(numbers), RequestFile.role == FileRole.POWER_OF_ATTORNEY
    )
    return set(unit.session.scalars(query))


def _who(unit: Unit, case: Case, span: Range) -> Identity:
    identity = unsealed(unit, case)
    return identity if not span.nameless and may_see(unit, case) else masked(identity)


def _name(identity: Identity) -> str:
    if not identity.proxy_name:
        return identity.applicant_name
    return f"{identity.applicant_name} (kuasa: {identity.proxy_name})"


def _contact(identity: Identity) -> str:
    return ", ".join(part for part in (identity.phone, identity.email) if part)


def _request_line(unit: Unit, row: Request, span: Range, *, has_power: bool) -> RequestLine:
    identity = _who(unit, row, span)
    number = identity.national_id or identity.legal_entity_decree_no
    return RequestLine(
        registration_number=row.registration_number,
        received_date=row.received_date,
        applicant_name=_name(identity),
        identity_number=number if span.with_numbers and not span.nameless else mask_number(number),
        address=identity.address,
        contact=_contact(identity),
        occupation=row.occupation,
        has_power_of_attorney=has_power,
        information_detail=_text(row.information_detail, span),
        purpose_of_use=_text(row.purpose_of_use, span),
        under_control=row.under_control,
        holding_body=row.holding_body or "",
        not_documented=row.not_documented,
        held_soft=row.held_soft,
        held_hard=row.held_hard,
        wants_view=row.access_mode == AccessMode.VIEW,
        wants_copy=row.access_mode == AccessMode.COPY,
        decision=row.decision,
        refusal_reason=_text(_refusal(row), span),
        notice_date=row.notice_date,
        provided_date=row.provided_date,
        fee_amount=row.fee_total if row.notice_date and row.provide_due else None,
        payment_method=label("payment_method", row.payment_method) if row.payment_method else "",
        register_note=row.register_note or "",
    )


def _joined(*parts: str | None) -> str:
    return ". ".join(part for part in parts if part)


def _text(text: str, span: Range) -> str:
    return mask(text) if span.nameless else text


def _refusal(row: Request) -> str:
    if not row.refusal_ground or not row.notice_date:
        return ""
    return f"{label('refusal_ground', row.refusal_ground)}. {row.refusal_reason or ''}".strip()


def objections(unit: Unit, span: Range) -> Iterator[ObjectionLine]:
    """Yield the objections received in a range, by number."""
    _permit(unit, span)
    names = staff.names(unit)
    rows = unit.session.scalars(
        select(Objection)
        .where(Objection.received_date.between(span.since, span.until))
        .order_by(Objection.year, Objection.sequence)
        .execution_options(yield_per=_PORTION)
    )
    for row in rows:
        yield _objection_line(unit, row, span, names)


def _objection_line(
    unit: Unit, row: Objection, span: Range, names: dict[int, str]
) -> ObjectionLine:
    identity = _who(unit, row, span)
    request = unit.session.get(Request, row.request_id) if row.request_id else None
    decider = names.get(row.decided_by or 0, "")
    reaction = label("reaction", row.applicant_reaction) if row.applicant_reaction else ""
    return ObjectionLine(
        objection_number=row.objection_number,
        received_date=row.received_date,
        applicant_name=_name(identity),
        address=identity.address,
        contact=_contact(identity),
        occupation=row.occupation,
        request_number=request.registration_number if request else "",
        information_detail=_text(row.information_detail, span),
        purpose_of_use=_text(row.purpose_of_use, span),
        grounds=frozenset(ground.letter for ground in objection_moves.grounds_of(row)),
        superior_decision=row.decision,
        response_date=row.response_date,
        superior_name_position=f"{decider}, Atasan PPID" if decider else "",
        applicant_reaction=_text(_joined(reaction, row.reaction_text), span),
        refusal_or_grant_reason=_text(row.reasons or "", span),
    )


def as_of(unit: Unit, span: Range) -> datetime:
    """Return when something in a range last happened, in the office's zone.

    A sheet is dated by it, so that the same entries give the same bytes.
    """
    newest = [
        unit.session.scalar(
            select(func.max(RequestEvent.at))
            .join(Request, Request.id == RequestEvent.request_id)
            .where(Request.received_date.between(span.since, span.until))
        ),
        unit.session.scalar(
            select(func.max(ObjectionEvent.at))
            .join(Objection, Objection.id == ObjectionEvent.objection_id)
            .where(Objection.received_date.between(span.since, span.until))
        ),
    ]
    happened = [at for at in newest if at is not None]
    if happened:
        return max(happened).astimezone(unit.zone)
    return datetime.combine(span.until, time(0), unit.zone)
