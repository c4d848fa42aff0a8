"""Pure: plots as SVG text, readable in print, without colour and on a phone; data in, text out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

from admin.dates import thousands

# The units of the drawing: a phone shows it as it is, a screen half as large again.
WIDTH = 360
_ROW, _BAR = 34, 11
_TOP, _HEIGHT, _FLOOR = 22, 128, 18
_LEFT, _RIGHT = 36, 4
_MOST_LABELS, _MOST_VALUES = 8, 12
_LETTER = 5.6
_LONGEST = 44
# How wide and in which ink; the stylesheet of a page may say otherwise.
_LINES = {"c-halo": ("4.5", "#fff"), "c-before": ("2", "#000"), "c-span": ("2", "#333")}
# Where an axis may end, in tenths of its power of ten.
_ENDS = (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value, what the period before had, and its pattern (0 to 4)."""

    label: str
    value: float
    before: float | None = None
    pattern: int = 0
    # How the value is written; as a number where nothing is given.
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across a plot at a value, or after a column, with what it means."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A value between the ends of its interval."""

    label: str
    low: float
    value: float
    high: float
    shown: str


def bars(
    key: str, title: str, rows: Sequence[Bar], *, full: float = 0, mark: Mark | None = None
) -> str:
    """Return lying bars, each under its label and beside its value.

    `full` is the value that fills the width, if the largest does not; a short upright line says
    where the period before stood. `key` keeps apart what several plots of one page name.
    """
    most = max([full, *(row.value for row in rows), *(row.before or 0 for row in rows)]) or 1
    head = 14 if mark else 0
    height = head + _ROW * len(rows) + 2
    parts = [_patterns(key, {row.pattern for row in rows})]
    for place, row in enumerate(rows):
        parts += _bar(key, row, head + place * _ROW, most)
    if mark is not None:
        x = _scaled(mark.at, most)
        parts.append(_line("c-mark", x, 12, x, height))
        side, anchor = (-3, "end") if x > WIDTH / 2 else (3, "start")
        parts.append(_text(mark.label, x + side, 9, anchor=anchor))
    return _svg(key, title, rows_said(rows), height, parts)


def _bar(key: str, row: Bar, top: float, most: float) -> list[str]:
    value = row.shown or thousands(row.value)
    room = _LONGEST - len(value) + 6
    label = row.label if len(row.label) <= room else f"{row.label[: room - 1].rstrip()}…"
    length = _scaled(row.value, most)
    parts = [
        _text(label, 0, top + 12),
        _text(value, WIDTH, top + 12, anchor="end", strong=True),
        _box("c-track", 0, top + 17, WIDTH, _BAR, "#e8e8e8"),
    ]
    if length:
        parts.append(_box(f"c-bar c-{row.pattern}", 0, top + 17, length, _BAR, _fill(key, row)))
    if row.before is not None and (row.before or row.value):
        x = _scaled(row.before, most)
        parts += _stood(x, top + 14.5, x, top + 17 + _BAR + 2.5)
    return parts


