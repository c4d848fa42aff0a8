"""An invented year of an office: its requests, objections and parts, and who asked; nobody real.

The same seed gives the same year. `SECRET` is one applicant of many cases, whose name and numbers
occur nowhere else, so that a test can look whether anything of them got out.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, insert

from office import daysoff, regional
from office.counters import counters
from office.people import Role, StaffMember
from office.unit import Office, Unit
from office.workdays import Calendar, add_working_days, working_days_left
from register import numbering, search
from register.clocks import Clocks, Course, clocks
from register.deadlines import due
from register.identities import fingerprint, sealed
from register.intake import Identity
from register.law import Clock
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import ObjectionStatus, SuperiorDecision
from register.search import objection_words, request_words
from register.tables import Part, Request, RequestEvent
from register.words import ApplicantType, Channel, PurposeCategory, RefusalGround, Status
from tests.house import year_story
from tests.house.year_talk import Talk
from tests.house.year_works import work_of
from tests.people import CLOCKWORK, staff_member

QUESTIONS, REQUESTS = 20_000, 1_500
DAYS = 365
SECRET = Identity(
    applicant_name="Zulaikha Wirabhuana",
    address="Gang Kenanga Wungu 77, Desa Tirtomulyo Kidul",
    national_id="3507154412920777",
    phone="081399770771",
    email="zulaikha.wirabhuana@rahasia.contoh",
)
# What must be found nowhere but where somebody may see it; the address in its rarest words.
SECRETS = (
    SECRET.applicant_name, "Zulaikha", "Wirabhuana", SECRET.national_id, SECRET.phone,
    SECRET.email, "Kenanga Wungu", "Tirtomulyo Kidul", "membela-perkara-wirabhuana",
)  # fmt: skip
PURPOSE = "membela-perkara-wirabhuana"
_EVERY_SECRET = 37  # one request of so many is this person's
SECRET_CHAT = 799_777_001
OFFICES = ("Dinas PUPR", "Dinas Kesehatan", "Dinas Pendidikan", "Bappeda", "Dinas Sosial")
_FIRST = "Sari Joko Budi Dewi Agus Ratna Wahyu Putri Slamet Endah Bayu Lestari".split()
_LAST = "Wulandari Santoso Prakoso Handayani Nugroho Kusuma Utomo Maharani".split()
_SUBJECTS = "APBD RKPD irigasi puskesmas jalan hibah bansos perizinan tata-ruang retribusi".split()
_CHANNELS = (*[Channel.TELEGRAM] * 6, *Channel)
_KINDS = (*[ApplicantType.INDIVIDUAL] * 6, *ApplicantType)
_REFUSED = (
    RefusalGround.EXEMPT_B, RefusalGround.EXEMPT_H, RefusalGround.EXEMPT_I, RefusalGround.EXEMPT_J,
    RefusalGround.NOT_HELD, RefusalGround.NOT_DOCUMENTED,
)  # fmt: skip
Line = dict[str, Any]


@dataclass(slots=True)
class Year:
    """What was invented: the first and last day, the officer, and the regional offices."""

    since: date
    until: date
    officer: StaffMember
    offices: list[int]
    requests: int
    questions: int


@dataclass
class _Desk:
    """Lets a year of requests happen."""

    unit: Unit
    calendar: Calendar
    officer: StaffMember
    offices: list[int]
    since: date
    days: int
    chance: random.Random
    totals: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clocks = cache(lambda course: clocks(course, self.calendar))
        self.later = cache(self._later)

    def _later(self, day: date, working_days: int) -> date:
        return add_working_days(day, working_days, self.calendar).due if working_days else day

    def requests(self, count: int) -> Iterator[Line]:
        received = sorted(self.chance.randrange(self.days) for _ in range(count))
        for number, step in enumerate(received, start=1):
            yield self._request(number, self.since + timedelta(days=step))

    def _request(self, number: int, day: date) -> Line:
        chance = self.chance
        row = dict.fromkeys(Request.__table__.columns.keys()) | self._asked(number, day)
        row |= self._sealed(row["tracking_code"], number)
        self._course(row, day)
        course = Course(
            day, row["incomplete_received"], row["complete_date"],
            extended=row["extended_on"] is not None,
        )  # fmt: skip
        known: Clocks = self.clocks(course)
        row |= {
            "check_due": known.check.on, "fix_due": known.fix.on if known.fix else None,
            "notice_due": known.notice.on, "notice_due_internal": known.internal.on,
            "strict_due": known.by_law.on,
            "perki_due": known.by_rule.on if known.by_rule else None,
            "calendar_version": self.calendar.version, "version": 1 + chance.randrange(5),
        }  # fmt: skip
        if row["notice_date"]:
            row["notice_days"] = working_days_left(day, row["notice_date"], self.calendar)
        return row

    def _asked(self, number: int, day: date) -> Line:
        chance = self.chance
        local = time(chance.choices(range(24), _BY_HOUR)[0], chance.randrange(60))
        channel = chance.choice(_CHANNELS)
        sequence = self._next(numbering.REQUESTS, day.year)
        is_secret = number % _EVERY_SECRET == 0
        person = SECRET_CHAT if is_secret else 790_000_000 + number % 400
        subject = chance.choice(_SUBJECTS)
        return {
            "id": number, "year": day.year, "sequence": sequence,
            "registration_number": numbering.registration_number(
                sequence, numbering.REQUESTS, day
            ),
            "draft_key": f"year-{number}", "tracking_code": f"YEAR{number:06d}",
            "channel": channel, "person": person if channel == Channel.TELEGRAM else None,
            "language": "id", "received_at": datetime.combine(day, local, self.unit.zone),
            "received_date": day, "applicant_type": chance.choice(_KINDS),
            "occupation": work_of(number),
            "information_detail": f"Dokumen {subject} tahun {day.year}",
            "purpose_of_use": PURPOSE if is_secret else "penelitian",
            "purpose_category": chance.choice(list(PurposeCategory)),
            "access_mode": "copy", "copy_format": "softcopy", "delivery_method": "telegram",
            "not_documented": False, "held_soft": True, "held_hard": False,
            "fee_items": "[]", "fee_total": 0,
        }  # fmt: skip

    def _sealed(self, code: str, number: int) -> Line:
        who = SECRET if number % _EVERY_SECRET == 0 else invented(number % 400)
        vault = self.unit.vault
        return {
            "sealed_identity": sealed(vault, who, code),
            "identity_index": fingerprint(vault, who),
        }

    def _course(self, row: Line, day: date) -> None:
        """Let a request go its way, as far as it can have come by today."""
        chance, today = self.chance, self.unit.today
        row["status"] = Status.REGISTERED
        taken_up = self.later(day, chance.randrange(3))
        if chance.random() < 0.03:
            row |= {"status": Status.WITHDRAWN, "decision": "withdrawn", "closed_on": taken_up}
            return
        if chance.random() < 0.1:
            taken_up = self._incomplete(row, taken_up)
        if row["status"] != Status.REGISTERED or taken_up > today:
            return
        row |= {"status": Status.IN_PROCESS, "complete_date": taken_up}
        passed = chance.choices((0, 2, 6, 9, 12, 16, 21), (5, 20, 30, 30, 8, 5, 2))[0]
        notice = self.later(taken_up, passed + chance.randrange(2))
        if passed > 9 and chance.random() < 0.8 and self.later(taken_up, 8) <= today:
            row |= {
                "extended_on": self.later(taken_up, 8), "extension_ground": "not_yet_held",
                "extension_reason": "Dokumen masih dikumpulkan dari dinas.",
            }  # fmt: skip
        if notice <= today and chance.random() < 0.98:
            self._decided(row, notice)
        elif chance.random() < 0.2:
            # A ground that is only proposed counts for nothing yet.
            row |= {"status": Status.REFUSAL_PROPOSED, "refusal_ground": RefusalGround.EXEMPT_H}

    def _incomplete(self, row: Line, asked: date) -> date:
        chance, today = self.chance, self.unit.today
        if asked > today:
            return asked
        repaired = self.later(asked, 1 + chance.randrange(3))
        row |= {"incomplete_date": asked, "incomplete_received": asked, "missing": "Surat kuasa"}
        fate = chance.random()
        if fate < 0.25 and self.later(asked, 4) <= today:
            row |= {"status": Status.LAPSED, "decision": "lapsed_incomplete"}
            row["closed_on"] = self.later(asked, 4)
        elif fate < 0.3 or repaired > today:
            row["status"] = Status.INCOMPLETE
        else:
            row["repaired_date"] = repaired
        return repaired

    def _decided(self, row: Line, notice: date) -> None:
        chance = self.chance
        row |= {"notice_date": notice, "last_notice": notice, "decided_by": self.officer.staff_id}
        row["under_control"] = True
        fate = chance.random()
        if fate < 0.2:
            ground = chance.choice(_REFUSED)
            row |= {
                "status": Status.REFUSED, "refusal_ground": ground, "decision": ground.decision,
                "refusal_reason": "Termasuk informasi yang dikecualikan.",
            }  # fmt: skip
            return
        row["decision"] = "granted_partial" if fate < 0.4 else "granted_full"
        row["provide_due"] = self.later(notice, 3)
        row["status"] = Status.NOTIFIED
        given = self.later(notice, 1 + chance.randrange(3))
        if given <= self.unit.today:
            row |= {"status": Status.PROVIDED, "provided_date": given, "provided_how": "Telegram"}
            if chance.random() < 0.7:
                row |= {"status": Status.CLOSED, "closed_on": given}

    def parts(self, requests: list[Line]) -> Iterator[Line]:
        """Yield parts; some requests lie with two offices, some with one of them twice."""
        for request in requests:
            if self.chance.random() < 0.7:
                continue
            for ordinal in range(1, 2 + self.chance.randrange(3)):
                yield {
                    "request_id": request["id"], "ordinal": ordinal, "description": "Bagian dinas",
                    "regional_office": self.chance.choice([*self.offices, None]),
                    "status": "answered", "due": request["notice_due"], "version": 1,
                }  # fmt: skip

    def objections(self, requests: list[Line]) -> Iterator[Line]:
        """Yield objections against every eighth refusal and every fortieth other answer."""
        number = 0
        for request in requests:
            told = request["notice_date"]
            often = 2 if request["status"] == Status.REFUSED else 30
            if not told or request["id"] % often:
                continue
            day = self.later(told, 1 + self.chance.randrange(10))
            if day <= self.unit.today:
                number += 1
                yield self._objection(number, request, day)

    def _objection(self, number: int, request: Line, day: date) -> Line:
        chance = self.chance
        columns = Objection.__table__.columns.keys()
        code = f"KBRT{number:06d}"
        sequence = self._next(numbering.OBJECTIONS, day.year)
        answer_due = due(Clock.OBJECTION_RESPONSE, day, self.calendar).on
        row = dict.fromkeys(columns) | {name: request[name] for name in columns if name in request}
        row |= self._sealed(code, request["id"]) | {
            "id": number, "year": day.year, "sequence": sequence, "draft_key": f"objected-{number}",
            "objection_number": numbering.registration_number(
                sequence, numbering.OBJECTIONS, day
            ),
            "tracking_code": code, "request_id": request["id"], "received_date": day,
            "received_at": datetime.combine(day, time(10), self.unit.zone),
            "grounds": "".join(sorted(chance.sample("acdefg", 1 + chance.randrange(2)))),
            "case_facts": "Belum sesuai dengan yang diminta.", "past_window": False,
            "status": ObjectionStatus.RECORDED, "decision": None, "decided_by": None,
            "statements": "{}", "exemption": None, "response_due": answer_due,
            "response_due_internal": answer_due, "version": 1,
        }  # fmt: skip
        answered = self.later(day, 5 + chance.randrange(30))
        if answered <= self.unit.today and chance.random() < 0.9:
            row |= {
                "status": ObjectionStatus.CLOSED, "decision": chance.choice(list(SuperiorDecision)),
                "response_date": answered,
                "response_days": working_days_left(day, answered, self.calendar),
            }  # fmt: skip
        return row

    def _next(self, series: str, year: int) -> int:
        self.totals[series, year] = self.totals.get((series, year), 0) + 1
        return self.totals[series, year]


_BY_HOUR = [1] * 7 + [8] * 10 + [4] * 7


def invented(number: int) -> Identity:
    """Return one of the others; their NIK is of a district that does not exist."""
    return Identity(
        applicant_name=f"{_FIRST[number % 12]} {_LAST[number // 12 % 8]}",
        address=f"Jalan Melati {number + 1}, Desa Sukamaju",
        national_id=f"350715{number % 28 + 1:02d}0190{number:04d}",
        phone=f"0812{number:08d}",
        email=f"warga{number}@contoh.id",
    )


def fill(
    office: Office,
    *,
    questions: int = QUESTIONS,
    requests: int = REQUESTS,
    days: int = DAYS,
    seed: int = 14_2008,
) -> Year:
    """Let the days before and with today have happened in an office that is empty."""
    chance = random.Random(seed)
    with office.unit(CLOCKWORK) as unit:
        officer = staff_member(unit, "year", "Wati Rahayu", Role.PPID, Role.INFORMATION_OFFICER)
        offices = [regional.add(unit, name) for name in OFFICES]
        since = unit.today - timedelta(days=days - 1)
        desk = _Desk(unit, daysoff.whole(unit), officer, offices, since, days, chance)
        rows = list(desk.requests(requests))
        _write(unit, Request, rows)
        _write(unit, Part, list(desk.parts(rows)))
        objected = list(desk.objections(rows))
        _write(unit, Objection, objected)
        _tell(unit, officer, rows, objected)
        Talk(unit, officer, since, days, chance).happen(questions)
        values = [
            {"series": series, "year": year, "value": count}
            for (series, year), count in desk.totals.items()
        ]
        unit.session.execute(insert(counters), values)
    return Year(since, since + timedelta(days=days - 1), officer, offices, requests, questions)


def _tell(unit: Unit, officer: StaffMember, requests: list[Line], objections: list[Line]) -> None:
    """Write what happened to the cases, and what makes them findable."""
    for table, story in (
        (RequestEvent, year_story.of_requests(requests, officer, unit.zone)),
        (ObjectionEvent, year_story.of_objections(objections, officer, unit.zone)),
        (request_words, year_story.words(requests, search.REQUESTS)),
        (objection_words, year_story.words(objections, search.OBJECTIONS)),
    ):
        _write(unit, table, list(story))


def _write(unit: Unit, table: type[Any] | Table, rows: list[Line]) -> None:
    if rows:
        unit.session.connection().execute(insert(table), rows)
