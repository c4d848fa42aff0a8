"""Read side of the audits without a public figure: none is passed over in silence."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from knowledge.audit.tables import Audit
from knowledge.audit.words import Delay
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A month that was drawn and has no public figure, and why."""

    month: date
    delay: Delay


def delay(audit: Audit) -> Delay | None:
    """Return why an audit has no public figure; None where it has one."""
    if audit.finished_at is not None:
        return None
    if audit.opened_at is not None:
        return Delay.DISPUTED
    return Delay.JUDGED if audit.texts_forgotten_at is None else Delay.LAPSED


def unpublished(unit: Unit, since: date, until: date) -> list[Unpublished]:
    """Return the months of a span that were drawn and have no figure, oldest first; public.

    Otherwise whoever leaves the last disagreement of a bad month open hides that month.
    """
    audits = unit.session.scalars(
        select(Audit)
        .where(Audit.finished_at.is_(None), Audit.month >= since, Audit.month <= until)
        .order_by(Audit.month)
    )
    found = ((audit.month, delay(audit)) for audit in audits)
    return [Unpublished(month, why) for month, why in found if why is not None]
