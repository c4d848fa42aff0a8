"""Pure: the periods of the two lists and what the law allows of an exemption's length."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from office.workdays import Calendar
from register import law
from register.list_words import PeriodType
from register.words import RefusalGround

_MONTHS = 12
_ONE_DAY = date.resolution
_HORIZON = 3660  # days; as in the calendar's own arithmetic


@dataclass(frozen=True, slots=True)
class Longest:
    """For how many years information may be exempt on a ground, by which article."""

    ground: RefusalGround
    years: int
    source: str
    in_force: date


LONGEST = (Longest(RefusalGround.EXEMPT_A, 30, "PP 61/2010 Pasal 5", date(2010, 8, 23)),)

# UU 14/2008 Pasal 20 ayat (1): letters a to f are never permanent.
_NEVER_PERMANENT = frozenset("abcdef")
_BY_STATUTE = frozenset("bghij")


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day."""
    ahead = day.year * _MONTHS + day.month - 1 + months
    year, month = ahead // _MONTHS, ahead % _MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def review_due(reviewed: date) -> date:
    """Return until when the list must be brought up to date (Perki 1/2021 Pasal 45 ayat (7))."""
    return add_months(reviewed, law.interval(law.Duty.DIP_UPDATE, reviewed).count)


def release_by(expires: date, calendar: Calendar) -> date:
    """Return the last working day to declare information public before its exemption ends.

    Thirty working days before the end (PP 61/2010 Pasal 11; Perki 1/2021 Pasal 52).
    """
    wanted = law.term(law.Clock.EXEMPTION_RELEASE, expires).working_days
    day = expires
    for _ in range(_HORIZON):
        if wanted == 0 and calendar.works(day):
            return day
        wanted -= wanted > 0 and calendar.works(day)
        day -= _ONE_DAY
    raise ValueError("the calendar has no working day for ten years")


def latest_end(ground: RefusalGround, start: date) -> date | None:
    """Return the latest day an exemption from `start` may end, or None where no law says."""
    rows = [row for row in LONGEST if row.ground is ground and row.in_force <= start]
    return add_months(start, rows[-1].years * _MONTHS) if rows else None


def fault_of_period(
    ground: RefusalGround, period: PeriodType, expires: date | None, start: date
) -> tuple[str, str] | None:
    """Return field and code of what is wrong with an exemption's period, or None."""
    code = ground.letter
    latest = latest_end(ground, start)
    if latest is not None and period is not PeriodType.FIXED_UNTIL:
        return "period_type", "period_not_for_ground"
    if period is PeriodType.BY_STATUTE and code not in _BY_STATUTE:
        return "period_type", "period_not_for_ground"
    if expires is None:
        return _fault_of_no_end(period, code)
    if expires <= start:
        return "expires_on", "date_past"
    if latest is not None and expires > latest:
        return "expires_on", "longer_than_law"
    return None


def _fault_of_no_end(period: PeriodType, code: str) -> tuple[str, str] | None:
    if period is PeriodType.FIXED_UNTIL:
        return "expires_on", "required"
    # Another statute that sets the term is an end of its own; "as long as needed" is none.
    if period is PeriodType.AS_LONG_AS_NEEDED and code in _NEVER_PERMANENT:
        return "expires_on", "never_permanent"
    return None
