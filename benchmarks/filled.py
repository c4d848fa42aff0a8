"""A register of three years with any number of requests, for measuring how its pages grow."""

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from benchmarks.bulk import Rows, Value, opened
from benchmarks.invented import Invented, identity
from office import daysoff, files
from office.counters import counters
from office.files import Cabinet
from office.people import Clockwork
from office.unit import Office
from office.vault import Vault
from office.workdays import Calendar, add_working_days
from register import numbering, papers, search
from register.clocks import Course, clocks
from register.identities import fingerprint, sealed
from register.objection_tables import Objection
from register.tables import Request

FIRST_DAY, LAST_DAY = date(2024, 1, 2), date(2026, 11, 20)
_PORTION = 4000
# A small register has a desk's backlog too, so that what is compared are full pages.
_LEAST_OPEN, _LEAST_OBJECTIONS = 60, 60
_NOON = " 05:00:00.000000"  # UTC
_OPEN = ("registered", "in_process", "in_process", "in_process", "in_process", "incomplete",
         "refusal_proposed")  # fmt: skip
_CHANNELS = ("telegram",) * 7 + ("walk_in", "email", "post")
_LETTERS = ("request_form", "receipt", "notice")
_COURSE = ("submitted", "taken_up", "due_soon", "granted", "provided", "closed")
_HAND = Clockwork("command-line")
Columns = dict[str, tuple[str, ...]]

