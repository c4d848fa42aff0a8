"""The product's own base for tests: built once a process, learned once for all of them."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from knowledge import shelf
from knowledge.leaf import Leaf, leaves
from knowledge.learned import Memory
from knowledge.shelf import ALL_PACKS, Shelf

TODAY = date(2026, 11, 22)
# Named after what it is learned from, so that an old one is never taken for a new one.
LEARNED = Path(gettempdir()) / "pendopo-tests-learned"
MEMORY = Memory(LEARNED)


@cache
def files() -> tuple[Leaf, ...]:
    """Return the starter entries that can be published."""
    held = plain().articles
    return tuple(leaf for leaf in leaves() if leaf.slug in held)


@cache
def plain() -> Shelf:
    """Return the base as it answers at once."""
    return shelf.from_leaves(leaves(), (ALL_PACKS,))


@cache
def learned() -> Shelf:
    """Return the base with learned weights."""
    return plain().refined(MEMORY)


def remember(data: Path) -> None:
    """Let an office know what was learned of the starter entries: the same for all, and long."""
    LEARNED.mkdir(exist_ok=True)
    (data / "learned").symlink_to(LEARNED)


@cache
def own_words() -> tuple[tuple[str, str], ...]:
    """Return every title and phrasing with its entry."""
    return tuple(
        (leaf.slug, phrase)
        for leaf in files()
        for phrase in (leaf.edition.title, *leaf.edition.phrasings)
    )
