"""Commands about staff accounts."""

import secrets
import sys

import click

from office import regional
from office import staff as accounts
from office.people import Clockwork, Role
from office.refusals import NotValid
from pendopo.opening import open_office, settings_or_exit


@click.group()
def staff() -> None:
    """Staff accounts of the panel."""


@staff.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Full name, as colleagues see it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([str(role) for role in Role]),
    help="May be given several times.",
)
@click.option("--opd", default="", help="The regional office a ppid_executor answers for.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add_account(
    login: str, name: str, roles: tuple[str, ...], opd: str, *, password_stdin: bool
) -> None:
    """Create an account; without --password-stdin a random password is printed once."""
    office = open_office(settings_or_exit())
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
    try:
        hashed = accounts.hash_password(password)
        with office.unit(Clockwork("command-line")) as unit:
            accounts.add(
                unit,
                login=login,
                name=name,
                roles=[Role(role) for role in roles],
                password_hash=hashed,
                regional_office=regional.add(unit, opd) if opd else None,
            )
    except NotValid as refused:
        raise click.ClickException(f"{refused.field}: {refused.code} {refused.facts}") from None
    click.echo(f"account {login} created")
    if not password_stdin:
        click.echo(f"password (shown once): {password}")
