"""What the dashboard costs over years of requests and questions, and what keeping them costs."""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from starlette.testclient import TestClient

from admin.app import build
from benchmarks.dashboard_talk import fill_talk
from benchmarks.filled import Site, fill
from benchmarks.register import KINDS
from benchmarks.stage import Databases
from benchmarks.table import median, percentile, table
from knowledge.figures import reading as talk
from knowledge.figures import tally as talk_tally
from knowledge.figures import upkeep as talk_upkeep
from office import daily
from office.files import Cabinet
from office.people import Role
from office.periods import Period
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault
from office.writer import Writer
from register.figures import reading, tally, upkeep
from tests.admin.street import sign_in
from tests.databases import office_on
from tests.people import CLOCKWORK, staff_member

LARGE = 200_000  # requests; ten questions for each
_SMALLER = 100  # times
_QUESTIONS = 10
ALLOWED_MS, ALLOWED_RATIO = 500.0, 1.5
_VISITS = 10  # of each page in each round
_MOVED = 6  # days that moved since they were kept
YEAR, MONTH = Period.year(2026), Period.month(2026, 11)
_QUERY = "/dasbor?dari={0.since}&sampai={0.until}"


@dataclass(frozen=True, slots=True)
class House:
    """An office of some size with its panel."""

    size: int
    office: Office
    panel: TestClient

    def read(self, period: Period) -> None:
        """Read every figure of a period and of the one before."""
        with self.office.reading(CLOCKWORK) as unit:
            for one in (period, period.before()):
                reading.requests(unit, one)
                reading.objections(unit, one)
                talk.questions(unit, one)
                talk.desk(unit, one)

    def visit(self, period: Period) -> None:
        """Look at the dashboard."""
        answer = self.panel.get(_QUERY.format(period))
        assert answer.status_code == 200, answer.text

    def move(self) -> None:
        """Let some days of each series have moved, as they do between two looks of the clock."""
        with self.office.unit(CLOCKWORK) as unit:
            for step in range(_MOVED):
                day = date(2026, 11, 20) - timedelta(days=step * 31)
                for series in (*tally.EVERY, *talk_tally.EVERY):
                    daily.mark(unit, series.name, day)


Look = Callable[[House], None]
LOOKS: tuple[tuple[str, Look], ...] = (
    ("all figures of a month", partial(House.read, period=MONTH)),
    ("all figures of a year", partial(House.read, period=YEAR)),
    ("/dasbor, a month", partial(House.visit, period=MONTH)),
    ("/dasbor, a year", partial(House.visit, period=YEAR)),
)


def report(books: Databases, rounds: int, *, large: int = LARGE) -> None:
    """Print what keeping and what looking costs on both databases."""
    for kind in KINDS:
        with _houses(books, kind, large) as both:
            _print(kind, both, rounds * _VISITS, "everything kept")
            for house in both:
                house.move()
            _print(kind, both, rounds * _VISITS, f"{_MOVED} days moved since")


def _print(kind: str, both: Sequence[House], visits: int, stand: str) -> None:
    heads = ["", *(f"{one.size:,} p50 ms" for one in both), "ratio", "p95 ms", ""]
    rows = list(_rows(both, visits))
    table(f"The dashboard on {kind}, {stand} ({visits} visits to each in turns)", heads, rows)


def _rows(both: Sequence[House], visits: int) -> Iterator[list[str]]:
    for name, look in LOOKS:
        small, large = _timed(look, both, visits)
        ratio = median(large) / median(small)
        slowest = percentile(large, 0.95)
        # Reading alone takes few milliseconds, where a ratio says little; the page is what counts.
        fits = slowest <= ALLOWED_MS and (ratio <= ALLOWED_RATIO or not name.startswith("/"))
        yield [
            name, f"{median(small):.1f}", f"{median(large):.1f}", f"{ratio:.2f}",
            f"{slowest:.1f}", "" if fits else "slow",
        ]  # fmt: skip


def _timed(look: Look, both: Sequence[House], visits: int) -> list[list[float]]:
    """Return milliseconds of each visit by house; in turns, after one that is not counted."""
    spent: list[list[float]] = [[] for _ in both]
    for house in both:
        look(house)
    gc.collect()
    for _ in range(visits):
        for place, house in enumerate(both):
            begun = time.perf_counter()
            look(house)
            spent[place].append((time.perf_counter() - begun) * 1000)
    return spent


@contextmanager
def _houses(books: Databases, kind: str, large: int) -> Iterator[list[House]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(_house(books, kind, size)) for size in (large // _SMALLER, large)
        ]


@contextmanager
def _house(books: Databases, kind: str, size: int) -> Iterator[House]:
    place = Path(tempfile.mkdtemp(dir=books.folder))
    url = books.fresh(kind, place, slow=False)
    office = office_on(url, open_vault(books.keys))
    with office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi Santoso", Role.PPID, Role.INFORMATION_OFFICER)
    begun = time.perf_counter()
    fill([Site(office, Cabinet(place / "files", office.vault))], size, budi.staff_id)
    fill_talk(office, size * _QUESTIONS, budi.staff_id)
    print(f"{size:,} requests, {size * _QUESTIONS:,} questions invented in "
          f"{time.perf_counter() - begun:.0f} s", flush=True)  # fmt: skip
    _keep(office, kind, size)
    writer = Writer(office)
    writer.start()
    try:
        os.environ["PENDOPO_DATA_DIR"] = tempfile.mkdtemp(dir=books.folder)
        yield House(size, office, sign_in(build(Settings(), office, writer), "budi"))
    finally:
        writer.stop()
        office.engine.dispose()


def _keep(office: Office, kind: str, size: int) -> None:
    """Keep every day, as after an upgrade, in the portions in which the clockwork does it."""
    begun, days, longest = time.perf_counter(), 0, 0.0
    while True:
        started = time.perf_counter()
        with office.unit(CLOCKWORK) as unit:
            more = upkeep.refresh(unit) + talk_upkeep.refresh(unit)
        longest = max(longest, time.perf_counter() - started)
        days += more
        if not more:
            break
    print(f"{kind}, {size:,} requests: {days:,} days kept in {time.perf_counter() - begun:.1f} s, "
          f"the longest transaction {longest * 1000:.0f} ms", flush=True)  # fmt: skip
