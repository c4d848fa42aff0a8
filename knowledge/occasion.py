"""Pure: a dated event of a programme as staff write it, and its faults."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.edition import Fault

LONGEST = {
    "title": 160,
    "time": 40,
    "place": 160,
    "village": 80,
    "note": 500,
    "source": 300,
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happens, on which days, where; `village` is the one whose subscribers hear of it."""

    title: str
    starts_on: date
    ends_on: date | None = None
    time: str = ""
    place: str = ""
    village: str = ""
    note: str = ""
    source: str = ""

    @property
    def last_day(self) -> date:
        """Return the last of its days."""
        return self.ends_on or self.starts_on


def faults(occasion: Occasion) -> list[Fault]:
    """Return everything that is wrong with an event."""
    return list(_faults(occasion))


def _faults(occasion: Occasion) -> Iterator[Fault]:
    if not occasion.title.strip():
        yield Fault("title", "required")
    for name, longest in LONGEST.items():
        if len(text := getattr(occasion, name)) > longest:
            yield Fault(name, "too_long", {"longest": longest, "length": len(text)})
    if occasion.ends_on is not None and occasion.ends_on < occasion.starts_on:
        yield Fault("ends_on", "ends_before_start")
