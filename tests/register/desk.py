"""The desk at work: one call for each act, so that a test reads as what happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from inspect import signature
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Row

from office import outbox, posted, regional
from office.clock import StandingClock
from office.files import Kept
from office.inspection.findings import Finding, FindingKind, Inspection, Severity
from office.journal import journal
from office.people import Actor, Role, StaffMember
from office.unit import Office, Unit
from register import objections, requests, sweep
from register.decisions import Fee, Grant, Refusal
from register.exemption_form import Decree
from register.intake import RequestForm
from register.letter_tables import Letter
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import Ground, SuperiorDecision
from register.objections import ObjectionForm, Reply
from register.tables import Part, Release, Request, RequestEvent
from register.words import FeeKind, RefusalGround
from tests.people import BU_SARI, CLOCKWORK, WIB, a_form, staff_member
from tests.register.lists import draft

REASON = "Dokumen ini belum pernah dibuat oleh dinas mana pun."
MISSING = "Surat kuasa belum dilampirkan."
FACTS = "Sudah lewat sepuluh hari kerja dan belum ada jawaban."
ORDER = "Berikan dokumen yang diminta selengkapnya."
REPLY = "Setelah dibaca ulang, tanggapan PPID sudah sesuai aturan."
PAGE = Kept("a" * 64, "rkpd.pdf", "application/pdf", 1000)
CLEAN = Inspection(())
SUSPECT = Inspection((Finding(FindingKind.NIK, "halaman 1", 2, Severity.BLOCKS),))
FREE = Grant(note="Dokumen lengkap terlampir.")
PAID = Grant(fees=(Fee(FeeKind.COPYING, "fotokopi", 500, 20),), provide_days=3)
NOT_DOCUMENTED = Refusal(RefusalGround.NOT_DOCUMENTED, REASON)

Case = Row[Any]


@dataclass
class Desk:
    """An office with an officer, a second one, a superior, two liaisons, and an exemption."""

    office: Office
    budi: StaffMember
    dewi: StaffMember
    ratna: StaffMember
    lina: StaffMember
    hadi: StaffMember
    exemption: int
    filings: list[int] = field(default_factory=list)

    def at(self, day: str | date, hour: int = 9, minute: int = 0) -> None:
        """Set the clock to an hour of the office's own day."""
        there = date.fromisoformat(day) if isinstance(day, str) else day
        assert isinstance(self.office.clock, StandingClock)
        local = datetime.combine(there, time(hour, minute), WIB)
        self.office.clock.instant = local.astimezone(UTC)

    def by(self, actor: Actor, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do an act in a unit of its own; the version is the present one unless given."""
        named = self.with_version(act, given, named)
        with self.office.unit(actor) as unit:
            return act(unit, *given, **named)

    def with_version(
        self, act: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]
    ) -> dict[str, Any]:
        """Return an act's arguments with the version it asks for, as its actor sees it now."""
        wants = signature(act).parameters.get("version")
        if wants is None or wants.default is not wants.empty or "version" in named:
            return named
        with self.office.reading(CLOCKWORK) as unit:
            return {**named, "version": _version(unit, act, given[0])}

    def filed(self, who: Actor = BU_SARI, form: RequestForm | None = None, **more: Any) -> int:
        """File a request; return its number."""
        self.filings.append(len(self.filings))
        key = more.pop("draft_key", f"draft-{len(self.filings)}")
        receipt = self.by(who, requests.submit, form or a_form(), draft_key=key, **more)
        return int(receipt.number)

    def objected(self, number: int, *grounds: Ground, who: Actor = BU_SARI) -> int:
        """Object about a request; return the objection's number."""
        self.filings.append(len(self.filings))
        form = ObjectionForm(grounds, FACTS)
        key = f"objection-{len(self.filings)}"
        return int(self.by(who, objections.raise_about, number, form, draft_key=key).id)

    def refusal(self, ground: RefusalGround = RefusalGround.EXEMPT_H) -> Refusal:
        """Return a refusal that rests on the exemption in force."""
        return Refusal(ground, REASON, exemption=self.exemption)

    def sweep(self) -> int:
        """Let the clockwork wake once."""
        return int(self.by(CLOCKWORK, sweep.run))

    def deliver(self) -> list[str]:
        """Deliver every notice that waits, now; return their keys."""
        said: list[str] = []
        while True:
            with self.office.unit(CLOCKWORK) as unit:
                heads = outbox.heads(unit.session, now=unit.now)
                numbers = [head.number for head in heads]
                due = outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault)
                for one in due:
                    outbox.sent(
                        unit.session, one.number, message_id=one.number, said=one.key,
                        now=unit.now, vault=unit.vault,
                    )  # fmt: skip
                said += [one.key for one in sorted(due, key=lambda one: one.number)]
            if not numbers:
                return said

    def request(self, number: int) -> Case:
        """Return a request's row as it is stored."""
        return self._row(Request, number)

    def objection(self, number: int) -> Case:
        """Return an objection's row as it is stored."""
        return self._row(Objection, number)

    def part(self, number: int) -> Case:
        """Return a part's row as it is stored."""
        return self._row(Part, number)

    def _row(self, table: type[Any], number: int) -> Case:
        with self.office.reading(CLOCKWORK) as unit:
            columns = table.__table__.c
            return unit.session.execute(select(*columns).where(columns.id == number)).one()

    def story(self, number: int) -> list[tuple[str, date]]:
        """Return the events of a request in the order in which they were written."""
        return self._events(RequestEvent, RequestEvent.request_id == number)

    def objection_story(self, number: int) -> list[tuple[str, date]]:
        """Return the events of an objection in the order in which they were written."""
        return self._events(ObjectionEvent, ObjectionEvent.objection_id == number)

    def _events(self, table: type[Any], condition: Any) -> list[tuple[str, date]]:
        with self.office.reading(CLOCKWORK) as unit:
            query = select(table.event, table.effective_on).where(condition).order_by(table.id)
            return [(row.event, row.effective_on) for row in unit.session.execute(query)]

    def told(self, prefix: str) -> list[str]:
        """Return the keys of the notices about a case, oldest first."""
        with self.office.reading(CLOCKWORK) as unit:
            return [one.key for one in posted.about(unit.session, unit.vault, prefix)]

    def weight(self) -> tuple[int, ...]:
        """Return how many rows there are of everything that an act leaves behind."""
        tables = (
            Request.__table__, RequestEvent.__table__, Objection.__table__,
            ObjectionEvent.__table__, Part.__table__, Release.__table__, Letter.__table__,
            outbox.outbox, journal,
        )  # fmt: skip
        with self.office.reading(CLOCKWORK) as unit:
            counts = [select(func.count()).select_from(one).scalar_subquery() for one in tables]
            return tuple(unit.session.execute(select(*counts)).one())


