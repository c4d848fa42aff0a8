"""The other side of the counter for the bot's tests: staff act while a citizen watches the chat."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from office.files import Kept
from office.inspection.findings import Inspection
from office.people import Citizen, Role, StaffMember
from register import completeness, decisions, handover, objections, requests, sweep
from register.decisions import Fee, Grant, Refusal
from register.objection_tables import Objection
from register.objection_words import Ground, SuperiorDecision
from register.objections import ObjectionForm, Reply
from register.tables import Request
from register.words import FeeKind, PaymentMethod, RefusalGround
from tests.bot.conftest import Guest, Hall
from tests.people import CLOCKWORK, a_form, staff_member

WHY = "Dokumen ini belum pernah dibuat oleh dinas mana pun."
FEE = Fee(FeeKind.COPYING, "Fotokopi hitam putih", 500, 25)


@dataclass
class Desk:
    """Pak Budi, who processes and decides, and Bu Ratna, who decides objections."""

    hall: Hall
    budi: StaffMember
    ratna: StaffMember

    def version(self, number: int) -> int:
        with self.hall.office.reading(self.budi) as unit:
            return unit.session.get_one(Request, number).version

    def status(self, number: int) -> str:
        with self.hall.office.reading(self.budi) as unit:
            return unit.session.get_one(Request, number).status

    def objection(self, number: int = 1) -> dict[str, Any]:
        names = ("status", "grounds", "past_window", "case_facts", "version", "received_date")
        with self.hall.office.reading(self.budi) as unit:
            row = unit.session.get_one(Objection, number)
            return {name: getattr(row, name) for name in names}

    def take_up(self, number: int) -> None:
        with self.hall.office.unit(self.budi) as unit:
            requests.take_up(unit, number, version=self.version(number))

    def find_incomplete(self, number: int, missing: str = "Mohon sebut tahun anggarannya.") -> None:
        with self.hall.office.unit(self.budi) as unit:
            completeness.find_incomplete(
                unit, number, version=self.version(number), missing=missing
            )

    def grant(self, number: int, **fields: Any) -> None:
        with self.hall.office.unit(self.budi) as unit:
            decisions.grant(unit, number, version=self.version(number), grant=Grant(**fields))

    def paid(self, number: int) -> None:
        with self.hall.office.unit(self.budi) as unit:
            handover.record_payment(
                unit, number, version=self.version(number), method=PaymentMethod.CASH,
                receipt_number="K-1",
            )  # fmt: skip

    def provide(self, number: int, document: Kept | None = None, how: str = "") -> None:
        with self.hall.office.unit(self.budi) as unit:
            if document is not None:
                handover.prepare(unit, number, document=document, inspection=Inspection(()))
            handover.provide(unit, number, version=self.version(number), how=how)

    def refuse(self, number: int) -> None:
        refusal = Refusal(RefusalGround.NOT_DOCUMENTED, WHY)
        with self.hall.office.unit(self.budi) as unit:
            decisions.refuse(unit, number, version=self.version(number), refusal=refusal)

    def reply(self, number: int, decision: SuperiorDecision = SuperiorDecision.REJECTED) -> None:
        known = self.objection(number)
        grounds = [ground for ground in Ground if ground.letter in known["grounds"]]
        order, due = ("", None)
        if decision.favours_applicant:
            order = "PPID wajib memberikan dokumen yang diminta."
            due = self.hall.clock.instant.date() + timedelta(days=7)
        reply = Reply(
            decision,
            dict.fromkeys(grounds, "Alasan ini sudah kami periksa."),
            "Menurut kami jawaban PPID sudah tepat dan lengkap.",
            order,
            due,
        )
        with self.hall.office.unit(self.ratna) as unit:
            objections.decide(unit, number, version=known["version"], reply=reply)

    def object(self, guest: Guest, number: int, *grounds: Ground) -> int:
        form = ObjectionForm(grounds, "Saya meminta dokumen, tetapi belum menerimanya.")
        with self.hall.office.unit(Citizen(guest.number)) as unit:
            return objections.raise_about(unit, number, form, draft_key=f"k{number}").id

    def sweep(self) -> None:
        with self.hall.office.unit(CLOCKWORK) as unit:
            sweep.run(unit)

    async def later(self, days: int) -> None:
        """Let days pass, for the office and for Telegram alike."""
        await self.hall.street.do("clock", advance=days * 86400)
        self.hall.clock.instant += timedelta(days=days)

    @property
    def today(self) -> date:
        return self.hall.clock.instant.date()


def open_desk(hall: Hall) -> Desk:
    with hall.office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi Santoso", Role.PPID, Role.INFORMATION_OFFICER)
        ratna = staff_member(unit, "ratna", "Ratna Sekda", Role.SUPERIOR)
    return Desk(hall, budi, ratna)


async def filed(hall: Hall, name: str = "Bu Sari") -> tuple[Guest, int]:
    """Let a newcomer have filed a request; the receipt has been read."""
    guest = await hall.newcomer(name)
    await guest.says("halo")
    with hall.office.unit(Citizen(guest.number)) as unit:
        number = requests.submit(unit, a_form(), draft_key=f"draft-{guest.number}").number
    await guest.hears()
    return guest, number


async def buttons(guest: Guest) -> dict[str, str]:
    """Return caption and data of the buttons under the newest message that has any."""
    rows = [row for row in await guest.everything() if row["from"] == "bot" and row["inline"]]
    return {
        button["text"]: button.get("data", "") for line in rows[-1]["inline"] for button in line
    }


def _captions(row: dict[str, Any]) -> list[str]:
    return [button["text"] for line in row["inline"] for button in line]


async def tap(guest: Guest, label: str) -> list[str]:
    """Press the button under the newest message that has it; return what the bot answered."""
    return [row["text"] for row in await tap_and_see(guest, label)]


async def tap_and_see(guest: Guest, label: str) -> list[dict[str, Any]]:
    rows = [row for row in await guest.everything() if row["from"] == "bot"]
    having = [
        row for row in rows if label in str([b["text"] for line in row["inline"] for b in line])
    ]
    await guest.hall.street.press(guest.number, label=label, message_id=having[-1]["message_id"])
    return await guest.sees()


async def document_of(guest: Guest, message: dict[str, Any]) -> bytes:
    """Return the content of the file that a message carries."""
    path = f"/practice/citizens/{guest.number}/files/{message['document']['file_id']}"
    async with guest.hall.street.session.get(path) as answer:
        assert answer.status == 200
        return await answer.read()
