"""The deadline calculator for everybody: the same counting as in the chat and in the panel."""

from collections.abc import Mapping
from datetime import date

from starlette.responses import Response

from admin import counting
from admin.public.front import Look
from office import daysoff
from office.refusals import NotValid
from register import reckoning
from register.law import Clock
from register.reckoning import Reckoned

MOST_DAYS = 250
_LAST_YEAR = 2100


def show(look: Look) -> Response:
    """Show what is due when, with every day that was counted and every day that was not."""
    fault = None
    with look.reading() as unit:
        today = unit.today
        try:
            start = _start(look.query("mulai")) or today
        except NotValid as refused:
            start, fault = today, refused
        calendar = daysoff.calendar(unit, start)
    counted = {row.name: row for row in reckoning.reckon(start, calendar)}
    parts = _parts(counted)
    # An extension alone begins where no reader began to count: it is shown as part of the whole.
    rows = [row for name, row in counted.items() if name != Clock.EXTENSION]
    days = look.count("hari")
    if days is not None and not 1 <= days <= MOST_DAYS:
        fault, days = NotValid("hari", "days_between", most=MOST_DAYS), None
    chosen: Reckoned | None
    if days is not None:
        chosen = reckoning.reckon_days(start, days, calendar)
    else:
        wanted = _whole(look.query("jangka") or Clock.NOTICE.value)
        chosen = next((row for row in rows if row.name == wanted), rows[0] if rows else None)
    return look.page(
        "reckoning.html",
        422 if fault else 200,
        start=start,
        rows=rows,
        chosen=chosen,
        parts=parts,
        noticed=counted.get(Clock.NOTICE),
        story=counting.days(chosen.derivation) if chosen else [],
        days=days,
        fault=fault,
        version=calendar.version,
        most=MOST_DAYS,
    )


def _whole(name: str) -> str:
    return reckoning.EXTENDED_NOTICE if name == Clock.EXTENSION else name


def _parts(counted: Mapping[str, Reckoned]) -> dict[str, tuple[int, ...]]:
    """Return the working days of a term that is made of two, one after another."""
    found = [counted[one] for one in (Clock.NOTICE, Clock.EXTENSION) if one in counted]
    days = tuple(row.derivation.count for row in found)
    return {reckoning.EXTENDED_NOTICE: days} if len(days) > 1 else {}


def _start(text: str) -> date | None:
    if not text:
        return None
    try:
        start = date.fromisoformat(text)
    except ValueError:
        raise NotValid("mulai", "day_unclear") from None
    if start < reckoning.FIRST_DAY or start.year > _LAST_YEAR:
        raise NotValid("mulai", "day_outside", first=reckoning.FIRST_DAY, last=_LAST_YEAR)
    return start
