"""`python -m benchmarks [--rounds N] [--large N] [SECTION ...]`: print tables, all or some."""

import argparse
from functools import partial

from benchmarks import backlog, latency, posting, register, throughput
from benchmarks.stage import databases

SECTIONS = {
    "throughput": throughput.report,
    "latency": latency.report,
    "backlog": backlog.report,
    "posting": posting.report,
    "register": register.report,
}


def main() -> None:
    """Run the sections that are wanted."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--large", type=int, default=register.LARGE, help="requests in the large register"
    )
    wanted = parser.parse_args()
    sections = {**SECTIONS, "register": partial(register.report, large=wanted.large)}
    with databases() as books:
        for name in wanted.sections or SECTIONS:
            sections[name](books, wanted.rounds)


if __name__ == "__main__":
    main()
