"""Pure: whether the processing a failure is said to concern fits where its data are said to lie."""

from collections.abc import Iterable
from dataclasses import dataclass

from office.breach_words import Incident, Whom
from office.retention import Activity

# In which piece of the retention schedule the accounts of a room are; the schedule says which
# activity a piece belongs to. Rooms are named as their labels are.
PIECES = {
    "chats": "chats",
    "data_requests": "data_requests",
    "requests": "request_identity",
    "objections": "objection_identity",
    "conversations": "conversations",
    "subscriptions": "wishes",
}
# Whoever has an account is in it, whatever the activity.
_EVERYBODY = "chats"


@dataclass(frozen=True, slots=True)
class Misfit:
    """An activity that was not named for a room that was; or one whose rooms were not."""

    activity: str
    rooms: tuple[str, ...]
    is_named: bool


def misfits(incident: Incident, activities: Iterable[Activity]) -> list[Misfit]:
    """Return what does not fit; nothing where the people were not found by rooms."""
    if incident.whom is not Whom.ROOMS:
        return []
    found = []
    for one in activities:
        rooms = tuple(room for room, piece in PIECES.items() if piece in one.pieces)
        chosen = tuple(room for room in rooms if room in incident.rooms and room != _EVERYBODY)
        if one.name in incident.activities:
            is_covered = _EVERYBODY in incident.rooms or set(rooms) & set(incident.rooms)
            if rooms and not is_covered:
                found.append(Misfit(one.name, rooms, is_named=True))
        elif chosen:
            found.append(Misfit(one.name, chosen, is_named=False))
    return found
