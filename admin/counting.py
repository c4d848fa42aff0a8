"""How a due date was counted, day by day, as pages show it."""

from datetime import date

from office.workdays import Derivation, Skipped


def days(derivation: Derivation) -> list[tuple[date, int, Skipped | None]]:
    """Return every day of a term in order: its number if counted, else why it is skipped."""
    off = {one.day: one for one in derivation.skipped}
    counted = {day: number for number, day in enumerate(derivation.counted, 1)}
    return [(day, counted.get(day, 0), off.get(day)) for day in sorted([*off, *counted])]
