"""What the queue's page costs with three hundred open conversations and many ended ones."""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from starlette.testclient import TestClient

from admin.app import build
from benchmarks.register import KINDS
from benchmarks.stage import Databases
from benchmarks.table import percentile, table
from knowledge.escalation import moving
from knowledge.escalation.lines import line_place
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import LANE_RANK, SPEAKER_OF, Author, EscalationStatus, Lane, Reason
from office.people import Role, StaffMember
from office.settings import Settings
from office.unit import Office, Unit
from office.vault import open_vault
from office.writer import Writer
from tests.admin.street import sign_in
from tests.databases import office_on
from tests.people import CLOCKWORK, staff_member

OPEN, CLOSED = 300, 100_000
ALLOWED = 150.0  # ms at the 95th percentile
_VISITS = 40
_AT_ONCE = 5_000
_PAGES = ("/antrean", "/antrean/pantau", "/antrean/serupa?dekat=100003")
_ASKED = (
    "Kapan bansos bulan November cair?", "Apa syarat mengurus KTP yang hilang?",
    "Di mana kantor pelayanan perizinan usaha?", "Berapa biaya uji kir mobil pikap?",
    "Jalan di desa kami rusak sejak hujan kemarin, siapa yang memperbaiki?",
    "Bagaimana mendaftar posyandu lansia di kelurahan?",
)  # fmt: skip
_STANDING = (
    *[EscalationStatus.QUEUED] * 7, EscalationStatus.HELD, EscalationStatus.AWAITING_CITIZEN,
    EscalationStatus.AWAITING_OPD,
)  # fmt: skip


def report(books: Databases, rounds: int) -> None:
    """Print what each page costs on both databases, fresh after a change and unchanged."""
    for kind in KINDS:
        title = f"The queue with {OPEN} open conversations and {CLOSED:,} ended ones, on {kind}"
        rows = list(_measured(books, kind, rounds * _VISITS))
        table(title, ("page", "kB", "p50 ms", "p95 ms", "changed p95 ms", ""), rows)


def _measured(books: Databases, kind: str, visits: int) -> Iterator[list[str]]:
    place = Path(tempfile.mkdtemp(dir=books.folder))
    office = office_on(books.fresh(kind, place, slow=False), open_vault(books.keys))
    with office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi Santoso", Role.PPID, Role.INFORMATION_OFFICER)
    _fill(office, budi)
    writer = Writer(office)
    writer.start()
    try:
        os.environ["PENDOPO_DATA_DIR"] = tempfile.mkdtemp(dir=books.folder)
        panel = sign_in(build(Settings(), office, writer), "budi")
        for page in _PAGES:
            yield _row(page, panel, writer, visits)
    finally:
        writer.stop()
        office.engine.dispose()


def _row(page: str, panel: TestClient, writer: Writer, visits: int) -> list[str]:
    size = len(panel.get(page).content)
    same = [_visit(panel, page) for _ in range(visits)]
    changed = []
    for _ in range(visits):
        writer.do(moving.moved, CLOCKWORK)
        changed.append(_visit(panel, page))
    slowest = max(percentile(same, 0.95), percentile(changed, 0.95))
    return [
        page, f"{size / 1024:.0f}", f"{percentile(same, 0.5):.1f}",
        f"{percentile(same, 0.95):.1f}", f"{percentile(changed, 0.95):.1f}",
        "" if slowest <= ALLOWED else "slow",
    ]  # fmt: skip


def _visit(panel: TestClient, page: str) -> float:
    begun = time.perf_counter()
    answer = panel.get(page)
    spent = (time.perf_counter() - begun) * 1000
    assert answer.status_code == 200, answer.text
    return spent


def _fill(office: Office, officer: StaffMember) -> None:
    begun = time.perf_counter()
    for first in range(0, CLOSED, _AT_ONCE):
        numbers = range(first + 1, first + _AT_ONCE + 1)
        with office.unit(CLOCKWORK) as unit:
            _write(unit, [_ended(unit.now, number, officer) for number in numbers])
    with office.unit(CLOCKWORK) as unit:
        numbers = range(CLOSED + 1, CLOSED + OPEN + 1)
        _write(unit, [_standing(unit.now, number, officer) for number in numbers])
    if office.engine.dialect.name == "postgresql":
        # As its own housekeeping does; SQLite has none.
        with office.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    print(f"{CLOSED:,} conversations invented in {time.perf_counter() - begun:.0f} s", flush=True)


def _write(unit: Unit, rows: list[dict[str, Any]]) -> None:
    unit.session.execute(insert(Escalation), rows)
    unit.session.execute(
        insert(EscalationLine), [line for row in rows for line in _said(unit, row)]
    )


def _said(unit: Unit, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield two lines of the citizen and two replies; one question alone where it is open."""
    number, is_open = row["id"], row["status"] != EscalationStatus.CLOSED
    sealed = b"-"
    if is_open:
        words = f"{_ASKED[number % len(_ASKED)]}{'' if number % 3 else f' Di RT {number}.'}"
        sealed = unit.vault.seal(words, line_place(number))
    authors = [Author.CITIZEN] if is_open else [Author.CITIZEN, Author.STAFF] * 2
    for place, author in enumerate(authors):
        yield {
            "escalation_id": number,
            "at": row["opened_at"] + timedelta(minutes=place),
            "author": author,
            "staff_id": row["previous_officer"] if author is Author.STAFF else None,
            "sealed_text": sealed,
        }


def _usual(number: int, status: EscalationStatus, opened_at: datetime) -> dict[str, Any]:
    lane = Lane.GENERAL if number % 10 else Lane.FORMAL
    return {
        "id": number, "ticket": f"T-{number:05d}/2026", "person": number, "open_person": None,
        "language": "id", "status": status, "speaker": SPEAKER_OF[status], "lane": lane,
        "lane_rank": LANE_RANK[lane], "reason": Reason.ASKED, "opened_at": opened_at,
        "waiting_since": None, "promised_from": opened_at, "held_by": None, "held_since": None,
        "promised_by": opened_at + timedelta(hours=2), "promise_basis": "{}", "reminded": False,
        "previous_officer": None, "held_until": None, "closed_at": None, "timer_at": None,
        "handled_seconds": 240, "lapses": 0, "sensitive": False, "reopened": 0, "outcome": None,
    }  # fmt: skip


def _ended(now: datetime, number: int, officer: StaffMember) -> dict[str, Any]:
    opened = now - timedelta(minutes=8 * (CLOSED - number) + 600)
    row = _usual(number, EscalationStatus.CLOSED, opened)
    ended = opened + timedelta(minutes=9)
    return row | {"closed_at": ended, "outcome": "answered", "previous_officer": officer.staff_id}


def _standing(now: datetime, number: int, officer: StaffMember) -> dict[str, Any]:
    opened = now - timedelta(minutes=CLOSED + OPEN - number)
    status = _STANDING[number % len(_STANDING)]
    row = _usual(number, status, opened) | {"open_person": number, "timer_at": now}
    if status is EscalationStatus.HELD:
        lease = {"held_since": opened, "held_until": now + timedelta(minutes=9)}
        row |= lease | {"held_by": officer.staff_id}
    waits = status in {EscalationStatus.QUEUED, EscalationStatus.HELD}
    return row | {"waiting_since": opened if waits else None}
