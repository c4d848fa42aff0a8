"""The product's engine as a system: at once, and refined."""

from collections.abc import Sequence

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from knowledge.finder import Card, Finder
from knowledge.verdict import decide
from knowledge.words import Band


def card(entry: Entry) -> Card:
    """Return an entry as the engine takes it."""
    first, *others = entry.texts
    return Card(entry.slug, first, tuple(others), entry.not_this)


class Plain:
    """The engine as it answers from the first moment."""

    def __init__(self, entries: Sequence[Entry], background: Sequence[str]) -> None:
        self.finder = Finder(map(card, entries), background)

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries with their chances, and whether the product would answer."""
        hits = self.finder.find(question, size=size)
        sure = decide(hits).band is Band.ANSWER
        return Answer(tuple((hit.slug, hit.confidence) for hit in hits), sure)

    def edit(self, entry: Entry) -> None:
        """Take in one entry that is new or changed."""
        self.finder = self.finder.with_card(card(entry))

    @property
    def nbytes(self) -> int:
        """Return the bytes of the weights and of the phrasings' places, without texts."""
        base = self.finder.base
        places = sum(one.numbers.nbytes + one.values.nbytes for one in base.vectors)
        return base.weights.nbytes + places

    @property
    def way(self) -> str:
        """Return how the weights came about."""
        return self.finder.taught.way.value


class Refined(Plain):
    """The engine with what it learned from its phrasings."""

    def __init__(self, entries: Sequence[Entry], background: Sequence[str]) -> None:
        super().__init__(entries, background)
        self.finder = self.finder.refined()
