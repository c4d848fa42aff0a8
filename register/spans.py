"""Where the cases that were received between two days lie in their register."""

from datetime import date

from sqlalchemy import func, select

from office.unit import Unit
from register.objection_tables import Objection
from register.search import Stretch
from register.tables import Request


def stretch(
    unit: Unit, case: type[Request] | type[Objection], since: date | None, until: date | None
) -> Stretch:
    """Return between which numbers they lie; what was entered late lies far from its day.

    Looks at each day by itself, where an index names the first and the last: the cost grows with
    the days and not with the cases.
    """
    first = select(func.min(case.received_date).label("day"))
    if since is not None:
        first = first.where(case.received_date >= since)
    days = first.cte("days", recursive=True)
    following = (
        select(func.min(case.received_date))
        .where(case.received_date > days.c.day)
        .scalar_subquery()
    )
    days = days.union_all(select(following).where(days.c.day < (until or unit.today)))
    ends = [
        select(end(case.id)).where(case.received_date == days.c.day).scalar_subquery()
        for end in (func.min, func.max)
    ]
    query = select(func.min(ends[0]), func.max(ends[1])).select_from(days)
    if until is not None:
        query = query.where(days.c.day <= until)
    lowest, highest = unit.session.execute(query).one()
    return Stretch(lowest or 0, highest or 0)
