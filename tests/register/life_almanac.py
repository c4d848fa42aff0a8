"""The days off of the decrees, counted day by day with plain loops."""

import json
from datetime import date, timedelta
from pathlib import Path

_DAY = timedelta(days=1)


class Almanac:
    """The days off of the decrees, day by day."""

    def __init__(self) -> None:
        kept = json.loads(Path(__file__).with_name("fixtures.json").read_text(encoding="utf-8"))
        self.firm = _days(kept["national"])
        self.leave = _days(kept["cuti_bersama"])

    def works(self, day: date, *, cautious: bool = False) -> bool:
        """Tell whether a day counts; to be cautious, cuti bersama does."""
        return day.weekday() < 5 and day not in self.firm and (cautious or day not in self.leave)

    def after(self, day: date, count: int, *, cautious: bool = False) -> date:
        """Return the day on which so many working days after another have passed."""
        while count:
            day += _DAY
            if self.works(day, cautious=cautious):
                count -= 1
        return day

    def before(self, day: date, count: int) -> date:
        """Return the working day so many before another."""
        while count:
            day -= _DAY
            if self.works(day):
                count -= 1
        return day

    def is_near(self, today: date, due: date) -> bool:
        """Tell whether no more than two working days are left."""
        left = 0
        while today < due:
            today += _DAY
            left += self.works(today)
        return left <= 2


def _days(years: dict[str, list[str]]) -> set[date]:
    return {date.fromisoformat(day) for days in years.values() for day in days}
