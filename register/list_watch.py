"""Read side: what of the two lists is late or waits, for the desk."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from office import daysoff
from office.unit import Unit
from register import list_terms
from register.exemption_list import condition
from register.list_tables import Exemption, PublicInformation
from register.list_words import ExemptionStatus, InformationClass
from register.public_list import is_overdue


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many entries of the two lists need somebody."""

    reviews: int
    periodic_reviews: int
    exemptions_expired: int
    exemptions_ending: int
    exemptions_to_establish: int
    openings_to_decide: int

    @property
    def any(self) -> bool:
        """Tell whether something is late by law: a review, or a release."""
        return bool(self.reviews or self.exemptions_ending or self.exemptions_expired)


def overdue(unit: Unit) -> Overdue:
    """Return what is late or waits today: counts only, so it asks nobody.

    Late are reviews (Perki 1/2021 Pasal 45 ayat (7); periodic information: UU 14/2008 Pasal 9
    ayat (3)) and declarations that expired information is public (PP 61/2010 Pasal 11).
    """
    late = [PublicInformation.retired_on.is_(None), is_overdue(unit.today)]
    periodic = PublicInformation.information_class == InformationClass.PERIODIC
    in_force = condition(ExemptionStatus.IN_FORCE, unit.today)
    return Overdue(
        reviews=_count(unit, *late),
        periodic_reviews=_count(unit, *late, periodic),
        exemptions_expired=_count(unit, condition(ExemptionStatus.EXPIRED, unit.today)),
        exemptions_ending=_ending(unit),
        exemptions_to_establish=_count(unit, Exemption.status == ExemptionStatus.PROPOSED),
        openings_to_decide=_count(unit, in_force, Exemption.opening_proposed_by.is_not(None)),
    )


def _count(unit: Unit, *conditions: ColumnElement[bool]) -> int:
    return unit.session.scalar(select(func.count()).where(*conditions)) or 0


def _ending(unit: Unit) -> int:
    calendar = daysoff.calendar(unit, unit.today)
    ends = unit.session.scalars(
        select(Exemption.expires_on).where(
            condition(ExemptionStatus.IN_FORCE, unit.today), Exemption.expires_on.is_not(None)
        )
    )
    return sum(list_terms.release_by(end, calendar) <= unit.today for end in ends if end)
