"""Pure: every clock of a request, each with its derivation, from what happened to it."""

from dataclasses import dataclass
from datetime import date

from office.workdays import Calendar
from register.deadlines import Due, due
from register.law import NOTICE_FROM_COMPLETE, Clock


@dataclass(frozen=True, slots=True)
class Course:
    """What moves the clocks of a request; nothing else does (UU 14/2008 Pasal 22)."""

    received: date
    incomplete: date | None = None
    complete: date | None = None
    extended: bool = False

    @property
    def was_repaired(self) -> bool:
        """Tell whether an incompleteness letter moved the beginning of the answer clock."""
        return self.incomplete is not None and self.complete is not None


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every date of a request that has been computed, side by side.

    `notice` is the one that counts: from receipt, or from completeness after an incompleteness
    letter; `internal` is the same with cuti bersama worked, never later than the others.
    `by_law` counts from receipt whatever happened, `by_rule` from completeness, which nobody
    knows while an incompleteness letter is out; both with the extension.
    """

    check: Due
    fix: Due | None
    strict: Due
    from_complete: Due | None
    base: Due
    extension: Due | None
    notice: Due
    internal: Due
    by_law: Due
    by_rule: Due | None


def clocks(course: Course, calendar: Calendar) -> Clocks:
    """Return every clock of a request."""
    start = course.complete if course.was_repaired and course.complete else course.received
    strict = due(Clock.NOTICE, course.received, calendar)
    from_complete = (
        due(Clock.NOTICE, course.complete, calendar, source=NOTICE_FROM_COMPLETE)
        if course.complete
        else None
    )
    base = from_complete if course.was_repaired and from_complete else strict
    extension = due(Clock.EXTENSION, base.on, calendar) if course.extended else None
    cautious = calendar.counting_collective_leave()
    internal = due(Clock.NOTICE, start, cautious)
    if course.extended:
        internal = due(Clock.EXTENSION, internal.on, cautious)
    from_either = from_complete or (None if course.incomplete else strict)
    return Clocks(
        check=due(Clock.COMPLETENESS_CHECK, course.received, calendar),
        fix=due(Clock.COMPLETENESS_FIX, course.incomplete, calendar) if course.incomplete else None,
        strict=strict,
        from_complete=from_complete,
        base=base,
        extension=extension,
        notice=extension or base,
        internal=internal,
        by_law=_longer(strict, course, calendar),
        by_rule=_longer(from_either, course, calendar) if from_either else None,
    )


def _longer(base: Due, course: Course, calendar: Calendar) -> Due:
    return due(Clock.EXTENSION, base.on, calendar) if course.extended else base
