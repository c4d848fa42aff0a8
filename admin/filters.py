"""How a register is narrowed: the form, what is chosen in words, and the way without it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from admin.dates import plain_date, typed_day
from admin.texts import texts
from register.labels import label

Options = tuple[tuple[str, str], ...]
# How many are found, counted so far, and whether these are all.
Count = Callable[[Mapping[str, str]], tuple[int, bool]]


class Shape(StrEnum):
    """How a filter is filled in."""

    SEARCH = "search"
    CHOICE = "choice"
    DAY = "day"
    YEAR = "year"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a form: its name in the address, its words, and what may be chosen."""

    name: str
    shape: Shape = Shape.CHOICE
    options: Options = ()
    hint: str = ""
    value: str = ""

    @property
    def words(self) -> str:
        """Return what the form calls it."""
        return texts("filter", self.name)

    @property
    def said(self) -> str:
        """Return the value in words."""
        if self.shape is Shape.CHOICE:
            return dict(self.options)[self.value]
        if self.shape is Shape.DAY:
            return plain_date(date.fromisoformat(self.value))
        return "" if self.shape is Shape.TICK else self.value


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen: what it is, where it is taken away, and how many are found then."""

    words: str
    said: str
    href: str
    without: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The filters of a page: those most used, the rest, and what is chosen now."""

    path: str
    most_used: tuple[Filter, ...]
    rest: tuple[Filter, ...]

    @property
    def chosen(self) -> dict[str, str]:
        """Return the values in use by name; only known filters with a fitting value."""
        return {one.name: one.value for one in (*self.most_used, *self.rest) if one.value}

    @property
    def query(self) -> str:
        """Return what is chosen as it stands in an address."""
        return urlencode(self.chosen)

    @property
    def is_unfolded(self) -> bool:
        """Tell whether one of the less used filters is in use."""
        return any(one.value for one in self.rest)

    def chips(self, count: Count) -> list[Chip]:
        """Return what is chosen, each with the way to take it away and what that finds."""
        chosen, chips = self.chosen, []
        for one in (*self.most_used, *self.rest):
            if not one.value:
                continue
            others = {name: value for name, value in chosen.items() if name != one.name}
            href = f"{self.path}?{urlencode(others)}" if others else self.path
            chips.append(Chip(one.words, one.said, href, *count(others)))
        return chips


def filled(form: Form, given: Callable[[str], str]) -> Form:
    """Return the form with what was given for each name; a value nobody knows is left out."""

    def fill(filters: Iterable[Filter]) -> tuple[Filter, ...]:
        return tuple(replace(one, value=_fitting(one, given(one.name))) for one in filters)

    return replace(form, most_used=fill(form.most_used), rest=fill(form.rest))


def _fitting(one: Filter, value: str) -> str:
    if one.shape is Shape.CHOICE:
        return value if value in dict(one.options) else ""
    if one.shape is Shape.TICK:
        return "1" if value == "1" else ""
    if one.shape is Shape.YEAR:
        return value if value.isascii() and value.isdigit() and len(value) == 4 else ""
    if one.shape is Shape.DAY:
        return _day(value)
    return value[:200]


def _day(value: str) -> str:
    day = typed_day(value)
    return day.isoformat() if day else ""


def day_of(chosen: Mapping[str, str], name: str) -> date | None:
    """Return a chosen day."""
    return date.fromisoformat(chosen[name]) if name in chosen else None


def official(kind: str, values: Iterable[object]) -> Options:
    """Return the values of an enumeration with their official terms."""
    return tuple((str(value), label(kind, value)) for value in values)


def plain(name: str, values: Iterable[object]) -> Options:
    """Return the values of a filter with the panel's own words."""
    return tuple((str(value), texts("filter_value", f"{name}_{value}")) for value in values)
