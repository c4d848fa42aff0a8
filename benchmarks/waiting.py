"""Plays weeks of a desk with a queue: who arrives when, is promised what, and is answered when."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from math import log
from zoneinfo import ZoneInfo

from knowledge.escalation.promise import Promise, Workload, load, promise
from office.clock import local_date
from office.daysoff import known_calendar
from office.service_hours import ServiceHours, usual_windows

ZONE = ZoneInfo("Asia/Jakarta")
FIRST_DAY = date(2026, 10, 5)  # a Monday
CHATS = 2_000  # on a weekday; half of it at weekends
MINUTES = 4.0
URGENT = 0.05  # share of the arrivals that overtake everybody
_HOURS = ((0.6, 8, 16), (0.3, 16, 22), (0.1, 22, 32))
_REMEMBERED = 50
_SPREAD = 0.9  # of the logarithm; long cases are longer than an exponential's

Handling = Callable[[random.Random], float]


def exponential(dice: random.Random) -> float:
    """Return the minutes of one case."""
    return dice.expovariate(1 / MINUTES)


def lognormal(dice: random.Random) -> float:
    """Return the minutes of one case; a few take very long."""
    return dice.lognormvariate(log(MINUTES) - _SPREAD**2 / 2, _SPREAD)


def usual_hours() -> ServiceHours:
    """Return the hours of an office that set none, under the real calendar."""
    return ServiceHours(usual_windows(), (), known_calendar(), ZONE)


@dataclass(frozen=True, slots=True)
class Case:
    """A question for a person: when it came, and in staffed minutes what was promised and kept."""

    arrived: datetime
    urgent: bool
    promise: Promise
    promised_minutes: float
    width_minutes: float
    waited_minutes: float

    @property
    def kept(self) -> bool:
        """Tell whether the first reply fell before the end of the promise."""
        return self.waited_minutes <= self.promised_minutes


@dataclass(slots=True)
class Played:
    """What came of the weeks that were played."""

    cases: list[Case] = field(default_factory=list)
    load: float = 0.0
    busy: float = 0.0

    @property
    def kept(self) -> float:
        """Return the share of kept promises."""
        return sum(row.kept for row in self.cases) / len(self.cases)


@dataclass(slots=True)
class _Waiting:
    at: float
    minutes: float
    arrived: datetime
    urgent: bool
    promise: Promise
    promised: float
    width: float


def arrivals(dice: random.Random, share: float, weeks: int) -> Iterator[datetime]:
    """Yield the instants at which questions come that need a person, day by day."""
    for number in range(7 * weeks):
        day = FIRST_DAY + timedelta(days=number)
        chats = CHATS // 2 if day.weekday() >= 5 else CHATS
        found = []
        for _ in range(chats):
            if dice.random() >= share:
                continue
            _, first, last = dice.choices(_HOURS, [row[0] for row in _HOURS])[0]
            start = datetime(day.year, day.month, day.day, tzinfo=ZONE)
            found.append((start + timedelta(hours=dice.uniform(first, last))).astimezone(UTC))
        yield from sorted(found)


def expected_load(officers: int, share: float) -> float:
    """Return the load of a week without holidays, by the formula alone."""
    hours, weekend = usual_hours(), CHATS // 2
    staffed = sum(hours.minutes_on(FIRST_DAY + timedelta(days=number)) for number in range(7))
    return load(share * (5 * CHATS + 2 * weekend), MINUTES, staffed * officers)


class Desk:
    """Officers who work through a queue, urgent cases first, in the minutes they are there."""

    def __init__(self, hours: ServiceHours, officers: int) -> None:
        self._hours = hours
        self._officers = officers
        self._free = [0.0] * officers
        self._queue: list[tuple[bool, int, _Waiting]] = []
        self._ends: list[tuple[float, float]] = []
        self._handled: deque[float] = deque(maxlen=_REMEMBERED)
        self._order = count()
        self._today: list[datetime] = []
        self._closed_at: datetime | None = None
        self.cases: list[Case] = []

    def arrive(self, arrived: datetime, at: float, minutes: float, *, urgent: bool) -> None:
        """Take a question in: promise, and begin at once where somebody is free."""
        self.work(until=at)
        workload = self._workload(arrived, at, urgent=urgent)
        given = promise(arrived, workload, self._hours)
        case = _Waiting(
            at,
            minutes,
            arrived,
            urgent,
            given,
            self._hours.minutes_between(arrived, given.by),
            self._hours.minutes_between(given.from_, given.by),
        )
        heappush(self._queue, (not urgent, next(self._order), case))
        self.work(until=at)

    def work(self, until: float) -> None:
        """Let the officers work through the queue as far as a staffed minute."""
        while self._queue and self._free[0] <= until:
            _, _, case = heappop(self._queue)
            begun = max(heappop(self._free), case.at)
            end = begun + case.minutes
            heappush(self._free, end)
            heappush(self._ends, (end, case.minutes))
            self.cases.append(
                Case(
                    case.arrived, case.urgent, case.promise, case.promised, case.width,
                    end - case.at,
                )
            )  # fmt: skip

    def _workload(self, arrived: datetime, at: float, *, urgent: bool) -> Workload:
        while self._ends and self._ends[0][0] <= at:
            self._handled.append(heappop(self._ends)[1])
        minutes = sum(self._handled) / len(self._handled) if self._handled else MINUTES
        busy = sum(end > at for end in self._free)
        ahead = [row for row in self._queue if not urgent or not row[0]]
        return Workload(len(ahead) + busy, minutes, self._officers, self._load(arrived, minutes))

    def _load(self, arrived: datetime, minutes: float) -> float:
        """Return the load of the service day that what arrives now belongs to."""
        ends = self._hours.spans(local_date(self._hours.opens_next(arrived), ZONE))[-1][1]
        if ends != self._closed_at:
            self._closed_at, self._today = ends, []
        self._today.append(arrived)
        staffed = self._hours.minutes_on(local_date(ends, ZONE)) * self._officers
        return load(len(self._today), minutes, staffed)


def play(
    officers: int, share: float, handling: Handling, *, weeks: int = 4, seed: int = 1
) -> Played:
    """Return what becomes of every question of some weeks; the same seed, the same weeks."""
    dice = random.Random(seed)
    hours = usual_hours()
    desk, before, at, worked, number = Desk(hours, officers), None, 0.0, 0.0, 0
    for arrived in arrivals(dice, share, weeks):
        at += hours.minutes_between(before, arrived) if before is not None else 0.0
        before = arrived
        minutes = handling(dice)
        worked, number = worked + minutes, number + 1
        desk.arrive(arrived, at, minutes, urgent=dice.random() < URGENT)
    desk.work(until=float("inf"))
    days = [FIRST_DAY + timedelta(days=one) for one in range(7 * weeks)]
    staffed = sum(hours.minutes_on(day) for day in days) * officers
    return Played(desk.cases, load(number, MINUTES, staffed), worked / staffed)