def _version(unit: Unit, act: Callable[..., Any], number: int) -> int:
    kind = {"register.objections": Objection, "register.parts": Part}.get(act.__module__, Request)
    return int(unit.session.scalar(select(kind.version).where(kind.id == number)) or 1)


def reply(
    decision: SuperiorDecision, *grounds: Ground, order_due: date | None = None, **more: Any
) -> Reply:
    """Return a superior's reply with a statement on each ground."""
    said = dict.fromkeys(grounds, "Alasan ini sudah diperiksa.")
    order = ORDER if decision.favours_applicant else ""
    return Reply(decision, said, REPLY, order=order, order_due=order_due, **more)


def open_desk(office: Office) -> Desk:
    """Return the desk with its people, its two regional offices and an exemption in force."""
    from register import exemptions  # noqa: PLC0415 - needs staff, so only where a desk is opened

    with office.unit(CLOCKWORK) as unit:
        both = (Role.PPID, Role.INFORMATION_OFFICER)
        budi = staff_member(unit, "budi", "Budi Santoso", *both)
        dewi = staff_member(unit, "dewi", "Dewi Lestari", *both)
        ratna = staff_member(unit, "ratna", "Ratna Sekda", Role.SUPERIOR)
        lina = _liaison(unit, "lina", "Dinas Kesehatan")
        hadi = _liaison(unit, "hadi", "Dinas Pekerjaan Umum")
    with office.unit(budi) as unit:
        exemption = exemptions.propose(unit, draft())
    with office.unit(ratna) as unit:
        decree = Decree("188/45/2026", unit.today)
        exemptions.establish(unit, exemption, version=1, decree=decree)
    return Desk(office, budi, dewi, ratna, lina, hadi, exemption)


def _liaison(unit: Unit, login: str, name: str) -> StaffMember:
    number = regional.add(unit, name)
    return staff_member(unit, login, login.title(), Role.PPID_EXECUTOR, regional_office=number)
