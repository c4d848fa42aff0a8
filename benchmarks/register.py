"""What a page of the register costs at a thousand requests and at two hundred thousand."""

import gc
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from admin.app import build
from benchmarks import sheets
from benchmarks.filled import Site, fill
from benchmarks.pages import MEASURES, Measure, Register
from benchmarks.stage import Databases
from benchmarks.table import median, percentile, table
from office.files import Cabinet
from office.people import Role
from office.settings import Settings
from office.vault import open_vault
from office.writer import Writer
from register import book, objection_book, sweep
from tests.admin.street import sign_in
from tests.databases import office_on
from tests.people import CLOCKWORK, staff_member

SMALL, LARGE = 1_000, 200_000
KINDS = ("sqlite", "postgresql")
ALLOWED = 1.5
_VISITS = 8  # of each page in each round

Visits = tuple[list[float], int]


@contextmanager
def registers(books: Databases, large: int) -> Iterator[dict[str, list[Register]]]:
    """Fill a small and a large register of each kind and put panels over them."""
    filled: dict[str, list[Register]] = {kind: [] for kind in KINDS}
    with ExitStack() as stack:
        for size in (SMALL, large):
            sites = [_site(books, kind) for kind in KINDS]
            begun = time.perf_counter()
            fill(sites, size, 1)
            print(f"{size:,} requests invented in {time.perf_counter() - begun:.0f} s", flush=True)
            for kind, site in zip(KINDS, sites, strict=True):
                filled[kind].append(stack.enter_context(_opened(books, site, size)))
        yield filled


def _site(books: Databases, kind: str) -> Site:
    place = Path(tempfile.mkdtemp(dir=books.folder))
    office = office_on(books.fresh(kind, place, slow=False), open_vault(books.keys))
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "budi", "Budi Santoso", Role.PPID, Role.INFORMATION_OFFICER)
    return Site(office, Cabinet(place / "files", office.vault))


@contextmanager
def _opened(books: Databases, site: Site, size: int) -> Iterator[Register]:
    writer = Writer(site.office)
    writer.start()
    try:
        os.environ["PENDOPO_DATA_DIR"] = tempfile.mkdtemp(dir=books.folder)
        panel = sign_in(build(Settings(), site.office, writer), "budi")
        yield Register(size, site.office, sheets.READER, panel)
    finally:
        writer.stop()
        site.office.engine.dispose()


def timed(measure: Measure, both: Sequence[Register], visits: int) -> list[Visits]:
    """Return milliseconds of each visit, and the most lines seen, by register; in turns."""
    spent: list[list[float]] = [[] for _ in both]
    lines = [measure.visit(register) for register in both]
    gc.collect()
    for _ in range(visits):
        for place, register in enumerate(both):
            begun = time.perf_counter()
            found = measure.visit(register)
            spent[place].append((time.perf_counter() - begun) * 1000)
            lines[place] = max(lines[place], found)
    return list(zip(spent, lines, strict=True))


def _row(name: str, small: Visits, large: Visits) -> list[str]:
    before, after = median(small[0]), median(large[0])
    return [
        name, f"{small[1]}/{large[1]}", f"{before:.1f}", f"{after:.1f}", f"{after / before:.2f}",
        f"{percentile(small[0], 0.95):.1f}", f"{percentile(large[0], 0.95):.1f}",
        "" if after / before <= ALLOWED else "grows",
    ]  # fmt: skip


def pages(kind: str, both: Sequence[Register], visits: int) -> None:
    """Print what each page costs in a small register and in a large one."""
    rows = []
    for measure in MEASURES:
        small, large = timed(measure, both, visits)
        rows.append(_row(measure.name, small, large))
    heads = [
        "page", "lines", *(f"{one.size:,} p50 ms" for one in both), "ratio",
        *(f"{one.size:,} p95 ms" for one in both), "",
    ]  # fmt: skip
    title = f"Pages of the register on {kind} ({visits} visits to each in turns)"
    table(title, heads, rows)


def sweeps(kind: str, both: Sequence[Register], rounds: int) -> None:
    """Print what the clockwork's look at the open cases costs: catching up, then as always."""
    rows = []
    for register in both:
        with register.office.reading(register.reader) as unit:
            cases = book.figures(unit).open + objection_book.figures(unit).open
        done, first = _swept(register)
        usual = median([_swept(register)[1] for _ in range(rounds)])
        rows.append(
            [
                f"{register.size:,}", str(cases), str(done), f"{first * 1000:.0f}",
                f"{usual * 1000:.1f}", f"{usual / cases * 1e6:.0f}",
            ]
        )  # fmt: skip
    heads = ["requests", "open cases", "first: done", "first ms", "later ms", "later us/case"]
    table(f"The sweep of what has come due, on {kind}", heads, rows)


def _swept(register: Register) -> tuple[int, float]:
    begun = time.perf_counter()
    with register.office.unit(CLOCKWORK) as unit:
        done = sweep.run(unit)
    return done, time.perf_counter() - begun


def report(books: Databases, rounds: int, *, large: int = LARGE) -> None:
    """Print every table for both databases."""
    with registers(books, large) as filled:
        for kind, both in filled.items():
            pages(kind, both, rounds * _VISITS)
        for kind, both in filled.items():
            sheets.exports(kind, both, books.keys)
        for kind, both in filled.items():
            sweeps(kind, both, rounds)
