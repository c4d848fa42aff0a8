"""Read side of the agenda: what is coming, what is past, one event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select

from knowledge import villages
from knowledge.agenda import said
from knowledge.occasion import Occasion
from knowledge.programme_tables import AgendaItem, Programme
from knowledge.shelf import ALL_PACKS
from knowledge.words import AgendaStatus
from office.refusals import NotFound
from office.unit import Unit

AHEAD = timedelta(days=90)
_MOST_PAST = 20
_last_day = func.coalesce(AgendaItem.ends_on, AgendaItem.starts_on)


@dataclass(frozen=True, slots=True)
class Dated:
    """An event as it stands, with its programme's name."""

    id: int
    slug: str
    programme: str
    programme_name: str
    occasion: Occasion
    status: AgendaStatus
    version: int
    is_over: bool


def coming(
    unit: Unit,
    packs: Collection[str] = (ALL_PACKS,),
    *,
    programme: str = "",
    village: str = "",
) -> tuple[Dated, ...]:
    """Return the events of the coming ninety days, of all programmes or one, first ones first."""
    query = _query(packs, programme).where(
        _last_day >= unit.today, AgendaItem.starts_on <= unit.today + AHEAD
    )
    found = _all(unit, query.order_by(AgendaItem.starts_on, AgendaItem.id))
    wanted = villages.plain(village)
    return tuple(
        row for row in found if not wanted or villages.plain(row.occasion.village) == wanted
    )


def past(
    unit: Unit, packs: Collection[str] = (ALL_PACKS,), *, programme: str = ""
) -> tuple[Dated, ...]:
    """Return the latest events that are over, last ones first."""
    query = _query(packs, programme).where(_last_day < unit.today)
    return _all(unit, query.order_by(AgendaItem.starts_on.desc(), AgendaItem.id).limit(_MOST_PAST))


def event(unit: Unit, number: int) -> Dated:
    """Return one event; raise `NotFound`."""
    found = _all(unit, _query((ALL_PACKS,), "").where(AgendaItem.id == number))
    if not found:
        raise NotFound("agenda_unknown")
    return found[0]


def _query(packs: Collection[str], programme: str) -> "Select[AgendaItem, str]":
    query = select(AgendaItem, Programme.name).join(
        Programme, Programme.slug == AgendaItem.programme
    )
    if programme:
        query = query.where(AgendaItem.programme == programme)
    if ALL_PACKS not in packs:
        query = query.where(Programme.pack.in_(list(packs)))
    return query


def _all(unit: Unit, query: "Select[AgendaItem, str]") -> tuple[Dated, ...]:
    return tuple(_dated(unit, item, name) for item, name in unit.session.execute(query))


def _dated(unit: Unit, item: AgendaItem, programme_name: str) -> Dated:
    occasion = said(item)
    return Dated(
        item.id, item.slug, item.programme, programme_name, occasion,
        AgendaStatus(item.status), item.version, occasion.last_day < unit.today,
    )  # fmt: skip
