"""The form of a register number, and the next one inside the open unit."""

import secrets
from datetime import date

from office import counters
from office.unit import Unit

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# Without letters and digits that are misread on paper or by telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
REQUESTS = "PPID"
OBJECTIONS = "KBR"


def registration_number(sequence: int, series: str, day: date) -> str:
    """Return the printed number, such as 0007/PPID/XI/2026."""
    return f"{sequence:04d}/{series}/{_ROMAN[day.month - 1]}/{day.year}"


def take(unit: Unit, series: str, day: date) -> tuple[int, str]:
    """Return the next sequence of a date's year, and its printed number."""
    sequence = counters.next_number(unit, series, day.year)
    return sequence, registration_number(sequence, series, day)


def tracking_code() -> str:
    """Return a code that opens a case to its holder; 49 bits, never derived from the number."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
