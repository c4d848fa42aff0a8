"""What each role may do, for everybody who works here."""

from starlette.responses import Response

from admin.powers import powers
from admin.visit import Visit
from office.people import ROLE_PERMISSIONS, Permission, Role


def show(visit: Visit) -> Response:
    """Show the roles and who has each permission."""
    roles = [(role, [one for one in Permission if one in ROLE_PERMISSIONS[role]]) for role in Role]
    return visit.page("powers.html", roles=roles, powers=powers())
