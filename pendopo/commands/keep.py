"""Commands of the office's IT person: migrate, seed, doctor, journal."""

import click

from office import journal as journal_room
from office.migrations.runner import downgrade, is_current, upgrade
from office.people import Clockwork
from pendopo import first_day
from pendopo.checkup import findings
from pendopo.opening import open_office, settings_or_exit


@click.command()
@click.option("--down-to", metavar="REVISION", help="Go back to a revision ('base' for none).")
def migrate(down_to: str | None) -> None:
    """Bring the database to the newest form."""
    office = open_office(settings_or_exit())
    if down_to:
        downgrade(office.engine, down_to)
        click.echo(f"database is at {down_to}")
        return
    upgrade(office.engine)
    click.echo("database is up to date")


@click.command()
def seed() -> None:
    """Load the starter knowledge and the calendar."""
    office = open_office(settings_or_exit())
    upgrade(office.engine)
    click.echo(f"{first_day.seed(office)} entries published or changed")


@click.command()
def doctor() -> None:
    """Look for what would keep the service from working well."""
    settings = settings_or_exit()
    office = open_office(settings)
    if not is_current(office.engine):
        raise click.ClickException("The database is not migrated; run: pendopo migrate")
    found = findings(office, settings)
    for finding in found:
        click.echo(f"{'ok ' if finding.fine else 'LOOK'} {finding.text}")
    if not all(finding.fine for finding in found):
        raise SystemExit(1)


@click.group()
def journal() -> None:
    """The account of every act."""


@journal.command()
def verify() -> None:
    """Recompute the chain from the first line to the last; print the last one's checksum."""
    office = open_office(settings_or_exit())
    if not is_current(office.engine):
        raise click.ClickException("The database is not migrated; run: pendopo migrate")
    with office.reading(Clockwork("command-line")) as unit:
        verdict = journal_room.verify(unit.session)
    if not verdict.sound:
        raise click.ClickException(
            f"The journal was changed: line {verdict.broken_at} does not fit the chain."
        )
    click.echo(f"{verdict.lines} lines, the chain is unbroken")
    # To be kept where this server cannot reach it: whoever rewrites the chain cannot rewrite that.
    click.echo(f"line {verdict.lines}: {verdict.checksum}")
