"""Shows a contest's results as tables, and as figures for a file."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.answering.contest import Result
from benchmarks.answering.data import Entry, Question
from benchmarks.answering.metrics import Quality, mean, most_certain, tops
from benchmarks.answering.systems import PG_TRIGRAMS
from benchmarks.table import table

QUALITY = ["top-1 %", "R@3 %", "MRR@10", "AUROC", "ECE", "wrong %", "answered %"]
COST = ["build s", "p50 ms", "p99 ms", "RSS +MiB", "peak +MiB", "index MiB"]
NOTES = (
    "AUROC: questions with an entry against off-topic ones. ECE: 10 bins; * from scores stretched",
    "to 0..1, for they are no chances. wrong %: of all questions, answered with a wrong entry or",
    "though off-topic, at the product's threshold; baselines at the one that answers as many.",
    "Only ours is shown what belongs to no entry; without that: python -m benchmarks ablation.",
)


def heading(entries: Sequence[Entry], questions: Sequence[Question]) -> str:
    """Return how much is compared."""
    off_topic = sum(one.slug is None for one in questions)
    phrasings = sum(len(one.texts) for one in entries)
    return (
        f"{len(entries):,} entries with {phrasings:,} phrasings; "
        f"{len(questions):,} questions, {off_topic:,} of them off-topic"
    )


def show(title: str, results: Sequence[Result], *, cost: bool = True, notes: bool = True) -> None:
    """Print the systems' quality and, if wanted, what they cost."""
    able = [one for one in results if not one.word]
    rows = [[one.system.name, *quality_cells(one.quality, one.system.probable)] for one in able]
    table(title, ["system", *QUALITY], rows)
    if cost:
        rows = [[one.system.name, *cost_cells(one)] for one in able]
        table("What it costs (one thread)", ["system", *COST], rows)
    for one in results:
        if one.system is PG_TRIGRAMS and not one.word:
            print(f"{one.system.name}: its memory is the server's and not counted")
        if one.word:
            print(f"{one.system.name}: {one.word}")
        elif one.built is not None and one.built.way is not None:
            print(f"{one.system.name}: weights by {one.built.way}")
    if notes:
        print("\n".join(NOTES))


def quality_cells(found: Quality | None, probable: bool) -> list[str]:  # noqa: FBT001
    """Return the cells of a system's figures."""
    if found is None:
        return ["–"] * len(QUALITY)
    return [
        percent(found.top1), percent(found.recall3), number(found.mrr10, 3), number(found.auroc, 3),
        number(found.ece, 3) + ("" if probable else "*"),
        percent(found.wrong), percent(found.coverage),
    ]  # fmt: skip


def cost_cells(result: Result) -> list[str]:
    """Return the cells of what a system took."""
    built = result.built
    assert built is not None
    return [
        number(built.seconds, 2), number(result.p50, 2), number(result.p99, 2),
        number(built.grown, 1), number(built.peak, 1),
        "–" if built.index is None else number(built.index / 1024**2, 2),
    ]  # fmt: skip


def show_styles(results: Sequence[Result], questions: Sequence[Question]) -> None:
    """Print each style's share of right first entries; nothing where there are no styles."""
    styles = sorted({one.style for one in questions if one.style})
    able = [one for one in results if one.quality is not None]
    if not styles or not able:
        return
    rows = []
    for style in styles:
        mine = [place for place, one in enumerate(questions) if one.style == style]
        rows.append([style, str(len(mine)), *(_of_style(one, questions, mine) for one in able)])
    heads = ["style", "n", *(_short(one.system.name) for one in able)]
    table("Top-1 % by style; (wrongly answered %) of off-topic questions", heads, rows)


def _of_style(result: Result, questions: Sequence[Question], mine: Sequence[int]) -> str:
    asked = [place for place in mine if questions[place].slug is not None]
    if asked:
        right = [result.answers[place].best == questions[place].slug for place in asked]
        return percent(mean(right))
    assert result.quality is not None
    answers = result.answers
    sure = [bool(one.sure) for one in answers]
    if not result.system.probable:
        sure = most_certain(tops(answers), result.quality.coverage)
    return f"({percent(mean([sure[place] for place in mine]))})"


def _short(name: str) -> str:
    for long, short in (("ours (", "("), (" + LinearSVC", ""), ("RapidFuzz ", ""), ("SQLite ", "")):
        name = name.replace(long, short)
    return name.replace("(plain)", "plain").replace("(refined)", "refined")


def figures(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return everything measured, for a file; what is no number is null."""
    return [
        {
            "system": one.system.name,
            "word": one.word or None,
            **({} if one.quality is None else _clean(asdict(one.quality))),
            **({} if one.built is None else _clean(asdict(one.built))),
            **_clean({"p50_ms": one.p50, "p99_ms": one.p99}),
        }
        for one in results
    ]


def _clean(found: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in found.items()
    }


def percent(share: float) -> str:
    """Return a share in percent, a dash for none."""
    return number(share * 100, 1)


def number(value: float, places: int) -> str:
    """Return a number as it is printed, a dash for none."""
    return "–" if math.isnan(value) else f"{value:,.{places}f}"
