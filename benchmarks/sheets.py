"""The books of Lampiran VIII made from a register, each in a process of its own."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.pages import Register
from benchmarks.table import table
from office.people import Role, StaffMember
from office.vault import open_vault
from register import exporting
from register.exporting import Book, Format, Wish
from register.ledger import Range
from register.tables import Request
from tests.databases import office_on

LINES = (1_000, 5_000)
_SINCE = date(2024, 1, 1)
READER = StaffMember(1, "Budi Santoso", frozenset({Role.PPID}))


def exports(kind: str, both: Sequence[Register], keys: Path) -> None:
    """Print how long a book of about so many lines takes in each register, and its memory."""
    rows = []
    for kind_of_file in (Format.CSV, Format.XLSX, Format.PDF):
        for lines in LINES:
            for register in both:
                if register.size < lines:
                    continue
                made = _made(register, keys, kind_of_file, _until(register, lines))
                rows.append(
                    [
                        kind_of_file.value, f"{register.size:,}", f"{made['rows']:,}",
                        f"{made['seconds']:.1f}", f"{made['rows'] / made['seconds']:.0f}",
                        f"{made['before']:.0f}", f"{made['peak']:.0f}",
                        f"{made['bytes'] / 1e6:.1f}",
                    ]
                )  # fmt: skip
    heads = [
        "as", "of", "lines", "seconds", "lines/s", "MiB before", "MiB at most", "file MB",
    ]  # fmt: skip
    table(f"The register by Lampiran VIII, on {kind}", heads, rows)


def _until(register: Register, lines: int) -> date:
    """Return the day by which so many requests had come."""
    with register.office.reading(register.reader) as unit:
        query = select(func.max(Request.received_date)).where(Request.id <= lines)
        return unit.session.scalars(query).one()


def _made(register: Register, keys: Path, wanted: Format, until: date) -> dict[str, Any]:
    url = register.office.engine.url.render_as_string(hide_password=False)
    order = [sys.executable, "-m", "benchmarks.sheets", url, str(keys), wanted.value, str(until)]
    done = subprocess.run(order, check=True, capture_output=True, text=True)  # noqa: S603
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def main() -> None:
    """Make one book and say what it cost."""
    parser = argparse.ArgumentParser(prog="benchmarks.sheets")
    for name in ("url", "keys", "format", "until"):
        parser.add_argument(name)
    asked = parser.parse_args()
    office = office_on(asked.url, open_vault(Path(asked.keys)))
    span = Range(_SINCE, date.fromisoformat(asked.until))
    wish = Wish(Book.REGISTER, Format(asked.format), span)
    before = _memory()
    with tempfile.TemporaryFile() as out, office.reading(READER) as unit:
        begun = time.perf_counter()
        rows = exporting.produce(unit, wish, office_name="PPID", out=out, heard=lambda _: None)
        seconds = time.perf_counter() - begun
        size = out.tell()
    said = {"rows": rows, "seconds": seconds, "before": before, "peak": _memory(), "bytes": size}
    print(json.dumps(said))


def _memory() -> float:
    """Return the most MiB this process has held; what its parent held is not counted."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main()
