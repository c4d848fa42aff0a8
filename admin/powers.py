"""Who may do what, told from the one table that decides it: for a page and for the manual."""

from collections.abc import Iterator
from dataclasses import dataclass

from admin.texts import texts
from office.people import ROLE_PERMISSIONS, Actor, Citizen, Clockwork, Permission, Role

_CITIZEN, _PROGRAM = "citizen", "program"
_BESIDES: dict[str, Actor] = {_CITIZEN: Citizen(0), _PROGRAM: Clockwork()}


@dataclass(frozen=True, slots=True)
class Power:
    """A permission and who has it, by the codes of the texts."""

    permission: Permission
    roles: tuple[Role, ...]
    # Who has it without being staff: citizens, the program itself.
    besides: tuple[str, ...]


def powers() -> list[Power]:
    """Return every permission with everybody who has it."""
    return [
        Power(
            permission,
            tuple(role for role in Role if permission in ROLE_PERMISSIONS[role]),
            tuple(name for name, actor in _BESIDES.items() if permission in actor.permissions),
        )
        for permission in Permission
    ]


def document() -> str:
    """Return the tables of the manual, which a test compares with the file."""
    return "\n".join([*_roles(), "", *_matrix()]) + "\n"


def _roles() -> Iterator[str]:
    yield "| peran | nama di perintah | tugas |"
    yield "|---|---|---|"
    for role in Role:
        yield f"| {texts('role', role)} | `{role}` | {texts('role_task', role)} |"


def _matrix() -> Iterator[str]:
    heads = [texts("role_short", name) for name in (*Role, *_BESIDES)]
    yield f"| wewenang | {' | '.join(heads)} |"
    yield "|---|" + ":-:|" * len(heads)
    for power in powers():
        has = {*power.roles, *power.besides}
        cells = ["ya" if name in has else "" for name in (*Role, *_BESIDES)]
        yield f"| {texts('permission', power.permission)} | {' | '.join(cells)} |"
