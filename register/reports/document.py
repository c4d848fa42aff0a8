"""Pure: a report as chapters of paragraphs and tables, before it becomes any kind of file."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

HIDDEN = "*"
"""Stands for a withheld figure; which of them are below three is nobody's to know."""
Value = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; a value of None is withheld because it would single out somebody.

    `where` is the part of an address that shows the cases behind the row, or nothing.
    """

    label: str
    values: tuple[Value, ...]
    where: str | None = None
    is_total: bool = False
    # The same for the values after the first, where these are of other cases.
    others: tuple[str | None, ...] = ()

    @property
    def linked(self) -> tuple[tuple[Value, str | None], ...]:
        """Return each value with the part of an address that shows its cases."""
        wheres = (self.where, *self.others, *(None,) * len(self.values))
        return tuple(zip(self.values, wheres, strict=False))


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first column names the rows."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str
    note: str = ""
    # Which of the values is drawn as a bar; None where bars would say nothing.
    bars: int | None = None
    book: str = "register"

    @property
    def largest(self) -> Decimal:
        """Return the largest value that is drawn."""
        if self.bars is None:
            return Decimal(0)
        return max((number(row.values[self.bars]) for row in self.drawn), default=Decimal(0))

    @property
    def drawn(self) -> tuple[Row, ...]:
        """Return the rows that get a bar."""
        return tuple(row for row in self.rows if not row.is_total)


@dataclass(frozen=True, slots=True)
class Words:
    """A heading with what somebody wrote under it; empty where it is still missing."""

    name: str
    heading: str
    body: str
    is_required: bool = True

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the text by paragraphs."""
        return tuple(part.strip() for part in self.body.splitlines() if part.strip())


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: the part of the rule it answers, a sentence in front, and what it holds."""

    part: str
    number: str
    title: str
    lead: str
    blocks: tuple[Words | Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return its tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, and what stands above the name."""

    above: str
    position: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    period: str
    size: str
    office: str
    parent: str
    address: str
    edition: str
    as_of: str
    place_and_day: str
    foreword: Words | None
    chapters: tuple[Chapter, ...]
    definitions: tuple[tuple[str, str], ...]
    signing: tuple[Signing, ...]
    draft: str = ""

    def tables(self) -> Iterator[tuple[int, Table]]:
        """Yield every table with its number."""
        yield from enumerate((one for chapter in self.chapters for one in chapter.tables), 1)


def number(value: Value) -> Decimal:
    """Return a value as a number, nothing for what is none."""
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def written(value: Value) -> str:
    """Return a value as Indonesians write it."""
    if value is None:
        return HIDDEN
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, Decimal):
        return f"{value:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return value
