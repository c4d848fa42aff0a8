"""Count what is due when from a day on, and show how."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from babel.dates import format_date
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from office import daysoff
from office.database import open_engine
from office.migrations.runner import is_current
from office.settings import Settings
from office.workdays import Calendar, DayOffKind
from pendopo.opening import settings_or_exit
from register import reckoning
from register.labels import label
from register.reckoning import Reckoned

_LAST_YEAR = 2100  # nobody plans further; the calendar is an estimate long before


@click.command()
@click.argument("start", type=click.DateTime(["%Y-%m-%d"]), metavar="START")
@click.option("--clock", type=click.Choice(reckoning.names()), help="One term of the law only.")
@click.option("--days", type=click.IntRange(1, 1000), help="A number of working days instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def deadline(start: datetime, clock: str | None, days: int | None, *, as_json: bool) -> None:
    """Print every term of the law counted from START (day 0), with the days not counted."""
    if clock is not None and days is not None:
        raise click.UsageError("--clock and --days exclude each other")
    day = start.date()
    if day < reckoning.FIRST_DAY or day.year > _LAST_YEAR:
        raise click.UsageError(f"START lies between {reckoning.FIRST_DAY} and {_LAST_YEAR}")
    settings = settings_or_exit()
    calendar, is_own = _calendar(settings, day)
    rows = (
        [reckoning.reckon_days(day, days, calendar)]
        if days is not None
        else [row for row in reckoning.reckon(day, calendar) if clock in (None, row.name)]
    )
    if not rows:
        raise click.UsageError(f"{clock} did not exist on {day}")
    if as_json:
        told = {
            "start": day.isoformat(),
            "weekday": _weekday(day),
            "calendar": {
                "origin": "office" if is_own else "package",
                "version": calendar.version,
                "work_week": settings.work_week,
                "collective_leave_off": settings.count_collective_leave_as_off,
            },
            "clocks": {row.name: _plain(row) for row in rows},
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in _lines(day, rows, calendar, is_own=is_own):
        click.echo(line)


def _calendar(settings: Settings, start: date) -> tuple[Calendar, bool]:
    """Return the office's own calendar if there is a migrated database, else the known one."""
    url = make_url(settings.database)
    known = daysoff.known_calendar(settings.counting)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).is_file()):
        return known, False
    engine = open_engine(settings.database)
    try:
        if not is_current(engine):
            return known, False
        with Session(engine.execution_options(sqlite_begin="DEFERRED")) as session:
            own = daysoff.read(session, start, settings.counting)
        return (own, True) if own.days_off else (known, False)
    except OperationalError:
        click.echo("the database cannot be reached; counted without it", err=True)
        return known, False
    finally:
        engine.dispose()


def _weekday(day: date) -> str:
    return format_date(day, "EEEE", locale="id")


def _spoken(day: date) -> str:
    return format_date(day, "EEE, d MMM y", locale="id")


def _plain(row: Reckoned) -> dict[str, Any]:
    return {"label": label("clock", row.name), "weekday": _weekday(row.on)} | row.as_facts()


def _lines(start: date, rows: list[Reckoned], calendar: Calendar, *, is_own: bool) -> Iterator[str]:
    origin = f"kalender kantor, versi {calendar.version}" if is_own else "kalender bawaan"
    yield f"Dihitung dari {format_date(start, 'full', locale='id')} (hari ke-0); {origin}."
    yield ""
    width = max(len(label("clock", row.name)) for row in rows)
    yield f"{'':{width}}  hari kerja  tenggat            sasaran internal   dasar"
    for row in rows:
        mark = " *" if row.derivation.estimated else ""
        yield (
            f"{label('clock', row.name):{width}}  {row.derivation.count:>10}  "
            f"{_spoken(row.on):17}  {_spoken(row.internal):17}  {row.source}{mark}"
        ).rstrip()
    yield ""
    yield from _explained(rows)


def _explained(rows: list[Reckoned]) -> Iterator[str]:
    off = {day.day: day for row in rows for day in row.derivation.skipped}
    holidays = [off[day] for day in sorted(off) if off[day].kind is not DayOffKind.WEEKEND]
    if holidays:
        yield "Tidak dihitung, selain akhir pekan:"
        for one in holidays:
            kind = label("day_off_kind", one.kind)
            source = f"; {one.source}" if one.source else ""
            yield f"  {_spoken(one.day):17}  {one.reason} ({kind}{source})"
    else:
        yield "Yang tidak dihitung hanya akhir pekan."
    if any(row.before for row in rows):
        yield "Pembukaan informasi dihitung mundur: tanggal awal dianggap akhir pengecualian."
    if any(row.derivation.estimated for row in rows):
        yield "* perkiraan: ada tahun yang hari liburnya belum ditetapkan."
