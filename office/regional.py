"""The regional offices (OPD) that hold information and answer parts of requests."""

from dataclasses import dataclass

from sqlalchemy import Boolean, String, select
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base
from office.people import Permission
from office.refusals import NotFound, NotValid
from office.unit import Unit


class RegionalOffice(Base):
    """One perangkat daerah."""

    __tablename__ = "regional_offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(150), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


@dataclass(frozen=True, slots=True)
class Opd:
    """A regional office by number and name."""

    number: int
    name: str


def add(unit: Unit, name: str) -> int:
    """Add a regional office; return its number. A name already there is the same office."""
    unit.require(Permission.MANAGE_STAFF)
    tidy = " ".join(name.split())
    if len(tidy) < 3:
        raise NotValid("name", "too_short", shortest=3)
    present = unit.session.scalar(select(RegionalOffice).where(RegionalOffice.name == tidy))
    if present is not None:
        present.active = True
        return present.id
    row = RegionalOffice(name=tidy, active=True)
    unit.session.add(row)
    unit.flush()
    unit.record("regional_office.added", f"regional_office:{row.id}", name=tidy)
    return row.id


def close(unit: Unit, number: int) -> None:
    """Take a regional office off the list; what it answered stays."""
    unit.require(Permission.MANAGE_STAFF)
    row = unit.session.get(RegionalOffice, number)
    if row is None:
        raise NotFound("regional_office_unknown")
    row.active = False
    unit.record("regional_office.closed", f"regional_office:{number}")


def every(unit: Unit) -> list[Opd]:
    """Return the regional offices there are now, by name."""
    rows = unit.session.scalars(
        select(RegionalOffice).where(RegionalOffice.active).order_by(RegionalOffice.name)
    )
    return [Opd(row.id, row.name) for row in rows]


def names(unit: Unit) -> dict[int, str]:
    """Return the name of every regional office there ever was."""
    rows = unit.session.scalars(select(RegionalOffice))
    return {row.id: row.name for row in rows}
