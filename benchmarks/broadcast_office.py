"""The office of a benchmarked broadcast: whom it knows, what it sends, and what it answers."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bot import standing
from knowledge.broadcasts import approving, reading, running, writing
from knowledge.broadcasts.wording import Content, Wording
from knowledge.broadcasts.words import BroadcastCheck, BroadcastKind, BroadcastStatus
from office import staff
from office.clock import SystemClock
from office.database import open_engine
from office.outbox import Kind, Notice
from office.people import Clockwork, Role, StaffMember
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault

_PROGRAM = Clockwork("benchmark")
_TEXT = (
    "Debit Kali Madiun naik sejak pukul 14.00. Warga di bantaran Desa Kepet, Sukamaju, dan Sumber "
    "diminta mengungsi ke balai desa. Bawa surat penting dan obat. Bantuan: **112**."
)


class Desk:
    """Two people of the staff, and the answers that citizens get meanwhile."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._counted: Counter[int] = Counter()
        self.asked: list[tuple[int, float, int]] = []
        with office.unit(_PROGRAM) as unit:
            self._author, self._approver = (
                StaffMember(
                    staff.add(unit, login=login, name=login, roles=[Role.PPID], password_hash=""),
                    login,
                    frozenset({Role.PPID}),
                )
                for login in ("dewi", "budi")
            )

    def knows(self, people: Sequence[int]) -> None:
        """Let the bot know people."""
        with self._office.unit(_PROGRAM) as unit:
            for person in people:
                standing.set_reachable(unit, person, reachable=True)

    def approves(self) -> int:
        """Write a notice and let the second person approve it; return its number."""
        with self._office.unit(self._author) as unit:
            content = Content(
                BroadcastKind.IMMEDIATE, {"id": Wording("Banjir di Desa Kepet", _TEXT)}, "BPBD",
                unit.today + timedelta(days=1),
            )  # fmt: skip
            number = writing.write(unit, content)
            writing.submit(unit, number, version=1)
        with self._office.unit(self._approver) as unit:
            approving.approve(unit, number, version=2, checks=tuple(BroadcastCheck))
        return number

    def is_finished(self, number: int) -> bool:
        """Tell whether everybody was told."""
        with self._office.reading(self._author) as unit:
            return reading.one(unit, number).status is BroadcastStatus.FINISHED

    def stops(self, number: int) -> None:
        """Stop a broadcast."""
        with self._office.unit(self._author) as unit:
            running.stop(unit, number, reason="Isinya keliru, perlu diperbaiki")

    def answers(self, person: int) -> None:
        """Answer somebody's question."""
        which = self._counted[person]
        self._counted[person] += 1
        with self._office.unit(_PROGRAM) as unit:
            unit.post(Notice(person, "glad", f"bench:{person}:{which}", Kind.ANSWER))
        self.asked.append((person, time.perf_counter(), which))


@contextmanager
def open_desk(url: str, place: Path) -> Iterator[Desk]:
    """Open the office on a database."""
    settings = Settings(data_dir=place, database_url=url, _env_file=None)
    office = Office(open_engine(url), SystemClock(), settings.zone, open_vault(settings.keys))
    try:
        yield Desk(office)
    finally:
        office.engine.dispose()
