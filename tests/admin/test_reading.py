"""Looking changes nothing: every address that is only opened leaves every case as it was."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.doorkeeper import Page
from admin.pages import pages
from office.database import metadata
from office.people import Role
from office.unit import Office
from tests.admin.street import Street, address_of, sign_in
from tests.people import CLOCKWORK, staff_member

# Who looked at what is entered here, and who knocked with what opens nothing.
_ACCOUNTS = {"journal", "journal_head", "sessions", "files", "letters", "exports"}
_ACCOUNTS |= {"sign_in_attempts"}


@pytest.fixture
def everybody(app: Starlette, office: Office) -> TestClient:
    """The browser of somebody with every role."""
    with office.unit(CLOCKWORK) as unit:
        roles = [role for role in Role if role is not Role.PPID_EXECUTOR]
        staff_member(unit, "semua", "Semua Peran", *roles)
    return sign_in(app, "semua")


def addresses() -> Iterator[tuple[Page, str]]:
    for page in pages():
        if page.method == "GET":
            yield page, address_of(page)


def kept(office: Office) -> dict[str, list[tuple[object, ...]]]:
    with office.reading(CLOCKWORK) as unit:
        return {
            table.name: [tuple(row) for row in unit.session.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name not in _ACCOUNTS
        }


def test_no_page_that_is_only_opened_changes_a_case(
    everybody: TestClient, street: Street, office: Office
) -> None:
    street.request()
    street.asks("Kapan kantor buka?")
    before = kept(office)
    for page, path in addresses():
        answer = everybody.get(path)
        assert answer.status_code < 500, page.path
        assert kept(office) == before, page.path
