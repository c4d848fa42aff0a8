"""Entries and questions: read from lines of JSON, or the product's own base."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge import shelf
from knowledge.leaf import leaves

HERE = Path(__file__).parents[1]
OWN_QUESTIONS = HERE / "data" / "ppid_dev.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, and the texts it is found by."""

    slug: str
    phrasings: tuple[str, ...]
    title: str = ""
    not_this: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return title and phrasings, each once; every system is built from the same."""
        return tuple(dict.fromkeys((*((self.title,) if self.title else ()), *self.phrasings)))


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the entry that answers it; None where no entry does."""

    text: str
    slug: str | None
    style: str = ""


class BadLine(Exception):
    """A line that is no entry or no question; the message names file, line and fault."""


def read_entries(path: Path) -> list[Entry]:
    """Return a file's entries, those of one slug joined; raise `BadLine`."""
    found: dict[str, Entry] = {}
    for where, row in _rows(path):
        slug = _text(where, row, "slug")
        phrasings = row.get("phrasings", [])
        if not isinstance(phrasings, list) or not all(isinstance(one, str) for one in phrasings):
            raise BadLine(f'{where}: "phrasings" must be a list of texts')
        title = _text(where, row, "title", needed=False)
        kept = tuple(one for one in phrasings if one.strip())
        if not kept and not title:
            # Something must be there to be found by.
            kept = (_text(where, row, "text", needed=False) or slug.replace("-", " "),)
        before = found.get(slug, Entry(slug, ()))
        joined = tuple(dict.fromkeys((*before.phrasings, *kept)))
        found[slug] = Entry(slug, joined, before.title or title)
    return list(found.values())


def read_questions(path: Path) -> list[Question]:
    """Return a file's questions; raise `BadLine`."""
    found = []
    for where, row in _rows(path):
        if row.get("slug") is not None and not isinstance(row["slug"], str):
            raise BadLine(f'{where}: "slug" must be a text, or null where no entry answers')
        if "slug" not in row:
            raise BadLine(f'{where}: "slug" is missing (null where no entry answers)')
        style = _text(where, row, "style", needed=False)
        found.append(Question(_text(where, row, "text"), row["slug"], style))
    return found


def read_lines(path: Path) -> list[str]:
    """Return a file's lines that are not empty."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def own_entries() -> list[Entry]:
    """Return the entries that the product answers with when every pack is on."""
    held = shelf.from_leaves(leaves(), (shelf.ALL_PACKS,))
    return [
        Entry(one.slug, one.phrasings, one.title, one.not_this) for one in held.articles.values()
    ]


def joined(questions: Sequence[Question]) -> list[Entry]:
    """Return entries whose phrasings are the questions that they answer."""
    texts: dict[str, list[str]] = {}
    for one in questions:
        if one.slug is not None:
            texts.setdefault(one.slug, []).append(one.text)
    return [Entry(slug, tuple(dict.fromkeys(found))) for slug, found in sorted(texts.items())]


def few(entries: Sequence[Entry], count: int, seed: int) -> list[Entry]:
    """Return the entries with so many phrasings each, drawn by a seed."""
    chance = random.Random(seed)
    return [
        Entry(one.slug, tuple(chance.sample(one.phrasings, min(count, len(one.phrasings)))))
        for one in entries
    ]


def drawn(questions: Sequence[Question], limit: int | None, seed: int = 1) -> list[Question]:
    """Return at most so many questions, drawn by a seed and left in their order."""
    if limit is None or limit >= len(questions):
        return list(questions)
    places = sorted(random.Random(seed).sample(range(len(questions)), limit))
    return [questions[place] for place in places]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadLine(f"{path}: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadLine(f"{where}: no JSON ({error})") from None
        if not isinstance(row, dict):
            raise BadLine(f"{where}: must be an object in braces")
        yield where, row


def _text(where: str, row: dict[str, Any], name: str, *, needed: bool = True) -> str:
    value = row.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadLine(f'{where}: "{name}" must be a text that is not empty')
    return value.strip()
