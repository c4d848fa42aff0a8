"""`python -m benchmarks ablation`: what is lost when an ingredient of the engine is left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.answering import sheet
from benchmarks.answering.data import (
    OWN_QUESTIONS,
    Entry,
    Question,
    drawn,
    few,
    joined,
    own_entries,
    read_questions,
)
from benchmarks.answering.metrics import Answer, Quality, averaged, quality
from benchmarks.answering.ours import card
from benchmarks.answering.sections import DRAWS, FEW, Folders, asked_file
from benchmarks.table import table
from knowledge.finder import Finder
from knowledge.finding import postings
from knowledge.finding.background import background
from knowledge.finding.entries import Base, build
from knowledge.finding.features import Shares
from knowledge.finding.learning import Schooling
from knowledge.finding.lexicon import Lexicon, usual
from knowledge.finding.normalise import Message
from knowledge.finding.reader import Reader, stemmer_of
from knowledge.finding.signals import phrasing
from knowledge.finding.space import Space
from knowledge.finding.stems import Stemmer

_MOST = 1_000  # questions of MASSIVE
_FEATURES = 600  # what the engine keeps of each entry before it has learned


class Unrepaired(Reader):
    """Reads words as they are spelt."""

    def _repaired(self, message: Message) -> list[tuple[str, str, float]]:
        return [(word.plain, word.plain, word.weight) for word in message.words]


class Whole(Stemmer):
    """Leaves words as they are."""

    def _stem(self, word: str) -> str:
        return word


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the engine is made of; the usual recipe leaves nothing out."""

    name: str = "everything"
    lexicon: Callable[[], Lexicon] = usual
    shares: Shares = field(default_factory=Shares)
    reader: Callable[[Lexicon, list[str]], Reader] | None = None
    refined: bool = True
    background: bool = True


def _plainly(lists: Lexicon, texts: list[str]) -> Reader:
    return Reader(lists, Whole(frozenset(), {}), texts)


def _unrepaired(lists: Lexicon, texts: list[str]) -> Reader:
    return Unrepaired(lists, stemmer_of(lists), texts)


RECIPES = (
    Recipe(),
    Recipe("slang list", lambda: replace(usual(), slang={})),
    Recipe(
        "Javanese list", lambda: replace(usual(), javanese={}, javanese_homographs={})
    ),
    Recipe("English list", lambda: replace(usual(), english={}, english_homographs={})),
    Recipe("synonyms", lambda: replace(usual(), synonyms={})),
    Recipe("fields", shares=Shares(field=0)),
    Recipe("little words' weights", lambda: replace(usual(), weights={})),
    Recipe("spelling repair", reader=_unrepaired),
    Recipe("stemming", reader=_plainly),
    Recipe("pairs", shares=Shares(pair=0)),
    Recipe("written letter runs", shares=Shares(written=0)),
    Recipe("plain letter runs", shares=Shares(plain=0)),
    Recipe("refinement", refined=False),
    Recipe("background class", background=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """Entries on which recipes are tried, several draws for a mean, and questions by name."""

    draws: Sequence[Sequence[Entry]]
    asked: Mapping[str, Sequence[Question]]
    strange: Sequence[str] = ()


def report(folders: Folders) -> None:
    """Print what each ingredient is worth."""
    own = {"the product's base": read_questions(OWN_QUESTIONS)}
    _print(Ground([own_entries()], own, background()))
    if folders.massive is None:
        print("\nMASSIVE is left out where --massive names no folder.")
        return
    taught = joined(read_questions(folders.massive / "massive.id-ID.train.jsonl"))
    asked = {
        f"MASSIVE, {FEW} Indonesian phrasings, asked in {tongue}": drawn(
            read_questions(asked_file(folders.massive, f"massive.{tongue}-ID", folders.part)), _MOST
        )
        for tongue in ("id", "jv")
    }
    _print(Ground([few(taught, FEW, draw) for draw in range(DRAWS)], asked))


def _print(ground: Ground) -> None:
    recipes = [one for one in RECIPES if one.background or ground.strange]
    found = [tried(one, ground) for one in recipes]
    for name in ground.asked:
        whole = found[0][name]
        rows = [["(nothing left out)", *_cells(whole), "–", "–", "–"]]
        for recipe, figures in zip(recipes[1:], found[1:], strict=True):
            mine = figures[name]
            lost = (
                _signed((mine.top1 - whole.top1) * 100, 1),
                _signed((mine.recall3 - whole.recall3) * 100, 1),
                _signed(mine.auroc - whole.auroc, 3),
            )
            rows.append([recipe.name, *_cells(mine), *lost])
        heads = ["without", "top-1 %", "R@3 %", "AUROC", "top-1 by", "R@3 by", "AUROC by"]
        table(f"One ingredient left out at a time: {name}", heads, rows)


def tried(recipe: Recipe, ground: Ground) -> dict[str, Quality]:
    """Return the figures of a recipe on a ground, by the questions' name."""
    found: dict[str, list[Quality]] = {name: [] for name in ground.asked}
    for entries in ground.draws:
        finder = made(recipe, entries, ground.strange)
        for name, asked in ground.asked.items():
            hits = [finder.find(one.text) for one in asked]
            answers = [Answer(tuple((hit.slug, hit.confidence) for hit in one)) for one in hits]
            found[name].append(quality(answers, [one.slug for one in asked]))
    return {name: averaged(runs) for name, runs in found.items()}


def made(recipe: Recipe, entries: Sequence[Entry], strange: Sequence[str]) -> Finder:
    """Return a finder made by a recipe."""
    cards = [card(one) for one in entries]
    strange = strange if recipe.background else ()
    base = build(cards, strange, lexicon=recipe.lexicon(), shares=recipe.shares)
    if recipe.reader is not None:
        base = reread(base, recipe, entries, strange)
    finder = Finder(cards[:1]).with_base(base)
    return finder.refined() if recipe.refined else finder


def reread(base: Base, recipe: Recipe, entries: Sequence[Entry], background: Sequence[str]) -> Base:
    """Return a base of the same texts as another reader reads them."""
    assert recipe.reader is not None
    own = [[one.text for one in held] for held in base.phrasings]
    texts = [text for held in own for text in held]
    strange = [text for one in entries for text in one.not_this] if background else []
    reader = recipe.reader(recipe.lexicon(), texts)
    readings = [reader.read(text) for text in [*texts, *background, *strange]]
    space = Space.of(readings, recipe.shares)
    vectors = tuple(space.place(one) for one in readings)
    count = len(base.slugs)
    weights = postings.of_middles(vectors, base.owners, space.size, count, most=_FEATURES)
    known = iter(readings)
    return replace(
        base,
        reader=reader,
        space=space,
        vectors=vectors,
        weights=weights.times(Schooling().sharpness),
        phrasings=tuple(tuple(phrasing(text, next(known), space) for text in held) for held in own),
    )


def _cells(found: Quality) -> list[str]:
    return [
        sheet.percent(found.top1), sheet.percent(found.recall3), sheet.number(found.auroc, 3),
    ]  # fmt: skip


def _signed(value: float, places: int) -> str:
    return "–" if value != value else f"{value:+.{places}f}"
