"""Find whom a failure to protect data may concern, also where the panel was the trouble."""

from datetime import datetime, timedelta
from typing import Any

import click

from office import breach_people
from office.people import Clockwork
from pendopo.opening import office_or_exit, settings_or_exit

_OPERATOR = Clockwork("command-line")
_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d"]


class _Until(click.DateTime):
    """When a span ends: at an instant, or with the whole of the day that is named."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the last instant of the span; fail for what is no time."""
        at: datetime = super().convert(value, param, ctx)
        is_day = isinstance(value, str) and "T" not in value
        return at + timedelta(days=1, microseconds=-1) if is_day else at


@click.group()
def breach() -> None:
    """Failures to protect personal data."""


@breach.command("list")
@click.option(
    "--since",
    type=click.DateTime(_FORMATS),
    required=True,
    help="From when on, in the office's time.",
)
@click.option(
    "--until", type=_Until(_FORMATS), required=True, help="Until when; a day counts whole."
)
@click.option("--numbers", is_flag=True, help="Print the account numbers, one in a line.")
def list_accounts(since: datetime, until: datetime, *, numbers: bool) -> None:
    """Print how many accounts wrote to the bot or were written to in a span; it is entered."""
    if until < since:
        raise click.UsageError("--until lies before --since")
    settings = settings_or_exit()
    office = office_or_exit(settings)
    first, last = (at.replace(tzinfo=settings.zone) for at in (since, until))
    with office.unit(_OPERATOR) as unit:
        people = breach_people.touched(unit, first, last)
        unit.record(
            "data_breach.accounts_listed", "data_breach",
            since=first.isoformat(), until=last.isoformat(), count=len(people), numbers=numbers,
        )  # fmt: skip
    office.engine.dispose()
    click.echo("\n".join(map(str, people)) if numbers else f"{len(people)} accounts")
