"""Handlers at work without Telegram: a citizen at a counter, and whatever shelf is wanted."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bot.handlers import ask
from bot.standing import Standing
from bot.turn import Arrival, Outcome, Say, Stay, Surroundings, Turn
from knowledge import shelf as shelves
from knowledge.finder import Hit
from knowledge.leaf import leaves
from knowledge.shelf import ALL_PACKS, Article, Shelf
from knowledge.verdict import Verdict
from knowledge.words import Band, Route
from office.people import Citizen
from office.unit import Office
from tests.people import BU_SARI


@cache
def library() -> Shelf:
    """Return a shelf of every starter entry, as it stands before anything was learned."""
    return shelves.from_leaves(leaves(), (ALL_PACKS,))


def with_changed(shelf: Shelf, slug: str, **changes: Any) -> Shelf:
    """Return the shelf on which an article is otherwise; what it is found by stays."""
    changed: Article = replace(shelf.articles[slug], **changes)
    return replace(shelf, articles={**shelf.articles, slug: changed})


def found(band: Band, *slugs: str, route: Route | None = None, sure: float = 0.95) -> Verdict:
    """Return a verdict on these entries, each half as sure as the one before."""
    hits = [Hit(slug, sure / 2**place, slug, ("kata",)) for place, slug in enumerate(slugs)]
    return Verdict(band, tuple(hits), route)


@dataclass
class Booth:
    """One citizen, whose memory and language are kept from turn to turn."""

    office: Office
    shelf: Shelf = field(default_factory=library)
    person: Citizen = BU_SARI
    place: Standing = field(default_factory=Standing)
    is_private: bool = True
    number: int = 0
    around: Surroundings = field(default_factory=Surroundings)

    def does(
        self, act: Callable[[Turn], Outcome], text: str = "", press: CallbackData | None = None
    ) -> Outcome:
        """Let a handler act on what arrives; return what it said and where it left the chat."""
        self.number += 1
        arrival = Arrival(
            self.person.person, self.number, text, press=press, is_private=self.is_private
        )
        with self.office.unit(self.person) as unit:
            outcome = act(Turn(unit, arrival, self.place, self.shelf, self.around))
        step = (
            self.place.step if outcome.step is Stay.HERE else getattr(outcome.step, "state", None)
        )
        self.place = Standing(
            outcome.language or self.place.language,
            step,
            self.place.memory if outcome.memory is None else outcome.memory,
            self.place.version + 1,
        )
        return outcome

    def asks(self, text: str) -> Outcome:
        """Ask a question; the library answers."""
        return self.does(ask.asked, text)

    def is_told(self, verdict: Verdict, text: str = "pertanyaan saya") -> Outcome:
        """Ask a question about which the library says this."""
        return self.does(lambda turn: ask.told(turn, verdict, 1.5), text)

    @property
    def today(self) -> date:
        with self.office.reading(self.person) as unit:
            return unit.today

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)


def captions(words: Say) -> list[str]:
    """Return what stands on the buttons under a message; @ marks a label's key."""
    rows = (words.keyboard or {}).get("inline", [])
    return [caption for row in rows for caption, _ in row]


def carried(words: Say, caption: str) -> str:
    """Return what a button sends when it is pressed."""
    rows = (words.keyboard or {}).get("inline", [])
    return next(str(to) for row in rows for name, to in row if name == caption)
