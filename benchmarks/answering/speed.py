"""`python -m benchmarks answers-speed`: what larger bases cost, beside others, one thread wide."""

import random
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks.answering import noise, sheet
from benchmarks.answering.contest import Built, Worker
from benchmarks.answering.data import OWN_QUESTIONS, Entry, own_entries, read_questions
from benchmarks.answering.systems import (
    OKAPI,
    PLAIN,
    REFINED,
    TOKEN_SETS,
    TRIGRAMS,
    WEIGHTED,
    System,
    Unable,
)
from benchmarks.table import median, percentile, table

SIZES = (1_000, 10_000, 100_000)
AN_ENTRY = 10
_ASKED = 60  # questions a round
_EDITS = 20
_SYSTEMS = (PLAIN, REFINED, TOKEN_SETS, WEIGHTED, OKAPI, TRIGRAMS)


def report(rounds: int, sizes: Sequence[int] = SIZES) -> None:
    """Print a table for each size."""
    for size in sizes:
        entries = recombined(size)
        rows = _rows(entries, rounds)
        table(
            f"{size:,} phrasings of {len(entries):,} entries (median of {rounds} rounds)",
            [
                "system",
                "build s",
                "p50 ms",
                "p99 ms",
                "edit ms",
                "RSS +MiB",
                "peak +MiB",
                "index MiB",
            ],
            rows,
        )
    print("edit: until one changed entry can be found; others are built anew.")


def recombined(count: int, seed: int = 1) -> list[Entry]:
    """Return so many phrasings in entries of ten: halves of the base's, with slips and words."""
    chance = random.Random(seed)
    texts = [text for one in own_entries() for text in one.texts]
    words = sorted({word for text in texts for word in text.lower().split()})
    entries = []
    for number in range(max(1, count // AN_ENTRY)):
        heart = chance.choice(texts).split()
        phrasings = tuple(
            noise.noisy(_variant(heart, texts, words, chance), noise.LIGHT, place)
            for place in range(AN_ENTRY)
        )
        entries.append(Entry(f"entry-{number:06d}", phrasings))
    return entries


def _variant(
    heart: Sequence[str], texts: Sequence[str], words: Sequence[str], chance: random.Random
) -> str:
    """Return an entry's heart in other company: half another phrasing, and words added."""
    other = chance.choice(texts).split()
    half = other[: max(1, len(other) // 2)]
    parts = [*half, *heart] if chance.random() < 0.5 else [*heart, *half]
    for _ in range(chance.randrange(3)):
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(words))
    return " ".join(parts)


def _rows(entries: Sequence[Entry], rounds: int) -> list[list[str]]:
    texts = [one.text for one in read_questions(OWN_QUESTIONS)][:_ASKED]
    edits = _changed(entries)
    with ExitStack() as opened:
        workers = [opened.enter_context(Worker(one)) for one in _SYSTEMS]
        built = [_built(one, entries) for one in workers]
        able = [one for one, found in zip(workers, built, strict=True) if isinstance(found, Built)]
        spans: dict[System, list[list[float]]] = {one.system: [] for one in able}
        for number in range(rounds):
            asked = [noise.noisy(text, noise.LIGHT, number) for text in texts]
            for one in able:
                spans[one.system].append(one.time(asked))
        return [_row(one, found, spans, edits) for one, found in zip(workers, built, strict=True)]


def _changed(entries: Sequence[Entry]) -> list[Entry]:
    chance = random.Random(2)
    held = chance.sample(list(entries), min(_EDITS, len(entries)))
    return [Entry(one.slug, (*one.phrasings, f"{one.phrasings[0]} sekarang")) for one in held]


def _built(worker: Worker, entries: Sequence[Entry]) -> Built | str:
    try:
        return worker.build(entries, ())
    except Unable as reason:
        return str(reason)


def _row(
    worker: Worker, built: Built | str, spans: dict[System, list[list[float]]],
    edits: Sequence[Entry],
) -> list[str]:  # fmt: skip
    name = worker.system.name
    if isinstance(built, str):
        return [f"{name}: {built}", *["–"] * 7]
    if built.way is not None:
        name += f", {built.way}"
    mine = spans[worker.system]
    try:
        edit = f"{median(worker.edit(edits)):.1f}"
    except Unable:
        edit = "anew"
    return [
        name,
        sheet.number(built.seconds, 2),
        *(
            sheet.number(median([percentile(one, share) for one in mine]), 2)
            for share in (0.5, 0.99)
        ),
        edit,
        sheet.number(built.grown, 0),
        sheet.number(built.peak, 0),
        "–" if built.index is None else sheet.number(built.index / 1024**2, 1),
    ]
