"""The act that closes a failure to protect data, and what still keeps it from being closed."""

from office import breach_people
from office.breach_people import Progress
from office.breach_tables import DataBreach
from office.breach_words import LONGEST_WORDS, Outcome, fits
from office.breaches import acting, place, still_open
from office.refusals import NotAllowed, NotNow
from office.unit import Unit


def close(unit: Unit, number: int, *, outcome: Outcome, lessons: str) -> None:
    """Close the record with what was learned.

    Raise `NotFound`, `NotValid`, and `NotNow` while the body or the people are still to be told;
    what turned out to be no failure needs neither, and is closed by somebody who did not write
    it: raise `NotAllowed` otherwise.
    """
    member = acting(unit)
    row = still_open(unit, number)
    lessons = fits("lessons", lessons, LONGEST_WORDS)
    told = breach_people.progress(unit, row.id)
    hindrance = hindered(row, told, outcome, member)
    if hindrance is not None:
        raise hindrance
    row.closed_at, row.closed_by, row.outcome = unit.now, member, outcome
    row.sealed_lessons = unit.vault.seal(lessons, place(row))
    row.reached = told.reached
    row.version += 1
    unit.record(
        "data_breach.closed", f"data_breach:{row.id}",
        outcome=outcome.value, people=row.people, reached=row.reached,
    )  # fmt: skip


def hindered(
    row: DataBreach, told: Progress, outcome: Outcome, member: int
) -> NotNow | NotAllowed | None:
    """Return why a record cannot be closed so by somebody, None where it can."""
    if outcome is Outcome.NO_BREACH and member in {row.recorded_by, row.written_by}:
        return NotAllowed("data_breach_own_denial")
    if row.approved_at is not None and told.waiting:
        return NotNow("data_breach_on_its_way")
    lacking = _untold(row, told) if outcome is Outcome.CONFIRMED else ""
    return NotNow(lacking) if lacking else None


def _untold(row: DataBreach, told: Progress) -> str:
    if row.body_told_at is None:
        return "data_breach_body_untold"
    if row.others_told_at is not None:
        return ""
    if row.posted_at is None:
        return "data_breach_people_untold"
    return "data_breach_unreached" if told.unreached or row.without_account else ""
