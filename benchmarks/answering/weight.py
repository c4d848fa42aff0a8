"""`python -m benchmarks weight`: what dependencies take on disk, how fast commands start."""

import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from benchmarks.answering.data import HERE
from benchmarks.table import median, table

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_QUESTION = "berapa lama permohonan informasi dijawab"
_MIB = 1024**2
_IMPORTS = ("numpy", "rapidfuzz", "snowballstemmer", "sqlalchemy", "knowledge.finder")


def report(rounds: int) -> None:
    """Print sizes and times."""
    table(
        "Installed size of each runtime dependency",
        ["package", "alone MiB", "what it brings MiB"],
        sizes(),
    )
    rows = [[name, f"{spent:.0f}"] for name, spent in imports(rounds)]
    table(f"Time to import, in a fresh process (median of {rounds})", ["module", "ms"], rows)
    rows = [[f"pendopo {name}", f"{spent:.0f}"] for name, spent in starts(rounds)]
    table(f"Start to end of a command (median of {rounds})", ["command", "ms"], rows)


def sizes() -> list[list[str]]:
    """Return each dependency's size and that of what it brings, largest first."""
    # The project file is asked and not the installed metadata, which may be of another day.
    told = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {_plain(_NAME.findall(line)[0]) for line in told["project"]["dependencies"]}
    found = []
    for name in direct:
        mine = size(name)
        brought = sum(size(one) for one in reached(name) - {name} - direct)
        found.append((mine + brought, name, mine, brought))
    rows = [
        [name, f"{mine / _MIB:.1f}", f"{brought / _MIB:.1f}"]
        for _, name, mine, brought in sorted(found, reverse=True)
    ]
    every = set().union(*(reached(name) for name in direct))
    return [*rows, ["all together", f"{sum(map(size, every)) / _MIB:.1f}", "–"]]


def needed(package: Distribution) -> set[str]:
    """Return the names a package needs that are installed, without its extras."""
    names = set()
    for line in package.requires or ():
        found = _NAME.match(line)
        if found and "extra ==" not in line and _installed(found[0]):
            names.add(_plain(found[0]))
    return names


def reached(name: str) -> set[str]:
    """Return a package and everything that it needs."""
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            ahead += needed(distribution(one)) - seen
    return seen


def size(name: str) -> int:
    """Return the bytes of a package's files."""
    package = distribution(name)
    paths = [Path(str(package.locate_file(one))) for one in package.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())


def imports(rounds: int) -> list[tuple[str, float]]:
    """Return the milliseconds that an import takes beyond Python's own start."""
    idle = _milliseconds(["-c", "pass"], rounds)
    return [(one, _milliseconds(["-c", f"import {one}"], rounds) - idle) for one in _IMPORTS]


def starts(rounds: int) -> list[tuple[str, float]]:
    """Return the milliseconds from start to end of commands."""
    with tempfile.TemporaryDirectory() as folder:
        place = {**os.environ, "PENDOPO_DATA_DIR": folder}
        ask = ["-m", "pendopo", "ask", _QUESTION]
        return [
            ("--help", _milliseconds(["-m", "pendopo", "--help"], rounds, place)),
            ("ask, the first time (learns)", _milliseconds(ask, 1, place)),
            ("ask, from then on", _milliseconds(ask, rounds, place)),
        ]


def _milliseconds(arguments: list[str], rounds: int, place: dict[str, str] | None = None) -> float:
    spans = []
    for _ in range(max(1, rounds)):
        begun = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own modules
            [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=place
        )
        spans.append((time.perf_counter() - begun) * 1000)
    return median(spans)


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
