"""Finds text in a PDF page that was drawn first and then covered by a dark box."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from office.inspection.findings import TooLarge
from office.inspection.search import Allowance

_DARK = 0.3  # of full brightness
_THINNEST = 4.0  # points; thinner is a rule or an underline
_MOST = 20_000
_MARK_WIDTH = 0.45  # of the type's size; modest, so that a neighbour is not called covered

_FILLS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_ENDS = frozenset({b"S", b"s", b"n"})
_LINES = frozenset({b"m", b"l", b"c", b"v", b"y", b"h"})

Matrix = Sequence[float]
Box = tuple[float, float, float, float]


@dataclass
class Cover:
    """Follows a page as it is drawn; only what is drawn later can cover.

    White letters on a dark box are drawn after the box, and shading under a table before its
    text, so that neither is found. Boxes that are turned, clipped, see-through, or made of a
    picture are not judged.
    """

    allowance: Allowance
    see_through: frozenset[str] = frozenset()  # graphics states that are not plainly opaque
    two_bytes: frozenset[str] = frozenset()  # fonts that spend two bytes on a letter
    _dark: bool = True
    _opaque: bool = True
    _saved: list[tuple[bool, bool]] = field(default_factory=list)
    _size: float = 0.0
    _font: str = ""
    _drawing: list[Box] = field(default_factory=list)
    _path: list[tuple[float, float]] = field(default_factory=list)
    _words: list[Box] = field(default_factory=list)
    _covered: int = 0

    def covered(self) -> int:
        """Return how many pieces of text stand under a dark box."""
        return self._covered

    def look(self, operator: bytes, operands: Any, page: Matrix, line: Matrix) -> None:
        """Take note of one drawing step, as the reader of the page meets it."""
        self.allowance.step()
        if operator == b"q":
            self._saved.append((self._dark, self._opaque))
        elif operator == b"Q" and self._saved:
            self._dark, self._opaque = self._saved.pop()
        elif operator in {b"g", b"rg", b"k", b"sc", b"scn"}:
            self._dark = _is_dark(operator, operands)
        elif operator == b"cs":
            self._dark = False
        elif operator == b"gs":
            self._opaque = bool(operands) and str(operands[0]) not in self.see_through
        else:
            self._draw(operator, operands, page, line)

    def _draw(self, operator: bytes, operands: Any, page: Matrix, line: Matrix) -> None:
        if operator == b"Tf" and len(operands) > 1:
            self._font, self._size = str(operands[0]), float(operands[1])
        elif operator in {b"Tj", b"TJ", b"'", b'"'}:
            self._write(operands, page, line)
        elif operator == b"re" and len(operands) >= 4:
            self._drawing.append(_box(operands, page))
        elif operator in _LINES:
            self._follow(operator, operands, page)
        elif operator in _FILLS | _ENDS:
            self._follow(b"h", (), page)
            if operator in _FILLS and self._dark and self._opaque:
                self._cover()
            self._drawing.clear()

    def _follow(self, operator: bytes, operands: Any, page: Matrix) -> None:
        """Follow a line; one that goes round four corners is a box."""
        if operator in {b"m", b"h"}:
            self._drawing.extend(_corners(self._path))
            self._path.clear()
        if len(operands) >= 2:
            x, y = float(operands[-2]), float(operands[-1])
            self._path.append((x * page[0] + page[4], y * page[3] + page[5]))

    def _write(self, operands: Any, page: Matrix, line: Matrix) -> None:
        height = abs(self._size * line[3] * page[3])
        count = _length(operands[-1] if operands else "")
        if self._font in self.two_bytes:
            count //= 2
        if not count or not height or len(self._words) >= _MOST:
            return
        left = line[4] * page[0] + line[5] * page[2] + page[4]
        foot = line[4] * page[1] + line[5] * page[3] + page[5]
        self._words.append((left, foot, left + count * height * _MARK_WIDTH, foot + height * 0.5))

    def _cover(self) -> None:
        boxes = [box for box in self._drawing if _is_thick(box)]
        if len(boxes) * len(self._words) > _MOST * 50:
            raise TooLarge
        open_words = [word for word in self._words if not any(_hides(box, word) for box in boxes)]
        self._covered += len(self._words) - len(open_words)
        self._words = open_words


def _is_dark(operator: bytes, operands: Any) -> bool:
    try:
        values = [float(value) for value in operands]
    except (TypeError, ValueError):
        return False  # a pattern
    if operator == b"k" or len(values) == 4:
        return len(values) == 4 and (values[3] >= 1 - _DARK or min(values[:3]) >= 1 - _DARK)
    return bool(values) and max(values) <= _DARK


def _length(operand: Any) -> int:
    """Return how many bytes are written."""
    parts = operand if isinstance(operand, list) else [operand]
    return sum(len(part) for part in parts if isinstance(part, str | bytes))


def _box(operands: Any, page: Matrix) -> Box:
    x, y, width, height = (float(value) for value in operands[:4])
    across = sorted((x * page[0] + page[4], (x + width) * page[0] + page[4]))
    upward = sorted((y * page[3] + page[5], (y + height) * page[3] + page[5]))
    return across[0], upward[0], across[1], upward[1]


def _corners(path: list[tuple[float, float]]) -> list[Box]:
    """Return the box whose corners a line goes through, if it does nothing else."""
    if not 4 <= len(path) <= 5:
        return []
    across, upward = sorted({x for x, _ in path}), sorted({y for _, y in path})
    if len(across) != 2 or len(upward) != 2:
        return []
    return [(across[0], upward[0], across[1], upward[1])]


def _is_thick(box: Box) -> bool:
    return box[2] - box[0] >= _THINNEST and box[3] - box[1] >= _THINNEST


def _hides(box: Box, word: Box) -> bool:
    """Tell whether a box covers the middle height of a piece of text, at least in part."""
    middle = (word[1] + word[3]) / 2
    across = min(box[2], word[2]) - max(box[0], word[0])
    return box[1] <= middle <= box[3] and across >= _THINNEST
