"""The talk of an invented year: questions to the bot, and conversations with staff."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import log
from typing import Any

from sqlalchemy import insert, select

from knowledge.escalation.lines import line_place
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import LANE_RANK, Author, EscalationStatus, Lane, Outcome, Reason
from knowledge.tables import Entry, questions
from knowledge.words import CLOSED_ROUTE, Band, Route
from office.people import StaffMember
from office.unit import Unit

_BY_HOUR = [1] * 7 + [9] * 10 + [4] * 7
_BANDS = (*[Band.ANSWER] * 6, *[Band.CHOOSE] * 2, *[Band.UNKNOWN] * 2)
_ROUTES = (*["question"] * 12, Route.COMPLAINT, Route.STAFF, "filing", CLOSED_ROUTE)
_LANGUAGES = (*["id"] * 8, "jv", "en")
_AFTER = {
    Band.ANSWER: (None, None, None, "helped", "helped", "not_this", "staff"),
    Band.CHOOSE: (None, "picked:1", "picked:2", "picked:0", "none_fits"),
    Band.UNKNOWN: (None, None, "staff", "insisted", "filed"),
}
_ASKED = ("syarat ktp hilang", "jadwal bansos", "biaya uji kir", "kapan posyandu", "izin usaha")
_EVERY = 17  # one conversation for so many questions
_AT_ONCE = 2_000
Line = dict[str, Any]


@dataclass
class Talk:
    """Lets a year of questions and conversations happen."""

    unit: Unit
    officer: StaffMember
    since: date
    days: int
    chance: random.Random

    def happen(self, count: int) -> None:
        """Write everything."""
        connection = self.unit.session.connection()
        slugs = sorted(connection.scalars(select(Entry.slug)))[:80]
        rows = [self._question(number, slugs) for number in range(count)]
        for first in range(0, count, _AT_ONCE):
            connection.execute(insert(questions), rows[first : first + _AT_ONCE])
        talks = [self._conversation(number) for number in range(1, count // _EVERY + 1)]
        if talks:
            connection.execute(insert(Escalation), talks)
            lines = [line for row in talks for line in self._lines(row)]
            connection.execute(insert(EscalationLine), lines)

    def _moment(self) -> datetime:
        """Return an instant of the year that has passed, more often by day."""
        chance = self.chance
        day = self.since + timedelta(days=chance.randrange(self.days))
        hour = time(chance.choices(range(24), _BY_HOUR)[0], chance.randrange(60))
        return min(datetime.combine(day, hour, self.unit.zone), self.unit.now)

    def _question(self, number: int, slugs: list[str]) -> Line:
        chance = self.chance
        band = chance.choice(_BANDS)
        # Some entries are asked for much more than others.
        found = [slugs[min(int(chance.expovariate(1 / 12)), len(slugs) - 1)] for _ in range(3)]
        considered = [[slug, round(0.9 - 0.2 * place, 2)] for place, slug in enumerate(found)]
        none = band is Band.UNKNOWN and chance.random() < 0.5
        return {
            "key": f"year-{number}", "at": self._moment(), "asker": f"{number % 3_000:016x}",
            "text": chance.choice(_ASKED), "route": chance.choice(_ROUTES), "band": band,
            "slug": None if none else found[0], "confidence": 0.0 if none else 0.9,
            "considered": "[]" if none else json.dumps(considered),
            "follow_up": chance.choice(_AFTER[band]), "edition": None,
            "language": chance.choice(_LANGUAGES), "milliseconds": 12.0,
        }  # fmt: skip

    def _conversation(self, number: int) -> Line:
        chance = self.chance
        opened = self._moment()
        lane = chance.choice((*[Lane.GENERAL] * 7, *Lane))
        promised = opened + timedelta(minutes=chance.randrange(30, 600))
        row = dict.fromkeys(Escalation.__table__.columns.keys()) | {
            "id": number, "ticket": f"T-{number:05d}/YEAR", "person": 795_000_000 + number,
            "language": "id", "status": EscalationStatus.CLOSED, "speaker": "bot", "lane": lane,
            "lane_rank": LANE_RANK[lane], "reason": chance.choice(list(Reason)),
            "opened_at": opened, "promised_from": opened, "promised_by": promised,
            "promise_basis": "{}", "reminded": False, "handled_seconds": 0, "lapses": 0,
            "sensitive": False, "reopened": 0, "previous_officer": self.officer.staff_id,
        }  # fmt: skip
        replied = opened + timedelta(minutes=int(chance.lognormvariate(log(60), 1.2)))
        if replied < self.unit.now and chance.random() < 0.93:
            seconds = int(chance.lognormvariate(log(200), 0.7))
            row |= {"first_reply_at": replied, "handled_seconds": seconds}
        if chance.random() < 0.1:
            row["lapsed_at"] = promised
        ended = max(replied, promised) + timedelta(hours=3)
        if ended < self.unit.now:
            outcome = chance.choice((*[Outcome.ANSWERED] * 6, *Outcome))
            return row | {"closed_at": ended, "outcome": outcome}
        return row | {
            "status": EscalationStatus.QUEUED, "speaker": "queue", "open_person": row["person"],
            "waiting_since": opened, "timer_at": promised,
        }  # fmt: skip

    def _lines(self, row: Line) -> Iterator[Line]:
        said = self.unit.vault.seal(self.chance.choice(_ASKED), line_place(row["id"]))
        usual = {"escalation_id": row["id"], "sealed_text": said}
        yield usual | {"at": row["opened_at"], "author": Author.CITIZEN, "staff_id": None}
        if row["first_reply_at"]:
            staff = self.officer.staff_id
            yield usual | {"at": row["first_reply_at"], "author": Author.STAFF, "staff_id": staff}
