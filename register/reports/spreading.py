"""Pure: the shapes that the tables of a report share."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from babel.dates import format_date

from office.periods import Period
from register.figures.slices import PARAMETERS, SINCE, UNTIL
from register.labels import label, table
from register.reports.document import Row, Table
from register.reports.facts import Counted, Facts, share
from register.reports.terms import table as terms
from register.reports.terms import term


def day_of(facts: Facts) -> str:
    """Return the day on which the figures were counted, as a report says it."""
    return format_date(facts.as_of.date(), "d MMMM y", locale="id")


def source(facts: Facts, kind: str = "source") -> str:
    """Return the line under a table that says where its figures are from."""
    return term("report", kind).format(day=day_of(facts))


def where(
    facts: Facts, dimension: str = "", value: str = "", period: Period | None = None
) -> str | None:
    """Return the query that shows the requests behind a figure; None where there is none."""
    shown = period or facts.period
    names = {str(one): name for one, name in PARAMETERS.items()}
    if dimension and dimension not in names:
        return None
    return span_query(shown, **({names[dimension]: value} if dimension else {}))


def span_query(period: Period, **more: str) -> str:
    """Return the query that shows what was received in a period."""
    days = {SINCE: period.since.isoformat(), UNTIL: period.until.isoformat()}
    return urlencode(days | more)


def label_of(kind: str, value: str) -> str:
    """Return the term for a value of a dimension: the report's own, else the register's."""
    own = terms().get(kind, {})
    if value in own:
        return own[value]
    official = {"purpose": "purpose_category", "objection_decision": "superior_decision"}
    kind = official.get(kind, kind)
    return label(kind, value) if value in table().get(kind, {}) else value


def spread(
    facts: Facts,
    name: str,
    values: Iterable[str],
    *,
    shown: Mapping[str, int | None] | None = None,
    names: Mapping[str, str] | None = None,
    note: str = "",
    adds_up: bool = True,
) -> Table:
    """Return requests by the values of a dimension, with shares and their total.

    `shown` holds the figures where some of them are withheld, and then says so below. Where one
    request is counted under several values there is no total, and the shares say of what they are.
    """
    counted = facts.requests
    rows = []
    for value in values:
        count = counted.of(name, value) if shown is None else shown.get(value, 0)
        part = None if count is None else share(count, counted.total)
        named = (names or {}).get(value) or label_of(name, value)
        rows.append(Row(named, (count, part), where(facts, name, value)))
    notes = [note, hidden_note(rows)]
    heading = term("report", "share" if adds_up else "of_requests")
    return Table(
        name=name,
        caption=term("caption", name),
        columns=(term("column", name), term("report", "count"), heading),
        rows=(*rows, *((total_row(facts, counted),) if adds_up else ())),
        source=source(facts),
        note=" ".join(filter(None, notes)),
        bars=0,
    )


def hidden_note(rows: Iterable[Row]) -> str:
    """Return what a withheld figure means, where a table has one."""
    return term("report", "hidden") if any(row.values[0] is None for row in rows) else ""


def total_row(facts: Facts, counted: Counted) -> Row:
    """Return the last line of a table that adds up."""
    whole = share(counted.total, counted.total)
    return Row(term("report", "total"), (counted.total, whole), where(facts), is_total=True)