_WRITTEN: Columns = {
    "request_words": ("word", "request_id"),
    "request_events": ("request_id", "at", "effective_on", "actor", "event", "once", "note"),
    "request_parts": (
        "request_id", "ordinal", "description", "holding_body", "status", "due", "version",
    ),
    "releases": ("request_id", "file_id", "status", "findings", "added_by", "added_at"),
    "letters": (
        "kind", "number", "code", "request_id", "objection_id", "issued_at", "issued_on",
        "sealed_facts",
    ),
    "objection_events": (
        "objection_id", "at", "effective_on", "actor", "event", "once", "note",
    ),
    "outbox": (
        "once", "chat_id", "kind", "rank", "language", "sealed", "by", "state", "not_before",
        "tries", "repeats", "created_at", "finished_at",
    ),
}  # fmt: skip
_EMPTY_REQUEST: dict[str, Value] = dict.fromkeys(Request.__table__.columns.keys())
_EMPTY_OBJECTION: dict[str, Value] = dict.fromkeys(Objection.__table__.columns.keys())
COLUMNS: Columns = {
    "requests": tuple(_EMPTY_REQUEST), "objections": tuple(_EMPTY_OBJECTION), **_WRITTEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A working day as texts, and the working days after it."""

    day: date
    after: tuple[str, ...]
    check_due: str
    notice_due: str
    internal: str


@dataclass(slots=True)
class Past:
    """Everything that happened; the same size gives the same register."""

    size: int
    vault: Vault
    days: list[Day]
    staff: int
    file: int
    totals: dict[tuple[str, int], int] = field(default_factory=dict)
    _chance: random.Random = field(default_factory=lambda: random.Random(22))
    _rows: dict[str, list[tuple[Value, ...]]] = field(default_factory=dict)

    def portions(self) -> Iterator[Rows]:
        """Yield rows by table, a few thousand requests at a time, oldest first."""
        invented = Invented(self.size)
        self._rows = {name: [] for name in COLUMNS}
        for number in range(1, self.size + 1):
            self._request(number, self.days[(number - 1) * len(self.days) // self.size], invented)
            if number % _PORTION == 0:
                yield self._rows
                self._rows = {name: [] for name in COLUMNS}
        yield self._rows

    def _request(self, number: int, day: Day, invented: Invented) -> None:
        status = self._status(number)
        channel = self._chance.choice(_CHANNELS)
        person = invented.person(number)
        sequence = self._next(numbering.REQUESTS, day)
        printed = numbering.registration_number(sequence, numbering.REQUESTS, day.day)
        row = self._entry(number, day, status, identity_of=person)
        row |= {
            "year": day.day.year, "sequence": sequence, "registration_number": printed,
            "channel": channel, "person": person if channel == "telegram" else None,
            "information_detail": invented.information(number),
        }  # fmt: skip
        self._rows["requests"].append(tuple(row.values()))
        words = search.words(f"{row['information_detail']} {printed}")
        self._rows["request_words"] += [(word, number) for word in sorted(words)]
        self._story(number, day, status)
        self._letters(number, day, printed, status)
        self._files_and_parts(number, day, status)
        if row["person"]:
            self._notices(number, day, person)
        if self._is_objected(number, status):
            self._objection(number, day, row)

    def _status(self, number: int) -> str:
        newest = max(_LEAST_OPEN, self.size // 50) * 5 // 4
        if number > self.size - newest and self._chance.random() < 0.8:
            return self._chance.choice(_OPEN)
        if number % 33 == 0:
            return "withdrawn"
        return "provided" if number > self.size - 2 * newest else "closed"

    def _next(self, series: str, day: Day) -> int:
        key = (series, day.day.year)
        self.totals[key] = self.totals.get(key, 0) + 1
        return self.totals[key]

    def _code(self, number: int, kind: int) -> str:
        return f"{(number * 7 + kind) * 2_654_435_761 % 31**6:010X}"

    def _entry(self, number: int, day: Day, status: str, *, identity_of: int) -> dict[str, Value]:
        who, code = identity(identity_of), self._code(number, 0)
        given = status in {"closed", "provided"}
        return _EMPTY_REQUEST | {
            "id": number, "draft_key": f"invented-{number}", "tracking_code": code,
            "language": "id", "received_at": str(day.day) + _NOON, "received_date": str(day.day),
            "applicant_type": "individual",
            "sealed_identity": sealed(self.vault, who, code),
            "identity_index": fingerprint(self.vault, who),
            "occupation": "petani", "purpose_of_use": "penelitian dan pengawasan warga",
            "purpose_category": "research", "access_mode": "copy", "copy_format": "softcopy",
            "delivery_method": "telegram", "status": status,
            "incomplete_date": day.after[1] if status == "incomplete" else None,
            "missing": "KTP pemohon" if status == "incomplete" else None,
            "complete_date": day.after[1] if given or status == "in_process" else None,
            "decision": "granted_full" if given else None,
            "under_control": 1 if given else None,
            "not_documented": 0, "held_soft": 1, "held_hard": 0,
            "proposed_by": self.staff if status == "refusal_proposed" else None,
            "notice_date": day.after[5] if given else None,
            "provide_due": day.after[7] if given else None,
            "provided_date": day.after[6] if given else None,
            "fee_items": "[]", "fee_total": 0,
            "closed_on": day.after[7] if status in {"closed", "withdrawn"} else None,
            "check_due": day.check_due, "notice_due": day.notice_due,
            "notice_due_internal": day.internal,
            "strict_due": day.notice_due, "perki_due": day.notice_due,
            "notice_days": 5 if given else None,
            "objection_until": "2026-12-30" if status == "provided" else None,
            "calendar_version": 1,
            "version": 1 + 5 * given,
        }  # fmt: skip

    def _story(self, number: int, day: Day, status: str) -> None:
        happened = _COURSE
        if status not in {"closed", "provided"}:
            happened = ("submitted", "taken_up")
        for place, event in enumerate(happened):
            on = day.after[place]
            once = event if event == "due_soon" else None
            self._rows["request_events"].append(
                (number, on + _NOON, on, "staff:1", event, once, "")
            )

    def _letters(self, number: int, day: Day, printed: str, status: str) -> None:
        kinds = _LETTERS if status in {"closed", "provided"} else _LETTERS[:2]
        for place, kind in enumerate(kinds, start=1):
            code = self._code(number, place)
            facts = self.vault.seal(
                f'{{"registration_number": "{printed}"}}', f"letters:facts:{code}"
            )
            on = day.after[place]
            self._rows["letters"].append(
                (kind, f"{printed}/{place}", code, number, None, on + _NOON, on, facts)
            )

    def _files_and_parts(self, number: int, day: Day, status: str) -> None:
        is_open = status in _OPEN
        if number % 10 == 0:
            stands = "assigned" if is_open else "answered"
            self._rows["request_parts"].append(
                (number, 1, "Bagian dinas", "Dinas PUPR", stands, day.after[3], 1)
            )
        if number % 2 == 0:
            stands = "passed" if is_open else "provided"
            self._rows["releases"].append(
                (number, self.file, stands, "[]", self.staff, day.after[4] + _NOON)
            )

    def _notices(self, number: int, day: Day, person: int) -> None:
        for place, key in enumerate(("request_receipt", "request_granted", "request_provided")):
            once, at = f"request:{number}:v{place * 2 + 1}:{key}", day.after[place] + _NOON
            words = self.vault.seal(f'["{key}", {{}}, null, null]', f"outbox:{once}")
            self._rows["outbox"].append(
                (once, person, "receipt", 1, "id", words, "staff:1", "sent", at, 1, 0, at, at)
            )

    def _is_objected(self, number: int, status: str) -> bool:
        wanted = max(_LEAST_OBJECTIONS, self.size // 100)
        return status == "closed" and number % (self.size // wanted * 9 // 10) == 0

    def _objection(self, number: int, day: Day, request: dict[str, Value]) -> None:
        sequence = self._next(numbering.OBJECTIONS, day)
        total = sum(
            count for (series, _), count in self.totals.items() if series == numbering.OBJECTIONS
        )
        waits = total % 3 == 0
        kept = {name: request[name] for name in _EMPTY_OBJECTION if name in request}
        who, code = identity(Invented(self.size).person(number)), self._code(number, 5)
        row = _EMPTY_OBJECTION | kept | {
            "id": total, "sequence": sequence, "draft_key": f"invented-objection-{number}",
            "objection_number": numbering.registration_number(
                sequence, numbering.OBJECTIONS, day.day
            ),
            "tracking_code": code, "sealed_identity": sealed(self.vault, who, code),
            "request_id": number, "grounds": "d", "past_window": 0, "decision": None,
            "case_facts": "Yang diberikan bukan yang diminta.", "statements": "{}",
            "status": "recorded" if waits else "closed",
            "response_date": None if waits else day.after[7],
            "response_due": "2026-12-01" if total % 2 else day.notice_due,
            "response_due_internal": day.internal, "response_days": None if waits else 7,
            "version": 1,
        }  # fmt: skip
        self._rows["objections"].append(tuple(row.values()))
        for event in ("objected",) if waits else ("objected", "answered", "ended"):
            on = day.after[7]
            self._rows["objection_events"].append(
                (total, on + _NOON, on, "staff:1", event, None, "")
            )


@dataclass(frozen=True, slots=True)
class Site:
    """An office whose register is to be filled, and its cabinet."""

    office: Office
    cabinet: Cabinet


def fill(sites: Sequence[Site], size: int, staff: int) -> None:
    """Put one invented past of some size into prepared databases that have none.

    `staff` is the number that one and the same member has in each; all share one vault.
    """
    numbers = set()
    for site in sites:
        with site.office.unit(_HAND) as unit:
            numbers.add(files.file(unit, site.cabinet.keep("rkpd.txt", b"RKPD 2026")))
            calendar = daysoff.whole(unit)
        site.office.engine.dispose()
    (file,) = numbers
    past = Past(size, sites[0].office.vault, _days(calendar), staff, file)
    with ExitStack() as stack:
        stores = [stack.enter_context(opened(_address(site))) for site in sites]
        for rows in past.portions():
            for store in stores:
                store.take(COLUMNS, rows)
    for site in sites:
        _count_on(site.office, past)


def _address(site: Site) -> str:
    return site.office.engine.url.render_as_string(hide_password=False)


def _count_on(office: Office, past: Past) -> None:
    values: list[dict[str, Any]] = [
        {"series": series, "year": year, "value": count}
        for (series, year), count in past.totals.items()
    ]
    values.append({"series": papers.SERIES, "year": LAST_DAY.year, "value": 3 * past.size})
    with office.unit(_HAND) as unit:
        unit.session.execute(insert(counters), values)


def _days(calendar: Calendar) -> list[Day]:
    found = []
    day = FIRST_DAY
    while day <= LAST_DAY:
        if calendar.works(day):
            known = clocks(Course(day), calendar)
            after = add_working_days(day, 9, calendar).counted
            found.append(
                Day(
                    day, (str(day), *map(str, after)), str(known.check.on), str(known.notice.on),
                    str(known.internal.on),
                )
            )  # fmt: skip
        day += timedelta(days=1)
    return found
