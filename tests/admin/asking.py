"""What tests of the open interface share: its addresses, and programs that hold a key."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import api_keys
from office.api_keys import Scope, Wanted
from office.people import StaffMember
from office.unit import Office

ROOT = "/api/v1"


def holder(
    app: Starlette, office: Office, by: StaffMember, *scopes: Scope, **changes: object
) -> TestClient:
    """Return a program with a key."""
    wanted = {"name": "Dasbor dinas", "scopes": frozenset(scopes or Scope), "days": 30, **changes}
    with office.unit(by) as unit:
        token = api_keys.make(unit, Wanted(**wanted))  # type: ignore[arg-type]
    return TestClient(app, headers={"Authorization": f"Bearer {token}"})


def address(path: str, given: dict[str, str]) -> str:
    """Return the address of an operation with its example in the path and behind it."""
    for name, value in given.items():
        path = path.replace(f"{{{name}}}", value)
    rest = "&".join(f"{name}={value}" for name, value in given.items() if f"{value}" not in path)
    return f"{ROOT}{path}" + (f"?{rest}" if rest else "")
