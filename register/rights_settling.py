"""Settles requests about personal data: what is told as done was done in the registers."""

from office import data_requests
from office.data_requests import About, Decision, Status
from office.people import Permission
from office.refusals import NotNow
from office.unit import Unit
from register import rights


def settle(unit: Unit, number: int, decision: Decision) -> None:
    """Settle a request; what the registers hold of an erasing person is restricted with it.

    Raises what `data_requests.decide` raises, and `NotNow` for one that is told as done while
    the person's cases are open, or erased while the archive law keeps them.
    """
    unit.require(Permission.PROTECT_DATA)
    asked = data_requests.one(unit, number)
    cases = rights.held(unit, asked.person) if asked.person is not None else []
    done = decision.status is Status.DONE and asked.is_open
    if cases and done and asked.about is About.ERASURE:
        raise NotNow("erasure_only_in_part")
    if done and asked.about is About.RESTRICTION and not all(one.is_restricted for one in cases):
        raise NotNow("restriction_not_done")
    data_requests.decide(unit, number, decision)
    if asked.about is About.ERASURE and decision.status is Status.PARTLY and asked.person:
        rights.restrict(unit, asked.person, data_request=number)
