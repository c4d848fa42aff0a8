"""One search through a file: what it has found so far, and how much it may still read."""

import re
from collections import Counter
from dataclasses import dataclass, field

from office.inspection.findings import (
    Finding,
    FindingKind,
    Inspection,
    TooLarge,
    severity,
)
from office.inspection.patterns import personal
from office.masking import clean, mask

MOST_BYTES = 96 * 1024 * 1024  # unpacked
MOST_MARKS = 5_000_000  # characters of text
MOST_ELEMENTS = 1_000_000  # of markup, objects and cells
LONGEST_PLACE = 120  # characters
_ORDER = {kind: place for place, kind in enumerate(FindingKind)}
_DIGITS = re.compile(r"\d{6,}")


@dataclass
class Allowance:
    """What one inspection may still spend, whatever is nested in whatever."""

    bytes: int = MOST_BYTES
    marks: int = MOST_MARKS
    elements: int = MOST_ELEMENTS

    def unpack(self, size: int) -> None:
        """Spend bytes before they are unpacked; raise `TooLarge` when there are too few."""
        self.bytes -= size
        if self.bytes < 0:
            raise TooLarge

    def read(self, count: int) -> None:
        """Spend characters of text; raise `TooLarge`."""
        self.marks -= count
        if self.marks < 0:
            raise TooLarge

    def step(self, count: int = 1) -> None:
        """Spend elements; raise `TooLarge`."""
        self.elements -= count
        if self.elements < 0:
            raise TooLarge


@dataclass
class Search:
    """Collects findings; searches inside one another share what they find and spend."""

    allowance: Allowance = field(default_factory=Allowance)
    inside: str = ""
    found: Counter[tuple[FindingKind, str]] = field(default_factory=Counter)

    def within(self, name: str) -> "Search":
        """Return a search of something inside; its places begin with that name."""
        return Search(self.allowance, f"{self.inside}{place(name)} › ", self.found)

    def add(self, kind: FindingKind, where: str, count: int = 1) -> None:
        """Enter a finding; nothing if the count is zero."""
        if count > 0:
            self.found[kind, self.inside + place(where)] += count

    def read(self, text: str, where: str) -> None:
        """Look for personal patterns in a text; raise `TooLarge`."""
        self.allowance.read(len(text))
        for kind, count in personal(text).items():
            self.add(kind, where, count)

    def inspection(self) -> Inspection:
        """Return what was found: by kind, then in the order of the file."""
        findings = [
            Finding(kind, where, count, severity(kind))
            for (kind, where), count in self.found.items()
        ]
        return Inspection(tuple(sorted(findings, key=lambda finding: _ORDER[finding.kind])))


def place(name: str) -> str:
    """Return the name of a place without what may be personal in it."""
    plain = mask(clean(name[:LONGEST_PLACE]).replace("\n", " "))
    return _DIGITS.sub("…", plain)
