"""Count a due date and show how."""

import json
from datetime import date, datetime

import click

from office import daysoff
from office.workdays import Derivation, add_working_days


@click.command()
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day 0.")
@click.option("--days", type=click.IntRange(1, 1000), required=True, help="Working days.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def deadline(received: datetime, days: int, *, as_json: bool) -> None:
    """Print the due date with each day that is not counted, and why."""
    calendar = daysoff.known_calendar()
    derivation = add_working_days(received.date(), days, calendar)
    safe = add_working_days(received.date(), days, calendar.counting_collective_leave())
    if as_json:
        click.echo(json.dumps(_plain(derivation, safe.due), ensure_ascii=False))
        return
    click.echo(f"due {derivation.due} ({days} working days after {received.date()})")
    for row in derivation.skipped:
        click.echo(f"  {row.day} not counted: {row.reason}")
    if derivation.estimated:
        click.echo("  an estimate: a year passed through is not yet decreed")


def _plain(derivation: Derivation, safe: date) -> dict[str, object]:
    return {
        "received": derivation.start.isoformat(),
        "days": derivation.count,
        "due": derivation.due.isoformat(),
        "due_counting_collective_leave_as_worked": safe.isoformat(),
        "counted": [day.isoformat() for day in derivation.counted],
        "skipped": [
            {"date": row.day.isoformat(), "reason": row.reason} for row in derivation.skipped
        ],
        "estimated": derivation.estimated,
    }
