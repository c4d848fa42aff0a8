"""`python -m benchmarks [--rounds N] [--large N] [SECTION ...]`: print tables, all or some."""

import argparse
import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

# Each section is loaded where it is wanted: the doors' libraries take seconds.
BOOKED = (
    "throughput",
    "latency",
    "backlog",
    "posting",
    "register",
    "queue",
    "dashboard",
    "public",
    "day",
    "broadcast",
)
ANSWERING = {
    "answers": "sections",
    "ablation": "ablation",
    "answers-speed": "speed",
    "fuzz": "fuzz",
    "weight": "weight",
}
# Played without a database and without the answer engine.
PLAYED = ("promise",)
SECTIONS = (*BOOKED, *ANSWERING, *PLAYED)


def main() -> None:
    """Run the sections that are wanted."""
    parser = _parser()
    wanted = parser.parse_args()
    names = wanted.sections or SECTIONS
    unknown = sorted(set(names) - set(SECTIONS))
    if unknown:
        parser.error(f"nobody knows {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    with ExitStack() as opened:
        books: Any = None
        for name in names:
            if name in ANSWERING:
                _answering(name, wanted)()
                continue
            if name in PLAYED:
                import_module(f"benchmarks.{name}").report()
                continue
            if books is None:
                books = opened.enter_context(import_module("benchmarks.stage").databases())
            report = import_module(f"benchmarks.{name}").report
            if name in {"register", "dashboard"} and wanted.large:
                report = partial(report, large=wanted.large)
            if name == "broadcast":
                report = partial(report, recipients=wanted.recipients, faster=wanted.faster)
            if name == "day":
                report = partial(report, chats=wanted.chats, officers=wanted.officers)
            report(books, wanted.rounds)


def _answering(name: str, wanted: argparse.Namespace) -> Callable[[], None]:
    """Return a section of the answer engine, which needs no database."""
    folders = import_module("benchmarks.answering.sections").Folders(
        wanted.massive, wanted.clinc, wanted.part
    )
    given: dict[str, tuple[object, ...]] = {
        "answers": (folders, wanted.rounds),
        "ablation": (folders,),
        "answers-speed": (wanted.rounds,),
        "fuzz": (wanted.messages,),
        "weight": (wanted.rounds,),
    }
    return partial(import_module(f"benchmarks.answering.{ANSWERING[name]}").report, *given[name])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", type=int, help="requests in the large register")
    parser.add_argument("--chats", type=int, default=2000, help="chats of a working day")
    parser.add_argument("--officers", type=int, default=5, help="officers of a working day")
    parser.add_argument("--recipients", type=int, default=1500, help="chats of a broadcast")
    parser.add_argument(
        "--faster", type=int, default=1, metavar="TIMES",
        help="a broadcast's stand-in and pace so many times as fast",
    )  # fmt: skip
    parser.add_argument("--messages", type=int, default=50_000, help="hostile messages of fuzz")
    for name in ("massive", "clinc"):
        variable = f"PENDOPO_BENCH_{name.upper()}"
        parser.add_argument(
            f"--{name}", type=Path, metavar="FOLDER", default=_named(variable),
            help=f"where {name}'s files lie; or say so by {variable}",
        )  # fmt: skip
    parser.add_argument("--part", default="dev", help="part of MASSIVE and CLINC150 that is asked")
    return parser


def _named(variable: str) -> Path | None:
    given = os.environ.get(variable)
    return Path(given) if given else None


if __name__ == "__main__":
    main()
