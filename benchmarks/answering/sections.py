"""`python -m benchmarks answers`: the product's own base, then MASSIVE and CLINC150 if at hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from benchmarks.answering import noise, sheet
from benchmarks.answering.contest import Result, contest
from benchmarks.answering.data import (
    OWN_QUESTIONS,
    Entry,
    Question,
    few,
    joined,
    own_entries,
    read_questions,
)
from benchmarks.answering.metrics import averaged
from benchmarks.answering.systems import BASELINES, LETTERS, OURS
from benchmarks.table import table
from knowledge.finding.background import background

FEW, DRAWS = 8, 3
_BESIDE = (*OURS, LETTERS)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the public collections lie, and which part of them is asked."""

    massive: Path | None = None
    clinc: Path | None = None
    part: str = "dev"


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions on entries; several draws of the entries give a mean."""

    name: str
    entries: Callable[[int], list[Entry]]
    questions: list[Question]
    draws: int = 1


def report(folders: Folders, rounds: int) -> None:
    """Print every table for which there is data."""
    own(rounds)
    if folders.massive is not None:
        _trials("MASSIVE", massive(folders.massive, folders.part))
    if folders.clinc is not None:
        _trials("CLINC150", clinc(folders.clinc, folders.part))
    if folders.massive is None or folders.clinc is None:
        print("\nMASSIVE and CLINC150 are left out where --massive or --clinc names no folder.")


def own(rounds: int) -> None:
    """Print the product's base beside every baseline."""
    entries, questions = own_entries(), read_questions(OWN_QUESTIONS)
    results = contest((*OURS, *BASELINES), entries, questions, background(), rounds=rounds)
    sheet.show(f"The product's base: {sheet.heading(entries, questions)}", results)
    sheet.show_styles(results, questions)


def massive(folder: Path, part: str) -> list[Trial]:
    """Return the trials of MASSIVE: Indonesian entries, asked in Indonesian and Javanese."""
    taught = joined(read_questions(folder / "massive.id-ID.train.jsonl"))
    asked = read_questions(asked_file(folder, "massive.id-ID", part))
    heavy = [Question(noise.noisy(one.text, noise.HEAVY, 1), one.slug) for one in asked]
    javanese = read_questions(asked_file(folder, "massive.jv-ID", part))

    def whole(_: int) -> list[Entry]:
        return taught

    def sparse(draw: int) -> list[Entry]:
        return few(taught, FEW, draw)

    return [
        Trial("Indonesian, all phrasings", whole, asked),
        Trial("Indonesian, all phrasings, heavy typos", whole, heavy),
        Trial(f"Indonesian, {FEW} phrasings", sparse, asked, DRAWS),
        Trial(f"Indonesian, {FEW} phrasings, heavy typos", sparse, heavy, DRAWS),
        Trial("Javanese on Indonesian entries, all phrasings", whole, javanese),
        Trial(f"Javanese on Indonesian entries, {FEW} phrasings", sparse, javanese, DRAWS),
    ]


def clinc(folder: Path, part: str) -> list[Trial]:
    """Return the trials of CLINC150, in English with off-topic questions."""
    taught = joined(read_questions(folder / "clinc150.train.jsonl"))
    asked = read_questions(asked_file(folder, "clinc150", part))
    return [
        Trial("all phrasings, with off-topic", lambda _: taught, asked),
        Trial(
            f"{FEW} phrasings, with off-topic", lambda draw: few(taught, FEW, draw), asked, DRAWS
        ),
    ]


def asked_file(folder: Path, name: str, part: str) -> Path:
    """Return the file of a part; collections call the part for development dev or val."""
    path = folder / f"{name}.{part}.jsonl"
    beside = folder / f"{name}.val.jsonl"
    return beside if part == "dev" and not path.exists() else path


def _trials(title: str, trials: Sequence[Trial]) -> None:
    for trial in trials:
        runs = [
            contest(_BESIDE, trial.entries(draw), trial.questions, rounds=1)
            for draw in range(trial.draws)
        ]
        draws = "" if trial.draws == 1 else f" (mean of {trial.draws} draws)"
        heading = sheet.heading(trial.entries(0), trial.questions)
        rows = [_row(mine) for mine in zip(*runs, strict=True)]
        table(f"{title}, {trial.name}{draws}: {heading}", ["system", *_HEADS], rows)
    print("\n".join(sheet.NOTES))


_HEADS = [*sheet.QUALITY, "build s", "p50 ms"]


def _row(runs: Sequence[Result]) -> list[str]:
    first = runs[0]
    found = [one.quality for one in runs if one.quality is not None]
    if len(found) < len(runs):
        return [first.system.name, *["–"] * (len(_HEADS) - 1), first.word or "–"]
    seconds = fmean(one.built.seconds for one in runs if one.built is not None)
    return [
        first.system.name,
        *sheet.quality_cells(averaged(found), first.system.probable),
        sheet.number(seconds, 2),
        sheet.number(fmean(one.p50 for one in runs), 2),
    ]
