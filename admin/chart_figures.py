"""Pure: a plot with everything that belongs to it: definition, table, and the way to its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from admin import charts
from admin.charts import Bar, Mark
from admin.dates import month_name, percentage, plain_date, thousands
from office.periods import Period

_DAYS, _WEEKS = 31, 100
_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)
WITHHELD = "*"
"""Stands for a figure that would single somebody out."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table, and where it leads."""

    said: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot, its table, and where more of it is; its title and definition are texts by key."""

    key: str
    svg: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None = None
    more: Cell | None = None
    # What the definition is told with; None of what there is nothing to tell of this time.
    facts: Mapping[str, str | None] | None = None
    wide: bool = False

    @property
    def means(self) -> str:
        """Return under which kind of texts its definition stands."""
        is_told = None not in (self.facts or {}).values()
        return "figure_means" if is_told else "figure_means_empty"


@dataclass(frozen=True, slots=True)
class Counted:
    """One value of a figure: its name, how many, how many before, and where its rows are."""

    name: str
    count: int
    before: int | None = None
    href: str = ""
    pattern: int = 0
    # A shorter name, where the plot has no room for the whole one.
    short: str = ""
    # This count, or the one before, would single somebody out.
    is_withheld: bool = False
    was_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: how it is written, what it is, and what it was before."""

    said: str
    name: str
    before: str = ""
    href: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of a period that one column stands for."""

    label: str
    name: str
    period: Period


def told(said: str | None, name: str, before: str | None, lacks: str, href: str = "") -> Tile:
    """Return a key figure, or what there is none of yet."""
    if said is None:
        return Tile("belum ada", lacks, before or "", href)
    return Tile(said, name, before or "", href)


def share_of(value: float | None) -> str | None:
    """Return a share in percent; None where there is nothing to have a share of."""
    return None if value is None else percentage(value)


def parted(period: Period) -> list[Bucket]:
    """Return a period in days, weeks from Monday, or months: as many as can be seen."""
    if period.days <= _DAYS:
        return [Bucket(str(day.day), plain_date(day), Period(day, day)) for day in period.each()]
    if period.days > _WEEKS:
        return [Bucket(_short(one.since), _named(one), one) for one in period.months()]
    found, since = [], period.since
    while since <= period.until:
        until = min(period.until, since + _WEEK - timedelta(days=since.weekday()) - _ONE_DAY)
        name = f"{plain_date(since)} – {plain_date(until)}"
        found.append(Bucket(f"{since.day}/{since.month}", name, Period(since, until)))
        since = until + _ONE_DAY
    return found


def over_time(
    key: str,
    title: str,
    per_day: Mapping[date, int],
    periods: tuple[Period, Period],
    before: Mapping[date, int],
    link: Callable[[Period], str] | None = None,
) -> Figure:
    """Return the figure of counts over a period beside those of the one before."""
    period, earlier = periods
    stood = [_within(before, one.period) for one in parted(earlier)]
    counted = [
        Counted(
            one.name,
            _within(per_day, one.period),
            stood[place] if place < len(stood) else None,
            link(one.period) if link else "",
            short=one.label,
        )
        for place, one in enumerate(parted(period))
    ]
    drawn = charts.columns(key, title, [_bar(one) for one in counted])
    return replace(_figure(key, drawn, "Waktu", counted), wide=True)


def by_hour(key: str, title: str, counts: Mapping[int, int], before: Mapping[int, int]) -> Figure:
    """Return the figure of counts by the hour of the day."""
    counted = [
        Counted(
            f"{hour:02}.00 sampai {hour:02}.59",
            counts.get(hour, 0),
            before.get(hour, 0),
            short=str(hour),
        )
        for hour in range(24)
    ]
    drawn = charts.columns(key, title, [_bar(one) for one in counted], below="jam")
    return _figure(key, drawn, "Jam", counted)


def by_kind(
    key: str, title: str, counted: Sequence[Counted], head: str, *, total: int | None = None
) -> Figure:
    """Return the figure of counts by kind; `total` where each is counted once."""
    drawn = charts.bars(key, title, [_bar(one) for one in counted])
    return _figure(key, drawn, head, counted, total)


def spread(
    key: str, title: str, counts: Mapping[int, int], *, head: str, marks: Iterable[Mark] = (),
    last: int = 30, step: int = 1,
) -> Figure:  # fmt: skip
    """Return the figure of how often something took so long; the last column takes the rest."""
    most = min(last, max(counts, default=0) // step)
    held = [0] * (most + 1)
    for value, count in counts.items():
        held[min(most, value // step)] += count
    more = max(counts, default=0) // step > most
    counted = [
        Counted(_lasting(place, step, more and place == most), count, short=str(place * step))
        for place, count in enumerate(held)
    ]
    drawn = charts.columns(
        key,
        title,
        [_bar(one) for one in counted],
        marks=[one for one in marks if one.at <= most],
        below=head.lower(),
    )
    return _figure(key, drawn, head, counted, sum(held))


def _lasting(place: int, step: int, more: bool) -> str:  # noqa: FBT001 - of one caller
    low = place * step
    if more:
        return f"{low} atau lebih"
    return str(low) if step == 1 else f"{low} sampai {low + step - 1}"


def _figure(
    key: str, drawn: str, head: str, counted: Sequence[Counted], total: int | None = None
) -> Figure:
    if not any(one.count or one.before or one.is_withheld or one.was_withheld for one in counted):
        # A plot of noughts says no more than a sentence.
        return Figure(key, Markup(""), (head,), ())
    compared = any(one.before is not None for one in counted)
    heads = (head, "Jumlah", *(("Bagian",) if total else ()), *(("Sebelumnya",) * compared))
    rows = tuple(
        (
            Cell(one.name),
            Cell(_written(one), one.href if one.count else ""),
            *((Cell(_written(one, percentage(one.count / total))),) if total else ()),
            *((Cell(_stood(one)),) * compared),
        )
        for one in counted
    )
    return Figure(key, Markup(drawn), heads, rows, total)  # noqa: S704 - charts escapes it all


def _written(one: Counted, said: str = "") -> str:
    return WITHHELD if one.is_withheld else said or thousands(one.count)


def _stood(one: Counted) -> str:
    if one.was_withheld:
        return WITHHELD
    return "–" if one.before is None else thousands(one.before)


def address(path: str, **query: str) -> str:
    """Return the address of a page with its filters."""
    return f"{path}?{urlencode(query)}"


def days(period: Period) -> dict[str, str]:
    """Return a period as the filters of a page take it."""
    return {"dari": period.since.isoformat(), "sampai": period.until.isoformat()}


def _bar(one: Counted) -> Bar:
    shown = WITHHELD if one.is_withheld else ""
    return Bar(one.short or one.name, one.count, one.before, one.pattern, shown)


def _within(per_day: Mapping[date, int], period: Period) -> int:
    return sum(count for day, count in per_day.items() if day in period)


def _short(day: date) -> str:
    return month_name(day)[:3]


def _named(period: Period) -> str:
    return month_name(period.since) if period.unit == 1 else period.title
