"""Pure: days, sums and texts as an Indonesian office book writes them."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from babel.dates import format_date

from office.masking import clean
from register.sheets.lines import Heading

LONGEST_CELL = 32_767
"""The most a cell of Excel holds, in UTF-16 units."""
CUT = " … [dipotong]"
_NOT_FOR_XML = re.compile("[\ufffe\uffff]")


@lru_cache(maxsize=4096)
def short_day(day: date) -> str:
    """Return a day for a narrow column: `23 Nov 2026`."""
    return format_date(day, "d MMM y", locale="id")


@lru_cache(maxsize=4096)
def full_day(day: date) -> str:
    """Return a day for a heading: `23 November 2026`."""
    return format_date(day, "d MMMM y", locale="id")


@lru_cache(maxsize=4096)
def weekday_and_day(day: date) -> str:
    """Return a day as `Senin, 23 November 2026` ("Hari dan Tanggal" of Lampiran VIII and XI)."""
    return format_date(day, "EEEE, d MMMM y", locale="id")


def period(heading: Heading) -> str:
    """Return the period by its name where it has one: a year, a month, a day; else both ends."""
    first, last = heading.first_day, heading.last_day
    if first == last:
        return full_day(first)
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return f"Tahun {first.year}"
        if first.month == last.month:
            return format_date(first, "MMMM y", locale="id")
    return f"{full_day(first)} s.d. {full_day(last)}"


def readable(text: str) -> str:
    """Return the text without what XML cannot carry, cut with a mark to what a cell holds."""
    return cut_to_cell(_NOT_FOR_XML.sub("", clean(text)))


def cut_to_cell(text: str) -> str:
    """Return a text no longer than a cell; a cut is marked, and splits no character in two."""
    if len(text) * 2 <= LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    kept = units[: (LONGEST_CELL - len(CUT)) * 2]
    return kept.decode("utf-16-le", errors="ignore") + CUT
