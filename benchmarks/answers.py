"""`python -m benchmarks.answers --entries FILE --questions FILE`: the engine beside others."""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.answering import sheet
from benchmarks.answering.contest import contest
from benchmarks.answering.data import (
    BadLine,
    drawn,
    own_entries,
    read_entries,
    read_lines,
    read_questions,
)
from benchmarks.answering.systems import BASELINES, OURS
from knowledge.finding.background import background


def main(arguments: list[str] | None = None) -> int:
    """Compare on the files that are named; return 2 where a line of them is bad."""
    wanted = _parser().parse_args(arguments)
    try:
        entries = own_entries() if wanted.entries is None else read_entries(wanted.entries)
        questions = drawn(read_questions(wanted.questions), wanted.limit)
        strange = _strange(wanted.background, own=wanted.entries is None)
    except BadLine as error:
        print(error, file=sys.stderr)
        return 2
    systems = OURS if wanted.no_baselines else (*OURS, *BASELINES)
    results = contest(systems, entries, questions, strange, rounds=wanted.rounds)
    sheet.show(sheet.heading(entries, questions), results)
    sheet.show_styles(results, questions)
    if wanted.json is not None:
        told = {
            "entries": len(entries),
            "questions": len(questions),
            "systems": sheet.figures(results),
        }
        wanted.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


def _strange(named: Path | None, *, own: bool) -> list[str]:
    if named is None:
        return list(background()) if own else []
    try:
        return read_lines(named)
    except (OSError, UnicodeDecodeError) as error:
        raise BadLine(f"{named}: {error}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks.answers", description="The answer engine beside others, on any data."
    )
    parser.add_argument(
        "--entries", type=Path, metavar="FILE",
        help='lines {"slug", "phrasings": [...], "title"?, "text"?}; without it: the own base',
    )  # fmt: skip
    parser.add_argument(
        "--questions", type=Path, metavar="FILE", required=True,
        help='lines {"text", "slug", "style"?}; slug null: no entry answers',
    )  # fmt: skip
    parser.add_argument(
        "--background", type=Path, metavar="FILE",
        help="lines that no entry answers; for ours only, the own base has its list",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="rounds in which time is taken")
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N questions, drawn")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
