"""Pure: what differs between two editions, field by field and word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from knowledge.edition import LANGUAGES, Edition, Translation

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_NOTHING = Translation("", "", "")

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs; `lines` hold the pieces of each line of its text."""

    field: str
    before: str
    after: str
    lines: tuple[tuple[Piece, ...], ...]


def difference(old: Edition, new: Edition) -> list[Change]:
    """Return every field that differs, in the order of the form; none for equal editions."""
    changes = []
    for (name, before, is_list), (_, after, _) in zip(_said(old), _said(new), strict=True):
        if before != after:
            lines = _lists(before, after) if is_list else _words(before, after)
            changes.append(Change(name, before, after, lines))
    return changes


def _said(edition: Edition) -> Iterator[tuple[str, str, bool]]:
    """Yield name and text of every field, and whether its lines are a list."""
    for one in fields(edition):
        value = getattr(edition, one.name)
        if one.name != "translations":
            yield one.name, _text(value), isinstance(value, tuple)
    for language in LANGUAGES:
        translation = edition.translations.get(language, _NOTHING)
        for one in fields(translation):
            yield f"{language}.{one.name}", getattr(translation, one.name), False


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _lists(before: str, after: str) -> tuple[tuple[Piece, ...], ...]:
    """Return a line for each item: those that stayed or came in their order, those that went."""
    old, new = before.splitlines(), after.splitlines()
    return tuple((piece,) for piece in _pieces(old, new))


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], ...]:
    lines: list[list[Piece]] = [[]]
    for piece in _joined(_pieces(_WORD.findall(before), _WORD.findall(after))):
        first, *rest = piece.text.split("\n")
        lines[-1].append(Piece(piece.kind, first))
        lines += [[Piece(piece.kind, text)] for text in rest]
    return tuple(tuple(piece for piece in line if piece.text) for line in lines)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, left, left_end, right, right_end in matcher.get_opcodes():
        if what == "equal":
            yield from (Piece("same", text) for text in old[left:left_end])
        else:
            yield from (Piece("gone", text) for text in old[left:left_end])
            yield from (Piece("new", text) for text in new[right:right_end])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield runs of the same kind as one piece."""
    kind: Kind = "same"
    texts: list[str] = []
    for piece in pieces:
        if piece.kind != kind and texts:
            yield Piece(kind, "".join(texts))
            texts = []
        kind = piece.kind
        texts.append(piece.text)
    if texts:
        yield Piece(kind, "".join(texts))
