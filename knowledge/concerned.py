"""Whom the library holds data of: who talked to staff, who subscribed, who waits for an answer."""

from sqlalchemy import select, union

from knowledge.curation_tables import Wish
from knowledge.escalation.tables import Escalation
from knowledge.programme_tables import Subscription
from office.breach_people import Rooms


def rooms() -> Rooms:
    """Return of each room the accounts it names."""
    followers = union(
        select(Subscription.person.label("person")), select(Wish.person.label("person"))
    ).subquery()
    return {
        "conversations": select(Escalation.person),
        "subscriptions": select(followers.c.person),
    }
