"""What people do at the desk, each in a unit of its own, as the doors do it."""

from collections.abc import Callable
from typing import TypeVar

from knowledge.escalation import claiming, closing, opening, replying, talk
from knowledge.escalation.talk import Conversation
from knowledge.escalation.words import Lane, Outcome, Reason
from office import journal, posted
from office.people import Actor, Citizen, StaffMember
from office.unit import Office, Unit
from tests.people import BU_SARI, CLOCKWORK

T = TypeVar("T")
ALL_READ = 10**6


def do(office: Office, actor: Actor, work: Callable[[Unit], T]) -> T:
    with office.unit(actor) as unit:
        return work(unit)


def open_one(
    office: Office,
    citizen: Citizen = BU_SARI,
    words: str = "Halo petugas",
    lane: Lane = Lane.GENERAL,
) -> int:
    with office.unit(citizen) as unit:
        opening.open_for(unit, reason=Reason.ASKED, lane=lane)
        opening.add_line(unit, words)
        present = opening.current(unit)
        assert present is not None
        return present.id


def writes(office: Office, words: str, citizen: Citizen = BU_SARI) -> opening.Heard | None:
    return do(office, citizen, lambda unit: opening.add_line(unit, words))


def claim(office: Office, staff: StaffMember, number: int) -> bool:
    return do(office, staff, lambda unit: claiming.claim(unit, number))


def read(office: Office, staff: StaffMember, number: int) -> Conversation:
    with office.reading(staff) as unit:
        return talk.conversation(unit, number)


def reply(
    office: Office, staff: StaffMember, number: int, text: str = "Baik, Bu.", *, wait: bool = False
) -> int | None:
    seen = read(office, staff, number).newest
    return do(
        office,
        staff,
        lambda unit: replying.reply(unit, number, text, seen_line=seen, then_wait=wait),
    )


def close(
    office: Office,
    staff: StaffMember,
    number: int,
    outcome: Outcome = Outcome.ANSWERED,
    reason: str = "",
) -> None:
    seen = read(office, staff, number).newest
    do(
        office,
        staff,
        lambda unit: closing.close(unit, number, outcome=outcome, seen_line=seen, reason=reason),
    )


def answered(office: Office, staff: StaffMember, number: int) -> None:
    """Let a conversation end answered."""
    assert claim(office, staff, number)
    reply(office, staff, number)
    close(office, staff, number)


def told(office: Office, number: int) -> list[str]:
    """Return the texts that were posted about a conversation and not taken back, in order."""
    with office.reading(CLOCKWORK) as unit:
        letters = posted.about(unit.session, unit.vault, f"escalation:{number}:")
    return [letter.key for letter in letters if letter.state != "obsolete"]


def acts(office: Office, number: int) -> list[str]:
    """Return what the journal says of a conversation."""
    with office.reading(CLOCKWORK) as unit:
        found = journal.of_subject(unit.session, [f"escalation:{number}"])
    return [one.act.removeprefix("escalation.") for one in found]
