"""Years of questions and conversations of any number, for measuring how their figures grow."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from benchmarks.bulk import Columns, Rows, Value, opened
from benchmarks.filled import FIRST_DAY, LAST_DAY
from office.unit import Office

_PORTION = 20_000
_EVERY = 20  # one conversation for so many questions
_SLUGS = tuple(f"entri-{number:03d}" for number in range(300))
_BANDS = ("jawab",) * 6 + ("pilih",) * 2 + ("tidak_tahu",) * 2
_AFTER = (None, None, None, "helped", "not_this", "picked:1", "staff")
_LANGUAGES = ("id",) * 8 + ("jv", "en")
_COLUMNS: Columns = {
    "questions": (
        "id", "key", "at", "asker", "text", "route", "band", "slug", "confidence", "considered",
        "follow_up", "edition", "language", "milliseconds",
    ),
    "escalations": (
        "id", "ticket", "person", "language", "status", "speaker", "lane", "lane_rank", "reason",
        "opened_at", "promised_from", "promised_by", "promise_basis", "reminded", "first_reply_at",
        "handled_seconds", "lapses", "sensitive", "closed_at", "outcome", "reopened",
    ),
    "escalation_lines": ("id", "escalation_id", "at", "author", "staff_id", "sealed_text"),
}  # fmt: skip


def fill_talk(office: Office, size: int, staff: int) -> None:
    """Put so many questions into an office, spread evenly over its years up to now."""
    url = office.engine.url.render_as_string(hide_password=False)
    office.engine.dispose()
    with opened(url) as store:
        for rows in _portions(office, size, staff):
            store.take(_COLUMNS, rows)


def _portions(office: Office, size: int, staff: int) -> Iterator[Rows]:
    chance = random.Random(size)
    since = datetime.combine(FIRST_DAY, time(), office.zone)
    now = office.clock.now()
    seconds = (now - since).total_seconds()
    for first in range(0, size, _PORTION):
        rows: dict[str, list[tuple[Value, ...]]] = {name: [] for name in _COLUMNS}
        for number in range(first + 1, min(first + _PORTION, size) + 1):
            at = since + timedelta(seconds=seconds * number / (size + 1))
            rows["questions"].append(_question(chance, number, at))
            if number % _EVERY == 0:
                talk, line = _conversation(chance, number // _EVERY, at, staff)
                rows["escalations"].append(talk)
                rows["escalation_lines"].append(line)
        yield rows
    assert now.date() >= LAST_DAY


def _written(at: datetime) -> str:
    """Return an instant as both databases read it: in UTC."""
    return (at - (at.utcoffset() or timedelta())).strftime("%Y-%m-%d %H:%M:%S.%f")


def _question(chance: random.Random, number: int, at: datetime) -> tuple[Value, ...]:
    slug = _SLUGS[min(int(chance.expovariate(0.02)), len(_SLUGS) - 1)]
    return (
        number, f"bench-{number}", _written(at), f"{number % 50_000:016x}", "syarat ktp hilang",
        "question", chance.choice(_BANDS), slug, "0.9", f'[["{slug}", 0.9]]',
        chance.choice(_AFTER), None, chance.choice(_LANGUAGES), "12.0",
    )  # fmt: skip


def _conversation(
    chance: random.Random, number: int, at: datetime, staff: int
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    replied = _written(at + timedelta(minutes=int(chance.lognormvariate(3.5, 1.2))))
    ended = _written(at + timedelta(minutes=90))
    talk = (
        number, f"T-{number}", 795_000_000 + number, "id", "closed", "bot", "general", 2, "asked",
        _written(at), _written(at), ended, "{}", 0, replied, 100 + number % 300, 0, 0,
        ended, "answered", 0,
    )  # fmt: skip
    return talk, (number, number, replied, "staff", staff, b"-")
