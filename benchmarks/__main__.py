"""`python -m benchmarks [--rounds N] [SECTION ...]`: print every table, or those named."""

import argparse

from benchmarks import backlog, latency, posting, throughput
from benchmarks.stage import databases

SECTIONS = {
    "throughput": throughput.report,
    "latency": latency.report,
    "backlog": backlog.report,
    "posting": posting.report,
}


def main() -> None:
    """Run the sections that are wanted."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with databases() as books:
        for name in wanted.sections or SECTIONS:
            SECTIONS[name](books, wanted.rounds)


if __name__ == "__main__":
    main()
