"""A year's facts for the tests of reports, written out by hand."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from office.unit import Unit
from register.reports import proposals
from register.reports.facts import Counted, Facts, Head, Signer, Surveyed
from register.reports.tables import Report
from register.reports.words import Entered, Field, Span
from register.satisfaction import Element
from tests.people import WIB

HEAD = Head(
    office="PPID Kabupaten Sukamaju",
    parent="Pemerintah Kabupaten Sukamaju",
    address="Jalan Merdeka 1, Sukamaju 65151",
    city="Sukamaju",
    ppid=Signer("Dra. Wening Astuti, M.Si.", "Pejabat Pengelola Informasi dan Dokumentasi"),
    superior=Signer("Ir. Bambang Prasetyo, M.M.", "Sekretaris Daerah selaku Atasan PPID", "1968"),
)
REQUESTS = Counted(
    total=1500,
    by={
        "decision": {
            "granted_full": 1002, "granted_partial": 120, "refused_exempt": 60,
            "refused_other_law": 3, "refused_not_held": 80, "refused_not_documented": 30,
            "referred_other_body": 45, "lapsed_incomplete": 40, "withdrawn": 20, "none": 100,
        },
        "refusal_ground": {
            "exempt_a": 12, "exempt_h": 44, "exempt_i": 4, "exempt_j": 3, "not_held": 80,
            "not_documented": 30, "none": 1327,
        },
        "time_class": {
            "same_day": 90, "1_3": 300, "4_10": 800, "11_17": 120, "over_17": 30, "none": 160,
        },
        "strict_clock": {"on_time": 1200, "late": 140, "open": 90, "late_open": 10, "none": 60},
        "perki_clock": {"on_time": 1230, "late": 110, "open": 92, "late_open": 8, "none": 60},
        "channel": {
            "telegram": 1100, "walk_in": 250, "phone": 60, "post": 40, "email": 49,
            "social_media": 1,
        },
        "applicant_type": {
            "individual": 1300, "legal_entity": 120, "group": 60, "proxy_for_individual": 18,
            "proxy_for_entity": 2,
        },
        "occupation": {
            "farmer": 310, "educator": 240, "student": 400, "civil_servant": 80, "employee": 150,
            "business": 120, "journalist": 60, "lawyer": 2, "organisation": 20, "homemaker": 31,
            "not_working": 5, "entity": 22, "other": 60,
        },
        "purpose": {
            "research": 700, "journalism": 100, "public_oversight": 200, "business": 50,
            "personal": 300, "legal": 50, "other": 100,
        },
        "regional_office": {"1": 400, "2": 300, "3": 1, "none": 850},
        "extended": {"yes": 120, "no": 1380},
        "incomplete": {"yes": 90, "no": 1410},
    },
    per_month={f"2026-{month:02d}": 120 + month for month in range(1, 13)} | {"2026-12": 114},
    median=Decimal("5.0"),
    p90=Decimal("11.0"),
)  # fmt: skip
OBJECTIONS = Counted(
    total=25,
    by={
        "ground": {"refused_as_exempt": 10, "request_not_answered": 8, "late_delivery": 9},
        "decision": {
            "upheld_applicant_full": 5, "upheld_applicant_partial": 6, "rejected": 9, "none": 5,
        },
        "clock": {"on_time": 18, "late": 2, "open": 5},
    },
)  # fmt: skip
ENTERED = dict.fromkeys(Entered, 2) | {
    Entered.BUDGET_SET: 250_000_000,
    Entered.BUDGET_USED: 231_400_000,
}
_BARE = Facts(
    span=Span.YEAR,
    since=date(2026, 1, 1),
    until=date(2026, 12, 31),
    edition=1,
    as_of=datetime(2027, 2, 10, tzinfo=WIB),
    is_draft=False,
    head=HEAD,
    requests=REQUESTS,
    before=replace(REQUESTS, total=1320),
    objections=OBJECTIONS,
    survey=Surveyed(
        120, 400, 118, Decimal("82.41"), "B", dict.fromkeys(Element, Decimal("3.296"))
    ),
    offices={"1": "Bappeda", "2": "Dinas Komunikasi dan Informatika", "3": "Dinas Sosial"},
    asked={"questions": 20_000, "answered": 14_000, "chosen": 3_000, "unknown": 3_000,
           "escalated": 2_500},
    entered=ENTERED,
)  # fmt: skip


def seen(unit: Unit, number: int) -> int:
    """Return the version of an edition that somebody reads now."""
    return unit.session.get_one(Report, number).version


FACTS = replace(_BARE, texts={field: proposals.proposal(_BARE, field) for field in Field})
