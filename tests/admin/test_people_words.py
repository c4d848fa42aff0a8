"""Every role, permission, "no" and journaled act about people has its words in the panel."""

import ast
from pathlib import Path

import pytest

from admin.texts import table
from office.people import Permission, Role

ROOT = Path(__file__).parents[2]
MODULES = ("office/staff.py", "office/sessions.py", "office/second_factor.py")
MODULES += ("office/invitations.py", "office/roster.py", "admin/pages/account.py")
MODULES += ("office/passkeys.py", "admin/ceremony.py", "admin/pages/passkeys.py")
MODULES += ("admin/pages/second_step.py", "admin/pages/invitation.py", "admin/pages/people.py")
PLACES = {"NotNow": 0, "NotFound": 0, "NotAllowed": 0, "NotValid": 1}


def calls(name: str) -> list[ast.Call]:
    source = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    return [node for node in ast.walk(source) if isinstance(node, ast.Call)]


def refusals(name: str) -> set[str]:
    """Return every code by which a module says no."""
    found = set()
    for call in calls(name):
        if isinstance(call.func, ast.Name) and call.func.id in PLACES:
            code = call.args[PLACES[call.func.id]]
            assert isinstance(code, ast.Constant)
            found.add(str(code.value))
    return found


def acts(name: str) -> set[str]:
    """Return every word of a module that looks like an act of the journal."""
    source = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)}
    return {word for word in words if isinstance(word, str) and word.startswith("staff.")} - {
        "staff.id"
    }


def messages(name: str) -> set[str]:
    """Return every message with which a page sends somebody on."""
    return {
        str(call.args[1].value)
        for call in calls(name)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "go"
        and len(call.args) == 2
        and isinstance(call.args[1], ast.Constant)
    }


@pytest.mark.parametrize("name", MODULES)
def test_every_refusal_act_and_message_has_its_words(name: str) -> None:
    assert refusals(name) - set(table()["refusal"]) == set()
    assert acts(name) - set(table()["act"]) == set()
    assert messages(name) - set(table()["message"]) == set()


def test_the_search_finds_what_it_looks_for() -> None:
    assert {"last_administrator", "own_roles"} <= refusals("office/roster.py")
    assert {"staff.disabled", "staff.totp_removed"} <= acts("office/roster.py")
    assert {"rule_changed", "person_disabled"} <= messages("admin/pages/people.py")


def test_every_role_and_permission_is_said() -> None:
    assert set(table()["role"]) == set(table()["role_task"]) == set(Role)
    assert set(table()["role_short"]) == {*Role, "citizen", "program"}
    assert set(table()["permission"]) == set(Permission)
