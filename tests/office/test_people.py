"""Who may do what: nobody, unless the one table says so."""

import pytest

from office.people import (
    ROLE_PERMISSIONS,
    Actor,
    Citizen,
    Clockwork,
    Permission,
    Role,
    StaffMember,
    require,
)
from office.refusals import NotAllowed

DECIDING = {Permission.DECIDE_REQUESTS, Permission.APPROVE_REFUSALS, Permission.PROCESS_REQUESTS}
READING = {
    Permission.READ_REGISTER,
    Permission.READ_QUESTIONS,
    Permission.READ_JOURNAL,
    Permission.OWN_ACCOUNT,
}


def staff(*roles: Role) -> StaffMember:
    return StaffMember(1, "Budi", frozenset(roles))


def may(actor: Actor, permission: Permission) -> bool:
    try:
        require(actor, permission)
    except NotAllowed as declined:
        return declined.facts != {"permission": permission.value}
    return True


def test_everything_is_denied_to_whoever_has_no_role() -> None:
    assert not any(may(staff(), permission) for permission in Permission)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_allows_what_the_table_says_and_nothing_else(role: Role) -> None:
    allowed = {permission for permission in Permission if may(staff(role), permission)}
    assert allowed == ROLE_PERMISSIONS[role]


def test_every_role_is_in_the_table_and_opens_its_own_account() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert all(Permission.OWN_ACCOUNT in allowed for allowed in ROLE_PERMISSIONS.values())


def test_several_roles_add_up() -> None:
    both = staff(Role.AUDITOR, Role.KB_CURATOR).permissions
    assert both == ROLE_PERMISSIONS[Role.AUDITOR] | ROLE_PERMISSIONS[Role.KB_CURATOR]


@pytest.mark.parametrize("actor", [Citizen(1), Clockwork()], ids=["citizen", "clockwork"])
def test_neither_citizens_nor_the_program_ever_decide(actor: Actor) -> None:
    assert not any(may(actor, permission) for permission in DECIDING)


def test_a_citizen_asks_and_files_and_nothing_else() -> None:
    assert Citizen(1).permissions == {Permission.ASK, Permission.FILE_REQUEST}


def test_the_program_reads_nobody_s_identity_and_speaks_to_nobody_as_staff() -> None:
    for permission in (
        Permission.REVEAL_IDENTITY,
        Permission.ANSWER_CITIZENS,
        Permission.FILE_REQUEST,
        Permission.READ_REGISTER,
    ):
        assert not may(Clockwork(), permission)


def test_an_auditor_only_reads_and_reads_no_identity() -> None:
    assert staff(Role.AUDITOR).permissions == READING | {
        Permission.ASSESS_ANSWERS,
        Permission.ASK_TO_REVEAL,
    }


def test_no_single_role_both_decides_and_approves() -> None:
    for allowed in ROLE_PERMISSIONS.values():
        assert not {Permission.DECIDE_REQUESTS, Permission.APPROVE_REFUSALS} <= allowed


def test_whoever_runs_the_machines_sees_no_request_and_no_citizen() -> None:
    allowed = staff(Role.SYSADMIN).permissions
    assert not allowed & (
        DECIDING
        | {Permission.READ_REGISTER, Permission.REVEAL_IDENTITY, Permission.ANSWER_CITIZENS}
    )


def test_nobody_writes_entries_who_may_not_read_what_citizens_ask() -> None:
    for role, allowed in ROLE_PERMISSIONS.items():
        assert Permission.CURATE not in allowed or Permission.READ_QUESTIONS in allowed, role


def test_the_data_protection_officer_sees_identities_and_who_looked_and_decides_nothing() -> None:
    assert staff(Role.DATA_PROTECTION_OFFICER).permissions == {
        Permission.READ_REGISTER,
        Permission.READ_JOURNAL,
        Permission.REVEAL_IDENTITY,
        Permission.ALLOW_REVEALING,
        Permission.PROTECT_DATA,
        Permission.OWN_ACCOUNT,
    }


def test_accounts_are_managed_by_administrators_and_the_command_line_alone() -> None:
    managing = {
        role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MANAGE_STAFF in allowed
    }
    assert managing == {Role.SYSADMIN}
    assert may(Clockwork(), Permission.MANAGE_STAFF)


def test_nobody_but_the_program_keeps_time() -> None:
    assert not any(Permission.KEEP_TIME in allowed for allowed in ROLE_PERMISSIONS.values())
    assert may(Clockwork(), Permission.KEEP_TIME)


def test_the_journal_names_actors_by_number_only() -> None:
    assert [
        actor.label for actor in (Citizen(7), StaffMember(3, "Budi", frozenset()), Clockwork("a"))
    ] == [
        "citizen:7",
        "staff:3",
        "system:a",
    ]