def columns(
    key: str, title: str, rows: Sequence[Bar], *, marks: Iterable[Mark] = (), below: str = ""
) -> str:
    """Return standing columns over time, hours or days.

    Few carry their values, of many the largest does. `marks` stand after that many columns.
    """
    most = ceiling(max([1.0, *(max(row.value, row.before or 0) for row in rows)]))
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(rows))
    bottom = _TOP + _HEIGHT
    parts = [_patterns(key, {row.pattern for row in rows})]
    for share in (0, 0.5, 1):
        y = bottom - _HEIGHT * share
        parts.append(_line("c-grid", _LEFT, y, WIDTH, y))
        parts.append(_text(thousands(most * share), _LEFT - 4, y + 3.5, anchor="end"))
    peak = max(range(len(rows)), key=lambda place: rows[place].value, default=0)
    every = -(-len(rows) // _MOST_LABELS)
    has_room = len(rows) <= _MOST_VALUES and all(
        len(row.shown or thousands(row.value)) * _LETTER <= step + 1 for row in rows
    )
    for place, row in enumerate(rows):
        x = _LEFT + place * step
        parts += _column(key, row, x, step, most)
        if row.value and (has_room or place == peak):
            highest = max(row.value, row.before or 0)
            parts.append(_value(row, x + step / 2, bottom - _HEIGHT * highest / most - 5))
        if place % every == 0:
            parts.append(_text(row.label, x + step / 2, bottom + 13, anchor="middle"))
    for one in marks:
        x = _LEFT + one.at * step
        parts.append(_line("c-mark", x, 10, x, bottom))
        parts.append(_text(one.label, x + 3, 10))
    if below:
        parts.append(_text(below, _LEFT + (WIDTH - _LEFT) / 2, bottom + 28, anchor="middle"))
    return _svg(key, title, rows_said(rows), bottom + _FLOOR + (14 if below else 0), parts)


def _column(key: str, row: Bar, x: float, step: float, most: float) -> list[str]:
    wide = max(0.6, step * (0.72 if step > 4 else 0.9))
    left, height = x + (step - wide) / 2, _HEIGHT * row.value / most
    top = _TOP + _HEIGHT - height
    parts = []
    if height:
        parts.append(_box(f"c-bar c-{row.pattern}", left, top, wide, height, _fill(key, row)))
    if row.before is not None and (row.before or row.value):
        y = _TOP + _HEIGHT - _HEIGHT * row.before / most
        parts += _stood(x + step * 0.04, y, x + step * 0.96, y)
    return parts


def _value(row: Bar, x: float, y: float) -> str:
    said = row.shown or thousands(row.value)
    half = len(said) * _LETTER / 2
    return _text(said, min(max(x, _LEFT + half), WIDTH - half), y, anchor="middle", strong=True)


def intervals(key: str, title: str, rows: Sequence[Span]) -> str:
    """Return values from 0 to 1 as dots between the ends of their intervals."""
    parts = []
    for place, row in enumerate(rows):
        top = place * _ROW
        y, low, dot, high = top + 22, *(_scaled(one, 1) for one in (row.low, row.value, row.high))
        parts += [
            _text(row.label, 0, top + 12),
            _text(row.shown, WIDTH, top + 12, anchor="end", strong=True),
            _line("c-grid", 0, y, WIDTH, y),
            _line("c-span", low, y, high, y),
            _line("c-span", low, y - 4, low, y + 4),
            _line("c-span", high, y - 4, high, y + 4),
            f'<circle class="c-dot" cx="{_short(dot)}" cy="{y}" r="4" fill="#333"/>',
        ]
    bottom = _ROW * len(rows)
    parts += [
        _text("0%", 0, bottom + 10),
        _text("50%", WIDTH / 2, bottom + 10, anchor="middle"),
        _text("100%", WIDTH, bottom + 10, anchor="end"),
    ]
    said = "; ".join(f"{row.label} {row.shown}" for row in rows)
    return _svg(key, title, said, bottom + 14, parts)


def ceiling(value: float) -> float:
    """Return the next round number at which an axis ends; it and half of it are whole."""
    unit = 10.0 ** floor(log10(value)) if value > 0 else 1.0
    ends = (tenths * unit / 10 for tenths in _ENDS)
    return next((end for end in ends if end >= value and end % 2 == 0), 2.0)


def rows_said(rows: Sequence[Bar]) -> str:
    """Return what the bars say in words, as far as anybody listens: the largest of many."""
    shown = rows
    if len(rows) > _MOST_VALUES:
        shown = sorted(rows, key=lambda row: -row.value)[:3]
    said = "; ".join(f"{row.label}: {row.shown or thousands(row.value)}" for row in shown)
    return f"Terbanyak: {said}" if len(rows) > len(shown) else said


def _svg(key: str, title: str, said: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" id="{escape(key)}" '
        f'viewBox="0 0 {WIDTH} {_short(height)}" font-family="sans-serif" font-size="11" '
        f'role="img" aria-labelledby="{escape(key)}-t" aria-describedby="{escape(key)}-d">'
        f'<title id="{escape(key)}-t">{escape(title)}</title>'
        f'<desc id="{escape(key)}-d">{escape(said)}</desc>{"".join(parts)}</svg>'
    )


def _patterns(key: str, used: set[int]) -> str:
    """Return the patterns that tell bars apart where there is no colour."""
    ink = 'stroke="#333" class="c-ink"'
    held = {
        1: f'<path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke-width="1.6" {ink}/>',
        2: '<circle cx="3" cy="3" r="1.4" fill="#333" class="c-spot"/>',
        3: f'<path d="M0 1.5H6M0 4.5H6" stroke-width="1.1" {ink}/>',
    }
    found = "".join(
        f'<pattern id="{escape(key)}-p{kind}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="#fff" class="c-paper"/>{held[kind]}</pattern>'
        for kind in sorted(used & held.keys())
    )
    return f"<defs>{found}</defs>" if found else ""


def _fill(key: str, row: Bar) -> str:
    if row.pattern == 0:
        return "#333"
    return "#fff" if row.pattern == 4 else f"url(#{escape(key)}-p{row.pattern})"


def _scaled(value: float, most: float) -> float:
    """Return a length; whatever there is can be seen."""
    return min(WIDTH, max(1.5, value / most * WIDTH)) if value > 0 else 0.0


def _stood(x: float, y: float, to_x: float, to_y: float) -> list[str]:
    """Return the line where the period before stood, to be seen on bars and beside them."""
    return [_line(name, x, y, to_x, to_y) for name in ("c-halo", "c-before")]


def _box(name: str, x: float, y: float, width: float, height: float, fill: str) -> str:
    stroke = ' stroke="#333"' if "c-bar" in name else ""
    return (
        f'<rect class="{name}" x="{_short(x)}" y="{_short(y)}" width="{_short(width)}" '
        f'height="{_short(height)}" fill="{fill}"{stroke}/>'
    )


def _line(name: str, x: float, y: float, to_x: float, to_y: float) -> str:
    dash = ' stroke-dasharray="4 3"' if name == "c-mark" else ""
    wide, ink = _LINES.get(name, ("1", "#999"))
    return (
        f'<line class="{name}" x1="{_short(x)}" y1="{_short(y)}" x2="{_short(to_x)}" '
        f'y2="{_short(to_y)}" stroke="{ink}" stroke-width="{wide}"{dash}/>'
    )


def _text(said: str, x: float, y: float, *, anchor: str = "start", strong: bool = False) -> str:
    weight = ' font-weight="600"' if strong else ""
    place = f'x="{_short(x)}" y="{_short(y)}" text-anchor="{anchor}"'
    return f"<text {place}{weight}>{escape(said)}</text>"


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
