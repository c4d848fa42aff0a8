"""Commands about staff accounts."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from office import invitations, regional, roster
from office import staff as accounts
from office.people import Clockwork, Role
from office.refusals import NotValid, Refusal
from office.settings import Settings
from office.unit import Office
from pendopo.opening import open_office, settings_or_exit

_HAND = Clockwork("command-line")
_NAME = click.option("--name", required=True, help="Full name, as colleagues see it.")
_ROLES = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([str(role) for role in Role]),
    help="May be given several times.",
)
_OPD = click.option("--opd", default="", help="The regional office a ppid_executor answers for.")


@click.group()
def staff() -> None:
    """Staff accounts of the panel."""


@staff.command("add")
@click.argument("login")
@_NAME
@_ROLES
@_OPD
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add_account(
    login: str, name: str, roles: tuple[str, ...], opd: str, *, password_stdin: bool
) -> None:
    """Create an account; without --password-stdin a random password is printed once."""
    office = open_office(settings_or_exit())
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
    with _refusals():
        hashed = accounts.hash_password(password)
        with office.unit(_HAND) as unit:
            accounts.add(
                unit,
                login=login,
                name=name,
                roles=[Role(role) for role in roles],
                password_hash=hashed,
                regional_office=regional.add(unit, opd) if opd else None,
            )
    click.echo(f"account {login} created")
    if not password_stdin:
        click.echo(f"password (shown once): {password}")


@staff.command("invite")
@click.argument("login")
@_NAME
@_ROLES
@_OPD
def invite(login: str, name: str, roles: tuple[str, ...], opd: str) -> None:
    """Create an account and print the link by which its owner chooses a password."""
    settings = settings_or_exit()
    office = open_office(settings)
    with _refusals(), office.unit(_HAND) as unit:
        made = invitations.invite(
            unit,
            login=login,
            name=name,
            roles=[Role(role) for role in roles],
            regional_office=regional.add(unit, opd) if opd else None,
        )
    _print_link(settings, made)


@staff.command("link")
@click.argument("login")
@click.option(
    "--lost-second-factor",
    default="",
    metavar="REASON",
    help="Also take the second factor off; the reason is kept.",
)
def link(login: str, lost_second_factor: str) -> None:
    """Print a new link for somebody who cannot sign in; a disabled account is enabled."""
    settings = settings_or_exit()
    office = open_office(settings)
    number = _number(office, login)
    with _refusals(), office.unit(_HAND) as unit:
        if not roster.one(unit, number).is_active:
            roster.enable(unit, number)
        if lost_second_factor:
            roster.remove_second_factor(unit, number, reason=lost_second_factor)
        made = invitations.renew(unit, number)
    _print_link(settings, made)


@staff.command("list")
def list_accounts() -> None:
    """Print every account with its roles and state."""
    office = open_office(settings_or_exit())
    with office.reading(_HAND) as unit:
        for row in roster.every(unit):
            state = "disabled" if not row.is_active else "active" if row.is_opened else "invited"
            second = "second factor" if row.has_second_factor else "password only"
            click.echo(f"{row.login}\t{state}\t{second}\t{','.join(row.roles)}")


def _number(office: Office, login: str) -> int:
    with office.reading(_HAND) as unit:
        for row in roster.every(unit):
            if row.login == login.strip().lower():
                return row.number
    raise click.ClickException(f"no account has the login {login}")


def _print_link(settings: Settings, made: invitations.Invitation) -> None:
    click.echo(f"link (shown once, opens once): {settings.address}/undangan/{made.token}")
    until = made.until.astimezone(settings.zone)
    click.echo(f"valid until {until:%Y-%m-%d %H:%M}")


@contextmanager
def _refusals() -> Iterator[None]:
    """End the program with one message where the office declines."""
    try:
        yield
    except NotValid as refused:
        raise click.ClickException(f"{refused.field}: {refused.code} {refused.facts}") from None
    except Refusal as refused:
        raise click.ClickException(refused.code) from None
