"""The people of the office: accounts, roles, links, and the rule of the second factor."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from knowledge.escalation import claiming
from office import invitations, regional, roster, second_factor, sessions
from office.invitations import Invitation
from office.people import Role
from office.refusals import NotFound, NotValid
from office.regional import Opd
from office.roster import Member
from office.staff import Particulars
from office.unit import Unit


def show(visit: Visit) -> Response:
    """Show who has an account, and the rule of the second factor."""
    return _list(visit)


def _list(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        members = roster.every(unit)
        offices = regional.names(unit)
        demanded = second_factor.is_demanded(unit)
        history = roster.reasons(unit)
    without = sum(not row.has_second_factor for row in members if row.is_active)
    return visit.page(
        "people.html",
        422 if fault else 200,
        members=members,
        offices=offices,
        demanded=demanded,
        history=history,
        without=without,
        fault=fault,
    )


def set_rule(visit: Visit) -> Response:
    """Demand a second factor of everybody, or leave it to each."""
    wanted = {"wajib": True, "bebas": False}.get(visit.sent("rule"))
    if wanted is None:
        raise NotValid("rule", "choice_unclear")
    work = partial(roster.demand_second_factor, demanded=wanted, reason=visit.sent("reason"))
    try:
        visit.act(work)
    except NotValid as fault:
        return _list(visit, fault)
    return visit.go("/orang", "rule_changed")


def blank(visit: Visit) -> Response:
    """Show the empty form for somebody new."""
    return _new(visit, Particulars("", "", frozenset()))


def _new(visit: Visit, typed: Particulars, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        offices = regional.every(unit)
    status = 422 if fault else 200
    return visit.page(
        "person_new.html", status, typed=typed, roles=list(Role), offices=offices, fault=fault
    )


def invite(visit: Visit) -> Response:
    """Invite somebody new; show the link once."""
    typed = _typed(visit)
    work = partial(
        invitations.invite,
        login=typed.login,
        name=typed.name,
        roles=typed.roles,
        regional_office=typed.regional_office,
    )
    try:
        made = visit.act(work)
    except NotValid as fault:
        return _new(visit, typed, fault)
    return _link(visit, made)


def renew(visit: Visit) -> Response:
    """Make a new link to an account; show it once."""
    return _link(visit, visit.act(partial(invitations.renew, number=visit.number)))


def _link(visit: Visit, made: Invitation) -> Response:
    with visit.reading() as unit:
        member = roster.one(unit, made.number)
    link = f"{visit.desk.settings.address}/undangan/{made.token}"
    return visit.page("person_link.html", one=member, link=link, until=made.until)


def show_one(visit: Visit) -> Response:
    """Show an account with its open browsers and what may be done about it."""
    return _one(visit)


def _one(visit: Visit, fault: NotValid | None = None, typed: Particulars | None = None) -> Response:
    with visit.reading() as unit:
        member = roster.one(unit, visit.number)
        browsers = sessions.of_account(unit, member.number)
        history = roster.reasons(unit, member.number)
        names = regional.names(unit)
        offices = _offered(regional.every(unit), names, member)
    kept = Particulars(member.login, member.name, frozenset(member.roles), member.regional_office)
    return visit.page(
        "person.html",
        422 if fault else 200,
        one=member,
        typed=typed or kept,
        browsers=browsers,
        history=history,
        roles=list(Role),
        offices=offices,
        office_name=names.get(member.regional_office or 0, ""),
        fault=fault,
        is_own=visit.member is not None and visit.member.staff_id == member.number,
    )


def _offered(offices: list[Opd], names: dict[int, str], member: Member) -> list[Opd]:
    """Return the regional offices to choose from; the member's own even where it was closed."""
    own = member.regional_office
    if own is None or own in {one.number for one in offices}:
        return offices
    return [*offices, Opd(own, names[own])]


def amend(visit: Visit) -> Response:
    """Write an account down anew."""
    typed = _typed(visit)
    try:
        visit.act(partial(roster.amend, number=visit.number, particulars=typed))
    except NotValid as fault:
        return _one(visit, fault, typed)
    return visit.go(f"/orang/{visit.number}", "person_amended")


def withdraw(visit: Visit) -> Response:
    """Take back a link."""
    visit.act(partial(invitations.withdraw, number=visit.number))
    return visit.go(f"/orang/{visit.number}", "invitation_withdrawn")


def disable(visit: Visit) -> Response:
    """Switch an account off."""
    try:
        visit.act(partial(_disable, number=visit.number, reason=visit.sent("reason")))
    except NotValid as fault:
        return _one(visit, fault)
    return visit.go("/orang", "person_disabled")


def _disable(unit: Unit, *, number: int, reason: str) -> None:
    roster.disable(unit, number=number, reason=reason)
    claiming.let_go_of(unit, number)


def enable(visit: Visit) -> Response:
    """Switch an account on again."""
    visit.act(partial(roster.enable, number=visit.number))
    return visit.go(f"/orang/{visit.number}", "person_enabled")


def end_sessions(visit: Visit) -> Response:
    """Sign somebody out everywhere."""
    visit.act(partial(roster.end_sessions, number=visit.number))
    return visit.go(f"/orang/{visit.number}", "sessions_ended")


def remove_second_factor(visit: Visit) -> Response:
    """Take a lost second factor off an account."""
    work = partial(roster.remove_second_factor, number=visit.number, reason=visit.sent("reason"))
    try:
        visit.act(work)
    except NotValid as fault:
        return _one(visit, fault)
    return visit.go(f"/orang/{visit.number}", "second_factor_removed")


def _typed(visit: Visit) -> Particulars:
    """Return what was typed; only who answers for a regional office keeps one."""
    roles = frozenset(role for role in Role if visit.sent(f"role_{role}"))
    office = None
    if Role.PPID_EXECUTOR in roles and visit.sent("regional_office"):
        office = visit.sent_number("regional_office")
        with visit.reading() as unit:
            if office not in regional.names(unit):
                raise NotFound("regional_office_unknown")
    return Particulars(visit.sent("login"), visit.sent("name"), roles, office)
