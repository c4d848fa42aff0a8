"""Systems side by side on the same entries and questions, each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Self

from benchmarks.answering import noise
from benchmarks.answering.data import HERE, Entry, Question
from benchmarks.answering.metrics import Answer, Quality, quality
from benchmarks.answering.systems import REFINED, System, Unable
from benchmarks.table import median, percentile

_SIZE = 10
_TIMED = 300  # questions a round
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Built:
    """What building cost: seconds, MiB that stayed and at most, bytes of our index, and how."""

    seconds: float
    grown: float
    peak: float
    index: int | None = None
    way: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One system's part in a contest; `word` where it could not take part."""

    system: System
    word: str = ""
    built: Built | None = None
    quality: Quality | None = None
    answers: tuple[Answer, ...] = ()
    p50: float = float("nan")
    p99: float = float("nan")


class Worker:
    """A system in another process, one thread wide."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "benchmarks.answering.worker", system.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": str(HERE.parent)},
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._process.poll() is None:
            self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def build(self, entries: Sequence[Entry], background: Sequence[str]) -> Built:
        """Build the system; raise `Unable`."""
        rows = [_row(one) for one in entries]
        return Built(**self._told(do="build", entries=rows, background=list(background)))

    def ask(self, questions: Sequence[str]) -> tuple[Answer, ...]:
        """Return the answers; raise `Unable`."""
        found = self._told(do="ask", questions=list(questions), size=_SIZE)["answers"]
        return tuple(Answer(tuple((s, v) for s, v in ranked), sure) for ranked, sure in found)

    def time(self, questions: Sequence[str]) -> list[float]:
        """Return the milliseconds of each question; raise `Unable`."""
        spans: list[float] = self._told(do="time", questions=list(questions))["spans"]
        return spans

    def edit(self, entries: Sequence[Entry]) -> list[float]:
        """Return the milliseconds until each changed entry could be found; raise `Unable`."""
        spans: list[float] = self._told(do="edit", entries=[_row(one) for one in entries])["spans"]
        return spans

    def _told(self, **command: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps(command), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Unable("its process ended (memory?)")
        reply: dict[str, Any] = json.loads(line)
        if "unable" in reply:
            raise Unable(reply["unable"])
        return reply


def contest(
    systems: Sequence[System],
    entries: Sequence[Entry],
    questions: Sequence[Question],
    background: Sequence[str] = (),
    *,
    rounds: int = 3,
) -> list[Result]:
    """Return each system's part: what it found, what it cost, how long it took.

    Each is built alone; then rounds are taken in turns, so that a slow minute of the machine
    meets them all. A round's questions have slips of their own: no cache has seen them.
    """
    texts = [one.text for one in questions]
    with ExitStack() as opened:
        workers = [opened.enter_context(Worker(one)) for one in systems]
        results = [_built(one, entries, background, texts) for one in workers]
        spans = _timed(workers, results, texts, rounds)
    timed = [
        replace(
            one,
            p50=median([percentile(each, 0.5) for each in mine]),
            p99=median([percentile(each, 0.99) for each in mine]),
        )
        for one, mine in zip(results, spans, strict=True)
    ]
    return _judged(timed, [one.slug for one in questions])


def _built(
    worker: Worker, entries: Sequence[Entry], background: Sequence[str], texts: Sequence[str]
) -> Result:
    try:
        built = worker.build(entries, background)
        return Result(worker.system, built=built, answers=worker.ask(texts))
    except Unable as reason:
        return Result(worker.system, word=str(reason))


def _timed(
    workers: Sequence[Worker], results: Sequence[Result], texts: Sequence[str], rounds: int
) -> list[list[list[float]]]:
    spans: list[list[list[float]]] = [[] for _ in workers]
    step = max(1, len(texts) // _TIMED)
    for number in range(rounds):
        asked = [noise.noisy(text, noise.LIGHT, number) for text in texts[::step][:_TIMED]]
        for worker, result, mine in zip(workers, results, spans, strict=True):
            if not result.word and asked:
                mine.append(worker.time(asked))
    return spans


def _judged(results: Sequence[Result], slugs: Sequence[str | None]) -> list[Result]:
    """Return the results with their figures; who has no threshold answers as many as ours."""
    ours = {one.system: _quality(one, slugs, None) for one in results if one.system.probable}
    usual = next(
        (found.coverage for system in (REFINED, *ours) if (found := ours.get(system))), None
    )
    return [
        replace(one, quality=ours.get(one.system) or _quality(one, slugs, usual)) for one in results
    ]


def _quality(result: Result, slugs: Sequence[str | None], coverage: float | None) -> Quality | None:
    if result.word or not slugs:
        return None
    return quality(result.answers, slugs, coverage=coverage, probable=result.system.probable)


def _row(entry: Entry) -> list[Any]:
    return [entry.slug, list(entry.phrasings), entry.title, list(entry.not_this)]
