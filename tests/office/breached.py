"""What the tests of failures to protect data share: one that happened, and each act on it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from bot import retention as whole
from bot.crier import languages
from knowledge import concerned as library
from office import breach_closing, breach_people, breach_reading, breaches, retention_runs
from office.breach_people import Progress, Rooms
from office.breach_reading import Breach
from office.breach_words import Account, Incident, Outcome, Whom
from office.journal import journal
from office.outbox import State, outbox
from office.people import StaffMember
from office.unit import Office
from register import concerned
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING, PAK_JOKO

SECRET = "Laptop Bappeda hilang di kereta"
ACCOUNT = Account(
    "Nama dan alamat pemohon",
    SECRET,
    "Sandi diganti, laptop dikunci",
    "Waspadai pesan yang meminta kode.",
)
KNOWN = MONDAY_MORNING - timedelta(hours=1)
ROOMS: Rooms = {**breach_people.own_rooms(), **concerned.rooms(), **library.rooms()}
LEARNED = "Laptop wajib terenkripsi."


def incident(*people: int, **changes: object) -> Incident:
    made = Incident(
        KNOWN, None, ("Hak subjek data",), ACCOUNT, Whom.CHOSEN,
        people=people or (BU_SARI.person, PAK_JOKO.person),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def of_rooms(*rooms: str) -> Incident:
    return incident(whom=Whom.ROOMS, rooms=rooms, people=())


def recorded(office: Office, by: StaffMember, what: Incident | None = None) -> int:
    with office.unit(by) as unit:
        return breaches.record(unit, what or incident(), ROOMS)


def shown(office: Office, by: StaffMember, number: int = 1) -> Breach:
    with office.reading(by) as unit:
        return breach_reading.one(unit, number)


def submitted(office: Office, by: StaffMember, number: int = 1) -> int:
    with office.unit(by) as unit:
        version = breach_reading.one(unit, number).version
        return breaches.submit(unit, number, ROOMS, version=version)


def approved(office: Office, by: StaffMember, number: int = 1) -> None:
    with office.unit(by) as unit:
        version = breach_reading.one(unit, number).version
        breaches.approve(unit, number, version=version)


def amended(office: Office, by: StaffMember, what: Incident) -> None:
    with office.unit(by) as unit:
        version = breach_reading.one(unit, 1).version
        breaches.amend(unit, 1, what, ROOMS, version=version)


def told(office: Office, by: StaffMember) -> None:
    with office.unit(by) as unit:
        breaches.tell_body(unit, 1, at=unit.now, letter="500/12/2026")


def told_otherwise(office: Office, by: StaffMember, how: str = "Surat tercatat.") -> None:
    with office.unit(by) as unit:
        breaches.tell_others(unit, 1, at=unit.now, how=how)


def ticks(office: Office) -> int:
    """Let the clockwork warn of terms; return of how many it did."""
    with office.unit(CLOCKWORK) as unit:
        return breaches.run(unit)


def posts(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        return breach_people.run(unit, languages)


def settles(office: Office, person: int, state: State) -> None:
    """Let the notice to somebody be settled by the poster."""
    with office.unit(CLOCKWORK) as unit:
        notice = outbox.c.once == f"data_breach:1:{person}"
        unit.session.execute(
            update(outbox).where(notice).values(state=state, finished_at=unit.now)
        )  # fmt: skip


def progress(office: Office, by: StaffMember) -> Progress:
    with office.reading(by) as unit:
        return breach_reading.progress(unit, 1)


def acts(office: Office) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        said = select(journal.c.act).where(journal.c.act.startswith("data_breach."))
        return list(unit.session.scalars(said.order_by(journal.c.id)))


def closed(office: Office, by: StaffMember, outcome: Outcome = Outcome.CONFIRMED) -> None:
    with office.unit(by) as unit:
        breach_closing.close(unit, 1, outcome=outcome, lessons=LEARNED)


def night(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    more = True
    while more:
        with office.unit(CLOCKWORK) as unit:
            more = whole.carry_on(unit)
