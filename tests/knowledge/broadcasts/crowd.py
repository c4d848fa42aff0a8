"""What the tests of broadcasts share: a crowd, what is written to it, and a poster by hand."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from bot import fate, standing
from bot.crier import KnownChats
from knowledge.broadcasts import approving, declining, reading, running, writing
from knowledge.broadcasts.reading import Known
from knowledge.broadcasts.wording import Content, Wording
from knowledge.broadcasts.words import BroadcastCheck, BroadcastKind
from office import outbox
from office.outbox import Due, Kind
from office.people import Citizen, StaffMember
from office.unit import Office, Unit
from tests.people import CLOCKWORK

CHATS = KnownChats()
FIRST = 700_000_100
EVERY_CHECK = tuple(BroadcastCheck)


def content(**changes: Any) -> Content:
    """Return a serta-merta notice in two languages."""
    fields: dict[str, Any] = {
        "kind": BroadcastKind.IMMEDIATE,
        "texts": {
            "id": Wording("Banjir di Desa Kepet", "Warga di bantaran sungai diminta mengungsi."),
            "jv": Wording("Banjir ing Desa Kepet", "Warga ing pinggir lepen katuran ngungsi."),
        },
        "source": "BPBD Kabupaten Contoh",
        "valid_until": date(2026, 11, 24),
    }
    return Content(**{**fields, **changes})


def crowd(office: Office, size: int, *, blocked: Iterable[int] = ()) -> list[int]:
    """Let people be known to the bot; the places of some, who blocked it, are in `blocked`."""
    people = list(range(FIRST, FIRST + size))
    with office.unit(CLOCKWORK) as unit:
        for place, person in enumerate(people):
            standing.set_reachable(unit, person, reachable=place not in set(blocked))
    return people


def declines(office: Office, person: int) -> None:
    with office.unit(Citizen(person)) as unit:
        assert declining.decline(unit)


def submitted(office: Office, author: StaffMember, **changes: Any) -> int:
    """Write a broadcast and hand it to a second person; return its number."""
    with office.unit(author) as unit:
        number = writing.write(unit, content(**changes))
        writing.submit(unit, number, version=1)
    return number


def approved(office: Office, author: StaffMember, approver: StaffMember, **changes: Any) -> int:
    """Write a broadcast and have it approved; return its number."""
    number = submitted(office, author, **changes)
    with office.unit(approver) as unit:
        approving.approve(unit, number, version=2, checks=EVERY_CHECK)
    return number


def carry_on(office: Office, ahead: int = 10) -> int:
    """Let the clockwork carry broadcasts on once; return how many people that was."""
    with office.unit(CLOCKWORK) as unit:
        return running.run(unit, CHATS, ahead=ahead)


def known(office: Office, reader: StaffMember, number: int) -> Known:
    """Return a broadcast as it stands, through another window."""
    with office.reading(reader) as unit:
        return reading.one(unit, number)


def leaving(office: Office, size: int = 12) -> list[Due]:
    """Let what is due begin to leave, as the poster does; return it."""
    with office.unit(CLOCKWORK) as unit:
        numbers = [head.number for head in outbox.heads(unit.session, now=unit.now, size=size)]
        started = fate.start(unit, numbers=numbers)
    return sorted(started, key=lambda due: numbers.index(due.number))


def arrive(office: Office, due: Due) -> None:
    with office.unit(CLOCKWORK) as unit:
        fate.arrived(unit, row=due, said="Pengumuman", message_id=1, uploaded=None)


def post_everything(office: Office) -> list[int]:
    """Post whatever waits; return to whom, in order."""
    told: list[int] = []
    while due := leaving(office):
        for row in due:
            arrive(office, row)
            told.append(row.chat_id)
    return told


def to_the_end(office: Office, ahead: int = 10) -> list[int]:
    """Carry on and post until nothing moves; return who was told, in order."""
    told: list[int] = []
    while carry_on(office, ahead) + len(new := post_everything(office)):
        told += new
    return told


def notices(unit: Unit) -> Counter[tuple[int, str]]:
    """Return chat and state of every notice of a broadcast."""
    box = outbox.outbox
    rows = unit.session.execute(
        select(box.c.chat_id, box.c.state).where(box.c.kind == Kind.BROADCAST)
    )
    return Counter((row.chat_id, row.state) for row in rows)
