"""Keys of other offices: which there are, one more, taking one back."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import api_keys, regional, staff
from office.api_keys import FASTEST, LIVES, LONGEST_NAME, SLOWEST, USUAL_PACE, Scope, Wanted
from office.refusals import NotValid

_USUAL_LIFE = 180


def show(visit: Visit) -> Response:
    """Show the keys and the form for one more."""
    return _page(visit, Wanted("", frozenset(), _USUAL_LIFE))


def make(visit: Visit) -> Response:
    """Make a key and show it this once; it is kept nowhere."""
    wanted = Wanted("", frozenset(), _USUAL_LIFE)
    try:
        wanted = _wanted(visit)
        token = visit.act(partial(api_keys.make, wanted=wanted))
    except NotValid as fault:
        return _page(visit, wanted, fault=fault)
    return _page(visit, Wanted("", frozenset(), _USUAL_LIFE), token=token)


def _wanted(visit: Visit) -> Wanted:
    office = visit.sent_number("regional_office") if visit.sent("regional_office") else None
    return Wanted(
        name=visit.sent("name"),
        scopes=frozenset(scope for scope in Scope if visit.sent(f"scope_{scope.name.lower()}")),
        days=visit.sent_number("days"),
        regional_office=office,
        per_minute=visit.sent_number("per_minute"),
    )


def revoke(visit: Visit) -> Response:
    """Let a key open nothing any more."""
    visit.act(partial(api_keys.revoke, number=visit.number))
    return visit.go("/kunci-api", "api_key_revoked")


def _page(
    visit: Visit, wanted: Wanted, *, token: str = "", fault: NotValid | None = None
) -> Response:
    with visit.reading() as unit:
        return visit.page(
            "api_keys.html",
            422 if fault else 200,
            keys=api_keys.every(unit),
            names=staff.names(unit),
            offices=regional.every(unit),
            office_names=regional.names(unit),
            scopes=list(Scope),
            lives=LIVES,
            limits=(SLOWEST, USUAL_PACE, FASTEST, LONGEST_NAME),
            now=unit.now,
            typed=wanted,
            token=token,
            fault=fault,
        )
