"""Who may still see an identity in full: nobody where it is gone, few where it is restricted."""

from sqlalchemy import ColumnElement, or_, select

from office.data_request_tables import DataRequest
from office.data_requests import About
from office.people import Permission
from office.refusals import NotAllowed, NotNow
from office.unit import Unit
from register.identities import Case, fingerprint, unsealed
from register.intake import Identity
from register.objection_tables import Objection
from register.retention_scrub import ERASED, is_erased
from register.rights_tables import RestrictedIdentity
from register.tables import Request


def is_restricted(unit: Unit, case: Case) -> bool:
    """Tell whether an identity is restricted."""
    return unit.session.get(RestrictedIdentity, case.tracking_code) is not None


def may_see(unit: Unit, case: Case) -> bool:
    """Tell whether the restriction of an identity, if there is one, lets the acting person pass."""
    return Permission.PROTECT_DATA in unit.actor.permissions or not is_restricted(unit, case)


def seen(unit: Unit, case: Case) -> Identity:
    """Return an identity in full to whoever may look at identities at all.

    Raises `NotNow` where its retention is over, and `NotAllowed` where it is restricted.
    """
    if not may_see(unit, case):
        raise NotAllowed("identity_restricted")
    identity = unsealed(unit, case)
    if is_erased(identity):
        raise NotNow("identity_erased")
    return identity


def is_erasure(unit: Unit, data_request: int | None) -> bool:
    """Tell whether a request about personal data asks for erasure."""
    row = unit.session.get(DataRequest, data_request) if data_request is not None else None
    return row is not None and row.kind == About.ERASURE


def awaits_end(unit: Unit, row: RestrictedIdentity) -> bool:
    """Tell whether an identity is restricted only until its retention is over."""
    return is_erasure(unit, row.data_request)


def inherit(unit: Unit, row: Request | Objection) -> None:
    """Restrict the identity of a new case as it is in the earlier cases of the same person."""
    earlier = _earlier(unit, Request, row) or _earlier(unit, Objection, row)
    if earlier is None or is_restricted(unit, row):
        return
    unit.session.add(
        RestrictedIdentity(
            tracking_code=row.tracking_code,
            since=unit.now,
            data_request=earlier.data_request,
            restricted_by=earlier.restricted_by,
        )
    )
    kind = "objection" if isinstance(row, Objection) else "request"
    unit.record("identity.restricted", f"{kind}:{row.id}", data_request=earlier.data_request)


def _earlier(
    unit: Unit, table: type[Request | Objection], row: Request | Objection
) -> RestrictedIdentity | None:
    same: list[ColumnElement[bool]] = []
    # Who gave no number has the same fingerprint as everybody else who gave none.
    if row.identity_index not in {"", fingerprint(unit.vault, ERASED)}:
        same.append(table.identity_index == row.identity_index)
    if row.person is not None:
        same.append(table.person == row.person)
    if not same:
        return None
    return unit.session.scalar(
        select(RestrictedIdentity)
        .join(table, table.tracking_code == RestrictedIdentity.tracking_code)
        .where(or_(*same))
        .order_by(RestrictedIdentity.since)
        .limit(1)
    )
